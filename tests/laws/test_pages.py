"""Every page of every register answers for somebody who may: list, form, details, deletion, look-ups, moves, export."""

from datetime import UTC
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update

from admin_views.inputs import input_text
from domain.kinds import POINTERS, Kind
from models.access.role import Role
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.fields import Field
from models.register import Register
from operations.filtering import NO_VALUE, operators_of
from tests.factories import make, value_for
from tests.laws.conftest import Office
from tests.laws.possible import POSSIBLE, as_it_is


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


def sent(spec: Field, value: Any) -> Any:
    """``value`` as a form sends it."""
    if spec.kind is Kind.REFERENCES:
        return ["", *(str(key) for key in value)]
    if spec.kind in POINTERS:
        return "" if value is None else str(value)
    if spec.kind is Kind.YES_NO:
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return str(value)
    return input_text(spec, value)


def form_of(office: Office, register: Register, *, apart: bool) -> dict[str, Any]:
    """What a form sends for a full record; ``apart`` makes up other values where they must be unique."""
    with office.panel.system() as session:
        record = session.get_one(register.model, office.records[register.key])
        form = {}
        for key, spec in register.fields.items():
            if spec.system or spec.kind is Kind.ATTACHMENT:
                continue
            if spec.kind is Kind.REFERENCES:
                form[key] = sent(spec, [item.id for item in getattr(record, key)])
            elif spec.unique and apart:
                form[key] = sent(spec, make(session, spec.target).id if spec.target else value_for(spec, 777_001))
            else:
                form[key] = sent(spec, getattr(record, spec.column))
    return form


def held_by_the_keeper(office: Office) -> int:
    with office.panel.system() as session:
        return session.scalars(select(Role.id).where(Role.code == "everything")).one()


def complained_of(office: Office) -> str:
    """Who is complained of in the case of the office."""
    with office.panel.system() as session:
        return str(session.get_one(Complaint, office.records["complaint"]).respondents[0].id)


def being_planned(office: Office) -> str:
    """Put the case to where its plan is made; the answer is a Monday."""
    with office.panel.system() as session:
        session.execute(update(Complaint).values(stage=Stage.INVESTIGATED))
        session.commit()
    return "2026-01-05"


def test_a_record_is_created_changed_and_deleted_through_its_forms(office: Office, register: Register) -> None:
    if register.read_only:
        return
    new = f"{base(register)}new/"
    office.client.get(new)
    form = form_of(office, register, apart=True)
    if register.key == "setting":  # each setting exists once, and the office has one of the three
        form["name"] = "company_name"
    if register.key == "role_grant":  # to exactly one, and nobody grants a role that he does not hold
        form |= {"department": "", "post": "", "role": str(held_by_the_keeper(office))}
    if register.key == "complaint_measure":  # entered while the plan is made, for a day that is worked
        form["due_on"] = being_planned(office)
    if register.key == "criticism":  # about one complained of, and it costs nothing
        form |= {"person": complained_of(office), "sanction": "criticism", "amount": ""}
    with POSSIBLE.get(register.key, as_it_is)(office, form):
        where = office.client.post(new, form).headers["Location"]
        made = int(where.rpartition("=")[2])
        office.client.get(where)
        edit = f"{base(register)}edit/?id={made}"
        stays = register.at_once and not register.fixed  # it cannot be changed from the moment it is stored
        office.client.get(edit, 403 if stays else 200)
        office.client.post(edit, {**form, "version": "1"}, *((422,) if stays else ()))
    if register.kept:
        office.client.post(f"{base(register)}delete/?id={made}", {"version": "1"}, 403)
        return
    page = office.client.get(f"{base(register)}delete/?id={made}").text
    version = page.split('name="version" value="')[1].split('"')[0]
    office.client.post(f"{base(register)}delete/?id={made}", {"version": version})
    office.client.get(f"{base(register)}details/?id={made}", 404)


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
