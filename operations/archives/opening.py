"""An old ledger becomes opening entries: checked until nothing contradicts itself, signed by one, booked by another, as a whole (K10.5)."""

import hashlib
import json
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.custody import AccountKind, Reason, UnitKind
from domain.errors import Invalid, Refused
from domain.rules import ArchiveRule
from domain.terms import Term
from domain.values import is_blank
from domain.workflow import Move
from models.archives.number_void import NumberVoid
from models.archives.opening_ledger import OpeningLedger, OpeningState
from models.archives.opening_line import OpeningLine
from models.archives.unit import ArchiveUnit
from models.base import columns_of
from models.fence import acting, authority_of
from models.lending.loan_line import LoanLine, LoanState
from models.upkeep import count_up
from operations.archives.ledger import Movement, account_of, record
from operations.archives.opening_reading import Read, Reading, read_all
from operations.archives.registering import PATTERN
from operations.behalf import on_behalf
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_calendar

KEYS = ("content",)
MOST = 5_000
"""Lines that are booked together; a larger ledger is read in by parts, such as its years."""
NO_LINES = Term("还没有台账行：请先在「期初台账行」导入原台账。", "It has no lines yet; import the old ledger under “Lines of opening ledgers”.")
TOO_MANY = Term("有 {count} 行，一次最多 {most} 行；请分年度建账。", "It has {count} lines, {most} at most; make one per year.")
CONTRADICTIONS = Term(
    "还有 {count} 处矛盾没有处理：请在对账表中逐条更正，或注明原因不入账。",
    "{count} contradictions are left: correct each, or set its line aside with a reason.",
)
CHANGED = Term("台账行与编制人签字时不一致，请退回核对后重新签字。", "The lines are not what the preparer signed; send them back to be checked.")
ALONE = Term("复核人须是编制人以外的另一人。", "Somebody other than the preparer signs second.")
NOBODY = Term("这个操作代码没有对应的员工，不能签字。", "This account belongs to no employee and cannot sign.")
OWN_LOAN = Term("「{who}」名下有在借档案，不能由本人入账，请另一人复核签字。", "“{who}” has some of it on loan; somebody else signs second.")
SIGNED_STAYS = Term("编制人已签字，台账行不能再改；请先「退回核对」。", "The preparer has signed, so lines stay; send them back first.")
WHY_SET_ASIDE = Term("不入账的行请写明原因。", "Say why the line is set aside.")
GAP = Term("期初台账缺号（{opening}）", "Missing in the old ledger ({opening})")


def line_entered(session: Session, line: OpeningLine) -> set[str]:
    """At every save by a person: lines change only while they are checked, and a line is set aside for a reason; raises Invalid."""
    if authority_of(session).is_system or line.opening_id is None:
        return set()
    opening = columns_of("opening_ledger")
    wanted = [line.opening_id, *(get_history(line, "opening_id").deleted or ())]
    states = session.connection().execute(select(opening.state).where(opening.id.in_(wanted))).scalars()
    if any(state != OpeningState.CHECKING for state in states):
        raise Invalid(SIGNED_STAYS, fields={"opening": SIGNED_STAYS}, clause="K10.5")
    if line.set_aside and is_blank(line.set_aside_because or ""):
        raise Invalid(WHY_SET_ASIDE, fields={"set_aside_because": WHY_SET_ASIDE}, clause="K10.5")
    return set()


def reading_of(session: Session, opening: OpeningLedger) -> Read:
    """Its lines as understood now, below the fence: what is booked must not depend on who looks."""
    return read_all(session.connection(), opening.id, opening.as_of_on, opening.department_id)


