"""One page at a time: keyset paging visits every row exactly once, in every order and in both directions."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.access import Channel, Clearance, Level, Scope
from domain.errors import Invalid
from domain.kinds import Kind
from models import all as models_all
from models.archives.stocktake_scan import ScanKind
from models.bulk import insert_rows
from models.customers.customer import CompanyKind, Customer, CustomerClass, CustomerType
from models.engine import FencedSession
from models.fence import act
from models.fields import Field
from models.organisation.appointment import Appointment, Post
from models.register import Register
from operations import filtering, listing
from operations.filtering import Condition
from operations.listing import Cursor, Page, Query
from operations.projection import project
from permissions.actor import Authority, System
from tests.database import new_database
from tests.factories import JOURNALS, make, unique_together, value_for
from tests.models.scenes import Town, a_town, may

REGISTERS = models_all.load()
ROWS = 23
EVERY_ROW = 10_000  # more than there are: every register makes people of its own
SORTS = [(key, field) for key, register in REGISTERS.items() if key not in JOURNALS for field, spec in register.fields.items() if register.indexed(spec)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Town]]:
    """Every register with rows that share values, have none, and are in no order."""
    with new_database(tmp_path_factory.mktemp("filled")) as engine:
        with FencedSession(engine) as session:
            act(session, System("test"))
            town = a_town(session)
            for key, register in REGISTERS.items():
                if key not in JOURNALS and key != "setting":
                    for place in range(ROWS):
                        make(session, key, **values(session, register, place))
            session.commit()
        yield engine, town


def values(session: Session, register: Register, place: int) -> dict[str, object]:
    """Some values three rows share, every fourth row has none."""
    given: dict[str, object] = {}
    once = {column for columns in unique_together(register.key) for column in columns}
    for key, spec in register.fields.items():
        if spec.column in once or not register.indexed(spec) or spec.system or spec.unique or (spec.kind is Kind.CHOICE and spec.key == "customer_class"):
            continue
        if spec.needed_when or spec.not_before:
            continue  # what another field demands is made up to suit it
        if not spec.required and place % 4 == 0:
            given[key] = None
        else:
            given[key] = shared(spec, (place * 7) % 11 // 2)
    if register.key == "calendar_day":
        given["periods"] = "8:30–12:00"  # special hours are nothing without their hours
    if register.key == "stocktake_scan":
        given["kind"] = list(ScanKind)[place % 3]  # taken back is only what was scanned before
    if register.key == "correction_order":
        given["right"] = "2026-11-20"  # right for a day and for a text
    if register.key == "duty_shift":
        given["until_at"] = value_for(register.fields["from_at"], (place * 7) % 11 // 2) + timedelta(hours=8)
    return given


def shared(spec: Field, number: int) -> object:
    if spec.kind is Kind.CHOICE and spec.choices is not None:
        return list(spec.choices)[number % len(spec.choices)]
    return value_for(spec, number)


def keeper(session: Session, town: Town) -> Authority:
    found = town.wang_with(may(Scope.ALL))
    act(session, found)
    return found


def shown(session: Session, authority: Authority, register: Register, query: Query) -> Page:
    columns = [key for key in (query.sort or register.newest,) if key]
    return listing.page(session, authority, project(authority.plan, register, Channel.LIST, columns), query)


def place_of(page: Page, row: tuple[object, ...]) -> tuple[object, int]:
    return (row[2] if page.sort else None), int(row[0])  # type: ignore[call-overload]


def walk(session: Session, authority: Authority, register: Register, query: Query, *, backwards: bool) -> list[tuple[object, ...]]:
    """All rows, page by page, from the newest on or from the end back."""
    cursor = Cursor(end=True) if backwards else None
    seen: list[tuple[object, ...]] = []
    for _ in range(1_000):  # every register makes people of its own; a page has 5
        page = shown(session, authority, register, Query(query.search, query.conditions, query.sort, query.descending, query.size, cursor))
        assert len(page.rows) <= query.size
        seen = [*page.rows, *seen] if backwards else [*seen, *page.rows]
        if not (page.has_newer if backwards else page.has_older):
            return seen
        value, key = place_of(page, page.rows[0] if backwards else page.rows[-1])
        cursor = Cursor(value, key, backwards)
    raise AssertionError("the pages do not end")


def page_size(rows: int) -> int:
    """Five, or so many that a register the others made rows of has some twenty pages, too."""
    return max(5, rows // 20)


@pytest.mark.parametrize(("key", "sort"), SORTS, ids=lambda name: str(name))
def test_every_row_is_visited_once_in_every_order(filled: tuple[Engine, Town], key: str, sort: str) -> None:
    engine, town = filled
    register = REGISTERS[key]
    with FencedSession(engine) as session:
        authority = keeper(session, town)
        for descending in (True, False):
            whole = shown(session, authority, register, Query(sort=sort, descending=descending, size=EVERY_ROW)).rows
            filled_ones = [row[2] for row in whole if row[2] is not None]
            assert [row[2] for row in whole] == filled_ones + [None] * (len(whole) - len(filled_ones)), "empty values stand last"
            if not register.fields[sort].kind.value.startswith(("text", "phone", "email", "id_card", "credit", "serial")):
                ordered = sorted(filled_ones, reverse=descending)
                assert filled_ones == ordered
            query = Query(sort=sort, descending=descending, size=page_size(len(whole)))
            for backwards in (False, True):
                assert walk(session, authority, register, query, backwards=backwards) == whole


@pytest.mark.parametrize("key", [key for key in REGISTERS if key not in JOURNALS])
def test_every_row_is_visited_once_in_the_usual_order(filled: tuple[Engine, Town], key: str) -> None:
    engine, town = filled
    with FencedSession(engine) as session:
        authority = keeper(session, town)
        whole = shown(session, authority, REGISTERS[key], Query(size=EVERY_ROW)).rows
        query = Query(size=page_size(len(whole)))
        forward = walk(session, authority, REGISTERS[key], query, backwards=False)
        assert walk(session, authority, REGISTERS[key], query, backwards=True) == forward
        assert len({row[0] for row in forward}) == len(forward)
        assert listing.count(session, authority, REGISTERS[key], Query()) == (len(forward), False)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 22, 23, 24, 50])
def test_paging_works_at_every_page_size(filled: tuple[Engine, Town], size: int) -> None:
    engine, town = filled
    with FencedSession(engine) as session:
        authority = keeper(session, town)
        conditions = (Condition("customer_class", "is", ("target",)),)
        for sort in ("", "annual_amount", "opened_on"):
            query = Query("", conditions, sort, True, size)
            whole = shown(session, authority, Customer.register, Query("", conditions, sort, True, EVERY_ROW)).rows
            assert walk(session, authority, Customer.register, query, backwards=False) == whole
            assert walk(session, authority, Customer.register, query, backwards=True) == whole


def test_the_ends_know_that_they_are_ends(filled: tuple[Engine, Town]) -> None:
    engine, town = filled
    with FencedSession(engine) as session:
        authority = keeper(session, town)
        first = shown(session, authority, Customer.register, Query(size=5))
        last = shown(session, authority, Customer.register, Query(size=5, cursor=Cursor(end=True)))
        assert (first.has_newer, first.has_older) == (False, True)
        assert (last.has_newer, last.has_older) == (True, False)
        beyond = shown(session, authority, Customer.register, Query(size=5, cursor=Cursor(None, 0)))
        assert beyond.rows == []


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


def many(session: Session, town: Town, names: list[str]) -> None:
    insert_rows(session, Customer, [{"name": name, "customer_class": CustomerClass.KEY, "department_id": town.north} for name in names])


@pytest.mark.parametrize("typed", ["有限公司", "yxgs", "司"])
def test_a_search_pages_through_all_it_finds(session: Session, town: Town, typed: str) -> None:
    many(session, town, [f"第{place}有限公司" if place % 3 else f"别的{place}" for place in range(40)])
    authority = keeper(session, town)
    for sort in ("", "name"):
        query = Query(typed, (), sort, True, 4)
        whole = shown(session, authority, Customer.register, Query(typed, (), sort, True, EVERY_ROW)).rows
        assert len(whole) == 26
        assert walk(session, authority, Customer.register, query, backwards=False) == whole
        assert walk(session, authority, Customer.register, query, backwards=True) == whole
    assert listing.count(session, authority, Customer.register, Query(typed)) == (26, False)


def test_a_search_together_with_a_filter_finds_what_meets_both(session: Session, town: Town) -> None:
    many(session, town, ["甲有限公司", "乙有限公司"])
    authority = keeper(session, town)
    both = Query("有限公司", (Condition("department", "is", (str(town.south),)),))
    assert shown(session, authority, Customer.register, both).rows == []
    assert listing.count(session, authority, Customer.register, both) == (0, False)


def test_a_count_stops_at_its_cap(session: Session, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNT_CAP", 10)
    monkeypatch.setattr(listing, "SEARCH_COUNT_CAP", 5)
    many(session, town, [f"甲{place}" for place in range(7)])
    authority = keeper(session, town)
    assert listing.count(session, authority, Customer.register, Query()) == (10, False), "ten rows are ten"
    many(session, town, ["乙"])
    assert listing.count(session, authority, Customer.register, Query()) == (10, True)
    assert listing.count(session, authority, Customer.register, Query("甲")) == (5, True)
    assert listing.count(session, authority, Customer.register, Query("乙")) == (1, False)


# ---- filters -------------------------------------------------------------------------------------------------------


def names(session: Session, authority: Authority, *conditions: Condition) -> set[str]:
    projection = project(authority.plan, Customer.register, Channel.LIST, ["name"])
    return {str(row[2]) for row in listing.page(session, authority, projection, Query(conditions=conditions, size=EVERY_ROW)).rows}


ONE_OF_EACH = {
    "company_kind": "state", "team": "team", "division": None, "manager": None, "opened_on": date(2026, 1, 1), "annual_amount": Decimal("1"),
    "short_name": "短", "contact_phone": "13800138000", "credit_code": "91110000600037341L", "needs": "木门", "contact_email": "a@b.cn",
}  # fmt: skip


@pytest.mark.parametrize("key", ONE_OF_EACH)
def test_empty_and_not_empty_part_the_rows_of_every_kind(session: Session, town: Town, key: str) -> None:
    spec = Customer.register.fields[key]
    value = [town.wang] if spec.kind is Kind.REFERENCES else ONE_OF_EACH[key] or make(session, spec.target).id
    make(session, "customer", name="有", department=town.north, **{key: CompanyKind.STATE if value == "state" else value})
    empty_there = {"customer_type": CustomerType.PERSONAL, "company_kind": None}  # an enterprise says its ownership
    make(session, "customer", name="无", department=town.north, **empty_there)
    reader = town.wang_with(may(Scope.ALL))
    act(session, reader)
    for empty, name in ((True, "无"), (False, "有")):
        test = filtering._empty(getattr(Customer, spec.column), spec, empty=empty)
        assert set(session.scalars(select(Customer.name).where(test))) & {"有", "无"} == {name}
    if key in Customer.register.filterable:
        assert names(session, reader, Condition(key, "filled", ("1",))) & {"有", "无"} == {"有"}
        assert names(session, reader, Condition(key, "empty", ("1",))) & {"有", "无"} == {"无"}
        assert names(session, reader, Condition(key, "empty", ("0",))) & {"有", "无"} == {"有"}


def test_a_text_of_nothing_is_empty(session: Session, town: Town) -> None:
    made = make(session, "customer", name="空", department=town.north, short_name="x")
    session.connection().execute(Customer.__table__.update().where(Customer.__table__.c.id == made.id).values(short_name=""))
    session.expire_all()
    reader = town.wang_with(may(Scope.ALL))
    act(session, reader)
    test = filtering._empty(Customer.short_name, Customer.register.fields["short_name"], empty=True)
    assert "空" in set(session.scalars(select(Customer.name).where(test)))


@pytest.mark.parametrize("operator", ["empty", "filled"])
def test_whether_a_masked_or_required_field_is_empty_is_nobodys_business(session: Session, town: Town, operator: str) -> None:
    act(session, town.wang_with(may(Scope.ALL)))
    for fields, key in (({("customer", "manager", None): Level.MASKED}, "manager"), ({}, "department"), ({}, "no_such")):
        reader = town.wang_with(may(Scope.ALL, fields=fields))
        act(session, reader)
        with pytest.raises(Invalid) as told:
            names(session, reader, Condition(key, operator, ("1",)))
        assert told.value.sentence.zh == f"没有「{key}」这个筛选条件。"


@pytest.fixture
def three(session: Session, town: Town) -> Town:
    for name, amount, day, at in (("甲", "10", 1, "是"), ("乙", "20.50", 2, "否"), ("丙", None, None, "否")):
        make(
            session, "customer", name=name, annual_amount=Decimal(amount) if amount else None, opened_on=date(2026, 1, day) if day else None,
            generated=at == "是", department=town.south, short_name=f"{name}_x" if day else None,
        )  # fmt: skip
    return town


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Condition("annual_amount", "from", ("10.01",)), {"乙"}),
        (Condition("annual_amount", "to", ("¥10",)), {"甲"}),
        (Condition("annual_amount", "is", ("20.5",)), {"乙"}),
        (Condition("opened_on", "from", ("2026年1月2日",)), {"乙"}),
        (Condition("opened_on", "to", ("2026-01-01",)), {"甲"}),
        (Condition("generated", "is", ("是",)), {"甲"}),
        (Condition("opened_on", "is", ("2026-01-01", "2026-01-02")), {"甲", "乙"}),
    ],
)  # fmt: skip
def test_a_filter_finds_what_it_says(session: Session, three: Town, condition: Condition, found: set[str]) -> None:
    authority = keeper(session, three)
    assert names(session, authority, condition, Condition("department", "is", (str(three.south),))) & {"甲", "乙", "丙"} == found


@pytest.mark.parametrize("value", ["1", "0"])
def test_empty_and_not_empty_divide_the_rows(session: Session, three: Town, value: str) -> None:
    authority = keeper(session, three)
    found = names(session, authority, Condition("annual_amount", "empty", (value,))) & {"甲", "乙", "丙"}
    assert found == ({"丙"} if value == "1" else {"甲", "乙"})


def test_is_not_finds_rows_without_a_value_too(session: Session, town: Town) -> None:
    authority = keeper(session, town)
    everything = names(session, authority)
    one = Condition("manager", "is", (str(town.wang),))
    other = Condition("manager", "not", (str(town.wang),))
    assert names(session, authority, one) == {"王的客户"}
    assert names(session, authority, other) == everything - {"王的客户"}


def test_up_to_a_day_means_the_whole_of_it(session: Session, town: Town) -> None:
    moment = datetime(2026, 11, 21, 15, 59, tzinfo=UTC)  # a minute before midnight in Shanghai
    late = moment + timedelta(minutes=2)
    for role, starts in (("甲", moment), ("乙", late)):
        make(session, "role_grant", from_at=starts, reason=role)
    authority = keeper(session, town)
    register = REGISTERS["role_grant"]
    projection = project(authority.plan, register, Channel.LIST, ["reason"])
    assert "from_at" in register.filterable
    found = listing.page(session, authority, projection, Query(conditions=(Condition("from_at", "to", ("2026-11-21",)),)))
    assert [row[2] for row in found.rows] == ["甲"]


@pytest.mark.parametrize(
    "condition",
    [
        Condition("credit_record", "has", ("x",)),
        Condition("nothing", "is", ("x",)),
        Condition("name", "is", ("x",)),
        Condition("customer_class", "like", ("x",)),
        Condition("opened_on", "from", ("bald",)),
        Condition("annual_amount", "is", ("viel",)),
        Condition("department", "is", ("x",)),
        Condition("department", "is", ("1",) * 51),
        Condition("customer_class", "is", ("nothing",)),
        Condition("generated", "is", ("maybe",)),
        Condition("", "", ("",)),
    ],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_refused(session: Session, town: Town, condition: Condition) -> None:
    authority = keeper(session, town)
    with pytest.raises(Invalid):
        names(session, authority, condition)


def test_a_forbidden_field_is_refused_like_one_that_does_not_exist(session: Session, town: Town) -> None:
    authority = town.wang_with(may(Scope.ALL, reads=Clearance.OPEN, writes=None))
    act(session, authority)
    said = set()
    for key in ("annual_amount", "annual_amounx"):
        with pytest.raises(Invalid) as refused:
            names(session, authority, Condition(key, "from", ("1",)))
        said.add(refused.value.sentence.zh.replace(key, "…"))
        with pytest.raises(Invalid) as refused:
            shown(session, authority, Customer.register, Query(sort=key))
        said.add(refused.value.sentence.zh.replace(key, "…"))
    assert len(said) == 2


# ---- two roles on one list -----------------------------------------------------------------------------------------


def test_rows_of_two_roles_show_different_fields(session: Session, town: Town) -> None:
    for key in (town.of_wang, town.of_north):
        session.get_one(Customer, key).credit_record = "好"
    session.flush()
    own = may(Scope.OWN, "view")
    others = may(Scope.ALL, "view", reads=Clearance.OPEN, writes=None, name="others")
    authority = town.wang_with(own, others)
    act(session, authority)
    projection = project(authority.plan, Customer.register, Channel.LIST, ["name", "credit_record"])
    page = listing.page(session, authority, projection, Query())
    assert page.bits
    levels = {row[2]: projection.levels(row[-1])[1] for row in page.rows}
    assert levels["王的客户"] >= Level.READ
    assert levels["北区客户"] is Level.HIDDEN
    assert "credit_record" not in listing.sortable(authority.plan, Customer.register)


def test_a_label_one_may_not_see_is_not_shown_by_a_reference(session: Session, town: Town) -> None:
    authority = town.wang_with(may(Scope.ALL, "view", registers=("appointment",)))
    session.add(Appointment(holder_id=town.wang, post=Post.ARCHIVIST, from_on=date(2026, 1, 1)))
    session.flush()
    act(session, authority)
    projection = project(authority.plan, REGISTERS["appointment"], Channel.LIST, ["holder", "post"])
    rows = listing.page(session, authority, projection, Query()).rows
    assert [row[3] for row in rows] == [None]
    assert projection.levels(-1)[0] is Level.HIDDEN
