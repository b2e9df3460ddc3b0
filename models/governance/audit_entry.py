"""操作日志 — who changed what, when, from where and why; written by the fence only, changed by nobody."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.codes import action_title, register_title
from models.register import Register


class AuditEntry(Record):
    """One change of one record, in the same transaction; ``changes`` is shown only through the reader's rights."""

    register = Register(
        title=Term("操作日志", "Audit log"),
        area=Area.GOVERNANCE,
        clauses=("Y2.6", "A7.1"),
        label="happened_at",
        list=("happened_at", "actor", "action", "register_key", "record_id", "address", "reason"),
        filters=("happened_at", "record_id", "actor_id"),
        search=("actor", "register_key"),
        read_only=True,
        journal_of=("register_key", "record_id"),
    )
    __table_args__ = (Index("ix_audit_entry_record", "register_key", "record_id", "id"),)

    happened_at: Mapped[datetime] = fields.moment("时间", "At", required=True)
    actor: Mapped[str] = fields.text("操作人", "Actor", length=60, required=True, indexed=False)
    actor_id: Mapped[int | None] = fields.number("操作代码序号", "Account id")
    action: Mapped[str] = fields.text("操作", "Action", length=40, required=True, indexed=False, says=action_title)
    register_key: Mapped[str] = fields.text("登记簿", "Register", length=60, required=True, indexed=False, says=register_title)
    record_id: Mapped[int | None] = fields.number("记录序号", "Record id", indexed=False)
    address: Mapped[str | None] = fields.text("来源", "From", length=60, indexed=False)
    request_id: Mapped[str | None] = fields.text("请求编号", "Request", length=40)
    reason: Mapped[str | None] = fields.text("原因", "Reason", length=200, indexed=False)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
