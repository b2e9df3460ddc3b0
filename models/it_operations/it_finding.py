"""信息安全违规 — what inspections find: things that must not lie there, power-on plugging, private software, lent media (K5.1, K5.4, K5.37, K5.38)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules import ItRule
from domain.terms import Term
from models import fields
from models.base import Record
from models.fields import Within
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class Breach(StrEnum):
    """Which rule was broken."""

    ENVIRONMENT = "environment"
    HOT_PLUG = "hot_plug"
    PRIVATE_REPAIR = "private_repair"
    OTHERS_CODE = "others_code"
    SOFTWARE = "software"
    CLOTHES = "clothes"
    SMOKING = "smoking"
    LIQUIDS = "liquids"
    GUESTS = "guests"
    DISMANTLED = "dismantled"
    ILLEGAL = "illegal"
    MEDIA = "media"


BREACHES = {
    Breach.ENVIRONMENT: Term("环境不洁或放置易燃、腐蚀、磁性物品（K5.1）", "Unclean, or dangerous goods (K5.1)"),
    Breach.HOT_PLUG: Term("带电插拔（K5.4）", "Plugged under power (K5.4)"),
    Breach.PRIVATE_REPAIR: Term("故障不报或私自修理（K5.4）", "Fault not reported, private repair (K5.4)"),
    Breach.OTHERS_CODE: Term("使用他人操作代码（K5.12）", "Another's code used (K5.12)"),
    Breach.SOFTWARE: Term("私装软件（K5.31、K5.38）", "Private software (K5.31, K5.38)"),
    Breach.CLOTHES: Term("未更衣换鞋（K5.37）", "No clean clothes or shoes (K5.37)"),
    Breach.SMOKING: Term("吸烟、饮食（K5.37）", "Smoking, eating (K5.37)"),
    Breach.LIQUIDS: Term("带入液体、易燃品（K5.37）", "Liquids, flammables (K5.37)"),
    Breach.GUESTS: Term("会客、闲谈（K5.37）", "Guests, chatting (K5.37)"),
    Breach.DISMANTLED: Term("带电拆装设备（K5.38）", "Dismantled under power (K5.38)"),
    Breach.ILLEGAL: Term("违规操作（K5.38）", "Illegal operation (K5.38)"),
    Breach.MEDIA: Term("介质、资料私借外带或未及时销毁（K5.40）", "Media lent, taken out or not destroyed (K5.40)"),
}


class ItFinding(Record):
    """One breach, whose it is, and what was done about it within the term."""

    register = Register(
        title=Term("信息安全违规", "IT findings"),
        area=Area.IT_OPERATIONS,
        rank=28,
        clauses=("K5.1", "K5.4", "K5.12", "K5.37", "K5.38", "K5.40"),
        label="what",
        list=("found_on", "breach", "what", "department", "person", "fix_by_on", "fixed_on"),
        search=("what",),
        newest="found_on",
        owner="person",
        department="department",
        kept=True,
        draft_only="K5.1",
        at_once=True,
        fixed=("breach", "what", "department", "person", "found_on", "found_by"),
    )

    breach: Mapped[Breach] = fields.choice("违规事项", "Rule broken", BREACHES, required=True, growing=True)
    what: Mapped[str] = fields.text("情况", "What was found", required=True)
    department: Mapped[Department] = fields.department("责任部门", "Department", required=True)
    person_id: Mapped[int | None]
    person: Mapped[Employee | None] = fields.person("责任人", "Person")
    found_on: Mapped[date] = fields.day("发现日期", "Found on", now=True, required=True, past=True)
    noticed: Mapped[bool] = fields.yes_no(
        "系统发现", "Noticed by the system", system=True, clause="K5.12",
        help=Term("同一操作代码在两处同时登录，系统自动登记，每人每天一次；是否违规请核实后填写整改情况。",
                  "One code in two places at once, entered once per person and day; ask the holder and say what was done."),
    )  # fmt: skip
    found_by_id: Mapped[int | None]
    found_by: Mapped[Employee | None] = fields.person("检查人", "Found by", needed_when=("noticed", (False, None)))
    fix_by_on: Mapped[date | None] = fields.day("整改期限", "To be put right by", within=Within("found_on", ItRule.FINDING_DAYS, done="fixed_on"))
    fixed_on: Mapped[date | None] = fields.day("整改日期", "Put right on", past=True, not_before="found_on")
    measure: Mapped[str | None] = fields.long_text("整改措施", "What was done", length=2000)
