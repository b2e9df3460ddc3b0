"""Of which class a customer is: what it bought decides, or somebody with a reason; every change is kept (Y1.3, Y3.1–Y3.3)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.months import months_after
from domain.rules import CustomerRule
from domain.terms import Term
from models.base import columns_of
from models.customers.customer import Customer, CustomerClass
from models.customers.rating import BY_HAND, CustomerRating, RatingKind, Worth
from models.fence import acting, authority_of
from operations.customers.contacts import recount
from operations.important_customers import check_saved, people_here
from operations.notices import notify_of_register
from operations.offers import offered_now
from operations.office_clock import today
from operations.rule_numbers import rule
from permissions.actor import System

CLASS_NOT_USED = Term("本公司不使用「{title}」这一客户类别，请另选。", "The class “{title}” is not used in this company; choose another.")
HAS_DEALS = Term(
    "已有交易记录的客户不能是潜在客户；请选其他类别。", "A customer with deals is not a potential one; choose another class."
)
FIXED = Term("评级记录不修改，请另行登记一次评级。", "A rating is not changed: enter another one.")
NOT_BY_HAND = Term("请选「人工调整」或「潜在客户评估」，其余由系统登记。", "Choose one of the kinds made by hand; the others are the kernel's.")
NOT_POTENTIAL = Term("潜在客户评估只用于潜在客户。", "Only potential customers are assessed so.")
NEEDS_TWO = Term(
    "高价值潜在客户须有两名以上人员联系：请先在客户档案中填写客户经理和协同人员。",
    "Two people keep in touch with a promising customer: name its manager and team first.",
)
TO_ASSESS = Term(
    "您有 {count} 家潜在客户应重新评估，请登记「潜在客户评估」。",
    "{count} of your potential customers are to be assessed again; enter their ratings.",
)
DECIDED = Term(
    "该客户的类别是经评级决定的，请在「客户评级」中登记人工调整并写明理由。",
    "The class of this customer was decided by a rating: change it by another one, with its reason.",
)
FIRST_DEAL = Term("首笔交易，由潜在客户转为一般客户", "First deal: no longer a potential customer")
DIRECTLY = Term("在客户档案中直接修改", "Changed in the archive itself")


def customer_entered(session: Session, record: Customer) -> set[str]:
    """At every save: a class that is used, with what it asks for; a change by hand is kept beside it. Raises Invalid."""
    history = get_history(record, "customer_class")
    class_allowed(session, record)
    before = history.deleted[0] if history.deleted else None
    if record.id is not None and before is not None and not authority_of(session).is_system:
        person = authority_of(session).person
        if before != record.customer_class and record.id in held(session, record.id):
            raise Invalid(DECIDED, fields={"customer_class": DECIDED}, clause="Y3.2")
        changed = session.info.setdefault("class_changed", {})
        changed[record.id] = (before, record.customer_class, person.person_id if person else None)
    return set()


def held(session: Session, *customers: int) -> set[int]:
    """Y3.2: of ``customers``, or of all, those about whose class somebody has decided with a reason within the months of the rule."""
    rating, since = columns_of("customer_rating"), months_after(today(session), -rule(session, CustomerRule.RATING_HOLD_MONTHS))
    decided = select(rating.customer_id).where(rating.kind == RatingKind.MANUAL, rating.rated_on >= since)
    return set(session.connection().execute(decided.where(rating.customer_id.in_(customers)) if customers else decided).scalars())


def class_allowed(session: Session, record: Customer) -> None:
    """K7.1 or Y3.1: a class the company does not use is not given any more; records that have it keep it."""
    given = get_history(record, "customer_class").added
    if given and given[0] is not None:
        allowed = offered_now(session, "customer", "customer_class")
        if allowed is not None and given[0] not in allowed:
            sentence = CLASS_NOT_USED.format(title=record.register.fields["customer_class"].titles[str(given[0])])
            raise Invalid(sentence, fields={"customer_class": sentence}, clause="K7.1")
        if given[0] == CustomerClass.POTENTIAL and record.id is not None and _has_deals(session, record.id):
            raise Invalid(HAS_DEALS, fields={"customer_class": HAS_DEALS}, clause="Y3.3")
    check_saved(session, record)


def _has_deals(session: Session, customer: int) -> bool:
    deal = columns_of("deal")
    return session.connection().execute(select(deal.id).where(deal.customer_id == customer).limit(1)).first() is not None


def settle(session: Session) -> None:
    """Y1.3: what was changed in the archive itself goes into the log of ratings too."""
    changed: dict[int, tuple[Any, ...]] = session.info.pop("class_changed", {})
    if not changed:
        return
    customer = columns_of("customer")
    read = session.connection().execute(select(customer.id, customer.customer_class).where(customer.id.in_(changed)))
    stored = {row.id: row.customer_class for row in read}
    with acting(session, System("Y1.3 客户类别变化")):
        for key, (before, now, rater) in changed.items():
            if stored.get(key) == now:
                note_rating(session, key, RatingKind.DIRECT, before, now, DIRECTLY.zh, rater=rater)
    recount(session, list(changed))


def rating_entered(session: Session, rating: CustomerRating) -> set[str]:
    """At every save by a person: a new one, of his kinds, about the class the customer has; raises Invalid."""
    authority = authority_of(session)
    keys = {"rated_on", "from_class", "rater", "next_on", "applied"}
    if authority.is_system:
        return keys
    if rating.id is not None:
        if not session.is_modified(rating):
            return set()
        raise Invalid(FIXED, clause="Y1.3")
    if rating.kind not in BY_HAND:
        raise Invalid(NOT_BY_HAND, fields={"kind": NOT_BY_HAND}, clause="Y3.2")
    customer = columns_of("customer")
    row = session.connection().execute(select(customer.customer_class).where(customer.id == rating.customer_id)).first()
    rating.from_class = CustomerClass(row[0]) if row else None
    rating.rated_on = today(session)
    rating.rater_id = authority.person.person_id if authority.person else None
    rating.applied = rating.kind == RatingKind.MANUAL  # or it is not stored at all: see ratings_entered
    if rating.kind == RatingKind.POTENTIAL:
        _potential(session, rating)
    return keys


def _potential(session: Session, rating: CustomerRating) -> None:
    """A4.1, Y3.9: assessed again after some months; K7.12: a promising one has two people."""
    if rating.from_class is not None and rating.from_class != CustomerClass.POTENTIAL:
        raise Invalid(NOT_POTENTIAL, fields={"kind": NOT_POTENTIAL}, clause="Y3.9")
    rating.next_on = months_after(today(session), rule(session, CustomerRule.REASSESS_MONTHS))
    if rating.worth != Worth.A:
        return
    customer, team = columns_of("customer"), columns_of("customer_team")
    manager = session.connection().execute(select(customer.manager_id).where(customer.id == rating.customer_id)).scalar()
    others = session.connection().execute(select(team.target_id).where(team.record_id == rating.customer_id)).scalars().all()
    if manager is None or len(people_here(session, {manager, *others})) < 2:
        raise Invalid(NEEDS_TWO, fields={"worth": NEEDS_TWO}, clause="K7.12")


def remind_of_assessments(session: Session) -> int:
    """Y3.9: once a week tell every manager how many of his potential customers wait for their assessment; returns how many were told.

    Each is assessed within the months of the rule after the account was opened, and again by the day of its last assessment.
    """
    rating, customer, day = columns_of("customer_rating"), columns_of("customer"), today(session)
    newest = (
        select(func.max(rating.id)).where(rating.customer_id == customer.id, rating.kind == RatingKind.POTENTIAL).correlate(customer.id.table).scalar_subquery()
    )
    again = select(rating.next_on).where(rating.id == newest).scalar_subquery()
    opened_before = months_after(day, -rule(session, CustomerRule.REASSESS_MONTHS))
    over = (again < day) | (again.is_(None) & (customer.opened_on < opened_before))
    waiting = (
        select(customer.manager_id, func.count(customer.id))
        .where(customer.customer_class == CustomerClass.POTENTIAL, customer.manager_id.is_not(None), over)
        .group_by(customer.manager_id)
        .order_by(customer.manager_id)
    )
    week, told = "-".join(str(part) for part in day.isocalendar()[:2]), 0
    for person, count in session.connection().execute(waiting).all():
        told += notify_of_register(session, person, "rating.due", CustomerRating.register, TO_ASSESS.format(count=count), once=week)
    return told


def ratings_entered(session: Session, ids: Sequence[int]) -> None:
    """Y3.2: what somebody decided becomes the customer's class at once; raises Invalid where the class asks for more."""
    rating = columns_of("customer_rating")
    wanted = select(rating.customer_id, rating.to_class).where(
        rating.id.in_(ids), rating.kind == RatingKind.MANUAL, rating.rater_id.is_not(None), rating.to_class.is_not(None)
    )
    for customer, to_class in session.connection().execute(wanted).all():
        try:
            give_class(session, customer, to_class)
        except Invalid as error:
            said = "；".join(one.zh for one in error.fields.values()) or error.sentence.zh
            sentence = Term(said, "; ".join(one.en for one in error.fields.values()) or error.sentence.en)
            raise Invalid(sentence, fields={"to_class": sentence}, clause=error.clause) from error


