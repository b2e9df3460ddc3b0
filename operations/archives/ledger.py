"""The journal of custody: the one place that writes a movement, and the only answer to "where is it?" (K3.2, K3.24, K3.26)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.custody import (
    ALLOWED,
    CLOCK_MAY_LAG_MINUTES,
    FINAL,
    ONE_OF_A_KIND,
    REASONS,
    AccountKind,
    Reason,
    UnitKind,
    digest,
)
from domain.errors import Conflict, Missing, Refused
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.archives.account import KINDS
from models.archives.custody_entry import CustodyEntry
from models.base import columns_of
from operations.archives.holds import refuse_held

LOCK = 0x7461697A
"""The advisory lock of the journal on PostgreSQL: its writers come one after the other (on SQLite all writers do)."""
NO_SUCH_UNIT = Term("没有这件档案，请核对条码。", "There is no such unit; check its barcode.")
IS_VOID = Term("{unit} 的档号已作废，不能出入库。", "The number {unit} is void: nothing under it moves.")
NO_SUCH_PLACE = Term("没有这个存放位置，请核对位置码。", "There is no such place; check its code.")
CANNOT = Term(
    "{unit} 现在「{place}」（{kind}），不能办理「{reason}」到「{target}」。", "{unit} is at “{place}” ({kind}): “{reason}” to “{target}” is not possible."
)
IS_FINAL = Term("{unit} 已在「{kind}」，账目到此为止，不再出入库。", "{unit} is “{kind}”: its account has ended.")
ALREADY_THERE = Term("{unit} 已经在「{place}」。", "{unit} is already at “{place}”.")
NO_SAFE_OPEN = Term(
    "「{place}」没有开柜：权证出入保险柜，须钥匙、密码两人先开柜。请先办理开柜。",
    "“{place}” is not open: key and code holder open it together before a certificate moves.",
)
FUTURE = Term("发生日期 {day} 晚于今天，请更正日期。", "{day} is later than today; correct the date.")
CLOSED_DAY = Term(
    "{day} 已日结，不能再记 {day} 或更早的账。请记在今天并在备注写明实际日期；差错由两人办理红字冲销。",
    "{day} is closed: nothing may be dated on it or before. Date it today and note the real day; two people reverse an error.",
)
CLOCK_BACK = Term(
    "服务器时间比流水账最后一笔早了 {minutes} 分钟，已停止记账。请信息人员校正时间后再办。",
    "The server's clock is {minutes} minutes behind the last entry: nothing is written until IT has set it right.",
)
NOT_THE_LAST = Term("只能冲销 {unit} 的最近一笔，并退回那一笔的来处。", "Only the last entry of {unit} is reversed, back to where it came from.")
NEEDS_WITNESS = Term("「{reason}」须有经办人以外的第二人在场签认。", "“{reason}” needs a second person who is not the one acting.")
REFUSED_BY_LEDGER = Term("流水账拒绝了这笔记录（{guard}），什么都没有改动。", "The journal refused this entry ({guard}); nothing was changed.")


@dataclass(frozen=True, slots=True)
class Movement:
    """A unit goes to an account for a reason, by a document; ``occurred_on`` is today when empty."""

    unit: int
    to: int
    reason: Reason
    document: str
    occurred_on: date | None = None
    witness: int | None = None
    reverses: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit is: its last entry, and the account that entry leads to (``entry`` 0: it was never filed)."""

    entry: int
    seq: int
    account: int
    kind: AccountKind
    name: str
    since: date | None


def places(connection: Connection, units: Iterable[int]) -> dict[int, Place]:
    """Unit id → where it is now; a unit without an entry is not among them."""
    c, account = columns_of("custody_entry"), columns_of("archive_account")
    last = _last_of_each(units)
    rows = connection.execute(
        select(c.unit_id, c.id, c.seq, c.to_account_id, c.to_kind, account.name, c.occurred_on)
        .join_from(CustodyEntry.__table__, last, and_(c.unit_id == last.c.unit_id, c.seq == last.c.seq))
        .join(account.id.table, account.id == c.to_account_id)
    )
    return {row[0]: Place(row[1], row[2], row[3], AccountKind(row[4]), row[5], row[6]) for row in rows}


def _last_of_each(units: Iterable[int]) -> Any:
    c = columns_of("custody_entry")
    return select(c.unit_id, func.max(c.seq).label("seq")).where(c.unit_id.in_(list(units))).group_by(c.unit_id).subquery("last")


