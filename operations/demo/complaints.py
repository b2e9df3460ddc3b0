"""Complaints of the demo company at every stage of their way, each step taken by whoever takes it, in time or too late."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from sqlalchemy import select

from domain.values import OFFICE_ZONE
from models.complaints.words import Kind, Severity
from models.organisation.department import Department
from operations.demo.complaint_play import DESK, QUALITY, SERVICE, Case, Told, actor_of, take
from operations.demo.people import mobile
from operations.demo.stage import Stage, Step

OPENS = time(9, 0)
TOLD = (
    Told("白酒开瓶有异味", "开瓶后有塑料味，同批六瓶都有。", "phone", Kind.QUALITY, QUALITY),
    Told("瓶口渗漏，箱底受潮", "到货两箱渗漏，要求换货。", "written", Kind.RETURN, QUALITY),
    Told("售后人员两次失约", "约定周二上门，两次未到，也未来电。", "phone", Kind.CONDUCT, SERVICE, ("head01",)),
    Told("以为促销价长期有效", "促销已于上月结束，客户仍按促销价结算。", "visit", Kind.MISUNDERSTANDING, SERVICE),
    Told("出库十日内发霉", "出库不到十五天，瓶标发霉。", "phone", Kind.RETURN, QUALITY, (), Severity.SERIOUS),
    Told("口感与上批不同", "同一货号口感偏淡，怀疑换了配方。", "online", Kind.QUALITY, QUALITY),
    Told("业务员态度生硬", "催款时言语不当，要求道歉。", "phone", Kind.CONDUCT, SERVICE, ("manager01",)),
    Told("包装破损", "运输中外箱破损四件。", "visit", Kind.QUALITY, QUALITY),
)
# How many steps of its way each case has gone; the last ones of the way come first, because they took longest.
DEPTHS = (14, 14, 13, 12, 11, 10, 8, 7, 6, 5, 4, 3, 2, 1, 0)

WAY = (
    ("register", 0, 0.4), ("accept", 0, 1.5), ("assign", 0, 2), ("sign_for", 0, 5), ("arrange", 0, 6), ("submit", 1, 2),
    ("propose", 1, 6), ("decide", 2, 1), ("inform", 2, 3), ("finish", 3, 2), ("answer", 3, 5), ("call", 5, 2), ("close", 5, 4), ("archive", 6, 3),
)  # fmt: skip
"""Each step, on which working day after it came, at which hour after nine."""


def play_complaints(stage: Stage) -> None:
    """Plan a case for each depth, the older the further; the last working days are those of the newest."""
    units = {row[0]: row[1] for row in stage.session.execute(select(Department.code, Department.id))}
    days = stage.working_days(len(DEPTHS) * 2 + 6)
    for number, (depth, told) in enumerate(zip(DEPTHS, cycle(TOLD), strict=False)):
        _one(stage, units, number, told, days[number * 2 :], depth)


def _one(stage: Stage, units: dict[str, int], number: int, told: Told, days: Sequence[date], depth: int) -> None:
    unit, handler = told.place
    case: list[Case] = []
    received = datetime.combine(days[0], OPENS, OFFICE_ZONE)

    def enter() -> None:
        record = stage.create(
            "complaint",
            {
                "channel": told.channel, "received_at": received, "complainant": f"客户{number + 1:02d}", "phone": mobile(90_000 + number),
                "address": "扬州市广陵区文昌路", "title": told.title, "facts": told.facts, "demanded": "查明原因并答复。",
                "respondents": [stage.person(code).person_id for code in told.about],
            },
        )  # fmt: skip
        case.append(Case(told, record, units[unit], stage.person(handler).person_id))

    _at(stage, received, DESK, enter)
    for name, day, hour in WAY[:depth]:
        at = datetime.combine(days[min(day, len(days) - 1)], OPENS, OFFICE_ZONE) + timedelta(hours=hour, minutes=number)
        _at(stage, at, actor_of(name, handler), lambda name=name: take(stage, case[0], name))


def _at(stage: Stage, at: datetime, actor: str, deed: Any) -> None:
    if at <= stage.now:
        stage.steps.append(Step(at, actor, deed))
