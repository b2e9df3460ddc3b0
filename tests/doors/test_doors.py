"""No value that a role may not read comes out of any door, and none changes an answer; planted leaks are found."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from models.register import registers
from tests import company
from tests.conftest import Panel, running_panel
from tests.doors import extra
from tests.doors.canaries import Aviary
from tests.doors.doors import Tally, Walk, readers_of

CODES = (*(person[0] for person in company.PEOPLE), *extra.PEOPLE)


@dataclass
class Doors:
    """A panel full of canaries."""

    panel: Panel
    aviary: Aviary

    def walk(self, code: str, *keys: str) -> Tally:
        """Everything that ``code`` can try with the registers ``keys`` (all of them by default)."""
        reader = readers_of(self.panel.app, self.aviary, [code])[code]
        return Walk(self.panel.app, self.panel.as_(code), reader, keys or tuple(registers)).go()


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """One panel for all walks: they change nothing."""
    with running_panel(tmp_path_factory.mktemp("doors")) as panel:
        with panel.system() as session:
            extra.hire(session, panel.company)
            aviary = Aviary(session, panel.company, panel.settings.data_dir)
        yield Doors(panel, aviary)


@pytest.mark.parametrize("code", CODES)
def test_nothing_comes_out_that_the_plan_does_not_show(doors: Doors, code: str) -> None:
    tally = doors.walk(code)
    assert tally.leaks == []
