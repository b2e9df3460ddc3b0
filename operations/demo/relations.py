"""What guards the demo company's customers: surveys, evaluations, a loss, risks, an agreement, a sharing; checks and plans of the desk."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from domain.values import OFFICE_ZONE
from models.base import columns_of
from operations import moves
from operations.demo.stage import Stage, Step

MANAGER, HEAD, BOSS, LEAD, AGENT = "manager01", "head01", "boss01", "lead01", "service01"
FACTORS = {"finance": 2, "operation": 3, "credit": 2, "market": 3}
RISKS = (("credit", "多次超过账期付款", 4, 4), ("market", "所在街区改造，客流下降", 3, 2), ("legal", "与房东有合同纠纷", 2, 2))

ORIGINS = (("contact_email", "展会登记表", "consent"), ("contact_phone", "合同联系人条款", "contract"), ("address", "企业信用信息公示系统", "public"))


def play_relations(stage: Stage) -> None:
    """Plan it over the last working days, for customers of one manager; nothing where somebody is missing."""
    if not {MANAGER, HEAD, BOSS, LEAD, AGENT} <= set(stage.people):
        return
    manager = stage.person(MANAGER).person_id
    table = columns_of("customer")
    found = stage.session.execute(select(table.id).where(table.manager_id == manager).order_by(table.id).limit(3)).scalars().all()
    days = stage.working_days(8)
    for number, customer in enumerate(found):
        _surveyed(stage, days, customer, number)
        _at_risk(stage, days, customer, number)
        _collected(stage, days, customer, number)
    if found:
        _leaving(stage, days, found[0])
    _desk(stage, days)


def _at(stage: Stage, day: date, hour: float, actor: str, deed: Any) -> None:
    at = datetime.combine(day, time(9), OFFICE_ZONE) + timedelta(hours=hour)
    if at <= stage.now:
        stage.steps.append(Step(at, actor, deed))


def _move(stage: Stage, made: list[Any], name: str, **values: Any) -> Any:
    return lambda: moves.perform(stage.session, made[0], name, values)


def _surveyed(stage: Stage, days: list[date], customer: int, number: int) -> None:
    survey = {"customer": customer, "means": "questionnaire", "asked_on": days[0], "satisfaction": 5 - number, "loyalty": 4, "service": 4}
    _at(stage, days[0], 1 + number / 10, MANAGER, lambda: stage.create("customer_survey", survey))
    made: list[Any] = []
    period = {"customer": customer, "from_on": days[0] - timedelta(days=60), "until_on": days[1], "evaluator": stage.person(MANAGER).person_id}
    _at(stage, days[2], 1 + number / 10, MANAGER, lambda: made.append(stage.create("relation_evaluation", period)))
    if number:
        _at(stage, days[3], 1 + number / 10, MANAGER, _move(stage, made, "conclude_evaluation", conclusion="关系良好，注意回访频率。"))


def _at_risk(stage: Stage, days: list[date], customer: int, number: int) -> None:
    kind, details, likelihood, impact = RISKS[number]
    made: list[Any] = []
    values = {
        "customer": customer, "kind": kind, "source": "analysis", "identified_on": days[1], "details": details, "likelihood": likelihood, "impact": impact,
    }  # fmt: skip
    _at(stage, days[1], 2 + number / 10, MANAGER, lambda: made.append(stage.create("customer_risk", {**values, **FACTORS})))
    manager = stage.person(MANAGER).person_id
    answer = {"strategy": "reduce", "measures": "缩短账期，限额发货。", "responsible": manager, "review_on": days[-1] + timedelta(days=60)}
    _at(stage, days[2], 2 + number / 10, MANAGER, _move(stage, made, "answer_risk", **answer))
    if number:
        _at(stage, days[3], 2 + number / 10, MANAGER, _move(stage, made, "control_risk"))


def _collected(stage: Stage, days: list[date], customer: int, number: int) -> None:
    """One e-mail address was given by consent, and the consent is withdrawn."""
    made: list[Any] = []
    datum, source, basis = ORIGINS[number]
    values = {"customer": customer, "datum": datum, "source": source, "basis": basis, "collected_on": days[0]}
    _at(stage, days[1], 3 + number / 10, MANAGER, lambda: made.append(stage.create("datum_origin", values)))
    if not number:
        _at(stage, days[3], 3, MANAGER, _move(stage, made, "withdraw_consent", withdrawal="本人来电要求不再保存邮箱。"))


def _leaving(stage: Stage, days: list[date], customer: int) -> None:
    case: list[Any] = []
    manager = stage.person(MANAGER).person_id
    lost = {"customer": customer, "noticed_on": days[1], "reason": "price", "analysis": "同行报价低一成，已三个月没有订货。"}
    _at(stage, days[1], 3, MANAGER, lambda: case.append(stage.create("churn_case", lost)))
    _at(stage, days[2], 3, MANAGER, _move(stage, case, "plan_win_back", strategy="上门拜访，重新报价。", responsible=manager, act_by_on=days[-1]))
    _at(stage, days[4], 3, MANAGER, _move(stage, case, "contact_lost", contact_record="上门拜访，客户嫌价高。", offered="按季度采购量返利。"))
    signed = {"party": "扬州某物流公司", "scope": "收货单位和地址", "signed_on": days[1], "expires_on": days[1] + timedelta(days=365)}
    agreement: list[Any] = []
    _at(stage, days[1], 4, MANAGER, lambda: agreement.append(stage.create("confidentiality_agreement", signed)))
    sharing: list[Any] = []
    asked = {
        "customer": customer, "purpose": "节日礼品配送", "recipient": "扬州某物流公司", "recipient_is": "outside", "what": "收货单位、地址", "basis": "consent",
        "safety": "加密传送，用后删除", "expires_on": days[-1] + timedelta(days=30),
    }  # fmt: skip
    _at(stage, days[2], 4, MANAGER, lambda: sharing.append(stage.create("sharing_request", {**asked, "agreement": agreement[0].id})))
    _at(stage, days[3], 4, HEAD, _move(stage, sharing, "agree_sharing", department_opinion="同意，限礼品配送。"))
    _at(stage, days[4], 4, BOSS, _move(stage, sharing, "approve_sharing", leader_opinion="同意"))


def _desk(stage: Stage, days: list[date]) -> None:
    checks: list[Any] = []
    agent = stage.person(AGENT).person_id
    check = {"kind": "conduct", "agent": agent, "checked_on": days[3], "attitude": 4, "procedure": 3, "quality": 4}
    _at(stage, days[3], 5, LEAD, lambda: checks.append(stage.create("quality_check", {**check, "fault": "interrupted", "finding": "两次打断客户。"})))
    _at(stage, days[4], 5, AGENT, _move(stage, checks, "put_right", remedy="已重听录音，学习服务规范。"))
    year = days[0].year
    plans: list[Any] = []
    whole = {"title": f"{year} 年客服工作计划", "span": "year", "focus": "whole", "from_on": date(year, 1, 1), "until_on": date(year, 12, 31)}
    _at(stage, days[0], 6, LEAD, lambda: plans.append(stage.create("service_plan", {**whole, "target": "满意度九成五，工单按时率九成八。"})))
    for number, focus in enumerate(("sales", "support", "aftersales")):
        title = f"第四季度：{('销售', '后台技术支持', '售后客服')[number]}"
        part = {**whole, "title": title, "span": "quarter", "focus": focus, "from_on": date(year, 10, 1)}
        _at(stage, days[0], 6.1 + number / 10, LEAD, lambda part=part: stage.create("service_plan", {**part, "above": plans[0].id, "target": "见分解表。"}))
    _at(stage, days[1], 6, BOSS, _move(stage, plans, "approve_plan"))
