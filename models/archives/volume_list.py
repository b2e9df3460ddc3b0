"""册内资料清单 — what lies in a volume, edition by edition; a frozen edition is counted, digested and never changes (K3.6, K3.10)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.transfer import ArchiveTransfer
from models.archives.unit import ArchiveUnit
from models.base import Record
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class ListState(StrEnum):
    """Whether an edition may still be changed."""

    DRAFT = "draft"
    FROZEN = "frozen"


LIST_STATES = {ListState.DRAFT: Term("编制中", "Being written"), ListState.FROZEN: Term("已定稿", "Frozen")}
WORKFLOW = Workflow(
    "state",
    ListState.DRAFT,
    (
        Move("freeze_list", ListState.DRAFT, ListState.FROZEN, Term("定稿", "Freeze"), "K3.6", stamps=("frozen_by", "frozen_at"),
             apart_from=("seconded_by",)),
        Move("second_list", ListState.DRAFT, ListState.DRAFT, Term("复核减少的内容", "Second what it takes away"), "K3.7",
             stamps=("seconded_by", "seconded_at"), stays=True, apart_from=("prepared_by",)),
    ),
)  # fmt: skip
_DRAFT = "state = 'draft'"


class VolumeList(Record):
    """One edition of the list of a volume; the next one begins as its copy (see operations.archives.lists)."""

    register = Register(
        title=Term("册内资料清单", "Volume lists"),
        area=Area.ARCHIVES,
        rank=12,
        clauses=("K3.6", "K3.7", "K3.10"),
        kept=True,
        label="name",
        list=("name", "volume", "edition", "total_pages", "state", "prepared_by", "frozen_at"),
        filters=("state", "volume", "transfer", "department"),
        search=("name",),
        owner="prepared_by",
        department="department",
        beside=("volume", "transfer"),
        draft_only="K3.6",
        fixed=("volume", "transfer", "prepared_by"),
        workflow=WORKFLOW,
    )
    __table_args__ = (
        UniqueConstraint("volume_id", "edition"),
        Index("uq_volume_list_draft", "volume_id", unique=True, sqlite_where=text(_DRAFT), postgresql_where=text(_DRAFT)),
    )

    volume_id: Mapped[int | None]
    volume: Mapped[ArchiveUnit | None] = fields.reference("案卷", "Volume", "archive_unit", clause="K3.6")
    transfer_id: Mapped[int | None]
    transfer: Mapped[ArchiveTransfer | None] = fields.reference(
        "移交单", "Transfer", "archive_transfer", clause="K3.6", help=Term("移交前编制的清单选移交单，接收时编档号。", "Of papers still to be handed over.")
    )
    name: Mapped[str | None] = fields.text("清单", "List", length=260, system=True)
    edition: Mapped[int] = fields.number("版次", "Edition", required=True, default=1, minimum=1, system=True, indexed=False)
    prepared_by_id: Mapped[int | None]
    prepared_by: Mapped[Employee | None] = fields.person("整理人", "Prepared by", clause="K3.6")
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("归档部门", "Department", system=True)
    state: Mapped[ListState] = fields.choice("状态", "State", LIST_STATES, required=True, default=ListState.DRAFT, system=True)
    total_pages: Mapped[int | None] = fields.number("总页数", "Pages in all", system=True, indexed=False, clause="K3.6")
    seconded_by_id: Mapped[int | None]
    seconded_by: Mapped[Employee | None] = fields.person("复核人", "Seconded by", system=True, clause="K3.7")
    seconded_at: Mapped[datetime | None] = fields.moment("复核时间", "Seconded at", system=True, indexed=False)
    frozen_by_id: Mapped[int | None]
    frozen_by: Mapped[Employee | None] = fields.person("定稿人", "Frozen by", system=True)
    frozen_at: Mapped[datetime | None] = fields.moment("定稿时间", "Frozen at", system=True)
    content: Mapped[str | None] = mapped_column(String(64), nullable=True)
    """The digest of a frozen edition; no field, as it tells its reader nothing."""
    seconded_content: Mapped[str | None] = mapped_column(String(64), nullable=True)
    """The digest of what was seconded; whatever changes afterwards is seconded anew."""
