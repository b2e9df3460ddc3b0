"""The clauses about customers and accounts, each as one sentence that the store keeps."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from domain.access import Clearance
from domain.errors import Invalid
from domain.kinds import Kind
from models.customers.customer import CLASSES, Customer
from models.customers.registration import Filing, RegistrationChange
from models.fence import acting
from models.governance.audit_entry import AuditEntry
from models.organisation.appointment import POSTS, Post
from models.register import registers
from operations.calendar_filling import fill_calendar
from operations.moves import perform
from operations.password_rules import check_strength
from operations.records import create
from tests.factories import everything, holding, make, person
from tests.operations.customer_scenes import DAY, TODAY, Street, street

__all__ = ["street"]


def test_every_new_customer_gets_an_archive_number(session: Session) -> None:
    """K7.2."""
    first, second = make(session, "customer"), make(session, "customer")
    series = registers["customer"].fields["number"].series
    assert series is not None
    numbers = [series.parse(one.number) for one in (first, second)]
    assert None not in numbers
    assert numbers[1][1] == numbers[0][1] + 1  # type: ignore[index]


def test_a_customer_has_a_class_of_the_regulation(session: Session) -> None:
    """K7.1: 目标, 一般, 重点, 潜在 (Y3.1 adds 重要); none is refused, anything else is refused."""
    assert {"目标", "一般", "重点", "潜在"} <= {title.zh for title in CLASSES.values()}
    place = make(session, "department").id
    with pytest.raises(Invalid) as refused:
        create(session, registers["customer"], {"name": "无类别客户", "department": place})
    assert "customer_class" in refused.value.fields


def test_a_customer_has_the_standard_fields() -> None:
    """K7.3: 客户名称, 客户类别, 企业性质, 主管单位, 地址, 联系人, 联系电话."""
    labels = {spec.label.zh for spec in registers["customer"].fields.values()}
    assert {"客户名称", "客户类别", "企业性质", "主管单位", "详细地址", "联系人", "联系电话"} <= labels


def test_customers_are_persons_or_enterprises_of_a_place() -> None:
    """Y1.1: the type and the division are fields one can filter by."""
    register = registers["customer"]
    assert {"企业", "个人"} == {title.zh for title in register.fields["customer_type"].titles.values()}
    assert {"customer_type", "division"} <= set(register.filterable)


@pytest.mark.parametrize(("key", "start", "change"), [("registration", "contacted_on", {}), ("registration_change", "changed_on", {"change": "迁址"})])
def test_a_filing_is_due_after_five_working_days(session: Session, key: str, start: str, change: dict[str, str]) -> None:
    """K7.6 and K7.7: from a Wednesday over the weekend to the next Wednesday; over 国庆 to the twelfth of October."""
    fill_calendar(session)
    customer, applicant = make(session, "customer").id, make(session, "employee").id
    for day, due in ((date(2026, 3, 4), date(2026, 3, 11)), (date(2025, 9, 29), date(2025, 10, 13))):
        record = create(session, registers[key], {"customer": customer, "applicant": applicant, start: day, **change})
        assert record.due_on == due


@pytest.mark.parametrize(("key", "start", "change"), [("registration", "contacted_on", {}), ("registration_change", "changed_on", {"change": "迁址"})])
def test_a_new_customer_is_filed_returned_and_filed_again(session: Session, key: str, start: str, change: dict[str, str]) -> None:
    """K7.6, K7.7: open, returned with an opinion, handed in again, filed with the day."""
    customer, applicant = make(session, "customer").id, make(session, "employee").id
    record = create(session, registers[key], {"customer": customer, "applicant": applicant, start: date(2026, 3, 4), **change})
    with pytest.raises(Invalid):
        perform(session, record, "return", {})
    perform(session, record, "return", {"opinion": "缺主管单位"})
    perform(session, record, "resubmit", {})
    perform(session, record, "file", {})
    assert record.state is Filing.FILED
    assert record.filed_on is not None


def test_a_change_of_a_registered_customer_begins_its_filing_by_itself(street: Street) -> None:
    """K7.7: one a day, naming the fields and never what they say; not before the customer is registered, and not for what the form does not ask."""
    session, key, wang = street.session, street.town.of_wang, street.town.wang
    customer = session.get_one(Customer, key)

    def filings() -> list[tuple[str, date, int]]:
        found = session.scalars(select(RegistrationChange).where(RegistrationChange.customer_id == key).order_by(RegistrationChange.id)).all()
        return [(one.change, one.changed_on, one.applicant_id) for one in found]

    street.change(customer, address="和平路一号")
    assert filings() == []
    make(session, "registration", customer=key, contacted_on=TODAY, applicant=wang, state="filed")
    street.change(customer, needs="增加冷链")
    assert filings() == []
    street.change(customer, address="和平路二号")
    street.change(customer, street.town.li, contact_name="欧阳晓", address="和平路三号")
    assert filings() == [("客户档案修改：详细地址、联系人", TODAY, wang)]
    (one,) = session.scalars(select(RegistrationChange).where(RegistrationChange.customer_id == key)).all()
    assert one.due_on is not None
    for day in (TODAY + DAY, TODAY + 2 * DAY):
        assert list(street.unchanged(one, changed_on=day).fields) == ["changed_on"]
        session.expire(one)
    street.change(one, changed_on=TODAY - DAY)
    assert street.unchanged(one, changed_on=TODAY).clause == "K7.7"
    session.expire(one)
    street.step(one, "file", street.town.li)
    street.change(customer, name="和平商行")
    assert [said for said, _, _ in filings()][1:] == ["客户档案修改：客户名称"]


@pytest.mark.parametrize(("clause", "side"), [("K7.4", "customer"), ("K7.5", "between")])
def test_major_changes_are_kept_for_either_side(session: Session, clause: str, side: str) -> None:
    """K7.4 on the customer's side, K7.5 between the company and the customer."""
    assert clause in registers["major_event"].clauses
    event = make(session, "major_event", side=side)
    assert event.customer_id


