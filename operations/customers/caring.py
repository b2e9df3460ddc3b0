"""Greetings that come by themselves: festivals, lunar ones too, and birthdays of the people at important customers (Y5.4)."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from holidays.countries.china import China
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer_care import next_birthday
from domain.rules import CustomerRule
from models.base import columns_of
from models.bulk import insert_rows
from models.customers.care import CareKind, CareState, CustomerCare
from operations.customers.birthdays import next_lunar_birthday
from operations.customers.contacts import IMPORTANT
from operations.office_clock import today
from operations.rule_numbers import rule

FESTIVALS = ("元旦", "春节", "端午节", "中秋节", "国庆节")
BIRTHDAY = "联系人生日"


@cache
def festivals(year: int) -> dict[str, date]:
    """Festival → its first day; 春节, 端午节 and 中秋节 follow the lunar calendar, 元宵节 is the fifteenth day of its year."""
    found: dict[str, date] = {}
    for day, names in sorted(China(years=year, language="zh_CN", observed=False).items()):
        for name in names.split("; "):
            if name in FESTIVALS:
                found.setdefault(name, day)
    if "春节" in found:
        found["元宵节"] = found["春节"] + timedelta(days=14)
    return found


def plan_care(session: Session) -> int:
    """Plan what the coming days bring for important customers and return how much; what is planned already stays as it is."""
    day = today(session)
    until = day + timedelta(days=rule(session, CustomerRule.CARE_DAYS))
    rows = [*_greetings(session, day, until), *_birthdays(session, day, until)]
    care = columns_of("customer_care")
    known = {
        tuple(row)
        for row in session.connection().execute(
            select(care.customer_id, care.contact_id, care.kind, care.due_on).where(care.due_on.between(day, until))
        )
    }
    new = [row for row in rows if (row["customer_id"], row["contact_id"], row["kind"], row["due_on"]) not in known]
    return len(insert_rows(session, CustomerCare, new))


def _row(customer: int, person: int | None, kind: CareKind, occasion: str, due: date, contact: int | None = None) -> dict[str, object]:
    return {
        "customer_id": customer, "contact_id": contact, "kind": kind, "occasion": occasion[:60], "due_on": due, "person_id": person,
        "state": CareState.PLANNED,
    }  # fmt: skip


def _greetings(session: Session, day: date, until: date) -> Iterator[dict[str, object]]:
    coming = {(name, on) for year in {day.year, until.year} for name, on in festivals(year).items() if day <= on <= until}
    if not coming:
        return
    customer = columns_of("customer")
    wanted = select(customer.id, customer.manager_id).where(customer.customer_class.in_(IMPORTANT), customer.manager_id.is_not(None))
    for key, manager in session.connection().execute(wanted.order_by(customer.id)).all():
        for name, on in sorted(coming, key=lambda one: one[1]):
            yield _row(key, manager, CareKind.FESTIVAL, name, on)


def _birthdays(session: Session, day: date, until: date) -> Iterator[dict[str, object]]:
    customer, contact = columns_of("customer"), columns_of("contact")
    wanted = (
        select(contact.id, contact.birthday_on, contact.birthday_lunar, customer.id, customer.manager_id)
        .join(customer.id.table, customer.id == contact.customer_id)
        .where(contact.birthday_on.is_not(None), customer.customer_class.in_(IMPORTANT), customer.manager_id.is_not(None))
        .order_by(contact.id)
    )
    for person, born, by_moon, key, manager in session.connection().execute(wanted).all():
        if (on := (next_lunar_birthday if by_moon else next_birthday)(born, day)) <= until:
            yield _row(key, manager, CareKind.BIRTHDAY, BIRTHDAY, on, person)
