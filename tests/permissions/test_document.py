"""The policy as one value: nothing is lost on the way to plain data and back, and what is wrong is said."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.access import Action, Channel, Clearance, Level, Scope
from domain.areas import Area
from permissions.document import Cap, Document, RoleText, as_plain, changes, digest, from_plain
from permissions.document_checks import problems
from permissions.grants import AreaRight, Catalogue, FieldFacts, RegisterFacts, Rights
from permissions.separation import Apart, ApartKind

CATALOGUE: Catalogue = {
    key: RegisterFacts(
        key, Area.CUSTOMERS,
        (FieldFacts("name", Clearance.OPEN, required=True), FieldFacts("phone", Clearance.PERSONAL), FieldFacts("state", Clearance.OPEN, system=True)),
        frozenset({*map(str, Action), "approve_it"}),
    )
    for key in ("customer", "contact")
}  # fmt: skip
ROLES = ("clerk", "head", "boss")
channels = st.one_of(st.none(), st.sampled_from(Channel))
places = st.tuples(st.sampled_from(sorted(CATALOGUE)), st.sampled_from(["name", "phone"]), channels)
rights_of_areas = st.builds(
    AreaRight, st.sampled_from(Clearance), st.one_of(st.none(), st.sampled_from(Clearance)), st.sampled_from([Level.HIDDEN, Level.MASKED])
)


@st.composite
def documents(draw: Any) -> Document:
    roles = {}
    for position, code in enumerate(ROLES):
        actions = draw(
            st.dictionaries(
                st.tuples(st.sampled_from(["customer", "contact", "customers.*", "*"]), st.sampled_from(["view", "edit", "*"])),
                st.frozensets(st.sampled_from(Scope), min_size=1), max_size=4,
            )
        )  # fmt: skip
        areas = draw(st.dictionaries(st.one_of(st.none(), st.sampled_from(Area)), rights_of_areas, max_size=3))
        fields = draw(st.dictionaries(places, st.sampled_from(Level), max_size=4))
        parents = draw(st.frozensets(st.sampled_from(ROLES[:position]))) if position else frozenset()
        roles[code] = RoleText(f"角色{code}", draw(st.sampled_from(["base", "business"])), Rights(code, areas, actions, fields, parents))
    caps = draw(st.dictionaries(places, st.builds(Cap, st.sampled_from(Level), st.just("原因")), max_size=3))
    apart = Apart("a", "甲乙", ApartKind.STATIC, "", frozenset({"clerk"}), frozenset({"boss"}), "原因")
    return Document(roles, caps, draw(st.sampled_from([{}, {"a": apart}])))


@given(documents())
@settings(max_examples=60)
def test_nothing_is_lost_on_the_way_to_plain_data_and_back(document: Document) -> None:
    assert from_plain(as_plain(document)) == document
    assert digest(from_plain(as_plain(document))) == digest(document)


@given(documents(), documents())
@settings(max_examples=60)
def test_two_documents_are_equal_exactly_when_nothing_differs(one: Document, other: Document) -> None:
    assert (changes(one, other) == ()) == (one == other) == (digest(one) == digest(other))
    back = {change.place: (change.after, change.before) for change in changes(other, one)}
    assert {change.place: (change.before, change.after) for change in changes(one, other)} == back


@given(documents())
@settings(max_examples=30)
def test_a_sound_document_has_no_problem_of_names(document: Document) -> None:
    assert [one for one in problems(as_plain(document), CATALOGUE) if "必填" not in one.sentence.zh] == []


def plain(**roles: Any) -> dict[str, Any]:
    return {"roles": {code: {"title": code, "kind": "business", **role} for code, role in roles.items()}}


def apart(**more: Any) -> dict[str, Any]:
    return {**plain(clerk={}), "separations": {"x": {"title": "t", "reason": "r", **more}}}


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (plain(clerk={"fields": {"custmer": {"phone": {"*": "hidden"}}}}), "custmer"),
        (plain(clerk={"fields": {"customer": {"fone": {"*": "hidden"}}}}), "最接近的是「phone」"),
        (plain(clerk={"fields": {"customer": {"phone": {"fax": "hidden"}}}}), "fax"),
        (plain(clerk={"fields": {"customer": {"phone": {"*": "hiden"}}}}), "最接近的是「hidden」"),
        (plain(clerk={"fields": {"customer": {}}}), "空不等于全部"),
        (plain(clerk={"actions": {"customer": {"view": []}}}), "空不等于全部"),
        (plain(clerk={"actions": {"customer": {"vew": ["all"]}}}), "最接近的是「view」"),
        (plain(clerk={"actions": {"customer": {"view": ["everything"]}}}), "everything"),
        (plain(clerk={"actions": {"customer": {"view": "all"}}}), "一个列表"),
        (plain(clerk={"parents": ["nobody"]}), "nobody"),
        (plain(clerk={"parents": ["head"]}, head={"parents": ["clerk"]}), "成环"),
        (plain(clerk={"colour": "red"}), "colour"),
        (plain(clerk={"kind": "boss"}), "boss"),
        (plain(clerk={"title": ""}), "空的"),
        (plain(clerk={"areas": {"customers": {"reads": "all"}}}), "all"),
        (plain(clerk={"actions": {"customer": {"create": ["all"]}}}), "必填"),
        ({"roles": {}}, "空的"),
        ({}, "空的"),
        ([], "一组"),
        ({"roles": []}, "一组"),
        ({**plain(clerk={}), "caps": {"customer": {"phone": {"*": {"level": "masked", "reason": ""}}}}}, "空的"),
        (apart(kind="static", one=["clerk"], other=["clerk"]), "两边"),
        (apart(kind="move", register="customer", one=["fly"], other=["edit"]), "fly"),
        (apart(kind="record", register="custmer", one=["view"], other=["edit"]), "custmer"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(policy: Any, said: str) -> None:
    found = problems(policy, CATALOGUE)
    assert found
    assert any(said in one.sentence.zh for one in found), [one.sentence.zh for one in found]
