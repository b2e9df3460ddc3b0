"""What must hold of lists in volumes: I17 of the design."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from domain.terms import Term
from models.archives.volume_list import ListState
from models.base import columns_of
from operations.archives.invariants import Invariant, asked
from operations.archives.lists import digest_of

_SUMS = (
    "SELECT 'list', l.id FROM volume_list l WHERE l.state = 'frozen' AND l.total_pages IS DISTINCT FROM"
    " (SELECT sum(p.pages) FROM volume_piece p WHERE p.volume_list_id = l.id)"
    " UNION ALL SELECT 'unit', u.id FROM volume_list l JOIN archive_unit u ON u.id = l.volume_id WHERE l.state = 'frozen'"
    " AND u.pages IS DISTINCT FROM l.total_pages AND NOT EXISTS (SELECT 1 FROM volume_list n WHERE n.volume_id = l.volume_id"
    " AND n.state = 'frozen' AND n.edition > l.edition)"
)


def _pages(connection: Connection) -> Iterator[str]:
    """Sums agree, and what is on a frozen list is still what was digested."""
    yield from asked(_SUMS)(connection)
    one = columns_of("volume_list")
    for row in connection.execute(select(one.id, one.edition, one.content).where(one.state == ListState.FROZEN).order_by(one.id)).all():
        if digest_of(connection, row.id, row.edition) != row.content:
            yield f"list {row.id} content"


LISTS: tuple[Invariant, ...] = (
    Invariant(
        "I17", Term("定稿清单的页数之和等于总页数，等于案卷页数，内容未变", "A frozen list adds up to its total and its volume's pages, unchanged"),
        _pages,
    ),
)  # fmt: skip
