"""备品备件销售 — parts sold: commission by margin once all is paid, shared by person and team, paid by quarters (K2.8–K2.12)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.incentives.pay_month import PayMonth
from models.organisation.appointment import Post
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class DealState(StrEnum):
    """The steps of K2.10."""

    ENTERED = "entered"
    SUMMARISED = "summarised"
    ALLOCATED = "allocated"
    APPROVED = "approved"


_S = DealState
_ON_ITS_WAY = ("back_because",)


class PartsDeal(Record):
    """One sale; its commission and shares are computed at every save and never typed."""

    register = Register(
        title=Term("备品备件销售", "Sales of parts"),
        area=Area.INCENTIVES,
        rank=32,
        kept=True,
        clauses=("K2.8", "K2.9", "K2.10", "K2.11", "K2.12"),
        label="number",
        sub="customer_name",
        list=("number", "seller", "customer_name", "amount", "received", "rate", "commission", "state", "payout_on"),
        search=("number", "customer_name"),
        newest="sold_on",
        owner="seller",
        department="department",
        draft_only="K2.10",
        workflow=Workflow(
            "state",
            _S.ENTERED,
            (
                Move(
                    "summarise",
                    _S.ENTERED,
                    _S.SUMMARISED,
                    Term("汇总提交", "Summarise"),
                    "K2.10",
                    stamps=("summarised_by",),
                ),
                Move(
                    "allocate",
                    _S.SUMMARISED,
                    _S.ALLOCATED,
                    Term("审核分配", "Review and allocate"),
                    "K2.10",
                    stamps=("allocated_by",),
                    apart_from=("seller", "summarised_by"),
                    posts=((Post.DEPARTMENT_MANAGER, ""), (Post.DEPUTY_GENERAL_MANAGER, "")),
                    waits=True,
                ),
                Move(
                    "approve_deal",
                    _S.ALLOCATED,
                    _S.APPROVED,
                    Term("批准", "Approve"),
                    "K2.10",
                    stamps=("approved_by",),
                    apart_from=("seller", "allocated_by"),
                    posts=((Post.GENERAL_MANAGER, ""),),
                    waits=True,
                ),
                Move(
                    "return_deal",
                    _S.SUMMARISED,
                    _S.ENTERED,
                    Term("退回", "Return"),
                    "K2.10",
                    needs=_ON_ITS_WAY,
                    also=(_S.ALLOCATED,),
                ),
            ),
        ),
    )

    number: Mapped[str] = fields.serial("编号", "Number", Series("parts", "备〔{year}〕{no:03d}"))
    seller_id: Mapped[int]
    seller: Mapped[Employee] = fields.person("销售人", "Seller", required=True)
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department")
    customer_name: Mapped[str] = fields.text("客户", "Customer", required=True)
    sold_on: Mapped[date] = fields.day("成交日期", "Sold on", required=True, past=True)
    amount: Mapped[Decimal] = fields.money("实际金额", "Amount", required=True, minimum=0, clause="K2.8")
    margin: Mapped[Decimal] = fields.decimal(
        "元器件毛利率（%）", "Margin of the parts (%)", required=True, indexed=False, clause="K2.8"
    )
    day_fee: Mapped[Decimal] = fields.money(
        "服务费（元/人天）", "Fee per man-day", required=True, minimum=0, indexed=False, clause="K2.8"
    )
    received: Mapped[Decimal] = fields.money("已回款", "Received", required=True, default=0, minimum=0, clause="K2.8")
    received_on: Mapped[date | None] = fields.day(
        "全额回款日期", "Fully paid on", past=True, not_before="sold_on", clause="K2.12"
    )
    rate: Mapped[int | None] = fields.number("提成比例（%）", "Rate (%)", system=True, indexed=False, clause="K2.9")
    commission: Mapped[Decimal | None] = fields.money("提成", "Commission", system=True, clause="K2.8")
    person_share: Mapped[Decimal | None] = fields.money(
        "个人部分", "Person's share", system=True, indexed=False, clause="K2.11"
    )
    team_share: Mapped[Decimal | None] = fields.money(
        "部门部分", "Team's share", system=True, indexed=False, clause="K2.11"
    )
    payout_on: Mapped[date | None] = fields.day("发放月份", "Paid in the month of", system=True, clause="K2.12")
    state: Mapped[DealState] = fields.choice(
        "状态",
        "State",
        {
            _S.ENTERED: Term("已登记", "Entered"),
            _S.SUMMARISED: Term("已汇总", "Summarised"),
            _S.ALLOCATED: Term("已审核分配", "Allocated"),
            _S.APPROVED: Term("已批准", "Approved"),
        },
        required=True,
        default=_S.ENTERED,
        system=True,
        tones={_S.ENTERED: "soon", _S.SUMMARISED: "calm", _S.ALLOCATED: "calm", _S.APPROVED: "done"},
    )
    summarised_by_id: Mapped[int | None]
    summarised_by: Mapped[Employee | None] = fields.person(
        "汇总人（客服专员）", "Summarised by", system=True, clause="K2.10"
    )
    allocated_by_id: Mapped[int | None]
    allocated_by: Mapped[Employee | None] = fields.person(
        "审核人（综合部）", "Allocated by", system=True, clause="K2.10"
    )
    approved_by_id: Mapped[int | None]
    approved_by: Mapped[Employee | None] = fields.person("批准人（总经理）", "Approved by", system=True, clause="K2.10")
    back_because: Mapped[str | None] = fields.long_text("退回原因", "Why returned", length=400, system=True)
    paid_in_id: Mapped[int | None]
    paid_in: Mapped[PayMonth | None] = fields.reference("发放于", "Paid in", "pay_month", system=True)
