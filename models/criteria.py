"""The rows a reader may see or change, as conditions: what the fence adds to his statements and asks about his records."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

from sqlalchemy import ColumnElement, case, literal, or_
from sqlalchemy.sql import visitors

from domain.access import Action, Channel, Level, Scope
from models.base import Record
from models.register import registers
from models.scoping import Acting, Reaching, RowCriteria, rows_of, sets_apart

MOST_KEPT = 1000


class StratumLike(Reaching, Protocol):
    """Rows in a scope with the levels granted on them."""

    @property
    def levels(self) -> Mapping[Channel, Mapping[str, Level]]: ...


class AuthorityLike(Protocol):
    """What the fence asks of whoever acts (see permissions.actor)."""

    @property
    def is_system(self) -> bool: ...
    @property
    def person(self) -> Acting | None: ...
    @property
    def kept(self) -> dict[str, Any]: ...
    def may(self, register: str, action: str) -> bool: ...
    def strata(self, register: str, action: str) -> tuple[StratumLike, ...]: ...


def criteria_of(authority: AuthorityLike, statement: Any) -> tuple[RowCriteria, ...]:
    """What narrows ``statement`` of ``authority``: one option for each register that it names and he does not see whole.

    SQLAlchemy looks at each option of each statement, so those of all registers would cost more than the statement itself.
    """
    narrowed = narrowing(authority)
    if any(not isinstance(option, RowCriteria) for option in statement._with_options):
        return tuple(narrowed.values())  # what is loaded beside it is not named in it
    named = registers_in(statement)
    return tuple(option for key, option in narrowed.items() if key in named)


def registers_in(statement: Any) -> set[str]:
    """The registers that a statement reads, in whatever part of it."""
    found = {element._annotations.get("parentmapper") for element in visitors.iterate(statement)}
    return {mapper.class_.register.key for mapper in found if mapper is not None and issubclass(mapper.class_, Record)}


def narrowing(authority: AuthorityLike) -> Mapping[str, RowCriteria]:
    """Register → what narrows it, for each that ``authority`` does not see whole.

    Built once for a person under a plan: with the plan goes what it allowed, and whoever moves is another key.
    """
    known = authority.kept.setdefault("criteria", {})
    if authority.person not in known:
        if len(known) >= MOST_KEPT:
            known.clear()
        known[authority.person] = _narrowing(authority)
    found: Mapping[str, RowCriteria] = known[authority.person]
    return found


def _narrowing(authority: AuthorityLike) -> Mapping[str, RowCriteria]:
    narrowed: dict[str, RowCriteria] = {}
    for key, register in registers.items():
        if not authority.strata(key, Action.VIEW):
            narrowed[key] = _no_rows(register.model)
        elif (condition := condition_for(authority, register.model, Action.VIEW)) is not None:
            narrowed[key] = RowCriteria(register.model, condition, include_aliases=True)
    return narrowed


@cache
def _no_rows(model: type[Record]) -> RowCriteria:
    """The same for everybody who may not view a register, and most may not view most: made once."""
    return RowCriteria(model, literal(False), include_aliases=True)


def condition_for(authority: AuthorityLike, model: type[Record], action: str) -> ColumnElement[bool] | None:
    """The rows on which ``authority`` may take ``action``: None for all of them, a false condition for none."""
    strata = () if authority.is_system else authority.strata(model.register.key, action)
    if authority.is_system:
        return None
    assert authority.person is not None
    whole = [stratum for stratum in strata if stratum.scope is Scope.ALL]
    if whole and not sets_apart(model.register):
        return None
    if whole := [stratum for stratum in whole if not stratum.whose]:
        return rows_of(model, whole[0], authority.person)
    # No strata at all is a condition that is never true; that constant beside others would keep SQLite from its indexes.
    return or_(*(rows_of(model, stratum, authority.person) for stratum in strata)) if strata else literal(False)


def stratum_bits(authority: AuthorityLike, model: type[Record], action: str) -> ColumnElement[int] | None:
    """An expression whose bit n says that the row lies in stratum n; None when one stratum holds all rows in view."""
    strata = () if authority.is_system else authority.strata(model.register.key, action)
    if len(strata) < 2:
        return None
    assert authority.person is not None
    total: ColumnElement[int] = literal(0)
    for position, stratum in enumerate(strata):
        total = total + case((rows_of(model, stratum, authority.person), 1 << position), else_=0)
    return total
