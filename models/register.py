"""A register (登记簿) is a declaration: what its list, search, filters and rights are, checked when the program starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from domain.areas import Area
from domain.completeness import Block
from domain.errors import Misdeclared
from domain.kinds import ORDERED, POINTERS, TEXTS, Kind
from domain.terms import Term
from domain.workflow import Sensitive, Workflow
from models.fields import Field

if TYPE_CHECKING:
    from models.base import Record


@dataclass(frozen=True)
class Register:
    """How the records of one table appear; everything not named here has a sensible default."""

    title: Term
    area: Area
    clauses: tuple[str, ...] = ()
    label: str = "name"
    """The field that names a record in look-ups, headings and references."""
    sub: str = ""
    """The second line of a look-up."""
    list: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    newest: str = ""
    """The field a list is sorted by, newest first; the order of entry when empty."""
    ascending: bool = False
    """Lines of their ``parent``, read there from the first to the last; the list of all of them begins with the newest."""
    sections: tuple[tuple[Term, tuple[str, ...]], ...] = ()
    """Groups of fields in form and details; what is in no group comes last."""
    import_key: str = ""
    """The field by which a repeated import finds the record it created."""
    owner: str = ""
    """The person field that makes a row someone's own ('id' where the record is the person)."""
    department: str = ""
    """The department field that decides whose department a row belongs to ('id' for a department)."""
    region: str = ""
    """The division field that decides in whose region a row lies, or the reference to a record that has one (Y1.1)."""
    assigned: tuple[str, ...] = ()
    """Person or persons fields of those a row is assigned to."""
    archive: tuple[Block, ...] = ()
    """What the file of a record must hold; its page says how much of it is there."""
    recused: str = ""
    """The persons field of those a row is about: none of them sees it, whatever his roles are (K4.7)."""
    journal_of: tuple[str, ...] = ()
    """The two fields with which a journal names a record of any register, by register and number."""
    carried: bool = False
    """Files and the like: kept from whoever finds no trace of the record that names them (K4.7)."""
    parent: str = ""
    """The reference whose row scope this register shares (contacts go with their customer); with an ``owner``, all but his own."""
    beside: tuple[str, ...] = ()
    """Further references on whose page these records are listed."""
    workflow: Workflow | None = None
    read_only: bool = False
    """No create, edit, delete or import for anybody: a journal."""
    kept: bool = False
    """Nobody deletes its records: a number that was given stays, errors are made void or reversed."""
    draft_only: str = ""
    """The clause by which nobody edits a record that has left the first state of its workflow: what was decided stays as it was."""
    draft_states: tuple[str, ...] = ()
    """Further states in which it is a draft again: it was returned."""
    at_once: bool = False
    """With ``draft_only``: it is no draft even in its first state, or has none; what was entered stays from the moment it is stored."""
    fixed: tuple[str, ...] = ()
    """With ``draft_only``: only these fields stay, and what was empty may still be filled in; without them the whole record stays."""
    corrected_by: str = ""
    """With ``draft_only``: the register in whose orders what stays is corrected; the refusal leads there."""
    acts: Mapping[str, Term] = field(default_factory=dict)
    """Further actions, taken on screens of their own: name → how rights and refusals call it."""
    menu: bool = True
    minor: bool = False
    """Mostly reached from the record it goes with; in a long menu it stands folded under the others of its area."""
    rank: int = 50
    """The place in its area's menu, smallest first."""
    sensitive: Sensitive | None = None
    """Entering or changing a record asks its actor for the operation password (K5.14)."""
    steers_access: bool = False
    """A change here may change rights: it raises the policy version, so the next request has a new plan."""
    fields: dict[str, Field] = field(default_factory=dict, init=False)
    model: "type[Record]" = field(default=None, init=False)  # type: ignore[assignment]  # bound by models.base

    @property
    def key(self) -> str:
        """The table's name, which is also the name in rules and addresses."""
        return str(self.model.__tablename__)

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The fields a list shows unless the reader chooses others."""
        return self.list or tuple(key for key, spec in self.fields.items() if spec.kind is not Kind.LONG_TEXT)[:7]

    def indexed(self, spec: Field) -> bool:
        """Whether ``spec`` has an index (with id) that a list can be sorted by."""
        if spec.target:
            return False  # its index serves look-ups; by the number of a record nobody sorts
        if spec.indexed is not None:
            return spec.indexed
        if spec.kind in ORDERED or spec.kind is Kind.CHOICE or spec.unique:
            return True
        return spec.kind in TEXTS and spec.kind is not Kind.LONG_TEXT and spec.key in self.list

    @cached_property
    def filterable(self) -> tuple[str, ...]:
        """The fields a list can be narrowed by."""
        return self.filters or tuple(
            key for key, spec in self.fields.items() if spec.kind not in TEXTS and spec.kind is not Kind.REFERENCES
        )

    @cached_property
    def pointers(self) -> dict[str, Field]:
        """The fields that are references."""
        return {key: spec for key, spec in self.fields.items() if spec.kind in POINTERS}

    @cached_property
    def timed(self) -> tuple[str, ...]:
        """The terms that the kernel computes."""
        return tuple(key for key, spec in self.fields.items() if spec.within is not None)

    @cached_property
    def declaring(self) -> tuple[str, ...]:
        """The fields that say something of their neighbours."""
        return tuple(key for key, spec in self.fields.items() if spec.past or spec.not_before or (spec.needed_when is not None and not spec.expected))

    @cached_property
    def expecting(self) -> tuple[str, ...]:
        """The fields asked of whoever enters a record."""
        return tuple(key for key, spec in self.fields.items() if spec.expected)

    def lies_somewhere(self, registers: "Mapping[str, Register]") -> bool:
        """Whether its records lie in regions, by themselves or with those they belong to."""
        return bool(self.region) or bool(self.parent and registers[self.fields[self.parent].target].lies_somewhere(registers))

    @property
    def state_field(self) -> str:
        """The field only moves may write."""
        return self.workflow.state if self.workflow else ""

    def check(self, registers: "dict[str, Register]") -> None:
        """Refuse a name that is not a field and a reference that leads nowhere; raises Misdeclared."""
        named = (*self.list, *self.search, *self.journal_of, *self.filters, *self.assigned, *self.beside, *(k for _, keys in self.sections for k in keys),
                 *(key for block in self.archive for key in block.fields))
        singles = (self.label, self.sub, self.newest, self.import_key, self.owner, self.department, self.parent, self.recused, self.region)
        for name in (*named, *(single for single in singles if single)):
            if name not in self.fields and name != "id":
                raise Misdeclared(f"{self.key}: there is no field {name!r}")
        for block in self.archive:
            for key in block.registers:
                if key not in registers or not any(spec.target == self.key for spec in registers[key].fields.values()):
                    raise Misdeclared(f"{self.key}: no register {key!r} belongs to its archive")
        place = self.fields.get(self.region)
        if place and place.kind is not Kind.DIVISION and not registers[place.target].lies_somewhere(registers):
            raise Misdeclared(f"{self.key}: {self.region!r} lies in no region")
        for key, spec in self.fields.items():
            if spec.target and spec.target not in registers:
                raise Misdeclared(f"{self.key}.{key}: there is no register {spec.target!r}")
            if spec.directory and (spec.kind is not Kind.REFERENCE or self.owner in ("", "id")):
                raise Misdeclared(f"{self.key}.{key}: a directory is for one reference of a record that has an owner")
            self._check_declared(key, spec, registers)
            if spec.differs_from and spec.differs_from not in self.fields:
                raise Misdeclared(f"{self.key}.{key}: there is no field {spec.differs_from!r}")
        for move in self.workflow.moves if self.workflow else ():
            for name in (*move.apart_from, *move.only_for, *(where for _, where in move.posts if where)):
                if name not in self.fields or self.fields[name].kind not in POINTERS:
                    raise Misdeclared(f"{self.key}.{move.name}: no reference {name!r}")
            for other, _ in move.needs_records:
                if other not in registers or not any(spec.target == self.key for spec in registers[other].fields.values()):
                    raise Misdeclared(f"{self.key}.{move.name}: no record of {other!r} names it")
        if (self.fixed or self.draft_states or self.at_once) and not self.draft_only:
            raise Misdeclared(f"{self.key}: by which clause?")
        for name in self.fixed:
            if name not in self.fields:
                raise Misdeclared(f"{self.key}: {name!r} is none of its fields")
        if self.draft_only and self.workflow is None and not self.at_once:
            raise Misdeclared(f"{self.key}: without a workflow it never leaves its first state")
        for name in self.search:
            if self.fields[name].kind not in TEXTS:
                raise Misdeclared(f"{self.key}: only texts can be searched, not {name!r}")


    def _check_declared(self, key: str, spec: Field, registers: "dict[str, Register]") -> None:
        """What a field says of its neighbours: days beside days, a choice with its own values, a term that somebody is told of."""
        days = (Kind.DAY, Kind.MOMENT)
        if spec.not_before and (spec.not_before not in self.fields or {spec.kind, self.fields[spec.not_before].kind} - set(days)):
            raise Misdeclared(f"{self.key}.{key}: no day {spec.not_before!r} to come after")
        if spec.expected and (spec.required or not spec.clause):
            raise Misdeclared(f"{self.key}.{key}: what is asked of people names its clause, and is not required of everybody")
        if spec.needed_when:
            other, values = spec.needed_when
            known = self.fields.get(other)
            if known is None or known.kind not in (Kind.CHOICE, Kind.YES_NO) or any(
                known.kind is Kind.CHOICE and str(value) not in known.titles for value in values
            ):
                raise Misdeclared(f"{self.key}.{key}: needed when {other!r} is what it never is")
        if spec.within:
            named = (spec.within.start, *((spec.within.done,) if spec.within.done else ()), *spec.within.told)
            if any(name not in self.fields for name in named) or self.fields[spec.within.start].kind not in days:
                raise Misdeclared(f"{self.key}.{key}: its term names no such fields")
            if not spec.within.done and self.workflow is None:
                raise Misdeclared(f"{self.key}.{key}: nothing ever keeps its term")


class Registers(dict[str, Register]):
    """All registers by key, in order of declaration."""

    def check(self) -> None:
        """Check every register against all others."""
        for register in self.values():
            register.check(self)


    def arrange(self) -> None:
        """Put the registers in the order of the menu: whatever order files are imported in must not show."""
        ordered = sorted(self.values(), key=lambda register: (list(Area).index(register.area), register.rank, register.key))
        for register in ordered:
            self[register.key] = self.pop(register.key)


registers = Registers()
