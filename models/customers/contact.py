"""联系人 — the people at a customer; they are seen by whoever sees the customer."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.masking import Mask
from domain.terms import Term
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.register import Register


class Contact(Record):
    """A person at a customer, with the source and lawful basis of the data (A3.3)."""

    register = Register(
        title=Term("联系人", "Contacts"),
        area=Area.CUSTOMERS,
        rank=20,
        clauses=("A3.1", "A3.3", "Y2.1"),
        sub="position",
        list=("customer", "name", "position", "phone", "email", "main"),
        search=("name", "phone", "email"),
        parent="customer",
    )

    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    name: Mapped[str] = fields.text("姓名", "Name", length=60, required=True, mask=Mask.NAME, pinyin=True, surname=True)
    position: Mapped[str | None] = fields.text("职务", "Position", length=60)
    phone: Mapped[str | None] = fields.phone("电话", "Phone")
    email: Mapped[str | None] = fields.email("邮箱", "E-mail")
    id_card: Mapped[str | None] = fields.id_card("身份证号", "ID number", clearance=Clearance.SECRET)
    birthday_on: Mapped[date | None] = fields.day("生日", "Birthday", clearance=Clearance.PERSONAL, clause="Y5.4")
    birthday_lunar: Mapped[bool] = fields.yes_no("按农历过生日", "Birthday by the moon", clearance=Clearance.PERSONAL, clause="Y5.4")
    main: Mapped[bool] = fields.yes_no("主要联系人", "Main contact")
    source: Mapped[str | None] = fields.text("信息来源", "Source", length=120, clause="A3.3", expected=True)
    lawful_basis: Mapped[str | None] = fields.text("收集依据", "Lawful basis", length=120, clause="A3.3", expected=True)
