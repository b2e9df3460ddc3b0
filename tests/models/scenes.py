"""Scenes for the tests of the fence: two departments with two people, and customers of each."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from domain.access import Channel, Clearance, Level, Scope
from permissions.actor import Authority, Person
from permissions.grants import ANY, AreaRight, Rights
from tests.factories import holding, make


@dataclass(frozen=True, slots=True)
class Town:
    """Ids: the head office, two departments below it, a person in each, and a customer of each."""

    office: int
    north: int
    south: int
    wang: int
    li: int
    of_wang: int
    of_north: int
    of_south: int

    def wang_with(self, *roles: Rights) -> Authority:
        """王 of the north department, holding ``roles``."""
        return holding(*roles, who=Person(1, self.wang, "wang", "王", self.north, "北", frozenset({self.north})))

    def boss_with(self, *roles: Rights) -> Authority:
        """Somebody of the head office, whose departments are all."""
        return holding(*roles, who=Person(2, self.li, "li", "李", self.office, "总", frozenset({self.office, self.north, self.south})))


def a_town(session: Session) -> Town:
    """Build it as the system."""
    office = make(session, "department", name="总部", code="T0").id
    north = make(session, "department", name="北区", code="T1", above=office).id
    south = make(session, "department", name="南区", code="T2", above=office).id
    wang = make(session, "employee", name="王小芳", department=north).id
    li = make(session, "employee", name="李海", department=south).id
    of_wang = make(session, "customer", name="王的客户", department=north, manager=wang).id
    of_north = make(session, "customer", name="北区客户", department=north).id
    of_south = make(session, "customer", name="南区客户", department=south, manager=li, team=[wang]).id
    return Town(office, north, south, wang, li, of_wang, of_north, of_south)


def may(
    scope: Scope,
    *actions: str,
    reads: Clearance = Clearance.SECRET,
    writes: Clearance | None = Clearance.SECRET,
    registers: tuple[str, ...] = (ANY,),
    fields: dict[tuple[str, str, Channel | None], Level] | None = None,
    name: str = "role",
) -> Rights:
    """A role: ``actions`` (all without any) on ``registers``, on the rows of ``scope``."""
    granted = {(register, action): frozenset({scope}) for register in registers for action in (actions or (ANY,))}
    return Rights(name, {None: AreaRight(reads, writes, Level.HIDDEN)}, granted, fields or {})
