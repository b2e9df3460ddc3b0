"""Starts a check: the policy in force is copied, a sandbox per processor is built under it, and the readers are shared out."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from sqlalchemy.orm import Session

from doors.company import distinct
from doors.proof import Proof
from operations.holdings import people_now
from operations.policies import in_force
from permissions.document import Document, as_plain

HERE = Path(__file__).resolve().parents[1]
PROCESSES = min(2, os.cpu_count() or 1)
OURS = "TAIZHANG_"
"""The variables with this prefix are kept from the sandbox: it must not know the real database, nor its key."""
Progress = Callable[[int, int], None]


class Broken(Exception):
    """A process of the check ended before its work was done: no proof, and no disproof."""


def policy_and_people(session: Session) -> tuple[Document, list[tuple[str, ...]]]:
    """The policy in force, and the sets of roles to try: each alone, and each that somebody holds now.

    For a deputy also the set he decides with: his own roles together with those he is lent.
    """
    document = in_force(session)
    held = [
        together
        for person, roles in people_now(session)
        for together in (roles, roles.union(*(one.roles for one in person.standing_in)))
    ]
    return document, distinct(document, held)


def check(document: Document, people: Iterable[Collection[str]], progress: Progress = lambda _done, _total: None) -> Proof:
    """Let one made-up person per set of roles try every door under ``document``.

    ``progress(done, total)`` is called at least once a second and may raise, which ends the check. Raises Broken when
    a process dies.
    """
    started, proof = time.monotonic(), Proof()
    sets = [list(roles) for roles in people]
    with tempfile.TemporaryDirectory(prefix="taizhang-doors-") as name, ExitStack() as ending:
        folder = Path(name)
        (folder / "task.json").write_text(json.dumps({"policy": as_plain(document), "people": sets}))
        heard: Queue[dict[str, Any] | None] = Queue()
        processes = [_start(folder, str(number), heard) for number in range(min(PROCESSES, len(sets)))]
        for process in processes:
            ending.callback(_stop, process)
        _listen(heard, len(processes), proof, lambda: progress(proof.people, len(sets)))
    if proof.people != len(sets):
        raise Broken(f"{proof.people} of {len(sets)} readers came back")
    proof.seconds = time.monotonic() - started
    return proof


def _start(folder: Path, number: str, heard: "Queue[dict[str, Any] | None]") -> "subprocess.Popen[str]":
    environment = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    process = subprocess.Popen(  # noqa: S603  # this very program, with arguments written here
        [sys.executable, "-m", "doors", str(folder), number],
        cwd=HERE, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def read() -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                heard.put(json.loads(line))
        heard.put(None)

    Thread(target=read, daemon=True).start()
    return process


def _listen(heard: "Queue[dict[str, Any] | None]", left: int, proof: Proof, tick: Callable[[], None]) -> None:
    """Add up what the processes say until the last of ``left`` has ended."""
    while left:
        tick()
        try:
            said = heard.get(timeout=1)
        except Empty:
            continue
        if said is None:
            left -= 1
        elif "cpu" in said:
            proof.cpu_seconds += said["cpu"]
        else:
            proof.people += 1
            proof.add(said)
    tick()


def _stop(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait()
