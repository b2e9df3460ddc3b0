"""What is bound into a volume: cover, table of contents, every form of the case in order, and the note of who bound it (P23)."""

from typing import Any

from sqlalchemy.orm import Session

from domain.terms import Term
from domain.values import write_day
from models.complaints.complaint import Complaint
from models.complaints.volume import ComplaintVolume
from models.complaints.words import RETENTIONS
from operations.labels import labels
from operations.printing.catalogue import FORMS
from operations.printing.content import Doc, filled
from operations.printing.reading import words_of

COVER, CONTENTS, CLOSING = Term("卷宗封面", "Cover"), Term("卷内目录", "Table of contents"), Term("卷内备考表", "Closing note")
VOLUME = Term("投诉卷宗", "Complaint volume")
HEADS = (
    Term("序号", "No."), Term("题名", "Paper"), Term("表号", "Form"), Term("责任者", "By"), Term("日期", "Date"), Term("页号", "Page"),
)  # fmt: skip
STATEMENT = Term(
    "本卷共收表单 {count} 份，按办理顺序排列，页号连续。内容与归档之日系统中的记录一致，装订后任何改动都会使校验码和封印不符。",
    "This volume holds {count} forms in the order of the steps, with continuous pages. It says what the records said on the day of filing; "
    "any change after binding breaks code and seal.",
)
_WHO = {
    "P01": ("recorder", "registered_at"), "P04": ("recorder", "registered_at"), "P07": ("answered_by", "answered_at"),
    "P08": ("assigned_by", "assigned_at"), "P10": ("handler", "signed_for_at"), "P11": ("handler", "signed_for_at"),
    "P12": ("opinion_by", "opinion_at"), "P13": ("decided_by", "decided_at"), "P14": ("decided_by", "decided_at"),
    "P15": ("extension_granted_by", "extended_at"), "P17": ("answered_by", "answered_at"), "P18": ("called_by", "called_at"),
    "P22": ("closed_by", "closed_at"),
}  # fmt: skip


def volume_docs(session: Session, case: Complaint, volume: ComplaintVolume, company: str) -> list[Doc]:
    """The papers of the volume, unmasked: whoever acts must be the system, and the file is shown only to who reads all of it."""
    locale = "zh"
    bound = [form for code, form in sorted(FORMS.items()) if form.bound and _is_filled(case, form.filled)]
    papers = [filled(session, case, form, locale) for form in bound]
    words = words_of(session, case, {key for who in _WHO.values() for key in who}, locale)
    rows = []
    for at, form in enumerate(bound, 2):
        who, on = _WHO.get(form.code, ("", ""))
        rows.append({"title": form.title.say(locale), "code": form.code, "who": words.get(who, ""), "on": words.get(on, "").split(" ")[0], "sheet": at})
    rows.append({"title": CLOSING.zh, "code": "P23", "who": _bound_by(session, volume), "on": volume.archived_on.isoformat(), "sheet": len(bound) + 2})
    return [_cover(case, volume, company), _contents(rows, volume), *papers, _closing(session, volume, len(bound))]


def _is_filled(case: Complaint, key: str) -> bool:
    return not key or getattr(case, case.register.fields[key].column) not in (None, "")


def _sheet(title: Term, blocks: list[dict[str, Any]], volume: ComplaintVolume, *, plain: bool = False) -> Doc:
    above = [] if plain else [["卷号", volume.number], ["归档日期", write_day(volume.archived_on)]]
    return {"code": "P23", "clauses": ["T4.4", "K4.20"], "title": title.zh, "plain": plain, "landscape": False, "above": above, "blocks": blocks}


def _cover(case: Complaint, volume: ComplaintVolume, company: str) -> Doc:
    first = case.received_at.date().isoformat() if case.received_at else "—"
    ended = case.closed_at or case.answered_at
    last = ended.date().isoformat() if ended else "—"
    kept = RETENTIONS[volume.retention].zh + (f"（至 {volume.keep_until.isoformat()}）" if volume.keep_until else "")
    rows = [
        ["卷　　号", volume.number], ["投诉编号", case.number], ["案卷题名", case.title], ["起止日期", f"{first} 至 {last}"],
        ["保存期", kept], ["页　　数", "{y} 页"], ["归档日期", write_day(volume.archived_on)],
    ]  # fmt: skip
    return _sheet(COVER, [{"kind": "cover", "title": VOLUME.zh, "company": company, "rows": rows}], volume, plain=True)


def _contents(rows: list[dict[str, Any]], volume: ComplaintVolume) -> Doc:
    return _sheet(CONTENTS, [{"kind": "contents", "title": "", "heads": [head.zh for head in HEADS], "rows": rows}], volume)


def _closing(session: Session, volume: ComplaintVolume, count: int) -> Doc:
    day = volume.archived_on.isoformat()
    signs = [
        {"label": "立卷人", "name": _bound_by(session, volume), "date": day, "room": 0}, {"label": "检查人", "name": "", "date": "", "room": 0},
    ]  # fmt: skip
    blocks: list[dict[str, Any]] = [
        {"kind": "essay", "title": "本卷情况说明", "text": STATEMENT.format(count=count).zh},
        {"kind": "cells", "title": "", "rows": [
            {"kind": "pair", "cells": ["卷号", volume.number, "立卷日期", day]},
            {"kind": "wide", "cells": ["前卷封印", volume.previous or "（本年度首卷）", 0]},
        ]},
        {"kind": "lines", "title": "缺损、修改、补充、移出、销毁情况", "count": 5},
        {"kind": "signs", "title": "", "cells": signs},
    ]  # fmt: skip
    return _sheet(CLOSING, blocks, volume)


def _bound_by(session: Session, volume: ComplaintVolume) -> str:
    key = volume.archived_by_id
    return labels(session, "employee", [key]).get(key, "") if key else ""
