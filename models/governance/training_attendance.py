"""培训签到和成绩 — who took part in a training and with what result (A13.1)."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.governance.training import Training
from models.organisation.employee import Employee
from models.register import Register


class TrainingResult(StrEnum):
    """How it ended."""

    PASSED = "passed"
    FAILED = "failed"
    NO_TEST = "no_test"


class TrainingAttendance(Record):
    """One person at one training."""

    register = Register(
        title=Term("培训签到和成绩", "Training results"),
        area=Area.GOVERNANCE,
        rank=15,
        minor=True,
        clauses=("A13.1",),
        label="person",
        list=("training", "person", "attended", "result", "score"),
        owner="person",
        parent="training",
    )
    __table_args__ = (UniqueConstraint("training_id", "person_id"),)

    training_id: Mapped[int]
    training: Mapped[Training] = fields.reference("培训", "Training", "training", required=True)
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("员工", "Person", required=True)
    attended: Mapped[bool] = fields.yes_no("到场", "Attended", default=True)
    result: Mapped[TrainingResult | None] = fields.choice(
        "成绩", "Result",
        {TrainingResult.PASSED: Term("合格", "Passed"), TrainingResult.FAILED: Term("不合格", "Failed"), TrainingResult.NO_TEST: Term("未考核", "No test")},
        needed_when=("attended", (True,)),
    )  # fmt: skip
    score: Mapped[int | None] = fields.number("分数", "Score", minimum=0, maximum=100, indexed=False)
