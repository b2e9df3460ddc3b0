"""Administrators are authorised by whoever runs the company: asked for by one, granted by the step of the other (K5.6)."""

from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.terms import Term
from domain.workflow import Move
from models.access.admin_authorisation import AdminAuthorisation, Authorised
from models.access.role import RoleGrant
from models.fence import acting, authority_of
from operations.granting import TO_HIMSELF, Roles, selves
from operations.separating import kept_apart
from permissions.actor import System

NO_ADMIN = Term(
    "「{role}」不是管理角色，不须经营管理者授权，请直接在「角色授予」办理。", "“{role}” is no administrator's role; grant it directly."
)
OVER = Term("失效时间已过，请重新申请。", "Its end has passed; ask again.")


def authorisation_entered(session: Session, asked: AdminAuthorisation) -> set[str]:
    """At every save: only an administrator's role, and for somebody else than who asks; raises Invalid (K5.6)."""
    authority = authority_of(session)
    if authority.is_system:
        return set()
    roles = Roles(session)
    if asked.role_id is not None and not roles.is_admin(asked.role_id):
        sentence = NO_ADMIN.format(role=roles.titles[asked.role_id])
        raise Invalid(sentence, fields={"role": sentence}, clause="K5.6")
    if asked.person_id in selves(session, authority.person):
        raise Invalid(TO_HIMSELF, fields={"person": TO_HIMSELF}, clause="K5.6")
    asked.asked_by_id = authority.person.person_id
    return {"asked_by"}


def authorised(session: Session, asked: AdminAuthorisation, _move: Move) -> None:
    """The role is granted in the same breath, in the name of whoever asked; raises Invalid where its time is over."""
    if asked.state is not Authorised.GIVEN:
        return
    now = session.info["clock"]()
    if asked.until_at is not None and asked.until_at <= now:
        raise Invalid(OVER, clause="K5.6")
    with kept_apart(session, RoleGrant.register), acting(session, System("K5.6 经营管理者授权")):
        granted = {"role_id": asked.role_id, "person_id": asked.person_id, "granted_by_id": asked.asked_by_id}
        session.add(RoleGrant(**granted, from_at=now, until_at=asked.until_at, reason=f"{asked.register.title.zh}{asked.number}"))
        session.flush()
