"""The demo company: a believable company with people, accounts, customers and cases in every state, loaded once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.values import OFFICE_ZONE
from models.bulk import insert_rows
from models.customers.customer import Customer
from models.fence import acting
from models.organisation.department import Department
from models.organisation.division import DivisionLevel
from operations.base_roles import ensure_base_roles
from operations.calendar_filling import fill_calendar
from operations.demo.accounts import DemoAccount, grant_roles, open_accounts
from operations.demo.archive import fill_archives
from operations.demo.cases import play_cases
from operations.demo.company import Company, build_company
from operations.demo.customers import customer_rows, entered_twice, ground
from operations.demo.filings import fill_filings
from operations.demo.governance import fill_governance
from operations.demo.incentives import fill_incentives
from operations.demo.it_operations import fill_it_operations
from operations.demo.sales import fill_sales
from operations.demo.store import fill_store
from operations.divisions import load_divisions
from permissions.actor import System

SEED = 20260101
STAGES = 6


@dataclass(frozen=True, slots=True)
class Demo:
    """What was loaded; everything is empty when the company was there already."""

    accounts: tuple[DemoAccount, ...] = ()
    customers: int = 0
    steps: int = 0
    """Steps that the people of the company have taken: created, filed, asked, decided …"""


def load_demo(
    session: Session,
    *,
    customers: int = 400,
    seed: int = SEED,
    progress: Callable[[int, int], None] | None = None,
    places: DivisionLevel = DivisionLevel.COUNTY,
) -> Demo:
    """Build the demo company with about ``customers`` customers and return its accounts with their password.

    The same seed gives the same company; cases lie in the weeks before the session's clock. Nothing is done when any
    department exists. Towns take longer than all the rest, so ``places`` stops above them; load_divisions adds them.
    Raises Missing when the packages with names and places are not installed.
    """
    def done(stage: int) -> None:
        if progress:
            progress(stage, STAGES)

    with acting(session, System("演示公司 demo company")):
        ensure_base_roles(session)
        if session.scalar(select(Department.id).limit(1)) is not None:
            return Demo()
        fill_calendar(session)
        draw = Random(seed)  # noqa: S311  # a made-up company, not secrets
        today = session.info["clock"]().astimezone(OFFICE_ZONE).date()
        load_divisions(session, down_to=places)
        done(1)
        company = build_company(session, draw, today)
        grant_roles(session, company)
        done(2)
        accounts = open_accounts(session, company)
        done(3)
        over = ground(session)
        insert_rows(session, Customer, entered_twice(list(islice(customer_rows(over, seed, 0), customers))))
        done(4)
        _papers(session, company, draw, today)
        done(5)
        steps = play_cases(session, over, draw, seed, customers)
        done(6)
        return Demo(accounts, session.query(Customer).count(), steps)


def _papers(session: Session, company: Company, draw: Random, today: date) -> None:
    """What is on file about the customers, and the archive room with its volumes."""
    fill_archives(session, company, draw, today)
    fill_store(session, company, draw, today)
    fill_it_operations(session, draw, today)
    fill_sales(session, company, today)
    fill_filings(session, draw, company, today)
    fill_governance(session, draw, today)
    fill_incentives(session, draw, today)
