"""From the stored rules to an authority: which roles an account holds now, and the plan that follows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Clearance, Level, Scope
from domain.areas import ALWAYS_ON, Area
from domain.values import OFFICE_ZONE
from models.access.account import Account
from models.access.role import Role
from models.access.rules import ActionRule, AreaRule, FieldCap, FieldRule, PolicyState
from models.governance.setting import Setting, SettingName
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register, registers
from operations.regions import regions_of
from operations.standing import posts_of, roles_held, stand_ins, subtree
from permissions.actor import Authority, Person
from permissions.grants import AreaRight, Caps, Catalogue, FieldFacts, RegisterFacts, Rights
from permissions.policy import Plan, compile_plan

Key = tuple[frozenset[str], tuple[frozenset[str], ...]]
"""The roles somebody holds himself, and those he holds for each of the others in whose place he decides."""

KEPT_PLANS = 200
READ_ONLY_ACTIONS = frozenset({Action.VIEW, Action.EXPORT, Action.PRINT, Action.HISTORY})


def facts_of(register: Register) -> RegisterFacts:
    """What the policy must know of a register."""
    actions: set[str] = set(READ_ONLY_ACTIONS if register.read_only else Action) | set(register.acts)
    if register.workflow:
        actions |= {move.name for move in register.workflow.moves}
    specs = tuple(
        FieldFacts(spec.stable_key, spec.clearance, system=spec.system, required=spec.required and spec.default is None)
        for spec in register.fields.values()
    )
    return RegisterFacts(register.key, register.area, specs, frozenset(str(action) for action in actions))


def catalogue(off: Iterable[Area] = ()) -> Catalogue:
    """All registers of the areas that are switched on, as the policy sees them."""
    closed = set(off) - ALWAYS_ON
    return {key: facts_of(register) for key, register in registers.items() if register.area not in closed}


def read_rights(session: Session) -> dict[str, Rights]:
    """Every role with what it states itself."""
    # Columns, not records: a policy states thousands of rules, and each change of it is read anew.
    areas: dict[int, dict[Area | None, AreaRight]] = defaultdict(dict)
    for role, area, reads, writes, above in session.execute(
        select(AreaRule.role_id, AreaRule.area, AreaRule.reads, AreaRule.writes, AreaRule.above)
    ):
        areas[role][area] = AreaRight(Clearance[reads.name], Clearance[writes.name] if writes else None, Level[above.name])
    scopes: dict[int, dict[tuple[str, str], set[Scope]]] = defaultdict(lambda: defaultdict(set))
    for role, key, action, scope in session.execute(
        select(ActionRule.role_id, ActionRule.register_key, ActionRule.action, ActionRule.scope)
    ):
        scopes[role][key, action].add(scope)
    levels: dict[int, dict[tuple[str, str, Channel | None], Level]] = defaultdict(dict)
    for role, key, field, channel, level in session.execute(
        select(FieldRule.role_id, FieldRule.register_key, FieldRule.field_key, FieldRule.channel, FieldRule.level)
    ):
        levels[role][key, field, channel] = Level[level.name]
    codes = {key: code for key, code in session.execute(select(Role.id, Role.code))}  # noqa: C416  # rows, not pairs
    parents: dict[int, set[str]] = defaultdict(set)
    for role, above in session.connection().execute(select(Role.metadata.tables["role_parents"])):
        if above in codes:  # of somebody who does not see all roles
            parents[role].add(codes[above])
    return {
        code: Rights(code, areas[key], {place: frozenset(found) for place, found in scopes[key].items()}, levels[key], frozenset(parents[key]))
        for key, code in codes.items()
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
    return Person(
        account.id,
        employee.id,
        account.code,
        employee.name,
        employee.department_id,
        session.scalar(select(Department.name).where(Department.id == employee.department_id)) or "",
        subtree(session, employee.department_id),
        posts_of(session, employee.id, today),
        regions=regions_of(session, [employee.id])[employee.id],
    )


class PlanStore:
    """The plans in use, per policy version and set of roles; shared by all threads of a process."""

    def __init__(self) -> None:
        self.settings: Mapping[str, str] = {}
        """What the company has set, as of the policy version in use."""
        self._plans: dict[Key, Plan] = {}
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
            self._renew(session, version)
            known = self._people.get(account_id)
            if known is None or now >= known[2]:
                known = self._look_up(session, account_id, now)
                if known is None:
                    self._people.pop(account_id, None)
                    return None
                self._people[account_id] = known
            person, roles, _ = known
            plan = self._plan(roles, tuple(one.roles for one in person.standing_in))
        return Authority(person, plan, address, request_id, _in_place_of(person))

    def with_roles(self, session: Session, who: Authority, roles: frozenset[str], version: int) -> Authority:
        """``who`` as if he held just ``roles``, in his own name only; ``session`` must act for the system."""
        with self._lock:
            self._renew(session, version)
            plan = self._plan(roles, ())
        lent = {post for one in who.person.standing_in for post in one.posts}
        person = replace(who.person, posts=who.person.posts - lent, standing_in=())
        return replace(who, person=person, plan=plan, reason="")

    def _renew(self, session: Session, version: int) -> None:
        if version != self._version:
            self.settings = read_settings(session)
            self._catalogue = catalogue(areas_off(self.settings))
            self._rights, self._caps = read_rights(session), read_caps(session)
            self._plans, self._people, self._version = {}, {}, version

    def _plan(self, roles: frozenset[str], others: tuple[frozenset[str], ...]) -> Plan:
        plan = self._plans.get((roles, others))
        if plan is None:
            if len(self._plans) >= KEPT_PLANS:
                self._plans.clear()
            plan = compile_plan(self._version, self._catalogue, self._rights, roles, self._caps, others)
            self._plans[roles, others] = plan
        return plan

    @staticmethod
    def _look_up(session: Session, account_id: int, now: datetime) -> tuple[Person, frozenset[str], datetime] | None:
        account = session.get(Account, account_id)
        person = person_of(session, account, now.astimezone(OFFICE_ZONE).date()) if account else None
        if person is None:
            return None
        roles, until = roles_held(session, person, now)
        others, until = stand_ins(session, person, now, until)
        posts = person.posts.union(*(one.posts for one in others))
        return replace(person, posts=posts, standing_in=others), roles, until


def _in_place_of(person: Person) -> str:
    """What the audit says of whoever decides in the place of others as well (K4.9)."""
    return f"代理 {'、'.join(one.name for one in person.standing_in)}" if person.standing_in else ""
