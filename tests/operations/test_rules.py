"""A number of a regulation is a rule with a day from which it holds; what is in force is never rewritten."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Missing, Refused
from domain.rules import ComplaintRule
from models.fence import act, acting
from models.governance.audit_entry import AuditEntry
from operations.rules import rule, rules, set_rule
from permissions.actor import System
from tests.factories import everything, holding, person

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TERM = ComplaintRule.HANDLING_DAYS


@pytest.fixture
def office(session: Session) -> Session:
    act(session, System("test"), clock=lambda: NOW)
    return session


def _enter(session: Session, amount: int, valid_from: date, basis: str = "总经理办公会决议") -> None:
    set_rule(session, TERM, amount, valid_from, basis)


def test_without_a_value_the_regulation_counts(office: Session) -> None:
    """T3.1, T3.2."""
    assert (rule(office, TERM), rule(office, "extended_days")) == (3, 7)


def test_a_value_counts_from_its_day_on_and_not_before(office: Session) -> None:
    """R4.5: a case keeps the rule of the day on which it began."""
    _enter(office, 2, date(2026, 4, 1))
    assert [rule(office, TERM, date(2026, 3, 31)), rule(office, TERM, date(2026, 4, 1)), rule(office, TERM)] == [3, 2, 3]
    assert rules(office, date(2027, 1, 1))[TERM] == 2


@pytest.mark.parametrize("amount", [61, 1_000_000])
def test_a_value_beyond_all_reason_is_refused_with_the_clause(office: Session, amount: int) -> None:
    with pytest.raises(Invalid) as refused:
        _enter(office, amount, date(2026, 4, 1))
    assert refused.value.clause == "T3.1"
    assert "0 到 60" in refused.value.fields["amount"].zh
    _enter(office, 60, date(2026, 4, 1))
    assert rule(office, TERM, date(2026, 4, 1)) == 60


@pytest.mark.parametrize(("day", "basis", "field"), [(date(2026, 3, 1), "决议", "valid_from"), (date(2026, 3, 2), " ", "basis")])
def test_no_value_for_a_day_that_has_passed_and_none_without_its_basis(
    office: Session, day: date, basis: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        _enter(office, 2, day, basis)
    assert set(refused.value.fields) == {field}
    _enter(office, 2, date(2026, 3, 2))
    assert rule(office, TERM) == 2


def test_a_rule_has_one_value_from_a_day(office: Session) -> None:
    _enter(office, 2, date(2026, 4, 1))
    with pytest.raises(Invalid) as refused:
        _enter(office, 3, date(2026, 4, 1))
    assert "已有自" in refused.value.fields["valid_from"].zh
    assert rule(office, TERM, date(2026, 4, 1)) == 2


def test_an_unknown_rule_is_named(office: Session) -> None:
    with pytest.raises(Missing):
        set_rule(office, "no_such_rule", 1, date(2026, 4, 1), "决议")


def test_only_who_may_set_rules_does_and_his_name_is_in_the_log(office: Session) -> None:
    act(office, holding(who=person(1, 1)), clock=lambda: NOW)
    with pytest.raises(Refused):
        _enter(office, 2, date(2026, 4, 1))
    act(office, holding(everything(), who=person(1, 1)), clock=lambda: NOW)
    _enter(office, 2, date(2026, 4, 1))
    with acting(office, System("test")):
        entry = office.scalars(select(AuditEntry).where(AuditEntry.register_key == "rule_value")).one()
    assert (entry.actor, entry.reason) == ("人1 (p1)", "设定取值：投诉办理期限")
