"""Fields of new rows that follow from others, by the same rules as in the form (see operations.upkeep)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.kinds import Kind
from models.fields import Field
from models.register import Register, registers
from operations.declared_terms import terms_computed
from operations.upkeep import NEW_ROWS, ONLY_READ, UPKEEP


class Following:
    """What follows from the values of a row; raises Invalid when they are against a rule of the register."""

    def __init__(self, session: Session, register: Register) -> None:
        self._session, self._register = session, register
        self._hook, self._rule = UPKEEP.get(register.key), NEW_ROWS.get(register.key)
        starts = (spec.within.start for spec in register.fields.values() if spec.within)
        only = ONLY_READ.get(register.key)
        self._reads = None if only is None else tuple(dict.fromkeys((*only, *starts)))
        self._known: dict[tuple[Any, ...], dict[str, Any] | Invalid] = {}

    def of(self, values: Mapping[str, Any], *, new: bool = True) -> dict[str, Any]:
        """Field → value that follows from ``values`` (field → value; those not given are empty, unless it is not ``new``).

        What a whole record must meet is asked of new ones here, and of a changed one when it is written.
        """
        found = self._followed(values)
        if isinstance(found, Invalid):
            raise found
        if new and self._rule is not None:
            self._rule(self._session, values)
        return found

    def _followed(self, values: Mapping[str, Any]) -> dict[str, Any] | Invalid:
        if self._hook is None and not self._register.timed:
            return {}
        if self._reads is None:
            return self._ask(values)
        seen = {key: values.get(key) for key in self._reads}
        place = tuple(seen.values())
        if place not in self._known:
            self._known[place] = self._ask(seen)
        return self._known[place]

    def _ask(self, values: Mapping[str, Any]) -> dict[str, Any] | Invalid:
        fields = self._register.fields
        given = {fields[key].column: self._as_held(fields[key], value) for key, value in values.items() if value is not None}
        # Never added to the session: it only lends its fields to the rule.
        record = self._register.model(**given)
        try:
            kept = self._hook(self._session, record) if self._hook is not None else set()
            return {key: getattr(record, fields[key].column) for key in kept | terms_computed(self._session, record)}
        except Invalid as error:
            return error

    def _as_held(self, spec: Field, value: Any) -> Any:
        """``value`` of a file as a record holds it: several records themselves, and of one its number."""
        if spec.kind is not Kind.REFERENCES:
            return value
        target = registers[spec.target].model
        return list(self._session.scalars(select(target).where(target.id.in_(value))))
