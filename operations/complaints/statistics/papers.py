"""The pack on paper (P26): the same figures as on the screen, or as a report froze them, for typst and for Word."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from domain.access import Action
from domain.report_periods import Period
from domain.terms import Term
from domain.values import write_day, write_moment
from models import audit
from models.complaints.complaint import Complaint
from models.complaints.report import ComplaintReport
from models.fence import acting, authority_of
from operations.complaints.statistics.cards import Pack
from operations.complaints.statistics.freezing import BETWEEN
from operations.complaints.statistics.pack import a_pack
from operations.labels import labels
from operations.printing import paper, word
from operations.printing.content import Block, Doc
from operations.records import find, require
from permissions.actor import System

CODE, CLAUSES = "P26", ("T5.1", "T5.2", "T5.3", "K9.16", "A6.3")
TITLE = Term("投诉分析报告", "Report on complaints")
SHARES = Term("主要比率", "Shares")
_HEADS = (
    Term("指标", "Figure"), Term("依据", "Clause"), Term("比率", "Share"), Term("件数", "Of"), Term("目标和说明", "Target and notes"),
)  # fmt: skip
_SIGNS = (Term("编制人", "Made by"), Term("营销总监", "Head of sales"))
_WIDE = {"words": (5, 3, 2, 3, 4, 5), "heat": (4,)}
"""Widths of the columns: a table of words needs other ones than figures do."""


def pack_doc(pack: Pack, locale: str) -> Doc:
    """The pack as it is counted now."""
    rates = [
        [one.title.say(locale), one.clause, one.share, f"{one.part:,} / {one.whole:,}",
         "；".join(text for text in (one.interval, one.target.say(locale), one.note.say(locale)) if text)]
        for one in pack.rates
    ]  # fmt: skip
    blocks = [_table(SHARES.say(locale), [head.say(locale) for head in _HEADS], rates, (5, 2, 2, 3, 9))]
    for table in pack.tables:
        heads = [table.first.say(locale), *(head.say(locale) for head in table.heads)]
        rows = [[line.title.say(locale), *(cell.shown for cell in line.cells)] for line in table.lines]
        blocks.append(_table(f"{table.title.say(locale)}（{table.clause}）", heads, rows, _WIDE.get(table.look, ())))
    above = [
        [Term("期间", "Period").say(locale), pack.period.title.say(locale)], [Term("截至", "Up to").say(locale), pack.cut_off],
        [Term("接到", "Received").say(locale), f"{pack.total:,}"],
    ]  # fmt: skip
    return _sheet(above, blocks, locale)


def report_doc(session: Session, report: ComplaintReport, locale: str) -> Doc:
    """A frozen report: its figures as they were, and what was said about them."""
    made_by = labels(session, "employee", [report.made_by_id]).get(report.made_by_id, "—")
    blocks = list(_read(report.figures or "", locale))
    if report.assessment:
        blocks.insert(0, {"kind": "essay", "title": report.register.fields["assessment"].label.say(locale), "text": report.assessment})
    days = [write_day(day, locale) for day in (report.first_on, report.last_on) if day]
    above = [
        [report.register.fields["number"].label.say(locale), report.number],
        [Term("期间", "Period").say(locale), " – ".join(days) or "—"],
        [Term("截至", "Up to").say(locale), write_moment(report.cut_off_at) if report.cut_off_at else "—"],
    ]  # fmt: skip
    return _sheet(above, blocks, locale, made_by)


def _read(figures: str, locale: str) -> Iterator[Block]:
    """The blocks of the frozen text: its shares, then a table for each paragraph."""
    shares, *tables = figures.split("\n\n")
    _first, *lines = shares.split("\n")
    rows = [list(line.partition("：")[::2]) for line in lines]
    yield _table(SHARES.say(locale), [_HEADS[0].say(locale), _HEADS[2].say(locale)], rows, (5, 6))
    for text in tables:
        title, heads, *cells = text.split("\n")
        names = heads.split(BETWEEN)
        # A name may hold what stands between two cells: then the first cell has it all.
        split = [line.rsplit(BETWEEN, len(names) - 1) for line in cells]
        yield _table(title, names, [[*row, *[""] * (len(names) - len(row))] for row in split], (4,))


def print_pack(session: Session, period: Period, locale: str, kind: str, *, company: str, printed: str) -> bytes:
    """The pack of ``period`` as ``pdf`` or ``docx``, noted in the log with its digest; raises Refused."""
    require(session, Complaint.register, Action.PRINT)
    doc = pack_doc(a_pack(session, period), locale)
    with acting(session, System("P26: the digest of all figures")):
        whole = whole_of(session, period)
    return _noted(session, doc, locale, kind, company, printed, period=period.code, whole=whole)


def print_report(session: Session, key: int, locale: str, kind: str, *, company: str, printed: str) -> bytes:
    """The same of a frozen report."""
    report = find(session, ComplaintReport.register, key)
    require(session, ComplaintReport.register, Action.PRINT)
    return _noted(session, report_doc(session, report, locale), locale, kind, company, printed, record_id=key)


def whole_of(session: Session, period: Period) -> str:
    """The digest of a period's figures whoever counts them: the moment left out, as it is another at each counting."""
    doc = pack_doc(a_pack(session, period), "zh")
    return paper.digest_of(doc["blocks"])


def _noted(
    session: Session, doc: Doc, locale: str, kind: str, company: str, printed: str, *, record_id: int | None = None, **facts: Any
) -> bytes:
    digest = paper.digest_of(doc)
    who: Any = authority_of(session)
    audit.note(session, who, Action.PRINT, ComplaintReport.register.key, record_id, form=CODE, kind=kind, locale=locale, digest=digest, **facts)
    if kind == "docx":
        return word.docx([doc], company=company, printed=printed, locale=locale, digest=digest)
    return paper.pdf([doc], company=company, printed=printed, locale=locale, digest=digest)


def _sheet(above: list[list[str]], blocks: list[Block], locale: str, made_by: str = "") -> Doc:
    signs = [{"label": one.say(locale), "name": made_by if place == 0 else "", "date": "", "room": 0} for place, one in enumerate(_SIGNS)]
    return {
        "code": CODE, "clauses": list(CLAUSES), "title": TITLE.say(locale), "plain": False, "landscape": True, "above": above,
        "blocks": [*blocks, {"kind": "signs", "title": "", "cells": signs}],
    }  # fmt: skip


def _table(title: str, heads: list[str], rows: list[list[str]], widths: tuple[int, ...]) -> Block:
    """``widths`` of the first columns; the others are narrow where there are many."""
    first = widths or (4,)
    rest = 1 if len(heads) > 12 else 2
    return {"kind": "table", "title": title, "heads": heads, "widths": [*first[: len(heads)], *[rest] * (len(heads) - len(first))], "rows": rows}
