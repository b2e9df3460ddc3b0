"""Objections, new rounds, refusals and withdrawals: until when, how often, and who decides then (K4.22, K6.7)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.rounds import level, needed
from domain.rules import ComplaintRule
from domain.terms import Term
from domain.values import OFFICE_ZONE
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.fence import acting, authority_of
from models.organisation.appointment import Appointment
from models.organisation.department import Department
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_calendar
from permissions.actor import System

TOO_LATE = Term("异议应在答复后 {days} 个工作日内提出（最迟 {last}），已经超过。", "An objection comes within {days} working days ({last}).")
NO_MORE_ROUNDS = Term("已办 {most} 轮，不再重办。请用「提请会议复议」，由会议决定。", "There were {most} rounds; the meeting decides now.")
ROUNDS_LEFT = Term("还可以再办一轮，请用「提出异议」或「重新处理」。", "Another round is possible; object or take it up again.")
MEETING_SPOKE = Term("会议已经复议，本公司程序已经终结。请告知外部救济途径。", "The meeting has reconsidered it; only external routes are left.")
OBJECTED = Term("对不予受理的异议只能提出一次。", "A refusal may be objected to once.")
TOO_LONG_AGO = Term("办结已超过 {days} 天，不能重新打开。", "It was closed more than {days} days ago and is not opened again.")
LEVEL_UP = Term(
    "本轮应由比上一轮决定人高 {up} 级以上的领导决定。", "This round is decided at least {up} level above who decided the one before."
)
ONLY_MEETING = Term("上一轮已由最高一级领导决定，本轮请「提交会议」。", "The highest has decided the round before: refer it to the meeting.")
RETURNED_BEFORE = Term("本部门已退回过 {most} 次，不能再退；职责不清的报领导裁定。", "Your department has returned it {most} times; have the leader rule.")
NOT_PROPOSED = Term("请先「拟不予受理」，写明理由代码、依据和告知内容。", "Propose to refuse it first, with reason, basis and text.")
COSIGN = Term("不予受理须两人：拟办人和会签领导不能是同一人。", "Two people refuse a complaint: who proposed it does not co-sign.")
NOT_HANDLED = Term(
    "本件没有办理答复（即时解答、不予受理或撤诉后归档），不能对答复提出异议；不予受理的请用「对不予受理提出异议」。",
    "It was settled, refused or withdrawn, so there is no answer to object to; a refusal has an objection of its own.",
)
NOT_REFUSED = Term("本件不是不予受理后归档的，请用「提出异议」。", "It was not refused: object to the answer instead.")
BEGINS = frozenset({"reopen", "object", "object_refusal", "reopen_closed", "appeal", "fail_check"})
"""The moves that begin a round."""
KEYS = ("returned_departments",)

Guard = Callable[[Session, Any], None]
Check = Callable[[Session, Any, Mapping[str, Any]], None]



def in_time(session: Session, case: Complaint) -> None:
    """K4.22: an objection comes within its working days from the answer, which is not counted itself; raises Refused."""
    days = rule(session, ComplaintRule.OBJECTION_DAYS)
    if case.answered_at is None:
        return
    last = working_calendar(session).add_working_days(case.answered_at.astimezone(OFFICE_ZONE).date(), days)
    if today(session) > last:
        raise Refused(TOO_LATE, days=days, last=last, clause="K4.22")


def _another_round(session: Session, case: Complaint) -> None:
    most = rule(session, ComplaintRule.MOST_ROUNDS)
    if case.round >= most:
        raise Refused(NO_MORE_ROUNDS, most=most, clause="K4.22")


def has_another_round(session: Session, case: Complaint) -> bool:
    """Whether an objection begins a round (else the meeting reconsiders it, which people call)."""
    return case.round < rule(session, ComplaintRule.MOST_ROUNDS)


def _last_round(session: Session, case: Complaint) -> None:
    """After the last round the meeting reconsiders it, once."""
    most = rule(session, ComplaintRule.MOST_ROUNDS)
    if case.round < most:
        raise Refused(ROUNDS_LEFT, clause="K4.22")
    if case.round > most:
        raise Refused(MEETING_SPOKE, clause="K4.22")


def was_answered(case: Complaint) -> bool:
    """Whether what is archived was handled to its end: what was settled, refused or withdrawn has no answer to object to."""
    return case.stage is not Stage.ARCHIVED or case.closed_at is not None


def _handled(_session: Session, case: Complaint) -> None:
    if not was_answered(case):
        raise Refused(NOT_HANDLED, clause="K4.22")


def _was_refused(_session: Session, case: Complaint) -> None:
    """From the archive only what two have refused is taken up by this."""
    if case.stage is Stage.ARCHIVED and (case.refusal_code is None or case.closed_at is not None or case.withdrawal is not None):
        raise Refused(NOT_REFUSED, clause="K4.22")


def _not_objected(_session: Session, case: Complaint) -> None:
    if case.objection:
        raise Refused(OBJECTED, clause="K4.22")


def _closed_lately(session: Session, case: Complaint) -> None:
    days = rule(session, ComplaintRule.REOPEN_DAYS)
    if case.closed_at is not None and today(session) > case.closed_at.astimezone(OFFICE_ZONE).date() + timedelta(days=days):
        raise Refused(TOO_LONG_AGO, days=days, clause="K4.22")


def only_the_meeting(session: Session, case: Complaint) -> bool:
    """Whether nobody stands high enough to decide this round, so that the meeting does."""
    return _from_level(session, case) is None


def _from_level(session: Session, case: Complaint) -> int | None:
    if case.round == 1 or case.decided_by_id is None:
        return 0
    up = rule(session, ComplaintRule.DECIDER_LEVELS_UP)
    return needed(level(_posts(session, case.decided_by_id)), up) if up else 0


def _posts(session: Session, person_id: int) -> list[str]:
    held, day = Appointment.__table__.c, today(session)
    wanted = select(held.post).where(
        held.holder_id == person_id, held.from_on <= day, or_(held.until_on.is_(None), held.until_on >= day)
    )
    return [str(post.value) for post in session.connection().execute(wanted).scalars()]


def _stands_above(session: Session, case: Complaint) -> None:
    """K4.22: one level up from who decided the round before."""
    person, least = authority_of(session).person, _from_level(session, case)
    if least is None:
        raise Refused(ONLY_MEETING, clause="K4.22")
    if person is not None and least and level([post for post, _ in person.posts]) < least:
        raise Refused(LEVEL_UP, up=rule(session, ComplaintRule.DECIDER_LEVELS_UP), clause="K4.22")


def _returned_once(session: Session, case: Complaint) -> None:
    """K6.7: a department does not push a case away again and again; with the rule at 0 it does not at all."""
    most = rule(session, ComplaintRule.RETURNS_PER_DEPARTMENT)
    times = sum(one.id == case.department_id for one in case.returned_departments)
    if times >= most:
        raise Refused(RETURNED_BEFORE, most=most, clause="K6.7")


def _proposed_by_another(session: Session, case: Complaint) -> None:
    person = authority_of(session).person
    if case.refusal_asked_by_id is None:
        raise Refused(NOT_PROPOSED, clause="T2.10")
    if person is not None and person.person_id == case.refusal_asked_by_id:
        raise Refused(COSIGN, clause="T2.10")


def returned(session: Session, case: Complaint, move: Move) -> None:
    """K6.7: which department has returned it stays with the case, as a candidate for shirking."""
    if move.name != "return" or case.department_id is None:
        return
    with acting(session, System("K6.7: which department returned it")):
        department = session.get_one(Department, case.department_id)
    case.returned_departments = [*case.returned_departments, department]


GUARDS: dict[str, tuple[Guard, ...]] = {
    "object": (_handled, _another_round, in_time),
    "object_refusal": (_was_refused, _not_objected, in_time),
    "appeal": (_handled, _last_round, in_time),
    "reopen": (_another_round,),
    "reopen_closed": (_another_round, _closed_lately),
    "decide": (_stands_above,),
    "return": (_returned_once,),
    "refuse": (_proposed_by_another,),
}
