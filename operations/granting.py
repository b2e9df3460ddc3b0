"""Who may grant what to whom: nobody to himself, nobody more or for longer than he holds it himself (K5.6, A12.1)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.terms import Term
from domain.values import OFFICE_ZONE, write_moment
from models.access.role import Role, RoleGrant, RoleKind
from models.base import Record
from models.fence import authority_of
from models.organisation.appointment import Appointment
from models.organisation.employee import Employee
from operations.office_clock import today
from operations.standing import departments_above
from permissions.actor import Authority, Person

ONE_TARGET = Term("授予人员、授予部门、授予职务三项，须且只能填一项。", "Fill in exactly one of person, department and post.")
ENDS_FIRST = Term("失效时间必须晚于生效时间。", "The end must be later than the beginning.")
TO_HIMSELF = Term(
    "不能给自己授予角色，通过本人的部门、职务、另一份员工记录或所代理的人也不行。请由另一位管理员办理。",
    "Nobody grants a role to himself, nor through his department, post, second record or principal. Ask another administrator.",
)
AUTHORISED_FIRST = Term(
    "「{role}」是管理角色，须经经营管理者授权。请在「管理角色授权」提出申请，总经理授权后自动授予。",
    "“{role}” is an administrator's role. Ask for it under “Authorised administrators”; the general manager's step grants it.",
)
NOT_HELD = Term(
    "您本人没有「{role}」，不能授予他人。请由安全管理员办理。",
    "You do not hold “{role}” yourself, so you cannot grant it. Ask the security administrator.",
)
LONGER = Term(
    "您本人的「{role}」到 {end} 为止，授予他人不能更久。请填写失效时间。",
    "You hold “{role}” until {end}, so you cannot grant it for longer. Fill in the end.",
)
OWN_PLACE = Term(
    "本人的任职、代理、部门和操作代码会改变本人的权限，须由他人办理。",
    "Your own post, delegation, department or account changes your own rights; somebody else must do it.",
)

STEERING: dict[str, tuple[str, tuple[str, ...]]] = {
    "account": ("holder", ("holder", "active", "ends_on")),
    "appointment": ("holder", ("holder", "post", "department", "from_on", "until_on")),
    "delegation": ("deputy", ("principal", "deputy", "from_on", "until_on")),
    "employee": ("id", ("department", "left_on", "id_card")),
}
"""Register → (who it is about, the fields from which his rights follow)."""


def check_grant(session: Session, grant: RoleGrant) -> set[str]:
    """Refuse what a person may not grant, and set who grants; raises Invalid at the field that is wrong.

    Whoever holds an administrator's role distributes business roles he need not hold himself: that is his office, and
    the three administrators hold no business role on purpose. All others hand on what they hold, no longer than that.
    """
    authority = authority_of(session)
    if authority.is_system:
        return set()
    if [grant.person_id, grant.department_id, grant.post].count(None) != 2:
        raise Invalid(ONE_TARGET, clause="K5.6", fields=dict.fromkeys(("person", "department", "post"), ONE_TARGET))
    if grant.from_at is not None and grant.until_at is not None and grant.until_at <= grant.from_at:
        raise Invalid(ENDS_FIRST, fields={"until_at": ENDS_FIRST})
    _not_to_himself(session, authority, grant)
    if grant.role_id is not None:
        _not_more(session, authority, grant)
    grant.granted_by_id = authority.person.person_id
    return {"granted_by"}


def _not_to_himself(session: Session, authority: Authority, grant: RoleGrant) -> None:
    below = session.connection()  # below the fence: the answers go into a refusal and to nobody
    own = selves(session, authority.person) | {one.person_id for one in authority.person.standing_in}
    field, himself = "person", grant.person_id in own
    if grant.department_id is not None:
        places = below.execute(select(Employee.department_id).where(Employee.id.in_(own))).scalars().all()
        field, himself = "department", any(grant.department_id in departments_above(session, place) for place in places)
    elif grant.post is not None:
        posts = select(Appointment.id).where(
            Appointment.holder_id.in_(own),
            Appointment.post == grant.post,
            Appointment.until_on.is_(None) | (Appointment.until_on >= today(session)),
        )
        field, himself = "post", below.execute(posts.limit(1)).scalar() is not None
    if himself:
        raise Invalid(TO_HIMSELF, clause="K5.6", fields={field: TO_HIMSELF})


def _not_more(session: Session, authority: Authority, grant: RoleGrant) -> None:
    roles = Roles(session)
    role, ends = roles.titles[grant.role_id], own_ends(session, authority.person, roles)
    if roles.is_admin(grant.role_id) and not _only_ends(grant):
        sentence = AUTHORISED_FIRST.format(role=role)
        raise Invalid(sentence, clause="K5.6", fields={"role": sentence})
    if ends.keys() & roles.admin:
        return
    if grant.role_id not in ends:
        sentence = NOT_HELD.format(role=role)
        raise Invalid(sentence, clause="K5.6", fields={"role": sentence})
    end = ends[grant.role_id]
    if end is not None and (grant.until_at is None or grant.until_at > end):
        sentence = LONGER.format(role=role, end=write_moment(end))
        raise Invalid(sentence, clause="K5.6", fields={"until_at": sentence})


def _only_ends(grant: RoleGrant) -> bool:
    """Whether a stored grant is just ended or ended sooner: that needs nobody's leave."""
    if grant.id is None or any(_differs(grant, key) for key in ("role_id", "person_id", "department_id", "post", "from_at")):
        return False
    before = get_history(grant, "until_at").deleted
    return not before or (grant.until_at is not None and (before[0] is None or grant.until_at < before[0]))


