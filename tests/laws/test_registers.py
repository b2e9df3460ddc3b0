"""Every register is whole: a label to call a record by, words in both languages, fields its creators can fill, true clauses."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from wtforms import Form

from domain.access import Action, Channel, Level
from domain.clauses import REGULATIONS, clauses
from domain.kinds import POINTERS, TEXTS, Kind
from domain.terms import Term
from models import all as models_all
from models.register import Register
from operations.base_roles import BASE_ROLES, ensure_base_roles
from operations.rights import catalogue, read_rights
from permissions.policy import compile_plan
from tests.laws.source import ROOT, name_of, python_files

REGISTERS = models_all.load()
SOURCE = ROOT.parent / "shared" / "regulations" / "requirements.tsv"
"""Where the list of clauses comes from; not on every machine."""
_CLAUSE = re.compile(r"\b[AKRTY]\d{1,2}\.\d{1,2}\b")
_CHINESE = re.compile("[㐀-鿿]")
_ENGLISH = re.compile(r"[A-Za-z]{2,}")
# What Chinese offices write in Latin letters themselves.
LATIN = {"YAML",
    "CSV", "csv", "Excel", "GBK", "HTML", "ID", "install", "JPG", "make", "MB", "ods",
    "KPI", "PDF", "PNG", "Tab", "TXT", "UPS", "UTF", "Word", "WPS", "xls", "xlsb", "xlsx", "XML", "ZIP",
}  # fmt: skip


@pytest.fixture(params=list(REGISTERS))
def register(request: pytest.FixtureRequest) -> Register:
    return REGISTERS[request.param]


def test_a_record_has_a_label_one_can_read(register: Register) -> None:
    label = register.fields[register.label]
    pointed_to = any(spec.target == register.key for other in REGISTERS.values() for spec in other.fields.values())
    if label.kind in POINTERS:
        target = REGISTERS[label.target]
        assert target.fields[target.label].kind in TEXTS
        assert not pointed_to, "a reference to a reference has no text of its own"
    elif label.kind not in TEXTS | {Kind.CHOICE}:
        assert register.read_only, "only an entry of a journal may be called by its moment or its day"
        assert label.kind in {Kind.MOMENT, Kind.DAY}
        assert not pointed_to


def test_what_a_reference_points_to_is_called_by_a_text(register: Register) -> None:
    for spec in register.fields.values():
        if spec.target:
            target = REGISTERS[spec.target]
            assert target.fields[target.label].kind in TEXTS, f"{register.key}.{spec.key}"


def test_every_declared_list_sort_and_section_names_fields_once(register: Register) -> None:
    for names in (register.list, register.search, register.filters, *(keys for _, keys in register.sections)):
        assert len(names) == len(set(names))
    sectioned = [key for _, keys in register.sections for key in keys]
    assert len(sectioned) == len(set(sectioned)), "a field stands in two sections"
    if register.newest:
        assert register.indexed(register.fields[register.newest])
    for key in register.list:
        assert register.fields[key].kind is not Kind.REFERENCES, "a list has one value in a cell"


def test_whoever_may_create_a_record_can_fill_what_it_needs(session: Session) -> None:
    ensure_base_roles(session)
    rights, known = read_rights(session), catalogue()
    stuck = []
    for role in BASE_ROLES:
        plan = compile_plan(1, known, rights, [role.code], {})
        for key, register in REGISTERS.items():
            if register.read_only or not plan.may(key, Action.CREATE):
                continue
            levels = plan.levels(key, Channel.FORM, action=Action.CREATE)
            for spec in register.fields.values():
                # The own person and department are filled in for him.
                given = spec.system or spec.default is not None or spec.key in (register.owner, register.department)
                if spec.required and not given and levels.get(spec.stable_key, Level.HIDDEN) < Level.WRITE:
                    stuck.append((role.code, key, spec.key))
    assert stuck == []


def terms_of(register: Register) -> Iterator[tuple[str, Term]]:
    yield "title", register.title
    yield "area", register.area.title
    for title, _ in register.sections:
        yield "section", title
    for spec in register.fields.values():
        yield spec.key, spec.label
        if spec.help:
            yield f"{spec.key}: help", spec.help
        for value, title in spec.titles.items():
            yield f"{spec.key}: {value}", title
    for move in register.workflow.moves if register.workflow else ():
        yield f"move {move.name}", move.label


def wrong_language(term: Term) -> str:
    plain = re.sub(r"\{[^{}]*\}", "", term.zh)
    plain = _CLAUSE.sub("", plain)
    if not re.search(r"\w", plain):
        return ""  # nothing but gaps and punctuation: what fills them speaks
    if not _CHINESE.search(plain):
        return "no Chinese"
    if english := [word for word in _ENGLISH.findall(plain) if word not in LATIN]:
        return f"English in the Chinese: {english}"
    if not term.en.strip():
        return "no English"
    return f"Chinese in the English: {term.en}" if _CHINESE.search(term.en) else ""


def test_every_word_of_a_register_is_said_in_both_languages(register: Register) -> None:
    assert {place: wrong for place, term in terms_of(register) if (wrong := wrong_language(term))} == {}


def test_no_field_is_called_as_a_method_of_a_form(register: Register) -> None:
    """A form has an attribute for each field: one called ``process`` would take the place of what reads the form."""
    assert not {key for key in register.fields if hasattr(Form, key)}


def test_labels_within_a_register_differ(register: Register) -> None:
    for language in ("zh", "en"):
        said = [spec.label.say(language) for spec in register.fields.values()]
        assert {word for word in said if said.count(word) > 1} == set()


def literal_terms(path: Path) -> Iterator[tuple[str, Term]]:
    """Every Term that is written out in a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Term"):
            continue
        said = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if len(said) == 2:
            yield f"{name_of(path)}:{node.lineno}", Term(*said)


