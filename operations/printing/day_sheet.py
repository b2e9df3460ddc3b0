"""What stands on a day close: the entries, the openings and the counts of the day (K3.4, K10.5)."""

from sqlalchemy.orm import Session

from domain.custody import REASONS, Reason
from domain.terms import Term
from domain.values import write_moment
from models.archives.day_close import DayClose
from operations.archives import closing
from operations.archives.desk import code_of
from operations.labels import labels
from operations.printing.content import Block
from operations.printing.sheet_parts import name_of, table

_ENTRY_HEADS = (
    Term("流水号", "Entry"), Term("档案", "Unit"), Term("事由", "Reason"), Term("从", "From"), Term("到", "To"), Term("凭证", "Document"), Term("经手", "By"),
)  # fmt: skip
_OPENING_HEADS = (
    Term("保险柜", "Safe"), Term("开柜两人", "Opened by"), Term("事由", "Purpose"), Term("开柜", "Opened"), Term("关柜", "Closed"),
    Term("超时原因", "Why late"),
)  # fmt: skip
_COUNT_HEADS = (Term("保险柜", "Safe"), Term("清点数", "Counted"), Term("账面数", "In the ledger"), Term("清点人", "Counted by"), Term("监点人", "Witness"))


def day_blocks(session: Session, close: DayClose, locale: str) -> list[Block]:
    """The three tables of the day."""
    day = close.closed_on
    entries = [
        [str(row.id), code_of(row.number, row.part_no), REASONS[Reason(row.reason)].say(locale), row.source, row.target, row.document, row.actor]
        for row in closing.entries_of(session, day)
    ]
    openings = [
        [row.safe, f"{row.opener}、{row.second}", row.purpose, write_moment(row.opened_at)[-5:], write_moment(row.closed_at)[-5:] if row.closed_at else "—",
         row.late_because or ""]
        for row in closing.openings_of(session, day)
    ]  # fmt: skip
    counts = [
        [labels(session, "archive_account", [safe]).get(safe, "—"), str(row.counted), str(row.expected),
         name_of(session, row.counter_id), name_of(session, row.witness_id)]
        for safe, row in closing.counts_of(session, day).items() if row is not None
    ]  # fmt: skip
    return [
        table(Term("当日出入库", "Entries of the day"), _ENTRY_HEADS, (2, 5, 3, 4, 4, 4, 3), entries, locale),
        table(Term("当日开柜", "Openings of safes"), _OPENING_HEADS, (4, 4, 5, 2, 2, 5), openings, locale),
        table(Term("保险柜清点", "Counts of safes"), _COUNT_HEADS, (5, 2, 2, 3, 3), counts, locale),
    ]


def anchor_of(_session: Session, close: DayClose) -> str:
    """What its QR bears: the digest of the day's last entry, which is what is signed."""
    return close.head


def anchor_now(session: Session, close: DayClose) -> str:
    """What the journal says of that day now."""
    return closing.head_of(session, close.closed_on).digest
