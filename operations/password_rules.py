"""What a password must be: by the regulation (K5.15, K5.16), or by today's advice, as the company has chosen from a day on."""

import string
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.rules import ItRule
from domain.terms import Term
from domain.weak_words import A_DAY, WEAK_WORDS
from models.access.account import Account
from models.base import columns_of
from models.governance.setting import Setting, SettingName
from models.search import shadow
from operations.rule_numbers import rules

LONGEST = 200
_SEQUENCES = (string.digits, string.ascii_lowercase, "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc")

TOO_SHORT = Term("密码至少 {shortest} 个字符。", "A password has at least {shortest} characters.")
TOO_LONG = Term("密码最多 {longest} 个字符。", "A password has at most {longest} characters.")
TOO_PLAIN = Term(
    "密码太容易猜到：不要用姓名、操作代码、单位名称、生日、重复或连续的字符。", "Too easy to guess: no name, code, company, birthday, repeats or sequences."
)

NOT_PLAIN = Term(
    "不要用姓名、操作代码、单位名称、生日、重复或连续的字符。", "No name, code, company, birthday, repeats or sequences."
)
NOT_AGAIN = Term("不能用最近 {count} 个旧密码。", "Not one of the last {count} passwords.")
CHANGED = Term("每 {months} 个月至少更改一次。", "Changed at least every {months} months.")


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """The numbers that hold on a day."""

    shortest: int
    """Characters."""
    months: int
    """A password is changed after so many months; 0 for never by the calendar."""
    kept: int
    """So many of one's old passwords are not taken again."""


def password_rules(session: Session, on: date | None = None) -> PasswordRules:
    """The pack in force on a day (today by default): K5's own, or long passwords that stay until there is a reason to change one."""
    numbers = rules(session, on)
    if numbers[ItRule.PASSWORD_PACK]:
        return PasswordRules(numbers[ItRule.PASSPHRASE_LENGTH], 0, 0)
    return PasswordRules(numbers[ItRule.PASSWORD_LENGTH], numbers[ItRule.PASSWORD_MONTHS], numbers[ItRule.PASSWORD_HISTORY])


def told(session: Session) -> list[Term]:
    """The rules in force in words, for whoever is about to choose a password."""
    numbers = password_rules(session)
    said = [TOO_SHORT.format(shortest=numbers.shortest), NOT_PLAIN]
    if numbers.kept:
        said.append(NOT_AGAIN.format(count=numbers.kept))
    if numbers.months:
        said.append(CHANGED.format(months=numbers.months))
    return said


def check_password(session: Session, account: Account, password: str) -> None:
    """Refuse what is too short or easily guessed for the holder of ``account``; raises Invalid at the field ``new`` (K5.15)."""
    holder = columns_of("employee")
    name, phone = session.connection().execute(select(holder.name, holder.phone).where(holder.id == account.holder_id)).one()
    setting = Setting.__table__.c
    company = session.connection().execute(select(setting.value).where(setting.name == SettingName.COMPANY_NAME)).scalar()
    check_strength(password, account.code, name, phone, company, shortest=password_rules(session).shortest)


def check_strength(password: str, *avoid: str | None, shortest: int) -> None:
    """Refuse a password of fewer than ``shortest`` characters, or one that is little more than ``avoid`` and what everybody uses (K5.15)."""
    if len(password) < shortest:
        raise _refused(TOO_SHORT.format(shortest=shortest))
    if len(password) > LONGEST:
        raise _refused(TOO_LONG.format(longest=LONGEST))
    words = [*WEAK_WORDS, *_words(*avoid)]
    rest = A_DAY.sub("", password.lower())
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(set(rest)) < 5 or len(rest) < 6 or _is_sequence(rest):
        raise _refused(TOO_PLAIN)


def _refused(sentence: Term) -> Invalid:
    return Invalid(sentence, clause="K5.15", fields={"new": sentence})


def _words(*values: str | None) -> list[str]:
    found = []
    for value in values:
        if value and len(value) > 1:
            initials, _, spelled = (shadow(value) or "|").partition("|")
            found += [value.lower(), spelled.replace(" ", ""), initials]
    return [word for word in found if len(word) > 2 or (len(word) == 2 and not word.isascii())]


def _is_sequence(text: str) -> bool:
    return any(text in run * 3 or text in run[::-1] * 3 for run in _SEQUENCES) or text.isdigit()
