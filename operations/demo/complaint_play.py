"""What each step of a complaint is given in the demo, in one table: a value that becomes mandatory is added here, for all plays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from domain.values import OFFICE_ZONE
from models.complaints.hearing import ComplaintHearing, Heard
from models.complaints.measure import ComplaintMeasure, MeasureState
from models.complaints.words import Kind, Severity
from models.fence import acting
from operations import moves
from operations.demo.stage import Stage

OFFICE, DESK, LEADER = "complaint01", "reception01", "boss01"
DEPUTY = "deputy01"
"""Decides where another round may follow, whose leader stands a level higher (K4.22)."""
HANDLER = "handler"
"""Stands for the account of whoever handles the case."""
QUALITY, SERVICE = ("QUA", "quality01"), ("SRV", "service01")


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


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint that is played: what was told, its record, and the ids of who handles it where."""

    told: Told
    record: Any
    department: int
    handler: int


ACTORS: Mapping[str, str] = {
    "settle": DESK, "register": DESK, "sign_for": HANDLER, "arrange": HANDLER, "ask_extension": HANDLER, "submit": HANDLER, "finish": HANDLER,
    "grant_extension": LEADER, "send_back": LEADER, "refer": LEADER, "decide": LEADER, "refuse": LEADER,
}  # fmt: skip
"""Who takes a step; the complaint office where nobody is named."""


def values_of(case: Case, name: str) -> dict[str, Any]:
    """What is written at a step."""
    told = case.told
    remedy = "explanation" if _returned(case).get("return_grounds") == "storage" else "exchange"
    table: dict[str, dict[str, Any]] = {
        "settle": {"kind": told.kind, "answer": "已当场答复，客户表示理解。"},
        "propose_refusal": {
            "refusal_code": "not_ours", "refusal_basis": "投诉管理制度：受理范围", "refusal": "不属本公司产品和服务，已告知向有关部门反映的途径。",
        },
        "accept": {
            "kind": told.kind, "severity": told.severity, "major": False, "confirmation": "已受理，三个工作日内答复。",
            **({"nobody_named": "客户说不出姓名，待查。"} if told.kind is Kind.CONDUCT and not told.about else {}),
        },
        "assign": {"department": case.department, "handler": case.handler},
        "ask_extension": {"extension_reason": "需送外部机构检验，三个工作日内不能得出结论。"},
        "arrange": {"arrangement": "由责任部门专人调查，三个工作日内答复；请保留实物和票据。"},
        "grant_extension": {"extension_told": "已电话告知客户延期的原因和新期限。"},
        "submit": {
            "findings": "经核对批次记录，客户所述基本属实。", "cause": "出厂检验漏项。", "responsibility": "company",
            "respondents_said": "已听取当事人陈述。" if told.about else "本件没有被投诉人。",
            **_returned(case),
        },
        "propose": {"opinion": "建议更换并上门说明。" if remedy == "exchange" else "属客户保管不当，建议说明并指导保管。", "remedy": remedy},
        "decide": {"decision": "同意所拟意见。", "remedy": remedy},
        "resolve": {"decision": "同意所拟意见。", "minutes": "应到三人，实到三人，一致同意。", "notify_authority": False},
        "inform": {"told": "已电话告知处理方案，客户同意。"},
        "finish": {"result": "已更换，复检合格。" if remedy == "exchange" else "已上门说明，客户了解保管要求。"},
        "answer": {
            "answer": "《客户处理反馈单》已送达。",
            **({"explanation": "已附公告，说明有关约定的起止日期。"} if told.kind is Kind.MISUNDERSTANDING else {}),
        },
        "call": {"satisfaction": "satisfied", "customer_says": "处理及时，表示满意。"},
        "reopen": {"returned_because": "客户对处理结果不满意，另派他人重新处理。"},
        "close": {"root_cause": "检验规程未含该项", "cause_kind": "method", "prevention": "修订检验规程并培训。"},
        "archive": {"retention": "one_year", "volume": "投诉卷 1"},
        "withdraw": {"withdrawal": "客户来电撤诉，有通话记录。", "withdrawal_confirmed": "recorded"},
    }  # fmt: skip
    return table.get(name, {})


