"""An explanation in words: it gives the level of the plan for everybody, names the cell that decides, and the way back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from models.access.account import Account
from models.access.role import Role, RoleGrant
from models.access.rules import FieldCap, FieldRule, LevelName
from models.customers.customer import Customer
from models.fence import act, bits_of
from models.governance.setting import Setting, SettingName
from models.register import registers
from operations.explaining import Answer, accounts_like, why
from operations.explaining_readers import readers
from operations.rights import PlanStore, policy_version
from permissions.actor import Authority, System
from permissions.levels import ORACLES
from tests.company import build
from tests.factories import make
from tests.operations.test_rights import grant

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
PHONE, CARD = "contact_phone", "id_card"

pytestmark = pytest.mark.once  # the plan it explains is made of rules in memory; the pages it is compared with are asked on both elsewhere


@pytest.fixture
def company(session: Session) -> Session:
    act(session, System("test"), clock=lambda: NOW)
    build(session)
    boss, clerk = (session.scalars(select(Account).where(Account.code == code)).one().holder_id for code in ("head", "clerk2"))
    make(session, "delegation", principal=boss, deputy=clerk, from_on=TODAY, until_on=TODAY)
    return session


def account(session: Session, code: str) -> Account:
    return session.scalars(select(Account).where(Account.code == code)).one()


def asked(session: Session, code: str, channel: Channel, field: str = PHONE, record: int | None = None, register: str = "customer") -> Answer:
    return why(session, account(session, code), registers[register], registers[register].fields[field], channel, record)


def authority(session: Session, code: str) -> Authority:
    found = PlanStore().authority(session, account(session, code).id, policy_version(session), NOW)
    assert found is not None
    return found


def in_the_plan(session: Session, who: Authority, field: str, channel: Channel, record: Customer | None) -> Level:
    """The level as the pages ask for it."""
    plan, register, needed = who.plan, "customer", {Channel.EXPORT: Action.EXPORT, Channel.PRINT: Action.PRINT, Channel.HISTORY: Action.HISTORY}

    def bits(action: str) -> int:
        if record is None:
            return -1
        act(session, who)
        found = bits_of(session, record, action)
        act(session, System("test"))
        return found

    if channel is Channel.FORM:
        return plan.level(register, field, channel, action=Action.EDIT, bits=bits(Action.EDIT))
    level = plan.level(register, field, channel, bits=bits(Action.VIEW))
    if channel in ORACLES and level >= Level.READ and not plan.everywhere(register, field, channel):
        return Level.HIDDEN
    if channel in needed:
        action = needed[channel]
        if not plan.may(register, action) or not bits(action):
            return Level.HIDDEN
        if channel is Channel.EXPORT:
            return min(level, plan.level(register, field, channel, action=action, bits=bits(action)))
    return level


@pytest.mark.parametrize("code", ["clerk2", "manager", "head", "auditor", "staff"])
def test_the_answer_is_what_the_pages_do(company: Session, code: str) -> None:
    who = authority(company, code)
    records = [None, *company.scalars(select(Customer).order_by(Customer.id).limit(2))]
    for record in records:
        for field in ("name", PHONE, "credit_record"):
            for channel in (Channel.LIST, Channel.DETAILS, Channel.FORM, Channel.SORT, Channel.EXPORT, Channel.HISTORY):
                said = asked(company, code, channel, field, record.id if record else None)
                assert said.level is in_the_plan(company, who, field, channel, record), (field, channel, record)
                assert [one for one in said.steps if one.decides], "something decides"


def test_why_does_he_not_see_it_in_the_export(company: Session) -> None:
    said = asked(company, "manager", Channel.EXPORT)
    assert said.verdict.zh == "张建国（E002）在「导出」中可以看到客户的「联系电话」。"
    said = asked(company, "complaint", Channel.EXPORT)
    assert (said.level, said.verdict.zh) == (Level.HIDDEN, "冯强（E007）在「导出」中看不到客户的「联系电话」。")
    assert said.steps[0].decides
    assert said.steps[0].sentence.zh == "他没有任何角色允许导出客户（现有角色：投诉专门负责人、员工）。"
    rule = FieldRule(role_id=_role(company, "customer_manager"), register_key="customer", field_key=PHONE, level=LevelName.HIDDEN, channel=Channel.EXPORT)
    company.add(rule)
    company.flush()
    said = asked(company, "manager", Channel.EXPORT)
    assert said.level is Level.HIDDEN
    first = said.steps[0]
    assert "该角色对这个字段在「导出」另有规定：隐藏" in first.sentence.zh
    assert first.cell is not None
    assert (first.cell.role, first.cell.register, first.cell.field) == ("customer_manager", "customer", PHONE)


def _role(session: Session, code: str) -> int:
    return session.scalars(select(Role.id).where(Role.code == code)).one()


def test_a_cap_and_an_oracle_are_told(company: Session) -> None:
    company.add(FieldCap(register_key="customer", field_key=PHONE, level=LevelName.MASKED, reason="整改"))
    company.flush()
    said = asked(company, "head", Channel.DETAILS)
    assert "字段上限（压过所有角色）：脱敏" in said.steps[0].sentence.zh
    said = asked(company, "head", Channel.SEARCH)
    assert said.verdict.zh == "陈明（E003）不能对客户的「联系电话」做「查找」。"
    company.query(FieldCap).delete()
    said = asked(company, "manager", Channel.SORT)
    assert "有的行他看不到这个字段" in said.steps[0].sentence.zh


def test_a_row_is_in_or_out_of_his_scopes_and_nothing_else_is_told_of_it(company: Session) -> None:
    north, south = company.scalars(select(Customer.id).order_by(Customer.id).limit(2))
    assert asked(company, "head", Channel.DETAILS, record=north).level is Level.READ
    for record in (south, 999_999):
        said = asked(company, "head", Channel.DETAILS, record=record)
        assert said.level is Level.HIDDEN
        assert said.steps[0].sentence.zh == "这条记录不在他可以查看的范围内。"
        assert "范围只有：本部门及下级的；这条记录不在其中，或没有这条记录。" in said.steps[1].sentence.zh


def test_a_deputys_path_names_the_principal(company: Session) -> None:
    north = company.scalars(select(Customer.id).order_by(Customer.id)).first()
    said = asked(company, "clerk2", Channel.DETAILS, record=north)
    assert said.level is Level.READ
    assert "代理陈明（E003）" in said.steps[0].sentence.zh


def test_who_cannot_sign_in_and_what_is_switched_off(company: Session) -> None:
    account(company, "head").active = False
    company.flush()
    assert "不能登录" in asked(company, "head", Channel.LIST).steps[0].sentence.zh
    company.add(Setting(name=SettingName.AREAS_OFF, value="customers"))
    company.flush()
    assert asked(company, "boss", Channel.LIST).steps[0].sentence.zh == "本公司没有启用「客户」。"
    assert readers(company, registers["customer"], registers["customer"].fields[PHONE]).readers == ()


def test_who_can_read_identity_numbers(company: Session) -> None:
    spec = registers["contact"].fields[CARD]
    found = readers(company, registers["contact"], spec)
    assert {one.account for one in found.readers} == {
        one.code for one in company.scalars(select(Account)) if authority(company, one.code).plan.level("contact", CARD, Channel.DETAILS) >= Level.READ
    }
    assert {"head", "boss", "clerk2"} <= {one.account for one in found.readers}
    lent = next(one for one in found.readers if one.account == "clerk2").ways[0]
    assert "代理陈明（E003）" in lent.how.zh
    assert lent.granted_by.zh == "陈明（E003）"
    assert found.policy.zh.startswith("现行权限方案：第 1 版")


def test_a_path_says_since_when_and_who_granted_it(company: Session) -> None:
    he = account(company, "staff").holder_id
    grant(company, "supervisor", person_id=he, granted_by_id=account(company, "security").holder_id, from_at=NOW - timedelta(days=2))
    spec = registers["customer"].fields["credit_record"]
    (one,) = [one for one in readers(company, registers["customer"], spec, Channel.EXPORT).readers if one.account == "staff"]
    (way,) = one.ways
    assert (way.role.zh, way.how.zh, way.rows.zh) == ("「主管领导」", "授予本人", "全部")
    assert way.since == NOW - timedelta(days=2)
    assert way.granted_by.zh == "沈信（E011）" or "（E0" in way.granted_by.zh
    company.query(RoleGrant).filter(RoleGrant.person_id == he, RoleGrant.granted_by_id.is_not(None)).delete()
    assert "staff" not in {one.account for one in readers(company, registers["customer"], spec, Channel.EXPORT).readers}


def test_people_are_found_by_code_name_or_number(company: Session) -> None:
    for typed in ("head", "陈明", "E003"):
        assert [(found.code, name) for found, name in accounts_like(company, typed)] == [("head", "陈明")]
    assert accounts_like(company, "hea") == []
