"""Emergency access: taken with a reason for some hours, over to the second by itself, reported the next day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.areas import Area
from models.access.account import Account
from models.access.role import Role, RoleGrant, RoleKind
from models.access.rules import AreaRule, ClearanceName
from models.governance.audit_entry import AuditEntry
from tests.company import PROOF
from tests.conftest import Panel
from tests.factories import make

START = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # noon in Shanghai, a Saturday
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
WHY = "客户来电投诉，负责人联系不上，须马上回电。"
LIST = "/customers/customer/"


class Clock:
    """The office's clock, moved by hand."""

    now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(own_panel: Panel) -> Clock:
    found = Clock()
    own_panel.app.config["CLOCK"] = found
    return found


@pytest.fixture
def role(own_panel: Panel) -> int:
    with own_panel.system() as session:
        return session.scalars(select(Role.id).where(Role.code == "emergency_reader")).one()




def grant_of(panel: Panel) -> RoleGrant:
    with panel.system() as session:
        found = session.scalars(select(RoleGrant).where(RoleGrant.emergency)).one()
        session.expunge_all()
        return found


@pytest.mark.parametrize("hours", [1, 4, 8])
def test_a_role_is_taken_at_once_and_is_over_to_the_second(own_panel: Panel, clock: Clock, role: int, hours: int) -> None:
    """A12.1: no job runs, nobody does anything: the clock ends it."""
    south = own_panel.company.customers[1]
    details = f"{LIST}details/?id={south}"
    head = own_panel.as_("head")
    head.get(details, 404)
    head.post("/emergency/", {**PROOF, "role": role, "hours": hours, "reason": WHY})
    assert "1370001" in head.get(details).text, "the telephone number is shown whole"
    head.get(f"{LIST}edit/?id={south}", 403)
    end = START + hours * HOUR
    clock.now = end - SECOND
    head = own_panel.as_("head")
    head.get(details)
    clock.now = end
    head.get(details, 404)


