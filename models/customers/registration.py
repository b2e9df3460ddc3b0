"""客户备案 — new customers and changes are filed with 市场推广部 within five working days (K7.6, K7.7)."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules import CustomerRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.customers.customer import Customer
from models.organisation.employee import Employee
from models.register import Register


class Filing(StrEnum):
    """Where a filing stands."""

    OPEN = "open"
    FILED = "filed"
    RETURNED = "returned"


STATES = {
    Filing.OPEN: Term("待备案", "Open"),
    Filing.FILED: Term("已备案", "Filed"),
    Filing.RETURNED: Term("已退回", "Returned"),
}
TONES = {Filing.OPEN: "soon", Filing.FILED: "done", Filing.RETURNED: "late"}


def _moves(clause: str, *more: Move) -> Workflow:
    return Workflow(
        "state",
        Filing.OPEN,
        (
            Move("file", Filing.OPEN, Filing.FILED, Term("备案", "File"), clause, stamps=("filed_on", "filed_by")),
            Move("return", Filing.OPEN, Filing.RETURNED, Term("退回补充", "Return"), clause, needs=("opinion",)),
            Move("resubmit", Filing.RETURNED, Filing.OPEN, Term("重新提交", "Resubmit"), clause),
            *more,
        ),
    )


class Registration(Record):
    """《客户基本信息表》 of a new customer; every new account begins one (see operations.customers.registering)."""

    register = Register(
        title=Term("客户备案", "Registrations"),
        area=Area.CUSTOMERS,
        clauses=("K7.6",),
        label="customer",
        list=("customer", "contacted_on", "due_on", "state", "applicant", "filed_on", "filed_by"),
        newest="contacted_on",
        draft_only="K7.6",
        draft_states=(Filing.RETURNED,),
        fixed=("customer", "contacted_on", "applicant"),
        parent="customer",
        workflow=_moves(
            "K7.6",
            Move("urge", Filing.OPEN, Filing.OPEN, Term("催办", "Urge"), "K7.18", needs=("urging",), stamps=("urged_on",),
                 also=(Filing.RETURNED,), stays=True),
        ),
    )

    customer_id: Mapped[int]
    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    contacted_on: Mapped[date] = fields.day("首次接触日期", "First contact", required=True)
    due_on: Mapped[date | None] = fields.day(
        "备案期限", "Due on", clause="K7.6", help=Term("自首次接触起按规定的工作日计算。", "So many working days after the first contact."),
        within=fields.Within("contacted_on", CustomerRule.REGISTRATION_DAYS, done="filed_on", told=("applicant",)),
    )  # fmt: skip
    applicant_id: Mapped[int]
    applicant: Mapped[Employee] = fields.person("报备人", "Applicant", required=True)
    state: Mapped[Filing] = fields.choice("状态", "State", STATES, tones=TONES, required=True, default=Filing.OPEN, system=True)  # fmt: skip
    filed_on: Mapped[date | None] = fields.day("备案日期", "Filed on", system=True)
    filed_by: Mapped[Employee | None] = fields.person("备案人", "Filed by", system=True)
    opinion: Mapped[str | None] = fields.long_text("意见", "Opinion", length=1000)
    urging: Mapped[str | None] = fields.long_text("催办内容", "Urged", length=1000, system=True, clause="K7.18")
    urged_times: Mapped[int | None] = fields.number("催办次数", "Times urged", default=0, system=True, clause="K7.18")
    urged_on: Mapped[date | None] = fields.day("最近催办日期", "Last urged on", system=True, indexed=False)


class RegistrationChange(Record):
    """《客户信息维护表》: a change at a registered customer."""

    register = Register(
        title=Term("变更备案", "Change filings"),
        area=Area.CUSTOMERS,
        clauses=("K7.7",),
        label="customer",
        list=("customer", "changed_on", "change", "due_on", "state", "applicant", "filed_on"),
        search=("change",),
        newest="changed_on",
        draft_only="K7.7",
        draft_states=(Filing.RETURNED,),
        fixed=("customer", "changed_on", "change", "applicant"),
        parent="customer",
        workflow=_moves("K7.7"),
    )

    customer: Mapped[Customer] = fields.reference("客户", "Customer", "customer", required=True)
    changed_on: Mapped[date] = fields.day("变更日期", "Changed on", required=True)
    change: Mapped[str] = fields.long_text("变更内容", "Change", required=True, length=2000)
    due_on: Mapped[date | None] = fields.day(
        "备案期限", "Due on", clause="K7.7", help=Term("自变更起按规定的工作日计算。", "So many working days after the change."),
        within=fields.Within("changed_on", CustomerRule.CHANGE_DAYS, done="filed_on", told=("applicant",)),
    )  # fmt: skip
    applicant: Mapped[Employee] = fields.person("报备人", "Applicant", required=True)
    state: Mapped[Filing] = fields.choice("状态", "State", STATES, tones=TONES, required=True, default=Filing.OPEN, system=True)  # fmt: skip
    filed_on: Mapped[date | None] = fields.day("备案日期", "Filed on", system=True)
    filed_by: Mapped[Employee | None] = fields.person("备案人", "Filed by", system=True)
    opinion: Mapped[str | None] = fields.long_text("意见", "Opinion", length=1000)
