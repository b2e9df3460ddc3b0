"""What must be true before a step of a complaint, each with its clause: who keeps away, and what must be there first."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.terms import Term
from models.complaints.complaint import Complaint
from models.complaints.evidence import ComplaintEvidence
from models.complaints.words import CHANNELS, Channel, Satisfaction
from models.fence import authority_of
from operations.complaints.clocks import handling_due
from operations.complaints.meeting_papers import once
from operations.complaints.recusal import DECIDES, HANDLES, why_recused
from operations.complaints.remedies import is_large, require_for_the_meeting
from operations.complaints.rounds import only_the_meeting

Guard = Callable[[Session, Any], None]
Check = Callable[[Session, Any, Mapping[str, Any]], None]

INCOMPLETE = Term("登记前请先填写{labels}；匿名投诉请勾选「匿名」。", "Fill in {labels} before registering, or mark it as anonymous.")
NOT_ASKED_FOR = Term(
    "登记前请问清客户想要的结果，写入「客户要求」；客户不提要求的，也请写明。",
    "Ask what the customer wants before registering, and write it down; if he wants nothing, say so.",
)
REFERRED_INCOMPLETE = Term("上级转来的，请填写转来机关和文号。", "Name the referring authority and its document.")
NO_EVIDENCE = Term("还没有证据。请先登记至少一项证据并核实。", "There is no evidence yet. Enter and verify at least one piece.")
NOT_VERIFIED = Term("证据「{title}」还没有写明「核实经过」，请核实后再提交。", "It is not said how the evidence “{title}” was verified; verify it first.")
ONLY_HANDLER = Term("由经办人本人办理。", "Only the handler does this.")
SIGNS_HIMSELF = Term("转办单由经办人本人签收；须换人的请先改派。", "The handler signs for it himself; have it assigned to another first.")
ASSIGNS_HIMSELF = Term("分派人不能把案件派给自己。", "Who assigns a case does not give it to himself.")
OWN_OPINION = Term("调查人和提出意见的人不能作决定。", "Who investigated or wrote the opinion does not decide.")
MAJOR_TO_MEETING = Term("重大投诉由会议决定，请先「提交会议」。", "A major matter is decided by the meeting; refer it there.")
CHANGED_BY_MEETING = Term(
    "重大投诉和金额达到会议权限的，方案由会议变更，请用「方案变更提交会议」。",
    "The plan of a major matter, or of one as costly, is changed by the meeting: refer the change to it.",
)
MAJOR_ALREADY = Term("已经是重大投诉。", "It is a major matter already.")
NOT_MAJOR = Term("不是重大投诉，由领导签批。", "It is not a major matter; the leader decides.")
OWN_CALL = Term("经办人不能回访自己办的件，请由他人回访。", "The handler does not call the customer about his own case.")
DISSATISFIED = Term("客户不满意，请「重新处理」，不能办结。", "The customer is dissatisfied: take it up again instead of closing it.")
NOT_DISSATISFIED = Term("客户没有表示不满意，请「办结」。", "The customer is not dissatisfied: close it.")
ASKED_ALREADY = Term("本轮已经申请过延期，只能一次。", "More time has been asked for once in this round, which is all.")
TOO_LATE = Term("已超过办理期限，不能再延期。", "The term is over; it can no longer be extended.")
NOT_ASKED = Term("没有待批准的延期申请。", "Nobody is waiting for more time.")
OWN_EXTENSION = Term("延期的申请人和批准人必须是两个人。", "Who asks for more time does not grant it.")
AUTHORITY_WAITS = Term("上级转来的投诉不能因撤诉了结，请办完并答复转来机关。", "What an authority referred is not ended by a withdrawal.")
NOT_AT_ONCE = Term(
    "只有电话和网上的投诉可以即时解答；{channel}的请「登记」，按内容分类办理。",
    "Only a complaint by telephone or online is settled at once; register this one ({channel}) and have it handled by its class.",
)
ABOUT_SOMEBODY = Term("投诉涉及被投诉人，不能即时解答，请「登记」后查处。", "It is about somebody; register it and have it looked into.")
AUTHORITY_ASKS = Term(
    "上级转来的投诉不能不予受理，请受理后办理并答复转来机关。", "What an authority referred is not refused: accept it, handle it and answer the authority."
)
AT_ONCE = frozenset({Channel.PHONE, Channel.ONLINE})


def impartial(move: str) -> Guard:
    """K4.7, behind the fence's back: even somebody who got hold of the record takes no step in his own case.

    Handlers of earlier rounds do not handle it again, witnesses do not decide.
    """

    def guard(session: Session, case: Complaint) -> None:
        person = authority_of(session).person
        if person is None:
            return
        who, parts = person.person_id, {"handles": move in HANDLES, "decides": move in DECIDES}
        why = once(session, ("recused", case.id, who, *parts.values()), lambda: why_recused(session, case, who, **parts))
        if why is not None:
            raise Refused(why.sentence, clause=why.clause)

    return guard


def _form_complete(_session: Session, case: Complaint) -> None:
    """T2.3: name, address and telephone, unless he stays anonymous; K8.10: what he wants; K4.3: the authority and its document."""
    missing = [case.register.fields[key].label for key in ("complainant", "phone", "address") if not getattr(case, key)]
    if missing and not case.anonymous:
        labels = Term("、".join(f"「{one.zh}」" for one in missing), ", ".join(f"“{one.en}”" for one in missing))
        raise Refused(INCOMPLETE, labels=labels, clause="T2.3")
    if not case.demanded:
        raise Refused(NOT_ASKED_FOR, clause="K8.10")
    if case.channel == Channel.REFERRED and not (case.referred_by and case.referred_no):
        raise Refused(REFERRED_INCOMPLETE, clause="K4.3")


def _answered_on_the_spot(_session: Session, case: Complaint) -> None:
    """T2.2, T2.7, T2.9: written, oral and referred ones are registered; whoever is complained of is looked into (T2.18)."""
    if case.channel not in AT_ONCE:
        raise Refused(NOT_AT_ONCE, channel=CHANNELS[case.channel], clause="T2.9")
    if case.respondents:
        raise Refused(ABOUT_SOMEBODY, clause="T2.18")


def _asked_by_no_authority(_session: Session, case: Complaint) -> None:
    if case.channel == Channel.REFERRED:
        raise Refused(AUTHORITY_ASKS, clause="K4.3")


def by_the_handler(session: Session, case: Complaint) -> None:
    """K4.14: what is the handler's own is done by nobody else."""
    person = authority_of(session).person
    if person is not None and person.person_id != case.handler_id:
        raise Refused(ONLY_HANDLER, clause="K4.14")


