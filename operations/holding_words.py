"""How somebody came to a role, in a sentence: through which grant, post, department or delegation, since when, by whom."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.terms import Term
from domain.values import OFFICE_ZONE, write_moment
from models.access.role import Role, RoleGrant
from models.fence import acting
from models.organisation.appointment import POSTS
from models.organisation.delegation import Delegation
from models.organisation.department import Department
from models.organisation.employee import Employee
from permissions.actor import System
from permissions.separation import Holding, Via

HOW = {
    Via.PERSON: Term("授予本人", "granted in person"),
    Via.DEPARTMENT: Term("授予部门「{department}」", "granted to the department {department}"),
    Via.POST: Term("因任{post}", "as {post}"),
    Via.DELEGATION: Term("代理{principal}，授权代理第{id}号", "standing in for {principal}, delegation {id}"),
    Via.EMERGENCY: Term("紧急授权第{id}号", "emergency grant {id}"),
}
UNTIL = Term("{how}，至{until}", "{how}, until {until}")
INHERITS = Term("「{role}」（继承自「{held}」）", "“{role}” (inherited by “{held}”)")
ROLE = Term("「{role}」", "“{role}”")
GONE = Term("？", "?")
SOMEBODY = Term("{name}（{number}）", "{name} ({number})")


class HoldingWords:
    """Says holdings in words; the names they need are read once, by the system. ``titles`` are of roles not stored yet."""

    def __init__(self, session: Session, holdings: Iterable[Holding], titles: Mapping[str, str] | None = None) -> None:
        with acting(session, System("names of people, roles and grants")):
            self._read(session, list(holdings))
        self._roles |= titles or {}

    def _read(self, session: Session, holdings: list[Holding]) -> None:
        self._roles: dict[str, str] = {key: value for key, value in session.execute(select(Role.code, Role.title))}  # noqa: C416  # rows, not pairs
        lent = {holding.source for holding in holdings if holding.via is Via.DELEGATION}
        given = {holding.source for holding in holdings if holding.via is not Via.DELEGATION}
        self.grants = _by_id(session, RoleGrant, given)
        self.delegations = _by_id(session, Delegation, lent)
        people = {holding.person_id for holding in holdings} | {holding.principal_id for holding in holdings}
        people |= {grant.granted_by_id for grant in self.grants.values()}
        self._people = _by_id(session, Employee, people - {None})
        places = {grant.department_id for grant in self.grants.values()} - {None}
        self._departments = _by_id(session, Department, places)

    def person(self, key: int | None) -> Term:
        """Name and staff number: two people of one name are two people."""
        found = self._people.get(key) if key is not None else None
        return SOMEBODY.format(name=found.name, number=found.number) if found else GONE

    def role(self, code: str) -> Term:
        """The title of a role."""
        return Term(self._roles.get(code, code), self._roles.get(code, code))

    def chain(self, chain: tuple[str, ...]) -> Term:
        """The role at the end of a chain, and by which role it is inherited."""
        if len(chain) == 1:
            return ROLE.format(role=self.role(chain[0]))
        return INHERITS.format(role=self.role(chain[-1]), held=self.role(chain[0]))

    def how(self, holding: Holding) -> Term:
        """By which grant or delegation, and until when."""
        grant = self.grants.get(holding.source) if holding.via is not Via.DELEGATION else None
        department = self._departments.get(grant.department_id) if grant else None
        said = HOW[holding.via].format(
            department=department.name if department else "",
            post=POSTS[grant.post] if grant and grant.post else GONE,
            principal=self.person(holding.principal_id),
            id=holding.source,
        )
        return UNTIL.format(how=said, until=ends(holding.until_at)) if holding.until_at else said

    def since(self, holding: Holding) -> datetime | None:
        """The moment from which he holds it: what the grant, post or delegation says, else when the grant was entered."""
        if holding.from_at is not None:
            return holding.from_at
        record: Any = (self.delegations if holding.via is Via.DELEGATION else self.grants).get(holding.source)
        return record.created_at if record else None

    def granted_by(self, holding: Holding) -> Term | None:
        """Who granted it; the principal of a delegation; None where the system did."""
        if holding.via is Via.DELEGATION:
            return self.person(holding.principal_id)
        grant = self.grants.get(holding.source)
        return self.person(grant.granted_by_id) if grant and grant.granted_by_id else None


def ends(moment: datetime) -> Term:
    """An end as people say it: the last day where it ends at midnight, else the moment."""
    local = moment.astimezone(OFFICE_ZONE)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        last = (local - timedelta(days=1)).date()
        return Term(last.isoformat(), last.isoformat())
    return Term(write_moment(moment), write_moment(moment))


def _by_id(session: Session, model: Any, ids: Iterable[int | None]) -> dict[int, Any]:
    wanted = sorted(key for key in ids if key is not None)
    found: dict[int, Any] = {}
    for start in range(0, len(wanted), 500):
        rows = session.scalars(select(model).where(model.id.in_(wanted[start : start + 500])))
        found |= {row.id: row for row in rows}
    return found
