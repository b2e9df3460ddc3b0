"""The month's draw of cases to be checked: once for a month, by the rules of its last day, each case to somebody who had no part in it (T4.3)."""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.report_periods import month_of
from domain.terms import Term
from domain.values import write_day
from models.base import columns_of
from models.complaints.complaint import Complaint
from models.complaints.spot_check import CheckState, Drawn, SpotCheck
from models.complaints.spot_check_draw import SpotCheckDraw
from models.fence import acting, authority_of
from operations.behalf import on_behalf
from operations.complaints.clock_store import load
from operations.complaints.clocks import start_clock
from operations.complaints.drawing import Draw, closed_in, draw_among
from operations.complaints.independence import independent
from operations.office_clock import today

NOT_OVER = Term("这个月还没有结束，办结的投诉还会增加；月末以后再抽取。", "The month is not over; more cases may be closed. Draw after its end.")
DRAWN_ALREADY = Term(
    "该月已于 {day} 抽取（{number}），一个月只抽一次，不得换种子重抽。", "That month was drawn on {day} ({number}); it is not drawn again by another seed."
)
FIXED_NOW = Term(
    "已经抽取，月份、种子和抽查人不能再改；个别案件换人请用「指派抽查人」。", "It has been drawn: only the note can be changed. Appoint others case by case."
)
FIXED = ("month_on", "seed", "checkers")
KEYS = ("percent", "least", "whole", "rules_on", "digest", "drawn_by", "drawn_at", "month_on", "seed")
CLOCK = "C14"


def plan_entered(session: Session, plan: SpotCheckDraw) -> set[str]:
    """At every save: what was drawn stays; a new draw is of a month that is over and was not drawn before."""
    who = authority_of(session)
    if plan.id is not None:
        changed = [key for key in FIXED if get_history(plan, key).has_changes()]
        if changed and who.person is not None:
            raise Invalid(FIXED_NOW, fields=dict.fromkeys(changed, FIXED_NOW), clause="T4.3")
        return set()
    if plan.month_on is None:
        return set()  # the form asks for it
    month = month_of(plan.month_on)
    if who.person is not None:
        _once_and_afterwards(session, plan, month.last >= today(session), month.first)
        plan.drawn_by_id = who.person.person_id
    plan.month_on, plan.seed = month.first, (plan.seed or "").strip() or secrets.token_hex(8)
    plan.drawn_at, plan.rules_on = session.info["clock"](), month.last
    found = _draw(session, plan)
    plan.percent, plan.least, plan.whole, plan.digest = found.percent, found.least, bool(found.all_grave), found.digest
    return set(KEYS)


def _once_and_afterwards(session: Session, plan: SpotCheckDraw, runs: bool, first: Any) -> None:
    table = columns_of("spot_check_draw")
    sentence = NOT_OVER if runs else None
    earlier = session.connection().execute(select(table.number, table.drawn_at).where(table.month_on == first)).first()
    if earlier is not None:
        sentence = DRAWN_ALREADY.format(number=earlier.number, day=write_day(earlier.drawn_at.date()))
    if sentence is not None:
        raise Invalid(sentence, fields={"month_on": sentence}, clause="T4.3")


def _draw(session: Session, plan: SpotCheckDraw) -> Draw:
    """Read below the fence, so that cases its maker keeps away from are drawn as well; he is shown none of them."""
    month = month_of(plan.month_on)
    return draw_among(session, session.connection().execute(closed_in(month)), month, plan.seed or "")


def carry_out(session: Session, ids: Sequence[int]) -> None:
    """The draw is stored: make a check of every case drawn, start its term and find who does it."""
    with acting(session, on_behalf(session, "T4.3：抽取")):
        for plan in session.scalars(select(SpotCheckDraw).where(SpotCheckDraw.id.in_(ids)).order_by(SpotCheckDraw.id)):
            _make_checks(session, plan)


def _make_checks(session: Session, plan: SpotCheckDraw) -> None:
    found, busy = _draw(session, plan), Counter[int]()
    candidates = [one.id for one in plan.checkers]
    for case, reason in _cases(session, found):
        fit = independent(session, case, candidates)
        checker = min(fit, key=lambda one: (busy[one], candidates.index(one)), default=None)
        if checker is not None:
            busy[checker] += 1
        begin_check(session, case, plan, reason, checker)
    session.flush()


def _cases(session: Session, found: Draw) -> Iterator[tuple[Complaint, Drawn]]:
    """Those drawn, and those checked in any event; a round that is or was checked already is not checked twice."""
    sample = [number for numbers in found.cases.values() for number in numbers]
    others = [number for numbers in found.whole.values() for number in numbers if number not in set(sample)]
    checks = columns_of("spot_check")
    for reason, numbers in ((Drawn.SAMPLE, sample), (Drawn.WHOLE, others)):
        for case in _by_number(session, numbers):
            known = select(checks.id).where(checks.complaint_id == case.id, (checks.round == case.round) | (checks.state == CheckState.WAITING))
            if session.connection().execute(known.limit(1)).first() is None:
                yield case, reason


def _by_number(session: Session, numbers: Iterable[str]) -> Iterator[Complaint]:
    wanted = list(numbers)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        yield from session.scalars(select(Complaint).where(Complaint.number.in_(some)).order_by(Complaint.id)).all()


def begin_check(session: Session, case: Complaint, plan: SpotCheckDraw, reason: Drawn, checker: int | None) -> SpotCheck:
    """One check, with its term (C14); the caller acts as the system."""
    now: datetime = session.info["clock"]()
    start_clock(session, case, CLOCK)
    clock = load(session, case.id).clocks.running(CLOCK, case.round)
    case.checking, case.checker_id = True, checker
    check = SpotCheck(
        complaint_id=case.id, draw_id=plan.id, reason=reason, department_id=case.department_id, round=case.round, checker_id=checker,
        drawn_at=now, due_at=clock.due_at if clock is not None else None, state=CheckState.WAITING,
    )  # fmt: skip
    session.add(check)
    return check
