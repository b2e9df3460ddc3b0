"""主管分工 — which deputy general manager is in charge of which department, from when until when (K3.23)."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class Charge(Record):
    """A department under a deputy general manager (主管副总经理)."""

    register = Register(
        title=Term("主管分工", "Charges"),
        area=Area.ORGANISATION,
        clauses=("K3.23",),
        label="department",
        list=("department", "deputy", "from_on", "until_on"),
        department="department",
        newest="from_on",
    )

    department: Mapped[Department] = fields.department("部门", "Department", required=True)
    deputy: Mapped[Employee] = fields.person("主管副总经理", "Deputy in charge", required=True)
    from_on: Mapped[date] = fields.day("开始日期", "From", required=True)
    until_on: Mapped[date | None] = fields.day("结束日期", "Until")
