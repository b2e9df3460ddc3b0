"""Merging: what a set of roles may do is exactly what each of them may, row by row, and never more than a cap allows."""

from collections.abc import Iterable, Mapping
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access import Action, Channel, Clearance, Level, Scope
from domain.areas import Area
from permissions.grants import ANY, AreaRight, Caps, FieldFacts, RegisterFacts, Rights
from permissions.policy import Plan, closure, compile_plan

ACTIONS = frozenset({"view", "create", "edit", "history", "file"})
FIELDS = (
    FieldFacts("name", Clearance.OPEN),
    FieldFacts("amount", Clearance.INTERNAL),
    FieldFacts("phone", Clearance.PERSONAL),
    FieldFacts("credit", Clearance.SECRET),
    FieldFacts("state", Clearance.OPEN, system=True),
)
CATALOGUE = {
    "customer": RegisterFacts("customer", Area.CUSTOMERS, FIELDS, ACTIONS),
    "setting": RegisterFacts("setting", Area.GOVERNANCE, FIELDS[:2], ACTIONS - {"file"}),
}
PLACES = [(key, spec.key) for key, facts in CATALOGUE.items() for spec in facts.fields]
ROLES = ("a", "b", "c")
# The kinds of rows there are for one reader: every row is in ALL, and one of the own department is in its subtree.
ROWS = [
    frozenset({Scope.ALL, *own, *assigned, *place})
    for own in ((), (Scope.OWN,))
    for assigned in ((), (Scope.ASSIGNED,))
    for place in ((), (Scope.SUBTREE,), (Scope.SUBTREE, Scope.DEPARTMENT))
]
CELLS = {key: [(spec.key, channel) for spec in facts.fields for channel in Channel] for key, facts in CATALOGUE.items()}
SEEN = {
    (key, action): {row: [(key, action, row, *cell) for cell in CELLS[key]] for row in ROWS}
    for key, facts in CATALOGUE.items() for action in sorted(facts.actions)
}  # fmt: skip
BOUNDED = {
    Channel.LIST: (Channel.FILTER, Channel.SORT, Channel.SEARCH, Channel.GROUP),
    Channel.DETAILS: (Channel.EXPORT, Channel.PRINT, Channel.NOTIFY, Channel.API, Channel.HISTORY),
}

clearances = st.sampled_from(Clearance)
levels = st.sampled_from(Level)
area_rights = st.builds(AreaRight, clearances, st.none() | clearances, st.sampled_from((Level.HIDDEN, Level.MASKED)))
scopes = st.frozensets(st.sampled_from(Scope), min_size=1, max_size=3)
channels = st.none() | st.sampled_from(Channel)
field_places = st.builds(lambda place, channel: (*place, channel), st.sampled_from(PLACES), channels)
registers = st.sampled_from((*CATALOGUE, "customers.*", ANY))
rights_of = {
    role: st.builds(
        Rights,
        st.just(role),
        st.dictionaries(st.none() | st.sampled_from((Area.CUSTOMERS, Area.GOVERNANCE)), area_rights, max_size=2),
        st.dictionaries(st.tuples(registers, st.sampled_from((*sorted(ACTIONS), ANY))), scopes, max_size=4),
        st.dictionaries(field_places, levels, max_size=4),
        st.just(frozenset()),
    )
    for role in ROLES
}
all_rights = st.fixed_dictionaries(rights_of)
all_caps = st.dictionaries(field_places, levels, max_size=4)
families = st.fixed_dictionaries({role: st.frozensets(st.sampled_from((*ROLES, "gone")), min_size=1) for role in ROLES})
role_sets = st.frozensets(st.sampled_from(ROLES))
# Names somebody might try. Without an alphabet of our own the first name costs seconds, for all of Unicode is sorted first.
names = st.text("aZ09_~.*?%' \\\n\x00\ud800\u202e\u0301éß客户ＡＢ😀")


def plan(rights: Mapping[str, Rights], roles: Iterable[str], caps: Caps | None = None) -> Plan:
    return compile_plan(1, CATALOGUE, rights, roles, caps or {})


def seen(found: Plan) -> dict[tuple[object, ...], int]:
    """Everything a plan says, row by row: (register, action, rows, field, channel) → level; -1 where the action is refused."""
    said: dict[tuple[object, ...], int] = {}
    for (key, action), rows in SEEN.items():
        strata = found.of(key, action)
        # Rows that lie in the same strata are seen alike, so each kind of them is looked at once.
        alike: dict[tuple[int, ...], list[Level]] = {}
        for row, places in rows.items():
            holding = tuple(n for n, stratum in enumerate(strata) if stratum.scope in row)
            if holding not in alike:
                alike[holding] = [
                    max((strata[n].levels[channel][name] for n in holding), default=Level.HIDDEN)
                    for name, channel in CELLS[key]
                ]  # fmt: skip
            said[key, action, row] = 0 if holding else -1
            said.update(zip(places, alike[holding], strict=True))
    return said


