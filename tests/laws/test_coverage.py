"""docs/coverage.tsv says which clause is kept by what: every line names a clause that exists and a test that says so."""

import ast
import csv
import re
from functools import cache

import pytest
from click.testing import CliRunner

from domain.clauses import clauses
from domain.coverage import STRENGTH, covered
from doors.command import coverage
from tests.laws.source import ROOT

EXTENT = {"full", "part", "none"}
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


KEPT = [line for line in LINES if line["how"] != "none"]


@pytest.mark.parametrize("line", KEPT, ids=lambda line: f"{line['clause']}-{line['how']}")
def test_a_clause_is_covered_by_a_test_that_names_it(line: dict[str, str]) -> None:
    path, _, name = line["test"].partition("::")
    assert (ROOT / path).is_file(), path
    assert name in functions(path), f"{path} has no {name}"
    assert re.search(rf"{re.escape(line['clause'])}(?!\d)", functions(path)[name]), "the test does not name the clause"


def test_every_line_is_about_a_clause_of_the_regulations() -> None:
    assert {line["clause"] for line in LINES} <= clauses().keys()


def test_every_line_says_how_and_how_far() -> None:
    assert {line["how"] for line in LINES} <= STRENGTH.keys()
    assert {line["extent"] for line in LINES} <= EXTENT
    assert [line["clause"] for line in LINES if (line["extent"] == "full") == bool(line["missing"])] == []


def test_what_does_not_concern_us_says_why_and_is_kept_by_nothing() -> None:
    aside = [line for line in LINES if line["how"] == "none"]
    assert [line["clause"] for line in aside if line["extent"] != "none" or line["test"]] == []
    assert not {line["clause"] for line in aside} & {line["clause"] for line in KEPT}


def test_the_command_counts_every_clause_once() -> None:
    """``flask check coverage``: enforced before computed before recorded, and what is left is missing."""
    by_hand = covered(
        ["K1.1", "K1.2", "K1.3", "K1.4", "K1.5"],
        [{"clause": "K1.1", "how": "register", "extent": "full"}, {"clause": "K1.1", "how": "guard", "extent": "part"},
         {"clause": "K1.2", "how": "report", "extent": "full"}, {"clause": "K1.3", "how": "register", "extent": "full"},
         {"clause": "K1.4", "how": "none", "extent": "none"}],
    )  # fmt: skip
    assert str(by_hand) == "coverage: 5 lines, 1 enforced, 1 computed, 1 recorded, 1 not applicable, 1 missing (1 of the others in part)"
    said = CliRunner().invoke(coverage, ["--missing"])
    assert said.exit_code == 0
    assert re.match(r"missing: .*\nin part: .*\ncoverage: 389 lines, \d+ enforced, ", said.output)
    counted = [int(number) for number in re.findall(r"\d+", said.output.splitlines()[-1])]
    assert counted[0] == sum(counted[1:-1])


def test_the_lines_are_in_order_and_none_is_there_twice() -> None:
    keys = [(line["clause"], line["how"]) for line in LINES]
    assert len(set(keys)) == len(keys)
    by_letter = {letter: [order(line) for line in LINES if line["clause"].startswith(letter)] for letter in "AYK"}
    assert all(found == sorted(found) for found in by_letter.values())
