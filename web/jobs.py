"""Jobs meet huey: a queue of job numbers in front of the table of jobs, workers in this process or in one of their own.

The table is the truth: a number lost from the queue is put there again, and one that is there twice is done once.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from types import MappingProxyType
from typing import Any

import structlog
from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import event, make_url
from sqlalchemy.exc import OperationalError

from models.engine import FencedSession
from models.fence import act
from models.governance.job import JobKind
from operations.job_running import Runner, run
from operations.jobs import enqueue, needs_tidying, tidy
from operations.runners import RUNNERS
from permissions.actor import System
from web.context import authority, now, plans
from web.extensions import db
from web.logs import places
from web.periodic import keep_time

WORKERS = 2
SHUTDOWN_SECONDS = 30
"""How long a worker that is told to stop may take to its next look-up."""
POLLED_EVERY = 0.5
log = structlog.get_logger()


class _PlainMessages(Serializer):
    """JSON instead of pickles: whoever can write into the queue must not be able to run code with it."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(data))


@dataclass
class Works:
    """The queue of one application, and the wish that its workers stop."""

    huey: Huey
    put: Callable[[int], Any]
    """Put the number of a job into the queue."""
    stopping: Event = field(default_factory=Event)
    runners: Mapping[JobKind, Runner] = field(default_factory=lambda: RUNNERS)
    """What does the jobs of each kind."""


class _Consumer(Consumer):
    """huey's consumer, which sends a running job back into the queue when it has to stop."""

    def __init__(self, works: Works, *, signals: bool) -> None:
        self.works, self.signals = works, signals
        works.stopping.clear()
        super().__init__(
            works.huey, workers=WORKERS, worker_type="thread", max_delay=POLLED_EVERY, shutdown_timeout=SHUTDOWN_SECONDS
        )

    def stop(self, graceful: bool = False) -> None:
        """Stop, always waiting for the workers to put down what they hold."""
        self.works.stopping.set()
        super().stop(graceful=True)

    def _set_signal_handlers(self) -> None:
        # Beside a web server the signals are the server's.
        if self.signals:
            super()._set_signal_handlers()


def init_app(app: Flask, runners: Mapping[JobKind, Runner] = MappingProxyType({})) -> None:
    """Give ``app`` its queue, with ``runners`` from rooms above; while testing a job is done once its request has committed."""
    huey = _queue(app.config)

    def do_job(job_id: int) -> None:
        with app.app_context():
            _do(job_id)

    def keep_order() -> None:
        with app.app_context():
            tidy_up()

    closing = Lock()

    def close() -> None:
        with closing:  # workers end at the same moment, and huey looks and closes in two steps
            huey.storage.close()

    put = huey.task(name="do_job")(do_job)
    huey.on_shutdown(name="close")(close)
    huey.periodic_task(crontab(), name="keep_order")(keep_order)  # every minute
    huey.periodic_task(crontab(), name="keep_time")(lambda: keep_time(app))
    app.extensions["taizhang_jobs"] = Works(huey, put, runners={**RUNNERS, **runners})


def _queue(config: Mapping[str, Any]) -> Huey:
    url = make_url(config["SQLALCHEMY_DATABASE_URI"])
    usual = {"results": False, "serializer": _PlainMessages(), "immediate": bool(config.get("TESTING"))}
    if url.get_backend_name() == "postgresql":
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey("taizhang", dsn=address, **usual)
    return SqliteHuey("taizhang", filename=str(Path(config["DATA_DIR"]) / "jobs.db"), fsync=False, **usual)


def works() -> Works:
    """The queue of the current application."""
    found: Works = current_app.extensions["taizhang_jobs"]
    return found


def data_dir() -> Path:
    """Where the current application keeps files."""
    return Path(current_app.config["DATA_DIR"])


def submit(kind: JobKind, register_key: str, params: Mapping[str, Any]) -> int:
    """Ask for a job of whoever is signed in and return its number; it begins once the request has committed.

    Raises Conflict when too many of his jobs have not ended.
    """
    who, session, queue = authority(), db.session(), works()
    origin = {"address": who.address, "request_id": who.request_id}
    number = enqueue(session, who.person.account_id, kind, register_key, {**params, **origin}).id
    event.listen(session, "after_commit", lambda _session: _put(queue, [number]), once=True)
    return number


def _put(queue: Works, numbers: Iterable[int]) -> None:
    for number in numbers:
        try:
            queue.put(number)
        except Exception as error:
            # The job itself is committed: whoever keeps order finds it waiting and puts it into the queue.
            log.error("job_not_queued", job=number, kind=type(error).__name__)


def _do(number: int) -> None:
    """Run one job; nothing but ids and kinds goes into the log, because errors of a database hold whole rows."""
    try:
        state = run(
            lambda: FencedSession(db.engine), plans(), number, works().runners, data_dir(), clock=now, stopping=works().stopping
        )
        log.info("job", job=number, state=state)
    except OperationalError as error:
        log.warning("job_database_refused", job=number, kind=type(error.orig).__name__)
    except Exception as error:
        log.error("job_failed", job=number, kind=type(error).__name__, at=places(error))


def tidy_up() -> None:
    """Fail jobs whose process died, delete old results, and put forgotten jobs into the queue again."""
    try:
        with FencedSession(db.engine) as session:
            act(session, System("keep jobs in order"), clock=now)
            session.info["reading"] = True
            if not needs_tidying(session, now()):
                return
            session.rollback()
            session.info["reading"] = False
            forgotten = tidy(session, now(), data_dir())
            session.commit()
    except OperationalError as error:
        log.warning("jobs_not_tidied", kind=type(error.orig).__name__)  # the next minute will do
        return
    _put(works(), forgotten)


def start_consumer(app: Flask) -> Callable[[], None]:
    """Start workers beside the web server; what is returned stops them and puts running jobs back into the queue."""
    with app.app_context():
        tidy_up()
    consumer = _Consumer(app.extensions["taizhang_jobs"], signals=False)
    consumer.start()
    return consumer.stop


def run_consumer(app: Flask) -> None:
    """Work until SIGINT or SIGTERM, in a process of its own."""
    with app.app_context():
        tidy_up()
    _Consumer(app.extensions["taizhang_jobs"], signals=True).run()
