"""权证清点 — a safe counted by one keeper with the other looking on; the number is given before the expected one is known (K3.4, K3.20)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.account import ArchiveAccount
from models.archives.safe_session import SafeSession
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class CountState(StrEnum):
    """Whether the second keeper has said that it was counted so."""

    ENTERED = "entered"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


COUNT_STATES = {
    CountState.ENTERED: Term("待监点人确认", "Waiting for the witness"),
    CountState.CONFIRMED: Term("已确认", "Confirmed"),
    CountState.REJECTED: Term("不认可", "Not agreed"),
}
_S = CountState


class SafeCount(Record):
    """One count of one safe; what was counted never changes, differences are told one by one (count_difference)."""

    register = Register(
        title=Term("保险柜清点", "Safe counts"),
        area=Area.ARCHIVES,
        rank=63,
        minor=True,
        clauses=("K3.4", "K3.20", "K10.5"),
        kept=True,
        read_only=True,
        label="number",
        list=("number", "safe", "counted_on", "counted", "expected", "counter", "witness", "state"),
        filters=("safe", "state", "counted_on"),
        newest="counted_on",
        owner="counter",
        assigned=("witness",),
        workflow=Workflow(
            "state",
            CountState.ENTERED,
            (
                Move("confirm_count", _S.ENTERED, _S.CONFIRMED, Term("确认清点", "Confirm the count"), "K3.4", stamps=("decided_at",)),
                Move("reject_count", _S.ENTERED, _S.REJECTED, Term("不认可", "Do not agree"), "K3.4", needs=("rejected_because",), stamps=("decided_at",)),
            ),
        ),
        acts={"count_safe": Term("清点保险柜", "Count a safe")},
    )  # fmt: skip

    number: Mapped[str] = fields.serial("清点号", "Count", Series("safe_count", "清点〔{year}〕{no:04d}号"))
    safe_id: Mapped[int]
    safe: Mapped[ArchiveAccount] = fields.reference("保险柜", "Safe", "archive_account", required=True, clause="K3.20")
    opening_id: Mapped[int]
    opening: Mapped[SafeSession] = fields.reference("开柜记录", "Opening", "safe_session", required=True)
    counted_on: Mapped[date] = fields.day("清点日期", "Counted on", now=True, required=True)
    counter_id: Mapped[int]
    counter: Mapped[Employee] = fields.person("清点人", "Counted by", required=True)
    witness_id: Mapped[int]
    witness: Mapped[Employee] = fields.person("监点人", "Witness", required=True, differs_from="counter")
    counted: Mapped[int] = fields.number("清点数", "Counted", required=True, minimum=0, indexed=False)
    expected: Mapped[int] = fields.number("账面数", "In the ledger", required=True, minimum=0, indexed=False)
    entry_no: Mapped[int] = fields.number("账面截至流水号", "As of entry", required=True, minimum=0, indexed=False)
    state: Mapped[CountState] = fields.choice("状态", "State", COUNT_STATES, required=True, default=CountState.ENTERED, system=True)
    decided_at: Mapped[datetime | None] = fields.moment("确认时间", "Decided at", system=True, indexed=False)
    rejected_because: Mapped[str | None] = fields.text("不认可原因", "Why not agreed", system=True, indexed=False)
