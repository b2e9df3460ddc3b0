"""Prepared replies: offered by the state of the case and by whose fault it was, and never one that would be refused (K8.11, K8.15)."""

import pytest
from sqlalchemy.orm import Session

from models.complaints.complaint import Complaint
from models.complaints.reply_template import ReplyKind
from models.complaints.stages import WORKFLOW, Stage
from models.fence import act
from operations.complaints.replying import replies
from operations.records import update
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage


@pytest.fixture
def office(session: Session) -> Office:
    found = an_office(session)
    for kind in ReplyKind:
        make(session, "reply_template", kind=kind, title=kind.value, text="{编号}（{事项}）由{部门}办理，{期限}前答复。", active=True)
    return found


def offered(session: Session, office: Office, case: Complaint, move: str) -> list[str]:
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    return [one.title for one in replies(session, case, WORKFLOW.by_name[move])]


def test_what_is_offered_follows_the_state_and_the_fault(session: Session, office: Office) -> None:
    """K8.15: no apology before the fault is known, and for our own fault only; K8.11: results after the decision."""
    case = at_stage(session, a_case(session, office), Stage.REGISTERED)
    assert offered(session, office, case, "accept") == ["confirmation", "explanation"]
    at_stage(session, case, Stage.FINISHED, responsibility="customer")
    assert offered(session, office, case, "answer") == ["explanation", "result"]
    at_stage(session, case, Stage.FINISHED, responsibility="company")
    assert set(offered(session, office, case, "answer")) == {"apology", "explanation", "result"}
    assert offered(session, office, case, "finish") == [], "nobody is told anything"


def test_the_case_is_filled_in_and_what_is_out_of_use_is_left_out(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.REGISTERED, due_on=FRIDAY.date())
    one = make(session, "reply_template", kind=ReplyKind.CONFIRMATION, title="停用", text="旧", active=True)
    act(session, System("test"))
    update(session, one, {"active": False})
    assert "停用" not in offered(session, office, case, "accept")
    text = replies(session, case, WORKFLOW.by_name["accept"])[0].text
    assert text.startswith(f"{case.number}（酒有异味）由责任部门办理，2026-09-18")
