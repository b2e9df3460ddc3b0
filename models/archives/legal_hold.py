"""查封保全 — law suits, inspections, audits: what they concern is neither lent nor released nor destroyed meanwhile (T4.4, K3.4)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class HoldState(StrEnum):
    """Whether a hold still holds."""

    PLACED = "placed"
    RELEASED = "released"


HOLD_STATES = {HoldState.PLACED: Term("保全中", "In force"), HoldState.RELEASED: Term("已解除", "Released")}
_S = HoldState


class LegalHold(Record):
    """One hold on any number of units; a unit may be under several, and is free when the last is released."""

    register = Register(
        title=Term("查封保全", "Legal holds"),
        area=Area.ARCHIVES,
        rank=55,
        clauses=("T4.4", "K3.4"),
        kept=True,
        label="case_no",
        sub="reason",
        list=("case_no", "reason", "placed_on", "placed_by", "state", "released_on"),
        filters=("state", "placed_on"),
        search=("case_no", "reason"),
        newest="placed_on",
        owner="placed_by",
        draft_only="T4.4",
        at_once=True,
        fixed=("case_no", "reason", "placed_by", "placed_on"),
        workflow=Workflow(
            "state",
            HoldState.PLACED,
            (
                Move("release_hold", _S.PLACED, _S.RELEASED, Term("解除保全", "Release"), "T4.4", needs=("released_because",),
                     stamps=("released_on", "released_by")),
            ),
        ),
    )  # fmt: skip

    case_no: Mapped[str] = fields.text("案号或文号", "Case", length=80, required=True)
    reason: Mapped[str] = fields.text("保全原因", "Reason", length=400, required=True, indexed=False)
    units: Mapped[list[ArchiveUnit]] = fields.references("保全档案", "Units", "archive_unit", clause="T4.4")
    placed_by_id: Mapped[int]
    placed_by: Mapped[Employee] = fields.person("登记人", "Placed by", required=True)
    placed_on: Mapped[date] = fields.day("保全日期", "Placed on", now=True, required=True)
    state: Mapped[HoldState] = fields.choice("状态", "State", HOLD_STATES, required=True, default=HoldState.PLACED, system=True)
    released_because: Mapped[str | None] = fields.text("解除依据", "Why released", length=400, system=True, indexed=False)
    released_on: Mapped[date | None] = fields.day("解除日期", "Released on", system=True, indexed=False)
    released_by_id: Mapped[int | None]
    released_by: Mapped[Employee | None] = fields.person("解除人", "Released by", system=True)
