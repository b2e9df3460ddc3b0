"""I30: every refusal of the archive and of lending names the clause it rests on."""

import ast
from collections.abc import Iterator

from tests.laws.source import ROOT

FILES = sorted(path for room in ("archives", "lending") for path in (ROOT / "operations" / room).glob("*.py"))
REFUSALS = {"Refused", "Invalid", "Conflict"}


def refusals(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
            yield node


def without_clause(source: str) -> list[int]:
    """The lines of refusals that name no clause."""
    return [call.lineno for call in refusals(ast.parse(source)) if not any(word.arg == "clause" for word in call.keywords)]


def test_every_refusal_of_the_archive_names_its_clause() -> None:
    silent = {f"{path.parent.name}/{path.stem}": lines for path in FILES if (lines := without_clause(path.read_text()))}
    assert silent == {}
    assert sum(1 for path in FILES for _ in refusals(ast.parse(path.read_text()))) > 50


def test_a_refusal_without_clause_is_found() -> None:
    assert without_clause('raise Refused(NO)\nraise Invalid(NO, fields={}, clause="K3.24")\nraise Conflict(NO, who=1)') == [1, 3]
