"""Chinese first, English complete: no sentence without its translation, no page that mixes the two."""

import ast
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from lxml.html import document_fromstring

from models.register import Register
from tests.laws.conftest import Office
from tests.laws.source import ROOT, python_files
from tests.translations import english

RENEW = "make words, then translate what is empty in translations/en/LC_MESSAGES/messages.po"
KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "lazy_ngettext": (1, 2), "_n": (1, 2),
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3), "lazy_pgettext": ((1, "c"), 2),
}  # fmt: skip
_CHINESE = re.compile("[㐀-鿿、。；：（）「」]")
_HALF_WIDTH = re.compile("[一-鿿」》][,;:?!](?=[一-鿿「《{%]|$)")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_GAPS = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
# Names of things that Chinese offices write like this themselves, and keys of the keyboard.
LATIN = {"KPI", "UPS", "CSV", "Ctrl", "EN", "Enter", "Esc", "Excel", "GB", "ID", "MB", "English", "UTF", "YAML", "Del", "Space", "PDF", "Word"}
# What holds data and not our words: cells, values of fields and facts, the reader's own name, codes of clauses.
DATA_TAGS = {"td", "dd", "code", "script", "style", "textarea"}
DATA_CLASSES = {"clause", "data", "prose", "masked", "seal", "me-face"}
SAID_BY = ("placeholder", "title", "aria-label", "data-say", "data-say-found", "data-say-clear", "data-say-choose", "data-say-none")


@lru_cache(maxsize=1)
def sentences() -> frozenset[str | tuple[str, ...]]:
    """Every sentence of code and templates, found as `make words` finds them."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(ROOT), methods, options, keywords=KEYWORDS)
    return frozenset(message for _, _, message, _, _ in found if message)


def test_every_sentence_has_its_english() -> None:
    kept = {message.id: message for message in english() if message.id}
    missing = {said for said in sentences() if said not in kept}
    assert missing == set(), RENEW
    empty = [said for said, message in kept.items() if not message.string or not all(message.string)]
    assert empty == [], RENEW


def test_no_translation_is_left_of_a_sentence_that_is_gone() -> None:
    assert {message.id for message in english() if message.id} - sentences() == set(), RENEW


def test_a_translation_keeps_the_gaps_and_has_no_chinese() -> None:
    for message in english():
        if not message.id:
            continue
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in said:
            assert set(_GAPS.findall(text)) == set(_GAPS.findall(source[0])), message.id
            assert not _CHINESE.search(text), text
        assert _CHINESE.search(source[0]), f"the source language is Chinese: {source[0]!r}"


def test_chinese_sentences_have_chinese_punctuation() -> None:
    said = [text for one in sentences() for text in ([one] if isinstance(one, str) else one)]
    said += [text for path in python_files() for text in _terms(path)]
    assert [text for text in said if _HALF_WIDTH.search(text)] == []


def _terms(path: Path) -> Iterator[str]:
    """The Chinese side of every Term in a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Term" and node.args:
            yield str(getattr(node.args[0], "value", ""))


def own_words(html: str) -> Iterator[str]:
    """What a page says itself: its text and labels without the data it shows."""
    yield from _words(document_fromstring(html))


def _words(element: object) -> Iterator[str]:
    if not isinstance(element.tag, str) or _is_data(element):  # type: ignore[attr-defined]
        return
    for name in SAID_BY:
        yield element.get(name) or ""  # type: ignore[attr-defined]
    yield element.text or ""  # type: ignore[attr-defined]
    for child in element:  # type: ignore[attr-defined]
        yield from _words(child)
        yield child.tail or ""


def _is_data(element: object) -> bool:
    classes = set((element.get("class") or "").split())  # type: ignore[attr-defined]
    named = element.tag == "th" and element.get("scope") == "row"  # type: ignore[attr-defined]
    other_language = element.tag != "html" and element.get("lang") is not None  # type: ignore[attr-defined]
    return element.tag in DATA_TAGS or bool(classes & DATA_CLASSES) or named or other_language  # type: ignore[attr-defined]


PAGES = ("", "new/", "details/?id={id}", "edit/?id={id}", "delete/?id={id}")
OWN_PAGES = (
    "/", "/me/", "/me/password", "/search/?q=", "/search/?q=98765432109876", "/jobs/", "/import/customer/", "/nowhere", "/sign-in",
    "/view-as/", "/emergency/", "/emergency/report", "/access/studio/", "/access/studio/now/?register=customer&further=1",
    "/access/studio/version/1/", "/access/papers/", "/access/papers/sheet/?role=clerk", "/access/papers/quarter/?since=2020-01-01",
    "/governance/calendar/?start=2026-09-30&days=3", "/governance/calendar/notice", "/governance/calendar/redate", "/governance/rules/",
    "/governance/rules/handling_days", "/governance/clauses/", "/governance/clauses/K7",
    "/customers/limit-trial/", "/complaints/statistics/", "/complaints/statistics/?period=2026-W23",
)  # fmt: skip


def pages_of(register: Register, office: Office) -> list[str]:
    pages = PAGES[:1] + PAGES[2:3] if register.read_only else PAGES
    if register.at_once and not register.fixed:
        pages = tuple(page for page in pages if not page.startswith("edit/"))  # nobody changes it
    return [f"/{register.area}/{register.key}/{page}".format(id=office.records[register.key]) for page in pages]


def said_on(office: Office, path: str, language: str) -> set[str]:
    office.client.http.set_cookie("locale", language)
    try:
        found = office.client.http.get(path)
    finally:
        office.client.http.set_cookie("locale", "zh")
    assert found.status_code == (404 if path == "/nowhere" else 200), path
    return set(own_words(found.text))


@cache
def without(data: tuple[str, ...], words: str) -> str:
    """``words`` without what the records say; asked only of words that look foreign, for there are thousands of records."""
    for text in data:
        words = words.replace(text, "")
    return words


def english_on(office: Office, path: str) -> set[str]:
    foreign = {said for said in said_on(office, path, "zh") if _LATIN.search(said)}
    return {word for said in foreign for word in _LATIN.findall(without(office.data, said))} - LATIN


def chinese_on(office: Office, path: str) -> set[str]:
    foreign = {said for said in said_on(office, path, "en") if _CHINESE.search(said)}
    return {left.strip() for said in foreign if _CHINESE.search(left := without(office.data, said))}


def test_a_chinese_page_of_a_register_says_nothing_in_english(office: Office, register: Register) -> None:
    assert {path: words for path in pages_of(register, office) if (words := english_on(office, path))} == {}


def test_an_english_page_of_a_register_says_nothing_in_chinese(office: Office, register: Register) -> None:
    assert {path: words for path in pages_of(register, office) if (words := chinese_on(office, path))} == {}


@pytest.mark.parametrize("path", OWN_PAGES)
def test_the_panels_own_pages_speak_one_language(office: Office, path: str) -> None:
    assert english_on(office, path) == set()
    assert chinese_on(office, path) == set()
