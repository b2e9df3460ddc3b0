"""Fields of new rows that follow from others, by the same rules as in the form (see operations.upkeep), asked once per value."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.kinds import Kind
from models.fields import Field
from models.register import Register, registers
from operations.declared_terms import terms_computed
from operations.upkeep import NEW_ROWS, READS, UPKEEP


class Following:
    """What follows from the values of a row; raises Invalid when they are against a rule of the register."""

    def __init__(self, session: Session, register: Register) -> None:
        self._session, self._register = session, register
        self._hook, self._rule = UPKEEP.get(register.key), NEW_ROWS.get(register.key)
        plain = (key for key, spec in register.fields.items() if spec.kind is not Kind.REFERENCES)
        starts = (spec.within.start for spec in register.fields.values() if spec.within)
        self._reads = tuple(dict.fromkeys((*READS.get(register.key, tuple(plain)), *starts)))
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
        place = tuple(values.get(key) for key in self._reads)
        found = self._known.get(place)
        if found is None:
            found = self._known[place] = self._ask(values)
        return found

    def _ask(self, values: Mapping[str, Any]) -> dict[str, Any] | Invalid:
        fields = self._register.fields
        given = {fields[key].column: self._as_held(fields[key], values[key]) for key in self._reads if values.get(key) is not None}
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
