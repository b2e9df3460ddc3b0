"""逐项核对 — the archivist ticks a transfer line by line at its acceptance; a difference stays and blocks (K3.14)."""

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.address import read_id
from admin_views.gated import GatedView
from domain.access import Action
from domain.errors import Invalid, missing
from models.archives.transfer import ArchiveTransfer, TransferKind
from operations.archives import ticking
from operations.archives.ticking import TickLine, Typed
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


class TransferTicksView(GatedView):
    """One sheet a transfer: read by whoever sees the transfer and its list, ticked by its archivist."""

    REGISTER = "archive_transfer"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}
    """Exposed method → the action it needs; saving asks who it is besides."""

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The sheet; what was typed stays in it when a cell is refused."""
        one = _transfer()
        if request.method == "GET":
            return self._page(one, [_row(line) for line in ticking.lines(db.session(), one)], {})
        typed = _sent()
        try:
            count = ticking.save(db.session(), one, typed)
        except Invalid as error:
            db.session().rollback()
            errors = {name: say(sentence) for name, sentence in error.fields.items()}
            again = {each.no: each for each in typed}
            one = _transfer()
            return self._page(one, [_row(line, again.get(line.no), errors) for line in ticking.lines(db.session(), one)], errors)
        flash(_("已保存 %(count)s 行。", count=count), "success")
        done = all(line.counted is not None for line in ticking.lines(db.session(), one))
        return redirect(url_for("archive_transfer.details_view" if done else ".index", id=one.id), 303)

    def _page(self, one: ArchiveTransfer, rows: list[TickRow], errors: dict[str, str]) -> ResponseReturnValue:
        unit = _("份数") if one.kind == TransferKind.CERTIFICATES else _("页数")
        html = self.render(
            "archives/ticks.html", nav_key="archive_transfer", rows=rows, errors=errors, name=f"{one.number} {one.title}", unit=unit,
            writing=ticking.may_tick(db.session(), one), left=sum(row.state == "calm" for row in rows), differs=sum(row.state == "late" for row in rows),
            url_save=url_for(".index", id=one.id), url_list=url_for("archive_transfer.index_view"),
            url_one=url_for("archive_transfer.details_view", id=one.id), list_title=say(ArchiveTransfer.register.title),
        )  # fmt: skip
        return make_response(html, 422 if errors else 200)


def _transfer() -> ArchiveTransfer:
    one: ArchiveTransfer = find(db.session(), ArchiveTransfer.register, read_id(request.args.get("id", "")))
    if not ticking.may_read(db.session(), one):
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
