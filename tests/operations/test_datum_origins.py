"""Where each personal datum comes from, and what a withdrawn consent does."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from domain.access import Clearance, Scope
from domain.errors import Invalid, Refused
from domain.kinds import Kind
from models.customers.datum_origin import PLACES
from models.fence import act, acting
from models.register import registers
from operations.moves import perform
from operations.records import create, update
from tests.factories import make
from tests.models.scenes import Town, a_town, may

SAID = {"withdrawal": "本人来电要求不再保存。"}


@pytest.fixture
def town(session: Session) -> Town:
    """王 acts, with all rights on all rows."""
    made = a_town(session)
    act(session, made.wang_with(may(Scope.ALL)))
    return made


def an_origin(session: Session, customer: int, datum: str, **more: Any) -> Any:
    given = {"customer": customer, "datum": datum, "source": "展会登记表", "basis": "consent", "collected_on": date(2026, 1, 5), **more}
    return create(session, registers["datum_origin"], given)


def test_every_personal_datum_of_customers_and_contacts_can_have_an_origin() -> None:
    """A3.3: what is classified as personal, what is a telephone, e-mail or identity number, and the names of people."""
    personal = {
        (key, spec.key)
        for key in ("customer", "contact")
        for spec in registers[key].fields.values()
        if spec.kind is not Kind.YES_NO
        and (spec.clearance is Clearance.PERSONAL or spec.kind in (Kind.PHONE, Kind.EMAIL, Kind.ID_CARD) or spec.surname)
    }
    assert set(PLACES.values()) == personal


def test_an_origin_keeps_source_basis_day_and_who_entered_it(session: Session, town: Town) -> None:
    """A3.3: source and lawful basis per personal datum."""
    origin = an_origin(session, town.of_wang, "contact_phone")
    assert (origin.source, origin.basis, origin.collected_on, origin.collected_by_id) == ("展会登记表", "consent", date(2026, 1, 5), town.wang)
    for lacking in ("source", "basis", "collected_on"):
        with pytest.raises(Invalid) as refused:
            an_origin(session, town.of_wang, "contact_phone", **{lacking: None})
        assert lacking in refused.value.fields


def test_what_is_of_a_contact_names_a_contact_of_the_customer(session: Session, town: Town) -> None:
    """A3.3."""
    one, other = (make(session, "contact", customer=key).id for key in (town.of_wang, town.of_south))
    with pytest.raises(Invalid) as refused:
        an_origin(session, town.of_wang, "person_phone")
    assert "contact" in refused.value.fields
    with pytest.raises(Invalid, match="not of this customer"):
        an_origin(session, town.of_wang, "person_phone", contact=other)
    assert an_origin(session, town.of_wang, "person_phone", contact=one).contact_id == one


def test_a_withdrawn_consent_empties_the_field_and_only_a_new_origin_lets_it_be_filled_again(session: Session, town: Town) -> None:
    """A3.3: the datum is gone at once; the other data stay."""
    customer = make(session, "customer", department=town.north, contact_phone="13800138000", contact_name="方圆")
    origin = an_origin(session, customer.id, "contact_phone")
    with pytest.raises(Invalid):
        perform(session, origin, "withdraw_consent", {})
    perform(session, origin, "withdraw_consent", SAID)
    assert (customer.contact_phone, customer.contact_name) == (None, "方圆")
    assert origin.withdrawn_on is not None
    assert origin.withdrawn_by_id == town.wang
    with pytest.raises(Invalid) as refused:
        update(session, customer, {"contact_phone": "13800138001"})
    assert "A3.3" in refused.value.fields["contact_phone"].zh
    session.refresh(customer)
    update(session, customer, {"contact_name": "方正"})
    an_origin(session, customer.id, "contact_phone", basis="contract", source="合同")
    update(session, customer, {"contact_phone": "13800138001"})


@pytest.mark.parametrize(
    ("datum", "key", "left"),
    [("person_name", "name", "（已撤回）"), ("person_id_card", "id_card", None), ("person_birthday", "birthday_on", None)],
)
def test_what_a_contact_told_is_emptied_too(session: Session, town: Town, datum: str, key: str, left: str | None) -> None:
    """A3.3: a name that cannot be empty says that it was withdrawn."""
    contact = make(session, "contact", customer=town.of_wang, full=True)
    before = getattr(contact, key)
    perform(session, an_origin(session, town.of_wang, datum, contact=contact.id), "withdraw_consent", SAID)
    assert getattr(contact, key) == left
    with pytest.raises(Invalid) as refused:
        update(session, contact, {key: before})
    assert key in refused.value.fields


def test_only_consent_can_be_withdrawn_and_what_was_withdrawn_stays_as_it_was(session: Session, town: Town) -> None:
    """A3.3: data kept for a contract or by duty are not; a settled line is not rewritten."""
    with pytest.raises(Refused, match="none to withdraw"):
        perform(session, an_origin(session, town.of_wang, "address", basis="contract"), "withdraw_consent", SAID)
    origin = an_origin(session, town.of_wang, "address")
    perform(session, origin, "withdraw_consent", SAID)
    with pytest.raises(Invalid):
        update(session, origin, {"source": "别处"})


def test_whoever_notes_a_withdrawal_need_not_write_the_field_but_reach_the_customer(session: Session, town: Town) -> None:
    """A3.3: the step is the right; the rows are those of his customers."""
    customer = make(session, "customer", department=town.north, manager=town.wang, contact_email="a@example.com")
    origin, others = (an_origin(session, key, "contact_email") for key in (customer.id, town.of_south))
    few = may(Scope.OWN, "view", "withdraw_consent", registers=("datum_origin",))
    with acting(session, town.wang_with(few)):
        perform(session, origin, "withdraw_consent", SAID)
        with pytest.raises(Refused):
            perform(session, others, "withdraw_consent", SAID)
    session.refresh(customer)
    assert customer.contact_email is None
