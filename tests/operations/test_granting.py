"""K5.6, A12.1: nobody grants to himself, nobody more or for longer than he holds it; the three administrators keep apart."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Scope
from domain.errors import Invalid, Refused
from models.access.admin_authorisation import AdminAuthorisation
from models.access.role import Role, RoleGrant, RoleKind
from models.access.rules import ActionRule, AreaRule, ClearanceName
from models.engine import FencedSession
from models.fence import act
from models.organisation.appointment import Appointment, Post
from models.register import registers
from operations.granting import AUTHORISED_FIRST, ENDS_FIRST, LONGER, NOT_HELD, ONE_TARGET, OWN_PLACE, TO_HIMSELF
from operations.moves import perform
from operations.records import create, update
from operations.rights import PlanStore, policy_version
from permissions.actor import Authority, Person, System
from tests.factories import everything, holding, id_card, make
from tests.models.scenes import Town, a_town

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)


@pytest.fixture
def session(session: FencedSession) -> FencedSession:
    act(session, System("test"), clock=lambda: NOW)
    return session


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


def role(session: Session, code: str, kind: RoleKind = RoleKind.BUSINESS, *parents: Role) -> Role:
    found = session.scalar(select(Role).where(Role.code == code))
    if found is None:
        found = Role(code=code, title=f"角色{code}", kind=kind, parents=list(parents))
        session.add(found)
        session.flush()
    return found


def give(session: Session, code: str, **to: Any) -> None:
    session.add(RoleGrant(role_id=role(session, code).id, reason="test", **to))
    session.flush()


@pytest.fixture
def granting(session: Session, town: Town) -> Callable[..., Authority]:
    """``granting("admin")``: 王 may keep everything of the office and of access, and holds the role ``admin`` as well."""
    account = make(session, "account", holder=town.wang, active=True)

    def granting(*codes: str) -> Authority:
        keeper = role(session, "keeper")
        session.add(AreaRule(role_id=keeper.id, reads=ClearanceName.SECRET, writes=ClearanceName.SECRET))
        session.add(ActionRule(role_id=keeper.id, register_key="*", action="*", scope=Scope.ALL))
        give(session, "keeper", person_id=town.wang)
        for code in codes:
            give(session, code, person_id=town.wang)
        found = PlanStore().authority(session, account.id, policy_version(session), NOW)
        assert found is not None
        act(session, found)
        return found

    return granting


def grants(session: Session, **values: Any) -> RoleGrant:
    made: RoleGrant = create(session, registers["role_grant"], {"reason": "test", **values})
    return made


def refused(session: Session, field: str, **values: Any) -> Any:
    with pytest.raises(Invalid) as error:
        grants(session, **values)
    session.expunge_all()
    return error.value.fields[field]


def test_a_grant_says_who_gave_it(session: Session, town: Town, granting: Callable[..., Authority]) -> None:
    """K5.6."""
    who = granting()
    made = grants(session, role=role_id(session, "keeper"), person=town.li)
    assert made.granted_by_id == who.person.person_id


def role_id(session: Session, code: str) -> int:
    return int(session.connection().execute(select(Role.id).where(Role.code == code)).scalar_one())


@pytest.mark.parametrize("targets", [(), ("person", "department"), ("person", "post"), ("department", "post"), ("person", "department", "post")])
def test_a_grant_is_to_exactly_one(session: Session, town: Town, granting: Callable[..., Authority], targets: tuple[str, ...]) -> None:
    granting()
    to = {"person": town.li, "department": town.south, "post": Post.ARCHIVIST}
    assert refused(session, "person", role=role_id(session, "keeper"), **{key: to[key] for key in targets}) == ONE_TARGET


@pytest.mark.parametrize(("length", "allowed"), [(timedelta(), False), (-HOUR, False), (timedelta(seconds=1), True)])
def test_a_grant_ends_after_it_begins(
    session: Session, town: Town, granting: Callable[..., Authority], length: timedelta, allowed: bool
) -> None:
    granting()
    values = {"role": role_id(session, "keeper"), "person": town.li, "from_at": NOW, "until_at": NOW + length}
    if allowed:
        grants(session, **values)
    else:
        assert refused(session, "until_at", **values) == ENDS_FIRST


# ---- not to himself ------------------------------------------------------------------------------------------------


def second_self(session: Session, town: Town) -> int:
    number = id_card("33010619900101001")
    session.get_one(registers["employee"].model, town.wang).id_card = number  # type: ignore[attr-defined]
    return int(make(session, "employee", name="王小芳", department=town.south, id_card=number.lower()).id)


def principal(session: Session, town: Town) -> int:
    make(session, "delegation", principal=town.li, deputy=town.wang, from_on=TODAY, until_on=TODAY)
    give(session, "plain", person_id=town.li)
    return town.li


@pytest.mark.parametrize("way", ["himself", "department", "department above", "post", "later post", "second record", "principal"])
@pytest.mark.parametrize("admin", [True, False])
def test_nobody_grants_to_himself_by_any_way(
    session: Session, town: Town, granting: Callable[..., Authority], way: str, admin: bool
) -> None:
    """K5.6: nor does an administrator."""
    role(session, "admin", RoleKind.ADMIN)
    starts = TODAY + DAY if way == "later post" else TODAY
    session.add(Appointment(holder_id=town.wang, post=Post.ARCHIVIST, from_on=starts))
    field, target = {
        "himself": ("person", town.wang),
        "department": ("department", town.north),
        "department above": ("department", town.office),
        "post": ("post", Post.ARCHIVIST),
        "later post": ("post", Post.ARCHIVIST),
        "second record": ("person", second_self(session, town) if way == "second record" else 0),
        "principal": ("person", principal(session, town) if way == "principal" else 0),
    }[way]
    session.flush()
    granting(*(["admin"] if admin else []))
    assert refused(session, field, role=role_id(session, "keeper"), **{field: target}) == TO_HIMSELF


@pytest.mark.parametrize("to", ["person", "department", "post"])
def test_to_others_it_goes(session: Session, town: Town, granting: Callable[..., Authority], to: str) -> None:
    granting()
    target = {"person": town.li, "department": town.south, "post": Post.ARCHIVIST}[to]
    assert grants(session, role=role_id(session, "keeper"), **{to: target}).id


def test_an_own_grant_is_not_made_longer_either(session: Session, town: Town, granting: Callable[..., Authority]) -> None:
    give(session, "short", person_id=town.wang, until_at=NOW + HOUR)
    granting()
    own = session.scalars(select(RoleGrant).where(RoleGrant.role_id == role_id(session, "short"))).one()
    with pytest.raises(Invalid):
        update(session, own, {"until_at": NOW + DAY})


@pytest.mark.parametrize(
    ("register", "values"),
    [
        ("appointment", {"holder": "wang", "post": Post.GENERAL_MANAGER, "from_on": TODAY}),
        ("delegation", {"deputy": "wang", "principal": "li", "from_on": TODAY, "until_on": TODAY, "reason": "test"}),
    ],
)
def test_nobody_gives_himself_a_post_or_a_principal(
    session: Session, town: Town, granting: Callable[..., Authority], register: str, values: dict[str, Any]
) -> None:
    """Both bring roles, so they are grants by another name; somebody else's are allowed."""
    zhao = make(session, "employee", name="赵").id
    granting()
    ids = {"wang": town.wang, "li": town.li}
    with pytest.raises(Invalid) as error:
        create(session, registers[register], {key: ids.get(str(value), value) for key, value in values.items()})
    assert OWN_PLACE in error.value.fields.values()
    session.expunge_all()
    ids["wang"] = zhao
    assert create(session, registers[register], {key: ids.get(str(value), value) for key, value in values.items()}).id


