"""K7.9: an employee who may see no customer says which one he wants to look into, and learns its name and number only."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level, Scope
from domain.errors import Invalid, TooOften
from models.customers.customer import Customer
from models.fence import act
from models.register import registers
from operations import directory
from operations.directory import Pace, entries
from operations.records import create
from operations.rights import catalogue
from permissions.grants import Caps
from permissions.policy import compile_plan
from tests.conftest import Panel
from tests.factories import make
from tests.models.scenes import Town, a_town, may

ASKING = may(Scope.OWN, Action.VIEW, Action.CREATE, registers=("archive_view_request",))
LOOKUP, NEW = "/customers/archive_view_request/lookup/customer", "/customers/archive_view_request/new/"


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


@pytest.fixture
def asking(session: Session, town: Town) -> Session:
    """王 of the north, who may ask and see no customer at all."""
    act(session, town.wang_with(ASKING))
    return session


def found(session: Session, typed: str) -> list[str]:
    return [one.label for one in entries(session, registers["archive_view_request"].fields["customer"], typed, "zh", Pace(()))]


def test_every_customer_is_found_by_what_its_name_or_number_begins_with(asking: Session) -> None:
    assert found(asking, "南区") == ["南区客户"]
    assert found(asking, "北区客户") == ["北区客户"]
    (one,) = entries(asking, registers["archive_view_request"].fields["customer"], "南区", "zh", Pace(()))
    assert found(asking, one.sub) == found(asking, one.sub.lower()) == ["南区客户"]


@pytest.mark.parametrize("typed", ["", " ", "南", "区客户", "%%", "__", "南_", "nqkh", "没有这家"])
def test_nothing_is_found_by_less_by_the_middle_or_by_signs(asking: Session, typed: str) -> None:
    assert found(asking, typed) == []


def test_at_most_ten_are_named(session: Session, town: Town) -> None:
    for n in range(12):
        make(session, "customer", name=f"同名第{n:02d}家", department=town.south)
    act(session, town.wang_with(ASKING))
    assert found(session, "同名") == [f"同名第{n:02d}家" for n in range(10)]


def test_whoever_cannot_ask_has_no_directory(session: Session, town: Town) -> None:
    register = registers["archive_view_request"]
    for role, open_ in ((ASKING, True), (may(Scope.ALL, Action.VIEW), False)):
        act(session, town.wang_with(role))
        assert directory.may_look_up(session, register, register.fields["customer"]) is open_
        assert not directory.may_look_up(session, register, register.fields["applicant"])


def test_a_cap_above_all_roles_closes_it(session: Session, town: Town) -> None:

    register = registers["archive_view_request"]
    name = registers["customer"].fields["name"].stable_key
    masked: Caps = {("customer", name, None): Level.MASKED}
    hidden: Caps = {("customer", name, Channel.LIST): Level.HIDDEN}
    tried: tuple[tuple[Caps, bool], ...] = (({}, True), (masked, False), (hidden, False))
    for caps, open_ in tried:
        plan = compile_plan(1, catalogue(), {ASKING.role: ASKING}, [ASKING.role], caps)
        assert directory.is_open(plan, register.fields["customer"]) is open_


def test_the_pace_is_for_each_account(asking: Session) -> None:
    pace, start = Pace([(timedelta(minutes=1), 3)]), datetime(2026, 11, 2, 9, tzinfo=UTC)
    for _ in range(3):
        pace.step(1, start)
    with pytest.raises(TooOften):
        pace.step(1, start + timedelta(seconds=59))
    pace.step(2, start)
    pace.step(1, start + timedelta(seconds=61))


def test_a_request_may_name_what_the_directory_names_and_nothing_else(session: Session, town: Town) -> None:
    act(session, town.wang_with(may(Scope.OWN, Action.VIEW, Action.CREATE, registers=("archive_view_request", "contact"))))
    asked = {"customer": town.of_south, "purpose": "对账", "until_on": date(2026, 12, 1)}
    assert create(session, registers["archive_view_request"], asked).customer_id == town.of_south
    with pytest.raises(Invalid):
        create(session, registers["archive_view_request"], {**asked, "customer": 987654})
    with pytest.raises(Invalid):  # another field that points to customers is no directory
        create(session, registers["contact"], {"customer": town.of_south, "name": "无权"})


# ---- on the pages ----------------------------------------------------------------------------------------------------


def north_customer(panel: Panel) -> tuple[int, str]:
    with panel.system() as session:
        row = session.get_one(Customer, panel.company.customers[0])
        return row.id, row.name


def test_an_employee_finds_asks_and_reads_for_whom_he_asked(panel: Panel) -> None:
    """K7.9: staff of the south asks for a customer of the north."""
    key, name = north_customer(panel)
    staff = panel.as_("staff")
    hits = json.loads(staff.http.get(LOOKUP, query_string={"q": name[:4]}).data)
    assert next(one["label"] for one in hits if one["id"] == key) == name
    assert set(hits[0]) == {"id", "label", "sub"}
    made = staff.post(NEW, {"customer": str(key), "applicant": str(panel.company.employees["staff"]), "purpose": "核对往来", "until_on": "2026-12-31"})
    assert name in staff.get(made.location).text
    assert name in staff.get("/customers/archive_view_request/").text
    assert f"customer/details/?id={key}" not in staff.get(made.location).text  # he reads the name, the archive stays shut


def test_others_who_see_the_request_but_not_the_customer_read_no_name(panel: Panel) -> None:
    key, name = north_customer(panel)
    staff = panel.as_("staff")
    made = staff.post(NEW, {"customer": str(key), "applicant": str(panel.company.employees["staff"]), "purpose": "再次核对", "until_on": "2026-12-31"})
    head2 = panel.as_("head2")
    page = head2.get(made.location).text
    assert "再次核对" in page
    assert name not in page
    assert name not in head2.get("/customers/archive_view_request/").text
    assert name in panel.as_("boss").get(made.location).text


def test_the_form_names_nobody_by_a_number_in_the_address(panel: Panel) -> None:
    key, name = north_customer(panel)
    assert name not in panel.as_("staff").get(f"{NEW}?customer={key}").text


def test_who_asks_too_often_is_told_so(panel: Panel) -> None:
    panel.app.extensions["taizhang_directory_pace"] = Pace([(timedelta(hours=1), 2)])
    staff = panel.as_("staff")
    try:
        codes = [staff.http.get(LOOKUP, query_string={"q": "杭州"}).status_code for _ in range(3)]
    finally:
        del panel.app.extensions["taizhang_directory_pace"]
    assert codes == [200, 200, 429]
