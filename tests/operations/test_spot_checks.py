"""T4.3, K2.19: the draw of a month, who may check what it drew, the term of the check, and what a failed one does."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from domain.report_periods import read_period
from models.complaints.clock import ComplaintClock
from models.complaints.complaint import Complaint
from models.complaints.spot_check import CheckState, Drawn, SpotCheck, Verdict
from models.complaints.spot_check_draw import SpotCheckDraw
from models.complaints.stages import Stage
from models.complaints.words import Severity
from models.fence import act, acting
from models.organisation.department import Department
from operations.base_roles import ensure_base_roles
from operations.complaints.clock_store import load
from operations.complaints.drawing import draw_cases
from operations.complaints.independence import independent
from operations.complaints.statistics.pack import a_pack
from operations.moves import perform
from operations.printing.catalogue import FORMS
from operations.printing.content import filled
from operations.records import create
from operations.records import update as save
from operations.rights import catalogue, read_rights
from operations.rules import set_rule
from operations.waiting import tasks
from permissions.actor import Authority, System
from permissions.policy import compile_plan
from tests.factories import make, person
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage, take

OCTOBER = datetime(2026, 10, 9, 2, 0, tzinfo=UTC)
"""A Friday that is worked, and so is the Saturday after it: five working days later is Thursday the 15th."""
DUE = datetime(2026, 10, 15, 9, 30, tzinfo=UTC)
FOUND = {"heard": "agrees", "finding": "电话核实，结果与登记一致。", "proof": "通话记录 3 分钟。"}
WRONG = {"heard": "differs", "finding": "客户称未更换产品。", "proof": "通话记录；无签收单。", "verdict": "failed"}


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


@pytest.fixture
def checker(session: Session, office: Office) -> int:
    found: int = make(session, "employee", name="抽查人", department=make(session, "department", name="营管部", code="YG").id).id
    return found


def closed(session: Session, office: Office, **columns: Any) -> Complaint:
    given = {"department_id": office.department, "handler_id": office.handler, "decided_by_id": office.leader, "closed_by_id": office.officer}
    case = at_stage(session, a_case(session, office), Stage.CLOSED, **{**given, "closed_at": FRIDAY, "accepted_at": FRIDAY, **columns})
    session.connection().execute(delete(ComplaintClock.__table__))  # what runs from receipt has stopped long since
    return case


def drawn(session: Session, office: Office, *checkers: int, who: int = 0, **more: Any) -> SpotCheckDraw:
    act(session, office.as_(who or office.officer), clock=lambda: OCTOBER)
    given = {"month_on": date(2026, 9, 18), "seed": "8f3a", "checkers": list(checkers)}
    plan: SpotCheckDraw = create(session, SpotCheckDraw.register, {**given, **more})
    return plan


def check_of(session: Session, case: Complaint) -> SpotCheck:
    with acting(session, System("test")):
        return session.scalars(select(SpotCheck).where(SpotCheck.complaint_id == case.id)).one()


def verify(session: Session, office: Office, check: SpotCheck, who: int, at: datetime = OCTOBER, **values: Any) -> None:
    act(session, office.as_(who), clock=lambda: at)
    perform(session, check, "verify", {**FOUND, "verdict": "passed", **values})


def refusal(call: Callable[..., Any], *given: Any, **more: Any) -> DomainError:
    with pytest.raises((Refused, Invalid)) as found:
        call(*given, **more)
    for one in session_of(given).new:
        session_of(given).expunge(one)
    return found.value


def session_of(given: tuple[Any, ...]) -> Session:
    found: Session = given[0]
    return found


def test_a_month_is_drawn_from_the_browser_as_on_the_command_line(session: Session, office: Office, checker: int) -> None:
    """T4.3: a tenth of each department by the seed, and all that is serious or major."""
    cases = [closed(session, office) for _ in range(12)]
    grave = [closed(session, office, severity=Severity.SERIOUS), closed(session, office, major=True)]
    with acting(session, System("test")):
        again = draw_cases(session, read_period("2026-09"), "8f3a")
    plan = drawn(session, office, checker)
    assert (plan.month_on, plan.percent, plan.least, plan.whole, plan.digest) == (date(2026, 9, 1), 10, 1, True, again.digest)
    assert (plan.drawn_by_id, plan.drawn_at, plan.rules_on) == (office.officer, OCTOBER, date(2026, 9, 30))  # type: ignore[attr-defined]
    with acting(session, System("test")):
        checks = session.scalars(select(SpotCheck)).all()
        numbers = {session.get_one(Complaint, one.complaint_id).number: one for one in checks}
    sample = {number for several in again.cases.values() for number in several}
    assert set(numbers) == sample | {one.number for one in grave}
    assert len(sample) == 2, "a tenth of fourteen, rounded up"
    assert {one.reason for number, one in numbers.items() if number not in sample} <= {Drawn.WHOLE}
    assert all(numbers[number].reason is Drawn.SAMPLE for number in sample)
    one = numbers[grave[0].number]
    assert (one.due_at, one.checker_id, one.department_id, one.state) == (DUE, checker, office.department, CheckState.WAITING)
    assert (grave[0].checking, grave[0].checker_id) == (True, checker)
    assert not any(case.checking for case in cases if case.number not in sample)


def test_the_numbers_are_the_rules_of_the_last_day_of_the_month(session: Session, office: Office, checker: int) -> None:
    for _ in range(3):
        closed(session, office, major=True)
    act(session, System("test"), clock=lambda: FRIDAY)
    for code, amount, since in (("percent", 60, date(2026, 9, 30)), ("whole", 0, date(2026, 9, 20)), ("percent", 90, date(2026, 10, 1))):
        set_rule(session, f"spot_check_{code}", amount, since, "会议决定")
    plan = drawn(session, office, checker)
    with acting(session, System("test")):
        assert (plan.percent, plan.whole, len(session.scalars(select(SpotCheck)).all())) == (60, False, 2)


def test_a_month_is_drawn_once_and_when_it_is_over(session: Session, office: Office, checker: int) -> None:
    closed(session, office)
    assert list(refusal(drawn, session, office, checker, month_on=date(2026, 10, 3)).fields) == ["month_on"]  # type: ignore[attr-defined]
    plan = drawn(session, office, checker, seed=None)
    assert (plan.month_on, len(plan.seed or "")) == (date(2026, 9, 1), 16), "the whole month, and a seed by chance"
    assert "month_on" in refusal(drawn, session, office, checker, seed="another").fields  # type: ignore[attr-defined]
    assert "seed" in refusal(save, session, plan, {"seed": "another"}).fields  # type: ignore[attr-defined]


def test_what_is_said_of_a_draw_can_still_be_explained(session: Session, office: Office, checker: int) -> None:
    plan = drawn(session, office, checker)
    save(session, plan, {"note": "本月无办结投诉。"})
    assert plan.note == "本月无办结投诉。"


def test_nobody_checks_what_he_took_part_in(session: Session, office: Office, checker: int) -> None:
    """T4.3: handler, who decided or closed it, their superiors, respondents, kin, and whoever handled an earlier round."""
    case = closed(session, office)
    head, earlier, kin = (make(session, "employee", name=name, department=office.department).id for name in ("部门负责人", "上轮经办人", "亲属"))
    make(session, "kinship", employee=office.accused, other=kin)
    with acting(session, System("test")):
        session.execute(update(Department).where(Department.id == office.department).values(manager_id=head))
        session.execute(Complaint.metadata.tables["complaint_earlier_handlers"].insert().values(record_id=case.id, target_id=earlier))
        everybody = [office.handler, office.leader, office.officer, head, earlier, office.accused, kin, checker, office.other]
        assert independent(session, case, everybody) == [checker, office.other]


def test_each_case_goes_to_one_who_is_independent_or_waits_for_an_appointment(session: Session, office: Office, checker: int) -> None:
    one, other = closed(session, office, major=True), closed(session, office, major=True, handler_id=checker)
    drawn(session, office, checker)
    assert (check_of(session, one).checker_id, check_of(session, other).checker_id) == (checker, None)
    check = check_of(session, other)
    assert refusal(verify, session, office, check, office.other).clause == "T4.3"
    act(session, office.as_(office.officer), clock=lambda: OCTOBER)
    for who in (office.leader, office.accused):
        assert list(refusal(perform, session, check, "appoint", {"checker": who}).fields) == ["checker"]  # type: ignore[attr-defined]
    perform(session, check, "appoint", {"checker": office.other})
    assert (check.checker_id, other.checker_id) == (office.other, office.other)
    assert refusal(verify, session, office, check, checker).clause == "T4.3", "only who was appointed"
    verify(session, office, check, office.other)
    assert check.verdict == Verdict.PASSED


def test_who_becomes_concerned_later_does_not_check(session: Session, office: Office, checker: int) -> None:
    case = closed(session, office)
    drawn(session, office, checker)
    at_stage(session, case, Stage.CLOSED, decided_by_id=checker)
    assert refusal(verify, session, office, check_of(session, case), checker).clause == "T4.3"


def test_the_term_runs_from_the_draw_to_the_result(session: Session, office: Office, checker: int) -> None:
    """C14: five working days."""
    case = closed(session, office)
    drawn(session, office, checker)
    clock = load(session, case.id).clocks.running("C14", 1)
    assert clock is not None
    assert (clock.started_at, clock.due_at, case.next_due_at) == (OCTOBER, DUE, DUE)
    verify(session, office, check_of(session, case), checker, DUE + timedelta(minutes=1))
    found = load(session, case.id).clocks
    assert (found.running("C14", 1), [one.code for one in found.breaches], case.late_times) == (None, ["C14"], 1)
    assert (case.checking, check_of(session, case).due_at) == (False, None)


def test_a_case_is_not_archived_while_its_check_is_open(session: Session, office: Office, checker: int) -> None:
    case = closed(session, office)
    drawn(session, office, checker)
    assert refusal(take, session, office, case, "archive", office.officer, OCTOBER, retention="long_term").clause == "T4.4"
    verify(session, office, check_of(session, case), checker)
    take(session, office, case, "archive", office.officer, OCTOBER, retention="long_term")


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.ARCHIVED])
def test_a_failed_check_opens_the_case_again_and_another_handles_it(session: Session, office: Office, checker: int, stage: Stage) -> None:
    """T4.3, K2.19."""
    case = at_stage(session, closed(session, office), stage)
    drawn(session, office, checker)
    check = check_of(session, case)
    assert list(refusal(verify, session, office, check, checker, heard="differs").fields) == ["verdict"]  # type: ignore[attr-defined]
    assert refusal(verify, session, office, check, checker, proof="").clause == "T4.3", "no verdict without evidence"
    verify(session, office, check, checker, **WRONG)
    assert (case.stage, case.round, case.handler_id, case.checking) == (Stage.ACCEPTED, 2, None, False)
    assert case.returned_because == f"抽查不合格（{check.number}）：客户称未更换产品。"
    assert (check.checked_at, check.checked_by_id, check.state) == (OCTOBER, checker, CheckState.CHECKED)  # type: ignore[attr-defined]
    assert {one.code for one in load(session, case.id).clocks.clocks if one.stopped_at is None and one.round == 2} == {"C3", "C5"}
    found = refusal(take, session, office, case, "assign", office.officer, OCTOBER, handler=office.handler, department=office.department)
    assert list(found.fields) == ["handler"]  # type: ignore[attr-defined]
    take(session, office, case, "assign", office.officer, OCTOBER, handler=office.other, department=office.department)
    assert case.checker_id is None, "the new round is none of his"


def test_what_was_found_is_counted_and_printed(session: Session, office: Office, checker: int) -> None:
    """T4.3: the share that passed, with its interval; K2.19: what was closed without being done; P20 holds the finding."""
    one, other = closed(session, office), closed(session, office, department_id=make(session, "department", name="客服部", code="KF").id)
    drawn(session, office, checker)
    verify(session, office, check_of(session, one), checker, **WRONG)
    verify(session, office, check_of(session, other), checker)
    act(session, office.as_(office.officer), clock=lambda: OCTOBER)
    pack = a_pack(session, read_period("2026-10"))
    rates = {rate.key: rate for rate in pack.rates}
    assert (rates["checks"].part, rates["checks"].whole, rates["checks"].interval) == (1, 2, "9.5 % – 90.5 %")
    assert (rates["not_done"].part, rates["not_done"].whole, rates["not_done"].met, rates["not_done"].register) == (1, 2, False, "spot_check")
    assert rates["not_done"].behind == (("f.checked_at.from", "2026-10-01"), ("f.checked_at.to", "2026-10-31"), ("f.verdict.is", "failed"))
    table = next(found for found in pack.tables if found.key == "checks")
    assert {line.title.zh: [cell.count for cell in line.cells] for line in table.lines} == {"质量部": [1, 0, 1], "客服部": [1, 1, 0]}
    paper = repr(filled(session, one, FORMS["P20"], "zh"))
    assert all(text in paper for text in ("客户称未更换产品。", "通话记录；无签收单。", "不合格", "抽查人"))


def test_nobody_takes_a_case_up_again_without_a_failed_check(session: Session, office: Office, checker: int) -> None:
    case = closed(session, office)
    drawn(session, office, checker)
    assert refusal(take, session, office, case, "fail_check", office.officer).clause == "T4.3"
    verify(session, office, check_of(session, case), checker)
    assert refusal(take, session, office, case, "fail_check", office.officer).clause == "T4.3"


def test_what_the_customer_brought_back_meanwhile_is_noted_and_not_opened_twice(session: Session, office: Office, checker: int) -> None:
    case = closed(session, office)
    drawn(session, office, checker)
    at_stage(session, case, Stage.INVESTIGATING, round=2)
    verify(session, office, check_of(session, case), checker, **WRONG)
    assert (case.stage, case.round, check_of(session, case).verdict) == (Stage.INVESTIGATING, 2, Verdict.FAILED)


def test_the_checker_sees_his_cases_only_and_finds_them_in_his_inbox(session: Session, office: Office, checker: int) -> None:
    mine, other = (closed(session, office, major=True) for _ in range(2))
    drawn(session, office, checker, office.other)
    assert check_of(session, other).checker_id == office.other, "shared out evenly"
    with acting(session, System("test")):
        ensure_base_roles(session)
        plan = compile_plan(1, catalogue(), read_rights(session), ["complaint_checker"], {})
    me = Authority(person(checker, office.department), plan)
    act(session, me, clock=lambda: OCTOBER)
    assert [one.id for one in session.scalars(select(Complaint))] == [mine.id]
    assert [(one.register.key, one.move.name, one.due) for one in tasks(session)] == [("spot_check", "verify", DUE)]
    perform(session, session.scalars(select(SpotCheck)).one(), "verify", {**FOUND, "verdict": "passed"})
    assert tasks(session) == ()
    assert other.id not in set(session.scalars(select(Complaint.id)))


def test_who_is_complained_of_finds_no_check_of_the_case(session: Session, office: Office, checker: int) -> None:
    """K4.7: and the draw does not count it for him either."""
    case = closed(session, office)
    plan = drawn(session, office, checker, who=office.accused)
    act(session, office.as_(office.accused), clock=lambda: OCTOBER)
    assert session.scalars(select(SpotCheck)).all() == []
    assert case.number not in repr({key: getattr(plan, spec.column) for key, spec in plan.register.fields.items() if key != "checkers"})
    assert check_of(session, case).checker_id == checker
