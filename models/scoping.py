"""Row scopes as SQL: which rows of a register are someone's own, assigned to him, of his department or in his region."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, cast

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql.util import ClauseAdapter

from domain.access import Scope
from domain.kinds import Kind
from models.base import Record
from models.register import Register, registers

LEVELS = 4
"""Province, city, county, town: as deep as one division lies in another."""


class Standing(Protocol):
    """Where a person stands in the company (see permissions.actor.Person)."""

    @property
    def person_id(self) -> int: ...
    @property
    def department_id(self) -> int | None: ...
    @property
    def departments(self) -> frozenset[int]: ...
    @property
    def regions(self) -> frozenset[int]: ...
    @property
    def nothing_by(self) -> frozenset[tuple[str, str]]: ...


class Acting(Standing, Protocol):
    """Who acts: he stands somewhere himself, and perhaps in somebody else's place."""

    @property
    def standing_in(self) -> Sequence[Standing]: ...


class Reaching(Protocol):
    """A row scope, of the rows of whoever acts (0) or of the n-th person in whose place he does."""

    @property
    def scope(self) -> Scope: ...
    @property
    def whose(self) -> int: ...


def rows_of(model: type[Record], stratum: Reaching, person: Acting) -> ColumnElement[bool]:
    """The condition for the rows of ``model`` in a stratum of what ``person`` may.

    Neither his own part in a case nor that of the one in whose place he acts lets him near it (K4.7).
    """
    if stratum.whose and stratum.scope is Scope.OWN and _has_own_rows(model.register):
        return false()  # what somebody answers for himself is nobody else's, in his place or not
    inside = rows_in(model, stratum.scope, standing_of(stratum, person))
    apart = set_apart(model, person.person_id) if stratum.whose else None
    return inside if apart is None else and_(inside, apart)


def standing_of(stratum: Reaching, person: Acting) -> Standing:
    """Whose place counts for a stratum: the person's own, or that of somebody in whose place he decides."""
    return person if not stratum.whose else person.standing_in[stratum.whose - 1]


def rows_in(model: type[Record], scope: Scope, standing: Standing) -> ColumnElement[bool]:
    """The condition for rows of ``model`` within ``scope``; what a register does not declare matches nothing."""
    inside, apart = _rows(model, model, scope, standing), set_apart(model, standing.person_id)
    return inside if apart is None else and_(inside, apart)


def sets_apart(register: Register) -> bool:
    """Whether some rows are withheld from somebody whatever his roles are, so that even 'all rows' is a condition."""
    return bool(register.recused or register.journal_of or register.carried) or (
        bool(register.parent) and sets_apart(registers[register.fields[register.parent].target])
    )


def set_apart(model: type[Record], person_id: int) -> ColumnElement[bool] | None:
    """The rows that do not concern ``person_id`` himself (K4.7: 被投诉人应当回避); None where no row could."""
    register = model.register
    if not sets_apart(register):
        return None
    if register.journal_of:
        key, record = (getattr(model, register.fields[name].column) for name in register.journal_of)
        barred = {other.key: _barred(other, person_id) for other in registers.values() if sets_apart(other) and not other.journal_of}
        # An entry about nothing in particular stays; of a record without number SQL would say neither yes nor no.
        free = and_(true(), *(or_(key != name, record.is_(None), record.not_in(ids)) for name, ids in barred.items()))
        # What counts against him he reads and objects to (K1.13), whatever it comes from; what is merely told of the case he does not.
        return or_(free, _column(model, model, register.owner) == person_id) if register.owner and register.workflow else free
    if register.recused or register.carried:
        return model.id.not_in(_barred(register, person_id))
    spec = register.fields[register.parent]
    free = cast("ColumnElement[bool]", getattr(model, spec.column).not_in(_barred(registers[spec.target], person_id)))
    # What he is asked himself he sees, and nothing else of the case it belongs to.
    return or_(free, _column(model, model, register.owner) == person_id) if _has_own_rows(register) else free


def _has_own_rows(register: Register) -> bool:
    """Whether a record that goes with another is somebody's own beside that: who is complained of answers in one of them."""
    return bool(register.parent and register.owner)


def _barred(register: Register, person_id: int) -> Select[Any]:
    """The ids of the rows that concern somebody, on bare tables, where the fence adds nothing."""
    if register.recused:
        link = register.model.metadata.tables[f"{register.key}_{register.recused}"]
        return select(link.c.record_id).where(link.c.target_id == person_id)
    if register.carried:
        own: Any = register.model.__table__
        return select(own.c.id).where(or_(false(), *(own.c.id.in_(ids) for ids in _carried_out_of_sight(own, person_id))))
    spec, table = register.fields[register.parent], register.model.__table__.c
    return select(table.id).where(table[spec.column].in_(_barred(registers[spec.target], person_id)))


