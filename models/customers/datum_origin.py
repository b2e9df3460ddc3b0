"""个人信息来源 — where one personal datum of a customer or contact comes from and why it may be kept; consent can be withdrawn (A3.3)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.contact import Contact
from models.customers.customer import Customer
from models.organisation.employee import Employee
from models.register import Register


class Datum(StrEnum):
    """Which field it is about: those of the customer's account, then those of a contact."""

    CONTACT_NAME = "contact_name"
    CONTACT_PHONE = "contact_phone"
    CONTACT_EMAIL = "contact_email"
    ADDRESS = "address"
    PERSON_NAME = "person_name"
    PERSON_PHONE = "person_phone"
    PERSON_EMAIL = "person_email"
    PERSON_ID_CARD = "person_id_card"
    PERSON_BIRTHDAY = "person_birthday"


class Basis(StrEnum):
    """Why it may be kept."""

    CONSENT = "consent"
    CONTRACT = "contract"
    DUTY = "duty"
    PUBLIC = "public"


class Standing(StrEnum):
    """Whether it may still be kept."""

    KEPT = "kept"
    WITHDRAWN = "withdrawn"


PLACES = {
    **{one: ("customer", one.value) for one in (Datum.CONTACT_NAME, Datum.CONTACT_PHONE, Datum.CONTACT_EMAIL, Datum.ADDRESS)},
    Datum.PERSON_NAME: ("contact", "name"), Datum.PERSON_PHONE: ("contact", "phone"), Datum.PERSON_EMAIL: ("contact", "email"),
    Datum.PERSON_ID_CARD: ("contact", "id_card"), Datum.PERSON_BIRTHDAY: ("contact", "birthday_on"),
}  # fmt: skip
"""Datum → (register, field)."""
OF_PEOPLE = tuple(datum for datum, (register, _) in PLACES.items() if register == "contact")


class DatumOrigin(Record):
    """The origin of one datum where it is not that of the whole account; withdrawing the consent empties the field."""

    register = Register(
        title=Term("个人信息来源", "Origins of personal data"),
        area=Area.CUSTOMERS,
        rank=22,
        minor=True,
        clauses=("A3.3",),
        label="number",
        list=("number", "customer", "contact", "datum", "source", "basis", "state", "collected_on", "collected_by"),
        search=("number", "source"),
        filters=("datum", "basis", "state", "collected_on", "withdrawn_on"),
        newest="collected_on",
        parent="customer",
        draft_only="A3.3",
        workflow=Workflow("state", Standing.KEPT, (
            Move(
                "withdraw_consent", Standing.KEPT, Standing.WITHDRAWN, Term("撤回同意并删除", "Withdraw consent and erase"), "A3.3",
                needs=("withdrawal",), stamps=("withdrawn_on", "withdrawn_by"),
            ),
        )),
    )  # fmt: skip

    number: Mapped[str] = fields.serial("编号", "Number", Series("datum_origin", "源〔{year}〕{no:04d}"))
    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    datum: Mapped[Datum] = fields.choice(
        "信息项", "Datum", {
            Datum.CONTACT_NAME: Term("客户联系人", "Contact of the customer"), Datum.CONTACT_PHONE: Term("客户联系电话", "Contact phone of the customer"),
            Datum.CONTACT_EMAIL: Term("客户联系邮箱", "Contact e-mail of the customer"), Datum.ADDRESS: Term("客户详细地址", "Address of the customer"),
            Datum.PERSON_NAME: Term("联系人姓名", "Name of a contact"), Datum.PERSON_PHONE: Term("联系人电话", "Phone of a contact"),
            Datum.PERSON_EMAIL: Term("联系人邮箱", "E-mail of a contact"), Datum.PERSON_ID_CARD: Term("联系人身份证号", "ID number of a contact"),
            Datum.PERSON_BIRTHDAY: Term("联系人生日", "Birthday of a contact"),
        }, required=True, growing=True, clause="A3.3",
        help=Term(
            "没有单独登记的信息项，以客户或联系人登记的信息来源、收集依据为准。",
            "What has no line here has the source and basis of its customer or contact.",
        ),
    )  # fmt: skip
    contact_id: Mapped[int | None]
    contact: Mapped[Contact | None] = fields.reference("联系人", "Contact", "contact", needed_when=("datum", OF_PEOPLE), clause="A3.3")
    source: Mapped[str] = fields.text("信息来源", "Source", length=120, required=True, clause="A3.3")
    basis: Mapped[Basis] = fields.choice(
        "收集依据", "Lawful basis", {
            Basis.CONSENT: Term("本人同意", "Consent"), Basis.CONTRACT: Term("订立或履行合同所必需", "Needed for a contract"),
            Basis.DUTY: Term("履行法定职责或义务", "Duty by law"), Basis.PUBLIC: Term("本人公开或已合法公开", "Lawfully public"),
        }, required=True, growing=True, clause="A3.3",
    )  # fmt: skip
    collected_on: Mapped[date] = fields.day("收集日期", "Collected on", now=True, required=True, past=True, clause="A3.3")
    collected_by_id: Mapped[int | None]
    collected_by: Mapped[Employee | None] = fields.person("登记人", "Entered by", system=True, clause="A3.3")
    withdrawal: Mapped[str | None] = fields.long_text("撤回说明", "How it was withdrawn", length=2000, system=True, clause="A3.3")
    withdrawn_on: Mapped[date | None] = fields.day("撤回日期", "Withdrawn on", system=True, clause="A3.3")
    withdrawn_by: Mapped[Employee | None] = fields.person("撤回办理人", "Withdrawal handled by", system=True, clause="A3.3")
    state: Mapped[Standing] = fields.choice(
        "状态", "State", {Standing.KEPT: Term("持有", "Kept"), Standing.WITHDRAWN: Term("已撤回", "Withdrawn")},
        tones={Standing.KEPT: "done", Standing.WITHDRAWN: "calm"}, required=True, default=Standing.KEPT, system=True,
    )  # fmt: skip
