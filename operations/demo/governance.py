"""How the demo company keeps its regulations: discussed, deliberated, published and read; meetings, training, inspections (A10–A15)."""

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.fence import acting
from models.governance.regulation_reading import RegulationReading
from operations.demo.it_operations import Play
from permissions.actor import System

NEEDED = {"hr01", "boss01", "head01", "head02", "manager01", "clerk01", "clerk02"}
REGULATIONS = (
    ("KH-01", "客户管理制度", "潜在客户开发、信息收集和维护、关系管理、服务执行", "管理层"),
    ("KH-02", "客户服务激励制度", "服务部全部员工", "服务部、人力发展部"),
)


def fill_governance(session: Session, draw: Random, today: date) -> None:
    """Play the last month; nothing where the people have no accounts."""
    play = Play(session, draw, 30)
    if not play.stage.people.keys() >= NEEDED:
        return
    on = play.at.date()
    _regulations(play, on)
    _meetings(play, on, today)
    for code, score, effect in (("head01", 92, "备案及时，回访记录完整"), ("head02", 78, "交流记录不全，已要求补齐"), ("clerk02", 55, "客户档案缺项较多")):
        department = play.stage.person(code).department_id
        values = {"title": "客户管理制度执行", "inspected_on": on, "department": department, "inspector": play.who("boss01")}
        play.new("boss01", "governance_inspection", score=score, effect=effect, **values)
    for title, answer in (("展会期间顺延回访", "同意顺延一周，展会后补齐。"), ("外地客户代签回执", "")):
        asked = play.new("head01", "exception_request", title=title, situation="现行制度没有规定，影响客户体验，请管理层决定。", asked_by=play.who("head01"))
        if answer:
            play.move("boss01", asked, "solve", solution=answer)


def _regulations(play: Play, on: date) -> None:
    for code, name, scope, interpreter in REGULATIONS:
        made = play.new(
            "hr01", "regulation", code=code, name=name, scope=scope, owner_department=play.stage.person("hr01").department_id,
            interpreted_by=interpreter, supervised_by="营销中心、人力发展部",
        )  # fmt: skip
        version = play.new(
            "hr01", "regulation_version", regulation=made.id, edition=f"{on.year}版", evaluation="客户增长较快，同行已按季度评优。",
            changes="明确回访频次和奖励标准", content="第一条 为规范客户管理，特制定本制度。",
        )  # fmt: skip
        play.move("hr01", version, "to_discussion")
        _held(play, on, "discussion", f"{name}讨论", "noted", about_version=version.id)
        if code == "KH-01":
            play.move("hr01", version, "to_deliberation")
            _held(play, on, "deliberation", f"{name}审议", "agreed", about_version=version.id)
            play.move("boss01", version, "publish_version")
            _read(play, version.id)


def _read(play: Play, version: int) -> None:
    wanted = {play.who(code): code for code in ("manager01", "clerk01", "head01")}
    with acting(play.session, System("演示：阅知")):
        found = select(RegulationReading).where(RegulationReading.version_of_id == version, RegulationReading.person_id.in_(wanted))
        readings = play.session.scalars(found.order_by(RegulationReading.id)).all()
    for one in readings:
        play.move(wanted[one.person_id], one, "acknowledge")


def _held(play: Play, on: date, kind: str, title: str, result: str, **more: Any) -> Any:
    meeting = play.new("hr01", "governance_meeting", kind=kind, title=title, planned_on=on, chair=play.who("boss01"), **more)
    play.move("hr01", meeting, "hold_meeting", held_on=on, minutes="逐条讨论，意见已归纳。", result=result)
    return meeting


def _meetings(play: Play, on: date, today: date) -> None:
    exchange = _held(play, on, "exchange", "部门客户管理经验交流", "noted", participants=[play.who("head01"), play.who("head02")])
    for task, who in (("整理回访话术", "head01"), ("汇总大客户走访经验", "head02")):
        action = play.new("hr01", "meeting_action", meeting=exchange.id, task=task, responsible=play.who(who), due_on=today + timedelta(days=5))
        if who == "head01":
            play.move(who, action, "complete_action", outcome="已发各部门。")
    for topic, title in (("communication", "沟通技巧"), ("complaints", "投诉处理方法"), ("needs", "客户需求分析")):
        training = play.new("hr01", "training", title=title, topic=topic, planned_on=on, trainer="培训专员")
        if topic != "needs":
            play.move("hr01", training, "hold_training", held_on=on, effect="考核合格率良好")
            for who in ("manager01", "clerk01", "clerk02"):
                values = {"training": training.id, "person": play.who(who), "attended": who != "clerk02"}
                play.new("hr01", "training_attendance", **values, **({"result": "passed", "score": 88} if who != "clerk02" else {}))
