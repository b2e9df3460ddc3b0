"""What was borrowed from the demo company's archive of late: returned, out, overdue, approved, waiting for the leader."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.values import OFFICE_ZONE
from models.archives.unit import ArchiveUnit
from models.lending.loan_line import LoanLine
from models.register import registers
from operations import moves, records
from operations.demo.stage import Stage, acting_at, set_stage
from operations.demo.viewing import play_viewing

Deed = tuple[datetime, Callable[[], Any]]
STORIES = (
    ("manager01", 18, 4, ("submit", "approve", "check_out", "return")),
    ("manager02", 16, 5, ("submit", "approve", "check_out")),
    ("clerk01", 5, 8, ("submit", "approve", "check_out")),
    ("clerk02", 2, 6, ("submit", "approve")),
    ("manager01", 1, 7, ("submit",)),
)
"""Who, how many days ago, for how many working days, and how far it went; the second is overdue by now."""
REASONS = ("客户续贷复核", "诉讼举证", "担保物核查", "年检核对", "合同续签")
BY = {"approve": "boss01", "check_out": "archive01", "hand_back": "archive01", "check_return": "archive01"}


def play_loans(session: Session, draw: Random, today: date, others: list[Deed]) -> None:
    """Take every step of the stories, and ``others`` that move units, in order of time."""
    stage = set_stage(session, draw)
    steps = list(others)
    taken: set[int] = set()
    for place, (who, days, term, path) in enumerate(STORIES):
        unit = _unit(session, stage, who, taken)
        if unit is not None:
            steps += _story(session, stage, today - timedelta(days=days), who, unit, (term, REASONS[place], path))
    for _, deed in sorted(steps, key=lambda step: step[0]):
        deed()
    play_viewing(session, stage, today)


def _unit(session: Session, stage: Stage, who: str, taken: set[int]) -> int | None:
    """A volume of the borrower's department, each once; the first two of the house have stories of their own."""
    own = select(ArchiveUnit.id).where(ArchiveUnit.department_id == stage.person(who).department_id, ArchiveUnit.part_no == 0, ArchiveUnit.id > 3)
    found = next((unit for unit in session.scalars(own.order_by(ArchiveUnit.id)) if unit not in taken), None)
    if found is not None:
        taken.add(found)
    return found


def _story(session: Session, stage: Stage, day: date, who: str, unit: int, told: tuple[int, str, tuple[str, ...]]) -> list[Deed]:
    term, reason, path = told
    made: dict[str, Any] = {}
    begin = datetime.combine(day, time(9, 30), OFFICE_ZONE)

    def enter() -> None:
        values = {
            "borrower": stage.person(who).person_id, "department": stage.person(who).department_id, "units": [unit], "reason": reason,
            "due_on": stage.calendar.add_working_days(day, term),
        }  # fmt: skip
        with acting_at(session, stage.people[who], begin):
            made["slip"] = records.create(session, registers["borrowing_slip"], values)

    def step(name: str, actor: str, at: datetime, **values: Any) -> Deed:
        def deed() -> None:
            with acting_at(session, stage.people[actor], at):
                record = made["slip"] if name in ("submit", "approve", "check_out") else _line(session, made["slip"].id)
                moves.perform(session, record, name, values)

        return at, deed

    deeds: list[Deed] = [(begin, enter)]
    for hours, name in enumerate(path, 1):
        if name == "return":
            back = begin + timedelta(days=3)
            pages = session.scalar(select(ArchiveUnit.pages).where(ArchiveUnit.id == unit))
            deeds += [step("hand_back", "archive01", back), step("check_return", "archive01", back + timedelta(hours=1), pages_back=pages)]
        else:
            values = {"opinion": "同意借阅，按期归还。"} if name == "approve" else {}
            deeds.append(step(name, BY.get(name, who), begin + timedelta(hours=hours), **values))
    return deeds


def _line(session: Session, slip: int) -> LoanLine:
    return session.scalars(select(LoanLine).where(LoanLine.slip_id == slip)).one()
