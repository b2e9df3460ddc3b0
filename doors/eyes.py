"""The eye beside a masked value, as a door: who may have which value shown, and find by which whole number."""

import re

from domain.access import Action, Channel, Level
from domain.kinds import NUMBERS, POINTERS, Kind
from doors.canary_rows import Row
from doors.expecting import Reader
from doors.walk import Walk
from models.fields import Field
from models.register import Register

WHY = "doors: is it shown?"


def may_see(reader: Reader, row: Row, spec: Field) -> bool:
    """Whether a masked value may be shown: by the right and the mask of roles that hold on this very row."""
    if spec.kind in POINTERS or spec.kind is Kind.REFERENCES or not reader.may(row) or not reader.may(row, Action.REVEAL):
        return False
    granted = reader.level(row, spec.key, Channel.DETAILS, Action.REVEAL)
    return reader.level(row, spec.key, Channel.DETAILS) is Level.MASKED and granted >= Level.MASKED


def may_find(reader: Reader, row: Row, spec: Field) -> bool:
    """Whether the row may be found by the whole number in the field, masked or read."""
    levels = (reader.level(row, spec.key, Channel.DETAILS, action) for action in (Action.VIEW, Action.REVEAL))
    return reader.may(row) and reader.may(row, Action.REVEAL) and all(level >= Level.MASKED for level in levels)


def knock(walk: Walk, register: Register) -> None:
    """Ask for every value of every record, and search for every whole number."""
    walk.at = register
    if not walk.reader.authority.may(register.key, Action.REVEAL):
        row = walk.aviary.rows[register.key][0]
        key = next(iter(register.fields))
        for rest in (f"reveal/{key}?id={row.id}", f"reveal/no_such_field?id={row.id}"):
            walk.expect("reveal", walk.get("reveal", walk.path(register, rest)).status_code in (403, 404), f"{register.key} {rest}")
            answer = walk.post("reveal", walk.path(register, rest), {"reason": WHY})
            walk.expect("reveal", answer.status_code in (403, 404), f"{register.key} {rest}")
        return
    for row in walk.tried(register):
        for key, spec in register.fields.items():
            _ask(walk, register, row, spec)
            if spec.kind in NUMBERS and key in row.now:
                _find(walk, register, row, spec)


def _ask(walk: Walk, register: Register, row: Row, spec: Field) -> None:
    path, titled = walk.path(register, f"reveal/{spec.key}?id={row.id}"), walk.reader.titled(row)
    open_ = may_see(walk.reader, row, spec)
    question = walk.get("reveal", path, titled)
    answer = walk.post("reveal", path, {"reason": WHY}, titled | (set(row.now[spec.key].shown) if open_ and spec.key in row.now else set()))
    if not open_:
        walk.expect("reveal", {question.status_code, answer.status_code} == {404}, f"{path}: {answer.status_code}")
    elif spec.key in row.now:
        walk.expect("reveal", answer.status_code == 200 and min(row.now[spec.key].typed) in answer.text, f"{path}: {answer.status_code}")


def _find(walk: Walk, register: Register, row: Row, spec: Field) -> None:
    typed = row.now[spec.key].typed
    page = walk.get("exact search", walk.path(register), walk.reader.listed([row]), said=typed, q=typed)
    found = {int(key) for key in re.findall(r"details/\?id=(\d+)", page.text)}
    right = set(walk.reader.found(register, typed)) | ({row.id} if may_find(walk.reader, row, spec) else set())
    walk.expect("exact search", found == right, f"{register.key}: {spec.key} {typed} found {found}, not {right}")
    part = walk.get("exact search", walk.path(register), said=typed, q=typed[:-1])
    walk.expect("exact search", not re.search(rf"details/\?id={row.id}\b", part.text) or typed in row.now[register.label].typed, f"part of {typed}")
