"""期初对账表 — the file and the ledger side by side, every contradiction with what was done, for two signatures (K10.5)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from domain.access import Channel, Level
from domain.terms import Term
from models.archives.opening_ledger import OpeningLedger
from models.fence import acting, authority_of
from models.register import registers
from operations.archives.opening import digest_of
from operations.archives.reconciling import Balance, reconcile
from operations.printing.content import Block
from operations.printing.sheet_parts import table
from permissions.actor import System

NOT_READ = Term("对账表列出台账行全文，您无权查看其中的栏目。", "The sheet shows the lines in full, and you may not see all of them.")
SIGNED_CONTENT = Term("签字内容", "Content signed")
SUM = Term("合计", "Sum")
YES, NO = Term("一致", "Agrees"), Term("不符", "DIFFERS")
VOID = Term("原台账缺号，入账时作废：{numbers}", "Missing in the old ledger, void once booked: {numbers}")
NO_VOID = Term("原台账没有缺号。", "The old ledger lacks no number.")
_HEADS = (
    Term("原台账行数", "Lines in the file"), Term("其中不入账", "Set aside"), Term("应入账", "To be booked"), Term("已入账", "Booked"), Term("结果", "Result"),
)  # fmt: skip
_TREATED = (
    Term("行", "Line"), Term("档号", "Archive no."), Term("栏目", "Column"), Term("原台账所写", "As written"), Term("矛盾", "Contradiction"),
    Term("处理", "Treatment"),
)  # fmt: skip


def lines_not_read(session: Session, _opening: OpeningLedger) -> Term | None:
    """Why it cannot be printed: it shows every column of the lines."""
    authority, lines = authority_of(session), registers["opening_line"]
    if authority.is_system:
        return None
    levels = authority.plan.levels(lines.key, Channel.PRINT)
    return NOT_READ if any(levels.get(spec.stable_key, Level.HIDDEN) < Level.READ for spec in lines.fields.values()) else None


def signed_lines(session: Session, opening: OpeningLedger) -> str:
    """What the QR bears: the digest that was signed, or would be."""
    return opening.content or digest_of(session, opening)


def reconciliation(session: Session, opening: OpeningLedger, locale: str) -> list[Block]:
    """Counts by place and borrower, counts by series, every contradiction, missing numbers, and the digest."""
    with acting(session, System("the log of the lines tells what was corrected")):
        found = reconcile(session, opening)
    whole = Balance(SUM, "", found.lines, found.aside, found.booked)
    treated = [
        [str(one.row), one.number or "—", one.field.say(locale), one.written or "—", one.wrong.say(locale), one.done.say(locale)] for one in found.treatments
    ]
    void = VOID.format(numbers="、".join(found.void)) if found.void else NO_VOID
    places = [[one.kind.say(locale), one.name, *_counts(one, locale)] for one in (*found.accounts, whole)]
    series = [[one.name, *_counts(one, locale)] for one in found.series]
    return [
        table(Term("按存放位置和借阅人", "By place and borrower"), (Term("类别", "Kind"), Term("位置或借阅人", "Place or borrower"), *_HEADS),
              (3, 5, 3, 3, 3, 3, 3), places, locale),
        table(Term("按年度和字号", "By year and word"), (Term("年度字号", "Series"), *_HEADS), (8, 3, 3, 3, 3, 3), series, locale),
        table(Term("矛盾和处理", "Contradictions and their treatment"), _TREATED, (1, 4, 2, 4, 6, 6), treated, locale),
        {"kind": "note", "text": void.say(locale)},
        {"kind": "cells", "title": "", "rows": [{"kind": "wide", "cells": [SIGNED_CONTENT.say(locale), signed_lines(session, opening), 0]}]},
    ]  # fmt: skip


def _counts(one: Balance, locale: str) -> Sequence[str]:
    wanted = one.lines - one.aside
    result = "—" if one.booked is None else (YES if one.booked == wanted else NO).say(locale)
    return (str(one.lines), str(one.aside), str(wanted), "—" if one.booked is None else str(one.booked), result)
