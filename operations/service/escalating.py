"""What cannot be answered or solved, and what comes in writing, is told to the superior at once (T2.7, T2.13, K6.4, K8.11)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.terms import Term
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.escalation import ComplaintEscalation
from models.complaints.words import Channel
from models.fence import acting, authority_of
from operations.complaints.superiors import superiors_of
from operations.notices import notify
from permissions.actor import System

ASKED = Term("投诉上报请示「{title}」，请批示处理办法。", "“{title}” is asked of you about a complaint; say how it is handled.")
TOLD = Term("您上报的「{title}」已批示。", "What you asked, “{title}”, has been answered.")
WRITTEN = Term("收到书面投诉 {number}，请批示。", "A written complaint {number} has come in; please give instructions.")


def escalation_entered(session: Session, one: ComplaintEscalation) -> set[str]:
    """When it is asked, and by whom."""
    person = authority_of(session).person
    if one.id is None:
        one.asked_at = session.info["clock"]()
        one.asker_id = person.person_id if person is not None else None
    return {"asked_at", "asker"}


def escalation_told(session: Session, ids: Sequence[int]) -> None:
    """T2.13: the superiors of whoever asks hear of it in the same transaction; none of them whom the case concerns."""
    with acting(session, System("T2.13：即时上报")):
        for one in session.scalars(select(ComplaintEscalation).where(ComplaintEscalation.id.in_(ids))).all():
            _tell(session, one, one.asker_id)


def _tell(session: Session, one: ComplaintEscalation, asker: int | None) -> None:
    for person in superiors_of(session, (asker,)).get(asker, ()) if asker is not None else ():
        notify(session, person, "escalation.asked", one, ASKED.format(title=one.title), once="asked", due_at=one.instruct_by_at)


def escalation_moved(session: Session, one: ComplaintEscalation, move: Move) -> None:
    """Whoever asked hears what to do."""
    if move.name == "instruct" and one.asker_id is not None:
        notify(session, one.asker_id, "escalation.told", one, TOLD.format(title=one.title), once="told")


def written_told(session: Session, ids: Sequence[int]) -> None:
    """T2.7: of a complaint in writing the superior of whoever received it hears at once, and says what to do."""
    with acting(session, System("T2.7：书面投诉即时上报")):
        wanted = select(Complaint).where(Complaint.id.in_(ids), Complaint.channel == Channel.WRITTEN, Complaint.recorder_id.is_not(None))
        for case in session.scalars(wanted).all():
            now: datetime = session.info["clock"]()
            for person in superiors_of(session, (case.recorder_id or 0,)).get(case.recorder_id or 0, ()):
                notify(session, person, "complaint.written", case, WRITTEN.format(number=case.number), once=now.isoformat())
