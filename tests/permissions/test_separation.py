"""Separation of duties: both sides are found by whatever path, and nobody is accused who has one side only."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.access import Clearance, Scope
from domain.areas import Area
from permissions.grants import ANY, Catalogue, FieldFacts, RegisterFacts, Rights
from permissions.separation import Apart, ApartKind, Clash, Holding, Torn, Via, chains, clashes, faults, torn

ACTIONS = frozenset({"view", "create", "approve", "file"})
CATALOGUE: Catalogue = {
    "loan": RegisterFacts("loan", Area.LENDING, (FieldFacts("name", Clearance.OPEN),), ACTIONS),
    "setting": RegisterFacts("setting", Area.GOVERNANCE, (), frozenset({"view"})),
}
ALL = frozenset({Scope.ALL})
RIGHTS = {
    "system": Rights("system"),
    "audit": Rights("audit"),
    "asker": Rights("asker", actions={("loan", "create"): ALL}),
    "approver": Rights("approver", actions={("lending.*", "approve"): ALL}),
    "master": Rights("master", actions={(ANY, ANY): ALL}),
    "emptied": Rights("emptied", actions={("loan", "approve"): frozenset()}),
    "head": Rights("head", parents=frozenset({"approver", "asker"})),
    "root": Rights("root", parents=frozenset({"branch"})),
    "branch": Rights("branch", parents=frozenset({"system", "root"})),
}
ADMINS = Apart("admins", "三员分立", ApartKind.STATIC, "", frozenset({"system"}), frozenset({"audit"}), "")
MOVES = Apart("moves", "借审分离", ApartKind.MOVE, "loan", frozenset({"create"}), frozenset({"approve"}), "")
RECORD = Apart("record", "本人回避", ApartKind.RECORD, "loan", frozenset({"create"}), frozenset({"approve"}), "")
NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def holds(role: str, person: int = 1, via: Via = Via.PERSON, source: int = 1, **more: object) -> Holding:
    return Holding(person, role, via, source, **more)  # type: ignore[arg-type]  # dates and principals, as the test says


def found(apart: Apart, *holdings: Holding, same: dict[int, int] | None = None) -> list[Clash]:
    return clashes([apart], RIGHTS, holdings, CATALOGUE, same=same or {})


def test_roles_that_exclude_each_other_clash_in_one_person() -> None:
    (clash,) = found(ADMINS, holds("system"), holds("audit", source=2))
    assert clash.person_id == 1
    assert (clash.one.reached, clash.one.holding.source) == ("system", 1)
    assert (clash.other.reached, clash.other.holding.source) == ("audit", 2)
    assert not clash.is_warning
    assert found(ADMINS, holds("system"), holds("audit", person=2)) == []
    assert found(ADMINS, holds("system"), holds("system", source=2)) == []


def test_an_inherited_role_counts_and_its_chain_is_told_around_a_cycle() -> None:
    (clash,) = found(ADMINS, holds("root"), holds("audit", source=2))
    assert clash.one.chain == ("root", "branch", "system")
    assert list(chains(RIGHTS, "branch")) == [("branch",), ("branch", "root"), ("branch", "system")]
    assert list(chains(RIGHTS, "gone")) == []


def test_actions_that_exclude_each_other_clash_through_area_and_everything_rules() -> None:
    (clash,) = found(MOVES, holds("asker"), holds("approver", source=2))
    assert (clash.one.reached, clash.other.reached) == ("create", "approve")
    (alone,) = found(MOVES, holds("master"))
    assert alone.one.holding is alone.other.holding
    (inherits,) = found(MOVES, holds("head"))
    assert (inherits.one.chain, inherits.other.chain) == (("head", "asker"), ("head", "approver"))


def test_an_empty_list_of_rows_and_an_action_that_does_not_exist_are_no_right() -> None:
    assert found(MOVES, holds("asker"), holds("emptied")) == []
    nowhere = Apart("x", "", ApartKind.MOVE, "setting", frozenset({"create"}), frozenset({"approve"}), "")
    assert found(nowhere, holds("master")) == []


@pytest.mark.parametrize("via", Via)
def test_it_does_not_matter_how_the_second_right_came(via: Via) -> None:
    (clash,) = found(MOVES, holds("asker"), holds("approver", via=via, source=7))
    assert clash.other.holding.via is via


@pytest.mark.parametrize(("starts", "clash"), [(NOON - HOUR, True), (NOON, False), (NOON + HOUR, False)])
def test_only_what_is_held_at_the_same_time_clashes(starts: datetime, clash: bool) -> None:
    first, then = holds("asker", until_at=NOON), holds("approver", source=2, from_at=starts)
    assert bool(found(MOVES, first, then)) is clash


def test_two_records_of_one_human_being_are_one_person() -> None:
    two = holds("system"), holds("audit", person=2)
    assert found(ADMINS, *two) == []
    (clash,) = found(ADMINS, *two, same={2: 1})
    assert (clash.person_id, clash.other.holding.person_id) == (1, 2)


def test_asking_and_approving_in_ones_own_right_is_left_to_the_record() -> None:
    assert found(RECORD, holds("asker"), holds("approver", source=2)) == []
    assert found(RECORD, holds("head")) == []


@pytest.mark.parametrize("via", [Via.DELEGATION, Via.EMERGENCY])
def test_a_right_that_is_only_lent_is_warned_of(via: Via) -> None:
    (clash,) = found(RECORD, holds("asker"), holds("approver", via=via, source=2))
    assert clash.is_warning
    (asks,) = found(RECORD, holds("approver"), holds("asker", via=via, source=2))
    assert asks.one.holding.via is via
    assert found(RECORD, holds("asker"), holds("approver", source=2), holds("approver", via=via, source=3)) == []
    assert found(RECORD, holds("asker", via=via), holds("approver", via=via)) == [], "he only stands in for somebody"


def test_the_second_record_of_a_person_is_warned_of() -> None:
    assert len(found(RECORD, holds("asker"), holds("approver", person=2), same={2: 1})) == 1


def test_a_role_that_unites_both_sides_is_named_whoever_holds_it() -> None:
    assert torn([MOVES, ADMINS, RECORD], RIGHTS, CATALOGUE) == [
        Torn(MOVES, "head", ("head", "asker", "create"), ("head", "approver", "approve")),
        Torn(MOVES, "master", ("master", "create"), ("master", "approve")),
    ]


def test_a_rule_that_names_nothing_is_a_fault() -> None:
    assert faults(ADMINS, RIGHTS, CATALOGUE) == frozenset()
    assert faults(RECORD, RIGHTS, CATALOGUE) == frozenset()
    wrong = Apart("w", "", ApartKind.STATIC, "", frozenset({"system", "gone"}), frozenset({"system"}), "")
    assert faults(wrong, RIGHTS, CATALOGUE) == {"system", "gone"}
    assert faults(Apart("w", "", ApartKind.MOVE, "loan", frozenset({"fly"}), frozenset(), ""), RIGHTS, CATALOGUE) == {"fly", ""}
    assert faults(Apart("w", "", ApartKind.MOVE, "moon", frozenset({"create"}), frozenset({"approve"}), ""), RIGHTS, CATALOGUE) == {"moon"}
