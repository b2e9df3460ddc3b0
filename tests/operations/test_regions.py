"""Y1.1: rows by region — whoever answers for a place reaches the customers there and inside it, whichever department keeps them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Scope
from domain.errors import Missing, Refused
from models.complaints.complaint import Complaint
from models.customers.contact import Contact
from models.customers.customer import Customer
from models.fence import act, acting
from models.organisation.division import Division
from models.organisation.employee import Employee
from models.register import registers
from operations.importing_reach import Reach
from operations.records import create
from operations.rights import PlanStore, catalogue, policy_version
from permissions.actor import Authority, Person, StandIn, System
from permissions.policy import compile_plan
from tests.factories import holding, make
from tests.models.scenes import Town, a_town, may

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Map:
    """Ids of divisions, and customers by where they sit."""

    jiangsu: int
    yangzhou: int
    guangling: int
    street: int
    suzhou: int
    customers: dict[str, int]


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


@pytest.fixture
def places(session: Session, town: Town) -> Map:
    """The codes do not nest on purpose: what lies where is told by 上级."""
    def place(name: str, level: str, code: str, above: int | None) -> int:
        return int(make(session, "division", name=name, level=level, code=code, above=above, path=name).id)

    jiangsu = place("江苏省", "province", "320000", None)
    yangzhou = place("扬州市", "city", "321000", jiangsu)
    guangling = place("广陵区", "county", "321002", yangzhou)
    street = place("东关街道", "town", "321002001", guangling)
    suzhou = place("苏州市", "city", "320500", jiangsu)
    sits = {"省": jiangsu, "市": yangzhou, "区": guangling, "街": street, "外": suzhou, "无": None}
    customers = {name: int(make(session, "customer", name=f"{name}客户", department=town.south, division=key).id) for name, key in sits.items()}
    return Map(jiangsu, yangzhou, guangling, street, suzhou, customers)


def answering(town: Town, *regions: int, scope: Scope = Scope.REGION) -> Authority:
    places = may(Scope.ALL, "view", registers=("department", "division"), name="places")
    return holding(may(scope), places, who=Person(1, town.wang, "wang", "王", town.north, "北", frozenset({town.north}), regions=frozenset(regions)))


def seen(session: Session, places: Map) -> str:
    found = set(session.scalars(select(Customer.id)))
    return "".join(name for name, key in places.customers.items() if key in found)


def test_a_region_reaches_all_that_lies_in_it(session: Session, town: Town, places: Map) -> None:
    """Y1.1: personal and enterprise customers of one area."""
    for regions, names in (
        ((places.jiangsu,), "省市区街外"), ((places.yangzhou,), "市区街"), ((places.guangling,), "区街"), ((places.street,), "街"),
        ((places.guangling, places.suzhou), "区街外"), ((), ""),
    ):  # fmt: skip
        with acting(session, answering(town, *regions)):
            assert seen(session, places) == names


def test_what_goes_with_a_customer_lies_where_he_does(session: Session, town: Town, places: Map) -> None:
    for name in ("区", "外"):
        make(session, "contact", customer=places.customers[name], name=name)
        make(session, "complaint", customer=places.customers[name], title=name)
    with acting(session, answering(town, places.yangzhou)):
        assert set(session.scalars(select(Contact.name))) == {"区"}
        assert {one.customer_id for one in session.scalars(select(Complaint))} == {places.customers["区"]}


def test_nobody_enters_a_customer_of_another_region(session: Session, town: Town, places: Map) -> None:
    act(session, answering(town, places.yangzhou))
    values = {"name": "新客户", "customer_class": "general", "department": town.south}
    create(session, registers["customer"], {**values, "division": places.street})
    with pytest.raises((Refused, Missing)):
        create(session, registers["customer"], {**values, "name": "外地客户", "division": places.suzhou})


def test_a_file_brings_in_what_lies_in_the_region_and_nothing_else(session: Session, town: Town, places: Map) -> None:
    act(session, answering(town, places.yangzhou))
    reach = Reach(session, registers["customer"], Action.CREATE)
    rows = [{"division": key} for key in (places.guangling, places.street, places.suzhou, places.jiangsu, None)]
    reach.prepare(rows)
    assert [reach.holds(row) for row in rows] == [True, True, False, False, False]


def test_a_deputy_reaches_the_region_of_the_one_he_stands_in_for(session: Session, town: Town, places: Map) -> None:
    """K4.9: 李 answers for 扬州; 王, who answers for 苏州, decides in his place."""
    for regions, names in ((frozenset({places.yangzhou}), "市区街"), (frozenset(), "")):
        principal = StandIn(town.li, "李", town.south, frozenset({town.south}), roles=frozenset({"role"}), regions=regions)
        who = Person(1, town.wang, "wang", "王", town.north, standing_in=(principal,), regions=frozenset({places.suzhou}))
        plan = compile_plan(1, catalogue(), {"role": may(Scope.REGION)}, [], {}, [["role"]])
        with acting(session, Authority(who, plan)):
            assert seen(session, places) == names


def test_a_region_entered_for_somebody_holds_with_the_next_request(session: Session, town: Town, places: Map) -> None:
    account = make(session, "account", holder=town.wang)
    store = PlanStore()

    def regions() -> frozenset[int]:
        found = store.authority(session, account.id, policy_version(session), NOW)
        assert found is not None
        return found.person.regions

    with acting(session, System("test")):
        assert regions() == frozenset()
        session.get_one(Employee, town.wang).regions = [session.get_one(Division, places.yangzhou)]
        session.flush()
        assert regions() == {places.yangzhou}
