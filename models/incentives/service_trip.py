"""出差项目 — work on site: its coefficient, the customer's signature, and the second service that takes points away (K2.3, K2.16–K2.18)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.incentives.pay_month import PayMonth
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class TripKind(StrEnum):
    """What was done."""

    INSTALLATION = "installation"
    COMMISSIONING = "commissioning"
    SERVICE = "service"
    REPEAT = "repeat"


class RepeatCause(StrEnum):
    """Why somebody had to go again."""

    WORKMANSHIP = "workmanship"
    WIRING = "wiring"
    CARELESS = "careless"
    FUNCTION = "function"
    OTHER = "other"


PERSONAL = frozenset({RepeatCause.WORKMANSHIP, RepeatCause.WIRING, RepeatCause.CARELESS})
"""Causes that lie in the person (K2.17)."""


class Signature(StrEnum):
    """Whether the customer has signed the service record."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"


class TripState(StrEnum):
    """Whether its coefficient counts."""

    REPORTED = "reported"
    VERIFIED = "verified"
    VOID = "void"


_S = TripState


class ServiceTrip(Record):
    """One trip of one person to one project."""

    register = Register(
        title=Term("出差项目和服务记录", "Trips and service records"),
        area=Area.INCENTIVES,
        rank=30,
        kept=True,
        clauses=("K2.3", "K2.4", "K2.16", "K2.17", "K2.18"),
        label="project",
        list=("finished_on", "person", "project", "kind", "coefficient", "signature", "state", "repeat_of"),
        search=("project",),
        newest="finished_on",
        owner="person",
        department="department",
        draft_only="K2.3",
        workflow=Workflow(
            "state",
            _S.REPORTED,
            (
                Move(
                    "waive_signature",
                    _S.REPORTED,
                    _S.REPORTED,
                    Term("同意免签", "Waive the signature"),
                    "K2.18",
                    needs=("waived_because",),
                    stamps=("waived_by",),
                    stays=True,
                    apart_from=("person",),
                ),
                Move(
                    "verify_trip",
                    _S.REPORTED,
                    _S.VERIFIED,
                    Term("核实", "Verify"),
                    "K2.3",
                    stamps=("verified_by", "verified_at"),
                    apart_from=("person",),
                    waits=True,
                ),
                Move(
                    "void_trip",
                    _S.REPORTED,
                    _S.VOID,
                    Term("作废", "Void"),
                    "K2.3",
                    needs=("void_because",),
                    also=(_S.VERIFIED,),
                    apart_from=("person",),
                    destructive=True,
                ),
            ),
        ),
    )

    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("服务人员", "Person", required=True)
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department")
    project: Mapped[str] = fields.text(
        "项目", "Project", required=True, clause="K2.16",
        help=Term("同一工程每次填写同一名称，质量奖按工程计。", "Always the same name for the same project: quality is counted by project."),
    )  # fmt: skip
    kind: Mapped[TripKind] = fields.choice(
        "工作内容",
        "Work",
        {
            TripKind.INSTALLATION: Term("安装", "Installation"),
            TripKind.COMMISSIONING: Term("调试", "Commissioning"),
            TripKind.SERVICE: Term("服务", "Service"),
            TripKind.REPEAT: Term("二次服务", "Second service"),
        },
        required=True,
    )
    coefficient: Mapped[Decimal] = fields.decimal(
        "工作系数（点）", "Coefficient (points)", required=True, minimum=0, clause="K2.3"
    )
    finished_on: Mapped[date] = fields.day("完成日期", "Finished on", required=True, past=True)
    powered_on: Mapped[date | None] = fields.day("调试通电日期", "Powered on", past=True, clause="K2.16")
    accident: Mapped[bool] = fields.yes_no("发生安全事故", "Accident", clause="K2.4")
    signature: Mapped[Signature] = fields.choice(
        "服务记录单",
        "Service record",
        {Signature.SIGNED: Term("客户已签收", "Signed"), Signature.UNSIGNED: Term("客户未签", "Not signed")},
        required=True,
        clause="K2.18",
    )
    repeat_of_id: Mapped[int | None]
    repeat_of: Mapped["ServiceTrip | None"] = fields.reference(
        "原项目", "First service", "service_trip", clause="K2.17"
    )
    repeat_cause: Mapped[RepeatCause | None] = fields.choice(
        "二次服务原因",
        "Why again",
        {
            RepeatCause.WORKMANSHIP: Term("安装工艺差", "Workmanship"),
            RepeatCause.WIRING: Term("接线错误", "Wiring"),
            RepeatCause.CARELESS: Term("调试不认真", "Careless"),
            RepeatCause.FUNCTION: Term("调试功能性缺失和遗漏", "A function was missing"),
            RepeatCause.OTHER: Term("其他", "Other"),
        },
        clause="K2.17",
    )
    state: Mapped[TripState] = fields.choice(
        "状态",
        "State",
        {
            _S.REPORTED: Term("已申报", "Reported"),
            _S.VERIFIED: Term("已核实", "Verified"),
            _S.VOID: Term("作废", "Void"),
        },
        required=True,
        default=_S.REPORTED,
        system=True,
        tones={_S.REPORTED: "soon", _S.VERIFIED: "done", _S.VOID: "stopped"},
    )
    waived_because: Mapped[str | None] = fields.long_text(
        "免签原因", "Why no signature", length=400, system=True, clause="K2.18"
    )
    waived_by_id: Mapped[int | None]
    waived_by: Mapped[Employee | None] = fields.person("同意免签人", "Waived by", system=True, clause="K2.18")
    verified_by_id: Mapped[int | None]
    verified_by: Mapped[Employee | None] = fields.person("核实人", "Verified by", system=True)
    verified_at: Mapped[datetime | None] = fields.moment("核实时间", "Verified at", system=True, indexed=False)
    void_because: Mapped[str | None] = fields.long_text("作废原因", "Why void", length=400, system=True)
    points_in_id: Mapped[int | None]
    points_in: Mapped[PayMonth | None] = fields.reference("计点月份", "Points paid in", "pay_month", system=True)
    quality_in_id: Mapped[int | None]
    quality_in: Mapped[PayMonth | None] = fields.reference(
        "质量奖月份", "Quality paid in", "pay_month", system=True, clause="K2.16"
    )
    quality_back_in_id: Mapped[int | None]
    quality_back_in: Mapped[PayMonth | None] = fields.reference(
        "质量奖收回月份", "Quality taken back in", "pay_month", system=True, clause="K2.16"
    )
