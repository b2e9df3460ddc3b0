"""扫码柜台: what a scanned code means where the desk stands now; every step it takes is one of lending's own (K3.24–K3.26)."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.errors import Missing, Refused
from domain.terms import Term
from models.archives.account import KINDS
from models.archives.unit import ArchiveUnit
from models.lending.loan_line import LoanLine, LoanState
from models.lending.slip import WORKFLOW, BorrowingSlip
from operations.archives.codes import Letter, cleaned, named_by
from operations.archives.commands import once
from operations.archives.desk import code_of, unit_by_code
from operations.archives.ledger import places
from operations.lending.return_ticking import has_list, lines
from operations.lending.slips import units_of
from operations.moves import perform, why_not
from operations.records import find

MOST_DONE = 30
"""How many finished loans the desk keeps in sight."""
PAGES_DIGITS = 5


class Mode(StrEnum):
    """What the desk does with units."""

    LEND = "lend"
    BACK = "back"
    CHECK = "check"


MODES = {Mode.LEND: Term("借出", "Lend"), Mode.BACK: Term("归还", "Take back"), Mode.CHECK: Term("核对归位", "Check and put back")}


class Command(StrEnum):
    """Codes that tell the desk something; they are on a sheet beside the scanner."""

    LEND = "CMD-LEND"
    BACK = "CMD-BACK"
    CHECK = "CMD-CHECK"
    DONE = "CMD-DONE"
    DROP = "CMD-DROP"


COMMANDS = {
    Command.LEND: MODES[Mode.LEND], Command.BACK: MODES[Mode.BACK], Command.CHECK: MODES[Mode.CHECK],
    Command.DONE: Term("办结", "Done"), Command.DROP: Term("放下", "Put aside"),
}  # fmt: skip
_MODE_OF = {Command.LEND: Mode.LEND, Command.BACK: Mode.BACK, Command.CHECK: Mode.CHECK}
NOTHING = Term("没有读到条码，请再扫一次。", "Nothing was read; scan again.")
UNKNOWN = Term("没有「{code}」这个条码，或您无权查看。请核对标签。", "There is no “{code}”, or you may not see it. Check the label.")
SLIP_FIRST = Term(
    "请先扫出借单：{unit} 只能凭单借出。归还请先扫「归还」。", "Scan the slip first: {unit} is lent only on one. To take it back, scan “Take back”."
)
NOT_ON_SLIP = Term("{unit} 不在出借单 {slip} 上，请放回原处。", "{unit} is not on slip {slip}; put it back.")
UNFINISHED = Term("出借单 {slip} 还差 {count} 件：请扫完，或扫「放下」。", "Slip {slip} lacks {count} units: scan them, or scan “Put aside”.")
STILL_LACKS = Term(
    "出借单 {slip} 还差：{units}。一单一次借清，缺一件就请借阅人取回修改。", "Slip {slip} still lacks {units}. It is lent as a whole, or changed first."
)
NO_SLIP_OPEN = Term("还没有扫出借单。", "No slip has been scanned.")
NOT_OUT = Term("{unit} 没有借出，现在「{place}」（{kind}），不能归还。", "{unit} is not out: it is at “{place}” ({kind}).")
NOT_BACK = Term(
    "{unit} 现在「{place}」（{kind}），没有待核对的归还。请先扫「归还」。", "{unit} is at “{place}” ({kind}) and waits for no check; take it back first."
)
UNIT_FIRST = Term("请先扫要核对的档案，再输入页数。", "Scan the unit first, then its pages.")
OPENED = Term("出借单 {slip}，共 {count} 件，请逐件扫描。", "Slip {slip}, {count} units: scan each.")
TICKED = Term("{unit} 已核对，还差 {count} 件。", "{unit} is there; {count} to go.")
AGAIN = Term("{unit} 已经扫过了。", "{unit} has been scanned already.")
LENT = Term("已借出：{slip}，{count} 件，{day} 前归还。", "Lent on {slip}: {count} units, due {day}.")
TAKEN = Term("已交还：{unit}，待核对页数。", "Handed back: {unit}; its pages are to be counted.")
COUNT = Term("{unit}：请清点，输入实点页数。", "{unit}: count its pages and type how many.")
ON_THE_SHEET = Term(
    "{unit} 借出时附有第 {edition} 版清单：请在借阅台账打开这一笔，「逐件核对」后再归位。",
    "{unit} was lent with edition {edition} of its list: count its pieces on the sheet of the loan first.",
)
SHELVED = Term("已归位：{unit}，{pages} 页相符。", "Put back: {unit}, all {pages} pages.")
NOW = Term("现在办理「{mode}」。", "Now: {mode}.")
PUT_ASIDE = Term("已放下，没有记账。", "Put aside; nothing was entered.")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the desk stands: what the page carries from scan to scan."""

    mode: Mode = Mode.LEND
    slip: int | None = None
    seen: tuple[int, ...] = ()
    """Units of the slip that were scanned."""
    line: int | None = None
    """The loan whose pages are being counted."""
    done: tuple[int, ...] = ()
    """Loans done here of late, the last one first."""

    def with_done(self, *lines: int) -> "Desk":
        """The desk free again, with ``lines`` on top of what was done."""
        kept = (*lines, *(one for one in self.done if one not in lines))[:MOST_DONE]
        return replace(self, slip=None, seen=(), line=None, done=kept)


