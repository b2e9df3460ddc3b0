"""Every change of a registered customer begins its filing with 市场推广部 by itself, and its clock runs from that day (K7.7)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.terms import Term
from models.base import columns_of
from models.customers.customer import Customer
from models.customers.registration import Filing, RegistrationChange
from models.fence import acting, authority_of
from operations.declared_terms import terms_computed
from operations.office_clock import today
from permissions.actor import System

OF_THE_FORM = ("name", "customer_class", "company_kind", "governing_body", "contact_name", "contact_phone", "division", "address")
"""What the form of a registration says of a customer (K7.3)."""
CHANGED = "客户档案修改："
TO_COME = Term("变更日期不能晚于今天。", "A change cannot lie in the future.")
LATER = Term(
    "变更日期已开始计算备案期限，只能改早，不能改晚。", "The term of the filing runs from the day of the change: it can be set to an earlier day only."
)


def customer_changed(session: Session, customer: Customer) -> None:
    """At every save of a customer by a person: remember which fields of the form he has changed."""
    person = authority_of(session).person
    if customer.id is None or person is None:
        return
    fields = Customer.register.fields
    changed = [fields[key].label.zh for key in OF_THE_FORM if get_history(customer, fields[key].column).has_changes()]
    if changed:
        session.info.setdefault("form_changed", {})[customer.id] = (person.person_id, changed)


def settle(session: Session) -> None:
    """Begin the filings of the changes that were stored; the fields are named and never what they say, which has its own fence."""
    changed: dict[int, tuple[int, list[str]]] = session.info.pop("form_changed", {})
    if not changed:
        return
    filing = columns_of("registration")
    registered = select(filing.customer_id).where(filing.customer_id.in_(changed), filing.state == Filing.FILED).distinct()
    for key in session.connection().execute(registered).scalars().all():
        applicant, labels = changed[key]
        _file(session, key, applicant, labels)


def _file(session: Session, customer: int, applicant: int, labels: Iterable[str]) -> None:
    """One filing for a day: what is changed later the same day is added to the one nobody has decided on."""
    one, day = columns_of("registration_change"), today(session)
    begun = select(one.id, one.change).where(
        one.customer_id == customer, one.changed_on == day, one.state == Filing.OPEN, one.change.startswith(CHANGED)
    )  # fmt: skip
    there = session.connection().execute(begun.limit(1)).first()
    before = there.change.removeprefix(CHANGED).split("、") if there else []
    said = CHANGED + "、".join(dict.fromkeys((*before, *labels)))
    with acting(session, System("K7.7 变更备案")):
        if there is not None:
            session.execute(update(RegistrationChange).where(RegistrationChange.id == there.id).values(change=said))
            return
        record: Any = RegistrationChange(changed_on=day, change=said, state=Filing.OPEN)
        record.customer_id, record.applicant_id = customer, applicant
        terms_computed(session, record)
        session.add(record)
        session.flush()


def change_entered(session: Session, one: RegistrationChange) -> set[str]:
    """At every save by a person: the day of the change has come, and moves to no later one. Raises Invalid."""
    if authority_of(session).person is None or one.changed_on is None:
        return set()
    before = get_history(one, "changed_on").deleted
    sentence = LATER if before and one.changed_on > before[0] else TO_COME if one.changed_on > today(session) else None
    if sentence is not None:
        raise Invalid(sentence, fields={"changed_on": sentence}, clause="K7.7")
    return set()
