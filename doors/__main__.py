"""One of the processes of a check: builds a sandbox, walks for one reader after the other, says what it found as lines of JSON.

A process of its own, because it lifts limits and silences the log; it is told nothing of the real database.
"""

import json
import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import structlog

from app import create_app
from doors.proof import told_by
from doors.sandbox import lift_limits, sandbox
from permissions.document import from_plain


def main(folder: Path, number: str) -> None:
    """Do a share of the work laid down in ``folder`` (see doors.checking), beside other processes doing theirs."""
    task = json.loads((folder / "task.json").read_text())
    people = [tuple(roles) for roles in task["people"]]
    own = folder / number
    own.mkdir()
    lift_limits()
    with sandbox(own, create_app, from_plain(task["policy"]), people) as box:
        # Every refusal is a line of the log; here refusals are what one hopes for.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        for position in _claimed(folder, len(people)):
            _say(told_by("+".join(people[position]), box.walk(position)))
    _say({"cpu": time.process_time()})


def _claimed(folder: Path, most: int) -> Iterator[int]:
    """The numbers that no other process has taken."""
    for position in range(most):
        try:
            (folder / f"reader-{position}").touch(exist_ok=False)
        except FileExistsError:
            continue
        yield position


def _say(heard: object) -> None:
    sys.stdout.write(json.dumps(heard, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
