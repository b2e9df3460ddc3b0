"""What a list shows beside the fields of its rows: where a unit is now, which its last entry says and no column (K3.2).

One statement for a page, by the key of the journal (unit, number), however long the journal is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_views.custody import TONES
from admin_views.presenting import badge
from domain.custody import AccountKind
from domain.terms import Term
from models.archives.account import KINDS
from models.archives.custody_entry import CustodyEntry
from models.base import columns_of
from operations.archives.ledger import places
from web.i18n import say


@dataclass(frozen=True, slots=True)
class Beside:
    """One more column: its heading, and what stands in it as escaped HTML, by the id of the row."""

    title: Term
    read: Callable[[Session, Sequence[int]], dict[int, str]]


def _of_units(session: Session, ids: Sequence[int]) -> dict[int, str]:
    return {unit: _said(place.kind, place.name) for unit, place in places(session.connection(), ids).items()}


def _of_certificates(session: Session, ids: Sequence[int]) -> dict[int, str]:
    certificate, account, entry, later = columns_of("certificate"), columns_of("archive_account"), CustodyEntry.__table__, CustodyEntry.__table__.alias("later")
    follows = select(later.c.id).where(later.c.unit_id == entry.c.unit_id, later.c.seq == entry.c.seq + 1).exists()
    last = (
        select(certificate.id, entry.c.to_kind, account.name)
        .join_from(certificate.id.table, entry, entry.c.unit_id == certificate.unit_id)
        .join(account.id.table, account.id == entry.c.to_account_id)
        .where(certificate.id.in_(ids), ~follows)
    )
    return {key: _said(AccountKind(kind), name) for key, kind, name in session.connection().execute(last)}


def _said(kind: AccountKind, name: str) -> str:
    at_rest = kind in (AccountKind.SHELF, AccountKind.SAFE)
    return escape(name) if at_rest else f"{badge(say(KINDS[kind]), TONES.get(kind, 'soon'))} {escape(name)}"


NOW_AT = Term("现在何处", "Now at")
BESIDE: dict[str, Beside] = {"archive_unit": Beside(NOW_AT, _of_units), "certificate": Beside(NOW_AT, _of_certificates)}
"""By register."""


def beside(session: Session, register: str, ids: Sequence[int]) -> Callable[[int], str]:
    """The cell of a row by its id, ready to be put at the end of the row; an empty text for registers without such a column."""
    column = BESIDE.get(register)
    if column is None or not ids:
        return lambda _key: ""
    found, label, nowhere = column.read(session, ids), escape(say(column.title)), escape(say(KINDS[AccountKind.ORIGIN]))
    return lambda key: f'<td data-label="{label}">{found.get(key, nowhere)}</td>'
