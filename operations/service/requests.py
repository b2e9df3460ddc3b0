"""Service requests: terms by kind, who answers for each step, and what follows when one is passed on, told of, answered or closed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.rules.service import RESPONSE, SOLUTION
from domain.terms import Term
from domain.values import OFFICE_ZONE
from domain.workflow import Move
from models.fence import acting, authority_of
from models.service.common_question import CommonQuestion
from models.service.contact_log import ContactKind, ContactLog
from models.service.service_request import Served, ServiceRequest
from models.service.words import Channel
from operations.complaints.superiors import superiors_of
from operations.notices import notify
from operations.rule_numbers import rule
from operations.working_days import working_calendar
from permissions.actor import System

KEYS = ("received_at", "responsible", "respond_by_at", "responded_at", "solve_by_on", "next_due_at")
YOURS = Term("服务工单 {number} 已转给您办理，请签收。", "Service request {number} was passed on to you; sign for it.")
ASKED = Term("服务工单 {number} 有问题请您批示办法。", "Service request {number}: how it shall be handled is asked of you.")
TOLD_HOW = Term("服务工单 {number} 的处理办法已批示。", "Service request {number}: it is said how it shall be handled.")
WRITTEN = Term("收到书面来件 {number}，请批示。", "A written request {number} has come in; please give instructions.")
OVER = Term("服务工单 {number} 已超过期限，请立即办理。", "Service request {number} is past its term; see to it at once.")
ANOTHER = Term("请改派给另一位办理人；原办理人请直接签收。", "Name another handler; who has it already signs for it.")
WORKING_STATES = (Served.RECEIVED, Served.TRANSFERRED, Served.IN_HAND)


def request_entered(session: Session, request: ServiceRequest) -> set[str]:
    """At every save: when it came, who answers for it, and by when by its kind (A5.5, Y4.1)."""
    now: datetime = session.info["clock"]()
    request.received_at = request.received_at or now
    person = authority_of(session).person
    if request.responsible_id is None:
        request.responsible_id = request.recorder_id or (person.person_id if person is not None else None)
    if request.state in (None, *WORKING_STATES):
        _set_terms(session, request)
    return set(KEYS)


def another_handler(_session: Session, request: ServiceRequest, values: Mapping[str, Any]) -> None:
    """A5.5: a request is passed further to somebody else only."""
    if values.get("handler") == request.handler_id:
        raise Invalid(ANOTHER, fields={"handler": ANOTHER}, clause="A5.5")


def request_moved(session: Session, request: ServiceRequest, move: Move) -> None:
    """Whoever must act next answers for it; the terms run from the transfer (A5.2), and stop with the answer."""
    now: datetime = session.info["clock"]()
    if move.name in ("transfer", "pass_further", "take_up_again"):
        request.responsible_id = request.handler_id
        if move.name == "take_up_again":
            request.responded_at = None
        _tell(session, request, request.handler_id, YOURS, now)
    if move.name in ("tell_progress", "answer", "answer_at_once"):
        request.responded_at = request.responded_at or now
    if move.name == "tell_progress":
        _note_progress(session, request, now)
    if move.name in ("answer", "answer_at_once"):
        request.responsible_id = request.recorder_id or request.responsible_id
    if move.name == "escalate":
        for person in _superiors(session):
            _tell(session, request, person, ASKED, now)
    if move.name == "instruct":
        _tell(session, request, request.responsible_id, TOLD_HOW, now)
    if move.name == "close" and request.into_faq:
        _into_questions(session, request)
    _set_terms(session, request)


def written_told(session: Session, ids: Sequence[int]) -> None:
    """T2.7: what comes in writing is told to the superior at once, who says what to do."""
    with acting(session, System("T2.7：书面来件即时上报")):
        for key in ids:
            request = session.get(ServiceRequest, key)
            if request is None or request.channel != Channel.WRITTEN or request.recorder_id is None:
                continue
            for person in superiors_of(session, (request.recorder_id,)).get(request.recorder_id, ()):
                _tell(session, request, person, WRITTEN, session.info["clock"]())


def _set_terms(session: Session, request: ServiceRequest) -> None:
    """Both terms from the last transfer, or from the receipt before that; the one that runs is due now."""
    if request.kind is None:
        return
    start = request.transferred_at or request.received_at
    assert start is not None
    request.respond_by_at = start + timedelta(hours=rule(session, RESPONSE[request.kind]))
    calendar = working_calendar(session)
    solve_by = calendar.add_working_days(start.astimezone(OFFICE_ZONE).date(), rule(session, SOLUTION[request.kind]))
    request.solve_by_on = solve_by
    request.next_due_at = request.respond_by_at if request.responded_at is None else calendar.closing(solve_by)
    if request.state not in (None, *WORKING_STATES):
        request.next_due_at = None


def _superiors(session: Session) -> tuple[int, ...]:
    """The direct superiors of whoever acts, the one who shall say what to do."""
    person = authority_of(session).person
    return () if person is None else tuple(superiors_of(session, (person.person_id,)).get(person.person_id, ()))


def _tell(session: Session, request: ServiceRequest, person: int | None, sentence: Term, now: datetime) -> None:
    actor = authority_of(session).person
    if person is not None and (actor is None or actor.person_id != person):
        notify(session, person, "service.request", request, sentence.format(number=request.number), once=now.isoformat(), due_at=request.next_due_at)


def _note_progress(session: Session, request: ServiceRequest, now: datetime) -> None:
    """A5.4: what the customer was told, and when, is an entry of its own."""
    with acting(session, System("A5.4：告知客户进展")):
        session.add(ContactLog(
            subject=f"{request.number} 告知进展", kind=ContactKind.PROGRESS, channel=request.channel, happened_at=now, customer_id=request.customer_id,
            request_id=request.id, told=request.progress, agent_id=request.handler_id,
        ))  # fmt: skip
        session.flush()


def _into_questions(session: Session, request: ServiceRequest) -> None:
    """K9.13: the answer goes on as a draft; who keeps the common questions publishes it."""
    with acting(session, System("K9.13：列入常见问题")):
        session.add(CommonQuestion(
            question=request.title, kind=request.kind, answer=request.solution or "", request_id=request.id, author_id=request.answered_by_id,
        ))  # fmt: skip
        session.flush()


def remind_of_requests(session: Session) -> int:
    """Who answers for a request whose term is past, and his superiors, are told once per term; returns how many were told."""
    now: datetime = session.info["clock"]()
    late = select(ServiceRequest).where(ServiceRequest.state.in_(WORKING_STATES), ServiceRequest.next_due_at < now)
    told = 0
    for request in session.scalars(late.order_by(ServiceRequest.id)).all():
        due = request.next_due_at
        if request.responsible_id is None or due is None:
            continue
        people = (request.responsible_id, *superiors_of(session, (request.responsible_id,)).get(request.responsible_id, ()))
        for person in people:
            told += notify(session, person, "service.over", request, OVER.format(number=request.number), once=due.isoformat(), due_at=due)
    return told