Answer = tuple[Desk, Term]
"""Where the desk stands after a scan, and what it says."""


def scan(session: Session, key: str, desk: Desk, typed: str) -> Answer:
    """Take one scan; raises what lending raises, with its clause, and then nothing has changed.

    ``key`` is that of the page the code was scanned on: the same code with the same key is one command, however often a scanner sends it.
    """
    code = cleaned(typed)
    if not code:
        raise Refused(NOTHING, clause="K3.24")

    def do() -> dict[str, Any]:
        after, said = _read(session, desk, code)
        return {"desk": asdict(after), "said": [said.zh, said.en]}

    found = once(session, hashlib.sha256(f"{key}\n{code}".encode()).hexdigest(), do)[0]
    stood = found["desk"]
    after = Desk(Mode(stood["mode"]), stood["slip"], tuple(stood["seen"]), stood["line"], tuple(stood["done"]))
    return after, Term(*found["said"])


def slip_by_code(session: Session, code: str) -> int | None:
    """The slip whose number or short code this is, if the actor may see it."""
    short = named_by(code, Letter.SLIP)
    return session.scalar(select(BorrowingSlip.id).where(BorrowingSlip.id == short if short is not None else BorrowingSlip.number == code))


def _read(session: Session, desk: Desk, code: str) -> Answer:
    if code.upper() in set(Command):
        return _command(session, desk, Command(code.upper()))
    if desk.mode is Mode.CHECK and desk.line is not None and code.isascii() and code.isdigit() and len(code) <= PAGES_DIGITS:
        return _counted(session, desk, int(code))
    return _BY_MODE[desk.mode](session, desk, code)


def _command(session: Session, desk: Desk, command: Command) -> Answer:
    if command is Command.DROP:
        return desk.with_done(), PUT_ASIDE
    if command in _MODE_OF:
        if desk.slip is not None and _MODE_OF[command] is not Mode.LEND:
            slip, left = _open_slip(session, desk)
            raise Refused(UNFINISHED, slip=slip.number, count=len(left), clause="K3.24")
        mode = _MODE_OF[command]
        return (desk if mode is desk.mode else replace(desk.with_done(), mode=mode)), NOW.format(mode=MODES[mode])
    if desk.mode is not Mode.LEND or desk.slip is None:
        raise Refused(NO_SLIP_OPEN if desk.mode is Mode.LEND else UNIT_FIRST, clause="K3.24")
    slip, left = _open_slip(session, desk)
    if left:
        names = "、".join(_codes(session, left).values())
        raise Refused(STILL_LACKS, slip=slip.number, units=names, clause="K3.24")
    return _issue(session, desk, slip)


# ---- lending -------------------------------------------------------------------------------------------------------------


def _lend(session: Session, desk: Desk, code: str) -> Answer:
    key = slip_by_code(session, code)
    if key is not None:
        return _open(session, desk, key)
    unit = _unit(session, code)
    if desk.slip is None:
        raise Refused(SLIP_FIRST, unit=_code(session, unit), clause="K3.24")
    slip, left = _open_slip(session, desk)
    if unit in desk.seen:
        return desk, AGAIN.format(unit=_code(session, unit))
    if unit not in left:
        raise Refused(NOT_ON_SLIP, unit=_code(session, unit), slip=slip.number, clause="K3.24")
    desk = replace(desk, seen=(*desk.seen, unit))
    if len(left) > 1:
        return desk, TICKED.format(unit=_code(session, unit), count=len(left) - 1)
    return _issue(session, desk, slip)


