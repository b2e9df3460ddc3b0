"""One job in a process of its own, as a worker would do it: prints seconds, processor seconds and peak memory as JSON."""

import argparse
import json
import sys
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from bench.big import big_app
from models.access.account import Account
from models.engine import FencedSession
from models.fence import act
from models.governance.job import Job, JobKind, JobState
from models.register import registers
from operations.export_files import FileFormat
from operations.exporting import Order
from operations.importing import open_for, params_of
from operations.importing_matching import guess
from operations.intake import take_in
from operations.job_running import run
from operations.jobs import enqueue
from operations.rights import PlanStore
from operations.runners import RUNNERS
from permissions.actor import System
from web.extensions import db

WHO = {"export": "boss01", "import": "head02"}
"""Who may do it in the demo company: the general manager writes nothing, the head of 营销中心 all three sales departments."""
FIFTEEN = (
    "number", "name", "short_name", "customer_class", "customer_type", "company_kind", "contact_name", "contact_phone",
    "address", "department", "manager", "opened_on", "verified_on", "annual_amount", "source",
)  # fmt: skip


def main() -> None:
    """``export csv`` or ``import FILE``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("what", choices=("export", "import"))
    parser.add_argument("detail")
    parser.add_argument("--customers", type=int, default=1_000_000)
    options = parser.parse_args()
    app = big_app(options.folder, options.customers)
    with app.app_context():
        before = peak_kib()
        started, worked = time.monotonic(), time.process_time()
        job = _job(app, options)
        state = run(lambda: FencedSession(db.engine), PlanStore(), job, RUNNERS, options.folder)
        seconds, worked = time.monotonic() - started, time.process_time() - worked
        with FencedSession(db.engine) as session:
            act(session, System("bench: outcome"))
            outcome = session.get_one(Job, job).outcome
    if state is not JobState.DONE:
        raise SystemExit(f"bench: the job ended as {state}: {outcome}")
    peak = peak_kib()
    figures = {
        "state": str(state),
        "seconds": round(seconds, 1),
        "processor seconds": round(worked, 1),
        "peak MB": round(peak / 1024),
        "MB above the started program": round((peak - before) / 1024),
        "counts": outcome.get("counts", {}),
    }
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")


def peak_kib() -> int:
    """The most memory this process has held, in KiB; not ru_maxrss, which a child inherits from whoever started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


def _job(app: Flask, options: argparse.Namespace) -> int:
    with FencedSession(db.engine) as session:
        act(session, System("bench: start a job"))
        account = session.scalars(select(Account).where(Account.code == WHO[options.what])).one()
        if options.what == "export":
            params = Order(FileFormat(options.detail), columns=FIFTEEN).as_params()
            job = enqueue(session, account.id, JobKind.EXPORT, "customer", params)
        else:
            path = Path(options.detail)
            with path.open("rb") as stream:
                intake = take_in(options.folder, account.id, "customer", path.name, stream)
            headers = open_for(registers["customer"], intake.inspected).headers
            matching = guess(session, registers["customer"], headers).matching
            job = enqueue(session, account.id, JobKind.IMPORT, "customer", params_of(intake, matching, "zh"))
        session.commit()
        return job.id


if __name__ == "__main__":
    main()