def digest_of(session: Session, opening: OpeningLedger) -> str:
    """What the two signatures are of: the day, the department and every line."""
    table = OpeningLine.__table__
    kept = [column for column in table.columns if column.name not in ("version", "created_at", "updated_at", "unit_id")]
    rows = session.connection().execute(select(*kept).where(table.c.opening_id == opening.id).order_by(table.c.id))
    said = [opening.as_of_on.isoformat(), opening.department_id, *(list(row) for row in rows)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()


def nothing_contradicts(session: Session, opening: OpeningLedger) -> None:
    """Before it is signed or booked: there are lines, not too many, and none contradicts itself or another."""
    read = reading_of(session, opening)
    if not read.lines:
        raise Refused(NO_LINES, clause="K10.5")
    if len(read.lines) > MOST:
        raise Refused(TOO_MANY, count=len(read.lines), most=MOST, clause="K10.5")
    if read.contradictions:
        raise Refused(CONTRADICTIONS, count=read.contradictions, clause="K10.5")


def signed_by_another(session: Session, opening: OpeningLedger) -> None:
    """Before it is booked: a second person signs just what the first has signed, and books no loan of his own."""
    if _actor(session) == opening.prepared_by_id:
        raise Refused(ALONE, clause="K10.5")
    if digest_of(session, opening) != opening.content:
        raise Refused(CHANGED, clause="K10.5")
    for one in reading_of(session, opening).lines:
        if one.holder == _actor(session) and not one.set_aside:
            raise Refused(OWN_LOAN, who=one.holder_name, clause="K3.24")


def opening_moved(session: Session, opening: OpeningLedger, move: Move) -> None:
    """What a signature is of; and with the second one, the entries."""
    if move.name == "sign_opening":
        opening.content = digest_of(session, opening)
    if move.name == "check_again":
        opening.content = None
    if move.name == "book":
        _book(session, opening)


def _actor(session: Session) -> int:
    person = authority_of(session).person
    if person is None or not person.person_id:
        raise Refused(NOBODY, clause="K3.3")
    return int(person.person_id)


def _book(session: Session, opening: OpeningLedger) -> None:
    """Units under their own numbers, missing numbers void, an opening entry each, and a loan for what somebody holds."""
    read, actor = reading_of(session, opening), _actor(session)
    lines = sorted((one for one in read.lines if not one.set_aside), key=lambda one: one.number or (0, 0, 0))
    with acting(session, on_behalf(session, f"期初建账：{opening.number}")):
        units = [_unit(session, one) for one in lines]
        session.flush()
        _numbers(session, opening, read, actor)
        keys = [unit.id for unit in units]
        movements = [
            Movement(key, _account(session, one), Reason.OPEN, opening.number, witness=opening.prepared_by_id)
            for key, one in zip(keys, lines, strict=True)
        ]
        entries = record(session, actor, movements)
        for key, one, entry in zip(keys, lines, entries, strict=True):
            line = session.get(OpeningLine, one.line)
            assert line is not None  # read a moment ago, and never deleted
            line.unit_id = key
            if one.holder is not None:
                session.add(_loan(session, opening, one, key, entry, actor))
        session.flush()


def _unit(session: Session, one: Reading) -> ArchiveUnit:
    assert one.number is not None  # nothing contradicts itself any more
    word, year, no = one.number
    words = columns_of("number_word")
    written = session.connection().execute(select(words.word).where(words.id == word)).scalar_one()
    unit = ArchiveUnit(
        number=PATTERN.format(year=year, word=written, no=no), kind=UnitKind.VOLUME, word_id=word, year=year, no=no, part_no=0,
        title=one.title, department_id=one.department, home_id=one.home, pages=one.pages,
    )  # fmt: skip
    session.add(unit)
    return unit


def _numbers(session: Session, opening: OpeningLedger, read: Read, actor: int) -> None:
    """The series go on after the highest number, and what is missing below it is void: no silent gap (K3.16)."""
    now, connection = session.info["clock"](), session.connection()
    series = columns_of("number_series")
    highest: dict[tuple[int, int], int] = {}
    for one in read.lines:
        if one.number is not None and not one.set_aside:
            word, year, no = one.number
            highest[word, year] = max(no, highest.get((word, year), 0))
    for (word, year), no in sorted(highest.items()):
        last = connection.execute(select(series.last_no).where(series.word == f"archive:{word}", series.year == year)).scalar() or 0
        if no > last:
            count_up(connection, f"archive:{word}", year, no - last)
    reason = GAP.format(opening=opening.number).zh
    for (word, year, no), _ in read.gaps:
        values = {"word_id": word, "year": year, "no": no, "reason": reason, "approved_by_id": actor, "version": 1, "created_at": now, "updated_at": now}
        connection.execute(insert(NumberVoid.__table__).values(**values))


def _account(session: Session, one: Reading) -> int:
    match one.whereabouts:
        case AccountKind.PERSON:
            return account_of(session, AccountKind.PERSON, one.holder)
        case AccountKind.MISSING:
            return account_of(session, AccountKind.MISSING)
        case AccountKind.EXTERNAL:
            assert one.account is not None
            return one.account
        case _:
            assert one.home is not None
            return one.home


def _loan(session: Session, opening: OpeningLedger, one: Reading, unit: int, entry: int, actor: int) -> LoanLine:
    """What somebody holds is a loan like any other, with the term of the old ledger or the usual one."""
    staff = columns_of("employee")
    place = session.connection().execute(select(staff.department_id).where(staff.id == one.holder)).scalar_one()
    return LoanLine(
        unit_id=unit, borrower_id=one.holder, department_id=place, issued_by_id=actor, out_on=one.out_on or opening.as_of_on, out_entry=entry,
        due_on=_term(session, one), pages_out=one.pages, state=LoanState.OUT,
    )  # fmt: skip


def _term(session: Session, one: Reading) -> date:
    """Its due day; without one the usual term from today. A day off becomes the next working day (I22)."""
    day = one.due_on or today(session) + timedelta(days=rule(session, ArchiveRule.LOAN_DAYS))
    calendar = working_calendar(session)
    return day if calendar.is_working_day(day) else calendar.next_working_day(day)


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("opening_ledger", "sign_opening"): (nothing_contradicts,),
    ("opening_ledger", "book"): (nothing_contradicts, signed_by_another),
}
