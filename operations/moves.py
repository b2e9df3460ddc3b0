"""The one way a state changes: allow → guard → apply → record; a register's workflow is read, never repeated here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Conflict, DomainError, Invalid, Missing, Refused
from domain.kinds import Kind
from domain.terms import Term
from domain.values import OFFICE_ZONE, is_blank, write_moment
from domain.workflow import Move
from models.base import Record
from models.fence import acting, authority_of, bits_of, letting
from models.governance.audit_entry import AuditEntry
from operations.complaints import late
from operations.confirming import require_proved
from operations.customers import changing, classes, contacts
from operations.declared_guards import declared_refusal
from operations.declared_terms import terms_computed
from operations.following import FOLLOWING, NEXT
from operations.guards import CHOICES, GUARDS
from operations.it_operations import codes
from operations.records import AFTERWARDS, CHECK_FIELDS, assign, check_declared, flush_for, require
from operations.separated_records import refusals, require_apart
from permissions.actor import System

NO_SUCH_MOVE = Term("没有「{name}」这一步。", "There is no step “{name}”.")
ALREADY = Term("这一步已由 {who} 于 {at} 办理，现为「{state}」。", "{who} did this at {at}; it is now “{state}”.")
MOVED_ON = Term(
    "现为「{state}」（{who} 于 {at} 办理），不能「{move}」。请刷新后再看下一步。",
    "It is “{state}” ({who} at {at}), so “{move}” is not possible. Reload to see what comes next.",
)
WRONG_STATE = Term("现为「{state}」，不能「{move}」。", "It is “{state}”, so “{move}” is not possible.")
NEEDED = Term("请填写「{label}」。", "“{label}” is required.")
OUT_OF_REACH = Term("这条记录不在您可以「{move}」的范围内。", "You may not “{move}” this record.")


@dataclass(frozen=True, slots=True)
class Choice:
    """A move as seen by the actor now: possible, or not and why."""

    move: Move
    refusal: DomainError | None


def choices(session: Session, record: Record) -> tuple[Choice, ...]:
    """The moves from the present state that the actor's roles know, each with the reason if it is not possible now."""
    workflow = record.register.workflow
    if workflow is None:
        return ()
    state = getattr(record, workflow.state)
    known = [move for move in workflow.moves_from(state) if authority_of(session).may(record.register.key, move.name)]
    apart = refusals(session, record, [move.name for move in known])
    return tuple(Choice(move, _refusal(session, record, move) or apart.get(move.name)) for move in known)


def perform(session: Session, record: Record, name: str, values: Mapping[str, Any]) -> Record:
    """Take the move ``name``; raises Refused (right or guard), Conflict (someone was faster), Invalid (fields)."""
    register = record.register
    workflow = register.workflow
    move = workflow.by_name.get(name) if workflow else None
    if workflow is None or move is None:
        raise Missing(NO_SUCH_MOVE, name=name[:40])
    require(session, record.register, name)
    require_proved(session, move)
    _hold(session, record, move, values)
    state = getattr(record, workflow.state)
    if state not in move.sources:
        raise _too_late(session, record, move, state)
    refusal = _refusal(session, record, move)
    if refusal is not None:
        raise refusal
    require_apart(session, record, name)
    _check_needs(record, move, values)
    for check in CHOICES.get((record.register.key, name), ()):
        check(session, record, values)
    following = FOLLOWING.get(record.register.key, ())
    follows = {key for one in following for key in one.keys}
    with letting(session, record, {workflow.state, *move.asked, *move.stamps, *follows, *record.register.timed}):
        assign(session, record.register, record, {key: values[key] for key in move.asked if key in values})
        _stamp(session, record, move)
        setattr(record, workflow.state, move.leads(state))
        if problems := check_declared(session, record):
            raise Invalid(CHECK_FIELDS, count=len(problems), fields=problems, clause=move.clause)
        for one in following:
            one.up(session, record, move)
        terms_computed(session, record)
        flush_for(session, record.register)
    if (register.key, name) in NEXT:
        # In the same breath and as a step of its own, so that table, history and clocks tell what happened.
        with acting(session, System(f"{move.label.zh}之后自动办理")):
            if then := NEXT[register.key, name](session, record):
                perform(session, *then, {})
    return record


