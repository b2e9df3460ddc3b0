"""Separation of duties at work: the linter finds all that is wrong and nothing else, and a grant that clashes is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Scope
from domain.areas import ALWAYS_ON
from domain.errors import Refused
from models.access.account import Account
from models.access.role import Role, RoleGrant
from models.access.rules import ActionRule
from models.access.separation import Separation
from models.fence import act
from models.organisation.appointment import Appointment, Post
from models.organisation.delegation import Delegation
from models.organisation.employee import Employee
from models.register import registers
from operations import policies
from operations.base_roles import ensure_base_roles
from operations.base_separations import BASE_APARTS, row_of
from operations.emergencies import take
from operations.moves import perform
from operations.records import create, update
from operations.rights import PlanStore, catalogue, policy_version, read_rights
from operations.separating import clash_sentences, lint, read_aparts
from permissions.actor import Authority, Person, System
from permissions.policy import compile_plan
from permissions.separation import Apart, ApartKind, faults
from tests.demo_company import NOW, demo_company
from tests.factories import everything, holding, id_card, make
from tests.operations.test_base_roles import EVERYBODYS
from tests.operations.test_rights import a_role, grant

TODAY, DAY = date(2026, 11, 21), timedelta(days=1)
ADMINS = ("system_admin", "security_admin", "audit_admin")


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Session]:
    """The demo company."""
    with demo_company(tmp_path) as session:
        yield session


@pytest.fixture
def base(session: Session) -> Session:
    """The base roles in an empty company."""
    act(session, System("test"), clock=lambda: NOW)
    ensure_base_roles(session)
    return session


def apart(session: Session, code: str, kind: ApartKind, register: str, one: str, other: str) -> None:
    session.add(row_of(Apart(code, code, kind, register, frozenset(one.split()), frozenset(other.split()), "test")))
    session.flush()


def somebody(session: Session, **more: object) -> int:
    return int(make(session, "employee", **more).id)


# ---- what ships ----------------------------------------------------------------------------------------------------


def test_the_base_rules_are_sound_and_written_once(base: Session) -> None:
    found = read_aparts(base)
    assert {one.code for one in found} == {one.code for one in BASE_APARTS}
    assert set(found) == set(BASE_APARTS)
    assert [faults(one, read_rights(base), catalogue()) for one in found] == [frozenset()] * len(found)
    for one in ADMINS:
        for other in set(ADMINS) - {one}:
            assert any(({one} <= rule.side_a and {other} <= rule.side_b) or ({other} <= rule.side_a and {one} <= rule.side_b) for rule in found)


def test_the_base_rules_stand_in_the_first_version_of_the_policy(base: Session) -> None:
    assert set(policies.in_force(base).aparts) == {one.code for one in BASE_APARTS}


HIS = {"process_check": Scope.ASSIGNED}
"""What somebody answers for instead of having written it (R4.6)."""


@pytest.mark.parametrize("code", ADMINS)
def test_no_administrator_reads_business_data(base: Session, code: str) -> None:
    """Over every register of every business area: nothing but the own requests, and the own faults to put right, that everybody has."""
    plan = compile_plan(1, catalogue(), read_rights(base), [code], {})
    business = [key for key, register in registers.items() if register.area not in ALWAYS_ON and register.area != "governance"]
    assert len(business) >= 7
    for key in business:
        scopes = {stratum.scope for action in (Action.VIEW, Action.EXPORT, Action.HISTORY) for stratum in plan.of(key, action)}
        assert scopes <= ({HIS.get(key, Scope.OWN)} if key in EVERYBODYS else set()), key


def test_there_is_no_false_alarm_on_the_demo_company(company: Session) -> None:
    assert [finding.sentence.zh for finding in lint(company)] == []


# ---- twenty conflicts ----------------------------------------------------------------------------------------------


@dataclass
class Seeds:
    """Puts conflicts into the company and remembers who must be named for which rule."""

    session: Session

    def __post_init__(self) -> None:
        self.expected: list[tuple[str, str]] = []
        self.number = 0

    def person(self, **more: object) -> int:
        self.number += 1
        return somebody(self.session, name=f"冲突{self.number}", number=f"X{self.number:03d}", **more)

    def expect(self, rule: str, *words: str) -> None:
        self.expected.extend((rule, word) for word in words)

    def rule(self, kind: ApartKind, register: str, one: str, other: str) -> str:
        code = f"规则{self.number}-{kind}-{register}"
        apart(self.session, code, kind, register, one, other)
        return code

    def role(self, code: str, *parents: str, may: tuple[tuple[str, str], ...] = ()) -> str:
        key = a_role(self.session, code)
        above = self.session.scalars(select(Role).where(Role.code.in_(parents))).all()
        self.session.get_one(Role, key).parents = list(above)
        for register, action in may:
            self.session.add(ActionRule(role_id=key, register_key=register, action=action, scope=Scope.ALL))
        self.session.flush()
        return code

    def lend(self, principal: int, deputy: int, starts: date = TODAY, ends: date = TODAY) -> Delegation:
        found: Delegation = make(self.session, "delegation", principal=principal, deputy=deputy, from_on=starts, until_on=ends)
        return found


def _static(seeds: Seeds) -> None:
    session, place = seeds.session, seeds.session.scalar(select(Employee.department_id).order_by(Employee.id))
    one, two, three, four, five, six, seven = (seeds.person(department=place) for _ in range(7))
    for person, roles in ((one, ADMINS[:2]), (two, ADMINS[1:]), (three, (ADMINS[0], ADMINS[2]))):
        for role in roles:
            grant(session, role, person_id=person)
    seeds.expect("三员分立：系统管理员", "冲突1", "冲突3")
    seeds.expect("三员分立：安全管理员", "冲突2")
    grant(session, seeds.role("wrapped", "security_admin"), person_id=four)  # by inheritance
    grant(session, "audit_admin", person_id=four, from_at=NOW + DAY)  # only tomorrow, and then together
    seeds.expect("三员分立：安全管理员", "冲突4")
    office = make(session, "department", name="机房", code="X1").id
    session.get_one(Employee, five).department_id = office
    grant(session, "system_admin", department_id=office)
    grant(session, "audit_admin", post=Post.CERTIFICATE_KEEPER)
    make(session, "appointment", holder=five, post=Post.CERTIFICATE_KEEPER, from_on=TODAY)
    seeds.expect("三员分立：系统管理员", "冲突5")
    keeper = session.scalars(select(Appointment).where(Appointment.post == Post.CERTIFICATE_KEEPER, Appointment.holder_id != five)).one()
    keeper.until_on = TODAY - DAY
    number = id_card("33010619900101666")
    for person in (six, seven):
        session.get_one(Employee, person).id_card = number
    grant(session, "system_admin", person_id=six)
    grant(session, "security_admin", person_id=seven)
    seeds.expect("三员分立：系统管理员", "冲突6")
    grant(session, "security_admin", person_id=seeds.person(department=place))
    grant(session, "audit_admin", person_id=session.scalar(select(Employee.id).where(Employee.name == "冲突8")), emergency=True)
    seeds.expect("三员分立：安全管理员", "冲突8")


def _moves(seeds: Seeds) -> None:
    session, place = seeds.session, seeds.session.scalar(select(Employee.department_id).order_by(Employee.id))
    key = "setting"
    rule = seeds.rule(ApartKind.MOVE, key, "create", "delete")
    maker = seeds.role("maker", may=((key, "create"),))
    wiper = seeds.role("wiper", may=((f"{registers[key].area}.*", "delete"),))
    both = seeds.role("both", maker, wiper)
    nine, ten, eleven, twelve, thirteen, principal = (seeds.person(department=place) for _ in range(6))
    for role in (maker, wiper):
        grant(session, role, person_id=nine)
    grant(session, both, person_id=ten)
    grant(session, seeds.role("master", may=(("*", "*"),)), person_id=eleven)
    grant(session, wiper, person_id=principal)
    grant(session, maker, person_id=twelve)
    seeds.lend(principal, twelve)
    grant(session, maker, person_id=thirteen)
    grant(session, wiper, person_id=thirteen, emergency=True, until_at=NOW + timedelta(hours=1))
    seeds.expect(rule, "冲突9", "冲突10", "冲突11", "冲突12", "冲突13")
    seeds.role("united", maker, wiper)  # held by nobody yet
    seeds.expect(rule, "united")


def _records(seeds: Seeds) -> None:
    """Lent rights, second records: what a record rule must stop is named before it happens."""
    session, place = seeds.session, seeds.session.scalar(select(Employee.department_id).order_by(Employee.id))
    head = session.scalar(select(Account.holder_id).where(Account.code == "head01"))
    filing = session.scalar(select(Account.holder_id).where(Account.code == "filing01"))
    manager = session.scalar(select(Account.holder_id).where(Account.code == "manager02"))
    asker = seeds.person(department=place)
    seeds.lend(head, asker, TODAY + 3 * DAY, TODAY + 5 * DAY)
    seeds.expect("查阅申请回避", f"冲突{seeds.number}")
    asker = seeds.person(department=place)
    grant(session, "department_head", person_id=asker, emergency=True, until_at=NOW + timedelta(hours=8))
    seeds.expect("查阅申请回避", f"冲突{seeds.number}")
    number = id_card("33010619900101555")
    grant(session, "department_head", person_id=seeds.person(department=place, id_card=number))
    seeds.person(department=place, id_card=number)
    seeds.expect("查阅申请回避", f"冲突{seeds.number}")
    seeds.lend(filing, manager)
    name = session.get_one(Employee, manager).name
    seeds.expect("客户备案回避", name)
    seeds.expect("变更备案回避", name)


def _faults(seeds: Seeds) -> None:
    seeds.expect(seeds.rule(ApartKind.STATIC, "", "system_admin", "gone_role"), "gone_role")
    seeds.expect(seeds.rule(ApartKind.MOVE, "customer", "create", "fly"), "fly")


def test_twenty_seeded_conflicts_are_found_and_nobody_else_is_named(company: Session) -> None:
    seeds = Seeds(company)
    for sow in (_static, _moves, _records, _faults):
        sow(seeds)
    assert len(seeds.expected) == 20
    said = [finding.sentence.zh for finding in lint(company)]
    for rule, word in seeds.expected:
        named = [text for text in said if f"「{rule}」" in text and (f"{word}（" in text or f"「{word}」" in text)]
        assert len(named) == 1, (rule, word, named)
    assert len(said) == 20, "\n".join(said)
    lent = next(text for text in said if "查阅申请回避" in text and "授权代理第" in text)
    assert "可以「新建」档案查阅申请（角色「员工」，" in lent
    assert "可以「同意」档案查阅申请（角色「部门负责人」，代理" in lent


def test_whoever_has_both_sides_himself_is_not_named_again_for_what_is_lent_to_him(company: Session) -> None:
    apart(company, "录删分离", ApartKind.MOVE, "correspondence", "create", "delete")
    said = [finding.sentence.zh for finding in lint(company)]
    heads = company.scalars(select(Appointment.holder_id).where(Appointment.post == Post.DEPARTMENT_MANAGER, Appointment.until_on.is_(None)))
    assert len(said) == len(set(heads))
    assert not any("代理" in text for text in said)


# ---- a grant that clashes ------------------------------------------------------------------------------------------


@pytest.fixture
def officer(base: Session) -> Authority:
    """Somebody who may grant everything: who may grant what is another rule."""
    account = make(base, "account", active=True)
    for role in ADMINS[1:2]:
        grant(base, role, person_id=account.holder_id)
    found = holding(everything())
    return Authority(_person(base, account), found.plan)


def _person(session: Session, account: Account) -> object:
    found = PlanStore().authority(session, account.id, policy_version(session), NOW)
    assert found is not None
    return found.person


def role_id(session: Session, code: str) -> int:
    act(session, System("test"))
    return session.scalars(select(Role.id).where(Role.code == code)).one()


def authorise(session: Session, officer: Authority, role: int, person: int) -> None:
    """An administrator's role by its only way: asked for by the officer, granted by the general manager's step."""
    act(session, officer)
    asked = create(session, registers["admin_authorisation"], {"role": role, "person": person, "reason": "换岗"})
    boss = make(session, "employee", name="总经理").id
    manager = Person(boss, boss, "boss", "总", 1, "", frozenset({1}), posts=frozenset({(Post.GENERAL_MANAGER, None)}))
    act(session, holding(everything(), who=manager), clock=lambda: NOW)
    perform(session, asked, "authorise_admin", {"opinion": "同意"})


def test_a_grant_that_makes_a_clash_is_refused_with_both_paths(base: Session, officer: Authority) -> None:
    he = somebody(base, name="秦越", department=make(base, "department", name="信息部", code="D9").id)
    grant(base, "system_admin", person_id=he)
    grant(base, "archivist", person_id=he)
    security, reader = role_id(base, "security_admin"), role_id(base, "customer_reader")
    with pytest.raises(Refused) as refused:
        authorise(base, officer, security, he)
    said = refused.value.sentence.zh
    assert refused.value.clause == "K5.5"
    assert "三员分立" in said
    assert said.count("秦越") == 1
    assert "「系统管理员」（授予本人）" in said
    assert "「安全管理员」（授予本人）" in said
    act(base, System("test"))
    base.query(RoleGrant).filter(RoleGrant.role_id == security, RoleGrant.person_id == he).delete()
    authorise(base, officer, security, somebody(base))
    assert reader


def test_a_grant_that_ends_before_the_other_begins_is_no_clash(base: Session, officer: Authority) -> None:
    one, other, security = somebody(base), somebody(base), role_id(base, "security_admin")
    grant(base, "system_admin", person_id=one, until_at=NOW)
    grant(base, "system_admin", person_id=other, until_at=NOW + timedelta(seconds=1))
    authorise(base, officer, security, one)
    with pytest.raises(Refused) as refused:
        authorise(base, officer, security, other)
    assert refused.value.clause == "K5.5"


def test_a_post_a_department_and_a_delegation_that_clash_are_refused(base: Session, officer: Authority) -> None:
    apart(base, "档案和备案", ApartKind.STATIC, "", "archivist", "filing_clerk")
    office = make(base, "department", name="备案处", code="D7").id
    grant(base, "filing_clerk", department_id=office)
    grant(base, "archivist", post=Post.ARCHIVIST)
    inside, outside = somebody(base, department=office), somebody(base, name="外人", department=make(base, "department", name="别处", code="D8").id)
    grant(base, "archivist", person_id=outside)
    boss = somebody(base, name="总经理")
    make(base, "appointment", holder=boss, post=Post.GENERAL_MANAGER, from_on=TODAY)
    act(base, officer)
    post = {"holder": inside, "post": Post.ARCHIVIST, "from_on": TODAY, "document": "任命〔2026〕1号", "appointed_by": boss}
    for register, values, clause in (
        ("appointment", post, "K3.3"),
        ("delegation", {"principal": outside, "deputy": inside, "from_on": TODAY, "until_on": TODAY, "reason": "休假"}, "K4.9"),
    ):
        point = base.begin_nested()
        with pytest.raises(Refused) as refused:
            create(base, registers[register], values)
        assert refused.value.clause == clause
        assert "档案和备案" in refused.value.sentence.zh
        point.rollback()
        base.expunge_all()
    moving = base.get_one(Employee, outside)
    with pytest.raises(Refused) as refused:
        update(base, moving, {"department": office})
    assert "授予部门「备案处」" in refused.value.sentence.zh


def test_what_clashed_before_does_not_stop_other_grants(base: Session, officer: Authority) -> None:
    bad = somebody(base)
    for code in ADMINS:
        grant(base, code, person_id=bad)
    reader, other = role_id(base, "customer_reader"), somebody(base)
    act(base, officer)
    create(base, registers["role_grant"], {"role": reader, "person": bad, "reason": "查阅"})
    create(base, registers["role_grant"], {"role": reader, "person": other, "reason": "查阅"})
    act(base, System("test"))
    assert len(lint(base)) == 3


def test_an_emergency_does_not_break_the_separation(base: Session, officer: Authority) -> None:
    apart(base, "备案和紧急", ApartKind.STATIC, "", "filing_clerk", "emergency_reader")
    account = make(base, "account", active=True)
    grant(base, "filing_clerk", person_id=account.holder_id)
    emergency = role_id(base, "emergency_reader")
    who = Authority(_person(base, account), holding(everything()).plan)
    act(base, who)
    with pytest.raises(Refused) as refused:
        take(base, who, emergency, 1, "客户投诉需要立即联系")
    assert "备案和紧急" in refused.value.sentence.zh


# ---- a policy that clashes -----------------------------------------------------------------------------------------


def test_a_policy_that_would_make_clashes_is_told_what_and_who(base: Session) -> None:
    he = somebody(base, name="秦越")
    grant(base, "clerk", person_id=he)
    before = policies.in_force(base)
    assert clash_sentences(base, before, before) == []
    above = before.with_role("clerk", parents=frozenset({"system_admin", "audit_admin"}))
    (said,) = clash_sentences(base, before, above)
    assert "秦越" in said.zh
    assert "「系统管理员」（继承自「文员」）" in said.zh
    nobody = before.with_role("archivist", parents=frozenset({"system_admin", "audit_admin"}))
    assert ["档案管理员" in one.zh for one in clash_sentences(base, before, nobody)] == [True]
    base.query(Separation).delete()
    assert clash_sentences(base, above, above) == []
