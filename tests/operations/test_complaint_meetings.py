"""A major matter before its meeting: quorum and votes without those who keep away, and what the resolution does to the case (K4)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from models.complaints.authority_notice import AuthorityNotice
from models.complaints.complaint import Complaint
from models.complaints.meeting import WORKFLOW, ComplaintMeeting, MeetingStage
from models.complaints.meeting_vote import MeetingVote
from models.complaints.stages import Stage
from models.engine import FencedSession
from models.fence import act, acting
from models.governance.rule_value import RuleValue
from models.register import registers
from operations.histories import history
from operations.moves import choices, perform
from operations.records import create, update
from permissions.actor import System
from tests.factories import make
from tests.forking import TOLD, WON, Deed, at_once
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, a_measure, a_meeting, an_office, at_stage, take

MINUTES = {"minutes": "审议纪要", "decision": "予以更换", "notify": "no"}


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


@pytest.fixture
def case(session: Session, office: Office) -> Complaint:
    """A major case before the meeting."""
    facts = {"handler_id": office.handler, "accepted_at": FRIDAY, "due_on": FRIDAY.date().replace(day=22), "opinion": "更换"}
    return at_stage(session, a_case(session, office), Stage.MEETING, major=True, **facts)


def as_(session: Session, office: Office, who: int) -> None:
    act(session, office.as_(who), clock=lambda: FRIDAY)


def held(session: Session, office: Office, case: Complaint, **values: Any) -> ComplaintMeeting:
    """A meeting that has opened with everybody there."""
    meeting = a_meeting(session, office, case, **values)
    there = [member.id for member in meeting.members if member.id != office.accused]
    as_(session, office, office.officer)
    perform(session, meeting, "hold", {"present": there, "chair": office.leader, "secretary": office.officer})
    return meeting


def vote(session: Session, office: Office, meeting: ComplaintMeeting, **said: str) -> None:
    """The secretary records votes by the names of the scene: ``leader="for"``."""
    as_(session, office, office.officer)
    for name, one in said.items():
        create(session, MeetingVote.register, {"meeting": meeting.id, "member": getattr(office, name), "vote": one})


def refusal(session: Session, record: Any, move: str, **values: Any) -> DomainError:
    with pytest.raises((Refused, Invalid)) as refused:
        perform(session, record, move, values)
    return refused.value


def test_a_major_opinion_goes_to_the_meeting_by_itself_and_the_history_says_so(session: Session, office: Office) -> None:
    """K4.10: nobody has to think of it."""
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATED, major=True, due_on=date(2026, 9, 22))
    a_measure(session, office, case)
    take(session, office, case, "propose", office.officer)
    assert case.stage is Stage.MEETING
    as_(session, office, office.leader)
    steps = [(past.who, [str(one.new) for one in past.altered if one.field.key == "stage"]) for past in history(session, case)]
    assert [step for step in steps if step[1]][:2] == [("系统", ["meeting"]), (f"人{office.officer} (p{office.officer})", ["proposed"])]
    small = at_stage(session, a_case(session, office), Stage.INVESTIGATED)
    a_measure(session, office, small)
    take(session, office, small, "propose", office.officer)
    assert small.stage is Stage.PROPOSED


@pytest.mark.parametrize("stage", [Stage.INVESTIGATING, Stage.PROPOSED])
def test_what_turns_out_to_be_major_is_declared_so_with_a_reason_and_goes_to_the_meeting(session: Session, office: Office, stage: Stage) -> None:
    """K4.10: while it is in hand; an opinion that is written goes at once."""
    case = at_stage(session, a_case(session, office), stage, major=False, handler_id=office.handler, opinion_by_id=office.officer)
    with pytest.raises(Invalid) as found:
        take(session, office, case, "declare_major", office.officer, major_because="")
    assert list(found.value.fields) == ["major_because"]
    take(session, office, case, "declare_major", office.officer, major_because="涉及多名客户")
    assert (case.major, case.stage) == (True, Stage.MEETING if stage is Stage.PROPOSED else stage)
    at_stage(session, case, Stage.PROPOSED)
    as_(session, office, office.leader)
    assert refusal(session, case, "decide", decision="同意", remedy="none").clause == "K4.10"
    assert refusal(session, case, "declare_major", major_because="再定").clause == "K4.10"


@pytest.mark.parametrize("facts", [{"major": True}, {"remedy_amount": 10_000_000}], ids=["major", "costly"])
def test_the_plan_of_a_major_matter_is_changed_by_a_meeting_of_its_own(session: Session, office: Office, case: Complaint, facts: Any) -> None:
    """K4.10, Y6.6: the meeting that has decided before does not cover the change."""
    a_measure(session, office, case)
    a_meeting(session, office, case, carried=True)
    take(session, office, case, "resolve", office.leader)
    at_stage(session, case, Stage.EXECUTING, **{"major": False, "remedy_amount": None, **facts})
    as_(session, office, office.leader)
    change = {"plan_change": "改为退货", "plan_agreed": "agreed"}
    assert refusal(session, case, "change_plan", **change).clause == "K4.10"
    perform(session, case, "refer_change", change)
    assert (case.stage, case.plan_version) == (Stage.MEETING, 2)
    assert refusal(session, case, "resolve").clause == "K4.12", "resolved before the change"
    a_meeting(session, office, case, carried=True)
    take(session, office, case, "resolve", office.leader)
    assert case.stage is Stage.DECIDED
    at_stage(session, case, Stage.EXECUTING, major=False, remedy_amount=None)
    as_(session, office, office.leader)
    assert refusal(session, case, "refer_change", **change).clause == "K4.10", "a small matter is the leader's"
    perform(session, case, "change_plan", change)


def test_a_meeting_is_called_on_a_case_before_it_with_members(session: Session, office: Office, case: Complaint) -> None:
    values = {"complaint": case.id, "kind": "partners", "planned_at": FRIDAY, "members": [office.leader]}
    as_(session, office, office.officer)
    with pytest.raises(Invalid) as nobody:
        create(session, ComplaintMeeting.register, {**values, "members": []})
    assert (nobody.value.clause, list(nobody.value.fields)) == ("K4.10", ["members"])
    session.rollback()


def test_no_meeting_is_called_before_the_opinion(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATING, major=True)
    as_(session, office, office.officer)
    with pytest.raises(Invalid) as refused:
        create(session, ComplaintMeeting.register, {"complaint": case.id, "kind": "partners", "planned_at": FRIDAY, "members": [office.leader]})
    assert (refused.value.clause, list(refused.value.fields)) == ("K4.10", ["complaint"])


def test_who_keeps_away_is_listed_and_neither_chairs_nor_counts(session: Session, office: Office, case: Complaint) -> None:
    """K4.7: of four members the accused is not counted, so two of three are enough."""
    meeting = a_meeting(session, office, case, members=[office.officer, office.leader, office.other, office.accused])
    assert [one.id for one in meeting.recused] == [office.accused]
    as_(session, office, office.officer)
    all_there = [office.officer, office.leader, office.accused]
    found = refusal(session, meeting, "hold", present=all_there, chair=office.accused, secretary=office.accused)
    assert (found.clause, set(found.fields)) == ("K4.7", {"chair", "secretary"})  # type: ignore[attr-defined]
    alone = refusal(session, meeting, "hold", present=[office.leader, office.accused], chair=office.leader, secretary=office.officer)
    assert (alone.clause, set(alone.fields)) == ("K4.10", {"present"})  # type: ignore[attr-defined]
    assert "应到 3 人" in alone.sentence.zh
    assert "实到 1 人" in alone.sentence.zh
    perform(session, meeting, "hold", {"present": all_there, "chair": office.leader, "secretary": office.officer})
    with pytest.raises(Invalid) as refused:
        create(session, MeetingVote.register, {"meeting": meeting.id, "member": office.accused, "vote": "for"})
    assert refused.value.clause == "K4.7"


def test_only_who_was_called_comes_and_who_investigated_does_not_chair(session: Session, office: Office, case: Complaint) -> None:
    meeting = a_meeting(session, office, case, members=[office.officer, office.leader, office.handler])
    as_(session, office, office.officer)
    stranger = refusal(session, meeting, "hold", present=[office.leader, office.officer, office.other], chair=office.leader, secretary=office.officer)
    assert set(stranger.fields) == {"present"}  # type: ignore[attr-defined]
    involved = refusal(session, meeting, "hold", present=[office.handler, office.officer], chair=office.handler, secretary=office.officer)
    assert set(involved.fields) == {"chair"}  # type: ignore[attr-defined]
    absent = refusal(session, meeting, "hold", present=[office.handler, office.officer], chair=office.leader, secretary=office.officer)
    assert set(absent.fields) == {"chair"}  # type: ignore[attr-defined]


def test_votes_are_recorded_in_session_by_the_secretary_once_for_each_who_is_there(session: Session, office: Office, case: Complaint) -> None:
    """K4.12."""
    meeting = a_meeting(session, office, case, members=[office.officer, office.leader, office.other])
    as_(session, office, office.officer)
    said = {"meeting": meeting.id, "member": office.leader, "vote": "for"}
    with pytest.raises(Invalid) as early:
        create(session, MeetingVote.register, said)
    assert list(early.value.fields) == ["meeting"]
    session.expunge_all()
    meeting = session.get_one(ComplaintMeeting, meeting.id)
    perform(session, meeting, "hold", {"present": [office.officer, office.leader], "chair": office.leader, "secretary": office.officer})
    for member, key in ((office.other, "member"), (office.handler, "member")):
        with pytest.raises(Invalid) as absent:
            create(session, MeetingVote.register, {**said, "member": member})
        assert list(absent.value.fields) == [key]
        session.expunge_all()
    as_(session, office, office.other)
    with pytest.raises(Refused) as not_his:
        create(session, MeetingVote.register, said)
    assert not_his.value.clause == "K4.12"
    session.expunge_all()
    as_(session, office, office.leader)
    create(session, MeetingVote.register, said)
    as_(session, office, office.officer)
    with pytest.raises(Invalid), session.begin_nested():
        create(session, MeetingVote.register, {**said, "vote": "against"})


def test_a_member_confirms_his_own_vote_and_then_it_stays(session: Session, office: Office, case: Complaint) -> None:
    meeting = held(session, office, case)
    vote(session, office, meeting, leader="for")
    one = session.scalars(select(MeetingVote)).one()
    update(session, one, {"vote": "against"})
    assert refusal(session, one, "confirm").clause == "K4.12", "not the secretary in his place"
    with pytest.raises(Invalid):
        update(session, one, {"member": office.other})
    session.expire_all()
    as_(session, office, office.leader)
    perform(session, one, "confirm", {})
    as_(session, office, office.officer)
    with pytest.raises(Refused) as refused:
        update(session, one, {"vote": "for"})
    assert refused.value.clause == "K4.12"


def test_a_resolution_needs_every_vote_and_more_than_half_of_those_there(session: Session, office: Office, case: Complaint) -> None:
    """K4.10, K4.12: one of three is no majority, two are."""
    meeting = held(session, office, case)
    vote(session, office, meeting, leader="for", officer="against")
    assert "另一经办人" in refusal(session, meeting, "conclude", **MINUTES).sentence.zh
    vote(session, office, meeting, other="abstain")
    assert "同意 1 人" in refusal(session, meeting, "conclude", **MINUTES).sentence.zh
    second = session.scalars(select(MeetingVote).where(MeetingVote.member_id == office.other)).one()
    update(session, second, {"vote": "for"})
    assert "已经通过" in refusal(session, meeting, "fail", minutes="…").sentence.zh
    as_(session, office, office.other)
    assert refusal(session, meeting, "conclude", **MINUTES).clause == "K4.12", "neither chair nor secretary"
    as_(session, office, office.officer)
    with pytest.raises(Invalid) as undecided:
        perform(session, meeting, "conclude", {**MINUTES, "notify": None})
    assert list(undecided.value.fields) == ["notify"], "K4.12: whether to notify is decided, not left open"
    perform(session, meeting, "conclude", MINUTES)
    assert meeting.stage is MeetingStage.RESOLVED


def test_what_is_not_carried_is_recorded_so_and_the_case_waits(session: Session, office: Office, case: Complaint) -> None:
    meeting = held(session, office, case)
    vote(session, office, meeting, leader="for", officer="against", other="against")
    perform(session, meeting, "fail", {"minutes": "未获通过"})
    as_(session, office, office.leader)
    assert refusal(session, case, "resolve").clause == "K4.12"
    take(session, office, case, "send_back", office.leader)
    assert case.stage is Stage.INVESTIGATING


def test_quorum_and_majority_are_rules_of_the_company(session: Session, office: Office, case: Complaint) -> None:
    with acting(session, System("test")):
        session.add(RuleValue(rule="meeting_majority", amount=67, valid_from=FRIDAY.date(), basis="章程"))
    meeting = held(session, office, case)
    vote(session, office, meeting, leader="for", officer="for", other="against")
    assert "67%" in refusal(session, meeting, "conclude", **MINUTES).sentence.zh


def test_the_case_takes_over_what_the_meeting_resolved_and_nothing_typed(session: Session, office: Office, case: Complaint) -> None:
    """K4.12."""
    meeting = held(session, office, case)
    vote(session, office, meeting, leader="for", officer="for", other="for")
    as_(session, office, office.leader)
    assert refusal(session, case, "resolve").clause == "K4.12", "in session is not resolved"
    assert refusal(session, case, "send_back", returned_because="…").clause == "K4.12", "nor taken from the meeting while it sits"
    perform(session, meeting, "conclude", MINUTES)
    as_(session, office, office.other)
    assert refusal(session, case, "resolve").clause == "K4.12", "by chair or secretary"
    as_(session, office, office.officer)
    perform(session, case, "resolve", {"decision": "别的"})
    assert (case.stage, case.decision, case.minutes, case.notify_authority) == (Stage.DECIDED, "予以更换", "审议纪要", False)
    assert case.decided_by_id == office.leader
    assert session.scalars(select(AuthorityNotice)).all() == []


def test_papers_changed_after_the_call_need_another_meeting(session: Session, office: Office, case: Complaint) -> None:
    meeting = held(session, office, case)
    vote(session, office, meeting, leader="for", officer="for", other="for")
    make(session, "complaint_evidence", complaint=case.id, verified="与记录核对一致")
    as_(session, office, office.officer)
    assert "材料有改动" in refusal(session, meeting, "conclude", **MINUTES).sentence.zh
    again = held(session, office, case)
    vote(session, office, again, leader="for", officer="for", other="for")
    perform(session, again, "conclude", MINUTES)
    make(session, "complaint_evidence", complaint=case.id, verified="与记录核对一致")
    as_(session, office, office.leader)
    assert "材料有改动" in refusal(session, case, "resolve").sentence.zh


def test_who_is_complained_of_later_no_longer_counts(session: Session, office: Office, case: Complaint) -> None:
    """K4.7: the majority is counted again with what is known when the case takes the resolution."""
    meeting = held(session, office, case)
    vote(session, office, meeting, leader="for", officer="against", other="for")
    perform(session, meeting, "conclude", MINUTES)
    with acting(session, System("test")):
        update(session, case, {"respondents": [office.accused, office.other]})
    as_(session, office, office.leader)
    assert refusal(session, case, "resolve").clause == "K4.12"
    as_(session, office, office.other)
    assert session.scalars(select(ComplaintMeeting)).all() == [], "and he does not find it"
    assert session.scalars(select(MeetingVote)).all() == []


def test_the_call_is_closed_once_the_meeting_has_opened(session: Session, office: Office, case: Complaint) -> None:
    meeting = a_meeting(session, office, case)
    as_(session, office, office.officer)
    update(session, meeting, {"planned_at": FRIDAY + timedelta(hours=1)})
    perform(session, meeting, "hold", {"present": [m.id for m in meeting.members], "chair": office.leader, "secretary": office.officer})
    with pytest.raises(Refused) as refused:
        update(session, meeting, {"members": [office.leader]})
    assert refused.value.clause == "K4.10"


def test_what_is_resolved_to_be_notified_is_due_in_working_days_and_holds_the_archive(session: Session, office: Office, case: Complaint) -> None:
    """K4.12: five working days after Friday the 18th, a Sunday that is worked among them, and no archive before it is sent."""
    a_meeting(session, office, case, carried=True)
    take(session, office, case, "resolve", office.leader)
    notice = session.scalars(select(AuthorityNotice)).one()
    assert (str(notice.due_on), notice.sent_on) == ("2026-09-24", None)
    closed = at_stage(session, case, Stage.CLOSED)
    as_(session, office, office.officer)
    assert refusal(session, closed, "archive", retention="long_term", volume="1").clause == "K4.12"
    for given, key in (({"sent_on": FRIDAY.date()}, "document_no"), ({"sent_on": date(2026, 9, 19), "document_no": "〔2026〕1号"}, "sent_on")):
        with pytest.raises(Invalid) as refused:
            update(session, notice, given)
        assert list(refused.value.fields) == [key]
        session.expire_all()
    update(session, notice, {"sent_on": FRIDAY.date(), "document_no": "〔2026〕1号"})
    perform(session, closed, "archive", {"retention": "long_term", "volume": "1"})
    assert closed.stage is Stage.ARCHIVED


def test_a_meeting_offers_only_the_steps_of_its_stage(session: Session, office: Office, case: Complaint) -> None:
    meeting = a_meeting(session, office, case)
    as_(session, office, office.officer)
    assert {one.move.name for one in choices(session, meeting)} == {"hold", "cancel"}
    perform(session, meeting, "cancel", {"cancelled_because": "人数不足"})
    assert choices(session, meeting) == ()
    assert all(move.clause for move in WORKFLOW.moves)


# ---- at once -------------------------------------------------------------------------------------------------------------


def test_of_two_who_record_one_vote_at_once_one_is_told(own_engine: Engine) -> None:
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        office = an_office(session)
        case = at_stage(session, a_case(session, office), Stage.MEETING, major=True)
        meeting = a_meeting(session, office, case).id
        session.commit()

    def vote(said: str) -> Deed:
        return lambda session: create(session, registers["meeting_vote"], {"meeting": meeting, "member": office.leader, "vote": said})

    assert sorted(at_once(own_engine, [vote("for"), vote("against")])) == [WON, TOLD]
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        assert len(session.scalars(select(MeetingVote.id)).all()) == 1
