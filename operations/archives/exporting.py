"""The ledger as plain files, for a verifier that knows nothing of this program: one JSON array a line, headed by the columns."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from models.base import Base

TABLES = ("custody_entry", "archive_unit", "archive_account", "safe_session", "day_close", "number_void", "number_series", "movement_rule")


def export(connection: Connection, folder: Path) -> int:
    """Write ``<table>.jsonl`` for every table of the ledger into ``folder`` and return the number of lines."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = 0
    for name in TABLES:
        table = Base.metadata.tables[name]
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.write(json.dumps([column.name for column in table.columns]) + "\n")
            for row in connection.execute(select(table).order_by(*table.primary_key.columns).execution_options(yield_per=5_000)):
                file.write(json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":")) + "\n")
                lines += 1
    return lines


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
