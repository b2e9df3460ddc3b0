"""Notices (提醒): one per person and occasion, in the transaction of what it tells; read only while one may still see the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import missing
from domain.terms import Term
from models.base import Record
from models.criteria import condition_for
from models.fence import authority_of
from models.governance.notice import Notice
from models.register import Register, registers
from models.scoping import set_apart
from operations.complaints.recusal import why_recused
from operations.outbox import write_mail

SHOWN = 50
COUNTED = 99
"""More unread ones than this are shown as 99+."""
_notice: Any = Notice.__table__
_SETTLED = update(_notice).where(
    _notice.c.person_id == bindparam("who"), _notice.c.register_key == bindparam("register"),
    _notice.c.record_id == bindparam("record"), _notice.c.read_at.is_(None),
)  # fmt: skip
_insert: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class Line:
    """One notice as its reader sees it."""

    id: int
    told_at: datetime
    sentence: Term
    register_key: str
    record_id: int | None
    due_at: datetime | None
    read: bool


def notify(
    session: Session, person_id: int, code: str, record: Record, sentence: Term, *, once: str, due_at: datetime | None = None
) -> bool:
    """Tell ``person_id`` about ``record``; True when this is new, False when he was told before or keeps away (K4.7).

    ``once`` names the occasion: the same code, record, person and occasion never make a second notice. Whoever
    acts, the kernel writes it; it stands or falls with the transaction of the caller.
    """
    if kept_away(session, record, person_id):
        return False
    return _write(session, person_id, code, record.register.key, record.id, sentence, once, due_at)


def notify_of_register(session: Session, person_id: int, code: str, register: Register, sentence: Term, *, once: str) -> bool:
    """Tell ``person_id`` something about a whole register (the calendar of next year is still missing); as :func:`notify`."""
    return _write(session, person_id, code, register.key, None, sentence, once, None)


def _write(
    session: Session, person_id: int, code: str, register: str, record_id: int | None, sentence: Term, once: str, due_at: datetime | None
) -> bool:
    now: datetime = session.info["clock"]()
    mark = f"{code}:{register}:{record_id or '-'}:{person_id}:{once}"[:200]
    values = {
        "told_at": now, "person_id": person_id, "sentence": sentence.zh[:200], "sentence_en": sentence.en[:400],
        "register_key": register, "record_id": record_id, "code": code, "due_at": due_at,
        "mark": mark, "version": 1, "created_at": now, "updated_at": now,
    }  # fmt: skip
    insert = _insert[session.get_bind().dialect.name](_notice)
    statement = insert.values(**values).on_conflict_do_nothing(index_elements=["mark"]).returning(_notice.c.id)
    # Below the fence: nobody is granted to write notices, and two workers may try the same one at once.
    if session.connection().execute(statement).first() is None:
        return False
    write_mail(session, mark, person_id, sentence, register, registers[register].area, record_id)
    return True


def kept_away(session: Session, record: Record, person_id: int) -> bool:
    """Whether ``record``, or what it belongs to, concerns ``person_id`` himself, so that he learns nothing of it (K4.7)."""
    model = type(record)
    apart = set_apart(model, person_id)
    if apart is None:
        return False
    table: Any = model.__table__
    there = select(table.c.id).where(table.c.id == record.id, apart)
    if session.connection().execute(there).first() is None:
        return True
    return bool(record.register.recused) and why_recused(session, record, person_id) is not None


# ---- reading -------------------------------------------------------------------------------------------------------


def unread(session: Session) -> int:
    """How many notices the actor has not read, COUNTED + 1 at the most; 0 for the system."""
    mine = _mine(session)
    if mine is None:
        return 0
    authority = authority_of(session)
    # Every page asks it, so that the whole question is kept and not only its condition, which goes through every register.
    known = authority.kept.setdefault("unread", {})
    if known.get(authority.person, (None,))[0] is not mine:
        if len(known) >= COUNTED:
            known.clear()
        some = select(_notice.c.id).where(mine, _notice.c.read_at.is_(None)).limit(COUNTED + 1).subquery()
        known[authority.person] = mine, select(func.count()).select_from(some)
    return int(session.connection().execute(known[authority.person][1]).scalar_one())


def inbox(session: Session, *, before: int | None = None, only_unread: bool = False) -> Sequence[Line]:
    """The actor's newest notices (those before number ``before``), one more than a page shows."""
    mine = _mine(session)
    if mine is None:
        return ()
    wanted = select(_notice).where(mine).order_by(_notice.c.id.desc()).limit(SHOWN + 1)
    if before is not None:
        wanted = wanted.where(_notice.c.id < before)
    if only_unread:
        wanted = wanted.where(_notice.c.read_at.is_(None))
    return [
        Line(row.id, row.told_at, Term(row.sentence, row.sentence_en), row.register_key, row.record_id, row.due_at, row.read_at is not None)
        for row in session.connection().execute(wanted)
    ]


def mark_read(session: Session, notice_id: int) -> None:
    """Mark one of the actor's own notices as read; raises Missing for anybody else's and for none alike."""
    mine = _mine(session)
    if mine is None or session.connection().execute(select(_notice.c.id).where(mine, _notice.c.id == notice_id)).first() is None:
        raise missing()
    _read(session, _notice.c.id == notice_id)


def mark_all_read(session: Session) -> int:
    """Mark all of the actor's notices as read and return how many that were."""
    mine = _mine(session)
    return 0 if mine is None else _read(session, mine)


def settle(session: Session, record: Record, person_id: int) -> None:
    """Whoever takes a step has done what he was reminded of: his notices about ``record`` count as read."""
    now = session.info["clock"]()
    about = {"who": person_id, "register": record.register.key, "record": record.id, "read_at": now, "updated_at": now}
    session.connection().execute(_SETTLED, about)


def _read(session: Session, which: ColumnElement[bool]) -> int:
    now = session.info["clock"]()
    done = session.connection().execute(update(_notice).where(which, _notice.c.read_at.is_(None)).values(read_at=now, updated_at=now))
    return int(done.rowcount)


def _mine(session: Session) -> ColumnElement[bool] | None:
    """The actor's own notices about what he may still see; built once for a person under a plan, like the fence's criteria."""
    authority = authority_of(session)
    if authority.person is None:
        return None
    known = authority.kept.setdefault("notices", {})
    if authority.person not in known:
        if len(known) >= COUNTED:
            known.clear()
        known[authority.person] = and_(_notice.c.person_id == authority.person.person_id, _still_visible(authority))
    found: ColumnElement[bool] = known[authority.person]
    return found


def _still_visible(authority: Any) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [_notice.c.record_id.is_(None)]
    for key, register in registers.items():
        if not register.workflow or not authority.may(key, Action.VIEW):
            continue  # only what moves has notices
        table: Any = register.model.__table__
        condition = condition_for(authority, register.model, Action.VIEW)
        ids = select(table.c.id) if condition is None else select(table.c.id).where(condition)
        parts.append(and_(_notice.c.register_key == key, _notice.c.record_id.in_(ids)))
    return or_(*parts)
