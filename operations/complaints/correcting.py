"""Correction orders (K5.8): who issues one does not authorise it, who carries it out does not verify it, and both values are kept."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Conflict, DomainError, Invalid, Refused
from domain.kinds import Kind
from domain.rules import ComplaintRule
from domain.terms import Term
from domain.workflow import Move
from models import checks
from models.audit import plain
from models.complaints.complaint import Complaint
from models.complaints.correction_order import Correctable, CorrectionOrder, Ordered
from models.complaints.stages import Stage
from models.fence import authority_of, letting
from models.fields import Field
from operations.complaints import clocks
from operations.complaints.recusal import require_impartial
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.wording import in_words
from operations.working_days import working_calendar

SEALED = frozenset({Stage.ARCHIVED, Stage.DESTROYED})
OWN_ORDER = Term("提出更正的人不能自己授权。", "Who issues an order does not authorise it.")
OWN_WORK = Term("执行更正的人不能自己核对。", "Who carried it out does not verify it.")
SAME = Term("更正后的内容与现有内容相同。", "This is what stands there already.")
CHANGED_SINCE = Term("「{what}」在提出更正后已有变化，请另行提出更正单。", "“{what}” has changed since the order was issued; issue another one.")
IN_THE_VOLUME = Term("已归档的案件以卷宗为准，不再更正。", "What has been archived is told by its volume and is not corrected any more.")
NOT_YOURS = Term("更正单只能由提出人修改。", "Only who issued an order changes it.")
ISSUED_ALREADY = Term("已答复的更正单不能修改，请另行提出。", "An order that has been answered is not changed; issue another one.")
COUNTED_FROM = frozenset({Correctable.RECEIVED_AT, Correctable.REFERRED_DUE_ON})
"""What the clocks of a case count from."""
KEYS = ("wrong", "due_on", "issued_by")


def order_entered(session: Session, order: CorrectionOrder) -> set[str]:
    """At every save: what stands there now, a value the field takes, by when, and who issues it."""
    person = authority_of(session).person
    if order.state not in (None, Ordered.ISSUED):
        raise Invalid(ISSUED_ALREADY, clause="K5.8")
    if order.id is not None and person is not None and person.person_id != order.issued_by_id:
        raise Invalid(NOT_YOURS, clause="K5.8")
    if order.complaint_id and order.what and order.right:
        order.wrong = _stored(session, order)
        try:
            wanted = _written(order)
        except DomainError as error:
            raise Invalid(error.sentence, fields={"right": error.sentence}, clause="K5.8") from error
        if wanted == order.wrong:
            raise Invalid(SAME, fields={"right": SAME}, clause="K5.8")
    if order.id is None:
        order.due_on = working_calendar(session).add_working_days(today(session), rule(session, ComplaintRule.CORRECTION_DAYS))
        order.issued_by_id = person.person_id if person is not None else None
    return set(KEYS)


def order_moved(session: Session, order: CorrectionOrder, move: Move) -> None:
    """Carried out: the value goes into the case in the actor's name, and the history of the case holds both."""
    if move.name != "carry_out":
        return
    case, spec = _case(session, order), Complaint.register.fields[str(order.what)]
    with letting(session, case, {spec.key, *clocks.KEYS}):
        setattr(case, spec.key, checks.read(spec, order.right))
        if order.what in COUNTED_FROM:
            clocks.entered_again(session, case)


def _written(order: CorrectionOrder) -> str:
    """What is ordered, as the history writes it; raises Invalid for a value the field does not take."""
    spec = Complaint.register.fields[str(order.what)]
    return _said(spec, checks.read(spec, order.right))


def _stored(session: Session, order: CorrectionOrder) -> str:
    cases: Any = Complaint.__table__.c
    value = session.connection().execute(select(cases[str(order.what)]).where(cases.id == order.complaint_id)).scalar()
    return "" if value is None else _said(Complaint.register.fields[str(order.what)], value)


def _said(spec: Field, value: Any) -> str:
    """As people read it where the history keeps a code or a moment of another zone."""
    return in_words(spec, value, "zh") if spec.kind in (Kind.CHOICE, Kind.MOMENT) else str(plain(value))


def _case(session: Session, order: CorrectionOrder) -> Complaint:
    return session.scalars(select(Complaint).where(Complaint.id == order.complaint_id)).one()


def _impartial(session: Session, order: CorrectionOrder) -> None:
    person = authority_of(session).person
    if person is not None:
        require_impartial(session, order, person.person_id)


def _by_a_superior(session: Session, order: CorrectionOrder) -> None:
    person = authority_of(session).person
    if person is not None and person.person_id == order.issued_by_id:
        raise Refused(OWN_ORDER, clause="K5.8")


def _by_another(session: Session, order: CorrectionOrder) -> None:
    person = authority_of(session).person
    if person is not None and person.person_id == order.carried_by_id:
        raise Refused(OWN_WORK, clause="K5.8")


def _still_so(session: Session, order: CorrectionOrder) -> None:
    """What was authorised was the change of one value into another, not of whatever stands there by now."""
    cases: Any = Complaint.__table__.c
    stage = session.connection().execute(select(cases.stage).where(cases.id == order.complaint_id)).scalar()
    if stage in SEALED:
        raise Refused(IN_THE_VOLUME, clause="K5.8")
    if _stored(session, order) != (order.wrong or ""):
        raise Conflict(CHANGED_SINCE, what=Complaint.register.fields[str(order.what)].label, clause="K5.8")


GUARDS = {
    ("correction_order", "authorise"): (_impartial, _by_a_superior),
    ("correction_order", "reject"): (_impartial, _by_a_superior),
    ("correction_order", "carry_out"): (_impartial, _still_so),
    ("correction_order", "verify"): (_impartial, _by_another),
}
