"""渠道和供应商 — through which channels customers reach us, and from whom top-ups and goods come (K9.1, K9.18)."""

from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.masking import Mask
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class ChannelKind(StrEnum):
    """What runs through it."""

    ONLINE = "online"
    HOTLINE = "hotline"
    PRESALES = "presales"
    AFTERSALES = "aftersales"
    TOP_UP = "top_up"
    SUPPLIER = "supplier"


class Working(StrEnum):
    """Whether it can be used today."""

    NORMAL = "normal"
    ADJUSTED = "adjusted"
    STOPPED = "stopped"


class ServiceChannel(Record):
    """One channel or supplier, whom to ask there, and what our people say to questions about it."""

    register = Register(
        title=Term("渠道和供应商", "Channels and suppliers"),
        area=Area.SERVICE,
        rank=40,
        clauses=("K9.1", "K9.18"),
        list=("name", "kind", "working", "offers", "keeper"),
        search=("name", "offers"),
        filters=("kind", "working", "keeper"),
        import_key="name",
        owner="keeper",
    )

    name: Mapped[str] = fields.text("名称", "Name", length=120, required=True, unique=True)
    kind: Mapped[ChannelKind] = fields.choice(
        "类别", "Kind", {
            ChannelKind.ONLINE: Term("在线答疑", "Online answers"), ChannelKind.HOTLINE: Term("热线电话", "Hotline"),
            ChannelKind.PRESALES: Term("售前咨询", "Pre-sales inquiries"), ChannelKind.AFTERSALES: Term("售后支持", "After-sales support"),
            ChannelKind.TOP_UP: Term("充值渠道", "Top-up channel"), ChannelKind.SUPPLIER: Term("供应商", "Supplier"),
        }, required=True, growing=True, clause="K9.1",
    )  # fmt: skip
    working: Mapped[Working] = fields.choice(
        "现状", "Working", {
            Working.NORMAL: Term("正常", "Normal"), Working.ADJUSTED: Term("已调整", "Adjusted"), Working.STOPPED: Term("停用", "Stopped"),
        }, required=True, default=Working.NORMAL, growing=True, tones={Working.NORMAL: "done", Working.ADJUSTED: "soon", Working.STOPPED: "stopped"},
    )  # fmt: skip
    offers: Mapped[str | None] = fields.text("提供的业务", "What it offers")
    contact: Mapped[str | None] = fields.text("联系人", "Whom to ask", length=60, clearance=Clearance.PERSONAL, mask=Mask.NAME)
    phone: Mapped[str | None] = fields.phone("联系电话", "Telephone")
    answers: Mapped[str | None] = fields.long_text(
        "常用答复口径", "What we say", length=4000, clause="K9.18", help=Term("客户有充值疑问时第一时间据此答复。", "Used to answer questions at first time.")
    )
    keeper_id: Mapped[int | None]
    keeper: Mapped[Employee | None] = fields.person("负责人", "Kept by")
