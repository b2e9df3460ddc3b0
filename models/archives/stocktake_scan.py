"""盘点扫码 — what was scanned where, when and by whom: a journal that nobody changes; a slip of the hand is withdrawn (K10.5)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.stocktaking import MOST_CODE
from domain.terms import Term
from models import fields
from models.archives.account import ArchiveAccount
from models.archives.stocktake import Stocktake
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class ScanKind(StrEnum):
    """What was scanned."""

    PLACE = "place"
    UNIT = "unit"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"


SCAN_KINDS = {
    ScanKind.PLACE: Term("位置", "Place"),
    ScanKind.UNIT: Term("档案", "Unit"),
    ScanKind.UNKNOWN: Term("未登记的码", "Unknown code"),
    ScanKind.WITHDRAWN: Term("撤销", "Withdrawn"),
}


class StocktakeScan(Record):
    """One scan, written by operations.archives.stocktake_scans alone; the database refuses to change or remove it."""

    register = Register(
        title=Term("盘点扫码记录", "Scans of stocktakes"),
        area=Area.ARCHIVES,
        rank=65,
        clauses=("K10.5",),
        kept=True,
        read_only=True,
        minor=True,
        label="code",
        list=("stocktake", "scanned_at", "place", "kind", "code", "unit", "scanned_by"),
        filters=("stocktake", "kind", "place"),
        newest="scanned_at",
        owner="scanned_by",
        parent="stocktake",
    )

    stocktake_id: Mapped[int]
    stocktake: Mapped[Stocktake] = fields.reference("盘点", "Stocktake", "stocktake", required=True)
    kind: Mapped[ScanKind] = fields.choice("类别", "Kind", SCAN_KINDS, required=True)
    code: Mapped[str] = fields.text("扫到的码", "Code", length=MOST_CODE, required=True)
    place_id: Mapped[int]
    place: Mapped[ArchiveAccount] = fields.reference("所在位置", "Seen at", "archive_account", required=True)
    unit_id: Mapped[int | None]
    unit: Mapped[ArchiveUnit | None] = fields.reference("档案", "Unit", "archive_unit")
    entry_no: Mapped[int] = fields.number("扫码时流水号", "As of entry", required=True, minimum=0, indexed=False)
    scanned_at: Mapped[datetime] = fields.moment("扫码时间", "Scanned at", required=True)
    scanned_by_id: Mapped[int]
    scanned_by: Mapped[Employee] = fields.person("盘点人", "Counted by", required=True)
    withdraws_id: Mapped[int | None]
    withdraws: Mapped["StocktakeScan | None"] = fields.reference("撤销的扫码", "Withdraws", "stocktake_scan")
