"""客户资料质量 — how accurate, complete and consistent the customers in view are, by department and by manager (Y1.2).

Counted in SQL among the rows the reader sees, and only by fields he may read on all of them.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, case, false, func, or_, select, true
from sqlalchemy.orm import Session

from domain.access import Action, Channel
from domain.rules import CustomerRule
from domain.statistics import percent
from domain.terms import Term
from models.customers.customer import Customer, CustomerType
from models.fence import authority_of
from models.organisation.department import Department
from models.organisation.employee import Employee
from operations.customers.likely import likely
from operations.office_clock import today
from operations.records import require
from operations.rule_numbers import rule

ASKED = ("name", *Customer.register.expecting)
"""Y2.1, K7.3, A3.3: what an account is to have; some of it only an enterprise."""
OF_FIRMS = ("credit_code", "company_kind")
"""What a private person has none of."""
ALL = Term("合计", "Total")
NOBODY = Term("（无）", "(none)")


@dataclass(frozen=True, slots=True)
class QualityLine:
    """Customers of one department or manager, and how many of them are complete, verified in time, and at odds with themselves."""

    name: Term
    customers: int
    complete: int
    verified: int
    odd: int

    @property
    def cells(self) -> tuple[str, ...]:
        """As the table and the file show it."""
        whole = self.customers
        return f"{whole:,}", percent(self.complete, whole), percent(self.verified, whole), percent(whole - self.odd, whole), f"{self.odd:,}"


@dataclass(frozen=True, slots=True)
class Quality:
    """The whole, its departments and managers, in how many days an account is to be verified, and what the reader may merge."""

    total: QualityLine
    departments: tuple[QualityLine, ...]
    managers: tuple[QualityLine, ...]
    days: int
    duplicates: int
    """Groups of accounts that may be the same."""


def quality(session: Session) -> Quality:
    """Count the customers the actor may view; raises Refused when he may view none."""
    require(session, Customer.register, Action.VIEW)
    days = rule(session, CustomerRule.REVIEW_DAYS)
    return Quality(
        _lines(session, days, None, None)[0], _lines(session, days, "department", Department), _lines(session, days, "manager", Employee),
        days, len(likely(session)),
    )  # fmt: skip


def _lines(session: Session, days: int, field: str | None, named: Any) -> tuple[QualityLine, ...]:
    model: Any = Customer
    if field is not None and not _readable(session, field):
        return ()
    key = getattr(model, f"{field}_id") if field else None
    known = [_known(model, one) for one in ASKED if _readable(session, one)]
    person = model.customer_type == CustomerType.PERSONAL
    tests = (
        and_(true(), *known),
        model.verified_on >= today(session) - timedelta(days=days) if _readable(session, "verified_on") else false(),
        and_(person, or_(false(), *(getattr(model, one).is_not(None) for one in OF_FIRMS if _readable(session, one)))),
    )
    counts = [func.count(), *(func.coalesce(func.sum(case((test, 1), else_=0)), 0) for test in tests)]
    if key is None:
        return (QualityLine(ALL, *(int(one) for one in session.execute(select(*counts).select_from(model)).one())),)
    rows = session.execute(select(key, *counts).group_by(key).order_by(func.count().desc(), key)).all()
    names = {row[0]: row[1] for row in session.execute(select(named.id, named.name).where(named.id.in_([row[0] for row in rows if row[0]])))}
    return tuple(QualityLine(_called(names.get(row[0])), *(int(one) for one in row[1:])) for row in rows)


def _called(name: str | None) -> Term:
    return Term(name, name) if name else NOBODY


def _known(model: Any, key: str) -> Any:
    filled, needed = _filled(getattr(model, key)), Customer.register.fields[key].needed_when
    return filled if needed is None else filled | getattr(model, needed[0]).not_in(needed[1])


def _filled(column: Any) -> Any:
    return column.is_not(None) & (column != "")


def _readable(session: Session, field: str) -> bool:
    who = authority_of(session)
    return who.is_system or bool(who.plan.everywhere("customer", Customer.register.fields[field].stable_key, Channel.LIST))