@given(all_rights, all_caps, role_sets, role_sets)
def test_roles_together_grant_exactly_what_each_grants(
    rights: dict[str, Rights], caps: Caps, one: frozenset[str], other: frozenset[str]
) -> None:
    """So a further role hides nothing, and fields of one role never show on rows of another."""
    both, first, second = (seen(plan(rights, roles, caps)) for roles in (one | other, one, other))
    assert both == {place: max(first[place], second[place]) for place in both}


@given(all_rights, role_sets, all_caps, all_caps)
def test_a_further_cap_never_shows_more(rights: dict[str, Rights], roles: frozenset[str], caps: Caps, more: Caps) -> None:
    capped = {place: min(level, caps.get(place, level)) for place, level in {**caps, **more}.items()}
    wide, narrow = seen(plan(rights, roles, caps)), seen(plan(rights, roles, capped))
    assert [place for place in wide if narrow[place] > wide[place]] == []


@given(all_rights, role_sets, all_caps)
def test_nobody_gets_more_than_a_cap(rights: dict[str, Rights], roles: frozenset[str], caps: Caps) -> None:
    said = seen(plan(rights, roles, caps))
    for (register, field, capped), most in caps.items():
        for place, level in said.items():
            if len(place) == 5 and place[0] == register and place[3] == field and capped in (None, place[4]):
                assert level <= most


@given(all_rights, role_sets, all_caps)
def test_a_narrower_channel_never_shows_more_than_the_one_it_rests_on(
    rights: dict[str, Rights], roles: frozenset[str], caps: Caps
) -> None:
    for strata in plan(rights, roles, caps).strata.values():
        for stratum in strata:
            for wide, narrow in BOUNDED.items():
                for channel in narrow:
                    for name, level in stratum.levels[channel].items():
                        assert level <= stratum.levels[wide][name], (channel, name)


@given(all_rights, role_sets, all_caps)
def test_only_a_form_writes_and_never_what_the_system_keeps(
    rights: dict[str, Rights], roles: frozenset[str], caps: Caps
) -> None:
    for (register, _), strata in plan(rights, roles, caps).strata.items():
        system = {spec.key for spec in CATALOGUE[register].fields if spec.system}
        for stratum in strata:
            for channel, named in stratum.levels.items():
                for name, level in named.items():
                    assert level < Level.WRITE or (channel is Channel.FORM and name not in system)


@given(all_rights, role_sets, all_caps)
def test_a_question_about_the_value_is_answered_fully_or_not_at_all(
    rights: dict[str, Rights], roles: frozenset[str], caps: Caps
) -> None:
    for strata in plan(rights, roles, caps).strata.values():
        for stratum in strata:
            for channel in BOUNDED[Channel.LIST]:
                assert set(stratum.levels[channel].values()) <= {Level.HIDDEN, Level.READ}


@given(all_rights, all_caps)
def test_the_order_of_roles_does_not_matter(rights: dict[str, Rights], caps: Caps) -> None:
    first, *others = [plan(rights, [*order, order[0]], caps) for order in permutations(ROLES)]
    assert all(other.strata == first.strata for other in others)


@given(all_rights, all_caps)
def test_without_a_role_nothing_is_allowed(rights: dict[str, Rights], caps: Caps) -> None:
    for roles in ([], ["nobody"], [""]):
        found = plan(rights, roles, caps)
        assert found.strata == {}


@given(all_rights, st.sampled_from(ROLES).map(lambda role: frozenset({role})), all_caps, families)
def test_a_role_may_what_its_parents_may_and_cycles_end(
    rights: dict[str, Rights], roles: frozenset[str], caps: Caps, parents: dict[str, frozenset[str]]
) -> None:
    family = {name: Rights(name, r.areas, r.actions, r.fields, parents.get(name, frozenset())) for name, r in rights.items()}
    held = closure(family, roles)
    assert roles <= held <= set(ROLES)
    for role in held:
        assert parents.get(role, frozenset()) & set(ROLES) <= held
    assert seen(plan(family, roles, caps)) == seen(plan(rights, held, caps))


