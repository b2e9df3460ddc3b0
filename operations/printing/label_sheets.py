"""Labels with QR and bars for units, places and slips: what the scan desk reads, and a line or two for people (K10.5, K3.20)."""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import segno
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import Invalid, Missing, missing
from domain.labels import SHEETS, Sheet, bars
from domain.terms import Term
from models.archives.account import ArchiveAccount
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.fence import bits_of
from models.lending.slip import BorrowingSlip
from operations.archives.codes import Letter, short_code
from operations.archives.desk import code_of
from operations.lending.scan_desk import COMMANDS
from operations.printing import paper
from operations.printing.glyphs import all_printable
from operations.printing.reading import words_of
from operations.records import require

MOST = 200
LONGEST = 22
"""Characters of a line on a label; the rest stands on the record's page."""
CHOOSE = Term("请选择 1 到 {most} 条记录打印标签。", "Choose 1 to {most} records to label.")
LABELLED: dict[str, type[Record]] = {"archive_unit": ArchiveUnit, "archive_account": ArchiveAccount, "borrowing_slip": BorrowingSlip}
"""Registers whose records have labels."""
_LINES = {"archive_unit": ("title", "department"), "archive_account": ("name", "above"), "borrowing_slip": ("borrower", "due_on")}
TOOLS = Term("扫码柜台指令", "Scan desk")


@dataclass(frozen=True, slots=True)
class Label:
    """One label: what its QR holds, what its bars say (empty: none), and the lines below the code."""

    code: str
    short: str
    lines: tuple[str, ...]


def labels_for(session: Session, register: str, ids: Sequence[int], locale: str) -> list[Label]:
    """The labels of these records, in this order, with what whoever acts may print; raises Invalid, Refused or Missing."""
    model = LABELLED.get(register)
    if model is None:
        raise Missing(missing().sentence)
    require(session, model.register, Action.PRINT)
    if not 1 <= len(ids) <= MOST:
        raise Invalid(CHOOSE, most=MOST)
    found = {record.id: record for record in session.scalars(select(model).where(model.id.in_(ids)))}
    if set(ids) - found.keys() or any(not bits_of(session, record, Action.PRINT) for record in found.values()):
        raise missing()
    return [_label(session, found[key], locale) for key in ids]


def command_labels(locale: str) -> list[Label]:
    """The codes that switch the scan desk, to lie beside the scanner."""
    return [Label(str(command), str(command), (title.say(locale), TOOLS.say(locale))) for command, title in COMMANDS.items()]


def pdf(labels: Sequence[Label], sheet: Sheet, skip: int = 0) -> bytes:
    """The sheets; on the first one ``skip`` places are left empty, so that a begun sheet is used up."""
    size = SHEETS[sheet]
    blanks = [{"code": ""}] * (skip % size.count)
    drawn = [_drawn(one) for one in labels]
    data = {"size": asdict(size) | {"title": ""}, "labels": [*blanks, *all_printable(drawn)]}
    found = paper.compiled(json.dumps(data, ensure_ascii=False), "pdf", None, "labels.typ")
    assert isinstance(found, bytes)
    return found


def _label(session: Session, record: Record, locale: str) -> Label:
    words = words_of(session, record, _LINES[record.register.key], locale)
    lines = tuple(text if len(text) <= LONGEST else f"{text[:LONGEST]}…" for key in _LINES[record.register.key] if (text := words.get(key, "")))
    match record:
        case ArchiveUnit():
            return Label(code_of(record.number, record.part_no), short_code(Letter.UNIT, record.id), lines)
        case BorrowingSlip():
            return Label(record.number, short_code(Letter.SLIP, record.id), lines)
        case ArchiveAccount():
            return Label(record.code, record.code, lines)
    raise missing()


def _qr(text: str) -> str:
    file = io.BytesIO()
    segno.make_qr(text, error="m", encoding="utf-8", mode="byte").save(file, kind="svg", border=0, xmldecl=False, svgns=True)
    return file.getvalue().decode()


def scan_block(code: str, short: str) -> dict[str, Any]:
    """The code of a record as a part of a printed form, so that the scan desk reads it from the paper."""
    return {"kind": "scan", "title": "", **_drawn(Label(code, short, ()))}


def _drawn(one: Label) -> dict[str, Any]:
    """The label with its codes as drawings; ``modules`` says how wide the bars are, in narrow ones."""
    found = bars(one.short)
    width = found[-1][0] + found[-1][1] if found else 0
    rects = "".join(f'<rect x="{left:g}" y="0" width="{wide:g}" height="20"/>' for left, wide in found)
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} 20" preserveAspectRatio="none" width="{width:g}" height="20">{rects}</svg>'
    return {**asdict(one), "qr": _qr(one.code), "bars": frame if found else "", "modules": width}
