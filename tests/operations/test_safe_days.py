"""Safes opened, counted and closed by two; days put forward by one and signed by another, each in a session of his own (K3.4, K3.20, K10.5)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from domain.custody import Reason
from domain.errors import Conflict, DomainError, Invalid, Refused
from models.archives.count_difference import CountDifference, Difference
from models.archives.day_close import DayClose
from models.archives.day_signing import DaySigning
from models.archives.safe_count import SafeCount
from models.archives.safe_role import SafeRole
from models.archives.safe_session import SafeState
from models.fence import act, acting
from models.register import registers
from operations.archives import checking, closing
from operations.archives.closing import Head
from operations.archives.counting import Counted, enter
from operations.archives.ledger import Movement, record
from operations.moves import perform
from operations.records import create, update
from operations.waiting import tasks
from permissions.actor import System
from tests.archive_scenes import Store, a_certificate, a_store, filed
from tests.factories import everything, holding, person

DAY = date(2026, 11, 19)


@dataclass
class Room:
    """An archive whose clock the test turns; the keepers act one after the other."""

    session: Session
    store: Store
    at: datetime = datetime(2026, 11, 19, 2, tzinfo=UTC)

    def by(self, who: int) -> Any:
        return acting(self.session, holding(everything(), who=person(who, self.store.department)))

    def opening(self) -> Any:
        """The safe, opened by both."""
        with self.by(self.store.archivist):
            made = create(
                self.session, registers["safe_session"],
                {"safe": self.store.safe, "opener": self.store.archivist, "second": self.store.keeper, "purpose": "清点"},
            )  # fmt: skip
        self.move(made, "confirm_open", self.store.keeper)
        return made

    def move(self, what: Any, name: str, who: int, **values: Any) -> Any:
        with self.by(who), self.session.begin_nested():
            return perform(self.session, what, name, values)

    def count(self, number: int | None, codes: tuple[str, ...] = (), who: int = 0) -> SafeCount:
        with self.by(who or self.store.archivist), self.session.begin_nested():
            return enter(self.session, self.store.safe, Counted(number, codes))

    def ask(self, day: date = DAY, witness: int | None = None, remark: str = "") -> DaySigning:
        with self.by(self.store.archivist), self.session.begin_nested():
            return closing.ask(self.session, day, witness or self.store.keeper, remark)

    def close(self, day: date, remark: str = "无法清点：柜锁维修") -> None:
        self.move(self.ask(day, remark=remark), "sign_day", self.store.keeper)

    def breaches(self) -> list[str]:
        return [found.invariant.code for found in checking.check(self.session.connection()) if found.count]


@pytest.fixture
def room(session: Session) -> Room:
    made = Room(session, a_store(session))
    act(session, System("test"), clock=lambda: made.at)
    return made


def certified(room: Room) -> int:
    """A certificate in the safe."""
    unit = a_certificate(room.session, room.store, filed(room.session, room.store))
    opening = room.opening()
    record(room.session, room.store.archivist, [Movement(unit, room.store.safe, Reason.FILE, "移交清单")])
    room.move(opening, "close_safe", room.store.archivist)
    return unit


def label(room: Room, unit: int) -> str:
    row = room.session.connection().execute(text("SELECT number, part_no FROM archive_unit WHERE id = :id"), {"id": unit}).one()
    return f"{row.number}-{row.part_no}"


def test_a_safe_left_open_is_closed_only_with_the_reason_and_the_check_finds_it(room: Room) -> None:
    """I24: what is not closed within the minutes of the rule, unless somebody has said why."""
    opening = room.opening()
    assert "I24" in room.breaches(), "by the clock on the wall it has been open for days"
    room.at += timedelta(minutes=31)
    with pytest.raises(Invalid) as refused:
        room.move(opening, "close_safe", room.store.keeper)
    assert "30 分钟" in refused.value.fields["late_because"].zh
    room.session.refresh(opening)
    room.move(opening, "close_safe", room.store.keeper, late_because="盘点全部权证")
    assert opening.state is SafeState.CLOSED
    assert not room.breaches()
    other = room.opening()
    room.at += timedelta(minutes=29)
    room.move(other, "close_safe", room.store.archivist)
    assert not room.breaches()


def test_the_two_of_an_opening_stay_and_so_does_who_keeps_which_half(room: Room) -> None:
    """K3.20: whoever could write himself in as the second keeper would open the safe alone; the end of keeping may be entered."""
    one, two = room.store.archivist, room.store.keeper
    with room.by(one):
        made = create(room.session, registers["safe_session"], {"safe": room.store.safe, "opener": one, "second": two, "purpose": "清点"})
    with pytest.raises(Refused):
        room.move(made, "confirm_open", one)
    with pytest.raises(Invalid) as swapped, room.by(one), room.session.begin_nested():
        update(room.session, made, {"opener": two, "second": one})
    assert swapped.value.clause == "K3.20"
    room.session.expire_all()
    assert (made.opener_id, made.second_id) == (one, two)
    room.move(made, "confirm_open", two)
    role = room.session.scalars(select(SafeRole).where(SafeRole.holder_id == two)).one()
    for changes in ({"half": "key" if role.half == "code" else "code"}, {"holder": room.store.borrower}, {"from_on": date(2019, 5, 6)}):
        with pytest.raises(Invalid), room.by(one), room.session.begin_nested():
            update(room.session, role, changes)
    with room.by(one):
        update(room.session, role, {"until_on": DAY})


def test_a_count_is_blind_by_one_and_confirmed_by_the_other(room: Room) -> None:
    certified(room)
    with pytest.raises(Refused) as shut:
        room.count(1)
    assert "开柜" in shut.value.sentence.zh
    room.opening()
    with pytest.raises(Refused):
        room.count(1, who=room.store.borrower)
    count = room.count(1)
    assert (count.counted, count.expected, count.witness_id) == (1, 1, room.store.keeper)
    assert not room.session.scalars(select(CountDifference)).all()
    with pytest.raises(Conflict):
        room.count(2)
    with room.by(room.store.keeper):
        assert "confirm_count" in {task.move.name for task in tasks(room.session)}
    with pytest.raises(Refused):
        room.move(count, "confirm_count", room.store.archivist)
    room.move(count, "confirm_count", room.store.keeper)


@pytest.mark.parametrize(
    ("number", "codes", "field", "says"),
    [(None, (), "number", "件数"), (-1, (), "number", "件数"), (2, ("a",), "codes", "扫描了 1 件"), (2, ("a", "a"), "codes", "扫描了两次")],
)
def test_what_is_no_count_is_told_at_its_field(room: Room, number: int | None, codes: tuple[str, ...], field: str, says: str) -> None:
    room.opening()
    with pytest.raises(Invalid) as refused:
        room.count(number, codes)
    assert says in refused.value.fields[field].zh


def test_differences_are_listed_and_explained_before_the_witness_confirms(room: Room) -> None:
    """K10.5."""
    inside = certified(room)
    elsewhere = a_certificate(room.session, room.store, filed(room.session, room.store))
    room.opening()
    count = room.count(2, (label(room, elsewhere), "没有这个码"))
    found = room.session.scalars(select(CountDifference).order_by(CountDifference.id)).all()
    assert [(one.kind, one.unit_id) for one in found] == [(Difference.EXTRA, elsewhere), (Difference.UNKNOWN, None), (Difference.MISSING, inside)]
    with pytest.raises(Refused) as refused:
        room.move(count, "confirm_count", room.store.keeper)
    assert "3 条差异" in refused.value.sentence.zh
    with pytest.raises(Refused):
        room.move(found[0], "explain", room.store.borrower, reason="不知道")
    for one in found:
        room.move(one, "explain", room.store.archivist, reason="标签脱落，已重贴")
    room.move(count, "confirm_count", room.store.keeper)
    again = room.count(5)
    (other,) = room.session.scalars(select(CountDifference).where(CountDifference.safe_count_id == again.id))
    assert (other.kind, other.code) == (Difference.NUMBER, "+4")
    room.move(again, "reject_count", room.store.keeper, rejected_because="数错了")
    with pytest.raises(Refused):
        room.move(other, "explain", room.store.archivist, reason="晚了")


def test_a_day_is_closed_by_two_with_the_digest_of_its_last_entry(room: Room) -> None:
    """K3.4: after it nothing is dated on that day."""
    certified(room)
    opening = room.opening()
    room.move(room.count(1), "confirm_count", room.store.keeper)
    with pytest.raises(Refused) as open_safe:
        room.ask(remark="下班")
    assert "还开着" in open_safe.value.sentence.zh
    room.move(opening, "close_safe", room.store.keeper)
    with pytest.raises(Invalid) as early:
        room.ask()
    assert "提前" in early.value.fields["remark"].zh
    with pytest.raises(Invalid) as alone:
        room.ask(witness=room.store.borrower, remark="下班")
    assert "witness" in alone.value.fields
    signing = room.ask(remark="下班")
    with pytest.raises(Conflict):
        room.ask(remark="再提")
    for who in (room.store.archivist, room.store.borrower):
        with pytest.raises(Refused):
            room.move(signing, "sign_day", who)
    with room.by(room.store.keeper):
        assert "sign_day" in {task.move.name for task in tasks(room.session)}
    room.move(signing, "sign_day", room.store.keeper)
    close = room.session.scalars(select(DayClose)).one()
    assert Head(close.entries, close.head, close.counted) == closing.head_of(room.session, DAY)
    assert (close.entries, close.counted, close.witness_id) == (2, 1, room.store.keeper)
    with pytest.raises(Conflict) as twice:
        room.ask(remark="再结")
    assert "只结一次" in twice.value.sentence.zh
    with pytest.raises(DomainError):
        filed(room.session, room.store)
    assert not room.breaches()


def test_a_day_is_not_closed_before_it_comes_nor_out_of_order_nor_stale(room: Room) -> None:
    filed(room.session, room.store)
    with pytest.raises(Refused) as future:
        room.ask(date(2026, 11, 20), remark="说明")
    assert "还没有到" in future.value.sentence.zh
    signing = room.ask(remark="下班")
    filed(room.session, room.store)
    with pytest.raises(Refused) as stale:
        room.move(signing, "sign_day", room.store.keeper)
    assert "摘要已变" in stale.value.sentence.zh
    with pytest.raises(Refused):
        room.move(signing, "call_off", room.store.borrower)
    room.move(signing, "call_off", room.store.archivist)
    room.close(DAY)
    room.at += timedelta(days=1)
    filed(room.session, room.store)
    room.at += timedelta(days=1)
    filed(room.session, room.store)
    with pytest.raises(Refused) as order:
        room.ask(date(2026, 11, 21), remark="说明")
    assert "2026-11-20" in order.value.sentence.zh
    with pytest.raises(Invalid) as uncounted:
        room.ask(date(2026, 11, 20))
    assert "没有清点" in uncounted.value.fields["remark"].zh
    room.close(date(2026, 11, 20))
    with pytest.raises(Refused) as before:
        room.ask(date(2026, 11, 18), remark="说明")
    assert "封账" in before.value.sentence.zh
    assert not room.breaches()


def test_a_count_that_nobody_confirmed_holds_the_day(room: Room) -> None:
    filed(room.session, room.store)
    opening = room.opening()
    count = room.count(0)
    room.move(opening, "close_safe", room.store.keeper)
    with pytest.raises(Refused) as refused:
        room.ask(remark="下班")
    assert "没有确认" in refused.value.sentence.zh
    room.move(count, "confirm_count", room.store.keeper)
    room.close(DAY, "下班")
