"""Who could take a step of a complaint at all, by the rights in force: without them a recusal would leave nobody."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlalchemy.orm import Session

from domain.areas import Area
from models.base import columns_of
from operations.office_clock import today

STEPS = {"officer": "assign", "handler": "submit", "decider": "decide"}
"""The parts without which a case does not go on, each by the step that only it takes (K4.1, K4.6, K4.8)."""
EVERYTHING = "*"
PLACES = ("complaint", f"{Area.COMPLAINTS}.*", EVERYTHING)
"""How rules may name the register of complaints."""



def able(session: Session, parts: Iterable[str] = STEPS) -> Mapping[str, frozenset[int]]:
    """Part → ids of the employees who hold a role that lets them take its step; read below the fence, shown to nobody.

    Whoever has left or whose account is shut is not among them, nor who only stands in for somebody.
    """
    connection, day = session.connection(), today(session)
    roles = _roles(connection, [STEPS[part] for part in parts])
    wanted = frozenset().union(*roles.values()) if roles else frozenset()
    holders = _holders(connection, session, wanted, day) if wanted else {}
    shut = _gone(connection, {one for several in holders.values() for one in several}, day)
    return {
        part: frozenset(one for role in roles[STEPS[part]] for one in holders.get(role, ())) - shut for part in parts
    }


def deciding_roles(session: Session) -> frozenset[int]:
    """The ids of the roles that let somebody take one of the steps."""
    return frozenset().union(*_roles(session.connection(), list(STEPS.values())).values())


def _roles(connection: Connection, actions: Collection[str]) -> dict[str, frozenset[int]]:
    """Action → the roles that grant it, those that inherit it included."""
    rule, links = columns_of("action_rule"), columns_of("role_parents")
    named = select(rule.role_id, rule.action).where(
        rule.register_key.in_(PLACES), rule.action.in_([*actions, EVERYTHING])
    )
    granting: dict[str, set[int]] = {action: set() for action in actions}
    for role, action in connection.execute(named):
        for one in actions if action == EVERYTHING else [action]:
            granting[one].add(role)
    inherits = connection.execute(select(links.record_id, links.target_id)).all()
    for roles in granting.values():
        while more := {role for role, parent in inherits if parent in roles} - roles:
            roles |= more
    return {action: frozenset(roles) for action, roles in granting.items()}


def _holders(connection: Connection, session: Session, roles: Collection[int], day: date) -> dict[int, set[int]]:
    grant, now = columns_of("role_grant"), session.info["clock"]()
    rows = connection.execute(
        select(grant.role_id, grant.person_id, grant.department_id, grant.post).where(
            grant.role_id.in_(roles),
            or_(grant.until_at.is_(None), grant.until_at > now),
            or_(grant.from_at.is_(None), grant.from_at <= now),
        )
    ).all()
    found: dict[int, set[int]] = defaultdict(set)
    for role, person, department, post in rows:
        if person is not None:
            found[role].add(person)
        if department is not None:
            found[role] |= members(connection, [department])
        if post is not None:
            found[role] |= _in_post(connection, post, day)
    return found


def members(connection: Connection, departments: Iterable[int]) -> set[int]:
    """Everybody in ``departments`` and below them."""
    place, staff = columns_of("department"), columns_of("employee")
    above = connection.execute(select(place.id, place.above_id)).all()
    inside = set(departments)
    while more := {key for key, upper in above if upper in inside} - inside:
        inside |= more
    return set(connection.execute(select(staff.id).where(staff.department_id.in_(inside))).scalars())


def _in_post(connection: Connection, post: Any, day: date) -> set[int]:
    held = columns_of("appointment")
    running = select(held.holder_id).where(
        held.post == post, held.from_on <= day, or_(held.until_on.is_(None), held.until_on >= day)
    )
    return set(connection.execute(running).scalars())


def _gone(connection: Connection, people: Collection[int], day: date) -> frozenset[int]:
    staff, account = columns_of("employee"), columns_of("account")
    left = select(staff.id).where(staff.id.in_(people), staff.left_on < day)
    shut = select(account.holder_id).where(
        account.holder_id.in_(people), or_(account.active.is_(False), account.ends_on <= day)
    )
    return frozenset(connection.execute(left.union(shut)).scalars())
