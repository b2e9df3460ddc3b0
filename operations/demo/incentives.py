"""A month of the demo company: trips, sales and claims become pay that four people sign; the place is looked after (K1, K2, K8)."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.months import month_start, months_after
from domain.values import OFFICE_ZONE
from models.fence import acting
from models.incentives.pay_line import PayLine
from models.incentives.pay_month import PayMonth
from operations.attachments import keep
from operations.demo.it_operations import Play
from operations.demo.stage import acting_at
from operations.incentives.months import begin_pay_months
from permissions.actor import System

PEOPLE = ("manager01", "manager02", "clerk01", "clerk02")
NEEDED = {*PEOPLE, "pay01", "fin01", "hr01", "head02", "boss01", "deputy01", "staff01"}
PROJECTS = ("瓜洲变电站调试", "邗江水厂安装", "仪征码头检修", "江都泵站调试", "高邮风场安装")


def fill_incentives(session: Session, draw: Random, today: date) -> None:
    """Play the month before this one; nothing where the people have no accounts."""
    play = Play(session, draw, 45)
    if not play.stage.people.keys() >= NEEDED:
        return
    first = months_after(month_start(today), -1)
    play.at = _noon(first, 24)
    _standing(play, first)
    _earned(play, first)
    _looked_at(play, first)
    play.at = _noon(month_start(today), 1)
    _paid(play, first)


def _noon(first: date, days: int) -> datetime:
    return datetime.combine(first + timedelta(days=days), time(12), OFFICE_ZONE)


def _standing(play: Play, first: date) -> None:
    for place, who in enumerate(PEOPLE):
        group = "engineer" if place < 2 else "service"
        values = {"person": play.who(who), "group": group, "base_wage": Decimal(4200 + 400 * place), "from_on": months_after(first, -9)}
        play.new("hr01", "wage", **values)
    for kind, name, more in (
        ("monthly", "服务质量", {"weight": 60}),
        ("monthly", "服务工作量", {"weight": 25}),
        ("monthly", "服务成本", {"weight": 15}),
        ("half_year", "管理职能部门激励", {"external_document": "管理职能部门激励制度"}),
        ("parts", "服务产品销售", {"external_document": "服务产品销售激励政策", "payer": "sales_company"}),
        ("complaints", "每件责任投诉", {"basis": "each", "points": Decimal(-1)}),
        ("complaints", "服务和态度类投诉", {"basis": "each", "complaint_kind": "conduct", "points": Decimal(-2)}),
        ("complaints", "每次逾期", {"basis": "overdue", "points": Decimal("-0.5")}),
        ("complaints", "每次重复投诉", {"basis": "repeated", "points": Decimal(-1), "amount": Decimal(-50)}),
    ):
        play.new("hr01", "incentive_scheme", kind=kind, name=name, **more)


def _earned(play: Play, first: date) -> None:
    trips = []
    for place, project in enumerate(PROJECTS * 2):
        who = PEOPLE[place % 2]
        values: dict[str, Any] = {
            "person": play.who(who), "project": project, "kind": "commissioning" if "调试" in project else "installation",
            "coefficient": Decimal("4.5") + place % 3, "finished_on": first + timedelta(days=2 * place + 1),
            "signature": "unsigned" if place in (3, 6) else "signed",
        }  # fmt: skip
        trips.append(play.new(who, "service_trip", **values))
    play.move("head02", trips[6], "waive_signature", waived_because="客户现场停电撤离，已电话确认。")
    for trip in trips[:9]:
        play.move("head02", trip, "verify_trip")
    _assessed(play, first)
    _sold(play, first)
    _claimed(play, first)


def _assessed(play: Play, first: date) -> None:
    """Service management is scored by its head; the last score still waits for personnel."""
    for place, who in enumerate(PEOPLE[2:]):
        score = play.new(
            "head02", "quarter_review", person=play.who(who), quarter_on=first, score=Decimal(92 - 5 * place), basis="工单及时率和回访满意度"
        )
        if place == 0:
            play.move("hr01", score, "confirm_review")


def _sold(play: Play, first: date) -> None:
    for place, who in enumerate(("manager01", "manager02", "manager01")):
        sold = months_after(first, -4) + timedelta(days=10)
        deal = play.new(
            who, "parts_deal", seller=play.who(who), customer_name=f"{('江都', '仪征', '高邮')[place]}机电设备有限公司", sold_on=sold,
            amount=Decimal(8600 + 2150 * place), margin=Decimal(36 + 8 * place), day_fee=Decimal(1100),
            received=Decimal(8600 + 2150 * place) if place < 2 else Decimal(3000), received_on=sold + timedelta(days=20) if place < 2 else None,
        )  # fmt: skip
        if place < 2:
            play.move("pay01", deal, "summarise")
            play.move("deputy01", deal, "allocate")
            play.move("boss01", deal, "approve_deal")


def _claimed(play: Play, first: date) -> None:
    for who, kind, reason, amount in (
        ("manager01", "commendation", "邗江水厂来信表扬抢修及时", 300),
        ("manager02", "cost_saving", "改用现场旧电缆，节约整改材料", 200),
        ("manager02", "commendation", "仪征码头邮件表扬", 200),
    ):
        values = {"person": play.who(who), "kind": kind, "reason": reason, "amount": Decimal(amount), "happened_on": first + timedelta(days=9)}
        claim = play.new(who, "reward_claim", **values, **_letter(play, who, kind))
        if kind != "commendation" or (amount == 300 and claim.evidence_id):
            play.move("pay01", claim, "verify_claim", verification="信件和现场记录在案。")
            play.move("boss01", claim, "approve_claim")
    for day in range(1, 22):
        on = first + timedelta(days=day)
        if play.stage.calendar.is_working_day(on):
            for place, who in enumerate(PEOPLE[:2]):
                at = datetime.combine(on, time(8, 22 + (12 if (day + place) % 9 == 0 else 0)), OFFICE_ZONE)
                play.new("pay01", "attendance", person=play.who(who), signed_in_at=at)


def _letter(play: Play, who: str, kind: str) -> dict[str, int]:
    """The letter of praise as a file; none where the session knows no folder for files."""
    folder: Any = play.session.info.get("data_dir")
    if folder is None or kind != "commendation":
        return {}
    with acting_at(play.session, play.stage.people[who], play.at):
        return {"evidence": keep(play.session, folder, "表扬信.txt", BytesIO("抢修及时，特此致谢。".encode())).id}


def _looked_at(play: Play, first: date) -> None:
    department = play.stage.person("head02").department_id
    for days, kind, description, more in (
        (3, "desk_items", "桌面有零食和香烟", {"person": play.who("manager02")}),
        (5, "dust", "资料柜顶有积尘", {"leader": play.who("head02")}),
        (8, "attitude", "接听电话未报部门", {"person": play.who("clerk01"), "leader": play.who("head02")}),
        (12, "chatting", "走廊聚拢闲聊", {"person": play.who("clerk02")}),
    ):
        found = play.new(
            "head02", "site_finding", kind=kind, description=description, found_on=first + timedelta(days=days), department=department, **more
        )
        if kind != "dust":
            play.move("head02", found, "correct", corrected_how="当场指正，已整改。")
    for day in range(1, 12):
        on = first + timedelta(days=day)
        if play.stage.calendar.is_working_day(on):
            wrong: dict[str, Any] = {"result": "conforming"}
            if day % 8 == 0:
                wrong = {"result": "not_conforming", "responsible": play.who("clerk02"), "problem": "私人物品占用工位"}
            at = datetime.combine(on, time(8, 20 if day % 5 else 36), OFFICE_ZONE)
            play.new("head02", "daily_check", department=department, checker=play.who("manager02"), checked_at=at, **wrong)
    for place, equipment in enumerate(("打印机", "会议室投影仪", "饮水机")):
        on = first + timedelta(days=6 + place)
        fault = play.new(
            "staff01", "equipment_fault", equipment=equipment, description="不能正常使用", channel="work_order", reporter=play.who("staff01"),
            occurred_on=on, reported_on=on + timedelta(days=place % 2),
        )  # fmt: skip
        play.move("hr01", fault, "accept_fault")


def _paid(play: Play, first: date) -> None:
    session = play.session
    with acting(session, System("演示：工资月份")):
        begin_pay_months(session)
        month = session.scalars(select(PayMonth).where(PayMonth.month_on == first)).one()
    play.move("pay01", month, "collect")
    with acting(session, System("演示：工资月份")):
        lines = session.scalars(select(PayLine).where(PayLine.pay_month_id == month.id).order_by(PayLine.id)).all()
    for line in lines:
        play.move("fin01", line, "enter_tax", tax=max(Decimal(0), (line.gross - 5000) * Decimal("0.03")).quantize(Decimal("0.01")))
    play.move("fin01", month, "verify_finance")
    play.move("hr01", month, "verify_personnel")
    play.move("boss01", month, "close_month")
