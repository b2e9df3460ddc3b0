"""Versions of regulations: published only after a deliberation, read by everybody they bind, the one before archived (A11, A14)."""

from collections.abc import Collection
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol

from sqlalchemy import and_, exists, insert, or_, select
from sqlalchemy.orm import Session, aliased

from domain.errors import Refused
from domain.rules.governance import GovernanceRule
from domain.terms import Term
from domain.workflow import Move
from models.base import columns_of
from models.fence import acting, authority_of
from models.governance.governance_meeting import GovernanceMeeting, MeetingKind, MeetingResult, MeetingState
from models.governance.regulation_reading import ReadingState, RegulationReading
from models.governance.regulation_version import RegulationVersion, VersionState
from operations.notices import notify
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_days_after
from permissions.actor import System

NOT_DISCUSSED = Term("还没有已召开的「制度讨论」会议记录，不能提交审议。", "No discussion of this version has been held.")
NOT_DELIBERATED = Term(
    "现在的正文还没有结论为「同意」的「制度审议」会议记录，不能发布。请先登记审议会议。",
    "No deliberation of the text as it stands has agreed; enter its meeting first.",
)
READ_IT = Term("请学习并确认：{name}，自 {day} 起生效。", "Please read and confirm: {name}, in force from {day}.")
KEYS = ("effective_on",)


def version_entered(session: Session, version: RegulationVersion) -> set[str]:
    """Its name, and who drafts it."""
    person = authority_of(session).person
    c = columns_of("regulation")
    named = session.connection().execute(select(c.name).where(c.id == version.regulation_id)).scalar()
    version.name = f"《{named}》{version.edition}"[:200]
    if version.id is None and person is not None:
        version.drafter_id = person.person_id
    return {"name", "drafter"}


def _held(session: Session, version: RegulationVersion, *further: Any) -> bool:
    c = columns_of("governance_meeting")
    found = select(c.id).where(c.about_version_id == version.id, c.state == MeetingState.HELD, *further)
    return session.connection().execute(found.limit(1)).first() is not None


def _discussed(session: Session, version: RegulationVersion) -> None:
    if not _held(session, version, columns_of("governance_meeting").kind == MeetingKind.DISCUSSION):
        raise Refused(NOT_DISCUSSED, clause="A14.2")


def _deliberated(session: Session, version: RegulationVersion) -> None:
    c = columns_of("governance_meeting")
    agreed = (c.kind == MeetingKind.DELIBERATION, c.result == MeetingResult.AGREED, c.about_content == content_digest(version))
    if not _held(session, version, *agreed):
        raise Refused(NOT_DELIBERATED, clause="A14.2")


class Said(Protocol):
    """A version, or the two columns of it that say something."""

    @property
    def content(self) -> str: ...
    @property
    def file_id(self) -> int | None: ...


def content_digest(version: Said) -> str:
    """What a version says, as 64 hexadecimal digits: its text and its file."""
    return sha256(f"{version.file_id or ''}\n{version.content}".encode()).hexdigest()


def meeting_moved(session: Session, meeting: GovernanceMeeting, move: Move) -> None:
    """The minutes are about the text as it stands now: a version that is changed afterwards is deliberated again (A14.2)."""
    if move.name == "hold_meeting" and meeting.about_version_id is not None:
        c = columns_of("regulation_version")
        row = session.connection().execute(select(c.file_id, c.content).where(c.id == meeting.about_version_id)).one()
        meeting.about_content = content_digest(row)


def version_moved(session: Session, version: RegulationVersion, move: Move) -> None:
    """Published: in force from that day unless another was given; everybody bound is told (A11.2, A14.3)."""
    if move.name != "publish_version":
        return
    version.effective_on = version.effective_on or today(session)
    session.flush()
    with acting(session, System("A11.1 新版生效，旧版归档")):
        archive_replaced(session)
    _ask_to_read(session, version)


