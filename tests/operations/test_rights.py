"""From stored rules to an authority: who holds which role now, to the second, and when the answer must be asked again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Clearance, Level, Scope
from domain.areas import Area
from models import all as models_all
from models.access.account import Account
from models.access.role import Role, RoleGrant
from models.access.rules import AboveName, ActionRule, AreaRule, ClearanceName, FieldCap, FieldRule, LevelName
from models.governance.setting import Setting, SettingName
from models.organisation.appointment import Appointment, Post
from models.organisation.employee import Employee
from operations.rights import (
    PlanStore,
    areas_off,
    catalogue,
    person_of,
    policy_version,
    read_caps,
    read_rights,
    read_settings,
)
from operations.standing import roles_held, subtree
from permissions.actor import Person
from tests.factories import make
from tests.models.scenes import Town, a_town

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # noon in Shanghai
MIDNIGHT = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TODAY = date(2026, 11, 21)


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


@pytest.fixture
def account(session: Session, town: Town) -> Account:
    """The account of 王."""
    record: Account = make(session, "account", holder=town.wang, active=True)
    return record


def a_role(session: Session, code: str) -> int:
    role = Role(code=code, title=code)
    session.add(role)
    session.flush()
    return role.id


def grant(session: Session, code: str, **to: object) -> RoleGrant:
    """The role ``code``, made when it is new, given to somebody."""
    known = session.scalar(select(Role.id).where(Role.code == code))
    given = RoleGrant(role_id=known or a_role(session, code), reason="test", **to)
    session.add(given)
    session.flush()
    return given


def person(session: Session, account: Account, now: datetime = NOW) -> Person:
    found = person_of(session, account, now.date())
    assert found is not None
    return found


def held(session: Session, account: Account, now: datetime = NOW) -> tuple[set[str], datetime]:
    roles, until = roles_held(session, person(session, account), now)
    return set(roles), until


# ---- who holds what ------------------------------------------------------------------------------------------------


def test_a_grant_to_a_person_is_his_alone(session: Session, town: Town, account: Account) -> None:
    grant(session, "mine", person_id=town.wang)
    grant(session, "his", person_id=town.li)
    assert held(session, account) == ({"mine"}, MIDNIGHT)


def test_a_grant_to_a_department_reaches_the_departments_below_it(session: Session, town: Town, account: Account) -> None:
    grant(session, "own", department_id=town.north)
    grant(session, "above", department_id=town.office)
    grant(session, "beside", department_id=town.south)
    assert held(session, account)[0] == {"own", "above"}


def test_a_grant_to_a_post_is_held_while_one_is_in_post(session: Session, town: Town, account: Account) -> None:
    grant(session, "posted", post=Post.ARCHIVIST)
    assert held(session, account)[0] == set()
    post = Appointment(holder_id=town.wang, post=Post.ARCHIVIST, from_on=TODAY, until_on=TODAY)
    session.add(post)
    session.flush()
    assert held(session, account)[0] == {"posted"}
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        found = person_of(session, account, day)
        assert found is not None
        assert found.posts == frozenset()


@pytest.mark.parametrize(
    ("starts", "ends", "holds", "until"),
    [
        (None, None, True, MIDNIGHT), (NOW, None, True, MIDNIGHT), (NOW + SECOND, None, False, NOW + SECOND), (NOW - SECOND, NOW + SECOND, True, NOW + SECOND),
        (None, NOW, False, MIDNIGHT), (None, NOW + SECOND, True, NOW + SECOND), (NOW + timedelta(days=2), None, False, MIDNIGHT),
    ],
)  # fmt: skip
def test_a_grant_begins_and_ends_to_the_second(
    session: Session, town: Town, account: Account, starts: datetime | None, ends: datetime | None, holds: bool, until: datetime
) -> None:
    grant(session, "timed", person_id=town.wang, from_at=starts, until_at=ends)
    assert held(session, account) == ({"timed"} if holds else set(), until)


def test_the_role_of_a_principal_is_held_for_him_and_not_as_ones_own(session: Session, town: Town, account: Account) -> None:
    """K4.9; what a deputy may do with it is in test_standing.py."""
    make(session, "delegation", principal=town.li, deputy=town.wang, from_on=TODAY, until_on=TODAY)
    grant(session, "his", person_id=town.li)
    assert held(session, account)[0] == set()
    found = PlanStore().authority(session, account.id, policy_version(session), NOW)
    assert found is not None
    assert [(one.person_id, one.roles) for one in found.person.standing_in] == [(town.li, {"his"})]


@pytest.mark.parametrize(
    ("change", "enters"),
    [
        ({"active": False}, False), ({"ends_on": TODAY}, False), ({"ends_on": TODAY + timedelta(days=1)}, True), ({}, True),
    ],
)  # fmt: skip
def test_an_account_that_is_off_or_has_ended_is_nobody(
    session: Session, account: Account, change: dict[str, object], enters: bool
) -> None:
    for key, value in change.items():
        setattr(account, key, value)
    assert (person_of(session, account, TODAY) is not None) is enters


@pytest.mark.parametrize(("left", "enters"), [(TODAY - timedelta(days=1), False), (TODAY, True), (None, True)])
def test_whoever_has_left_is_nobody_from_the_next_day_on(
    session: Session, town: Town, account: Account, left: date | None, enters: bool
) -> None:
    session.get_one(Employee, town.wang).left_on = left
    session.flush()
    assert (person_of(session, account, TODAY) is not None) is enters


def test_departments_in_a_circle_do_not_hang(session: Session, town: Town, account: Account) -> None:
    department = models_all.load()["department"].model
    session.get_one(department, town.office).above_id = town.north  # type: ignore[attr-defined]
    session.flush()
    assert subtree(session, town.north) == {town.north, town.office, town.south}
    grant(session, "above", department_id=town.office)
    assert held(session, account)[0] == {"above"}


# ---- rules ---------------------------------------------------------------------------------------------------------


def test_stored_rules_are_read_as_they_were_written(session: Session) -> None:
    parent, role = a_role(session, "parent"), a_role(session, "child")
    session.get_one(Role, role).parents = [session.get_one(Role, parent)]
    session.add(AreaRule(role_id=role, area=Area.CUSTOMERS, reads=ClearanceName.PERSONAL, writes=ClearanceName.OPEN, above=AboveName.MASKED))
    for scope in (Scope.OWN, Scope.DEPARTMENT):
        session.add(ActionRule(role_id=role, register_key="customer", action="view", scope=scope))
    session.add(FieldRule(role_id=role, register_key="customer", field_key="name", level=LevelName.MASKED, channel=Channel.EXPORT))
    session.flush()
    rights = read_rights(session)["child"]
    assert rights.areas[Area.CUSTOMERS].reads is Clearance.PERSONAL
    assert rights.areas[Area.CUSTOMERS].writes is Clearance.OPEN
    assert rights.areas[Area.CUSTOMERS].above is Level.MASKED
    assert rights.actions == {("customer", "view"): frozenset({Scope.OWN, Scope.DEPARTMENT})}
    assert rights.fields == {("customer", "name", Channel.EXPORT): Level.MASKED}
    assert rights.parents == {"parent"}


def test_of_two_caps_the_lower_one_holds(session: Session) -> None:
    for level in (LevelName.READ, LevelName.HIDDEN, LevelName.MASKED):
        session.add(FieldCap(register_key="customer", field_key="name", level=level, reason="test"))
    session.flush()
    assert read_caps(session) == {("customer", "name", None): Level.HIDDEN}


@pytest.mark.parametrize(
    ("value", "off"),
    [("customers, incentives", {Area.CUSTOMERS, Area.INCENTIVES}), ("customers，lending", {Area.CUSTOMERS, Area.LENDING}), ("nothing", set())],
)
def test_areas_are_switched_off_by_a_setting(session: Session, value: str, off: set[Area]) -> None:
    session.add(Setting(name=SettingName.AREAS_OFF, value=value))
    session.flush()
    assert areas_off(read_settings(session)) == off
    known = catalogue(areas_off(read_settings(session)))
    assert ("customer" in known) is (Area.CUSTOMERS not in off)


def test_nobody_switches_off_the_room_with_the_switches() -> None:
    known = catalogue(frozenset(Area))
    assert {facts.area for facts in known.values()} == {Area.ORGANISATION, Area.ACCESS}


def test_a_journal_offers_no_action_that_writes() -> None:
    known = catalogue()
    assert known["audit_entry"].actions == {Action.VIEW, Action.EXPORT, Action.PRINT, Action.HISTORY}
    assert {"file", "return", "resubmit", "view"} <= known["registration"].actions


# ---- the policy moves ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [key for key, register in models_all.load().items() if register.steers_access])
def test_every_change_that_may_change_rights_moves_the_policy(session: Session, key: str) -> None:
    before = policy_version(session)
    record = make(session, key)
    created = policy_version(session)
    session.delete(record)
    session.flush()
    assert before < created < policy_version(session)


def test_a_change_that_has_nothing_to_do_with_rights_leaves_it(session: Session, town: Town) -> None:
    before = policy_version(session)
    make(session, "contact", customer=town.of_wang)
    assert policy_version(session) == before


def test_whatever_the_rights_rest_on_moves_the_policy() -> None:
    registers = models_all.load()
    rests_on = {
        "account", "employee", "department", "appointment", "role", "role_grant", "area_rule", "action_rule", "field_rule", "field_cap", "setting",
    }  # fmt: skip
    assert rests_on <= {key for key, register in registers.items() if register.steers_access}


def test_a_plan_is_kept_until_the_policy_moves_and_an_answer_until_its_moment(session: Session, town: Town, account: Account) -> None:
    role = a_role(session, "reader")
    session.add(ActionRule(role_id=role, register_key="customer", action="view", scope=Scope.ALL))
    given = grant(session, "reader", person_id=town.wang, until_at=NOW + SECOND)
    store = PlanStore()
    version = policy_version(session)
    first = store.authority(session, account.id, version, NOW)
    assert first is not None
    assert first.may("customer", "view")
    again = store.authority(session, account.id, version, NOW)
    assert again is not None
    assert again.plan is first.plan
    ended = store.authority(session, account.id, version, NOW + SECOND)
    assert ended is not None
    assert not ended.may("customer", "view"), "without a job, without a change of any rule"
    given.until_at = None
    session.flush()
    assert policy_version(session) > version
    back = store.authority(session, account.id, policy_version(session), NOW + SECOND)
    assert back is not None
    assert back.may("customer", "view")


def test_an_account_that_ends_gets_no_authority_any_more(session: Session, town: Town, account: Account) -> None:
    store = PlanStore()
    assert store.authority(session, account.id, policy_version(session), NOW) is not None
    account.active = False
    session.flush()
    assert store.authority(session, account.id, policy_version(session), NOW) is None
    assert store.authority(session, 999_999, policy_version(session), NOW) is None


def test_people_with_the_same_roles_share_one_plan(session: Session, town: Town, account: Account) -> None:
    other = make(session, "account", holder=town.li, active=True)
    grant(session, "both", department_id=town.office)
    store = PlanStore()
    version = policy_version(session)
    one, two = (store.authority(session, key, version, NOW) for key in (account.id, other.id))
    assert one is not None
    assert two is not None
    assert one.plan is two.plan
    assert one.person != two.person