def _returned(case: Case) -> dict[str, Any]:
    """T2.16, T2.17: what was found of goods that are to go back."""
    if case.told.kind is not Kind.RETURN:
        return {}
    if "发霉" not in case.told.title:
        return {"return_grounds": "storage"}
    came_on = case.record.received_at.astimezone(OFFICE_ZONE).date()
    return {"return_grounds": "mould", "outbound_on": came_on - timedelta(days=10), "outbound_checked": True, "return_verified": True}


def today(stage: Stage) -> date:
    """The day at the office."""
    now: datetime = stage.session.info["clock"]()
    return now.astimezone(OFFICE_ZONE).date()


def _evidence(stage: Stage, case: Case) -> None:
    title = f"{case.told.title[:60]}的核查记录"
    found = {"complaint": case.record.id, "title": title, "collected_on": today(stage), "finding": "true", "verified": "与原始记录核对，情况一致。"}
    stage.create("complaint_evidence", {**found, "original": True, "kept_at": "投诉办公室一号柜", "keeper": case.handler})


def _hear(stage: Stage, case: Case) -> None:
    """Each of those complained of is asked by the handler and answers himself; once is enough for all rounds."""
    asked_before = select(ComplaintHearing.id).where(ComplaintHearing.complaint_id == case.record.id)
    if stage.session.scalars(asked_before).first() is not None:
        return
    for code in case.told.about:
        values = {"complaint": case.record.id, "respondent": stage.person(code).person_id, "alleged": "客户反映服务态度生硬。"}
        asked = stage.create("complaint_hearing", {**values, "due_on": today(stage)})
        with acting(stage.session, stage.people[code]):
            moves.perform(stage.session, asked, "answer", {"answer": "当时客户较多，没有解释清楚，已经注意。"})


def _tell(stage: Stage, case: Case) -> None:
    """K4.22: who was complained of learns what was decided about him, when the customer learns what was decided."""
    answered = select(ComplaintHearing).where(ComplaintHearing.complaint_id == case.record.id, ComplaintHearing.state == Heard.ANSWERED)
    for asked in stage.session.scalars(answered).all():
        moves.perform(stage.session, asked, "tell", {"decision_told": "已按核查结果作出处理意见；对涉及本人的部分有异议的，可以提出。"})


def _measures(stage: Stage, case: Case) -> None:
    due_on = stage.calendar.next_working_day(case.record.due_on or today(stage))
    for content in ("更换同批产品", "复检留样"):
        values = {"complaint": case.record.id, "content": content, "responsible": case.handler, "due_on": due_on}
        stage.create("complaint_measure", values)


def _proof(stage: Stage, case: Case) -> None:
    planned = select(ComplaintMeasure).where(
        ComplaintMeasure.complaint_id == case.record.id, ComplaintMeasure.state == MeasureState.PLANNED
    )
    for measure in stage.session.scalars(planned).all():
        moves.perform(stage.session, measure, "complete", {"done_on": today(stage), "proof": "换货单和复检记录已归入本件。"})


BEFORE: Mapping[str, tuple[Callable[[Stage, Case], None], ...]] = {
    "submit": (_evidence, _hear), "propose": (_measures,), "inform": (_tell,), "finish": (_proof,),
}  # fmt: skip
"""What is entered before a step by whoever takes it."""


def actor_of(name: str, handler: str) -> str:
    """The account that takes a step of a case that ``handler`` handles."""
    actor = ACTORS.get(name, OFFICE)
    return handler if actor == HANDLER else actor


def take(stage: Stage, case: Case, name: str, **other: Any) -> None:
    """Take a step as whoever acts, with the values of the table and ``other`` ones."""
    for prepare in BEFORE.get(name, ()):
        prepare(stage, case)
    moves.perform(stage.session, case.record, name, {**values_of(case, name), **other})
