"""Filed processes: six kinds, six parts, steps with their persons, audit, number, editions, monitoring (R1.1–R6.3)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Channel, Scope
from domain.errors import DomainError, Invalid, Refused
from models.fence import act
from models.filings.process_filing import PROCESS_KINDS, FilingStage, ProcessFiling
from models.filings.process_node import ProcessNode
from models.incentives.performance_entry import PerformanceEntry
from models.register import registers
from operations.base_roles import ensure_base_roles
from operations.moves import perform
from operations.records import create, update
from operations.rights import catalogue, read_rights
from permissions.actor import System
from permissions.policy import compile_plan
from tests.factories import everything, holding, make, person

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
TODAY = date(2026, 9, 15)
PARTS = ("overview", "place_and_people", "steps", "laws", "risks", "expected")


@pytest.fixture
def staff(session: Session) -> list[int]:
    act(session, System("test"), clock=lambda: NOW)
    return [make(session, "employee").id for _ in range(4)]


@pytest.fixture
def department(session: Session) -> int:
    return int(make(session, "department").id)


def as_(session: Session, number: int, **more: Any) -> None:
    act(session, holding(everything(), who=person(number, **more)), clock=lambda: NOW)


def new(session: Session, register: str, **values: Any) -> Any:
    return create(session, registers[register], values)


def refused(session: Session, record: Any, move: str, **values: Any) -> DomainError:
    with pytest.raises((Refused, Invalid)) as found:
        perform(session, record, move, values)
    return found.value


def a_process(session: Session, department: int, writer: int, kind: str = "after_sales", **more: Any) -> ProcessFiling:
    values = {"title": "上门维修", "kind": kind, "department": department, "writer": writer, **dict.fromkeys(PARTS, "内容"), **more}
    return new(session, "process_filing", **values)  # type: ignore[no-any-return]  # create() makes records of any register


def in_force(session: Session, department: int, staff: list[int], **more: Any) -> ProcessFiling:
    """From the first word to its implementation, each step by whom it belongs to."""
    process = audited(session, department, staff, **more)
    as_(session, staff[2])
    perform(session, process, "file_process", {})
    perform(session, process, "put_in_force", {"put_in_force": "培训后实施"})
    return process


def audited(session: Session, department: int, staff: list[int], **more: Any) -> ProcessFiling:
    """With its chart, submitted and audited."""
    writer, head, _, another = staff
    as_(session, writer)
    process = a_process(session, department, writer, **more)
    assert refused(session, process, "submit_process").clause == "R4.2"  # no chart yet
    for no, title in ((1, "受理"), (2, "上门"), (3, "回访")):
        more_of = {"decision": "修好？", "back_to": 2} if no == 3 else {}
        node = new(session, "process_node", filing=process.id, line_no=no, title=title, responsible=writer, action="按操作手册", **more_of)
    update(session, node, {"back_to": 3})
    assert refused(session, process, "submit_process").clause == "R4.2"  # back means an earlier step
    update(session, node, {"back_to": 2})
    as_(session, another)
    assert refused(session, process, "submit_process").clause == "R4.2"  # a writer is who submits it, not whoever was typed
    as_(session, writer)
    perform(session, process, "submit_process", {})
    with pytest.raises(Invalid) as fixed:
        update(session, process, {"title": "另一名称"})
    assert fixed.value.clause == "R4.5"
    session.refresh(process)
    assert refused(session, process, "audit_process", audit="合规可行").clause == "R4.3"
    as_(session, head, posts=frozenset({("department_manager", department)}))
    perform(session, process, "audit_process", {"audit": "合规可行"})
    assert refused(session, process, "file_process").clause == "R4.4"  # another department gives the number
    return process


@pytest.mark.parametrize(("kind", "clause"), [("customer_facts", "R5.1"), ("complaints", "R5.2"), ("after_sales", "R5.3")])
def test_a_process_is_written_by_the_department_that_answers_for_it(
    session: Session, department: int, staff: list[int], kind: str, clause: str
) -> None:
    """R5.1, R5.2, R5.3: where such a duty is entered; a part of that department may, and a duty that has ended binds nobody."""
    elsewhere, team = make(session, "department").id, make(session, "department", above=department).id
    processes = {place: a_process(session, place, staff[0], kind) for place in (elsewhere, team)}
    for one in processes.values():
        for no in (1, 2):
            new(session, "process_node", filing=one.id, line_no=no, title=f"第 {no} 步", responsible=staff[0], action="办理")
    new(session, "process_duty", kind=kind, department=elsewhere, from_on=date(2026, 1, 1), until_on=date(2026, 6, 30))
    new(session, "process_duty", kind="other", department=elsewhere, from_on=date(2026, 1, 1))
    new(session, "process_duty", kind=kind, department=department, from_on=date(2026, 7, 1))
    found = refused(session, processes[elsewhere], "submit_process")
    assert (found.clause, "流程职责" in found.sentence.zh) == (clause, True)
    perform(session, processes[team], "submit_process", {})
    assert processes[team].stage == FilingStage.SUBMITTED


def test_all_six_kinds_and_six_parts_are_asked_for(session: Session, staff: list[int], department: int) -> None:
    """R1.1, R2.1, R3.1, R3.2, R3.3, R3.4, R3.5, R3.6, R4.1: no part may be left out, and every kind can be filed."""
    as_(session, staff[0])
    assert len(PROCESS_KINDS) == 6
    for kind in PROCESS_KINDS:
        assert a_process(session, department, staff[0], kind).stage is FilingStage.DRAFTED
    for part in PARTS:
        with pytest.raises(Invalid) as found:
            new(session, "process_filing", title="缺项", kind="other", department=department, writer=staff[0], **{one: "内容" for one in PARTS if one != part})
        assert list(found.value.fields) == [part]
        session.expunge_all()


def test_a_process_is_audited_filed_under_a_number_and_replaced_by_its_next_edition(session: Session, staff: list[int], department: int) -> None:
    """R4.2, R4.3, R4.4, R4.5, R5.5: chart, the head's audit, another's number, and one edition in force."""
    first = in_force(session, department, staff)
    assert (first.number, first.edition) == ("客服流备〔2026〕001", 1)
    second = in_force(session, department, staff, replaces=first.id)
    session.refresh(first)
    assert (second.number, second.edition, first.stage) == ("客服流备〔2026〕002", 2, FilingStage.REPLACED)
    with pytest.raises(Invalid) as found:
        a_process(session, department, staff[0], replaces=first.id)
    assert found.value.clause == "R4.5"
    draft, node = a_process(session, department, staff[0]), session.scalars(select(ProcessNode).where(ProcessNode.filing_id == second.id)).first()
    with pytest.raises(Invalid) as stays:
        update(session, node, {"filing": draft.id})
    assert stays.value.clause == "R4.5", "nor does a step leave the chart that is in force"


def test_of_two_drafts_after_the_same_edition_one_is_filed(session: Session, staff: list[int], department: int) -> None:
    """R4.5: else two editions of one process were in force; the other is returned, names the newer one, and is filed then."""
    first = in_force(session, department, staff)
    late = audited(session, department, staff, replaces=first.id)
    second = in_force(session, department, staff, replaces=first.id)
    as_(session, staff[2])
    found = refused(session, late, "file_process")
    assert (found.clause, second.number in found.sentence.zh) == ("R4.5", True)
    perform(session, late, "return_process", {"returned_because": "第 2 版已实施"})
    as_(session, staff[0])
    update(session, late, {"replaces": second.id})
    perform(session, late, "submit_process", {})
    as_(session, staff[1], posts=frozenset({("department_manager", department)}))
    perform(session, late, "audit_process", {"audit": "合规可行"})
    as_(session, staff[2])
    perform(session, late, "file_process", {})
    perform(session, late, "put_in_force", {"put_in_force": "培训后实施"})
    in_force_now = [one.edition for one in session.scalars(select(ProcessFiling).where(ProcessFiling.stage == FilingStage.IN_FORCE))]
    assert in_force_now == [3]


def test_a_case_stays_on_the_edition_in_force_when_it_began(session: Session, staff: list[int], department: int) -> None:
    """R4.5: of the recorder's own department, else the newest of any; no later edition, save or step changes it."""
    act(session, System("test"), clock=lambda: NOW)
    office = make(session, "department").id
    recorder = make(session, "employee", department=office).id
    before = make(session, "complaint", recorder=recorder)
    assert before.filed_process_id is None
    in_force(session, department, staff)  # after-sales: of no complaint
    first = in_force(session, department, staff, kind="complaints")
    act(session, System("test"), clock=lambda: NOW)
    running = make(session, "complaint", recorder=recorder, anonymous=True, demanded="道歉")
    assert running.filed_process_id == first.id
    second = in_force(session, department, staff, kind="complaints", replaces=first.id)
    own = in_force(session, office, staff, kind="complaints")
    in_force(session, department, staff, kind="complaints")
    act(session, System("test"), clock=lambda: NOW)
    update(session, running, {"title": "改正标题"})
    perform(session, running, "register", {})
    assert (running.filed_process_id, before.filed_process_id) == (first.id, None)
    assert make(session, "complaint", recorder=recorder).filed_process_id == own.id
    assert make(session, "complaint", recorder=staff[0]).filed_process_id > second.id


