"""What a reader may see, told from the plan and the test's own notes alone, without asking any code of the panel."""

from collections.abc import Callable, Iterable

from domain.access import Action, Channel, Level, Scope
from domain.kinds import POINTERS, Kind
from doors.canaries import Aviary
from doors.canary_rows import Row, Secret
from models.register import Register, registers
from permissions.actor import Authority

Which = Callable[[Row], dict[str, Secret]]

OFFERED = {"complaint": {"reply_template": ("title", "text"), "complaint_route": ("basis", "department")}}
"""Per register with a workflow: the registers whose records a step offers, and the fields that must be readable for it."""

BESIDE = {"borrowing_slip": {"units": ("title",)}}
"""Per register: references of which the page of a record, and of its steps, shows more than the name."""


def now_of(row: Row) -> dict[str, Secret]:
    """What the row holds."""
    return row.now


def past_of(row: Row) -> dict[str, Secret]:
    """What it held before."""
    return row.past


class Reader:
    """The rights of one signed-in person over the canaries."""

    def __init__(self, code: str, authority: Authority, aviary: Aviary) -> None:
        self.code, self.authority, self.aviary = code, authority, aviary
        self.person = authority.person
        self.anywhere = self._anywhere()

    def level(self, row: Row, key: str, channel: Channel, action: str = Action.VIEW) -> Level:
        """The most that any stratum in which the row lies shows of the field."""
        spec = registers[row.register].fields[key]
        strata = self.authority.plan.of(row.register, action)
        found = (s.levels[channel].get(spec.stable_key, Level.HIDDEN) for s in strata if self._in(row, s.scope))
        return max(found, default=Level.HIDDEN)

    def _in(self, row: Row, scope: Scope) -> bool:
        return row.lies_in(scope, self.person)

    def may(self, row: Row, action: str = Action.VIEW) -> bool:
        """Whether the row lies where the action is allowed (everything but view needs view as well)."""
        return any(self._in(row, stratum.scope) for stratum in self.authority.plan.of(row.register, action))

    def everywhere(self, register: Register, key: str, channel: Channel) -> bool:
        """Whether the field is readable through the channel in every stratum in view."""
        name, strata = register.fields[key].stable_key, self.authority.plan.of(register.key, Action.VIEW)
        return bool(strata) and all(stratum.levels[channel].get(name, 0) >= Level.READ for stratum in strata)

    def offered(self, register: Register, channel: Channel, least: Level = Level.MASKED) -> list[str]:
        """The fields that some stratum shows through the channel at ``least``."""
        strata = self.authority.plan.of(register.key, Action.VIEW)
        return [
            key for key, spec in register.fields.items()
            if any(stratum.levels[channel].get(spec.stable_key, 0) >= least for stratum in strata)
        ]  # fmt: skip

    def searched(self, register: Register) -> list[str]:
        """The fields a search may look into."""
        return [key for key in register.search if self.everywhere(register, key, Channel.SEARCH)]

    def _named_by(self, register: Register) -> Register | None:
        """The register whose names stand for records without words of their own."""
        spec = register.fields[register.label]
        if register.search or spec.kind not in POINTERS or not self.everywhere(register, spec.key, Channel.SEARCH):
            return None
        return registers[spec.target]

    def found(self, register: Register, text: str) -> list[int]:
        """The records a search for one canary finds, newest first."""
        keys, above = self.searched(register), self._named_by(register)
        beyond = self.searched(above) if above else []
        return sorted(
            (
                row.id for row in self.aviary.rows[register.key] if self.may(row) and (
                    any(text in row.now[key].shown for key in keys if key in row.now)
                    or any(
                        self.may(target) and any(text in target.now[key].shown for key in beyond if key in target.now)
                        for target in row.points.get(register.label, ())
                    )
                )
            ),
            reverse=True,
        )  # fmt: skip

    def finds_pinyin(self, register: Register) -> bool:
        """Whether any field that may be searched has pinyin."""
        above = self._named_by(register)
        return any(one.fields[key].pinyin for one in (register, above) if one for key in self.searched(one))

    # ---- the values that may stand on a page -------------------------------------------------------------------------

    def _values(self, row: Row, channel: Channel, which: Which = now_of, least: Level = Level.READ, action: str = Action.VIEW) -> set[str]:
        return {
            text for key, secret in which(row).items() if not key.startswith("*") and self.level(row, key, channel, action) >= least
            for text in secret.shown
        } | {
            text for key, targets in row.points.items() if self.level(row, key, channel, action) >= least
            for target in targets for text in self.name_of(target) | self._own_name(row, key, target, channel)
        }  # fmt: skip

    def _own_name(self, row: Row, key: str, target: Row, channel: Channel) -> set[str]:
        """The name by the directory: on a record of one's own, where it is read, and nowhere else."""
        if channel not in (Channel.LIST, Channel.DETAILS, Channel.EXPORT) or not registers[row.register].fields[key].directory:
            return set()
        return self.entry_of(target, number=False) if self._in(row, Scope.OWN) else set()

    def entry_of(self, row: Row, *, number: bool = True) -> set[str]:
        """What the directory says of a record: its name and number, whoever may see it."""
        register = registers[row.register]
        return {text for key in (register.label, register.sub)[: 1 + number] if key for text in row.now[key].shown}

    def may_ask_directory(self, register: Register, key: str) -> bool:
        """Whether the field is a directory and he may write it into a new record."""
        spec = register.fields[key]
        strata = self.authority.plan.of(register.key, Action.CREATE)
        return spec.directory and any(s.levels[Channel.FORM].get(spec.stable_key, 0) >= Level.WRITE for s in strata)

    def name_of(self, row: Row) -> set[str]:
        """The label of a record, if the reader may see it in its own register."""
        register = registers[row.register]
        spec = register.fields[register.label]
        if not self.may(row) or not self.everywhere(register, register.label, Channel.LIST):
            return set()
        if spec.kind in POINTERS:
            return {text for target in row.points.get(spec.key, ()) for text in self.name_of(target)}
        return set(row.now[spec.key].shown) if spec.key in row.now else set()

    def sub_of(self, row: Row) -> set[str]:
        """The second line of a look-up."""
        key = registers[row.register].sub
        return set(row.now[key].shown) if key in row.now and self.level(row, key, Channel.LIST) >= Level.READ else set()

    def listed(self, rows: Iterable[Row]) -> set[str]:
        """What a list of these rows may hold."""
        return set().union(*(self._values(row, Channel.LIST) for row in rows if self.may(row)))

    def titled(self, row: Row) -> set[str]:
        """What the heading of a record may hold."""
        key = registers[row.register].label
        if not self.may(row) or self.level(row, key, Channel.DETAILS) < Level.READ:
            return set()
        spec = registers[row.register].fields[key]
        if spec.kind in POINTERS:
            targets = row.points.get(key, ())
            return {text for one in targets for text in self.name_of(one) | self._own_name(row, key, one, Channel.DETAILS)}
        return set(row.now[key].shown) if key in row.now else set()

    def detailed(self, row: Row) -> set[str]:
        """What the page of a record may hold: its fields, its history and lists of what belongs to it."""
        if not self.may(row):
            return set()
        below = [other for other in self.aviary if any(row in targets for targets in other.points.values())]
        return self._values(row, Channel.DETAILS) | self.remembered(row) | self.listed(below) | self._beside(row)

    def _beside(self, row: Row) -> set[str]:
        """What stands beside the names of the records it points to, for whoever may read it on their own page."""
        shown = [(target, name) for key, names in BESIDE.get(row.register, {}).items() for target in row.points.get(key, ()) for name in names]
        readable = [one for one in shown if self.may(one[0]) and self.level(*one, Channel.DETAILS) >= Level.READ and one[1] in one[0].now]
        return {text for target, name in readable for text in target.now[name].shown}

    def remembered(self, row: Row) -> set[str]:
        """What its history may hold."""
        if not self.may(row) or not self.may(row, Action.HISTORY):
            return set()
        return self._values(row, Channel.HISTORY) | self._values(row, Channel.HISTORY, past_of)

    def edited(self, row: Row) -> set[str]:
        """What the form of a record may hold: what he may write, and the rest to read."""
        if not self.may(row) or not self.may(row, Action.EDIT):
            return set()
        written = self._values(row, Channel.FORM, least=Level.WRITE, action=Action.EDIT)
        return written | self._values(row, Channel.DETAILS)

    def moved(self, row: Row) -> set[str]:
        """What the page of a workflow's step may hold."""
        return self.titled(row) | (self._values(row, Channel.DETAILS) | self._beside(row) if self.may(row) else set()) | self._offered(row)

    def _offered(self, row: Row) -> set[str]:
        """The prepared sentences and the usual way that a step of a complaint offers: to whoever may read them all."""
        found: set[str] = set()
        for key, needed in OFFERED.get(row.register, {}).items():
            if all(self.everywhere(registers[key], name, Channel.DETAILS) for name in needed):
                found |= {text for one in self.aviary.rows[key] if self.may(one) for text in self._values(one, Channel.DETAILS)}
        return found

    def exported(self, rows: Iterable[Row]) -> set[str]:
        """What a file made from these rows may hold: no more than export shows to a viewer and to an exporter."""
        found: set[str] = set()
        for row in rows:
            if self.may(row) and self.may(row, Action.EXPORT):
                both = (self._values(row, Channel.EXPORT, action=action) for action in (Action.VIEW, Action.EXPORT))
                found |= set.intersection(*both)
        return found

    def filed(self, row: Row, key: str) -> set[str]:
        """What a download may hold."""
        if not self.may(row) or self.level(row, key, Channel.DETAILS) < Level.READ:
            return set()
        return {text for target in row.points.get(key, ()) for name in ("name", "*content") for text in target.now[name].shown}

    def _anywhere(self) -> frozenset[str]:
        """Every value that some door may show: the rest must never be met."""
        found: set[str] = set()
        for row in self.aviary:
            if not self.may(row):
                continue
            found |= set().union(*(self._values(row, channel) for channel in Channel)) | self.remembered(row) | self.edited(row)
            for key, spec in registers[row.register].fields.items():
                if spec.kind is Kind.ATTACHMENT:
                    found |= self.filed(row, key)
        return frozenset(found)
