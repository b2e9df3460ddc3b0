"""密码管理登记簿 — passwords of servers and routers in sealed envelopes, opened by consent and sealed anew (K5.17–K5.20)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.rules import ItRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.fields import Within
from models.organisation.appointment import Post
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class PasswordKind(StrEnum):
    """Whose password it is."""

    SUPER = "super"
    MAINTENANCE = "maintenance"


class Sealed(StrEnum):
    """Where an envelope stands."""

    SEALED = "sealed"
    ASKED = "asked"
    ALLOWED = "allowed"
    OPENED = "opened"
    REPLACED = "replaced"


KINDS = {PasswordKind.SUPER: Term("超级用户密码", "Super user"), PasswordKind.MAINTENANCE: Term("维护用户密码", "Maintenance user")}
STATES = {
    Sealed.SEALED: Term("封存", "Sealed"),
    Sealed.ASKED: Term("申请开启", "To be opened"),
    Sealed.ALLOWED: Term("同意开启", "May be opened"),
    Sealed.OPENED: Term("已开启·待更换封存", "Opened, to be changed"),
    Sealed.REPLACED: Term("已更换封存", "Changed and sealed anew"),
}
_S = Sealed
PARTS = ("setter", "second", "keeper")
"""Who has a part in a password."""


class PasswordEnvelope(Record):
    """One sealed envelope, never the password in it; used once, it is followed by another."""

    register = Register(
        title=Term("密码封存登记", "Sealed passwords"),
        area=Area.IT_OPERATIONS,
        rank=30,
        kept=True,
        clauses=("K5.17", "K5.18", "K5.19", "K5.20"),
        label="number",
        sub="system",
        list=("number", "system", "kind", "keeper", "second", "sealed_on", "state", "reseal_by_at"),
        search=("number", "system"),
        newest="sealed_on",
        department="department",
        assigned=("keeper", "second"),
        draft_only="K5.18",
        at_once=True,
        workflow=Workflow(
            "state",
            _S.SEALED,
            (
                Move("ask_open", _S.SEALED, _S.ASKED, Term("申请开启", "Ask to open"), "K5.18", needs=("reason",), stamps=("asked_by", "asked_at")),
                Move("allow_open", _S.ASKED, _S.ALLOWED, Term("同意开启", "Consent"), "K5.18", stamps=("allowed_by", "allowed_at"),
                     apart_from=("asked_by",), posts=((Post.DEPARTMENT_MANAGER, "department"),), waits=True, sensitive=True),
                Move("refuse_open", _S.ASKED, _S.SEALED, Term("不同意开启", "Refuse"), "K5.18", posts=((Post.DEPARTMENT_MANAGER, "department"),)),
                Move("open_envelope", _S.ALLOWED, _S.OPENED, Term("开启", "Open"), "K5.18", stamps=("opened_by", "opened_at"), waits=True,
                     sensitive=True),
                Move("reseal", _S.OPENED, _S.REPLACED, Term("更换密码并封存", "Change and seal anew"), "K5.18", needs=("next_seal", "next_setter"),
                     stamps=("resealed_at",), only_for=("keeper",), waits=True),
                Move("succeed", _S.SEALED, _S.REPLACED, Term("指定接替人并更换封存", "Name successors and seal anew"), "K5.20",
                     needs=("next_seal", "next_setter", "next_keeper"), offers=("next_second",), stamps=("resealed_at",),
                     also=(_S.ASKED, _S.ALLOWED, _S.OPENED), posts=((Post.DEPARTMENT_MANAGER, "department"),)),
            ),
        ),
    )  # fmt: skip

    number: Mapped[str] = fields.serial("编号", "Number", Series("envelope", "封〔{year}〕{no:03d}"))
    system: Mapped[str] = fields.text("服务器、路由器等", "Server or router", length=120, required=True)
    department_id: Mapped[int]
    department: Mapped[Department] = fields.department("管理部门", "Department", required=True, clause="K5.18")
    kind: Mapped[PasswordKind] = fields.choice("密码种类", "Kind", KINDS, required=True)
    setter_id: Mapped[int]
    setter: Mapped[Employee] = fields.person(
        "设置人", "Set by", required=True, clause="K5.17", help=Term("不参与开发、维护的指定人员。", "Named, and not in development or maintenance.")
    )
    second_id: Mapped[int | None]
    second: Mapped[Employee | None] = fields.person(
        "共同掌管人", "Second holder", differs_from="setter", needed_when=("kind", (PasswordKind.MAINTENANCE,)), clause="K5.19",
        help=Term("维护用户密码由两人以上设置、保管和使用。", "Set, kept and used by two at least."),
    )  # fmt: skip
    keeper_id: Mapped[int]
    keeper: Mapped[Employee] = fields.person("密码管理人员", "Keeper", required=True, differs_from="setter", clause="K5.17")
    seal: Mapped[str] = fields.text("骑缝签章", "Seal across the seam", required=True, clause="K5.17")
    sealed_on: Mapped[date] = fields.day("封存日期", "Sealed on", now=True, required=True, past=True)
    state: Mapped[Sealed] = fields.choice(
        "状态", "State", STATES, required=True, default=_S.SEALED, system=True,
        tones={_S.SEALED: "done", _S.ASKED: "soon", _S.ALLOWED: "soon", _S.OPENED: "late", _S.REPLACED: "stopped"},
    )  # fmt: skip
    reason: Mapped[str | None] = fields.text("开启事由", "Why opened", system=True, clause="K5.18")
    asked_by_id: Mapped[int | None]
    asked_by: Mapped[Employee | None] = fields.person("申请人", "Asked by", system=True)
    asked_at: Mapped[datetime | None] = fields.moment("申请时间", "Asked at", system=True, indexed=False)
    allowed_by: Mapped[Employee | None] = fields.person("同意人", "Consent by", system=True, clause="K5.18")
    allowed_at: Mapped[datetime | None] = fields.moment("同意时间", "Consent at", system=True, indexed=False)
    opened_by: Mapped[Employee | None] = fields.person("开启人", "Opened by", system=True)
    opened_at: Mapped[datetime | None] = fields.moment("开启时间", "Opened at", system=True, indexed=False)
    reseal_by_at: Mapped[datetime | None] = fields.moment(
        "更换封存期限", "To be sealed anew by", within=Within("opened_at", ItRule.RESEAL_HOURS, done="resealed_at", told=("keeper",)), clause="K5.18"
    )
    next_seal: Mapped[str | None] = fields.text("新信封骑缝签章", "Seal of the new envelope", system=True, clause="K5.18")
    next_setter_id: Mapped[int | None]
    next_setter: Mapped[Employee | None] = fields.person("新密码设置人", "New one set by", system=True, clause="K5.17")
    next_keeper_id: Mapped[int | None]
    next_keeper: Mapped[Employee | None] = fields.person("接替的密码管理人员", "Next keeper", system=True, differs_from="next_setter", clause="K5.20")
    next_second_id: Mapped[int | None]
    next_second: Mapped[Employee | None] = fields.person(
        "接替的共同掌管人", "Next second holder", system=True, differs_from="next_setter", clause="K5.20",
        help=Term("维护用户密码必填。", "Needed for a maintenance user."),
    )  # fmt: skip
    resealed_at: Mapped[datetime | None] = fields.moment("更换封存时间", "Sealed anew at", system=True, indexed=False)
