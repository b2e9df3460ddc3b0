"""What entering a meeting, a vote or a notice to the authority must meet; people are asked, the system's lines of code are not."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from domain.clocks import Target, Unit, due
from domain.errors import Invalid, Refused
from domain.kinds import Kind
from domain.rules import ComplaintRule
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.base import Record
from models.complaints.authority_notice import AuthorityNotice
from models.complaints.complaint import Complaint
from models.complaints.meeting import ComplaintMeeting, MeetingStage
from models.complaints.meeting_vote import MeetingVote, VoteStage
from models.complaints.stages import Stage
from models.fence import authority_of
from operations.complaints.meeting_papers import linked, papers_of
from operations.complaints.recusal import impartial
from operations.rule_numbers import rule
from operations.working_days import working_calendar

NOT_BEFORE_A_MEETING = Term("投诉还没有「提交会议」，不能召集。", "The complaint has not been referred to the meeting.")
NO_MEMBERS = Term("请选出应到人员。", "Name those who are called.")
SETTLED = Term("会议已经到会登记或结束，召集内容不能再改。", "The meeting has opened or ended; its call can no longer be changed.")
ANOTHER_CASE = Term("会议不能改到另一件投诉上，请另行召集。", "A meeting is not moved to another complaint; call another.")
NOT_IN_SESSION = Term("会议没有在开，不能记录表决。", "The meeting is not in session, so no vote is recorded.")
NOT_THERE = Term("表决人不在实到人员中。", "He is not among those who are there.")
KEEPS_AWAY = Term("表决人应当回避，不参加表决。", "He keeps away from the matter and does not vote.")
NOT_THE_SECRETARY = Term("表决由记录人记录，或由表决人本人填写。", "The secretary records votes, or the member his own.")
CONFIRMED = Term("表决人本人已经确认，不能再改。", "The member has confirmed it; it can no longer be changed.")
SAME_VOTE = Term("不能改换会议或表决人，请另记一条。", "Meeting and member stay; record another vote.")
BOTH = Term("通报日期和文号要一起填写。", "Day and document number belong together.")
IN_THE_FUTURE = Term("通报日期不能晚于今天。", "It cannot have been sent later than today.")


def meeting_entered(session: Session, meeting: ComplaintMeeting) -> set[str]:
    """The round, the fingerprint of the papers and who keeps away follow; the call is closed once the meeting opens."""
    case: Any = Complaint.__table__.c
    found = session.connection().execute(select(case.stage, case.round).where(case.id == meeting.complaint_id)).first()
    if found is None:
        return set()
    if authority_of(session).person is not None:
        _may_be_called(meeting, found.stage)
    fresh = inspect(meeting).key is None
    if fresh:
        meeting.round, meeting.papers = found.round, papers_of(session, meeting.complaint_id)
    with session.no_autoflush:
        fit = impartial(session, _case(session, meeting.complaint_id), [member.id for member in meeting.members])
        meeting.recused = [member for member in meeting.members if member.id not in fit]
    return {"round", "papers", "recused"} if fresh else {"recused"}


def _may_be_called(meeting: ComplaintMeeting, stage: Stage) -> None:
    fresh = inspect(meeting).key is None
    if fresh and stage is not Stage.MEETING:
        raise Invalid(NOT_BEFORE_A_MEETING, fields={"complaint": NOT_BEFORE_A_MEETING}, clause="K4.10")
    if not fresh and _touched(meeting, "complaint"):
        raise Invalid(ANOTHER_CASE, fields={"complaint": ANOTHER_CASE}, clause="K4.10")
    if not fresh and meeting.stage is not MeetingStage.PLANNED and _touched(meeting, "kind", "planned_at", "members", "agenda"):
        raise Refused(SETTLED, clause="K4.10")
    if not meeting.members:
        raise Invalid(NO_MEMBERS, fields={"members": NO_MEMBERS}, clause="K4.10")


def vote_entered(session: Session, vote: MeetingVote) -> set[str]:
    """K4.12, K4.7: in an open meeting, of somebody there who need not keep away, by the secretary or himself."""
    person = authority_of(session).person
    if person is None:
        return set()
    stored = inspect(vote).key is not None
    if stored and _touched(vote, "meeting", "member"):
        raise Invalid(SAME_VOTE, fields={"member": SAME_VOTE}, clause="K4.12")
    if stored and vote.stage is VoteStage.CONFIRMED and _touched(vote, "vote", "said"):
        raise Refused(CONFIRMED, clause="K4.12")
    meetings: Any = ComplaintMeeting.__table__.c
    wanted = select(meetings.stage, meetings.secretary_id, meetings.complaint_id).where(meetings.id == vote.meeting_id)
    found = session.connection().execute(wanted).first()
    if found is None or found.stage is not MeetingStage.HELD:
        raise Invalid(NOT_IN_SESSION, fields={"meeting": NOT_IN_SESSION}, clause="K4.12")
    if person.person_id not in (found.secretary_id, vote.member_id):
        raise Refused(NOT_THE_SECRETARY, clause="K4.12")
    if vote.member_id not in linked(session, "complaint_meeting_present", vote.meeting_id):
        raise Invalid(NOT_THERE, fields={"member": NOT_THERE}, clause="K4.10")
    if not impartial(session, _case(session, found.complaint_id), [vote.member_id]):
        raise Invalid(KEEPS_AWAY, fields={"member": KEEPS_AWAY}, clause="K4.7")
    return set()


def notice_entered(session: Session, notice: AuthorityNotice) -> set[str]:
    """K4.12: sent means a day that has come and a document number; its term runs from when it was resolved."""
    if authority_of(session).person is not None:
        if (notice.sent_on is None) is not (not notice.document_no):
            key = "sent_on" if notice.sent_on is None else "document_no"
            raise Invalid(BOTH, fields={key: BOTH}, clause="K4.12")
        now: datetime = session.info["clock"]()
        if notice.sent_on is not None and notice.sent_on > now.astimezone(OFFICE_ZONE).date():
            raise Invalid(IN_THE_FUTURE, fields={"sent_on": IN_THE_FUTURE}, clause="K4.12")
    if notice.due_on is None:
        notice.due_on = notice_due(session)
    return {"due_on"}


def _touched(record: Record, *keys: str) -> bool:
    fields, state = record.register.fields, inspect(record)
    names = (key if fields[key].kind is Kind.REFERENCES else fields[key].column for key in keys)
    return any(state.attrs[name].history.has_changes() for name in names)


def _case(session: Session, key: int) -> Complaint:
    """The case, or a stand-in of the same number where its reader may not see it: who keeps away is asked by number."""
    with session.no_autoflush:
        return session.get(Complaint, key) or Complaint(id=key)


def notice_due(session: Session) -> date:
    """The last day for a notice resolved now."""
    now: datetime = session.info["clock"]()
    end = due(now, Target(Unit.WORKING_DAYS, rule(session, ComplaintRule.AUTHORITY_NOTICE_DAYS)), working_calendar(session))
    assert end is not None, "only a pause has no end"
    return end.astimezone(OFFICE_ZONE).date()
