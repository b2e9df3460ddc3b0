"""Steps of one complaint from many processes at once, and processes killed in the middle of one: one wins, nothing is half done."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.complaints.clock import ComplaintClock
from models.complaints.complaint import Complaint
from models.complaints.stages import WORKFLOW, Stage
from models.fence import acting
from models.governance.audit_entry import AuditEntry
from models.governance.notice import Notice
from models.register import registers
from operations.calendar_filling import fill_calendar
from operations.complaints.clocks import start_clock
from operations.records import create
from permissions.actor import System
from tests.conftest import Panel
from tests.faults.breaking import everything
from tests.house.copying import ROOT
from web.extensions import db

AT_ONCE = 8
MOST = 200


@contextmanager
def mover(panel: Panel, code: str, case: int) -> Iterator[subprocess.Popen[str]]:
    """A process that is ready to fork those that take steps."""
    url, account = panel.settings.database_url, panel.company.accounts[code]
    handler = {"HANDLER": str(panel.company.employees["head"])}
    command = [sys.executable, "-m", "tests.faults.moving", url, str(account), str(case)]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **handler}, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603  # our own module
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        assert process.stdin is not None
        process.stdin.close()  # nothing more to do: it ends by itself


def go(process: subprocess.Popen[str], *moves: str, at: int = 0) -> list[str]:
    """Let all steps begin at the same moment; what each process has said and how it ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{at} {' '.join(moves)}\n")
    process.stdin.flush()
    return list(iter(lambda: process.stdout.readline().strip(), "all"))  # type: ignore[union-attr]


def a_case(panel: Panel, stage: Stage, **columns: Any) -> int:
    """A complaint at ``stage`` with its clocks."""
    people = panel.company.employees
    with panel.system() as session:
        fill_calendar(session)
        given = {"channel": "phone", "title": "漏液", "facts": "漏液", "anonymous": True, "respondents": [people["auditor"]]}
        case = create(session, registers["complaint"], {**given, "recorder": people["complaint"]})
        for code in ("C3", "C5"):
            start_clock(session, case, code)
        session.execute(update(Complaint).where(Complaint.id == case.id).values(stage=stage, accepted_at=case.received_at, **columns))
        return int(case.id)


def states(session: Session, case: int) -> list[str]:
    """Each state the log says the case has come to."""
    mine = select(AuditEntry.changes).where(AuditEntry.register_key == "complaint", AuditEntry.record_id == case).order_by(AuditEntry.id)
    return [change["stage"][1] for change in session.scalars(mine) if "stage" in change and change["stage"][0] is not None]


@pytest.mark.parametrize(
    ("stage", "code", "moves"),
    [
        (Stage.REGISTERED, "complaint", ("accept",) * 8),
        (Stage.PROPOSED, "boss", ("decide", "send_back") * 4),
    ],
)
def test_of_eight_processes_one_takes_its_step_and_the_others_are_told_who_and_when(
    own_panel: Panel, stage: Stage, code: str, moves: tuple[str, ...]
) -> None:
    people = own_panel.company.employees
    columns = {"handler_id": people["head"], "department_id": own_panel.company.departments["north"], "opinion_by_id": people["complaint"]}
    case = a_case(own_panel, stage, **(columns if stage is Stage.PROPOSED else {}))
    assert len(moves) == AT_ONCE
    with mover(own_panel, code, case) as process:
        answers = [one for one in go(process, *moves) if " ended " not in one]
    assert len(answers) == AT_ONCE, answers
    (winner,) = [one.partition(" ")[0] for one in answers if one.endswith(" won")]
    for answer in answers:
        if not answer.endswith(" won"):
            assert re.search(r" conflict .+ \(" + code + r"\) 于 \d{4}-\d\d-\d\d \d\d:\d\d 办理", answer), answer
    with own_panel.system() as session:
        won = WORKFLOW.by_name[winner]
        assert session.get_one(Complaint, case).stage is won.target
        assert states(session, case) == [won.target.value]


def test_killed_at_any_statement_a_step_is_whole_or_not_at_all(own_panel: Panel) -> None:
    """Case, clocks, audit and notice together: assigning writes all four."""
    with own_panel.app.app_context():
        engine = db.engine
    case = a_case(own_panel, Stage.ACCEPTED)
    before = everything(engine)
    with mover(own_panel, "complaint", case) as process:
        for number in range(1, MOST):
            answers = go(process, "assign", at=number)
            if "assign won" in answers:
                break
            assert answers == ["0 ended -9"]
            after = everything(engine)
            assert after == before, (number, [name for name in after if after[name] != before[name]])
    assert 5 < number < MOST
    with own_panel.system() as session:
        found = session.get_one(Complaint, case)
        assert (found.stage, found.handler_id) == (Stage.ASSIGNED, own_panel.company.employees["head"])
        assert states(session, case) == ["assigned"]
        running = select(ComplaintClock.code).where(ComplaintClock.complaint_id == case, ComplaintClock.stopped_at.is_(None))
        assert {"C4", "C5"} <= set(session.scalars(running))
        assert "C3" not in set(session.scalars(running))
        with acting(session, System("test")):
            mine = select(func.count()).select_from(Notice).where(Notice.record_id == case, Notice.person_id == found.handler_id)
            assert session.scalar(mine) == 1
