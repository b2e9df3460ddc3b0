"""The demo company: believable, complete, loaded once, and lived in by people who had the right to do what they did."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.stocktaking import Verdict
from models import checks
from models.access.account import Account, Credential
from models.access.role import RoleKind
from models.archives.digital_copy import DigitalCopy
from models.archives.stocktake import Stocktake, StocktakeState
from models.archives.stocktake_result import StocktakeResult
from models.bulk import insert_rows
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.customers.archive_view import ArchiveViewRequest, Decision
from models.customers.contact import Contact
from models.customers.customer import Customer, CustomerType
from models.customers.registration import Filing, Registration, RegistrationChange
from models.engine import FencedSession
from models.fence import act, acting
from models.governance.audit_entry import AuditEntry
from models.lending.slip import BorrowingSlip, LoanMode
from models.lending.view_grant import ViewGrant
from models.organisation.appointment import Appointment, Post
from models.organisation.department import Department
from models.organisation.division import DivisionLevel
from models.organisation.employee import Employee
from models.search import condition
from operations.archives.checking import check
from operations.base_roles import BASE_ROLES
from operations.customers.likely import SAME_NAME, SAME_PHONE, likely
from operations.demo import Demo, customers, load_demo
from operations.demo.customers import customer_rows, ground, load_customers
from operations.divisions import load_divisions
from operations.passwords import verify
from operations.rights import PlanStore, policy_version
from operations.working_days import working_days_after
from permissions.actor import Authority, System

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
CUSTOMERS = 80


@dataclass(frozen=True)
class Loaded:
    """A session in which the demo company is loaded, and what the loading gave back."""

    session: Session
    demo: Demo

    def authority(self, code: str) -> Authority:
        account = self.session.scalars(select(Account).where(Account.code == code)).one()
        found = PlanStore().authority(self.session, account.id, policy_version(self.session), NOW)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def company(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The demo company, loaded once for this file and rolled back after it."""
    with FencedSession(engine) as session:
        act(session, System("test"), clock=lambda: NOW)
        session.info["data_dir"] = tmp_path_factory.mktemp("files")
        yield Loaded(session, load_demo(session, customers=CUSTOMERS))
        session.rollback()


def test_the_company_has_three_levels_of_departments_with_a_head_each(company: Loaded) -> None:
    departments = {one.id: one for one in company.session.scalars(select(Department))}
    above = {key: one.above_id for key, one in departments.items()}
    depth = {key: 1 + (above[key] is not None) + (above.get(above[key]) is not None) for key in departments}
    assert set(depth.values()) == {1, 2, 3}
    assert 12 <= len(departments) <= 16
    heads = select(Appointment.department_id, Appointment.holder_id).where(
        Appointment.post.in_((Post.DEPARTMENT_MANAGER, Post.GENERAL_MANAGER)), Appointment.until_on.is_(None)
    )
    assert dict(company.session.execute(heads).all()) == {key: one.manager_id for key, one in departments.items()}
    assert 55 <= company.session.scalar(select(func.count()).select_from(Employee)) <= 75


def test_complaints_stand_at_many_stages_and_a_respondent_finds_only_the_others(company: Loaded) -> None:
    cases = company.session.scalars(select(Complaint)).all()
    assert len({case.stage for case in cases}) >= 10
    assert Stage.ARCHIVED in {case.stage for case in cases}
    about = {case.id for case in cases for person in case.respondents if person.id == company.authority("head01").person.person_id}
    with acting(company.session, company.authority("boss01")):
        assert set(company.session.scalars(select(Complaint.id))) == {case.id for case in cases}
    with acting(company.session, company.authority("head01")):
        assert about
        assert not about & set(company.session.scalars(select(Complaint.id)))


def test_every_base_role_can_be_tried_with_an_account(company: Loaded) -> None:
    held = {role for account in company.demo.accounts for role in company.authority(account.code).plan.roles}
    # What is prepared for emergencies nobody holds beforehand: it is taken (see tests/web/test_emergency.py).
    assert held >= {role.code for role in BASE_ROLES if role.kind is not RoleKind.TEMPORARY}
    assert not held & {role.code for role in BASE_ROLES if role.kind is RoleKind.TEMPORARY}


