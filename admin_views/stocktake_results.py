"""盘点对账: differences first, each with the entries of the journal since the list was frozen; then how many of each verdict (K10.5)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import select

from admin_views.address import read_id
from admin_views.cards import Item, Link, Panel
from admin_views.gated import GatedView
from admin_views.record_items import items_of
from admin_views.record_prints import form_links
from admin_views.screen import Screen, screen_of
from domain.access import Action
from domain.custody import REASONS, Reason
from domain.stocktaking import DIFFERENT, VERDICTS
from domain.values import write_day
from models.archives.stocktake import STOCKTAKE_STATES, Stocktake, StocktakeState
from models.archives.stocktake import TONES as STATE_TONES
from models.archives.stocktake_result import VERDICT_TONES, ResultState, StocktakeResult
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.fence import bits_of
from operations.archives.chain import chain
from operations.archives.stocktake_results import counts
from operations.archives.stocktake_scans import COUNT
from operations.moves import choices
from operations.records import find
from web.context import authority
from web.extensions import db
from web.i18n import locale, say

SHOWN = 100
LEADS_ON = ("reconcile", "approve")
FACTS = ("expected", "seen", "disposition", "explanation", "settled_by", "entry")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, what the journal did with the unit since, and the way to settle it."""

    code: str
    url: str
    verdict: str
    tone: str
    open: bool
    facts: tuple[Item, ...]
    entries: tuple[tuple[str, ...], ...]
    settle: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything ``templates/archives/stocktake_results.html`` draws."""

    number: str
    state: str
    tone: str
    counts: tuple[tuple[str, int, str], ...]
    total: int
    differences: tuple[Difference, ...]
    more: int
    left: int
    steps: tuple[tuple[Link, bool], ...]
    """Each step that is possible now, and whether it leads on."""
    prints: tuple[Link, ...]
    record_url: str
    list_url: str


@dataclass(frozen=True, slots=True)
class WaysCard:
    """What the page of a stocktake leads to."""

    links: tuple[Link, ...]


class StocktakeResultsView(GatedView):
    """The page under /archives/stocktake-results/."""

    REGISTER = "stocktake_result"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}
    """Exposed method → the action it needs on the register of results."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """One stocktake; before its count ends there is nothing to read."""
        taken: Stocktake = find(db.session(), Stocktake.register, read_id(request.args.get("id", "")))
        html: ResponseReturnValue = self.render("archives/stocktake_results.html", nav_key="stocktake", page=_page(taken))
        return html


def ways_panel(_screen: Screen, record: Record) -> Panel | None:
    """On the page of a stocktake: where it is counted, and where it is reconciled."""
    assert isinstance(record, Stocktake)
    links = []
    if record.state is StocktakeState.COUNTING and authority().may("stocktake", COUNT):
        links.append(Link(_("盘点扫码"), url_for("stocktake_count.index", id=record.id)))
    if record.counted_entry is not None and authority().may("stocktake_result", Action.VIEW):
        links.append(Link(_("对账与结果"), url_for("stocktake_results.index", id=record.id)))
    return Panel("archives/stocktake_ways.html", WaysCard(tuple(links))) if links else None


def difference_step(_screen: Screen, record: Record) -> Panel | None:
    """On the page that settles a difference: what was found, and what the journal did since."""
    assert isinstance(record, StocktakeResult)
    taken = db.session().scalar(select(Stocktake).where(Stocktake.id == record.stocktake_id))
    if taken is None:
        return None
    return Panel("archives/stocktake_difference.html", _difference(taken, record, _visible({record.unit_id})))


def _visible(units: set[int | None]) -> set[int]:
    """Those of ``units`` that the reader may see."""
    if not authority().may("archive_unit", Action.VIEW):
        return set()
    return set(db.session().scalars(select(ArchiveUnit.id).where(ArchiveUnit.id.in_([unit for unit in units if unit is not None]))))


def _page(taken: Stocktake) -> ReportPage:
    session = db.session()
    wanted = select(StocktakeResult).where(StocktakeResult.stocktake_id == taken.id, StocktakeResult.verdict.in_(DIFFERENT))
    # What is open comes first, then in the order of the verdicts, in which the rows were written.
    rows = list(session.scalars(wanted.order_by(StocktakeResult.state, StocktakeResult.id)))
    found = counts(session, taken)
    visible = _visible({row.unit_id for row in rows[:SHOWN]})
    steps = tuple(
        (Link(say(one.move.label), url_for("stocktake.move", move_name=one.move.name, id=taken.id)), one.move.name in LEADS_ON)
        for one in choices(session, taken)
        if one.refusal is None
    )
    return ReportPage(
        taken.number, say(STOCKTAKE_STATES[taken.state]), STATE_TONES[taken.state],
        tuple((say(title), found[verdict], VERDICT_TONES[verdict]) for verdict, title in VERDICTS.items() if verdict in found), sum(found.values()),
        tuple(_difference(taken, row, visible) for row in rows[:SHOWN]), max(0, len(rows) - SHOWN), sum(row.state is ResultState.OPEN for row in rows),
        steps, form_links(taken), url_for("stocktake.details_view", id=taken.id), url_for("stocktake.index_view"),
    )  # fmt: skip


def _difference(taken: Stocktake, row: StocktakeResult, visible: set[int]) -> Difference:
    session = db.session()
    screen = screen_of(authority().plan, row.register)
    said = tuple(key for key in FACTS if getattr(row, row.register.fields[key].column) is not None)
    facts = items_of(screen, row, bits_of(session, row, Action.VIEW), said)
    seen = row.unit_id in visible
    open_one = row.state is ResultState.OPEN
    may = open_one and taken.state is StocktakeState.COUNTED and authority().may("stocktake_result", "settle")
    return Difference(
        row.code, url_for("archive_unit.details_view", id=row.unit_id) if seen else "", say(VERDICTS[row.verdict]), VERDICT_TONES[row.verdict], open_one,
        facts, _entries(taken, row) if seen and row.unit_id is not None else (),
        url_for("stocktake_result.move", move_name="settle", id=row.id) if may else "",
    )  # fmt: skip


def _entries(taken: Stocktake, row: StocktakeResult) -> tuple[tuple[str, ...], ...]:
    """What the journal did with the unit since the list was frozen; who may see the unit may see its chain (K3.2)."""
    made: list[Any] = [one for one in chain(db.session().connection(), row.unit_id or 0) if one.id > taken.frozen_entry]
    return tuple(
        (str(one.id), say(REASONS[Reason(one.reason)]), f"{one.source} → {one.target}", write_day(one.occurred_on, locale()), one.document, one.actor)
        for one in made
    )
