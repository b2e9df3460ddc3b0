"""Backups: taken while people write, proved, brought back only by order; orders about data and media (K5.21–K5.26, K10.6)."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from models.access.role import Role
from models.engine import FencedSession
from models.fence import act, acting
from models.governance.notice import Notice
from models.it_operations.backup import Backup, Kept, Proved
from models.it_operations.data_order import DataOrder, OrderState
from models.it_operations.medium import MediumState
from models.register import registers
from operations.it_operations import backing_up, orders, proving, watching
from operations.it_operations.copying import MANIFEST
from operations.moves import perform
from operations.records import create, update
from permissions.actor import System
from tests.conftest import Panel
from tests.factories import everything, holding, make, person
from web.extensions import db

KEEPER = "it"
ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from sqlalchemy import create_engine
from models import all as all_models
from models.access.role import Role
from models.engine import FencedSession, prepare
from models.fence import act
from operations.records import create
from permissions.actor import System
registers = all_models.load()
engine = prepare(create_engine(sys.argv[1]))
for number in range(10_000):
    with FencedSession(engine) as session:
        act(session, System("somebody works"))
        create(session, registers["department"], {"code": f"w{number}", "name": f"写入 {number}", "active": True})
        session.commit()
    print(number, flush=True)
"""


def flask(panel: Panel, *words: str) -> Result:
    """A command as an operator types it."""
    return panel.app.test_cli_runner().invoke(args=list(words))


def an_approved_restore(panel: Panel, source: str) -> str:
    with panel.system() as session:
        found = backing_up.by_name(session, source)
        order = make(session, "data_order", kind="restore", source=found.id, what="主库", reason="误删", due_on=date(2026, 12, 1))
        perform(session, order, "endorse_order", {"endorsement": "同意"})
        assert order.state is OrderState.ENDORSED
        perform(session, order, "approve", {"answer": "同意恢复"})
        return str(order.number)