def held_by(account: int) -> ColumnElement[bool]:
    """The condition on custody_entry that picks the last entries of the units that are at ``account`` now."""
    c, later = columns_of("custody_entry"), CustodyEntry.__table__.alias("later")
    follows = select(later.c.id).where(later.c.unit_id == c.unit_id, later.c.seq == c.seq + 1).exists()
    return and_(c.to_account_id == account, ~follows)


def account_of(session: Session, kind: AccountKind, person: int | None = None) -> int:
    """The one account of a kind, or that of a person; opened when there is none yet."""
    account = columns_of("archive_account")
    wanted = account.kind == kind if person is None else account.person_id == person
    connection = session.connection()
    found = connection.execute(select(account.id).where(wanted)).scalar()
    if found is not None:
        return int(found)
    if person is None and kind not in ONE_OF_A_KIND:
        raise Missing(NO_SUCH_PLACE)
    staff, now = columns_of("employee"), session.info["clock"]()
    who = connection.execute(select(staff.name, staff.number).where(staff.id == person)).one() if person is not None else None
    values = {
        "code": f"P-{who.number}" if who else KINDS[kind].zh, "name": who.name if who else KINDS[kind].zh, "kind": kind, "person_id": person,
        "active": True, "version": 1, "created_at": now, "updated_at": now,
    }  # fmt: skip
    made = connection.execute(insert(account.id.table).values(**values))
    return int(made.inserted_primary_key[0])  # type: ignore[index]  # one row was inserted, so it has a key


def record(session: Session, actor: int, movements: Sequence[Movement]) -> list[int]:
    """Write the movements as the next entries of the journal and return their numbers; all of them or none.

    Raises Refused, Missing or Conflict with the clause; the database would refuse the same by its guards.
    """
    connection = session.connection()
    lock(connection, [one.unit for one in movements])
    head = _head(connection)
    now = _now(session, head)
    units, accounts = _units(connection, movements), _accounts(connection, movements)
    refuse_held(connection, movements)
    at = places(connection, units)
    entries: list[int] = []
    number, previous = (head.id, head.hash) if head else (0, "")
    for movement in movements:
        unit = units[movement.unit]
        entry = _entry(session, unit, at.get(unit.id), accounts[movement.to], movement, now)
        number += 1
        entry |= {"id": number, "actor_id": actor, "prev_hash": previous}
        if movement.witness == actor:
            raise Refused(NEEDS_WITNESS, reason=REASONS[movement.reason], clause="K3.4")
        entry["hash"] = previous = digest(previous, entry)
        _insert(connection, entry)
        at[unit.id] = Place(number, entry["seq"], movement.to, accounts[movement.to].kind, accounts[movement.to].name, entry["occurred_on"])
        entries.append(number)
    return entries


def lock(connection: Connection, units: Iterable[int]) -> None:
    """Hold the units, in ascending order, and then the journal itself until the transaction ends (PostgreSQL)."""
    if connection.dialect.name != "postgresql":
        return
    unit = columns_of("archive_unit")
    connection.execute(select(unit.id).where(unit.id.in_(sorted(set(units)))).order_by(unit.id).with_for_update()).all()
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _head(connection: Connection) -> Any:
    c = columns_of("custody_entry")
    return connection.execute(select(c.id, c.hash, c.recorded_at).order_by(c.id.desc()).limit(1)).first()


