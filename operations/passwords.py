"""Passwords: argon2id hashes, and changing one (K5.16)."""

import secrets
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.terms import Term
from models.access.account import Account, Credential, SignInSession
from models.access.password_change import Changing, Password, PasswordChange, PasswordPast
from models.fence import acting
from operations.password_rules import LONGEST, check_password, password_rules
from permissions.actor import System

# ASVS 5.0 asks for at least 46 MiB with one pass; more would let a storm of sign-ins starve two cores.
_HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))

SAME_AGAIN = Term("新密码不能与现用密码相同。", "The new password must differ from the present one.")
USED_BEFORE = Term("最近 {count} 个旧密码不能再用，请另设一个。", "The last {count} passwords cannot be used again; choose another.")
NO_SUCH_CODE = Term("没有操作代码「{code}」，请核对。", "There is no code “{code}”.")
SAME_AS_OPERATION = Term("登录密码不能与操作口令相同。", "The login password must differ from the operation password.")


def verify(stored: str | None, password: str) -> bool:
    """Whether ``password`` belongs to the hash; takes as long where there is no hash, so nothing can be learnt."""
    try:
        matches = _HASHER.verify(stored or _NOBODY, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def set_password(
    session: Session, account: Account, password: str, *, must_change: bool = False, why: Changing = Changing.GIVEN, by: int | None = None
) -> None:
    """Store a new hash, register who changed it and why, and end all sessions of the account; raises Invalid for a weak password (K5.16)."""
    now: datetime = session.info["clock"]()
    with acting(session, System("设置密码", acting_for=account.id)):
        check_password(session, account, password)
        credential = session.get(Credential, account.id)
        if credential is None:
            credential, why = Credential(account_id=account.id), Changing.OPENED
        else:
            session.add(PasswordPast(account_id=account.id, password_hash=credential.password_hash))
        credential.password_hash = hashed(password)
        credential.must_change = must_change
        credential.changed_at = now
        session.add_all((credential, PasswordChange(code=account.code, holder_id=account.holder_id, why=why, changed_by_id=by, changed_at=now)))
        session.flush()
        _end_sessions(session, account)


def note_operation_password(session: Session, account: Account, credential: Credential, new: str | None, why: Changing) -> None:
    """Keep the hash of ``new`` (None takes it away) and of the one before, and register the change by the holder (K5.16)."""
    now: datetime = session.info["clock"]()
    if credential.operation_hash is not None:
        session.add(PasswordPast(account_id=account.id, operation=True, password_hash=credential.operation_hash))
    credential.operation_hash = None if new is None else hashed(new)
    credential.operation_changed_at = now
    if new is not None:
        change = PasswordChange(code=account.code, holder_id=account.holder_id, kind=Password.OPERATION, why=why, changed_by_id=account.holder_id)
        change.changed_at = now
        session.add(change)
    session.flush()


def _end_sessions(session: Session, account: Account, *, but: int | None = None) -> None:
    live = update(SignInSession).where(SignInSession.account_id == account.id, SignInSession.ended_at.is_(None))
    session.execute(live.where(SignInSession.id != (but or 0)).values(ended_at=session.info["clock"]()))


def suspect_leak(session: Session, account: Account, session_id: int) -> None:
    """The holder fears that his password is known: all other sessions end, and nothing goes on before it is changed (K5.16)."""
    with acting(session, System("怀疑密码泄漏", acting_for=account.id)):
        session.get_one(Credential, account.id).must_change = True
        told = PasswordChange(code=account.code, holder_id=account.holder_id, why=Changing.LEAK, changed_by_id=account.holder_id)
        told.changed_at = session.info["clock"]()
        session.add(told)
        session.flush()
        _end_sessions(session, account, but=session_id)


def give_password(session: Session, code: str) -> str:
    """IT fears a leak, or the holder forgot: another password, changed at the next sign-in; returns it, raises Invalid (K5.16)."""
    account = session.scalar(select(Account).where(Account.code == code))
    if account is None:
        raise Invalid(NO_SUCH_CODE, code=code[:40], clause="K5.16")
    password = generated_password()
    set_password(session, account, password, must_change=True)
    return password


def change_password(session: Session, account: Account, current: str, new: str) -> None:
    """The holder changes his own password; raises Invalid at the field that is wrong (K5.16)."""
    wrong = Term("现用密码不对。", "The present password is wrong.")
    with acting(session, System("更改本人密码", acting_for=account.id)):
        credential = session.get(Credential, account.id)
    if not verify(credential.password_hash if credential else None, current):
        raise Invalid(wrong, fields={"current": wrong})
    if current == new:
        raise Invalid(SAME_AGAIN, fields={"new": SAME_AGAIN})
    if credential is not None and credential.operation_hash is not None and verify(credential.operation_hash, new):
        raise Invalid(SAME_AS_OPERATION, fields={"new": SAME_AS_OPERATION}, clause="K5.14")
    check_unused(session, account, new)
    why = Changing.DUE if credential is not None and credential.must_change else Changing.OWN
    set_password(session, account, new, why=why, by=account.holder_id)


def check_unused(session: Session, account: Account, new: str, *, operation: bool = False) -> None:
    """Refuse an old one of the same kind, as going back is no change; raises Invalid (K5.16)."""
    count, past = password_rules(session).kept, PasswordPast
    mine = select(past.password_hash).where(past.account_id == account.id, past.operation == operation)
    before = mine.order_by(past.id.desc()).limit(count)
    with acting(session, System("更改本人密码", acting_for=account.id)):
        old = session.scalars(before).all()
    if any(verify(one, new) for one in old):
        sentence = USED_BEFORE.format(count=count)
        raise Invalid(sentence, fields={"new": sentence}, clause="K5.16")


def generated_password() -> str:
    """A random password that people can type: 4 groups of 4, without look-alikes."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
