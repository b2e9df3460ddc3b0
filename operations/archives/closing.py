"""Closing a day: put forward by one, signed by another; the digest of the day's last entry is the anchor on paper (K3.4, K10.5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.errors import Conflict, DomainError, Invalid, Refused
from domain.terms import Term
from domain.values import OFFICE_ZONE, is_blank
from domain.workflow import Move
from models.archives.custody_entry import CustodyEntry
from models.archives.day_close import DayClose
from models.archives.day_signing import DaySigning, SigningState
from models.archives.safe_count import CountState
from models.base import columns_of
from models.fence import acting, authority_of
from operations.archives.ledger import lock
from operations.behalf import on_behalf
from operations.office_clock import today
from operations.records import require
from permissions.actor import Person

CLOSE = "close_day"
NOTHING_YET = "0" * 64
"""The anchor of a journal that has no entry yet."""
ALREADY = Term("{day} 已经日结，一天只结一次。", "{day} is closed already; a day is closed once.")
NOT_OVER = Term("{day} 还没有到，不能日结。", "{day} has not come yet.")
EARLIER = Term("{day} 有账没有日结，请先结那一天。", "{day} has entries and is not closed; close it first.")
BEFORE_LAST = Term("{day} 之前的日子已随 {last} 的日结封账。", "Days before {last} are closed with it; {day} is one of them.")
SAFE_OPEN = Term("「{safe}」还开着，关柜后再日结。", "“{safe}” is open; close it before the day.")
COUNT_WAITS = Term("「{safe}」{day} 的清点还没有确认。", "The count of “{safe}” on {day} is not confirmed.")
ASKED_ALREADY = Term("{day} 已经提出日结，等 {who} 签认。", "{day} is put forward already and waits for {who}.")
SAY_WHY_TODAY = Term("今天还没有过完，提前日结请在说明里写明原因。", "Today is not over: say in the remark why it is closed now.")
SAY_WHY_UNCOUNTED = Term("「{safe}」{day} 没有清点，请先清点；无法清点的在说明里写明原因。", "“{safe}” was not counted on {day}: count it, or say why not.")
NO_WITNESS = Term("请选监点人：现任的保险柜掌管人，不能是您本人。", "Choose a witness: a present safe keeper, not yourself.")
NOBODY = Term("这个操作代码没有对应的员工，不能日结。", "This account belongs to no employee and cannot close a day.")
ONLY_THE_WITNESS = Term("由监点人（{who}）用本人账号签认。", "{who}, the witness, signs with an account of his own.")
ONLY_HIS_OWN = Term("由提出日结的人撤回。", "Who put it forward calls it off.")
STALE = Term(
    "提出之后又有账记在 {day} 或更早，摘要已变：请撤回后重新提出。",
    "Since it was put forward something was dated on {day} or before, so the digest is another: call it off and put it forward anew.",
)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the journal stood at the end of a day: the last entry dated on it or before, its digest, and what safes held at the counts."""

    entries: int
    digest: str
    counted: int


def head_of(session: Session, day: date) -> Head:
    """The anchor of ``day`` as the journal is now."""
    c, read = columns_of("custody_entry"), session.connection().execute
    last = read(select(c.id, c.hash).where(c.occurred_on <= day).order_by(c.id.desc()).limit(1)).first()
    counted = sum(found.counted for found in counts_of(session, day).values() if found is not None)
    return Head(last.id, last.hash, counted) if last else Head(0, NOTHING_YET, counted)


def counts_of(session: Session, day: date) -> dict[int, Any]:
    """Safe id → its last count on ``day`` that was not rejected; None where there is none."""
    count, account = columns_of("safe_count"), columns_of("archive_account")
    read = session.connection().execute
    safes = read(select(account.id).where(account.kind == AccountKind.SAFE, account.active).order_by(account.id)).scalars()
    found: dict[int, Any] = dict.fromkeys(safes)
    rows = read(
        select(count.id, count.safe_id, count.counted, count.expected, count.state, count.counter_id, count.witness_id)
        .where(count.counted_on == day, count.state != CountState.REJECTED)
        .order_by(count.id)
    )
    found.update({row.safe_id: row for row in rows})
    return found