def deals_entered(session: Session, ids: Sequence[int]) -> None:
    """Y3.3: whoever has bought something is no potential customer any more."""
    deal, customer = columns_of("deal"), columns_of("customer")
    first = select(customer.id).where(
        customer.customer_class == CustomerClass.POTENTIAL, customer.id.in_(select(deal.customer_id).where(deal.id.in_(ids)))
    )
    for key in session.connection().execute(first).scalars().all():
        give_class(session, key, CustomerClass.GENERAL)
        with acting(session, System("Y3.3 首笔交易")):
            note_rating(session, key, RatingKind.PROMOTED, CustomerClass.POTENTIAL, CustomerClass.GENERAL, FIRST_DEAL.zh)


def give_class(session: Session, customer: int, to_class: CustomerClass) -> None:
    """Give a customer its class as the kernel; raises Invalid where the class asks for what is not there."""
    with acting(session, System("Y3.1 客户类别")):
        record = session.get_one(Customer, customer)
        record.customer_class = CustomerClass(to_class)
        with session.no_autoflush:
            class_allowed(session, record)
    recount(session, [customer])


def note_rating(
    session: Session, customer: int, kind: RatingKind, before: CustomerClass | str | None, now: CustomerClass | str, reason: str,
    *, rater: int | None = None, applied: bool = True, score: str | None = None,
) -> CustomerRating:  # fmt: skip
    """Keep a rating that the kernel made; returns it."""
    rating = CustomerRating(
        customer_id=customer, kind=kind, from_class=CustomerClass(before) if before else None, to_class=CustomerClass(now), reason=reason,
        rated_on=today(session), rater_id=rater, applied=applied, score=score,
    )  # fmt: skip
    session.add(rating)
    session.flush()
    return rating

