"""The home page and the search over everything the reader may open."""

from typing import Any

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import AdminIndexView, expose
from flask_babel import gettext as _

from admin_views.cards import NavItem
from admin_views.exact_hits import exact_hits
from admin_views.frame import menu
from admin_views.frame_cards import Hit, HomePage, SearchGroup, SearchPage
from admin_views.inbox import task_line
from domain.access import Action
from domain.errors import missing
from domain.values import OFFICE_ZONE, clean_text, write_day
from models.register import registers
from operations.absences import Absence, absences
from operations.labels import Candidate, candidates, labels
from operations.waiting import tasks
from web.context import authority, now
from web.extensions import db
from web.i18n import locale, say

HITS = 6
SHOWN = 30
"""So many of the steps that wait for the reader stand on the home page."""


class HomeView(AdminIndexView):
    """The areas with their registers, and the global search."""

    OPEN = frozenset({"index", "search"})
    """For everybody who is signed in: both show only what the reader may open."""

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        if name not in self.OPEN:
            raise missing()

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Home."""
        groups, _html = menu(authority().plan, locale())
        today = write_day(now().astimezone(OFFICE_ZONE).date(), locale())
        found = tasks(db.session())
        note = _("只列出期限最近的 %(most)s 件。", most=SHOWN) if len(found) > SHOWN else ""
        lines = tuple(task_line(one) for one in found[:SHOWN])
        return self.render("home.html", page=HomePage(groups, today=today, tasks=lines, absences=_absences(), tasks_note=note))

    @expose("/search/")
    def search(self) -> ResponseReturnValue:
        """Records of all registers by name, pinyin or number; JSON for the box at the top."""
        typed = clean_text(request.args.get("q", ""))[:100]
        groups = _everywhere(typed) if typed else []
        if request.args.get("format") == "json":
            hits = [{"label": c.label, "sub": item.label, "url": _url(item, c)} for item, found in groups for c in found[:3]]
            return jsonify(hits[:12])
        # Not while one is still typing: every search for a whole number is counted and kept.
        groups, notice = _with_exact(groups, typed)
        page = SearchPage(
            typed,
            tuple(
                SearchGroup(
                    item.label,
                    url_for(f"{item.key}.index_view", q=typed),
                    tuple(Hit(c.label, c.sub, _url(item, c)) for c in found[:HITS]),
                    _("更多") if len(found) > HITS else "",
                )
                for item, found in groups
            ),
            notice or _("只查您可以看的登记簿和字段。"),
        )
        return self.render("search.html", page=page)


def _absences() -> tuple[str, ...]:
    def sentence(one: Absence) -> str:
        day = write_day(one.until, locale())
        return _("您不在期间由%(who)s代理，至 %(day)s。", who=one.name, day=day) if one.for_me else _("您代理%(who)s，至 %(day)s。", who=one.name, day=day)

    return tuple(sentence(one) for one in absences(db.session()))


def _everywhere(typed: str) -> list[tuple[NavItem, list[Candidate]]]:
    plan = authority().plan
    found = []
    for key, register in registers.items():
        label = register.fields[register.label]
        if not register.search or not register.menu or label.target or register.label not in register.search:
            continue
        if plan.may(key, Action.VIEW):
            hits = candidates(db.session(), key, typed, locale())
            if hits:
                found.append((NavItem(say(register.title), url_for(f"{key}.index_view"), key), hits))
    return found


def _with_exact(
    groups: list[tuple[NavItem, list[Candidate]]], typed: str
) -> tuple[list[tuple[NavItem, list[Candidate]]], str]:
    """``groups`` with the records whose masked number is just ``typed``, and a sentence when that was asked too often."""
    several = [register for register in registers.values() if register.menu]
    hits, notice = exact_hits(several, typed)
    found = {item.key: (item, list(candidates)) for item, candidates in groups}
    for key, ids in hits.items():
        title = say(registers[key].title)
        _item, known = found.setdefault(key, (NavItem(title, url_for(f"{key}.index_view"), key), []))
        named = labels(db.session(), key, ids)
        there = {one.id for one in known}
        known.extend(Candidate(one, named.get(one, f"{title} {one}"), "") for one in ids if one not in there)
    return list(found.values()), notice


def _url(item: NavItem, hit: Candidate) -> str:
    return url_for(f"{item.key}.details_view", id=hit.id)