def _carried_out_of_sight(table: Any, person_id: int) -> Iterator[Select[Any]]:
    """What the withheld records carry: the ids in each of their columns that point to ``table``."""
    for other in registers.values():
        if not sets_apart(other) or other.journal_of or other.carried:
            continue
        columns = other.model.__table__.c
        for column in columns:
            if any(key.column.table is table for key in column.foreign_keys):
                yield select(column).where(column.is_not(None), columns.id.in_(_barred(other, person_id)))


def kept_from(session: Session, register: Register, person_id: int) -> list[tuple[str, int]]:
    """The records by which rows of ``register`` are withheld from ``person_id`` at present; nothing for a register of which none is."""
    if not sets_apart(register):
        return []
    read = session.connection().execute
    sources = [other for other in registers.values() if other.recused]
    return [(other.key, int(key)) for other in sources for key in sorted(read(_barred(other, person_id)).scalars())]


def _rows(model: type[Record], source: Any, scope: Scope, standing: Standing) -> ColumnElement[bool]:
    """``source`` is the model, or its bare table inside a subquery, where the fence must not add its criteria again."""
    if scope is Scope.ALL:
        return true()
    register = model.register
    if register.parent and not (scope is Scope.OWN and register.owner):
        spec = register.fields[register.parent]
        above = registers[spec.target].model
        table = above.__table__.c
        return getattr(source, spec.column).in_(select(table.id).where(_rows(above, table, scope, standing)))
    match scope:
        case Scope.OWN if register.owner:
            return _column(model, source, register.owner) == standing.person_id
        case Scope.ASSIGNED if register.assigned:
            # Of one column a database walks the index in the order of a list, of two at once it does not.
            ways = [key for key in register.assigned if (register.key, key) not in standing.nothing_by]
            return or_(*(_names(model, source, key, standing.person_id) for key in ways))
        case Scope.DEPARTMENT if register.department and standing.department_id:
            return _column(model, source, register.department) == standing.department_id
        case Scope.SUBTREE if register.department and standing.departments:
            return _column(model, source, register.department).in_(sorted(standing.departments))
        case Scope.REGION if register.region and standing.regions:
            return cast("ColumnElement[bool]", _column(model, source, register.region).in_(lying_there(register, standing)))
    # An empty list never means everything.
    return false()


def lying_there(register: Register, standing: Standing) -> Select[Any]:
    """The ids that the region field of a row of ``register`` may hold: places in somebody's regions, or records that lie there (Y1.1)."""
    spec = register.fields[register.region]
    model = registers[spec.target].model
    if spec.kind is Kind.DIVISION:
        return _places(model.__table__, sorted(standing.regions), LEVELS)
    table = model.__table__.c
    return select(table.id).where(_rows(model, table, Scope.REGION, standing))


def _places(table: Any, regions: list[int], levels: int) -> Select[Any]:
    """The ids of ``regions`` and of what lies in them, ``levels`` of administration deep; the codes alone do not tell."""
    place = table.alias()
    named = place.c.id.in_(regions)
    inside = or_(named, place.c.above_id.in_(_places(table, regions, levels - 1))) if levels > 1 else named
    return select(place.c.id).where(inside)


def _column(model: type[Record], source: Any, key: str) -> Any:
    return source.id if key == "id" else getattr(source, model.register.fields[key].column)


def _names(model: type[Record], source: Any, key: str, person_id: int) -> ColumnElement[bool]:
    if model.register.fields[key].kind is Kind.REFERENCES:
        link = model.metadata.tables[f"{model.__tablename__}_{key}"]
        return source.id.in_(select(link.c.record_id).where(link.c.target_id == person_id))
    return _column(model, source, key) == person_id


class RowCriteria(LoaderCriteriaOption):
    """``with_loader_criteria`` for an expression that also fits aliases (stock, only a cached lambda would).

    Adapting keeps the bound values of the expression, which are part of the cache key: no reader gets another's.
    """

    _traverse_internals = LoaderCriteriaOption._traverse_internals

    def _resolve_where_criteria(self, ext_info: Any) -> ColumnElement[bool]:
        condition = super()._resolve_where_criteria(ext_info)
        if ext_info.is_aliased_class:
            return ClauseAdapter(ext_info.selectable).traverse(condition)
        return condition
