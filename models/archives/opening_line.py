"""期初台账行 — one line of the old ledger, kept as it was written; what contradicts itself is told, never dropped (K10.5)."""

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.archives.opening_ledger import OpeningLedger
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.register import Register


class OpeningLine(Record):
    """Every cell is text, as old ledgers hold "2019/3/5", 43529 and "１９年３月" side by side; operations.archives.opening reads them."""

    register = Register(
        title=Term("期初台账行", "Lines of opening ledgers"),
        area=Area.ARCHIVES,
        rank=81,
        minor=True,
        kept=True,
        clauses=("K10.5",),
        label="written_number",
        sub="title",
        list=("line_no", "written_number", "title", "place", "holder", "borrowed", "due", "set_aside", "unit"),
        filters=("opening", "set_aside"),
        search=("written_number", "title", "holder"),
        parent="opening",
        ascending=True,
    )

    opening_id: Mapped[int]
    opening: Mapped[OpeningLedger] = fields.reference("期初建账", "Opening ledger", "opening_ledger", required=True)
    line_no: Mapped[int | None] = fields.number("序号", "Line", minimum=1)
    written_number: Mapped[str | None] = fields.text("档号", "Archive no.", length=100)
    title: Mapped[str | None] = fields.text("题名", "Title")
    written_department: Mapped[str | None] = fields.text("部门", "Department", length=80)
    place: Mapped[str | None] = fields.text("存放位置", "Place", length=100)
    holder: Mapped[str | None] = fields.text("借阅人", "Borrower", length=100)
    borrowed: Mapped[str | None] = fields.text("借出日期", "Borrowed on", length=40)
    due: Mapped[str | None] = fields.text("应还日期", "Due on", length=40)
    written_pages: Mapped[str | None] = fields.text("页数", "Pages", length=20)
    remark: Mapped[str | None] = fields.long_text("备注", "Remark", length=1000)
    set_aside: Mapped[bool] = fields.yes_no("不入账", "Set aside", default=False)
    set_aside_because: Mapped[str | None] = fields.text("不入账原因", "Why set aside", length=400)
    unit_id: Mapped[int | None]
    unit: Mapped[ArchiveUnit | None] = fields.reference("入账档案", "Unit", "archive_unit", system=True, unique=True)