@pytest.mark.parametrize(("register", "change"), [("employee", "department"), ("account", "ends_on"), ("account", "active")])
def test_nobody_changes_where_he_stands(
    session: Session, town: Town, granting: Callable[..., Authority], register: str, change: str
) -> None:
    who = granting()
    key = {"employee": town.wang, "account": who.person.account_id}[register]
    record = session.get_one(registers[register].model, key)
    with pytest.raises(Invalid) as error:
        update(session, record, {change: {"department": town.office, "ends_on": TODAY + DAY, "active": False}[change]})
    assert error.value.fields == {change: OWN_PLACE}


def test_ones_own_telephone_number_one_may_correct(session: Session, town: Town, granting: Callable[..., Authority]) -> None:
    granting()
    update(session, session.get_one(registers["employee"].model, town.wang), {"phone": "13811112222"})


# ---- not more and not longer ---------------------------------------------------------------------------------------


def test_who_is_no_administrator_hands_on_only_what_he_holds(session: Session, town: Town, granting: Callable[..., Authority]) -> None:
    role(session, "strange")
    role(session, "below")
    role(session, "child", RoleKind.BUSINESS, role(session, "below"))
    give(session, "child", person_id=town.wang)
    granting()
    assert refused(session, "role", role=role_id(session, "strange"), person=town.li).zh == NOT_HELD.format(role="角色strange").zh
    for code in ("child", "below"):
        grants(session, role=role_id(session, code), person=town.li)


def test_what_is_held_for_another_is_not_handed_on(session: Session, town: Town, granting: Callable[..., Authority]) -> None:
    principal(session, town)
    zhao = make(session, "employee", name="赵", department=town.south).id
    granting()
    assert refused(session, "role", role=role_id(session, "plain"), person=zhao).zh == NOT_HELD.format(role="角色plain").zh


