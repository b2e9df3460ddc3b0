"""Plans and events of customers: departments name their guests in time (K7.16), a residents' forum is held every half year (K6.18)."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.customer_care import period
from domain.errors import Invalid
from domain.rules import CustomerRule
from domain.terms import Term
from models.base import columns_of
from models.customers.customer import CustomerType
from models.customers.programme import CustomerProgramme, ProgrammeKind, ProgrammeState
from models.customers.programme_guest import ProgrammeGuest
from models.fence import authority_of
from models.organisation.appointment import Post
from operations.notices import notify_of_register
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.staff import Staff

NAMES_CLOSED = Term("名单报送已于 {day} 截止，不能再增加；请与主办部门联系。", "Names were to be given by {day}; ask the department in charge.")
NOT_UNDER_WAY = Term("活动已结束或取消，不能再增加名单。", "The event is over or cancelled.")
NO_FORUM = Term(
    "本半年度（{first} 至 {last}）还没有安排住户座谈会，请安排。", "No residents' forum is planned for the half year from {first} to {last}."
)


def guest_entered(session: Session, guest: ProgrammeGuest) -> set[str]:
    """At every save: a new name is in time (K7.16); who names it, and when, follows. Raises Invalid."""
    authority = authority_of(session)
    if authority.is_system or guest.id is not None:
        return set()
    programme = columns_of("customer_programme")
    found = session.connection().execute(
        select(programme.kind, programme.names_due_on, programme.state).where(programme.id == guest.programme_id)
    ).first()
    if found and found.state in (ProgrammeState.FINISHED, ProgrammeState.CANCELLED):
        raise Invalid(NOT_UNDER_WAY, fields={"programme": NOT_UNDER_WAY}, clause="K7.16")
    if found and found.kind == ProgrammeKind.APPRECIATION and found.names_due_on is not None and found.names_due_on < today(session):
        sentence = NAMES_CLOSED.format(day=found.names_due_on.isoformat())
        raise Invalid(sentence, fields={"programme": sentence}, clause="K7.16")
    guest.supplied_on = today(session)
    guest.department_id = authority.person.department_id if authority.person else None
    return {"supplied_on", "department"}


def remind_of_forums(session: Session) -> int:
    """K6.18: where households are customers, every manager is told when the half year has no forum: once, and again after each that was not held.

    Only one that was held, or is still to come, is one. Returns how many were told.
    """
    first, last = period(today(session), rule(session, CustomerRule.FORUM_MONTHS))
    programme = columns_of("customer_programme")
    planned = (programme.kind == ProgrammeKind.FORUM) & programme.from_on.between(first, last)
    read = session.connection().execute
    customer = columns_of("customer")
    if not read(select(customer.id).where(customer.customer_type == CustomerType.PERSONAL).limit(1)).first():
        return 0
    still_to_come = (programme.state != ProgrammeState.CANCELLED) & (programme.from_on >= today(session))
    if read(select(programme.id).where(planned, (programme.state == ProgrammeState.FINISHED) | still_to_come).limit(1)).first():
        return 0
    missed = read(select(func.count(programme.id)).where(planned, programme.from_on < today(session))).scalar_one()
    sentence = NO_FORUM.format(first=first.isoformat(), last=last.isoformat())
    heads = [one.person.person_id for one in Staff(session).people if Post.DEPARTMENT_MANAGER.value in {post for post, _ in one.person.posts}]
    return sum(
        notify_of_register(session, person, "forum.missing", CustomerProgramme.register, sentence, once=f"{first.isoformat()}:{missed}") for person in heads
    )
