"""Signs beside the database that a running job and those who watch it give each other: progress, stop, still alive.

They are files because a job that writes holds SQLite's only write lock until its one commit: neither its progress
nor the wish to stop it could be written to a table. And the lock of a file ends with its process, however it dies.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def folder(data_dir: Path) -> Path:
    """Where the files of all jobs lie; readable by the owner of the process only."""
    place = data_dir / "jobs"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


class Signs:
    """The files of one job; every one of them is named after its id."""

    def __init__(self, data_dir: Path, job_id: int) -> None:
        place = folder(data_dir)
        self.part = place / f"{job_id}.part"
        """What is being written; renamed when it is whole."""
        self._lock = place / f"{job_id}.lock"
        self._stop = place / f"{job_id}.stop"
        self._progress = place / f"{job_id}.json"

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Whether this is the only worker on the job; the system lets go of the lock even when the worker is killed."""
        with self._lock.open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def tell(self, done: int, total: int) -> None:
        """Let everybody know how far the job is."""
        beside = self._progress.with_suffix(".json.new")
        beside.write_text(json.dumps([done, total]))
        beside.replace(self._progress)

    def progress(self) -> tuple[int, int]:
        """(done, total) as last told; zeros before that."""
        try:
            done, total = json.loads(self._progress.read_text())
        except (OSError, ValueError):
            return 0, 0
        return int(done), int(total)

    def ask_to_stop(self) -> None:
        """Wish that the job stop at the next opportunity."""
        self._stop.touch()

    def stop_asked(self) -> bool:
        """Whether somebody wishes that the job stop."""
        return self._stop.exists()

    def clear(self) -> None:
        """Remove all but the lock, which the worker still holds."""
        for path in (self.part, self._stop, self._progress):
            path.unlink(missing_ok=True)