def test_deviations_are_corrected_in_time_and_violations_stand_in_the_ledger(session: Session, staff: list[int], department: int) -> None:
    """R4.6, R6.1, R6.3: monitored, supervised by the group, corrected by whoever answers, confirmed by another, noted when it was a violation."""
    process, responsible, checker = in_force(session, department, staff), staff[0], staff[3]
    as_(session, checker)
    seen = {"filing": process.id, "checked_on": TODAY, "checker": checker, "what": "未回访"}
    kept = new(session, "process_check", **seen, watch="monitoring", outcome="kept")
    assert refused(session, kept, "correct_process", measure="无").clause == "R4.6"
    perform(session, kept, "close_check", {})
    with pytest.raises(Invalid) as found:
        new(session, "process_check", **seen, watch="supervision", outcome="violation", responsible=responsible)
    assert found.value.clause == "R6.1"
    session.expunge_all()
    new(session, "process_supervisor", member=checker, from_on=date(2026, 1, 1))
    check = new(session, "process_check", **seen, watch="supervision", outcome="violation", responsible=responsible)
    (entry,) = session.scalars(select(PerformanceEntry)).all()
    assert (entry.person_id, entry.clause) == (responsible, "R6.3"), "at once, whatever he does"
    assert entry.entered_by_id == checker, "who found it does not answer the objection (K1.13)"
    for change in ({"outcome": "deviation"}, {"responsible": staff[1]}, {"what": "无"}, {"checked_on": date(2026, 9, 1)}):
        with pytest.raises(Invalid), session.begin_nested():
            update(session, check, change)
        session.expire(check)
    assert check.correct_by_on == date(2026, 9, 22)
    assert refused(session, check, "close_check").clause == "R4.6"
    assert refused(session, check, "correct_process", measure="补回访").clause == "R4.6"  # not his
    as_(session, responsible)
    perform(session, check, "correct_process", {"measure": "补回访"})
    assert refused(session, check, "confirm_correction").clause == "R4.6"
    as_(session, checker)
    perform(session, check, "confirm_correction", {})
    assert len(session.scalars(select(PerformanceEntry)).all()) == 1, "not once more"
    with pytest.raises(Invalid) as found, session.begin_nested():
        new(session, "process_check", **{**seen, "filing": make(session, "process_filing").id}, watch="monitoring", outcome="kept")
    assert found.value.clause == "R4.6", "not in force"


