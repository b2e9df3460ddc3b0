"""Rounds of a complaint: how high a post stands, and whether who decides anew stands above who decided before (K4.22)."""

from collections.abc import Collection

ORDER = ("", "department_manager", "deputy_general_manager", "general_manager", "chairman")
"""From the lowest: whoever holds none of these posts stands at the bottom."""
TOP = len(ORDER) - 1


def level(posts: Collection[str]) -> int:
    """How high somebody stands who holds ``posts``."""
    return max((ORDER.index(post) for post in posts if post in ORDER), default=0)


def needed(before: int, up: int) -> int | None:
    """The level from which one may decide after somebody of level ``before``; None when nobody stands that high."""
    return before + up if before + up <= TOP else None
