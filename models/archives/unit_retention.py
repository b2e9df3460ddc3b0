"""单件保管期限 — the period of one unit and the day it runs from, where its class does not say (T4.4, K10.5)."""

from datetime import date

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.archives.retention_period import RetentionPeriod
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class UnitRetention(Record):
    """What a contract's end, a settlement or a decision says about one unit; it goes before the period of its class."""

    register = Register(
        title=Term("单件保管期限", "Retention of single units"),
        area=Area.ARCHIVES,
        rank=53,
        minor=True,
        clauses=("T4.4", "K10.5"),
        kept=True,
        label="unit",
        list=("unit", "retention", "since_on", "ground", "decided_by"),
        filters=("retention", "since_on"),
        beside=("unit",),
    )

    unit_id: Mapped[int]
    unit: Mapped[ArchiveUnit] = fields.reference("档案", "Unit", "archive_unit", required=True, unique=True)
    retention_id: Mapped[int]
    retention: Mapped[RetentionPeriod] = fields.reference("保管期限", "Period", "retention_period", required=True)
    since_on: Mapped[date] = fields.day("起算日", "Runs from", required=True)
    ground: Mapped[str] = fields.text(
        "依据", "Ground", required=True, indexed=False, help=Term("结清证明号、合同终止协议号等。", "Proof of settlement and the like.")
    )
    decided_by_id: Mapped[int]
    decided_by: Mapped[Employee] = fields.person("核定人", "Decided by", required=True)
