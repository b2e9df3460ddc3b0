"""Finding a record by a whole telephone, identity or e-mail number that the reader sees masked only (A7.1).

The number is compared with the column itself, under the fence; see docs/decisions.md for why there is no column of hashes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.errors import Invalid
from domain.kinds import NUMBERS, Kind
from domain.terms import Term
from models import checks
from models.access.reveal import RevealKind
from models.base import Record
from models.criteria import condition_for
from models.fence import acting
from models.fields import Field, email, id_card, phone
from models.register import Register
from models.scoping import rows_of
from operations.revealing import allow_once_more, in_the_name_of, row_of
from permissions.actor import Authority
from permissions.policy import Stratum

FOUND = 50
"""Records at the most for one number."""
SHORTEST_PHONE = 9
"""Digits of a telephone number that is one person's: 110 and 95588 are everybody's, and begin too many others."""
WHY = Term("按完整号码查找，尾号 {tail}，找到 {count} 条。", "Searched for the whole number ending in {tail}; {count} found.")
_READ_AS = {Kind.PHONE: phone("号码", "Number"), Kind.EMAIL: email("号码", "Number"), Kind.ID_CARD: id_card("号码", "Number")}

Asked = tuple[Register, tuple[Field, ...]]


@dataclass(frozen=True, slots=True)
class Exact:
    """What a search for a whole number found in one register."""

    register: Register
    ids: tuple[int, ...]


@lru_cache(maxsize=256)
def _numbers(typed: str) -> tuple[tuple[Kind, str], ...]:
    found = []
    for kind, spec in _READ_AS.items():
        try:
            value = checks.read(spec, typed)
        except Invalid:
            continue
        if value and (kind is not Kind.PHONE or sum(mark.isdigit() for mark in value) >= SHORTEST_PHONE):
            found.append((kind, str(value)))
    return tuple(found)


def exact_fields(authority: Authority, register: Register) -> tuple[Field, ...]:
    """The fields that are masked for the actor on some rows, and that he may find a record by as a whole."""
    if not authority.may(register.key, Action.REVEAL):
        return ()
    strata = authority.strata(register.key, Action.VIEW)
    return tuple(
        spec
        for spec in register.fields.values()
        if spec.kind in NUMBERS and any(_level(stratum, spec) is Level.MASKED for stratum in strata)
    )


def _level(stratum: Stratum, spec: Field) -> Level:
    return stratum.levels[Channel.DETAILS].get(spec.stable_key, Level.HIDDEN)


def asks_exactly(authority: Authority, several: Iterable[Register], typed: str) -> list[Asked]:
    """The registers and fields in which ``typed`` is a whole number to compare with; none without the right to reveal."""
    able = [(register, specs) for register in several if (specs := exact_fields(authority, register))]
    kinds = {kind for kind, _value in _numbers(typed)} if able else set()
    chosen = [(register, tuple(spec for spec in specs if spec.kind in kinds)) for register, specs in able]
    return [(register, specs) for register, specs in chosen if specs]


def search_exactly(session: Session, authority: Authority, several: Iterable[Register], typed: str) -> list[Exact]:
    """The records whose masked numbers are just ``typed``, for whoever may reveal them; nothing for everybody else.

    ``session`` acts for ``authority`` and may write: each search leaves its rows, with the last four characters of the
    number and never the number. Raises TooOften; the caller commits.
    """
    numbers, asked = dict(_numbers(typed)), asks_exactly(authority, several, typed)
    if not asked:
        return []
    with acting(session, in_the_name_of(authority, "exact search")):
        allow_once_more(session, authority, RevealKind.SEARCHED)
    found = [Exact(register, _ids(session, authority, register.model, specs, numbers)) for register, specs in asked]
    _note(session, authority, [pair for pair, one in zip(asked, found, strict=True) if one.ids] or asked[:1], found, typed)
    return [one for one in found if one.ids]


def _ids(
    session: Session, authority: Authority, model: type[Record], specs: tuple[Field, ...], numbers: dict[Kind, str]
) -> tuple[int, ...]:
    tests = [and_(getattr(model, spec.column) == numbers[spec.kind], _where_shown(authority, model, spec)) for spec in specs]
    # The fence narrows to the rows in view by itself.
    return tuple(session.scalars(select(model.id).where(or_(*tests)).order_by(model.id.desc()).limit(FOUND)))


def _where_shown(authority: Authority, model: type[Record], spec: Field) -> ColumnElement[bool]:
    """The rows on which the field is at least masked, both for who views and for who reveals."""
    tests = []
    for action in (Action.VIEW, Action.REVEAL):
        strata = [stratum for stratum in authority.strata(model.register.key, action) if _level(stratum, spec) >= Level.MASKED]
        tests.append(or_(false(), *(rows_of(model, stratum, authority.person) for stratum in strata)))
    allowed = condition_for(authority, model, Action.REVEAL)
    return and_(*tests) if allowed is None else and_(*tests, allowed)


def _note(
    session: Session, authority: Authority, searched: list[Asked], found: list[Exact], typed: str
) -> None:
    now: datetime = session.info["clock"]()
    tail = typed.strip()[-4:]
    hits = {one.register.key: one.ids for one in found}
    with acting(session, in_the_name_of(authority, WHY.format(tail=tail, count=sum(map(len, hits.values()))).zh)):
        for register, specs in searched:
            ids = hits[register.key]
            why = WHY.format(tail=tail, count=len(ids)).zh
            session.add(row_of(authority, RevealKind.SEARCHED, register, specs, ids[0] if ids else None, why, now))
