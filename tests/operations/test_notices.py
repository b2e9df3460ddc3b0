"""Notices: once per occasion, to whose turn it is, to nobody who keeps away, and gone with the right to see the record."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.access import Clearance, Level, Scope
from domain.areas import Area
from domain.errors import DomainError, Missing
from domain.terms import Term
from models.complaints.complaint import Complaint
from models.complaints.stages import ENDED, Stage
from models.fence import act, acting
from models.governance.notice import Notice
from models.register import registers
from operations.moves import choices, perform
from operations.notices import inbox, mark_all_read, mark_read, notify, unread
from operations.records import update
from operations.waiting import tasks
from operations.waiting_steps import WAITING
from permissions.actor import System
from permissions.grants import AreaRight, Rights
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage, ready, take, values_of

SAID = Term("请办理。", "Please see to it.")
WORKFLOW = Complaint.register.workflow
assert WORKFLOW is not None


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def told(session: Session, person: int) -> list[str]:
    with acting(session, System("test")):
        return list(session.scalars(select(Notice.code).where(Notice.person_id == person).order_by(Notice.id)))


def test_the_same_occasion_is_told_once(session: Session, office: Office) -> None:
    case = a_case(session, office)
    assert notify(session, office.handler, "due", case, SAID, once="75")
    assert not notify(session, office.handler, "due", case, SAID, once="75")
    assert notify(session, office.handler, "due", case, SAID, once="100")
    assert notify(session, office.other, "due", case, SAID, once="75")
    assert told(session, office.handler) == ["due", "due"]


def test_who_is_complained_of_is_told_nothing_and_what_he_was_told_before_is_gone(session: Session, office: Office) -> None:
    """K4.7, both ways: at writing, and when he becomes a respondent later."""
    case = a_case(session, office)
    assert not notify(session, office.accused, "due", case, SAID, once="1")
    assert told(session, office.accused) == []
    notify(session, office.other, "due", case, SAID, once="1")
    act(session, office.as_(office.other))
    assert unread(session) == len(inbox(session)) == 1
    number = inbox(session)[0].id
    with acting(session, System("test")):
        update(session, case, {"respondents": [office.accused, office.other]})
    assert (unread(session), list(inbox(session)), mark_all_read(session)) == (0, [], 0)
    with pytest.raises(Missing):
        mark_read(session, number)


def test_a_notice_about_what_one_may_no_longer_see_is_not_shown(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATING, handler_id=office.handler)
    notify(session, office.handler, "due", case, SAID, once="1")
    area = {Area.COMPLAINTS: AreaRight(Clearance.INTERNAL, None, Level.HIDDEN)}
    handler = Rights("handler", area, {("complaint", "view"): frozenset({Scope.ASSIGNED})})
    act(session, office.as_(office.handler, handler))
    assert [line.record_id for line in inbox(session)] == [case.id]
    at_stage(session, case, Stage.ASSIGNED, handler_id=office.other)
    act(session, office.as_(office.handler, handler))
    assert (unread(session), list(inbox(session))) == (0, [])


def test_everybody_reads_and_marks_his_own_only(session: Session, office: Office) -> None:
    case = a_case(session, office)
    notify(session, office.handler, "due", case, SAID, once="1")
    notify(session, office.handler, "due", case, SAID, once="2")
    act(session, office.as_(office.handler))
    first = inbox(session)[0]
    act(session, office.as_(office.other))
    with pytest.raises(Missing):
        mark_read(session, first.id)
    assert mark_all_read(session) == 0
    act(session, office.as_(office.handler))
    mark_read(session, first.id)
    assert (unread(session), [line.read for line in inbox(session)]) == (1, [True, False])
    assert [line.id for line in inbox(session, only_unread=True)] == [inbox(session)[1].id]
    assert (mark_all_read(session), unread(session)) == (1, 0)


def test_the_handler_is_told_of_his_case_by_number_alone_and_is_done_with_it_when_he_has_acted(session: Session, office: Office) -> None:
    """Y4.4: passed on in time; a notice names no complainant."""
    case = at_stage(session, a_case(session, office), Stage.ACCEPTED)
    take(session, office, case, "assign", office.officer, department=office.department, handler=office.handler)
    act(session, office.as_(office.handler))
    (line,) = inbox(session)
    assert case.number in line.sentence.zh
    assert not any(word in f"{line.sentence.zh}{line.sentence.en}" for word in ("欧阳晓", "13700012345", "酒有异味"))
    assert line.due_at == case.next_due_at
    take(session, office, case, "sign_for", office.handler)
    assert unread(session) == 0


def test_a_step_that_is_taken_back_tells_nobody(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.ACCEPTED)
    with session.begin_nested() as step:
        take(session, office, case, "assign", office.officer, department=office.department, handler=office.handler)
        assert told(session, office.handler) == ["move.assign"]
        step.rollback()
    assert told(session, office.handler) == []


# ---- 待我办理 -----------------------------------------------------------------------------------------------------------


def test_every_stage_that_goes_on_waits_for_somebody() -> None:
    for key, steps in WAITING.items():
        workflow = registers[key].workflow
        assert workflow is not None
        assert {one.move for one in steps} <= set(workflow.by_name), key
    waited_for = {stage for one in WAITING["complaint"] for stage in WORKFLOW.by_name[one.move].sources}
    # What is destroyed at the end of its term stands on a list of its own, with two signatures (T4.4); what is merged waits
    # with its main case, which is not closed before its complainant is answered (K6.8).
    resting = {Stage.ARCHIVED, Stage.MERGED}
    assert waited_for | ENDED | resting == set(Stage), "a stage at which nobody is asked to do anything"


@pytest.mark.parametrize("name", [one.move for one in WAITING["complaint"]])
def test_who_must_act_next_finds_it_and_it_goes_once_done(session: Session, office: Office, name: str) -> None:
    move = WORKFLOW.by_name[name]
    case = ready(session, office, move, move.source)
    if name in ("reopen", "refer"):
        assert case.satisfaction == "dissatisfied" or case.major
    who = office.handler if name in ("sign_for", "submit", "finish") else office.leader
    act(session, office.as_(who), clock=lambda: FRIDAY)
    (task,) = tasks(session)
    assert (task.record_id, task.move.name, task.label, task.about[0][1]) == (case.id, name, case.number, "酒有异味")
    perform(session, case, name, values_of(office, move))
    assert name not in {one.move.name for one in tasks(session)}


def test_what_is_not_ones_own_does_not_wait_for_one(session: Session, office: Office) -> None:
    """K4.7, K4.8, T4.2: the handler's step for the handler, the decision not for who investigated, nothing for the accused."""
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATING, handler_id=office.handler)
    act(session, office.as_(office.other))
    assert tasks(session) == ()
    for stage in (Stage.PROPOSED, Stage.ANSWERED):
        at_stage(session, case, stage, handler_id=office.handler)
        act(session, office.as_(office.handler))
        assert tasks(session) == ()
        act(session, office.as_(office.leader))
        assert len(tasks(session)) == 1
        act(session, office.as_(office.accused))
        assert tasks(session) == ()


