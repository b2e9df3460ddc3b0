"""补充资料清单 — what B finds missing and A supplies; while anything is open nothing is handed over (K3.9)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.transfer import ArchiveTransfer
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class SupplementState(StrEnum):
    """Where a missing item stands."""

    OPEN = "open"
    SUPPLIED = "supplied"
    VERIFIED = "verified"
    WAIVED = "waived"


SUPPLEMENT_STATES = {
    SupplementState.OPEN: Term("待补", "Missing"),
    SupplementState.SUPPLIED: Term("已补待核", "Supplied"),
    SupplementState.VERIFIED: Term("已核实", "Verified"),
    SupplementState.WAIVED: Term("免补", "Waived"),
}
TONES = {SupplementState.OPEN: "late", SupplementState.SUPPLIED: "soon", SupplementState.VERIFIED: "done", SupplementState.WAIVED: "stopped"}
_S = SupplementState


class TransferSupplement(Record):
    """One paper or signature that is missing."""

    register = Register(
        title=Term("补充资料清单", "Missing papers"),
        area=Area.ARCHIVES,
        rank=16,
        clauses=("K3.9",),
        kept=True,
        label="item",
        list=("transfer", "item", "asked_by", "due_on", "state"),
        filters=("transfer", "state", "due_on"),
        search=("item",),
        parent="transfer",
        draft_only="K3.9",
        fixed=("transfer", "item"),
        workflow=Workflow(
            "state",
            SupplementState.OPEN,
            (
                Move("supply_item", _S.OPEN, _S.SUPPLIED, Term("已补齐", "Supplied"), "K3.9", needs=("note",), stamps=("supplied_by", "supplied_at")),
                Move("verify_item", _S.SUPPLIED, _S.VERIFIED, Term("核实", "Verify"), "K3.9", stamps=("verified_by",)),
                Move("miss_again", _S.SUPPLIED, _S.OPEN, Term("仍有缺漏", "Still missing"), "K3.9", needs=("note",)),
                Move("waive_item", _S.OPEN, _S.WAIVED, Term("免补", "Waive"), "K3.9", needs=("waived_because",), stamps=("waived_by",), also=(_S.SUPPLIED,)),
            ),
        ),
    )

    transfer_id: Mapped[int]
    transfer: Mapped[ArchiveTransfer] = fields.reference("移交单", "Transfer", "archive_transfer", required=True)
    item: Mapped[str] = fields.text("缺少的资料或签字", "What is missing", required=True, clause="K3.9")
    due_on: Mapped[date | None] = fields.day("补齐期限", "Due on", runs=(_S.OPEN,))
    asked_by_id: Mapped[int | None]
    asked_by: Mapped[Employee | None] = fields.person("提出人", "Asked by", system=True)
    state: Mapped[SupplementState] = fields.choice(
        "状态", "State", SUPPLEMENT_STATES, tones=TONES, required=True, default=SupplementState.OPEN, system=True
    )
    note: Mapped[str | None] = fields.text("补充情况", "How it was supplied", system=True)
    supplied_by_id: Mapped[int | None]
    supplied_by: Mapped[Employee | None] = fields.person("补充人", "Supplied by", system=True)
    supplied_at: Mapped[datetime | None] = fields.moment("补充时间", "Supplied at", system=True, indexed=False)
    verified_by_id: Mapped[int | None]
    verified_by: Mapped[Employee | None] = fields.person("核实人", "Verified by", system=True)
    waived_because: Mapped[str | None] = fields.text("免补理由", "Why waived", system=True)
    waived_by_id: Mapped[int | None]
    waived_by: Mapped[Employee | None] = fields.person("免补批准人", "Waived by", system=True)
