"""Who holds which role by which path: the same roles as at sign-in, with the way to each of them and its time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from models.access.account import Account
from models.access.role import Role, RoleGrant, RoleKind
from models.fence import act
from models.organisation.appointment import Appointment, Post
from models.organisation.delegation import Delegation
from models.organisation.employee import Employee
from operations.holding_words import HoldingWords
from operations.holdings import first_records, holdings, in_force, midnight, people_now
from operations.rights import PlanStore, policy_version
from permissions.actor import Authority, System
from permissions.separation import Holding, Via
from tests.demo_company import NOW, demo_company
from tests.factories import id_card, make
from tests.models.scenes import Town, a_town
from tests.operations.test_rights import grant

TODAY, DAY = date(2026, 11, 21), timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def town(session: Session) -> Town:
    act(session, System("test"), clock=lambda: NOW)
    return a_town(session)


def of(session: Session, person: int, now: datetime = NOW) -> list[Holding]:
    return holdings(session, now, {person})


def ways(found: list[Holding]) -> list[tuple[str, Via]]:
    return [(one.role, one.via) for one in found]


def test_each_path_to_a_role_is_one_holding(session: Session, town: Town) -> None:
    mine = grant(session, "r", person_id=town.wang)
    ours = grant(session, "r", department_id=town.office)
    grant(session, "other", department_id=town.south)
    grant(session, "other", person_id=town.li)
    posted = grant(session, "posted", post=Post.ARCHIVIST)
    make(session, "appointment", holder=town.wang, post=Post.ARCHIVIST, from_on=TODAY, until_on=TODAY)
    found = of(session, town.wang)
    assert [(one.role, one.via, one.source) for one in found] == [
        ("r", Via.PERSON, mine.id), ("r", Via.DEPARTMENT, ours.id), ("posted", Via.POST, posted.id),
    ]  # fmt: skip
    assert (found[2].from_at, found[2].until_at) == (midnight(TODAY), midnight(TODAY + DAY))


def test_what_has_ended_is_gone_and_what_comes_is_there_with_its_time(session: Session, town: Town) -> None:
    grant(session, "over", person_id=town.wang, until_at=NOW)
    later = grant(session, "later", person_id=town.wang, from_at=NOW + HOUR, until_at=NOW + 2 * HOUR)
    grant(session, "posted", post=Post.ARCHIVIST)
    make(session, "appointment", holder=town.wang, post=Post.ARCHIVIST, from_on=TODAY - 9 * DAY, until_on=TODAY - DAY)
    (found,) = of(session, town.wang)
    assert found == Holding(town.wang, "later", Via.PERSON, later.id, None, NOW + HOUR, NOW + 2 * HOUR)
    assert [in_force(found, NOW + step * HOUR) for step in (0, 1, 2)] == [False, True, False]


def test_an_emergency_is_called_so(session: Session, town: Town) -> None:
    grant(session, "r", person_id=town.wang, emergency=True)
    assert ways(of(session, town.wang)) == [("r", Via.EMERGENCY)]


def test_a_deputy_holds_what_is_the_principals_own_and_nothing_else(session: Session, town: Town) -> None:
    grant(session, "own", person_id=town.li)
    grant(session, "urgent", person_id=town.li, emergency=True)
    grant(session, "admin", person_id=town.li)
    session.query(Role).filter(Role.code == "admin").one().kind = RoleKind.ADMIN
    third = make(session, "employee", name="第三人", department=town.office)
    grant(session, "third", person_id=third.id)
    make(session, "delegation", principal=third.id, deputy=town.li, from_on=TODAY, until_on=TODAY)
    lent = make(session, "delegation", principal=town.li, deputy=town.wang, from_on=TODAY, until_on=TODAY + DAY)
    assert of(session, town.wang) == [
        Holding(town.wang, "own", Via.DELEGATION, lent.id, town.li, midnight(TODAY), midnight(TODAY + 2 * DAY))
    ]
    assert of(session, town.wang, midnight(TODAY + 2 * DAY)) == []


@pytest.mark.parametrize("end", ["left", "off", "ended"])
def test_nobody_stands_in_for_who_is_gone(session: Session, town: Town, end: str) -> None:
    grant(session, "own", person_id=town.li)
    make(session, "delegation", principal=town.li, deputy=town.wang, from_on=TODAY, until_on=TODAY)
    account = make(session, "account", holder=town.li, active=end != "off", ends_on=TODAY if end == "ended" else None)
    assert account.holder_id == town.li
    if end == "left":
        session.get_one(Employee, town.li).left_on = TODAY - DAY
        session.flush()
    assert of(session, town.wang) == []


def test_two_records_with_one_identity_number_are_one_person(session: Session, town: Town) -> None:
    number = id_card("33010619900101777")
    first, second, other = (make(session, "employee", name="同一人", id_card=card) for card in (number, number, id_card("33010619900101778")))
    assert first_records(session) == {second.id: first.id}
    assert other.id not in first_records(session)


def test_a_holding_is_said_with_its_source_its_end_and_who_granted_it(session: Session, town: Town) -> None:
    grant(session, "r", department_id=town.office, granted_by_id=town.li, until_at=midnight(TODAY + DAY))
    make(session, "delegation", principal=town.li, deputy=town.wang, from_on=TODAY, until_on=TODAY)
    grant(session, "own", person_id=town.li)
    found = of(session, town.wang)
    words = HoldingWords(session, found)
    assert words.how(found[0]).zh == "授予部门「总部」，至2026-11-21"
    assert words.granted_by(found[0]) == words.person(town.li)
    lent = next(one for one in found if one.role == "own")
    assert words.how(lent).zh.startswith(f"代理{words.person(town.li).zh}，授权代理第{lent.source}号，至")
    assert words.since(lent) == midnight(TODAY)
    assert words.since(found[0]) == session.get_one(RoleGrant, found[0].source).created_at


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Session]:
    with demo_company(tmp_path) as session:
        yield session


def test_everybody_holds_what_he_holds_at_sign_in(demo: Session) -> None:
    """One by one and all together, the two ways to the same answer agree on the whole demo company, now and later."""
    session = demo
    session.add(Delegation(principal_id=_holder(session, "head01"), deputy_id=_holder(session, "clerk01"), from_on=TODAY, until_on=TODAY, reason="t"))
    session.add(Appointment(holder_id=_holder(session, "staff01"), post=Post.ARCHIVIST, from_on=TODAY + DAY))
    session.flush()
    for now in (NOW, NOW + 2 * DAY, NOW + 12 * DAY, NOW + 31 * DAY):
        act(session, System("test"), clock=lambda now=now: now)
        store, version = PlanStore(), policy_version(session)
        together = {person.account_id: (person, roles) for person, roles in people_now(session)}
        for key in (account.id for account in session.query(Account)):
            authority = store.authority(session, key, version, now)
            assert isinstance(authority, Authority)
            person, roles = together[key]
            assert authority.person == person
            assert store._people[key][1] == roles
            borrowed = {(one.principal_id, one.role) for one in of(session, person.person_id, now) if one.via is Via.DELEGATION and in_force(one, now)}
            assert borrowed == {(other.person_id, role) for other in person.standing_in for role in other.roles}


def _holder(session: Session, code: str) -> int:
    return session.query(Account).filter(Account.code == code).one().holder_id
