"""Lines of the inbox: what waits for the reader and what he was reminded of, with its term and how near that is."""

from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from admin_views.frame_cards import NoticeLine, TaskLine
from admin_views.presenting import SOON, badge
from domain.values import OFFICE_ZONE, write_day, write_moment
from models.register import registers
from operations.notices import Line
from operations.waiting import Task
from operations.wording import in_words
from web.context import now
from web.i18n import locale, say


def task_line(task: Task) -> TaskLine:
    """A step that waits for the reader."""
    key, title = task.register.key, say(task.register.title)
    return TaskLine(
        step=say(task.move.label),
        step_url=url_for(f"{key}.move", move_name=task.move.name, id=task.record_id),
        label=task.label or f"{title} {task.record_id}",
        url=url_for(f"{key}.details_view", id=task.record_id),
        sub=" · ".join(in_words(spec, value, locale()) for spec, value in task.about),
        register=title,
        due=due_badge(task.due),
    )


def notice_line(line: Line) -> NoticeLine:
    """A notice; it leads to the record it is about."""
    url = url_for(f"{line.register_key}.details_view", id=line.record_id) if line.record_id and line.register_key in registers else ""
    read_url = "" if line.read else url_for("notices.read", notice_id=line.id)
    return NoticeLine(write_moment(line.told_at), say(line.sentence), url, read_url, due_badge(line.due_at) if not line.read else "")


def due_badge(due: datetime | date | None) -> Markup | str:
    """A term with its tone, and in words once it is over; a day's term ends with the day."""
    if due is None:
        return ""
    present = now()
    if isinstance(due, datetime):
        text, late, soon = write_moment(due), present > due, due - present <= SOON
    else:
        today = present.astimezone(OFFICE_ZONE).date()
        text, late, soon = write_day(due, locale()), today > due, due - today <= timedelta(days=1)
    if late:
        return badge(f"{text} {_('逾期')}", "late")
    return badge(text, "soon" if soon else "calm")
