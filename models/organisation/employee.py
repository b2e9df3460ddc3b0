"""员工 — the people of the company; an account is something else and may come and go."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.masking import Mask
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.division import Division
from models.register import Register


class Employee(Record):
    """One person, never deleted while anything names him."""

    register = Register(
        title=Term("员工", "Employees"),
        area=Area.ORGANISATION,
        rank=20,
        steers_access=True,
        sub="number",
        list=("number", "name", "department", "position", "phone", "joined_on", "left_on"),
        search=("name", "number"),
        import_key="number",
        owner="id",
        department="department",
    )

    number: Mapped[str] = fields.text("工号", "Staff no.", length=20, required=True, unique=True)
    name: Mapped[str] = fields.text("姓名", "Name", length=60, required=True, pinyin=True, surname=True, mask=Mask.NAME)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    position: Mapped[str | None] = fields.text("岗位", "Position", length=60)
    superior_id: Mapped[int | None]
    superior: Mapped["Employee | None"] = fields.person("直接上级", "Superior")
    phone: Mapped[str | None] = fields.phone("手机", "Mobile")
    email: Mapped[str | None] = fields.email("邮箱", "E-mail")
    id_card: Mapped[str | None] = fields.id_card("身份证号", "ID number", clearance=Clearance.SECRET)
    joined_on: Mapped[date | None] = fields.day("入职日期", "Joined on", clearance=Clearance.INTERNAL)
    left_on: Mapped[date | None] = fields.day("离职日期", "Left on", clearance=Clearance.INTERNAL)
    regions: Mapped[list[Division]] = fields.references(
        "负责地区", "Regions", "division", clause="Y1.1", clearance=Clearance.INTERNAL,
        help=Term("数据范围为「负责地区的」的角色，可及这些地区及其下级的客户。", "Roles on “my regions” reach the customers there and inside them."),
    )
