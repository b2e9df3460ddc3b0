"""联系记录 — every contact with a customer, what its needs are now and what support it was given (A4.4, A4.5); receptions have a grade (K7.10)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.customers.programme import CustomerProgramme
from models.organisation.employee import Employee
from models.register import Register


class TouchChannel(StrEnum):
    """Y3.8: how the customer was reached."""

    PHONE = "phone"
    MAIL = "mail"
    MESSAGE = "message"
    MEETING = "meeting"
    CAMPAIGN = "campaign"
    RECEPTION = "reception"
    NEWS = "news"


class ReceptionGrade(StrEnum):
    """K7.10: how a guest is received."""

    VIP = "vip"
    USUAL = "usual"


TOUCH_CHANNELS = {
    TouchChannel.PHONE: Term("电话", "Telephone"),
    TouchChannel.MAIL: Term("邮件", "E-mail"),
    TouchChannel.MESSAGE: Term("即时通讯", "Messages"),
    TouchChannel.MEETING: Term("面谈", "Meeting"),
    TouchChannel.CAMPAIGN: Term("市场活动", "Campaign"),
    TouchChannel.RECEPTION: Term("来访接待", "Reception"),
    TouchChannel.NEWS: Term("动态了解", "News of the customer"),
}
GRADES = {ReceptionGrade.VIP: Term("贵宾", "VIP"), ReceptionGrade.USUAL: Term("普通", "Usual")}


class CustomerTouch(Record):
    """One contact: the contact report of K7.12."""

    register = Register(
        title=Term("客户联系记录", "Contacts with customers"),
        area=Area.CUSTOMERS,
        rank=30,
        clauses=("A4.4", "A4.5", "Y3.8", "Y5.6", "K7.10", "K7.12"),
        label="subject",
        list=("customer", "touched_on", "channel", "subject", "grade", "person"),
        filters=("customer", "programme", "channel", "grade", "touched_on", "person"),
        search=("subject",),
        newest="touched_on",
        parent="customer",
        beside=("programme",),
    )

    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    touched_on: Mapped[date] = fields.day("联系日期", "On", now=True, required=True, past=True)
    channel: Mapped[TouchChannel] = fields.choice("联系方式", "Channel", TOUCH_CHANNELS, required=True, default=TouchChannel.PHONE, clause="Y3.8")
    grade: Mapped[ReceptionGrade | None] = fields.choice(
        "接待规格", "Reception", GRADES, needed_when=("channel", (TouchChannel.RECEPTION,)), clause="K7.10",
        help=Term("重要客户按贵宾规格接待。", "Important customers are received as VIPs."),
    )  # fmt: skip
    subject: Mapped[str] = fields.text("主题", "Subject", required=True)
    needs_changed: Mapped[str | None] = fields.long_text("需求变化", "Needs that changed", length=2000, clearance=Clearance.INTERNAL, clause="A4.5")
    support_given: Mapped[str | None] = fields.long_text("提供的支持", "Support given", length=2000, clearance=Clearance.INTERNAL, clause="A4.5")
    report: Mapped[str | None] = fields.long_text(
        "联系报告", "Report", length=4000, clearance=Clearance.INTERNAL, clause="K7.12",
        help=Term("重要客户和高价值潜在客户的每次联系都须填写。", "Asked of every contact with important and promising customers."),
    )  # fmt: skip
    programme: Mapped[CustomerProgramme | None] = fields.reference("所属活动", "Programme", "customer_programme", clause="A4.3")
    person: Mapped[Employee | None] = fields.person("联系人员", "By")
