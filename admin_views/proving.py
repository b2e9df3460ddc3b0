"""权限自查 — one button: the policy in force is tried in a sandbox by every kind of reader, and the page says what came of it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose

from admin_views.gated import GatedView
from admin_views.importing_cards import JobRow
from admin_views.job_page import job_row, message_of
from models.access.policy import PolicyDraft
from models.governance.job import Job, JobKind, JobState
from operations.job_signs import folder
from operations.jobs import UNFINISHED, has_result, own_jobs
from web.context import authority, now
from web.extensions import db
from web.i18n import locale
from web.jobs import data_dir, submit

PROVE = "prove"
"""The act on the register of drafts that it needs."""
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Grid:
    """How often the fields of each register were tried, per column; ``leaks`` are (role, door, what)."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    leaks: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ProvingPage:
    """Everything ``access/doors.html`` draws."""

    url_start: str
    busy: bool
    verdict: str
    grid: Grid | None
    runs: tuple[JobRow, ...]


class ProvingView(GatedView):
    """The page under /access/doors/."""

    REGISTER = "policy_draft"
    ACTIONS: ClassVar[dict[str, str]] = {"index": PROVE, "start": PROVE}

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The button, the newest result and the runs before it."""
        who = authority()
        runs = [job for job in own_jobs(db.session(), who.person.account_id) if job.kind is JobKind.CHECK_DOORS][:SHOWN]
        done = next((job for job in runs if job.state is JobState.DONE), None)
        page = ProvingPage(
            url_for(".start"),
            any(job.state in UNFINISHED for job in runs),
            message_of(done) if done else "",
            _grid_of(done) if done else None,
            tuple(job_row(job, who) for job in runs),
        )
        html: ResponseReturnValue = self.render("access/doors.html", page=page, nav_key="proving")
        return html

    @expose("/start", methods=("POST",))
    def start(self) -> ResponseReturnValue:
        """Begin in the background, and go where one can watch it."""
        number = submit(JobKind.CHECK_DOORS, PolicyDraft.register.key, {"locale": locale()})
        return redirect(url_for("jobs.show", job_id=number), 303)


def _grid_of(job: Job) -> Grid | None:
    """The table in the job's file, a row per register; None when the file is not kept any more."""
    path = folder(data_dir()) / Path(job.result_file or "?").name
    if not has_result(job, now()) or not path.is_file():
        return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        blocks = list(_blocks(csv.reader(file)))
    (heads, *lines), leaks = blocks[1], blocks[2][1:] if len(blocks) > 2 else []
    sums: dict[str, list[int]] = {}
    for title, _field, *counts in lines:
        before = sums.setdefault(title, [0] * len(counts))
        sums[title] = [one + int(more) for one, more in zip(before, counts, strict=True)]
    rows = tuple((title, tuple(f"{n:,}" if n else "·" for n in counts)) for title, counts in sums.items())
    return Grid(tuple(heads[2:]), rows, tuple(map(tuple, leaks)))


def _blocks(lines: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    """The parts of a sheet that empty lines divide."""
    block: list[list[str]] = []
    for line in lines:
        if line:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block
