"""档号字号 — the words of the unified archive numbers, such as 鸿借字, one per kind of business (K3.16, K3.21)."""

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.register import Register


class NumberWord(Record):
    """A word; numbers read ``2026鸿借字第001号`` and count from 1 in each year."""

    register = Register(
        title=Term("档号字号", "Number words"),
        area=Area.ARCHIVES,
        rank=70,
        minor=True,
        clauses=("K3.16", "K3.21"),
        label="word",
        list=("word", "title", "active"),
        search=("word", "title"),
        import_key="word",
    )

    word: Mapped[str] = fields.text("字号", "Word", length=20, required=True, unique=True)
    title: Mapped[str] = fields.text("用于", "Used for", length=80, required=True)
    active: Mapped[bool] = fields.yes_no("在用", "Active", default=True)
