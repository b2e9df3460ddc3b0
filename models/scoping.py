"""Row scopes as SQL: which rows of a register are someone's own, assigned to him, or of his department."""

from typing import Any, Protocol

from sqlalchemy import ColumnElement, false, or_, select, true

from domain.access import Scope
from domain.kinds import Kind
from models.base import Record
from models.register import registers


class Standing(Protocol):
    """Where a person stands in the company (see permissions.actor.Person)."""

    @property
    def person_id(self) -> int: ...
    @property
    def department_id(self) -> int | None: ...
    @property
    def departments(self) -> frozenset[int]: ...


def rows_in(model: type[Record], scope: Scope, standing: Standing) -> ColumnElement[bool]:
    """The condition for rows of ``model`` within ``scope``; what a register does not declare matches nothing."""
    if scope is Scope.ALL:
        return true()
    register = model.register
    if register.parent:
        spec = register.fields[register.parent]
        above = registers[spec.target].model
        return getattr(model, spec.column).in_(select(above.id).where(rows_in(above, scope, standing)))
    match scope:
        case Scope.OWN if register.owner:
            return _column(model, register.owner) == standing.person_id  # type: ignore[no-any-return]
        case Scope.ASSIGNED if register.assigned:
            return or_(*(_names(model, key, standing.person_id) for key in register.assigned))
        case Scope.DEPARTMENT if register.department and standing.department_id:
            return _column(model, register.department) == standing.department_id
        case Scope.SUBTREE if register.department and standing.departments:
            return _column(model, register.department).in_(sorted(standing.departments))
    # An empty list never means everything.
    return false()


def _column(model: type[Record], key: str) -> Any:
    return model.id if key == "id" else getattr(model, model.register.fields[key].column)


def _names(model: type[Record], key: str, person_id: int) -> ColumnElement[bool]:
    if model.register.fields[key].kind is Kind.REFERENCES:
        link = model.metadata.tables[f"{model.__tablename__}_{key}"]
        return model.id.in_(select(link.c.record_id).where(link.c.target_id == person_id))
    return _column(model, key) == person_id  # type: ignore[no-any-return]
