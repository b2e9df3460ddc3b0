"""Signing in and out: server-side sessions, expiry, and lock-out that tells a stranger nothing."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models import audit
from models.access.account import Account, Credential, SignInAttempt, SignInSession
from models.access.rules import PolicyState
from models.fence import authority_of, letting
from operations.passwords import verify

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)
"""The last-seen moment is written at most this often: a page view must not cost a write."""
FAILURES_PER_CODE = 5
FAILURES_PER_ADDRESS = 30
WINDOW = timedelta(minutes=15)

# One sentence for a wrong code, a wrong password, a locked and an ended account: it confirms nothing.
NOT_SIGNED_IN = Term(
    "操作代码或密码不对,或暂时不能登录。请核对;连续多次不对时请 15 分钟后再试,或联系系统管理员。",
    "The code or password is wrong, or sign-in is not possible now. After several wrong tries wait 15 minutes or ask the system administrator.",
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a request needs to know of a live session, read in one statement."""

    session_id: int
    account_id: int
    must_change: bool
    stale: bool
    """The last-seen moment should be written."""
    policy_version: int


def digest(token: str) -> str:
    """What the database keeps of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(session: Session, code: str, password: str, *, address: str, device: str) -> str | None:
    """Check code and password and open a session; returns its token, or None — always after the same work.

    ``session`` acts for the system. The caller commits in both cases, because failures are counted.
    """
    now: datetime = session.info["clock"]()
    code = code.replace("\0", "?")  # PostgreSQL does not even take a question that holds one
    subjects = (f"code:{digest(code.strip().lower())[:40]}", f"address:{address}"[:80])
    locked = [_is_locked(session, subject, now) for subject in subjects]
    account = session.scalar(select(Account).where(Account.code == code.strip()))
    credential = session.get(Credential, account.id) if account else None
    matches = verify(credential.password_hash if credential else None, password)
    if any(locked) or not matches or account is None or not _may_enter(account, now):
        for subject, limit in zip(subjects, (FAILURES_PER_CODE, FAILURES_PER_ADDRESS), strict=True):
            _count_failure(session, subject, limit, now)
        audit.note(session, authority_of(session), "sign_in_failed", "account", account.id if account else None)
        return None
    for subject in subjects[:1]:
        attempt = session.get(SignInAttempt, subject)
        if attempt is not None:
            session.delete(attempt)
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_hash=digest(token), account_id=account.id, started_at=now, seen_at=now, address=address[:60], device=device[:200]
        )
    )
    with letting(session, account, {"last_signed_in_at"}):
        account.last_signed_in_at = now
    audit.note(session, authority_of(session), "sign_in", "account", account.id)
    return token


def _may_enter(account: Account, now: datetime) -> bool:
    return account.active and (account.ends_on is None or account.ends_on > now.astimezone(OFFICE_ZONE).date())


def _is_locked(session: Session, subject: str, now: datetime) -> bool:
    attempt = session.get(SignInAttempt, subject)
    return attempt is not None and attempt.locked_until is not None and attempt.locked_until > now


def _count_failure(session: Session, subject: str, limit: int, now: datetime) -> None:
    attempt = session.get(SignInAttempt, subject)
    if attempt is None:
        attempt = SignInAttempt(subject=subject, failures=0, first_at=now)
        session.add(attempt)
    elif now - attempt.first_at > WINDOW and not (attempt.locked_until and attempt.locked_until > now):
        attempt.failures, attempt.first_at, attempt.locked_until = 0, now, None
    attempt.failures += 1
    if attempt.failures >= limit:
        attempt.locked_until = now + WINDOW
    session.flush()


_LIVE = (
    select(
        SignInSession.id,
        SignInSession.account_id,
        SignInSession.seen_at,
        Credential.must_change,
        select(PolicyState.version).where(PolicyState.name == "policy").scalar_subquery(),
    )
    .join(Credential, Credential.account_id == SignInSession.account_id)
    .where(
        SignInSession.token_hash == bindparam("token"),
        SignInSession.ended_at.is_(None),
        SignInSession.seen_at > bindparam("seen_after"),
        SignInSession.started_at > bindparam("started_after"),
    )
)


def signed_in(session: Session, token: str, now: datetime) -> SignedIn | None:
    """The live session of ``token``: not ended, not idle for long, not too old; one statement, because every page asks."""
    given = {"token": digest(token), "seen_after": now - IDLE, "started_after": now - ABSOLUTE}
    row = session.connection().execute(_LIVE, given).first()
    if row is None:
        return None
    key, account_id, seen_at, must_change, policy = row
    return SignedIn(key, account_id, must_change, now - seen_at > SEEN_EVERY, policy or 0)


def touch(session: Session, session_id: int) -> None:
    """Write that a session was seen now."""
    session.execute(
        update(SignInSession).where(SignInSession.id == session_id).values(seen_at=session.info["clock"]())
    )


def sign_out(session: Session, session_id: int) -> None:
    """End a session on the server: a copied cookie is dead from the next request on."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.ended_at.is_(None))
        .values(ended_at=session.info["clock"]())
    )


def end_own(session: Session, account_id: int, session_id: int) -> None:
    """End one of the account's own sessions; raises Refused for somebody else's."""
    own = session.scalar(
        select(SignInSession.id).where(SignInSession.id == session_id, SignInSession.account_id == account_id)
    )
    if own is None:
        raise Refused(Term("这个登录不是您的。", "That session is not yours."))
    sign_out(session, session_id)


def own_sessions(session: Session, account_id: int) -> list[SignInSession]:
    """The live sessions of an account, newest first."""
    return list(
        session.scalars(
            select(SignInSession)
            .where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
            .order_by(SignInSession.id.desc())
            .limit(50)
        )
    )
