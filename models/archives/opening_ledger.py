"""期初建账 — the ledger an office kept until now, read in line by line, checked, and signed by two before it is booked (K3.2, K10.5)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class OpeningState(StrEnum):
    """Where it stands."""

    CHECKING = "checking"
    SIGNED = "signed"
    BOOKED = "booked"
    GIVEN_UP = "given_up"


OPENING_STATES = {
    OpeningState.CHECKING: Term("核对中", "Being checked"),
    OpeningState.SIGNED: Term("编制人已签", "Signed by one"),
    OpeningState.BOOKED: Term("已入账", "Booked"),
    OpeningState.GIVEN_UP: Term("已作废", "Given up"),
}
_S = OpeningState


class OpeningLedger(Record):
    """One old ledger; its lines are booked as opening entries, all together, when a second person has signed the same content."""

    register = Register(
        title=Term("期初建账", "Opening ledgers"),
        area=Area.ARCHIVES,
        rank=80,
        minor=True,
        kept=True,
        clauses=("K3.2", "K10.5"),
        label="number",
        sub="source",
        list=("number", "source", "as_of_on", "department", "state", "prepared_by", "booked_by"),
        filters=("state", "as_of_on"),
        department="department",
        workflow=Workflow(
            "state",
            _S.CHECKING,
            (
                Move("sign_opening", _S.CHECKING, _S.SIGNED, Term("编制人签字", "Sign as preparer"), "K10.5", stamps=("prepared_by", "prepared_at")),
                Move("check_again", _S.SIGNED, _S.CHECKING, Term("退回核对", "Back to checking"), "K10.5", needs=("returned_because",)),
                Move("book", _S.SIGNED, _S.BOOKED, Term("复核签字并入账", "Sign as second and book"), "K10.5",
                     stamps=("booked_by", "booked_at")),
                Move("give_up", _S.CHECKING, _S.GIVEN_UP, Term("作废", "Give up"), "K10.5", needs=("returned_because",), destructive=True),
            ),
        ),
    )  # fmt: skip

    number: Mapped[str] = fields.serial("编号", "Number", Series("opening_ledger", "期初〔{year}〕{no:03d}号"))
    source: Mapped[str] = fields.text(
        "原台账", "Old ledger", required=True, help=Term("如「档案室台账」表格的文件名。", "Such as the name of the file it comes from.")
    )
    as_of_on: Mapped[date] = fields.day(
        "盘点基准日", "As of", required=True, help=Term("实物与原台账核对的那一天。", "The day on which things and the old ledger were compared.")
    )
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department(
        "归档部门", "Department", required=True, help=Term("没有写明部门的行，归到这个部门。", "Of lines that name none.")
    )
    state: Mapped[OpeningState] = fields.choice("状态", "State", OPENING_STATES, required=True, default=OpeningState.CHECKING, system=True)
    prepared_by_id: Mapped[int | None]
    prepared_by: Mapped[Employee | None] = fields.person("编制人", "Prepared by", system=True)
    prepared_at: Mapped[datetime | None] = fields.moment("编制时间", "Prepared at", system=True, indexed=False)
    booked_by_id: Mapped[int | None]
    booked_by: Mapped[Employee | None] = fields.person("复核人", "Checked by", system=True, differs_from="prepared_by")
    booked_at: Mapped[datetime | None] = fields.moment("入账时间", "Booked at", system=True, indexed=False)
    returned_because: Mapped[str | None] = fields.long_text("退回或作废原因", "Why returned or given up", length=1000, system=True)
    content: Mapped[str | None] = mapped_column(String(64), nullable=True)
    """The digest of the lines that the preparer signed; no field, as it tells its reader nothing."""
