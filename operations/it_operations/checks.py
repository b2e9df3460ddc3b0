"""Regular checks: what must be measured, when the next one falls due, and who is told when nobody came (K5.30, K5.36–K5.43)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.rules import ItRule
from domain.terms import Term
from domain.values import write_day
from domain.workflow import Move
from models.base import columns_of
from models.fence import acting, authority_of
from models.it_operations.it_check import CHECKS, CheckKind, CheckResult, CheckState, ItCheck
from operations.declared_terms import day_of
from operations.notices import notify, notify_of_register
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.staff import Staff
from permissions.actor import System

EVERY = {
    CheckKind.VIRUS: ItRule.VIRUS_DAYS, CheckKind.FIRE: ItRule.FIRE_DAYS, CheckKind.AIR: ItRule.AIR_DAYS, CheckKind.UPS: ItRule.UPS_DAYS,
    CheckKind.MAINTENANCE: ItRule.MAINTENANCE_DAYS, CheckKind.ENVIRONMENT: ItRule.ENVIRONMENT_DAYS,
}  # fmt: skip
MEASURED = {
    CheckKind.AIR: (("airflow", "temperature_rise", "humidity", "cleanliness", "rise_rate"), "K5.42"),
    CheckKind.ENVIRONMENT: (("temperature", "humidity", "voltage"), "K5.41"),
}
MEASURE_IT = Term("「{kind}」须记录{labels}。", "For “{kind}” enter {labels}.")
WHAT_WAS_DONE = Term("有问题的，请填写处理措施。", "Something was wrong: say what was done about it.")
DUE = Term("「{what}」的{kind}应于 {day} 完成，请检查并登记结果。", "{what}: {kind} is due on {day}; check it and enter the result.")
TOO_LATE = Term("「{kind}」至少每 {days} 天一次，检查期限最迟为 {day}。", "“{kind}” is done every {days} days at least, so by {day} at the latest.")
NOBODY_PLANS = Term(
    "「{kind}」已有 {days} 天以上没有检查，也没有安排下次检查，请安排。", "“{kind}” was not done for more than {days} days and none is planned; plan one."
)
LATE = Term("「{what}」的{kind}（{day}）已逾期，请立即检查。", "{what}: {kind} was due on {day}; do it now.")


def _measured(_session: Session, check: ItCheck, values: Mapping[str, Any]) -> None:
    """K5.41, K5.42: the readings that belong to the kind; K5.30: what was done about a fault."""
    specs = ItCheck.register.fields
    keys, clause = MEASURED.get(CheckKind(check.kind), ((), ""))
    if missing := [key for key in keys if values.get(key) is None]:
        labels = Term("、".join(specs[key].label.zh for key in missing), ", ".join(specs[key].label.en for key in missing))
        sentence = MEASURE_IT.format(kind=_title(check.kind), labels=labels)
        raise Invalid(sentence, fields=dict.fromkeys(missing, sentence), clause=clause)
    if values.get("result") == CheckResult.FAULT and not values.get("measure"):
        raise Invalid(WHAT_WAS_DONE, fields={"measure": WHAT_WAS_DONE}, clause="K5.30")


def check_entered(session: Session, check: ItCheck) -> set[str]:
    """At every save: what is planned is due within the interval of its kind, from the day it was planned; raises Invalid."""
    if check.state in (None, CheckState.PLANNED) and check.kind and check.due_on and authority_of(session).person is not None:
        days = rule(session, EVERY[CheckKind(check.kind)])
        planned = day_of(check.created_at) if check.id is not None else today(session)  # else a check put off every day would never be late
        latest = planned + timedelta(days=days)
        if check.due_on > latest and get_history(check, "due_on").added:
            sentence = TOO_LATE.format(kind=_title(check.kind), days=days, day=latest.isoformat())
            raise Invalid(sentence, fields={"due_on": sentence}, clause="K5.36")
    return set()


def check_moved(session: Session, check: ItCheck, _move: Move) -> None:
    """Done or cancelled: the next one is planned, as the rule of its kind says, for the same person."""
    due = today(session) + timedelta(days=rule(session, EVERY[CheckKind(check.kind)]))
    with acting(session, System("K5.36：下次检查")):
        session.add(ItCheck(kind=check.kind, what=check.what, responsible_id=check.responsible_id, due_on=due, state=CheckState.PLANNED))
        session.flush()


def remind_of_checks(session: Session) -> int:
    """Tell who is responsible on the day before, and, once it is late, whoever heads the work too; returns how many were told."""
    day = today(session)
    wanted = select(ItCheck).where(ItCheck.state == CheckState.PLANNED, ItCheck.due_on <= day + timedelta(days=1))
    checks = session.scalars(wanted.order_by(ItCheck.id)).all()
    heads = Staff(session).with_right("it_check", "cancel_check") if any(one.due_on < day for one in checks) else ()
    told = 0
    for one in checks:
        late = one.due_on < day
        said = (LATE if late else DUE).format(what=one.what, kind=_title(one.kind), day=write_day(one.due_on))
        for person in dict.fromkeys((one.responsible_id, *(heads if late else ()))):
            told += notify(session, person, "it_check.late" if late else "it_check.due", one, said, once=one.due_on.isoformat())
    return told


def tell_of_kinds_left_out(session: Session) -> int:
    """Tell whoever heads the work, once a month, of each kind that was not done within its interval and is not planned; returns how many were told."""
    one, day, told = columns_of("it_check"), today(session), 0
    planned = select(one.kind).where(one.state == CheckState.PLANNED)
    last = select(one.kind, func.max(one.done_at)).where(one.state == CheckState.DONE).group_by(one.kind)
    read = session.connection().execute
    ahead, done = set(read(planned.distinct()).scalars()), {kind: day_of(at) for kind, at in read(last)}
    for kind, code in EVERY.items():
        days = rule(session, code)
        if kind in ahead or (kind in done and done[kind] + timedelta(days=days) >= day):
            continue
        said = NOBODY_PLANS.format(kind=_title(kind), days=days)
        for person in Staff(session).with_right("it_check", "cancel_check"):
            told += notify_of_register(session, person, f"it_check.none.{kind.value}", ItCheck.register, said, once=f"{day:%Y-%m}")
    return told


def _title(kind: str) -> Term:
    return CHECKS[CheckKind(kind)]


CHOICES: dict[tuple[str, str], tuple[Callable[..., None], ...]] = {("it_check", "do_check"): (_measured,)}
