"""Scenes for pay: trips that somebody else has verified, a month as the clock begins it, and what its sheets say."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import DomainError
from models.fence import act, acting
from models.incentives.pay_line import PayLine
from models.incentives.pay_month import PayMonth
from models.incentives.pay_step import PayStep
from models.register import registers
from operations.incentives import months
from operations.moves import perform
from operations.records import create
from permissions.actor import Authority, System
from tests.factories import everything, holding, person
from tests.operations.complaint_scenes import Office

NOW = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)  # a Tuesday
D = Decimal


@cache
def authority(department: int, who: int, posts: tuple[str, ...] = ()) -> Authority:
    """Somebody with every right; put together once, as that takes longer than a step."""
    held = frozenset((post, department) for post in posts)
    return holding(everything(), who=person(who, department, posts=held))


def as_(session: Session, office: Office, who: int, *posts: str) -> None:
    act(session, authority(office.department, who, posts), clock=lambda: NOW)


def new(session: Session, office: Office, who: int, register: str, **values: Any) -> Any:
    as_(session, office, who)
    return create(session, registers[register], values)


def refused(session: Session, record: Any, name: str, clause: str, **values: Any) -> DomainError:
    with pytest.raises(DomainError) as found:
        perform(session, record, name, values)
    assert found.value.clause == clause, found.value.sentence
    return found.value


def a_trip(session: Session, office: Office, who: int, coefficient: str, **more: Any) -> Any:
    values = {
        "person": who,
        "project": "变电站调试",
        "kind": "commissioning",
        "coefficient": D(coefficient),
        "finished_on": date(2026, 9, 10),
        "signature": "signed",
    }
    trip = new(session, office, who, "service_trip", **{**values, **more})
    as_(session, office, office.leader)
    perform(session, trip, "verify_trip", {})
    return trip


def begun(session: Session, month: date) -> PayMonth:
    """The month as the clock begins it."""
    with acting(session, System("test")):
        session.info["clock"] = lambda: datetime(month.year, month.month + 1, 2, 2, tzinfo=UTC)
        assert months.begin_pay_months(session) == 1
        assert months.begin_pay_months(session) == 0
        session.info["clock"] = lambda: NOW
        return session.scalars(select(PayMonth).where(PayMonth.month_on == month)).one()


def figures(session: Session, month: PayMonth, who: int) -> dict[str, Decimal]:
    act(session, System("test"), clock=lambda: NOW)
    line = session.scalars(select(PayLine).where(PayLine.pay_month_id == month.id, PayLine.person_id == who)).one()
    steps = session.scalars(select(PayStep).where(PayStep.pay_line_id == line.id)).all()
    assert line.gross == sum(step.result for step in steps)
    return {str(step.figure): step.result for step in steps}


def points_steps(session: Session, month: PayMonth, who: int) -> list[PayStep]:
    """What the sheet of one person says of points, in its order."""
    act(session, System("test"), clock=lambda: NOW)
    of_him = select(PayLine.id).where(PayLine.pay_month_id == month.id, PayLine.person_id == who)
    return list(session.scalars(select(PayStep).where(PayStep.pay_line_id.in_(of_him), PayStep.figure == "points").order_by(PayStep.id)))


def collected(session: Session, office: Office, month: PayMonth, *, later: int = 0) -> None:
    act(session, authority(office.department, office.officer), clock=lambda: NOW + timedelta(days=later))
    perform(session, month, "collect", {})


def signed(session: Session, office: Office, month: PayMonth, *, close: bool = True) -> None:
    """Taxes are entered, finance has verified; then personnel, and the month is closed."""
    as_(session, office, office.other)
    for line in session.scalars(select(PayLine).where(PayLine.pay_month_id == month.id)).all():
        perform(session, line, "enter_tax", {"tax": D(0)})
    perform(session, month, "verify_finance", {})
    if close:
        as_(session, office, office.leader)
        perform(session, month, "verify_personnel", {})
        perform(session, month, "close_month", {})


def step_by(session: Session, office: Office, who: int, line: Any, name: str, *, later: int = 0, **values: Any) -> None:
    act(session, authority(office.department, who), clock=lambda: NOW + timedelta(days=later))
    perform(session, line, name, values)
