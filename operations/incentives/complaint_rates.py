"""客户投诉考核: what the company's table says of a complaint is entered into the performance ledger when it is closed (T7.1)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.complaint_clocks import clock_title
from domain.errors import Invalid
from domain.terms import Term
from domain.values import OFFICE_ZONE
from domain.workflow import Move
from models.base import columns_of
from models.complaints.breach import ComplaintBreach
from models.complaints.complaint import Complaint
from models.complaints.stages import OVER, Stage
from models.complaints.words import KINDS, Responsibility
from models.fence import acting
from models.incentives.incentive_scheme import ComplaintBasis, IncentiveScheme, SchemeKind
from operations.behalf import on_behalf
from operations.incentives.performance import enter
from operations.office_clock import today
from operations.standing import heads_of

NOTHING_COUNTS = Term("请填写考核分或金额，至少一项。", "Give points or an amount.")
COSTS = Term("投诉考核只扣不奖，请填负数或留空。", "Complaints only ever cost: give a negative number, or none.")
TWICE = Term(
    "同一情形和类别在这段时间已有考核项目「{name}」，请先填写它的截止日期。", "“{name}” assesses the same at the same time; give it an end first."
)
EACH = Term("责任投诉 {number}：{kind}", "Complaint {number}: {kind}")
OVERDUE = Term("投诉 {number} 逾期：{clock}", "Complaint {number}, overdue: {clock}")
REPEATED = Term("重复投诉 {number}：{kind}，此前为 {before}", "Complaint {number} repeated: {kind}, before it {before}")
BY = Term("{item}（按「{name}」，{day} 的标准）", "{item} (by “{name}” as of {day})")
ASSESSED = OVER - {Stage.DESTROYED}
CLAUSES = {ComplaintBasis.EACH: "T7.1", ComplaintBasis.OVERDUE: "T7.1", ComplaintBasis.REPEATED: "T7.1 重复"}
"""A complaint is a line of the ledger by itself and another for repeating an earlier one: each is objected to alone."""


def scheme_entered(session: Session, scheme: IncentiveScheme) -> set[str]:
    """At every save: what is assessed of complaints counts something, and never twice at a time; raises Invalid (T7.1)."""
    if scheme.kind != SchemeKind.COMPLAINTS or scheme.basis is None:
        return set()
    if not scheme.points and not scheme.amount:
        raise Invalid(NOTHING_COUNTS, fields={"points": NOTHING_COUNTS}, clause="T7.1")
    rewards = [key for key in ("points", "amount") if (getattr(scheme, key) or 0) > 0]
    if rewards:
        raise Invalid(COSTS, fields=dict.fromkeys(rewards, COSTS), clause="T7.1")
    c = columns_of(IncentiveScheme.register.key)
    alike = [c.kind == SchemeKind.COMPLAINTS, c.basis == scheme.basis, c.complaint_kind.is_not_distinct_from(scheme.complaint_kind),
             c.department_id.is_not_distinct_from(scheme.department_id), or_(c.until_on.is_(None), c.until_on >= (scheme.from_on or date.min))]  # fmt: skip
    if scheme.until_on is not None:
        alike.append(or_(c.from_on.is_(None), c.from_on <= scheme.until_on))
    if scheme.id is not None:
        alike.append(c.id != scheme.id)
    if (name := session.connection().execute(select(c.name).where(*alike).limit(1)).scalar()) is not None:
        sentence = TWICE.format(name=name)
        raise Invalid(sentence, fields={"from_on": sentence}, clause="T7.1")
    return set()


def case_closed(session: Session, case: Complaint, move: Move) -> None:
    """At closing its fault and repetition, whenever it is over its overdue terms: each once for whoever answers for them."""
    if case.stage not in ASSESSED:
        return
    with acting(session, on_behalf(session, "T7.1 客户投诉考核")):
        if move.name == "close" and case.responsibility in (Responsibility.COMPANY, Responsibility.EMPLOYEE):
            people = [one.id for one in case.respondents] or heads_of(session, case.department_id)
            table = _Table(session, case, case.received_at)
            said = {"number": case.number, "kind": KINDS[case.kind].zh if case.kind else "—"}
            table.enter(ComplaintBasis.EACH, people, EACH.format(**said), case)
            if (before := _before(session, case)) is not None:
                table.enter(ComplaintBasis.REPEATED, people, REPEATED.format(**said, before=before.number), case)
        for breach in session.scalars(select(ComplaintBreach).where(ComplaintBreach.complaint_id == case.id).order_by(ComplaintBreach.id)):
            handler = case.handler_id if case.handler_id and _works_in(session, case.handler_id) == breach.department_id else None
            item = OVERDUE.format(number=case.number, clock=clock_title(breach.code))
            _Table(session, case, breach.due_at).enter(ComplaintBasis.OVERDUE, [handler] if handler else heads_of(session, breach.department_id), item, breach)


def _before(session: Session, case: Complaint) -> Complaint | None:
    """The complaint of the same customer about the same class, earlier in the same year, that counted as somebody's fault."""
    if case.customer_id is None or case.kind is None or case.received_at is None:
        return None
    begins = case.received_at.astimezone(OFFICE_ZONE).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    alike = select(Complaint).where(
        Complaint.customer_id == case.customer_id, Complaint.kind == case.kind, Complaint.id != case.id,
        Complaint.received_at.between(begins, case.received_at),
        Complaint.responsibility.in_((Responsibility.COMPANY, Responsibility.EMPLOYEE)),
    )  # fmt: skip
    return session.scalars(alike.order_by(Complaint.received_at.desc(), Complaint.id.desc()).limit(1)).first()


def _works_in(session: Session, person: int) -> int | None:
    c = columns_of("employee")
    return session.connection().execute(select(c.department_id).where(c.id == person)).scalar()


class _Table:
    """The lines of the company's table that held when it happened: a later line costs nobody anything for what was before it."""

    def __init__(self, session: Session, case: Complaint, happened_at: datetime | None) -> None:
        self._session = session
        self._day = day = happened_at.astimezone(OFFICE_ZONE).date() if happened_at else today(session)
        c = columns_of(IncentiveScheme.register.key)
        holds = (or_(c.from_on.is_(None), c.from_on <= day), or_(c.until_on.is_(None), c.until_on >= day))
        wanted = select(c.basis, c.name, c.complaint_kind, c.department_id, c.points, c.amount).where(
            c.kind == SchemeKind.COMPLAINTS, c.basis.is_not(None), or_(c.complaint_kind.is_(None), c.complaint_kind == case.kind), *holds
        )
        self._lines = session.connection().execute(wanted).all()

    def enter(self, basis: ComplaintBasis, people: list[int], item: Term, record: Any) -> None:
        """One line for each of ``people``, by the line that is most particular: for the class before for all, for his department before for all."""
        for person in people:
            place = _works_in(self._session, person)
            lines = [one for one in self._lines if one.basis == basis and one.department_id in (None, place)]
            if lines:
                line = max(lines, key=lambda one: (one.complaint_kind is not None, one.department_id is not None))
                enter(
                    self._session, person_id=person, on=today(self._session), clause=CLAUSES[basis], record=record,
                    item=BY.format(item=item, name=line.name, day=self._day).zh, points=line.points or 0, amount=line.amount or 0,
                )  # fmt: skip
