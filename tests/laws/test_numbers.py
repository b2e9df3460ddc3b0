"""No number of a regulation stands in the code: it is a rule with a clause, bounds and a day from which it counts (domain.rules)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from domain.clauses import clauses
from domain.rules import AREAS, CODES
from tests.laws.source import ROOT, name_of

_CLAUSE = re.compile(r"\b[AKRTY]\d{1,2}\.\d{1,2}\b")
COUNTING = {"add_working_days", "add_working_time", "working_days_after", "months_after"}
"""What counts time by an amount: the amount comes from a rule; one is the next day and no amount."""
PLAIN = {"0", "0.00", "0.01", "0.5", "0.50", "1", "1.00", "100", "999999999999.99", "1e-6"}
"""Decimals of arithmetic: nothing, a cent, a half, one, percent, and the most that is kept."""


PLANTED = (
    "due = calendar.add_working_days(day, 5)", 'pay = points * Decimal("270")', "DAYS = 5  # K7.6", 'LATE = 3\n"""K3.25: told after so many days."""',
)  # fmt: skip


def files() -> list[Path]:
    """Where things are decided: neither the demo, which makes values up, nor the rules themselves."""
    rooms = [path for room in ("domain", "models", "operations") for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in rooms if not {"demo", "rules"} & set(path.relative_to(ROOT).parts)]


def literal(node: ast.expr) -> float | None:
    """The number that is written out there."""
    return node.value if isinstance(node, ast.Constant) and type(node.value) in (int, float) else None


def written_out(tree: ast.AST, lines: list[str]) -> Iterator[tuple[int, str]]:
    """(line, what) of every number that a rule should hold."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            amounts = [number for arg in node.args if (number := literal(arg)) is not None and abs(number) > 1]
            if name in COUNTING and amounts:
                yield node.lineno, f"{name}(…, {amounts[0]})"
            if name == "Decimal" and node.args and isinstance(node.args[0], ast.Constant) and str(node.args[0].value) not in PLAIN:
                yield node.lineno, f"Decimal({node.args[0].value!r})"
        if isinstance(node, ast.Assign) and literal(node.value) is not None:
            beside = lines[node.lineno - 1] + (lines[node.lineno] if node.lineno < len(lines) else "")
            if _CLAUSE.search(beside):
                yield node.lineno, beside.strip()[:80]


def test_no_number_of_a_regulation_is_written_out() -> None:
    found = {
        f"{name_of(path)}:{line}": what
        for path in files()
        for line, what in written_out(ast.parse(path.read_text()), path.read_text().splitlines())
    }
    assert found == {}


def test_a_number_that_is_written_out_would_be_noticed() -> None:
    for planted in PLANTED:
        assert list(written_out(ast.parse(planted), planted.splitlines())), planted
    good = "add_working_days(day, rule(session, code))"
    assert not list(written_out(ast.parse(good), [good]))


def test_every_number_names_a_clause_that_exists_and_stands_in_one_area() -> None:
    assert {code.value: code.rule.clause for code in CODES.values() if code.rule.clause not in clauses()} == {}
    assert len(CODES) == sum(len(area) for area in AREAS), "two areas give a number the same name"
