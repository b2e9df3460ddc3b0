"""操作代码注销 — whoever leaves or moves loses his code the same day, and somebody is named to go on (K5.10, K5.13, K5.20)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules import ItRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.access.account import Account
from models.base import Record
from models.fields import Within
from models.organisation.employee import Employee
from models.register import Register


class Leaving(StrEnum):
    """Why the code ends."""

    LEFT = "left"
    MOVED = "moved"


class Cancelled(StrEnum):
    """Whether it was done."""

    DUE = "due"
    DONE = "done"


LEAVING = {Leaving.LEFT: Term("离岗", "Left"), Leaving.MOVED: Term("调动", "Transferred")}
CANCELLED = {Cancelled.DUE: Term("待注销", "Due"), Cancelled.DONE: Term("已办理", "Done")}
_S = Cancelled


class CodeCancellation(Record):
    """One code of one person; made by the kernel when somebody leaves or moves."""

    register = Register(
        title=Term("操作代码注销", "Cancelled codes"),
        area=Area.ACCESS,
        rank=22,
        minor=True,
        read_only=True,
        kept=True,
        clauses=("K5.10", "K5.13", "K5.20"),
        label="account",
        sub="code",
        list=("account", "code", "person", "why", "since_on", "due_on", "state", "successor", "done_by"),
        newest="since_on",
        workflow=Workflow(
            "state",
            _S.DUE,
            (
                Move("cancel_code", _S.DUE, _S.DONE, Term("注销代码", "Cancel the code"), "K5.20", needs=("successor",), offers=("new_code",),
                     stamps=("done_by", "done_at"), apart_from=("person",), waits=True, sensitive=True),
            ),
        ),
    )  # fmt: skip

    account_id: Mapped[int]
    account: Mapped[Account] = fields.reference("操作代码", "Account", "account", required=True)
    code: Mapped[str] = fields.text("原代码", "Old code", length=40, required=True)
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("使用人", "Holder", required=True)
    why: Mapped[Leaving] = fields.choice("原因", "Why", LEAVING, required=True)
    since_on: Mapped[date] = fields.day("离岗、调动日期", "Since", required=True)
    due_on: Mapped[date | None] = fields.day("注销期限", "Due on", within=Within("since_on", ItRule.CODE_DAYS), clause="K5.13")
    state: Mapped[Cancelled] = fields.choice("状态", "State", CANCELLED, required=True, default=_S.DUE, system=True, tones={_S.DUE: "late", _S.DONE: "done"})
    successor_id: Mapped[int | None]
    successor: Mapped[Employee | None] = fields.person("接替人", "Successor", system=True, differs_from="person", clause="K5.20")
    new_code: Mapped[str | None] = fields.text(
        "新代码", "New code", length=40, system=True, clause="K5.10",
        help=Term("调动的另建新代码；离岗的不填。", "For who was transferred; empty for who left."),
    )  # fmt: skip
    done_by_id: Mapped[int | None]
    done_by: Mapped[Employee | None] = fields.person("办理人", "Done by", system=True)
    done_at: Mapped[datetime | None] = fields.moment("办理时间", "Done at", system=True)
