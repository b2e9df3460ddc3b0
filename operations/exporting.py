"""Exporting a list to a file: the rows a reader sees and may export, the columns his rights show, nothing more."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.errors import Invalid, missing
from domain.kinds import POINTERS, Kind
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.criteria import condition_for, stratum_bits
from models.fence import authority_of
from models.governance.job import Job
from models.register import Register, registers
from models.scoping import kept_from
from operations.export_cells import SEVERAL, Column, column
from operations.export_files import WRITERS, FileFormat, refuse_too_many
from operations.filtering import Condition
from operations.job_signs import Signs, folder
from operations.jobs import Outcome, Progress
from operations.listing import Query
from operations.projection import Projection, label_level, many_labels, project, with_bits
from operations.records import require
from operations.streaming import batches, found_ids
from permissions.actor import Authority
from permissions.policy import Plan

NOTHING_TO_SHOW = Term("没有您可以导出的列。", "There is no column you may export.")
EXPORTED = Term("已导出 {rows} 行、{columns} 列。", "{rows} rows and {columns} columns were exported.")

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants exported; kept as the parameters of a job."""

    format: FileFormat
    locale: str = "zh"
    search: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: str = ""
    descending: bool = True
    columns: tuple[str, ...] = ()
    """Empty: the columns of the list."""

    def as_params(self) -> dict[str, Any]:
        """For a job."""
        conditions = [[one.key, one.operator, list(one.values)] for one in self.conditions]
        return {
            "format": self.format.value, "locale": self.locale, "search": self.search, "conditions": conditions,
            "sort": self.sort, "descending": self.descending, "columns": list(self.columns),
        }  # fmt: skip

    @classmethod
    def of(cls, params: dict[str, Any]) -> "Order":
        """What :meth:`as_params` kept; what is not said has its usual value."""
        return cls(
            FileFormat(params["format"]),
            params.get("locale", "zh"),
            params.get("search", ""),
            tuple(Condition(key, operator, tuple(values)) for key, operator, values in params.get("conditions", ())),
            params.get("sort", ""),
            params.get("descending", True),
            tuple(params.get("columns", ())),
        )

    @property
    def query(self) -> Query:
        """The rows that are wanted."""
        return Query(self.search, self.conditions, self.sort, self.descending)


def export(session: Session, job: Job, progress: Progress, data_dir: Path) -> Outcome:
    """Write the file of an export job; raises Refused or Invalid, and then leaves no file."""
    register = registers.get(job.register_key)
    if register is None:
        raise missing()
    for action in (Action.VIEW, Action.EXPORT):
        require(session, register, action)
    authority, order = authority_of(session), Order.of(job.params)
    sheet = _Sheet(session, authority, register, order)
    ids = found_ids(session, authority, register, order.query, condition_for(authority, register.model, Action.EXPORT))
    refuse_too_many(order.format, len(ids))
    progress(0, len(ids))
    path = Signs(data_dir, job.id).part
    counted = _Counted(progress, len(ids))
    try:
        rows = chain.from_iterable(map(counted, sheet.parts(batches(session, authority, sheet.projection, ids))))
        WRITERS[order.format](path, sheet.title, sheet.projection.fields, sheet.headers, rows)
        whole = path.replace(folder(data_dir) / f"{job.id}.{order.format}")
    finally:
        path.unlink(missing_ok=True)
    keys = [spec.key for spec in sheet.projection.fields]
    now = session.info["clock"]().astimezone(OFFICE_ZONE)
    return Outcome(
        EXPORTED.format(rows=f"{counted.done:,}", columns=len(keys)),
        {"rows": counted.done, "columns": len(keys)},
        whole,
        f"{sheet.title}_{now:%Y%m%d-%H%M}.{order.format}",
        {"format": order.format.value, "names": keys},
        rights_mark(session, authority, register),
    )


