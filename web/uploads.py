"""Files that come with a request: at most a stated size, and only on pages that take files."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flask import current_app, request

UPLOAD_LIMIT = 50 * 1024 * 1024
TAKERS = frozenset({"create_view", "edit_view", "upload"})
"""Methods of views whose forms may hold files."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A chosen file and the folder uploads are kept in."""

    name: str
    stream: IO[bytes]
    data_dir: Path


def allow_upload() -> None:
    """Raise the size limit if this page takes files; called before anything reads the form, as the CSRF check does."""
    if (request.endpoint or "").rpartition(".")[2] in TAKERS:
        request.max_content_length = UPLOAD_LIMIT


def chosen_file(field: str) -> Upload | None:
    """The file sent under ``field``, None when none was chosen."""
    found = request.files.get(field)
    if found is None or not found.filename:
        return None
    return Upload(found.filename, found.stream, Path(current_app.config["DATA_DIR"]))
