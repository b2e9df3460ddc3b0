"""The changes of one entry of the log: old and new value of each field, as far as its reader may see them today."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from admin_views.cards import Panel
from admin_views.details_page import past_values
from admin_views.screen import Screen
from domain.access import Action, Channel, Level
from models.base import Record
from models.fence import bits_of
from models.governance.audit_entry import AuditEntry
from models.register import registers
from operations.histories import redacted
from web.extensions import db
from web.i18n import comma, say


@dataclass(frozen=True, slots=True)
class LoggedChanges:
    """What was changed: (label, old, new) where the values may be read, else the labels only; and where the record is."""

    fields: tuple[tuple[str, Markup, Markup], ...]
    hidden: str
    """Labels, in one line, of fields whose values this reader may not see."""
    record_url: str


def logged_changes(screen: Screen, record: Record) -> Panel | None:
    """The panel of an entry; values follow the rights its reader has on the record itself, not those on the log."""
    assert isinstance(record, AuditEntry)
    register = registers.get(record.register_key)
    if register is None or not record.changes:
        return None
    plan, session = screen.plan, db.session()
    target = session.get(register.model, record.record_id) if plan.may(register.key, Action.VIEW) and record.record_id else None
    levels: Mapping[str, Level] = {}
    if target is not None and plan.may(register.key, Action.HISTORY) and bits_of(session, target, Action.HISTORY):
        levels = plan.levels(register.key, Channel.HISTORY, bits=bits_of(session, target, Action.VIEW))
    changes = {key: pair for key, pair in record.changes.items() if isinstance(pair, list) and len(pair) == 2}
    shown = redacted(register.fields, levels, changes)
    seen = {one.field.key for one in shown}
    hidden = comma().join(say(spec.label) for key, spec in register.fields.items() if key in record.changes and key not in seen)
    url = url_for(f"{register.key}.details_view", id=target.id) if target is not None and register.menu else ""
    if not (shown or hidden or url):
        return None
    return Panel("register/logged.html", LoggedChanges(past_values(shown), hidden, url))
