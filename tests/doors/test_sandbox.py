"""The check as a tool: its own company under the policy in force, readers of every kind, one line, an exit code."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

import doors.checking
from app import create_app
from domain.access import Channel, Level
from doors import command, sandbox
from doors.checking import Broken, check, policy_and_people
from doors.company import distinct
from doors.judging import Leak
from doors.proof import COLUMNS, Proof, as_csv, as_text
from doors.sandbox import Sandbox
from models.customers.customer import Customer
from models.register import registers
from operations import revealing
from operations.policies import bring_into_force, in_force
from permissions.document import Cap, Document
from tests.conftest import Panel, running_panel
from tests.laws.source import ROOT

pytestmark = pytest.mark.timeout(300)  # a walk asks every door of ninety registers; it is long, not stuck

PEOPLE = [("clerk",), ("customer_manager",), ("archivist", "complaint_officer")]


@pytest.fixture(scope="module")
def policy(panel_of_module: Panel) -> Document:
    """A policy that differs from the one the product ships with: the clerk reads telephone numbers, nobody exports addresses."""
    with panel_of_module.system() as session:
        shipped = in_force(session)
    clerk = shipped.roles["clerk"].rights
    fields = {**clerk.fields, ("customer", "contact_phone", None): Level.READ}
    caps = {("customer", "address", None): Cap(Level.MASKED, "test")}
    return Document(shipped.with_role("clerk", fields=fields).roles, caps, shipped.aparts)


@pytest.fixture(scope="module")
def panel_of_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    """A panel whose policy is copied."""
    with running_panel(tmp_path_factory.mktemp("real")) as made:
        yield made


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory, policy: Document) -> Iterator[Sandbox]:
    """A sandbox under that policy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(revealing, "AT_MOST", dict(revealing.AT_MOST))
        sandbox.lift_limits()
        with sandbox.sandbox(tmp_path_factory.mktemp("box"), create_app, policy, PEOPLE) as made:
            yield made


def test_the_sandbox_is_under_the_policy_it_was_given(box: Sandbox, policy: Document) -> None:
    plan = sandbox.readers_of(box.app, box.aviary, ["p0"])["p0"].authority.plan
    phone, address = (registers["customer"].fields[key].stable_key for key in ("contact_phone", "address"))
    assert plan.level("customer", phone, Channel.DETAILS) == Level.READ
    assert plan.level("customer", address, Channel.DETAILS) == Level.MASKED


@pytest.mark.slow
@pytest.mark.parametrize("position", [0, 2])  # whose policy was changed, and who has two roles; test_doors.py walks as all the others
def test_nothing_leaks_for_somebody_made_up(box: Sandbox, position: int) -> None:
    tally = box.walk(position)
    assert tally.leaks == []
    assert tally.granted > 0
    doors_tried = {door for _register, _key, door in tally.tried}
    assert doors_tried <= set().union(*(several for _title, several in COLUMNS.values())), "a door the grid does not know"


@pytest.mark.slow
def test_what_the_policy_opens_is_seen_and_what_it_caps_is_not(box: Sandbox) -> None:
    """The walk expects what this policy says, so a door that followed the shipped roles instead would be a leak."""
    reader = sandbox.readers_of(box.app, box.aviary, ["p0"])["p0"]
    north = next(row for row in box.aviary.rows["customer"] if row.case == "north")
    text = sandbox.sign_in(box.app, "p0", sandbox.PASSWORD).get(f"/customers/customer/details/?id={north.id}").text
    assert north.now["contact_phone"].typed in text
    assert north.now["address"].typed not in text
    assert reader.may(north)


def test_own_rows_change_hands_from_walk_to_walk(box: Sandbox) -> None:
    with box.app.app_context(), sandbox.FencedSession(sandbox.db.engine) as session:
        sandbox.act(session, sandbox.System("test"))
        for code in ("p1", "p2"):
            person = box.aviary.company.employees[code]
            sandbox.hand_over(session, box.aviary, person)
            mine = {row.id for row in box.aviary.rows["customer"] if row.case == "mine"}
            assert set(session.scalars(select(Customer.id).where(Customer.manager_id == person))) == mine
            team = next(row for row in box.aviary.rows["customer"] if row.case == "team")
            assert person in {one.id for one in session.get_one(Customer, team.id, populate_existing=True).team}
            assert person in team.assigned
        session.commit()


# ---- whom ------------------------------------------------------------------------------------------------------------


def test_every_role_is_tried_and_every_combination_somebody_holds(own_panel: Panel) -> None:
    with own_panel.system() as session:
        document, people = policy_and_people(session)
    sets = [frozenset(roles) for roles in people]
    assert {frozenset({code}) for code in document.roles} <= set(sets)
    held = distinct(document, [("clerk", "archivist"), ("clerk", "employee"), ("archivist", "clerk")])
    assert held.count(("archivist", "clerk")) == 1
    assert ("clerk", "employee") not in held, "a clerk inherits what an employee may"


