"""Where people stand: their posts and departments today, and in whose place they decide while he is away (K4.9)."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Scope
from domain.kinds import POINTERS
from domain.values import OFFICE_ZONE
from models.access.account import Account
from models.access.role import Role, RoleGrant
from models.organisation.appointment import Appointment, Post
from models.organisation.delegation import Delegation
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register, registers
from operations.holdings import lent_roles
from operations.office_clock import today
from operations.regions import regions_of
from operations.related import pointing
from permissions.actor import Authority, Person, StandIn

FOREVER = datetime.max.replace(tzinfo=UTC)


def posts_of(session: Session, employee_id: int, today: date) -> frozenset[tuple[str, int | None]]:
    """(post, department) that somebody holds himself on a day."""
    posts = session.execute(
        select(Appointment.post, Appointment.department_id).where(
            Appointment.holder_id == employee_id,
            Appointment.from_on <= today,
            (Appointment.until_on.is_(None)) | (Appointment.until_on >= today),
        )
    )
    return frozenset((post.value, department) for post, department in posts)


def as_assigned_now(session: Session, authority: Authority) -> Authority:
    """``authority`` without the seldom ways of assignment by which nothing is his now: who checks no case is not asked about as a checker.

    ``session`` works for the system. It holds for one request: what is assigned to him meanwhile he finds with the next.
    """
    ways = [
        (register.key, key)
        for register in _several_ways()
        if any(one.scope is Scope.ASSIGNED and not one.whose for one in authority.strata(register.key, Action.VIEW))
        for key in register.assigned[1:]
    ]
    idle = frozenset(ways) - pointing(session, ways, authority.person.person_id)
    return replace(authority, person=replace(authority.person, nothing_by=idle)) if idle else authority


@cache
def _several_ways() -> tuple[Register, ...]:
    return tuple(one for one in registers.values() if len(one.assigned) > 1 and all(one.fields[key].kind in POINTERS for key in one.assigned))


def subtree(session: Session, department: int | None) -> frozenset[int]:
    """A department and all below it."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for key, above in session.execute(select(Department.id, Department.above_id)):
        children[above].append(key)
    found: set[int] = set()
    waiting = [department] if department else []
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(children[key])
    return frozenset(found)


def heads_of(session: Session, department: int | None) -> list[int]:
    """Who manages the department today."""
    c, day = Appointment.__table__.c, today(session)
    now = select(c.holder_id).where(
        c.post == Post.DEPARTMENT_MANAGER, c.department_id == department, c.from_on <= day, c.until_on.is_(None) | (c.until_on >= day)
    )
    return sorted(set(session.connection().execute(now).scalars())) if department else []


def departments_above(session: Session, department: int | None) -> frozenset[int]:
    """A department and all above it; a circle ends by itself."""
    above = {key: upper for key, upper in session.connection().execute(select(Department.id, Department.above_id))}  # noqa: C416  # rows, not pairs
    found: set[int] = set()
    while department and department not in found:
        found.add(department)
        department = above.get(department)
    return frozenset(found)


def roles_held(session: Session, person: Person, now: datetime) -> tuple[frozenset[str], datetime]:
    """(roles in force now, the moment at which the answer may change without anybody changing a rule)."""
    today = now.astimezone(OFFICE_ZONE).date()
    midnight = datetime(today.year, today.month, today.day, tzinfo=OFFICE_ZONE) + timedelta(days=1)
    departments = departments_above(session, person.department_id)
    posts = {post for post, _ in person.posts}
    held: set[str] = set()
    # Posts and ends of accounts change at midnight, grants to the second.
    until = midnight.astimezone(UTC)
    rows = session.execute(
        select(RoleGrant.person_id, RoleGrant.department_id, RoleGrant.post, RoleGrant.from_at, RoleGrant.until_at, Role.code)
        .join(Role, Role.id == RoleGrant.role_id)
    )  # fmt: skip
    for holder, department, post, starts, ends, code in rows:
        if not (holder == person.person_id or department in departments or (post and post.value in posts)):
            continue
        if ends is not None and ends <= now:
            continue
        if starts is not None and starts > now:
            until = min(until, starts)
            continue
        held.add(code)
        until = min(until, ends or FOREVER)
    return frozenset(held), until


def stand_ins(session: Session, person: Person, now: datetime, until: datetime) -> tuple[tuple[StandIn, ...], datetime]:
    """(in whose place ``person`` decides now, the moment not after ``until`` at which that may change by itself).

    Of a principal only what is his own counts: nothing that he holds for a third (no chains), and nothing at all when he
    has left or his account is off. ``session`` acts for the system; ``person.posts`` are his own.
    """
    today = now.astimezone(OFFICE_ZONE).date()
    running = select(Delegation.principal_id).where(
        Delegation.deputy_id == person.person_id,
        Delegation.from_on <= today,
        Delegation.until_on >= today,
    )
    principals = {key for key in session.scalars(running) if key != person.person_id and _is_there(session, key, today)}
    if not principals:
        return (), until
    lent = lent_roles(session)
    found = []
    for key in sorted(principals):
        principal = _principal(session, key, today)
        roles, ends = roles_held(session, principal, now)
        until = min(until, ends)
        posts = principal.posts - person.posts
        if roles & lent or posts:
            found.append(
                StandIn(key, principal.name, principal.department_id, principal.departments, posts, roles & lent, regions=principal.regions)
            )
    return tuple(found), until


def _is_there(session: Session, employee_id: int, today: date) -> bool:
    employee = session.get(Employee, employee_id)
    if employee is None or (employee.left_on is not None and employee.left_on < today):
        return False
    account = session.scalar(select(Account).where(Account.holder_id == employee_id))
    return account is None or (account.active and (account.ends_on is None or account.ends_on > today))


def _principal(session: Session, employee_id: int, today: date) -> Person:
    """As he stands himself, whether or not he has an account."""
    employee = session.get_one(Employee, employee_id)
    departments = subtree(session, employee.department_id)
    posts = posts_of(session, employee_id, today)
    regions = regions_of(session, [employee_id])[employee_id]
    return Person(0, employee_id, "", employee.name, employee.department_id, "", departments, posts, regions=regions)
