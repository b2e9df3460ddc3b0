"""Creating, changing and deleting one record: what is checked, what is filled in, and how a refusal is worded."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from domain.access import Clearance, Level, Scope
from domain.errors import Conflict, Invalid, Missing, Refused
from models.customers.customer import Customer, CustomerClass
from models.fence import act
from models.register import registers
from operations.records import create, delete, find, require, update
from tests.factories import make
from tests.models.scenes import Town, a_town, may

CUSTOMER = Customer.register


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


def new(**more: object) -> dict[str, object]:
    return {"name": "新客户", "customer_class": CustomerClass.KEY, **more}


def test_a_new_record_gets_its_number_and_the_authors_place(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.DEPARTMENT)))
    record = create(session, CUSTOMER, new())
    assert record.number.startswith("KH")
    assert (record.department_id, record.manager_id, record.version) == (town.north, town.wang, 1)


def test_a_place_that_was_chosen_is_not_replaced_by_the_authors(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL)))
    record = create(session, CUSTOMER, new(department=town.south, manager=town.li))
    assert (record.department_id, record.manager_id) == (town.south, town.li)


def test_the_authors_place_is_filled_in_even_where_he_may_not_write_it(session: Session, town: Town) -> None:
    locked = {("customer", "department", None): Level.READ, ("customer", "manager", None): Level.READ}
    act(session, town.wang_with(may(Scope.DEPARTMENT, fields=locked)))
    assert create(session, CUSTOMER, new()).department_id == town.north


def test_what_is_required_is_asked_for_at_its_field(session: Session, town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        create(session, CUSTOMER, {"name": "", "short_name": "x"} | {"name": None})
    assert {"name", "customer_class", "department"} <= set(refused.value.fields)
    assert refused.value.fields["name"].zh == "请填写「客户名称」。"


def test_two_people_who_must_differ_are_told_at_the_field(session: Session, town: Town) -> None:
    values = {"principal": town.wang, "deputy": town.wang, "from_on": date(2026, 1, 1), "until_on": date(2026, 1, 2), "reason": "x"}
    with pytest.raises(Invalid) as refused:
        create(session, registers["delegation"], values)
    assert list(refused.value.fields) == ["deputy"]


def test_a_taken_value_is_told_at_its_field_without_the_databases_words(session: Session, town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        create(session, registers["department"], {"code": "T1", "name": "又一个"})
    assert list(refused.value.fields) == ["code"]
    assert "constraint" not in refused.value.sentence.en.lower()


def test_a_reference_one_may_not_see_is_refused_like_one_that_does_not_exist(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.OWN)))
    sentences = []
    for customer in (town.of_south, 999_999):
        with pytest.raises(Invalid) as refused:
            create(session, registers["contact"], {"customer": customer, "name": "张三"})
        sentences.append(refused.value.fields["customer"])
    assert sentences[0] == sentences[1]


def test_several_references_are_set_as_they_were_sent(session: Session, town: Town) -> None:
    record = create(session, CUSTOMER, new(department=town.north, team=[town.li, town.wang, town.li]))
    session.expire(record)
    assert [person.id for person in record.team] == sorted([town.wang, town.li])
    update(session, record, {"team": [town.li]})
    assert [person.id for person in record.team] == [town.li]
    with pytest.raises(Invalid):
        update(session, record, {"team": [town.li, 999_999]})


def test_a_record_is_found_only_by_who_may_see_it(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.OWN)))
    assert find(session, CUSTOMER, town.of_wang).id == town.of_wang
    sentences = set()
    for key in (town.of_south, 999_999):
        with pytest.raises(Missing) as refused:
            find(session, CUSTOMER, key)
        sentences.add(refused.value.sentence)
    assert len(sentences) == 1


def test_a_change_counts_the_version_and_a_stale_one_is_a_conflict(session: Session, town: Town) -> None:
    record = session.get_one(Customer, town.of_wang)
    version = record.version
    update(session, record, {"short_name": "王客", "annual_amount": Decimal("5.00")}, version=version)
    assert (record.version, record.annual_amount) == (version + 1, Decimal("5.00"))
    with pytest.raises(Conflict):
        update(session, record, {"short_name": "晚了"}, version=version)
    with pytest.raises(Conflict):
        delete(session, record, version=version)


def test_saving_without_a_change_keeps_the_version(session: Session, town: Town) -> None:
    record = session.get_one(Customer, town.of_wang)
    version = record.version
    update(session, record, {"name": record.name, "department": record.department_id, "team": []}, version=version)
    assert record.version == version


def test_a_record_that_is_pointed_to_is_not_deleted(session: Session, town: Town) -> None:
    make(session, "contact", customer=town.of_wang)
    with pytest.raises(Conflict, match="point to it"):
        delete(session, session.get_one(Customer, town.of_wang))


def test_a_deleted_record_is_gone_with_its_links(session: Session, town: Town) -> None:
    record = session.get_one(Customer, town.of_south)
    delete(session, record, version=record.version)
    assert session.get(Customer, town.of_south) is None


@pytest.mark.parametrize("action", ["view", "create", "edit", "delete"])
def test_an_action_nobody_granted_is_refused_with_its_name(session: Session, town: Town, action: str) -> None:
    act(session, town.wang_with(may(Scope.ALL, "history")))
    with pytest.raises(Refused) as refused:
        require(session, CUSTOMER, action)
    assert "客户" in refused.value.sentence.zh
    assert refused.value.todo is not None


def test_a_move_is_named_by_its_label_when_it_is_refused(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL, "view")))
    with pytest.raises(Refused, match="Approve"):
        require(session, registers["archive_view_request"], "approve")


def test_due_dates_follow_and_are_never_typed(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL, writes=Clearance.SECRET)))
    filing = create(session, registers["registration"], {"customer": town.of_wang, "contacted_on": date(2026, 11, 20), "applicant": town.wang})
    assert filing.due_on == date(2026, 11, 27)
    update(session, filing, {"contacted_on": date(2026, 11, 19)})
    assert filing.due_on == date(2026, 11, 26)
