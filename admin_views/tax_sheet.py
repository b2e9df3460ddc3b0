"""个税录入 — the tax of everybody on the pay of a month, down one column (K2.21)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _

from admin_views.address import read_id
from admin_views.cards import Panel
from admin_views.gated import GatedView
from admin_views.screen import Screen
from domain.access import Action
from domain.errors import Invalid, missing
from domain.pay import NOTHING
from domain.values import write_money
from models.base import Record
from models.incentives.pay_month import PayMonth, PayState
from operations.incentives.taxes import TaxLine, enter_taxes, may_enter, may_read, tax_lines
from operations.records import find
from web.extensions import db
from web.i18n import say


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One person as he stands in the form; amounts in words, ``tax`` as it is typed."""

    id: int
    person: str
    department: str
    gross: str
    tax: str
    net: str
    error: str


@dataclass(frozen=True, slots=True)
class TaxCard:
    """How many taxes of a month are entered."""

    entered: int
    count: int
    url: str
    writing: bool


def tax_panel(_screen: Screen, record: Record) -> Panel | None:
    """The panel of a pay month that was collected; None for whoever does not read the pay of others."""
    assert isinstance(record, PayMonth)
    session = db.session()
    lines = tax_lines(session, record) if record.collected_at and may_read(session) else []
    if not lines:
        return None
    entered = sum(line.tax is not None for line in lines)
    return Panel("incentives/tax_card.html", TaxCard(entered, len(lines), url_for("tax_sheet.index", id=record.id), may_enter(session, record)))


class TaxSheetView(GatedView):
    """One sheet a month: read by whoever reads its lines, written by whoever enters taxes until finance has verified it."""

    REGISTER = "pay_month"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}
    """Exposed method → the action it needs; saving asks for the step of each line besides."""

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The sheet; what was typed stays in it when a cell is refused."""
        month = self._month()
        if request.method == "GET":
            return self._page(month, {}, {})
        typed = _sent()
        try:
            count = enter_taxes(db.session(), month, typed)
        except Invalid as error:
            db.session().rollback()
            return self._page(self._month(), typed, {int(key): say(sentence) for key, sentence in error.told.items()})
        flash(_("已录入 %(count)s 人的个税。", count=count), "success")
        left = any(line.tax is None for line in tax_lines(db.session(), month))
        return redirect(url_for(".index" if left else "pay_month.details_view", id=month.id), 303)

    def _month(self) -> PayMonth:
        month: PayMonth = find(db.session(), PayMonth.register, read_id(request.args.get("id", "")))
        if not may_read(db.session()):
            raise missing()
        return month

    def _page(self, month: PayMonth, typed: dict[int, str], errors: dict[int, str]) -> ResponseReturnValue:
        session = db.session()
        lines, writing = tax_lines(session, month), may_enter(session, month)
        sums = [write_money(sum((amount for amount in column if amount is not None), NOTHING)) for column in _columns(lines)]
        html = self.render(
            "incentives/taxes.html", nav_key="pay_month", rows=[_row(line, typed, errors, writing=writing) for line in lines], sums=sums,
            errors=errors, writing=writing, closed=month.state == PayState.CLOSED, left=sum(line.tax is None for line in lines), name=month.name,
            url_save=url_for(".index", id=month.id), url_one=url_for("pay_month.details_view", id=month.id),
            url_list=url_for("pay_month.index_view"), list_title=say(PayMonth.register.title),
        )  # fmt: skip
        return make_response(html, 422 if errors else 200)


def _columns(lines: list[TaxLine]) -> tuple[list[Any], ...]:
    return [line.gross for line in lines], [line.tax for line in lines], [line.net for line in lines]


def _row(line: TaxLine, typed: dict[int, str], errors: dict[int, str], *, writing: bool) -> TaxRow:
    kept = "" if line.tax is None else f"{line.tax:.2f}" if writing else write_money(line.tax)
    return TaxRow(
        line.id, line.person, line.department, write_money(line.gross), typed.get(line.id, kept), write_money(line.net), errors.get(line.id, "")
    )  # fmt: skip


def _sent() -> dict[int, str]:
    cells = zip(request.form.getlist("line"), request.form.getlist("tax"), strict=False)
    return {int(key): text[:40] for key, text in cells if key.isascii() and key.isdigit() and len(key) < 19}
