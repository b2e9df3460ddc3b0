"""作废档号 — numbers that were given and are not used: a series has no silent gaps (K3.16)."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.archives.number_word import NumberWord
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class NumberVoid(Record):
    """A number that was given and will not be used, with the reason: a series has no silent gaps."""

    register = Register(
        title=Term("作废档号", "Void numbers"),
        area=Area.ARCHIVES,
        rank=71,
        minor=True,
        clauses=("K3.16",),
        kept=True,
        draft_only="K3.16",
        at_once=True,
        label="reason",
        list=("word", "year", "no", "reason", "approved_by"),
        filters=("word", "year"),
    )
    __table_args__ = (UniqueConstraint("word_id", "year", "no"),)

    word_id: Mapped[int]
    word: Mapped[NumberWord] = fields.reference("字号", "Word", "number_word", required=True)
    year: Mapped[int] = fields.number("年度", "Year", required=True, minimum=1990)
    no: Mapped[int] = fields.number("序号", "No.", required=True, minimum=1)
    reason: Mapped[str] = fields.text("作废原因", "Reason", required=True)
    approved_by: Mapped[Employee] = fields.person("批准人", "Approved by", required=True)
