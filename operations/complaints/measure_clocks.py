"""C12: each measure has a clock of its own from the moment the customer was told the plan until it is done or waived (Y6.5)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.measure import ComplaintMeasure, MeasureState
from models.fence import acting
from operations.behalf import on_behalf
from operations.complaints.clocks import KEYS, move_clock, start_clock, stop_clock
from operations.working_days import working_calendar

__all__ = ["KEYS", "measure_moved", "plan_told"]


def plan_told(session: Session, case: Complaint, move: Move) -> None:
    """The plan is told: what is still to be done in this round runs, each until the office closes on its day.

    After a change of the plan what runs already gets its new day; until the customer knows it, the one he was told holds.
    """
    if move.name != "inform":
        return
    rows: Any = ComplaintMeasure.__table__.c
    planned = select(rows.id, rows.due_on).where(
        rows.complaint_id == case.id, rows.round == case.round, rows.state == MeasureState.PLANNED
    )
    for measure_id, due_on in session.connection().execute(planned.order_by(rows.id)).all():
        closing = working_calendar(session).closing(due_on)
        if not move_clock(session, case, _code(measure_id), closing):
            start_clock(session, case, _code(measure_id), closing)


def measure_moved(session: Session, measure: ComplaintMeasure, _move: Move) -> None:
    """Done or waived, it runs no longer; the case shows what is due next, in the name of who did it."""
    with acting(session, on_behalf(session, "Y6.5：措施时限")):
        stop_clock(session, session.get_one(Complaint, measure.complaint_id), _code(measure.id))


def _code(measure_id: int) -> str:
    return f"C12-{measure_id}"
