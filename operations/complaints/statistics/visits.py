"""What visits raised, in the pack: all of it is to be handled (K6.15)."""

from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.report_periods import Period
from domain.terms import Term
from models.customers.visit_item import ItemState, VisitItem
from models.fence import authority_of
from operations.complaints.statistics.cards import Rate
from operations.complaints.statistics.counting import readable, within

TITLE = Term("回访处理率", "Visits handled")
NOTE = Term("本期拜访和座谈会提出的事项中已办结或已转为投诉的。", "Of all that visits and forums of the period raised: solved, or taken up as a complaint.")
WHOLE = Term("应为 100 %", "must be 100 %")
HANDLED = (ItemState.SOLVED, ItemState.CASE)


def visits_rate(session: Session, period: Period) -> Rate | None:
    """K6.15: of the items raised in the period and in the reader's view; None for whoever may not read how far they are."""
    who, row = authority_of(session), VisitItem
    if not (who.is_system or who.may(row.register.key, Action.VIEW)) or not readable(session, row.register.key, "state"):
        return None
    created: Any = row.created_at
    handled = func.coalesce(func.sum(case((row.state.in_(HANDLED), 1), else_=0)), 0)
    part, whole = session.execute(select(handled, func.count()).where(within(period, created))).one()
    met = part == whole if whole else None
    return Rate("visits_handled", TITLE, int(part), int(whole), "K6.15", NOTE, None, WHOLE, met, register=row.register.key)
