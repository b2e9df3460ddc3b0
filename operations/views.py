"""Saved views: a named combination of filters, order and columns; everybody sees and deletes only his own."""

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from domain.errors import Invalid, missing
from domain.terms import Term
from models.fence import acting
from models.governance.job import SavedView
from permissions.actor import System

MOST = 20
TOO_MANY = Term("最多保存 {most} 个视图，请先删去一个。", "At most {most} views can be kept; delete one first.")
NEEDS_A_NAME = Term("请给视图起个名字，最多 40 个字。", "Give the view a name of at most 40 characters.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved view: its label and the address of the list behind it."""

    id: int
    label: str
    query: str


_OWN = (
    select(SavedView.id, SavedView.label, SavedView.query)
    .where(SavedView.account_id == bindparam("account"), SavedView.register_key == bindparam("register"))
    .order_by(SavedView.id)
)


def saved_views(session: Session, account_id: int, register_key: str) -> list[Kept]:
    """The account's views of a register, oldest first; read below the fence, which keeps people from kernel tables."""
    rows = session.connection().execute(_OWN, {"account": account_id, "register": register_key})
    return [Kept(*row) for row in rows]


def save_view(session: Session, account_id: int, register_key: str, label: str, query: str) -> None:
    """Keep ``query`` (beginning with ``?``) under ``label``; raises Invalid without a name or with too many views."""
    if not 0 < len(label) <= 40 or len(query) > 2000:
        raise Invalid(NEEDS_A_NAME)
    with acting(session, System("keep an own view", acting_for=account_id)):
        kept = session.scalar(select(func.count()).select_from(SavedView).where(SavedView.account_id == account_id)) or 0
        if kept >= MOST:
            raise Invalid(TOO_MANY, most=MOST)
        session.add(SavedView(account_id=account_id, register_key=register_key, label=label, query=query))


def drop_view(session: Session, account_id: int, view_id: int) -> None:
    """Delete an own view; raises Missing for anybody else's."""
    with acting(session, System("delete an own view", acting_for=account_id)):
        found = session.execute(delete(SavedView).where(SavedView.id == view_id, SavedView.account_id == account_id))
    if not found.rowcount:  # type: ignore[attr-defined]
        raise missing()
