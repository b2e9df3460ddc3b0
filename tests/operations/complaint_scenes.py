"""Scenes for complaints: an office with a person for each part, and a case at any stage that meets what its moves ask."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from domain.kinds import POINTERS, Kind
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.hearing import Heard
from models.complaints.meeting import ComplaintMeeting
from models.complaints.stages import Stage
from models.fence import act, acting
from operations.calendar_filling import fill_calendar
from operations.moves import perform
from permissions.actor import Authority, System
from tests.factories import everything, holding, make, person, value_for

FRIDAY = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)  # ten in the morning in the office
"""Three working days later is Tuesday the 22nd: the Sunday between is worked (complaints.md, section 5)."""


@dataclass(frozen=True, slots=True)
class Office:
    """Ids of those who take part, each with every right; ``accused`` is complained of."""

    department: int
    officer: int
    handler: int
    other: int
    leader: int
    accused: int

    def as_(self, who: int, *roles: Any) -> Authority:
        """``who``, holding ``roles`` (everything by default)."""
        return holding(*(roles or (everything(),)), who=person(who, self.department))


def an_office(session: Session) -> Office:
    """Build it as the system, with the calendar."""
    fill_calendar(session)
    department = make(session, "department", name="质量部", code="CQ").id
    names = ("专门负责人", "经办人", "另一经办人", "领导", "被投诉人")
    return Office(department, *(make(session, "employee", name=name, department=department).id for name in names))


def a_case(session: Session, office: Office, **more: Any) -> Complaint:
    """A complaint about 被投诉人, just received, with all that a form asks."""
    given = {
        "channel": "phone", "complainant": "欧阳晓", "phone": "13700012345", "address": "人民路1号", "title": "酒有异味",
        "facts": "开瓶后有异味。", "demanded": "查明原因。", "respondents": [office.accused], "recorder": office.officer, "received_at": FRIDAY,
    }  # fmt: skip
    act(session, System("test"), clock=lambda: FRIDAY)
    found: Complaint = make(session, "complaint", **{**given, **more})
    return found


def at_stage(session: Session, case: Complaint, stage: Stage, **columns: Any) -> Complaint:
    """The same case put at ``stage``, past all moves, with ``columns`` as given."""
    with acting(session, System("test")):
        session.execute(update(Complaint).where(Complaint.id == case.id).values(stage=stage, **columns))
        session.expire(case)
        session.refresh(case)
    return case


def ready(session: Session, office: Office, move: Move, stage: Stage) -> Complaint:
    """A case at ``stage`` that meets every guard of ``move``."""
    facts: dict[str, Any] = {"handler_id": office.handler, "accepted_at": FRIDAY, "due_on": FRIDAY.date().replace(day=22)}
    facts |= {
        "grant_extension": {"extension_asked_by_id": office.handler}, "refer": {"major": True}, "resolve": {"major": True}, "refer_change": {"major": True},
        "close": {"satisfaction": "satisfied"}, "reopen": {"satisfaction": "dissatisfied"}, "refuse": {"refusal_asked_by_id": office.officer},
        "object": {"answered_at": FRIDAY}, "object_refusal": {"answered_at": FRIDAY}, "appeal": {"answered_at": FRIDAY, "round": 2},
        "reopen_closed": {"closed_at": FRIDAY},
        **({"object": {"answered_at": FRIDAY, "closed_at": FRIDAY}, "appeal": {"answered_at": FRIDAY, "closed_at": FRIDAY, "round": 2},
            "object_refusal": {"answered_at": FRIDAY, "refusal_code": "court"}} if stage is Stage.ARCHIVED else {}),
        "submit": {"arranged_at": FRIDAY},
        "recuse": {"handler_id": office.accused},
    }.get(move.name, {})  # fmt: skip
    about: dict[str, Any] = {"respondents": []} if move.name == "settle" else {}
    case = at_stage(session, a_case(session, office, **about), stage, **facts)
    if move.name == "keep_promise":
        take(session, office, at_stage(session, case, Stage.REGISTERED), "promise", office.officer)
        at_stage(session, case, stage)
    if move.name == "resume":
        take(session, office, case, "pause", office.handler)
    if move.name == "submit":
        make(session, "complaint_evidence", complaint=case.id, verified="与记录核对一致")
        heard(session, case)
    if move.name in ("propose", "inform"):
        a_measure(session, office, case)
    if stage is Stage.MERGED:
        main = at_stage(session, a_case(session, office), Stage.ANSWERED)
        at_stage(session, case, stage, merged_into_id=main.id)
    if move.name == "resolve":
        a_meeting(session, office, case, carried=True)
    if move.name == "fail_check":
        with acting(session, System("test")):
            make(session, "spot_check", complaint=case.id).verdict = "failed"
    if move.name == "erase":
        with acting(session, System("test")):
            make(session, "complaint_volume", complaint=case.id).stage = "destroyed"
    return case


def a_measure(session: Session, office: Office, case: Complaint, **more: Any) -> Any:
    """A measure of the case for which another than its handler is responsible."""
    given = {"content": "更换同批产品", "responsible": office.other, "due_on": FRIDAY.date().replace(day=22)}
    return make(session, "complaint_measure", complaint=case.id, **{**given, **more})


def a_meeting(session: Session, office: Office, case: Complaint, *, carried: bool = False, **values: Any) -> ComplaintMeeting:
    """A meeting of officer, leader and another, called on the case; ``carried``: the leader has chaired it, and all agreed."""
    members = [office.officer, office.leader, office.other]
    given = {"complaint": case.id, "kind": "partners", "planned_at": FRIDAY, "members": members, **values}
    meeting: ComplaintMeeting = make(session, "complaint_meeting", **given)
    if not carried:
        return meeting
    act(session, office.as_(office.leader), clock=lambda: FRIDAY)
    perform(session, meeting, "hold", {"present": members, "chair": office.leader, "secretary": office.officer})
    for member in members:
        make(session, "meeting_vote", meeting=meeting.id, member=member, vote="for")
    act(session, office.as_(office.leader), clock=lambda: FRIDAY)
    perform(session, meeting, "conclude", {"minutes": "一致同意。", "decision": "予以更换。", "notify": "yes"})
    return meeting


def heard(session: Session, case: Complaint) -> None:
    """Everybody complained of has been asked and has answered."""
    with acting(session, System("test")):
        for one in case.respondents:
            made = make(session, "complaint_hearing", complaint=case.id, respondent=one.id, alleged="服务态度问题")
            made.state, made.answer = Heard.ANSWERED, "已说明情况"


DECIDED_BY_THE_LEADER = ("refuse", "decide", "send_back", "grant_extension", "resolve", "refer", "change_plan", "refer_change")


def actor_of(office: Office, move: Move) -> int:
    """Who takes the move in these scenes."""
    if move.name in ("sign_for", "submit", "ask_extension", "pause", "resume", "finish"):
        return office.handler
    return office.leader if move.name in DECIDED_BY_THE_LEADER else office.officer


def values_of(office: Office, move: Move) -> dict[str, Any]:
    """Something for everything the move asks."""
    found: dict[str, Any] = {}
    for key in move.needs:  # what may stay empty stays so
        spec = Complaint.register.fields[key]
        if spec.kind in POINTERS:
            found[key] = office.department if spec.kind is Kind.DEPARTMENT else office.other
        else:
            found[key] = value_for(spec, 2)
    coming = {"promised_at": FRIDAY + timedelta(hours=5), "requested_until": FRIDAY.date() + timedelta(days=7)}
    return found | {key: coming[key] for key in move.needs if key in coming}


def take(session: Session, office: Office, case: Complaint, name: str, who: int, at: datetime = FRIDAY, **values: Any) -> None:
    """``who`` takes a move with every right; what is not given is made up."""
    move = Complaint.register.workflow.by_name[name]  # type: ignore[union-attr]
    if "merged_into" in move.needs and "merged_into" not in values:
        values["merged_into"] = at_stage(session, a_case(session, office), Stage.ACCEPTED).id
    act(session, office.as_(who), clock=lambda: at)
    perform(session, case, name, {**values_of(office, move), **values})
