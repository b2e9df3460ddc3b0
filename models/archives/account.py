"""存放位置 — shelves, boxes, safes and desks; people, authorities and the fate of a unit are accounts of custody too (K3.20)."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.custody import AccountKind
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register

KINDS = {
    AccountKind.SHELF: Term("架位", "Shelf"),
    AccountKind.SAFE: Term("保险柜", "Safe"),
    AccountKind.DESK: Term("档案室柜台", "Desk"),
    AccountKind.TRANSIT: Term("移交途中", "In transit"),
    AccountKind.EXTERNAL: Term("外部机构", "Authority"),
    AccountKind.PERSON: Term("人员", "Person"),
    AccountKind.ORIGIN: Term("未入库", "Not filed yet"),
    AccountKind.MISSING: Term("下落不明", "Missing"),
    AccountKind.RELEASED: Term("已发还", "Released"),
    AccountKind.DESTROYED: Term("已销毁", "Destroyed"),
}
_SINGLE = "kind IN ('origin', 'missing', 'released', 'destroyed')"


def own_name(kind: AccountKind, name: str) -> str:
    """What an account is called beside its kind; empty where there is only one of it, called as the kind is."""
    return "" if name == KINDS[kind].zh else name


class ArchiveAccount(Record):
    """Where or with whom a unit can be; its kind and its person never change (see models.archives.guarding)."""

    register = Register(
        title=Term("存放位置", "Places"),
        area=Area.ARCHIVES,
        rank=60,
        clauses=("K3.4", "K3.20", "K10.5"),
        sub="code",
        list=("code", "name", "kind", "above", "person", "capacity", "active"),
        filters=("kind", "above", "active"),
        search=("code", "name"),
        import_key="code",
    )
    __table_args__ = (
        UniqueConstraint("id", "kind"),
        Index("uq_archive_account_single", "kind", unique=True, sqlite_where=text(_SINGLE), postgresql_where=text(_SINGLE)),
    )

    code: Mapped[str] = fields.text("位置码", "Code", length=60, required=True, unique=True, help=Term("印在位置标签上，供扫描。", "As on its label."))
    name: Mapped[str] = fields.text("名称", "Name", length=80, required=True)
    kind: Mapped[AccountKind] = fields.choice("类别", "Kind", KINDS, required=True)
    above_id: Mapped[int | None]
    above: Mapped["ArchiveAccount | None"] = fields.reference("所在位置", "Within", "archive_account")
    person_id: Mapped[int | None]
    person: Mapped[Employee | None] = fields.person("持有人", "Holder", unique=True, system=True)
    capacity: Mapped[int | None] = fields.number("容量（件）", "Capacity", minimum=1)
    active: Mapped[bool] = fields.yes_no("在用", "Active", default=True)