class Roles:
    """The roles as they are stored: titles, which of them are for administration, and what each inherits."""

    def __init__(self, session: Session) -> None:
        rows = session.connection().execute(select(Role.id, Role.title, Role.kind)).all()
        self.titles: dict[int, str] = {row.id: row.title for row in rows}
        self.admin = frozenset(row.id for row in rows if row.kind is RoleKind.ADMIN)
        link = Role.metadata.tables["role_parents"].c
        self._above: dict[int, list[int]] = defaultdict(list)
        for key, above in session.connection().execute(select(link.record_id, link.target_id)):
            self._above[key].append(above)

    def is_admin(self, role: int) -> bool:
        """Whether a role, or one it inherits from, is for administration."""
        return bool(self.reach(role) & self.admin)

    def reach(self, role: int) -> frozenset[int]:
        """A role and all it inherits from."""
        found: set[int] = set()
        waiting = [role]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self._above[one])
        return frozenset(found)


def own_ends(session: Session, person: Person, roles: Roles) -> dict[int, datetime | None]:
    """Id of a role, inherited ones included → until when the person holds it in his own name; None without an end."""
    found: dict[int, datetime | None] = {}
    for role, end in _own_grants(session, person):
        for one in roles.reach(role):
            known = found.get(one, end)
            found[one] = None if known is None or end is None else max(known, end)
    return found


def _own_grants(session: Session, person: Person) -> Iterator[tuple[int, datetime | None]]:
    now = session.info["clock"]()
    above = departments_above(session, person.department_id)
    posts = _own_posts(session, person)
    in_force = select(
        RoleGrant.role_id, RoleGrant.person_id, RoleGrant.department_id, RoleGrant.post, RoleGrant.until_at
    ).where(RoleGrant.from_at.is_(None) | (RoleGrant.from_at <= now), RoleGrant.until_at.is_(None) | (RoleGrant.until_at > now))
    for role, holder, department, post, until_at in session.connection().execute(in_force):
        if holder == person.person_id or department in above:
            yield role, until_at
        elif post is not None and post in posts:
            yield role, min((at for at in (until_at, posts[post]) if at is not None), default=None)


def _own_posts(session: Session, person: Person) -> dict[str, datetime | None]:
    """Post held today → the midnight at which it ends."""
    day = today(session)
    mine = select(Appointment.post, Appointment.until_on).where(
        Appointment.holder_id == person.person_id,
        Appointment.from_on <= day,
        Appointment.until_on.is_(None) | (Appointment.until_on >= day),
    )
    found: dict[str, datetime | None] = {}
    for post, until_on in session.connection().execute(mine):
        end = datetime.combine(until_on + timedelta(days=1), time(), OFFICE_ZONE) if until_on else None
        known = found.get(post, end)
        found[post] = None if known is None or end is None else max(known, end)
    return found



def selves(session: Session, person: Person) -> frozenset[int]:
    """All records of employees that are the same human being: himself, and whoever has his identity number."""
    number = select(func.upper(Employee.id_card)).where(Employee.id == person.person_id).scalar_subquery()
    same = session.connection().execute(select(Employee.id).where(func.upper(Employee.id_card) == number)).scalars()
    return frozenset({person.person_id, *same})


def check_own_place(session: Session, record: Record) -> set[str]:
    """Refuse that somebody changes what his own rights follow from (see STEERING); raises Invalid."""
    authority = authority_of(session)
    if authority.is_system:
        return set()
    subject, steering = STEERING[record.register.key]
    columns = {key: record.register.fields[key].column for key in steering}
    changed = [key for key, column in columns.items() if _differs(record, column)]
    if not changed:
        return set()
    who = record.id if subject == "id" else getattr(record, columns[subject])
    if who is not None and who in selves(session, authority.person):
        raise Invalid(OWN_PLACE, clause="K5.6", fields={changed[0]: OWN_PLACE})
    return set()


def _differs(record: Any, column: str) -> bool:
    history = get_history(record, column)
    return bool(history.added or history.deleted) and list(history.added) != list(history.deleted)
