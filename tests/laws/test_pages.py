"""Every page of every register answers for somebody who may: list, form, details, deletion, look-ups, moves, export."""

from datetime import UTC
from typing import Any

import pytest
from sqlalchemy import select

from domain.kinds import Kind
from models.fields import Field
from models.governance.audit_entry import AuditEntry
from models.register import Register
from operations.filtering import NO_VALUE, operators_of
from tests.factories import make, value_for
from tests.laws.conftest import Office
from tests.laws.forms import acceptable


def base(register: Register) -> str:
    return f"/{register.area}/{register.key}/"


def sortable(register: Register) -> list[str]:
    return [key for key, spec in register.fields.items() if register.indexed(spec)]


def answers(office: Office, path: str, query: dict[str, Any]) -> None:
    """A list answers; its HTML is the same for every query and has been looked at once."""
    found = office.client.http.get(path, query_string=query)
    assert found.status_code == 200, f"{path} {query}: {found.status_code}"


def test_the_list_answers_in_every_order_and_size(office: Office, register: Register) -> None:
    office.client.get(base(register))
    for key in sortable(register):
        # One direction: tests/operations/test_listing.py visits every row in both.
        answers(office, base(register), {"sort": f"-{key}", "size": "20"})
    columns = [key for key, spec in register.fields.items() if spec.kind is not Kind.REFERENCES]
    office.client.get(base(register), query_string={"c": columns})
    office.client.get(f"{base(register)}?end=1")
    for typed in ("a", "有限公司", "hzwl", "%_", "1") if register.search else ():
        answers(office, base(register), {"q": typed})


def filter_text(spec: Field) -> str:
    """Something to filter by, as the browser sends it."""
    if spec.target:
        return "1"
    value = value_for(spec, 3)
    if spec.kind is Kind.MOMENT:
        return str(value.astimezone(UTC).strftime("%Y-%m-%d %H:%M"))
    if spec.kind is Kind.YES_NO:
        return "1"
    return str(getattr(value, "value", value))


def test_the_list_answers_to_every_filter_it_offers(office: Office, register: Register) -> None:
    page = office.client.get(base(register)).text
    for key in register.filterable:
        spec = register.fields[key]
        for operator in operators_of(spec):
            text = "1" if operator in NO_VALUE else filter_text(spec)
            answers(office, base(register), {f"f.{key}.{operator}": text})
            assert f"f.{key}.{operator}" in page


def test_a_record_is_shown_with_all_that_belongs_to_it(office: Office, register: Register) -> None:
    page = office.client.get(f"{base(register)}details/?id={office.records[register.key]}").text
    assert register.title.zh in page


@pytest.mark.once
def test_a_record_that_does_not_exist_is_not_found(office: Office, register: Register) -> None:
    pages = ("details/",) if register.read_only else ("details/", "edit/", "delete/")
    for page in pages:
        office.client.get(f"{base(register)}{page}?id=999999999", 404)


@pytest.mark.once
def test_a_journal_can_neither_be_written_nor_deleted(office: Office, register: Register) -> None:
    for page in ("new/", "edit/?id=1", "delete/?id=1") if register.read_only else ():
        office.client.get(base(register) + page, 403)


def remembered(office: Office, register: Register, key: int) -> list[str]:
    """What the audit knows to have happened to a record, without what followed from it, in its order."""
    with office.panel.system() as session:
        about = (AuditEntry.register_key == register.key, AuditEntry.record_id == key)
        actions = session.scalars(select(AuditEntry.action).where(*about).order_by(AuditEntry.id))
        return list(dict.fromkeys(action for action in actions if action in ("create", "edit", "delete")))


def test_a_record_is_created_changed_and_deleted_through_its_forms(office: Office, register: Register) -> None:
    if register.read_only:
        return
    new = f"{base(register)}new/"
    office.client.get(new)
    with acceptable(office, register) as form:
        where = office.client.post(new, form).headers["Location"]
        made = int(where.rpartition("=")[2])
        office.client.get(where)
        edit = f"{base(register)}edit/?id={made}"
        stays = register.at_once and not register.fixed  # it cannot be changed from the moment it is stored
        office.client.get(edit, 403 if stays else 200)
        office.client.post(edit, {**form, "version": "1"}, *((422,) if stays else ()))
    if register.kept:
        office.client.post(f"{base(register)}delete/?id={made}", {"version": "1"}, 403)
        assert remembered(office, register, made) in (["create"], ["create", "edit"])
        return
    page = office.client.get(f"{base(register)}delete/?id={made}").text
    version = page.split('name="version" value="')[1].split('"')[0]
    office.client.post(f"{base(register)}delete/?id={made}", {"version": version})
    office.client.get(f"{base(register)}details/?id={made}", 404)
    assert remembered(office, register, made) in (["create", "delete"], ["create", "edit", "delete"])


@pytest.mark.once
def test_an_empty_form_is_refused_at_every_field_it_needs(office: Office, register: Register) -> None:
    if register.read_only:
        return
    needed = [spec for spec in register.fields.values() if spec.required and spec.default is None and not spec.system]
    page = office.client.post(f"{base(register)}new/", {spec.key: "" for spec in needed}, 422).text
    for spec in needed:
        # The own person and department are filled in when they are left out, but not when they are sent empty.
        assert f'id="field-{spec.key}-error"' in page, spec.key


@pytest.mark.once
def test_every_look_up_of_a_form_answers(office: Office, register: Register) -> None:
    for key, spec in register.fields.items():
        if spec.target and not spec.system and spec.kind is not Kind.ATTACHMENT and not register.read_only:
            begins = {"q": "KH"} if spec.directory else None  # nobody leafs through a directory
            found = office.client.get(f"{base(register)}lookup/{key}", query_string=begins).json
            assert found, key
            office.client.get(f"{base(register)}lookup/{key}", query_string={"q": found[0]["label"][:2]})


@pytest.mark.once
def test_every_move_has_its_page(office: Office, register: Register) -> None:
    for move in register.workflow.moves if register.workflow else ():
        office.client.get(f"{base(register)}move/{move.name}/?id={office.records[register.key]}")


@pytest.mark.parametrize("kind", ["csv", pytest.param("xlsx", marks=pytest.mark.once)])
def test_a_list_is_exported_by_a_job(office: Office, register: Register, kind: str) -> None:
    where = office.client.post(f"{base(register)}export/{kind}/", page=base(register)).headers["Location"]
    office.client.get(where)


@pytest.mark.once
def test_several_records_are_deleted_after_a_question(office: Office, register: Register) -> None:
    if register.read_only or register.kept or register.key == "setting":
        return
    with office.panel.system() as session:
        ids = [make(session, register.key).id for _ in range(2)]
    page = office.client.post(f"{base(register)}action/delete", {"ids": ids}, 200).text
    assert all(f'name="ids" value="{key}"' in page for key in ids)
    office.client.post(f"{base(register)}action/delete", {"ids": ids, "sure": "1"})
    for key in ids:
        office.client.get(f"{base(register)}details/?id={key}", 404)