def test_each_department_writes_its_own_its_head_audits_and_one_files_and_watches(session: Session) -> None:
    """R5.1, R5.2, R5.3, R5.4, R5.5, R5.6: sales, inquiries and after-sales keep to their own; 客户服务管理部门 files and monitors all."""
    ensure_base_roles(session)
    plans = {code: compile_plan(1, catalogue(), read_rights(session), [code], {}) for code in ("process_writer", "process_head", "process_manager")}

    def scopes(code: str, action: str, register: str = "process_filing") -> set[Scope]:
        return {stratum.scope for stratum in plans[code].of(register, action)}

    assert scopes("process_writer", "create") == {Scope.DEPARTMENT}
    assert scopes("process_head", "audit_process") == {Scope.SUBTREE}
    assert scopes("process_manager", "file_process") == scopes("process_manager", "confirm_correction", "process_check") == {Scope.ALL}
    for code in ("process_writer", "process_head"):
        assert scopes(code, "file_process") == scopes(code, "create", "process_check") == set()


@pytest.mark.parametrize("role", ["complaint_intake", "complaint_handler", "complaint_checker", "complaint_officer", "department_head"])
def test_whoever_sees_a_case_sees_by_which_process_it_runs(session: Session, role: str) -> None:
    """R4.5: by name, of every department; what monitoring has found stays with whom it concerns."""
    ensure_base_roles(session)
    plan = compile_plan(1, catalogue(), read_rights(session), [role], {})
    assert Scope.ALL in {stratum.scope for stratum in plan.of("process_filing", "view")}
    assert plan.everywhere("process_filing", "title", Channel.LIST)
    assert {stratum.scope for stratum in plan.of("process_check", "view")} == {Scope.ASSIGNED}, "what he answers for"
    assert not plan.may("process_filing", "edit")
