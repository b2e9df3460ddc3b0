"""``make bench``: run all benches, write bench/results/*.json and print one table."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import archives, bulk, clocks, complaints, lists, policy, serving
from bench.big import big_app, empty_app
from bench.vanilla import vanilla_list

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("only", nargs="*", help="lists, policy, serving, export, import, clocks, complaints, archives; all of them by default")
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--complaints", type=int, default=1_000_000)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--folder", type=Path, default=Path(os.environ.get("TAIZHANG_DATA_DIR", "var")) / "bench")
    options = parser.parse_args()
    options.folder = options.folder.resolve()  # the engines take a relative file from other folders than this one
    if options.only == ["clocks"]:  # needs no big company
        _keep("clocks", clocks.measure(empty_app))
        return
    if options.only == ["complaints"]:  # has a company of its own
        _complaints(options)
        return
    if options.only == ["archives"]:  # so have these
        _archives(options)
        return
    app = big_app(options.folder, options.customers)
    file = str(options.folder / "taizhang.db")
    passwords = _passwords(options.folder)
    benches: dict[str, Callable[[], dict[str, Any]]] = {
        "lists": lambda: lists.measure(app, file, passwords, vanilla_list(file), options.rounds),
        "policy": lambda: policy.measure(app, passwords, options.rounds, empty_app),
        "serving": lambda: serving.measure(options.folder, options.customers, passwords["boss01"]),
        "export": lambda: bulk.export(options.folder, options.customers),
        "import": lambda: bulk.import_rows(options.folder, options.customers),
        "clocks": lambda: clocks.measure(empty_app),
    }
    for name in options.only or benches:
        _keep(name, benches[name]())
    if not options.only:
        _complaints(options)
        _archives(options)


def _archives(options: argparse.Namespace) -> None:
    """On SQLite, or beside tools/postgres.sh on that server, as the complaints are."""
    server = os.environ.get("TAIZHANG_TEST_POSTGRES", "")
    with TemporaryDirectory() as fresh:
        folder = Path(fresh) if server else options.folder.with_name("bench-archives")
        found = archives.measure(folder, server, options.entries, options.rounds)
    _keep("archives-postgresql" if server else "archives", found)


def _complaints(options: argparse.Namespace) -> None:
    """On SQLite, or beside tools/postgres.sh on that server: then the figures go into a file of their own."""
    server = os.environ.get("TAIZHANG_TEST_POSTGRES", "")
    with TemporaryDirectory() as fresh:
        folder = Path(fresh) if server else options.folder.with_name("bench-complaints")
        found = complaints.measure(folder, server, options.complaints, options.rounds)
    _keep("complaints-postgresql" if server else "complaints", found)


def _keep(name: str, found: dict[str, Any]) -> None:
    figures = {"machine": f"{os.cpu_count()} cores, {platform.python_version()}", **found}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    _table(name, figures)


def _passwords(folder: Path) -> dict[str, str]:
    lines = (folder / "demo_accounts.txt").read_text().splitlines()[1:]
    return {parts[0]: parts[1] for line in lines if len(parts := line.split()) > 1}


def _table(name: str, figures: dict[str, Any], indent: int = 0) -> None:
    sys.stdout.write(f"{'  ' * indent}{name}\n")
    for key, value in figures.items():
        if isinstance(value, dict):
            _table(key, value, indent + 1)
        else:
            sys.stdout.write(f"{'  ' * (indent + 1)}{key:44} {value}\n")


if __name__ == "__main__":
    main()
