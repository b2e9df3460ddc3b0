"""One idea per file and per function: what outgrows a screen is split, or named here with its reason."""

import ast
from pathlib import Path

from models import all as models_all
from models.base import Base
from tests.laws.source import name_of, python_files

MOST_LINES, MOST_FUNCTION = 300, 40
MOST_IN_TESTS = 700
"""A file of tests is a list of sentences that are read one by one."""
CODE = ("domain", "permissions", "models", "operations", "web", "admin_views", "doors", "app.py", "tools", "bench")
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {"bench/vanilla.py:vanilla_list": "a whole stock application, told in one piece"}
# Tables that are nothing without each other; every other file of models/ has one.
TOGETHER = {
    "models.access.account": "an account with what lets it in: password, tries, sessions",
    "models.access.password_change": "a change of a password, and the hashes that may not come back",
    "models.access.policy": "a policy on its way: text, draft, published version",
    "models.access.role": "a role and to whom it is granted",
    "models.access.rules": "the four kinds of rule of a role, and the number of their state",
    "models.base": "number series, which belong to no register",
    "models.customers.registration": "the two forms of K7.6 and K7.7 with one workflow",
    "models.governance.job": "the panel's own tables of one job: its rows, mappings, views",
}


def lengths(*places: str) -> dict[str, int]:
    return {name_of(path): len(path.read_text().splitlines()) for path in python_files(*places)}


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    long = {name: n for name, n in lengths(*CODE).items() if n > MOST_LINES}
    assert {name: n for name, n in long.items() if name not in LONG_FILES} == {}
    assert set(LONG_FILES) <= set(long), "an exception that is not needed"
    assert {name: n for name, n in lengths("tests").items() if n > MOST_IN_TESTS} == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = {
        f"{name_of(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in python_files(*CODE, "tests")
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION
    }
    assert {name: n for name, n in long.items() if name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) <= set(long), "an exception that is not needed"


def test_one_table_is_one_file() -> None:
    models_all.load()
    tables: dict[str, int] = {}
    for mapper in Base.registry.mappers:
        tables[mapper.class_.__module__] = tables.get(mapper.class_.__module__, 0) + 1
    assert {module for module, n in tables.items() if n > 1} == set(TOGETHER) - {"models.base"}


def test_every_module_and_public_function_says_why_it_exists() -> None:
    silent = []
    for path in python_files():
        tree = ast.parse(path.read_text())
        if not ast.get_docstring(tree) and path.read_text().strip():
            silent.append(name_of(path))
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.append(f"{name_of(path)}:{node.name}")  # type: ignore[attr-defined]
    assert silent == []
