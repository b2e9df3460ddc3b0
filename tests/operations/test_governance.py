"""Regulations with their versions and readings, meetings, training, inspections and exceptions (A2, A10–A15, K2.23, K7.19, R7.1)."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid
from models.base import columns_of
from models.complaints.stages import Stage
from models.fence import act
from models.governance.notice import Notice
from models.governance.regulation_version import RegulationVersion
from models.register import registers
from operations import declared_guards
from operations.declared_terms import remind_of_terms
from operations.governance import training, versions
from operations.moves import perform
from operations.records import create, update
from permissions.actor import Authority, System
from tests.factories import everything, holding, make, person
from tests.operations.complaint_scenes import Office, a_case, an_office, at_stage

NOW = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)


@pytest.fixture
def office(session: Session) -> Office:
    act(session, System("test"), clock=lambda: NOW)
    return an_office(session)


@cache
def authority(department: int, who: int, posts: tuple[str, ...]) -> Authority:
    """Somebody with every right; put together once."""
    return holding(everything(), who=person(who, department, posts=frozenset((post, department) for post in posts)))


def as_(session: Session, office: Office, who: int, *posts: str, at: datetime = NOW) -> None:
    act(session, authority(office.department, who, posts), clock=lambda: at)


def new(session: Session, office: Office, register: str, **values: Any) -> Any:
    as_(session, office, office.officer)
    return create(session, registers[register], values)


def refused(session: Session, record: Any, name: str, clause: str, **values: Any) -> DomainError:
    with pytest.raises(DomainError) as found:
        perform(session, record, name, values)
    assert found.value.clause == clause, found.value.sentence
    return found.value


def meet(session: Session, office: Office, kind: str, version: Any, result: str = "agreed") -> Any:
    meeting = new(
        session,
        office,
        "governance_meeting",
        kind=kind,
        title=f"{kind} {version.name}",
        planned_on=NOW.date(),
        about_version=version.id,
    )
    perform(session, meeting, "hold_meeting", {"held_on": NOW.date(), "minutes": "逐条讨论。", "result": result})
    return meeting


def a_regulation(session: Session, office: Office, code: str = "K2", **more: Any) -> Any:
    return new(session, office, "regulation", code=code, name="客户服务激励制度", scope="服务部全部员工的客户工作", owner_department=office.department,
               interpreted_by="服务部、人力发展部", supervised_by="营销中心、人力发展部", **more)  # fmt: skip


def a_version(session: Session, office: Office, regulation: Any, edition: str = "2026") -> Any:
    return new(
        session,
        office,
        "regulation_version",
        regulation=regulation.id,
        edition=edition,
        evaluation="公司扩张，同行已改用季度考核",
        content="第一条……",
    )


def published(session: Session, office: Office, regulation: Any, edition: str, **values: Any) -> RegulationVersion:
    version: RegulationVersion = a_version(session, office, regulation, edition)
    perform(session, version, "to_discussion", {})
    meet(session, office, "discussion", version, "noted")
    perform(session, version, "to_deliberation", {})
    meet(session, office, "deliberation", version)
    as_(session, office, office.leader, "general_manager")
    perform(session, version, "publish_version", values)
    return version


def test_a_regulation_says_whom_it_binds_who_interprets_and_who_supervises(session: Session, office: Office) -> None:
    """A2.1, A11.1, K2.23, K7.19, R7.1."""
    made = a_regulation(session, office)
    assert (made.binds_all, made.interpreted_by, made.supervised_by) == (
        True,
        "服务部、人力发展部",
        "营销中心、人力发展部",
    )
    with pytest.raises(Invalid) as found:
        a_regulation(session, office, "K7", binds_all=False)
    assert set(found.value.fields) == {"departments"}


def test_nothing_is_published_without_discussion_and_a_deliberation_that_agreed(
    session: Session, office: Office
) -> None:
    """A14.1, A14.2, K7.19."""
    version = a_version(session, office, a_regulation(session, office))
    assert (version.name, version.drafter_id) == ("《客户服务激励制度》2026", office.officer)
    perform(session, version, "to_discussion", {})
    with pytest.raises(Invalid) as invalid:
        update(session, version, {"content": "改"})
    assert invalid.value.sentence == declared_guards.SETTLED
    session.refresh(version)
    assert refused(session, version, "to_deliberation", "A14.2").sentence == versions.NOT_DISCUSSED
    meet(session, office, "discussion", version, "noted")
    perform(session, version, "to_deliberation", {})
    as_(session, office, office.leader, "general_manager")
    assert refused(session, version, "publish_version", "A14.2").sentence == versions.NOT_DELIBERATED
    meet(session, office, "deliberation", version, "not_agreed")
    as_(session, office, office.leader, "general_manager")
    assert refused(session, version, "publish_version", "A14.2").sentence == versions.NOT_DELIBERATED
    meet(session, office, "deliberation", version)
    refused(session, version, "publish_version", "A14.2")  # who drafted it
    as_(session, office, office.leader)
    assert "总经理" in refused(session, version, "publish_version", "A14.2").sentence.zh
    as_(session, office, office.leader, "general_manager")
    perform(session, version, "publish_version", {})
    assert (version.effective_on, version.review_on, str(version.state)) == (
        date(2026, 9, 18),
        date(2027, 9, 18),
        "published",
    )


def test_a_text_that_changed_after_its_deliberation_is_deliberated_again(session: Session, office: Office) -> None:
    """A14.2: what is published is what was agreed to."""
    version = a_version(session, office, a_regulation(session, office))
    perform(session, version, "to_discussion", {})
    meet(session, office, "discussion", version, "noted")
    perform(session, version, "to_deliberation", {})
    meet(session, office, "deliberation", version)
    perform(session, version, "back_to_draft", {"back_because": "第三条写得不清"})
    update(session, version, {"content": "第一条，另一种说法……"})
    perform(session, version, "to_discussion", {})
    perform(session, version, "to_deliberation", {})
    as_(session, office, office.leader, "general_manager")
    assert refused(session, version, "publish_version", "A14.2").sentence == versions.NOT_DELIBERATED
    meet(session, office, "deliberation", version)
    as_(session, office, office.leader, "general_manager")
    perform(session, version, "publish_version", {})


def test_a_meeting_that_was_held_does_not_become_another(session: Session, office: Office) -> None:
    """A14.2: a discussion that agreed is no deliberation."""
    version = a_version(session, office, a_regulation(session, office))
    perform(session, version, "to_discussion", {})
    held = meet(session, office, "discussion", version)
    as_(session, office, office.officer)
    with pytest.raises(DomainError) as found:
        update(session, held, {"kind": "deliberation"})
    assert found.value.clause == "A14.2"


def test_the_version_before_stays_in_force_until_the_day_of_the_next(session: Session, office: Office) -> None:
    """A11.1."""
    regulation = a_regulation(session, office)
    old = published(session, office, regulation, "2025", effective_on=date(2026, 4, 1))
    later = published(session, office, regulation, "2027", effective_on=date(2026, 10, 1))
    assert (str(old.state), str(later.state)) == ("published", "published")
    act(session, System("test"), clock=lambda: datetime(2026, 9, 30, 15, 59, tzinfo=UTC))
    assert versions.archive_replaced(session) == 0
    act(session, System("test"), clock=lambda: datetime(2026, 9, 30, 16, tzinfo=UTC))  # midnight in the office
    assert (versions.archive_replaced(session), versions.archive_replaced(session)) == (1, 0)
    assert (str(old.state), str(later.state)) == ("archived", "published")


def test_everybody_bound_is_told_and_confirms_himself_and_the_old_version_is_archived(
    session: Session, office: Office
) -> None:
    """A11.1, A11.2, A14.3, R7.1."""
    regulation = a_regulation(session, office)
    old = published(session, office, regulation, "2025", effective_on=date(2026, 4, 1))
    later = published(session, office, regulation, "2026")
    session.refresh(old)
    assert (str(old.state), old.effective_on, str(later.state)) == ("archived", date(2026, 4, 1), "published")
    act(session, System("test"), clock=lambda: NOW)
    c = columns_of("regulation_reading")
    rows = session.connection().execute(select(c.id, c.person_id, c.due_on).where(c.version_of_id == later.id)).all()
    assert {row.person_id for row in rows} >= {
        office.officer,
        office.handler,
        office.other,
        office.leader,
        office.accused,
    }
    assert {row.due_on for row in rows} == {date(2026, 9, 24)}
    told = select(Notice).where(Notice.code == "regulation.published", Notice.person_id == office.handler)
    assert len(session.scalars(told).all()) == 2
    mine = session.get_one(
        registers["regulation_reading"].model, next(row.id for row in rows if row.person_id == office.handler)
    )
    as_(session, office, office.other)
    refused(session, mine, "acknowledge", "A11.2")
    as_(session, office, office.handler)
    perform(session, mine, "acknowledge", {})
    act(session, System("test"), clock=lambda: datetime(2026, 9, 25, 2, tzinfo=UTC))
    remind_of_terms(session)
    late = select(Notice.person_id).where(
        Notice.code == "term.due_on.over",
        Notice.register_key == "regulation_reading",
        Notice.sentence.contains("2026-09-24"),
    )
    reminded = session.scalars(late).all()
    assert office.other in reminded
    assert len([who for who in reminded if who == office.handler]) == 1, "only of the version he has not read"


def test_who_joins_after_a_version_was_published_is_asked_to_read_it_once(session: Session, office: Office) -> None:
    """A11.2: with a term of his own; of what is archived nobody is asked."""
    regulation = a_regulation(session, office)
    published(session, office, regulation, "2025", effective_on=date(2026, 4, 1))
    version = published(session, office, regulation, "2026")
    act(session, System("test"), clock=lambda: datetime(2026, 10, 9, 2, tzinfo=UTC))
    assert versions.ask_who_joined(session) == 0
    new, gone = (make(session, "employee", department=office.department, left_on=day).id for day in (None, date(2026, 9, 30)))
    assert (versions.ask_who_joined(session), versions.ask_who_joined(session)) == (1, 0)
    c = columns_of("regulation_reading")
    found = session.connection().execute(select(c.person_id, c.version_of_id, c.told_on, c.due_on).where(c.person_id.in_((new, gone)))).all()
    assert found == [(new, version.id, date(2026, 10, 9), date(2026, 10, 15))]
    told = select(Notice.person_id).where(Notice.code == "regulation.published", Notice.person_id == new)
    assert session.scalars(told).all() == [new]


def test_a_version_that_binds_some_departments_is_read_there(session: Session, office: Office) -> None:
    """A2.1, A11.2."""
    elsewhere = make(session, "department", name="别处").id
    there = make(session, "employee", department=elsewhere).id
    version = published(
        session, office, a_regulation(session, office, binds_all=False, departments=[elsewhere]), "2026"
    )
    c = columns_of("regulation_reading")
    assert session.connection().execute(select(c.person_id).where(c.version_of_id == version.id)).scalars().all() == [
        there
    ]


def test_departments_meet_with_minutes_and_actions(session: Session, office: Office) -> None:
    """A12.2."""
    meeting = new(
        session,
        office,
        "governance_meeting",
        kind="exchange",
        title="三季度经验交流",
        planned_on=date(2026, 9, 18),
        participants=[office.other],
    )
    assert set(refused(session, meeting, "hold_meeting", "A12.2", held_on=date(2026, 9, 18)).fields) == {
        "minutes",
        "result",
    }  # type: ignore[attr-defined]
    perform(
        session,
        meeting,
        "hold_meeting",
        {"held_on": date(2026, 9, 18), "minutes": "各部门交流回访经验", "result": "noted"},
    )
    task = new(
        session,
        office,
        "meeting_action",
        meeting=meeting.id,
        task="整理回访话术",
        responsible=office.other,
        due_on=date(2026, 9, 30),
    )
    refused(session, task, "complete_action", "A12.2", outcome="x")
    as_(session, office, office.other)
    perform(session, task, "complete_action", {"outcome": "已发各部门"})
    assert task.done_on == date(2026, 9, 18)
    with pytest.raises(Invalid) as found:
        new(session, office, "governance_meeting", kind="deliberation", title="x", planned_on=date(2026, 9, 18))
    assert set(found.value.fields) == {"about_version"}


def test_training_is_planned_by_what_the_causes_of_complaints_ask_for(session: Session, office: Office) -> None:
    """A13.1, A13.2."""
    for cause in ("people", "telling", "customer"):
        at_stage(session, a_case(session, office), Stage.CLOSED, cause_kind=cause)
    demand = {
        topic: new(session, office, "training", title=topic, topic=topic, planned_on=date(2026, 10, 9)).demand
        for topic in ("communication", "complaints", "needs")
    }
    assert demand == {"communication": 2, "complaints": 0, "needs": 1}
    causes = [cause for asked in training.ASKS_FOR.values() for cause in asked]
    assert len(causes) == len(set(causes)) == 10, "each cause asks for one topic"
    held = new(session, office, "training", title="沟通技巧", topic="communication", planned_on=date(2026, 9, 18))
    perform(session, held, "hold_training", {"held_on": date(2026, 9, 18)})
    with pytest.raises(Invalid) as found:
        new(session, office, "training_attendance", training=held.id, person=office.other, attended=True)
    assert set(found.value.fields) == {"result"}
    session.expunge_all()
    there = new(
        session,
        office,
        "training_attendance",
        training=held.id,
        person=office.other,
        attended=True,
        result="passed",
        score=90,
    )
    assert there.attended


def test_the_result_of_an_inspection_is_the_performance_of_the_head(session: Session, office: Office) -> None:
    """A10.1, R6.2."""
    make(
        session,
        "appointment",
        holder=office.leader,
        post="department_manager",
        department=office.department,
        from_on=date(2026, 1, 1),
    )
    given = {
        "title": "客户管理",
        "inspected_on": date(2026, 9, 17),
        "department": office.department,
        "inspector": office.other,
        "effect": "一般",
    }
    for score in (85, 45):
        new(session, office, "governance_inspection", score=score, **given)
    c = columns_of("performance_entry")
    assert session.connection().execute(select(c.person_id, c.clause, c.points).order_by(c.id)).all() == [
        (office.leader, "A10.1", 0),
        (office.leader, "A10.1", -15),
    ]


def test_a_special_situation_is_decided_by_management_and_by_nobody_for_himself(
    session: Session, office: Office
) -> None:
    """A15.1."""
    asked = new(
        session,
        office,
        "exception_request",
        title="展会期间延长回访",
        situation="展会一周无法回访",
        asked_by=office.officer,
    )
    assert asked.number == "特〔2026〕001"
    refused(session, asked, "solve", "A15.1", solution="同意")
    as_(session, office, office.leader)
    perform(session, asked, "solve", {"solution": "回访顺延一周"})
    assert (str(asked.state), asked.decided_by_id) == ("solved", office.leader)
