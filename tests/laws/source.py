"""The files the laws read: every source file of the rooms, and everything git would commit."""

import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "permissions", "models", "operations", "web", "admin_views", "doors")


@lru_cache(maxsize=1)
def kept_files() -> tuple[Path, ...]:
    """What git keeps or would keep: tracked files and new ones that are not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607  # the git of whoever runs the tests
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return tuple(ROOT / name for name in listed.splitlines() if (ROOT / name).is_file())


def python_files(*places: str) -> Iterator[Path]:
    """The Python files below ``places`` (the rooms and app.py without any)."""
    for place in places or (*ROOMS, "app.py"):
        found = ROOT / place
        yield from sorted(found.rglob("*.py")) if found.is_dir() else (found,)


def name_of(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()