class _Counted:
    """Tells the progress as batches pass."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.progress = progress
        self.total = total
        self.done = 0

    def __call__(self, rows: Rows) -> Rows:
        self.done += len(rows)
        self.progress(self.done, self.total)
        return rows


class _Sheet:
    """The columns of one export under one authority."""

    def __init__(self, session: Session, authority: Authority, register: Register, order: Order) -> None:
        self.session = session
        self.plan: Plan = authority.plan
        self.order = order
        self.title = register.title.say(order.locale)
        keys = [key for key in order.columns or register.listed if self._exportable(register, key)]
        self.projection = project(self.plan, register, Channel.EXPORT, keys)
        if not self.projection.fields:
            raise Invalid(NOTHING_TO_SHOW)
        self.headers = headers_of(self.projection, order.locale)
        self.viewed = with_bits(self.projection, authority)[1]
        bits = stratum_bits(authority, register.model, Action.EXPORT)
        self.exported = bits is not None
        if bits is not None:
            self.projection = replace(self.projection, statement=self.projection.statement.add_columns(bits))
        self._columns: dict[tuple[int, ...], tuple[Column, ...]] = {}

    def _exportable(self, register: Register, key: str) -> bool:
        spec = register.fields.get(key)
        return spec is not None and self._level(spec.stable_key, register, -1) >= Level.MASKED

    def _level(self, stable_key: str, register: Register, bits: int) -> Level:
        return self.plan.level(register.key, stable_key, Channel.EXPORT, action=Action.EXPORT, bits=bits)

    def _columns_for(self, bits: tuple[int, ...]) -> tuple[Column, ...]:
        """How rows in these strata are written: no more than his rights to view and his rights to export both show."""
        if bits not in self._columns:
            left = list(bits)
            seen = self.projection.levels(left.pop() if self.viewed else -1)
            own = left.pop() if self.exported else -1
            register, typed = self.projection.register, self.order.format is FileFormat.XLSX
            self._columns[bits] = tuple(
                column(spec, min(level, self._level(spec.stable_key, register, own)), self.order.locale, typed=typed)
                for spec, level in zip(self.projection.fields, seen, strict=True)
            )
        return self._columns[bits]

    def parts(self, found: Iterator[Rows]) -> Iterator[Rows]:
        """Batches of rows of the database → batches of rows of the file."""
        width = self.viewed + self.exported
        for rows in found:
            if not rows:
                continue
            if not width:
                yield self._written(rows, ())
                continue
            by_bits: dict[tuple[int, ...], list[int]] = {}
            for place, row in enumerate(rows):
                by_bits.setdefault(tuple(row[-width:]), []).append(place)
            out: list[Any] = [None] * len(rows)
            for bits, places in by_bits.items():
                written = self._written([rows[place] for place in places], bits)
                for place, row in zip(places, written, strict=True):
                    out[place] = row
            yield out

    def _written(self, rows: Rows, bits: tuple[int, ...]) -> Rows:
        given = list(zip(*rows, strict=True))
        fields, positions = self.projection.fields, self.projection.positions
        done = []
        for spec, position, write in zip(fields, positions, self._columns_for(bits), strict=True):
            if spec.kind is Kind.REFERENCES:
                values: Sequence[Any] = self._several(spec, given[0])
            else:
                values = given[position + 1 if spec.kind in POINTERS else position]
            done.append(write(values))
        return list(zip(*done, strict=True))

    def _several(self, spec: Any, ids: Sequence[int]) -> list[str | None]:
        found = many_labels(self.session, self.projection.register, spec, ids)
        return [SEVERAL.join(one.label for one in found[key]) if key in found else None for key in ids]


def headers_of(projection: Projection, locale: str) -> tuple[str, ...]:
    """The labels of the columns; one that occurs twice gets the field's key, so that reading back finds it."""
    labels = [spec.label.say(locale) for spec in projection.fields]
    return tuple(
        f"{label} ({spec.key})" if labels.count(label) > 1 else label
        for label, spec in zip(labels, projection.fields, strict=True)
    )


def rights_mark(session: Session, authority: Authority, register: Register) -> str:
    """A digest of all that decides what this person's export of ``register`` shows; it differs once his rights or his recusals do."""
    plan, person = authority.plan, authority.person
    strata = [
        (stratum.scope.value, sorted(stratum.levels[Channel.EXPORT].items()))
        for action in (Action.VIEW, Action.EXPORT)
        for stratum in plan.of(register.key, action)
    ]
    labels = [label_level(plan, spec) for spec in register.fields.values()]
    apart = kept_from(session, register, person.person_id)  # K4.7: a file from before he had to keep away still names the complainant
    facts = (person.person_id, person.department_id, sorted(person.departments), sorted(person.regions), strata, labels, apart)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def may_fetch(session: Session, authority: Authority, register: Register, mark: str) -> bool:
    """Whether a file made under the rights ``mark`` may still be handed to this person."""
    return authority.may(register.key, Action.EXPORT) and rights_mark(session, authority, register) == mark
