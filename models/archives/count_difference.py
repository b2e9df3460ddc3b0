"""清点差异 — what a count of a safe found otherwise than the ledger says, each with its reason (K3.4, K10.5)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.safe_count import SafeCount
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class Difference(StrEnum):
    """In which way count and ledger differ."""

    MISSING = "missing"
    EXTRA = "extra"
    UNKNOWN = "unknown"
    NUMBER = "number"


DIFFERENCES = {
    Difference.MISSING: Term("账有柜无", "In the ledger, not in the safe"),
    Difference.EXTRA: Term("柜有账无", "In the safe, not in the ledger"),
    Difference.UNKNOWN: Term("无此条码", "Unknown code"),
    Difference.NUMBER: Term("件数不符", "Another number"),
}


class DifferenceState(StrEnum):
    """Whether somebody has said where it comes from."""

    OPEN = "open"
    EXPLAINED = "explained"


DIFFERENCE_STATES = {DifferenceState.OPEN: Term("待说明", "Unexplained"), DifferenceState.EXPLAINED: Term("已说明", "Explained")}
_S = DifferenceState


class CountDifference(Record):
    """One difference; a count with unexplained ones is not confirmed, so the day stays open."""

    register = Register(
        title=Term("清点差异", "Count differences"),
        area=Area.ARCHIVES,
        rank=64,
        clauses=("K3.4", "K10.5"),
        kept=True,
        read_only=True,
        minor=True,
        label="code",
        list=("safe_count", "kind", "code", "unit", "state", "reason", "explained_by"),
        filters=("state", "kind", "safe_count"),
        parent="safe_count",
        workflow=Workflow(
            "state",
            DifferenceState.OPEN,
            (
                Move("explain", _S.OPEN, _S.EXPLAINED, Term("说明差异", "Explain"), "K3.4", needs=("reason",), stamps=("explained_by", "explained_at")),
            ),
        ),
    )  # fmt: skip

    safe_count_id: Mapped[int]
    safe_count: Mapped[SafeCount] = fields.reference("清点", "Count", "safe_count", required=True)
    kind: Mapped[Difference] = fields.choice("差异", "Difference", DIFFERENCES, required=True)
    code: Mapped[str] = fields.text("条码或件数", "Code or number", length=80, required=True)
    unit_id: Mapped[int | None]
    unit: Mapped[ArchiveUnit | None] = fields.reference("档案", "Unit", "archive_unit")
    state: Mapped[DifferenceState] = fields.choice("状态", "State", DIFFERENCE_STATES, required=True, default=DifferenceState.OPEN, system=True)
    reason: Mapped[str | None] = fields.text("原因", "Reason", length=400, system=True, indexed=False)
    explained_by_id: Mapped[int | None]
    explained_by: Mapped[Employee | None] = fields.person("说明人", "Explained by", system=True)
    explained_at: Mapped[datetime | None] = fields.moment("说明时间", "Explained at", system=True, indexed=False)
