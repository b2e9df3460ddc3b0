"""T4.3: a draw that anybody repeats: by seed and numbers alone, the right share of each department, and by chance."""

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.sampling import drawn, size

KEYS = some.sets(some.text("0123456789诉〔〕号", min_size=1, max_size=8), max_size=60)
STRATA = some.dictionaries(some.sampled_from(["QUA", "SRV", "SA1"]), KEYS)


@given(STRATA, some.integers(0, 100), some.integers(0, 5), some.text(max_size=8), some.randoms(use_true_random=False))
def test_the_order_of_rows_and_their_repetition_change_nothing(
    strata: dict[str, set[str]], percent: int, least: int, seed: str, shuffle: random.Random
) -> None:
    found = drawn(strata, percent, least, seed)
    mixed = {code: [*keys, *keys] for code, keys in reversed(strata.items())}
    for keys in mixed.values():
        shuffle.shuffle(keys)
    assert drawn(mixed, percent, least, seed) == found


@given(STRATA, some.integers(0, 100), some.integers(0, 5), some.text(max_size=8))
def test_each_department_has_its_share_and_never_more_than_it_has(strata: dict[str, set[str]], percent: int, least: int, seed: str) -> None:
    found = drawn(strata, percent, least, seed)
    assert set(found) == set(strata)
    for code, keys in strata.items():
        assert set(found[code]) <= keys
        assert len(found[code]) == len(set(found[code])) == min(len(keys), max(least, -(-len(keys) * percent // 100)))


@given(STRATA, some.integers(1, 100), some.text(max_size=8))
def test_one_department_has_no_say_in_the_draw_of_another(strata: dict[str, set[str]], percent: int, seed: str) -> None:
    found = drawn(strata, percent, 1, seed)
    assert all(drawn({code: keys}, percent, 1, seed)[code] == found[code] for code, keys in strata.items())


def test_anybody_can_repeat_it_with_a_checksum_tool() -> None:
    numbers = [f"诉〔2026〕{number:03d}" for number in range(1, 41)]
    by_hand = sorted(numbers, key=lambda number: hashlib.sha256(f"8f3a|QUA|{number}".encode()).hexdigest())[:4]
    assert drawn({"QUA": numbers}, 10, 1, "8f3a") == {"QUA": tuple(by_hand)}
    assert drawn({"QUA": numbers}, 10, 1, "8f3b")["QUA"] != tuple(by_hand)


def test_over_many_seeds_every_case_is_drawn_about_as_often() -> None:
    numbers = [str(number) for number in range(50)]
    times = dict.fromkeys(numbers, 0)
    for seed in range(2_000):
        for number in drawn({"QUA": numbers}, 10, 1, str(seed))["QUA"]:
            times[number] += 1
    assert all(140 < count < 265 for count in times.values()), "200 expected, 4.8 standard deviations either way"


def test_a_share_is_rounded_up_and_a_senseless_rate_refused() -> None:
    assert [size(total, 10) for total in (0, 1, 10, 11, 100)] == [0, 1, 1, 2, 10]
    for percent, least in ((-1, 1), (101, 1), (10, -1)):
        with pytest.raises(ValueError, match="rate"):
            drawn({}, percent, least, "x")
