"""Whether a row of a file would lie where whoever imports may enter it: the row scopes, asked before the row is stored."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from domain.access import Scope
from models.fence import authority_of
from models.register import Register, registers
from models.scoping import Reaching, lying_there, rows_of, standing_of
from operations.importing_lookups import chunks


class Reach:
    """Whether a row that is not stored yet would lie where the actor may take an action: the scopes, in Python."""

    def __init__(self, session: Session, register: Register, action: str) -> None:
        self._session, self._register = session, register
        authority = authority_of(session)
        self._person = authority.person
        self._strata: tuple[Reaching, ...] = tuple(authority.strata(register.key, action))
        self.everywhere = authority.is_system or any(stratum.scope is Scope.ALL for stratum in self._strata)
        self._above: dict[int, bool] = {}
        self._there: dict[int, set[int]] = defaultdict(set)

    def prepare(self, rows: Sequence[dict[str, Any]]) -> None:
        """Ask about the records above (contacts lie where their customer lies) or the places the rows name, all at once."""
        if self.everywhere or self._person is None:
            return
        if not self._register.parent:
            for stratum in self._strata:
                if stratum.scope is Scope.REGION and self._register.region:
                    self._prepare_places(stratum, {row.get(self._register.region) for row in rows} - {None})
            return
        spec = self._register.fields[self._register.parent]
        above = registers[spec.target].model
        unknown = {row.get(spec.key) for row in rows} - self._above.keys() - {None}
        for part in chunks(unknown):
            tests = [rows_of(above, stratum, self._person) for stratum in self._strata]
            inside = set(self._session.scalars(select(above.id).where(above.id.in_(part), or_(false(), *tests))))
            self._above.update({key: key in inside for key in part})

    def _prepare_places(self, stratum: Reaching, named: Collection[Any]) -> None:
        assert self._person is not None
        there = lying_there(self._register, standing_of(stratum, self._person))
        column = there.selected_columns[0]
        for part in chunks(named):
            self._there[stratum.whose].update(self._session.connection().scalars(there.where(column.in_(part))))

    def holds(self, row: dict[str, Any]) -> bool:
        """Whether ``row`` (field → value) lies in one of the scopes."""
        if self.everywhere:
            return True
        if self._register.parent:
            return self._above.get(row.get(self._register.parent, 0), False)
        return any(self._in(stratum, row) for stratum in self._strata)

    def _in(self, stratum: Reaching, row: dict[str, Any]) -> bool:
        assert self._person is not None
        person, register = standing_of(stratum, self._person), self._register
        match stratum.scope:
            case Scope.OWN if register.owner not in ("", "id"):
                return bool(row.get(register.owner) == person.person_id)
            case Scope.ASSIGNED:
                named = (row.get(key) for key in register.assigned)
                return any(
                    person.person_id in value if isinstance(value, tuple) else person.person_id == value
                    for value in named
                )
            case Scope.DEPARTMENT if register.department not in ("", "id"):
                return person.department_id is not None and row.get(register.department) == person.department_id
            case Scope.SUBTREE if register.department not in ("", "id"):
                return row.get(register.department) in person.departments
            case Scope.REGION if register.region:
                return row.get(register.region) in self._there[stratum.whose]
        return False
