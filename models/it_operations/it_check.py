"""定期检查 — viruses, fire equipment, air conditioning, UPS, maintenance, the air of the machine room: planned, done, and planned again (K5.30–K5.43)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class CheckKind(StrEnum):
    """What is looked at."""

    VIRUS = "virus"
    FIRE = "fire"
    AIR = "air"
    UPS = "ups"
    MAINTENANCE = "maintenance"
    ENVIRONMENT = "environment"


class CheckState(StrEnum):
    """Whether it was done."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class CheckResult(StrEnum):
    """What was found."""

    GOOD = "good"
    FAULT = "fault"


CHECKS = {
    CheckKind.VIRUS: Term("病毒检查", "Viruses"),
    CheckKind.FIRE: Term("消防设备检查", "Fire equipment"),
    CheckKind.AIR: Term("空调测试", "Air conditioning"),
    CheckKind.UPS: Term("不间断电源充放电", "UPS charge and discharge"),
    CheckKind.MAINTENANCE: Term("设备维护", "Maintenance"),
    CheckKind.ENVIRONMENT: Term("机房环境", "Air and voltage of the room"),
}
RESULTS = {CheckResult.GOOD: Term("正常", "Good"), CheckResult.FAULT: Term("有问题", "Something wrong")}
CHECK_STATES = {
    CheckState.PLANNED: Term("待检查", "Planned"),
    CheckState.DONE: Term("已检查", "Done"),
    CheckState.CANCELLED: Term("已取消", "Cancelled"),
}
_S = CheckState
_FOUND = ("result", "found")
READINGS = ("temperature", "humidity", "voltage", "airflow", "temperature_rise", "cleanliness", "rise_rate")


class ItCheck(Record):
    """One check of one thing by one person; the next one is planned when it is done."""

    register = Register(
        title=Term("定期检查", "Regular checks"),
        area=Area.IT_OPERATIONS,
        rank=20,
        clauses=("K5.30", "K5.36", "K5.39", "K5.41", "K5.42", "K5.43"),
        label="what",
        list=("what", "kind", "due_on", "responsible", "state", "result", "done_at"),
        search=("what", "found"),
        newest="due_on",
        owner="responsible",
        draft_only="K5.36",
        workflow=Workflow(
            "state",
            _S.PLANNED,
            (
                Move("do_check", _S.PLANNED, _S.DONE, Term("登记检查结果", "Enter the result"), "K5.36", needs=_FOUND,
                     offers=(*READINGS, "measure"), stamps=("done_by", "done_at"), waits=True),
                Move("cancel_check", _S.PLANNED, _S.CANCELLED, Term("取消", "Cancel"), "K5.36", needs=("found",)),
            ),
        ),
    )  # fmt: skip

    kind: Mapped[CheckKind] = fields.choice("检查种类", "Kind", CHECKS, required=True)
    what: Mapped[str] = fields.text("检查对象", "What is checked", length=120, required=True)
    responsible_id: Mapped[int]
    responsible: Mapped[Employee] = fields.person("负责人", "Responsible", required=True, clause="K5.30")
    due_on: Mapped[date] = fields.day("检查期限", "Due on", required=True, clause="K5.36", runs=(_S.PLANNED,))
    state: Mapped[CheckState] = fields.choice(
        "状态", "State", CHECK_STATES, required=True, default=_S.PLANNED, system=True,
        tones={_S.PLANNED: "soon", _S.DONE: "done", _S.CANCELLED: "stopped"},
    )  # fmt: skip
    result: Mapped[CheckResult | None] = fields.choice("结果", "Result", RESULTS, system=True, tones={CheckResult.GOOD: "done", CheckResult.FAULT: "late"})
    found: Mapped[str | None] = fields.long_text("检查情况", "What was found", length=2000, system=True)
    temperature: Mapped[int | None] = fields.number("温度(℃)", "Temperature", system=True, indexed=False, clause="K5.41")
    humidity: Mapped[int | None] = fields.number("湿度(%)", "Humidity", system=True, indexed=False, minimum=0, clause="K5.41")
    voltage: Mapped[int | None] = fields.number("电压(V)", "Voltage", system=True, indexed=False, minimum=0, clause="K5.41")
    airflow: Mapped[int | None] = fields.number("风量(m³/h)", "Airflow", system=True, indexed=False, minimum=0, clause="K5.42")
    temperature_rise: Mapped[int | None] = fields.number("温升(℃)", "Rise of temperature", system=True, indexed=False, clause="K5.42")
    cleanliness: Mapped[int | None] = fields.number("洁净度(粒/L)", "Cleanliness", system=True, indexed=False, minimum=0, clause="K5.42")
    rise_rate: Mapped[int | None] = fields.number("温度上升率(℃/h)", "Rate of rise", system=True, indexed=False, clause="K5.42")
    measure: Mapped[str | None] = fields.long_text("处理措施", "Measures", length=2000, system=True, clause="K5.30")
    done_by_id: Mapped[int | None]
    done_by: Mapped[Employee | None] = fields.person("检查人", "Checked by", system=True)
    done_at: Mapped[datetime | None] = fields.moment("检查时间", "Checked at", system=True)
