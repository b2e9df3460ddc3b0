"""查看明文记录 — who has seen or searched for a masked value, of which record, when and why; written by the kernel only."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class RevealKind(StrEnum):
    """What was done."""

    SHOWN = "shown"
    SEARCHED = "searched"


class Reveal(Record):
    """One value shown for a short while, or one search for a whole number; the value itself is never kept here."""

    register = Register(
        title=Term("查看明文记录", "Revealed values"),
        area=Area.ACCESS,
        rank=80,
        clauses=("A7.1", "Y2.7"),
        label="seen_at",
        list=("seen_at", "person", "kind", "register_title", "field_title", "record_id", "reason"),
        filters=("seen_at", "person", "kind", "record_id"),
        search=("register_title", "field_title", "reason"),
        newest="seen_at",
        owner="person",
        read_only=True,
        journal_of=("register_key", "record_id"),
    )

    seen_at: Mapped[datetime] = fields.moment("查看时间", "Seen at", required=True)
    until_at: Mapped[datetime | None] = fields.moment("显示至", "Shown until", indexed=False)
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("查看人", "Seen by", required=True)
    account_id: Mapped[int] = fields.number("操作代码序号", "Account id", required=True)
    kind: Mapped[RevealKind] = fields.choice(
        "方式",
        "How",
        {RevealKind.SHOWN: Term("显示明文", "Shown"), RevealKind.SEARCHED: Term("按号码查找", "Searched for")},
        required=True,
    )
    # In words as well as by code: what a field was called then is part of the record, and people read words.
    register_title: Mapped[str] = fields.text("登记簿", "Register", length=60, required=True, indexed=False)
    field_title: Mapped[str] = fields.text("字段", "Field", length=120, required=True, indexed=False)
    register_key: Mapped[str] = fields.text("登记簿代码", "Register code", length=60, required=True, indexed=False)
    field_key: Mapped[str] = fields.text("字段代码", "Field code", length=200, required=True, indexed=False)
    record_id: Mapped[int | None] = fields.number("记录序号", "Record id")
    reason: Mapped[str] = fields.text("原因", "Reason", length=200, required=True, indexed=False)
