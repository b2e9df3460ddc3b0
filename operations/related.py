"""Which registers have records that belong to one record, before any of their lists is asked for."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, select
from sqlalchemy.orm import Session

from models.base import columns_of
from models.register import registers


def pointing(session: Session, pointers: Iterable[tuple[str, str]], record: int) -> set[tuple[str, str]]:
    """Those of ``pointers`` (register, field) by which any record points to ``record``, whoever may see it.

    One statement for all, below the fence: most lists beside a record are empty, and nobody sees the answer itself.
    """
    asked = tuple(pointers)
    if not asked:
        return set()
    row = session.connection().execute(_asking(asked), {"record": record}).one()
    return {pointer for pointer, there in zip(asked, row, strict=True) if there}


@lru_cache(maxsize=256)
def _asking(pointers: tuple[tuple[str, str], ...]) -> Select[Any]:
    columns = [columns_of(key)[registers[key].fields[field].column] for key, field in pointers]
    there: list[ColumnElement[Any]] = [exists(select(column).where(column == bindparam("record"))).label(f"has_{no}") for no, column in enumerate(columns)]
    return select(*there)
