"""No value that a role may not read comes out of any door, and none changes an answer; planted leaks are found."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from doors.canaries import Aviary
from doors.eyes import knock
from doors.judging import Tally
from doors.walk import Walk, readers_of
from models.register import registers
from operations import revealing
from operations.directory import Pace
from operations.rights import PlanStore
from tests import company
from tests.conftest import Panel, running_panel
from tests.doors import extra
from tests.doors.mutants import MUTANTS, Mutant
from tests.doors.mutants_beside import MORE, add_addresses
from tests.doors.shares import shares

pytestmark = pytest.mark.timeout(300)  # a walk asks every door of ninety registers; it is long, not stuck

ALL = {**MUTANTS, **MORE}
CODES = (*(person[0] for person in company.PEOPLE), *extra.PEOPLE)


@dataclass
class Doors:
    """A panel full of canaries."""

    panel: Panel
    aviary: Aviary
    share: Mapping[str, tuple[str, ...]]
    """Account → what nobody before him tries just as he would."""

    def walk(self, code: str, *keys: str) -> Tally:
        """Everything that ``code`` can try with the registers ``keys`` (all of them by default)."""
        # New plans, because the screens kept for old ones may have been drawn by a mutant.
        self.panel.app.extensions["taizhang_plans"] = PlanStore()
        self.panel.app.extensions["taizhang_directory_pace"] = Pace(())  # a walk asks more than anybody may
        reader, other = readers_of(self.panel.app, self.aviary, [code, "clerk" if code != "clerk" else "head"]).values()
        walk = Walk(self.panel.app, self.panel.as_(code).http, reader, keys or tuple(registers))
        walk.other = other
        walk.go()
        for register in walk.registers:
            knock(walk, register)
        return walk.tally


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """One panel for all walks: they change nothing."""
    with running_panel(tmp_path_factory.mktemp("doors")) as panel, pytest.MonkeyPatch.context() as patch:
        add_addresses(panel.app)
        patch.setattr(revealing, "AT_MOST", {kind: (1_000_000, said) for kind, (_most, said) in revealing.AT_MOST.items()})
        with panel.system() as session:
            extra.hire(session, panel.company)
            aviary = Aviary(session, panel.company, panel.settings.data_dir)
        yield Doors(panel, aviary, shares(readers_of(panel.app, aviary, CODES)))


SECOND = {"clerk2": ("customer", "contact", "archive_view_request"), "head2": ("customer", "contact", "archive_view_request", "employee")}
"""People whose role somebody else has, too: they go through what another department changes, though they may do the same."""


@pytest.mark.parametrize("code", CODES)
def test_nothing_comes_out_that_the_plan_does_not_show(
    doors: Doors, code: str, record_property: Callable[[str, object], None]
) -> None:
    tally = doors.walk(code, *dict.fromkeys((*doors.share[code], *SECOND.get(code, ()))))
    fields = sum(len(register.fields) for register in registers.values())
    record_property("doors", [len(registers), fields, tally.attempts, len(tally.leaks)])  # told by tests/conftest.py
    assert tally.leaks == []
    assert tally.granted > 0, "a walk that meets no canary at all proves nothing"


@pytest.mark.parametrize("mutant", ALL.values(), ids=ALL.keys())
def test_a_planted_leak_is_found(doors: Doors, monkeypatch: pytest.MonkeyPatch, mutant: Mutant) -> None:
    # That the same walk finds nothing without the mutant is what the test above says.
    mutant.plant(monkeypatch)
    found = doors.walk(mutant.reader, *mutant.registers).leaks
    assert not [leak for leak in found if leak.what.endswith(": 500")], "a mutant that only crashes shows nothing"
    assert mutant.door in {leak.door for leak in found}, found

