"""时间线 — the story of a case or a customer: the newest of it on its page, all of it page by page on one of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose

from admin_views.address import BAD_PLACE, read_id, read_place, token_of
from admin_views.cards import Panel
from admin_views.case_openings import note_opened
from admin_views.screen import Screen, screen_of
from admin_views.step_pages import heading
from domain.access import Action
from domain.errors import Invalid, missing
from domain.timelines import TIMELINES
from domain.values import OFFICE_ZONE, write_day, write_moment
from models.base import Record
from models.register import registers
from operations.records import find, require
from operations.timelines import Entry, Place, timeline
from web.context import authority
from web.extensions import db
from web.i18n import locale, say

ON_THE_PAGE, A_PAGE = 8, 50


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One entry in the reader's language; ``url`` leads to the record that tells it."""

    at: str
    what: str
    url: str
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class TimelineCard:
    """The newest entries, and where all of them are."""

    entries: tuple[EntryCard, ...]
    url: str


def timeline_panel(screen: Screen, record: Record) -> Panel | None:
    """On the page of a case or a customer; None where nothing may be told."""
    found, more = timeline(db.session(), record, ON_THE_PAGE)
    if not found:
        return None
    url = url_for(f"{screen.register.key}_timeline.index", id=record.id) if more else ""
    return Panel("register/timeline_panel.html", TimelineCard(_cards(record, found), url))


def _cards(record: Record, found: list[Entry]) -> tuple[EntryCard, ...]:
    plan = authority().plan
    opens = {one.register: registers[one.register].menu and plan.may(one.register, Action.VIEW) for one in found}
    return tuple(
        EntryCard(
            write_day(one.at.astimezone(OFFICE_ZONE).date(), locale()) if one.whole_day else write_moment(one.at),
            say(one.what),
            url_for(f"{one.register}.details_view", id=one.record) if opens[one.register] and one.register != record.register.key else "",
            say(one.text), one.who,
        )
        for one in found
    )  # fmt: skip


class TimelineView(BaseView):
    """The whole story of one record of a register, newest first."""

    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}
    """Of the register it is about."""

    def __init__(self, key: str, url: str) -> None:
        self.key = key
        super().__init__(endpoint=f"{key}_timeline", url=url)

    def _handle_view(self, name: str, **kwargs: object) -> None:
        if name not in self.ACTIONS:
            raise missing()
        require(db.session(), registers[self.key], self.ACTIONS[name])

    def is_visible(self) -> bool:
        """Not in a menu: the page of a record leads here."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """One page of it."""
        key = self.key
        record: Any = find(db.session(), registers[key], read_id(request.args.get("id", "")))
        after = request.args.get("after", "")
        found, more = timeline(db.session(), record, A_PAGE, _place(after) if after else None)
        screen = screen_of(authority().plan, registers[key])
        older = url_for(".index", id=record.id, after=_token(found[-1].place)) if more else ""
        html: ResponseReturnValue = self.render(
            "register/timeline.html", nav_key=key, entries=_cards(record, found), title=heading(screen, record),
            register_title=say(registers[key].title), list_url=url_for(f"{key}.index_view"), url=url_for(f"{key}.details_view", id=record.id),
            older_url=older, newest_url=url_for(".index", id=record.id) if after else "",
        )  # fmt: skip
        note_opened(key, record.id)
        return html


def _token(place: Place) -> str:
    return token_of(f"{place.at.isoformat()}~{place.source}", place.id)


def _place(token: str) -> Place:
    value, key = read_place(token)
    at, _, source = value.rpartition("~")
    try:
        moment, number = datetime.fromisoformat(at), int(source)
    except ValueError as error:
        raise Invalid(BAD_PLACE) from error
    if moment.tzinfo is None or not 1900 < moment.year < 9000 or abs(number) > len(TIMELINES["complaint"]):
        raise Invalid(BAD_PLACE)
    return Place(moment, number, key)
