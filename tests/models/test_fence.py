"""The session fence: nothing is read or written without an actor, nothing beyond his rows and fields, and all is audited."""

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session, aliased

from domain.access import Clearance, Level, Scope
from domain.errors import Refused
from models import all as models_all
from models.access.account import Account, Credential
from models.customers.contact import Contact
from models.customers.customer import Customer
from models.engine import FencedSession
from models.fence import NoAuthority, act, acting, letting
from models.governance.audit_entry import AuditEntry
from models.governance.job import Job, SavedView
from models.organisation.department import Department
from permissions.actor import System
from tests.factories import holding, make
from tests.models.scenes import Town, a_town, may


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


def audit_of(session: Session, register: str, key: int) -> list[AuditEntry]:
    with acting(session, System("look")):
        found = select(AuditEntry).where(AuditEntry.register_key == register, AuditEntry.record_id == key).order_by(AuditEntry.id)
        return list(session.scalars(found))


# ---- who acts ------------------------------------------------------------------------------------------------------


def test_a_session_without_an_actor_reads_nothing(engine: object) -> None:
    with FencedSession(engine) as session:  # type: ignore[arg-type]
        for statement in (select(Customer), select(func.count()).select_from(Customer), text("SELECT 1")):
            with pytest.raises(NoAuthority):
                session.execute(statement)
        with pytest.raises(NoAuthority):
            session.get(Customer, 1)


def test_a_session_without_an_actor_writes_nothing(engine: object) -> None:
    with FencedSession(engine) as session:  # type: ignore[arg-type]
        session.add(Department(code="X", name="X"))
        with pytest.raises(NoAuthority):
            session.flush()


def test_a_role_that_grants_nothing_sees_no_row_of_any_register(session: Session, town: Town) -> None:
    act(session, holding())
    for register in models_all.load().values():
        assert session.scalars(select(register.model)).all() == []
        assert session.scalar(select(func.count()).select_from(register.model)) == 0


# ---- rows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        (Scope.OWN, {"王的客户"}), (Scope.ASSIGNED, {"南区客户"}), (Scope.DEPARTMENT, {"王的客户", "北区客户"}),
        (Scope.SUBTREE, {"王的客户", "北区客户"}), (Scope.ALL, {"王的客户", "北区客户", "南区客户"}),
    ],
)  # fmt: skip
def test_every_way_to_read_gives_only_the_rows_in_scope(session: Session, town: Town, scope: Scope, names: set[str]) -> None:
    act(session, town.wang_with(may(scope, "view")))
    other = aliased(Customer)
    assert set(session.scalars(select(Customer.name))) == names
    assert {customer.name for customer in session.scalars(select(Customer))} == names
    assert set(session.scalars(select(other.name))) == names
    assert session.scalar(select(func.count()).select_from(Customer)) == len(names)
    assert set(session.scalars(select(Customer.name).where(Customer.id.in_(select(Customer.id))))) == names
    inner = select(Customer.name).subquery()
    assert set(session.scalars(select(inner.c.name))) == names
    assert set(session.scalars(select(Customer.name).union(select(other.name)))) == names


@pytest.mark.parametrize(("scope", "count"), [(Scope.DEPARTMENT, 0), (Scope.SUBTREE, 3), (Scope.OWN, 1)])
def test_the_head_office_reaches_the_departments_below_it(session: Session, town: Town, scope: Scope, count: int) -> None:
    act(session, town.boss_with(may(scope, "view")))
    assert session.scalar(select(func.count()).select_from(Customer)) == count


def test_an_alias_of_a_joined_register_is_narrowed_too(session: Session, town: Town) -> None:
    for customer in (town.of_wang, town.of_south):
        make(session, "contact", customer=customer, name=f"联系人{customer}")
    act(session, town.wang_with(may(Scope.OWN, "view", registers=("customer",)), may(Scope.ALL, "view", registers=("contact",), name="b")))
    other = aliased(Customer)
    rows = session.execute(select(Contact.customer_id, other.name).outerjoin(other, other.id == Contact.customer_id)).all()  # type: ignore[attr-defined]
    assert {(key, name) for key, name in rows if key in (town.of_wang, town.of_south)} == {(town.of_wang, "王的客户"), (town.of_south, None)}


def test_getting_by_id_does_not_reach_beyond_the_scope(session: Session, town: Town) -> None:
    session.expunge_all()
    act(session, town.wang_with(may(Scope.OWN, "view")))
    assert session.get(Customer, town.of_wang) is not None
    assert session.get(Customer, town.of_south) is None


def test_a_contact_goes_with_its_customer(session: Session, town: Town) -> None:
    contacts = {key: make(session, "contact", customer=key).id for key in (town.of_wang, town.of_north, town.of_south)}
    act(session, town.wang_with(may(Scope.OWN, "view", registers=("contact",))))
    assert set(session.scalars(select(Contact.id))) == {contacts[town.of_wang]}


