"""Long-term data on a new medium, and copies of a device that is repaired elsewhere (K5.24–K5.29)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from models.fence import act, acting
from models.governance.notice import Notice
from models.it_operations.backup import Proved
from models.it_operations.medium import MediumState
from operations.it_operations import media, watching
from operations.moves import perform
from operations.records import update
from permissions.actor import System
from tests.factories import make
from tests.operations.test_it_registers import NOW, TODAY, as_, new, refused, staff

__all__ = ["staff"]


def tape(session: Session, name: str, keeper: int, since: date) -> Any:
    return new(session, "medium", name=name, kind="tape", content="2021 年数据", place="机房", keeper=keeper, from_on=since)


def test_what_is_copied_anew_names_its_new_medium_and_the_old_one_is_out_of_use(session: Session, staff: list[int]) -> None:
    """K5.26: planned and approved with the medium it goes to; the old life ends, the day from which a life counts is never edited."""
    asker, head, boss, third = staff
    as_(session, asker)
    old, fresh, broken = (tape(session, name, asker, since) for name, since in (("L1", date(2021, 9, 1)), ("L2", TODAY), ("L3", TODAY)))
    with acting(session, System("test")):
        broken.state = MediumState.EXPIRED
        session.flush()
    for key, value in {"from_on": TODAY, "name": "L9", "content": "别的", "kind": "disk"}.items():
        with pytest.raises(Invalid) as stays, session.begin_nested():
            update(session, old, {key: value})
        assert stays.value.clause == "K5.22"
    asked = {"kind": "recopy", "what": "2021 年数据", "reason": "到期", "medium": old.id, "due_on": TODAY + timedelta(days=9)}
    for wrong in (None, old.id, broken.id):
        with pytest.raises(Invalid) as found, session.begin_nested():
            new(session, "data_order", **asked, target=wrong)
        assert list(found.value.fields) == ["target"]
    order = new(session, "data_order", **asked, target=fresh.id)
    for who, move, values in (
        (head, "endorse_order", {"endorsement": "同意"}), (boss, "approve", {"answer": "同意"}),
        (asker, "carry_out_order", {"done": "已转存"}), (third, "verify_order", {"verification": "抽查可读"}),
    ):  # fmt: skip
        as_(session, who)
        perform(session, order, move, values)
    session.expire_all()
    assert (old.state, old.recopied_on, fresh.state, fresh.recopied_on) == (MediumState.EXPIRED, TODAY, MediumState.IN_USE, None)
    act(session, System("test"), clock=lambda: NOW)
    watching.watch_media(session)
    assert not session.scalars(select(Notice.id).where(Notice.sentence.contains("L1"))).all()


def test_the_copy_of_a_device_itself_is_proved_by_hand_and_younger_than_the_request(session: Session, staff: list[int]) -> None:
    """K5.27, K5.29: who has looked, when and how; neither of another device, nor from before the repair was asked for, nor broken."""
    keeper, other, head, supervisor = staff
    department = make(session, "department").id
    as_(session, keeper, posts=frozenset({("department_manager", department)}))
    given = {"equipment": "前台电脑", "department": department, "fault": "蓝屏", "vendor": "某维修站", "asked_on": TODAY, "supervisor": supervisor}
    repair = new(session, "equipment_repair", kind="sent_out", has_data=True, **given)
    perform(session, repair, "approve_repair", {"answer": "同意"})

    def copy(name: str, equipment: str | None = "前台电脑", days: int = 0) -> Any:
        as_(session, keeper)
        values = {"place": "机房", "keeping": "rotated", "keeper": keeper, "taken_at": NOW - timedelta(days=days), "equipment": equipment}
        row = new(session, "backup", name=name, **values)
        assert refused(session, row, "prove_by_hand", proof="逐个文件打开").clause == "K5.25"  # its keeper
        as_(session, other)
        perform(session, row, "prove_by_hand", {"proof": "逐个文件打开，与原机一致"})
        assert (row.proved, row.proved_by_id, row.proved_at) == (Proved.SOUND, other, NOW)
        return row

    wrong = (copy("别机", "财务电脑"), copy("早", days=1), copy("坏"), copy("未写明", None))
    perform(session, wrong[2], "find_broken", {"proof": "再读时报错"})
    right = copy("好")
    for one in wrong:
        assert refused(session, repair, "begin_repair", copy=one.id, wiped=True).clause == "K5.27"
        assert refused(session, repair, "ask_scrap", copy=one.id, wiped=True, waste="回收").clause == "K5.29"
    as_(session, head)
    perform(session, repair, "begin_repair", {"copy": right.id, "wiped": True})
    assert repair.copy_id == right.id
    update(session, wrong[3], {"equipment": "前台电脑"})  # said afterwards, once
    perform(session, repair, "ask_scrap", {"copy": wrong[3].id, "wiped": True, "waste": "回收"})


def test_what_is_copied_before_a_restore_is_what_is_going_to_be_overwritten(session: Session, staff: list[int]) -> None:
    """K5.24: a fresh copy of another device is none of the present environment; what the program took is of the panel."""
    asker, head, boss, _ = staff
    as_(session, asker)

    def proved(name: str, equipment: str | None, folder: str | None = None) -> Any:
        with acting(session, System("test")):
            row = make(session, "backup", name=name, taken_at=NOW, equipment=equipment, keeper=head)
            row.folder, row.proved = folder, Proved.SOUND
            session.flush()
        return row

    lost, laptop, panel, program = (
        proved("丢失的数据", "财务服务器"), proved("笔记本", "前台电脑"), proved("手工", None), proved("程序", "财务服务器", "/backups/b1")
    )  # fmt: skip
    asked = {"kind": "restore", "what": "财务数据", "reason": "误删", "due_on": TODAY + timedelta(days=9)}
    order, own = (new(session, "data_order", **asked, source=one.id) for one in (lost, panel))
    for one in (order, own):
        for who, move, values in ((head, "endorse_order", {"endorsement": "同意"}), (boss, "approve", {"answer": "同意"})):
            as_(session, who)
            perform(session, one, move, values)
    as_(session, asker)
    for other in (laptop, panel, program):
        assert refused(session, order, "carry_out_order", done="已恢复", before=other.id).clause == "K5.24"
    assert refused(session, own, "carry_out_order", done="已恢复", before=laptop.id).clause == "K5.24"
    perform(session, order, "carry_out_order", {"done": "已恢复", "before": proved("恢复前", "财务服务器").id})
    perform(session, own, "carry_out_order", {"done": "已恢复", "before": program.id})


def test_a_copy_and_what_it_was_copied_from_never_come_to_lie_in_one_place(session: Session, staff: list[int]) -> None:
    """K5.21: neither is carried to where the other lies."""
    as_(session, staff[0])
    given = {"keeping": "rotated", "keeper": staff[0], "taken_at": NOW}
    first = new(session, "backup", name="原件", place="机房", **given)
    second = new(session, "backup", name="复制件", place="异地库", copy_of=first.id, **given)
    for row, place in ((first, "异地库 "), (second, "机房")):
        with pytest.raises(Invalid) as found, session.begin_nested():
            update(session, row, {"place": place})
        assert (found.value.clause, list(found.value.fields)) == ("K5.21", ["place"])
    update(session, first, {"place": "保险柜"})


def test_what_the_panel_has_copied_is_proved_by_a_drill_and_not_by_hand(session: Session, staff: list[int]) -> None:
    """K5.24: the program reads it back."""
    row = make(session, "backup", name="b1", taken_at=NOW)
    row.folder = "/backups/b1"
    session.flush()
    as_(session, staff[0])
    with pytest.raises(Refused) as found:
        perform(session, row, "prove_by_hand", {"proof": "看过"})
    assert (found.value.clause, found.value.sentence) == ("K5.24", media.BY_PROGRAM)
