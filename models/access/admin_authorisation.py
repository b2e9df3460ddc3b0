"""管理角色授权 — who administers the panel is authorised by whoever runs the company, before he has the role (K5.6)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.access.role import Role
from models.base import Record
from models.organisation.appointment import Post
from models.organisation.employee import Employee
from models.register import Register


class Authorised(StrEnum):
    """What was decided."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


AUTHORISED = {
    Authorised.ASKED: Term("待授权", "Asked for"),
    Authorised.GIVEN: Term("已授权", "Authorised"),
    Authorised.REFUSED: Term("不予授权", "Refused"),
}
_S = Authorised
_MANAGER = ((Post.GENERAL_MANAGER, ""),)


class AdminAuthorisation(Record):
    """One administrator's role for one person; the grant is made by the step that authorises it."""

    register = Register(
        title=Term("管理角色授权", "Authorised administrators"),
        area=Area.ACCESS,
        rank=12,
        minor=True,
        kept=True,
        draft_only="K5.6",
        clauses=("K5.6",),
        label="number",
        list=("number", "role", "person", "state", "until_at", "asked_by", "decided_by", "decided_at"),
        search=("number", "reason"),
        owner="asked_by",
        workflow=Workflow(
            "state",
            _S.ASKED,
            (
                Move("authorise_admin", _S.ASKED, _S.GIVEN, Term("授权", "Authorise"), "K5.6", needs=("opinion",), stamps=("decided_by", "decided_at"),
                     apart_from=("asked_by", "person"), posts=_MANAGER, waits=True, sensitive=True),
                Move("refuse_admin", _S.ASKED, _S.REFUSED, Term("不予授权", "Refuse"), "K5.6", needs=("opinion",), stamps=("decided_by", "decided_at"),
                     apart_from=("asked_by",), posts=_MANAGER),
            ),
        ),
    )  # fmt: skip

    number: Mapped[str] = fields.serial("编号", "Number", Series("admin_authorisation", "管授〔{year}〕{no:03d}"))
    role_id: Mapped[int]
    role: Mapped[Role] = fields.reference("管理角色", "Administrator's role", "role", required=True)
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("拟授予人员", "To whom", required=True)
    until_at: Mapped[datetime | None] = fields.moment("失效时间", "Until", help=Term("留空为长期有效。", "Empty: without an end."))
    reason: Mapped[str] = fields.long_text("理由", "Why", length=1000, required=True)
    asked_by_id: Mapped[int | None]
    asked_by: Mapped[Employee | None] = fields.person("申请人", "Asked by", system=True)
    state: Mapped[Authorised] = fields.choice(
        "状态", "State", AUTHORISED, required=True, default=_S.ASKED, system=True, tones={_S.ASKED: "soon", _S.GIVEN: "done", _S.REFUSED: "stopped"}
    )
    opinion: Mapped[str | None] = fields.long_text("授权意见", "Opinion", length=1000, system=True)
    decided_by_id: Mapped[int | None]
    decided_by: Mapped[Employee | None] = fields.person("授权人", "Decided by", system=True)
    decided_at: Mapped[datetime | None] = fields.moment("授权时间", "Decided at", system=True)
