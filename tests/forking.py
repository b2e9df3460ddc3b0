"""Several processes that do something on one database at the same moment, and one that is killed in the middle of it."""

import os
import signal
import traceback
from collections.abc import Callable, Sequence

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from domain.errors import DomainError
from models.engine import FencedSession, prepare
from models.fence import act
from permissions.actor import System

WON, TOLD, CRASHED = 0, 7, 9
Deed = Callable[[Session], object]


def at_once(engine: Engine, deeds: Sequence[Deed]) -> list[int]:
    """Carry out each deed in a process and transaction of its own, all let go together; how each ended, in order.

    WON: committed; TOLD: refused in words; CRASHED: an error nobody translated; negative: killed by that signal.
    """
    engine.dispose()  # a forked connection would be shared
    hold, let_go = os.pipe()
    children = [_child(engine, deed, (hold, let_go)) for deed in deeds]
    os.close(hold)
    os.close(let_go)  # now: every child has been waiting for this
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def killed_at(engine: Engine, deed: Deed, statement: int) -> bool:
    """Carry out ``deed`` in a process that is killed just before that statement or commit; False when it was over by then."""

    def doomed(session: Session) -> None:
        _die_at(session, statement)
        deed(session)

    (status,) = at_once(engine, [doomed])
    return status == -signal.SIGKILL


def _child(engine: Engine, deed: Deed, gate: tuple[int, int]) -> int:
    child = os.fork()
    if child:
        return child
    status = CRASHED
    try:
        os.close(gate[1])
        status = _carry_out(engine, deed, gate[0])
    except BaseException:  # told, and never passed on
        traceback.print_exc()
    finally:
        os._exit(status)  # the parent's fixtures are not ours to clean up


def _carry_out(like: Engine, deed: Deed, hold: int) -> int:
    engine = prepare(create_engine(like.url))
    if engine.dialect.name == "sqlite":  # on a busy machine the turn of one of many may come late
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=60000"))
    with FencedSession(engine) as session:
        act(session, System("test"))
        os.read(hold, 1)
        try:
            deed(session)
            session.commit()
        except DomainError:
            return TOLD
    return WON


def _die_at(session: Session, number: int) -> None:
    count = 0

    def step(*_args: object) -> None:
        nonlocal count
        count += 1
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", step)
    event.listen(engine, "commit", step)
