"""K4.9: a deputy holds what is the principal's, on the principal's rows, as long as the delegation runs and not longer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level, Scope
from domain.areas import Area
from domain.errors import Refused
from models.access.account import Account
from models.access.role import Role, RoleGrant, RoleKind
from models.access.rules import ActionRule, AreaRule, ClearanceName
from models.customers.customer import Customer
from models.fence import act, bits_of
from models.organisation.appointment import Appointment, Post
from models.organisation.delegation import Delegation
from models.organisation.employee import Employee
from operations.moves import perform
from operations.rights import PlanStore, policy_version
from permissions.actor import Authority, System
from tests.factories import make
from tests.models.scenes import Town, a_town

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # noon in Shanghai
MIDNIGHT = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


@pytest.fixture
def account(session: Session, town: Town) -> Account:
    """The account of 王, who stands in for 李."""
    record: Account = make(session, "account", holder=town.wang, active=True)
    return record


def role(
    session: Session, code: str, scope: Scope, *, kind: RoleKind = RoleKind.BUSINESS, writes: bool = False, parents: tuple[str, ...] = ()
) -> Role:
    """A role for customers: view on the rows of ``scope``, edit as well when it writes."""
    above = list(session.scalars(select(Role).where(Role.code.in_(parents))))
    made = Role(code=code, title=code, kind=kind, parents=above)
    session.add(made)
    session.flush()
    top = ClearanceName.SECRET if writes else None
    session.add(AreaRule(role_id=made.id, area=Area.CUSTOMERS, reads=ClearanceName.SECRET if writes else ClearanceName.INTERNAL, writes=top))
    for action in (Action.VIEW, Action.EDIT) if writes else (Action.VIEW,):
        session.add(ActionRule(role_id=made.id, register_key="customer", action=action, scope=scope))
    session.flush()
    return made


def give(session: Session, role: Role, **to: object) -> RoleGrant:
    grant = RoleGrant(role_id=role.id, reason="test", **to)
    session.add(grant)
    session.flush()
    return grant


def lend(session: Session, principal: int, deputy: int, from_on: date = TODAY, until_on: date = TODAY) -> Delegation:
    found: Delegation = make(session, "delegation", principal=principal, deputy=deputy, from_on=from_on, until_on=until_on)
    return found


def now_as(session: Session, account: Account, now: datetime = NOW, store: PlanStore | None = None) -> Authority:
    act(session, System("test"))
    found = (store or PlanStore()).authority(session, account.id, policy_version(session), now)
    assert found is not None
    return found


def seen(session: Session, who: Authority) -> set[int]:
    act(session, who)
    found = set(session.scalars(select(Customer.id)))
    act(session, System("test"))
    return found


# ---- what a deputy holds ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", [Scope.OWN, Scope.DEPARTMENT, Scope.SUBTREE])
def test_a_deputy_sees_the_rows_of_the_one_he_stands_in_for(session: Session, town: Town, account: Account, scope: Scope) -> None:
    """K4.9: 李 of the south is away, 王 of the north decides for him."""
    give(session, role(session, "south", scope), person_id=town.li)
    assert seen(session, now_as(session, account)) == set()
    lend(session, town.li, town.wang)
    assert seen(session, now_as(session, account)) == {town.of_south}


def test_neither_role_reaches_the_rows_of_the_other_person(session: Session, town: Town, account: Account) -> None:
    """王 reads his department, 李 edits his: standing in for 李, 王 still edits nothing of his own department."""
    give(session, role(session, "reads", Scope.DEPARTMENT), person_id=town.wang)
    give(session, role(session, "edits", Scope.DEPARTMENT, writes=True), person_id=town.li)
    lend(session, town.li, town.wang)
    who = now_as(session, account)
    act(session, who)
    own, his = session.get_one(Customer, town.of_north), session.get_one(Customer, town.of_south)
    assert bits_of(session, own, Action.EDIT) == 0
    assert bits_of(session, his, Action.EDIT)
    levels = {
        record.id: who.plan.level("customer", "credit_record", Channel.DETAILS, bits=bits_of(session, record, Action.VIEW))
        for record in (own, his)
    }
    assert levels == {town.of_north: Level.HIDDEN, town.of_south: Level.WRITE - 1}


@pytest.mark.parametrize(
    ("first", "last", "now", "holds"),
    [
        (TODAY, TODAY, NOW, True), (TODAY - DAY, TODAY + DAY, NOW, True), (TODAY + DAY, TODAY + DAY, NOW, False),
        (TODAY - DAY, TODAY - DAY, NOW, False), (TODAY, TODAY, MIDNIGHT - SECOND, True), (TODAY, TODAY, MIDNIGHT, False),
        (TODAY + DAY, TODAY + DAY, MIDNIGHT, True),
    ],
)  # fmt: skip
def test_it_runs_from_the_first_to_the_last_day_of_the_office(
    session: Session, town: Town, account: Account, first: date, last: date, now: datetime, holds: bool
) -> None:
    """K4.9, to the second, from one plan store that nobody tells anything."""
    give(session, role(session, "south", Scope.DEPARTMENT), person_id=town.li)
    lend(session, town.li, town.wang, first, last)
    store = PlanStore()
    now_as(session, account, now - 2 * SECOND, store)
    assert bool(seen(session, now_as(session, account, now, store))) is holds


def test_it_ends_with_the_grant_of_the_principal_to_the_second(session: Session, town: Town, account: Account) -> None:
    give(session, role(session, "south", Scope.DEPARTMENT), person_id=town.li, until_at=NOW + SECOND)
    lend(session, town.li, town.wang)
    store = PlanStore()
    assert seen(session, now_as(session, account, NOW, store)) == {town.of_south}
    assert seen(session, now_as(session, account, NOW + SECOND, store)) == set()


@pytest.mark.parametrize("kind", list(RoleKind))
def test_administration_and_emergencies_are_not_handed_on(session: Session, town: Town, account: Account, kind: RoleKind) -> None:
    give(session, role(session, "south", Scope.ALL, kind=kind), person_id=town.li)
    lend(session, town.li, town.wang)
    assert bool(now_as(session, account).person.standing_in) is (kind in (RoleKind.BASE, RoleKind.BUSINESS))


def test_a_role_that_inherits_administration_is_not_handed_on_either(session: Session, town: Town, account: Account) -> None:
    role(session, "power", Scope.ALL, kind=RoleKind.ADMIN)
    role(session, "between", Scope.OWN, parents=("power",))
    give(session, role(session, "harmless", Scope.OWN, parents=("between",)), person_id=town.li)
    lend(session, town.li, town.wang)
    assert seen(session, now_as(session, account)) == set()


def test_there_are_no_chains(session: Session, town: Town, account: Account) -> None:
    """K4.9: a deputy cannot delegate further: 赵 → 李 → 王 gives 王 nothing of 赵."""
    zhao = make(session, "employee", name="赵", department=town.south).id
    give(session, role(session, "south", Scope.DEPARTMENT), person_id=zhao)
    session.add(Appointment(holder_id=zhao, post=Post.DEPARTMENT_MANAGER, department_id=town.south, from_on=TODAY))
    lend(session, zhao, town.li)
    lend(session, town.li, town.wang)
    assert now_as(session, account).person.standing_in == ()


@pytest.mark.parametrize("gone", ["left", "off", "ended"])
def test_nobody_stands_in_for_who_has_gone(session: Session, town: Town, account: Account, gone: str) -> None:
    give(session, role(session, "south", Scope.DEPARTMENT), person_id=town.li)
    lend(session, town.li, town.wang)
    his = make(session, "account", holder=town.li, active=True)
    assert now_as(session, account).person.standing_in
    if gone == "left":
        session.get_one(Employee, town.li).left_on = TODAY - DAY
    elif gone == "off":
        his.active = False
    else:
        his.ends_on = TODAY
    session.flush()
    assert now_as(session, account).person.standing_in == ()


def test_two_deputies_with_the_same_roles_share_a_plan_and_not_their_rows(session: Session, town: Town, account: Account) -> None:
    zhao = make(session, "employee", name="赵", department=town.office).id
    other = make(session, "account", holder=zhao, active=True)
    give(session, role(session, "any", Scope.DEPARTMENT), post=Post.DEPARTMENT_MANAGER)
    qian = make(session, "employee", name="钱", department=town.north).id
    for person, place in ((town.li, town.south), (qian, town.north)):
        session.add(Appointment(holder_id=person, post=Post.DEPARTMENT_MANAGER, department_id=place, from_on=TODAY))
    lend(session, town.li, town.wang)
    lend(session, qian, zhao)
    store = PlanStore()
    one, two = now_as(session, account, store=store), now_as(session, other, store=store)
    assert one.plan is two.plan
    assert seen(session, one) == {town.of_south}
    assert seen(session, two) == {town.of_wang, town.of_north}


# ---- what it is good for ---------------------------------------------------------------------------------------------


def deciding(session: Session, town: Town, account: Account) -> tuple[Authority, int]:
    """王 stands in for 赵, who manages the north; 王 himself belongs to the south."""
    session.get_one(Employee, town.wang).department_id = town.south
    zhao = make(session, "employee", name="赵", department=town.north).id
    session.add(Appointment(holder_id=zhao, post=Post.DEPARTMENT_MANAGER, department_id=town.north, from_on=TODAY))
    made = role(session, "heads", Scope.DEPARTMENT, writes=True)
    for register, action in (("archive_view_request", "view"), ("archive_view_request", "approve"), ("customer", "view")):
        session.add(ActionRule(role_id=made.id, register_key=register, action=action, scope=Scope.DEPARTMENT))
    give(session, made, person_id=zhao)
    lend(session, zhao, town.wang)
    return now_as(session, account), zhao


def test_a_deputy_decides_by_the_post_of_his_principal(session: Session, town: Town, account: Account) -> None:
    """K4.9 and K7.8."""
    who, _zhao = deciding(session, town, account)
    assert who.person.held_for(Post.DEPARTMENT_MANAGER) == "赵"
    assert who.reason == "代理 赵"
    qian = make(session, "employee", name="钱", department=town.north).id
    request = make(session, "archive_view_request", customer=town.of_north, applicant=qian, department=town.north)
    act(session, who)
    perform(session, request, "approve", {"opinion": "可以"})


def test_a_deputy_does_not_decide_what_his_principal_asks_for(session: Session, town: Town, account: Account) -> None:
    """K7.8: or whoever may not decide his own request would let his deputy do it."""
    who, zhao = deciding(session, town, account)
    request = make(session, "archive_view_request", customer=town.of_north, applicant=zhao, department=town.north)
    act(session, who)
    with pytest.raises(Refused):
        perform(session, request, "approve", {"opinion": "可以"})