def test_it_is_written_with_its_reason_and_who_took_it(own_panel: Panel, clock: Clock, role: int) -> None:
    own_panel.as_("head").post("/emergency/", {**PROOF, "role": role, "hours": 4, "reason": WHY})
    person = own_panel.company.employees["head"]
    grant = grant_of(own_panel)
    assert (grant.person_id, grant.granted_by_id, grant.reason) == (person, person, WHY)
    assert (grant.from_at, grant.until_at) == (START, START + 4 * HOUR)
    with own_panel.system() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.register_key == "role_grant", AuditEntry.record_id == grant.id)).one()
        assert entry.actor == "陈明 (head)"
        assert entry.actor_id == own_panel.company.accounts["head"]
        assert entry.reason == f"紧急授权：{WHY}"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"reason": "太急了"}, "10 到 200 个字"), ({"reason": "  " * 20}, "10 到 200 个字"), ({"hours": 2}, "1、4 或 8"),
        ({"hours": "x"}, "1、4 或 8"), ({"role": 1}, "可以紧急取用"), ({"role": "x"}, "可以紧急取用"), ({"role": 999999}, "可以紧急取用"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(own_panel: Panel, clock: Clock, role: int, sent: dict[str, Any], field: str) -> None:
    head = own_panel.as_("head")
    page = head.post("/emergency/", {**PROOF, "role": role, "hours": 1, "reason": WHY, **sent}, 422)
    assert field in page.text
    with own_panel.system() as session:
        assert session.scalar(select(RoleGrant.id).where(RoleGrant.emergency)) is None


@pytest.mark.parametrize("code", ["clerk", "staff", "it", "security", "audit", "auditor", "boss"])
def test_who_has_not_the_right_takes_nothing(own_panel: Panel, clock: Clock, role: int, code: str) -> None:
    """The three administrators among them: they have no business data by default, nor a way to it."""
    client = own_panel.as_(code)
    client.get("/emergency/", 403)
    client.post("/emergency/", {**PROOF, "role": role, "hours": 1, "reason": WHY}, 403)


def test_a_right_held_for_another_is_not_enough(own_panel: Panel, clock: Clock, role: int) -> None:
    """K4.9: a deputy decides in the other's place; an emergency is one's own."""
    employees = own_panel.company.employees
    with own_panel.system() as session:
        make(session, "delegation", principal=employees["head"], deputy=employees["staff"], from_on=date(2026, 11, 21), until_on=date(2026, 11, 21))
    staff = own_panel.as_("staff")
    staff.get(LIST)
    staff.post("/emergency/", {**PROOF, "role": role, "hours": 1, "reason": WHY}, 403)


def test_a_role_that_reaches_administration_is_not_on_offer(own_panel: Panel, clock: Clock) -> None:
    with own_panel.system() as session:
        admin = session.scalars(select(Role).where(Role.code == "security_admin")).one()
        made = Role(code="power", title="应急管理", kind=RoleKind.TEMPORARY, parents=[admin])
        session.add(made)
        session.flush()
        session.add(AreaRule(role_id=made.id, area=Area.ACCESS, reads=ClearanceName.OPEN))
        key = made.id
    head = own_panel.as_("head")
    assert "应急管理" not in head.get("/emergency/").text
    head.post("/emergency/", {**PROOF, "role": key, "hours": 1, "reason": WHY}, 422)


def test_it_is_not_taken_twice_and_may_be_given_back(own_panel: Panel, clock: Clock, role: int) -> None:
    head = own_panel.as_("head")
    sent = {**PROOF, "role": role, "hours": 8, "reason": WHY}
    head.post("/emergency/", sent)
    head.post("/emergency/", sent, 409)
    key = grant_of(own_panel).id
    for other in ("head2", "manager"):
        own_panel.as_(other).post(f"/emergency/{key}/end", status=404)
    clock.now = START + 10 * SECOND
    head.post(f"/emergency/{key}/end")
    head.get(f"{LIST}details/?id={own_panel.company.customers[1]}", 404)
    head.post(f"/emergency/{key}/end", status=409)
    assert grant_of(own_panel).until_at == START + 10 * SECOND


def test_nobody_forges_one_through_the_register(own_panel: Panel, clock: Clock, role: int) -> None:
    """The mark of an emergency is the kernel's: who grants by form grants openly."""
    sent = {**PROOF, "role": role, "person": own_panel.company.employees["staff"], "reason": WHY, "emergency": "1"}
    own_panel.as_("security").post("/access/role_grant/new/", sent)
    with own_panel.system() as session:
        assert session.scalar(select(RoleGrant.id).where(RoleGrant.emergency)) is None


# ---- the next day ----------------------------------------------------------------------------------------------------


@pytest.fixture
def reported(own_panel: Panel, clock: Clock, role: int) -> Panel:
    """陈明 took the role at noon and changed one customer; the next morning has come."""
    head = own_panel.as_("head")
    head.post("/emergency/", {**PROOF, "role": role, "hours": 1, "reason": WHY})
    page = f"{LIST}edit/?id={own_panel.company.customers[0]}"
    clock.now = START + SECOND
    head.post(page, {"short_name": "改", "version": 1})
    head.post(f"{LIST}export/csv/", page=LIST)
    clock.now = START + timedelta(hours=20)
    return own_panel


@pytest.mark.parametrize("code", ["security", "auditor"])
def test_the_next_day_it_is_reported_with_what_was_done(reported: Panel, code: str) -> None:
    page = reported.as_(code).get("/emergency/report").text
    assert "2026-11-21" in page
    assert WHY in page
    assert "陈明" in page
    assert "2 <span" in page
    assert "导出 1" in page
    assert "修改 1" in page


def test_the_report_of_another_day_is_another(reported: Panel) -> None:
    security = reported.as_("security")
    for day, there in (("2026-11-21", True), ("2026-11-20", False), ("2026-11-22", False), ("x", True), ("9999-12-31", True)):
        assert (WHY in security.get(f"/emergency/report?on={day}").text) is there, day


@pytest.mark.parametrize("code", ["clerk", "head", "boss", "it"])
def test_the_report_is_not_for_everybody(reported: Panel, code: str) -> None:
    reported.as_(code).get("/emergency/report", 403)


# ---- what else ends by itself ----------------------------------------------------------------------------------------


def test_a_contractors_account_ends_at_midnight_without_anybody(own_panel: Panel, clock: Clock) -> None:
    """K5.11: ``ends_on`` is the first day without sign-in; a browser that is signed in is out as well."""
    with own_panel.system() as session:
        session.get_one(Account, own_panel.company.accounts["clerk"]).ends_on = date(2026, 11, 22)
    midnight = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    clock.now = midnight - SECOND
    clerk = own_panel.as_("clerk")
    clerk.get(LIST)
    clock.now = midnight
    assert clerk.get(LIST, 303).headers["Location"].startswith("/sign-in")
    page = own_panel.app.test_client()
    assert page.get(LIST).status_code == 303


def test_a_grant_for_leave_begins_and_ends_while_somebody_is_signed_in(own_panel: Panel, clock: Clock) -> None:
    with own_panel.system() as session:
        key = session.scalars(select(Role.id).where(Role.code == "archivist")).one()
        person = own_panel.company.employees["staff"]
        session.add(RoleGrant(role_id=key, person_id=person, from_at=START + 10 * SECOND, until_at=START + 20 * SECOND, reason="代班"))
    staff = own_panel.as_("staff")
    for seconds, status in ((9, 403), (10, 200), (19, 200), (20, 403)):
        clock.now = START + seconds * SECOND
        staff.get(LIST, status)


def test_a_deputy_is_one_until_midnight(own_panel: Panel, clock: Clock) -> None:
    """K4.9: the manager of the north is away today; staff of the south decides for her and sees her customers."""
    employees = own_panel.company.employees
    with own_panel.system() as session:
        make(session, "delegation", principal=employees["head"], deputy=employees["staff"], from_on=date(2026, 11, 21), until_on=date(2026, 11, 21))
    midnight = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    clock.now = midnight - SECOND
    staff = own_panel.as_("staff")
    customers = own_panel.company.customers
    staff.get(f"{LIST}details/?id={customers[0]}")
    staff.get(f"{LIST}details/?id={customers[1]}", 404)
    clock.now = midnight
    staff.get(LIST, 403)
