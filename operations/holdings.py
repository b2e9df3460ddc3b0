"""Who holds which role by which path, now and later: what explanations, separations and previews of the policy rest on."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.values import OFFICE_ZONE
from models.access.account import Account
from models.access.role import Role, RoleGrant, RoleKind
from models.fence import acting
from models.organisation.appointment import Appointment
from models.organisation.delegation import Delegation
from models.organisation.department import Department
from models.organisation.employee import Employee
from operations.regions import regions_of
from permissions.actor import Person, StandIn, System
from permissions.separation import BORROWED, Holding, Via

DAY = timedelta(days=1)
LENT = frozenset({RoleKind.BASE, RoleKind.BUSINESS})
"""The kinds of role a deputy takes over: administration and emergencies are nobody's to hand on."""


def holdings(session: Session, now: datetime, people: Collection[int] | None = None) -> list[Holding]:
    """Every role that somebody (of ``people``) holds at ``now`` or will hold later, once for each path to it.

    What has ended is not in it, nor who has left. Ends are exclusive: a post "until Friday" ends at Saturday's midnight.
    """
    with acting(session, System("who holds which role?")):
        read = _Read(session, now)
    wanted = read.employees.keys() if people is None else read.employees.keys() & set(people)
    own = {person: list(read.own(person)) for person in read.principals_of(wanted) | set(wanted)}
    return [holding for person in sorted(wanted) for holding in (*own[person], *read.lent(person, own))]


def people_now(session: Session) -> list[tuple[Person, frozenset[str]]]:
    """Everybody who may sign in now with the roles he holds himself, as the plan store finds them one by one."""
    now = session.info["clock"]()
    today = now.astimezone(OFFICE_ZONE).date()
    with acting(session, System("who may sign in?")):
        read = _Read(session, now)
        accounts = session.execute(
            select(Account.id, Account.code, Employee.id, Employee.name, Employee.department_id, Department.name)
            .join(Employee, Employee.id == Account.holder_id)
            .join(Department, Department.id == Employee.department_id)
            .where(Account.active, Account.ends_on.is_(None) | (Account.ends_on > today))
            .order_by(Account.id)
        ).all()
    own = {person: list(read.own(person)) for person in read.employees}
    return [
        (
            Person(
                account, key, code, name, department, unit, read.below(department),
                read.posts(key, today).union(*(one.posts for one in standing)), standing, regions=read.regions[key],
            ),
            frozenset(holding.role for holding in own[key] if in_force(holding, now)),
        )
        for account, code, key, name, department, unit in accounts
        if key in read.employees
        for standing in [read.standing_in(key, own, today)]
    ]  # fmt: skip


def in_force(holding: Holding, now: datetime) -> bool:
    """Whether a holding counts at ``now``, to the second."""
    return (holding.from_at is None or holding.from_at <= now) and (holding.until_at is None or now < holding.until_at)


def lent_roles(session: Session) -> frozenset[str]:
    """The roles that go to a deputy: neither they nor anything they inherit is administration or for emergencies."""
    roles = {key: (code, kind) for key, code, kind in session.execute(select(Role.id, Role.code, Role.kind))}
    links = session.execute(select(Role.metadata.tables["role_parents"])).all()
    kept = {key for key, (_, kind) in roles.items() if kind not in LENT}
    while more := {role for role, parent in links if parent in kept} - kept:
        kept |= more
    return frozenset(code for key, (code, _) in roles.items() if key not in kept)


def first_records(session: Session) -> dict[int, int]:
    """Further record of a person → his first one: two employees with one identity number are one human being."""
    with acting(session, System("is it the same person?")):
        rows = session.execute(
            select(Employee.id, Employee.id_card).where(Employee.id_card.is_not(None)).order_by(Employee.id)
        ).all()
    first: dict[str, int] = {}
    return {key: found for key, card in rows if card and (found := first.setdefault(card.upper(), key)) != key}


def midnight(day: date) -> datetime:
    """The moment at which a day begins in the office."""
    return datetime.combine(day, time(), OFFICE_ZONE)


