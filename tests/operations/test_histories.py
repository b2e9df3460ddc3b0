"""The history of a record, as far as its reader may see it today."""

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from domain.access import Channel, Clearance, Level, Scope
from models.customers.customer import Customer
from models.fence import act
from operations.histories import SHOWN, history, labels_of
from operations.records import update
from permissions.grants import Rights
from tests.factories import make
from tests.models.scenes import Town, a_town, may


@pytest.fixture
def town(session: Session) -> Town:
    found = a_town(session)
    record = session.get_one(Customer, found.of_wang)
    changes = {"contact_phone": "13900001111", "credit_record": "坏", "annual_amount": Decimal("5.00"), "manager": found.li, "team": [found.wang]}
    update(session, record, changes)
    update(session, record, {"manager": found.wang})
    return found


def past(session: Session, town: Town, *roles: Rights) -> dict[str, tuple[object, object]]:
    """Field → (old, new) of the second entry from the top, as 王 sees it."""
    act(session, town.wang_with(*roles))
    entries = history(session, session.get_one(Customer, town.of_wang))
    return {change.field.key: (change.old, change.new) for change in entries[1].altered} if entries else {}


def test_a_reader_with_all_rights_sees_old_and_new(session: Session, town: Town) -> None:
    assert past(session, town, may(Scope.ALL)) == {
        "contact_phone": (None, "13900001111"), "credit_record": (None, "坏"), "annual_amount": (None, "5.00"),
        "manager": (town.wang, town.li), "team": ([], [town.wang]),
    }  # fmt: skip


def test_a_hidden_field_is_absent_and_a_masked_one_masked(session: Session, town: Town) -> None:
    masked = {("customer", "contact_phone", None): Level.MASKED}
    seen = past(session, town, may(Scope.ALL, reads=Clearance.INTERNAL, writes=None, fields=masked))
    assert seen["contact_phone"] == ("", "139****1111")
    assert "credit_record" not in seen
    assert seen["annual_amount"] == (None, "5.00")


def test_the_rights_of_today_decide_and_not_those_of_then(session: Session, town: Town) -> None:
    hidden_now = {("customer", "credit_record", Channel.DETAILS): Level.HIDDEN}
    assert "credit_record" in past(session, town, may(Scope.ALL))
    assert "credit_record" not in past(session, town, may(Scope.ALL, fields=hidden_now)), "history never shows more than the details"


def test_without_the_right_to_the_history_there_is_none(session: Session, town: Town) -> None:
    assert past(session, town, may(Scope.ALL, "view")) == {}
    assert past(session, town, may(Scope.ALL, "view"), may(Scope.ASSIGNED, "history", registers=("registration",), name="b")) == {}


def test_the_history_of_a_row_in_a_wider_scope_is_closed(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL, "view"), may(Scope.OWN, "history", name="b")))
    assert history(session, session.get_one(Customer, town.of_wang)) != ()
    assert history(session, session.get_one(Customer, town.of_north)) == ()


def test_the_newest_entries_come_first_and_not_more_than_a_hundred(session: Session, town: Town) -> None:
    record = session.get_one(Customer, town.of_north)
    for place in range(SHOWN + 3):
        update(session, record, {"short_name": f"第{place}"})
    act(session, town.wang_with(may(Scope.ALL)))
    entries = history(session, session.get_one(Customer, town.of_north))
    assert len(entries) == SHOWN
    assert entries[0].altered[0].new == f"第{SHOWN + 2}"


def test_references_in_a_history_are_named_as_far_as_they_may_be_seen(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL, registers=("customer",)), may(Scope.OWN, "view", registers=("employee",), name="b")))
    entries = history(session, session.get_one(Customer, town.of_wang))
    altered = tuple(change for entry in entries for change in entry.altered)
    assert labels_of(session, altered).get(("employee", town.wang)) == "王小芳"
    assert ("employee", town.li) not in labels_of(session, altered)


def test_another_registers_entries_are_not_mixed_in(session: Session, town: Town) -> None:
    contact = make(session, "contact", customer=town.of_wang)
    act(session, town.wang_with(may(Scope.ALL)))
    assert [entry.action for entry in history(session, session.get_one(type(contact), contact.id))] == ["create"]
