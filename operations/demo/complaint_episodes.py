"""What happens beside the steps of a played case: a criticism, a meeting that votes, a neighbour who complains of the same."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from models.complaints.authority_notice import AuthorityNotice
from models.complaints.complaint import Complaint
from models.complaints.words import Channel, Kind, Responsibility, Retention
from models.fence import acting
from operations import moves, records
from operations.complaints.merging import merged_cases
from operations.demo import complaint_play
from operations.demo.complaint_play import DEPUTY, LEADER, OFFICE, Case
from operations.demo.people import mobile
from operations.demo.stage import Stage

MEMBERS = (DEPUTY, LEADER, "auditor01")
"""Who is called to a meeting; whoever of them has to keep away neither chairs nor votes (K4.7)."""
NEIGHBOUR = "扬州市广陵区文昌路（同一事项的另一投诉人）"
SAME = "与 {number} 反映的是同一事项：{facts}"
EVERY_FIFTH = 5


def take(stage: Stage, case: Case, name: str, **other: Any) -> None:
    """Take a step as the play does, and what belongs to it in a case of this kind."""
    if name in DEEDS:
        DEEDS[name](stage, case)
        return
    for prepare in BEFORE.get(name, ()):
        prepare(stage, case)
    complaint_play.take(stage, case, name, **{**_values(case, name), **other})


def _values(case: Case, name: str) -> dict[str, Any]:
    """What is written differently because of what has happened."""
    match name:
        case "answer" if _at_fault(case):
            return {"answer": "经查属实，已向您道歉，并对当事员工通报批评；《客户处理反馈单》已送达。"}
        case "archive" if case.record.major or case.record.channel == Channel.REFERRED:
            return {"retention": Retention.LONG_TERM}
    return {}


def _at_fault(case: Case) -> bool:
    return case.record.kind == Kind.CONDUCT and case.record.responsibility == Responsibility.EMPLOYEE


def _criticise(stage: Stage, case: Case) -> None:
    """T2.18: whoever is at fault is criticised before the customer is answered; now and then it costs him something (K2.19)."""
    if not _at_fault(case):
        return
    fined = case.record.id % EVERY_FIFTH == 0
    for code in case.told.about:
        values = {
            "complaint": case.record.id, "person": stage.person(code).person_id, "sanction": "penalty" if fined else "criticism",
            "amount": Decimal(50) if fined else None, "title": "接待客户态度生硬", "facts": "接待客户时没有耐心解释，言语生硬，经核查属实。",
        }  # fmt: skip
        sheet = stage.create("criticism", values)
        with acting(stage.session, stage.people[LEADER]):
            moves.perform(stage.session, sheet, "issue", {"decision": "通报批评，参加服务规范培训。"})


def _meet(stage: Stage, case: Case) -> None:
    """K4.10, K4.12: called, opened by whoever need not keep away, voted on by name, and resolved."""
    session, members = stage.session, [stage.person(code).person_id for code in MEMBERS]
    now: datetime = session.info["clock"]()
    called = {"complaint": case.record.id, "kind": "regular", "planned_at": now, "members": members, "agenda": "审议重大投诉的处理意见。"}
    meeting = stage.create("complaint_meeting", called)
    apart = {one.id for one in meeting.recused}
    voters = [member for member in members if member not in apart]
    secretary = stage.person(OFFICE).person_id
    moves.perform(session, meeting, "hold", {"present": voters, "chair": voters[0], "secretary": secretary})
    for place, member in enumerate(voters):
        vote = "abstain" if place == len(MEMBERS) - 1 else "for"
        stage.create("meeting_vote", {"meeting": meeting.id, "member": member, "vote": vote, "said": "同意所拟意见。" if vote == "for" else "弃权。"})
    told = "yes" if case.record.channel == Channel.REFERRED else "no"
    resolution = {"minutes": "与会人员逐项审议材料并逐人表决，多数同意。", "decision": "同意所拟意见，限期落实并回访。", "notify": told}
    moves.perform(session, meeting, "conclude", resolution)


def _tell_authority(stage: Stage, case: Case) -> None:
    """K4.12: what the meeting wants reported is reported before the case goes into its volume."""
    waiting = select(AuthorityNotice).where(AuthorityNotice.complaint_id == case.record.id, AuthorityNotice.sent_on.is_(None))
    for notice in stage.session.scalars(waiting).all():
        records.update(stage.session, notice, {"sent_on": complaint_play.today(stage), "document_no": f"报〔{case.record.id}〕号"})


def _join(stage: Stage, case: Case) -> None:
    """Somebody else complains of the same: he is registered under a number of his own, and both are handled as one (K4.4)."""
    record, told = case.record, case.told
    values = {
        "channel": Channel.PHONE, "received_at": stage.session.info["clock"](), "complainant": f"邻户{record.id}", "phone": mobile(70_000_000 + record.id),
        "address": NEIGHBOUR, "title": told.title, "facts": SAME.format(number=record.number, facts=told.facts), "demanded": record.demanded,
        "respondents": [stage.person(code).person_id for code in told.about],
    }  # fmt: skip
    other = stage.create("complaint", values)
    moves.perform(stage.session, other, "register", {})
    moves.perform(stage.session, other, "merge", {"merged_into": record.id})


def _answer_joined(stage: Stage, case: Case) -> None:
    """K6.8: each of them has an answer before the case is closed."""
    if not merged_cases(stage.session, case.record.id, waiting=True):
        return
    joined = select(Complaint).where(Complaint.merged_into_id == case.record.id, Complaint.answered_at.is_(None))
    for other in stage.session.scalars(joined).all():
        moves.perform(stage.session, other, "answer_merged", {"answer": "与您反映同一事项的投诉已处理完毕，结果同样适用于您。"})


BEFORE: Mapping[str, tuple[Callable[[Stage, Case], None], ...]] = {
    "answer": (_criticise,), "resolve": (_meet,), "close": (_answer_joined,), "archive": (_tell_authority,),
}  # fmt: skip
DEEDS: Mapping[str, Callable[[Stage, Case], None]] = {"join": _join}
"""What is no step of the case itself."""
