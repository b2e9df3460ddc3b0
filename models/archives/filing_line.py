"""归档明细 — one paper that a department files with a month: what it is, of which kind, how many copies and pages (K10.8, K10.22, K10.25)."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.terms import Term
from models import fields
from models.archives.case_class import SECRECIES, CaseClass, Secrecy
from models.archives.filing_scope import FilingScope
from models.archives.monthly_filing import MonthlyFiling
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class FilingLine(Record):
    """One line; it changes only until the month is signed over (models.archives.filing_guards)."""

    register = Register(
        title=Term("归档明细", "Papers filed"),
        area=Area.ARCHIVES,
        rank=18,
        minor=True,
        clauses=("K10.8", "K10.22", "K10.25", "K10.26"),
        label="title",
        sub="document_no",
        list=("filing", "title", "scope", "document_no", "dated_on", "copies", "pages", "case_class", "volume"),
        filters=("filing", "scope", "case_class", "secrecy"),
        search=("title", "document_no"),
        parent="filing",
        ascending=True,
    )

    filing_id: Mapped[int]
    filing: Mapped[MonthlyFiling] = fields.reference(
        "归档事项", "Filing", "monthly_filing", required=True, clause="K10.11"
    )
    scope_id: Mapped[int]
    scope: Mapped[FilingScope] = fields.reference(
        "资料种类", "Kind of papers", "filing_scope", required=True, clause="K10.10"
    )
    title: Mapped[str] = fields.text(
        "题名",
        "Title",
        required=True,
        help=Term("涉密资料保存后，列表里只显示「涉密资料」。", "Of confidential papers lists say only that they are."),
    )
    full_title: Mapped[str | None] = fields.text(
        "涉密题名", "Confidential title", system=True, indexed=False, clearance=Clearance.SECRET, clause="K10.22"
    )
    document_no: Mapped[str | None] = fields.text("文号", "Document no.", length=80)
    dated_on: Mapped[date | None] = fields.day("资料日期", "Date", indexed=False)
    copies: Mapped[int] = fields.number(
        "份数", "Copies", required=True, default=1, minimum=1, indexed=False, clause="K10.25"
    )
    pages: Mapped[int] = fields.number("页数", "Pages", required=True, minimum=1, indexed=False, clause="K10.25")
    undertaker_id: Mapped[int | None]
    undertaker: Mapped[Employee | None] = fields.person("承办人", "Undertaker", clause="K10.25")
    lead_id: Mapped[int | None]
    lead: Mapped[Department | None] = fields.department(
        "主办部门",
        "Lead department",
        clause="K10.8",
        help=Term("几个部门共同办理的填写。", "For what several departments did together."),
    )
    case_class_id: Mapped[int | None]
    case_class: Mapped[CaseClass | None] = fields.reference("案卷类目", "Case class", "case_class", clause="K10.26")
    volume_id: Mapped[int | None]
    volume: Mapped[ArchiveUnit | None] = fields.reference("归入案卷", "Volume", "archive_unit", clause="K10.1")
    secrecy: Mapped[Secrecy] = fields.choice(
        "密级", "Secrecy", SECRECIES, required=True, default=Secrecy.INTERNAL, system=True, clause="K10.22"
    )
