"""电子副本 and 电子调阅单: a scan is a PDF that stays, and who may look at it is decided by whose archive it is (K7.8, K7.9)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid, Refused
from domain.rules import RuleCode
from domain.terms import Term
from domain.workflow import Move
from models.archives.digital_copy import DigitalCopy
from models.base import columns_of
from models.fence import authority_of
from models.lending.view_grant import ViewGrant, ViewState
from models.organisation.appointment import Post
from operations.rule_numbers import rule
from permissions.actor import Person

ONLY_PDF = Term("扫描件须是 PDF。", "A scan is a PDF.")
COPY_STAYS = Term("已登记的扫描件不能更换；重新扫描请另登记一版。", "A scan stays as it was entered; a new one is another edition.")
DECIDED_STAYS = Term("调阅单已审批，内容不能改；请另填一单。", "It has been decided on and stays as it is; ask anew.")
OWN_REQUEST = Term("本人的调阅不能由本人审批。", "Nobody decides on his own viewing.")
NEEDS_MANAGER = Term("调阅本部门档案，由部门经理审批。", "The department's manager decides on the department's own archives.")
NEEDS_GENERAL_MANAGER = Term("调阅其他部门档案，由总经理审批。", "The general manager decides on another department's archives.")
ONLY_VIEWER = Term("只有调阅人可以撤回。", "Only the viewer may withdraw.")
NO_COPY = Term("这件档案还没有电子副本，请改为借阅或先扫描登记。", "There is no scan of this unit yet: borrow it, or have it scanned.")
KEYS = ("until_at",)


def copy_entered(session: Session, copy: DigitalCopy) -> set[str]:
    """At every save: a new scan is a PDF and the next edition of its unit; an old one stays; raises Invalid."""
    system = authority_of(session).is_system
    if copy.id is not None:
        replaced = [value for key in ("file_id", "unit_id") for value in get_history(copy, key).deleted or () if value is not None]
        if replaced and not system:
            raise Invalid(COPY_STAYS, fields={"file": COPY_STAYS}, clause="K10.5")
        return set()
    read = session.connection().execute
    if copy.unit_id is not None:
        before = columns_of("digital_copy")
        copy.edition = (read(select(func.max(before.edition)).where(before.unit_id == copy.unit_id)).scalar() or 0) + 1
    attachment = columns_of("attachment")
    kind = read(select(attachment.media_type).where(attachment.id == copy.file_id)).scalar() if copy.file_id else None
    if kind not in (None, "application/pdf") and not system:
        raise Invalid(ONLY_PDF, fields={"file": ONLY_PDF}, clause="K10.5")
    return {"edition"}


def grant_entered(session: Session, grant: ViewGrant) -> set[str]:
    """At every save: who decides follows from where the viewer works; what was decided on stays; raises Invalid."""
    if grant.id is not None and grant.state is not ViewState.ASKED and not authority_of(session).is_system:
        if any(get_history(grant, key).has_changes() for key in ("unit_id", "viewer_id", "purpose")):
            raise Invalid(DECIDED_STAYS, fields={"purpose": DECIDED_STAYS}, clause="K7.8")
        return set()
    staff = columns_of("employee")
    works_in = session.connection().execute(select(staff.department_id).where(staff.id == grant.viewer_id)).scalar()
    grant.department_id = works_in or grant.department_id
    return {"department"}


def decided_by_the_right_one(session: Session, grant: ViewGrant) -> None:
    """K7.8: the department's manager for its own archives; K7.9: else the general manager; nobody on his own, nor his deputy for him."""
    person: Person | None = authority_of(session).person
    if person is None:
        return
    if person.person_id == grant.viewer_id:
        raise Refused(OWN_REQUEST, clause="K7.8")
    unit = columns_of("archive_unit")
    owner = session.connection().execute(select(unit.department_id).where(unit.id == grant.unit_id)).scalar()
    posts = person.posts_without(grant.viewer_id)
    if Post.GENERAL_MANAGER.value in {post for post, _ in posts}:
        return
    if owner != grant.department_id:
        raise Refused(NEEDS_GENERAL_MANAGER, clause="K7.9")
    if (Post.DEPARTMENT_MANAGER.value, owner) not in posts:
        raise Refused(NEEDS_MANAGER, clause="K7.8")


def has_a_copy(session: Session, grant: ViewGrant) -> None:
    """There is something to look at."""
    copy = columns_of("digital_copy")
    if not session.connection().execute(select(copy.id).where(copy.unit_id == grant.unit_id, copy.file_id.is_not(None)).limit(1)).first():
        raise Refused(NO_COPY, clause="K7.8")


def by_the_viewer(session: Session, grant: ViewGrant) -> None:
    """Who asked withdraws."""
    person: Person | None = authority_of(session).person
    if person is not None and person.person_id != grant.viewer_id:
        raise Refused(ONLY_VIEWER, clause="K7.8")


def grant_moved(session: Session, grant: ViewGrant, move: Move) -> None:
    """A grant runs for the hours of the rule; one that is ended has ended now."""
    now: datetime = session.info["clock"]()
    if move.name == "approve":
        grant.until_at = now + timedelta(hours=rule(session, RuleCode.VIEW_HOURS))
    elif move.name == "end_view" and grant.until_at is not None:
        grant.until_at = min(grant.until_at, now)


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("view_grant", "approve"): (decided_by_the_right_one, has_a_copy),
    ("view_grant", "reject"): (decided_by_the_right_one,),
    ("view_grant", "withdraw"): (by_the_viewer,),
}
