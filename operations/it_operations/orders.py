"""Orders about data: nothing is brought back or cleaned up without a copy that was proved, nor cleaned up while people work (K5.24, K5.25)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.rules import ItRule
from domain.terms import Term
from domain.workflow import Move
from models.base import columns_of
from models.fence import authority_of
from models.it_operations.backup import Kept, Proved
from models.it_operations.data_order import DataOrder, OrderKind, OrderState
from models.it_operations.medium import MediumState
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_calendar

BACKED_UP_FIRST = frozenset({OrderKind.RESTORE, OrderKind.CLEAN_UP})
ENDS = {OrderKind.DISPOSE: MediumState.EXPIRED, OrderKind.DESTROY: MediumState.DESTROYED}
NO_COPY = Term("先备份现有数据，核验完好后再执行；请填「执行前的备份」。", "Back up what is there first and have it verified; then name that backup.")
NOT_PROVED = Term("备份「{name}」尚未核验或已损坏，不能据以执行。", "The backup “{name}” has not been verified, or is broken.")
TOO_OLD = Term(
    "备份「{name}」是 {minutes} 分钟以前的，不能代表现有数据；请在执行前 {most} 分钟内重新备份。",
    "The backup “{name}” is {minutes} minutes old and does not hold what is there now; make another within {most} minutes of the work.",
)
OF_ANOTHER = Term(
    "备份「{name}」备份的是{found}，要恢复的是{wanted}；请备份将被恢复的现有数据。",
    "The backup “{name}” is of {found}, and {wanted} is to be restored; back up what is there now.",
)
THIS_PANEL = Term("本系统", "this panel")
NOT_KEPT = Term(
    "清理数据所依据的备份须定期或永久保留，请先在备份登记簿改「保留」。",
    "What was backed up before a clean-up is kept for a period or permanently; set that first.",
)
OFFICE_HOURS = Term("数据清理须避开业务高峰：请在工作时间以外执行。", "Data are cleaned up outside business hours.")
NO_NEW_LIFE = Term("「{name}」已停用或销毁，不能存放转存的数据；请登记一件新介质。", "“{name}” is out of use; enter a new medium for the copy.")
ANSWERED = Term("已审核的处置单不能修改，请另行申请。", "An order that was endorsed is not changed any more; ask for another.")


def order_entered(session: Session, order: DataOrder) -> set[str]:
    """At every save: who asks, and that data are copied to a medium in use; an order that was answered stays as it is."""
    if order.state not in (None, OrderState.ASKED):
        raise Invalid(ANSWERED, clause="K5.23")
    one = columns_of("medium")
    target = session.connection().execute(select(one.name, one.state).where(one.id == order.target_id)).first()
    if target is not None and target.state != MediumState.IN_USE:
        sentence = NO_NEW_LIFE.format(name=target.name)
        raise Invalid(sentence, fields={"target": sentence}, clause="K5.26")
    person = authority_of(session).person
    if order.id is None and person is not None:
        order.asked_by_id = person.person_id
    return {"asked_by"}


def require_backed_up(session: Session, order: DataOrder, before: int | None) -> None:
    """K5.24, K5.25: a verified copy of what is there now, for a clean-up one that is kept; raises Refused."""
    one = columns_of("backup")
    wanted = select(one.name, one.taken_at, one.proved, one.keeping, one.folder, one.equipment)
    row = session.connection().execute(wanted.where(one.id == before)).first()
    if row is None:
        raise Refused(NO_COPY, clause="K5.24" if order.kind == OrderKind.RESTORE else "K5.25")
    if row.proved != Proved.SOUND:
        raise Refused(NOT_PROVED, name=row.name, clause="K5.25")
    source = session.connection().execute(wanted.where(one.id == order.source_id)).first()
    if order.kind == OrderKind.RESTORE and source is not None and _copied(row) != _copied(source):
        raise Refused(OF_ANOTHER, name=row.name, found=_copied(row), wanted=_copied(source), clause="K5.24")
    most = rule(session, ItRule.FRESH_MINUTES)
    now: datetime = session.info["clock"]()
    if (minutes := int((now - row.taken_at) / timedelta(minutes=1))) > most:
        raise Refused(TOO_OLD, name=row.name, minutes=minutes, most=most, clause="K5.24")
    if order.kind == OrderKind.CLEAN_UP and row.keeping == Kept.ROTATED:
        raise Refused(NOT_KEPT, clause="K5.25")


def _copied(row: Any) -> Term:
    """What a copy is of: what the program has taken is of the panel, whichever server it lies on."""
    equipment: str = (row.equipment or "").strip()
    return Term(f"「{equipment}」", f"“{equipment}”") if equipment and not row.folder else THIS_PANEL


def _copied_before(session: Session, order: DataOrder, values: Mapping[str, Any]) -> None:
    if order.kind in BACKED_UP_FIRST:
        require_backed_up(session, order, values.get("before"))


def _after_hours(session: Session, order: DataOrder) -> None:
    if order.kind == OrderKind.CLEAN_UP:
        now: datetime = session.info["clock"]()
        if working_calendar(session).working_minutes_between(now, now + timedelta(minutes=1)):
            raise Refused(OFFICE_HOURS, clause="K5.25")


def order_moved(session: Session, order: DataOrder, move: Move) -> None:
    """K5.23, K5.26: what was disposed of is out of use, what was destroyed is no medium any more; what was copied to another is out of use."""
    if move.name != "verify_order" or order.medium_id is None:
        return
    medium = columns_of("medium")
    values: dict[str, Any] = {}
    if order.kind in ENDS:
        values = {"state": ENDS[order.kind]}
    elif order.kind == OrderKind.RECOPY:
        values = {"recopied_on": today(session), "state": MediumState.EXPIRED}
    if values:
        # Below the fence: who verifies an order need not be allowed to change media.
        session.connection().execute(update(medium.id.table).where(medium.id == order.medium_id).values(**values, version=medium.version + 1))


GUARDS = {("data_order", "carry_out_order"): (_after_hours,)}
CHOICES = {("data_order", "carry_out_order"): (_copied_before,)}
