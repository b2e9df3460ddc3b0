"""What a list shows beside the fields of its rows: where a unit is now, which its last entry says and no column (K3.2),
or which of two published versions is in force (A11.1).

One statement for a page, by the key of the journal (unit, number), however long the journal is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_views.cards import Row
from admin_views.custody import TONES
from admin_views.presenting import badge
from domain.access import Channel, Level
from domain.custody import AccountKind
from domain.terms import Term
from models.archives.account import KINDS, own_name
from models.archives.custody_entry import CustodyEntry
from models.base import columns_of
from models.register import registers
from operations.archives.ledger import places
from operations.governance.versions import STANDINGS, Standing, standings
from permissions.policy import Plan
from web.i18n import say

EMPTY = Term("—", "—")


@dataclass(frozen=True, slots=True)
class Beside:
    """One more column: its heading, and what stands in it as escaped HTML, by the id of the row."""

    title: Term
    read: Callable[[Session, Sequence[int]], dict[int, str]]
    nothing: Term = EMPTY
    tells: tuple[str, ...] = ()
    """The fields it follows from: who may not read one of them does not see it."""


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
    if kind in (AccountKind.SHELF, AccountKind.SAFE):
        return escape(name)
    mark = str(badge(say(KINDS[kind]), TONES.get(kind, "soon")))
    return f"{mark} {escape(own_name(kind, name))}".rstrip()


def _of_versions(session: Session, ids: Sequence[int]) -> dict[int, str]:
    tones = {Standing.IN_FORCE: "done", Standing.COMING: "soon"}
    return {version: badge(say(STANDINGS[one]), tones[one]) for version, one in standings(session, ids).items()}


NOW_AT, NOWHERE = Term("现在何处", "Now at"), KINDS[AccountKind.ORIGIN]
BESIDE: dict[str, Beside] = {
    "archive_unit": Beside(NOW_AT, _of_units, NOWHERE),
    "certificate": Beside(NOW_AT, _of_certificates, NOWHERE),
    "regulation_version": Beside(Term("效力", "Standing"), _of_versions, tells=("state", "effective_on")),
}
"""By register."""


def beside_of(plan: Plan, register: str) -> Beside | None:
    """The column of a register, for those who may read all it tells; None for registers without one."""
    column = BESIDE.get(register)
    if column is None or not column.tells:
        return column
    levels, fields = plan.levels(register, Channel.LIST), registers[register].fields
    return column if all(levels.get(fields[key].stable_key, Level.HIDDEN) >= Level.READ for key in column.tells) else None


def beside(session: Session, column: Beside, ids: Sequence[int]) -> Callable[[int], str]:
    """What stands in the column by the id of a row, as escaped HTML."""
    found, nothing = column.read(session, ids), escape(say(column.nothing))
    return lambda key: found.get(key, nothing)


def with_column(session: Session, column: Beside, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of a list below a record, with one cell more each."""
    said = beside(session, column, [row.id for row in rows])
    cells = [Markup(said(row.id)) for row in rows]  # noqa: S704  # escaped where it was made
    return tuple(replace(row, rest=Markup("</td><td>").join((row.rest, more) if row.rest else (more,))) for row, more in zip(rows, cells, strict=True))


def standing_of(session: Session, plan: Plan, register: str, record: int) -> tuple[Markup, ...]:
    """The badge beside the state at the head of a record's page, where its list has one that follows from the state."""
    column = beside_of(plan, register)
    said = column.read(session, [record]) if column is not None and column.tells else {}
    return tuple(Markup(html) for html in said.values())  # noqa: S704  # escaped where it was made
