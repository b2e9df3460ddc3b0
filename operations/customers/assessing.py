"""What the month's assessment takes from the care of customers: visits not made in time, registrations urged again and again (K7.15, K7.18)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer_care import period
from domain.months import months_after
from domain.rules import CustomerRule
from models.base import columns_of
from models.customers.registration import Registration
from models.customers.visit import CustomerVisit, VisitState
from operations.incentives.performance import enter
from operations.office_clock import today
from operations.rule_numbers import rule

LATE_VISIT = "客户拜访 {number} 未按期完成（期限 {day}）"
URGED = "客户备案逾期，经 {count} 次催办"
MOST = 500
"""So many visits are entered in one run; the next one goes on."""


def assess_last_month(session: Session) -> int:
    """Once a month is over, enter its late visits and its repeated urgings into the performance ledger; returns how many lines are new."""
    first, last = period(months_after(today(session), -1), 1)
    visit, line, done = columns_of("customer_visit"), columns_of("performance_entry"), 0
    there = select(line.record_id).where(line.register_key == CustomerVisit.register.key, line.clause == "K7.15")
    late = visit.visited_on.is_(None) | (visit.visited_on > visit.due_on)
    keys = select(visit.id).where(visit.due_on.between(first, last), visit.state != VisitState.CANCELLED, late, visit.id.not_in(there))
    for key in session.connection().execute(keys.order_by(visit.id).limit(MOST)).scalars().all():
        one = session.get_one(CustomerVisit, key)
        item = LATE_VISIT.format(number=one.number, day=one.due_on.isoformat())
        done += enter(session, person_id=one.visitor_id, on=last, clause="K7.15", item=item, record=one)
    return done + _urged(session)


def _urged(session: Session) -> int:
    """K7.18: at the end of the month in which it was urged for the last time."""
    begins = today(session).replace(day=1)
    line = columns_of("performance_entry")
    there = select(line.record_id).where(line.register_key == Registration.register.key, line.clause == "K7.18")
    wanted = select(Registration).where(
        Registration.urged_times >= rule(session, CustomerRule.URGED_TIMES), Registration.urged_on < begins, Registration.id.not_in(there)
    )
    done = 0
    for one in session.scalars(wanted.order_by(Registration.id).limit(MOST)).all():
        assert one.urged_on is not None
        _, last = period(one.urged_on, 1)
        done += enter(session, person_id=one.applicant_id, on=last, clause="K7.18", item=URGED.format(count=one.urged_times), record=one)
    return done
