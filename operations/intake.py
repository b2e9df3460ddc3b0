"""Uploaded spreadsheets on their way in: under a random name outside anything served, each for the account that sent it."""

import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from domain.errors import DomainError, Invalid, missing
from domain.values import clean_text
from operations.importing_matching import Matching
from operations.spreadsheet import Inspected, inspect
from operations.spreadsheet_formats import MAX_BYTES, TOO_BIG

KEPT_SECONDS = 7 * 24 * 3600
_CHUNK = 2**20
_TOKEN = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Intake:
    """An uploaded file, found safe to read, and what has been decided about it so far."""

    token: str
    account_id: int
    register_key: str
    name: str
    inspected: Inspected
    matching: Matching | None = None


def folder(data_dir: Path) -> Path:
    """Where uploaded spreadsheets lie; readable by the owner of the process only."""
    place = data_dir / "imports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def stored(data_dir: Path, token: str) -> Path:
    """The file behind a token; raises Missing when it is gone or the token is no token."""
    path = folder(data_dir) / token if _TOKEN.fullmatch(token) else None
    if path is None or not path.is_file():
        raise missing()
    return path


def take_in(data_dir: Path, account_id: int, register_key: str, name: str, stream: IO[bytes]) -> Intake:
    """Keep an uploaded file after inspecting it; raises Invalid with what to do, and then nothing is kept."""
    _drop_old(data_dir)
    token = secrets.token_hex(20)
    path = folder(data_dir) / token
    try:
        _write(path, stream)
        shown = clean_text(name.replace("\\", "/").rsplit("/", 1)[-1])[-120:] or "?"
        intake = Intake(token, account_id, register_key, shown, inspect(path))
        _note(data_dir, intake)
    except (DomainError, OSError):
        path.unlink(missing_ok=True)
        raise
    return intake


def taken_in(data_dir: Path, token: str, account_id: int, register_key: str) -> Intake:
    """The file this account has uploaded for this register; raises Missing for anybody else's and for none alike."""
    path = stored(data_dir, token)
    try:
        noted = json.loads(_beside(path).read_text())
    except (OSError, ValueError) as error:
        raise missing() from error
    if noted["account_id"] != account_id or noted["register_key"] != register_key:
        raise missing()
    return _from_json(token, path, noted)


def decide(data_dir: Path, intake: Intake, matching: Matching) -> Intake:
    """Note which column is which field."""
    decided = replace(intake, matching=matching)
    _note(data_dir, decided)
    return decided


def choose_sheet(data_dir: Path, intake: Intake, sheet: str) -> Intake:
    """Read another sheet of the same file; raises Invalid."""
    chosen = replace(intake, inspected=inspect(stored(data_dir, intake.token), sheet=sheet), matching=None)
    _note(data_dir, chosen)
    return chosen


def _write(path: Path, stream: IO[bytes]) -> None:
    size = 0
    with path.open("wb") as file:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > MAX_BYTES:
                raise Invalid(TOO_BIG, limit=MAX_BYTES // 2**20)
            file.write(piece)


def _beside(path: Path) -> Path:
    return path.with_suffix(".json")


def _note(data_dir: Path, intake: Intake) -> None:
    path = stored(data_dir, intake.token)
    noted = {
        "account_id": intake.account_id,
        "register_key": intake.register_key,
        "name": intake.name,
        "inspected": intake.inspected.as_json(),
        "matching": intake.matching.as_json() if intake.matching else None,
    }
    new = path.with_suffix(".new")
    new.write_text(json.dumps(noted))
    new.replace(_beside(path))


def _from_json(token: str, path: Path, noted: Mapping[str, Any]) -> Intake:
    matching = Matching.from_json(noted["matching"]) if noted["matching"] else None
    inspected = Inspected.from_json(path, noted["inspected"])
    return Intake(token, noted["account_id"], noted["register_key"], noted["name"], inspected, matching)


def _drop_old(data_dir: Path) -> None:
    before = time.time() - KEPT_SECONDS
    for path in folder(data_dir).iterdir():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