def test_the_earliest_term_comes_first_and_what_has_none_comes_last(session: Session, office: Office) -> None:
    cases = [at_stage(session, a_case(session, office), Stage.ACCEPTED, next_due_at=due) for due in (None, FRIDAY, FRIDAY.replace(day=17))]
    act(session, office.as_(office.officer))
    assert [task.record_id for task in tasks(session)] == [cases[2].id, cases[1].id, cases[0].id]


def test_a_request_waits_for_who_may_decide_it_by_his_post(session: Session, office: Office) -> None:
    """K7.8: the own department's manager; everybody else who holds the right does not find it."""
    customer = make(session, "customer", department=office.department)
    make(session, "archive_view_request", customer=customer.id, applicant=office.handler, department=office.department)
    act(session, office.as_(office.other))
    assert tasks(session) == ()
    who = office.as_(office.leader)
    manager = frozenset({("department_manager", office.department)})
    act(session, type(who)(type(who.person)(1, office.leader, "m", "经理", office.department, posts=manager), who.plan))
    (task,) = tasks(session)
    assert (task.register.key, task.move.name) == ("archive_view_request", "approve")


def test_the_system_has_no_inbox(session: Session, office: Office) -> None:
    a_case(session, office)
    assert (tasks(session), unread(session), list(inbox(session)), mark_all_read(session)) == ((), 0, [], 0)
    assert session.scalar(select(func.count()).select_from(Notice)) == 0


def test_a_task_is_a_step_that_is_possible(session: Session, office: Office) -> None:
    """What the inbox offers is not refused for a reason that the inbox could have known."""
    for one in WAITING["complaint"]:
        move = WORKFLOW.by_name[one.move]
        case = ready(session, office, move, move.source)
        act(session, office.as_(office.handler if one.mine else office.leader), clock=lambda: FRIDAY)
        mine = [task for task in tasks(session) if task.record_id == case.id]
        refused = {choice.move.name: choice.refusal for choice in choices(session, case)}
        assert not isinstance(refused[mine[0].move.name], DomainError)
