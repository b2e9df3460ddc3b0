"""What the demo company's departments keep themselves: papers lent for a few days, an outing signed for and one that waits (K10.9, K10.12)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from domain.values import OFFICE_ZONE
from models.register import registers
from operations import moves, records
from operations.demo.stage import Stage, acting_at

Deed = tuple[datetime, Callable[[], Any]]
LENT = (("展会招商方案", 6, 2), ("部门例会纪要汇编", 2, 4))
OUTINGS = (("客户管理培训班", "training", "讲义一册、结业证书复印件", True), ("行业协会年会", "meeting", "会议手册一本", False))


def keep_papers(session: Session, stage: Stage, today: date) -> list[Deed]:
    """The department's archivist lends papers, one of them overdue by now, and signs for the papers of one outing of two."""
    keeper, colleague = stage.people["clerk01"], stage.people["manager01"]
    place, deeds = keeper.person.department_id, list[Deed]()

    def lend(title: str, day: date, term: int) -> Callable[[], Any]:
        def deed() -> None:
            values = {"title": title, "department": place, "keeper": keeper.person.person_id, "borrower": colleague.person.person_id, "lent_on": day}
            with acting_at(session, keeper, datetime.combine(day, time(11), OFFICE_ZONE)):
                records.create(session, registers["temporary_loan"], {**values, "due_on": stage.calendar.add_working_days(day, term), "purpose": "备查"})

        return deed

    def travel(title: str, kind: str, papers: str, signed: bool, day: date) -> Callable[[], Any]:
        def deed() -> None:
            values = {"title": title, "kind": kind, "traveller": colleague.person.person_id, "department": place, "ended_on": day, "papers": papers}
            with acting_at(session, colleague, datetime.combine(day, time(14), OFFICE_ZONE)):
                paper = records.create(session, registers["travel_paper"], values)
            if signed:
                with acting_at(session, keeper, datetime.combine(day, time(16), OFFICE_ZONE)):
                    moves.perform(session, paper, "sign_papers", {"received": papers})

        return deed

    for title, days, term in LENT:
        day = today - timedelta(days=days)
        deeds.append((datetime.combine(day, time(11), OFFICE_ZONE), lend(title, day, term)))
    for number, outing in enumerate(OUTINGS):
        day = today - timedelta(days=5 - number)
        deeds.append((datetime.combine(day, time(14), OFFICE_ZONE), travel(*outing, day)))
    return deeds
