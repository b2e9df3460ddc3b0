"""What one register looks like under one plan: immutable, built once per plan, shared by all threads.

Flask-Admin keeps columns, forms and filters on a process-wide view object; narrowing that per request mixes users up.
Here the view object holds none of it: each request asks the screen of its own plan.
"""

from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from admin_views.presenting import Cell, cell, line, linked
from admin_views.presenting_terms import term_cell
from domain.access import Action, Channel, Level
from domain.kinds import Kind
from models.fields import Field
from models.register import Register
from operations.filtering import filterable
from operations.listing import named_by, searchable, sortable
from operations.projection import Projection, project
from permissions.policy import Plan

T = TypeVar("T")
NUMERIC = frozenset({Kind.MONEY, Kind.NUMBER})


class Screen:
    """The columns, filters and form fields of a register for the holders of one plan."""

    def __init__(self, plan: Plan, register: Register) -> None:
        self.plan = plan
        self.register = register
        self._projections: dict[tuple[str, ...], Projection] = {}
        self._kept: dict[tuple[str, ...], Any] = {}
        self._cells: dict[tuple[tuple[str, ...], int, str, str], tuple[Cell, ...]] = {}
        self._lines: dict[tuple[tuple[str, ...], int, str, str], Cell] = {}

    @cached_property
    def listable(self) -> tuple[Field, ...]:
        """The fields that may be a column."""
        levels = self.plan.levels(self.register.key, Channel.LIST)
        return tuple(
            spec
            for spec in self.register.fields.values()
            if levels.get(spec.stable_key, Level.HIDDEN) >= Level.MASKED and spec.kind is not Kind.REFERENCES
        )

    @cached_property
    def usual(self) -> tuple[str, ...]:
        """The columns shown unless the reader chooses others."""
        may = {spec.key for spec in self.listable}
        return tuple(key for key in self.register.listed if key in may) or tuple(spec.key for spec in self.listable[:1])

    @cached_property
    def sortable(self) -> frozenset[str]:
        """The columns with a sort link."""
        return sortable(self.plan, self.register)

    @cached_property
    def filters(self) -> tuple[Field, ...]:
        """The fields that may be filtered by."""
        return filterable(self.plan, self.register)

    @cached_property
    def search_hint(self) -> tuple[Field, ...]:
        """The fields a search looks into."""
        own = tuple(self.register.fields[key] for key in searchable(self.plan, self.register))
        name = named_by(self.plan, self.register)
        return own or ((name,) if name else ())

    def projection(self, keys: tuple[str, ...]) -> Projection:
        """The SELECT of a list with the columns ``keys``."""
        found = self._projections.get(keys)
        if found is None:
            if len(self._projections) > 200:  # column choices come from the address and must not fill the memory
                self._projections.clear()
                self._cells.clear()
                self._lines.clear()
            found = self._projections[keys] = project(self.plan, self.register, Channel.LIST, keys)
        return found

    def cells(self, projection: Projection, bits: int, locale: str, url: str) -> tuple[Cell, ...]:
        """The functions that draw a row lying in the strata ``bits``; the first links to the record."""
        keys = tuple(spec.key for spec in projection.fields)
        place = (keys, bits, locale, url)
        found = self._cells.get(place)
        if found is None:
            drawn = _drawn(projection, bits, locale)
            drawn[:1] = [linked(first, url) for first in drawn[:1]]
            found = self._cells[place] = tuple(drawn)
        return found

    def line(self, projection: Projection, bits: int, locale: str, url: str, pattern: Callable[[int], str]) -> Cell:
        """The function that draws a whole row lying in the strata ``bits``, on a pattern for so many cells."""
        place = (tuple(spec.key for spec in projection.fields), bits, locale, url)
        found = self._lines.get(place)
        if found is None:
            drawn = _drawn(projection, bits, locale)
            found = self._lines[place] = line(pattern(len(drawn)), drawn)
        return found

    def kept(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """Something that depends on the plan and ``key`` only, made once."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def writable(self, action: str, bits: int = -1) -> tuple[Field, ...]:
        """The fields a form offers for ``action`` (create or edit) on rows with ``bits``."""
        levels = self.plan.levels(self.register.key, Channel.FORM, action=action, bits=bits)
        return tuple(
            spec for spec in self.register.fields.values() if levels.get(spec.stable_key, Level.HIDDEN) >= Level.WRITE
        )

    def may(self, action: str) -> bool:
        """Whether the action is offered at all."""
        if self.register.kept and action == Action.DELETE:
            return False
        return self.plan.may(self.register.key, action) and not (
            self.register.read_only and action in (Action.CREATE, Action.EDIT, Action.DELETE, Action.IMPORT)
        )


def _drawn(projection: Projection, bits: int, locale: str) -> list[Cell]:
    places = dict(zip((spec.key for spec in projection.fields), projection.positions, strict=True))
    return [
        term_cell(projection.register, spec, position, places, locale)
        if (spec.within or spec.runs) and level >= Level.READ
        else cell(spec, level, position, locale)
        for spec, level, position in zip(projection.fields, projection.levels(bits), projection.positions, strict=True)
    ]


_lock = Lock()


def screen_of(plan: Plan, register: Register) -> Screen:
    """The screen of a register under a plan; kept with the plan, so that outdated plans take theirs with them."""
    with _lock:
        of_plan: dict[str, Screen] = plan.kept.setdefault("screens", {})
        if register.key not in of_plan:
            of_plan[register.key] = Screen(plan, register)
        return of_plan[register.key]
