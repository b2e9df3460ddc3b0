"""The session fence: every SELECT gets the reader's rows, every change must be allowed, audited and in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, case, event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from domain.access import Action, Channel, Level, Scope
from domain.errors import NOT_ALLOWED_TODO, Refused
from domain.terms import Term
from models import audit
from models.base import Record
from models.criteria import criteria_of
from models.engine import LOOKING
from models.fields import Field
from models.keeping import Written, keep
from models.scoping import rows_of, sets_apart
from models.upkeep import keep_up, raise_policy_version

FIELD_REFUSED = Term("您不能写「{register}」的「{field}」。", "You may not write “{field}” of {register}.")
ROWS_REFUSED = Term("这条「{register}」不在您可以{action}的范围内。", "This {register} is not among those you may {action}.")
READ_ONLY = Term("查看页面时不能改数据。", "A page that is only viewed must not change data.")
MOST_KEPT = 400
"""Questions kept with a plan; people under one plan share it, so they are not kept for good."""
WORDS = {Action.CREATE: Term("新建", "create"), Action.EDIT: Term("修改", "edit"), Action.DELETE: Term("删除", "delete")}


class NoAuthority(RuntimeError):
    """A statement without an actor: a mistake in the program, refused before anything is read."""


def act(session: Session, authority: Any, *, clock: Callable[[], datetime] | None = None) -> None:
    """From now on ``session`` works for ``authority``."""
    session.info["authority"] = authority
    session.info["clock"] = clock or session.info.get("clock") or (lambda: datetime.now(UTC))


def authority_of(session: Session) -> Any:
    """Who acts in ``session``; raises NoAuthority."""
    found = session.info.get("authority")
    if found is None:
        raise NoAuthority("the session has no authority: call models.fence.act first")
    return found


@contextmanager
def acting(session: Session, authority: Any) -> Iterator[None]:
    """Let ``authority`` act for the length of the block; what was pending is flushed under the right name."""
    before = session.info.get("authority")
    session.flush()
    act(session, authority)
    try:
        yield
        session.flush()
    finally:
        session.info["authority"] = before


@contextmanager
def letting(session: Session, record: Record, keys: Iterable[str]) -> Iterator[None]:
    """Let the kernel write just these fields of just this record: for moves, which check their own right first."""
    lets: list[tuple[Record, frozenset[str]]] = session.info.setdefault("letting", [])
    lets.append((record, frozenset(keys)))
    try:
        yield
        session.flush()
    finally:
        lets.pop()


# ---- reading -------------------------------------------------------------------------------------------------------


@event.listens_for(Session, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    authority = authority_of(state.session)
    if state.session.info.get("looking") and not state.is_select:
        raise Refused(LOOKING)
    if authority.is_system:
        if not state.is_select:
            _within_reach(authority, getattr(getattr(state.statement, "table", None), "name", ""))
        return
    if not state.is_select or not state.is_orm_statement:
        raise NoAuthority("people read through registers and change records one by one; this statement does neither")
    if not all(issubclass(mapper.class_, Record) for mapper in state.all_mappers):
        raise NoAuthority("kernel tables are read by the system only")
    if not state.is_column_load and (options := criteria_of(authority, state.statement)):
        state.statement = state.statement.options(*options)


def bits_of(session: Session, record: Record, action: str) -> int:
    """In which strata of ``action`` the stored row of ``record`` lies; 0 means that the action is refused on it."""
    authority = authority_of(session)
    if authority.is_system:
        return -1
    model = type(record)
    strata = authority.strata(model.register.key, action)
    if not strata:
        return 0
    if len(strata) == 1 and strata[0].scope is Scope.ALL and not sets_apart(model.register):
        return 1
    known = session.info.get("bits")  # of a page that is only read: one record, asked about for each of its buttons
    places = (authority.person, model, record.id, tuple((stratum.scope, stratum.whose) for stratum in strata))
    if known is not None and places in known:
        return int(known[places])
    # On the connection, below the fence: the question is about one row whose id is known, and the answer is bits.
    row = session.connection().execute(_asking_bits(authority, model, places[-1], strata), {"of_record": record.id}).first()
    bits = sum(bit << position for position, bit in enumerate(row)) if row else 0
    if known is not None:
        known[places] = bits
    return bits


def _asking_bits(authority: Any, model: type[Record], places: Any, strata: Any) -> Any:
    """The question of :func:`bits_of`, put together once for a person under a plan: every step and every save asks it."""
    kept: dict[Any, Any] = authority.kept.setdefault("bits", {})
    if len(kept) >= MOST_KEPT:
        kept.clear()
    key = (authority.person, model, places)
    if key not in kept:
        tests = [rows_of(model, stratum, authority.person) for stratum in strata]
        query = select(*(case((test, 1), else_=0) for test in tests)).select_from(model.__table__)
        kept[key] = query.where(model.__table__.c.id == bindparam("of_record"))
    return kept[key]


# ---- writing -------------------------------------------------------------------------------------------------------


@event.listens_for(Session, "before_flush")
def _guard(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    changed = [record for record in (*session.new, *session.dirty, *session.deleted) if _touched(session, record)]
    if not changed:
        return
    authority = authority_of(session)
    if session.info.get("looking"):
        raise Refused(LOOKING)
    if session.info.get("reading") and not authority.is_system:
        raise Refused(READ_ONLY)
    if authority.is_system:
        for record in changed:
            _within_reach(authority, getattr(record, "__tablename__", ""))
            _only_by_moves(session, authority, record)
            if isinstance(record, Record) and record not in session.deleted:
                keep_up(session, record)
        session.info.setdefault("audit", []).extend(audit.collect(session, changed))
        return
    written: dict[Record, set[str]] = session.info.setdefault("written", {})
    for record in changed:
        if not isinstance(record, Record):
            raise NoAuthority("kernel tables are written by the system only")
        if record in session.deleted:
            _allow_rows(session, record, Action.DELETE)
            continue
        written[record] = set(written_fields(record)) - _let(session, record)
        if record in session.new:
            _allow_fields(session, record, Action.CREATE, None, written[record])
        elif written[record]:
            bits = _allow_rows(session, record, Action.EDIT)
            _allow_fields(session, record, Action.EDIT, bits, written[record])
        keep_up(session, record)
    session.info.setdefault("audit", []).extend(audit.collect(session, changed))


def _within_reach(authority: Any, table: str) -> None:
    """The system writes everything, its work for somebody without an account only what that work is about."""
    if not authority.reaches(table):
        raise NoAuthority(f"{authority.reason}: does not write {table or 'by bare statements'}")


def _only_by_moves(session: Session, authority: Any, record: Any) -> None:
    if not authority.only_by_moves or not isinstance(record, Record) or record in session.new:
        return
    if record in session.deleted or not set(written_fields(record)) <= _let(session, record):
        raise NoAuthority(f"{authority.reason}: changes {record.__tablename__} by its moves only")


def _touched(session: Session, record: object) -> bool:
    return record in session.new or record in session.deleted or session.is_modified(record)


def _allow_rows(session: Session, record: Record, action: Action) -> int:
    register = record.register
    bits = 0 if register.read_only else bits_of(session, record, action)
    if not bits:
        raise Refused(ROWS_REFUSED, register=register.title, action=WORDS[action], todo=NOT_ALLOWED_TODO)
    return bits


def _allow_fields(session: Session, record: Record, action: Action, bits: int | None, written: set[str]) -> None:
    authority, register = authority_of(session), record.register
    if register.read_only or not authority.may(register.key, action):
        raise Refused(ROWS_REFUSED, register=register.title, action=WORDS[action], todo=NOT_ALLOWED_TODO)
    strata = authority.strata(register.key, action)
    for key in written:
        spec = register.fields[key]
        levels = [
            stratum.levels[Channel.FORM].get(spec.stable_key, Level.HIDDEN)
            for position, stratum in enumerate(strata)
            if bits is None or bits >> position & 1
        ]
        if max(levels, default=Level.HIDDEN) < Level.WRITE:
            raise Refused(FIELD_REFUSED, register=register.title, field=spec.label, todo=NOT_ALLOWED_TODO)


def _let(session: Session, record: Record) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for other, keys in session.info.get("letting", ()):
        if other is record:
            found |= keys
    return found


def written_fields(record: Record) -> Iterator[str]:
    """The fields whose value differs from the stored one; on a new record, those that are neither empty nor default."""
    fresh = inspect(record).key is None
    for key, spec, history in audit.touched(record):
        if not (history.added or history.deleted):
            continue
        if fresh and all(_is_default(spec, value) for value in history.added):
            continue
        if list(history.added) != list(history.deleted):
            yield key


def _is_default(spec: Field, value: Any) -> bool:
    return value is None or (spec.default is not None and value == spec.default)


@event.listens_for(Session, "after_flush")
def _finish(session: Session, _context: UOWTransaction) -> None:
    pending, written = session.info.pop("audit", None), session.info.pop("written", {})
    if not pending:
        return
    authority = authority_of(session)
    keep(session, [Written(change.record.register, change.record.id, change.action, change.values) for change in pending])
    if not authority.is_system:
        _check_new_rows(session, pending, written)
    audit.write(session, authority, pending)
    if any(_steers(change) for change in pending):
        raise_policy_version(session.connection())


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _previous: Any) -> None:
    # What a refused flush was about to audit did not happen.
    session.info.pop("audit", None)
    session.info.pop("written", None)


def _steers(change: audit.Change) -> bool:
    """Whether rights may follow from the change; stamps of the kernel (the last sign-in) steer nothing."""
    register = change.record.register
    stamped = {key for key, spec in register.fields.items() if spec.system}
    return register.steers_access and not (change.action == "edit" and set(change.values) <= stamped)


def _check_new_rows(session: Session, pending: list[audit.Change], written: Mapping[Record, set[str]]) -> None:
    """The row as written must be in scope too: an edit may not push a row out of (or into) somebody's reach.

    Its fields are measured by where it lies now as well, or one role would carry them into the rows of another.
    """
    for change in pending:
        action = {"create": Action.CREATE, "edit": Action.EDIT}.get(change.action)
        if action is None or set(change.values) <= _let(session, change.record):
            continue
        bits = _allow_rows(session, change.record, action)
        _allow_fields(session, change.record, action, bits, written.get(change.record, set()))
