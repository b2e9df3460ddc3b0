"""盘点结果 — one row per unit expected or seen: the verdict is computed, a difference is explained and settled (K10.5)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.stocktaking import DIFFERENT, DISPOSITIONS, MOST_CODE, VERDICTS, Disposition, Verdict
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.account import ArchiveAccount
from models.archives.stocktake import Stocktake
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class ResultState(StrEnum):
    """Whether anything is left to be done about it."""

    OPEN = "open"
    SETTLED = "settled"


RESULT_STATES = {ResultState.OPEN: Term("待处理", "Open"), ResultState.SETTLED: Term("已了结", "Settled")}
VERDICT_TONES = {verdict: "late" if verdict in DIFFERENT else "calm" for verdict in Verdict} | {Verdict.MATCH: "done"}
_S = ResultState


class StocktakeResult(Record):
    """What was found of one unit; it comes into being when the count ends, so that before nobody can read what is expected."""

    register = Register(
        title=Term("盘点结果", "Results of stocktakes"),
        area=Area.ARCHIVES,
        rank=66,
        clauses=("K10.5", "K3.2"),
        kept=True,
        read_only=True,
        minor=True,
        label="code",
        list=("stocktake", "code", "verdict", "expected", "seen", "moved", "state", "disposition"),
        filters=("stocktake", "verdict", "state", "disposition"),
        parent="stocktake",
        workflow=Workflow(
            "state",
            ResultState.OPEN,
            (
                Move("settle", _S.OPEN, _S.SETTLED, Term("说明并处理", "Explain and settle"), "K10.5", needs=("disposition", "explanation"),
                     stamps=("settled_by", "settled_at")),
            ),
        ),
    )  # fmt: skip

    stocktake_id: Mapped[int]
    stocktake: Mapped[Stocktake] = fields.reference("盘点", "Stocktake", "stocktake", required=True)
    code: Mapped[str] = fields.text("标签码", "Label", length=MOST_CODE, required=True)
    unit_id: Mapped[int | None]
    unit: Mapped[ArchiveUnit | None] = fields.reference("档案", "Unit", "archive_unit")
    verdict: Mapped[Verdict] = fields.choice("结论", "Verdict", VERDICTS, tones=VERDICT_TONES, required=True)
    expected_id: Mapped[int | None]
    expected: Mapped[ArchiveAccount | None] = fields.reference("冻结时应在", "Expected at", "archive_account")
    seen_id: Mapped[int | None]
    seen: Mapped[ArchiveAccount | None] = fields.reference("实见位置", "Seen at", "archive_account")
    moved: Mapped[str | None] = fields.text("盘点期间流水号", "Entries meanwhile", length=200, indexed=False)
    state: Mapped[ResultState] = fields.choice(
        "状态", "State", RESULT_STATES, required=True, default=ResultState.OPEN, system=True
    )
    disposition: Mapped[Disposition | None] = fields.choice("处理", "Disposition", DISPOSITIONS, system=True)
    explanation: Mapped[str | None] = fields.text("差异说明", "Explanation", length=400, system=True, indexed=False)
    entry: Mapped[int | None] = fields.number("处理流水号", "Booked as entry", system=True, indexed=False)
    settled_by_id: Mapped[int | None]
    settled_by: Mapped[Employee | None] = fields.person("处理人", "Settled by", system=True)
    settled_at: Mapped[datetime | None] = fields.moment("处理时间", "Settled at", system=True, indexed=False)
