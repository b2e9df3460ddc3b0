"""The service desk of the demo company: requests in every state, contacts, feedback, channels, an incident, and daily reports."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from domain.values import OFFICE_ZONE
from models.fence import acting
from models.register import registers
from operations import moves
from operations.complaints.superiors import superiors_of
from operations.demo.people import mobile
from operations.demo.stage import Stage, Step
from operations.records import create
from operations.service.reporting import begin_reports
from permissions.actor import System

AGENT, LEAD, FRONT, HANDLER, HEAD, SELLER = "service01", "lead01", "reception01", "service02", "head01", "manager01"
ASKED = (
    ("inquiry", "phone", "会员价如何计算", "想知道今年的会员价怎么算，和去年有什么不同。", "会员价按上年采购额分三档，已发送价目表。"),
    ("service", "online", "上门调试冷藏柜", "冷藏柜装好后温度不稳，请派人来看。", "售后工程师上门调整温控，已恢复正常。"),
    ("order", "phone", "订单显示未付款", "昨天已经付款，订单还是未付款。", "财务核对到账，订单状态已更正。"),
    ("trial", "visit", "申请试用小程序下单", "门店想先试用两周。", "已开通试用两周，并演示下单。"),
    ("top_up", "phone", "储值卡充值未到账", "上午充值五百元，余额没有变化。", "供应商已补充到账。"),
    ("inquiry", "email", "发票抬头变更", "公司改名，以后发票抬头怎么改？", "请提交变更证明，下月起用新抬头。"),
    ("service", "written", "申请延长保修", "来函申请将冷藏柜保修延长一年。", "按批示延长半年，已书面答复。"),
)
WAY = ("transfer", "sign_request", "tell_progress", "answer", "close")
DEPTHS = (5, 5, 5, 4, 3, 2, 1)
SAID = (
    ("suggestion", "大厅增设座椅", "等候的人多，没有座位。"), ("commendation", "表扬售后人员", "上门及时，讲解耐心。"),
    ("market", "邻市同行降价", "邻市两家同行上周起降价一成。"), ("opinion", "对账单看不清", "对账单字太小。"),
    ("suggestion", "小程序增加催单", "希望能在线催单。"),
)
CHANNELS = (
    ("服务热线", "hotline", "全部业务"), ("在线客服", "online", "咨询、报修"), ("售后服务台", "aftersales", "安装、调试、维修"),
    ("储值卡供应商甲", "supplier", "储值卡充值"), ("线上充值通道", "top_up", "在线充值"),
)  # fmt: skip


def play_service(stage: Stage) -> None:
    """Plan it all over the last working days; nothing where the desk has no people."""
    if not {AGENT, LEAD, FRONT, HANDLER} <= set(stage.people):
        return
    days = stage.working_days(14)
    for number, (asked, depth) in enumerate(zip(ASKED, DEPTHS, strict=True)):
        _request(stage, days[number * 2 :], asked, depth, number)
    for number, said in enumerate(SAID):
        _feedback(stage, days[number:], said, number)
    _channels(stage, days[0], days[-3])
    _reports(stage, days[-5])


def _at(stage: Stage, day: date, hour: float, actor: str, deed: Callable[[], Any]) -> None:
    at = datetime.combine(day, time(9), OFFICE_ZONE) + timedelta(hours=hour)
    if at <= stage.now and actor in stage.people:
        stage.steps.append(Step(at, actor, deed))


def _moves(stage: Stage, made: list[Any], name: str, values: Mapping[str, Any]) -> Callable[[], Any]:
    return lambda: moves.perform(stage.session, made[0], name, values)


def _request(stage: Stage, days: Sequence[date], asked: tuple[str, ...], depth: int, number: int) -> None:
    kind, channel, title, need, solution = asked
    made: list[Any] = []
    handler = stage.person(HANDLER)
    values = {
        "kind": kind, "channel": channel, "title": title, "need": need, "asker": f"联系人{number + 1}", "phone": mobile(80_000 + number),
    }  # fmt: skip
    _at(stage, days[0], 0.2 + number / 20, FRONT if channel == "visit" else AGENT, lambda: made.append(stage.create("service_request", values)))
    given: Mapping[str, Mapping[str, Any]] = {
        "transfer": {"department": handler.department_id, "handler": handler.person_id}, "tell_progress": {"progress": "已受理，正在核对。"},
        "answer": {"solution": solution}, "close": {"satisfaction": ("satisfied", "accepted")[number % 2], "into_faq": kind == "inquiry"},
    }  # fmt: skip
    for place, name in enumerate(WAY[:depth]):
        actor = HANDLER if name in ("sign_request", "tell_progress", "answer") else FRONT if channel == "visit" else AGENT
        _at(stage, days[place // 4], 0.5 + number / 20 + place % 4 * 1.5, actor, _moves(stage, made, name, given.get(name, {})))
    contact: dict[str, Any] = {
        "subject": title, "kind": "inquiry" if number % 3 else "new_service", "channel": channel, "said": need, "told": "介绍了办理流程。",
        "minutes": 3 + number, "attitude": 5 - number % 2,
    }  # fmt: skip
    when = datetime.combine(days[0], time(9), OFFICE_ZONE)
    _at(stage, days[0], 0.3 + number / 20, AGENT, lambda: stage.create("contact_log", {**contact, "happened_at": when}))


def _feedback(stage: Stage, days: Sequence[date], said: tuple[str, ...], number: int) -> None:
    kind, title, content = said
    made: list[Any] = []
    seller = stage.person(SELLER)
    values = {"kind": kind, "channel": "visit", "recorded_on": days[0], "title": title, "content": content, "giver": f"客户{number + 1:02d}"}
    _at(stage, days[0], 2 + number / 20, AGENT, lambda: made.append(stage.create("feedback", values)))
    way: list[tuple[str, str, Mapping[str, Any]]] = [
        (AGENT, "relay", {"department": seller.department_id, "receiver": seller.person_id}), (SELLER, "sign_feedback", {}),
    ]  # fmt: skip
    if kind == "suggestion":
        way += [
            (SELLER, "evaluate", {"feasible": "yes", "evaluation": "花费不多，可行。"}), (HEAD, "adopt", {"decision": "月底前完成。"}),
            (AGENT, "tell", {"told": "建议已采纳，月底前完成。"}), (AGENT, "post", {"posted": f"采纳客户建议：{title}"}),
        ]  # fmt: skip
    else:
        way.append((AGENT, "conclude", {}))
    for place, (actor, name, given) in enumerate(way[: len(way) - number // 4 * 3]):
        _at(stage, days[place // 2 + 1], 2 + number / 20 + place % 2, actor, _moves(stage, made, name, given))


def _channels(stage: Stage, first: date, day: date) -> None:
    made: list[Any] = []
    for name, kind, offers in CHANNELS:
        channel = {"name": name, "kind": kind, "offers": offers, "answers": "一般十分钟内到账，未到账请登记工单。"}
        _at(stage, first, 0.1, AGENT, lambda channel=channel: made.append(stage.create("service_channel", channel)))  # type: ignore[misc]
    found = datetime.combine(day, time(10), OFFICE_ZONE)
    values: dict[str, Any] = {"kind": "supplier", "title": "储值卡充值不到账", "found_at": found, "details": "上午起多名客户反映充值不到账。"}
    incidents: list[Any] = []
    _at(stage, day, 1.2, AGENT, lambda: incidents.append(stage.create("service_incident", {**values, "channel": made[3].id})))
    finder = stage.person(AGENT).person_id
    told = {"reported_to": min(superiors_of(stage.session, (finder,))[finder])}
    _at(stage, day, 1.5, AGENT, lambda: moves.perform(stage.session, incidents[0], "report_incident", told))
    _at(stage, day, 2.5, LEAD, _moves(stage, incidents, "act_on_incident", {"action": "暂停该供应商，改走线上充值通道。"}))


def _reports(stage: Stage, first: date) -> None:
    """Two people report each day to the lead; one report is missing by now."""
    people = [stage.person(code).person_id for code in (AGENT, HANDLER)]
    session = stage.session

    def duties() -> None:
        for number, author in enumerate(people):
            create(session, registers["report_duty"], {
                "name": f"客服日报{number + 1}", "author": author, "reader": stage.person(LEAD).person_id, "kind": "work", "every": "day", "from_on": first,
            })  # fmt: skip

    _at(stage, first, 0, LEAD, duties)
    for day in (one for one in stage.working_days(5) if one >= first):
        _at(stage, day, 8, LEAD, lambda: _begin(stage))
        for code in (AGENT, HANDLER):
            if code == AGENT or day.day % 3:
                _at(stage, day, 8.2, code, lambda code=code, day=day: _submit(stage, code, day))  # type: ignore[misc]


def _begin(stage: Stage) -> None:
    with acting(stage.session, System("演示：到期的工作报告")):
        begin_reports(stage.session)


def _submit(stage: Stage, code: str, day: date) -> None:
    model: Any = registers["work_report"].model
    wanted = select(model).where(model.author_id == stage.person(code).person_id, model.for_on == day)
    report = stage.session.scalars(wanted).first()
    if report is not None:
        moves.perform(stage.session, report, "submit_report", {"content": "接待客户，办理工单，无异常。"})
