"""扫码柜台: one page with one input for a keyboard scanner; the address says where the desk stands, so that a reload loses nothing."""

import secrets
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from admin_views.address import read_id
from admin_views.cards import Item
from admin_views.gated import GatedView
from admin_views.record_items import items_of
from admin_views.screen import screen_of
from admin_views.step_pages import said_whole
from domain.access import Action
from domain.errors import DomainError
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.fence import bits_of
from models.lending.loan_line import LoanLine
from models.lending.slip import BorrowingSlip
from operations.archives.desk import code_of
from operations.archives.ledger import places
from operations.lending.scan_desk import COMMANDS, MODES, MOST_DONE, Desk, Mode, scan
from operations.lending.slips import units_of
from web.context import authority
from web.errors import status_of
from web.extensions import db
from web.i18n import say

SCRIPT = "X-Scan"
"""The header of a scan sent by static/js/scan.js: the page comes back as it is, whatever it says."""
SLIP_KEYS = ("borrower", "department", "reason", "due_on", "valid_until_on")
MOST_UNITS = 300


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the slip on the desk: its label, where it is, and whether it was scanned."""

    code: str
    title: Markup
    place: str
    seen: bool


@dataclass(frozen=True, slots=True)
class DoneRow:
    """A loan that was dealt with here."""

    code: str
    url: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ScanPage:
    """Everything ``templates/lending/scan.html`` draws."""

    modes: tuple[tuple[str, str, bool], ...]
    """Title, address and whether it is this one."""
    title: str
    prompt: str
    hidden: tuple[tuple[str, str], ...]
    slip: str
    facts: tuple[Item, ...]
    units: tuple[UnitRow, ...]
    counting: str
    done: tuple[DoneRow, ...]
    refusal: str
    typed: str
    commands: tuple[tuple[str, str], ...]


class ScanDeskView(GatedView):
    """The page under /lending/scan/."""

    REGISTER = "borrowing_slip"
    ACTIONS: ClassVar[dict[str, str]] = {"index": "check_out"}
    """Exposed method → the action it needs on the register of slips."""

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Where the desk stands; a scan moves it on, or is refused in a sentence and moves nothing."""
        desk, typed, refusal, status = _desk(), "", "", 200
        if request.method == "POST":
            typed = request.form.get("code", "")[:200]
            try:
                desk, said = scan(db.session(), request.form.get("key", "")[:80] or secrets.token_hex(16), desk, typed)
                flash(say(said), "success")
                place: dict[str, Any] = dict(_hidden(desk))
                return redirect(url_for(".index", **place), 303)
            except DomainError as error:
                db.session().rollback()
                refusal = said_whole(error)
                # A script shows the page it gets; a browser is told that nothing was done.
                status = 200 if request.headers.get(SCRIPT) else status_of(error)
        html = self.render(
            "lending/scan.html", page=_page(desk, refusal, typed), key=secrets.token_hex(16), nav_key="scan_desk", url_save=url_for(".index"),
            url_commands=url_for("labels.index"),
        )  # fmt: skip
        return make_response(html, status)


def _desk() -> Desk:
    """Where the desk stands, as the page or the address says; what cannot be read there is left out."""
    said = request.form if request.method == "POST" else request.args
    mode = said.get("mode", "")

    def one(name: str) -> int | None:
        return read_id(said[name]) if said.get(name) else None

    def several(name: str, most: int) -> tuple[int, ...]:
        return tuple(read_id(text) for text in said.get(name, "").split(",")[:most] if text)

    return Desk(Mode(mode) if mode in set(Mode) else Mode.LEND, one("slip"), several("seen", MOST_UNITS), one("line"), several("done", MOST_DONE))


def _hidden(desk: Desk) -> tuple[tuple[str, str], ...]:
    pairs = (
        ("mode", str(desk.mode)), ("slip", str(desk.slip or "")), ("seen", ",".join(map(str, desk.seen))), ("line", str(desk.line or "")),
        ("done", ",".join(map(str, desk.done))),
    )  # fmt: skip
    return tuple((name, value) for name, value in pairs if value)


def _page(desk: Desk, refusal: str, typed: str) -> ScanPage:
    slip = _seen(BorrowingSlip, desk.slip)
    line = _seen(LoanLine, desk.line)
    return ScanPage(
        modes=tuple((say(MODES[mode]), url_for(".index", mode=str(mode)), mode is desk.mode) for mode in Mode),
        title=say(MODES[desk.mode]),
        prompt=_prompt(desk, slip is not None, line is not None),
        hidden=_hidden(desk),
        slip=slip.number if slip is not None else "",
        facts=_items(slip, SLIP_KEYS) if slip is not None else (),
        units=_units(slip, desk) if slip is not None else (),
        counting=_code(line) if line is not None else "",
        done=tuple(_done(one) for key in desk.done if (one := _seen(LoanLine, key)) is not None),
        refusal=refusal,
        typed=typed if refusal else "",
        commands=tuple((str(command), say(title)) for command, title in COMMANDS.items()),
    )


def _prompt(desk: Desk, slip: bool, line: bool) -> str:
    match desk.mode:
        case Mode.LEND:
            return _("逐件扫描档案") if slip else _("扫描出借单")
        case Mode.BACK:
            return _("扫描归还的档案")
        case Mode.CHECK:
            return _("输入实点页数") if line else _("扫描待核对的档案")


def _seen(model: Any, key: int | None) -> Any:
    """The record, if there is one its reader may see."""
    if not key or not authority().may(model.register.key, Action.VIEW):
        return None
    return db.session().scalar(select(model).where(model.id == key))


def _items(record: Record, keys: tuple[str, ...]) -> tuple[Item, ...]:
    screen = screen_of(authority().plan, record.register)
    return items_of(screen, record, bits_of(db.session(), record, Action.VIEW), keys)


def _units(slip: BorrowingSlip, desk: Desk) -> tuple[UnitRow, ...]:
    keys = units_of(db.session(), slip)
    at = places(db.session().connection(), keys)
    units = db.session().scalars(select(ArchiveUnit).where(ArchiveUnit.id.in_(keys)).order_by(ArchiveUnit.number, ArchiveUnit.part_no))
    rows = []
    for unit in units:
        titles = _items(unit, ("title",))
        place = at.get(unit.id)
        rows.append(UnitRow(code_of(unit.number, unit.part_no), titles[0].value if titles else Markup(), place.name if place else "—", unit.id in desk.seen))
    return tuple(rows)


def _done(line: LoanLine) -> DoneRow:
    return DoneRow(_code(line), url_for("loan_line.details_view", id=line.id), _items(line, ("borrower", "state", "due_on")))


def _code(line: LoanLine) -> str:
    unit = _seen(ArchiveUnit, line.unit_id)
    return code_of(unit.number, unit.part_no) if unit is not None else "—"
