"""A copy of the house to build in: the files git knows or would take, and nothing a machine has made."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def copy_of_the_house(folder: Path) -> Path:
    """Copy the project into ``folder``; what is fetched by make is lent, what is kept in var/ stays away."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607  # git is where it is
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    copy = folder / "house"
    for name in filter(None, listed.stdout.split("\0")):
        source, target = ROOT / name, copy / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    (copy / "static" / "vendor").symlink_to(ROOT / "static" / "vendor")
    return copy


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a program of ours: its own data folder, and nothing of ours from this one's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TAIZHANG_") and name != "PORT"}
    return {**kept, "TAIZHANG_DATA_DIR": str(data_dir), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", **more}


def run(house: Path, data_dir: Path, *arguments: str) -> str:
    """Run a Python program in ``house`` and return what it says; fails with all of it when it fails."""
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, *arguments],
        cwd=house, env=environment(data_dir), capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def files(house: Path) -> dict[str, bytes]:
    """Every file of a house with what is in it."""
    return {
        path.relative_to(house).as_posix(): path.read_bytes()
        for path in house.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "vendor" not in path.parts
    }