def _open(session: Session, desk: Desk, key: int) -> Answer:
    if desk.slip is not None and desk.slip != key:
        slip, left = _open_slip(session, desk)
        raise Refused(UNFINISHED, slip=slip.number, count=len(left), clause="K3.24")
    slip = find(session, BorrowingSlip.register, key)
    refusal = why_not(session, slip, WORKFLOW.by_name["check_out"])
    if refusal is not None:
        raise refusal
    seen = desk.seen if desk.slip == key else ()
    return replace(desk, slip=key, seen=seen, line=None), OPENED.format(slip=slip.number, count=len(units_of(session, slip)))


def _open_slip(session: Session, desk: Desk) -> tuple[BorrowingSlip, list[int]]:
    """The slip on the desk, and its units that have not been scanned."""
    slip: BorrowingSlip = find(session, BorrowingSlip.register, desk.slip or 0)
    return slip, [unit for unit in units_of(session, slip) if unit not in desk.seen]


def _issue(session: Session, desk: Desk, slip: BorrowingSlip) -> Answer:
    perform(session, slip, "check_out", {})
    lines = session.scalars(select(LoanLine.id).where(LoanLine.slip_id == slip.id).order_by(LoanLine.id)).all()
    return desk.with_done(*lines), LENT.format(slip=slip.number, count=len(lines), day=slip.due_on.isoformat())


# ---- coming back ---------------------------------------------------------------------------------------------------------


def _back(session: Session, desk: Desk, code: str) -> Answer:
    unit = _unit(session, code)
    line = _line(session, unit, LoanState.OUT)
    if line is None:
        raise _elsewhere(session, unit, NOT_OUT, "K3.25")
    perform(session, line, "hand_back", {})
    return desk.with_done(line.id), TAKEN.format(unit=_code(session, unit))


def _check(session: Session, desk: Desk, code: str) -> Answer:
    if code.isascii() and code.isdigit() and len(code) <= PAGES_DIGITS:
        raise Refused(UNIT_FIRST, clause="K3.26")
    unit = _unit(session, code)
    line = _line(session, unit, LoanState.HANDED_BACK)
    if line is None:
        raise _elsewhere(session, unit, NOT_BACK, "K3.26")
    if has_list(line) and any(one.counted is None for one in lines(session, line)):
        raise Refused(ON_THE_SHEET, unit=_code(session, unit), edition=line.list_version, clause="K3.26")
    return replace(desk, line=line.id), COUNT.format(unit=_code(session, unit))


def _counted(session: Session, desk: Desk, pages: int) -> Answer:
    line: LoanLine = find(session, LoanLine.register, desk.line or 0)
    perform(session, line, "check_return", {"pages_back": pages})
    return desk.with_done(line.id), SHELVED.format(unit=_code(session, line.unit_id), pages=pages)


_BY_MODE: dict[Mode, Callable[[Session, Desk, str], Answer]] = {Mode.LEND: _lend, Mode.BACK: _back, Mode.CHECK: _check}


def _unit(session: Session, code: str) -> int:
    unit = unit_by_code(session, code)
    if unit is None:
        raise Missing(UNKNOWN, code=code[:60], clause="K10.5")
    return unit


def _line(session: Session, unit: int, state: LoanState) -> LoanLine | None:
    return session.scalar(select(LoanLine).where(LoanLine.unit_id == unit, LoanLine.state == state))


def _elsewhere(session: Session, unit: int, sentence: Term, clause: str) -> Refused:
    place = places(session.connection(), [unit]).get(unit)
    kind = place.kind if place else AccountKind.ORIGIN
    return Refused(sentence, unit=_code(session, unit), place=place.name if place else KINDS[kind], kind=KINDS[kind], clause=clause)


def _code(session: Session, unit: int) -> str:
    return _codes(session, [unit]).get(unit, "")


def _codes(session: Session, units: list[int]) -> dict[int, str]:
    rows = session.execute(select(ArchiveUnit.id, ArchiveUnit.number, ArchiveUnit.part_no).where(ArchiveUnit.id.in_(units)))
    return {row.id: code_of(row.number, row.part_no) for row in rows}
