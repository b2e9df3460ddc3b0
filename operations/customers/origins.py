"""Where personal data come from; what was withdrawn is not entered again without a new origin (A3.3)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.terms import Term
from models.base import Record, columns_of
from models.customers.datum_origin import PLACES, Datum, DatumOrigin, Standing
from models.fence import authority_of
from operations.customers.changing import customer_changed
from operations.customers.classes import customer_entered
from operations.customers.handing import manager_kept

NOT_HIS = Term("所选联系人不属于这个客户，请重新选择。", "The contact chosen is not of this customer; choose again.")
NOT_AGAIN = Term(
    "「{label}」的收集同意已于 {day} 撤回，不能再填写。请先在「个人信息来源」登记新的来源和依据（A3.3）。",
    "The consent to keep “{label}” was withdrawn on {day}. First enter a new origin among the origins of personal data (A3.3).",
)
ERASED = "（已撤回）"
"""What stands where a field cannot be empty."""


def origin_entered(session: Session, origin: DatumOrigin) -> set[str]:
    """The contact belongs to the customer; whoever enters it is kept. Raises Invalid."""
    if PLACES[Datum(origin.datum)][0] == "contact" and origin.contact_id is not None:
        contact = columns_of("contact")
        if session.connection().execute(select(contact.customer_id).where(contact.id == origin.contact_id)).scalar() != origin.customer_id:
            raise Invalid(NOT_HIS, fields={"contact": NOT_HIS}, clause="A3.3")
    person = authority_of(session).person
    if origin.collected_by_id is None and person is not None:
        origin.collected_by_id = person.person_id
        return {"collected_by"}
    return set()


def _not_withdrawn(session: Session, record: Record) -> None:
    """Raise Invalid where a datum is entered whose last origin was withdrawn; what a new record holds is of another collection."""
    if record.id is None:
        return
    places = {datum: key for datum, (place, key) in PLACES.items() if place == record.register.key}
    given = {datum: key for datum, key in places.items() if getattr(record, key) not in (None, "", ERASED) and get_history(record, key).has_changes()}
    if not given:
        return
    origin = columns_of("datum_origin")
    named = origin.customer_id if record.register.key == "customer" else origin.contact_id
    found = select(origin.datum, origin.state, origin.withdrawn_on).where(named == record.id, origin.datum.in_(list(given))).order_by(origin.id)
    last = {Datum(datum): (state, day) for datum, state, day in session.connection().execute(found)}
    refused = {
        given[datum]: NOT_AGAIN.format(label=record.register.fields[given[datum]].label, day=day.isoformat())
        for datum, (state, day) in last.items() if state == Standing.WITHDRAWN
    }  # fmt: skip
    if refused:
        raise Invalid(next(iter(refused.values())), fields=refused, clause="A3.3")


def account_entered(session: Session, record: Any) -> set[str]:
    """At every save of a customer: no datum without consent, what its class asks for, who has verified it. Raises Invalid."""
    _not_withdrawn(session, record)
    manager_kept(session, record)
    customer_changed(session, record)
    return customer_entered(session, record) | _verified(session, record)


def _verified(session: Session, record: Any) -> set[str]:
    """A3.2: whoever says that the data were verified is kept beside the day."""
    person = authority_of(session).person
    if person is None or not get_history(record, "verified_on").has_changes():
        return set()
    record.verified_by_id = person.person_id if record.verified_on is not None else None
    return {"verified_by"}


def contact_entered(session: Session, record: Any) -> set[str]:
    """At every save of a contact: no datum without consent. Raises Invalid."""
    _not_withdrawn(session, record)
    return set()
