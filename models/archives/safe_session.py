"""开柜记录 — every time two keepers opened a safe together; certificates move only meanwhile (K3.18, K3.20)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.archives.account import ArchiveAccount
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class SafeState(StrEnum):
    """Where an opening of a safe stands."""

    ASKED = "asked"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


SAFE_STATES = {
    SafeState.ASKED: Term("待第二人确认", "Waiting for the second keeper"),
    SafeState.OPEN: Term("已开启", "Open"),
    SafeState.CLOSED: Term("已关闭", "Closed"),
    SafeState.CANCELLED: Term("已取消", "Cancelled"),
}
_S = SafeState
_OPEN = "state = 'open'"


class SafeSession(Record):
    """One opening of a safe by two different people; certificates move only while it is open."""

    register = Register(
        title=Term("开柜记录", "Safe openings"),
        area=Area.ARCHIVES,
        rank=61,
        minor=True,
        clauses=("K3.18", "K3.20"),
        kept=True,
        label="purpose",
        list=("safe", "opener", "second", "purpose", "opened_at", "closed_at", "state"),
        filters=("safe", "state", "opened_at"),
        newest="opened_at",
        owner="opener",
        assigned=("second",),
        draft_only="K3.20",
        at_once=True,
        workflow=Workflow(
            "state",
            SafeState.ASKED,
            (
                Move("confirm_open", _S.ASKED, _S.OPEN, Term("确认开柜", "Confirm"), "K3.20", stamps=("opened_at",), sensitive=True),
                Move("close_safe", _S.OPEN, _S.CLOSED, Term("关柜", "Close"), "K3.20", offers=("late_because",), stamps=("closed_at", "closed_by")),
                Move("call_off", _S.ASKED, _S.CANCELLED, Term("取消", "Cancel"), "K3.20", destructive=True),
            ),
        ),
    )
    __table_args__ = (Index("uq_safe_session_open", "safe_id", unique=True, sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),)

    safe_id: Mapped[int]
    safe: Mapped[ArchiveAccount] = fields.reference("保险柜", "Safe", "archive_account", required=True)
    opener_id: Mapped[int]
    opener: Mapped[Employee] = fields.person("发起人", "Opener", required=True)
    second_id: Mapped[int]
    second: Mapped[Employee] = fields.person("第二人", "Second keeper", required=True, differs_from="opener")
    purpose: Mapped[str] = fields.text("事由", "Purpose", required=True)
    opened_at: Mapped[datetime | None] = fields.moment("开柜时间", "Opened at", system=True)
    closed_at: Mapped[datetime | None] = fields.moment("关柜时间", "Closed at", system=True, indexed=False)
    closed_by_id: Mapped[int | None]
    closed_by: Mapped[Employee | None] = fields.person("关柜人", "Closed by", system=True)
    late_because: Mapped[str | None] = fields.text(
        "超时原因", "Why it was open so long", system=True, indexed=False,
        help=Term("开柜超过规定分钟数才关的，写明原因。", "Needed when it was open longer than allowed."),
    )  # fmt: skip
    state: Mapped[SafeState] = fields.choice("状态", "State", SAFE_STATES, required=True, default=SafeState.ASKED, system=True)
