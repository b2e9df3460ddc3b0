"""What every page has around it: the menu this reader may open, his name, the languages and the addresses of the frame."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from admin_views import clause_tags
from admin_views.cards import NavGroup, NavItem
from admin_views.places import PLACES
from domain.access import Action
from domain.areas import Area
from models.governance.setting import SettingName
from models.register import registers
from models.search import shadow
from operations.notices import COUNTED, unread
from permissions.actor import Authority
from permissions.policy import Plan
from web.context import plans
from web.extensions import db
from web.i18n import gettext_of, locale, say

LOOKS = ("light", "dark", "auto")
MOST_UNFOLDED = 12
"""So many entries of an area stand in the menu before the minor ones are folded."""
_nav: WeakKeyDictionary[Plan, dict[str, tuple[tuple[NavGroup, ...], Markup]]] = WeakKeyDictionary()


def init_app(app: Flask) -> None:
    """Give every template the frame."""
    app.context_processor(frame)
    app.jinja_env.globals.update(asset=asset, icon=icon)
    clause_tags.init_app(app)


def frame() -> dict[str, Any]:
    """The context of base.html; on pages without a signed-in reader only the languages."""
    who: Authority | None = g.get("authority") if has_request_context() else None
    look = request.cookies.get("theme", "") if has_request_context() else ""
    language = locale()
    context: dict[str, Any] = {
        "locale": language,
        "_": gettext_of(language),
        "token": generate_csrf() if has_request_context() else "",
        "look": look if look in LOOKS else "auto",  # not "theme": Flask-Admin hands its own object to templates under that name
        "company": plans().settings.get(SettingName.COMPANY_NAME, ""),
        "me": None,
        "nav": (),
        "nav_key": "",
        "nav_areas": {},
        **_addresses(request.script_root),
    }
    if who is None:
        return context
    groups, html = menu(who.plan, language)
    context.update(me=who.person, nav=groups, nav_html=html, nav_areas=_areas(who.plan, language))
    context.update(seen_as=who.seen_as, viewer=who.viewer, unread=_unread())
    return context


def _unread() -> str:
    """How many notices wait for the reader, for the bell; nothing on a page that says what went wrong."""
    if g.get("went_wrong"):
        return ""
    count = unread(db.session())
    return f"{COUNTED}+" if count > COUNTED else str(count or "")


@lru_cache(maxsize=16)
def _addresses(_root: str) -> dict[str, str]:
    """The addresses of the frame; they depend on where the application is mounted only."""
    return {
        "url_home": url_for("admin.index"),
        "url_locale": url_for("language.choose"),
        "url_search": url_for("admin.search"),
        "url_jobs": url_for("jobs.index"),
        "url_notices": url_for("notices.index"),
        "url_account": url_for("me.overview"),
        "url_sign_out": url_for("sign_in.sign_out"),
        "url_look_back": url_for("viewing.stop"),
    }


def menu(plan: Plan, language: str) -> tuple[tuple[NavGroup, ...], Markup]:
    """The menu of a plan as cards and as HTML; drawn once, because it is the same for all who hold the plan."""
    known = _nav.setdefault(plan, {})
    if language not in known:
        groups = [_group(area, plan) for area in Area]
        cards = tuple(group for group in groups if group.items)
        # Not render_template: its context is this very frame.
        template = current_app.jinja_env.get_template("partials/nav.html")
        known[language] = cards, Markup(template.render(nav=cards, nav_key=""))  # noqa: S704  # the output of our own template, which escapes
    return known[language]


def _group(area: Area, plan: Plan) -> NavGroup:
    """What the holders of a plan may open in an area; a list that one sees at a glance folds nothing away."""
    found = [
        (NavItem(say(register.title), url_for(f"{key}.index_view"), key, _find(say(register.title), register.title.zh)), register.minor)
        for key, register in registers.items()
        if register.area is area and register.menu and plan.may(key, Action.VIEW)
    ]
    found += [
        (NavItem(say(place.title), url_for(place.endpoint), place.key, _find(say(place.title), place.title.zh)), place.minor)
        for place in PLACES
        if place.area is area and plan.may(place.register, place.action)
    ]
    folds = len(found) > MOST_UNFOLDED
    more = tuple(item for item, minor in found if minor and folds)
    return NavGroup(say(area.title), area.icon, tuple(item for item, minor in found if not (minor and folds)), more)


def _areas(plan: Plan, language: str) -> dict[str, str]:
    """Register → the area it stands under in the menu."""
    kept: dict[str, dict[str, str]] = plan.kept.setdefault("areas of the menu", {})
    if language not in kept:
        kept[language] = {item.key: group.label for group in menu(plan, language)[0] for item in (*group.items, *group.more)}
    return kept[language]


def _find(title: str, chinese: str) -> str:
    initials, _, spelled = (shadow(chinese) or "|").partition("|")
    return f"{title} {initials} {spelled.replace(' ', '')}".lower()


def asset(name: str) -> str:
    """The address of a static file, with a mark of its content so that browsers may keep it."""
    return _address(request.script_root, str(current_app.static_folder), name)


@lru_cache(maxsize=512)
def icon(name: str) -> Markup:
    """An icon of the sprite, drawn by the one macro that knows how; calling a macro costs ten times as much."""
    module = current_app.jinja_env.get_template("macros/icon.html").module
    return Markup(module.icon(name))  # type: ignore[attr-defined]  # noqa: S704  # our own macro, which escapes


@lru_cache(maxsize=512)
def _address(root: str, folder: str, name: str) -> str:
    path = Path(folder) / name
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else "missing"
    return f"{root}/static/{name}?v={mark}"
