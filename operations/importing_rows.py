"""Judging the rows of an import: created, updated, unchanged or refused, and why, at the cell; nothing is written here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.errors import Invalid
from domain.kinds import Kind
from domain.terms import Term
from models.checks import REQUIRED
from models.fence import FIELD_REFUSED, ROWS_REFUSED, WORDS, authority_of
from models.fields import Field
from models.register import Register
from operations.importing_cells import Bad, Column
from operations.importing_lookups import Existing, Finder, Reach, existing, taken
from operations.importing_matching import Matching, writable
from operations.records import MUST_DIFFER
from operations.spreadsheet import Row, Sheet

NO_KEY = Term("「{label}」用来认出已有的记录,不能为空。", "“{label}” tells the records apart and must not be empty.")
TWICE = Term("第 {first} 行和第 {second} 行的「{label}」相同。", "Rows {first} and {second} have the same “{label}”.")
SEVERAL_RECORDS = Term("已有 {count} 条记录是「{text}」,分不清更新哪一条。", "{count} records are “{text}”: which one is meant is unclear.")
NO_SUCH_NUMBER = Term(
    "没有编号为「{text}」的记录。新记录的编号由系统给出,请留空。",
    "There is no record “{text}”. New records get their number from the system: leave it empty.",
)
NOT_USABLE = Term("「{text}」不能使用:「{label}」不能重复。", "“{text}” cannot be used: “{label}” must be unique.")
NO_CREATE = Term("没有找到这条记录,而您不能新建{register}。", "There is no such record, and you may not create {register}.")
OUT_OF_REACH = Term("这条「{register}」不在您可以导入的范围内。", "This {register} is not among those you may import.")
TOO_MANY_CELLS = Term("这一行比表头多 {count} 格,可能有逗号没加引号。", "This row has {count} more cells than there are headers; a comma may not be quoted.")
SHOWN = 60


class Effect(StrEnum):
    """What an import does with a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: the row as the spreadsheet counts it, the column's header, what stands there, the sentence."""

    row: int
    header: Term
    value: str
    sentence: Term


@dataclass(slots=True)
class Line:
    """One judged row; ``values`` are as stored (ids for references), ``changed`` the fields an update writes."""

    row: int
    cells: Row
    values: dict[str, Any]
    effect: Effect = Effect.CREATED
    found: Existing | None = None
    changed: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)


