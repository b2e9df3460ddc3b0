"""Y2.2, Y3.4, K7.12: what the company must know about an important customer, and who keeps in touch with it."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from domain.access import Clearance, Scope
from domain.errors import Invalid
from models.customers.customer import CustomerClass
from models.fence import act
from models.governance.setting import SettingName
from models.register import registers
from operations.importing_following import Following
from operations.records import create, update
from operations.upkeep import UPKEEP
from tests.factories import make
from tests.models.scenes import Town, a_town, may

FACTS = {"financial_state": "稳健", "credit_record": "无逾期", "market_position": "本地前三"}


@pytest.fixture
def town(session: Session) -> Town:
    town = a_town(session)
    make(session, "setting", name=SettingName.CUSTOMER_CLASSES, value="Y3.1")
    act(session, town.wang_with(may(Scope.ALL)))
    return town


def important(town: Town, **other: Any) -> dict[str, Any]:
    people = {"manager": town.wang, "team": [town.li]}
    return {"name": "大客户", "customer_class": CustomerClass.IMPORTANT, "department": town.north, **FACTS, **people, **other}


def refused(session: Session, values: dict[str, Any]) -> dict[str, str]:
    """Field → sentence; the form and a line of a file must say the same."""
    with pytest.raises(Invalid) as found:
        create(session, registers["customer"], values)
    with pytest.raises(Invalid) as in_a_file:
        Following(session, registers["customer"]).of(values)
    assert found.value.fields == in_a_file.value.fields
    session.expunge_all()
    return {key: sentence.zh for key, sentence in found.value.fields.items()}


def test_a_complete_important_customer_is_kept(session: Session, town: Town) -> None:
    assert create(session, registers["customer"], important(town)).id
    assert Following(session, registers["customer"]).of(important(town, name="另一家")) == {}


@pytest.mark.parametrize("key", FACTS)
def test_an_important_customer_needs_its_facts(session: Session, town: Town, key: str) -> None:
    """Y2.2: 财务状况, 信用记录, 行业地位; another class needs none of them."""
    assert key in refused(session, important(town, **{key: None}))
    assert create(session, registers["customer"], important(town, customer_class=CustomerClass.GENERAL, **{key: None})).id


def test_an_important_customer_needs_a_manager(session: Session, town: Town) -> None:
    """Y3.4: one to one."""
    record = create(session, registers["customer"], important(town))
    with pytest.raises(Invalid) as found:
        update(session, record, {"manager": None})
    assert "manager" in found.value.fields


@pytest.mark.parametrize("team", ["nobody", "the manager"])
def test_two_people_keep_in_touch_with_an_important_customer(session: Session, town: Town, team: str) -> None:
    """K7.12: 两名以上; the manager named twice is one."""
    assert set(refused(session, important(town, team=[town.wang] if team == "the manager" else []))) == {"team"}


def test_a_customer_becomes_important_only_when_complete(session: Session, town: Town) -> None:
    record = create(session, registers["customer"], {"name": "小客户", "customer_class": CustomerClass.GENERAL, "department": town.north})
    with pytest.raises(Invalid) as found:
        update(session, record, {"customer_class": CustomerClass.IMPORTANT})
    assert {*FACTS, "team"} <= set(found.value.fields)
    update(session, record, {"customer_class": CustomerClass.IMPORTANT, **FACTS, "manager": town.wang, "team": [town.li]})


def test_an_old_gap_keeps_nobody_from_correcting_the_rest(session: Session, town: Town) -> None:
    record = create(session, registers["customer"], important(town))
    session.connection().exec_driver_sql("UPDATE customer SET market_position = NULL")
    session.refresh(record)
    update(session, record, {"short_name": "大"})
    with pytest.raises(Invalid):
        update(session, record, {"credit_record": "有逾期"})


def test_a_line_that_changes_a_customer_is_judged_with_what_is_stored(session: Session, town: Town) -> None:
    assert Following(session, registers["customer"]).of({"customer_class": CustomerClass.IMPORTANT}, new=False) == {}
    record = create(session, registers["customer"], important(town, customer_class=CustomerClass.GENERAL))
    record.customer_class = CustomerClass.IMPORTANT
    assert UPKEEP["customer"](session, record) == set()
    record.market_position = None
    with pytest.raises(Invalid):
        UPKEEP["customer"](session, record)


@pytest.mark.parametrize("filled", [True, False])
def test_who_may_not_write_the_facts_cannot_set_the_class_and_learns_nothing(session: Session, town: Town, *, filled: bool) -> None:
    values = important(town, customer_class=CustomerClass.GENERAL, **({} if filled else dict.fromkeys(FACTS)))
    record = create(session, registers["customer"], values)
    act(session, town.wang_with(may(Scope.ALL, writes=Clearance.INTERNAL, reads=Clearance.INTERNAL)))
    with pytest.raises(Invalid) as found:
        update(session, record, {"customer_class": CustomerClass.IMPORTANT})
    assert [*found.value.fields] == ["customer_class"]
    assert "信用记录" in found.value.fields["customer_class"].zh
