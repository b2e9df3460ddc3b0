"""异常和泄密事件 — a channel that fails, a supplier in trouble, information that got out: reported at once, acted upon (K9.19, A7.3)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.numbering import Series
from domain.rules.service import ServiceRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.fields import Within
from models.organisation.employee import Employee
from models.register import Register
from models.service.service_channel import ServiceChannel


class IncidentKind(StrEnum):
    """What has gone wrong."""

    CHANNEL = "channel"
    SUPPLIER = "supplier"
    LEAK = "leak"


class Acted(StrEnum):
    """Where it stands."""

    FOUND = "found"
    REPORTED = "reported"
    ACTED = "acted"
    CLOSED = "closed"


_S = Acted
STATES = {
    _S.FOUND: Term("已发现·待上报", "Found"),
    _S.REPORTED: Term("已上报", "Reported"),
    _S.ACTED: Term("已处置", "Acted upon"),
    _S.CLOSED: Term("已结案", "Closed"),
}
MOVES = (
    Move("report_incident", _S.FOUND, _S.REPORTED, Term("上报", "Report"), "K9.19", needs=("reported_to",), stamps=("reported_at",)),
    Move("act_on_incident", _S.REPORTED, _S.ACTED, Term("处置", "Act"), "K9.19", needs=("action",), stamps=("acted_at", "acted_by"),
         apart_from=("caused_by", "found_by"), waits=True),
    Move("close_incident", _S.ACTED, _S.CLOSED, Term("结案", "Close"), "A7.3", needs=("outcome",), offers=("sanction",), stamps=("closed_by",),
         apart_from=("caused_by", "found_by"), waits=True),
)  # fmt: skip


class ServiceIncident(Record):
    """One incident; of a leak it is kept what got out, through whom, why, and what he had to answer for."""

    register = Register(
        title=Term("异常和泄密事件", "Incidents"),
        area=Area.SERVICE,
        rank=50,
        clauses=("K9.19", "K9.21", "K9.4", "A7.3"),
        label="number",
        sub="title",
        list=("number", "kind", "title", "channel", "found_at", "state", "report_by_at", "found_by"),
        search=("number", "title"),
        filters=("kind", "state", "channel", "found_at", "report_by_at", "found_by"),
        newest="found_at",
        draft_only="A7.3",
        fixed=("kind", "found_at", "found_by", "caused_by"),
        owner="found_by",
        assigned=("reported_to",),
        workflow=Workflow("state", _S.FOUND, MOVES),
    )

    number: Mapped[str] = fields.serial("编号", "Number", Series("service_incident", "异〔{year}〕{no:03d}"))
    kind: Mapped[IncidentKind] = fields.choice(
        "类别", "Kind", {
            IncidentKind.CHANNEL: Term("渠道异常", "Channel"), IncidentKind.SUPPLIER: Term("供应商异常", "Supplier"),
            IncidentKind.LEAK: Term("信息泄露", "Leak of information"),
        }, required=True, growing=True, tones={IncidentKind.LEAK: "late"},
    )  # fmt: skip
    title: Mapped[str] = fields.text("事件", "Incident", length=120, required=True)
    channel_id: Mapped[int | None]
    channel: Mapped[ServiceChannel | None] = fields.reference(
        "渠道或供应商", "Channel or supplier", "service_channel", needed_when=("kind", (IncidentKind.CHANNEL, IncidentKind.SUPPLIER)), clause="K9.19"
    )
    found_at: Mapped[datetime] = fields.moment("发现时间", "Found at", now=True, required=True, past=True)
    found_by_id: Mapped[int | None]
    found_by: Mapped[Employee | None] = fields.person("发现人", "Found by")
    details: Mapped[str] = fields.long_text("经过", "What happened", length=4000, required=True)
    leaked: Mapped[str | None] = fields.long_text(
        "泄露的信息", "What got out", length=2000, clearance=Clearance.INTERNAL, needed_when=("kind", (IncidentKind.LEAK,)), clause="A7.3"
    )
    caused_by_id: Mapped[int | None]
    caused_by: Mapped[Employee | None] = fields.person(
        "责任人", "Through whom", clearance=Clearance.INTERNAL, clause="A7.3", help=Term("责任人不参与处置。", "He takes no part in what follows.")
    )
    cause: Mapped[str | None] = fields.long_text("原因", "Cause", length=2000, clause="A7.3")
    state: Mapped[Acted] = fields.choice(
        "状态", "State", STATES, required=True, default=_S.FOUND, system=True, growing=True,
        tones={_S.FOUND: "soon", _S.REPORTED: "soon", _S.ACTED: "calm", _S.CLOSED: "done"},
    )  # fmt: skip
    report_by_at: Mapped[datetime | None] = fields.moment(
        "上报期限", "To be reported by", clause="K9.19", within=Within("found_at", ServiceRule.INCIDENT_HOURS, done="reported_at", told=("found_by",))
    )
    reported_to_id: Mapped[int | None]
    reported_to: Mapped[Employee | None] = fields.person("上报给", "Reported to", system=True, clause="K9.19")
    reported_at: Mapped[datetime | None] = fields.moment("上报时间", "Reported at", system=True)
    action: Mapped[str | None] = fields.long_text("处置措施", "Action", length=2000, system=True, clause="K9.19")
    acted_at: Mapped[datetime | None] = fields.moment("处置时间", "Acted at", system=True)
    acted_by: Mapped[Employee | None] = fields.person("处置人", "Acted by", system=True)
    outcome: Mapped[str | None] = fields.long_text("结果", "Outcome", length=2000, system=True)
    sanction: Mapped[str | None] = fields.long_text(
        "责任追究", "What he answers for", length=1000, system=True, clause="A7.3", help=Term("信息泄露结案时必填。", "Needed to close a leak.")
    )
    closed_by: Mapped[Employee | None] = fields.person("结案人", "Closed by", system=True)
