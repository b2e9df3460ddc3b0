"""Leaks planted on purpose, each where somebody might really forget a check: a checker counts only if it finds its mutant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select, true
from sqlalchemy.orm import Session

import admin_views.base
import admin_views.details_page
import admin_views.moving
import admin_views.record_items
import admin_views.screen
import models.fence
import operations.directory
import operations.exact_search
import operations.exporting
import operations.filtering
import operations.histories
import operations.labels
import operations.listing
import operations.projection
import operations.revealing
from domain.access import Action, Channel, Level
from domain.errors import Refused, missing
from domain.terms import Term
from models.fence import acting
from models.register import Register, registers
from operations import records
from permissions.actor import System
from permissions.policy import Plan

Patch = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """What is broken, who notices it in which registers, and at which door."""

    plant: Patch
    reader: str
    registers: tuple[str, ...]
    door: str


def _list_shows_masked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(operations.projection.Projection, "levels", lambda self, _bits: tuple(Level.READ for _ in self.fields))


def _details_show_all(patch: pytest.MonkeyPatch) -> None:
    def items(screen: Any, record: Any, _bits: int, keys: tuple[str, ...], *_more: object) -> tuple[Any, ...]:
        specs = [screen.register.fields[key] for key in keys]
        values = [admin_views.record_items._value(screen, record, spec, Level.READ, None) for spec in specs]
        return tuple(admin_views.record_items.Item(s.key, s.key, value) for s, value in zip(specs, values, strict=True))

    patch.setattr(admin_views.details_page, "items_of", items)


def _search_everywhere(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(operations.listing, "searchable", lambda _plan, register: register.search)


def _filter_by_any(patch: pytest.MonkeyPatch) -> None:
    def filters(_plan: Plan, register: Register) -> tuple[Any, ...]:
        return tuple(register.fields[key] for key in register.filterable)

    patch.setattr(operations.filtering, "filterable", filters)


def _sort_by_any(patch: pytest.MonkeyPatch) -> None:
    def columns(_plan: Plan, register: Register) -> frozenset[str]:
        return frozenset(key for key, spec in register.fields.items() if register.indexed(spec))

    patch.setattr(operations.listing, "sortable", columns)


def _history_in_full(patch: pytest.MonkeyPatch) -> None:
    redacted = operations.histories.redacted

    def all_of_it(specs: Mapping[str, Any], _levels: Any, changes: Any) -> Any:
        return redacted(specs, {spec.stable_key: Level.READ for spec in specs.values()}, changes)

    patch.setattr(operations.histories, "redacted", all_of_it)


def _export_in_full(patch: pytest.MonkeyPatch) -> None:
    _list_shows_masked(patch)
    patch.setattr(operations.exporting._Sheet, "_level", lambda *_args: Level.READ)
    project = operations.projection.project

    def details(plan: Plan, register: Register, _channel: Channel, keys: Any) -> Any:
        return project(plan, register, Channel.DETAILS, keys)

    patch.setattr(operations.exporting, "project", details)


def _widest_label(patch: pytest.MonkeyPatch) -> None:
    def level(plan: Plan, spec: Any) -> Level:
        if not spec.target:
            return Level.WRITE
        label = registers[spec.target].fields[registers[spec.target].label]
        return plan.level(spec.target, label.stable_key, Channel.LIST)

    patch.setattr(operations.projection, "label_level", level)


def _history_names_all(patch: pytest.MonkeyPatch) -> None:
    def names(session: Session, target: str, ids: Any) -> dict[int, str]:
        model = registers[target].model
        label = getattr(model, registers[target].label)
        return {key: str(text) for key, text in session.execute(select(model.id, label).where(model.id.in_(ids)))}

    patch.setattr(operations.histories, "labels", names)


def _tells_what_exists(patch: pytest.MonkeyPatch) -> None:
    def find(session: Session, register: Register, key: int) -> Any:
        records.require(session, register, Action.VIEW)
        found = session.scalar(select(register.model).where(register.model.id == key))
        with acting(session, System("mutant")):
            there = session.scalar(select(register.model.id).where(register.model.id == key))
        if found is None and there:
            raise Refused(Term("您不能看这条记录。", "You may not see this."))
        if found is None:
            raise missing()
        return found

    patch.setattr(records, "find", find)


def _directory_names_on_every_row(patch: pytest.MonkeyPatch) -> None:
    def label(register: Register, spec: Any) -> Any:
        target = registers[spec.target].model.__table__.c
        return select(target.name).where(target.id == getattr(register.model, spec.column)).scalar_subquery()

    patch.setattr(operations.directory, "own_label", label)


def _every_reference_is_a_directory(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(operations.directory, "is_open", lambda _plan, spec: bool(spec.target))


MUTANTS: dict[str, Mutant] = {
    "the list shows what is masked": Mutant(_list_shows_masked, "clerk", ("customer",), "list"),
    "details show every field": Mutant(_details_show_all, "clerk", ("customer",), "details"),
    "look-ups name what has no name": Mutant(
        lambda patch: patch.setattr(operations.labels, "_label_readable", lambda *_args: True),
        "nameless", ("customer", "contact"), "look-up",
    ),
    "search looks into every field": Mutant(_search_everywhere, "clerk", ("customer",), "search"),
    "the fence is off": Mutant(
        lambda patch: patch.setattr(models.fence, "criteria_of", lambda _authority, _statement: ()), "clerk", ("customer",), "out of scope"
    ),
    "any field filters": Mutant(_filter_by_any, "doorwise", ("customer",), "filter"),
    "any field sorts": Mutant(_sort_by_any, "doorwise", ("customer",), "sort"),
    "the history is whole": Mutant(_history_in_full, "clerk", ("contact",), "details"),
    "the history names what has no name": Mutant(_history_names_all, "nameless", ("customer", "contact"), "details"),
    "an export takes every column": Mutant(_export_in_full, "doorwise", ("customer",), "export"),
    "a step fills in what may not be read": Mutant(
        lambda patch: patch.setattr(admin_views.moving, "unread", lambda *_args: set()), "mover", ("registration",), "move"
    ),
    "a file is for everybody": Mutant(
        lambda patch: patch.setattr(Plan, "level", lambda *_args, **_more: Level.READ), "nameless", ("correspondence",), "file"
    ),
    "a name is as open as in the widest of two roles": Mutant(_widest_label, "mixed", ("customer", "contact"), "list"),
    "a directory names on every row": Mutant(_directory_names_on_every_row, "head2", ("archive_view_request",), "list"),
    "every reference is a directory": Mutant(_every_reference_is_a_directory, "clerk", ("contact",), "look-up"),
    "the eye opens on every field": Mutant(
        lambda patch: patch.setattr(operations.revealing, "revealable", lambda _session, record: frozenset(record.register.fields)),
        "manager", ("contact",), "reveal",
    ),
    "a whole number is found where it is hidden": Mutant(
        lambda patch: patch.setattr(operations.exact_search, "_where_shown", lambda *_args: true()),
        "manager", ("contact",), "exact search",
    ),
    "forbidden differs from missing": Mutant(_tells_what_exists, "clerk", ("customer",), "out of scope"),
}  # fmt: skip