def blockers(session: Session, day: date) -> Iterator[DomainError]:
    """What stands against closing ``day`` now, whoever asks."""
    close, c, opening = columns_of("day_close"), columns_of("custody_entry"), columns_of("safe_session")
    read = session.connection().execute
    if day > today(session):
        yield Refused(NOT_OVER, day=day.isoformat(), clause="K3.4")
    last = read(select(func.max(close.closed_on))).scalar()
    if last is not None and day <= last:
        done = read(select(close.id).where(close.closed_on == day)).first()
        yield Conflict(ALREADY, day=day.isoformat(), clause="K3.4") if done else Refused(BEFORE_LAST, day=day.isoformat(), last=last.isoformat(), clause="K3.4")
    # The first day that is ever closed closes all before it; from then on one day follows the other.
    open_day = read(select(func.min(c.occurred_on)).where(c.occurred_on > last, c.occurred_on < day)).scalar() if last is not None else None
    if open_day is not None:
        yield Refused(EARLIER, day=open_day.isoformat(), clause="K3.4")
    names = _names(session)
    for (safe,) in read(select(opening.safe_id).where(opening.state == "open").order_by(opening.safe_id)):
        yield Refused(SAFE_OPEN, safe=names[safe], clause="K3.20")
    for safe, found in counts_of(session, day).items():
        if found is not None and found.state != CountState.CONFIRMED:
            yield Refused(COUNT_WAITS, safe=names[safe], day=day.isoformat(), clause="K3.4")


def words_needed(session: Session, day: date) -> Iterator[Term]:
    """What the remark has to explain: a day closed before its end, a safe nobody counted."""
    if day == today(session):
        yield SAY_WHY_TODAY
    names = _names(session)
    for safe, found in counts_of(session, day).items():
        if found is None:
            yield SAY_WHY_UNCOUNTED.format(safe=names[safe], day=day.isoformat())


def ask(session: Session, day: date, witness: int | None, remark: str) -> DaySigning:
    """Put ``day`` forward for closing; raises Refused, Conflict or Invalid with what to do first."""
    require(session, DayClose.register, CLOSE)
    person: Person | None = authority_of(session).person
    if person is None or not person.person_id:
        raise Refused(NOBODY, clause="K3.4")
    lock(session.connection(), ())
    for refusal in blockers(session, day):
        raise refusal
    _not_asked(session, day)
    if witness not in dict(witnesses(session)):
        raise Invalid(NO_WITNESS, fields={"witness": NO_WITNESS}, clause="K3.4")
    if is_blank(remark):
        for sentence in words_needed(session, day):
            raise Invalid(sentence, fields={"remark": sentence}, clause="K3.4")
    head = head_of(session, day)
    with acting(session, on_behalf(session, f"提出日结：{day.isoformat()}")):
        signing = DaySigning(
            closed_on=day, counter_id=person.person_id, witness_id=witness, entries=head.entries, counted=head.counted, head=head.digest,
            remark=remark.strip()[:400] or None, state=SigningState.ASKED,
        )  # fmt: skip
        session.add(signing)
        session.flush()
    return signing


def witnesses(session: Session) -> list[tuple[int, str]]:
    """Id and name of the present safe keepers other than the actor."""
    role, staff, day = columns_of("safe_role"), columns_of("employee"), today(session)
    person = authority_of(session).person
    keepers = select(role.holder_id).where(role.from_on <= day, or_(role.until_on.is_(None), role.until_on >= day))
    own = person.person_id if person is not None else 0
    rows = session.connection().execute(select(staff.id, staff.name).where(staff.id.in_(keepers), staff.id != own).order_by(staff.id))
    return [(row.id, row.name) for row in rows]


def _not_asked(session: Session, day: date) -> None:
    signing, staff = columns_of("day_signing"), columns_of("employee")
    waits = select(staff.name).join_from(staff.id.table, signing.id.table, signing.witness_id == staff.id)
    who = session.connection().execute(waits.where(signing.closed_on == day, signing.state == SigningState.ASKED)).scalar()
    if who is not None:
        raise Conflict(ASKED_ALREADY, day=day.isoformat(), who=who, clause="K3.4")


def _names(session: Session) -> dict[int, str]:
    account = columns_of("archive_account")
    rows = session.connection().execute(select(account.id, account.name).where(account.kind == AccountKind.SAFE))
    return {row.id: row.name for row in rows}


