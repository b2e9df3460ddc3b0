"""What a check has shown: the one line, the leaks, and which field was tried at which doors how often."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.terms import Term
from doors.judging import Leak, Tally
from models.register import registers

COLUMNS: Mapping[str, tuple[Term, frozenset[str]]] = {
    "list": (Term("列表", "List"), frozenset({"list", "columns", "saved view"})),
    "filter": (Term("筛选", "Filter"), frozenset({"filter"})),
    "sort": (Term("排序", "Sort"), frozenset({"sort"})),
    "search": (Term("查找", "Search"), frozenset({"search", "exact search", "search everything"})),
    "details": (Term("详情", "Details"), frozenset({"details", "missing"})),
    "history": (Term("历史", "History"), frozenset({"history"})),
    "form": (Term("表单", "Form"), frozenset({"create", "preset", "edit", "forged create", "forged edit"})),
    "look-up": (Term("选项", "Look-up"), frozenset({"look-up", "directory", "labels"})),
    "action": (Term("办理", "Action"), frozenset({"move", "delete", "bulk"})),
    "file": (Term("附件", "File"), frozenset({"file"})),
    "export": (Term("导出", "Export"), frozenset({"export"})),
    "import": (Term("导入", "Import"), frozenset({"import"})),
    "reveal": (Term("明文", "Reveal"), frozenset({"reveal"})),
    "shut": (Term("越权", "Shut"), frozenset({"shut", "out of scope"})),
    "view as": (Term("他人视角", "View as"), frozenset({"view as"})),
    "other": (Term("其他", "Other"), frozenset({"errors", "other pages"})),
}
"""Column of the grid → its title and the doors that it counts together."""
_COLUMN = {door: column for column, (_title, doors) in COLUMNS.items() for door in doors}
HEADS = (Term("登记簿", "Register"), Term("字段", "Field"))
LEAK_HEADS = (Term("角色", "Role"), Term("通道", "Door"), Term("泄漏", "Leak"))
NONE = "·"
"""Stands where a field has no such door, or nothing to be recognised by there."""


@dataclass
class Proof:
    """The result of a check; filled reader by reader."""

    people: int = 0
    attempts: int = 0
    granted: int = 0
    """Answers that held canaries; a check that never meets any proves nothing."""
    leaks: list[Leak] = field(default_factory=list)
    cells: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(register, field, column) → attempts."""
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    @property
    def fields(self) -> int:
        """How many fields all registers have."""
        return sum(len(register.fields) for register in registers.values())

    @property
    def holds(self) -> bool:
        """Whether nothing leaked, and something was seen at all."""
        return not self.leaks and self.granted > 0

    def line(self) -> str:
        """The one line."""
        return (
            f"doors: {len(registers)} registers × {self.fields} fields × {self.people} roles, "
            f"{self.attempts:,} attempts, {len(self.leaks)} leaks"
        )

    def add(self, heard: Mapping[str, Any]) -> None:
        """What one reader found, as :func:`told_by` says it."""
        self.attempts += heard["attempts"]
        self.granted += heard["granted"]
        self.leaks += [Leak(*leak) for leak in heard["leaks"]]
        for register, key, door, number in heard["tried"]:
            self.cells[register, key, _COLUMN.get(door, "other")] += number

    def rows(self, *, every_field: bool) -> Iterator[tuple[str, str, list[int]]]:
        """(register, field or how many fields, attempts per column): a row per register, or one per field."""
        for register in registers.values():
            if not every_field:
                sums = [sum(self.cells[register.key, key, column] for key in register.fields) for column in COLUMNS]
                yield register.key, str(len(register.fields)), sums
                continue
            for key in register.fields:
                yield register.key, key, [self.cells[register.key, key, column] for column in COLUMNS]


def told_by(reader: str, tally: Tally) -> dict[str, Any]:
    """What one reader found, as JSON can carry it between processes."""
    return {
        "reader": reader,
        "attempts": tally.attempts,
        "granted": tally.granted,
        "leaks": [[reader, leak.door, leak.what] for leak in tally.leaks],
        "tried": [[*place, number] for place, number in tally.tried.items()],
    }


def as_text(proof: Proof, *, every_field: bool) -> str:
    """The grid for a terminal."""
    lines = [["register", "field" if every_field else "fields", *COLUMNS]]
    lines += [[key, name, *(f"{n}" if n else NONE for n in counts)] for key, name, counts in proof.rows(every_field=every_field)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_padded(line, widths) for line in lines)


def _padded(line: Iterable[str], widths: Iterable[int]) -> str:
    cells = [text.ljust(w) if position < 2 else text.rjust(w) for position, (text, w) in enumerate(zip(line, widths, strict=True))]
    return "  ".join(cells).rstrip()


def as_csv(proof: Proof, locale: str) -> str:
    """The whole grid and the leaks as CSV, in Chinese or English (``zh``, ``en``); no value of a real record is in it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([proof.line()])
    writer.writerow([])
    writer.writerow([one.say(locale) for one in (*HEADS, *(title for title, _doors in COLUMNS.values()))])
    for key, name, counts in proof.rows(every_field=True):
        writer.writerow([registers[key].title.say(locale), registers[key].fields[name].label.say(locale), *counts])
    if proof.leaks:
        writer.writerow([])
        writer.writerow([one.say(locale) for one in LEAK_HEADS])
        writer.writerows([leak.reader, leak.door, leak.what] for leak in proof.leaks)
    return "\ufeff" + out.getvalue()
