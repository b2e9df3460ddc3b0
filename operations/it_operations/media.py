"""Media and copies: how long they last by rule, where they lie, and whoever signs for one has it from then on (K5.21, K5.22, K5.26)."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.workflow import Move
from models.base import columns_of
from models.fence import authority_of
from models.it_operations.backup import Backup, Kept, Proved
from models.it_operations.data_order import OrderKind, OrderState
from models.it_operations.medium import MediumState
from models.it_operations.medium_handover import Handed, MediumHandover

NOT_HIS = Term("「{name}」的接收人就是现在的保管人。", "“{name}” is with that person already.")
GONE = Term("「{name}」已销毁。", "“{name}” was destroyed.")
SAME_PLACE = Term("异地备份的存放地点须与原备份不同。", "An off-site copy lies in another place than what it was copied from.")
NOT_SHORTER = Term("已核验的备份只能延长保留，不能缩短或改为轮换。", "A verified backup may be kept longer, never shorter.")
NOT_APPROVED = Term(
    "「{name}」交给其他部门属于调拨，须逐级审批：请先办「数据处置单」（数据、介质转移），批准后再移交。",
    "“{name}” goes to another department, which others approve: first get an order about data (move data or media), then hand it over.",
)
BY_PROGRAM = Term("本系统自己做的备份由程序核验，请运行恢复演练。", "What the panel has copied is verified by the program; run a drill.")
SIGNED = Term("已签收的交接不能修改。", "A hand-over that was signed for is not changed.")


def handover_entered(session: Session, handover: MediumHandover) -> set[str]:
    """At every save: the keeper gives it away, whoever enters the paper; raises Invalid."""
    if handover.state not in (None, Handed.GIVEN):
        raise Invalid(SIGNED, clause="K5.22")
    one = columns_of("medium")
    row = session.connection().execute(select(one.name, one.keeper_id, one.state).where(one.id == handover.medium_id)).first()
    if row is not None:
        if row.state == MediumState.DESTROYED:
            sentence = GONE.format(name=row.name)
            raise Invalid(sentence, fields={"medium": sentence}, clause="K5.23")
        if row.keeper_id == handover.receiver_id:
            sentence = NOT_HIS.format(name=row.name)
            raise Invalid(sentence, fields={"receiver": sentence}, clause="K5.22")
        handover.giver_id = row.keeper_id
        _within_the_department(session, handover, row.name)
    return {"giver"}


def _within_the_department(session: Session, handover: MediumHandover, name: str) -> None:
    """K5.23: from one department to another a medium goes only by an order that was approved and is not done with yet."""
    if handover.receiver_id is None or authority_of(session).person is None:
        return
    read, staff, order = session.connection().execute, columns_of("employee"), columns_of("data_order")
    places = read(select(staff.department_id).where(staff.id.in_((handover.giver_id, handover.receiver_id))).distinct()).all()
    approved = select(order.id).where(
        order.kind == OrderKind.MOVE, order.medium_id == handover.medium_id, order.state.in_((OrderState.APPROVED, OrderState.CARRIED_OUT))
    )
    if len(places) > 1 and read(approved.limit(1)).first() is None:
        sentence = NOT_APPROVED.format(name=name)
        raise Invalid(sentence, fields={"receiver": sentence}, clause="K5.23")


def handover_moved(session: Session, handover: MediumHandover, move: Move) -> None:
    """Signed for: from now on it lies there, and the receiver answers for it."""
    if move.name != "receive_medium":
        return
    one = columns_of("medium")
    values = {"keeper_id": handover.receiver_id, "place": handover.to_place, "off_site": handover.off_site}
    session.connection().execute(update(one.id.table).where(one.id == handover.medium_id).values(**values, version=one.version + 1))


def backup_entered(session: Session, row: Backup) -> set[str]:
    """At every save: a copy and what it was copied from lie in two places (K5.21), what was proved is not kept shorter (K5.25); raises Invalid."""
    if row.proved == Proved.SOUND and authority_of(session).person is not None and _kept_shorter(row):
        raise Invalid(NOT_SHORTER, fields={"keeping": NOT_SHORTER}, clause="K5.25")
    row.off_site = row.copy_of_id is not None
    if row.off_site:
        one = columns_of("backup")
        place = session.connection().execute(select(one.place).where(one.id == row.copy_of_id)).scalar()
        if place is not None and row.place and place.strip() == row.place.strip():
            raise Invalid(SAME_PLACE, fields={"place": SAME_PLACE}, clause="K5.21")
    if row.id is not None and get_history(row, "place").added:
        one = columns_of("backup")
        copies = session.connection().execute(select(one.place).where(one.copy_of_id == row.id)).scalars()
        if (row.place or "").strip() in {place.strip() for place in copies}:
            raise Invalid(SAME_PLACE, fields={"place": SAME_PLACE}, clause="K5.21")
    return {"off_site"}


def _made_elsewhere(_session: Session, row: Backup) -> None:
    """K5.24: what the program can read back is not vouched for by hand."""
    if row.folder:
        raise Refused(BY_PROGRAM, clause="K5.24")


def _kept_shorter(row: Backup) -> bool:
    """Whether the change lets go of it earlier than was said."""
    order = list(Kept)
    before = {key: (get_history(row, key).deleted or (getattr(row, key),))[0] for key in ("keeping", "until_on")}
    if row.keeping is not before["keeping"]:
        return order.index(Kept(row.keeping)) < order.index(Kept(before["keeping"]))
    return row.keeping == Kept.PERIOD and before["until_on"] is not None and (row.until_on is None or row.until_on < before["until_on"])


GUARDS = {("backup", "prove_by_hand"): (_made_elsewhere,)}
