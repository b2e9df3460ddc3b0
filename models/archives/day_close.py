"""日结 — the day's count, and the digest of the journal's last entry: printed and signed, the anchor nobody can rewrite (K3.4)."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class DayClose(Record):
    """One closed day: nothing may be dated on it or before any more; the database refuses to change it (models.ddl)."""

    register = Register(
        title=Term("档案日结", "Day closes"),
        area=Area.ARCHIVES,
        rank=40,
        minor=True,
        clauses=("K3.4", "K10.5"),
        label="closed_on",
        list=("closed_on", "entries", "counted", "head", "counter", "witness", "closed_at"),
        filters=("closed_on",),
        newest="closed_on",
        read_only=True,
        acts={"close_day": Term("日结", "Close the day")},
    )

    closed_on: Mapped[date] = fields.day("日期", "Day", required=True, unique=True)
    entries: Mapped[int] = fields.number("流水账末号", "Last entry", required=True, default=0, indexed=False)
    counted: Mapped[int] = fields.number("权证清点数", "Certificates counted", required=True, default=0, indexed=False)
    head: Mapped[str] = fields.text("末笔摘要", "Digest of the last entry", length=64, required=True, indexed=False)
    counter_id: Mapped[int]
    counter: Mapped[Employee] = fields.person("清点人", "Counted by", required=True)
    witness_id: Mapped[int]
    witness: Mapped[Employee] = fields.person("监点人", "Witness", required=True, differs_from="counter")
    closed_at: Mapped[datetime] = fields.moment("日结时间", "Closed at", required=True, indexed=False)
