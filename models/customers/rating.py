"""客户评级 — why a customer is of its class: computed runs, first deals, decisions with a reason, and what a potential one is worth (Y1.3, Y3.2, A4.1)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.customers.customer import CLASSES, Customer, CustomerClass
from models.organisation.employee import Employee
from models.register import Register


class RatingKind(StrEnum):
    """How it came about."""

    MANUAL = "manual"
    POTENTIAL = "potential"
    RUN = "run"
    PROMOTED = "promoted"
    DIRECT = "direct"


class Worth(StrEnum):
    """A4.1: how much cooperation with a potential customer is worth."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"


RATING_KINDS = {
    RatingKind.MANUAL: Term("人工调整", "Decided by hand"),
    RatingKind.POTENTIAL: Term("潜在客户评估", "Assessment of a potential customer"),
    RatingKind.RUN: Term("定期评定", "Periodic run"),
    RatingKind.PROMOTED: Term("首笔交易转正", "First deal"),
    RatingKind.DIRECT: Term("在档案中修改", "Changed in the archive"),
}
BY_HAND = (RatingKind.MANUAL, RatingKind.POTENTIAL)
WORTHS = {
    Worth.A: Term("甲：高", "A: high"),
    Worth.B: Term("乙：较高", "B: fair"),
    Worth.C: Term("丙：一般", "C: middling"),
    Worth.D: Term("丁：低", "D: low"),
}


class CustomerRating(Record):
    """One assessment; it is never changed, a later one takes its place."""

    register = Register(
        title=Term("客户评级", "Ratings"),
        area=Area.CUSTOMERS,
        rank=50,
        clauses=("A4.1", "Y1.3", "Y3.2", "Y3.9"),
        label="reason",
        list=("customer", "rated_on", "kind", "from_class", "to_class", "worth", "applied", "next_on", "rater"),
        filters=("customer", "kind", "to_class", "worth", "applied", "rated_on", "next_on"),
        newest="rated_on",
        parent="customer",
        kept=True,
    )

    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    kind: Mapped[RatingKind] = fields.choice("评级方式", "Kind", RATING_KINDS, required=True, default=RatingKind.MANUAL, clause="Y3.2")
    rated_on: Mapped[date | None] = fields.day("评定日期", "Rated on", system=True)
    from_class: Mapped[CustomerClass | None] = fields.choice("原类别", "Class before", dict(reversed(CLASSES.items())), system=True)
    to_class: Mapped[CustomerClass | None] = fields.choice(
        "评定类别", "Class", CLASSES, needed_when=("kind", (RatingKind.MANUAL,)), clause="Y3.2"
    )
    worth: Mapped[Worth | None] = fields.choice("合作价值", "Worth", WORTHS, needed_when=("kind", (RatingKind.POTENTIAL,)), clause="A4.1")
    reason: Mapped[str] = fields.text(
        "理由或调查结论", "Reason or findings", length=500, required=True, clause="A4.1", clearance=Clearance.INTERNAL
    )
    applied: Mapped[bool] = fields.yes_no("已生效", "Applied", system=True)
    score: Mapped[str | None] = fields.text("评分", "Score", length=120, system=True, clause="Y3.1", clearance=Clearance.INTERNAL)
    next_on: Mapped[date | None] = fields.day("下次评估日期", "Assessed again on", system=True, clause="Y3.9")
    rater_id: Mapped[int | None]
    rater: Mapped[Employee | None] = fields.person("评定人", "Rater", system=True)
