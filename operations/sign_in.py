"""Signing in and out: server-side sessions, expiry, and lock-out that tells a stranger nothing."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, delete, literal, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.retention import ends_on
from domain.rules import ItRule
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models import audit
from models.access.account import Account, Credential, SignInAttempt, SignInSession
from models.access.rules import PolicyState
from models.fence import authority_of
from models.it_operations.it_finding import ItFinding
from models.types import Moment
from operations.it_operations.noticing import enter_two_places
from operations.notices import notify_of_register
from operations.password_rules import password_rules
from operations.passwords import verify
from operations.rights import person_of
from operations.rule_numbers import rule
from operations.staff import Staff

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)
"""The last-seen moment is written at most this often: a page view must not cost a write."""
FAILURES_PER_CODE = 5
FAILURES_PER_ADDRESS = 30
WINDOW = timedelta(minutes=15)

# One sentence for a wrong code, a wrong password, a locked and an ended account: it confirms nothing.
NOT_SIGNED_IN = Term(
    "操作代码或密码不对，或暂时不能登录。请核对；连续多次不对时请 15 分钟后再试，或联系系统管理员。",
    "The code or password is wrong, or sign-in is not possible now. After several wrong tries wait 15 minutes or ask the system administrator.",
)
ELSEWHERE = Term(
    "您的操作代码「{code}」今天在两处同时登录。不是您本人的，请在「我的会话与密码」结束该登录并立即更改密码。",
    "Your code “{code}” was signed in at two places at once today. If one was not you, end it under “My sessions and password” and change it now.",
)
ELSEWHERE_IT = Term(
    "操作代码「{code}」今天在两处同时登录，已自动登记信息安全违规。请向使用人核实，并填写整改措施和整改日期。",
    "The code “{code}” was signed in at two places at once today; the finding is entered. Ask its holder and enter what was done.",
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
    viewing: Mapping[str, Any] | None = None
    """Through whose eyes this browser looks (see operations.viewing); None when through its holder's own."""


def digest(token: str) -> str:
    """What the database keeps of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_subject(code: str) -> str:
    """Under what wrong passwords of ``code`` are counted, whether or not there is such a code."""
    return f"code:{digest(code.strip().lower())[:40]}"


def sign_in(session: Session, code: str, password: str, *, address: str, device: str) -> str | None:
    """Check code and password and open a session; returns its token, or None — always after the same work.

    ``session`` acts for the system. The caller commits in both cases, because failures are counted.
    """
    now: datetime = session.info["clock"]()
    code = code.replace("\0", "?")  # PostgreSQL does not even take a question that holds one
    subjects = (code_subject(code), f"address:{address}"[:80])
    locked = [is_locked(session, subject, now) for subject in subjects]
    account = session.scalar(select(Account).where(Account.code == code.strip()))
    credential = session.get(Credential, account.id) if account else None
    matches = verify(credential.password_hash if credential else None, password)
    if any(locked) or not matches or account is None or person_of(session, account, _today(now)) is None:
        for subject, limit in zip(subjects, (FAILURES_PER_CODE, FAILURES_PER_ADDRESS), strict=True):
            count_failure(session, subject, limit, now)
        audit.note(session, authority_of(session), "sign_in_failed", "account", account.id if account else None)
        return None
    session.execute(delete(SignInAttempt).where(SignInAttempt.subject == subjects[0]))
    if credential is not None and is_due(session, credential.changed_at, now):
        credential.must_change = True
    _note_elsewhere(session, account, address[:60], device[:200], now)
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_hash=digest(token), account_id=account.id, started_at=now, seen_at=now, address=address[:60], device=device[:200]
        )
    )
    session.flush()
    # Past the row version: who signs in twice at once, or while his account is being edited, is in nobody's way.
    seen = update(Account.__table__).where(Account.__table__.c.id == account.id)
    session.connection().execute(seen.values(last_signed_in_at=now))
    audit.note(session, authority_of(session), "sign_in", "account", account.id)
    return token


def _note_elsewhere(session: Session, account: Account, address: str, device: str, now: datetime) -> None:
    """K5.12: one code in two places at once is logged and told, and the earlier session ends where the rule says so."""
    one = SignInSession
    live = (one.account_id == account.id, one.ended_at.is_(None), one.seen_at > now - IDLE, one.started_at > now - ABSOLUTE)
    elsewhere = (*live, or_(one.address != address, one.device != device))
    if session.scalar(select(one.id).where(*elsewhere).limit(1)) is None:
        return
    audit.note(session, authority_of(session), "sign_in_elsewhere", "account", account.id)
    enter_two_places(session, account, _today(now))
    _tell_elsewhere(session, account, _today(now).isoformat())
    if rule(session, ItRule.ONE_PLACE, _today(now)):
        session.execute(update(one).where(*elsewhere).values(ended_at=now))


def _tell_elsewhere(session: Session, account: Account, day: str) -> None:
    """Tell the holder and those who enter IT findings, once a day and code."""
    code, once = "sign_in.elsewhere", f"{account.id}:{day}"
    # About the register: a holder who may not see his account's record would not see a notice about it.
    if notify_of_register(session, account.holder_id, code, Account.register, ELSEWHERE.format(code=account.code), once=once):
        told = (person for person in Staff(session).with_right(ItFinding.register.key, "create") if person != account.holder_id)
        for person in told:
            notify_of_register(session, person, code, ItFinding.register, ELSEWHERE_IT.format(code=account.code), once=once)


def is_due(session: Session, changed_at: datetime, now: datetime) -> bool:
    """Whether a password has to be changed by now: once a month at the least, never by the calendar where the rule says 0 (K5.16)."""
    months = password_rules(session, _today(now)).months
    return months > 0 and ends_on(_today(changed_at), months) < _today(now)


def _today(now: datetime) -> date:
    return now.astimezone(OFFICE_ZONE).date()


def is_locked(session: Session, subject: str, now: datetime) -> bool:
    """Whether ``subject`` was tried wrongly too often a little while ago."""
    until = session.scalar(select(SignInAttempt.locked_until).where(SignInAttempt.subject == subject))
    return until is not None and until > now


def count_failure(session: Session, subject: str, limit: int, now: datetime) -> None:
    """One statement, so that tries at the same moment are all counted; a lock is not made longer by trying again."""
    kept: Any = SignInAttempt.__table__.c
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    over = kept.first_at <= now - WINDOW
    failures = case((over, 1), else_=kept.failures + 1)
    first = dialect.insert(SignInAttempt.__table__).values(subject=subject, failures=1, first_at=now)
    session.execute(
        first.on_conflict_do_update(
            index_elements=["subject"],
            set_={
                "failures": failures,
                "first_at": case((over, literal(now, Moment())), else_=kept.first_at),
                "locked_until": case((failures >= limit, literal(now + WINDOW, Moment())), else_=null()),
            },
            where=or_(kept.locked_until.is_(None), kept.locked_until <= now),
        )
    )


_LIVE = (
    select(
        SignInSession.id,
        SignInSession.account_id,
        SignInSession.seen_at,
        Credential.must_change,
        select(PolicyState.version).where(PolicyState.name == "policy").scalar_subquery(),
        SignInSession.viewing,
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
    key, account_id, seen_at, must_change, policy, viewing = row
    return SignedIn(key, account_id, must_change, now - seen_at > SEEN_EVERY, policy or 0, viewing)


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
