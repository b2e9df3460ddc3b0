"""One record of canaries, and where it lies: told in Python, so that the SQL of the fence is checked by something else."""

from dataclasses import dataclass, field

from domain.access import Scope
from models.register import registers
from models.scoping import Standing


@dataclass(frozen=True, slots=True)
class Secret:
    """One value: as a form takes it, and every way in which it may be shown."""

    typed: str
    shown: frozenset[str]


@dataclass(slots=True)
class Row:
    """A record of canaries and where it lies; ``past`` are values it had before, ``points`` labels of dedicated targets."""

    register: str
    id: int
    case: str
    department: int | None = None
    owner: int | None = None
    assigned: frozenset[int] = frozenset()
    recused: frozenset[int] = frozenset()
    """Whom the record is about: no scope shows it to them (K4.7)."""
    above: "Row | None" = None
    now: dict[str, Secret] = field(default_factory=dict)
    past: dict[str, Secret] = field(default_factory=dict)
    points: dict[str, "tuple[Row, ...]"] = field(default_factory=dict)

    def lies_in(self, scope: Scope, who: Standing) -> bool:
        """Whether the row is in ``scope`` for somebody: told in Python, from what the test itself has written."""
        person = who.person_id
        if person in self.recused or (self.above is not None and person in self.above.recused and self.owner != person):
            return False
        if scope is Scope.ALL:
            return True
        if self.above is not None and (scope is not Scope.OWN or self.owner is None):
            return self.above.lies_in(scope, who)
        return {
            Scope.OWN: self.owner == person,
            Scope.ASSIGNED: person in self.assigned,
            Scope.DEPARTMENT: self.department is not None and self.department == who.department_id,
            Scope.SUBTREE: self.department in who.departments,
            Scope.REGION: self.lies_there(who.regions),
        }[scope]

    def lies_there(self, regions: frozenset[int]) -> bool:
        """Whether the place it names, or that of the record it names, is one of ``regions`` or inside one."""
        inside = "above" if self.register == "division" else registers[self.register].region
        return (self.register == "division" and self.id in regions) or any(one.lies_there(regions) for one in self.points.get(inside, ()))
