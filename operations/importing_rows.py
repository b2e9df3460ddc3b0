"""Judging the rows of an import: created, updated, unchanged or refused, and why, at the cell; nothing is written here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.errors import Invalid
from domain.kinds import Kind
from models.checks import REQUIRED
from models.fence import FIELD_REFUSED, ROWS_REFUSED, WORDS, authority_of
from models.fields import Field
from models.register import Register
from operations.declared_terms import declared_problems
from operations.expecting import EXPECTED, NOTHING, expected
from operations.importing_columns import Columns
from operations.importing_following import Following
from operations.importing_lines import (
    NO_CREATE,
    NO_KEY,
    NO_SUCH_NUMBER,
    NOT_USABLE,
    OUT_OF_REACH,
    SEVERAL_RECORDS,
    SHOWN,
    Effect,
    Line,
)  # fmt: skip
from operations.importing_lookups import Existing, existing, taken
from operations.importing_matching import Matching, writable
from operations.importing_reach import Reach
from operations.records import MUST_DIFFER
from operations.spreadsheet import Row, Sheet


class Judge:
    """Judges the rows of one sheet for whoever acts in the session."""

    def __init__(self, session: Session, register: Register, sheet: Sheet, matching: Matching) -> None:
        self.session, self.register, self.matching = session, register, matching
        self.authority = authority_of(session)
        self.creatable = writable(session, register, Action.CREATE)
        self.editable = writable(session, register, Action.EDIT)
        self._may_create = self.authority.may(register.key, Action.CREATE)
        self.columns = Columns(session, register, sheet, matching)
        self.refuse = self.columns.refuse
        self._create, self._edit = (Reach(session, register, action) for action in (Action.CREATE, Action.EDIT))
        self._following = Following(session, register)
        self._import = Reach(session, register, Action.IMPORT)
        self._required = [
            spec for spec in register.fields.values() if spec.required and not spec.system and spec.default is None
        ]
        self._expecting = [register.fields[key] for key in register.expecting]
        self._differing = [spec for spec in register.fields.values() if spec.differs_from]
        self._unique = [spec for spec in self.columns.specs.values() if spec.unique]
        self.place = self._default_place()

    def _default_place(self) -> dict[str, int]:
        """A new record belongs to the actor and his department unless the file says otherwise, as in the form."""
        person, register = self.authority.person, self.register
        places = {
            register.owner: getattr(person, "person_id", None),
            register.department: getattr(person, "department_id", None),
        }
        return {key: place for key, place in places.items() if key not in ("", "id") and place}

    # ---- one batch ---------------------------------------------------------------------------------------------------

    def judge(self, batch: Sequence[tuple[int, Row]]) -> list[Line]:
        """A line for each row of ``batch``, in order."""
        lines = self.columns.lines(batch)
        self._judge_whole([line for line in lines if not line.problems])
        for line in lines:
            if line.problems:
                line.effect = Effect.REFUSED
        return lines

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
        declared = [register.fields[key] for key in (*register.declaring, *register.expecting)]
        keys = dict.fromkeys(
            (
                *self.columns.specs,
                *(key for key in scope if key not in ("", "id")),
                *others,
                *(one for spec in declared for one in (spec.key, spec.not_before, *(spec.needed_when or ())[:1]) if one),
                *(s.differs_from for s in self._differing),
            )
        )
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
        self._check_expected(line, lambda key: line.values.get(key, register.fields[key].default))
        self._check_differing(line, line.values)
        followed = self._follow(line, line.values)
        line.values, line.followed = {**line.values, **followed}, tuple(followed)
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
            self.refuse(
                line, self.matching.key, sentence if not stored.bits else OUT_OF_REACH.format(register=register.title)
            )
            return
        for key in changes:
            if not self._may_edit(key, stored.bits):
                self.refuse(line, key, FIELD_REFUSED.format(register=register.title, field=register.fields[key].label))
        # The fields that follow are set when the record is written; here only a refusal counts.
        self._follow(line, changes, new=False)
        after = {**stored.values, **changes}
        self._check_expected(line, after.get, stored.values.get)
        self._check_differing(line, after)
        if not line.problems:
            self._check_reach(line, self._edit, Action.EDIT, after)

    def _follow(self, line: Line, values: Mapping[str, Any], *, new: bool = True) -> dict[str, Any]:
        try:
            return self._following.of(values, new=new)
        except Invalid as error:
            for key, sentence in error.told.items():
                self.refuse(line, key, sentence)
            return {}

    def _may_edit(self, key: str, bits: int) -> bool:
        if self.authority.is_system:
            return key in self.editable
        levels = self.authority.plan.levels(self.register.key, Channel.FORM, action=Action.EDIT, bits=bits)
        return bool(levels.get(self.register.fields[key].stable_key, Level.HIDDEN) >= Level.WRITE)

    def _check_expected(self, line: Line, values: Callable[[str], Any], stored: Callable[[str], Any] | None = None) -> None:
        """Ask of a row what the form asks of whoever types, of those fields the importer may write."""
        allowed = self.creatable if stored is None else self.editable
        for spec in self._expecting:
            if spec.key in allowed and values(spec.key) in NOTHING and expected(spec, values, stored):
                self.refuse(line, spec.key, EXPECTED.format(label=spec.label, clause=spec.clause))

    def _check_differing(self, line: Line, values: Mapping[str, Any]) -> None:
        for spec in self._differing:
            if values.get(spec.key) is not None and values[spec.key] == values.get(spec.differs_from):
                other = self.register.fields[spec.differs_from].label
                self.refuse(line, spec.key, MUST_DIFFER.format(label=spec.label, other=other))
        for key, sentence in declared_problems(self.session, self.register, values.get).items():
            self.refuse(line, key, sentence)

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
            changing = [
                line for line in lines if line.values.get(key) is not None and line.effect is not Effect.UNCHANGED
            ]
            holders = (
                taken(self.session, self.register, spec, {line.values[key] for line in changing}) if changing else {}
            )
            for line in changing:
                holder = holders.get(line.values[key])
                if holder is not None and (line.found is None or line.found.id != holder):
                    self.refuse(line, key, NOT_USABLE.format(text=self.columns.shown(line, key), label=spec.label))


def same(spec: Field, new: Any, old: Any) -> bool:
    """Whether the file says what is stored already."""
    if spec.kind is Kind.REFERENCES:
        return set(new or ()) == set(old or ())
    if spec.kind is Kind.MOMENT and new is not None and old is not None and not (new.second or new.microsecond):
        # Lists and exports write minutes: reading one back must not cost the seconds.
        return bool(new == old.replace(second=0, microsecond=0))
    return bool(new == old)
