"""Templates show: no rule, no query, no current user in them, and nothing inline that the browser would refuse to run."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.laws.source import ROOT, name_of, python_files

FILES = sorted((ROOT / "templates").rglob("*.html"))
RULES = {"current_user", "session", "g", "db", "query", "authority", "plan", "config"}
ATTRIBUTES = {"role", "roles", "filter_by", "session", "plan", "may", "can", "is_accessible", "clearance"}
NAMES = {"账": "the seal of the brand, a picture", "中": "a language in its own words", "中文": "the same in full"}
INLINE = {
    "an inline style": re.compile(r"<style|\sstyle=", re.I),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "something from another host": re.compile(r"(?:src|href)=\"(?:https?:)?//", re.I),
}


def tree_of(path: Path) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.do"], autoescape=True).parse(path.read_text())


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_template_holds_no_rule(path: Path) -> None:
    tree = tree_of(path)
    names = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    attributes = {node.attr for node in tree.find_all(nodes.Getattr)}
    assert names & RULES == set()
    assert attributes & ATTRIBUTES == set()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_template_trusts_no_text_by_itself(path: Path) -> None:
    used = {node.name for node in tree_of(path).find_all(nodes.Filter)}
    assert "safe" not in used, "what is HTML comes as Markup from admin_views/presenting.py"
    assert not list(tree_of(path).find_all(nodes.ScopedEvalContextModifier)), "autoescape is not switched off"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_template_has_nothing_inline(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    assert {what for what, pattern in INLINE.items() if pattern.search(text)} == set()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_chinese_word_of_a_template_goes_through_gettext(path: Path) -> None:
    text = "\n".join(node.data for node in tree_of(path).find_all(nodes.TemplateData))
    assert set(re.findall("[㐀-鿿]+", text)) - set(NAMES) == set()


def test_no_template_is_left_that_nobody_renders() -> None:
    code = "\n".join(path.read_text() for path in (*python_files("web", "admin_views"), *FILES))
    names = [path.relative_to(ROOT / "templates").as_posix() for path in FILES]
    assert [name for name in names if f'"{name}"' not in code and f"'{name}'" not in code] == []
