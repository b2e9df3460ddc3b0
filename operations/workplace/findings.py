"""Findings, daily checks and faults: their clauses and terms, and what of them goes into the performance ledger (K1, K8.7, K8.8)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.rules.workplace import WorkplaceRule
from domain.terms import Term
from domain.values import OFFICE_ZONE
from domain.workflow import Move
from models.base import columns_of
from models.fence import acting, authority_of
from models.organisation.appointment import Post
from models.workplace.daily_check import CheckResult, DailyCheck
from models.workplace.equipment_fault import EquipmentFault, FaultChannel
from models.workplace.site_finding import KINDS, LEADERS, FindingKind, FindingState, SiteFinding
from operations.behalf import on_behalf
from operations.incentives.performance import enter
from operations.notices import notify_of_register
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.staff import Staff
from operations.working_days import working_calendar

SHORT_CALL = Term("私人电话 {minutes} 分钟，没有超过 {most} 分钟。", "A private call of {minutes} minutes is within the {most} allowed.")
LATE_GUIDANCE = Term("未及时纠正：{what}", "Not put right in time: {what}")
MISSING = Term("今天 {at} 前的摆放检查还没有登记（{department}）。", "The daily check of {department}, due by {at}, is not registered yet.")
LATE_FAULT = Term("{equipment}故障未当天上报", "Fault of {equipment} not reported the same day")
WRONG_FAULT = Term("{equipment}故障上报记录不符合要求", "The report of {equipment} is not as required")
OWN_CHECK = Term(
    "本人的检查以提交时间为准，只能登记当天的；以前纸面上的检查请由他人登记，并写明检查人。",
    "One's own check is by the clock and of today; an earlier one on paper is entered by another, who names the checker.",
)
NOT_PLACED = Term("未按要求摆放：{problem}", "Not in its place: {problem}")


def finding_entered(session: Session, one: SiteFinding) -> set[str]:
    """At every save: the clause of its kind; a call must have been too long; who turns out later to have done it gets his line then."""
    if one.kind is not None:
        one.clause = KINDS[FindingKind(one.kind)][0]
    most = rule(session, WorkplaceRule.CALL_MINUTES)
    short = one.minutes is not None and one.minutes <= most
    if short and one.kind == FindingKind.LONG_CALL and authority_of(session).person is not None:
        sentence = SHORT_CALL.format(minutes=one.minutes, most=most)
        raise Invalid(sentence, fields={"minutes": sentence}, clause="K8.8")
    if one.id is not None and get_history(one, "person_id").has_changes():
        _note_finding(session, one)
    return {"clause"}


def findings_noted(session: Session, ids: Sequence[int]) -> None:
    """K1.3, K1.6, K1.7, K8.7, K8.8: to the person; what concerns the place, to the leader; attitude is first put right (K1.2)."""
    with acting(session, on_behalf(session, "K1.13 现场检查")):
        for one in session.scalars(select(SiteFinding).where(SiteFinding.id.in_(ids))):
            _note_finding(session, one)


def _note_finding(session: Session, one: SiteFinding) -> None:
    kind = FindingKind(one.kind)
    leaders = kind in LEADERS or kind is FindingKind.GUIDANCE
    who = one.leader_id if leaders else one.person_id
    if who is not None and kind is not FindingKind.ATTITUDE:
        _note(session, one, who, "K1.6" if kind in LEADERS else KINDS[kind][0], f"{KINDS[kind][1].zh}：{one.description}")


def finding_moved(session: Session, one: SiteFinding, move: Move) -> None:
    """K1.3: whatever was put right too late counts against the leader, if it does not yet."""
    if move.name == "correct":
        _note_late(session, one)


def note_unguided(session: Session) -> int:
    """K1.3: an attitude nobody has put right by its day counts against the leader from the day after; each once."""
    c = SiteFinding
    overdue = select(c).where(c.kind == FindingKind.ATTITUDE, c.state == FindingState.OPEN, c.due_on < today(session), c.leader_id.is_not(None))
    return sum(_note_late(session, one) for one in session.scalars(overdue.order_by(c.id)))


def _note_late(session: Session, one: SiteFinding) -> bool:
    late = one.leader_id is not None and one.due_on is not None and today(session) > one.due_on
    return late and _note(session, one, int(one.leader_id or 0), "K1.3", LATE_GUIDANCE.format(what=one.description).zh)


def _note(session: Session, one: SiteFinding, who: int, clause: str, item: str) -> bool:
    points = one.points if one.points is not None else rule(session, WorkplaceRule.FINDING_POINTS)
    return enter(session, person_id=who, on=one.found_on, clause=clause, item=item, points=-points, record=one, found_by=one.observer_id)


def check_entered(session: Session, check: DailyCheck) -> set[str]:
    """K1.8: its day, and whether it was done in time: one's own by the clock of the system; of another's, on paper, who enters it says when."""
    person = authority_of(session).person
    if check.checker_id is None and person is not None:
        check.checker_id = person.person_id
    if check.id is None and person is not None and check.checker_id == person.person_id:
        _by_the_clock(session, check)
    if check.checked_at is None:
        return set()
    at = check.checked_at.astimezone(OFFICE_ZONE)
    check.day_on, check.on_time = at.date(), at.hour * 60 + at.minute <= rule(session, WorkplaceRule.CHECK_MINUTE)
    return {"checked_at", "day_on", "on_time", "checker"}


def _by_the_clock(session: Session, check: DailyCheck) -> None:
    if check.checked_at is not None and check.checked_at.astimezone(OFFICE_ZONE).date() != today(session):
        raise Invalid(OWN_CHECK, fields={"checked_at": OWN_CHECK}, clause="K1.8")
    check.checked_at = session.info["clock"]()


def checks_noted(session: Session, ids: Sequence[int]) -> None:
    """K1.8: what is not in its place goes into the ledger of who is responsible."""
    with acting(session, on_behalf(session, "K1.8 每日检查")):
        for check in session.scalars(select(DailyCheck).where(DailyCheck.id.in_(ids), DailyCheck.result == CheckResult.NOT_CONFORMING)):
            if check.responsible_id and check.day_on:
                points, item = rule(session, WorkplaceRule.FINDING_POINTS), NOT_PLACED.format(problem=check.problem or "").zh
                about: dict[str, Any] = {"person_id": check.responsible_id, "on": check.day_on, "record": check, "found_by": check.checker_id}
                enter(session, **about, clause="K1.8", item=item, points=-points)


def fault_entered(session: Session, fault: EquipmentFault) -> set[str]:
    """K1.9: late when not reported on the day it occurred; only who takes somebody's call says when that was."""
    person = authority_of(session).person
    if person is not None and fault.id is None and (fault.channel == FaultChannel.WORK_ORDER or fault.reporter_id == person.person_id):
        fault.reported_on = today(session)
    if fault.occurred_on and fault.reported_on:
        fault.late = fault.reported_on > fault.occurred_on + timedelta(days=rule(session, WorkplaceRule.FAULT_DAYS))
    return {"reported_on", "late"}


