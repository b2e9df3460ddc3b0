"""Passwords: argon2id hashes, what may not be one, and changing one (K5.15: no name, code, repeats or sequences)."""

import secrets
import string
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import update
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.terms import Term
from models.access.account import Account, Credential, SignInSession
from models.fence import acting
from models.organisation.employee import Employee
from models.search import shadow
from permissions.actor import System

SHORTEST = 10
LONGEST = 200
# ASVS 5.0 asks for at least 46 MiB with one pass; more would let a storm of sign-ins starve two cores.
_HASHER = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
_SEQUENCES = (string.digits, string.ascii_lowercase, "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc")
_HOUSE_WORDS = ("taizhang", "admin", "password", "kehu", "guanli", "woaini", "zhonghua", "5201314", "1314520")
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))

TOO_SHORT = Term("密码至少 {shortest} 个字符。", "A password has at least {shortest} characters.")
TOO_LONG = Term("密码最多 {longest} 个字符。", "A password has at most {longest} characters.")
TOO_PLAIN = Term("密码太容易猜到：不要用姓名、操作代码、生日、重复或连续的字符。", "Too easy to guess: no name, code, birthday, repeats or sequences.")
SAME_AGAIN = Term("新密码不能与现用密码相同。", "The new password must differ from the present one.")
SAME_AS_OPERATION = Term("登录密码不能与操作口令相同。", "The login password must differ from the operation password.")


def check_strength(password: str, *avoid: str | None) -> None:
    """Refuse a password that is short or easily guessed; ``avoid`` are the holder's name, code and the like (K5.15)."""
    if len(password) < SHORTEST:
        raise Invalid(TOO_SHORT, shortest=SHORTEST, clause="K5.15", fields={"new": TOO_SHORT.format(shortest=SHORTEST)})
    if len(password) > LONGEST:
        raise Invalid(TOO_LONG, longest=LONGEST, clause="K5.15", fields={"new": TOO_LONG.format(longest=LONGEST)})
    plain = password.lower()
    words = [*_HOUSE_WORDS, *_words(*avoid)]
    rest = plain
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(set(rest)) < 5 or len(rest) < 6 or _is_sequence(rest):
        raise Invalid(TOO_PLAIN, clause="K5.15", fields={"new": TOO_PLAIN})


def _words(*values: str | None) -> list[str]:
    found = []
    for value in values:
        if value and len(value) > 1:
            found.append(value.lower())
            spelled = (shadow(value) or "|").partition("|")[2].replace(" ", "")
            found.append(spelled)
    return [word for word in found if len(word) > 1]


def _is_sequence(text: str) -> bool:
    return any(text in run * 3 or text in run[::-1] * 3 for run in _SEQUENCES) or text.isdigit()


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


def set_password(session: Session, account: Account, password: str, *, must_change: bool = False) -> None:
    """Store a new hash and end all sessions of the account; raises Invalid for a weak password."""
    now: datetime = session.info["clock"]()
    with acting(session, System("设置密码", acting_for=account.id)):
        holder = session.get(Employee, account.holder_id)
        check_strength(password, account.code, holder.name if holder else None, holder.phone if holder else None)
        credential = session.get(Credential, account.id) or Credential(account_id=account.id)
        credential.password_hash = hashed(password)
        credential.must_change = must_change
        credential.changed_at = now
        session.add(credential)
        session.flush()
        session.execute(
            update(SignInSession)
            .where(SignInSession.account_id == account.id, SignInSession.ended_at.is_(None))
            .values(ended_at=now)
        )


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
    set_password(session, account, new)


def generated_password() -> str:
    """A random password that people can type: 4 groups of 4, without look-alikes."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
