"""Made-up customers: rows for one bulk insert, the same for the same seed, from the company's own people and places."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.terms import Term
from models import audit
from models.bulk import insert_rows
from models.customers.customer import NO_GOVERNING_BODY, CompanyKind, Customer, CustomerClass, CustomerType
from models.engine import CACHE_KIB
from models.fence import act, authority_of
from models.organisation.appointment import Appointment, Post
from models.organisation.division import Division, DivisionLevel
from operations.demo.names import company_name, credit_code
from operations.demo.people import mobile, person_name, pick
from operations.demo.words import LAWFUL_BASES, NEEDS, ROADS, SOURCES
from permissions.actor import System


def _spread(shares: Mapping[StrEnum, int]) -> tuple[StrEnum, ...]:
    return tuple(choice for choice, share in shares.items() for _ in range(share))


BATCH = 10_000
ROOMY_CACHE_KIB = 256_000
# So many positions lie between two seeds, that they share no name.
APART = 1_000_003
FIRST_DAY, LAST_DAY = date(2012, 1, 1), date(2026, 6, 30)
HOME = "江苏省"
# How many of twenty are of each class and kind.
CLASSES = _spread({
    CustomerClass.GENERAL: 11, CustomerClass.POTENTIAL: 4, CustomerClass.TARGET: 3, CustomerClass.KEY: 2,
})  # fmt: skip
KINDS = _spread({
    CompanyKind.PRIVATE: 14, CompanyKind.STATE: 2, CompanyKind.JOINT: 1, CompanyKind.FOREIGN: 1,
    CompanyKind.PUBLIC_BODY: 1, CompanyKind.OTHER: 1,
})  # fmt: skip
GOVERNED = frozenset({CompanyKind.STATE, CompanyKind.PUBLIC_BODY})
NO_COMPANY = Term("请先载入演示公司。", "Load the demo company first.")
TWICE: tuple[Callable[[str], str], ...] = (
    lambda name: name.replace("股份有限公司", "公司").replace("有限责任公司", "公司").replace("有限公司", "公司"),
    lambda name: f"{name}（总部）",
    lambda name: f"{name}江都分公司",
)
"""How an account that is there already is called when somebody enters it again."""
Progress = Callable[[int, int], None]
"""``progress(done, total)`` is called now and then."""


@dataclass(frozen=True, slots=True)
class Place:
    """A county where customers sit."""

    division_id: int
    code: str
    city: str
    path: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What customers are spread over."""

    near: Sequence[Place]
    far: Sequence[Place]
    managers: Sequence[tuple[int, int]]
    """(employee, his department)"""


def ground(session: Session) -> Ground:
    """The counties and customer managers there are; raises Invalid before the demo company is loaded."""
    county, city = Division.__table__.alias("county").c, Division.__table__.alias("city").c
    counties = session.execute(
        select(county.id, county.code, city.name, county.path)
        .where(city.id == county.above_id, county.level == DivisionLevel.COUNTY, city.name.like("%市"))
        .order_by(county.code)
    )
    places = [Place(key, code, name.removesuffix("市"), path) for key, code, name, path in counties]
    post = Appointment.__table__.c
    held = select(post.holder_id, post.department_id).where(post.post == Post.CUSTOMER_MANAGER).order_by(post.holder_id)
    managers = [(person, department) for person, department in session.execute(held)]
    near, far = [place for place in places if place.path.startswith(HOME)], places
    if not (near and managers):
        raise Invalid(NO_COMPANY)
    return Ground(near, far, managers)


