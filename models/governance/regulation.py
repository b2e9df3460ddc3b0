"""制度 — a regulation of the house: whom it binds, who interprets and supervises it (A2.1, A11.1, K2.23, K7.19, R7.1)."""

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.register import Register


class Regulation(Record):
    """One regulation; what it says stands in its versions."""

    register = Register(
        title=Term("制度", "Regulations"),
        area=Area.GOVERNANCE,
        rank=5,
        kept=True,
        clauses=("A2.1", "A11.1", "K2.23", "K7.19", "R7.1"),
        list=("code", "name", "owner_department", "interpreted_by", "supervised_by", "binds_all", "in_use"),
        search=("code", "name"),
    )

    code: Mapped[str] = fields.text("编号", "Code", length=20, required=True, unique=True)
    name: Mapped[str] = fields.text("名称", "Name", required=True)
    scope: Mapped[str] = fields.long_text(
        "适用范围", "Scope", length=2000, required=True, clause="A2.1",
        help=Term("如：潜在客户开发、信息收集和维护、关系管理、服务执行。", "Such as: winning customers, keeping their data, service."),
    )  # fmt: skip
    owner_department: Mapped[Department] = fields.department("主管部门", "Owner", required=True, clause="A11.1")
    interpreted_by: Mapped[str] = fields.text("解释部门", "Interpreted by", required=True, clause="A11.1")
    supervised_by: Mapped[str | None] = fields.text("监督部门", "Supervised by", clause="K2.23")
    binds_all: Mapped[bool] = fields.yes_no("适用全体员工", "Binds everybody", default=True, clause="A2.1")
    departments: Mapped[list[Department]] = fields.references(
        "适用部门", "Departments bound", "department", needed_when=("binds_all", (False,)), clause="A2.1"
    )
    in_use: Mapped[bool] = fields.yes_no("在用", "In use", default=True)
