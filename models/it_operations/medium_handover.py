"""介质交接记录 — who took a medium from whom, how it was carried and where it lies now; the receiver signs for it (K5.22, K5.40)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.it_operations.medium import Medium
from models.organisation.employee import Employee
from models.register import Register


class Handed(StrEnum):
    """Where a hand-over stands."""

    GIVEN = "given"
    RECEIVED = "received"
    REFUSED = "refused"


HANDED = {
    Handed.GIVEN: Term("待签收", "To be signed for"),
    Handed.RECEIVED: Term("已签收", "Received"),
    Handed.REFUSED: Term("拒收", "Refused"),
}
_S = Handed


class MediumHandover(Record):
    """From the keeper to another, to a place; what the medium's own page says follows from it."""

    register = Register(
        title=Term("介质交接", "Hand-overs of media"),
        area=Area.IT_OPERATIONS,
        rank=15,
        minor=True,
        kept=True,
        clauses=("K5.22", "K5.40"),
        label="medium",
        list=("medium", "giver", "receiver", "to_place", "handed_on", "state", "received_at"),
        newest="handed_on",
        assigned=("giver", "receiver"),
        beside=("medium",),
        workflow=Workflow(
            "state",
            _S.GIVEN,
            (
                Move("receive_medium", _S.GIVEN, _S.RECEIVED, Term("签收介质", "Sign for it"), "K5.22", stamps=("received_at",), only_for=("receiver",),
                     waits=True),
                Move("refuse_medium", _S.GIVEN, _S.REFUSED, Term("拒收", "Refuse"), "K5.22", needs=("answer",), only_for=("receiver",)),
            ),
        ),
    )  # fmt: skip

    medium_id: Mapped[int]
    medium: Mapped[Medium] = fields.reference("介质", "Medium", "medium", required=True)
    giver_id: Mapped[int | None]
    giver: Mapped[Employee | None] = fields.person("移交人", "Given by", system=True, clause="K5.22")
    receiver_id: Mapped[int]
    receiver: Mapped[Employee] = fields.person("接收人", "Received by", required=True, differs_from="giver", clause="K5.22")
    handed_on: Mapped[date] = fields.day("移交日期", "Handed over on", now=True, required=True, past=True)
    to_place: Mapped[str] = fields.text("移交后存放地点", "Place from then on", required=True)
    off_site: Mapped[bool] = fields.yes_no("异地存放", "Off-site")
    carried: Mapped[str] = fields.text("运输方式和防护", "How it was carried and protected", required=True, clause="K5.22")
    reason: Mapped[str] = fields.text("事由", "Reason", required=True, clause="K5.40")
    answer: Mapped[str | None] = fields.text("拒收理由", "Why refused", system=True)
    state: Mapped[Handed] = fields.choice(
        "状态", "State", HANDED, required=True, default=Handed.GIVEN, system=True,
        tones={_S.GIVEN: "soon", _S.RECEIVED: "done", _S.REFUSED: "stopped"},
    )  # fmt: skip
    received_at: Mapped[datetime | None] = fields.moment("签收时间", "Received at", system=True, indexed=False)