def customer_rows(over: Ground, seed: int, first: int) -> Iterator[dict[str, Any]]:
    """Rows without end, from position ``first`` on; the same for the same ground, seed and position."""
    draw = Random(f"{seed}:{first}")  # noqa: S311  # made-up data, not secrets
    chance = draw.random
    days = [FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    position = first
    while True:
        place = _one(over.near if chance() < 0.6 else over.far, chance())
        manager, department = _one(over.managers, chance())
        contact = person_name(draw)
        opened = int(chance() ** 0.6 * len(days))
        values = {
            "customer_class": _one(CLASSES, chance()),
            "contact_name": contact,
            "contact_phone": mobile(seed * 7 + position),
            "division_id": place.division_id,
            "address": f"{pick(draw, ROADS)}{int(chance() * 400) + 1}号",
            "department_id": department,
            "manager_id": manager,
            "opened_on": days[opened],
            "verified_on": days[opened + int(chance() * (len(days) - opened))],
            "source": pick(draw, SOURCES),
            "lawful_basis": pick(draw, LAWFUL_BASES),
            "needs": pick(draw, NEEDS),
            # Most are small and a few are big, as turnovers are.
            "annual_amount": Decimal(int(10 ** (5.3 + 3.7 * chance() ** 1.5))).scaleb(-2),
            "generated": True,
        }
        named = _private_person(contact) if chance() < 0.06 else _company(place, seed, position, chance)
        yield {**values, **named}
        position += 1


def _one(choices: Sequence[Any], chance: float) -> Any:
    return choices[int(chance * len(choices))]


def _company(place: Place, seed: int, position: int, chance: Callable[[], float]) -> dict[str, Any]:
    made, kind = company_name(seed * APART + position, place.city, chance()), _one(KINDS, chance())
    return {
        "name": made.name,
        "short_name": made.brand + made.trade[:2],
        "customer_type": CustomerType.ENTERPRISE,
        "company_kind": kind,
        "governing_body": f"{place.city}市人民政府" if kind in GOVERNED else NO_GOVERNING_BODY,
        "credit_code": credit_code(position, place.code),
        "business_scope": f"{made.trade}的研发、生产、销售及售后服务",
    }


def _private_person(name: str) -> dict[str, Any]:
    return {
        "name": name, "short_name": None, "customer_type": CustomerType.PERSONAL,
        "company_kind": None, "governing_body": None, "credit_code": None, "business_scope": None,
    }  # fmt: skip


def entered_twice(rows: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """``rows``, the last companies of which seem to be earlier ones under another name, another manager and without a code: 客户查重 finds them."""
    companies = [row for row in rows if row["customer_type"] is CustomerType.ENTERPRISE]
    if len(companies) < 10 * len(TWICE):
        return rows
    for first, again, said in zip(companies, reversed(companies), TWICE, strict=False):
        again["credit_code"] = None
        again["name"] = said(first["name"])
        again["contact_name"], again["contact_phone"] = first["contact_name"], first["contact_phone"]
    return rows


def next_position(session: Session) -> int:
    """How many customers have been made up so far, so that the next ones get other names."""
    return session.scalar(select(func.count()).select_from(Customer).where(Customer.generated)) or 0


def load_customers(
    session_factory: Callable[[], AbstractContextManager[Session]],
    count: int,
    seed: int = 20260101,
    progress: Progress | None = None,
) -> int:
    """Add ``count`` made-up customers, committing every 10,000, with one line in the audit log for all; returns count.

    Raises Invalid before the demo company is loaded. When it is stopped, what was committed stays.
    """
    with session_factory() as session:
        act(session, System("演示客户 made-up customers"))
        first = next_position(session)
        rows = customer_rows(ground(session), seed, first)
        audit.note(session, authority_of(session), "load", Customer.register.key, rows=count, seed=seed, first=first)
        done = 0
        while done < count:
            batch = list(islice(rows, min(BATCH, count - done)))
            _keep_in_memory(session, ROOMY_CACHE_KIB)
            insert_rows(session, Customer, batch, audited=False)
            session.commit()
            done += len(batch)
            if progress:
                progress(done, count)
        _keep_in_memory(session, CACHE_KIB)
        session.commit()
    return count


def _keep_in_memory(session: Session, kib: int) -> None:
    # Every row lands in a random page of twenty indexes: with the usual cache SQLite reads most of them anew.
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size = -{kib}")
