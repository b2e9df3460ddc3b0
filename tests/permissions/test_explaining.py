"""An explanation is worth nothing when it disagrees with the plan: over random rights the two say the same, everywhere."""

from hypothesis import given
from hypothesis import strategies as st

from domain.access import Channel, Clearance, Level, Scope
from domain.areas import Area
from permissions.explaining import LIMITS, Explanation, Why, explain
from permissions.grants import ANY, AreaRight, Caps, Rights
from permissions.policy import compile_plan
from tests.permissions.test_policy import (
    ACTIONS,
    CATALOGUE,
    PLACES,
    ROLES,
    all_caps,
    all_rights,
    families,
    names,
    role_sets,
)

channel = st.sampled_from(Channel)
action = st.sampled_from(sorted(ACTIONS | {"fly"}))
place = st.sampled_from(PLACES)
bits_of_rows = st.frozensets(st.tuples(st.sampled_from(Scope), st.integers(0, 2)))


def told(
    rights: dict[str, Rights],
    roles: frozenset[str],
    caps: Caps,
    where: tuple[str, str],
    through: Channel,
    what: str = "view",
    others: tuple[frozenset[str], ...] = (),
) -> Explanation:
    return explain(rights, roles, caps, CATALOGUE[where[0]], where[1], through, action=what, standing_in=others)


def family(rights: dict[str, Rights], parents: dict[str, frozenset[str]]) -> dict[str, Rights]:
    return {name: Rights(name, one.areas, one.actions, one.fields, parents[name]) for name, one in rights.items()}


@given(all_rights, families, role_sets, all_caps, place, channel, action)
def test_the_explanation_gives_the_level_of_the_plan(
    rights: dict[str, Rights],
    parents: dict[str, frozenset[str]],
    roles: frozenset[str],
    caps: Caps,
    where: tuple[str, str],
    through: Channel,
    what: str,
) -> None:
    related = family(rights, parents)
    plan = compile_plan(1, CATALOGUE, related, roles, caps)
    found = told(related, roles, caps, where, through, what)
    assert found.level is plan.level(*where, through, action=what)
    assert {one.role for one in found.roles} | {chain[-1] for chain in found.without} == plan.roles
    assert bool(found.roles) == plan.may(where[0], what)


@given(all_rights, role_sets, role_sets, all_caps, place, channel, bits_of_rows)
def test_on_a_row_it_gives_the_level_of_the_strata_the_row_lies_in(
    rights: dict[str, Rights],
    roles: frozenset[str],
    others: frozenset[str],
    caps: Caps,
    where: tuple[str, str],
    through: Channel,
    rows: frozenset[tuple[Scope, int]],
) -> None:
    # Every row is among all, and one of a department lies in its subtree.
    lies = {
        *rows,
        *((Scope.SUBTREE, whose) for scope, whose in rows if scope is Scope.DEPARTMENT),
        *((Scope.ALL, n) for n in range(3)),
    }
    plan = compile_plan(1, CATALOGUE, rights, roles, caps, [others])
    strata = plan.of(where[0], "view")
    bits = sum(1 << n for n, stratum in enumerate(strata) if (stratum.scope, stratum.whose) in lies)
    found = told(rights, roles, caps, where, through, others=(others,))
    assert found.level is plan.level(*where, through)
    assert found.on(lies) is plan.level(*where, through, bits=bits)
    assert bool(found.reaching(lies)) == bool(bits)


@given(all_rights, role_sets, all_caps, place, channel)
def test_every_further_step_only_lowers_and_the_last_one_decides(
    rights: dict[str, Rights], roles: frozenset[str], caps: Caps, where: tuple[str, str], through: Channel
) -> None:
    found = told(rights, roles, caps, where, through)
    for one in found.roles:
        levels = [step.level for step in one.steps]
        assert levels == sorted(set(levels), reverse=True)
        assert one.steps[0].why not in LIMITS
        assert all(step.why in LIMITS for step in one.steps[1:])
        assert one.decisive.level is one.level
    assert [one.level for one in found.roles] == sorted((one.level for one in found.roles), reverse=True)


@given(all_rights, role_sets, names, channel)
def test_what_does_not_exist_is_hidden_and_nobody_gives_it(
    rights: dict[str, Rights], roles: frozenset[str], name: str, through: Channel
) -> None:
    found = told(rights, roles, {}, ("customer", f"{name}?"), through)
    assert (found.level, found.roles) == (Level.HIDDEN, ())


def test_each_reason_is_called_by_its_name() -> None:
    area = AreaRight(Clearance.OPEN, None, Level.MASKED)
    view = {("customer", "view"): frozenset({Scope.OWN})}
    rights = {
        "reader": Rights("reader", {None: area}, view),
        "writer": Rights("writer", {Area.CUSTOMERS: AreaRight(Clearance.SECRET, Clearance.PERSONAL)}, view),
        "ruled": Rights(
            "ruled",
            {},
            view,
            {("customer", "phone", None): Level.READ, ("customer", "phone", Channel.EXPORT): Level.MASKED},
        ),
        "nowhere": Rights("nowhere", {}, {(ANY, "create"): frozenset({Scope.ALL})}),
        "child": Rights("child", parents=frozenset({"reader"})),
    }
    caps: Caps = {("customer", "credit", None): Level.MASKED, ("customer", "name", Channel.LIST): Level.HIDDEN}
    expected = {
        ("reader", "name", Channel.DETAILS): [(Why.READS, Level.READ)],
        ("reader", "amount", Channel.DETAILS): [(Why.ABOVE, Level.MASKED)],
        ("reader", "phone", Channel.DETAILS): [(Why.BEYOND, Level.HIDDEN)],
        ("reader", "amount", Channel.SORT): [(Why.ABOVE, Level.MASKED), (Why.ORACLE, Level.HIDDEN)],
        ("reader", "name", Channel.SEARCH): [(Why.READS, Level.READ), (Why.BOUND, Level.HIDDEN)],
        ("reader", "name", Channel.LIST): [(Why.READS, Level.READ), (Why.CAP, Level.HIDDEN)],
        ("writer", "phone", Channel.FORM): [(Why.WRITES, Level.WRITE)],
        ("writer", "phone", Channel.PRINT): [(Why.WRITES, Level.WRITE), (Why.BOUND, Level.READ)],
        ("writer", "phone", Channel.LIST): [(Why.WRITES, Level.WRITE), (Why.READ_ONLY, Level.READ)],
        ("writer", "state", Channel.FORM): [(Why.WRITES, Level.WRITE), (Why.SYSTEM, Level.READ)],
        ("writer", "credit", Channel.FORM): [(Why.READS, Level.READ), (Why.CAP, Level.MASKED)],
        ("ruled", "phone", Channel.DETAILS): [(Why.FIELD_RULE, Level.READ)],
        ("ruled", "phone", Channel.EXPORT): [(Why.CHANNEL_RULE, Level.MASKED)],
        ("ruled", "name", Channel.DETAILS): [(Why.NO_AREA, Level.HIDDEN)],
    }
    for (role, field, through), steps in expected.items():
        (one,) = told(rights, frozenset({role}), caps, ("customer", field), through).roles
        assert [(step.why, step.level) for step in one.steps] == steps, (role, field, through)
    assert told(rights, frozenset({"nowhere"}), {}, ("customer", "name"), Channel.LIST).without == (("nowhere",),)
    (inherited,) = told(rights, frozenset({"child"}), {}, ("customer", "name"), Channel.LIST).roles
    assert inherited.chain == ("child", "reader")
    assert set(ROLES).isdisjoint(rights)
