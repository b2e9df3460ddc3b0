"""What was borrowed from the demo company's archive of late: returned, out, overdue, approved, waiting for the leader."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.values import OFFICE_ZONE
from models.archives.unit import ArchiveUnit
from models.lending.loan_line import LoanLine, LoanState
from models.lending.slip import LoanMode
from models.register import registers
from operations import moves, records
from operations.archives.desk import code_of
from operations.archives.tick_sheet import Typed
from operations.demo.department_papers import keep_papers
from operations.demo.monthly import play_months
from operations.demo.stage import Stage, acting_at, set_stage
from operations.demo.viewing import play_viewing
from operations.lending import return_ticking
from operations.lending.executives import Direct, lend_directly

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
    if (spare := _unit(session, stage, "manager01", taken)) is not None:
        steps.append(_without_slip(session, stage, today - timedelta(days=4), spare))
    steps += _who_waits(session, stage, today) + keep_papers(session, stage, today)
    for _, deed in sorted(steps, key=lambda step: step[0]):
        deed()
    play_viewing(session, stage, today)
    play_months(session, stage, today)


def _unit(session: Session, stage: Stage, who: str, taken: set[int]) -> int | None:
    """A volume of the borrower's department, each once; the first two of the house have stories of their own."""
    others = session.scalars(select(ArchiveUnit.id).order_by(ArchiveUnit.id).limit(3)).all()
    own = select(ArchiveUnit.id).where(
        ArchiveUnit.department_id == stage.person(who).department_id, ArchiveUnit.part_no == 0, ArchiveUnit.id.not_in(others)
    )
    found = next((unit for unit in session.scalars(own.order_by(ArchiveUnit.id)) if unit not in taken), None)
    if found is not None:
        taken.add(found)
    return found


def _who_waits(session: Session, stage: Stage, today: date) -> list[Deed]:
    """A colleague waits for what is out, what is out is recalled for him, and somebody asks to view a file of his own department."""

    def wait() -> None:
        line = _first_out(session, "clerk01", stage)
        if line is not None:
            values = {"unit": line.unit_id, "person": stage.person("manager01").person_id, "department": stage.person("manager01").department_id}
            with acting_at(session, stage.people["manager01"], begin):
                records.create(session, registers["loan_reservation"], {**values, "reason": "年检核对"})

    def recall() -> None:
        line, due = _first_out(session, "clerk01", stage), stage.calendar.add_working_days(today, 2)
        if line is not None and due < line.due_on:
            with acting_at(session, stage.people["archive01"], begin + timedelta(hours=1)):
                moves.perform(session, line, "recall", {"due_on": due, "recalled_because": "同事年检急用，请提前归还。"})

    def view() -> None:
        reader = stage.person("clerk01")
        own = select(ArchiveUnit.id).where(ArchiveUnit.department_id == reader.department_id, ArchiveUnit.part_no == 0)
        unit = session.scalar(own.order_by(ArchiveUnit.id))
        if unit is None:
            return
        values = {
            "borrower": reader.person_id, "department": reader.department_id, "units": [unit], "reason": "核对合同条款", "mode": LoanMode.VIEW,
            "due_on": stage.calendar.add_working_days(today, 3),
        }  # fmt: skip
        with acting_at(session, stage.people["clerk01"], begin + timedelta(hours=2)):
            moves.perform(session, records.create(session, registers["borrowing_slip"], values), "submit", {})

    begin = datetime.combine(today - timedelta(days=1), time(10), OFFICE_ZONE)
    return [(begin, wait), (begin + timedelta(hours=1), recall), (begin + timedelta(hours=2), view)]


def _first_out(session: Session, who: str, stage: Stage) -> LoanLine | None:
    mine = select(LoanLine).where(LoanLine.borrower_id == stage.person(who).person_id, LoanLine.state == LoanState.OUT)
    return session.scalars(mine.order_by(LoanLine.id).limit(1)).first()


def _without_slip(session: Session, stage: Stage, day: date, unit: int) -> Deed:
    """K3.22: the general manager borrows a volume of one of the departments straight from the archivist."""
    at = datetime.combine(day, time(16), OFFICE_ZONE)

    def deed() -> None:
        with acting_at(session, stage.people["archive01"], at):
            row = session.execute(select(ArchiveUnit.number, ArchiveUnit.part_no).where(ArchiveUnit.id == unit)).one()
            due = stage.calendar.add_working_days(day, 10)
            lend_directly(session, "demo", Direct(stage.person("boss01").person_id, (code_of(row.number, row.part_no),), due, "董事会审阅"))

    return at, deed


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
            counted = back + timedelta(hours=1)
            deeds += [step("hand_back", "archive01", back), (counted, partial(_count, session, stage, made, counted))]
            deeds.append(step("check_return", "archive01", counted, pages_back=pages))
        else:
            values = {"opinion": "同意借阅，按期归还。"} if name == "approve" else {}
            deeds.append(step(name, BY.get(name, who), begin + timedelta(hours=hours), **values))
    return deeds


def _count(session: Session, stage: Stage, made: Mapping[str, Any], at: datetime) -> None:
    """K3.26: every piece of the list it was lent with; a volume without a list is counted as a whole."""
    with acting_at(session, stage.people["archive01"], at):
        line = _line(session, made["slip"].id)
        return_ticking.save(session, line, [Typed(one.no, True, "", "") for one in return_ticking.lines(session, line)])


def _line(session: Session, slip: int) -> LoanLine:
    return session.scalars(select(LoanLine).where(LoanLine.slip_id == slip)).one()