def test_rights_are_inherited_around_a_circle() -> None:
    circle = {"a": "b", "b": "c", "c": "a"}
    rights = {name: Rights(name, parents=frozenset({parent, "gone"})) for name, parent in circle.items()}
    rights["c"] = Rights("c", {None: AreaRight(Clearance.OPEN)}, {("customer", "view"): frozenset({Scope.ALL})}, {}, frozenset({"a"}))
    for name in circle:
        assert closure(rights, [name]) == set(ROLES)
        assert plan(rights, [name]).level("customer", "name", Channel.LIST) is Level.READ


@given(all_rights, role_sets, names, names)
def test_what_is_unknown_is_hidden(rights: dict[str, Rights], roles: frozenset[str], register: str, name: str) -> None:
    found = plan(rights, roles)
    for channel in Channel:
        assert found.level("customer", f"{name}?", channel) is Level.HIDDEN
        assert found.level(f"{register}?", "name", channel) is Level.HIDDEN
    assert not found.may("customer", f"{name}?")
    assert not found.may(f"{register}?", "view")
    assert not found.everywhere("customer", f"{name}?", Channel.SORT)


@given(all_rights, role_sets, all_caps)
def test_sorting_needs_the_field_on_every_row_in_view(rights: dict[str, Rights], roles: frozenset[str], caps: Caps) -> None:
    found = plan(rights, roles, caps)
    for register, name in PLACES:
        for channel in BOUNDED[Channel.LIST]:
            strata = found.of(register, Action.VIEW)
            visible = [stratum.levels[channel][name] >= Level.READ for stratum in strata]
            assert found.everywhere(register, name, channel) == (bool(visible) and all(visible))


@given(all_rights, role_sets, all_caps)
def test_the_bits_of_a_row_give_the_levels_of_its_strata(rights: dict[str, Rights], roles: frozenset[str], caps: Caps) -> None:
    found = plan(rights, roles, caps)
    strata = found.of("customer", "view")
    for bits in range(1, 1 << len(strata)):
        chosen = [stratum for position, stratum in enumerate(strata) if bits >> position & 1]
        for spec in FIELDS:
            expected = max(stratum.levels[Channel.LIST][spec.key] for stratum in chosen)
            assert found.level("customer", spec.key, Channel.LIST, bits=bits) is expected
    assert found.levels("customer", Channel.LIST, bits=0) == {}


def test_a_further_role_may_take_sorting_away() -> None:
    """It brings rows into view on which the field is hidden, and an order would tell about them."""
    own = Rights("own", {None: AreaRight(Clearance.PERSONAL)}, {("customer", "view"): frozenset({Scope.OWN})})
    others = Rights("others", {None: AreaRight(Clearance.OPEN)}, {("customer", "view"): frozenset({Scope.ALL})})
    rights = {"own": own, "others": others}
    assert plan(rights, ["own"]).everywhere("customer", "phone", Channel.SORT)
    both = plan(rights, ["own", "others"])
    assert not both.everywhere("customer", "phone", Channel.SORT)
    assert both.level("customer", "phone", Channel.LIST) is Level.READ, "on the own rows it is still shown"


@pytest.mark.parametrize("caps", [{("customer", "phone", Channel.LIST): Level.HIDDEN}, {("customer", "phone", None): Level.MASKED}])
def test_a_cap_on_the_list_takes_sorting_and_search_with_it(caps: Caps) -> None:
    role = Rights("r", {None: AreaRight(Clearance.SECRET, Clearance.SECRET)}, {(ANY, ANY): frozenset({Scope.ALL})})
    found = plan({"r": role}, ["r"], caps)
    for channel in BOUNDED[Channel.LIST]:
        assert found.level("customer", "phone", channel) is Level.HIDDEN


def test_a_more_precise_rule_wins_over_the_general_one() -> None:
    role = Rights(
        "r",
        {None: AreaRight(Clearance.OPEN, None, Level.MASKED), Area.CUSTOMERS: AreaRight(Clearance.INTERNAL, None, Level.MASKED)},
        {("customer", "view"): frozenset({Scope.ALL}), ("setting", "view"): frozenset({Scope.ALL})},
        {("customer", "credit", None): Level.MASKED, ("customer", "credit", Channel.EXPORT): Level.HIDDEN},
    )
    found = plan({"r": role}, ["r"])
    assert found.level("customer", "amount", Channel.LIST) is Level.READ
    assert found.level("setting", "amount", Channel.LIST) is Level.MASKED
    assert found.level("customer", "phone", Channel.LIST) is Level.MASKED
    assert found.level("customer", "credit", Channel.DETAILS) is Level.MASKED
    assert found.level("customer", "credit", Channel.EXPORT) is Level.HIDDEN
