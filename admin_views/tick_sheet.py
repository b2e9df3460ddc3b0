"""逐项核对 — a sheet on which what is listed is ticked by keyboard, line by line; what differs stays and blocks (K3.14, K3.26)."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.address import read_id
from admin_views.gated import GatedView
from domain.access import Action
from domain.errors import Invalid, missing
from domain.terms import Term
from models.base import Record
from models.register import registers
from operations.archives.tick_sheet import TickLine, Typed
from operations.records import find
from web.extensions import db
from web.i18n import say


@dataclass(frozen=True, slots=True)
class TickRow:
    """One line of the sheet as it stands in the form."""

    no: int
    title: str
    expected: int
    state: str
    """calm, done or late: not counted, agrees, differs."""
    agrees: bool
    counted: str
    remark: str
    errors: dict[str, str]


class TickSheetView(GatedView):
    """One sheet a record: read by whoever sees the record and its list; saving asks who it is besides."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}
    """Exposed method → the action it needs."""
    CLAUSES: ClassVar[tuple[str, ...]]
    WRITING: ClassVar[Term]
    """What the page says to whoever counts, and to whoever only reads."""
    READING: ClassVar[Term]

    @abstractmethod
    def lines(self, record: Any) -> list[TickLine]:
        """The lines of the list, each with its last count."""

    @abstractmethod
    def save(self, record: Any, typed: Sequence[Typed]) -> int:
        """Keep what was counted; raises what the operation raises."""

    @abstractmethod
    def may_read(self, record: Any) -> bool:
        """Whether the reader sees what the lines show."""

    @abstractmethod
    def may_tick(self, record: Any) -> bool:
        """Whether he counts."""

    @abstractmethod
    def called(self, record: Any) -> str:
        """What the sheet is called by."""

    @abstractmethod
    def counted(self, record: Any) -> str:
        """What is counted."""

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The sheet; what was typed stays in it when a cell is refused."""
        one = self._record()
        if request.method == "GET":
            return self._page(one, [_row(line) for line in self.lines(one)], {})
        typed = _sent()
        try:
            count = self.save(one, typed)
        except Invalid as error:
            db.session().rollback()
            errors = {name: say(sentence) for name, sentence in error.told.items()}
            again = {each.no: each for each in typed}
            one = self._record()
            return self._page(one, [_row(line, again.get(line.no), errors) for line in self.lines(one)], errors)
        flash(_("已保存 %(count)s 行。", count=count), "success")
        done = all(line.counted is not None for line in self.lines(one))
        return redirect(url_for(f"{self.REGISTER}.details_view" if done else ".index", id=one.id), 303)

    def _page(self, one: Record, rows: list[TickRow], errors: dict[str, str]) -> ResponseReturnValue:
        writing = self.may_tick(one)
        html = self.render(
            "archives/ticks.html", nav_key=self.REGISTER, rows=rows, errors=errors, name=self.called(one), unit=self.counted(one), writing=writing,
            clauses=self.CLAUSES, lead=say(self.WRITING if writing else self.READING),
            left=sum(row.state == "calm" for row in rows), differs=sum(row.state == "late" for row in rows),
            url_save=url_for(".index", id=one.id), url_list=url_for(f"{self.REGISTER}.index_view"),
            url_one=url_for(f"{self.REGISTER}.details_view", id=one.id), list_title=say(registers[self.REGISTER].title),
        )  # fmt: skip
        return make_response(html, 422 if errors else 200)

    def _record(self) -> Record:
        one: Record = find(db.session(), registers[self.REGISTER], read_id(request.args.get("id", "")))
        if not self.may_read(one):
            raise missing()
        return one


def _row(line: TickLine, typed: Typed | None = None, errors: dict[str, str] | None = None) -> TickRow:
    state = "calm" if line.counted is None else "late" if line.differs else "done"
    wrong = {name: (errors or {})[f"{line.no}.{name}"] for name in ("counted", "remark") if f"{line.no}.{name}" in (errors or {})}
    if typed is not None:
        return TickRow(line.no, line.title, line.expected, state, typed.agrees, typed.counted, typed.remark, wrong)
    return TickRow(line.no, line.title, line.expected, state, state == "done", str(line.counted) if line.differs else "", line.remark, wrong)


def _sent() -> list[Typed]:
    form = request.form
    agrees = set(form.getlist("agrees"))
    columns = zip(form.getlist("line"), form.getlist("counted"), form.getlist("remark"), strict=False)
    return [
        Typed(int(no), no in agrees, counted, remark) for no, counted, remark in columns if no.isascii() and no.isdigit() and len(no) < 6
    ]  # fmt: skip
