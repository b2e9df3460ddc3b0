"""Reminds those who keep the archive of shelves that nobody has counted for longer than the rule allows (K10.5)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.retention import ends_on
from domain.rules import ArchiveRule
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.archives.stocktake import Stocktake, StocktakeState
from models.base import columns_of
from operations.notices import notify_of_register
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.staff import Staff

NOT_COUNTED = Term(
    "{count} 个架位已满 {months} 个月没有盘点（如「{name}」），请发起档案盘点。",
    "{count} shelves, such as “{name}”, have not been counted for {months} months; open a stocktake.",
)


def shelves_due(session: Session) -> list[str]:
    """The names of the shelves in use that no approved stocktake has visited within the months of the rule, oldest codes first."""
    day, months = today(session), rule(session, ArchiveRule.STOCKTAKE_MONTHS)
    account, scan, taken = columns_of("archive_account"), columns_of("stocktake_scan"), columns_of("stocktake")
    visits = select(scan.place_id, taken.frozen_at).join_from(
        scan.id.table, taken.id.table, taken.id == scan.stocktake_id
    )
    connection = session.connection()
    last: dict[int, datetime] = {}
    for row in connection.execute(visits.where(taken.state == StocktakeState.APPROVED).distinct()):
        last[row.place_id] = max(row.frozen_at, last.get(row.place_id, row.frozen_at))
    shelves = connection.execute(
        select(account.id, account.name, account.created_at)
        .where(account.kind == AccountKind.SHELF, account.active)
        .order_by(account.code)
    )
    return [
        row.name
        for row in shelves
        if ends_on(last.get(row.id, row.created_at).astimezone(OFFICE_ZONE).date(), months) < day
    ]


def remind_of_stocktakes(session: Session) -> int:
    """Tell everybody who may open stocktakes, once a month as long as shelves are due; returns how many notices that made."""
    due, day = shelves_due(session), today(session)
    if not due:
        return 0
    said = NOT_COUNTED.format(count=len(due), months=rule(session, ArchiveRule.STOCKTAKE_MONTHS), name=due[0])
    keepers = Staff(session).with_right("stocktake", "create")
    return sum(
        notify_of_register(session, person, "stocktake.due", Stocktake.register, said, once=f"{day:%Y-%m}")
        for person in keepers
    )
