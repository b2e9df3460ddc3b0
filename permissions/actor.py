"""Who acts: a signed-in person with the plan of his roles, or the system with a stated reason."""

from dataclasses import dataclass, field

from permissions.policy import Plan, Stratum


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
    """(post, department) held today."""


@dataclass(frozen=True, slots=True)
class Authority:
    """What travels in ``session.info``: every statement and every change is measured against it."""

    person: Person
    plan: Plan
    address: str = ""
    request_id: str = ""
    reason: str = ""
    is_system: bool = field(default=False, init=False)

    @property
    def label(self) -> str:
        """How the audit names the actor."""
        return f"{self.person.name} ({self.person.code})"

    @property
    def account_id(self) -> int | None:
        """The acting account."""
        return self.person.account_id

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

    def may(self, register: str, action: str) -> bool:
        """The system is not stopped by roles; every use of it is a law-tested line of code."""
        return True

    def strata(self, register: str, action: str) -> tuple[Stratum, ...]:
        """No strata: nothing is narrowed for the system."""
        return ()
