"""The computers of the demo company: backups with their off-site copies, media that changed hands, and orders about data."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.role import Role
from models.fence import acting
from models.it_operations.backup import Backup
from models.register import registers
from operations import moves, records
from operations.demo.stage import acting_at, set_stage
from operations.it_operations.backing_up import note_proof
from operations.it_operations.proving import Proof
from permissions.actor import System

OPERATOR, HEAD, LEADER, SECURITY = "ops01", "ithead01", "boss01", "sec01"
SEEN = Proof(("文件校验和一致", "integrity_check 正常", "档案账核对无误"), ())


class Play:
    """The people act one after the other, a minute apart, from a moment in the past on."""

    def __init__(self, session: Session, draw: Random, days_ago: int) -> None:
        self.session, self.stage = session, set_stage(session, draw)
        self.at: datetime = (self.stage.now - timedelta(days=days_ago)).replace(hour=12, minute=0)

    def by(self, who: str, deed: Any) -> Any:
        """Let ``who`` do something a minute later."""
        self.at = min(self.at + timedelta(minutes=1), self.stage.now)
        with acting_at(self.session, self.stage.people[who], self.at):
            return deed()

    def new(self, who: str, register: str, **values: Any) -> Any:
        """A record entered by ``who``."""
        return self.by(who, lambda: records.create(self.session, registers[register], values))

    def move(self, who: str, record: Any, name: str, **values: Any) -> None:
        """A step taken by ``who``."""
        self.by(who, lambda: moves.perform(self.session, record, name, values))

    def who(self, code: str) -> int:
        """The person behind an account."""
        return self.stage.person(code).person_id


def fill_it_operations(session: Session, draw: Random, today: date) -> None:
    """A week of backups, three media, and orders in several states; nothing where the people have no accounts."""
    play = Play(session, draw, 20)
    if not {OPERATOR, HEAD, LEADER} <= play.stage.people.keys():
        return
    media = _media(play, today)
    copies = _backups(play, media)
    _orders(play, today, copies, media)
    _rounds(play, today, play.who("archive01"))
    _administrators(play)


def _media(play: Play, today: date) -> Mapping[str, int]:
    found = {}
    wanted = (("BK-01", "disk", "每日备份", 345), ("BK-02", "disk", "异地备份", 345), ("LT-2021", "tape", "2021 年业务数据", 1805),
              ("LT-2026", "tape", "2021 年业务数据（转存）", 25))  # fmt: skip
    for name, kind, content, days in wanted:
        since = today - timedelta(days=days)
        values = {"kind": kind, "content": content, "place": "总部机房 A 柜", "keeper": play.who(OPERATOR), "from_on": since}
        found[name] = play.new(OPERATOR, "medium", name=name, **values).id
    for name, why in (("BK-02", "异地存放"), ("LT-2021", "长期数据转存前核对")):
        _approved(play, "move", f"介质 {name} 交档案室保管", why, today, steps=2, medium=found[name])
    paper = play.new(
        OPERATOR, "medium_handover", medium=found["BK-02"], receiver=play.who("archive01"), handed_on=play.at.date(),
        to_place="城西库房保险柜", off_site=True, carried="防磁箱，两人押送", reason="异地存放",
    )  # fmt: skip
    play.move("archive01", paper, "receive_medium")
    play.new(
        OPERATOR, "medium_handover", medium=found["LT-2021"], receiver=play.who("archive01"), handed_on=play.at.date(),
        to_place="档案室", off_site=False, carried="专人送达", reason="长期数据转存前核对",
    )  # fmt: skip
    return found


def _backups(play: Play, media: Mapping[str, int]) -> list[Backup]:
    made: list[Backup] = []
    play.at = play.stage.now
    for ago in range(6, -1, -1):
        at = play.stage.now - timedelta(days=ago, minutes=20)
        values = {"taken_at": at, "place": "总部机房", "keeping": "rotated", "keeper": play.who(OPERATOR)}
        made.append(play.new(OPERATOR, "backup", name=f"backup-{at:%Y%m%d}", medium=media["BK-01"], **values))
        if ago == 3:
            elsewhere = values | {"place": "城西库房", "medium": media["BK-02"], "copy_of": made[-1].id}
            made.append(play.new(OPERATOR, "backup", name=f"backup-{at:%Y%m%d}-off-site", **elsewhere))
    with acting(play.session, System("演示：备份核验")):
        for one in made:
            note_proof(play.session, one, SEEN)
            one.megabytes, one.files = 120, 340
        play.session.flush()
    return made


def _orders(play: Play, today: date, copies: list[Backup], media: Mapping[str, int]) -> None:
    wanted: tuple[tuple[str, str, dict[str, Any], int], ...] = (
        ("restore", "测试库恢复演练", {"source": copies[0].id}, 2), ("clean_up", "2019 年访问日志", {}, 1),
        ("destroy", "报废 U 盘三只", {"medium": media["BK-01"]}, 0),
        ("recopy", "2021 年业务数据转存新磁带", {"medium": media["LT-2021"], "target": media["LT-2026"]}, 2),
    )  # fmt: skip
    for kind, what, more, steps in wanted:
        _approved(play, kind, what, "按年度计划办理，步骤见操作手册", today, steps=steps, **more)


def _approved(play: Play, kind: str, what: str, reason: str, today: date, *, steps: int, **more: Any) -> None:
    """An order, taken up to its approval by so many steps."""
    order = play.new(OPERATOR, "data_order", kind=kind, what=what, reason=reason, due_on=today + timedelta(days=10), **more)
    for who, name, values in ((HEAD, "endorse_order", {"endorsement": "同意"}), (LEADER, "approve", {"answer": "同意"}))[:steps]:
        play.move(who, order, name, **values)


def _administrators(play: Play) -> None:
    """The security administrator asks for a deputy of each of his colleagues; the general manager has authorised one of them."""
    if SECURITY not in play.stage.people:
        return
    roles = {role.code: role.id for role in play.session.scalars(select(Role).where(Role.code.in_(("system_admin", "audit_admin"))))}
    wanted = (("system_admin", "it01", "系统管理员休假期间代理", True), ("audit_admin", "auditor01", "审计管理员将调离，先行接手", False))
    for role, whom, reason, decided in wanted:
        asked = play.new(SECURITY, "admin_authorisation", role=roles[role], person=play.who(whom), reason=reason, until_at=play.at + timedelta(days=14))
        if decided:
            play.move(LEADER, asked, "authorise_admin", opinion="同意，到期自动失效")


def _rounds(play: Play, today: date, outsider: int) -> None:
    """Checks that are due and done, a visit to the machine room, a repair, a wish for a program, a finding, a sealed password."""
    place = play.stage.person(OPERATOR).department_id
    wanted = (("virus", "全部服务器和终端", 14), ("fire", "机房灭火器和烟感", 12), ("ups", "机房不间断电源甲机", -40), ("maintenance", "核心交换机", -9))
    for kind, what, ago in wanted:
        check = play.new(OPERATOR, "it_check", kind=kind, what=what, responsible=play.who(OPERATOR), due_on=today - timedelta(days=ago))
        if ago > 5:
            play.move(OPERATOR, check, "do_check", result="good", found="逐项检查，正常")
    visit = play.new(
        OPERATOR, "room_entry", room="总部机房", visitor="outsider", outsiders="空调维保单位二人", operator=play.who(OPERATOR), supervisor=play.who(HEAD),
        purpose="空调季度保养", duty=play.who(OPERATOR), entered_at=play.at - timedelta(hours=2),
    )  # fmt: skip
    play.move(HEAD, visit, "allow_entry")
    play.move(OPERATOR, visit, "leave_room", done="清洗滤网，更换皮带", left_at=play.at)
    play.new(
        OPERATOR, "equipment_repair", equipment="备份服务器", department=place, kind="sent_out", fault="电源异响", vendor="原厂服务站",
        supervisor=play.who(OPERATOR), has_data=True, asked_on=play.at.date(),
    )  # fmt: skip
    play.new(
        OPERATOR, "software_approval", name="截图工具", kind="software", machine="SA1-07", source="官网免费版", reason="制作手册", applicant=outsider,
        asked_on=play.at.date(),
    )  # fmt: skip
    play.new(
        HEAD, "it_finding", breach="liquids", what="机房操作台有茶杯", department=place, person=play.who(OPERATOR), found_on=play.at.date(),
        found_by=play.who(HEAD),
    )  # fmt: skip
    play.new(
        OPERATOR, "password_envelope", system="核心路由器", department=place, kind="super", setter=play.who(HEAD), keeper=outsider,
        seal="信息部骑缝章", sealed_on=play.at.date(),
    )  # fmt: skip
