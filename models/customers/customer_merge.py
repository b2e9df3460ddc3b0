"""客户合并 — two accounts of one customer made into one: what each held stays in the record, so that it can be undone (Y1.2, K7.2)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record, RowId
from models.customers.customer import Customer
from models.organisation.employee import Employee
from models.register import Register


class Merged(StrEnum):
    """Whether it still holds."""

    MERGED = "merged"
    UNDONE = "undone"


class CustomerMerge(Record):
    """One merging, written by operations.customers.merging only."""

    register = Register(
        title=Term("客户合并记录", "Merged customers"),
        area=Area.CUSTOMERS,
        rank=90,
        minor=True,
        clauses=("Y1.2",),
        label="absorbed_name",
        list=("absorbed_number", "absorbed_name", "kept", "moved_count", "state", "merged_by", "merged_at"),
        search=("absorbed_number", "absorbed_name"),
        newest="merged_at",
        parent="kept",
        read_only=True,
        kept=True,
        workflow=Workflow(
            "state",
            Merged.MERGED,
            (
                Move("undo_merge", Merged.MERGED, Merged.UNDONE, Term("撤销合并", "Undo"), "Y1.2", needs=("undone_because",),
                     stamps=("undone_by", "undone_at"), destructive=True, sensitive=True),
            ),
        ),
    )  # fmt: skip

    kept_id: Mapped[int]
    kept: Mapped[Customer] = fields.reference("保留的客户", "Customer kept", "customer", required=True)
    absorbed_number: Mapped[str] = fields.text("并入的客户编号", "Number merged into it", length=40, required=True)
    absorbed_name: Mapped[str] = fields.text("并入的客户", "Customer merged into it", length=120, required=True)
    reason: Mapped[str] = fields.text("合并依据", "Why they are the same", length=200, required=True)
    moved_count: Mapped[int] = fields.number("转移的记录", "Records moved", required=True, default=0, indexed=False)
    state: Mapped[Merged] = fields.choice(
        "状态", "State", {Merged.MERGED: Term("已合并", "Merged"), Merged.UNDONE: Term("已撤销", "Undone")},
        tones={Merged.MERGED: "done", Merged.UNDONE: "stopped"}, required=True, default=Merged.MERGED, system=True, growing=True,
    )  # fmt: skip
    merged_by: Mapped[Employee | None] = fields.person("合并人", "Merged by")
    merged_at: Mapped[datetime] = fields.moment("合并时间", "Merged at", required=True)
    undone_because: Mapped[str | None] = fields.text("撤销原因", "Why undone", length=200, system=True)
    undone_by: Mapped[Employee | None] = fields.person("撤销人", "Undone by", system=True)
    undone_at: Mapped[datetime | None] = fields.moment("撤销时间", "Undone at", system=True)

    absorbed_id: Mapped[int] = mapped_column(RowId, nullable=False, default=0)
    """The id of the account that is gone; undoing gives it back under the same."""
    before: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """Field → what the account that is gone held, as JSON keeps it."""
    changed: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """Field → [old, new] of the account that was kept."""
    moved: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """"register.field" → the ids of the records that named the account that is gone."""
