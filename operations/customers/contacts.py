"""When a customer must be heard of again: counted from the last contact or visit, by its class (A4.4); who is told of what is over (A3.2)."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.months import months_after
from domain.rules import CustomerRule
from domain.terms import Term
from models.base import columns_of
from models.customers.customer import Customer, CustomerClass
from models.customers.rating import RatingKind, Worth
from models.customers.touch import CustomerTouch, ReceptionGrade, TouchChannel
from models.fence import authority_of
from models.service.contact_log import ContactKind, ContactLog
from operations.notices import notify_of_register
from operations.office_clock import today
from operations.rule_numbers import rule, rules

IMPORTANT = (CustomerClass.IMPORTANT, CustomerClass.KEY)
CADENCE = {
    CustomerClass.IMPORTANT: CustomerRule.CONTACT_MONTHS_IMPORTANT, CustomerClass.KEY: CustomerRule.CONTACT_MONTHS_IMPORTANT,
    CustomerClass.GENERAL: CustomerRule.CONTACT_MONTHS_GENERAL, CustomerClass.TARGET: CustomerRule.CONTACT_MONTHS_GENERAL,
    CustomerClass.POTENTIAL: CustomerRule.CONTACT_MONTHS_POTENTIAL,
}  # fmt: skip
AS_VIP = Term("重要客户须按贵宾规格接待。", "An important customer is received as a VIP.")
NEEDS_REPORT = Term(
    "重要客户和高价值潜在客户实行联系报告制度：请填写「联系报告」。", "Contacts with important and promising customers are reported: fill in “Report”."
)
RECEIVED_ELSEWHERE = Term(
    "重要客户和高价值潜在客户的接待请在「客户联系记录」中登记，写明接待规格和联系报告。",
    "The reception of an important or promising customer is entered among its contacts, with grade and report.",
)
OVERDUE = Term(
    "您负责的客户中，有 {contacts} 家超过联系周期没有联系，{stale} 家超过 {days} 天没有核实资料，请尽快联系和核实。",
    "Of your customers {contacts} have not been heard of in time, and the data of {stale} were not verified for {days} days.",
)


def touch_entered(session: Session, touch: CustomerTouch) -> set[str]:
    """At every save: an important customer is received as one (K7.10) and its contacts are reported (K7.12); raises Invalid.

    A changed day is counted anew.
    """
    if not authority_of(session).is_system:
        customer = columns_of("customer")
        found = session.connection().execute(select(customer.customer_class).where(customer.id == touch.customer_id)).scalar()
        if touch.channel == TouchChannel.RECEPTION and touch.grade == ReceptionGrade.USUAL and found in IMPORTANT:
            raise Invalid(AS_VIP, fields={"grade": AS_VIP}, clause="K7.10")
        if _unreported(touch) and (found == CustomerClass.IMPORTANT or (found == CustomerClass.POTENTIAL and _promising(session, touch.customer_id))):
            raise Invalid(NEEDS_REPORT, fields={"report": NEEDS_REPORT}, clause="K7.12")
    if touch.id is not None:
        session.info.setdefault("touched", set()).add(touch.customer_id)
    return set()


def reception_logged(session: Session, log: ContactLog) -> set[str]:
    """K7.10, K7.12: the reception of an important or promising customer is a contact of its own, with grade and report; raises Invalid."""
    new = log.id is None or any(get_history(log, key).has_changes() for key in ("kind", "customer_id"))
    if new and not authority_of(session).is_system and log.kind == ContactKind.RECEPTION and log.customer_id is not None:
        customer = columns_of("customer")
        found = session.connection().execute(select(customer.customer_class).where(customer.id == log.customer_id)).scalar()
        if found in IMPORTANT or (found == CustomerClass.POTENTIAL and _promising(session, log.customer_id)):
            raise Invalid(RECEIVED_ELSEWHERE, fields={"customer": RECEIVED_ELSEWHERE}, clause="K7.12")
    return set()


def _unreported(touch: CustomerTouch) -> bool:
    """Somebody was in contact and it is not said how it went; an old record is asked again only where this is changed."""
    if touch.report or touch.channel == TouchChannel.NEWS:
        return False
    return touch.id is None or any(get_history(touch, key).has_changes() for key in ("report", "customer_id", "channel"))


def _promising(session: Session, customer: int) -> bool:
    """Whether the last assessment of a potential customer found it of high worth (Y3.9)."""
    rating = columns_of("customer_rating")
    last = select(rating.worth).where(rating.customer_id == customer, rating.kind == RatingKind.POTENTIAL).order_by(rating.id.desc()).limit(1)
    return bool(session.connection().execute(last).scalar() == Worth.A)


def touches_entered(session: Session, ids: Sequence[int]) -> None:
    """A4.4: the next contact is due from here."""
    touch = columns_of("customer_touch")
    recount(session, session.connection().execute(select(touch.customer_id).where(touch.id.in_(ids)).distinct()).scalars().all())


def settle(session: Session) -> None:
    """Count anew what a change of the log has moved."""
    if touched := session.info.pop("touched", None):
        recount(session, sorted(touched))


def recount(session: Session, customers: Sequence[int]) -> None:
    """Set when each of ``customers`` must be heard of again, below the fence: nobody types it, and it is no change of its data."""
    touch, visit, customer = columns_of("customer_touch"), columns_of("customer_visit"), columns_of("customer")
    run, numbers = session.connection().execute, rules(session)
    for key in customers:
        days = [
            run(select(func.max(touch.touched_on)).where(touch.customer_id == key)).scalar(),
            run(select(func.max(visit.visited_on)).where(visit.customer_id == key)).scalar(),
        ]
        known = [day for day in days if day is not None]
        kind = run(select(customer.customer_class).where(customer.id == key)).scalar()
        due: date | None = months_after(max(known), numbers[CADENCE[CustomerClass(kind)]]) if known and kind else None
        run(update(customer.id.table).where(customer.id == key).values(contact_due_on=due))
        loaded = session.identity_map.get(session.identity_key(Customer, key))
        if loaded is not None:
            session.expire(loaded, ["contact_due_on"])


def remind_of_contacts(session: Session) -> int:
    """Once a week tell every manager how many of his customers wait to be heard of or verified; returns how many were told."""
    day, days = today(session), rule(session, CustomerRule.REVIEW_DAYS)
    stale_before = day - timedelta(days=days)
    customer = columns_of("customer")
    numbers = rules(session)
    # Whoever was never heard of or verified waits since his account was opened.
    never = or_(*(
        (customer.customer_class == kind) & (customer.opened_on < months_after(day, -numbers[months])) for kind, months in CADENCE.items()
    ))  # fmt: skip
    late = (customer.contact_due_on < day) | (customer.contact_due_on.is_(None) & never)
    stale = func.coalesce(customer.verified_on, customer.opened_on) < stale_before
    counted = (
        select(customer.manager_id, func.sum(case((late, 1), else_=0)), func.sum(case((stale, 1), else_=0)))
        .where(customer.manager_id.is_not(None), late | stale)
        .group_by(customer.manager_id)
        .order_by(customer.manager_id)
    )
    week = "-".join(str(part) for part in day.isocalendar()[:2])
    told = 0
    for person, contacts, verified in session.connection().execute(counted).all():
        sentence = OVERDUE.format(contacts=contacts, stale=verified, days=days)
        told += notify_of_register(session, person, "customer.overdue", Customer.register, sentence, once=week)
    return told
