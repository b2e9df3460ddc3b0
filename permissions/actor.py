"""Who acts: a signed-in person with the plan of his roles, or the system with a stated reason."""

from dataclasses import dataclass, field
from typing import Any

from permissions.policy import Plan, Stratum


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody in whose place a person decides (K4.9), with what is his and not the deputy's: roles, posts, rows."""

    person_id: int
    name: str
    department_id: int | None = None
    departments: frozenset[int] = frozenset()
    posts: frozenset[tuple[str, int | None]] = frozenset()
    """(post, department) that the deputy holds for him only."""
    roles: frozenset[str] = frozenset()
    """His roles; they hold on his rows: his own, those assigned to him, those of his department."""
    nothing_by: frozenset[tuple[str, str]] = frozenset()
    """Never looked up for him: see ``Person.nothing_by``."""
    regions: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """The account and the employee behind a request, as far as row scopes need them."""

    account_id: int
    person_id: int
    code: str
    name: str
    department_id: int | None = None
    department: str = ""
    departments: frozenset[int] = frozenset()
    """The own department and all below it."""
    posts: frozenset[tuple[str, int | None]] = frozenset()
    """(post, department) held today, those held for others included."""
    standing_in: tuple[StandIn, ...] = ()
    """In whose place he decides today; ``Stratum.whose`` counts them from 1."""
    nothing_by: frozenset[tuple[str, str]] = frozenset()
    """(register, field) by which nothing is assigned to him at this moment (operations.standing.as_assigned_now)."""
    regions: frozenset[int] = frozenset()
    """The divisions he answers for, each with all that lies in it (Y1.1)."""

    def posts_without(self, person_id: int) -> frozenset[tuple[str, int | None]]:
        """The posts without those held for ``person_id``: nobody decides about himself through his deputy."""
        his = {post for one in self.standing_in if one.person_id == person_id for post in one.posts}
        others = {post for one in self.standing_in if one.person_id != person_id for post in one.posts}
        return self.posts - (his - others)

    def held_for(self, post: str) -> str:
        """The names of those for whom ``post`` is held, joined by 、; empty when it is his own."""
        return "、".join(one.name for one in self.standing_in if post in {name for name, _ in one.posts})


@dataclass(frozen=True, slots=True)
class Authority:
    """What travels in ``session.info``: every statement and every change is measured against it."""

    person: Person
    plan: Plan
    address: str = ""
    request_id: str = ""
    reason: str = ""
    viewer: Person | None = None
    """Who really sits there, while he looks at the pages of ``person``; then nothing can be written."""
    seen_as: str = ""
    """What the banner says: the person or the roles through whose eyes one looks."""
    is_system: bool = field(default=False, init=False)

    @property
    def label(self) -> str:
        """How the audit names the actor: always who really sits there."""
        real = self.viewer or self.person
        return f"{real.name} ({real.code})"

    @property
    def account_id(self) -> int | None:
        """The acting account: always of who really sits there."""
        return (self.viewer or self.person).account_id

    @property
    def kept(self) -> dict[str, Any]:
        """What others derive from the plan; it goes when the plan goes."""
        return self.plan.kept

    def may(self, register: str, action: str) -> bool:
        """Whether ``action`` is allowed on some rows of ``register``."""
        return self.plan.may(register, action)

    def strata(self, register: str, action: str) -> tuple[Stratum, ...]:
        """The rows and levels of an allowed action."""
        return self.plan.of(register, action)


@dataclass(frozen=True, slots=True)
class System:
    """Work of the panel itself: set-up, sign-in, jobs; it must say why, and the audit shows it."""

    reason: str
    address: str = ""
    request_id: str = ""
    acting_for: int | None = None
    """The account on whose behalf the system works, if any."""
    label: str = "系统"
    is_system: bool = field(default=True, init=False)
    person: None = field(default=None, init=False)

    @property
    def account_id(self) -> int | None:
        """The account on whose behalf the system works."""
        return self.acting_for

    @property
    def kept(self) -> dict[str, Any]:
        """Nothing: the system has no plan."""
        return {}

    def may(self, register: str, action: str) -> bool:
        """The system is not stopped by roles; every use of it is a law-tested line of code."""
        return True

    def strata(self, register: str, action: str) -> tuple[Stratum, ...]:
        """No strata: nothing is narrowed for the system."""
        return ()

    @property
    def only_by_moves(self) -> bool:
        """Whether it changes what is there by moves only, and deletes nothing; so is an outsider's work."""
        return False

    def reaches(self, table: str) -> bool:
        """Whether it may write ``table``; an outsider's work reaches few."""
        return True


@dataclass(frozen=True, slots=True)
class Outsider(System):
    """The system at work for somebody without an account: it takes only the ``acts`` and writes only the ``writes`` named here.

    A record that is already there it changes through a move only; nothing of it is deleted. The fence holds it to that.
    """

    acts: frozenset[tuple[str, str]] = frozenset()
    """(register, action)"""
    writes: frozenset[str] = frozenset()
    """Tables."""

    def may(self, register: str, action: str) -> bool:
        """Only what is named."""
        return (register, action) in self.acts

    @property
    def only_by_moves(self) -> bool:
        """Always."""
        return True

    def reaches(self, table: str) -> bool:
        """Only what is named."""
        return table in self.writes
