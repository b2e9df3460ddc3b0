"""可能重复 — on the page of a complaint, and while one is typed: which others may be about the same. A hint, never a refusal."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import ngettext

from admin_views.cards import Panel, Row
from admin_views.gated import GatedView
from admin_views.likely_rows import likely_rows
from admin_views.screen import Screen, screen_of
from domain.access import Action
from domain.errors import Invalid
from domain.values import read_number
from models import checks
from models.base import Record
from models.complaints.complaint import Complaint
from models.complaints.stages import WORKFLOW
from operations.complaints.duplicates import ASKED_AT, Asked, asked_by, likely
from web.context import authority, now
from web.extensions import db
from web.i18n import comma, say

COLUMNS = ("number", "title", "stage", "received_at")


@dataclass(frozen=True, slots=True)
class DuplicateCard:
    """One case that may be the same, in the reader's language."""

    row: Row
    said: str
    """Its cells in words, for whoever is still typing."""
    why: str
    merge_url: str


def duplicates_panel(screen: Screen, record: Record) -> Panel | None:
    """For a case that is not answered yet; None where nothing is like it."""
    assert isinstance(record, Complaint)
    if record.stage not in ASKED_AT:
        return None
    merges = screen.may("merge") and record.stage in WORKFLOW.by_name["merge"].sources
    found = _found(screen, asked_by(record), merge_from=record.id if merges else 0)
    return Panel("complaints/duplicates.html", found) if found else None


def duplicates_of(record: Record) -> str:
    """What is said after a complaint has been entered; empty where nothing is like it."""
    if not isinstance(record, Complaint) or record.stage not in ASKED_AT:
        return ""
    screen = screen_of(authority().plan, record.register)
    count = len(_found(screen, asked_by(record))) if screen.may(Action.VIEW) else 0
    return ngettext("可能与 %(num)s 件投诉重复，请看「可能重复」。", "可能与 %(num)s 件投诉重复，请看「可能重复」。", count) if count else ""


def _found(screen: Screen, asked: Asked, merge_from: int = 0) -> tuple[DuplicateCard, ...]:
    made = []
    for row, said, one in likely_rows(screen, COLUMNS, lambda shown: ((case.row, case) for case in likely(db.session(), asked, shown))):
        merge = url_for("complaint.move", move_name="merge", id=merge_from, merged_into=one.id) if merge_from and one.open else ""
        made.append(DuplicateCard(row, said, comma().join(say(reason) for reason in one.reasons), merge))
    return tuple(made)


class DuplicatesView(GatedView):
    """The same question while the form of a new complaint is filled in; a POST, so that no number stands in an address."""

    REGISTER = "complaint"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.CREATE}
    """Of complaints."""

    @expose("/", methods=("POST",))
    def index(self) -> ResponseReturnValue:
        """What may be the same, as JSON: what it is, where, and why. What cannot be read is not compared."""
        screen = screen_of(authority().plan, Complaint.register)
        if not screen.may(Action.VIEW):
            return jsonify([])
        sent = {key: _read(key) for key in ("phone", "title", "facts")}
        customer = read_number(request.form.get("customer", "")) if request.form.get("customer", "").isdecimal() else None
        asked = Asked(now(), sent["phone"], customer, f"{sent['title'] or ''} {sent['facts'] or ''}")
        return jsonify([{"said": one.said, "url": one.row.url, "why": one.why} for one in _found(screen, asked)])


def _read(key: str) -> Any:
    try:
        return checks.read(Complaint.register.fields[key], request.form.get(key, ""))
    except Invalid:
        return None
