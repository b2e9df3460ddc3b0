"""Every new account begins its registration with 市场推广部, and the clock of the first contact runs from there (K7.6)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import Invalid, Refused
from domain.terms import Term
from models.base import columns_of
from models.bulk import insert_rows
from models.customers.customer import Customer
from models.customers.registration import Filing, Registration
from models.fence import acting, authority_of
from models.organisation.appointment import Post
from operations.declared_terms import day_of, terms_computed
from operations.office_clock import today
from operations.staff import Staff
from permissions.actor import System

AT_ONCE = 200
"""So many registrations one night opens: whoever takes over an old archive is not buried in notices of terms that are over."""
LATER = Term(
    "首次接触日期已开始计算备案期限，只能改早，不能改晚。", "The term of the registration runs from the first contact: it can be set to an earlier day only."
)
TO_COME = Term("首次接触日期不能晚于今天。", "The first contact cannot lie in the future.")
OTHER_CUSTOMER = Term("备案登记后不能改为其他客户，请在该客户自己的备案上办理。", "A registration stays with its customer; use the other one's own.")
THERE_ALREADY = Term("该客户已有备案，请在那一条上办理。", "This customer has a registration already; go on with that one.")
NOT_ALONE = Term(
    "客户须有备案，不能删除：误建的客户请连同客户档案一起删除。", "A customer has a registration: it goes only with an account opened by mistake."
)

BEGUN = Registration.state == Filing.OPEN
"""What was begun with an account, and nobody has decided on."""
_COLUMNS = ("customer_id", "contacted_on", "due_on", "applicant_id", "state")


def accounts_entered(session: Session, ids: Sequence[int]) -> None:
    """K7.6: whoever enters customers begins their registrations, in his own name where he may enter one.

    What the kernel itself enters (the demo, an undone merging) is looked for at night: see :func:`open_missing`.
    """
    person = authority_of(session).person
    if person is None:
        return
    customer = columns_of("customer")
    found = session.connection().execute(select(customer.id, customer.opened_on, customer.manager_id).where(customer.id.in_(ids)).order_by(customer.id))
    rows = [_begun(session, key, opened_on, manager or person.person_id) for key, opened_on, manager in found]
    if authority_of(session).may("registration", Action.CREATE):
        try:
            with session.begin_nested():
                insert_rows(session, Registration, rows, let=_COLUMNS)
            return
        except Refused:
            pass  # his customers reach further than his registrations
    with acting(session, System("K7.6 客户备案")):
        insert_rows(session, Registration, rows)


def _begun(session: Session, customer: int, contacted_on: date | None, applicant: int) -> dict[str, Any]:
    """The row of one registration; a day to come is no first contact."""
    day = today(session)
    one = Registration(customer_id=customer, contacted_on=min(contacted_on or day, day), applicant_id=applicant, state=Filing.OPEN)
    terms_computed(session, one)
    return {name: getattr(one, name) for name in _COLUMNS}


def open_missing(session: Session) -> int:
    """Begin the registrations of accounts that have none, so that nobody's is forgotten; returns how many.

    Who looks after the account is to file it, or the head of its department; the clock runs since the account was opened.
    """
    customer, filing = columns_of("customer"), columns_of("registration")
    wanted = (
        select(customer.id, customer.opened_on, customer.created_at, customer.manager_id, customer.department_id)
        .where(~exists().where(filing.customer_id == customer.id))
        .order_by(customer.id)
    )
    staff, rows = Staff(session), []
    for key, opened_on, created_at, manager, department in session.connection().execute(wanted.limit(AT_ONCE)).all():
        heads = () if manager else staff.in_post(Post.DEPARTMENT_MANAGER.value, department)
        if manager or heads:
            rows.append(_begun(session, key, opened_on or day_of(created_at), manager or heads[0]))
    insert_rows(session, Registration, rows)
    return len(rows)


def registration_entered(session: Session, one: Registration) -> set[str]:
    """At every save by a person: the first contact moves to no later day, and to no other customer (K7.6). Raises Invalid."""
    if authority_of(session).person is None:
        return set()
    if one.id is None:
        if one.contacted_on > today(session):
            raise Invalid(TO_COME, fields={"contacted_on": TO_COME}, clause="K7.6")
        if _count(session, one.customer_id):
            raise Invalid(THERE_ALREADY, fields={"customer": THERE_ALREADY}, clause="K7.6")
        return set()
    filing = columns_of("registration")
    before = session.connection().execute(select(filing.contacted_on, filing.customer_id).where(filing.id == one.id)).one()
    if one.contacted_on > before.contacted_on:
        raise Invalid(LATER, fields={"contacted_on": LATER}, clause="K7.6")
    if one.customer_id != before.customer_id:
        raise Invalid(OTHER_CUSTOMER, fields={"customer": OTHER_CUSTOMER}, clause="K7.6")
    return set()


def registration_removed(session: Session, one: Registration) -> None:
    """The only registration of a customer is not deleted by a person; raises Refused."""
    if authority_of(session).person is not None and _count(session, one.customer_id) < 2:
        raise Refused(NOT_ALONE, clause="K7.6")


def account_removed(session: Session, one: Customer) -> None:
    """With an account opened by mistake goes the registration that was begun for it; one that was filed or returned keeps it."""
    begun = select(Registration).where(Registration.customer_id == one.id, BEGUN)
    with acting(session, System("K7.6 客户备案随误建的客户删除")):
        for filing in session.scalars(begun).all():
            session.delete(filing)
        session.flush()


def _count(session: Session, customer: int) -> int:
    filing = columns_of("registration")
    return int(session.connection().execute(select(func.count()).where(filing.customer_id == customer)).scalar_one())
