"""客户流失 — why a customer left, what is done to win him back, and how he goes if he goes (A9)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.organisation.employee import Employee
from models.register import Register


class Reason(StrEnum):
    """Why he left."""

    PRICE = "price"
    QUALITY = "quality"
    SERVICE = "service"
    COMPETITOR = "competitor"
    RELATION = "relation"
    CLOSED = "closed"
    OTHER = "other"


class Lost(StrEnum):
    """Where the case stands."""

    NOTICED = "noticed"
    PLANNED = "planned"
    CONTACTED = "contacted"
    WON_BACK = "won_back"
    LOST = "lost"


_S, _R = Lost, Reason
MOVES = (
    Move("plan_win_back", _S.NOTICED, _S.PLANNED, Term("制定挽回方案", "Plan"), "A9.2", needs=("strategy", "responsible", "act_by_on")),
    Move("contact_lost", _S.PLANNED, _S.CONTACTED, Term("联系客户", "Contact him"), "A9.3", needs=("contact_record", "offered"),
         stamps=("contacted_at", "contacted_by"), only_for=("responsible",), waits=True),
    Move("win_back", _S.CONTACTED, _S.WON_BACK, Term("挽回", "Won back"), "A9.3", needs=("outcome",), stamps=("closed_on", "closed_by")),
    Move("confirm_lost", _S.CONTACTED, _S.LOST, Term("确认流失", "Confirm the loss"), "A9.4", needs=("data_returned", "farewell"),
         stamps=("closed_on", "closed_by")),
)  # fmt: skip


class ChurnCase(Record):
    """One customer who is leaving; nothing is closed before he was contacted and offered something better."""

    register = Register(
        title=Term("客户流失", "Lost customers"),
        area=Area.CUSTOMERS,
        rank=84,
        minor=True,
        clauses=("A9.1", "A9.2", "A9.3", "A9.4"),
        label="number",
        list=("number", "customer", "noticed_on", "reason", "state", "responsible", "act_by_on", "closed_on"),
        search=("number", "analysis"),
        filters=("state", "reason", "noticed_on", "act_by_on", "closed_on", "responsible"),
        newest="noticed_on",
        parent="customer",
        workflow=Workflow("state", _S.NOTICED, MOVES),
    )

    number: Mapped[str] = fields.serial("编号", "Number", Series("churn_case", "流〔{year}〕{no:03d}"))
    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    noticed_on: Mapped[date] = fields.day("发现日期", "Noticed on", now=True, required=True, past=True)
    reason: Mapped[Reason] = fields.choice(
        "流失原因", "Reason", {
            _R.PRICE: Term("价格", "Price"), _R.QUALITY: Term("产品质量", "Quality"), _R.SERVICE: Term("服务", "Service"),
            _R.COMPETITOR: Term("转向同行", "A competitor"), _R.RELATION: Term("关系维护不足", "Too little care"),
            _R.CLOSED: Term("歇业或转行", "Closed down"), _R.OTHER: Term("其他", "Other"),
        }, required=True, growing=True, clause="A9.1",
    )  # fmt: skip
    analysis: Mapped[str] = fields.long_text("原因分析", "Analysis", length=4000, required=True, clause="A9.1")
    state: Mapped[Lost] = fields.choice(
        "状态", "State", {
            _S.NOTICED: Term("待制定方案", "Noticed"), _S.PLANNED: Term("待联系", "Planned"), _S.CONTACTED: Term("已联系", "Contacted"),
            _S.WON_BACK: Term("已挽回", "Won back"), _S.LOST: Term("确认流失", "Lost"),
        }, required=True, default=_S.NOTICED, system=True, growing=True,
        tones={_S.NOTICED: "soon", _S.PLANNED: "soon", _S.CONTACTED: "calm", _S.WON_BACK: "done", _S.LOST: "stopped"},
    )  # fmt: skip
    strategy: Mapped[str | None] = fields.long_text("挽回措施", "Measures", length=4000, system=True, clause="A9.2")
    responsible_id: Mapped[int | None]
    responsible: Mapped[Employee | None] = fields.person("挽回责任人", "Responsible", system=True, clause="A9.2")
    act_by_on: Mapped[date | None] = fields.day(
        "挽回期限", "To be done by", system=True, clause="A9.2", not_before="noticed_on", runs=(Lost.NOTICED, Lost.PLANNED, Lost.CONTACTED)
    )
    contact_record: Mapped[str | None] = fields.long_text("联系记录", "Contact", length=4000, system=True, clause="A9.3")
    offered: Mapped[str | None] = fields.long_text("改进方案", "What was offered", length=4000, system=True, clause="A9.3")
    contacted_at: Mapped[datetime | None] = fields.moment("联系时间", "Contacted at", system=True)
    contacted_by: Mapped[Employee | None] = fields.person("联系人员", "Contacted by", system=True)
    outcome: Mapped[str | None] = fields.long_text("挽回结果", "Outcome", length=2000, system=True)
    data_returned: Mapped[str | None] = fields.long_text("资料退还和交接", "Data returned and handed over", length=2000, system=True, clause="A9.4")
    farewell: Mapped[str | None] = fields.long_text("告别记录", "Farewell", length=2000, system=True, clause="A9.4")
    closed_on: Mapped[date | None] = fields.day("结案日期", "Closed on", system=True)
    closed_by: Mapped[Employee | None] = fields.person("结案人", "Closed by", system=True)
