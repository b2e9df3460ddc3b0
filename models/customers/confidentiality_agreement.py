"""保密协议 — who has signed to keep customer information to himself, what it covers and until when (Y2.9)."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.governance.attachment import Attachment
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class ConfidentialityAgreement(Record):
    """One signed agreement with one party; sharing with an outsider names one that is in force."""

    register = Register(
        title=Term("保密协议", "Confidentiality agreements"),
        area=Area.CUSTOMERS,
        rank=88,
        minor=True,
        clauses=("Y2.9",),
        label="party",
        list=("party", "scope", "signed_on", "expires_on", "keeper"),
        search=("party", "scope"),
        filters=("signed_on", "expires_on", "keeper", "department"),
        newest="signed_on",
        owner="keeper",
        department="department",
    )

    party: Mapped[str] = fields.text("签约方", "Party", length=120, required=True, clause="Y2.9")
    scope: Mapped[str] = fields.text("涉及信息范围", "Scope", required=True, clause="Y2.9")
    circle: Mapped[list[Employee]] = fields.references(
        "知悉人员", "Who may know", "employee", clause="Y2.9", help=Term("限定知悉范围。", "The circle is limited.")
    )
    signed_on: Mapped[date] = fields.day("签订日期", "Signed on", required=True, past=True)
    expires_on: Mapped[date] = fields.day("到期日期", "Expires on", required=True, not_before="signed_on", clause="Y2.9")
    paper: Mapped[Attachment | None] = fields.attachment("协议扫描件", "Scan of the agreement")
    keeper_id: Mapped[int | None]
    keeper: Mapped[Employee | None] = fields.person("保管人", "Kept by")
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department")
