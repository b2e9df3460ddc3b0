"""What comes back is counted piece by piece against the edition it was lent with: a difference blocks, and a shortage says where (K3.26)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from domain.access import Channel, Level
from domain.errors import Invalid, Refused
from domain.terms import Term
from models.base import columns_of
from models.fence import authority_of
from models.lending.loan_line import LoanLine, LoanState
from models.lending.loan_tick import LoanTick
from models.register import registers
from operations.archives.lists import lines_of
from operations.archives.tick_sheet import LONGEST, Counted, TickLine, Typed, differences, read_counts, require_counted
from permissions.actor import Person

COUNTABLE = (LoanState.HANDED_BACK, LoanState.SHORT)
STEPS = ("check_return", "note_shortage")
READ_FROM = ("title", "pages")
NOT_BACK = Term("档案还没有交还或已经归位，不能逐件核对。", "It is not back, or is in its place already; nothing is counted.")
NOT_HE = Term("逐件核对由档案管理员办理，借阅人本人不能核对。", "The archivist counts the pieces, never the borrower.")
DIFFERS = Term(
    "{count} 件与借出时的清单不符（{first}），不能归位：重新清点，或「登记缺页」。",
    "{count} pieces differ from the list it was lent with ({first}): count again, or note a shortage.",
)
NONE_DIFFERS = Term("逐件核对没有缺页，请用「核对归位」。", "No page is missing by the sheet; check it in.")
NOT_THE_SUM = Term("逐件核对共 {sum} 页，这里填的是 {back} 页。", "The sheet adds up to {sum} pages; here are {back}.")


def has_list(line: LoanLine) -> bool:
    """Whether it was lent with an edition of its list."""
    return line.list_version is not None


def lines(session: Session, line: LoanLine) -> list[TickLine]:
    """The pieces of the edition lent, each with the pages that went out and its last count; empty without a list."""
    listed = _listed(session, line)
    if not listed:
        return []
    out, last = _went_out(session, line), _counts(session, [line.id])
    found = []
    for row in listed:
        kept = last.get(row.line_no)
        expected = out.get(row.line_no, row.pages)
        found.append(TickLine(row.line_no, row.title, expected, kept.counted if kept else None, (kept.remark or "") if kept else ""))
    return found


def may_read(session: Session) -> bool:
    """Whether the actor reads what the pieces show."""
    authority = authority_of(session)
    if authority.is_system:
        return True
    levels, fields = authority.plan.levels("volume_piece", Channel.DETAILS), registers["volume_piece"].fields
    return all(levels.get(fields[name].stable_key, Level.HIDDEN) >= Level.READ for name in READ_FROM)


def may_tick(session: Session, line: LoanLine) -> bool:
    """Whether the sheet is offered for counting."""
    authority = authority_of(session)
    person: Person | None = authority.person
    return (
        line.state in COUNTABLE and person is not None and person.person_id != line.borrower_id
        and any(authority.may(line.register.key, step) for step in STEPS)
    )  # fmt: skip


def save(session: Session, line: LoanLine, typed: Sequence[Typed]) -> int:
    """Keep what was counted as the actor and return how many pieces changed.

    Raises Refused when it is not back or he may not, Invalid with ``fields`` named "line.field".
    """
    if line.state not in COUNTABLE:
        raise Refused(NOT_BACK, clause="K3.26")
    if not may_tick(session, line):
        raise Refused(NOT_HE, clause="K3.26")
    rows = [_row(session, line, each) for each in read_counts(lines(session, line), typed, clause="K3.26")]
    if rows:
        session.connection().execute(insert(LoanTick), rows)
    return len(rows)


def all_agree(session: Session, line: LoanLine) -> None:
    """Before it is put back: every piece of the list it was lent with was counted and is all there."""
    if not has_list(line):
        return
    found = lines(session, line)
    if differing := differences(found):
        raise Refused(DIFFERS, count=len(differing), first=differing[0], clause="K3.26")
    require_counted(found, clause="K3.26")


def all_counted(session: Session, line: LoanLine) -> None:
    """Before a shortage is noted: every piece was counted, and the sheet shows what is missing."""
    if not has_list(line):
        return
    found = lines(session, line)
    require_counted(found, clause="K3.26")
    if not any((one.counted or 0) < one.expected for one in found):
        raise Refused(NONE_DIFFERS, clause="K3.26")


def sum_is_told(session: Session, line: LoanLine, values: Mapping[str, Any]) -> None:
    """The pages told at the step are those of the sheet."""
    back = values.get("pages_back")
    total = sum(one.counted or 0 for one in lines(session, line))
    if has_list(line) and back is not None and back != total:
        sentence = NOT_THE_SUM.format(sum=total, back=back)
        raise Invalid(sentence, fields={"pages_back": sentence}, clause="K3.26")


def suggested(session: Session, line: LoanLine) -> tuple[Mapping[str, Any], Term | None, str]:
    """What the sheet says already: how many pages are back, and which are missing."""
    found = lines(session, line)
    if not found or any(one.counted is None for one in found):
        return {}, None, "K3.26"
    missing = "\n".join(sentence.zh for sentence in differences(found))
    return {"pages_back": sum(one.counted or 0 for one in found), "shortage": missing[:1000]}, None, "K3.26"


def _listed(session: Session, line: LoanLine) -> list[Any]:
    one = columns_of("volume_list")
    wanted = select(one.id).where(one.volume_id == line.unit_id, one.edition == line.list_version)
    found = session.connection().execute(wanted).scalar() if has_list(line) else None
    return [] if found is None else lines_of(session.connection(), found)


def _went_out(session: Session, line: LoanLine) -> dict[int, int]:
    """Piece → the pages of it that were there when it was lent: what the check before had found, where pages are missing since."""
    other = columns_of("loan_line")
    short = select(other.id).where(
        other.unit_id == line.unit_id, other.list_version == line.list_version, other.id < line.id,
        other.state.in_((LoanState.SHORT, LoanState.WRITTEN_OFF)),
    )  # fmt: skip
    before = list(session.connection().execute(short.order_by(other.id)).scalars())
    return {no: row.counted for no, row in _counts(session, before).items()}


def _counts(session: Session, loans: Sequence[int]) -> dict[int, Any]:
    tick = columns_of("loan_tick")
    wanted = select(tick.line_no, tick.counted, tick.remark).where(tick.loan_id.in_(loans))
    return {row.line_no: row for row in session.connection().execute(wanted.order_by(tick.loan_id, tick.id))}


def _row(session: Session, line: LoanLine, each: Counted) -> dict[str, Any]:
    person: Person = authority_of(session).person
    return {
        "loan_id": line.id, "line_no": each.line.no, "title": each.line.title[:LONGEST], "expected": each.line.expected, "counted": each.counted,
        "remark": each.remark or None, "ticked_by_id": person.person_id, "ticked_at": session.info["clock"](),
    }  # fmt: skip
