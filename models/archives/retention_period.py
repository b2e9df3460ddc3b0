"""保管期限表 — how long which files are kept, from which event, by which rule (T4.4, K10.5)."""

from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.register import Register


class Basis(StrEnum):
    """From which event a retention period runs."""

    FILED = "filed"
    CONTRACT_END = "contract_end"
    LOAN_SETTLED = "loan_settled"
    CASE_CLOSED = "case_closed"


BASES = {
    Basis.FILED: Term("归档之日", "Filing"),
    Basis.CONTRACT_END: Term("合同终止之日", "End of the contract"),
    Basis.LOAN_SETTLED: Term("贷款结清之日", "Settlement of the loan"),
    Basis.CASE_CLOSED: Term("办结之日", "Closing of the case"),
}


class RetentionPeriod(Record):
    """One period; classes of files are given one, and a single unit may have its own (unit_retention)."""

    register = Register(
        title=Term("保管期限表", "Retention periods"),
        area=Area.ARCHIVES,
        rank=52,
        minor=True,
        clauses=("T4.4", "K10.5"),
        label="title",
        sub="code",
        list=("code", "title", "months", "basis", "ground"),
        filters=("basis",),
        search=("code", "title"),
        import_key="code",
    )

    code: Mapped[str] = fields.text("代码", "Code", length=20, required=True, unique=True)
    title: Mapped[str] = fields.text("名称", "Title", length=80, required=True)
    months: Mapped[int | None] = fields.number(
        "保管期限（月）", "Kept for (months)", minimum=1, help=Term("永久保管的留空。", "Empty when it is kept for good.")
    )
    basis: Mapped[Basis] = fields.choice("起算", "Counted from", BASES, required=True, default=Basis.FILED)
    ground: Mapped[str | None] = fields.text("依据", "Ground", indexed=False)
