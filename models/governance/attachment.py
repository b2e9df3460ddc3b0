"""附件 — an uploaded file; the bytes lie in the data folder under a random name, seen by whoever sees its record."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class Attachment(Record):
    """Name, type, size and digest of one file."""

    register = Register(
        title=Term("附件", "Attachments"),
        area=Area.GOVERNANCE,
        list=("name", "media_type", "size", "uploader"),
        owner="uploader",
        carried=True,
        read_only=True,
        menu=False,
    )

    name: Mapped[str] = fields.text("文件名", "File name", length=200, required=True)
    media_type: Mapped[str] = fields.text("类型", "Type", length=100, required=True)
    size: Mapped[int] = fields.number("大小", "Size", required=True)
    uploader: Mapped[Employee | None] = fields.person("上传人", "Uploader")
    sha256: Mapped[str] = mapped_column(String(64), nullable=False)
    stored_as: Mapped[str] = mapped_column(String(80), nullable=False, unique=True)
