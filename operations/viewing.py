"""用他人的眼睛看 — look at any page as another person, or as if one held other roles; nothing can be written meanwhile."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import null, or_, select, update
from sqlalchemy.orm import Session

from domain.errors import Conflict, Invalid, Refused
from domain.terms import Term
from domain.values import OFFICE_ZONE, shown
from models import audit, search
from models.access.account import Account, SignInSession
from models.access.role import Role
from models.fence import acting, authority_of
from models.organisation.department import Department
from models.organisation.employee import Employee
from operations.labels import FOUND, Candidate
from operations.rights import PlanStore, person_of
from permissions.actor import Authority, System

VIEW_AS = "view_as"
"""The act on ``account`` that it needs; asked anew at every request."""
LONGEST = timedelta(hours=1)
SHORTEST_REASON, LONGEST_REASON = 4, 200
MOST_ROLES = 20

NOT_FOR_YOU = Term("您没有以他人视角查看的权限。", "You may not look with another's eyes.")
ALREADY = Term(
    "您正在以他人视角查看。请先返回本人，再换一个人。", "You are looking with another's eyes. Come back to yourself first."
)
CHOOSE_ONE = Term("请选择一个人，或勾选一个以上角色；两者只选其一。", "Choose one person, or tick one or more roles; not both.")
NOBODY = Term("没有这个操作代码，或它现在不能登录。", "There is no such account, or it cannot sign in now.")
YOURSELF = Term("这就是您本人。", "That is you.")
NO_SUCH_ROLE = Term("所选角色有的已不存在，请重新勾选。", "One of these roles does not exist any more; tick again.")
SAY_WHY = Term("请写明查看原因，{least} 到 {most} 个字。", "Say why, in {least} to {most} characters.")


@dataclass(frozen=True, slots=True)
class Wish:
    """Through whose eyes: an account, or roles by code, and why."""

    account: int | None
    roles: Collection[str]
    reason: str


def may_view_as(who: Authority) -> bool:
    """Whether somebody may look with another's eyes; not while he does, and not in the place of another."""
    return who.viewer is None and any(not stratum.whose for stratum in who.strata("account", VIEW_AS))


def start(session: Session, who: Authority, session_id: int, wish: Wish) -> None:
    """From the next request on, this browser session shows the pages of another; noted in the audit.

    Raises Refused without the right or while viewing already, Invalid with a sentence per field.
    """
    if who.viewer is not None:
        raise Refused(ALREADY)
    if not may_view_as(who):
        raise Refused(NOT_FOR_YOU, clause="A12.1")
    now: datetime = session.info["clock"]()
    with acting(session, System("view as somebody", who.address, who.request_id, who.account_id)):
        viewing = _checked(session, who, wish, now)
        own = update(SignInSession).where(
            SignInSession.id == session_id,
            SignInSession.account_id == who.person.account_id,
            SignInSession.ended_at.is_(None),
            SignInSession.viewing.is_(None),
        )
        done = session.execute(own.values(viewing={**viewing, "since": now.isoformat()}))
        if not done.rowcount:  # type: ignore[attr-defined]  # a CursorResult
            raise Conflict(ALREADY)
        reason = replace(who, reason=wish.reason.strip())
        audit.note(session, reason, VIEW_AS, "account", viewing.get("account"), seen_as=viewing["title"])


