"""工资标准 — the base wage of a person from a day on, and his probation (K8.16)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules.incentives import IncentiveRule
from domain.terms import Term
from models import fields
from models.base import Record
from models.fields import Within
from models.organisation.employee import Employee
from models.register import Register


class PayGroup(StrEnum):
    """Which incentives apply."""

    ENGINEER = "engineer"
    SERVICE = "service"
    OTHER = "other"


class Wage(Record):
    """In force until the next one of the same person begins."""

    register = Register(
        title=Term("工资标准", "Base wages"),
        area=Area.INCENTIVES,
        rank=50,
        clauses=("K8.16", "K2.3", "K2.5"),
        label="person",
        list=("person", "group", "base_wage", "from_on", "probation_on", "probation_until_on"),
        newest="from_on",
        owner="person",
        kept=True,
    )

    person_id: Mapped[int]
    person: Mapped[Employee] = fields.person("员工", "Person", required=True)
    group: Mapped[PayGroup] = fields.choice(
        "适用人员类别",
        "Group",
        {
            PayGroup.ENGINEER: Term("服务工程师、组长", "Engineers"),
            PayGroup.SERVICE: Term("客服管理部", "Service management"),
            PayGroup.OTHER: Term("其他", "Others"),
        },
        required=True,
        clause="K2.3",
    )
    base_wage: Mapped[Decimal] = fields.money("基本工资", "Base wage", required=True, minimum=0, clause="K8.16")
    from_on: Mapped[date] = fields.day("起始日期", "From", required=True)
    probation_on: Mapped[date | None] = fields.day("试用期起", "Probation from", clause="K8.16")
    probation_until_on: Mapped[date | None] = fields.day(
        "试用期止",
        "Probation ends",
        clause="K8.16",
        within=Within("probation_on", IncentiveRule.PROBATION_MONTHS, done="passed_on"),
    )
    passed_on: Mapped[date | None] = fields.day("转正日期", "Passed on", not_before="probation_on")