def test_somebody_without_a_department_sees_no_department(session: Session, town: Town) -> None:
    for scope in (Scope.DEPARTMENT, Scope.SUBTREE):
        act(session, holding(may(scope, "view")))
        assert session.scalars(select(Customer)).all() == []


def test_a_scope_a_register_does_not_know_matches_nothing(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ASSIGNED, "view")))
    assert session.scalars(select(Department)).all() == []


def test_one_readers_rows_are_not_kept_for_the_next(session: Session, town: Town) -> None:
    for scope, count in ((Scope.ALL, 3), (Scope.OWN, 1), (Scope.ALL, 3)):
        act(session, town.wang_with(may(scope, "view")))
        assert session.scalar(select(func.count()).select_from(Customer)) == count


# ---- other statements ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        text("SELECT * FROM customer"), select(Customer.__table__), select(Customer.__table__.c.name), update(Customer).values(name="x"),
        delete(Customer), insert(Customer).values(name="x"), update(Customer.__table__).values(name="x"), delete(Customer.__table__),
        select(Job), select(SavedView), select(Credential.password_hash), select(Account, Credential),
    ],
    ids=lambda statement: " ".join(str(statement).split())[:60],
)  # fmt: skip
def test_people_read_registers_and_do_nothing_else(session: Session, town: Town, statement: object) -> None:
    act(session, town.wang_with(may(Scope.ALL)))
    with pytest.raises(NoAuthority):
        session.execute(statement)  # type: ignore[call-overload]


def test_people_do_not_write_kernel_tables(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL)))
    session.add(SavedView(account_id=1, register_key="customer", label="x", query="?"))
    with pytest.raises(NoAuthority):
        session.flush()


def test_a_page_that_is_only_viewed_cannot_write(engine: object, session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL)))
    customer = session.get_one(Customer, town.of_wang)
    session.info["reading"] = True
    customer.name = "新名"
    with pytest.raises(Refused):
        session.flush()
    session.info["reading"] = False
    session.rollback()


# ---- fields --------------------------------------------------------------------------------------------------------

HIDES_AMOUNT = {("customer", "annual_amount", None): Level.READ}


def test_a_field_one_may_not_write_is_refused(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.OWN, fields=HIDES_AMOUNT)))
    customer = session.get_one(Customer, town.of_wang)
    customer.annual_amount = 5  # type: ignore[assignment]
    with pytest.raises(Refused, match="Annual amount"):
        session.flush()


def test_a_field_above_the_clearance_is_refused_on_create_too(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL, writes=Clearance.OPEN)))
    record = Customer(name="新客户", customer_class="key", department_id=town.north, credit_record="坏")
    session.add(record)
    with pytest.raises(Refused, match="Credit record"):
        session.flush()


def test_an_untouched_field_needs_no_right(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.OWN, fields=HIDES_AMOUNT)))
    customer = session.get_one(Customer, town.of_wang)
    customer.short_name = "王客"
    session.flush()
    assert customer.short_name == "王客"


def test_a_field_of_one_role_is_not_written_on_rows_of_another(session: Session, town: Town) -> None:
    own = may(Scope.OWN, "view", "edit")
    others = may(Scope.ALL, "view", "edit", writes=Clearance.OPEN, name="others")
    act(session, town.wang_with(own, others))
    mine, theirs = session.get_one(Customer, town.of_wang), session.get_one(Customer, town.of_south)
    mine.credit_record = "好"
    theirs.short_name = "南客"
    session.flush()
    theirs.credit_record = "好"
    with pytest.raises(Refused, match="Credit record"):
        session.flush()


def test_what_the_system_keeps_is_written_only_where_it_is_let(session: Session, town: Town) -> None:
    request = make(session, "archive_view_request", customer=town.of_wang, applicant=town.wang, department=town.north)
    act(session, town.wang_with(may(Scope.ALL)))
    request = session.get_one(type(request), request.id)
    request.opinion = "同意"
    with pytest.raises(Refused, match="Opinion"):
        session.flush()
    with letting(session, request, {"opinion"}):
        request.opinion = "同意"
    with pytest.raises(Refused, match="State"), letting(session, request, {"opinion"}):
        request.state = "approved"


def test_letting_is_for_one_record_only(session: Session, town: Town) -> None:
    requests = [make(session, "archive_view_request", customer=town.of_wang) for _ in range(2)]
    act(session, town.wang_with(may(Scope.ALL)))
    one, other = (session.get_one(type(record), record.id) for record in requests)
    with pytest.raises(Refused), letting(session, one, {"opinion"}):
        other.opinion = "同意"


# ---- rows when writing ---------------------------------------------------------------------------------------------


def test_a_row_one_may_see_but_not_edit_is_refused(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL, "view"), may(Scope.OWN, "edit", name="b")))
    customer = session.get_one(Customer, town.of_south)
    customer.short_name = "x"
    with pytest.raises(Refused):
        session.flush()


