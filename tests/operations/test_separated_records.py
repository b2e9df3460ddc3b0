"""Not both on one record: who asked may not decide, neither as deputy, nor with a lent right, nor under a second account."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from domain.errors import Refused
from models.access.account import Account
from models.access.separation import Separation
from models.customers.archive_view import ArchiveViewRequest, Decision
from models.customers.customer import Customer
from models.fence import act
from models.organisation.appointment import Post
from models.organisation.employee import Employee
from models.register import registers
from operations.base_roles import ensure_base_roles
from operations.moves import choices, perform
from operations.records import create, delete, update
from operations.rights import PlanStore, policy_version
from operations.separated_records import Holders
from permissions.actor import Authority, System
from permissions.separation import ApartKind
from tests.factories import id_card, make
from tests.operations.test_rights import grant
from tests.operations.test_separating import apart

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
TODAY, DAY = date(2026, 11, 21), timedelta(days=1)
OPINION = {"opinion": "可以"}


class Office:
    """A department with a head, two clerks and a customer; ``as_`` lets somebody act with his own rights."""

    def __init__(self, session: Session) -> None:
        self.session = session
        act(session, System("test"), clock=lambda: NOW)
        ensure_base_roles(session)
        self.place = make(session, "department", name="北区", code="N1").id
        self.people = {name: make(session, "employee", name=name, department=self.place).id for name in ("经理", "甲", "乙")}
        self.accounts = {name: make(session, "account", holder=key, active=True).id for name, key in self.people.items()}
        grant(session, "employee", department_id=self.place)
        grant(session, "customer_reader", department_id=self.place)
        grant(session, "department_head", person_id=self.people["经理"])
        self.post("经理")
        self.customer = make(session, "customer", name="北区客户", department=self.place).id

    def post(self, name: str) -> None:
        make(self.session, "appointment", holder=self.people[name], post=Post.DEPARTMENT_MANAGER, department=self.place, from_on=TODAY - 9 * DAY)

    def lend(self, principal: str, deputy: str, days: int = 0) -> None:
        self.system()
        values = {"principal": self.people[principal], "deputy": self.people[deputy]}
        make(self.session, "delegation", **values, from_on=TODAY, until_on=TODAY + days * DAY)

    def system(self, now: datetime = NOW) -> None:
        act(self.session, System("test"), clock=lambda: now)

    def as_(self, name: str, now: datetime = NOW) -> Authority:
        self.system(now)
        found = PlanStore().authority(self.session, self.accounts[name], policy_version(self.session), now)
        assert found is not None
        act(self.session, found, clock=lambda: now)
        return found

    def asks(self, name: str, **values: Any) -> ArchiveViewRequest:
        self.as_(name)
        given = {"customer": self.customer, "applicant": self.people[name], "purpose": "核对", "until_on": TODAY + DAY, **values}
        record: ArchiveViewRequest = create(self.session, registers["archive_view_request"], given)
        self.session.flush()
        return record


@pytest.fixture
def office(session: Session) -> Office:
    return Office(session)


def refused(office: Office, record: ArchiveViewRequest, move: str = "approve") -> Refused:
    with pytest.raises(Refused) as found:
        perform(office.session, record, move, OPINION)
    assert record.state is Decision.ASKED
    return found.value


def test_whoever_did_not_ask_may_decide(office: Office) -> None:
    record = office.asks("甲")
    office.as_("经理")
    assert [choice.refusal for choice in choices(office.session, record) if choice.move.name != "withdraw"] == [None, None]
    perform(office.session, record, "approve", OPINION)
    assert record.state is Decision.APPROVED


def test_who_entered_a_request_for_another_does_not_decide_it(office: Office) -> None:
    """The guard of K7.8 looks at the applicant; the separation looks at who really did it."""
    record = office.asks("经理")
    office.system()
    record.applicant_id = office.people["甲"]
    office.session.flush()
    office.as_("经理")
    why = refused(office, record)
    assert "查阅申请回避" in why.sentence.zh
    assert "经理于2026-11-21 12:00「新建」" in why.sentence.zh
    assert why.clause == "K7.8"
    assert all(choice.refusal for choice in choices(office.session, record))
    office.system()
    office.session.query(Separation).delete()
    office.session.flush()
    office.as_("经理")
    perform(office.session, record, "approve", OPINION)


def test_a_deputy_does_not_decide_what_he_asked_himself(office: Office) -> None:
    mine, other = office.asks("甲"), office.asks("乙")
    office.lend("经理", "甲")
    office.as_("甲")
    refused(office, mine)
    perform(office.session, other, "approve", OPINION)


def test_a_deputy_does_not_decide_what_his_principal_entered(office: Office) -> None:
    record = office.asks("经理")
    office.system()
    record.applicant_id = office.people["乙"]
    office.lend("经理", "甲")
    office.as_("甲")
    assert "您代理经理" in refused(office, record).sentence.zh
    office.system()
    grant(office.session, "department_head", person_id=office.people["甲"])
    office.post("甲")
    office.as_("甲")
    perform(office.session, record, "approve", OPINION)  # in his own right


def test_what_a_deputy_did_in_his_place_counts_as_the_principals(office: Office) -> None:
    apart(office.session, "审后不改", ApartKind.RECORD, "archive_view_request", "edit", "approve reject")
    record = office.asks("甲")
    office.lend("经理", "乙")
    office.as_("乙")
    perform(office.session, record, "approve", OPINION)
    for name, sentence in (("经理", "代理您「同意」"), ("乙", "由乙于")):
        office.as_(name)
        with pytest.raises(Refused) as found:
            update(office.session, record, {"purpose": "别的"})
        assert sentence in found.value.sentence.zh
        with pytest.raises(Refused):
            update(office.session, record, {"purpose": "再一个"})
    office.as_("经理", NOW + 9 * DAY)
    with pytest.raises(Refused) as found:
        update(office.session, record, {"purpose": "过后"})
    assert "代理您" in found.value.sentence.zh, "the delegation is over; what was done in its time was done for him"


def test_an_emergency_role_opens_no_way_around(office: Office) -> None:
    record, other = office.asks("甲"), office.asks("乙")
    office.system()
    grant(office.session, "department_head", person_id=office.people["甲"], emergency=True, until_at=NOW + timedelta(hours=1))
    office.post("甲")
    office.as_("甲")
    refused(office, record)
    perform(office.session, other, "approve", OPINION)


def test_the_second_account_of_the_same_human_being_is_he_himself(office: Office) -> None:
    record = office.asks("甲")
    office.system()
    number = id_card("33010619900101444")
    for name in ("经理", "甲"):
        office.session.get_one(Employee, office.people[name]).id_card = number
    office.session.flush()
    office.as_("经理")
    assert "由甲于" in refused(office, record).sentence.zh


def test_an_account_that_changed_hands_does_not_change_who_did_it(office: Office) -> None:
    record = office.asks("经理", applicant=office.people["经理"])
    office.system(NOW + DAY)
    record.applicant_id = office.people["乙"]
    account = office.session.get_one(Account, office.accounts["经理"])
    new = make(office.session, "employee", name="新经理", department=office.place).id
    office.session.get_one(Account, office.accounts["甲"]).active = True
    account.holder_id = new
    office.session.flush()
    office.people["新经理"], office.accounts["新经理"] = new, account.id
    grant(office.session, "department_head", person_id=new)
    office.post("新经理")
    office.accounts["经理"] = make(office.session, "account", holder=office.people["经理"], active=True).id
    holders = Holders(office.session, {account.id})
    assert [holders.at(account.id, at) for at in (NOW, NOW + 2 * DAY)] == [office.people["经理"], new]
    office.as_("经理", NOW + 2 * DAY)
    refused(office, record)
    office.as_("新经理", NOW + 2 * DAY)
    perform(office.session, record, "approve", OPINION)


def test_deleting_is_an_action_too(office: Office) -> None:
    apart(office.session, "建删分离", ApartKind.RECORD, "customer", "create", "delete")
    office.as_("经理")
    values = {"name": "甲客户", "customer_class": "general", "department": office.place}
    record = create(office.session, registers["customer"], values)
    with pytest.raises(Refused):
        delete(office.session, record)
    delete(office.session, office.session.get_one(Customer, office.customer))


def test_the_system_is_not_measured(office: Office) -> None:
    record = office.asks("甲")
    office.system()
    perform(office.session, record, "approve", OPINION)
