"""设备故障 — reported the same day to whoever keeps the fixed assets, by work order or telephone (K1.9, K1.10)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class FaultChannel(StrEnum):
    """How it was reported."""

    WORK_ORDER = "work_order"
    TELEPHONE = "telephone"


class FaultState(StrEnum):
    """How far the repair is."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REPAIRED = "repaired"


_S = FaultState


class EquipmentFault(Record):
    """One fault; a report too late or not as required goes into the performance ledger of who should have reported it."""

    register = Register(
        title=Term("设备故障上报", "Faults of equipment"),
        area=Area.WORKPLACE,
        rank=30,
        kept=True,
        clauses=("K1.9", "K1.10"),
        label="equipment",
        list=("occurred_on", "reported_on", "late", "equipment", "reporter", "channel", "keeper", "state"),
        search=("equipment", "description"),
        newest="occurred_on",
        owner="reporter",
        department="department",
        assigned=("keeper",),
        draft_only="K1.9",
        at_once=True,
        fixed=("equipment", "description", "occurred_on", "reported_on", "reporter"),
        workflow=Workflow(
            "state",
            _S.REPORTED,
            (
                Move("accept_fault", _S.REPORTED, _S.ACCEPTED, Term("受理", "Accept"), "K1.9", waits=True),
                Move(
                    "return_fault",
                    _S.REPORTED,
                    _S.RETURNED,
                    Term("记录不符合要求", "Not as required"),
                    "K1.10",
                    needs=("wrong",),
                    apart_from=("reporter",),
                ),
                Move(
                    "repair",
                    _S.ACCEPTED,
                    _S.REPAIRED,
                    Term("修复", "Repaired"),
                    "K1.9",
                    needs=("repair_result",),
                    also=(_S.RETURNED,),
                    stamps=("repaired_on",),
                    waits=True,
                ),
            ),
        ),
    )

    equipment: Mapped[str] = fields.text("设备", "Equipment", required=True)
    description: Mapped[str] = fields.text("故障情况", "What is wrong", length=400, required=True, indexed=False)
    occurred_on: Mapped[date] = fields.day("发生日期", "Occurred on", required=True, past=True, clause="K1.9")
    reported_on: Mapped[date] = fields.day(
        "上报日期", "Reported on", now=True, required=True, past=True, not_before="occurred_on", clause="K1.9",
        help=Term("工单和本人上报以录入当天为准；电话上报由接听人填写。", "By work order, and of one's own, the day of entry; who takes a call fills it in."),
    )
    late: Mapped[bool] = fields.yes_no("未当天上报", "Not the same day", system=True, clause="K1.9")
    channel: Mapped[FaultChannel] = fields.choice(
        "上报方式",
        "By",
        {FaultChannel.WORK_ORDER: Term("工单", "Work order"), FaultChannel.TELEPHONE: Term("电话", "Telephone")},
        required=True,
        clause="K1.10",
    )
    reporter_id: Mapped[int]
    reporter: Mapped[Employee] = fields.person("上报人", "Reported by", required=True)
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department")
    keeper_id: Mapped[int | None]
    keeper: Mapped[Employee | None] = fields.person(
        "固定资产管理员", "Keeper of fixed assets", clause="K1.9"
    )
    state: Mapped[FaultState] = fields.choice(
        "状态",
        "State",
        {
            _S.REPORTED: Term("已上报", "Reported"),
            _S.ACCEPTED: Term("已受理", "Accepted"),
            _S.RETURNED: Term("记录不符", "Not as required"),
            _S.REPAIRED: Term("已修复", "Repaired"),
        },
        required=True,
        default=_S.REPORTED,
        system=True,
        tones={_S.REPORTED: "soon", _S.ACCEPTED: "calm", _S.RETURNED: "late", _S.REPAIRED: "done"},
    )
    wrong: Mapped[str | None] = fields.long_text(
        "不符合之处", "What is missing", length=400, system=True, clause="K1.10"
    )
    repair_result: Mapped[str | None] = fields.long_text("修复情况", "Repair", length=400, system=True)
    repaired_on: Mapped[date | None] = fields.day("修复日期", "Repaired on", system=True)
