"""Lists on paper: the register of complaints (P05), what the office hands over to the archive (P24), what is destroyed (P25)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import Missing
from domain.terms import Term
from domain.values import OFFICE_ZONE, write_day
from models import audit
from models.base import Record
from models.complaints.complaint import Complaint
from models.complaints.volume import ComplaintVolume, VolumeStage
from models.complaints.words import Retention
from models.fence import acting, authority_of
from operations.printing import paper
from operations.printing.content import Doc
from operations.printing.printing import NO_SUCH_FORM
from operations.printing.reading import words_of
from operations.records import require
from permissions.actor import System

MOST = 2000
"""Rows of one list: a printed year of a large office."""
_SIGNS = {
    "P05": (Term("制表人", "Made by"), Term("投诉办公室负责人", "Head of the complaint office")),
    "P24": (Term("移交人", "Handed over by"), Term("接收人（档案室）", "Received by (archive)")),
    "P25": (Term("提出人", "Proposed by"), Term("鉴定人", "Agreed by"), Term("批准人", "Approved by"), Term("监销人", "Witness")),
}
_LISTS: dict[str, tuple[Term, tuple[str, ...], type[Record], tuple[str, ...], tuple[int, ...]]] = {
    "P05": (
        Term("投诉台账", "Register of complaints"), ("K4.4", "T6.2"), Complaint,
        ("number", "received_at", "channel", "complainant", "title", "kind", "department", "handler", "stage", "satisfaction", "closed_at"),
        (5, 4, 3, 3, 6, 5, 3, 3, 4, 3, 4),
    ),
    "P24": (
        Term("归档移交单", "Handover to the archive"), ("K10.11", "K4.20"), ComplaintVolume,
        ("number", "complaint", "archived_on", "pages", "retention", "keep_until", "archived_by"), (5, 5, 4, 2, 2, 4, 3),
    ),
    "P25": (
        Term("销毁清单", "List of destroyed volumes"), ("T4.4",), ComplaintVolume,
        ("number", "complaint", "archived_on", "keep_until", "pages", "stage", "destroy_because", "proposed_by", "agreed_by", "destroyed_by"),
        (5, 5, 4, 4, 2, 4, 6, 3, 3, 3),
    ),
}  # fmt: skip
LISTS = {code: one[0] for code, one in _LISTS.items()}


def listed(session: Session, code: str, since: date, until: date, locale: str) -> Doc:
    """The list from ``since`` to ``until`` (both days included), of the rows whoever acts may print; raises Missing, Refused."""
    if code not in _LISTS:
        raise Missing(NO_SUCH_FORM, code=code[:10])
    title, clauses, model, keys, widths = _LISTS[code]
    require(session, model.register, Action.PRINT)
    rows = [words_of(session, one, keys, locale) for one in session.scalars(_chosen(code, since, until).limit(MOST))]
    shown = [(key, width) for key, width in zip(keys, widths, strict=True) if not rows or any(key in row for row in rows)]
    return {
        "code": code, "clauses": list(clauses), "title": title.say(locale), "plain": False, "landscape": True,
        "above": _above(since, until, len(rows), locale),
        "blocks": [
            {
                "kind": "table", "title": "", "heads": [model.register.fields[key].label.say(locale) for key, _width in shown],
                "widths": [width for _key, width in shown], "rows": [[row.get(key, "") for key, _width in shown] for row in rows],
            },
            {"kind": "signs", "title": "", "cells": [{"label": one.say(locale), "name": "", "date": "", "room": 0} for one in _SIGNS[code]]},
        ],
    }  # fmt: skip


def print_list(session: Session, code: str, since: date, until: date, locale: str, *, company: str, printed: str) -> bytes:
    """The PDF, noted in the log with who printed which list of which days with which content."""
    doc = listed(session, code, since, until, locale)
    digest = paper.digest_of(doc)
    register = _LISTS[code][2].register.key
    who: Any = authority_of(session)
    days = {"since": since.isoformat(), "until": until.isoformat()}
    audit.note(session, who, Action.PRINT, register, None, form=code, **days, digest=digest, whole=whole_list(session, code, since, until))
    return paper.pdf([doc], company=company, printed=printed, locale=locale, digest=digest)


def whole_list(session: Session, code: str, since: date, until: date) -> str:
    """The digest of the list with nothing masked or left out: tells whether the records have changed since, whoever printed it."""
    with acting(session, System("a digest of the whole list")):
        return paper.digest_of(listed(session, code, since, until, "zh"))


def over_on(session: Session, day: date) -> Sequence[ComplaintVolume]:
    """The volumes in view whose time is over on ``day`` and that are still here: for the review before any destruction."""
    chosen = (
        select(ComplaintVolume)
        .where(
            ComplaintVolume.retention == Retention.ONE_YEAR, ComplaintVolume.keep_until < day, ComplaintVolume.stage != VolumeStage.DESTROYED,
        )
        .order_by(ComplaintVolume.id)
        .limit(MOST)
    )  # fmt: skip
    return session.scalars(chosen).all()


def _chosen(code: str, since: date, until: date) -> Select[Any]:
    if code == "P05":
        start, end = (datetime.combine(day, time(), OFFICE_ZONE) for day in (since, until + timedelta(days=1)))
        return select(Complaint).where(Complaint.received_at >= start, Complaint.received_at < end).order_by(Complaint.id)
    if code == "P24":
        return select(ComplaintVolume).where(ComplaintVolume.archived_on.between(since, until)).order_by(ComplaintVolume.id)
    going = ComplaintVolume.stage != VolumeStage.KEPT
    return select(ComplaintVolume).where(going, ComplaintVolume.archived_on.between(since, until)).order_by(ComplaintVolume.id)


def _above(since: date, until: date, count: int, locale: str) -> list[list[str]]:
    days = Term("期间", "From, to").say(locale)
    return [[days, f"{write_day(since, locale)} – {write_day(until, locale)}"], [Term("件数", "Count").say(locale), f"{count:,}"]]