def test_letters_faxes_and_calls_go_into_the_archive_of_their_customer() -> None:
    """K7.11: 信函, 传真, 长话; the page of the customer lists them because the customer is their parent."""
    register = registers["correspondence"]
    assert register.parent == "customer"
    means = " ".join(title.zh for title in register.fields["means"].titles.values())
    assert all(word in means for word in ("信函", "传真", "电话"))


def test_an_important_customer_may_have_several_people() -> None:
    """K7.12: a team beside the manager; see test_important_customers for whom two are demanded."""
    assert registers["customer"].fields["team"].kind is Kind.REFERENCES
    assert "team" in registers["customer"].assigned


def test_a_customer_has_one_manager() -> None:
    """Y3.4: one-to-one; see test_important_customers for whom it is demanded."""
    assert registers["customer"].fields["manager"].kind is Kind.PERSON
    assert registers["customer"].owner == "manager"


@pytest.mark.parametrize("key", ["customer", "contact"])
def test_source_and_lawful_basis_are_kept(key: str) -> None:
    """A3.3, per record and not yet per field."""
    assert {"source", "lawful_basis"} <= set(registers[key].fields)


def test_what_identifies_a_person_and_what_is_a_trade_secret_is_classified() -> None:
    """A7.2: 商业秘密 and 个人隐私; no register may keep a telephone number openly."""
    for register in registers.values():
        for spec in register.fields.values():
            if spec.kind in (Kind.PHONE, Kind.EMAIL, Kind.ID_CARD):
                assert spec.clearance >= Clearance.PERSONAL, (register.key, spec.key)
    secrets = {key for key, spec in registers["customer"].fields.items() if spec.clearance is Clearance.SECRET}
    assert {"financial_state", "credit_record"} <= secrets


def test_what_important_customers_tell_has_its_fields() -> None:
    """Y2.2: 财务状况, 信用记录, 行业地位 have fields; see test_important_customers for whom they are demanded."""
    labels = {spec.label.zh for spec in registers["customer"].fields.values()}
    assert {"财务状况", "信用记录", "行业地位"} <= labels


def test_a_department_names_one_person_for_its_customer_data(session: Session) -> None:
    """Y2.4."""
    steward = make(session, "employee")
    department = make(session, "department", data_steward=steward.id)
    assert department.data_steward_id == steward.id


def test_one_person_has_one_operator_code(session: Session) -> None:
    """K5.11."""
    account = make(session, "account")
    with pytest.raises(Invalid) as refused:
        make(session, "account", holder=account.holder_id)
    assert "holder" in refused.value.fields


@pytest.mark.parametrize("password", ["wangxiaofang", "19900101199", "aaaaaaaaaaaa", "12345678901", "abcdefghijkl", "E001E001E001"])
def test_a_password_is_no_name_birthday_repetition_or_sequence(password: str) -> None:
    """K5.15."""
    with pytest.raises(Invalid) as refused:
        check_strength(password, "王小芳", "E001", shortest=10)
    assert refused.value.clause == "K5.15"
    check_strength("Hafen-Lampe-Teig", "王小芳", "E001", shortest=10)


def test_the_archivist_is_appointed_with_a_document(session: Session) -> None:
    """K3.3: by a document, and by who is general manager on the day it begins."""
    assert POSTS[Post.ARCHIVIST].zh == "档案管理员"
    people = [make(session, "employee").id for _ in range(3)]
    make(session, "appointment", holder=people[0], post=Post.GENERAL_MANAGER, from_on=date(2026, 1, 1), until_on=date(2026, 6, 30))
    said = {"holder": people[1], "post": Post.ARCHIVIST, "document": "台人〔2026〕3号", "appointed_by": people[0], "from_on": date(2026, 6, 30)}
    for more, field in (
        ({"document": " "}, "document"), ({"appointed_by": None}, "appointed_by"), ({"appointed_by": people[2]}, "appointed_by"),
        ({"from_on": date(2026, 7, 1)}, "appointed_by"), ({"holder": people[0]}, "appointed_by"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused, session.begin_nested(), acting(session, holding(everything(), who=person(9_999))):
            create(session, registers["appointment"], said | more)
        assert (refused.value.clause, list(refused.value.fields)) == ("K3.3", [field])
    with acting(session, holding(everything(), who=person(9_999))):
        assert create(session, registers["appointment"], said).id


def test_it_is_kept_who_stands_in_for_whom(session: Session) -> None:
    """K4.9, as far as it goes: kept with its days; complaints, where it matters, come later."""
    delegation = make(session, "delegation")
    assert delegation.principal_id != delegation.deputy_id


def test_a_grant_names_its_reason(session: Session) -> None:
    """K5.5, K5.6: codes get their rights by roles, and every grant says why; the manager's signature is not kept yet."""
    role, person = make(session, "role").id, make(session, "employee").id
    with pytest.raises(Invalid) as refused:
        create(session, registers["role_grant"], {"role": role, "person": person})
    assert "reason" in refused.value.fields


def test_the_log_cannot_be_rewritten(session: Session) -> None:
    """Y2.6: neither changed nor deleted, not even below the program."""
    make(session, "customer")
    key = session.query(AuditEntry.id).order_by(AuditEntry.id.desc()).first()[0]  # type: ignore[index]
    for statement in ("UPDATE audit_entry SET actor = 'somebody' WHERE id = :key", "DELETE FROM audit_entry WHERE id = :key"):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.connection().execute(text(statement), {"key": key})