def test_every_sentence_in_the_code_is_said_in_both_languages_with_the_same_gaps() -> None:
    wrong = {}
    for path in python_files():
        for place, term in literal_terms(path):
            gaps = [sorted(re.findall(r"\{(\w+)", text)) for text in (term.zh, term.en)]
            problem = wrong_language(term) or ("the gaps differ" if set(gaps[0]) != set(gaps[1]) else "")
            if problem:
                wrong[place] = problem
    assert wrong == {}


def test_every_clause_named_in_the_code_is_in_the_list() -> None:
    known = clauses().keys()
    found = {
        (name_of(path), clause)
        for path in (*python_files(), *sorted((ROOT / "templates").rglob("*.html")))
        for clause in _CLAUSE.findall(path.read_text())
    }
    assert len(found) > 50
    assert {(name, clause) for name, clause in found if clause not in known} == set()


@pytest.mark.skipif(not SOURCE.exists(), reason="the regulations themselves are not on this machine")
def test_the_list_of_clauses_is_that_of_the_regulations() -> None:
    ids = {line.split("\t")[1] for line in SOURCE.read_text().splitlines()[1:]}
    assert clauses().keys() == ids


def test_every_clause_is_said_in_one_sentence_of_either_language() -> None:
    wrong = {one.code: problem for one in clauses().values() if (problem := wrong_language(one.says) or ("" if one.where else "no place"))}
    assert wrong == {}
    assert {one.regulation for one in clauses().values()} == REGULATIONS.keys()
    said = [one.says.zh for one in clauses().values()]
    assert len(set(said)) == len(said)


def test_every_register_but_the_panels_own_names_its_clause(register: Register) -> None:
    own = {"attachment", "division", "employee"}
    assert register.clauses or register.key in own


NOBODY_LATE = {("borrowing_slip", "due_on"), ("customer_programme", "names_due_on")}
"""Each unit of a slip has a term of its own, which may be renewed; after the other day names are refused."""


def test_a_term_in_a_list_says_while_which_states_it_runs(register: Register) -> None:
    """Else what is late looks like what is not."""
    terms = [register.fields[key] for key in register.listed if register.workflow and "due" in key]
    assert [one.key for one in terms if not (one.within or one.runs or one.deadline) and (register.key, one.key) not in NOBODY_LATE] == []


def test_nothing_is_called_the_same_in_one_menu() -> None:
    for language in ("zh", "en"):
        titles = [(register.area, register.title.say(language)) for register in REGISTERS.values() if register.menu]
        assert len(titles) == len(set(titles))
