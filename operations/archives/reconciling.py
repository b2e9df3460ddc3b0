"""期初对账: what an old ledger said, what was done about each contradiction, and what was booked, side by side (K10.5)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.custody import AccountKind, Reason
from domain.terms import Term
from models.archives.account import KINDS
from models.archives.opening_ledger import OpeningLedger
from models.base import columns_of
from models.governance.audit_entry import AuditEntry
from models.register import registers
from operations.archives.opening_reading import Reading, read_rows, rows_of

CORRECTED = Term("更正为「{text}」", "Corrected to “{text}”")
EMPTIED = Term("更正为空", "Cleared")
SET_ASIDE = Term("不入账：{why}", "Set aside: {why}")
SETTLED = Term("随其他行的处理消除", "Settled with another line")
OPEN = Term("未处理", "Open")
NOTHING = Term("—", "—")
UNCLEAR = Term("（位置写不明）", "(no place)")
NO_SERIES = Term("（看不出档号）", "(no number)")
Account = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Balance:
    """One place, borrower or series: lines in the file, of those set aside, and entries in the ledger; None before it is booked."""

    kind: Term
    name: str
    lines: int
    aside: int
    booked: int | None


@dataclass(frozen=True, slots=True)
class Treatment:
    """One contradiction, or a correction nobody had to make: the line as it was, what was wrong, what was done."""

    row: int
    number: str
    field: Term
    written: str
    wrong: Term
    done: Term


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The whole sheet; ``void`` are the numbers the old ledger lacks."""

    accounts: tuple[Balance, ...]
    series: tuple[Balance, ...]
    treatments: tuple[Treatment, ...]
    void: tuple[str, ...]
    lines: int
    aside: int
    booked: int | None


def reconcile(session: Session, opening: OpeningLedger) -> Reconciliation:
    """Everything the two signatures are about; the system must act, as the log of the lines is read."""
    connection = session.connection()
    rows = rows_of(connection, opening.id)
    first = _first_values(session, [row["id"] for row in rows])
    # As the file had it: every correction undone.
    old = [{**row, **first.get(row["id"], {}), "unit_id": row["unit_id"]} for row in rows]
    now, before = (read_rows(connection, one, opening.as_of_on, opening.department_id) for one in (rows, old))
    booked = _booked(session, opening)
    names = _names(session)
    accounts = _balances(((_account(one, names), one) for one in now.lines), Counter(row.account for row in booked) if booked else None)
    numbers = columns_of("number_word")
    word = {row.id: row.word for row in connection.execute(select(numbers.id, numbers.word))}
    entered = Counter((word.get(row.word_id, ""), row.year) for row in booked) if booked else None
    series = _balances(((_series(one, word), one) for one in now.lines), entered)
    gaps = [number for number, _ in now.gaps] or [(row.word_id, row.year, row.no) for row in _void(session, opening)]
    aside = sum(one.set_aside for one in now.lines)
    return Reconciliation(
        accounts, series, tuple(_treatments(rows, old, now.lines, before.lines)),
        tuple(f"{year}{word.get(key, '')}第{no:03d}号" for key, year, no in gaps), len(rows), aside, len(booked) if booked else None,
    )  # fmt: skip