def _checked(session: Session, who: Authority, wish: Wish, now: datetime) -> dict[str, Any]:
    if (wish.account is None) is (not wish.roles) or len(wish.roles) > MOST_ROLES:
        raise Invalid(CHOOSE_ONE, fields={"account": CHOOSE_ONE})
    if not SHORTEST_REASON <= len(shown(wish.reason)) <= LONGEST_REASON:
        said = SAY_WHY.format(least=SHORTEST_REASON, most=LONGEST_REASON)
        raise Invalid(said, fields={"reason": said})
    if wish.account is None:
        chosen = select(Role.code, Role.title).where(Role.code.in_(wish.roles)).order_by(Role.id)
        titles = {row.code: row.title for row in session.execute(chosen)}
        if set(titles) != set(wish.roles):
            raise Invalid(NO_SUCH_ROLE, fields={"roles": NO_SUCH_ROLE})
        return {"roles": sorted(titles), "title": "、".join(titles.values())}
    if wish.account == who.person.account_id:
        raise Invalid(YOURSELF, fields={"account": YOURSELF})
    account = session.get(Account, wish.account)
    person = person_of(session, account, now.astimezone(OFFICE_ZONE).date()) if account else None
    if person is None:
        raise Invalid(NOBODY, fields={"account": NOBODY})
    return {"account": person.account_id, "title": f"{person.name}（{person.code}）"}


def stop(session: Session, who: Authority, session_id: int) -> bool:
    """Come back to oneself; noted in the audit. False when one was not away. ``who`` is who really sits there."""
    real = replace(who, person=who.viewer, viewer=None) if who.viewer else who
    with acting(session, System("back from viewing", who.address, who.request_id, who.account_id)):
        row = session.scalar(select(SignInSession).where(SignInSession.id == session_id))
        if row is None or row.viewing is None:
            return False
        viewing = row.viewing
        away = update(SignInSession).where(SignInSession.id == session_id, SignInSession.viewing.is_not(None))
        session.execute(away.values(viewing=null()))
        audit.note(session, real, "view_as_end", "account", viewing.get("account"), seen_as=viewing.get("title"))
    return True


def eyes(
    session: Session, plans: PlanStore, who: Authority, viewing: Mapping[str, Any], version: int, now: datetime
) -> Authority | None:
    """The authority of the viewed, with the name of ``who`` really sits there; None when it is over.

    It is over when ``who`` has lost the right, when the viewed cannot sign in any more, and after an hour.
    ``session`` acts for the system.
    """
    if not may_view_as(who) or datetime.fromisoformat(viewing["since"]) + LONGEST <= now:
        return None
    if viewing.get("account") is not None:
        seen = plans.authority(
            session, viewing["account"], version, now, address=who.address, request_id=who.request_id
        )
    else:
        seen = plans.with_roles(session, who, frozenset(viewing["roles"]), version)
    return replace(seen, viewer=who.person, seen_as=viewing["title"]) if seen else None


def note_refusal(session: Session, who: Authority, endpoint: str) -> None:
    """Keep in the audit that somebody tried to do something while he was only looking; ``session`` acts for the system."""
    audit.note(session, who, "view_as_refused", "account", who.person.account_id, endpoint=endpoint, seen_as=who.seen_as)


def people(session: Session, typed: str) -> list[Candidate]:
    """At most twenty accounts by name, pinyin, initials or code, for whoever may look with their eyes; raises Refused."""
    if not may_view_as(authority_of(session)):
        raise Refused(NOT_FOR_YOU, clause="A12.1")
    found = (
        select(Account.id, Account.code, Employee.name, Department.name)
        .join(Employee, Employee.id == Account.holder_id)
        .outerjoin(Department, Department.id == Employee.department_id)
        .where(Account.active)
        .order_by(Account.id)
        .limit(FOUND)
    )
    if typed.strip():
        named = search.condition(Employee, typed.strip(), ("name",), session.get_bind().dialect.name)
        found = found.where(or_(named, Account.code.startswith(typed.strip(), autoescape=True)))
    with acting(session, System("whose eyes are there?")):
        return [Candidate(key, f"{name}（{code}）", place or "") for key, code, name, place in session.execute(found)]


def roles(session: Session) -> list[tuple[str, str, Term]]:
    """(code, title, what kind it is) of all roles."""
    with acting(session, System("which roles are there?")):
        rows = session.scalars(select(Role).order_by(Role.id)).all()
        kinds = Role.register.fields["kind"].titles
        return [(role.code, role.title, kinds[role.kind.value]) for role in rows]
