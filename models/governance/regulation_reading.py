"""制度学习确认 — that somebody has read a version of a regulation (A11.2, A14.3)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules.governance import GovernanceRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.fields import Within
from models.governance.regulation_version import RegulationVersion
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class ReadingState(StrEnum):
    """Read or not."""

    UNREAD = "unread"
    READ = "read"


class RegulationReading(Record):
    """One person and one version; made when it is published, confirmed by himself."""

    register = Register(
        title=Term("制度学习确认", "Readings of regulations"),
        area=Area.GOVERNANCE,
        rank=8,
        kept=True,
        read_only=True,
        clauses=("A11.2", "A14.3"),
        label="name",
        list=("name", "version_of", "person", "department", "state", "due_on", "read_at"),
        newest="told_on",
        owner="person",
        department="department",
        beside=("version_of",),
        workflow=Workflow(
            "state",
            ReadingState.UNREAD,
            (
                Move(
                    "acknowledge",
                    ReadingState.UNREAD,
                    ReadingState.READ,
                    Term("已阅知", "I have read it"),
                    "A11.2",
                    stamps=("read_at",),
                    only_for=("person",),
                    waits=True,
                ),
            ),
        ),
    )
    __table_args__ = (UniqueConstraint("version_of_id", "person_id"),)

    name: Mapped[str] = fields.text("制度版本名称", "Version", required=True, indexed=False)
    version_of_id: Mapped[int]
    version_of: Mapped[RegulationVersion] = fields.reference(
        "制度版本", "Version of", "regulation_version", required=True
    )
    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("员工", "Person", required=True)
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("部门", "Department")
    told_on: Mapped[date] = fields.day("通知日期", "Told on", required=True)
    state: Mapped[ReadingState] = fields.choice(
        "状态",
        "State",
        {ReadingState.UNREAD: Term("未阅", "Unread"), ReadingState.READ: Term("已阅知", "Read")},
        required=True,
        default=ReadingState.UNREAD,
        system=True,
        tones={ReadingState.UNREAD: "soon", ReadingState.READ: "done"},
    )
    due_on: Mapped[date | None] = fields.day(
        "阅知期限",
        "Read by",
        clause="A14.3",
        within=Within("told_on", GovernanceRule.READ_DAYS, done="read_at", told=("person",)),
    )
    read_at: Mapped[datetime | None] = fields.moment("阅知时间", "Read at", system=True)
