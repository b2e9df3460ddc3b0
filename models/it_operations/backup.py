"""备份登记簿 — every copy of database and attachments: what it is called, where it lies, who keeps it, and whether it was proved (K5.21, K5.27)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.it_operations.medium import Medium
from models.organisation.employee import Employee
from models.register import Register


class Kept(StrEnum):
    """How long a copy stays (K5.25)."""

    ROTATED = "rotated"
    PERIOD = "period"
    FOREVER = "forever"


class Proved(StrEnum):
    """What reading a copy back has shown."""

    NOT_YET = "not_yet"
    SOUND = "sound"
    BROKEN = "broken"


KEEPING = {
    Kept.ROTATED: Term("轮换", "Rotated"),
    Kept.PERIOD: Term("定期保留", "For a period"),
    Kept.FOREVER: Term("永久保留", "Permanently"),
}
PROVED = {
    Proved.NOT_YET: Term("未核验", "Not verified"),
    Proved.SOUND: Term("核验完好", "Verified"),
    Proved.BROKEN: Term("已损坏", "Broken"),
}
_S = Proved


class Backup(Record):
    """One copy in one place; a copy of a copy, kept elsewhere, is a row of its own."""

    register = Register(
        title=Term("备份登记", "Backups"),
        area=Area.IT_OPERATIONS,
        rank=10,
        kept=True,
        draft_only="K5.24",
        at_once=True,
        fixed=("name", "taken_at", "copy_of", "equipment"),
        clauses=("K5.21", "K5.24", "K5.25", "K5.27"),
        label="name",
        sub="place",
        list=("name", "taken_at", "place", "off_site", "keeper", "proved", "proved_at", "keeping"),
        search=("name", "place", "folder"),
        newest="taken_at",
        workflow=Workflow(
            "proved",
            _S.NOT_YET,
            (
                Move("prove_by_hand", _S.NOT_YET, _S.SOUND, Term("登记核验完好", "Enter that it was verified"), "K5.25", needs=("proof",),
                     stamps=("proved_by", "proved_at"), apart_from=("keeper",), waits=True),
                Move("find_broken", _S.NOT_YET, _S.BROKEN, Term("登记已损坏", "Enter that it is broken"), "K5.25", needs=("proof",),
                     stamps=("proved_by", "proved_at"), also=(_S.SOUND,)),
            ),
        ),
    )  # fmt: skip
    __table_args__ = (CheckConstraint("NOT off_site OR copy_of_id IS NOT NULL", name="off_site_is_a_copy"),)

    name: Mapped[str] = fields.text("备份标签", "Label", length=80, required=True, unique=True, clause="K5.21")
    taken_at: Mapped[datetime] = fields.moment("备份时间", "Taken at", required=True, past=True)
    place: Mapped[str] = fields.text("存放地点", "Place", required=True, clause="K5.21")
    off_site: Mapped[bool] = fields.yes_no("异地备份", "Off-site copy", system=True, clause="K5.21")
    copy_of_id: Mapped[int | None]
    copy_of: Mapped["Backup | None"] = fields.reference(
        "复制自", "Copy of", "backup", clause="K5.21", help=Term("异地备份填原备份。", "Of an off-site copy: what it was copied from.")
    )
    equipment: Mapped[str | None] = fields.text(
        "备份的设备", "Equipment copied", length=120, clause="K5.27",
        help=Term("设备自身数据的备份填设备名称，与「设备维修」一致；本系统的备份只在其服务器送修、报废前填。",
                  "Its name as in Repairs; for a copy of this panel only before its server is repaired elsewhere or scrapped."),
    )  # fmt: skip
    medium: Mapped[Medium | None] = fields.reference("介质", "Medium", "medium")
    keeper_id: Mapped[int | None]
    keeper: Mapped[Employee | None] = fields.person("保管人", "Keeper", expected=True, clause="K5.21")
    keeping: Mapped[Kept] = fields.choice("保留", "Kept", KEEPING, required=True, default=Kept.ROTATED, clause="K5.25")
    until_on: Mapped[date | None] = fields.day("保留至", "Kept until", needed_when=("keeping", (Kept.PERIOD,)), clause="K5.25")
    folder: Mapped[str | None] = fields.text("文件夹", "Folder", length=400, system=True, indexed=False)
    digest: Mapped[str | None] = fields.text("清单校验和", "Digest of the manifest", length=64, system=True, indexed=False)
    megabytes: Mapped[int | None] = fields.number("大小(MB)", "Size in MB", system=True, indexed=False, minimum=0)
    files: Mapped[int | None] = fields.number("文件数", "Files", system=True, indexed=False, minimum=0)
    proved: Mapped[Proved] = fields.choice(
        "核验", "Verified", PROVED, required=True, default=Proved.NOT_YET, system=True, clause="K5.25",
        tones={Proved.NOT_YET: "soon", Proved.SOUND: "done", Proved.BROKEN: "late"},
    )  # fmt: skip
    proved_by_id: Mapped[int | None]
    proved_by: Mapped[Employee | None] = fields.person("核验人", "Verified by", system=True, help=Term("由程序核验的为空。", "Empty: by the program."))
    proved_at: Mapped[datetime | None] = fields.moment("核验时间", "Verified at", system=True)
    proof: Mapped[str | None] = fields.long_text("核验情况", "What was found", length=2000, system=True)
