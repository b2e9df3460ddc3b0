"""Two people on one record: the second is told, sees both sides, and decides; nothing of the first is lost unasked."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.values import read_day
from models.customers.customer import Customer
from models.customers.registration import Registration
from models.governance.audit_entry import AuditEntry
from models.register import registers
from operations.records import create
from tests.client import PageClient, token_of
from tests.conftest import Panel

FORM = "/customers/customer/edit/?id={}"


@pytest.fixture
def key(panel: Panel) -> int:
    """A customer that both the clerk and the head of the northern department may edit."""
    with panel.system() as session:
        values = {"name": "两人同改", "customer_class": "general", "department": panel.company.departments["north"]}
        return int(create(session, registers["customer"], {**values, "short_name": "原简称", "source": "原来源"}).id)


def stored(panel: Panel, key: int) -> Customer:
    with panel.system() as session:
        record = session.get_one(Customer, key)
        session.expunge(record)
        return record


def version_on(page: Any) -> str:
    """The row version a form was drawn with."""
    found = re.search(r'name="version"[^>]*value="(\d+)"', page.text)
    assert found
    return found.group(1)


def form_of(client: PageClient, key: int) -> dict[str, Any]:
    """The values a browser would send back untouched."""
    page = client.get(FORM.format(key))
    values = re.findall(r'<(?:input|textarea)[^>]*name="(\w+)"[^>]*value="([^"]*)"', page.text)
    return {name: value for name, value in values if name != "csrf_token"}


def test_the_second_to_save_is_told_and_sees_both_sides(panel: Panel, key: int) -> None:
    first, second = panel.as_("clerk"), panel.as_("head")
    one, other = form_of(first, key), form_of(second, key)
    first.post(FORM.format(key), {**one, "short_name": "甲改的", "source": "甲的来源"})
    answer = second.post(FORM.format(key), {**other, "short_name": "乙改的"}, status=409)
    assert "王小芳" in answer.text, "who was faster"
    assert "乙改的" in answer.text
    assert "甲改的" in answer.text
    record = stored(panel, key)
    assert (record.short_name, record.source, record.version) == ("甲改的", "甲的来源", 2)


def test_the_second_decides_field_by_field(panel: Panel, key: int) -> None:
    first, second = panel.as_("clerk"), panel.as_("head")
    other = form_of(second, key)
    first.post(FORM.format(key), {"short_name": "甲改的", "source": "甲的来源", "version": "1"})
    mine = {**other, "short_name": "乙改的", "source": "乙的来源"}
    answer = second.post(FORM.format(key), mine, status=409)
    decided = {**mine, "version": version_on(answer), "take.short_name": "mine", "take.source": "theirs"}
    second.post(FORM.format(key), decided)
    record = stored(panel, key)
    assert (record.short_name, record.source, record.version) == ("乙改的", "甲的来源", 3)


def test_what_the_second_did_not_touch_stays_the_firsts_by_default(panel: Panel, key: int) -> None:
    """Just pressing save again must not bring back an old value that the form happened to hold."""
    first, second = panel.as_("clerk"), panel.as_("head")
    other = form_of(second, key)
    first.post(FORM.format(key), {"source": "甲的来源", "version": "1"})
    answer = second.post(FORM.format(key), {**other, "short_name": "乙改的"}, status=409)
    chosen = re.findall(r'name="take\.(\w+)" value="(\w+)" checked', answer.text)
    again = {**other, "short_name": "乙改的", "version": version_on(answer)}
    second.post(FORM.format(key), {**again, **{f"take.{name}": side for name, side in chosen}})
    record = stored(panel, key)
    assert (record.short_name, record.source) == ("乙改的", "甲的来源")


def test_a_third_who_comes_between_is_noticed_too(panel: Panel, key: int) -> None:
    first, second = panel.as_("clerk"), panel.as_("head")
    first.post(FORM.format(key), {"short_name": "甲", "version": "1"})
    answer = second.post(FORM.format(key), {"short_name": "乙", "version": "1"}, status=409)
    first.post(FORM.format(key), {"short_name": "甲又改", "version": "2"})
    sent = {"short_name": "乙", "version": version_on(answer), "take.short_name": "mine"}
    second.post(FORM.format(key), sent, status=409)
    assert stored(panel, key).short_name == "甲又改"


@pytest.mark.parametrize("version", [None, "", "0", "-1", "abc", "99999999999999999999"])
def test_without_a_right_version_nothing_is_saved(panel: Panel, key: int, version: str | None) -> None:
    client = panel.as_("clerk")
    token = token_of(client.http.get("/me/"))
    answer = client.http.post(FORM.format(key), data={"short_name": "x", **({} if version is None else {"version": version}), "csrf_token": token})
    assert answer.status_code in (409, 422)
    assert stored(panel, key).short_name == "原简称"


def test_deleting_what_somebody_has_just_changed_is_refused(panel: Panel, key: int) -> None:
    first, second = panel.as_("clerk"), panel.as_("head")
    path = f"/customers/customer/delete/?id={key}"
    version = version_on(second.get(path))
    first.post(FORM.format(key), {"short_name": "甲", "version": "1"})
    second.post(path, {"version": version}, status=409)
    assert stored(panel, key).short_name == "甲"
    second.post(path, {"version": version_on(second.get(path))})
    second.get(f"/customers/customer/details/?id={key}", status=404)
    first.post(FORM.format(key), {"short_name": "乙", "version": "2"}, status=404)


def test_two_who_take_the_same_step_take_it_once(panel: Panel, key: int) -> None:
    with panel.system() as session:
        values = {"customer": key, "contacted_on": read_day("2026-01-05"), "applicant": panel.company.employees["clerk"]}
        filing = create(session, registers["registration"], values).id
    path = f"/customers/registration/move/file/?id={filing}"
    codes = at_once(panel, [("filing", path, {}), ("filing", path, {})])
    assert sorted(codes) == [303, 409]
    with panel.system() as session:
        assert session.get_one(Registration, filing).version == 2


def test_of_two_at_the_same_moment_one_saves_and_one_is_told(panel: Panel, key: int) -> None:
    posts = [(code, FORM.format(key), {"short_name": code, "version": "1"}) for code in ("clerk", "head") * 3]
    codes = at_once(panel, posts)
    assert sorted(codes) == [303, 409, 409, 409, 409, 409]
    record = stored(panel, key)
    assert record.version == 2
    assert record.short_name == posts[codes.index(303)][0]
    with panel.system() as session:
        of_this = (AuditEntry.register_key == "customer", AuditEntry.record_id == key, AuditEntry.action == "edit")
        assert session.scalar(select(func.count()).select_from(AuditEntry).where(*of_this)) == 1


def at_once(panel: Panel, posts: list[tuple[str, str, dict[str, Any]]]) -> list[int]:
    """The statuses of posts sent in the same moment, each from a browser of its own."""
    start = Barrier(len(posts))

    def send(code: str, path: str, data: dict[str, Any]) -> int:
        client = panel.as_(code)
        token = token_of(client.http.get("/me/"))
        start.wait(20)
        return client.http.post(path, data={**data, "csrf_token": token}).status_code

    with ThreadPoolExecutor(len(posts)) as pool:
        return [one.result() for one in [pool.submit(send, *post) for post in posts]]
