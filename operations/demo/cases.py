"""Recent cases of the demo company: filings and requests in every state, told as tables of who does what when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.rules import CustomerRule
from models.customers.customer import Customer
from models.customers.registration import Registration
from models.organisation.appointment import Appointment, Post
from operations.demo.complaints import play_complaints
from operations.demo.customers import Ground, customer_rows
from operations.demo.people import pick
from operations.demo.public_complaints import play_public
from operations.demo.relations import play_relations
from operations.demo.service import play_service
from operations.demo.stage import Stage, set_stage
from operations.demo.words import CHANGES, PURPOSES
from operations.rule_numbers import rule
from operations.working_days import working_days_after

DAYS_BACK = 45
APPLICANT, DECIDER = "applicant", "decider"
FINDERS = ("manager01", "manager02", "clerk01", "clerk02")
# K7.8: customers of the own department; K7.9: of another one, which these see without personal data.
INSIDE, ACROSS = ("clerk01", "manager01"), ("complaint01", "filing01", "archive01")


@dataclass(frozen=True, slots=True)
class Turn:
    """A move that somebody takes some days after the beginning, or with ``past_due`` so many after the due date."""

    by: str
    move: str
    after: int = 0
    past_due: int | None = None
    opinion: str = ""


Story = tuple[Turn, ...]
IN_TIME: Story = (Turn("filing01", "file", after=3),)
LATE: Story = (Turn("filing01", "file", past_due=4),)
NEGLECTED: Story = ()
SENT_BACK: Story = (Turn("filing01", "return", past_due=0, opinion="缺主管单位和联系人职务，请补充。"),)
SENT_BACK_AND_FILED: Story = (
    Turn("filing01", "return", after=2, opinion="企业性质与执照不符，请核对。"),
    Turn(APPLICANT, "resubmit", past_due=-1),
    Turn("filing01", "file", past_due=0),
)
FILING_STORIES = (IN_TIME, IN_TIME, SENT_BACK_AND_FILED, IN_TIME, NEGLECTED, LATE, IN_TIME, SENT_BACK)
CHANGE_STORIES = (IN_TIME, LATE, IN_TIME, NEGLECTED, IN_TIME, SENT_BACK_AND_FILED)
AGREED: Story = (Turn(DECIDER, "approve", after=1, opinion="同意，限查阅，不得复制外传。"),)
REFUSED: Story = (Turn(DECIDER, "reject", after=2, opinion="事由不足，请说明用途后再申请。"),)
TAKEN_BACK: Story = (Turn(APPLICANT, "withdraw", after=1),)
REQUEST_STORIES = (AGREED, AGREED, REFUSED, AGREED, TAKEN_BACK, AGREED, NEGLECTED)


def play_cases(session: Session, over: Ground, draw: Random, seed: int, first: int) -> int:
    """Let the people file, return, ask and decide over the last weeks; returns the number of steps."""
    stage = set_stage(session, draw)
    days = stage.working_days(DAYS_BACK)
    _new_customers(stage, over, seed, first, days[::2])
    _changes(stage, days[1::3])
    _requests(stage, days[::2] + days[-2:])
    play_complaints(stage)
    play_public(stage)
    play_service(stage)
    play_relations(stage)
    return stage.play()


def _new_customers(stage: Stage, over: Ground, seed: int, first: int, days: Sequence[date]) -> None:
    """K7.6: found and entered, then filed in time, late, after a return, or not yet."""
    rows = customer_rows(over, seed, first)
    for number, found_on in enumerate(days):
        finder = FINDERS[number % len(FINDERS)]
        _new_customer(stage, finder, next(rows), found_on, FILING_STORIES[number % len(FILING_STORIES)])


def _new_customer(stage: Stage, finder: str, row: Mapping[str, Any], found_on: date, story: Story) -> None:
    person = stage.person(finder)
    manager = person.person_id if finder.startswith("manager") else _first_manager(stage, person.department_id)
    place = {"department": person.department_id, "manager": manager, "division": row["division_id"]}
    dates = {"opened_on": found_on, "verified_on": found_on}
    values = {key: value for key, value in row.items() if not key.endswith("_id")} | place | dates
    case: dict[str, Any] = {}

    def enter() -> None:
        customer = stage.create("customer", values)
        # K7.6: the account has begun its registration.
        case["record"] = stage.session.scalars(select(Registration).where(Registration.customer_id == customer.id)).one()

    _tell(stage, story, case, {APPLICANT: finder}, stage.plan(found_on, finder, enter))


def _first_manager(stage: Stage, department: int | None) -> int:
    post = Appointment.__table__.c
    held = select(post.holder_id).where(post.post == Post.CUSTOMER_MANAGER, post.department_id == department)
    return int(stage.session.scalars(held.order_by(post.holder_id).limit(1)).one())


def _changes(stage: Stage, days: Sequence[date]) -> None:
    """K7.7: changes at registered customers."""
    for number, changed_on in enumerate(days):
        actor = FINDERS[number % len(FINDERS)]
        values = {
            "customer": _known_to(stage, actor), "changed_on": changed_on, "applicant": stage.person(actor).person_id,
            "change": f"{pick(stage.draw, CHANGES)}，附《客户信息维护表》。",
        }  # fmt: skip
        story = CHANGE_STORIES[number % len(CHANGE_STORIES)]
        _open(stage, actor, "registration_change", values, story, {APPLICANT: actor}, changed_on)


def _requests(stage: Stage, days: Sequence[date]) -> None:
    """K7.8 inside the department: its manager decides; K7.9 across departments: the general manager."""
    for number, asked_on in enumerate(days):
        inside = number % 2 == 0
        actors = INSIDE if inside else ACROSS
        actor = actors[number // 2 % len(actors)]
        values = {
            "customer": _known_to(stage, actor if inside else "head01"), "purpose": pick(stage.draw, PURPOSES),
            "until_on": asked_on + timedelta(days=30),
        }  # fmt: skip
        roles = {APPLICANT: actor, DECIDER: "head01" if inside else "boss01"}
        story = REQUEST_STORIES[number % len(REQUEST_STORIES)]
        _open(stage, actor, "archive_view_request", values, story, roles, asked_on)


def _known_to(stage: Stage, code: str) -> int:
    """A customer of this person's own, or of his department."""
    person, customer = stage.person(code), Customer.__table__.c
    own = code.startswith("manager")
    where = customer.manager_id == person.person_id if own else customer.department_id == person.department_id
    known = stage.session.scalars(select(customer.id).where(where).order_by(customer.id)).all()
    return int(known[int(stage.draw.random() * len(known))])


def _open(
    stage: Stage,
    actor: str,
    register: str,
    values: Mapping[str, Any],
    story: Story,
    roles: Mapping[str, str],
    day: date,
) -> None:
    case: dict[str, Any] = {}

    def enter() -> None:
        case["record"] = stage.create(register, values)

    _tell(stage, story, case, roles, stage.plan(day, actor, enter))


def _tell(stage: Stage, story: Story, case: Mapping[str, Any], roles: Mapping[str, str], begun_on: date) -> None:
    due, last = working_days_after(stage.session, begun_on, rule(stage.session, CustomerRule.REGISTRATION_DAYS)), begun_on
    for turn in story:
        day = begun_on + timedelta(days=turn.after) if turn.past_due is None else due + timedelta(days=turn.past_due)

        def take(turn: Turn = turn) -> None:
            stage.move(case["record"], turn.move, turn.opinion)

        # Days off push steps together, and then the second would come before the first.
        last = stage.plan(max(day, last + timedelta(days=1)), roles.get(turn.by, turn.by), take)