# ---- the second signature ------------------------------------------------------------------------------------------------


def witness_signs(session: Session, signing: DaySigning) -> None:
    """Before a day is closed: the witness signs himself what still holds."""
    person = authority_of(session).person
    if person is not None and person.person_id != signing.witness_id:
        staff = columns_of("employee")
        who = session.connection().execute(select(staff.name).where(staff.id == signing.witness_id)).scalar()
        raise Refused(ONLY_THE_WITNESS, who=who, clause="K3.4")
    for refusal in blockers(session, signing.closed_on):
        raise refusal
    if head_of(session, signing.closed_on) != Head(signing.entries, signing.head, signing.counted):
        raise Refused(STALE, day=signing.closed_on.isoformat(), clause="K3.4")


def asker_calls_off(session: Session, signing: DaySigning) -> None:
    """Before it is called off."""
    person = authority_of(session).person
    if person is not None and person.person_id not in (signing.counter_id, signing.witness_id):
        raise Refused(ONLY_HIS_OWN, clause="K3.4")


def signing_moved(session: Session, signing: DaySigning, move: Move) -> None:
    """The second signature closes the day; what was signed is looked at once more with the journal held."""
    if move.name != "sign_day":
        return
    lock(session.connection(), ())
    if head_of(session, signing.closed_on) != Head(signing.entries, signing.head, signing.counted):
        raise Refused(STALE, day=signing.closed_on.isoformat(), clause="K3.4")
    with acting(session, on_behalf(session, f"日结：{signing.closed_on.isoformat()}")):
        session.add(
            DayClose(
                closed_on=signing.closed_on, entries=signing.entries, counted=signing.counted, head=signing.head,
                counter_id=signing.counter_id, witness_id=signing.witness_id, closed_at=session.info["clock"](),
            )
        )  # fmt: skip
        session.flush()


def open_days(session: Session) -> list[date]:
    """The days that have entries and are not closed, oldest first."""
    close, c = columns_of("day_close"), columns_of("custody_entry")
    last = session.connection().execute(select(func.max(close.closed_on))).scalar()
    days = select(c.occurred_on).distinct().order_by(c.occurred_on)
    return list(session.connection().execute(days.where(c.occurred_on > last) if last is not None else days).scalars())


def entries_of(session: Session, day: date) -> list[Any]:
    """Every entry dated on ``day``: number, unit, from, to, reason, document, who."""
    c, unit = columns_of("custody_entry"), columns_of("archive_unit")
    source, target = (columns_of("archive_account").id.table.alias(name) for name in ("source", "target"))
    actor = columns_of("employee").id.table.alias("actor")
    query = (
        select(
            c.id, c.reason, c.document, c.recorded_at, unit.id.label("unit"), unit.number, unit.part_no, source.c.name.label("source"),
            target.c.name.label("target"), actor.c.name.label("actor"),
        )
        .join_from(CustodyEntry.__table__, unit.id.table, unit.id == c.unit_id)
        .join(source, source.c.id == c.from_account_id)
        .join(target, target.c.id == c.to_account_id)
        .join(actor, actor.c.id == c.actor_id)
        .where(c.occurred_on == day)
        .order_by(c.id)
    )
    return list(session.connection().execute(query))


def openings_of(session: Session, day: date) -> list[Any]:
    """The openings of safes on ``day``: safe, the two, what for, from when until when, and why it took long."""
    s, account = columns_of("safe_session"), columns_of("archive_account")
    opener, second = (columns_of("employee").id.table.alias(name) for name in ("opener", "second"))
    start = datetime.combine(day, time(), OFFICE_ZONE)
    query = (
        select(
            s.id, account.name.label("safe"), opener.c.name.label("opener"), second.c.name.label("second"), s.purpose, s.opened_at, s.closed_at,
            s.late_because,
        )
        .join_from(s.id.table, account.id.table, account.id == s.safe_id)
        .join(opener, opener.c.id == s.opener_id)
        .join(second, second.c.id == s.second_id)
        .where(s.opened_at >= start, s.opened_at < start + timedelta(days=1))
        .order_by(s.id)
    )
    return list(session.connection().execute(query))


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("day_signing", "sign_day"): (witness_signs,),
    ("day_signing", "call_off"): (asker_calls_off,),
}
