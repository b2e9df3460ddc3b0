"""Showing one masked value to somebody who says why: for a short while, so often an hour, with a row that stays (A7.1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.errors import Invalid, Refused, TooOften, missing
from domain.kinds import POINTERS, Kind
from domain.revealing import PER, REASON_AT_LEAST, SEARCHED_AT_MOST, SHOWN_AT_MOST, SHOWN_FOR
from domain.terms import Term
from domain.values import clean_text
from models import audit
from models.access.account import Account
from models.access.reveal import Reveal, RevealKind
from models.base import Record
from models.fence import READ_ONLY, acting, authority_of, bits_of
from models.fields import Field
from models.register import Register
from operations.records import require
from permissions.actor import Authority, System

REASON_LENGTH = 200
SAY_WHY = Term(
    "请写明查看原因，至少 {least} 个字，最多 {most} 个字。", "Say why you need to see it, in {least} to {most} characters."
)
SHOWN_OFTEN = Term(
    "您在一小时内已查看 {most} 次明文，请稍后再试。", "You have had {most} values shown within an hour; please try again later."
)
SEARCHED_OFTEN = Term(
    "您在一小时内已按完整号码查找 {most} 次，这次没有按脱敏字段查找，请稍后再试。",
    "You have searched for {most} whole numbers within an hour; masked fields were not searched this time. Please try again later.",
)
ASK_FOR_MORE = Term("如工作需要更多，请向权限管理员说明。", "If your work needs more, tell the access administrator.")
AT_MOST = {RevealKind.SHOWN: (SHOWN_AT_MOST, SHOWN_OFTEN), RevealKind.SEARCHED: (SEARCHED_AT_MOST, SEARCHED_OFTEN)}


@dataclass(frozen=True, slots=True)
class Revealed:
    """A value as it is kept, and until when it may stay on the screen."""

    value: Any
    at: datetime
    until: datetime


def revealable(session: Session, record: Record) -> frozenset[str]:
    """The fields of ``record`` that are masked for the actor and that he may have shown; empty ones have nothing to show."""
    authority, register = authority_of(session), record.register
    if not authority.may(register.key, Action.REVEAL):
        return frozenset()
    bits = bits_of(session, record, Action.REVEAL)
    if not bits:
        return frozenset()
    plan = authority.plan
    seen = plan.levels(register.key, Channel.DETAILS, bits=bits_of(session, record, Action.VIEW))
    # The right and the mask must come from roles on this row: fields of one role never show through the right of another.
    granted = plan.levels(register.key, Channel.DETAILS, action=Action.REVEAL, bits=bits)
    return frozenset(
        key
        for key, spec in register.fields.items()
        if spec.kind not in POINTERS
        and spec.kind is not Kind.REFERENCES
        and seen.get(spec.stable_key) is Level.MASKED
        and granted.get(spec.stable_key, Level.HIDDEN) >= Level.MASKED
        and getattr(record, spec.column) not in (None, "")
    )


def field_to_reveal(session: Session, register: Register, record: Record, key: str) -> Field:
    """The field ``key`` if the actor may have it shown; raises Refused without the right, Missing for every other cause alike."""
    require(session, register, Action.REVEAL)
    if key not in revealable(session, record):
        raise missing()
    return register.fields[key]


def reveal(session: Session, register: Register, record: Record, key: str, reason: str) -> Revealed:
    """The plain value of one masked field of a record the actor sees (A7.1, Y2.7), and a row that says who saw it and why.

    Raises Refused and Missing as :func:`field_to_reveal`, Invalid without a reason, TooOften beyond the limit of an hour.
    """
    if session.info.get("reading"):
        raise Refused(READ_ONLY)
    spec = field_to_reveal(session, register, record, key)
    why = clean_text(reason)
    if not REASON_AT_LEAST <= len(why) <= REASON_LENGTH:
        sentence = SAY_WHY.format(least=REASON_AT_LEAST, most=REASON_LENGTH)
        raise Invalid(sentence, fields={"reason": sentence}, clause="A7.1")
    authority: Authority = authority_of(session)
    with acting(session, in_the_name_of(authority, why)):
        allow_once_more(session, authority, RevealKind.SHOWN)
        now: datetime = session.info["clock"]()
        until = now + SHOWN_FOR
        session.add(row_of(authority, RevealKind.SHOWN, register, (spec,), record.id, why, now, until))
        session.flush()
        audit.note(session, authority_of(session), Action.REVEAL, register.key, record.id, **{key: None})
    return Revealed(getattr(record, spec.column), now, until)


def in_the_name_of(authority: Authority, reason: str) -> System:
    """The system, which alone writes this journal, with the real actor's name, account and address."""
    return System(reason, authority.address, authority.request_id, authority.account_id, authority.label)


def row_of(
    authority: Authority, kind: RevealKind, register: Register, specs: tuple[Field, ...], record_id: int | None,
    reason: str, at: datetime, until: datetime | None = None,
) -> Reveal:  # fmt: skip
    """A row of the journal."""
    return Reveal(
        seen_at=at,
        until_at=until,
        person_id=authority.person.person_id,
        account_id=authority.person.account_id,
        kind=kind,
        register_key=register.key,
        register_title=register.title.zh,
        field_key=",".join(spec.stable_key for spec in specs)[:200],
        field_title="、".join(spec.label.zh for spec in specs)[:120],
        record_id=record_id,
        reason=reason[:REASON_LENGTH],
    )


def allow_once_more(session: Session, authority: Authority, kind: RevealKind) -> None:
    """Refuse when the account has done this as often as an hour allows; ``session`` acts for the system. Raises TooOften."""
    account = authority.person.account_id
    # The row is the lock: of two requests at once the second counts what the first has written.
    session.execute(select(Account.id).where(Account.id == account).with_for_update())
    most, sentence = AT_MOST[kind]
    done = select(Reveal.seen_at).where(Reveal.account_id == account, Reveal.kind == kind).order_by(Reveal.id.desc())
    earliest = session.scalar(done.offset(most - 1).limit(1))
    if earliest is not None and earliest > session.info["clock"]() - PER:
        raise TooOften(sentence, most=most, clause="A7.1", todo=ASK_FOR_MORE)