def test_one_fresh_password_opens_every_account_and_no_other_does(company: Loaded) -> None:
    (password,) = {account.password for account in company.demo.accounts}
    hashes = company.session.scalars(select(Credential.password_hash)).all()
    assert len(hashes) == len(company.demo.accounts) == len(set(hashes))
    assert verify(hashes[0], password)
    assert verify(hashes[-1], password)
    assert not verify(hashes[0], "taizhang-demo-2026")


def test_customers_are_complete_valid_and_marked_as_made_up(company: Loaded) -> None:
    found = company.session.scalars(select(Customer)).all()
    assert len(found) == company.demo.customers > CUSTOMERS
    fields = Customer.register.fields
    for customer in found:
        assert customer.generated
        assert all(getattr(customer, fields[key].column) is not None for key in Customer.register.list)
        assert checks.read(fields["contact_phone"], customer.contact_phone) == customer.contact_phone
        if customer.customer_type is CustomerType.ENTERPRISE:
            assert checks.read(fields["credit_code"], customer.credit_code) == customer.credit_code
    firms = [one.name for one in found if one.customer_type is CustomerType.ENTERPRISE]
    assert len(set(firms)) == len(firms)


def test_some_customers_seem_to_have_been_entered_twice(company: Loaded) -> None:
    """Y1.2: 客户查重 has something to show."""
    reasons = {group.why for group in likely(company.session)}
    assert {SAME_PHONE, SAME_NAME} & reasons


def test_identity_numbers_have_the_right_check_digit(company: Loaded) -> None:
    numbers = list(company.session.scalars(select(Employee.id_card)))
    numbers += company.session.scalars(select(Contact.id_card).where(Contact.id_card.is_not(None)))
    spec = Employee.register.fields["id_card"]
    assert [number for number in numbers if checks.read(spec, number) != number] == []


def test_every_state_of_filings_and_requests_is_there_to_be_seen(company: Loaded) -> None:
    session, today = company.session, NOW.date()
    assert set(session.scalars(select(ArchiveViewRequest.state))) == set(Decision)
    assert set(session.scalars(select(Registration.state))) == set(Filing)
    assert {Filing.FILED, Filing.OPEN} <= set(session.scalars(select(RegistrationChange.state)))
    waiting = session.scalars(select(Registration).where(Registration.state == Filing.OPEN)).all()
    assert any(one.due_on < today for one in waiting)
    assert any(one.due_on >= today for one in waiting)
    assert any(one.filed_on > one.due_on for one in session.scalars(select(Registration)) if one.filed_on)


def test_filings_are_due_five_working_days_after_the_first_contact(company: Loaded) -> None:
    for filing in company.session.scalars(select(Registration)):
        assert filing.due_on == working_days_after(company.session, filing.contacted_on, 5)


def test_people_did_their_own_work_and_nobody_decided_his_own_request(company: Loaded) -> None:
    session = company.session
    requests = session.scalars(select(ArchiveViewRequest)).all()
    assert all(one.decided_by_id != one.applicant_id for one in requests)
    actors = set(session.scalars(select(AuditEntry.actor).where(AuditEntry.register_key == "archive_view_request")))
    assert "系统" not in actors
    assert len(actors) >= 6


def test_the_steps_of_a_case_follow_each_other_in_time(company: Loaded) -> None:
    last: dict[int, datetime] = {}
    steps = select(AuditEntry).where(AuditEntry.register_key == "registration", AuditEntry.actor != "系统")
    for entry in company.session.scalars(steps.order_by(AuditEntry.id)):
        assert NOW - timedelta(days=120) < entry.happened_at <= NOW
        assert last.get(entry.record_id, entry.happened_at) <= entry.happened_at
        last[entry.record_id] = entry.happened_at


def test_a_clerk_sees_his_department_and_an_administrator_no_customer_at_all(company: Loaded) -> None:
    session = company.session
    clerk, admin = company.authority("clerk01"), company.authority("it01")
    with acting(session, clerk):
        departments = set(session.scalars(select(Customer.department_id)))
    with acting(session, admin):
        nothing = session.scalars(select(Customer.id)).all()
    assert departments == {clerk.person.department_id}
    assert nothing == []


