"""Complaints of the demo company at every stage of their way, each step taken by whoever takes it, in time or too late."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from sqlalchemy import select

from domain.values import OFFICE_ZONE
from models.complaints.measure import ComplaintMeasure
from models.complaints.words import Kind, Severity
from models.organisation.department import Department
from operations import moves
from operations.demo.people import mobile
from operations.demo.stage import Stage, Step

OFFICE, DESK, LEADER = "complaint01", "reception01", "boss01"
QUALITY, SERVICE = ("QUA", "quality01"), ("SRV", "service01")
OPENS = time(9, 0)


@dataclass(frozen=True, slots=True)
class Told:
    """What a customer complains about."""

    title: str
    facts: str
    channel: str
    kind: Kind
    place: tuple[str, str]
    """The department that handles it, and its handler."""
    about: tuple[str, ...] = ()
    """Accounts of those complained of."""
    severity: Severity = Severity.NORMAL


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


def play_complaints(stage: Stage) -> None:
    """Plan a case for each depth, the older the further; the last working days are those of the newest."""
    units = {row[0]: row[1] for row in stage.session.execute(select(Department.code, Department.id))}
    days = stage.working_days(len(DEPTHS) * 2 + 6)
    for number, (depth, told) in enumerate(zip(DEPTHS, cycle(TOLD), strict=False)):
        _one(stage, units, number, told, days[number * 2 :], depth)


def _one(stage: Stage, units: dict[str, int], number: int, told: Told, days: Sequence[date], depth: int) -> None:
    case: dict[str, Any] = {}
    received = datetime.combine(days[0], OPENS, OFFICE_ZONE)

    def enter() -> None:
        case["record"] = stage.create(
            "complaint",
            {
                "channel": told.channel, "received_at": received, "complainant": f"客户{number + 1:02d}", "phone": mobile(90_000 + number),
                "address": "扬州市广陵区文昌路", "title": told.title, "facts": told.facts, "demanded": "查明原因并答复。",
                "respondents": [stage.person(code).person_id for code in told.about],
            },
        )  # fmt: skip

    _at(stage, received, DESK, enter)
    for actor, name, day, hour, values in list(_way(told, units, stage, days[0]))[:depth]:

        def step(actor: str = actor, name: str = name, values: dict[str, Any] = values) -> None:
            _before(stage, case["record"], told, name)
            moves.perform(stage.session, case["record"], name, values)

        at = datetime.combine(days[min(day, len(days) - 1)], OPENS, OFFICE_ZONE) + timedelta(hours=hour, minutes=number)
        _at(stage, at, actor, step)


def _way(told: Told, units: dict[str, int], stage: Stage, came_on: date) -> Iterator[tuple[str, str, int, float, dict[str, Any]]]:
    """Who does what on which working day after it came, at which hour after nine, with which words."""
    unit, handler = told.place
    person = stage.person(handler).person_id
    yield DESK, "register", 0, 0.4, {}
    accepted = {"kind": told.kind, "severity": told.severity, "major": False, "confirmation": "已受理，三个工作日内答复。"}
    yield OFFICE, "accept", 0, 1.5, accepted
    yield OFFICE, "assign", 0, 2, {"department": units[unit], "handler": person}
    yield handler, "sign_for", 0, 5, {}
    yield handler, "arrange", 0, 6, {"arrangement": "由责任部门专人调查，三个工作日内答复；请保留实物和票据。"}
    yield handler, "submit", 1, 2, {
        "findings": "经核对批次记录，客户所述基本属实。", "cause": "出厂检验漏项。", "responsibility": "company",
        "respondents_said": "已听取当事人陈述。" if told.about else "本件没有被投诉人。", **_returned(told, came_on),
    }  # fmt: skip
    yield OFFICE, "propose", 1, 6, {"opinion": "建议更换并上门说明。", "remedy": "exchange"}
    yield LEADER, "decide", 2, 1, {"decision": "同意所拟意见。", "remedy": "exchange"}
    yield OFFICE, "inform", 2, 3, {"told": "已电话告知处理方案，客户同意。"}
    yield handler, "finish", 3, 2, {"result": "已更换，复检合格。"}
    yield OFFICE, "answer", 3, 5, {"answer": "《客户处理反馈单》已送达。"}
    yield OFFICE, "call", 5, 2, {"satisfaction": "satisfied", "customer_says": "处理及时，表示满意。"}
    yield OFFICE, "close", 5, 4, {"root_cause": "检验规程未含该项。", "prevention": "修订检验规程并培训。"}
    yield OFFICE, "archive", 6, 3, {"retention": "one_year", "volume": "投诉卷 1"}


def _returned(told: Told, came_on: date) -> dict[str, Any]:
    """T2.16, T2.17: what was found of goods that are to go back."""
    if told.kind is not Kind.RETURN:
        return {}
    if "发霉" not in told.title:
        return {"return_grounds": "storage"}
    return {"return_grounds": "mould", "outbound_on": came_on - timedelta(days=10), "outbound_checked": True, "return_verified": True}


def _before(stage: Stage, case: Any, told: Told, name: str) -> None:
    """What stands in the file before a step: evidence, measures, their proof."""
    today = stage.session.info["clock"]().astimezone(OFFICE_ZONE).date()
    if name == "submit":
        _evidence(stage, case, told)
    if name == "propose":
        for content in ("更换同批产品", "复检留样"):
            due_on = stage.calendar.next_working_day(case.due_on or today)
            stage.create("complaint_measure", {"complaint": case.id, "content": content, "responsible": case.handler_id, "due_on": due_on})
    if name == "finish":
        for measure in stage.session.scalars(select(ComplaintMeasure).where(ComplaintMeasure.complaint_id == case.id)).all():
            moves.perform(stage.session, measure, "complete", {"done_on": today, "proof": "换货单和复检记录已归入本件。"})


def _evidence(stage: Stage, case: Any, told: Told) -> None:
    today = stage.session.info["clock"]().astimezone(OFFICE_ZONE).date()
    stage.create("complaint_evidence", {"complaint": case.id, "title": f"{told.title}的核查记录", "collected_on": today, "finding": "true"})


def _at(stage: Stage, at: datetime, actor: str, deed: Any) -> None:
    if at <= stage.now:
        stage.steps.append(Step(at, actor, deed))
