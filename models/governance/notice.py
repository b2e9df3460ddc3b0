"""提醒 — what somebody is to do or to know, once per occasion; written by the kernel only, next to what it is about."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class Notice(Record):
    """A sentence for one person about one record: its number and the step, never who complained or what he said."""

    register = Register(
        title=Term("提醒", "Notices"),
        area=Area.GOVERNANCE,
        rank=60,
        clauses=("Y4.4", "Y6.7", "A6.4", "K6.13"),
        label="sentence",
        list=("told_at", "person", "sentence", "due_at", "read_at", "code"),
        filters=("told_at", "person", "due_at", "read_at", "code", "record_id"),
        newest="told_at",
        owner="person",
        read_only=True,
        journal_of=("register_key", "record_id"),
    )
    __table_args__ = (Index("ix_notice_unread", "person_id", "read_at"),)

    told_at: Mapped[datetime] = fields.moment("提醒时间", "Told at", required=True)
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("提醒对象", "For", required=True)
    sentence: Mapped[str] = fields.text("提醒内容", "Notice", required=True, indexed=False)
    # Kept in both languages: the reader chooses his when he reads, not when it is written.
    sentence_en: Mapped[str] = fields.text("英文内容", "In English", length=400, required=True, indexed=False)
    register_key: Mapped[str] = fields.text("登记簿代码", "Register code", length=60, required=True, indexed=False)
    record_id: Mapped[int | None] = fields.number("记录序号", "Record id")
    code: Mapped[str] = fields.text("事项代码", "Occasion", length=60, required=True)
    due_at: Mapped[datetime | None] = fields.moment("期限", "Due", indexed=False)
    read_at: Mapped[datetime | None] = fields.moment("已读时间", "Read at", indexed=False)
    mark: Mapped[str] = fields.text(
        "唯一标记", "Mark", required=True, unique=True, help=Term("同一提醒只有一条。", "The same notice is never made twice.")
    )
