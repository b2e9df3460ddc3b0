"""The recusal of one complaint (被投诉人应当回避): what moves, assignments and look-ups ask (K4.7, K4.11, K4.22)."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, func, select, union_all
from sqlalchemy.orm import Session

import operations.complaints.keeping_away  # noqa: F401  # its keeper, without which nothing would be withheld
from domain.errors import Refused
from domain.recusal import Concerned, Why, recused
from models.base import Base, Record
from models.complaints.recusal_declaration import Declared
from operations.complaints.circle import circles, selves, whom
from operations.complaints.meeting_papers import once

DECIDES = frozenset({"propose", "send_back", "refer", "decide", "resolve"})
"""Opinion and decision: whoever the case relies on as a witness takes no such step (K4.11)."""
HANDLES = frozenset({"sign_for", "ask_extension", "submit", "finish"})
"""Handling: not again by whoever handled an earlier round (K4.22)."""


def concerned(session: Session, case: int) -> Concerned:
    """Those whom the stored ``case`` concerns, read below the fence: the answer is about people, not shown to them."""
    found = circles(session, [case])[case]
    # What was written when a post or rule still held is what the fence withholds the case by, so it holds here as well.
    kept = frozenset(session.connection().execute(_linked(case, "kept_away")).scalars()) - found.kept_away
    return replace(found, superiors=found.superiors | kept)


def why_recused(session: Session, record: Record, person_id: int, *, handles: bool = False, decides: bool = False) -> Why | None:
    """Why ``person_id`` keeps away from ``record`` (a case, or a part of its file); None when he need not."""
    return why_away_from(session, _case_of(record), person_id, handles=handles, decides=decides)


def why_away_from(session: Session, case: int, person_id: int, *, handles: bool = False, decides: bool = False) -> Why | None:
    """The same for a case of which only the id is known."""
    same, around = once(session, ("circle", case, person_id), lambda: _circle_with(session, case, person_id))
    return recused(around, same, handles=handles, decides=decides)


def _circle_with(session: Session, case: int, person_id: int) -> tuple[frozenset[int], Concerned]:
    """All records of a human, and whom the case concerns; of a case that names him nowhere nothing more is read."""
    if not _is_concerned(session, case, person_id):
        return frozenset({person_id}), Concerned()
    return _selves(session, person_id), concerned(session, case)


def why_kept_out(session: Session, record: Any, person_id: int) -> Why | None:
    """Why ``person_id`` may not enter or change ``record`` as it stands in memory: it would be about him or his people."""
    respondents = [one.id for one in record.respondents]
    if not respondents and record.complainant_employee_id is None:
        return None
    return recused(whom(session, respondents, record.complainant_employee_id), _selves(session, person_id))


def require_impartial(session: Session, record: Record, person_id: int, *, handles: bool = False, decides: bool = False) -> None:
    """Raise Refused with the clause when ``person_id`` keeps away from ``record``."""
    why = why_recused(session, record, person_id, handles=handles, decides=decides)
    if why is not None:
        raise Refused(why.sentence, clause=why.clause)


def impartial(session: Session, record: Record, people: Iterable[int], *, handles: bool = False, decides: bool = False) -> set[int]:
    """Those of ``people`` who may take part: what a look-up of handlers offers."""
    asked = list(people)
    case, same = concerned(session, _case_of(record)), selves(session, asked)
    return {one for one in asked if recused(case, same.get(one, {one}), handles=handles, decides=decides) is None}


def _is_concerned(session: Session, case: int, person_id: int) -> bool:
    """Whether the case names a human anywhere: most it does not, and then nothing else need be read."""
    return session.connection().execute(_names_him(), {"case": case, "person": person_id}).first() is not None


@cache
def _names_him() -> Any:
    """Asked by every step of every case, so it is put together once: that costs ten times what the database needs for it."""
    case, person = bindparam("case", type_=Integer), bindparam("person", type_=Integer)
    staff = Base.metadata.tables["employee"].c
    own = select(staff.id_card).where(staff.id == person)
    cards = [select(form(staff.id_card)).where(staff.id == person).scalar_subquery() for form in (func.upper, func.lower)]
    people = select(staff.id).where(staff.id_card.in_([own.scalar_subquery(), *cards])).union(select(person))
    evidence, declared = Base.metadata.tables["complaint_evidence"].c, Base.metadata.tables["recusal_declaration"].c
    links = [_linked(case, key, people) for key in ("respondents", "kept_away", "earlier_handlers")]
    return union_all(
        *links,
        select(evidence.witness_id).where(evidence.complaint_id == case, evidence.witness_id.in_(people)),
        select(declared.person_id).where(
            declared.complaint_id == case, declared.person_id.in_(people), declared.state != Declared.REJECTED
        ),
    )


def _linked(case: Any, key: str, people: Any = None) -> Any:
    link = Base.metadata.tables[f"complaint_{key}"].c
    found = select(link.target_id).where(link.record_id == case)
    return found if people is None else found.where(link.target_id.in_(people))


def _case_of(record: Record) -> int:
    """The case itself, or the one to which a part of its file belongs."""
    parent = record.register.parent
    return int(getattr(record, record.register.fields[parent].column) if parent else record.id)


def _selves(session: Session, person_id: int) -> frozenset[int]:
    return selves(session, [person_id]).get(person_id, frozenset({person_id}))


