"""A made-up company for the sandbox: one person for every set of roles, under the policy that is to be proved."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.role import Role, RoleGrant
from models.register import registers
from operations.passwords import set_password
from operations.policies import bring_into_force
from operations.records import create
from permissions.document import Document

PASSWORD = f"Sand-{secrets.token_hex(12)}"
"""Made for this run; it opens nothing outside the sandbox."""
REASON = "sandbox"


@dataclass(frozen=True, slots=True)
class Company:
    """Ids by name: departments, employees and accounts by code, customers by position."""

    departments: dict[str, int]
    employees: dict[str, int]
    accounts: dict[str, int]
    customers: tuple[int, ...] = field(default=())


def distinct(document: Document, held: Iterable[Collection[str]]) -> list[tuple[str, ...]]:
    """Sets of roles to try: every role alone and every set that is held, each once by what it amounts to.

    Two sets that inherit the same roles have the same plan, so one of them is enough: the smaller one.
    """
    rights, found = document.rights, dict[frozenset[str], tuple[str, ...]]()
    for roles in (*((code,) for code in sorted(rights)), *sorted(tuple(sorted(set(one) & rights.keys())) for one in held)):
        reached: set[str] = set()
        waiting = list(roles)
        while waiting:
            code = waiting.pop()
            if code not in reached and code in rights:
                reached.add(code)
                waiting.extend(rights[code].parents)
        if roles:
            found.setdefault(frozenset(reached), roles)
    return list(found.values())


def found_company(session: Session, document: Document, people: Iterable[Collection[str]]) -> Company:
    """Build it as the system: the policy of ``document`` in force, one account per set of roles, named ``p0``, ``p1`` …"""
    bring_into_force(session, document, title=REASON, author=None, reviewer=None)
    departments: dict[str, int] = {}
    for code, above in (("company", None), ("north", "company"), ("south", "company")):
        values = {"code": code, "name": f"sandbox {code}", "active": True, "above": departments.get(above or "")}
        departments[code] = create(session, registers["department"], values).id
    company = Company(departments, {}, {})
    for code in ("manager", "mixed"):  # nobody signs in as these two: rows belong to them
        company.employees[code] = _employ(session, company, code)
    roles = {role.code: role.id for role in session.scalars(select(Role))}
    for position, held in enumerate(people):
        code = f"p{position}"
        company.employees[code] = _employ(session, company, code)
        values = {"code": code, "holder": company.employees[code], "active": True}
        account = create(session, registers["account"], values)
        set_password(session, account, PASSWORD)
        company.accounts[code] = account.id
        for role in held:
            session.add(RoleGrant(role_id=roles[role], person_id=company.employees[code], reason=REASON))
    session.flush()
    return company


def _employ(session: Session, company: Company, code: str) -> int:
    values = {"number": code, "name": f"person {code}", "department": company.departments["north"]}
    return int(create(session, registers["employee"], values).id)
