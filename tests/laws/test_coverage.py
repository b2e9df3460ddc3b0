"""docs/coverage.tsv says which clause is kept by what: every line names a clause that exists and a test that says so."""

import ast
import csv
import re
from functools import cache

import pytest

from tests.laws.source import ROOT

HOW = {"register", "move", "guard", "rule", "report"}
EXTENT = {"full", "part"}
with (ROOT / "docs" / "coverage.tsv").open(encoding="utf-8", newline="") as file:
    LINES = list(csv.DictReader(file, delimiter="\t"))


@cache
def functions(path: str) -> dict[str, str]:
    """Name → text of every function of a file, decorators included."""
    text = (ROOT / path).read_text()
    found = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            found[node.name] = "\n".join(text.splitlines()[first - 1 : node.end_lineno])
    return found


def order(line: dict[str, str]) -> tuple[str, list[int]]:
    name, *numbers = re.split(r"[.](?=\d)|(?<=[A-Z])(?=\d)", line["clause"])
    return name, [int(number) for number in numbers]


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['clause']}-{line['how']}")
def test_a_clause_is_covered_by_a_test_that_names_it(line: dict[str, str]) -> None:
    path, _, name = line["test"].partition("::")
    assert (ROOT / path).is_file(), path
    assert name in functions(path), f"{path} has no {name}"
    assert re.search(rf"{re.escape(line['clause'])}(?!\d)", functions(path)[name]), "the test does not name the clause"


def test_every_line_is_about_a_clause_of_the_regulations() -> None:
    clauses = set((ROOT / "docs" / "clauses.txt").read_text().split())
    assert {line["clause"] for line in LINES} <= clauses


def test_every_line_says_how_and_how_far() -> None:
    assert {line["how"] for line in LINES} <= HOW
    assert {line["extent"] for line in LINES} <= EXTENT
    assert [line["clause"] for line in LINES if (line["extent"] == "part") != bool(line["missing"])] == []


def test_the_lines_are_in_order_and_none_is_there_twice() -> None:
    keys = [(line["clause"], line["how"]) for line in LINES]
    assert len(set(keys)) == len(keys)
    by_letter = {letter: [order(line) for line in LINES if line["clause"].startswith(letter)] for letter in "AYK"}
    assert all(found == sorted(found) for found in by_letter.values())
