"""部门 — the tree of departments; row scopes follow it."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.register import Register

if TYPE_CHECKING:
    from models.organisation.employee import Employee  # who imports this module


class Department(Record):
    """One department; the data steward enters customer data for it (Y2.4)."""

    register = Register(
        title=Term("部门", "Departments"),
        area=Area.ORGANISATION,
        rank=10,
        steers_access=True,
        clauses=("Y2.4", "A12.1"),
        sub="code",
        list=("code", "name", "above", "manager", "data_steward", "active"),
        search=("name", "code"),
        import_key="code",
        department="id",
    )

    code: Mapped[str] = fields.text("部门代码", "Code", length=20, required=True, unique=True)
    name: Mapped[str] = fields.text("部门名称", "Name", length=80, required=True, pinyin=True)
    above_id: Mapped[int | None]
    above: Mapped["Department | None"] = fields.department("上级部门", "Above")
    manager_id: Mapped[int | None]
    manager: Mapped["Employee | None"] = fields.person("部门负责人", "Head", loops=True)
    data_steward_id: Mapped[int | None]
    data_steward: Mapped["Employee | None"] = fields.person(
        "客户信息专人", "Data steward", clause="Y2.4", loops=True,
        help=Term("负责整理、汇总、录入本部门客户信息的专人。", "Enters the department's customer data."),
    )
    active: Mapped[bool] = fields.yes_no("在用", "Active", default=True)
