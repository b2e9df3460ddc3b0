"""监销签认 — each supervisor of a destruction signs what was counted, in a session of his own (T4.4)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.destruction_list import DestructionList
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class SupervisionState(StrEnum):
    """Whether the supervisor has signed."""

    ASKED = "asked"
    SIGNED = "signed"


SUPERVISION_STATES = {SupervisionState.ASKED: Term("待签认", "To be signed"), SupervisionState.SIGNED: Term("已签认", "Signed")}
_S = SupervisionState


class DestructionSupervisor(Record):
    """One signature, bound to the content that was counted."""

    register = Register(
        title=Term("监销签认", "Destruction signatures"),
        area=Area.ARCHIVES,
        rank=57,
        clauses=("T4.4",),
        kept=True,
        read_only=True,
        minor=True,
        label="supervisor",
        list=("destruction", "supervisor", "state", "signed_at"),
        filters=("state", "destruction"),
        owner="supervisor",
        beside=("destruction",),
        workflow=Workflow(
            "state",
            SupervisionState.ASKED,
            (Move("sign_destruction", _S.ASKED, _S.SIGNED, Term("签认监销", "Sign"), "T4.4", stamps=("signed_at",)),),
        ),
    )
    __table_args__ = (Index("uq_destruction_supervisor_once", "destruction_id", "supervisor_id", unique=True),)

    destruction_id: Mapped[int]
    destruction: Mapped[DestructionList] = fields.reference("销毁清册", "List", "destruction_list", required=True)
    supervisor_id: Mapped[int]
    supervisor: Mapped[Employee] = fields.person("监销人", "Supervisor", required=True)
    state: Mapped[SupervisionState] = fields.choice("状态", "State", SUPERVISION_STATES, required=True, default=SupervisionState.ASKED, system=True)
    signed_at: Mapped[datetime | None] = fields.moment("签认时间", "Signed at", system=True, indexed=False)
    content: Mapped[str] = mapped_column(String(64), nullable=False, default="", server_default=text("''"))
    """The digest of what was counted; no field, as it tells its reader nothing."""
