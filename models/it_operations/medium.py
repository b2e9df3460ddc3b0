"""存储介质登记簿 — disks, tapes and papers with data: labelled, with a place and somebody who answers for it (K5.21, K5.26)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules import ItRule
from domain.terms import Term
from models import fields
from models.base import Record
from models.fields import Within
from models.organisation.employee import Employee
from models.register import Register


class MediumKind(StrEnum):
    """What it is."""

    DISK = "disk"
    TAPE = "tape"
    OPTICAL = "optical"
    USB = "usb"
    PAPER = "paper"


class MediumState(StrEnum):
    """What has become of it."""

    IN_USE = "in_use"
    EXPIRED = "expired"
    DESTROYED = "destroyed"


MEDIA = {
    MediumKind.DISK: Term("硬盘", "Hard disk"),
    MediumKind.TAPE: Term("磁带", "Tape"),
    MediumKind.OPTICAL: Term("光盘", "Optical disc"),
    MediumKind.USB: Term("U盘", "USB stick"),
    MediumKind.PAPER: Term("纸质资料", "Paper"),
}
MEDIUM_STATES = {
    MediumState.IN_USE: Term("在用", "In use"),
    MediumState.EXPIRED: Term("停用", "Out of use"),
    MediumState.DESTROYED: Term("已销毁", "Destroyed"),
}


class Medium(Record):
    """One labelled piece; who holds it and where changes by a confirmed hand-over only, what becomes of it by an approved order only."""

    register = Register(
        title=Term("存储介质", "Media"),
        area=Area.IT_OPERATIONS,
        rank=14,
        kept=True,
        draft_only="K5.22",
        at_once=True,
        clauses=("K5.21", "K5.22", "K5.23", "K5.26", "K5.40"),
        label="name",
        sub="place",
        list=("name", "kind", "content", "place", "off_site", "keeper", "renew_on", "state"),
        search=("name", "content", "place"),
        newest="from_on",
        import_key="name",
    )

    name: Mapped[str] = fields.text("介质标签", "Label", length=80, required=True, unique=True, clause="K5.21")
    kind: Mapped[MediumKind] = fields.choice("类型", "Kind", MEDIA, required=True)
    content: Mapped[str] = fields.text("存放内容", "Content", required=True, clause="K5.21")
    place: Mapped[str] = fields.text("存放地点", "Place", required=True, clause="K5.22")
    off_site: Mapped[bool] = fields.yes_no("异地存放", "Off-site", clause="K5.21")
    keeper_id: Mapped[int]
    keeper: Mapped[Employee] = fields.person("保管人", "Keeper", required=True, clause="K5.21")
    from_on: Mapped[date] = fields.day("启用日期", "In use since", required=True, past=True)
    renew_on: Mapped[date | None] = fields.day(
        "应转存日期", "To be copied anew by", within=Within("from_on", ItRule.MEDIUM_YEARS, done="recopied_on"), clause="K5.26"
    )
    recopied_on: Mapped[date | None] = fields.day("转存日期", "Copied anew on", system=True, clause="K5.26")
    state: Mapped[MediumState] = fields.choice(
        "状态", "State", MEDIUM_STATES, required=True, default=MediumState.IN_USE, system=True, clause="K5.23",
        tones={MediumState.IN_USE: "calm", MediumState.EXPIRED: "stopped", MediumState.DESTROYED: "done"},
    )  # fmt: skip
