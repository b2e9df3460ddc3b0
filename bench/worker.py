"""One job in a process of its own, as a worker would do it: prints seconds, rows and peak memory as JSON."""

import argparse
import json
import resource
import sys
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from bench.big import big_app
from models.access.account import Account
from models.engine import FencedSession
from models.fence import act
from models.governance.job import Job, JobKind
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
    parser.add_argument("--account", default="boss01")
    options = parser.parse_args()
    app = big_app(options.folder, options.customers)
    with app.app_context():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.monotonic()
        job = _job(app, options)
        state = run(lambda: FencedSession(db.engine), PlanStore(), job, RUNNERS, options.folder)
        seconds = time.monotonic() - started
        with FencedSession(db.engine) as session:
            act(session, System("bench: outcome"))
            outcome = session.get_one(Job, job).outcome
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures = {
        "state": str(state),
        "seconds": round(seconds, 1),
        "peak MB": round(peak / 1024),
        "MB above the started program": round((peak - before) / 1024),
        "counts": outcome.get("counts", {}),
    }
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")


def _job(app: Flask, options: argparse.Namespace) -> int:
    with FencedSession(db.engine) as session:
        act(session, System("bench: start a job"))
        account = session.scalars(select(Account).where(Account.code == options.account)).one()
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