def test_a_customer_is_found_by_the_initials_of_his_name(company: Loaded) -> None:
    customer = company.session.scalars(select(Customer).where(Customer.customer_type == CustomerType.ENTERPRISE)).first()
    initials = customer.name_pinyin.partition("|")[0]
    dialect = company.session.get_bind().dialect.name
    found = company.session.scalars(select(Customer.id).where(condition(Customer, initials, ["name"], dialect))).all()
    assert customer.id in found


def test_loading_the_company_again_does_nothing(company: Loaded) -> None:
    before = company.session.scalar(select(func.count()).select_from(AuditEntry))
    assert load_demo(company.session) == Demo()
    assert company.session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_the_same_seed_makes_the_same_customers_and_another_seed_others(company: Loaded) -> None:
    over = ground(company.session)
    once, again = (list(islice(customer_rows(over, 7, 0), 300)) for _ in range(2))
    assert once == again
    other = {row["name"] for row in islice(customer_rows(over, 8, 0), 300) if row["credit_code"]}
    assert not {row["name"] for row in once} & other


def test_customers_by_the_thousand_come_in_batches_with_one_line_of_audit(
    own_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customers, "BATCH", 200)
    _bare_company(own_engine)
    seen: list[tuple[int, int]] = []
    load_customers(lambda: FencedSession(own_engine), 500, seed=3, progress=lambda *step: seen.append(step))
    load_customers(lambda: FencedSession(own_engine), 100, seed=3)
    assert seen == [(200, 500), (400, 500), (500, 500)]
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        found = session.scalars(select(Customer).order_by(Customer.id)).all()
        expected = [row["name"] for row in islice(customer_rows(ground(session), 3, 0), 500)]
        lines = session.scalars(select(AuditEntry.changes).where(AuditEntry.register_key == "customer")).all()
    assert [one.name for one in found[:500]] == expected
    firms = [one.name for one in found if one.customer_type is CustomerType.ENTERPRISE]
    assert len(set(firms)) == len(firms)
    assert [line["rows"] for line in lines] == [[None, 500], [None, 100]]
    assert len({one.number for one in found}) == 600


def test_customers_are_refused_before_there_is_a_company(own_engine: Engine) -> None:
    with pytest.raises(Invalid, match="Load the demo company first"):
        load_customers(lambda: FencedSession(own_engine), 10)


def _bare_company(engine: Engine) -> None:
    """As little as customers need: places, one department, two customer managers."""
    with FencedSession(engine) as session:
        act(session, System("test"))
        load_divisions(session, down_to=DivisionLevel.COUNTY)
        department = Department(code="S", name="销售部")
        session.add(department)
        session.flush()
        rows = [{"number": f"T{n}", "name": name, "department_id": department.id} for n, name in enumerate("甲乙")]
        for holder in insert_rows(session, Employee, rows):
            session.add(
                Appointment(
                    holder_id=holder, post=Post.CUSTOMER_MANAGER, department_id=department.id, from_on=NOW.date()
                )
            )
        session.commit()


def test_a_stocktake_is_finished_and_one_is_being_counted(company: Loaded) -> None:
    """K10.5: with differences settled, one unit moved meanwhile, and a ledger that verifies."""
    states = {one.state for one in company.session.scalars(select(Stocktake))}
    assert states == {StocktakeState.APPROVED, StocktakeState.COUNTING}
    verdicts = set(company.session.scalars(select(StocktakeResult.verdict)))
    assert {Verdict.MISSING, Verdict.MISPLACED, Verdict.UNKNOWN, Verdict.MOVED, Verdict.MATCH} <= verdicts
    assert [found.invariant.code for found in check(company.session.connection()) if found.count] == []


def test_one_volume_may_be_viewed_on_the_screen_and_another_is_asked_for(company: Loaded) -> None:
    states = Counter(company.session.scalars(select(BorrowingSlip.state).where(BorrowingSlip.mode == LoanMode.VIEW)))
    assert states.total() >= 2
    assert company.session.scalars(select(ViewGrant.viewer_id)).all() == [company.authority("clerk01").person.person_id]
    assert len(company.session.scalars(select(DigitalCopy)).all()) == 2
