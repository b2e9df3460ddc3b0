"""What a request may change: only the fields its reader may write, only on rows in his scope, all or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level, Scope
from domain.errors import Refused
from domain.kinds import POINTERS, Kind
from doors.canaries import Aviary
from doors.canary_rows import Row
from doors.expecting import Reader
from doors.walk import readers_of
from models.access.role import Role
from models.access.rules import ActionRule, AreaRule, ClearanceName, FieldRule, LevelName
from models.base import Record
from models.engine import FencedSession
from models.fence import act
from models.governance.audit_entry import AuditEntry
from models.register import Register, registers
from operations.records import create, update
from tests import company
from tests.client import PageClient
from tests.conftest import Panel, running_panel
from tests.doors import extra
from web.extensions import db

CODES = (*(person[0] for person in company.PEOPLE), *extra.PEOPLE)
NOBODY = 999_999_999
COMPUTED = {
    ("archive_view_request", "department"), ("complaint", "next_due_at"), ("complaint", "profile"), ("complaint", "rules_on"), ("complaint", "filed_process"),
    ("complaint", "kept_away"), ("complaint_evidence", "entered_by"), ("complaint_evidence", "verify_again"), ("complaint_meeting", "recused"),
    ("complaint_meeting", "round"), ("complaint_meeting", "papers"), ("authority_notice", "due_on"), ("archive_unit", "number"),
    ("certificate", "unit"), ("digital_copy", "edition"), ("volume_list", "edition"), ("volume_piece", "line_no"), ("transfer_supplement", "asked_by"),
    ("archive_transfer", "a_due_on"), ("archive_transfer", "due_on"), ("loan_reservation", "asked_at"),
    *((key, "department") for key in ("borrowing_slip", "temporary_loan", "travel_paper", "volume_list")),
    *(("volume_list", key) for key in ("name", "volume")), *((key, "full_title") for key in ("archive_unit", "filing_line")),
    ("stocktake", "frozen_entry"), ("stocktake", "frozen_at"), ("correction_order", "wrong"), ("correction_order", "due_on"), ("correction_order", "issued_by"),
    *((register.key, key) for register in registers.values() for key in register.timed),
    *(("customer_rating", key) for key in ("rated_on", "from_class", "rater", "next_on", "applied")), ("customer_arrangement", "proposer"),
    ("datum_origin", "collected_by"), ("customer", "verified_by"),
    ("customer_handover", "leaver"), ("customer_handover", "assigned_on"), ("programme_guest", "department"), ("programme_guest", "supplied_on"),
    ("customer", "contact_due_on"), ("customer", "verified_by"),
    *(("spot_check_draw", key) for key in ("percent", "least", "whole", "rules_on", "digest", "drawn_by", "drawn_at")),
    *(("service_request", key) for key in ("received_at", "responsible", "respond_by_at", "solve_by_on", "next_due_at")),
    *(("complaint_escalation", key) for key in ("asked_at", "asker")), ("quality_check", "score"), ("sharing_request", "department"),
    *(("customer_risk", key) for key in ("score", "factors", "level")),
    *(("relation_evaluation", key) for key in ("satisfaction", "loyalty", "service", "hours", "speed", "heard", "total")),
    *(("parts_deal", key) for key in ("rate", "commission", "person_share", "team_share", "payout_on")),
    *(("attendance", key) for key in ("day_on", "late", "signed_in_at")), ("daily_check", "day_on"), ("daily_check", "on_time"), ("daily_check", "checker"),
    ("destruction_list", "proposer"),
    ("equipment_fault", "late"), ("equipment_fault", "reported_on"),
    ("site_finding", "clause"), ("regulation_version", "name"), ("regulation_version", "drafter"), ("training", "demand"),
}  # fmt: skip
"""What follows from other fields, whoever writes them."""
FORGED = {"id": "1", "version": "77", "created_at": "2001-01-01", "updated_at": "2001-01-01", "stored_as": "x", "sha256": "x"}


@dataclass
class House:
    """A panel with canaries whose records may be changed."""

    panel: Panel
    aviary: Aviary

    def reader(self, code: str) -> Reader:
        return readers_of(self.panel.app, self.aviary, [code])[code]

    def row(self, key: str, case: str) -> Row:
        return next(row for row in self.aviary.rows[key] if row.case == case)

    def stored(self, key: str, record_id: int) -> dict[str, Any]:
        """All fields of a record as they are stored, references by id, and the columns of the kernel."""
        with self.panel.system() as session:
            record = session.get(registers[key].model, record_id)
            return {} if record is None else values_of(record)

    def count(self, key: str) -> int:
        with self.panel.system() as session:
            return session.scalar(select(func.count()).select_from(registers[key].model)) or 0


def values_of(record: Record) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(record, name) for name in ("id", "version", "created_at", "updated_at")}
    for key, spec in record.register.fields.items():
        value = getattr(record, key if spec.kind is Kind.REFERENCES else spec.column)
        found[key] = sorted(one.id for one in value) if spec.kind is Kind.REFERENCES else value
    return found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_panel(tmp_path_factory.mktemp("writes")) as panel:
        with panel.system() as session:
            extra.hire(session, panel.company)
            hire_two_handed(session, panel)
            aviary = Aviary(session, panel.company, panel.settings.data_dir)
        yield House(panel, aviary)


def hire_two_handed(session: Session, panel: Panel) -> None:
    """One person with two roles: who looks after a customer may write its needs, who is of its department its name;
    and one who sees all customers, but edits those of her department only.
    """
    by_row = {"tender": (Scope.OWN, {"needs", "manager"}), "namer": (Scope.DEPARTMENT, {"name", "department", "short_name", "manager"})}
    for code, (scope, writes) in by_row.items():
        role = _role(session, code, {Action.VIEW: Scope.ALL, Action.EDIT: scope, Action.CREATE: scope})
        for key in registers["customer"].fields.keys() - writes - {"customer_class"}:
            session.add(FieldRule(role_id=role.id, register_key="customer", field_key=key, level=LevelName.READ))
    _role(session, "wide", {Action.VIEW: Scope.ALL, Action.EDIT: Scope.DEPARTMENT, Action.DELETE: Scope.DEPARTMENT})
    session.flush()
    for code, roles in {"two": ("tender", "namer"), "wide": ("wide", "employee")}.items():
        place = panel.company.departments["north"]
        person = create(session, registers["employee"], {"number": f"T{code}", "name": code, "department": place})
        account = create(session, registers["account"], {"code": code, "holder": person.id, "active": True})
        extra.set_password(session, account, company.PASSWORD)
        panel.company.employees[code], panel.company.accounts[code] = person.id, account.id
        for role_code in roles:
            given = session.scalar(select(Role.id).where(Role.code == role_code))
            create(session, registers["role_grant"], {"role": given, "person": person.id, "reason": "test"})


def _role(session: Session, code: str, actions: dict[Action, Scope]) -> Role:
    role = Role(code=code, title=code)
    session.add(role)
    session.flush()
    session.add(AreaRule(role_id=role.id, reads=ClearanceName.SECRET, writes=ClearanceName.SECRET))
    for action, scope in actions.items():
        for register in ("customer", "contact"):
            session.add(ActionRule(role_id=role.id, register_key=register, action=str(action), scope=scope))
    session.add(ActionRule(role_id=role.id, register_key="employee", action="view", scope=Scope.ALL))
    session.add(ActionRule(role_id=role.id, register_key="department", action="view", scope=Scope.ALL))
    return role


# ---- mass assignment -------------------------------------------------------------------------------------------------


def everything(house: House, reader: Reader, register: Register, row: Row | None) -> dict[str, Any]:
    """A right value for every field: what decides the scope as it must be, everything else new."""
    values: dict[str, Any] = {}
    for key, spec in register.fields.items():
        new = house.aviary.value(spec)
        if spec.kind is Kind.CHOICE:
            values[key] = next(iter(spec.titles))
        elif spec.kind is Kind.YES_NO:
            values[key] = "1"
        elif new is not None:
            values[key] = new[1].typed
        elif key == register.department:
            values[key] = row.department if row else reader.person.department_id
        elif key == register.owner and row:
            values[key] = row.owner
        elif key == register.parent and row and row.above:
            values[key] = row.above.id
        elif spec.kind is not Kind.ATTACHMENT:
            seen = [one.id for one in house.aviary.rows[spec.target] if reader.may(one)]
            values[key] = (seen or [NOBODY])[-1 if spec.unique else 0]
    return values


def posted(client: PageClient, path: str, data: dict[str, Any]) -> int:
    """The status of a post, whatever it is."""
    token = client.http.get("/me/").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    sent = client.http.post(path, data={**data, "csrf_token": token})
    assert sent.status_code < 500, (path, sent.status_code)
    return sent.status_code


@pytest.mark.parametrize("code", CODES)
def test_a_new_record_holds_only_what_its_creator_may_write(house: House, code: str) -> None:
    reader, client = house.reader(code), house.panel.as_(code)
    for register in registers.values():
        with house.panel.system() as session:
            before = set(session.scalars(select(register.model.id)))
        sent = everything(house, reader, register, None)
        status = posted(client, f"/{register.area}/{register.key}/new/", {**FORGED, **sent})
        with house.panel.system() as session:
            made = [values_of(session.get_one(register.model, key)) for key in set(session.scalars(select(register.model.id))) - before]
        strata = reader.authority.plan.of(register.key, Action.CREATE)
        assert bool(made) == (status == 303), (register.key, status)
        if not strata or register.read_only:
            assert status in (403, 404), (register.key, status)
        for record in made:
            may = {
                key for key, spec in register.fields.items()
                if any(s.levels[Channel.FORM].get(spec.stable_key, 0) >= Level.WRITE for s in strata)
            }  # fmt: skip
            _check_created(reader, register, record, sent, may)


def _check_created(reader: Reader, register: Register, record: dict[str, Any], sent: dict[str, Any], may: set[str]) -> None:
    assert record["version"] == 1
    assert record["created_at"].year >= 2026
    for key, spec in register.fields.items():
        if key in may and not spec.system:
            continue
        own = {register.owner: reader.person.person_id, register.department: reader.person.department_id}
        computed = spec.kind is Kind.SERIAL or (register.key, key) in COMPUTED
        expected = [spec.default, [] if spec.kind is Kind.REFERENCES else None, own.get(key)]
        assert computed or record[key] in expected, (register.key, key, record[key])
        chance = computed and spec.kind is Kind.CHOICE  # of so few words the forged one may be the one that follows
        assert chance or str(record[key]) != str(sent.get(key)) or record[key] in expected, (register.key, key)


@pytest.mark.parametrize("code", CODES)
def test_a_form_changes_only_what_its_reader_may_write(house: House, code: str) -> None:
    reader, client = house.reader(code), house.panel.as_(code)
    for register in registers.values():
        row = next((row for row in house.aviary.rows[register.key] if reader.may(row) and reader.may(row, Action.EDIT)), None)
        if register.key in ("role_grant", "account", "role") and code != "security":
            continue  # who steers access is tried once: each of its changes makes all plans anew
        other = row or house.aviary.rows[register.key][0]
        before = house.stored(register.key, other.id)
        sent = {**FORGED, **everything(house, reader, register, other), "version": str(before["version"])}
        status = posted(client, f"/{register.area}/{register.key}/edit/?id={other.id}", sent)
        after = house.stored(register.key, other.id)
        if row is None:
            assert status in (403, 404), (register.key, status)
            assert after == before, register.key
            continue
        writable = {
            key for key, spec in register.fields.items()
            if not spec.system and reader.level(row, key, Channel.FORM, Action.EDIT) >= Level.WRITE
        }  # fmt: skip
        changed = {key for key in register.fields if after[key] != before[key]}
        computed = {key for name, key in COMPUTED if name == register.key}
        stays = set(register.fixed) if register.at_once else set()
        assert not changed & stays, (register.key, changed & stays)
        assert changed <= writable | computed, (register.key, other.case, {key: (before[key], after[key]) for key in changed - writable - computed})
        assert (after["id"], after["created_at"]) == (before["id"], before["created_at"])
        assert after["version"] == before["version"] + bool(changed), register.key
        if status == 303:
            texts = {key for key in writable - stays if register.fields[key].kind in (Kind.TEXT, Kind.LONG_TEXT)}
            assert texts <= changed, (register.key, texts - changed)


def test_a_field_that_is_not_in_the_request_stays_as_it_is(house: House) -> None:
    row, client = house.row("customer", "north"), house.panel.as_("head")
    before = house.stored("customer", row.id)
    client.post(f"/customers/customer/edit/?id={row.id}", {"short_name": "只改简称", "version": before["version"]})
    after = house.stored("customer", row.id)
    assert {key for key in after if after[key] != before[key]} == {"short_name", "version", "updated_at"}
    assert isinstance(after["updated_at"], datetime)


# ---- scope -----------------------------------------------------------------------------------------------------------


def test_a_row_cannot_be_pushed_out_of_reach(house: House) -> None:
    row, client = house.row("customer", "north"), house.panel.as_("clerk")
    version = house.stored("customer", row.id)["version"]
    south = house.panel.company.departments["south"]
    client.post(f"/customers/customer/edit/?id={row.id}", {"department": south, "version": version}, status=403)
    assert house.stored("customer", row.id)["department"] == house.panel.company.departments["north"]
    client.post(f"/customers/customer/edit/?id={row.id}", {"source": "展会", "version": version})


def test_a_row_out_of_reach_cannot_be_pulled_in(house: House) -> None:
    row, client = house.row("customer", "south"), house.panel.as_("wide")
    before = house.stored("customer", row.id)
    client.get(f"/customers/customer/details/?id={row.id}")
    sent = {"department": house.panel.company.departments["north"], "version": before["version"]}
    client.post(f"/customers/customer/edit/?id={row.id}", sent, status=403)
    assert house.stored("customer", row.id) == before


def test_what_belongs_to_a_customer_cannot_be_hung_on_another(house: House) -> None:
    row = house.row("contact", "north")
    above, elsewhere = house.row("customer", "north"), house.row("customer", "south")
    path = f"/customers/contact/edit/?id={row.id}"
    version = house.stored("contact", row.id)["version"]
    house.panel.as_("clerk").post(path, {"customer": elsewhere.id, "version": version}, status=422)
    house.panel.as_("wide").post(path, {"customer": elsewhere.id, "version": version}, status=403)
    assert house.stored("contact", row.id)["customer"] == above.id
    house.panel.as_("wide").post(path, {"position": "采购", "version": version})


def test_a_new_record_cannot_lie_out_of_reach(house: House) -> None:
    client, south = house.panel.as_("clerk"), house.panel.company.departments["south"]
    before = house.count("customer")
    sent = {"name": "他部门客户", "customer_class": "general", "customer_type": "enterprise", **company.WHAT_A_FORM_ASKS}
    client.post("/customers/customer/new/", {**sent, "department": south}, status=403)
    assert house.count("customer") == before
    client.post("/customers/customer/new/", sent)
    assert house.count("customer") == before + 1


# ---- two roles of one person -----------------------------------------------------------------------------------------


def _customer(house: House, **given: Any) -> int:
    north = house.panel.company.departments["north"]
    values = {"name": "双角色客户", "customer_class": "general", "department": north}
    with house.panel.system() as session:
        return int(create(session, registers["customer"], {**values, **given}).id)


def test_the_fields_of_one_role_stay_off_the_rows_of_the_other(house: House) -> None:
    me, client = house.panel.company.employees["two"], house.panel.as_("two")
    south = house.panel.company.departments["south"]
    mine, ours = _customer(house, manager=me, department=south), _customer(house)
    for key, writable, refused in ((mine, "needs", "short_name"), (ours, "short_name", "needs")):
        client.post(f"/customers/customer/edit/?id={key}", {writable: "新", refused: "新", "version": 1})
        stored = house.stored("customer", key)
        assert (stored[writable], stored[refused]) == ("新", None)


def test_below_the_form_the_session_refuses_such_a_field(house: House) -> None:
    ours = _customer(house)
    with house.panel.app.app_context(), FencedSession(db.engine) as session:
        act(session, house.reader("two").authority)
        record = session.get_one(registers["customer"].model, ours)
        with pytest.raises(Refused, match="write"):
            update(session, record, {"needs": "新"})
        session.rollback()
        record = session.get_one(registers["customer"].model, ours)
        update(session, record, {"short_name": "新"})


def test_one_role_cannot_carry_a_row_into_the_reach_of_the_other(house: House) -> None:
    """Neither role alone lets her give a customer of her department to another one and to herself."""
    me, south = house.panel.company.employees["two"], house.panel.company.departments["south"]
    ours, client = _customer(house), house.panel.as_("two")
    client.post(f"/customers/customer/edit/?id={ours}", {"department": south, "manager": me, "version": 1}, status=403)
    assert house.stored("customer", ours)["department"] == house.panel.company.departments["north"]
    client.post(f"/customers/customer/edit/?id={ours}", {"manager": me, "version": 1})


def test_a_new_record_takes_no_field_from_a_role_whose_rows_it_is_not_of(house: House) -> None:
    client, before = house.panel.as_("two"), house.count("customer")
    sent = {"name": "新客户", "customer_class": "general", "customer_type": "enterprise", "needs": "秘密"}
    somebody = house.panel.company.employees["staff"]
    client.post("/customers/customer/new/", {**sent, "manager": somebody}, status=403)
    assert house.count("customer") == before
    me = house.panel.company.employees["two"]
    client.post("/customers/customer/new/", {**sent, "manager": me})
    assert house.count("customer") == before + 1


# ---- references ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [str(NOBODY), "0", "-1", "abc", "1e3", "1 2"])
def test_an_unknown_key_for_a_reference_is_refused_and_not_emptied(house: House, typed: str) -> None:
    row, client = house.row("customer", "mine"), house.panel.as_("head2")
    before = house.stored("customer", row.id)
    assert before["manager"]
    client.post(f"/customers/customer/edit/?id={row.id}", {"manager": typed, "version": before["version"]}, status=422)
    client.post(f"/customers/customer/edit/?id={row.id}", {"team": [typed], "version": before["version"]}, status=422)
    assert house.stored("customer", row.id) == before


def test_an_optional_reference_can_be_emptied(house: House) -> None:
    row, client = house.row("customer", "team"), house.panel.as_("head2")
    before = house.stored("customer", row.id)
    assert before["division"]
    client.post(f"/customers/customer/edit/?id={row.id}", {"division": "", "version": before["version"]})
    assert house.stored("customer", row.id)["division"] is None


def test_a_file_of_somebody_else_cannot_be_linked_by_its_number(house: House) -> None:
    row, client = house.row("correspondence", "north"), house.panel.as_("clerk")
    before = house.stored("correspondence", row.id)
    stranger = house.row("correspondence", "south").points["scan"][0].id
    sent = {"scan": stranger, "scan_id": stranger, "document": "新文号", "version": before["version"]}
    client.post(f"/customers/correspondence/edit/?id={row.id}", sent)
    after = house.stored("correspondence", row.id)
    assert (after["scan"], after["document"]) == (before["scan"], "新文号")


# ---- steps and deletion ----------------------------------------------------------------------------------------------


def test_who_may_take_a_step_may_not_edit(house: House) -> None:
    row, client = house.row("registration", "north"), house.panel.as_("filing")
    before = house.stored("registration", row.id)
    client.get(f"/customers/registration/edit/?id={row.id}", status=403)
    client.post(f"/customers/registration/edit/?id={row.id}", {"opinion": "x", "version": before["version"]}, status=403)
    assert house.stored("registration", row.id) == before
    sent = {"applicant": "1", "contacted_on": "2026-01-01", "opinion": "不该写"}
    client.post(f"/customers/registration/move/file/?id={row.id}", sent)
    after = house.stored("registration", row.id)
    moved = {key for key in after if after[key] != before[key]}
    # A term is computed anew at every step; what was planted there need not be what follows from the first contact.
    assert moved - {"due_on"} == {"state", "filed_on", "filed_by", "version", "updated_at"}


def test_who_may_edit_may_not_take_the_step_nor_write_the_state(house: House) -> None:
    row, client = house.row("registration", "team"), house.panel.as_("head2")
    before = house.stored("registration", row.id)
    client.post(f"/customers/registration/move/file/?id={row.id}", {}, status=403)
    sent = {"state": "filed", "filed_on": "2026-01-01", "due_on": "2030-01-01", "opinion": "可写", "version": before["version"]}
    client.post(f"/customers/registration/edit/?id={row.id}", sent)
    after = house.stored("registration", row.id)
    assert (after["state"], after["filed_on"], after["opinion"]) == (before["state"], before["filed_on"], "可写")


def test_deleting_several_is_all_or_none_and_never_beyond_reach(house: House) -> None:
    client, south = house.panel.as_("head"), house.row("customer", "south")
    one, other = _customer(house), _customer(house)
    before = house.count("customer")
    for ids in ([one, south.id], [one, NOBODY], [one, "x"], [one, -1]):
        client.post("/customers/customer/action/delete", {"ids": ids, "sure": "1"}, status=404)
    house.panel.as_("clerk").post("/customers/customer/action/delete", {"ids": [one], "sure": "1"}, status=403)
    house.panel.as_("wide").post("/customers/customer/action/delete", {"ids": [one, south.id], "sure": "1"}, status=403)
    assert house.count("customer") == before
    client.post("/customers/customer/action/delete", {"ids": [one, one, other], "sure": "1"})
    assert house.count("customer") == before - 2


def test_a_refused_change_leaves_no_trace_in_the_audit(house: House) -> None:
    row, client = house.row("customer", "north"), house.panel.as_("clerk")
    with house.panel.system() as session:
        before = session.scalar(select(func.max(AuditEntry.id)).where(AuditEntry.register_key == "customer"))
    version = house.stored("customer", row.id)["version"]
    sent = {"department": house.panel.company.departments["south"], "source": "x", "version": version}
    client.post(f"/customers/customer/edit/?id={row.id}", sent, status=403)
    with house.panel.system() as session:
        assert session.scalar(select(func.max(AuditEntry.id)).where(AuditEntry.register_key == "customer")) == before


def test_pointers_are_what_they_say() -> None:
    """The tests above tell references by kind; a kind added later must be told too."""
    assert set(POINTERS) | {Kind.REFERENCES} == {
        spec.kind for register in registers.values() for spec in register.fields.values() if spec.target
    }
