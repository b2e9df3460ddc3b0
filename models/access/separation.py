"""职责分离 — what one person may not hold or do together; the policy's own brake on itself."""

from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.register import Register


class SeparationKind(StrEnum):
    """What is kept apart."""

    STATIC = "static"
    """Nobody holds a role of one side and a role of the other."""
    MOVE = "move"
    """Nobody may take an action of one side and an action of the other on the register at all."""
    RECORD = "record"
    """Whoever took an action of one side on a record may not take one of the other side on the same record."""


class Separation(Record):
    """One pair of sides; each side names role codes or actions of ``register_key``, separated by commas."""

    register = Register(
        title=Term("职责分离", "Separation of duties"),
        area=Area.ACCESS,
        steers_access=True,
        clauses=("K5.5", "A12.1"),
        label="title",
        sub="code",
        list=("code", "title", "kind", "reason"),
        search=("title",),
        read_only=True,
        menu=False,
    )

    code: Mapped[str] = fields.text("代码", "Code", length=40, required=True, unique=True)
    title: Mapped[str] = fields.text("名称", "Title", length=80, required=True)
    kind: Mapped[SeparationKind] = fields.choice(
        "类型",
        "Kind",
        {
            SeparationKind.STATIC: Term("互斥角色", "Roles that exclude each other"),
            SeparationKind.MOVE: Term("互斥操作", "Actions that exclude each other"),
            SeparationKind.RECORD: Term("同一记录回避", "Not on the same record"),
        },
        required=True,
    )
    register_key: Mapped[str | None] = fields.text("登记簿", "Register", length=60)
    side_a: Mapped[str] = fields.text("甲方", "One side", length=400, required=True)
    side_b: Mapped[str] = fields.text("乙方", "Other side", length=400, required=True)
    reason: Mapped[str] = fields.text("原因", "Reason", required=True)
