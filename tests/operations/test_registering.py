"""Every new account begins its registration; its clock is neither moved nor lost (K7.6)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Scope
from domain.errors import Refused
from models.bulk import insert_rows
from models.customers.registration import Filing, Registration
from models.fence import act
from models.governance.audit_entry import AuditEntry
from models.organisation.appointment import Post
from models.register import registers
from operations.base_separations import ensure_base_separations
from operations.customers.registering import LATER, NOT_ALONE, OTHER_CUSTOMER, THERE_ALREADY, TO_COME, open_missing
from operations.moves import perform
from operations.periodic_tasks import TASKS
from operations.records import create, delete
from operations.upkeep import ENTERED
from permissions.actor import Person, System
from tests.factories import holding, make
from tests.models.scenes import may
from tests.operations.customer_scenes import DAY, NOW, TODAY, Street
from tests.operations.customer_scenes import street as street

ACCOUNT = {"name": "新客户公司", "customer_class": "general", "customer_type": "personal"}


def of(session: Session, customer: int) -> list[Registration]:
    return list(session.scalars(select(Registration).where(Registration.customer_id == customer).order_by(Registration.id)))


def entered(street: Street, **more: Any) -> Registration:
    """A new account of Wang's, and what was begun with it."""
    with street.by(street.town.wang):
        customer = create(street.session, registers["customer"], {**ACCOUNT, "department": street.town.north, "manager": street.town.wang, **more}).id
    (one,) = of(street.session, customer)
    return one


def test_a_new_account_begins_its_registration_with_clock_and_urging(street: Street) -> None:
    """K7.6: five working days from the first contact, over the Mid-Autumn Festival; who is late is urged, and it is counted (K7.18)."""
    one = entered(street, opened_on=TODAY - DAY)
    assert (one.state, one.contacted_on, one.applicant_id) == (Filing.OPEN, TODAY - DAY, street.town.wang)
    assert one.due_on == street.session.get_one(Registration, one.id).due_on > TODAY
    made = select(AuditEntry.actor_id).where(AuditEntry.register_key == "registration", AuditEntry.record_id == one.id)
    assert street.session.scalars(made).one() == street.town.wang, "in his own name, so he does not file it himself"
    assert street.refused(one, "urge", urging="请补齐").clause == "K7.18"
    with street.by(street.town.li, on=NOW + 30 * DAY):
        perform(street.session, one, "urge", {"urging": "请补齐"})
    assert one.urged_times == 1
    assert entered(street, name="明日公司", opened_on=TODAY + 9 * DAY).contacted_on == TODAY, "a day to come is no first contact"


@pytest.mark.parametrize("scope", [None, Scope.OWN])
def test_it_is_begun_whatever_who_enters_the_account_may_do_with_registrations(street: Street, scope: Scope | None) -> None:
    """K7.6: without the right to registrations, or with one that reaches less far."""
    session, town = street.session, street.town
    roles = [may(Scope.ALL, "view", "create", registers=("customer", "department", "employee"))]
    roles += [may(scope, "view", "create", registers=("registration",), name="files")] if scope else []
    act(session, holding(*roles, who=Person(9, town.wang, "w", "王", town.north, "", frozenset({town.north}))), clock=lambda: NOW)
    customer = create(session, registers["customer"], {**ACCOUNT, "department": town.south, "manager": town.li}).id
    act(session, System("test"), clock=lambda: NOW)
    assert [one.applicant_id for one in of(session, customer)] == [town.li]


def test_the_clock_is_not_moved_and_the_registration_not_lost(street: Street) -> None:
    """K7.6: an earlier day is put right, a later one refused, as are another customer, a second one and deleting it."""
    session, one = street.session, entered(street)
    assert street.unchanged(one, contacted_on=TODAY + DAY).fields == {"contacted_on": LATER}
    session.refresh(one)
    due = one.due_on
    street.change(one, contacted_on=TODAY - 10 * DAY)
    assert one.due_on < due
    assert street.unchanged(one, customer=street.town.of_wang).fields == {"customer": OTHER_CUSTOMER}
    session.refresh(one)
    given = {"applicant": street.town.wang, "contacted_on": TODAY}
    assert street.not_entered("registration", customer=one.customer_id, **given).fields == {"customer": THERE_ALREADY}
    assert street.not_entered("registration", customer=street.town.of_south, **{**given, "contacted_on": TODAY + DAY}).fields == {"contacted_on": TO_COME}
    assert street.enter("registration", customer=street.town.of_south, **given).id
    with street.by(street.town.wang), pytest.raises(Refused) as found:
        delete(session, one)
    assert (found.value.sentence, found.value.clause) == (NOT_ALONE, "K7.6")


def test_an_account_opened_by_mistake_goes_with_its_registration_but_not_with_a_filed_one(street: Street) -> None:
    """K7.6."""
    session, one = street.session, entered(street)
    customer = session.get_one(registers["customer"].model, one.customer_id)
    with street.by(street.town.wang):
        delete(session, customer)
    assert of(session, one.customer_id) == []
    filed = entered(street, name="已备案公司")
    street.step(filed, "file", street.town.li)
    with street.by(street.town.wang), pytest.raises(Exception, match="point"), session.begin_nested():
        delete(session, session.get_one(registers["customer"].model, filed.customer_id))


def test_an_account_without_one_is_found_at_night(street: Street) -> None:
    """K7.6: in the name of who looks after it or of the head of its department, who then does not file it; once, and daily."""
    session, town = street.session, street.town
    ensure_base_separations(session)
    there = len(session.scalars(select(Registration)).all())
    old = make(session, "customer", customer_class="general", department=town.north, manager=town.wang, opened_on=TODAY - 400 * DAY)
    begun = open_missing(session)
    assert begun >= 1
    assert open_missing(session) == 0
    assert len(session.scalars(select(Registration)).all()) == there + begun
    (one,) = of(session, old.id)
    assert (one.contacted_on, one.applicant_id, one.due_on < TODAY) == (TODAY - 400 * DAY, town.wang, True)
    assert street.refused(one, "file").clause == "K7.6", "he for whom it was begun"
    street.step(one, "file", town.li)
    headless = make(session, "customer", customer_class="general", department=town.south, manager=None)
    assert open_missing(session) == 0
    make(session, "appointment", holder=town.li, department=town.south, post=Post.DEPARTMENT_MANAGER, from_on=TODAY - DAY)
    make(session, "account", holder=town.li, active=True)
    assert open_missing(session) == 1
    assert [one.applicant_id for one in of(session, headless.id)] == [town.li]
    assert "registrations" in {rule.code for task in TASKS if task.code == "customers" for rule in task.rules}


def test_the_lines_of_a_file_begin_theirs_too(street: Street) -> None:
    """K7.6: insert of many accounts at once, as an import does."""
    session, town = street.session, street.town
    with street.by(town.wang):
        rows = [{"name": f"批量{number}公司", "customer_class": "general", "customer_type": "enterprise", "department_id": town.north} for number in range(3)]
        ids = insert_rows(session, registers["customer"].model, rows)
        ENTERED["customer"](session, ids)
    assert [len(of(session, key)) for key in ids] == [1, 1, 1]
