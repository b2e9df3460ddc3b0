"""The tax of everybody on the pay of a month, entered on one sheet by the step of each line (K2.21)."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from models.fence import act
from models.incentives.pay_line import PayLine
from models.incentives.pay_month import PayMonth
from operations.incentives import months, taxes
from operations.moves import perform
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import Office, an_office
from tests.operations.pay_scenes import NOW, D, as_, begun, collected


@pytest.fixture
def office(session: Session) -> Office:
    act(session, System("test"), clock=lambda: NOW)
    return an_office(session)


@pytest.fixture
def month(session: Session, office: Office) -> PayMonth:
    """Three people with a wage, collected."""
    act(session, System("test"), clock=lambda: NOW)
    for who in (office.handler, office.other, office.accused):
        make(session, "wage", person=who, group="engineer", base_wage=D(8000), from_on=date(2026, 1, 1))
    september: PayMonth = begun(session, date(2026, 9, 1))
    collected(session, office, september)
    as_(session, office, office.other)
    return september


def kept(session: Session) -> list[object]:
    return list(session.scalars(select(PayLine.tax).order_by(PayLine.id)))


def test_a_column_is_entered_at_once_and_an_empty_cell_stays_empty(session: Session, month: PayMonth) -> None:
    """K2.21: the net follows; what is the same is not entered again; finance waits for the last one."""
    first, second, third = (line.id for line in taxes.tax_lines(session, month))
    assert taxes.enter_taxes(session, month, {first: "90", second: " 1,034.50 ", third: ""}) == 2
    assert kept(session) == [D(90), D("1034.50"), None]
    assert [line.net for line in taxes.tax_lines(session, month)] == [D(7910), D("6965.50"), D(8000)]
    with pytest.raises(Refused) as found:
        perform(session, month, "verify_finance", {})
    assert found.value.sentence == months.TAX_MISSING.format(count=1)
    assert taxes.enter_taxes(session, month, {first: "90.00", second: "1034.5", third: "0"}) == 1
    perform(session, month, "verify_finance", {})


@pytest.mark.parametrize("text", ["九十", "-1", "1.234", "1..5", "NaN"])
def test_a_cell_that_is_no_tax_is_refused_where_it_stands(session: Session, month: PayMonth, text: str) -> None:
    """K2.21: all cells are told at once."""
    first, second, third = (line.id for line in taxes.tax_lines(session, month))
    with pytest.raises(Invalid) as found:
        taxes.enter_taxes(session, month, {first: text, second: "5", third: text})
    assert found.value.fields.keys() == {str(first), str(third)}


def test_what_was_entered_is_not_emptied_and_not_changed_after_finance(session: Session, office: Office, month: PayMonth) -> None:
    """K2.21."""
    first, *others = (line.id for line in taxes.tax_lines(session, month))
    assert taxes.may_enter(session, month)
    taxes.enter_taxes(session, month, {first: "90", **dict.fromkeys(others, "0")})
    with pytest.raises(Invalid) as found:
        taxes.enter_taxes(session, month, {first: ""})
    assert found.value.fields == {str(first): taxes.STAYS}
    perform(session, month, "verify_finance", {})
    assert not taxes.may_enter(session, month)
    with pytest.raises(Refused) as late:
        taxes.enter_taxes(session, month, {first: "91"})
    assert late.value.sentence == months.TAX_LATER
