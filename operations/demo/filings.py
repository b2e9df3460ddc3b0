"""The filed processes of the demo company: one in force with its chart, one to be audited, and what monitoring has found."""

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from operations.demo.company import Company
from operations.demo.it_operations import Play

WRITER, HEAD, MANAGER = "svcwrite01", "svchead01", "svcmgr01"
STEPS = (("受理登记", "接听来电，登记客户和故障", None, None), ("派工", "按区域派售后工程师", None, None),
         ("上门维修", "检测、维修、客户签字", "未修复则重新派工", 2), ("回访", "两日内电话回访", "不满意则再上门", 3))  # fmt: skip
PROCESSES = (("售后上门维修", "after_sales"), ("客户咨询答复", "complaints"), ("客户投诉处理", "complaints"))


def fill_filings(session: Session, draw: Random, company: Company, today: date) -> None:
    """Played by the people of 客户服务部; nothing where they have no accounts."""
    play = Play(session, draw, 30)
    if not {WRITER, HEAD, MANAGER} <= play.stage.people.keys():
        return
    for kind in ("after_sales", "complaints"):
        play.new(MANAGER, "process_duty", kind=kind, department=company.departments["SRV"], from_on=today - timedelta(days=400))
    made = [_process(play, company, title, kind) for title, kind in PROCESSES]
    for process, steps in zip(made, (4, 1, 4), strict=True):
        for who, move, values in (
            (WRITER, "submit_process", {}), (HEAD, "audit_process", {"audit": "符合制度，可行"}), (MANAGER, "file_process", {}),
            (MANAGER, "put_in_force", {"put_in_force": "部门例会培训后实施"}),
        )[:steps]:  # fmt: skip
            play.move(who, process, move, **values)
    play.new(MANAGER, "process_supervisor", member=play.who(MANAGER), leads=True, from_on=today - timedelta(days=200))
    seen = {"filing": made[0].id, "checked_on": play.at.date(), "checker": play.who(MANAGER)}
    play.new(MANAGER, "process_check", watch="monitoring", outcome="kept", what="抽查 20 单，均按流程办理", **seen)
    late = play.new(MANAGER, "process_check", watch="supervision", outcome="deviation", what="三单超过两日未回访", responsible=play.who(WRITER), **seen)
    play.move(WRITER, late, "correct_process", measure="当日补回访，设提醒")


def _process(play: Play, company: Company, title: str, kind: str) -> Any:
    process = play.new(
        WRITER, "process_filing", title=title, kind=kind, department=company.departments["SRV"], writer=play.who(WRITER),
        overview="规范服务过程，明确责任，提高效率", place_and_people="工作时间；客户现场和客服中心；客服专员、售后工程师", steps="见流程节点",
        laws="《消费者权益保护法》、公司售后服务规定", risks="上门超时：备用工程师；客户信息泄露：只带派工单", expected="一次修复率 90%，回访满意率 95%",
    )  # fmt: skip
    for no, (step, action, decision, back) in enumerate(STEPS, 1):
        values = {"title": step, "responsible": play.who(WRITER), "action": action, "decision": decision, "back_to": back}
        play.new(WRITER, "process_node", filing=process.id, line_no=no, **values)
    return process
