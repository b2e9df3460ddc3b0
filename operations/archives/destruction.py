"""Destroying volumes whose time is over: five people at least, nothing under a hold or out, and a journal entry for each (T4.4)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.custody import AccountKind, Reason, UnitKind
from domain.errors import DomainError, Invalid, Refused
from domain.rules import ArchiveRule
from domain.terms import Term
from domain.workflow import Move
from models.archives.account import KINDS
from models.archives.destruction_list import DestructionList, DestructionState
from models.archives.destruction_supervisor import DestructionSupervisor, SupervisionState
from models.base import columns_of
from models.fence import acting, authority_of
from operations.archives.holds import ON_HOLD, SOME_UNIT, held
from operations.archives.ledger import Movement, account_of, lock, places, record
from operations.archives.retention import kept
from operations.behalf import on_behalf
from operations.labels import labels
from operations.lending.loans import actor_of
from operations.office_clock import today
from operations.rule_numbers import rule

NO_UNITS = Term("请选择拟销毁的档案。", "Choose what is to be destroyed.")
UNITS_STAY = Term("清册提出后档案不能增减：请取消后重新提出。", "The units of a list stay: cancel it and propose another.")
ON_ANOTHER = Term("{unit} 已在清册 {list}。", "{unit} is on {list} already.")
NOT_OURS = Term("{unit} 是权证，档案室不销毁权证；结清后请办理「权证发还」。", "{unit} is a certificate: it is released to its owner, never destroyed.")
NOT_ON_SHELF = Term("{unit} 现在「{kind}」，在架的才能销毁。", "{unit} is “{kind}”; only what is on its shelf is destroyed.")
NO_PERIOD = Term("{unit} 没有保管期限，请在案卷类目或单件保管期限中登记。", "{unit} has no retention period; give its class or the unit one.")
FOR_GOOD = Term("{unit} 永久保管，不销毁。", "{unit} is kept for good.")
NO_EVENT = Term("{unit} 的起算日没有登记，请在单件保管期限中登记。", "Nobody has entered since when {unit} is kept.")
NOT_OVER = Term("{unit} 保管到 {day}，期满后才能销毁。", "{unit} is kept until {day}.")
STILL_LENT = Term("{unit} 的借阅还没有了结，不能销毁。", "A loan of {unit} is not settled.")
APART = Term("提出、鉴定、批准须是三个人，您已办过其中一步。", "Proposing, appraising and approving take three people; you have taken one of the steps.")
NOT_THE_APPROVER = Term("批准人不执行销毁。", "Who approved does not destroy.")
WAITS = Term("等待期到 {day}，之后才能销毁。", "It waits until {day}.")
WRONG_COUNT = Term("清点 {counted} 件，清册 {listed} 件，件数不符，不能销毁。请查明原因。", "{counted} counted, {listed} on the list: find out why first.")
TOO_FEW = Term("监销人至少 {least} 人。", "{least} supervisors at least.")
SUPERVISES_HIMSELF = Term("执行人和批准人不能监销。", "Neither who destroys nor who approved supervises.")
OWN_NAME = Term("由监销人用本人账号签认。", "A supervisor signs with an account of his own.")
CHANGED = Term("清点之后清册有变化，签认作废，请取消后重新提出。", "The list changed after it was counted: cancel it and propose another.")
UNSIGNED = Term("还有 {count} 位监销人没有签认。", "{count} supervisors have not signed.")
EXECUTOR_ONLY = Term("由清点的执行人（{who}）执行。", "{who}, who counted, carries it out.")
KEYS = ("wait_until",)


def units_of(session: Session, listed: DestructionList) -> dict[int, str]:
    """Unit id → number of what a list names, below the fence."""
    link, unit = columns_of("destruction_list_units"), columns_of("archive_unit")
    query = select(unit.id, unit.number).join_from(unit.id.table, link.target_id.table, link.target_id == unit.id)
    return {row.id: row.number for row in session.connection().execute(query.where(link.record_id == listed.id).order_by(unit.id))}


def list_entered(session: Session, listed: DestructionList) -> set[str]:
    """At every save by a person: a list names units that may be destroyed, each on one list, and keeps them; raises Invalid."""
    if authority_of(session).is_system:
        return set()
    if listed.id is not None:
        if get_history(listed, "units").has_changes():
            _invalid(UNITS_STAY)
        return set()
    if not listed.units:
        _invalid(NO_UNITS)
    units = {one.id: one.number for one in listed.units}
    link, other = columns_of("destruction_list_units"), columns_of("destruction_list")
    taken = session.connection().execute(
        select(link.target_id, other.number)
        .join_from(link.record_id.table, other.id.table, other.id == link.record_id)
        .where(link.target_id.in_(list(units)), other.state != DestructionState.CANCELLED)
    ).first()  # fmt: skip
    if taken is not None:
        _invalid(ON_ANOTHER.format(unit=units[taken.target_id], list=taken.number))
    try:
        require_over(session, units)
    except DomainError as error:
        _invalid(error.sentence)
    if (person := authority_of(session).person) is not None:
        listed.proposer_id = person.person_id
    return {"proposer"}


def _invalid(sentence: Term) -> None:
    raise Invalid(sentence, fields={"units": sentence}, clause="T4.4")


def require_over(session: Session, units: Mapping[int, str | Term]) -> None:
    """Refuse unless each unit is a volume on its shelf, its time over, free of holds and of loans (T4.4)."""
    connection, day = session.connection(), today(session)
    at, periods, stopped = places(connection, units), kept(connection, units), held(connection, units)
    unit, line = columns_of("archive_unit"), columns_of("loan_line")
    kinds = {row.id: row.kind for row in connection.execute(select(unit.id, unit.kind).where(unit.id.in_(list(units))))}
    out = set(connection.execute(select(line.unit_id).where(line.unit_id.in_(list(units)), line.state.in_(("out", "handed_back", "short", "lost")))).scalars())
    for key, number in units.items():
        place, period = at.get(key), periods[key]
        if kinds[key] != UnitKind.VOLUME:
            raise Refused(NOT_OURS, unit=number, clause="K3.20")
        if key in out:
            raise Refused(STILL_LENT, unit=number, clause="T4.4")
        if key in stopped:
            raise Refused(ON_HOLD, unit=number, clause="T4.4")
        if place is None or place.kind is not AccountKind.SHELF:
            raise Refused(NOT_ON_SHELF, unit=number, kind=KINDS[place.kind if place else AccountKind.ORIGIN], clause="T4.4")
        if not period.over(day):
            raise _why_not(number, period)


def _why_not(number: str | Term, period: Any) -> Refused:
    if not period.given:
        return Refused(NO_PERIOD, unit=number, clause="T4.4")
    if period.months is None:
        return Refused(FOR_GOOD, unit=number, clause="T4.4")
    if period.until is None:
        return Refused(NO_EVENT, unit=number, clause="T4.4")
    return Refused(NOT_OVER, unit=number, day=period.until.isoformat(), clause="T4.4")


def still_over(session: Session, listed: DestructionList) -> None:
    """Before every step: what held when it was proposed still holds."""
    # Told before anything is typed, so a unit is named only to whoever may read its number.
    seen = labels(session, "archive_unit", units_of(session, listed))
    require_over(session, {key: seen.get(key) or SOME_UNIT for key in units_of(session, listed)})


def three_people(session: Session, listed: DestructionList) -> None:
    """Before it is appraised or approved: by somebody who has taken no step before."""
    person = authority_of(session).person
    if person is not None and person.person_id in (listed.proposer_id, listed.appraised_by_id):
        raise Refused(APART, clause="T4.4")


def waited(session: Session, listed: DestructionList) -> None:
    """Before it is counted: the waiting time is over, and who approved does not destroy."""
    if listed.wait_until is None or today(session) <= listed.wait_until:
        raise Refused(WAITS, day=listed.wait_until.isoformat() if listed.wait_until else "—", clause="T4.4")
    person = authority_of(session).person
    if person is not None and person.person_id == listed.approved_by_id:
        raise Refused(NOT_THE_APPROVER, clause="T4.4")


def counted_before(session: Session, listed: DestructionList, values: Mapping[str, Any]) -> None:
    """All of it is there, and enough others look on."""
    there = len(units_of(session, listed))
    if values.get("counted") != there:
        sentence = WRONG_COUNT.format(counted=values.get("counted"), listed=there)
        raise Invalid(sentence, fields={"counted": sentence}, clause="T4.4")
    chosen, least = set(values.get("supervisors") or ()), rule(session, ArchiveRule.DESTRUCTION_SUPERVISORS)
    person = authority_of(session).person
    wrong = TOO_FEW.format(least=least) if len(chosen) < least else None
    if chosen & {listed.approved_by_id, person.person_id if person is not None else None}:
        wrong = SUPERVISES_HIMSELF
    if wrong is not None:
        raise Invalid(wrong, fields={"supervisors": wrong}, clause="T4.4")


def content_of(session: Session, listed: DestructionList) -> str:
    """What supervisors sign: the list, its units, the count, who destroys them."""
    said = [listed.number, sorted(units_of(session, listed).items()), listed.counted, listed.executor_id, listed.approved_by_id]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def signs_himself(session: Session, signature: DestructionSupervisor) -> None:
    """Before a supervisor signs: he does so himself, and what was counted is still what the list says."""
    person = authority_of(session).person
    if person is not None and person.person_id != signature.supervisor_id:
        raise Refused(OWN_NAME, clause="T4.4")
    listed = session.get(DestructionList, signature.destruction_id)
    if listed is None or listed.state is not DestructionState.COUNTED or content_of(session, listed) != signature.content:
        raise Refused(CHANGED, clause="T4.4")


def signed_by_all(session: Session, listed: DestructionList) -> None:
    """Before it is carried out: by who counted, with every supervisor's signature on just this."""
    person = authority_of(session).person
    if person is not None and person.person_id != listed.executor_id:
        staff = columns_of("employee")
        who = session.connection().execute(select(staff.name).where(staff.id == listed.executor_id)).scalar()
        raise Refused(EXECUTOR_ONLY, who=who, clause="T4.4")
    one, read = columns_of("destruction_supervisor"), session.connection().execute
    left = read(select(func.count()).where(one.destruction_id == listed.id, one.state != SupervisionState.SIGNED)).scalar_one()
    if left:
        raise Refused(UNSIGNED, count=left, clause="T4.4")
    if set(read(select(one.content).where(one.destruction_id == listed.id)).scalars()) != {content_of(session, listed)}:
        raise Refused(CHANGED, clause="T4.4")


