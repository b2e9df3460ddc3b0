"""Recent cases of the demo company, done step by step by the people themselves through the same operations as the screens."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.calendar import WorkingCalendar
from domain.values import OFFICE_ZONE
from models.access.account import Account
from models.customers.customer import Customer
from models.fence import act, acting
from models.organisation.appointment import Appointment, Post
from models.register import registers
from operations import moves, records
from operations.demo.archive import CHANGES
from operations.demo.customers import Ground, customer_rows
from operations.demo.people import pick
from operations.rights import PlanStore, policy_version
from operations.working_days import five_working_days_after, working_calendar
from permissions.actor import Authority

Deed = Callable[[], Any]
PURPOSES = ("准备年度框架合同谈判", "核对历史报价", "处理客户投诉需了解往来情况", "编制客户回访计划", "信用额度复审", "客户交接前了解情况")
POINTERS = {"division_id": "division", "department_id": "department", "manager_id": "manager"}


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does at a moment."""

    at: datetime
    actor: str
    deed: Deed


@dataclass(slots=True)
class Stage:
    """The people with accounts, the customers they know, and the steps so far."""

    session: Session
    draw: Random
    now: datetime
    calendar: WorkingCalendar
    people: Mapping[str, Authority]
    customers: Mapping[str, Sequence[int]]
    """Account code → customers of his department (his own for a customer manager)."""
    steps: list[Step] = field(default_factory=list)

    def add(self, day: date, actor: str, deed: Deed) -> None:
        """Plan a step in the office hours of ``day`` or the next working day; what lies ahead is left out."""
        while not self.calendar.is_working(day):
            day += timedelta(days=1)
        minute = int(self.draw.random() * 510)
        at = datetime.combine(day, time(8, 30), OFFICE_ZONE) + timedelta(minutes=minute)
        if at <= self.now:
            self.steps.append(Step(at, actor, deed))

    def create(self, register: str, values: Mapping[str, Any]) -> Any:
        """A new record, made by whoever acts."""
        return records.create(self.session, registers[register], values)

    def move(self, record: Any, name: str, opinion: str = "") -> Any:
        """A move of ``record``, taken by whoever acts."""
        needs = record.register.workflow.by_name[name].needs
        return moves.perform(self.session, record, name, dict.fromkeys(needs, opinion))


def play_cases(session: Session, over: Ground, draw: Random, seed: int, first: int) -> int:
    """Let the people of the demo company file, return, ask and decide over the last weeks; returns the number of steps."""
    stage = _set_stage(session, draw)
    days = _working_days_before(stage, 45)
    _new_customers(stage, over, seed, first, days)
    _changes(stage, days)
    _requests(stage, days)
    for step in sorted(stage.steps, key=lambda one: one.at):
        with _as(session, stage.people[step.actor], step.at):
            step.deed()
    return len(stage.steps)


def _set_stage(session: Session, draw: Random) -> Stage:
    now = session.info["clock"]()
    store, version = PlanStore(), policy_version(session)
    accounts = session.execute(select(Account.code, Account.id)).tuples().all()
    people = {code: found for code, key in accounts if (found := store.authority(session, key, version, now, address="demo"))}
    customers: dict[str, Sequence[int]] = {}
    for code, authority in people.items():
        known = select(Customer.id).order_by(Customer.id)
        own = code.startswith("manager")
        place = Customer.manager_id == authority.person.person_id if own else Customer.department_id == authority.person.department_id  # type: ignore[attr-defined]
        customers[code] = session.scalars(known.where(place)).all()
    calendar = working_calendar(range(now.year - 1, now.year + 2))
    return Stage(session, draw, now, calendar, people, customers)


@contextmanager
def _as(session: Session, authority: Authority, moment: datetime) -> Iterator[None]:
    before = session.info["clock"]
    try:
        with acting(session, authority):
            act(session, authority, clock=lambda: moment)
            yield
    finally:
        session.info["clock"] = before


def _working_days_before(stage: Stage, count: int) -> list[date]:
    """The last ``count`` working days, oldest first, the present day not among them."""
    today = stage.now.astimezone(OFFICE_ZONE).date()
    days = [today - timedelta(days=n) for n in range(1, count * 2)]
    return sorted([day for day in days if stage.calendar.is_working(day)][:count])


def _new_customers(stage: Stage, over: Ground, seed: int, first: int, days: list[date]) -> None:
    """K7.6: found, entered, filed in time, late, returned, or still open."""
    rows = customer_rows(over, seed, first)
    finders = ("manager01", "manager02", "clerk01", "clerk02")
    for number, found_on in enumerate(days[::2]):
        finder = finders[number % len(finders)]
        _new_customer(stage, finder, _for(stage, finder, next(rows), found_on), found_on, number)


