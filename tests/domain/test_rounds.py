"""One level up means one level up, whatever posts somebody holds."""

from hypothesis import given
from hypothesis import strategies as st

from domain.rounds import ORDER, TOP, level, needed

POSTS = st.lists(st.sampled_from((*ORDER[1:], "archivist")))


@given(POSTS, POSTS)
def test_more_posts_never_stand_lower(some: list[str], more: list[str]) -> None:
    assert level([*some, *more]) == max(level(some), level(more))


@given(POSTS, st.integers(0, 4))
def test_who_decides_anew_stands_above_or_nobody_does(posts: list[str], up: int) -> None:
    least = needed(level(posts), up)
    assert least is None or least == level(posts) + up <= TOP
    assert (least is None) == (level(posts) + up > TOP)
