"""All pieces of an edition on one sheet: typed or pasted line by line, saved as a whole or not at all (K3.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid
from domain.terms import Term
from models import checks
from models.archives.volume_list import VolumeList
from models.archives.volume_piece import VolumePiece
from models.fence import authority_of
from operations import records
from operations.archives.lists import require_draft

FIELDS = ("part", "title", "document_no", "author", "dated_on", "pages", "annex", "code")
"""The columns of the sheet; the rest is on the page of the piece."""
MOST = 500
TOO_MANY = Term("一次最多保存 {most} 行，请分次录入。", "{most} lines at a time; save and go on.")
GONE = Term("这一行已被他人删除，请清空后保存。", "Somebody has deleted this line; clear it and save.")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as typed; ``key`` 0 for a new one."""

    key: int
    typed: Mapping[str, str]
    removed: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing was typed in it; a part alone is only the preset of the next line."""
        return not self.key and not any(self.typed.get(name, "").strip() for name in FIELDS if name not in ("part", "annex"))


def shown(session: Session, one: VolumeList) -> list[VolumePiece]:
    """The pieces of an edition in their order, as far as the reader may see them."""
    wanted = select(VolumePiece).where(VolumePiece.volume_list_id == one.id).order_by(VolumePiece.line_no, VolumePiece.id)
    return list(session.scalars(wanted))


def save(session: Session, one: VolumeList, lines: Sequence[Line]) -> int:
    """Store the sheet as the actor and return how many lines changed.

    Raises Refused for a frozen list, Invalid with ``fields`` named "line.field" for every cell that is wrong.
    """
    require_draft(session, [one.id])
    filled = [(place, line) for place, line in enumerate(lines) if not line.blank]
    if len(filled) > MOST:
        raise Invalid(TOO_MANY, most=MOST, clause="K3.6")
    problems: dict[str, Term] = {}
    known = {piece.id: piece for piece in shown(session, one)}
    changed = 0
    for place, line in filled:
        try:
            changed += _save(session, one, known, line)
        except Invalid as error:
            problems |= {f"{place}.{name}": sentence for name, sentence in (error.told or {"title": error.sentence}).items()}
    if problems:
        raise Invalid(records.CHECK_FIELDS, count=len(problems), fields=problems, clause="K3.6")
    return changed


def _save(session: Session, one: VolumeList, known: Mapping[int, VolumePiece], line: Line) -> bool:
    piece = known.get(line.key)
    if line.key and piece is None:
        if line.removed:
            return False
        raise Invalid(GONE, fields={"title": GONE}, clause="K3.6")
    if line.removed:
        if piece is not None:
            records.delete(session, piece)
        return piece is not None
    values = _read(line)
    if piece is None:
        records.create(session, VolumePiece.register, {"volume_list": one.id, **values})
        return True
    if all(getattr(piece, name) == value for name, value in values.items()):
        return False
    records.update(session, piece, values)
    return True


def _read(line: Line) -> dict[str, Any]:
    values: dict[str, Any] = {}
    problems: dict[str, Term] = {}
    for name in FIELDS:
        try:
            values[name] = checks.read(VolumePiece.register.fields[name], line.typed.get(name, ""))
        except DomainError as error:
            problems[name] = error.sentence
    if problems:
        raise Invalid(records.CHECK_FIELDS, count=len(problems), fields=problems, clause="K3.6")
    return values


def may_write(session: Session, one: VolumeList) -> bool:
    """Whether the sheet is offered for typing: a draft, and somebody who enters pieces."""
    return one.state == "draft" and authority_of(session).may(VolumePiece.register.key, "create")
