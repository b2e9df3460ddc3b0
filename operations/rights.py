"""From the stored rules to an authority: which roles an account holds now, and the plan that follows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Clearance, Level, Scope
from domain.areas import ALWAYS_ON, Area
from domain.values import OFFICE_ZONE
from models.access.account import Account
from models.access.role import Role, RoleGrant
from models.access.rules import ActionRule, AreaRule, FieldCap, FieldRule, PolicyState
from models.governance.setting import Setting, SettingName
from models.organisation.appointment import Appointment
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register, registers
from permissions.actor import Authority, Person
from permissions.grants import AreaRight, Caps, Catalogue, FieldFacts, RegisterFacts, Rights
from permissions.policy import Plan, compile_plan

KEPT_PLANS = 200
READ_ONLY_ACTIONS = frozenset({Action.VIEW, Action.EXPORT, Action.PRINT, Action.HISTORY})
FOREVER = datetime.max.replace(tzinfo=UTC)


def facts_of(register: Register) -> RegisterFacts:
    """What the policy must know of a register."""
    actions: set[str] = set(READ_ONLY_ACTIONS if register.read_only else Action)
    if register.workflow:
        actions |= {move.name for move in register.workflow.moves}
    specs = tuple(
        FieldFacts(spec.stable_key, spec.clearance, system=spec.system) for spec in register.fields.values()
    )
    return RegisterFacts(register.key, register.area, specs, frozenset(str(action) for action in actions))


def catalogue(off: Iterable[Area] = ()) -> Catalogue:
    """All registers of the areas that are switched on, as the policy sees them."""
    closed = set(off) - ALWAYS_ON
    return {key: facts_of(register) for key, register in registers.items() if register.area not in closed}


def read_rights(session: Session) -> dict[str, Rights]:
    """Every role with what it states itself."""
    areas: dict[int, dict[Area | None, AreaRight]] = defaultdict(dict)
    for rule in session.scalars(select(AreaRule)):
        writes = Clearance[rule.writes.name] if rule.writes else None
        areas[rule.role_id][rule.area] = AreaRight(Clearance[rule.reads.name], writes, Level[rule.above.name])
    actions: dict[int, dict[tuple[str, str], frozenset[Scope]]] = defaultdict(dict)
    for grant in session.scalars(select(ActionRule)):
        key = (grant.register_key, grant.action)
        actions[grant.role_id][key] = actions[grant.role_id].get(key, frozenset()) | {grant.scope}
    levels: dict[int, dict[tuple[str, str, Channel | None], Level]] = defaultdict(dict)
    for exception in session.scalars(select(FieldRule)):
        place = (exception.register_key, exception.field_key, exception.channel)
        levels[exception.role_id][place] = Level[exception.level.name]
    return {
        role.code: Rights(
            role.code, areas[role.id], actions[role.id], levels[role.id], frozenset(above.code for above in role.parents)
        )
        for role in session.scalars(select(Role))
    }


def read_caps(session: Session) -> Caps:
    """The ceilings above all roles; of two for the same field the lower one holds."""
    caps: dict[tuple[str, str, Channel | None], Level] = {}
    for cap in session.scalars(select(FieldCap)):
        place = (cap.register_key, cap.field_key, cap.channel)
        caps[place] = min(caps.get(place, Level.WRITE), Level[cap.level.name])
    return caps


def read_settings(session: Session) -> dict[str, str]:
    """What the company has set, by name."""
    return {name.value: value for name, value in session.execute(select(Setting.name, Setting.value))}


def areas_off(settings: Mapping[str, str]) -> frozenset[Area]:
    """The areas this company has switched off."""
    value = settings.get(SettingName.AREAS_OFF, "")
    names = {part.strip() for part in value.replace("，", ",").split(",")}
    return frozenset(area for area in Area if area.value in names)


def policy_version(session: Session) -> int:
    """The number of the policy in force; 0 before any rule exists."""
    return session.scalar(select(PolicyState.version).where(PolicyState.name == "policy")) or 0


def person_of(session: Session, account: Account, today: date) -> Person | None:
    """The person behind an account; None when he has left, or the account is off or has ended."""
    if not account.active or (account.ends_on is not None and account.ends_on <= today):
        return None
    employee = session.get(Employee, account.holder_id)
    if employee is None or (employee.left_on is not None and employee.left_on < today):
        return None
    posts = session.execute(
        select(Appointment.post, Appointment.department_id).where(
            Appointment.holder_id == employee.id,
            Appointment.from_on <= today,
            (Appointment.until_on.is_(None)) | (Appointment.until_on >= today),
        )
    )
    return Person(
        account.id,
        employee.id,
        account.code,
        employee.name,
        employee.department_id,
        session.scalar(select(Department.name).where(Department.id == employee.department_id)) or "",
        subtree(session, employee.department_id),
        frozenset((post.value, department) for post, department in posts),
    )


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


def _departments_above(session: Session, department: int | None) -> frozenset[int]:
    above = {key: upper for key, upper in session.execute(select(Department.id, Department.above_id))}  # noqa: C416  # rows, not pairs
    found: set[int] = set()
    while department and department not in found:
        found.add(department)
        department = above.get(department)
    return frozenset(found)


def roles_held(session: Session, person: Person, now: datetime) -> tuple[frozenset[str], datetime]:
    """(roles in force now, the moment at which the answer may change without anybody changing a rule)."""
    today = now.astimezone(OFFICE_ZONE).date()
    midnight = datetime(today.year, today.month, today.day, tzinfo=OFFICE_ZONE) + timedelta(days=1)
    departments = _departments_above(session, person.department_id)
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


class PlanStore:
    """The plans in use, per policy version and set of roles; shared by all threads of a process."""

    def __init__(self) -> None:
        self.settings: Mapping[str, str] = {}
        """What the company has set, as of the policy version in use."""
        self._plans: dict[frozenset[str], Plan] = {}
        self._people: dict[int, tuple[Person, frozenset[str], datetime]] = {}
        self._version = -1
        self._catalogue: Catalogue = {}
        self._rights: Mapping[str, Rights] = {}
        self._caps: Caps = {}
        self._lock = Lock()

    def authority(
        self, session: Session, account_id: int, version: int, now: datetime, *, address: str = "", request_id: str = ""
    ) -> Authority | None:
        """The authority of an account under policy ``version``; None when it may not act any more.

        ``session`` must act for the system. Everything cached is dropped when the version moves.
        """
        with self._lock:
            if version != self._version:
                self.settings = read_settings(session)
                self._catalogue = catalogue(areas_off(self.settings))
                self._rights, self._caps = read_rights(session), read_caps(session)
                self._plans, self._people, self._version = {}, {}, version
            known = self._people.get(account_id)
            if known is None or now >= known[2]:
                known = self._look_up(session, account_id, now)
                if known is None:
                    self._people.pop(account_id, None)
                    return None
                self._people[account_id] = known
            person, roles, _ = known
            plan = self._plans.get(roles)
            if plan is None:
                if len(self._plans) >= KEPT_PLANS:
                    self._plans.clear()
                plan = self._plans[roles] = compile_plan(version, self._catalogue, self._rights, roles, self._caps)
        return Authority(person, plan, address, request_id)

    @staticmethod
    def _look_up(session: Session, account_id: int, now: datetime) -> tuple[Person, frozenset[str], datetime] | None:
        account = session.get(Account, account_id)
        person = person_of(session, account, now.astimezone(OFFICE_ZONE).date()) if account else None
        if person is None:
            return None
        roles, until = roles_held(session, person, now)
        return person, roles, until