def faults_noted(session: Session, ids: Sequence[int]) -> None:
    """K1.10: reported late."""
    with acting(session, on_behalf(session, "K1.10 设备故障")):
        for fault in session.scalars(select(EquipmentFault).where(EquipmentFault.id.in_(ids), EquipmentFault.late)):
            _note_fault(session, fault, LATE_FAULT)


def fault_moved(session: Session, fault: EquipmentFault, move: Move) -> None:
    """K1.10: the record is not as required."""
    if move.name == "return_fault":
        _note_fault(session, fault, WRONG_FAULT)


def _note_fault(session: Session, fault: EquipmentFault, item: Term) -> None:
    points = rule(session, WorkplaceRule.FINDING_POINTS)
    said = item.format(equipment=fault.equipment).zh
    enter(session, person_id=fault.reporter_id, on=fault.reported_on, clause="K1.10", item=said, points=-points, record=fault)


def remind_of_checks(session: Session) -> int:
    """Tell the heads of departments that check daily and have not done so today by the minute of the rule; on working days only."""
    now = session.info["clock"]().astimezone(OFFICE_ZONE)
    day, minute = now.date(), rule(session, WorkplaceRule.CHECK_MINUTE)
    if not working_calendar(session).is_working_day(day) or now.hour * 60 + now.minute <= minute:
        return 0
    missing = _unchecked(session, day)
    if not missing:
        return 0
    staff, told = Staff(session), 0
    for department, name in missing:
        for person in staff.in_post(Post.DEPARTMENT_MANAGER.value, department):
            sentence = MISSING.format(at=f"{minute // 60}:{minute % 60:02d}", department=name)
            told += notify_of_register(session, person, "daily_check.missing", DailyCheck.register, sentence, once=f"{department}:{day}")
    return told


def _unchecked(session: Session, day: date) -> list[tuple[int, str]]:
    """The active departments that have checked within the days of the rule and have not today."""
    c, department = columns_of("daily_check"), columns_of("department")
    used = select(c.department_id).where(c.day_on.between(day - timedelta(days=rule(session, WorkplaceRule.CHECKING_DAYS)), day))
    done = select(c.department_id).where(c.day_on == day)
    wanted = select(department.id, department.name).where(department.active, department.id.in_(used), department.id.not_in(done))
    return [(row.id, row.name) for row in session.connection().execute(wanted.order_by(department.id))]


UPKEEP: dict[str, Any] = {"site_finding": finding_entered, "daily_check": check_entered, "equipment_fault": fault_entered}
ENTERED = {"site_finding": findings_noted, "daily_check": checks_noted, "equipment_fault": faults_noted}