def _for(stage: Stage, finder: str, row: Mapping[str, Any], found_on: date) -> dict[str, Any]:
    person = stage.people[finder].person
    values = {POINTERS.get(key, key): value for key, value in row.items()} | {"opened_on": found_on, "verified_on": found_on}
    values["department"] = person.department_id
    values["manager"] = person.person_id if finder.startswith("manager") else _manager_beside(stage, person.department_id)
    return values


def _manager_beside(stage: Stage, department: int | None) -> int:
    held = select(Appointment.holder_id).where(Appointment.post == Post.CUSTOMER_MANAGER, Appointment.department_id == department)
    return stage.session.scalars(held.order_by(Appointment.holder_id)).all()[int(stage.draw.random() * 4)]


def _new_customer(stage: Stage, finder: str, values: dict[str, Any], found_on: date, number: int) -> None:
    kept: dict[str, Any] = {}
    due = five_working_days_after(found_on)
    person = stage.people[finder].person.person_id

    def enter() -> None:
        kept["customer"] = stage.create("customer", values)
        filing = {"customer": kept["customer"].id, "contacted_on": found_on, "applicant": person}
        kept["filing"] = stage.create("registration", filing)

    stage.add(found_on, finder, enter)
    match number % 8:
        case 5:
            late = due + timedelta(days=4)
            stage.add(late, "filing01", lambda: stage.move(kept["filing"], "file"))
        case 6:
            stage.add(due, "filing01", lambda: stage.move(kept["filing"], "return", "缺主管单位和联系人职务,请补充。"))
        case 7:
            stage.add(found_on + timedelta(days=2), "filing01", lambda: stage.move(kept["filing"], "return", "企业性质与执照不符,请核对。"))
            stage.add(due, finder, lambda: stage.move(kept["filing"], "resubmit"))
            stage.add(due + timedelta(days=1), "filing01", lambda: stage.move(kept["filing"], "file"))
        case 4:
            pass  # nobody has taken it up: overdue, unless it is of this week
        case _:
            stage.add(found_on + timedelta(days=3), "filing01", lambda: stage.move(kept["filing"], "file"))


def _changes(stage: Stage, days: list[date]) -> None:
    """K7.7: changes at registered customers; every fifth is late, the newest are open."""
    for number, changed_on in enumerate(days[1::4]):
        actor = ("manager01", "clerk01", "manager02", "clerk02")[number % 4]
        kept: dict[str, Any] = {}
        values = {
            "customer": _one(stage, actor), "changed_on": changed_on, "change": f"{pick(stage.draw, CHANGES)},附《客户信息维护表》。",
            "applicant": stage.people[actor].person.person_id,
        }  # fmt: skip
        stage.add(changed_on, actor, lambda kept=kept, values=values: kept.update(filing=stage.create("registration_change", values)))
        done_on = five_working_days_after(changed_on) + timedelta(days=3 if number % 5 == 0 else -1)
        if number % 7 != 3:
            stage.add(done_on, "filing01", lambda kept=kept: stage.move(kept["filing"], "file"))


def _requests(stage: Stage, days: list[date]) -> None:
    """K7.8 inside the department: its manager decides; K7.9 across departments: the general manager."""
    inside, across = ("clerk01", "manager01"), ("complaint01", "filing01", "archive01", "clerk02", "manager02")
    for number, asked_on in enumerate(days[::2] + days[-2:]):
        own = number % 2 == 0
        actor = inside[number // 2 % 2] if own else across[number // 2 % 5]
        decider = "head01" if own else "boss01"
        _request(stage, actor, decider, asked_on, number)


def _request(stage: Stage, actor: str, decider: str, asked_on: date, number: int) -> None:
    kept: dict[str, Any] = {}
    values = {"customer": _one(stage, actor), "purpose": pick(stage.draw, PURPOSES), "until_on": asked_on + timedelta(days=30)}
    stage.add(asked_on, actor, lambda: kept.update(request=stage.create("archive_view_request", values)))
    decided_on = asked_on + timedelta(days=1 + number % 3)
    match number % 7:
        case 3:
            stage.add(decided_on, decider, lambda: stage.move(kept["request"], "reject", "事由不足,请说明用途后再申请。"))
        case 5:
            stage.add(decided_on, actor, lambda: stage.move(kept["request"], "withdraw"))
        case 6:
            pass
        case _:
            stage.add(decided_on, decider, lambda: stage.move(kept["request"], "approve", "同意,限查阅,不得复制外传。"))


def _one(stage: Stage, actor: str) -> int:
    # Who has no customers in his department asks for those of 销售一部, which is another one.
    known = stage.customers[actor] or stage.customers["head01"]
    return known[int(stage.draw.random() * len(known))]