class _Read:
    """The tables that grants rest on, read once."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._now, today = now, now.astimezone(OFFICE_ZONE).date()
        self._above = {key: value for key, value in session.execute(select(Department.id, Department.above_id))}  # noqa: C416  # rows, not pairs
        self._below: dict[int, frozenset[int]] = {}
        staff = select(Employee).where(Employee.left_on.is_(None) | (Employee.left_on >= today))
        people = session.execute(staff.with_only_columns(Employee.id, Employee.department_id, Employee.name)).all()
        self.employees = {key: department for key, department, _ in people}
        self.regions = regions_of(session, self.employees)
        self._names = {key: name for key, _, name in people}
        self._by_person: dict[int, list[Any]] = defaultdict(list)
        self._by_department: dict[int, list[Any]] = defaultdict(list)
        self._by_post: dict[str, list[Any]] = defaultdict(list)
        self._read_grants(session, now)
        self._posts: dict[int, list[Any]] = defaultdict(list)
        appointments = select(
            Appointment.holder_id, Appointment.post, Appointment.department_id, Appointment.from_on, Appointment.until_on
        )
        for row in session.execute(appointments.where(Appointment.until_on.is_(None) | (Appointment.until_on >= today))):
            self._posts[row.holder_id].append(row)
        self._read_delegations(session, today)

    def _read_delegations(self, session: Session, today: date) -> None:
        self._lent_roles = lent_roles(session)
        shut = select(Account.holder_id).where(Account.active.is_(False) | (Account.ends_on <= today))
        self._shut = set(session.scalars(shut))
        self._lent: dict[int, list[Any]] = defaultdict(list)
        delegations = select(
            Delegation.id, Delegation.deputy_id, Delegation.principal_id, Delegation.from_on, Delegation.until_on
        )
        for row in session.execute(delegations.where(Delegation.until_on >= today).order_by(Delegation.id)):
            self._lent[row.deputy_id].append(row)

    def _read_grants(self, session: Session, now: datetime) -> None:
        grants = select(
            RoleGrant.id, Role.code, RoleGrant.person_id, RoleGrant.department_id, RoleGrant.post,
            RoleGrant.from_at, RoleGrant.until_at, RoleGrant.emergency,
        ).join(Role, Role.id == RoleGrant.role_id)  # fmt: skip
        for row in session.execute(grants.where(RoleGrant.until_at.is_(None) | (RoleGrant.until_at > now)).order_by(RoleGrant.id)):
            if row.person_id is not None:
                self._by_person[row.person_id].append(row)
            if row.department_id is not None:
                self._by_department[row.department_id].append(row)
            if row.post is not None:
                self._by_post[row.post].append(row)

    def own(self, person: int) -> Iterator[Holding]:
        """What he holds himself."""
        for row in self._by_person[person]:
            yield _holding(person, row, Via.PERSON)
        for department in self._departments(person):
            for row in self._by_department[department]:
                yield _holding(person, row, Via.DEPARTMENT)
        for post in self._posts[person]:
            ends = midnight(post.until_on + DAY) if post.until_on else None
            for row in self._by_post[post.post]:
                found = within(_holding(person, row, Via.POST), midnight(post.from_on), ends)
                if found is not None:
                    yield found

    def lent(self, person: int, own: dict[int, list[Holding]]) -> Iterator[Holding]:
        """What he holds in the place of others: what is their own, for a deputy cannot delegate further (K4.9)."""
        for row in self._lent[person]:
            if row.principal_id in self._shut:
                continue
            for holding in own.get(row.principal_id, ()):
                if holding.via in BORROWED or holding.role not in self._lent_roles:
                    continue
                found = within(holding, midnight(row.from_on), midnight(row.until_on + DAY))
                if found is not None:
                    yield replace(
                        found, person_id=person, via=Via.DELEGATION, source=row.id, principal_id=row.principal_id
                    )

    def standing_in(self, person: int, own: dict[int, list[Holding]], today: date) -> tuple[StandIn, ...]:
        """In whose place he decides on a day, with what he holds for each (see operations.standing)."""
        lent = [holding for holding in self.lent(person, own) if in_force(holding, self._now)]
        mine, found = self.posts(person, today), []
        for principal in sorted({row.principal_id for row in self._lent[person] if row.from_on <= today} & own.keys()):
            roles = frozenset(holding.role for holding in lent if holding.principal_id == principal)
            posts = self.posts(principal, today) - mine
            if principal not in self._shut and (roles or posts):
                name, department = self._names[principal], self.employees[principal]
                found.append(StandIn(principal, name, department, self.below(department), posts, roles, regions=self.regions[principal]))
        return tuple(found)

    def principals_of(self, people: Collection[int]) -> set[int]:
        """In whose places ``people`` stand; nobody stands in for who has left."""
        return {row.principal_id for person in people for row in self._lent[person]} & self.employees.keys()

    def posts(self, person: int, today: date) -> frozenset[tuple[str, int | None]]:
        """(post, department) held on a day."""
        return frozenset((row.post.value, row.department_id) for row in self._posts[person] if row.from_on <= today)

    def below(self, department: int) -> frozenset[int]:
        """A department and all below it."""
        if department not in self._below:
            reached: set[int] = set()
            waiting = [department]
            while waiting:
                one = waiting.pop()
                if one not in reached:
                    reached.add(one)
                    waiting.extend(key for key, above in self._above.items() if above == one)
            self._below[department] = frozenset(reached)
        return self._below[department]

    def _departments(self, person: int) -> Iterator[int]:
        department: int | None = self.employees[person]
        seen: set[int] = set()
        while department and department not in seen:
            seen.add(department)
            yield department
            department = self._above.get(department)


def _holding(person: int, row: Any, via: Via) -> Holding:
    via = Via.EMERGENCY if row.emergency else via
    return Holding(person, row.code, via, row.id, None, row.from_at, row.until_at)


def within(holding: Holding, starts: datetime | None, ends: datetime | None) -> Holding | None:
    """``holding`` narrowed to a time; None when nothing is left of it."""
    first = max((at for at in (holding.from_at, starts) if at), default=None)
    last = min((at for at in (holding.until_at, ends) if at), default=None)
    if first is not None and last is not None and last <= first:
        return None
    return replace(holding, from_at=first, until_at=last)
