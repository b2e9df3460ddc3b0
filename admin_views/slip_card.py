"""What a slip is about, on its page and on the pages of its steps: the units with their places, and what the borrower has out (K3.23)."""

from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup
from sqlalchemy import select

from admin_views.cards import Item, Panel
from admin_views.custody import TONES
from admin_views.record_items import Names, items_of
from admin_views.screen import Screen, screen_of
from domain.access import Action
from domain.custody import AccountKind
from domain.values import OFFICE_ZONE
from models.archives.account import KINDS, own_name
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.fence import bits_of
from models.lending.loan_line import LoanLine, LoanState
from models.lending.reservation import LoanReservation
from models.lending.slip import BorrowingSlip, SlipState
from operations.archives.desk import code_of
from operations.archives.ledger import places
from operations.labels import labels
from operations.lending.slips import AT_REST, units_of
from web.context import authority, now
from web.extensions import db
from web.i18n import say

FACTS = ("borrower", "department", "reason", "due_on")
STILL_OUT = (LoanState.OUT, LoanState.LOST, LoanState.SHORT)
TO_COME = (SlipState.DRAFT, SlipState.SUBMITTED, SlipState.APPROVED)
AWAITED = frozenset(AccountKind) - AT_REST - {AccountKind.ORIGIN, AccountKind.DESTROYED, AccountKind.RELEASED}
"""From here a unit may come back to its place."""
SHOWN = 50


@dataclass(frozen=True, slots=True)
class SlipUnit:
    """A unit of the slip: its label and title, and where it is now."""

    code: str
    url: str
    title: Markup
    place: str
    kind: str
    tone: str
    away: bool = False
    """Not at rest, while the slip is still to be lent."""
    wait_url: str = ""
    """Where to wait for it (K3.24)."""


@dataclass(frozen=True, slots=True)
class OutRow:
    """A loan the borrower has not brought back."""

    code: str
    url: str
    due: Markup
    late: bool


@dataclass(frozen=True, slots=True)
class SlipCard:
    """Everything ``lending/slip.html`` draws."""

    facts: tuple[Item, ...]
    units: tuple[SlipUnit, ...]
    hidden: int
    """So many units of the slip the reader may not see."""
    out: tuple[OutRow, ...]
    knows_out: bool
    """Whether the reader may see loans at all."""
    away: int = 0
    """So many units that are still to be lent are not at rest."""


def slip_panel(_screen: Screen, record: Record) -> Panel | None:
    """On the page of a slip, whose fields stand above it already."""
    assert isinstance(record, BorrowingSlip)
    return Panel("lending/slip.html", _card(record, ()))


def slip_step(_screen: Screen, record: Record) -> Panel | None:
    """On the page of a step: everything needed to decide."""
    assert isinstance(record, BorrowingSlip)
    return Panel("lending/slip.html", _card(record, FACTS))


def _card(slip: BorrowingSlip, keys: tuple[str, ...]) -> SlipCard:
    named = units_of(db.session(), slip)
    units = _units(named, to_come=slip.state in TO_COME)
    facts = _items(slip, keys) if keys else ()
    knows = authority().may(LoanLine.register.key, Action.VIEW)
    # The days stand on the page of the slip; that of a step says only what is late.
    return SlipCard(facts, units, len(named) - len(units), _out(slip, days=not keys) if knows else (), knows, sum(bool(unit.away) for unit in units))


def _items(record: Record, keys: tuple[str, ...], names: Names | None = None) -> tuple[Item, ...]:
    return items_of(screen_of(authority().plan, record.register), record, bits_of(db.session(), record, Action.VIEW), keys, names=names)


def _units(keys: list[int], *, to_come: bool) -> tuple[SlipUnit, ...]:
    if not authority().may(ArchiveUnit.register.key, Action.VIEW):
        return ()
    at, may_wait = places(db.session().connection(), keys), authority().may(LoanReservation.register.key, Action.CREATE)
    rows = []
    for unit in db.session().scalars(select(ArchiveUnit).where(ArchiveUnit.id.in_(keys)).order_by(ArchiveUnit.number, ArchiveUnit.part_no)):
        place, titles, numbers = at.get(unit.id), _items(unit, ("title",)), _items(unit, ("number",))
        kind = place.kind if place else AccountKind.ORIGIN
        rows.append(SlipUnit(
            code_of(unit.number, unit.part_no) if numbers else "—", url_for("archive_unit.details_view", id=unit.id), titles[0].value if titles else Markup(),
            own_name(kind, place.name) if place else "—", say(KINDS[kind]), TONES.get(kind, "soon"), to_come and kind not in AT_REST,
            url_for("loan_reservation.create_view", unit=unit.id) if to_come and kind in AWAITED and may_wait else "",
        ))  # fmt: skip
    return tuple(rows)


def _out(slip: BorrowingSlip, *, days: bool) -> tuple[OutRow, ...]:
    today = now().astimezone(OFFICE_ZONE).date()
    wanted = select(LoanLine).where(LoanLine.borrower_id == slip.borrower_id, LoanLine.state.in_(STILL_OUT)).order_by(LoanLine.due_on).limit(SHOWN)
    lines, rows = db.session().scalars(wanted).all(), []
    units = labels(db.session(), ArchiveUnit.register.key, [line.unit_id for line in lines])
    names: Names = {(ArchiveUnit.register.key, key): label for key, label in units.items()}
    for line in lines:
        unit, due = _items(line, ("unit",), names), _items(line, ("due_on",)) if days else ()
        code = unit[0].value.striptags() if unit else str(line.id)
        rows.append(OutRow(code, url_for("loan_line.details_view", id=line.id), due[0].value if due else Markup(), line.due_on < today))
    return tuple(rows)
