"""Who waits for a unit: first come, first served; the next one is told when it is back on its shelf (I23)."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.custody import AccountKind
from domain.errors import Invalid, Refused
from domain.rules import ArchiveRule
from domain.terms import Term
from domain.workflow import Move
from models.base import columns_of
from models.fence import acting, authority_of
from models.lending.loan_line import LoanState
from models.lending.reservation import LoanReservation, WaitState
from operations.archives.ledger import places
from operations.behalf import on_behalf
from operations.lending.subjects import borrower_apart
from operations.notices import notify
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_calendar

IN_PLACE = Term("该档案在库，不用预约，请直接填出借单。", "It is in its place: fill a slip, nothing to wait for.")
HAS_IT = Term("该档案就在预约人手中。", "Whoever waits holds it himself.")
WAITS_ALREADY = Term("已经预约过这件档案，请等候通知。", "He waits for it already.")
ENTERED_STAYS = Term("预约后不能改档案和预约人，请取消后重新预约。", "Unit and person stay; withdraw and reserve anew.")
RESERVED = Term(
    "{unit} 已由 {who} 先预约，保留给预约人；请预约排队，或等其取消、过期。", "{unit} is kept for {who}, who waited first; wait in line, or until he withdraws."
)
IS_BACK = Term("您预约的档案 {unit} 已归还，为您保留到 {day}，请填出借单来借。", "{unit}, which you waited for, is back and kept for you until {day}.")
STILL_KEPT = Term("还在保留期内（至 {day}）。", "It is kept until {day}.")
OPEN = (WaitState.WAITING, WaitState.OFFERED)


def reserved(session: Session, one: LoanReservation) -> set[str]:
    """At every save of the form: one waits for what another has, once; raises Invalid."""
    if authority_of(session).is_system:
        return set()
    if one.id is not None:
        if not any(get_history(one, key).has_changes() for key in ("unit_id", "person_id")):
            return set()
        raise Invalid(ENTERED_STAYS, fields={"unit": ENTERED_STAYS}, clause="K3.24")
    one.asked_at = session.info["clock"]()
    if one.unit_id is not None and one.person_id is not None:
        _check(session, one.unit_id, one.person_id)
    return {"asked_at"}


def _check(session: Session, unit: int, person: int) -> None:
    borrower_apart(session, person, [unit])
    line = columns_of("loan_line")
    held = select(line.borrower_id).where(line.unit_id == unit, line.state.in_((LoanState.OUT, LoanState.HANDED_BACK, LoanState.LOST)))
    holder = session.connection().execute(held).scalar()
    at = places(session.connection(), [unit]).get(unit)
    if person in (found[1] for found in _line_up(session, [unit])):
        _invalid(WAITS_ALREADY)
    if holder == person:
        _invalid(HAS_IT)
    if at is not None and at.kind in (AccountKind.SHELF, AccountKind.SAFE) and not _line_up(session, [unit]):
        _invalid(IN_PLACE)


def _invalid(sentence: Term) -> None:
    raise Invalid(sentence, fields={"unit": sentence}, clause="K3.24")


def _line_up(session: Session, units: Iterable[int]) -> list[tuple[int, int, int, WaitState]]:
    """(id, person, unit, state) of all who wait for ``units``, the first to come first; below the fence, as the order is nobody's choice."""
    one = columns_of("loan_reservation")
    found = select(one.id, one.person_id, one.unit_id, one.state).where(one.unit_id.in_(list(units)), one.state.in_(OPEN)).order_by(one.id)
    return [(row.id, row.person_id, row.unit_id, WaitState(row.state)) for row in session.connection().execute(found)]


def waiting(session: Session, unit: int, besides: int) -> int:
    """How many others wait for ``unit``."""
    return sum(person != besides for _, person, _, _ in _line_up(session, [unit]))


def not_kept_for_another(session: Session, borrower: int, units: Sequence[int]) -> None:
    """First come, first served: what somebody waited for first is lent to nobody else; raises Refused."""
    first: dict[int, int] = {}
    for _, person, unit, _ in _line_up(session, units):
        first.setdefault(unit, person)
    taken = next((unit for unit, person in first.items() if person != borrower), None)
    if taken is not None:
        unit, staff = columns_of("archive_unit"), columns_of("employee")
        number = session.connection().execute(select(unit.number).where(unit.id == taken)).scalar_one()
        who = session.connection().execute(select(staff.name).where(staff.id == first[taken])).scalar_one()
        raise Refused(RESERVED, unit=number, who=who, clause="K3.24")


def served(session: Session, borrower: int, units: Sequence[int]) -> None:
    """Whoever borrows what he waited for waits no more."""
    from operations.moves import perform  # the moves know what follows from them, this among it

    for key, person, _, _ in _line_up(session, units):
        if person == borrower:
            with acting(session, on_behalf(session, "预约的档案已借出")):
                perform(session, session.get_one(LoanReservation, key), "serve", {})


def tell_next(session: Session, unit: int) -> None:
    """Keep a unit that came back for the first who waits, and tell him so."""
    from operations.moves import perform  # the moves know what follows from them, this among it

    first = next(iter(_line_up(session, [unit])), None)
    if first is None or first[3] is not WaitState.WAITING:
        return
    until = working_calendar(session).add_working_days(today(session), rule(session, ArchiveRule.RESERVED_DAYS))
    with acting(session, on_behalf(session, "预约的档案已归还")):
        one = session.get_one(LoanReservation, first[0])
        perform(session, one, "offer", {"offered_until_on": until})
        number = session.connection().execute(select(columns_of("archive_unit").number).where(columns_of("archive_unit").id == unit)).scalar_one()
        notify(session, one.person_id, "loan.back", one, IS_BACK.format(unit=number, day=until.isoformat()), once="1")


def reservation_moved(session: Session, one: LoanReservation, move: Move) -> None:
    """Whoever gives up his place lets the next one have it, if the unit is there."""
    if move.name not in ("lapse", "withdraw"):
        return
    at = places(session.connection(), [one.unit_id]).get(one.unit_id)
    if at is not None and at.kind in (AccountKind.SHELF, AccountKind.SAFE):
        session.flush()
        tell_next(session, one.unit_id)


def lapse_unused(session: Session) -> int:
    """What was kept for somebody who did not come is offered to the next; returns how many."""
    from operations.moves import perform  # the moves know what follows from them, this among it

    old = select(LoanReservation).where(LoanReservation.state == WaitState.OFFERED, LoanReservation.offered_until_on < today(session))
    found = list(session.scalars(old.order_by(LoanReservation.id)))
    for one in found:
        perform(session, one, "lapse", {})
    return len(found)


def kept_long_enough(session: Session, one: LoanReservation) -> None:
    """It lapses by time only."""
    if one.offered_until_on is not None and one.offered_until_on >= today(session):
        raise Refused(STILL_KEPT, day=one.offered_until_on.isoformat(), clause="K3.25")


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {("loan_reservation", "lapse"): (kept_long_enough,)}

