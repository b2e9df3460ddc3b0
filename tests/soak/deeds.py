"""What a desk does in a soak: a command by chance, sensible or not; what is refused in words is as good as what is done."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from domain.custody import Reason
from models.archives.safe_session import SafeSession
from models.fence import act
from models.lending.loan_line import WORKFLOW as LINE
from models.lending.loan_line import LoanLine
from models.lending.slip import WORKFLOW as SLIP
from models.lending.slip import BorrowingSlip
from models.register import registers
from operations.archives.desk import Pile, carry
from operations.archives.ledger import Movement, record
from operations.moves import perform
from operations.records import create
from permissions.actor import System
from tests.archive_scenes import a_certificate, a_volume
from tests.factories import make
from tests.soak.world import Deed, Desk, World

VOLUMES, CERTIFICATES = 400, 60
ANY_UNIT = "SELECT id FROM archive_unit WHERE part_no = 0 ORDER BY (id * :salt) % 997"
ANY_NUMBER = "SELECT number FROM archive_unit WHERE part_no = 0 ORDER BY (id * :salt) % 997"
LAST_ENTRY = "SELECT unit_id, id, from_account_id, actor_id FROM custody_entry WHERE seq > 1 ORDER BY id DESC LIMIT 1 OFFSET :at"


def file_a_volume(desk: Desk) -> None:
    """A new number, and the volume on its shelf."""
    store = desk.world.store
    unit = a_volume(desk.session, store, title=f"案卷{desk.luck.random()}", pages=desk.luck.randint(1, 60))
    if desk.session.connection().execute(text("SELECT count(*) FROM archive_unit")).scalar_one() > VOLUMES:
        desk.session.rollback()  # a number given up in the middle leaves no gap
        return
    record(desk.session, store.archivist, [Movement(unit, store.shelf, Reason.FILE, "移交清单")])


def move_a_pile(desk: Desk) -> None:
    """Up to four units to a shelf, some of them not there; now and then sent twice."""
    numbers = [desk.one(ANY_NUMBER, salt=desk.luck.randint(1, 996)) for _ in range(4)]
    codes = tuple(dict.fromkeys(numbers[: desk.luck.randint(1, 4)]))
    pile = Pile(desk.luck.choice(("relocate", "miss", "find", "send", "relocate")), desk.luck.choice(desk.world.shelves), codes, "移位")
    key = str(desk.luck.randint(1, 10**9))
    with desk.by(desk.staff()):
        for _ in range(desk.luck.choice((1, 1, 2))):
            carry(desk.session, key, pile)


def fill_a_slip(desk: Desk) -> None:
    """Somebody asks for up to three units."""
    who = desk.luck.choice(desk.world.borrowers)
    units = list({desk.one(ANY_UNIT, salt=desk.luck.randint(1, 996)) for _ in range(desk.luck.randint(1, 3))})
    due = desk.today() + timedelta(days=desk.luck.randint(0, 9))
    values = {"borrower": who, "department": desk.world.store.department, "units": units, "reason": "核对", "due_on": due}
    with desk.by(who):
        perform(desk.session, create(desk.session, registers["borrowing_slip"], values), "submit", {})


def step_of_a_slip(desk: Desk) -> None:
    """A slip that is not settled takes a step, by the right one or somebody else."""
    slip = _some(desk, BorrowingSlip, ("submitted", "approved", "approved", "lent", "draft"))
    move = desk.luck.choice(SLIP.moves_from(slip.state))
    if move.name == "check_out" or desk.luck.random() < 0.1:
        who = desk.staff()
    else:
        who = {"approve": desk.world.boss, "reject": desk.world.boss}.get(move.name, slip.borrower_id)
    if move.name in ("reject", "revise", "withdraw", "expire") and desk.luck.random() < 0.8:
        move = SLIP.by_name["approve" if slip.state == "submitted" else "check_out"]
        who = desk.world.boss if move.name == "approve" else desk.staff()
    with desk.by(who):
        perform(desk.session, slip, move.name, {"opinion": "同意"})


def step_of_a_loan(desk: Desk) -> None:
    """A loan that is open takes a step with values that fit or do not."""
    line = _some(desk, LoanLine, ("out", "out", "handed_back", "handed_back", "short", "lost"))
    move = desk.luck.choice(LINE.moves_from(line.state))
    if line.state == "out" and move.name != "hand_back" and desk.luck.random() < 0.7:
        move = LINE.by_name["hand_back"]
    pages = line.pages_out or 0
    values: dict[str, Any] = {
        "pages_back": pages - (move.name == "note_shortage") - (desk.luck.random() < 0.1), "shortage": "缺末页", "settled_because": "已补",
        "lost_because": "搬家时不见", "renewed_because": "尚未用完", "due_on": line.due_on + timedelta(days=desk.luck.randint(0, 5)),
    }  # fmt: skip
    with desk.by(line.borrower_id if desk.luck.random() < 0.05 else desk.staff()):
        perform(desk.session, line, move.name, values)


LATE = "整批权证出入"


def go_to_the_safe(desk: Desk) -> None:
    """It is opened by two, or shut again."""
    store = desk.world.store
    opening = desk.one("SELECT id FROM safe_session WHERE state IN ('asked', 'open') ORDER BY id")
    if opening is None:
        with desk.by(store.archivist):
            create(desk.session, registers["safe_session"], {"safe": store.safe, "opener": store.archivist, "second": store.keeper, "purpose": "权证出入"})
        return
    found = desk.session.get(SafeSession, opening)
    assert found is not None  # it is never deleted
    with desk.by(store.keeper):
        asked = found.state == "asked"
        perform(desk.session, found, "confirm_open" if asked else "close_safe", {} if asked else {"late_because": LATE})


def shut_the_safe(session: Session, world: World) -> None:
    """Before a check: a safe that a killed desk left open is shut, with the reason that I24 asks for."""
    act(session, System("soak"), clock=world.now)
    for opening in session.scalars(select(SafeSession).where(SafeSession.state == "open")):
        perform(session, opening, "close_safe", {"late_because": LATE})
    session.commit()


def move_a_certificate(desk: Desk) -> None:
    """Into the safe, to the court and back; or a new one under the number of a volume."""
    store = desk.world.store
    unit = desk.one("SELECT id FROM archive_unit WHERE part_no > 0 ORDER BY id DESC")
    if unit is None or (desk.luck.random() < 0.05 and unit):
        many = desk.session.connection().execute(text("SELECT count(*) FROM archive_unit WHERE part_no > 0")).scalar_one()
        if many < CERTIFICATES:
            unit = a_certificate(desk.session, store, desk.one(ANY_UNIT, salt=desk.luck.randint(1, 996)))
            record(desk.session, store.archivist, [Movement(unit, store.safe, Reason.FILE, "权证移交")])
        return
    to, reason = desk.luck.choice(
        ((store.court, Reason.SEND_OUT), (store.desk, Reason.COME_BACK), (store.safe, Reason.SHELVE), (store.shelf, Reason.RELOCATE))
    )
    record(desk.session, store.archivist, [Movement(unit, to, reason, "权证")])


def reverse_an_entry(desk: Desk) -> None:
    """An error is taken back by two: the last entry of a unit, or one that is not."""
    row = desk.session.connection().execute(text(LAST_ENTRY), {"at": desk.luck.randint(0, 30)}).first()
    if row is not None and not _is_a_loan(desk, row.unit_id):
        record(desk.session, desk.world.boss, [Movement(row.unit_id, row.from_account_id, Reason.REVERSE, "冲销", witness=row.actor_id, reverses=row.id)])


def _is_a_loan(desk: Desk, unit: int) -> bool:
    """Loans are voided through their own step, which reverses the entry with them."""
    asked = text("SELECT count(*) FROM loan_line WHERE unit_id = :unit")
    return bool(desk.session.connection().execute(asked, {"unit": unit}).scalar_one())


def close_yesterday(desk: Desk) -> None:
    """The day before is closed with the digest of the last entry."""
    day = desk.today() - timedelta(days=1)
    read = desk.session.connection().execute
    if read(text("SELECT count(*) FROM day_close WHERE closed_on >= :day"), {"day": day}).scalar_one():
        return
    last = read(text("SELECT id, hash FROM custody_entry WHERE occurred_on <= :day ORDER BY id DESC LIMIT 1"), {"day": day}).first()
    if last is not None:
        counter, witness = desk.world.store.archivist, desk.world.store.keeper
        make(desk.session, "day_close", closed_on=day, entries=last.id, head=last.hash, counter=counter, witness=witness, closed_at=desk.world.now())


def _some(desk: Desk, model: Any, states: tuple[str, ...]) -> Any:
    recent = select(model).where(model.state == desk.luck.choice(states)).order_by(model.id.desc()).limit(40)
    found = desk.session.scalars(recent).all()
    if not found:
        raise NothingToDo
    return desk.luck.choice(found)


class NothingToDo(Exception):
    """The desk found nothing in that state; it is not counted as a command."""


DEEDS: dict[Deed, int] = {
    file_a_volume: 4, move_a_pile: 12, fill_a_slip: 16, step_of_a_slip: 30, step_of_a_loan: 34, go_to_the_safe: 3, move_a_certificate: 6,
    reverse_an_entry: 3, close_yesterday: 1,
}  # fmt: skip
"""How often each is done among a hundred or so."""
