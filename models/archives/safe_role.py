"""保险柜掌管人 — who holds the key and who the code of a safe (K3.4, K3.20)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.archives.account import ArchiveAccount
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class Half(StrEnum):
    """The two halves without which a safe does not open."""

    KEY = "key"
    CODE = "code"


HALVES = {Half.KEY: Term("掌管钥匙", "Key"), Half.CODE: Term("掌管密码", "Code")}


class SafeRole(Record):
    """Somebody holds the key or the code of a safe, never both at the same time."""

    register = Register(
        title=Term("保险柜掌管人", "Safe keepers"),
        area=Area.ARCHIVES,
        rank=62,
        minor=True,
        clauses=("K3.4", "K3.20"),
        label="half",
        list=("safe", "holder", "half", "from_on", "until_on"),
        filters=("safe", "half"),
        assigned=("holder",),
        kept=True,
        draft_only="K3.20",
        at_once=True,
        fixed=("safe", "holder", "half", "from_on"),
    )

    safe_id: Mapped[int]
    safe: Mapped[ArchiveAccount] = fields.reference("保险柜", "Safe", "archive_account", required=True)
    holder_id: Mapped[int]
    holder: Mapped[Employee] = fields.person("掌管人", "Keeper", required=True)
    half: Mapped[Half] = fields.choice("掌管", "Keeps", HALVES, required=True)
    from_on: Mapped[date] = fields.day("开始日期", "From", required=True)
    until_on: Mapped[date | None] = fields.day("结束日期", "Until")