def test_a_row_is_not_pushed_out_of_ones_own_reach(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.DEPARTMENT)))
    customer = session.get_one(Customer, town.of_north)
    customer.department_id = town.south
    with pytest.raises(Refused):
        session.flush()


def test_a_row_is_not_created_in_somebody_elses_department(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.DEPARTMENT)))
    session.add(Customer(name="偷放", customer_class="key", department_id=town.south))
    with pytest.raises(Refused):
        session.flush()


def test_a_row_out_of_scope_is_not_deleted(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL, "view"), may(Scope.OWN, "delete", name="b")))
    session.delete(session.get_one(Customer, town.of_north))
    with pytest.raises(Refused):
        session.flush()


def test_a_journal_is_written_by_nobody(session: Session, town: Town) -> None:
    key = session.scalars(select(AuditEntry.id)).first()
    act(session, town.wang_with(may(Scope.ALL)))
    entry = session.get_one(AuditEntry, key)
    entry.reason = "weg"
    with pytest.raises(Refused):
        session.flush()


# ---- audit ---------------------------------------------------------------------------------------------------------


def test_every_change_is_audited_with_old_and_new(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL)))
    customer = Customer(name="审计", customer_class="key", department_id=town.north)
    session.add(customer)
    session.flush()
    key = customer.id
    customer.name = "审计二"
    customer.manager_id = town.li  # type: ignore[attr-defined]
    session.flush()
    session.delete(customer)
    session.flush()
    created, edited, deleted = audit_of(session, "customer", key)
    assert [entry.action for entry in (created, edited, deleted)] == ["create", "edit", "delete"]
    assert created.changes["name"] == [None, "审计"]
    assert created.changes["number"][1].startswith("KH")
    assert edited.changes == {"name": ["审计", "审计二"], "manager": [None, town.li]}
    assert deleted.changes["name"] == ["审计二", None]
    assert {entry.actor for entry in (created, edited, deleted)} == {"王 (wang)"}
    assert {entry.actor_id for entry in (created, edited, deleted)} == {1}


def test_what_somebody_else_stored_is_the_old_value_even_when_it_was_never_read(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL)))
    customer = session.get_one(Customer, town.of_wang)
    session.expire(customer)
    customer.name = "新"
    session.flush()
    assert audit_of(session, "customer", town.of_wang)[-1].changes == {"name": ["王的客户", "新"]}


def test_several_people_of_one_field_are_audited(session: Session, town: Town) -> None:
    customer = session.get_one(Customer, town.of_south)
    customer.team = []
    session.flush()
    customer.team = [session.get_one(models_all.load()["employee"].model, key) for key in (town.li, town.wang)]
    session.flush()
    entries = audit_of(session, "customer", town.of_south)
    assert [entry.changes["team"] for entry in entries] == [[None, [town.wang]], [[town.wang], []], [[], sorted([town.wang, town.li])]]


def test_a_value_set_to_itself_is_no_change(session: Session, town: Town) -> None:
    before = len(audit_of(session, "customer", town.of_wang))
    customer = session.get_one(Customer, town.of_wang)
    customer.name = "王的客户"
    session.flush()
    assert len(audit_of(session, "customer", town.of_wang)) == before


def test_a_change_that_is_rolled_back_leaves_no_audit(own_engine: object) -> None:
    with FencedSession(own_engine) as session:  # type: ignore[arg-type]
        act(session, System("test"))
        make(session, "department")
        session.commit()
        count = session.scalar(select(func.count()).select_from(AuditEntry))
        session.add(Department(code="X", name="X"))
        session.flush()
        session.rollback()
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == count
        assert session.scalar(select(func.count()).select_from(Department)) == 1


def test_a_refused_change_leaves_no_audit_behind_it(session: Session, town: Town) -> None:
    before = len(audit_of(session, "customer", town.of_wang))
    act(session, town.wang_with(may(Scope.OWN, fields=HIDES_AMOUNT)))
    customer = session.get_one(Customer, town.of_wang)
    with session.begin_nested() as nested:
        customer.annual_amount = 5  # type: ignore[assignment]
        with pytest.raises(Refused):
            session.flush()
        nested.rollback()
    assert len(audit_of(session, "customer", town.of_wang)) == before


def test_work_of_the_system_says_why(session: Session) -> None:
    with acting(session, System("装入演示数据")):
        record = make(session, "department")
        record.name = "改名"
    entry = audit_of(session, "department", record.id)[-1]
    assert (entry.actor, entry.reason) == ("系统", "装入演示数据")


def test_the_actor_before_is_back_after_an_error(session: Session) -> None:
    before = session.info["authority"]
    with pytest.raises(RuntimeError), acting(session, System("x")):
        raise RuntimeError
    assert session.info["authority"] is before
