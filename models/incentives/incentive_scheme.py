"""激励和考核项目 — what is rewarded and assessed besides the fixed arithmetic: a table the company fills itself (K2.1, K2.2, K8.18, T7.1)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.complaints.words import KINDS, Kind
from models.organisation.department import Department
from models.register import Register


class Payer(StrEnum):
    """Which company pays it."""

    COMPANY = "company"
    SALES_COMPANY = "sales_company"


PAYERS = {Payer.COMPANY: Term("本公司", "This company"), Payer.SALES_COMPANY: Term("泰达公司", "The sales company")}


class SchemeKind(StrEnum):
    """What kind of incentive or assessment."""

    MONTHLY = "monthly"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    ANNUAL = "annual"
    PARTS = "parts"
    CONTRACT = "contract"
    COMMISSION = "commission"
    BONUS = "bonus"
    COMPLAINTS = "complaints"


class ComplaintBasis(StrEnum):
    """T7.1: what is assessed of complaints."""

    EACH = "each"
    OVERDUE = "overdue"
    REPEATED = "repeated"


COMPLAINT_BASES = {
    ComplaintBasis.EACH: Term("每件责任投诉", "Each complaint by own fault"),
    ComplaintBasis.OVERDUE: Term("每次逾期", "Each term overdue"),
    ComplaintBasis.REPEATED: Term("每件重复投诉", "Each complaint repeated"),
}


class IncentiveScheme(Record):
    """One item with its weight, rate and amount, or the document of another company that holds them."""

    register = Register(
        title=Term("激励和考核项目", "Incentive schemes"),
        area=Area.INCENTIVES,
        rank=60,
        clauses=("K2.1", "K2.2", "K2.6", "K2.7", "K2.13", "K2.20", "K2.22", "K2.23", "K8.18", "T7.1"),
        list=(
            "kind",
            "name",
            "basis",
            "complaint_kind",
            "department",
            "weight",
            "rate",
            "points",
            "amount",
            "payer",
            "external_document",
            "from_on",
        ),
        search=("name", "external_document"),
    )

    kind: Mapped[SchemeKind] = fields.choice(
        "种类",
        "Kind",
        {
            SchemeKind.MONTHLY: Term("月度绩效", "Monthly"),
            SchemeKind.QUARTER: Term("季度评优", "Quarterly"),
            SchemeKind.HALF_YEAR: Term("半年度绩效奖金", "Half-yearly bonus"),
            SchemeKind.ANNUAL: Term("年度绩效", "Annual"),
            SchemeKind.PARTS: Term("备品备件销售", "Parts"),
            SchemeKind.CONTRACT: Term("服务合同激励", "Service contracts"),
            SchemeKind.COMMISSION: Term("提成", "Commission"),
            SchemeKind.BONUS: Term("奖金", "Bonus"),
            SchemeKind.COMPLAINTS: Term("客户投诉考核", "Complaints"),
        },
        required=True,
        growing=True,
        clause="K2.2",
    )
    name: Mapped[str] = fields.text(
        "项目",
        "Item",
        required=True,
        help=Term(
            "如：服务质量；每类投诉、每次逾期、每次重复投诉。", "Such as service quality; each overdue complaint."
        ),
    )
    basis: Mapped[ComplaintBasis | None] = fields.choice(
        "考核情形", "Assessed", COMPLAINT_BASES, needed_when=("kind", (SchemeKind.COMPLAINTS,)), clause="T7.1",
        help=Term("投诉办结时按本项自动记入绩效考核台账；同一客户当年再次投诉同类事项为重复投诉。",
                  "Entered into the performance ledger when a complaint is closed; repeated is the same class by the same customer in one year."),
    )
    complaint_kind: Mapped[Kind | None] = fields.choice(
        "投诉类别", "Class of complaint", KINDS, clause="T7.1", help=Term("空着适用于没有单独规定的类别。", "Empty: for classes without a line of their own.")
    )
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("适用部门", "For department")
    weight: Mapped[int | None] = fields.number("权重（%）", "Weight (%)", minimum=0, maximum=100, clause="K2.1")
    rate: Mapped[Decimal | None] = fields.decimal("比例（%）", "Rate (%)", indexed=False, clause="K8.18")
    points: Mapped[Decimal | None] = fields.decimal("考核分", "Points", indexed=False, clause="T7.1")
    amount: Mapped[Decimal | None] = fields.money("金额", "Amount", indexed=False, clause="K8.18")
    payer: Mapped[Payer] = fields.choice(
        "发放单位", "Paid by", PAYERS, required=True, default=Payer.COMPANY, clause="K2.22"
    )
    external_document: Mapped[str | None] = fields.text("参照的其他制度", "By another document", clause="K2.6")
    supervised_by: Mapped[str | None] = fields.text("监督部门", "Supervised by", clause="K2.23")
    from_on: Mapped[date | None] = fields.day("生效日期", "In force from")
    until_on: Mapped[date | None] = fields.day("截止日期", "Until", not_before="from_on")
    note: Mapped[str | None] = fields.long_text("说明", "Note", length=2000)
