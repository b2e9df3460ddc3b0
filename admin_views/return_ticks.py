"""归还逐件核对 — what comes back is counted piece by piece against the edition it was lent with (K3.26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from admin_views.cards import Panel
from admin_views.screen import Screen
from admin_views.tick_sheet import TickSheetView
from domain.errors import missing
from domain.terms import Term
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.lending.loan_line import LoanLine
from operations.archives.desk import code_of
from operations.archives.tick_sheet import TickLine, Typed, differences
from operations.lending import return_ticking
from web.extensions import db
from web.i18n import say


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """How far the count of a loan has come, and what differs."""

    ticked: str
    differing: tuple[str, ...]
    url: str


class ReturnTicksView(TickSheetView):
    """One sheet a loan that went out with a list, counted by whoever checks returns."""

    REGISTER = "loan_line"
    CLAUSES: ClassVar[tuple[str, ...]] = ("K3.26",)
    WRITING = Term(
        "逐件翻点：相符的勾选（空格键），缺页或多页的填实点页数和说明；Tab 键到下一格。可以分次保存，不符的留痕并阻止归位。",
        "Count each piece: tick what agrees (space), else type its pages and a remark; Tab goes on. It can be saved in parts; a difference stays and blocks.",
    )
    READING = Term("交还以后由档案管理员逐件核对，借阅人本人不能核对。", "The archivist counts it once it is back, never the borrower.")

    def lines(self, record: LoanLine) -> list[TickLine]:
        """The pieces of the edition lent."""
        return return_ticking.lines(db.session(), record)

    def save(self, record: LoanLine, typed: Sequence[Typed]) -> int:
        """By whoever checks returns, while it is at the desk."""
        return return_ticking.save(db.session(), record, typed)

    def may_read(self, record: LoanLine) -> bool:
        """A loan without a list has no sheet; the pieces are read as on their own page."""
        if not return_ticking.has_list(record):
            raise missing()
        return return_ticking.may_read(db.session())

    def may_tick(self, record: LoanLine) -> bool:
        """Who checks returns, and is not the borrower."""
        return return_ticking.may_tick(db.session(), record)

    def called(self, record: LoanLine) -> str:
        """The unit and the edition it went out with."""
        return _("%(unit)s · 第 %(edition)s 版清单", unit=_called(record), edition=record.list_version)

    def counted(self, record: LoanLine) -> str:
        """Pages."""
        return _("页数")


def _called(record: LoanLine) -> str:
    """The label of the unit, where the reader may see it."""
    found = db.session().execute(select(ArchiveUnit.number, ArchiveUnit.part_no).where(ArchiveUnit.id == record.unit_id)).first()
    return code_of(found.number, found.part_no) if found else "—"


def return_panel(_screen: Screen, record: Record) -> Panel | None:
    """The panel of a loan that went out with a list; None for others and for whoever may not read the pieces."""
    assert isinstance(record, LoanLine)
    session = db.session()
    if not return_ticking.has_list(record) or not return_ticking.may_read(session):
        return None
    found = return_ticking.lines(session, record)
    done = sum(line.counted is not None for line in found)
    if not done and not return_ticking.may_tick(session, record):
        return None
    ticked = _("已核对 %(done)s 项，共 %(all)s 项", done=done, all=len(found))
    return Panel("lending/return.html", ReturnCard(ticked, tuple(say(one) for one in differences(found)), url_for("return_ticks.index", id=record.id)))
