"""The pages that ask before something is done: deleting one record or several, and taking a step of the workflow."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import Form

from admin_views.cards import Link
from admin_views.record_items import title_of
from admin_views.screen import Screen
from domain.access import Action, Channel, Level
from domain.errors import DomainError
from domain.kinds import Kind
from domain.workflow import Move
from models.base import Record
from models.complaints.complaint import Complaint
from models.fence import bits_of
from models.fields import Field
from operations.complaints.next_in_line import next_in_line
from operations.prefilling import Prefilled
from web.extensions import db
from web.i18n import say

OTHERWISE = {("borrowing_slip", "approve"): "reject", ("borrowing_slip", "reject"): "approve"}
"""By register and step: the step that answers the other way."""
NAMED = 10
"""So many of the chosen records are named on the page that asks."""


def delete_one(screen: Screen, record: Record) -> dict[str, Any]:
    """What ``register/confirm.html`` shows before ``record`` is deleted in the version that was read."""
    title = heading(screen, record)
    return _deletion(screen) | {
        "title": _("删除「%(what)s」？", what=title),
        "fields": ((say(screen.register.title), title),),
        "hidden": (("version", record.version),),
        "action_url": url_for(".delete_view", id=record.id),
        "back_url": url_for(".details_view", id=record.id),
    }


def delete_many(screen: Screen, chosen: Sequence[Record]) -> dict[str, Any]:
    """What ``register/confirm.html`` shows before the ``chosen`` are deleted."""
    return _deletion(screen) | {
        "title": ngettext("删除选中的 %(num)s 条？", "删除选中的 %(num)s 条？", len(chosen)),
        "fields": tuple(("", heading(screen, record)) for record in chosen[:NAMED]),
        "hidden": (("sure", "1"), *(("ids", record.id) for record in chosen)),
        "action_url": url_for(".action_view", what="delete"),
        "back_url": url_for(".index_view"),
    }


def _deletion(screen: Screen) -> dict[str, Any]:
    sentence = _("删除后不能恢复；操作日志仍会保留。")
    return {"sentence": sentence, "button": _("删除"), "nav_key": screen.register.key}


def take_step(
    screen: Screen, record: Record, move: Move, form: Form, hint: Prefilled, refusal: DomainError | None = None
) -> dict[str, Any]:
    """What ``register/move.html`` shows: the state a move leads to, the fields it needs, and why it is not possible now."""
    register = screen.register
    for key in move.needs:
        form[key].flags.required = register.fields[key].kind is not Kind.YES_NO  # yes or no is never empty
    return {
        "title": _("%(what)s：%(which)s", what=say(move.label), which=heading(screen, record)),
        "register_title": say(register.title),
        "list_url": url_for(".index_view"),
        "back_url": url_for(".details_view", id=record.id),
        "target": say(register.fields[register.state_field].titles[move.leads(getattr(record, register.state_field)).value]),
        "button": say(move.label),
        "clause": move.clause,
        "refusal": said_whole(refusal) if refusal else "",
        "form": form,
        "names": move.asked,
        "hint": say(hint.why) if hint.why else "",
        "hint_clause": hint.clause,
        "replies": hint.replies,
        "nav_key": register.key,
        "other": _other(screen, record, move),
    }


def _other(screen: Screen, record: Record, move: Move) -> Link | None:
    """The other answer to the same question, one tap away."""
    workflow, name = screen.register.workflow, OTHERWISE.get((screen.register.key, move.name), "")
    if workflow is None or not name or not screen.may(name):
        return None
    return Link(say(workflow.by_name[name].label), url_for(".move", move_name=name, id=record.id))


def line_of(record: Record, move: str, hint: Prefilled) -> str:
    """Who is next in line for what follows from a step of a complaint; empty where nobody asks."""
    if not isinstance(record, Complaint):
        return ""
    said = next_in_line(db.session(), record, move, hint.values.get("department"), hint.values.get("handler"))
    return say(said) if said is not None else ""


def said_whole(error: DomainError) -> str:
    """A refusal with its clause and what to do next, as it stands above a form."""
    clause = _("（%(clause)s）", clause=error.clause) if error.clause else ""
    return f"{say(error.sentence)}{clause}{say(error.todo)}"


def unread(screen: Screen, record: Record, specs: Sequence[Field]) -> set[str]:
    """The keys of ``specs`` whose value in ``record`` the reader may not see, although a step lets him replace it."""
    levels = screen.plan.levels(screen.register.key, Channel.DETAILS, bits=bits_of(db.session(), record, Action.VIEW))
    return {spec.key for spec in specs if levels.get(spec.stable_key, Level.HIDDEN) < Level.READ}


def heading(screen: Screen, record: Record) -> str:
    """How the reader may call ``record``."""
    return title_of(screen, record, bits_of(db.session(), record, Action.VIEW))
