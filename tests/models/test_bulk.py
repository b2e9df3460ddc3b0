"""Thousands of rows at once get what one row gets: rights, numbers, pinyin, defaults and audit."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Clearance, Level, Scope
from domain.errors import Refused
from models.base import Base
from models.bulk import insert_rows
from models.customers.customer import Customer
from models.fence import act, acting
from models.governance.audit_entry import AuditEntry
from models.organisation.department import Department
from operations.records import create
from operations.rights import policy_version
from permissions.actor import System
from tests.models.scenes import Town, a_town, may


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


def row(town: Town, **more: object) -> dict[str, object]:
    return {"name": "杭州物联科技有限公司", "customer_class": "key", "department_id": town.north, **more}


FULL = {"contact_phone": "13900001111", "annual_amount": Decimal("12.50"), "opened_on": date(2026, 1, 2), "needs": "多"}


def stored(session: Session, key: int) -> dict[str, object]:
    """A row as it lies in its table, without what must differ."""
    table = Customer.__table__
    found = session.connection().execute(select(table).where(table.c.id == key)).mappings().one()
    return {name: value for name, value in found.items() if name not in ("id", "number", "created_at", "updated_at")}


def audit(session: Session, key: int) -> list[tuple[str, dict[str, object]]]:
    with acting(session, System("look")):
        entries = select(AuditEntry).where(AuditEntry.register_key == "customer", AuditEntry.record_id == key)
        return [(entry.action, {**entry.changes, "number": "…"}) for entry in session.scalars(entries)]


def test_a_row_written_in_bulk_is_the_same_as_one_saved_alone(session: Session, town: Town) -> None:
    team = [town.li, town.wang]
    values = {"name": "杭州物联科技有限公司", "customer_class": "key", "department": town.north}
    alone = create(session, Customer.register, {**FULL, **values, "team": team})
    (bulk,) = insert_rows(session, Customer, [row(town, **FULL, team=team)])
    assert stored(session, bulk) == stored(session, alone.id)
    assert audit(session, bulk) == audit(session, alone.id)
    links = Base.metadata.tables["customer_team"]
    linked = select(links.c.target_id).where(links.c.record_id == bulk).order_by(links.c.target_id)
    assert session.connection().execute(linked).scalars().all() == sorted(team)


def test_numbers_go_on_where_single_saves_stopped(session: Session, town: Town) -> None:
    series = Customer.register.fields["number"].series
    assert series is not None
    first = create(session, Customer.register, {"name": "a", "customer_class": "key", "department": town.north})
    ids = insert_rows(session, Customer, [row(town), row(town), row(town)])
    last = create(session, Customer.register, {"name": "b", "customer_class": "key", "department": town.north})
    numbers = session.scalars(select(Customer.number).where(Customer.id.in_([first.id, *ids, last.id])).order_by(Customer.id)).all()
    counted = [(series.parse(number) or (0, 0))[1] for number in numbers]
    assert counted == list(range(counted[0], counted[0] + 5))


def test_ids_come_back_in_the_order_of_the_rows(session: Session, town: Town) -> None:
    ids = insert_rows(session, Customer, [row(town, name=f"第{place}") for place in range(30)])
    names: dict[int, str] = dict(session.execute(select(Customer.id, Customer.name)).all())
    assert [names[key] for key in ids] == [f"第{place}" for place in range(30)]


def test_rows_of_different_columns_go_together(session: Session, town: Town) -> None:
    ids = insert_rows(session, Customer, [row(town, needs="多"), row(town, short_name="短")])
    found = session.execute(select(Customer.needs, Customer.short_name).where(Customer.id.in_(ids)).order_by(Customer.id)).all()
    assert [tuple(pair) for pair in found] == [("多", None), (None, "短")]


def test_no_rows_are_no_work(session: Session) -> None:
    assert insert_rows(session, Customer, []) == []


def test_a_column_one_may_not_write_refuses_all_rows(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL, writes=Clearance.INTERNAL)))
    with pytest.raises(Refused, match="Contact phone"):
        insert_rows(session, Customer, [row(town), row(town, contact_phone="13900001111")])


def test_a_column_that_is_empty_everywhere_needs_no_right(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL, writes=Clearance.INTERNAL)))
    assert len(insert_rows(session, Customer, [row(town, contact_phone=None)])) == 1


def test_the_right_must_hold_on_the_rows_of_every_role(session: Session, town: Town) -> None:
    own = may(Scope.OWN, "create", fields={})
    others = may(Scope.ALL, "create", fields={("customer", "needs", None): Level.READ}, name="b")
    act(session, town.wang_with(own, others))
    with pytest.raises(Refused, match="Needs"):
        insert_rows(session, Customer, [row(town, needs="多", manager_id=town.wang)])


def test_one_row_out_of_scope_refuses_all(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.DEPARTMENT)))
    assert len(insert_rows(session, Customer, [row(town)])) == 1
    with pytest.raises(Refused):
        insert_rows(session, Customer, [row(town), row(town, department_id=town.south)])


def test_without_the_right_to_create_nothing_is_inserted(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.ALL, "view", "edit")))
    with pytest.raises(Refused):
        insert_rows(session, Customer, [row(town)])


def test_what_the_kernel_filled_in_is_let_through(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.DEPARTMENT, fields={("customer", "department", None): Level.READ})))
    with pytest.raises(Refused):
        insert_rows(session, Customer, [row(town)])
    assert len(insert_rows(session, Customer, [row(town)], let=("department_id",))) == 1


def test_rows_that_steer_access_move_the_policy(session: Session, town: Town) -> None:
    before = policy_version(session)
    insert_rows(session, Department, [{"code": "B1", "name": "批"}])
    assert policy_version(session) == before + 1
