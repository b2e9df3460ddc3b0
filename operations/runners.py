"""What does the jobs of each kind."""

from collections.abc import Mapping

from models.governance.job import JobKind
from operations.exporting import export
from operations.importing import run_import
from operations.job_running import Runner
from operations.undoing import undo

RUNNERS: Mapping[JobKind, Runner] = {
    JobKind.EXPORT: Runner(export, reading=True),
    JobKind.IMPORT: Runner(run_import),
    JobKind.UNDO_IMPORT: Runner(undo),
}