def _signs_himself(session: Session, case: Complaint) -> None:
    """K4.6: the receipt of the transfer slip is the handler's own signature."""
    person = authority_of(session).person
    if person is not None and person.person_id != case.handler_id:
        raise Refused(SIGNS_HIMSELF, clause="K4.6")


def _with_evidence(session: Session, case: Complaint) -> None:
    """Y6.4, K4.11, K4.16: no finding without something it was found by, and each piece was verified."""
    evidence: Any = ComplaintEvidence.__table__.c
    pieces = session.connection().execute(select(evidence.title, evidence.verified).where(evidence.complaint_id == case.id)).all()
    if not pieces:
        raise Refused(NO_EVIDENCE, clause="Y6.4")
    for title, verified in pieces:
        if not (verified or "").strip():
            raise Refused(NOT_VERIFIED, title=title, clause="K4.16")


def _by_another(session: Session, case: Complaint) -> None:
    """K4.8: the opinion comes first, and another decides on it."""
    person = authority_of(session).person
    if person is not None and person.person_id in (case.handler_id, case.opinion_by_id):
        raise Refused(OWN_OPINION, clause="K4.8")


def _not_major(_session: Session, case: Complaint) -> None:
    if case.major:
        raise Refused(MAJOR_TO_MEETING, clause="K4.10")


