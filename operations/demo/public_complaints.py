"""What people without an account have sent the demo company, the letters about it, and the channels that are published."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from domain.values import OFFICE_ZONE
from models.complaints.message import Purpose
from models.fence import acting
from operations.complaints import public_intake, public_messages
from operations.complaints.public_acting import outsider
from operations.demo.people import mobile
from operations.demo.stage import Stage, Step
from operations.moves import perform

OFFICE, DESK = "complaint01", "reception01"
CHANNELS = (
    ("hotline", "400-820-8820", "工作日 8:30–17:30"),
    ("mail", "tousu@example.com", None),
    ("address", "扬州市广陵区文昌路 1 号一楼接待处", "工作日 8:30–17:30"),
)
SENT = (
    {"facts": "昨天买的两瓶酒瓶盖有锈，开瓶后有铁锈味。\n照片已留。", "demanded": "换货，并说明原因。", "product": "52度浓香 500 毫升"},
    {"facts": "送货的师傅把货放在小区门口就走了，说了两次都不肯上楼。", "demanded": "以后送货到门。", "anonymous": "1"},
    {"facts": "公众号上登记的防伪码查不到，怀疑买到假酒。", "demanded": "鉴定真伪，给书面结论。", "product": "礼盒装"},
)


def play_public(stage: Stage) -> None:
    """Three complaints from the public form: one just come, one followed by a letter, one registered and answered in a letter."""
    days = stage.working_days(3)
    for number, sent in enumerate(SENT):
        _one(stage, number, sent, datetime.combine(days[-1 - number], time(9, 20), OFFICE_ZONE))
    opened = datetime.combine(days[0], time(8, 40), OFFICE_ZONE)
    for way, reached, hours in CHANNELS:
        values = {"way": way, "reached": reached, "hours": hours, "published": True}
        stage.steps.append(Step(opened, OFFICE, lambda values=values: stage.create("complaint_channel", values)))  # type: ignore[misc]


def _one(stage: Stage, number: int, sent: dict[str, str], at: datetime) -> None:
    case: dict[str, Any] = {}
    session = stage.session
    who = {"complainant": f"网客{number + 1:02d}", "phone": mobile(91_000 + number), "address": "扬州市邗江区"}

    def send() -> None:
        with acting(session, outsider()):
            case["record"] = public_intake.enter(session, public_intake.read({**who, **sent}, at.date()))

    def ask() -> None:
        with acting(session, outsider()):
            public_messages.write_in(session, b"demo", case["record"].id, "请问什么时候能有答复？", Purpose.MESSAGE)

    def reply() -> None:
        perform(session, case["record"], "register", {})
        public_messages.write_out(session, case["record"], "已登记，正在核实批次，请保留酒瓶和外箱。")

    deeds: list[tuple[str, Callable[[], None]]] = [(DESK, send), (DESK, ask), (OFFICE, reply)]
    for hours, (actor, deed) in enumerate(deeds[: number + 1]):
        moment = at + timedelta(hours=hours)
        if moment <= stage.now:
            stage.steps.append(Step(moment, actor, deed))
