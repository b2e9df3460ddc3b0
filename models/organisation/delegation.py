"""授权代理 — who decides in whose place while he is away; a deputy cannot delegate further."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class Delegation(Record):
    """Decisions of ``principal`` may be taken by ``deputy`` between two days."""

    register = Register(
        title=Term("授权代理", "Delegations"),
        area=Area.ORGANISATION,
        steers_access=True,
        clauses=("K4.9",),
        label="principal",
        list=("principal", "deputy", "from_on", "until_on", "reason"),
        owner="principal",
        assigned=("deputy",),
        newest="from_on",
    )

    principal_id: Mapped[int]
    principal: Mapped[Employee] = fields.person("授权人", "Principal", required=True)
    deputy_id: Mapped[int]
    deputy: Mapped[Employee] = fields.person("代理人", "Deputy", required=True, differs_from="principal")
    from_on: Mapped[date] = fields.day("开始日期", "From", required=True)
    until_on: Mapped[date] = fields.day("结束日期", "Until", required=True)
    reason: Mapped[str] = fields.text("事由", "Reason", required=True)
