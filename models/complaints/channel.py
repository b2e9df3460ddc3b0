"""投诉渠道 — where one can complain, published to everybody: hotline, mail, address (T2.1, K6.1, Y6.1)."""

from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.register import Register


class Way(StrEnum):
    """What kind of channel it is."""

    HOTLINE = "hotline"
    MAIL = "mail"
    ADDRESS = "address"


WAYS = {
    Way.HOTLINE: Term("投诉电话", "Hotline"),
    Way.MAIL: Term("投诉邮箱", "Mail"),
    Way.ADDRESS: Term("来访地点", "Address"),
}


class ComplaintChannel(Record):
    """One way to reach the company with a complaint; what is published stands on the public page and the poster."""

    register = Register(
        title=Term("投诉渠道", "Complaint channels"),
        area=Area.COMPLAINTS,
        rank=40,
        clauses=("T2.1", "K6.1", "Y6.1"),
        label="reached",
        list=("way", "reached", "hours", "published"),
        search=("reached",),
    )

    way: Mapped[Way] = fields.choice("方式", "Way", WAYS, required=True)
    reached: Mapped[str] = fields.text(
        "号码或地址", "Number or address", length=120, required=True, clause="K6.1",
        help=Term("公开后，投诉页面和海报上都会显示。", "Once published it stands on the public page and the poster."),
    )  # fmt: skip
    hours: Mapped[str | None] = fields.text("接待时间", "Hours", length=60)
    published: Mapped[bool] = fields.yes_no("公开", "Published", default=True, clause="Y6.1")
