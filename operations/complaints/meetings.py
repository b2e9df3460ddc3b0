"""Meetings on major complaints: who may chair, when a meeting can decide, and what its resolution does to the case (K4.10, K4.12)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from domain.meetings import Assembly, Vote
from domain.rules import ComplaintRule
from domain.terms import Term
from domain.workflow import Move
from models.complaints.authority_notice import AuthorityNotice
from models.complaints.complaint import Complaint
from models.complaints.meeting import ComplaintMeeting, MeetingStage, Notify
from models.complaints.meeting_vote import MeetingVote
from models.complaints.stages import Stage
from models.fence import acting, authority_of
from models.organisation.employee import Employee
from operations.complaints.meeting_entries import notice_due
from operations.complaints.meeting_papers import linked, once, papers_of
from operations.complaints.recusal import impartial
from operations.complaints.remedies import is_large
from operations.rule_numbers import rule
from permissions.actor import System

NOT_BEFORE_IT = Term("投诉不在「待会议审议」，不能开会审议。", "The complaint is not before the meeting.")
PAPERS_CHANGED = Term(
    "召集会议之后，案卷材料有改动。请取消本次会议，按现在的材料重新召集。",
    "The papers changed after the call; cancel the meeting and call it anew.",
)
NOT_CALLED = Term("「{who}」不在应到人员中。", "“{who}” was not called to the meeting.")
CHAIR_ABSENT = Term("主持人应是到会成员，且不需回避。", "The chair is a member who is there and need not keep away.")
CHAIR_INVOLVED = Term("调查人和提出意见的人不能主持审议。", "Who investigated or wrote the opinion does not chair the meeting.")
SECRETARY_RECUSED = Term("记录人应当回避，请另选一人。", "The secretary has to keep away; choose another.")
NO_QUORUM = Term(
    "到会人数不足：应到 {entitled} 人（已除去回避人员），实到 {voters} 人，须超过 {percent}%。",
    "No quorum: {entitled} entitled (the recused not counted), {voters} there, more than {percent}% are needed.",
)
VOTES_MISSING = Term("还没有「{who}」的表决记录，请先记录。", "There is no vote of “{who}” yet; record it first.")
NOT_CARRIED = Term(
    "表决没有通过：到会 {voters} 人，同意 {agreed} 人，须超过 {percent}%。请记「未通过」。",
    "Not carried: {voters} there, {agreed} in favour, more than {percent}% are needed. Record it as not carried.",
)
CARRIED = Term("表决已经通过，请「形成决议」。", "It was carried: record the resolution.")
ONLY_CHAIR = Term("由本次会议的主持人或记录人办理。", "Only the chair or the secretary of the meeting does this.")
NO_MEETING = Term(
    "会议还没有形成决议。请先召集会议，登记到会和表决，写明会议纪要、决定和是否通报。",
    "The meeting has not resolved yet: call it, record who came and how they voted, write minutes, decision and whether to notify.",
)
DECIDED_ALREADY = Term("会议已到会审议或已形成决议，不能再退回补查。", "The meeting has sat or resolved; it cannot be sent back any more.")
ONLY_MEMBER = Term("只有表决人本人可以确认。", "Only the member himself confirms his vote.")
NOTICE_OPEN = Term("会议决定向主管部门通报，还没有办。请先登记通报日期和文号。", "The notice to the authority is still open; enter its day and number first.")
KEYS = ("decision", "minutes", "notify_authority", "decided_by")
"""What a resolution writes into the case."""

MEMBERS, PRESENT = "complaint_meeting_members", "complaint_meeting_present"

Guard = Callable[[Session, Any], None]
Check = Callable[[Session, Any, Mapping[str, Any]], None]


def assembly_of(session: Session, meeting: ComplaintMeeting, present: Iterable[int] | None = None) -> Assembly:
    """Who counts in ``meeting`` by what is known today: somebody added to those complained of meanwhile does not."""
    if present is None:
        return once(session, ("assembly", meeting.id), lambda: _assembly(session, meeting, linked(session, PRESENT, meeting.id)))
    return _assembly(session, meeting, present)


def _assembly(session: Session, meeting: ComplaintMeeting, present: Iterable[int]) -> Assembly:
    members = frozenset(linked(session, MEMBERS, meeting.id))
    return Assembly(members, members - impartial(session, case_of(session, meeting), members), frozenset(present))


def case_of(session: Session, meeting: ComplaintMeeting) -> Complaint:
    """The complaint a meeting is about."""
    return once(session, ("case", meeting.complaint_id), lambda: _case(session, meeting.complaint_id))


def _case(session: Session, key: int) -> Complaint:
    with acting(session, System("K4.10: which case is the meeting about?")):
        return session.get_one(Complaint, key)


def votes_of(session: Session, meeting_id: int) -> dict[int, Vote]:
    """Person → vote, as recorded."""
    votes: Any = MeetingVote.__table__.c
    wanted = select(votes.member_id, votes.vote).where(votes.meeting_id == meeting_id)
    rows = once(session, ("votes", meeting_id), lambda: session.connection().execute(wanted).all())
    return {member: Vote(said) for member, said in rows}


def resolution_of(session: Session, case: Complaint) -> ComplaintMeeting | None:
    """The newest meeting of this round that has resolved; None before."""
    with acting(session, System("K4.12: what has the meeting resolved?")):
        return session.scalars(
            select(ComplaintMeeting)
            .where(
                ComplaintMeeting.complaint_id == case.id,
                ComplaintMeeting.round == case.round,
                ComplaintMeeting.stage == MeetingStage.RESOLVED,
            )
            .order_by(ComplaintMeeting.id.desc())
            .limit(1)
        ).first()


# ---- the meeting ---------------------------------------------------------------------------------------------------------


def _before_it(session: Session, meeting: ComplaintMeeting) -> None:
    case = case_of(session, meeting)
    if case.stage is not Stage.MEETING or case.round != meeting.round:
        raise Refused(NOT_BEFORE_IT, clause="K4.10")
    if meeting.papers != papers_of(session, case.id):
        raise Refused(PAPERS_CHANGED, clause="K4.12")


def _attendance(session: Session, meeting: ComplaintMeeting, values: Mapping[str, Any]) -> None:
    """K4.7, K4.10: only who was called comes, the chair and the secretary do not keep away, and enough are there."""
    there = assembly_of(session, meeting, values["present"])
    problems: dict[str, Term] = {}
    if strangers := there.present - there.members:
        problems["present"] = NOT_CALLED.format(who=names(session, strangers))
    chair, case = values["chair"], case_of(session, meeting)
    if chair not in there.voters:
        problems["chair"] = CHAIR_ABSENT
    elif chair in (case.handler_id, case.opinion_by_id):
        problems["chair"] = CHAIR_INVOLVED
    if not impartial(session, case, [values["secretary"]]):
        problems["secretary"] = SECRETARY_RECUSED
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems, clause="K4.7")
    refusal = _too_few(session, there)
    if refusal is not None:
        raise Invalid(refusal.sentence, fields={"present": refusal.sentence}, clause="K4.10")


def _too_few(session: Session, there: Assembly) -> DomainError | None:
    percent = once(session, ("quorum",), lambda: rule(session, ComplaintRule.MEETING_QUORUM))
    if there.has_quorum(percent):
        return None
    return Refused(NO_QUORUM, entitled=len(there.entitled), voters=len(there.voters), percent=percent, clause="K4.10")


def _by_chair_or_secretary(session: Session, meeting: ComplaintMeeting) -> None:
    person = authority_of(session).person
    if person is not None and person.person_id not in (meeting.chair_id, meeting.secretary_id):
        raise Refused(ONLY_CHAIR, clause="K4.12")


def _all_have_voted(session: Session, meeting: ComplaintMeeting) -> None:
    there = assembly_of(session, meeting)
    if silent := there.voters - votes_of(session, meeting.id).keys():
        raise Refused(VOTES_MISSING, who=names(session, silent), clause="K4.12")


def _carried(session: Session, meeting: ComplaintMeeting) -> None:
    """K4.10, K4.12: enough were there, and more than half of them agree; asked again when the case takes the resolution."""
    there = assembly_of(session, meeting)
    percent = once(session, ("majority",), lambda: rule(session, ComplaintRule.MEETING_MAJORITY))
    too_few = _too_few(session, there)
    if too_few is not None:
        raise too_few
    if there.voters and not there.carries(votes := votes_of(session, meeting.id), percent):
        raise Refused(NOT_CARRIED, voters=len(there.voters), agreed=there.count(votes).agreed, percent=percent, clause="K4.12")


def _not_carried(session: Session, meeting: ComplaintMeeting) -> None:
    try:
        _carried(session, meeting)
    except Refused:
        return
    raise Refused(CARRIED, clause="K4.12")


def meeting_moved(session: Session, meeting: ComplaintMeeting, move: Move) -> None:
    """When it opens, who keeps away is listed as it is known then (K4.7)."""
    if move.name == "hold":
        kept_away = assembly_of(session, meeting).recused
        meeting.recused = [member for member in meeting.members if member.id in kept_away]


def _by_the_member(session: Session, vote: MeetingVote) -> None:
    person = authority_of(session).person
    if person is not None and person.person_id != vote.member_id:
        raise Refused(ONLY_MEMBER, clause="K4.12")


# ---- the case ------------------------------------------------------------------------------------------------------------


def _resolved(session: Session, case: Complaint) -> None:
    meeting = resolution_of(session, case)
    if meeting is None:
        raise Refused(NO_MEETING, clause="K4.12")
    _before_it(session, meeting)
    _by_chair_or_secretary(session, meeting)
    _carried(session, meeting)


def _not_yet_in_session(session: Session, case: Complaint) -> None:
    if case.stage is not Stage.MEETING:
        return
    meetings: Any = ComplaintMeeting.__table__.c
    sat = select(meetings.papers).where(
        meetings.complaint_id == case.id, meetings.round == case.round, meetings.stage.in_((MeetingStage.HELD, MeetingStage.RESOLVED)),
    )  # fmt: skip
    papers = set(session.connection().execute(sat).scalars())
    if papers and papers_of(session, case.id) in papers:
        raise Refused(DECIDED_ALREADY, clause="K4.12")


def _authority_told(session: Session, case: Complaint) -> None:
    notices: Any = AuthorityNotice.__table__.c
    waiting = select(notices.id).where(notices.complaint_id == case.id, notices.sent_on.is_(None))
    if session.connection().execute(waiting).first():
        raise Refused(NOTICE_OPEN, clause="K4.12")


def complaint_resolved(session: Session, case: Complaint, move: Move) -> None:
    """K4.12: the case takes over what the meeting resolved; if the authority is to be told, somebody has to do it by a day."""
    if move.name != "resolve":
        return
    meeting = resolution_of(session, case)
    assert meeting is not None, "the guard has found it"
    case.decision, case.minutes = meeting.decision, meeting.minutes
    case.notify_authority = meeting.notify is Notify.YES
    case.decided_by_id = meeting.chair_id
    if not case.notify_authority:
        return
    notice = AuthorityNotice(
        complaint_id=case.id, authority=case.referred_by or "主管部门", because=meeting.number, due_on=notice_due(session),
    )  # fmt: skip
    with acting(session, System("K4.12：会议决定向主管部门通报")):
        session.add(notice)


def refers_itself(session: Session, case: Complaint) -> tuple[Complaint, str] | None:
    """K4.10: a major matter whose opinion is written, or one as costly, goes to the meeting by itself."""
    return (case, "refer") if case.stage is Stage.PROPOSED and (case.major or is_large(session, case)) else None


def names(session: Session, people: Iterable[int]) -> str:
    """The names of ``people``, joined by 、; whoever reads them has chosen them himself."""
    table: Any = Employee.__table__.c
    rows = session.connection().execute(select(table.name).where(table.id.in_(list(people))).order_by(table.id))
    return "、".join(rows.scalars())


CASE_GUARDS: dict[str, tuple[Guard, ...]] = {
    "resolve": (_resolved,),
    "send_back": (_not_yet_in_session,),
    "archive": (_authority_told,),
}
GUARDS: dict[tuple[str, str], tuple[Guard, ...]] = {
    ("complaint_meeting", "hold"): (_before_it,),
    ("complaint_meeting", "conclude"): (_by_chair_or_secretary, _before_it, _all_have_voted, _carried),
    ("complaint_meeting", "fail"): (_by_chair_or_secretary, _all_have_voted, _not_carried),
    ("meeting_vote", "confirm"): (_by_the_member,),
}
CHOICES: dict[tuple[str, str], tuple[Check, ...]] = {("complaint_meeting", "hold"): (_attendance,)}
