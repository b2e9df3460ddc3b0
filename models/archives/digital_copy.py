"""电子副本 — a unit's scan, looked at page by page under a grant and never handed out as a file (K7.8, K10.5)."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.governance.attachment import Attachment
from models.register import Register


class DigitalCopy(Record):
    """One scan of a unit; another scan is another edition, and the one before stays."""

    register = Register(
        title=Term("电子副本", "Digital copies"),
        area=Area.ARCHIVES,
        rank=30,
        clauses=("K7.8", "K10.5"),
        kept=True,
        label="unit",
        list=("unit", "edition", "remark"),
        filters=("unit",),
        parent="unit",
    )
    __table_args__ = (UniqueConstraint("unit_id", "edition"),)

    unit_id: Mapped[int]
    unit: Mapped[ArchiveUnit] = fields.reference("档案", "Unit", "archive_unit", required=True)
    edition: Mapped[int] = fields.number("版次", "Edition", required=True, system=True, default=1, minimum=1, indexed=False)
    file_id: Mapped[int | None]
    file: Mapped[Attachment | None] = fields.attachment(
        "扫描件", "Scan", help=Term("PDF；只能凭调阅单逐页查看，不能下载。", "A PDF; seen page by page under a grant, never downloaded.")
    )
    remark: Mapped[str | None] = fields.text("备注", "Remark", indexed=False)