def list_moved(session: Session, listed: DestructionList, move: Move) -> None:
    """What follows from a step: the waiting time, the signatures asked for, the entries of the journal."""
    match move.name:
        case "approve":
            listed.wait_until = today(session) + timedelta(days=rule(session, ArchiveRule.DESTRUCTION_DAYS))
        case "count_units":
            content, people = content_of(session, listed), [one.id for one in listed.supervisors]
            with acting(session, on_behalf(session, f"监销签认：{listed.number}")):
                session.add_all(
                    DestructionSupervisor(destruction_id=listed.id, supervisor_id=who, state=SupervisionState.ASKED, content=content) for who in people
                )
                session.flush()
        case "execute":
            _destroy(session, listed)


def _destroy(session: Session, listed: DestructionList) -> None:
    units = units_of(session, listed)
    lock(session.connection(), units)  # a hold placed meanwhile is seen below, or waits and finds the unit destroyed
    require_over(session, units)
    one, staff = columns_of("destruction_supervisor"), columns_of("employee")
    query = select(staff.id, staff.name).join_from(staff.id.table, one.id.table, one.supervisor_id == staff.id)
    people = session.connection().execute(query.where(one.destruction_id == listed.id).order_by(one.id)).all()
    gone, said = account_of(session, AccountKind.DESTROYED), f"监销：{'、'.join(row.name for row in people)}"[:500]
    record(session, actor_of(session), [Movement(key, gone, Reason.DESTROY, listed.number, witness=people[0].id, note=said) for key in units])


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("destruction_list", "appraise"): (three_people, still_over),
    ("destruction_list", "approve"): (three_people, still_over),
    ("destruction_list", "count_units"): (waited, still_over),
    ("destruction_list", "execute"): (signed_by_all, still_over),
    ("destruction_supervisor", "sign_destruction"): (signs_himself,),
}
CHOICES: dict[tuple[str, str], tuple[Any, ...]] = {("destruction_list", "count_units"): (counted_before,)}
