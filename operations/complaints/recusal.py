"""The recusal of one complaint (被投诉人应当回避): the one function that moves, assignments and look-ups ask (K4.7, K4.22)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.recusal import Concerned, Why, recused
from models.base import Record
from models.organisation.employee import Employee


def concerned(session: Session, record: Record) -> Concerned:
    """Those whom the stored ``record`` concerns, read below the fence: the answer is about people, not shown to them."""
    return Concerned(_linked(session, record, "respondents"), _linked(session, record, "earlier_handlers"))


def why_recused(session: Session, record: Record, person_id: int, *, handles: bool = False) -> Why | None:
    """Why ``person_id`` keeps away from ``record``; None when he need not."""
    return recused(concerned(session, record), _selves(session, person_id), handles=handles)


def require_impartial(session: Session, record: Record, person_id: int, *, handles: bool = False) -> None:
    """Raise Refused with the clause when ``person_id`` keeps away from ``record``."""
    why = why_recused(session, record, person_id, handles=handles)
    if why is not None:
        raise Refused(why.sentence, clause=why.clause)


def impartial(session: Session, record: Record, people: Iterable[int], *, handles: bool = False) -> set[int]:
    """Those of ``people`` who may take part: what a look-up of handlers offers."""
    case = concerned(session, record)
    return {one for one in people if recused(case, _selves(session, one), handles=handles) is None}


def _linked(session: Session, record: Record, key: str) -> frozenset[int]:
    register, number = _case_of(record)
    link: Any = record.metadata.tables[f"{register}_{key}"]
    found = session.connection().execute(select(link.c.target_id).where(link.c.record_id == number))
    return frozenset(found.scalars())


def _case_of(record: Record) -> tuple[str, int]:
    """The case itself, or the one to which a part of its file belongs."""
    if not record.register.parent:
        return record.register.key, record.id
    spec = record.register.fields[record.register.parent]
    return spec.target, getattr(record, spec.column)


def _selves(session: Session, person_id: int) -> frozenset[int]:
    """All records of the same human: the same identity number, wherever he is entered twice."""
    people: Any = Employee.__table__
    number = select(func.upper(people.c.id_card)).where(people.c.id == person_id).scalar_subquery()
    same = session.connection().execute(select(people.c.id).where(func.upper(people.c.id_card) == number))
    return frozenset({person_id, *same.scalars()})