class Standing(StrEnum):
    """What a published version is worth today."""

    IN_FORCE = "in_force"
    COMING = "coming"


STANDINGS = {Standing.IN_FORCE: Term("在用", "In force"), Standing.COMING: Term("待生效", "Not yet in force")}


def standings(session: Session, versions: Collection[int]) -> dict[int, Standing]:
    """Which of ``versions`` is in force and which only will be; those that are not published are left out (A11.1)."""
    c, day = columns_of("regulation_version"), today(session)
    published = select(c.id, c.effective_on).where(c.id.in_(versions), c.state == VersionState.PUBLISHED)
    return {key: Standing.COMING if since and since > day else Standing.IN_FORCE for key, since in session.connection().execute(published)}


def archive_replaced(session: Session) -> int:
    """A11.1: a published version stays in force until the day of the one that replaces it; returns how many were archived. Runs by the clock, too."""
    newer: Any = aliased(RegulationVersion)
    later = or_(
        newer.effective_on > RegulationVersion.effective_on,
        and_(newer.effective_on == RegulationVersion.effective_on, newer.id > RegulationVersion.id),
    )
    replaced = exists().where(
        newer.regulation_id == RegulationVersion.regulation_id, newer.state == VersionState.PUBLISHED, newer.effective_on <= today(session), later
    )
    found = session.scalars(select(RegulationVersion).where(RegulationVersion.state == VersionState.PUBLISHED, replaced)).all()
    for old in found:
        old.state = VersionState.ARCHIVED
    session.flush()
    return len(found)


def ask_who_joined(session: Session) -> int:
    """A11.2: who came, or came under a regulation, after it was published is asked to read it too; returns how many. Runs by the clock."""
    versions = session.scalars(select(RegulationVersion).where(RegulationVersion.state == VersionState.PUBLISHED).order_by(RegulationVersion.id))
    return sum(_ask_to_read(session, version) for version in versions.all())


def _ask_to_read(session: Session, version: RegulationVersion) -> int:
    """A reading for each person whom the regulation binds and nobody has asked, with its term and a notice; returns how many.

    Below the fence, as of a journal.
    """
    connection, now, day = session.connection(), session.info["clock"](), today(session)
    people, regulation = columns_of("employee"), columns_of("regulation")
    everybody = connection.execute(select(regulation.binds_all).where(regulation.id == version.regulation_id)).scalar_one()
    bound = select(people.id, people.department_id).where(or_(people.left_on.is_(None), people.left_on >= day))
    if not everybody:
        link: Any = columns_of("regulation_departments")
        departments = select(link.target_id).where(link.record_id == version.regulation_id)
        bound = bound.where(people.department_id.in_(departments))
    due = working_days_after(session, day, rule(session, GovernanceRule.READ_DAYS))
    made = {
        "name": version.name, "version_of_id": version.id, "told_on": day, "due_on": due, "state": ReadingState.UNREAD,
        "version": 1, "created_at": now, "updated_at": now,
    }  # fmt: skip
    table: Any = columns_of("regulation_reading").id.table
    asked = select(table.c.person_id).where(table.c.version_of_id == version.id)
    bound = bound.where(people.id.not_in(asked)).order_by(people.id)
    rows = [{**made, "person_id": row.id, "department_id": row.department_id} for row in connection.execute(bound)]
    if not rows:
        return 0
    connection.execute(insert(table), rows)
    said = READ_IT.format(name=version.name or "", day=version.effective_on)
    new = {row["person_id"] for row in rows}
    for key, person in connection.execute(select(table.c.id, table.c.person_id).where(table.c.version_of_id == version.id)).all():
        if person in new:
            notify(session, person, "regulation.published", RegulationReading(id=key), said, once="")
    return len(rows)


GUARDS = {
    ("regulation_version", "to_deliberation"): (_discussed,),
    ("regulation_version", "publish_version"): (_deliberated,),
}