def why_not(session: Session, record: Record, move: Move) -> DomainError | None:
    """Why the actor cannot take ``move`` now, before he types anything; None when he can."""
    state = getattr(record, record.register.state_field)
    if state not in move.sources:
        return _too_late(session, record, move, state)
    return _refusal(session, record, move) or refusals(session, record, [move.name]).get(move.name)


def _refusal(session: Session, record: Record, move: Move) -> DomainError | None:
    if not bits_of(session, record, move.name):
        return Refused(OUT_OF_REACH, move=move.label, clause=move.clause)
    if declared := declared_refusal(session, record, move):
        return declared
    for guard in GUARDS.get((record.register.key, move.name), ()):
        try:
            guard(session, record)
        except DomainError as refusal:
            return refusal
    return None


def _check_needs(record: Record, move: Move, values: Mapping[str, Any]) -> None:
    empty = [key for key in move.needs if _is_empty(values.get(key))]
    if empty:
        problems = {key: NEEDED.format(label=record.register.fields[key].label) for key in empty}
        raise Invalid(CHECK_FIELDS, count=len(empty), fields=problems, clause=move.clause)


def _is_empty(value: Any) -> bool:
    return is_blank(value) if isinstance(value, str) else value in (None, [])


def _stamp(session: Session, record: Record, move: Move) -> None:
    now = session.info["clock"]()
    person = authority_of(session).person
    for key in move.stamps:
        spec = record.register.fields[key]
        match spec.kind:
            case Kind.MOMENT:
                setattr(record, key, now)
            case Kind.DAY:
                setattr(record, key, now.astimezone(OFFICE_ZONE).date())
            case Kind.PERSON if person is not None:
                setattr(record, spec.column, person.person_id)


def _too_late(session: Session, record: Record, move: Move, state: Any) -> DomainError:
    """Somebody was faster, or the step does not belong here: who took the last one, and when."""
    now = record.register.fields[record.register.state_field].titles[state.value]
    with acting(session, System("who took the step first?")):
        last = session.scalar(
            select(AuditEntry)
            .where(
                AuditEntry.register_key == record.register.key,
                AuditEntry.record_id == record.id,
                AuditEntry.action == "edit",  # looking at a masked value is no step
            )
            .order_by(AuditEntry.id.desc())
            .limit(1)
        )
    if last is None:
        return Conflict(WRONG_STATE, state=now, move=move.label, clause=move.clause)
    at = write_moment(last.happened_at)
    if state == move.target:
        return Conflict(ALREADY, who=last.actor, at=at, state=now, clause=move.clause)
    return Conflict(MOVED_ON, who=last.actor, at=at, state=now, move=move.label, clause=move.clause)


def _hold(session: Session, record: Record, move: Move, values: Mapping[str, Any]) -> None:
    """Let nobody else move ``record`` before this transaction ends, and read what the last one left.

    SQLite's writers are alone already; on PostgreSQL two could read the same state and both go on from it. Records of
    the same register that the move names are held too, all in the order of their ids: two cases that are merged into
    each other wait for each other, instead of making a circle that the database breaks.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    kin = [key for key in move.asked if record.register.fields[key].target == record.register.key]
    if named := [values[key] for key in kin if isinstance(values.get(key), int)]:
        key = type(record).__table__.c.id
        session.connection().execute(select(key).where(key.in_([record.id, *named])).order_by(key).with_for_update()).all()
    session.refresh(record, with_for_update=True)


def _hand_back(session: Session) -> None:
    """K4.7: somebody has to keep away only now; what he worked on is assigned anew."""
    late.settle(session, perform)


AFTERWARDS.append(_hand_back)
AFTERWARDS += (changing.settle, classes.settle, contacts.settle, codes.settle)
