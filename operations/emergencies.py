"""紧急授权 — a prepared role taken at once, for a few hours and with a reason, and the report of it the next day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import Conflict, Invalid, Refused, missing
from domain.terms import Term
from domain.values import OFFICE_ZONE, shown
from domain.workflow import Sensitive
from models.access.account import Account
from models.access.role import Role, RoleGrant, RoleKind
from models.fence import acting
from models.governance.audit_entry import AuditEntry
from models.organisation.employee import Employee
from operations.confirming import require_proved
from operations.granting import Roles
from operations.separating import kept_apart
from permissions.actor import Authority, System

EMERGENCY = "emergency"
"""The act on ``role_grant`` that whoever takes a role needs in his own name."""
TAKING = Sensitive(Term("紧急授权", "Take a role in an emergency"))
HOURS = (1, 4, 8)
SHORTEST_REASON, LONGEST_REASON = 10, 200

NOT_FOR_YOU = Term("您没有自行紧急授权的权限。", "You may not take a role in an emergency.")
NO_SUCH_ROLE = Term("请选择一个可以紧急取用的角色。", "Choose a role that may be taken in an emergency.")
NO_SUCH_TIME = Term("请选择 1、4 或 8 小时。", "Choose 1, 4 or 8 hours.")
SAY_WHY = Term("请写明紧急原因，{least} 到 {most} 个字。", "Say why, in {least} to {most} characters.")
RUNNING = Term("您已紧急取得「{role}」，还没有到期。", "You have taken “{role}” already, and it has not ended.")
OVER = Term("这次紧急授权已经结束。", "This emergency access is already over.")


@dataclass(frozen=True, slots=True)
class Taken:
    """One emergency access, with how much was done while it lasted."""

    id: int
    role: str
    person: str
    from_at: datetime | None
    until_at: datetime | None
    reason: str
    deeds: tuple[tuple[str, int], ...] = ()
    """(action in the audit log, how often), the most frequent first."""


def may_take(who: Authority) -> bool:
    """Whether somebody may take a role himself; a right held in the place of another does not count."""
    return who.viewer is None and any(not stratum.whose for stratum in who.strata("role_grant", EMERGENCY))


def on_offer(session: Session) -> list[tuple[int, str, str]]:
    """(id, title, note) of the roles prepared for emergencies; none that reaches administration."""
    with acting(session, System("which roles are prepared for an emergency?")):
        roles = Roles(session)
        found = session.scalars(select(Role).where(Role.kind == RoleKind.TEMPORARY).order_by(Role.id))
        return [(role.id, role.title, role.note or "") for role in found if not roles.reach(role.id) & roles.admin]


def take(session: Session, who: Authority, role_id: int, hours: int, reason: str) -> datetime:
    """Give ``who`` the role from now on for ``hours``, and return its end; in force at his next request, over to the second.

    Raises Refused without the right, Conflict while he has it already, Invalid with a sentence per field.
    """
    if not may_take(who):
        raise Refused(NOT_FOR_YOU, clause="A12.1")
    titles = {key: title for key, title, _note in on_offer(session)}
    said = SAY_WHY.format(least=SHORTEST_REASON, most=LONGEST_REASON)
    wrong = {
        "role": None if role_id in titles else NO_SUCH_ROLE,
        "hours": None if hours in HOURS else NO_SUCH_TIME,
        "reason": None if SHORTEST_REASON <= len(shown(reason)) <= LONGEST_REASON else said,
    }
    problems = {key: sentence for key, sentence in wrong.items() if sentence is not None}
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems)
    require_proved(session, TAKING)
    now: datetime = session.info["clock"]()
    person = who.person.person_id
    system = System(f"紧急授权：{reason.strip()}"[:LONGEST_REASON], who.address, who.request_id, who.account_id, label=who.label)
    with kept_apart(session, RoleGrant.register), acting(session, system):
        same = select(RoleGrant.id).where(
            RoleGrant.person_id == person, RoleGrant.role_id == role_id, RoleGrant.emergency, RoleGrant.until_at > now
        )
        if session.scalar(same.limit(1)) is not None:
            raise Conflict(RUNNING, role=titles[role_id])
        grant = RoleGrant(
            role_id=role_id, person_id=person, from_at=now, until_at=(until := now + timedelta(hours=hours)),
            reason=reason.strip(), granted_by_id=person, emergency=True,
        )  # fmt: skip
        session.add(grant)
        session.flush()
    return until


def give_back(session: Session, who: Authority, grant_id: int) -> None:
    """End an own emergency access now; raises Missing for anybody else's, Conflict when it is over."""
    now: datetime = session.info["clock"]()
    with acting(session, System("紧急授权提前结束", who.address, who.request_id, who.account_id, label=who.label)):
        grant = session.get(RoleGrant, grant_id)
        if grant is None or not grant.emergency or grant.person_id != who.person.person_id:
            raise missing()
        if grant.until_at is None or grant.until_at <= now:
            raise Conflict(OVER)
        grant.until_at = now


def running(session: Session, who: Authority) -> list[Taken]:
    """The emergency access somebody has now."""
    now: datetime = session.info["clock"]()
    return _taken(session, RoleGrant.until_at > now, RoleGrant.person_id == who.person.person_id)


def report(session: Session, day: date) -> list[Taken]:
    """Every emergency access that ran on a day of the office, with what its holder did while it lasted."""
    starts = datetime.combine(day, time(), OFFICE_ZONE)
    return _taken(session, RoleGrant.until_at > starts, RoleGrant.from_at < starts + timedelta(days=1), deeds=True)


def _taken(session: Session, *which: object, deeds: bool = False) -> list[Taken]:
    chosen = (
        select(RoleGrant, Role.title, Employee.name, Account.id)
        .join(Role, Role.id == RoleGrant.role_id)
        .join(Employee, Employee.id == RoleGrant.person_id)
        .outerjoin(Account, Account.holder_id == Employee.id)
        .where(RoleGrant.emergency, *which)  # type: ignore[arg-type]
        .order_by(RoleGrant.from_at, RoleGrant.id)
    )
    with acting(session, System("report of emergency access")):
        return [
            Taken(
                grant.id, title, name, grant.from_at, grant.until_at, grant.reason,
                _deeds(session, account, grant) if deeds and account else (),
            )
            for grant, title, name, account in session.execute(chosen).all()
        ]  # fmt: skip


def _deeds(session: Session, account: int, grant: RoleGrant) -> tuple[tuple[str, int], ...]:
    """What the log says that the account did from the beginning to the end; not the taking itself."""
    rows = session.execute(
        select(AuditEntry.action, func.count())
        .where(
            AuditEntry.actor_id == account, AuditEntry.happened_at >= grant.from_at, AuditEntry.happened_at <= grant.until_at,
            ~((AuditEntry.register_key == "role_grant") & (AuditEntry.record_id == grant.id)),
        )
        .group_by(AuditEntry.action)
    )  # fmt: skip
    return tuple(Counter({action: number for action, number in rows}).most_common())  # noqa: C416  # rows, not pairs
