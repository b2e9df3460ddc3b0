"""制度条文与体检 — every regulation clause by clause: what it demands, by what it is kept, where, and how this month went."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from markupsafe import Markup

from admin_views.gated import GatedView
from admin_views.presenting import badge
from domain.access import Action
from domain.clauses import REGULATIONS, Clause, clauses
from domain.coverage import STRENGTH
from domain.errors import missing
from domain.values import write_month
from operations.clauses import WAYS, Kept, Seen, coverage, health, hows, seen
from operations.office_clock import today
from operations.rule_numbers import rules
from web.context import authority
from web.extensions import db
from web.i18n import locale, say

GOOD, FAIR = 95, 80
"""From so many percent of terms kept on a month is good, or fair."""


@dataclass(frozen=True, slots=True)
class RegulationRow:
    """One regulation: how many of its clauses are kept by what, and its month."""

    code: str
    title: str
    url: str
    all: int
    enforced: int
    computed: int
    recorded: int
    missing: int
    month: Markup


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause with its screens (label, address) and numbers (label, value)."""

    code: str
    where: str
    says: str
    ways: tuple[Markup, ...]
    screens: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    month: Markup


class ClausesView(GatedView):
    """Read by everybody who reads the numbers of the regulations; counts are of what he may see."""

    REGISTER = "rule_value"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW, "regulation": Action.VIEW}

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """All regulations."""
        month = _month()
        found, went = coverage(), health(db.session(), month)
        rows = [
            RegulationRow(
                code, say(title), url_for(".regulation", code=code, month=f"{month:%Y-%m}"), len(own),
                _count(own, found.by.get("enforced", ())), _count(own, found.by.get("computed", ())), _count(own, found.by.get("recorded", ())),
                _count(own, found.missing), _went(_sum(went, own)),
            )
            for code, title in REGULATIONS.items()
            if (own := [one.code for one in clauses().values() if one.regulation == code])
        ]  # fmt: skip
        html: ResponseReturnValue = self.render("governance/regulations.html", nav_key="clauses", rows=rows, **_months(month))
        return html

    @expose("/<code>")
    def regulation(self, code: str) -> ResponseReturnValue:
        """One regulation, clause by clause."""
        if code not in REGULATIONS:
            raise missing()
        month = _month()
        went, ways, places, numbers = health(db.session(), month), hows(), seen(), rules(db.session())
        rows = [
            _row(one, ways.get(one.code, ()), places.get(one.code, Seen()), numbers, went.get(one.code, Kept()))
            for one in clauses().values()
            if one.regulation == code
        ]
        html: ResponseReturnValue = self.render(
            "governance/regulation.html", nav_key="clauses", code=code, title=say(REGULATIONS[code]), rows=rows, url_all=url_for(".index"),
            **_months(month),
        )  # fmt: skip
        return html


def _row(one: Clause, ways: tuple[str, ...], places: Seen, numbers: Mapping[str, int], went: Kept) -> ClauseRow:
    plan = authority()
    open_ones = [register for register in places.registers if plan.may(register.key, Action.VIEW)]
    return ClauseRow(
        one.code, one.where, say(one.says),
        tuple(badge(say(WAYS[way]), "done" if STRENGTH[way] == "enforced" else "calm") for way in dict.fromkeys(ways)),
        tuple((say(register.title), url_for(f"{register.key}.index_view")) for register in open_ones),
        tuple(dict.fromkeys(say(move.label) for register, move in places.moves if plan.may(register.key, Action.VIEW))),
        tuple((say(number.rule.title), f"{numbers[number]:,} {say(number.rule.unit)}") for number in places.numbers),
        _went(went),
    )  # fmt: skip


def _count(own: Collection[str], kept: Collection[str]) -> int:
    return len(set(own) & set(kept))


def _went(went: Kept) -> Markup:
    """How many terms were kept, toned; a dash where none ended."""
    percent = went.percent
    if percent is None:
        return Markup("—")
    tone = "done" if percent >= GOOD else "soon" if percent >= FAIR else "late"
    return badge(_("%(percent)s%%（%(kept)s / %(all)s）", percent=percent, kept=went.kept, all=went.kept + went.late), tone)


def _sum(went: Mapping[str, Kept], codes: list[str]) -> Kept:
    own = [went[code] for code in codes if code in went]
    return Kept(sum(one.kept for one in own), sum(one.late for one in own), sum(one.running for one in own))


def _month() -> date:
    """The month asked for, this one when none or nonsense is."""
    text, now = request.args.get("month", ""), today(db.session()).replace(day=1)
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return now
    return asked if date(2000, 1, 1) <= asked <= now else now


def _months(month: date) -> dict[str, str]:
    """The month shown, and the addresses of the one before and after."""
    now = today(db.session()).replace(day=1)
    before = (month.replace(year=month.year - 1, month=12) if month.month == 1 else month.replace(month=month.month - 1))
    after = (month.replace(year=month.year + 1, month=1) if month.month == 12 else month.replace(month=month.month + 1))
    return {
        "month": write_month(month, locale()),
        "url_before": f"?month={before:%Y-%m}" if before >= date(2000, 1, 1) else "",
        "url_after": f"?month={after:%Y-%m}" if after <= now else "",
    }