@pytest.mark.parametrize(("until", "allowed"), [(NOW + HOUR, True), (NOW + HOUR + timedelta(seconds=1), False), (None, False)])
def test_nobody_grants_for_longer_than_he_holds(
    session: Session, town: Town, granting: Callable[..., Authority], until: datetime | None, allowed: bool
) -> None:
    give(session, "short", person_id=town.wang, until_at=NOW + HOUR)
    granting()
    values = {"role": role_id(session, "short"), "person": town.li, "until_at": until}
    if allowed:
        grants(session, **values)
    else:
        assert refused(session, "until_at", **values).zh.startswith(LONGER.zh.partition("{")[0])


def test_a_role_by_post_ends_with_the_post(session: Session, town: Town, granting: Callable[..., Authority]) -> None:
    give(session, "posted", post=Post.ARCHIVIST)
    session.add(Appointment(holder_id=town.wang, post=Post.ARCHIVIST, from_on=TODAY, until_on=TODAY))
    granting()
    values = {"role": role_id(session, "posted"), "person": town.li}
    refused(session, "until_at", **values)
    grants(session, **values, until_at=MIDNIGHT)


def test_an_administrator_gives_roles_he_does_not_hold_but_no_administration(
    session: Session, town: Town, granting: Callable[..., Authority]
) -> None:
    """A12.1: the security administrator makes clerks, not system administrators, nor by a role that inherits it."""
    role(session, "admin", RoleKind.ADMIN)
    system = role(session, "system", RoleKind.ADMIN)
    role(session, "clerk")
    role(session, "disguised", RoleKind.BUSINESS, role(session, "between", RoleKind.BUSINESS, system))
    granting("admin")
    grants(session, role=role_id(session, "clerk"), person=town.li)
    for code in ("admin", "system", "disguised"):
        found = refused(session, "role", role=role_id(session, code), person=town.li)
        assert found.zh == AUTHORISED_FIRST.format(role=f"角色{code}").zh


def test_an_administrator_is_authorised_by_the_general_manager_and_by_nobody_else(
    session: Session, town: Town, granting: Callable[..., Authority]
) -> None:
    """K5.6: asked for by one, granted by the step of the general manager, who gives none to himself; ended by anybody who may grant."""
    admin = role(session, "admin", RoleKind.ADMIN).id
    role(session, "clerk")
    boss = make(session, "employee", department=town.south).id
    asker = granting("admin")
    asks = {"role": admin, "person": town.li, "reason": "接任安全管理员"}

    def asked(**more: Any) -> AdminAuthorisation:
        act(session, asker)
        made: AdminAuthorisation = create(session, registers["admin_authorisation"], {**asks, **more})
        return made

    for wrong in ({"role": role_id(session, "clerk")}, {"person": town.wang}):
        with pytest.raises(Invalid) as found, session.begin_nested():
            asked(**wrong)
        assert found.value.clause == "K5.6"
    one, himself = asked(), asked(person=boss)

    def decide(record: Any, name: str, *posts: tuple[str, int | None]) -> None:
        person = Person(boss, boss, "boss", "总", town.south, "", frozenset({town.south}), posts=frozenset(posts))
        act(session, holding(everything(), who=person), clock=lambda: NOW)
        perform(session, record, name, {"opinion": "同意"})

    manager = (Post.GENERAL_MANAGER, None)
    for record, posts in ((one, ()), (himself, (manager,))):
        with pytest.raises(Refused) as kept, session.begin_nested():
            decide(record, "authorise_admin", *posts)
        assert kept.value.clause == "K5.6"
    decide(one, "authorise_admin", manager)
    grant = session.scalars(select(RoleGrant).where(RoleGrant.reason.contains(one.number))).one()
    assert (grant.role_id, grant.person_id, grant.granted_by_id, grant.reason) == (admin, town.li, town.wang, f"管理角色授权{one.number}")
    decide(himself, "refuse_admin", manager)
    assert session.scalars(select(RoleGrant.id).where(RoleGrant.reason.contains(himself.number))).all() == []


def test_what_was_authorised_is_ended_by_whoever_grants_but_neither_passed_on_nor_made_longer(
    session: Session, town: Town, granting: Callable[..., Authority]
) -> None:
    """K5.6."""
    role(session, "admin", RoleKind.ADMIN)
    give(session, "admin", person_id=town.li)
    grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == town.li)).one()
    granting("admin")

    def kept(**change: Any) -> str:
        with pytest.raises(Invalid) as found, session.begin_nested():
            update(session, grant, change)
        session.refresh(grant)
        return found.value.clause

    assert kept(person=make(session, "employee").id) == "K5.6"
    update(session, grant, {"until_at": NOW + HOUR})
    assert kept(until_at=NOW + DAY) == "K5.6"


def test_the_system_is_not_asked(session: Session, town: Town) -> None:
    """Command line and demo company."""
    role(session, "system", RoleKind.ADMIN)
    assert grants(session, role=role_id(session, "system"), person=town.li).granted_by_id is None