def test_a_role_made_today_is_tried_today(own_panel: Panel) -> None:
    with own_panel.system() as session:
        document = in_force(session)
        roles = {**document.roles, "temp_checker": document.roles["customer_reader"]}
        bring_into_force(session, Document(roles, document.caps, document.aparts), title="x", author=None, reviewer=None)
    with own_panel.system() as session:
        assert ("temp_checker",) in policy_and_people(session)[1]


# ---- processes -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_check_runs_in_processes_that_know_nothing_of_the_real_database(
    policy: Document, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TAIZHANG_DATA_DIR", str(tmp_path / "real"))
    monkeypatch.setenv("TAIZHANG_DATABASE_URL", "sqlite:////nowhere/real.db")
    told: list[tuple[int, int]] = []
    proof = check(policy, [("employee",), ("customer_intake",)], lambda done, total: told.append((done, total)))
    assert proof.holds, proof.leaks
    assert (proof.people, told[-1]) == (2, (2, 2))
    assert proof.attempts > 1000
    assert proof.cpu_seconds > 0
    assert not (tmp_path / "real").exists()


@pytest.mark.slow
def test_a_check_that_is_stopped_leaves_nothing_behind(policy: Document, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doors.checking.tempfile, "tempdir", str(tmp_path))
    before = set(children())

    def stop(_done: int, _total: int) -> None:
        if list(tmp_path.glob("*/0")):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(policy, [("employee",), ("clerk",)], stop)
    assert list(tmp_path.iterdir()) == []
    assert set(children()) <= before


def children() -> list[str]:
    """The processes that this one has started."""
    return [path.parent.name for path in Path("/proc").glob("[0-9]*/stat") if _parent(path) == os.getpid()]


def _parent(path: Path) -> int:
    try:
        return int(path.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_a_process_that_dies_is_no_proof(policy: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Broken):
        check(policy, [("employee",)])


# ---- what is said ----------------------------------------------------------------------------------------------------


def a_proof(*leaks: Leak) -> Proof:
    """A finished check."""
    proof = Proof(people=3, attempts=1234, granted=5, leaks=list(leaks), seconds=61.0, cpu_seconds=100.0)
    proof.cells["customer", "contact_phone", "export"] = 7
    return proof


def test_the_line_counts_everything() -> None:
    fields = sum(len(register.fields) for register in registers.values())
    assert a_proof().line() == f"doors: {len(registers)} registers × {fields} fields × 3 roles, 1,234 attempts, 0 leaks"


def test_the_grid_has_a_line_per_register_or_per_field() -> None:
    short, whole = as_text(a_proof(), every_field=False), as_text(a_proof(), every_field=True)
    assert len(short.splitlines()) == len(registers) + 1
    assert len(whole.splitlines()) == a_proof().fields + 1
    assert next(line for line in whole.splitlines() if "contact_phone" in line).split().count("7") == 1
    assert "·" in short


def test_the_file_names_fields_and_leaks_in_the_language_of_the_reader() -> None:
    leak = Leak("clerk", "export", "/x shows it")
    assert "联系电话,0,0" in as_csv(a_proof(), "zh")
    assert "clerk,export,/x shows it" in as_csv(a_proof(leak), "zh")
    assert "Register,Field,List" in as_csv(a_proof(), "en")


def test_a_check_that_saw_nothing_proves_nothing() -> None:
    assert a_proof().holds
    assert not Proof(people=3, attempts=1000).holds
    assert not a_proof(Leak("clerk", "list", "x")).holds


@pytest.mark.parametrize(("leaks", "code"), [((), 0), ((Leak("clerk", "export", "/x shows it"),), 1)])
def test_the_command_ends_with_one_when_anything_leaks(
    own_panel: Panel, monkeypatch: pytest.MonkeyPatch, leaks: tuple[Leak, ...], code: int
) -> None:
    monkeypatch.setattr(command, "check", lambda *_args: a_proof(*leaks))
    answer = own_panel.app.test_cli_runner().invoke(args=["check", "doors"])
    assert answer.exit_code == code, answer.output
    assert f"{len(leaks)} leaks" in answer.output.splitlines()[-1]
    assert ("LEAK  clerk  export: /x shows it" in answer.output) is bool(leaks)


def test_the_room_is_a_program_of_its_own() -> None:
    """Nothing starts it but doors.checking, and without a task it says so instead of walking anywhere."""
    done = subprocess.run([sys.executable, "-m", "doors"], cwd=ROOT, capture_output=True, text=True, check=False)  # as doors.checking does
    assert done.returncode != 0
    assert done.stdout == ""