def _first_values(session: Session, lines: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Line → the fields that were changed since it was read in, as they were first."""
    keys, found = set(lines), dict[int, dict[str, Any]]()
    wanted = select(AuditEntry.record_id, AuditEntry.changes).where(
        AuditEntry.register_key == "opening_line", AuditEntry.action == "edit", AuditEntry.record_id.is_not(None)
    )
    fields = registers["opening_line"].fields
    for key, changes in session.execute(wanted.order_by(AuditEntry.id)):
        if key in keys:
            for name, (old, _new) in (changes or {}).items():
                if name in fields and fields[name].column != "unit_id":
                    found.setdefault(key, {}).setdefault(fields[name].column, old)
    return found


def _treatments(rows: list[dict[str, Any]], old: list[dict[str, Any]], now: tuple[Reading, ...], before: tuple[Reading, ...]) -> Iterable[Treatment]:
    fields = registers["opening_line"].fields
    for row, was, one, one_before in zip(rows, old, now, before, strict=True):
        told = set()
        for key, sentence in one_before.wrong:
            told.add(key)
            done = _done(row, was, key, any(still == key for still, _ in one.wrong))
            yield Treatment(one.row, one_before.written, fields[key].label, str(was[key] or ""), sentence, done)
        changed = [key for key in fields if key not in told and fields[key].column == key and key not in ("set_aside", "set_aside_because")]
        for key in changed:
            if row[key] != was[key]:
                yield Treatment(one.row, one_before.written, fields[key].label, str(was[key] or ""), NOTHING, _done(row, was, key, still=False))
                told.add(key)
        if row["set_aside"] and not told:
            yield Treatment(one.row, one_before.written, fields["set_aside"].label, "", NOTHING, _done(row, was, "set_aside", still=False))


def _done(row: Mapping[str, Any], was: Mapping[str, Any], key: str, still: bool) -> Term:
    if row["set_aside"]:
        return SET_ASIDE.format(why=row["set_aside_because"] or "")
    if row[key] != was[key]:
        return CORRECTED.format(text=row[key]) if row[key] not in (None, "") else EMPTIED
    return OPEN if still else SETTLED


def _account(one: Reading, names: Mapping[int, str]) -> tuple[Term, str, Account]:
    """What a line says about where the unit is, and the account the entry would name."""
    kind = one.whereabouts
    if kind is AccountKind.PERSON:
        return KINDS[kind], one.holder_name or "—", (kind.value, one.holder or 0)
    if kind is AccountKind.MISSING:
        return KINDS[kind], KINDS[kind].zh, (kind.value, 0)
    place = one.account if kind is AccountKind.EXTERNAL else one.home
    return KINDS[kind], names.get(place or 0, UNCLEAR.zh), (kind.value, place or 0)


def _series(one: Reading, words: Mapping[int, str]) -> tuple[Term, str, Any]:
    if one.number is None:
        return NOTHING, NO_SERIES.zh, ("", 0)
    word, year, _no = one.number
    return NOTHING, f"{year}{words.get(word, '')}", (words.get(word, ""), year)


def _balances(lines: Iterable[tuple[tuple[Term, str, Any], Reading]], booked: Counter[Any] | None) -> tuple[Balance, ...]:
    said: dict[Any, tuple[Term, str]] = {}
    count, aside = Counter[Any](), Counter[Any]()
    for (kind, name, key), one in lines:
        said.setdefault(key, (kind, name))
        count[key] += 1
        aside[key] += one.set_aside
    for key in booked or ():  # something was booked where no line says so: it must stand out
        said.setdefault(key, (NOTHING, "？"))
    return tuple(
        Balance(kind, name, count[key], aside[key], None if booked is None else booked[key])
        for key, (kind, name) in sorted(said.items(), key=lambda item: (str(item[0][0]), item[1][1]))
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    account: Account
    word_id: int
    year: int


def _booked(session: Session, opening: OpeningLedger) -> list[_Entry]:
    c, unit, account = columns_of("custody_entry"), columns_of("archive_unit"), columns_of("archive_account")
    rows = session.connection().execute(
        select(account.kind, account.id, account.person_id, unit.word_id, unit.year)
        .join_from(c.id.table, unit.id.table, unit.id == c.unit_id)
        .join(account.id.table, account.id == c.to_account_id)
        .where(c.document == opening.number, c.reason == Reason.OPEN)
    )
    held = {AccountKind.PERSON: lambda row: row.person_id, AccountKind.MISSING: lambda _row: 0}
    return [_Entry((str(row.kind), held.get(row.kind, lambda each: each.id)(row)), row.word_id, row.year) for row in rows]


def _void(session: Session, opening: OpeningLedger) -> list[Any]:
    void = columns_of("number_void")
    wanted = select(void.word_id, void.year, void.no).where(void.reason.contains(f"（{opening.number}）"))
    return list(session.connection().execute(wanted.order_by(void.year, void.no)))


def _names(session: Session) -> dict[int, str]:
    account = columns_of("archive_account")
    return {row.id: row.name for row in session.connection().execute(select(account.id, account.name))}