def backed_up_while_somebody_writes(panel: Panel, vault: Path) -> None:
    command = [sys.executable, "-c", WRITER, panel.settings.database_url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603
        assert writer.stdout is not None
        assert writer.stdout.readline() == "0\n"
        done = flask(panel, "backup", "--keeper", KEEPER, "--off-site", str(vault), "城西库房")
        assert done.exit_code == 0, done.output
        assert writer.poll() is None  # it wrote all the time and nobody made it wait for long
        written = 0
        writer.kill()
        for line in writer.stdout:
            written = int(line)
        assert written > 0


def test_a_backup_is_taken_while_people_write_and_brought_back_by_order(own_panel: Panel, tmp_path: Path) -> None:
    """K5.8, K5.21, K5.24, K10.6, Y2.6: copied under a writing process, proved, refused without order, without a fresh copy, with a forged one."""
    files = own_panel.settings.data_dir / "attachments"
    files.mkdir(exist_ok=True)
    (files / ("a" * 40)).write_bytes(b"paper")
    backed_up_while_somebody_writes(own_panel, tmp_path / "vault")
    with own_panel.system() as session:
        first, second = session.scalars(select(Backup).order_by(Backup.id)).all()
        assert (first.proved, second.proved, second.off_site, second.place) == (Proved.SOUND, Proved.SOUND, True, "城西库房")
        assert first.keeper_id == second.keeper_id == own_panel.company.employees[KEEPER]
        folder, name = Path(first.folder or ""), first.name
        make(session, "department", code="later", name="备份以后")
    counts = json.loads((folder / MANIFEST).read_text())["counts"]
    assert (folder / "attachments" / ("a" * 40)).read_bytes() == b"paper"
    refused = flask(own_panel, "restore", str(folder), "--order", "数〔2026〕099", "--by", KEEPER)
    assert (refused.exit_code, "K5.8" in refused.output) == (1, True)
    number = an_approved_restore(own_panel, name)
    with own_panel.system() as session:
        first = backing_up.by_name(session, name)
        first.taken_at -= timedelta(hours=5)
    stale = flask(own_panel, "restore", str(folder), "--order", number, "--by", KEEPER)
    assert (stale.exit_code, "K5.24" in stale.output) == (1, True)
    (files / ("a" * 40)).unlink()
    assert flask(own_panel, "backup").exit_code == 0
    done = flask(own_panel, "restore", str(folder), "--order", number, "--by", KEEPER)
    assert done.exit_code == 0, done.output
    assert (files / ("a" * 40)).read_bytes() == b"paper"
    is_as_it_was(own_panel, number, counts)
    (folder / "attachments" / ("a" * 40)).write_bytes(b"paper!")
    again = flask(own_panel, "drill", "--backup", name)
    assert (again.exit_code, "与清单不符" in again.output) == (1, True)


def is_as_it_was(panel: Panel, number: str, counts: dict[str, int]) -> None:
    """What came later is gone, but for the order with its three steps and the copies in the register."""
    with panel.system() as session:
        department = registers["department"].model
        assert session.query(department).count() == counts["department"]
        assert session.scalar(select(department).where(department.code == "later")) is None
        order = session.scalars(select(DataOrder)).one()
        assert (order.number, order.state, order.carried_by_id) == (number, OrderState.CARRIED_OUT, panel.company.employees[KEEPER])
        assert [line[:2] for line in (order.done or "").splitlines()] == ["一、", "二、", "三、"]
        assert len(session.scalars(select(Backup)).all()) == 3
        perform(session, order, "verify_order", {"verification": "抽查 5 户无误"})
        assert make(session, "data_order", kind="move", due_on=date(2026, 12, 1)).number > number


EVENING = datetime(2026, 9, 15, 13, tzinfo=UTC)  # nine in the evening, in the office


def as_(session: Session, number: int, at: datetime = EVENING) -> None:
    act(session, holding(everything(), who=person(number)), clock=lambda: at)


def a_copy(session: Session, at: datetime, **more: Any) -> Backup:
    return make(session, "backup", taken_at=at, **{"place": "机房", "name": f"b{at:%d%H%M}", **more})


def people(session: Session) -> list[int]:
    with acting(session, System("test")):
        return [make(session, "employee").id for _ in range(4)]


def an_approved_clean_up(session: Session, asker: int, head: int, boss: int) -> DataOrder:
    as_(session, asker)
    order = create(session, registers["data_order"], {"kind": "clean_up", "what": "2019 年日志", "reason": "超期", "due_on": date(2026, 9, 20)})
    with pytest.raises(Refused):
        perform(session, order, "endorse_order", {"endorsement": "同意"})  # his own
    as_(session, head)
    perform(session, order, "endorse_order", {"endorsement": "同意"})
    with pytest.raises(Refused):
        perform(session, order, "approve", {"answer": "同意"})  # step by step: another one
    with pytest.raises(Invalid):
        update(session, order, {"what": "全部数据"})
    as_(session, boss)
    perform(session, order, "approve", {"answer": "同意"})
    return order  # type: ignore[no-any-return]  # create() makes records of any register


def test_nothing_is_cleaned_up_without_a_kept_and_proved_copy_nor_in_business_hours(session: Session) -> None:
    """K5.8, K5.23, K5.25: step by step approved by others, a sound copy that stays, outside business hours, verified by another."""
    asker, head, boss, third = people(session)
    order = an_approved_clean_up(session, asker, head, boss)
    old, rotated = a_copy(session, EVENING - timedelta(hours=3)), a_copy(session, EVENING - timedelta(minutes=9))
    as_(session, asker)

    def refusal(before: Backup | None) -> Any:
        with pytest.raises(Refused) as found:
            perform(session, order, "carry_out_order", {"done": "已清理", "before": before.id if before else None})
        return found.value.sentence.zh

    assert refusal(None) == orders.NO_COPY.zh
    assert "尚未核验" in refusal(rotated)
    with acting(session, System("proved")):
        for one in (old, rotated):
            backing_up.note_proof(session, one, proving.Proof(("looked",), ()))
        session.flush()
    assert "分钟以前" in refusal(old)
    assert refusal(rotated) == orders.NOT_KEPT.zh
    with acting(session, System("kept")):
        rotated.keeping = Kept.FOREVER
        session.flush()
    as_(session, asker, EVENING - timedelta(hours=6, minutes=-1))
    assert refusal(rotated) == orders.OFFICE_HOURS.zh
    as_(session, asker)
    perform(session, order, "carry_out_order", {"done": "已清理 3 万行", "before": rotated.id})
    with pytest.raises(Refused):
        perform(session, order, "verify_order", {"verification": "正常"})
    as_(session, third)
    perform(session, order, "verify_order", {"verification": "正常"})
    assert order.state is OrderState.VERIFIED


def test_a_medium_has_a_label_a_place_a_keeper_and_an_end(session: Session) -> None:
    """K5.21, K5.22, K5.23, K5.26: the receiver signs, the off-site copy lies elsewhere, what is destroyed was approved, what is old is told."""
    keeper, receiver, head, boss = people(session)
    as_(session, keeper)
    tape = create(
        session, registers["medium"], {"name": "T-01", "kind": "tape", "content": "月备", "place": "机房", "keeper": keeper, "from_on": date(2021, 9, 20)}
    )
    assert tape.renew_on == date(2026, 9, 20)
    given = {
        "medium": tape.id, "receiver": receiver, "handed_on": date(2026, 9, 14), "to_place": "城西库房", "off_site": True, "carried": "防磁箱",
        "reason": "异地存放",
    }  # fmt: skip
    with acting(session, System("test")):
        make(session, "data_order", kind="move", medium=tape.id).state = OrderState.APPROVED
        session.flush()
    paper = create(session, registers["medium_handover"], given)
    assert paper.giver_id == keeper
    with pytest.raises(Refused):
        perform(session, paper, "receive_medium", {})  # only the receiver
    as_(session, receiver)
    perform(session, paper, "receive_medium", {})
    session.refresh(tape)
    assert (tape.keeper_id, tape.place, tape.off_site) == (receiver, "城西库房", True)
    with pytest.raises(Invalid):
        create(session, registers["medium_handover"], given)  # he has it already
    order = create(session, registers["data_order"], {"kind": "destroy", "what": "T-01", "reason": "报废", "medium": tape.id, "due_on": date(2026, 9, 20)})
    for who, move, values in (
        (head, "endorse_order", {"endorsement": "同意"}), (boss, "approve", {"answer": "同意"}),
        (receiver, "carry_out_order", {"done": "消磁、粉碎"}), (keeper, "verify_order", {"verification": "在场"}),
    ):  # fmt: skip
        as_(session, who)
        perform(session, order, move, values)
    session.refresh(tape)
    assert tape.state is MediumState.DESTROYED
    first = a_copy(session, EVENING - timedelta(days=1))
    with pytest.raises(Invalid) as found:
        create(session, registers["backup"], {"name": "x", "taken_at": EVENING, "place": "机房", "keeping": "rotated", "keeper": keeper, "copy_of": first.id})
    assert found.value.clause == "K5.21"


def test_no_backup_no_off_site_copy_no_drill_and_old_media_are_told_once_a_day(panel: Panel) -> None:
    """K5.21, K5.24, K5.26, K10.6: whoever enters backups is told; a sound copy elsewhere, tried out, ends it."""
    with panel.app.app_context(), FencedSession(db.engine) as session:
        act(session, System("test"), clock=lambda: EVENING)
        role = session.scalar(select(Role.id).where(Role.code == "it_operator"))
        make(session, "role_grant", person=panel.company.employees["it"], role=role)
        make(session, "medium", name="旧盘", from_on=date(2020, 1, 1))
        assert (watching.watch_backups(session), watching.watch_media(session)) == (3, 1)
        assert (watching.watch_backups(session), watching.watch_media(session)) == (0, 0)
        told = session.scalars(select(Notice.sentence).where(Notice.code.like("backup.%"))).all()
        assert any("从未" in sentence for sentence in told)
        first = a_copy(session, EVENING, name="n1")
        second = a_copy(session, EVENING, name="n2", place="库房", copy_of=first.id)
        for one in (first, second):
            backing_up.note_proof(session, one, proving.Proof(("looked",), ()))
        session.flush()
        act(session, System("test"), clock=lambda: EVENING + timedelta(hours=5))
        assert watching.watch_backups(session) == 0
        session.rollback()