def _now(session: Session, head: Any) -> datetime:
    """The moment of this entry: never before the last one; raises Refused when the clock is far behind it."""
    now: datetime = session.info["clock"]()
    if head is None or now >= head.recorded_at:
        return now
    lag = head.recorded_at - now
    if lag > timedelta(minutes=CLOCK_MAY_LAG_MINUTES):
        raise Refused(CLOCK_BACK, minutes=int(lag.total_seconds() // 60), clause="K10.6")
    moment: datetime = head.recorded_at
    return moment


def _units(connection: Connection, movements: Sequence[Movement]) -> dict[int, Any]:
    unit = columns_of("archive_unit")
    wanted = {one.unit for one in movements}
    void = columns_of("number_void")
    voided = and_(void.word_id == unit.word_id, void.year == unit.year, void.no == unit.no)
    rows = connection.execute(
        select(unit.id, unit.kind, unit.number, void.id.label("void")).outerjoin_from(unit.id.table, void.id.table, voided).where(unit.id.in_(wanted))
    )
    found = {row.id: row for row in rows}
    if wanted - found.keys():
        raise Missing(NO_SUCH_UNIT)
    for row in found.values():
        if row.void is not None:
            raise Refused(IS_VOID, unit=row.number, clause="K3.16")
    return found


def _accounts(connection: Connection, movements: Sequence[Movement]) -> dict[int, Any]:
    account = columns_of("archive_account")
    wanted = {one.to for one in movements}
    rows = connection.execute(select(account.id, account.kind, account.name).where(account.id.in_(wanted)))
    found = {row.id: row for row in rows}
    if wanted - found.keys():
        raise Missing(NO_SUCH_PLACE)
    return found


def _entry(session: Session, unit: Any, at: Place | None, to: Any, movement: Movement, now: datetime) -> dict[str, Any]:
    """The columns of the next entry of ``unit``; raises when the movement is not allowed."""
    connection = session.connection()
    source = (at.account, at.kind, at.name) if at else (account_of(session, AccountKind.ORIGIN), AccountKind.ORIGIN, KINDS[AccountKind.ORIGIN])
    _allowed(unit, source, to, movement)
    if movement.reason is Reason.REVERSE:
        _undoes(connection, unit, at, movement)
    day = movement.occurred_on or now.astimezone(OFFICE_ZONE).date()
    _dated(connection, day, now)
    safes = [(key, name) for key, kind, name in (source, (to.id, to.kind, to.name)) if kind == AccountKind.SAFE]
    return {
        "unit_id": unit.id, "unit_kind": unit.kind, "seq": at.seq + 1 if at else 1, "prev_seq": at.seq if at else None,
        "from_account_id": source[0], "from_kind": source[1], "to_account_id": to.id, "to_kind": to.kind, "reason": movement.reason,
        "document": movement.document[:80], "occurred_on": day, "recorded_at": now, "witness_id": movement.witness,
        "safe_session_id": _open_safe(connection, safes) if safes else None, "reverses_id": movement.reverses, "note": movement.note,
    }  # fmt: skip


def _allowed(unit: Any, source: tuple[int, AccountKind, Any], to: Any, movement: Movement) -> None:
    account, kind, name = source
    if kind in FINAL:
        raise Refused(IS_FINAL, unit=unit.number, kind=KINDS[kind], clause="K3.4")
    if account == to.id:
        raise Conflict(ALREADY_THERE, unit=unit.number, place=name, clause="K3.26")
    if (movement.reason, kind, AccountKind(to.kind), UnitKind(unit.kind)) not in ALLOWED:
        facts = {"unit": unit.number, "place": name, "kind": KINDS[kind], "reason": REASONS[movement.reason], "target": to.name}
        raise Refused(CANNOT, **facts, clause="K3.20" if unit.kind == UnitKind.CERTIFICATE else "K3.24")
    if (movement.reason in (Reason.DESTROY, Reason.REVERSE)) and movement.witness is None:
        raise Refused(NEEDS_WITNESS, reason=REASONS[movement.reason], clause="K3.4")


def _undoes(connection: Connection, unit: Any, at: Place | None, movement: Movement) -> None:
    """A reversal takes back the last entry and nothing else."""
    c = columns_of("custody_entry")
    back = connection.execute(select(c.from_account_id).where(c.id == movement.reverses)).scalar()
    if at is None or at.entry != movement.reverses or back != movement.to:
        raise Refused(NOT_THE_LAST, unit=unit.number, clause="K3.24")


def _dated(connection: Connection, day: date, now: datetime) -> None:
    if day > now.astimezone(OFFICE_ZONE).date():
        raise Refused(FUTURE, day=day.isoformat(), clause="K3.24")
    closed = connection.execute(select(func.max(columns_of("day_close").closed_on))).scalar()
    if closed is not None and day <= closed:
        raise Refused(CLOSED_DAY, day=closed.isoformat(), clause="K10.5")


def _open_safe(connection: Connection, safes: Sequence[tuple[int, Any]]) -> int:
    """The opening under which the certificate moves; raises Refused when a safe is shut."""
    session = columns_of("safe_session")
    found: list[int] = []
    for key, name in safes:
        opened = connection.execute(select(session.id).where(session.safe_id == key, session.state == "open")).scalar()
        if opened is None:
            raise Refused(NO_SAFE_OPEN, place=name, clause="K3.20")
        found.append(int(opened))
    return found[0]


def _insert(connection: Connection, entry: Mapping[str, Any]) -> None:
    try:
        connection.execute(insert(CustodyEntry).values(**entry))
    except IntegrityError as error:
        raise Conflict(REFUSED_BY_LEDGER, guard=guard_of(error), clause="K3.24") from error


def guard_of(error: IntegrityError) -> str:
    """The name of the guard or constraint that refused a statement."""
    said = str(error.orig)
    return said.partition("guard ")[2].split()[0] if "guard " in said else said.splitlines()[0][:80]
