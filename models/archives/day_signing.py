"""日结签认 — a day put forward for closing by one person and signed by another; only then it is closed (K3.4, K10.5)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class SigningState(StrEnum):
    """Where the signing of a day stands."""

    ASKED = "asked"
    SIGNED = "signed"
    CALLED_OFF = "called_off"


SIGNING_STATES = {
    SigningState.ASKED: Term("待监点人签认", "Waiting for the witness"),
    SigningState.SIGNED: Term("已签认·已日结", "Signed, the day is closed"),
    SigningState.CALLED_OFF: Term("已撤回", "Called off"),
}
_S = SigningState


class DaySigning(Record):
    """What the second person signs: the day, the last entry and its digest, the count; a later entry makes it void."""

    register = Register(
        title=Term("日结签认", "Day signings"),
        area=Area.ARCHIVES,
        rank=41,
        clauses=("K3.4", "K10.5"),
        kept=True,
        read_only=True,
        minor=True,
        label="closed_on",
        list=("closed_on", "counter", "witness", "entries", "counted", "state", "signed_at"),
        filters=("closed_on", "state"),
        newest="closed_on",
        owner="counter",
        assigned=("witness",),
        workflow=Workflow(
            "state",
            SigningState.ASKED,
            (
                Move("sign_day", _S.ASKED, _S.SIGNED, Term("签认日结", "Sign the day"), "K3.4", stamps=("signed_at",)),
                Move("call_off", _S.ASKED, _S.CALLED_OFF, Term("撤回", "Call off"), "K3.4", destructive=True),
            ),
        ),
    )

    closed_on: Mapped[date] = fields.day("日期", "Day", required=True)
    counter_id: Mapped[int]
    counter: Mapped[Employee] = fields.person("清点人", "Counted by", required=True)
    witness_id: Mapped[int]
    witness: Mapped[Employee] = fields.person("监点人", "Witness", required=True, differs_from="counter")
    entries: Mapped[int] = fields.number("流水账末号", "Last entry", required=True, default=0, indexed=False)
    counted: Mapped[int] = fields.number("权证清点数", "Certificates counted", required=True, default=0, indexed=False)
    head: Mapped[str] = fields.text("末笔摘要", "Digest of the last entry", length=64, required=True, indexed=False)
    remark: Mapped[str | None] = fields.text("说明", "Remark", length=400, indexed=False)
    state: Mapped[SigningState] = fields.choice("状态", "State", SIGNING_STATES, required=True, default=SigningState.ASKED, system=True)
    signed_at: Mapped[datetime | None] = fields.moment("签认时间", "Signed at", system=True, indexed=False)