class Judge:
    """Judges the rows of one sheet for whoever acts in the session."""

    def __init__(self, session: Session, register: Register, sheet: Sheet, matching: Matching) -> None:
        self.session, self.register, self.sheet, self.matching = session, register, sheet, matching
        self.authority = authority_of(session)
        self.creatable, self.editable = writable(session, register, Action.CREATE), writable(session, register, Action.EDIT)
        self._may_create = self.authority.may(register.key, Action.CREATE)
        self._specs = {key: register.fields[key] for key in (*matching.columns, *matching.constants)}
        self._columns = {key: Column(spec) for key, spec in self._specs.items()}
        self._finders = {key: Finder(session, spec) for key, spec in self._specs.items() if spec.target}
        self._create, self._edit = (Reach(session, register, action) for action in (Action.CREATE, Action.EDIT))
        self._import = Reach(session, register, Action.IMPORT)
        self._required = [spec for spec in register.fields.values() if spec.required and not spec.system and spec.default is None]
        self._differing = [spec for spec in register.fields.values() if spec.differs_from]
        self._unique = [spec for key, spec in self._specs.items() if spec.unique]
        self.place = self._default_place()
        self._constants = self._read_constants()
        self._twice = self._repeated()

    def _default_place(self) -> dict[str, int]:
        """A new record belongs to the actor and his department unless the file says otherwise, as in the form."""
        person, register = self.authority.person, self.register
        places = {register.owner: getattr(person, "person_id", None), register.department: getattr(person, "department_id", None)}
        return {key: place for key, place in places.items() if key not in ("", "id") and place}

    def _read_constants(self) -> dict[str, Any]:
        wrong: dict[str, Term] = {}
        found: dict[str, Any] = {}
        for key, text in self.matching.constants.items():
            (value,) = self._resolved(key, self._columns[key].read([text]))
            if isinstance(value, Bad):
                wrong[key] = value.sentence
            elif value is not None:
                found[key] = value
        if wrong:
            raise Invalid(next(iter(wrong.values())), fields=wrong)
        return found

    def _repeated(self) -> dict[str, dict[Any, tuple[int, int]]]:
        """Field → value → the first two rows that share it, where sharing is a mistake (the key, unique fields)."""
        watched = {spec.key for spec in self._unique} | ({self.matching.key} if self.matching.key else set())
        first: dict[str, dict[Any, int]] = {key: {} for key in watched if key in self.matching.columns}
        twice: dict[str, dict[Any, tuple[int, int]]] = {key: {} for key in first}
        if not first:
            return twice
        for batch in self.sheet.batches(5_000):
            for key, seen in first.items():
                place = self.matching.columns[key]
                for (row, _), value in zip(batch, self._columns[key].read([cells[place] for _, cells in batch]), strict=True):
                    if value is None or isinstance(value, Bad):
                        continue
                    if seen.setdefault(value, row) != row:
                        twice[key].setdefault(value, (seen[value], row))
        return twice

    # ---- one batch ---------------------------------------------------------------------------------------------------

    def judge(self, batch: Sequence[tuple[int, Row]]) -> list[Line]:
        """A line for each row of ``batch``, in order."""
        raw: dict[str, list[Any]] = {}
        for key, place in self.matching.columns.items():
            raw[key] = self._columns[key].read([cells[place] for _, cells in batch])
        ready = {key: self._resolved(key, values) for key, values in raw.items()}
        for key, value in self._constants.items():
            ready[key] = [value if one is None else one for one in ready[key]] if key in ready else [value] * len(batch)
        lines = []
        for position, (row, cells) in enumerate(batch):
            line = Line(row, cells, {key: values[position] for key, values in ready.items()})
            lines.append(line)
            for key, value in line.values.items():
                if value.__class__ is Bad:
                    self.refuse(line, key, value.sentence)
            self._check_shape(line, raw, position)
        self._judge_whole([line for line in lines if not line.problems])
        for line in lines:
            if line.problems:
                line.effect = Effect.REFUSED
        return lines

    def _resolved(self, key: str, values: list[Any]) -> list[Any]:
        """``values`` of a reference as ids; everything else as it is."""
        finder = self._finders.get(key)
        if finder is None:
            return values
        if self._specs[key].kind is not Kind.REFERENCES:
            known = finder.find({value for value in values if value.__class__ is str})
            return [_id_or_bad(known[value]) if value.__class__ is str else value for value in values]
        known = finder.find({text for value in values if value.__class__ is tuple for text in value})
        return [_ids_or_bad([known[text] for text in value]) if value.__class__ is tuple else value for value in values]

    def _check_shape(self, line: Line, raw: Mapping[str, list[Any]], position: int) -> None:
        extra = [cell for cell in line.cells[len(self.sheet.headers) :] if cell not in (None, "")]
        if extra:
            header = Term(self.sheet.headers[-1], self.sheet.headers[-1])
            line.problems.append(Problem(line.row, header, str(extra[0])[:SHOWN], TOO_MANY_CELLS.format(count=len(extra))))
        for key, twice in self._twice.items():
            rows = twice.get(raw[key][position]) if twice else None
            if rows:
                self.refuse(line, key, TWICE.format(first=rows[0], second=rows[1], label=self.register.fields[key].label))

    def _judge_whole(self, lines: list[Line]) -> None:
        key = self.matching.key
        found: dict[Any, list[Existing]] = {}
        if key:
            wanted = {line.values[key] for line in lines if line.values[key] is not None}
            found = existing(self.session, self.register, key, wanted, self._compared())
        for reach in (self._create, self._edit, self._import):
            reach.prepare([line.values for line in lines])
        for line in lines:
            self._match(line, found)
        self._check_unique([line for line in lines if not line.problems])

    def _compared(self) -> list[Field]:
        register = self.register
        scope = (register.owner, register.department, register.parent, *register.assigned)
        others = (spec.key for spec in self._differing)
        keys = dict.fromkeys((*self._specs, *(key for key in scope if key not in ("", "id")), *others, *(s.differs_from for s in self._differing)))
        return [register.fields[key] for key in keys]

    def _match(self, line: Line, found: Mapping[Any, list[Existing]]) -> None:
        key = self.matching.key
        value = line.values.get(key) if key else None
        matches = found.get(value, ()) if value is not None else ()
        if len(matches) > 1:
            self.refuse(line, key, SEVERAL_RECORDS.format(count=len(matches), text=str(value)[:SHOWN]))
        elif matches:
            line.found = matches[0]
            self._judge_update(line, matches[0])
        elif key and value is None and not self.register.fields[key].system:
            self.refuse(line, key, NO_KEY.format(label=self.register.fields[key].label))
        elif key and value is not None and self.register.fields[key].system:
            self.refuse(line, key, NO_SUCH_NUMBER.format(text=str(value)[:SHOWN]))
        else:
            self._judge_new(line)

    def _judge_new(self, line: Line) -> None:
        register = self.register
        if not self._may_create:
            self.refuse(line, self.matching.key, NO_CREATE.format(register=register.title))
            return
        line.values = {key: value for key, value in line.values.items() if value is not None}
        for key in line.values.keys() - self.creatable:
            self.refuse(line, key, FIELD_REFUSED.format(register=register.title, field=register.fields[key].label))
        line.values = {**self.place, **line.values}
        for spec in self._required:
            if spec.key not in line.values:
                self.refuse(line, spec.key, REQUIRED.format(label=spec.label))
        self._check_differing(line, line.values)
        if not line.problems:
            self._check_reach(line, self._create, Action.CREATE, line.values)

    def _judge_update(self, line: Line, stored: Existing) -> None:
        register, changes = self.register, {}
        for key, value in line.values.items():
            spec = register.fields[key]
            if key == self.matching.key or (value is None and not self.matching.clear_blanks):
                continue
            if value is None and spec.required:
                if spec.default is None:
                    self.refuse(line, key, REQUIRED.format(label=spec.label))
                    continue
                value = spec.default
            if not same(spec, value, stored.values[key]):
                changes[key] = value
        line.values, line.changed = changes, tuple(changes)
        if not changes:
            line.effect = Effect.UNCHANGED
            return
        line.effect = Effect.UPDATED
        if not stored.importable or not stored.bits:
            sentence = ROWS_REFUSED.format(register=register.title, action=WORDS[Action.EDIT])
            self.refuse(line, self.matching.key, sentence if not stored.bits else OUT_OF_REACH.format(register=register.title))
            return
        for key in changes:
            if not self._may_edit(key, stored.bits):
                self.refuse(line, key, FIELD_REFUSED.format(register=register.title, field=register.fields[key].label))
        after = {**stored.values, **changes}
        self._check_differing(line, after)
        if not line.problems:
            self._check_reach(line, self._edit, Action.EDIT, after)

    def _may_edit(self, key: str, bits: int) -> bool:
        if self.authority.is_system:
            return key in self.editable
        levels = self.authority.plan.levels(self.register.key, Channel.FORM, action=Action.EDIT, bits=bits)
        return bool(levels.get(self.register.fields[key].stable_key, Level.HIDDEN) >= Level.WRITE)

    def _check_differing(self, line: Line, values: Mapping[str, Any]) -> None:
        for spec in self._differing:
            if values.get(spec.key) is not None and values[spec.key] == values.get(spec.differs_from):
                other = self.register.fields[spec.differs_from].label
                self.refuse(line, spec.key, MUST_DIFFER.format(label=spec.label, other=other))

    def _check_reach(self, line: Line, reach: Reach, action: Action, values: dict[str, Any]) -> None:
        title = self.register.title
        if not reach.holds(values):
            self.refuse(line, self._scope_field(), ROWS_REFUSED.format(register=title, action=WORDS[action]))
        elif not self._import.holds(values):
            self.refuse(line, self._scope_field(), OUT_OF_REACH.format(register=title))

    def _scope_field(self) -> str:
        register = self.register
        places = (register.parent, register.department, register.owner, self.matching.key, *self.matching.columns)
        return next((key for key in places if key in self.matching.columns), "")

    def _check_unique(self, lines: list[Line]) -> None:
        for spec in self._unique:
            key = spec.key
            changing = [line for line in lines if line.values.get(key) is not None and line.effect is not Effect.UNCHANGED]
            holders = taken(self.session, self.register, spec, {line.values[key] for line in changing}) if changing else {}
            for line in changing:
                holder = holders.get(line.values[key])
                if holder is not None and (line.found is None or line.found.id != holder):
                    self.refuse(line, key, NOT_USABLE.format(text=self.shown(line, key), label=spec.label))

    # ---- saying so -----------------------------------------------------------------------------------------------------

    def header(self, key: str) -> Term:
        """The column's header in the file; the field's label where no column is matched to it."""
        place = self.matching.columns.get(key)
        if place is not None:
            return Term(self.sheet.headers[place], self.sheet.headers[place])
        return self.register.fields[key].label if key else Term("整行", "row")

    def shown(self, line: Line, key: str) -> str:
        """What stands in the file, shortened."""
        place = self.matching.columns.get(key)
        cell = line.cells[place] if place is not None else self.matching.constants.get(key, "")
        return str(cell if cell is not None else "")[:SHOWN]

    def refuse(self, line: Line, key: str, sentence: Term) -> None:
        """Note why ``line`` cannot be imported, at the field ``key`` or at the whole row."""
        line.problems.append(Problem(line.row, self.header(key), self.shown(line, key), sentence))


def same(spec: Field, new: Any, old: Any) -> bool:
    """Whether the file says what is stored already."""
    if spec.kind is Kind.REFERENCES:
        return set(new or ()) == set(old or ())
    if spec.kind is Kind.MOMENT and new is not None and old is not None and not (new.second or new.microsecond):
        # Lists and exports write minutes: reading one back must not cost the seconds.
        return bool(new == old.replace(second=0, microsecond=0))
    return bool(new == old)


def _id_or_bad(found: int | Term) -> int | Bad:
    return Bad(found) if isinstance(found, Term) else found


def _ids_or_bad(found: Iterable[int | Term]) -> tuple[int, ...] | Bad:
    ids = []
    for one in found:
        if isinstance(one, Term):
            return Bad(one)
        ids.append(one)
    return tuple(sorted(set(ids)))


