"""A process that takes a step of a complaint: `python -m tests.faults.moving ADDRESS ACCOUNT CASE`.

It says ``ready``, and for every line it reads it takes steps in processes of their own and says what came of them. A
line begins with a number: such a process is killed (SIGKILL, as by a failing machine) just before that statement or commit.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from sqlalchemy import create_engine, event

from domain.errors import Conflict, DomainError
from domain.kinds import POINTERS, Kind
from models import all as models_all
from models.complaints.complaint import Complaint
from models.engine import FencedSession, prepare
from models.fence import act
from operations.moves import perform
from operations.records import find
from operations.rights import PlanStore, policy_version
from permissions.actor import System
from tests.factories import value_for


def main(address: str, account: str, case: str) -> None:
    """Be ready; then, for every line ``STATEMENT MOVE MOVE …``, take each of these steps in a process of its own, all at once."""
    models_all.load()
    say("ready")
    for line in sys.stdin:
        at, *moves = line.split()
        hold, let_go = os.pipe()
        children = [_child(address, int(account), int(case), move, int(at), (hold, let_go)) for move in moves]
        os.close(hold)
        os.close(let_go)  # now: every child has been waiting for this
        for place, child in enumerate(children):
            _, status = os.waitpid(child, 0)
            say(f"{place} ended {os.waitstatus_to_exitcode(status)}")
        say("all")


def _child(address: str, account: int, case: int, move: str, at: int, gate: tuple[int, int]) -> int:
    """Fork a process that prepares, waits at the gate and takes its step; the number of the process."""
    child = os.fork()
    if child:
        return child
    hold, let_go = gate
    os.close(let_go)
    one_step(address, account, case, move, at, lambda: os.read(hold, 1))
    os._exit(0)


def one_step(address: str, account: int, case: int, move: str, at: int, wait: Callable[[], Any]) -> None:
    """Take the step with the rights of the account, and say what came of it."""
    engine = prepare(create_engine(address))
    with FencedSession(engine) as session:
        act(session, System("test"))
        who = PlanStore().authority(session, account, policy_version(session), session.info["clock"]())
        session.rollback()
        assert who is not None
        wait()
        if at:
            die_at(engine, at)
        act(session, who)
        try:
            perform(session, find(session, Complaint.register, case), move, values(move, who.person.department_id or 0))
            session.commit()
            say(f"{move} won")
        except Conflict as conflict:
            say(f"{move} conflict {conflict.sentence.zh}")
        except DomainError as error:
            say(f"{move} refused {error.sentence.zh}")


def values(move: str, department: int) -> dict[str, Any]:
    """Something for everything the step asks."""
    workflow = Complaint.register.workflow
    assert workflow is not None
    found: dict[str, Any] = {}
    for key in workflow.by_name[move].needs:
        spec = Complaint.register.fields[key]
        given = int(os.environ.get("HANDLER", "1"))
        found[key] = (department if spec.kind is Kind.DEPARTMENT else given) if spec.kind in POINTERS else value_for(spec, 2)
    return found


def die_at(engine: Any, number: int) -> None:
    """Kill this process just before the statement or commit of that number."""
    count = 0

    def step(*_args: Any) -> None:
        nonlocal count
        count += 1
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", step)
    event.listen(engine, "commit", step)


def say(line: str) -> None:
    """One write."""
    sys.stdout.buffer.write(f"{line}\n".encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
