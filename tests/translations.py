"""The English catalogue, compiled when its source is newer: tests see the sentences as they are written now."""

import io
import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parents[1] / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def english() -> Catalog:
    """The catalogue as its file says."""
    with SOURCE.open("rb") as file:
        return read_po(file, locale="en")


def compile_english() -> None:
    """Write what the program reads, in one step, because several tests may start at once."""
    compiled = SOURCE.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= SOURCE.stat().st_mtime:
        return
    written = io.BytesIO()
    write_mo(written, english(), use_fuzzy=True)
    half = compiled.with_name(f"messages.{os.getpid()}.tmp")
    half.write_bytes(written.getvalue())
    half.replace(compiled)
