"""What the archive of made-up customers holds: contacts, events, letters and the filings of past years, in bulk."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.rules import CustomerRule
from models.bulk import insert_rows
from models.customers.contact import Contact
from models.customers.correspondence import Correspondence, Direction, Means
from models.customers.customer import Customer, CustomerClass, CustomerType
from models.customers.major_event import EventSide, MajorEvent
from models.customers.registration import Filing, Registration, RegistrationChange
from models.organisation.employee import Employee
from operations.demo.company import Company
from operations.demo.people import identity, mobile, person_name, pick
from operations.demo.words import (
    CHANGES,
    CREDITS,
    CUSTOMER_EVENTS,
    FINANCES,
    POSITIONS,
    SHARED_EVENTS,
    STANDINGS,
    SUBJECTS,
)
from operations.rule_numbers import rule
from operations.working_days import working_days_after


def fill_archives(session: Session, company: Company, draw: Random, today: date) -> None:
    """Write the archive of every customer there is; the system must act."""
    customers = session.scalars(select(Customer).where(Customer.generated).order_by(Customer.id)).all()
    filers = company.people["MKT"][1:3]
    insert_rows(session, Contact, list(_contacts(customers, draw)))
    insert_rows(session, MajorEvent, list(_events(customers, draw, today)))
    insert_rows(session, Correspondence, list(_letters(customers, draw, today)))
    insert_rows(session, Registration, list(_registrations(customers, draw, filers, session)))
    insert_rows(session, RegistrationChange, list(_changes(customers, draw, filers, session, today)))
    _look_after_the_important(session, customers, draw)


def _contacts(customers: Sequence[Any], draw: Random) -> Iterator[dict[str, Any]]:
    number = 50_000_000
    for customer in customers:
        several = 1 if customer.customer_type is CustomerType.PERSONAL else 1 + int(draw.random() * 2.4)
        for place in range(several):
            number += 1
            personal = draw.random()
            yield {
                "customer_id": customer.id,
                "name": customer.contact_name if place == 0 else person_name(draw),
                "position": None if customer.customer_type is CustomerType.PERSONAL else pick(draw, POSITIONS),
                "phone": customer.contact_phone if place == 0 else mobile(number),
                "email": f"contact{number - 50_000_000}@example.com" if personal < 0.6 else None,
                "id_card": identity(draw, 1965, 2000) if personal < 0.08 else None,
                "birthday_on": _between(date(1965, 1, 1), date(1999, 12, 31), draw) if personal < 0.3 else None,
                "birthday_lunar": number % 3 == 0, "main": place == 0, "source": customer.source, "lawful_basis": customer.lawful_basis,
            }  # fmt: skip


def _events(customers: Sequence[Any], draw: Random, today: date) -> Iterator[dict[str, Any]]:
    for customer in customers:
        if draw.random() < 0.4:
            ours = draw.random() < 0.5
            title = pick(draw, SHARED_EVENTS if ours else CUSTOMER_EVENTS)
            yield {
                "customer_id": customer.id, "side": EventSide.BETWEEN if ours else EventSide.CUSTOMER, "title": title,
                "happened_on": _between(customer.opened_on, today, draw), "recorder_id": customer.manager_id,
                "details": f"{title}，已当面核实，相关材料存入客户档案。",
            }  # fmt: skip


def _letters(customers: Sequence[Any], draw: Random, today: date) -> Iterator[dict[str, Any]]:
    for number, customer in enumerate(customers):
        for copy in range(int(draw.random() * 2.6)):
            day = _between(customer.opened_on, today, draw)
            direction = Direction.OUT if draw.random() < 0.6 else Direction.IN
            subject = pick(draw, SUBJECTS)
            means = tuple(Means)[int(draw.random() * len(Means))]
            yield {
                "customer_id": customer.id, "exchanged_on": day, "direction": direction, "means": means,
                "subject": subject,
                "document": f"台章函〔{day.year}〕{number:04d}-{copy + 1}" if direction is Direction.OUT else None,
                "content": f"就{subject}事项与对方联系，对方已确认。", "handler_id": customer.manager_id,
            }  # fmt: skip


def _registrations(customers: Sequence[Any], draw: Random, filers: Sequence[int], session: Session) -> Iterator[dict[str, Any]]:
    for customer in customers:
        yield {
            "customer_id": customer.id, "contacted_on": customer.opened_on, "applicant_id": customer.manager_id,
            **_filed(customer.opened_on, draw, filers, session),
        }  # fmt: skip


def _changes(
    customers: Sequence[Any], draw: Random, filers: Sequence[int], session: Session, today: date
) -> Iterator[dict[str, Any]]:
    for customer in customers:
        if draw.random() < 0.2:
            # Recent ones are made through the moves, see cases.py.
            day = _between(customer.opened_on, today - timedelta(days=60), draw)
            yield {
                "customer_id": customer.id, "changed_on": day, "change": f"{pick(draw, CHANGES)}，已更新档案。",
                "applicant_id": customer.manager_id, **_filed(day, draw, filers, session),
            }  # fmt: skip


def _filed(day: date, draw: Random, filers: Sequence[int], session: Session) -> dict[str, Any]:
    due = working_days_after(session, day, rule(session, CustomerRule.REGISTRATION_DAYS))
    late = draw.random() < 0.08
    filed = due + timedelta(days=1 + int(draw.random() * 12)) if late else _between(day, due, draw)
    return {
        "due_on": due, "state": Filing.FILED, "filed_on": filed,
        "filed_by_id": filers[int(draw.random() * len(filers))], "opinion": "逾期备案，已提醒。" if late else None,
    }  # fmt: skip


def _look_after_the_important(session: Session, customers: Sequence[Any], draw: Random) -> None:
    """K7.12: at least two people for an important customer; Y2.2: its finances, credit and standing are known."""
    important = [customer for customer in customers if customer.customer_class is CustomerClass.KEY]
    colleagues: dict[int, list[Employee]] = {}
    for employee in session.scalars(select(Employee).order_by(Employee.id)):
        colleagues.setdefault(employee.department_id, []).append(employee)
    for customer in important:
        others = [one for one in colleagues[customer.department_id] if one.id != customer.manager_id]
        customer.team = [others[int(draw.random() * len(others))]]
        customer.financial_state = pick(draw, FINANCES)
        customer.credit_record = pick(draw, CREDITS)
        customer.market_position = pick(draw, STANDINGS)
    session.flush()


def _between(start: date, end: date, draw: Random) -> date:
    return start + timedelta(days=int(draw.random() * ((end - start).days + 1))) if end > start else start
