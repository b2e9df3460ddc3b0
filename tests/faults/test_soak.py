"""A short soak: desks at work, one of them killed now and then, and the ledger whole afterwards; ``make soak`` is the long one."""

import re
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]


def test_desks_that_are_killed_at_random_leave_a_whole_ledger() -> None:
    command = [sys.executable, "-m", "tests.soak", "--commands", "400", "--processes", "4", "--minutes", "1", "--seed", "11"]
    ended = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, timeout=110, check=False)  # noqa: S603  # our own words
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = re.search(r"(\d+) done, (\d+) refused in words, \d+ found the database busy, 0 crashed\), \d+ kills, (\d+) entries, 0 breaches", ended.stdout)
    assert told is not None, ended.stdout
    assert all(int(number) > 40 for number in told.groups())