def _major(session: Session, case: Complaint) -> None:
    if not only_the_meeting(session, case):
        require_for_the_meeting(session, case, NOT_MAJOR)


def _changed_without_meeting(session: Session, case: Complaint) -> None:
    """K4.10: what the meeting has decided, or has to, nobody changes alone."""
    if case.major or is_large(session, case):
        raise Refused(CHANGED_BY_MEETING, clause="K4.10")


def _before_the_meeting(session: Session, case: Complaint) -> None:
    require_for_the_meeting(session, case, NOT_MAJOR)


def _not_major_yet(_session: Session, case: Complaint) -> None:
    if case.major:
        raise Refused(MAJOR_ALREADY, clause="K4.10")


def _called_by_another(session: Session, case: Complaint) -> None:
    person = authority_of(session).person
    if person is not None and person.person_id == case.handler_id:
        raise Refused(OWN_CALL, clause="T4.2")


def _content(_session: Session, case: Complaint) -> None:
    if case.satisfaction == Satisfaction.DISSATISFIED:
        raise Refused(DISSATISFIED, clause="Y6.8")


def _discontent(_session: Session, case: Complaint) -> None:
    if case.satisfaction != Satisfaction.DISSATISFIED:
        raise Refused(NOT_DISSATISFIED, clause="K4.22")


def _may_still_ask(session: Session, case: Complaint) -> None:
    """T3.2: once in a round, and before the term is over."""
    if case.extension_asked_by_id is not None:
        raise Refused(ASKED_ALREADY, clause="T3.2")
    _in_time(session, case)


def _may_grant(session: Session, case: Complaint) -> None:
    person = authority_of(session).person
    if case.extension_asked_by_id is None or case.extension_granted_by_id is not None:
        raise Refused(NOT_ASKED, clause="T3.2")
    if person is not None and person.person_id == case.extension_asked_by_id:
        raise Refused(OWN_EXTENSION, clause="T3.2")
    _in_time(session, case)


def _in_time(session: Session, case: Complaint) -> None:
    """T3.2: once the term is over, more time would only hide it."""
    due = handling_due(session, case)
    if due is not None and session.info["clock"]() > due:
        raise Refused(TOO_LATE, clause="T3.2")


def _not_referred(_session: Session, case: Complaint) -> None:
    if case.channel == Channel.REFERRED:
        raise Refused(AUTHORITY_WAITS, clause="K4.3")


def _handler_chosen(session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    """K4.6, K4.7, K4.22: not the one who assigns, not one complained of, not the handler of an earlier round."""
    person = authority_of(session).person
    if person is not None and values["handler"] == person.person_id:
        raise Invalid(ASSIGNS_HIMSELF, fields={"handler": ASSIGNS_HIMSELF}, clause="K4.6")
    _apart(session, case, values, "handler")


def _apart(session: Session, case: Complaint, values: Mapping[str, Any], key: str) -> None:
    why = why_recused(session, case, values[key], handles=key == "handler")
    if why is not None:
        raise Invalid(why.sentence, fields={key: why.sentence}, clause=why.clause)


GUARDS: dict[str, tuple[Guard, ...]] = {
    "settle": (_answered_on_the_spot,),
    "register": (_form_complete,),
    "refuse": (_asked_by_no_authority,),
    "propose_refusal": (_asked_by_no_authority,),
    "ask_extension": (_may_still_ask,),
    "grant_extension": (_may_grant,),
    "sign_for": (_signs_himself,),
    "submit": (by_the_handler, _with_evidence),
    "declare_major": (_not_major_yet,),
    "refer": (_major,),
    "change_plan": (_changed_without_meeting,),
    "refer_change": (_before_the_meeting,),
    "decide": (_not_major, _by_another),
    "call": (_called_by_another,),
    "close": (_content,),
    "reopen": (_discontent,),
    "withdraw": (_not_referred,),
}
CHOICES: dict[str, tuple[Check, ...]] = {"assign": (_handler_chosen,)}
