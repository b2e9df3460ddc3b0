"""The daily count of a safe: blind, by one keeper with the other as witness, while both have it open (K3.4, K3.20, K10.5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.errors import Conflict, Invalid, Missing, Refused
from domain.terms import Term
from models.archives.count_difference import CountDifference, Difference
from models.archives.custody_entry import CustodyEntry
from models.archives.safe_count import CountState, SafeCount
from models.archives.unit import ArchiveUnit
from models.base import columns_of
from models.fence import acting, authority_of
from operations.archives.desk import code_of, unit_by_code
from operations.archives.ledger import held_by, lock
from operations.behalf import on_behalf
from operations.office_clock import today
from operations.records import require
from permissions.actor import Person

COUNT = "count_safe"
"""The act that counts a safe."""
MOST = 2_000
NO_SUCH_SAFE = Term("没有这只保险柜。", "There is no such safe.")
NOT_OPEN = Term("清点须开柜进行：请两人先办理开柜。", "A safe is counted while it is open; both keepers open it first.")
NOT_ONE_OF_THEM = Term("由开柜的两人之一清点，另一人监点。", "One of the two who opened it counts, the other looks on.")
WAITS = Term("上一次清点还待 {who} 确认，确认后再清点。", "The last count waits for {who}; count again after that.")
NO_NUMBER = Term("请填写清点到的件数（0 以上的整数）。", "Enter how many were counted, 0 or more.")
NOT_SO_MANY = Term("填写的是 {counted} 件，扫描了 {scanned} 件，请重新核对。", "You counted {counted} but scanned {scanned}; check again.")
TWICE = Term("条码「{code}」扫描了两次，请删去一行。", "“{code}” was scanned twice; remove one.")
TOO_MANY = Term("一次最多 {most} 件。", "{most} at the most.")
ONLY_THE_WITNESS = Term("由监点人（{who}）用本人账号确认。", "{who}, the witness, answers with an account of his own.")
UNEXPLAINED = Term("还有 {count} 条差异没有说明原因，先说明再确认。", "{count} differences are unexplained; explain them first.")
ONLY_THEY_EXPLAIN = Term("由清点人或监点人说明差异。", "Whoever counted or looked on explains it.")
DECIDED = Term("这次清点已经有了结论，差异不再改动。", "This count is decided; its differences stay as they are.")


@dataclass(frozen=True, slots=True)
class Counted:
    """What was typed: a number, and the codes if they were scanned."""

    number: int | None
    codes: tuple[str, ...] = ()


def enter(session: Session, safe: int, typed: Counted) -> SafeCount:
    """Keep what the actor counted in ``safe`` and list how it differs from the ledger; raises Refused, Conflict or Invalid.

    Only what is typed here is judged: nothing before it tells the counter what he should find.
    """
    require(session, SafeCount.register, COUNT)
    opening, counter, witness = opened_by_actor(session, safe)
    _readable(typed)
    connection = session.connection()
    lock(connection, ())
    _none_waits(session, safe)
    known = _in_ledger(session, safe)
    head = connection.execute(select(func.max(CustodyEntry.id))).scalar() or 0
    units = {code: unit_by_code(session, code) for code in typed.codes}
    with acting(session, on_behalf(session, "保险柜清点")):
        count = SafeCount(
            safe_id=safe, opening_id=opening, counted_on=today(session), counter_id=counter, witness_id=witness,
            counted=typed.number, expected=len(known), entry_no=head, state=CountState.ENTERED,
        )  # fmt: skip
        session.add(count)
        session.flush()
        session.add_all(CountDifference(safe_count_id=count.id, **one) for one in _differences(known, typed, units))
        session.flush()
    return count


def opened_by_actor(session: Session, safe: int) -> tuple[int, int, int]:
    """The opening under which is counted, who counts (the actor) and who looks on; raises Missing or Refused."""
    account, opening = columns_of("archive_account"), columns_of("safe_session")
    read = session.connection().execute
    if read(select(account.id).where(account.id == safe, account.kind == AccountKind.SAFE)).first() is None:
        raise Missing(NO_SUCH_SAFE)
    found = read(select(opening.id, opening.opener_id, opening.second_id).where(opening.safe_id == safe, opening.state == "open")).first()
    if found is None:
        raise Refused(NOT_OPEN, clause="K3.20")
    person: Person | None = authority_of(session).person
    if person is None or person.person_id not in (found.opener_id, found.second_id):
        raise Refused(NOT_ONE_OF_THEM, clause="K3.4")
    other = found.second_id if person.person_id == found.opener_id else found.opener_id
    return found.id, person.person_id, other


def _readable(typed: Counted) -> None:
    if typed.number is None or typed.number < 0:
        raise Invalid(NO_NUMBER, fields={"number": NO_NUMBER}, clause="K3.4")
    if len(typed.codes) > MOST:
        sentence = TOO_MANY.format(most=MOST)
        raise Invalid(sentence, fields={"codes": sentence}, clause="K3.4")
    twice = next((code for place, code in enumerate(typed.codes) if code in typed.codes[:place]), None)
    if twice is not None:
        sentence = TWICE.format(code=twice[:60])
        raise Invalid(sentence, fields={"codes": sentence}, clause="K3.4")
    if typed.codes and len(typed.codes) != typed.number:
        sentence = NOT_SO_MANY.format(counted=typed.number, scanned=len(typed.codes))
        raise Invalid(sentence, fields={"codes": sentence}, clause="K3.4")


def _none_waits(session: Session, safe: int) -> None:
    count, staff = columns_of("safe_count"), columns_of("employee")
    waits = select(staff.name).join_from(staff.id.table, count.id.table, count.witness_id == staff.id)
    who = session.connection().execute(waits.where(count.safe_id == safe, count.state == CountState.ENTERED)).scalar()
    if who is not None:
        raise Conflict(WAITS, who=who, clause="K3.4")


def _in_ledger(session: Session, safe: int) -> dict[int, str]:
    """Unit id → label of what the ledger says is in the safe now."""
    entry, unit = columns_of("custody_entry"), columns_of("archive_unit")
    query = select(unit.id, unit.number, unit.part_no).join_from(ArchiveUnit.__table__, CustodyEntry.__table__, entry.unit_id == unit.id)
    return {row.id: code_of(row.number, row.part_no) for row in session.connection().execute(query.where(held_by(safe)))}


def _differences(known: dict[int, str], typed: Counted, units: dict[str, int | None]) -> Iterable[dict[str, Any]]:
    if not typed.codes:
        number = typed.number or 0
        if number != len(known):
            yield {"kind": Difference.NUMBER, "code": f"{number - len(known):+d}"}
        return
    for code, unit in units.items():
        if unit is None:
            yield {"kind": Difference.UNKNOWN, "code": code[:80]}
        elif unit not in known:
            yield {"kind": Difference.EXTRA, "code": code[:80], "unit_id": unit}
    seen = set(units.values())
    yield from ({"kind": Difference.MISSING, "code": label, "unit_id": unit} for unit, label in known.items() if unit not in seen)


def witness_answers(session: Session, count: SafeCount) -> None:
    """Before a count is confirmed or rejected: the witness says so himself."""
    person = authority_of(session).person
    if person is not None and person.person_id != count.witness_id:
        staff = columns_of("employee")
        who = session.connection().execute(select(staff.name).where(staff.id == count.witness_id)).scalar()
        raise Refused(ONLY_THE_WITNESS, who=who, clause="K3.4")


def all_explained(session: Session, count: SafeCount) -> None:
    """Before a count is confirmed: every difference has its reason."""
    one = columns_of("count_difference")
    left = session.connection().execute(select(func.count()).where(one.safe_count_id == count.id, one.state == "open")).scalar_one()
    if left:
        raise Refused(UNEXPLAINED, count=left, clause="K3.4")


def explained_by_them(session: Session, difference: CountDifference) -> None:
    """Before a difference is explained: by one of the two, while the count is undecided."""
    count = columns_of("safe_count")
    row = session.connection().execute(
        select(count.counter_id, count.witness_id, count.state).where(count.id == difference.safe_count_id)
    ).one()
    person = authority_of(session).person
    if person is not None and person.person_id not in (row.counter_id, row.witness_id):
        raise Refused(ONLY_THEY_EXPLAIN, clause="K3.4")
    if row.state != CountState.ENTERED:
        raise Refused(DECIDED, clause="K3.4")


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("safe_count", "confirm_count"): (witness_answers, all_explained),
    ("safe_count", "reject_count"): (witness_answers,),
    ("count_difference", "explain"): (explained_by_them,),
}
