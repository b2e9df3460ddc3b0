"""A form filled with a record: plain data that is hashed and drawn, and holds only what its reader may see."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.kinds import Kind
from domain.terms import Term
from models.base import Record
from models.fence import authority_of
from models.fields import Field
from models.register import registers
from operations.printing.forms import Cells, Form, Grid, Letter, Lines, Note, Part, Sign, Signs, Stub, Table
from operations.printing.reading import Words, words_of

Block = dict[str, Any]
Doc = dict[str, Any]
"""One sheet or several of one form, as templates/print/main.typ draws it."""
WIDE_FROM = 60
"""A text field of at least so many characters has a row for itself."""
MOST_ROWS = 500
DRAFT = Term("{title}（未填全，非定稿）", "{title} (incomplete, not final)")
INCOMPLETE = Term("本表尚缺：{fields}。填全后重新打印，方为定稿。", "Still missing: {fields}. It is final once it is printed with these.")


def filled(session: Session, record: Record, form: Form, locale: str) -> Doc:
    """``form`` filled with ``record`` as far as whoever acts may print it."""
    words = words_of(session, record, form.keys, locale)
    lacks = _missing(record, form, words, locale)
    blocks: list[Block] = [{"kind": "note", "text": INCOMPLETE.format(fields=lacks).say(locale)}] if lacks else []
    title = DRAFT.format(title=form.title) if lacks else form.title
    for part in form.parts:
        blocks += _block(session, record, part, words, locale)
    fields = record.register.fields
    return {
        "code": form.code, "clauses": list(form.clauses), "title": title.say(locale), "plain": False, "landscape": form.landscape,
        "above": [[fields[key].label.say(locale), words[key]] for key in form.above if key in words], "blocks": blocks,
    }  # fmt: skip


def _missing(record: Record, form: Form, words: Words, locale: str) -> str:
    """T6.2: what is empty of what the form must hold, as far as its reader sees it."""
    asked = [key for excuse, keys in form.complete if not (excuse and getattr(record, excuse)) for key in keys]
    specs = [record.register.fields[key] for key in asked if key in words]
    labels = [spec.label.say(locale) for spec in specs if getattr(record, spec.column) in (None, "")]
    return ("、" if locale.startswith("zh") else ", ").join(labels)


def _title(term: Term | None, locale: str) -> str:
    return term.say(locale) if term else ""


def _block(session: Session, record: Record, part: Part, words: Words, locale: str) -> list[Block]:
    match part:
        case Cells():
            rows = _rows(record, part, words, locale)
            return [{"kind": "cells", "title": _title(part.title, locale), "rows": rows}] if rows else []
        case Table():
            return _table(session, record, part, locale)
        case Grid():
            return [_grid(part, locale)]
        case Letter():
            gaps = {key: words.get(key) or "　　　　" for key in record.register.fields}
            return [{"kind": "essay", "title": "", "text": part.text.say(locale).format_map(gaps)}]
        case Lines():
            return [{"kind": "lines", "title": part.title.say(locale), "count": part.count}]
        case Signs():
            cells = [_sign(one, words, locale) for one in part.cells]
            return [{"kind": "signs", "title": _title(part.title, locale), "cells": cells}]
        case Note():
            return [{"kind": "note", "text": part.text.say(locale)}]
        case Stub():
            return [{"kind": "stub", "text": part.text.say(locale)}]


def _rows(record: Record, part: Cells, words: Words, locale: str) -> list[Block]:
    """Short values in pairs in the order of the form; a long one closes the pair before it."""
    rows: list[Block] = []
    waiting: list[str] = []

    def close() -> None:
        if waiting:
            kind = "pair" if len(waiting) == 4 else "wide"
            rows.append({"kind": kind, "cells": [*waiting, *([0] if kind == "wide" else [])]})
            waiting.clear()

    for key in part.keys:
        spec = record.register.fields.get(key)
        if spec is None or key not in words:
            continue
        label, value = spec.label.say(locale), words[key]
        if _is_wide(spec):
            close()
            rows.append({"kind": "wide", "cells": [label, value, part.tall if spec.kind is Kind.LONG_TEXT else 0]})
            continue
        waiting += [label, value]
        if len(waiting) == 4:
            close()
    close()
    return rows


def _is_wide(spec: Field) -> bool:
    return spec.kind in (Kind.LONG_TEXT, Kind.REFERENCES) or (spec.kind is Kind.TEXT and spec.length > WIDE_FROM)


def _table(session: Session, record: Record, part: Table, locale: str) -> list[Block]:
    """The rows of another register that belong to ``record``, in order of entry; nothing when its reader may not see them."""
    register = registers.get(part.register)
    if register is None or not authority_of(session).may(register.key, Action.VIEW):
        return []
    pointer = next(key for key, spec in register.pointers.items() if spec.target == record.register.key)
    column = getattr(register.model, register.fields[pointer].column)
    found = session.scalars(select(register.model).where(column == record.id).order_by(register.model.id).limit(MOST_ROWS)).all()
    rows = [words_of(session, one, part.keys, locale) for one in found]
    keys = [key for key in part.keys if not rows or any(key in row for row in rows)]
    widths = dict(zip(part.keys, part.widths or (1,) * len(part.keys), strict=True))
    cells = [[row.get(key, "") for key in keys] for row in rows] + [[""] * len(keys)] * part.blank
    return [{
        "kind": "table", "title": _title(part.title, locale), "heads": [register.fields[key].label.say(locale) for key in keys],
        "widths": [widths[key] for key in keys], "rows": cells,
    }]  # fmt: skip


def _grid(part: Grid, locale: str) -> Block:
    heads = [head.say(locale) for head in part.heads]
    # With no rows it is a line of boxes to tick.
    rows = [["\u00a0"] * len(heads)] * part.rows
    kind = "table" if rows else "ticks"
    return {"kind": kind, "title": _title(part.title, locale), "heads": heads, "widths": list(part.widths or (1,) * len(heads)), "rows": rows}


def _sign(one: Sign, words: Words, locale: str) -> Block:
    date = words.get(one.at, "").split(" ")[0]
    return {"label": one.label.say(locale), "name": words.get(one.who, ""), "date": date, "room": one.room}
