"""The policy alone: compiling a set of roles, one decision, a list page with and without it, weighing and rolling back."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from bench.caller import Caller
from bench.measuring import in_turns
from domain.access import Action, Channel, Clearance, Level, Scope
from domain.areas import Area
from models.access.account import Account
from models.access.role import Role, RoleGrant
from models.customers.customer import Customer, CustomerClass
from models.engine import FencedSession
from models.fence import act
from models.organisation.department import Department
from models.organisation.employee import Employee
from operations import policies, policy_drafts
from operations.base_roles import ensure_base_roles
from operations.policy_impact import weigh
from operations.rights import PlanStore, policy_version
from permissions.actor import System
from permissions.grants import AreaRight, Catalogue, FieldFacts, RegisterFacts, Rights
from permissions.policy import compile_plan
from web.database import migrate_database
from web.extensions import db

REGISTERS, FIELDS, ROLES, HELD = 60, 60, 40, 4
LIST = "/customers/customer/"
USERS, ROWS, DEPARTMENTS = 500, 100_000, 20


def measure(app: Flask, passwords: dict[str, str], rounds: int, make_app: Callable[[Path], Flask]) -> dict[str, Any]:
    """Milliseconds and microseconds; ``app`` holds the big company."""
    return {**_compiling(rounds), **_list_page(app, passwords, rounds), **_weighing(make_app)}


def _compiling(rounds: int) -> dict[str, Any]:
    areas = list(Area)
    catalogue: Catalogue = {
        f"r{n}": RegisterFacts(
            f"r{n}", areas[n % len(areas)], tuple(FieldFacts(f"f{m}", Clearance(m % 4)) for m in range(FIELDS)),
            frozenset(str(action) for action in Action),
        )
        for n in range(REGISTERS)
    }  # fmt: skip
    rights = {
        f"role{n}": Rights(
            f"role{n}", {area: AreaRight(Clearance(n % 3), Clearance(n % 2)) for area in areas},
            {(f"r{m}", str(action)): frozenset({list(Scope)[(n + m) % 5]}) for m in range(n % 7, REGISTERS, 2) for action in Action},
            {(f"r{m}", f"f{m}", None): Level(n % 4) for m in range(0, REGISTERS, 5)},
        )
        for n in range(ROLES)
    }  # fmt: skip
    times = []
    for turn in range(rounds):
        held = [f"role{(turn + n * 7) % ROLES}" for n in range(HELD)]
        started = time.perf_counter()
        plan = compile_plan(1, catalogue, rights, held, {})
        times.append((time.perf_counter() - started) * 1000)
    asked = [(f"r{n % REGISTERS}", f"f{n % FIELDS}") for n in range(200_000)]
    started = time.perf_counter()
    for register, key in asked:
        plan.level(register, key, Channel.LIST)
    each = (time.perf_counter() - started) / len(asked) * 1e6
    return {"compile one set of roles, ms": round(statistics.median(times), 2), "one decision, µs": round(each, 3)}


def _list_page(app: Flask, passwords: dict[str, str], rounds: int) -> dict[str, Any]:
    """The first list page of who sees some fields masked on some rows, and of who sees everything: the policy's own cost."""
    clerk, boss = Caller(app, "clerk01", passwords["clerk01"]), Caller(app, "boss01", passwords["boss01"])
    one, other = clerk.environ(LIST), boss.environ(LIST)
    times = in_turns({"clerk": lambda: clerk.call(one), "boss": lambda: boss.call(other)}, rounds)
    return {
        "list with rows and masks by policy, ms": times["clerk"].median,
        "list of who sees everything, ms": times["boss"].median,
        "ratio": round(times["clerk"].median / times["boss"].median, 2),
    }


def _weighing(make_app: Callable[[Path], Flask]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder))
        migrate_database(app)
        with app.app_context(), FencedSession(db.engine) as session:
            act(session, System("bench: a company of 500"))
            _company(session)
            before = policies.in_force(session)
            after = before.with_role(
                "clerk",
                actions={**before.roles["clerk"].rights.actions, ("customer", "view"): frozenset({Scope.ALL})},
                fields={("customer", "contact_phone", None): Level.HIDDEN},
            )
            started = time.perf_counter()
            weighed = weigh(session, before, after)
            seconds = time.perf_counter() - started
            policies.bring_into_force(session, after, title="bench", author=None, reviewer=None)
            session.commit()
            started = time.perf_counter()
            back = policies.document_of(session, policies.versions(session)[1].content)
            policy_drafts.check(back)
            policies.bring_into_force(session, back, title="back", author=None, reviewer=None)
            session.commit()
            rolled = time.perf_counter() - started
            account = session.scalars(select(Account.id).limit(1)).one()
            started = time.perf_counter()
            PlanStore().authority(session, account, policy_version(session), session.info["clock"]())
            next_request = time.perf_counter() - started
    return {
        "users": USERS, "rows": ROWS, "people affected": weighed.people, "weigh a draft, s": round(seconds, 3),
        "roll back, s": round(rolled, 3), "next request on the new plan, s": round(next_request, 3),
    }  # fmt: skip


def _company(session: FencedSession) -> None:
    ensure_base_roles(session)
    bare = session.connection()
    bare.execute(insert(Department), [{"code": f"D{n}", "name": f"部门{n}", "active": True, "version": 1} for n in range(DEPARTMENTS)])
    places = list(session.scalars(select(Department.id)))
    bare.execute(
        insert(Employee),
        [{"number": f"E{n}", "name": f"员工{n}", "department_id": places[n % DEPARTMENTS], "version": 1} for n in range(USERS)],
    )
    people = list(session.scalars(select(Employee.id).order_by(Employee.id)))
    bare.execute(insert(Account), [{"code": f"u{key}", "holder_id": key, "active": True, "version": 1} for key in people])
    roles = {role.code: role.id for role in session.scalars(select(Role))}
    cycle = ("clerk", "customer_manager", "department_head", "clerk", "clerk", "archivist", "employee")
    grants = [(person, cycle[n % len(cycle)]) for n, person in enumerate(people)]
    grants += [(people[0], "security_admin"), (people[1], "audit_admin")]
    bare.execute(
        insert(RoleGrant),
        [{"person_id": person, "role_id": roles[role], "reason": "bench", "emergency": False, "version": 1} for person, role in grants],
    )
    bare.execute(
        insert(Customer),
        [
            {
                "number": f"C{n}", "name": f"客户{n}", "customer_class": CustomerClass.GENERAL, "department_id": places[n % DEPARTMENTS],
                "manager_id": people[n % USERS], "generated": True, "version": 1,
            }
            for n in range(ROWS)
        ],
    )  # fmt: skip
    session.commit()
