"""Feedback and incidents: nothing is concluded unevaluated or untold, and whoever must act next hears of it (Y4.6, K9.3, K9.19)."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.rules import ServiceRule
from domain.terms import Term
from domain.values import OFFICE_ZONE
from domain.workflow import Move
from models.fence import acting, authority_of
from models.service.feedback import Feedback, Heeded
from models.service.service_channel import ServiceChannel, Working
from models.service.service_incident import IncidentKind, ServiceIncident
from models.service.words import FOR_THE_COMPLAINT_DESK, FeedbackKind
from operations.complaints.superiors import superiors_of
from operations.incentives.performance import enter
from operations.notices import notify
from operations.rule_numbers import rule
from permissions.actor import System

EVALUATE_FIRST = Term("建议须先评估并决定是否采纳，再反馈客户。", "A suggestion is evaluated and decided on before the customer is told.")
TELL_FIRST = Term("建议须先反馈客户，才能办结。", "The customer hears what came of his suggestion before it is concluded.")
CASE_FIRST = Term("投诉、纠纷和举报须先登记为投诉，并在「投诉」一栏填写，再办结。", "It becomes a case of its own first; name the case.")
SANCTION_FIRST = Term("信息泄露结案前请填写「责任追究」。", "A leak is closed only with what the one responsible answers for.")
NOBODY_FOUND = Term("责任人未查明的，请先在「原因」写明查过什么、为何未查明，再结案。", "Nobody named: say under cause what was looked into before closing.")
NOT_TO_ONESELF = Term(
    "异常事件须上报给发现人或上报人的上级，不能是发现人、责任人或本人。", "Report it to a superior, not to who found or caused it, nor to oneself."
)
YOURS = Term("客户反馈 {number} 已转给您，请签收并评估。", "Feedback {number} was passed on to you; sign for it and evaluate it.")
ANSWERED = Term("客户反馈 {number} 已有决定，请反馈客户。", "Feedback {number} has been decided; tell the customer.")
CAUSED = Term("异常事件 {number}，责任在本人：{title}", "Incident {number}, his fault: {title}")
INCIDENT = Term("异常事件 {number} 上报给您，请决定处置办法。", "Incident {number} is reported to you; decide what is done.")


def _evaluated(_session: Session, one: Feedback) -> None:
    if one.kind == FeedbackKind.SUGGESTION and one.state == Heeded.RECEIVED:
        raise Refused(EVALUATE_FIRST, clause="Y4.6")


def _told(_session: Session, one: Feedback) -> None:
    if one.kind == FeedbackKind.SUGGESTION and one.state != Heeded.TOLD:
        raise Refused(TELL_FIRST, clause="Y4.6")
    if one.kind in FOR_THE_COMPLAINT_DESK and one.complaint_id is None:
        raise Refused(CASE_FIRST, clause="K9.14")


def _sanctioned(_session: Session, incident: ServiceIncident, values: Mapping[str, Any]) -> None:
    if incident.kind == IncidentKind.LEAK and not values.get("sanction"):
        raise Invalid(SANCTION_FIRST, fields={"sanction": SANCTION_FIRST}, clause="A7.3")
    if incident.kind == IncidentKind.LEAK and incident.caused_by_id is None and not (incident.cause or "").strip():
        raise Refused(NOBODY_FOUND, clause="A7.3")


def _upwards(session: Session, incident: ServiceIncident, values: Mapping[str, Any]) -> None:
    """K9.19: to a superior of who found or reports it; where there is none, to anybody who has no part in it."""
    actor = authority_of(session).person
    own = {key for key in (incident.found_by_id, actor.person_id if actor is not None else None) if key is not None}
    apart = own | {incident.caused_by_id}
    above = set[int]().union(*superiors_of(session, own).values()) - apart
    told = values.get("reported_to")
    if told in apart or (above and told not in above):
        raise Invalid(NOT_TO_ONESELF, fields={"reported_to": NOT_TO_ONESELF}, clause="K9.19")


GUARDS: dict[tuple[str, str], tuple[Callable[[Session, Any], None], ...]] = {("feedback", "tell"): (_evaluated,), ("feedback", "conclude"): (_told,)}
CHOICES = {("service_incident", "report_incident"): (_upwards,), ("service_incident", "close_incident"): (_sanctioned,)}


def feedback_moved(session: Session, one: Feedback, move: Move) -> None:
    """K4.23, K9.3: the receiver hears at once, and who recorded it once there is a decision to tell."""
    whom, sentence = {
        "relay": (one.receiver_id, YOURS), "adopt": (one.recorder_id, ANSWERED), "decline": (one.recorder_id, ANSWERED),
    }.get(move.name, (None, YOURS))  # fmt: skip
    _tell(session, one, whom, f"feedback.{move.name}", sentence.format(number=one.number))


def incident_moved(session: Session, incident: ServiceIncident, move: Move) -> None:
    """K9.19: told to the one it is reported to; once acted upon, the channel counts as adjusted; A7.3: closed, it counts against who caused it."""
    if move.name == "report_incident":
        _tell(session, incident, incident.reported_to_id, "incident.reported", INCIDENT.format(number=incident.number))
    if move.name == "close_incident" and incident.caused_by_id is not None:
        leak = incident.kind == IncidentKind.LEAK
        points = rule(session, ServiceRule.LEAK_POINTS if leak else ServiceRule.QUALITY_POINTS)
        item = CAUSED.format(number=incident.number, title=incident.title).zh
        about: dict[str, Any] = {"person_id": incident.caused_by_id, "on": incident.found_at.astimezone(OFFICE_ZONE).date(), "record": incident}
        enter(session, **about, clause="A7.3" if leak else "K9.19", item=item, points=-points)
    if move.name == "act_on_incident" and incident.channel_id is not None:
        with acting(session, System("K9.19：调整渠道")):
            channel = session.get_one(ServiceChannel, incident.channel_id)
            if channel.working == Working.NORMAL:
                channel.working = Working.ADJUSTED
            session.flush()


def _tell(session: Session, record: Any, person: int | None, code: str, sentence: Term) -> None:
    actor = authority_of(session).person
    if person is not None and (actor is None or actor.person_id != person):
        notify(session, person, code, record, sentence, once=str(record.version))
