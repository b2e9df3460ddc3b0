"""An independent reader of the archive ledger: standard library only, shares no code with the program whose export it reads.

    python tools/verify_ledger.py FOLDER [--anchor DAY=DIGEST]…

FOLDER is what ``flask archive export`` wrote; an anchor is what the signed sheet of a closed day says. Prints one line for each
thing it finds wrong, then a verdict; exits 1 when it found anything.
"""

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
CHAINED = (
    "id", "unit_id", "unit_kind", "seq", "from_account_id", "from_kind", "to_account_id", "to_kind", "reason", "document", "occurred_on",
    "recorded_at", "actor_id", "witness_id", "safe_session_id", "reverses_id", "note",
)  # fmt: skip
ENDS = {"released", "destroyed"}


def read(folder: Path, table: str) -> Iterator[Row]:
    """The rows of one table."""
    with (folder / f"{table}.jsonl").open(encoding="utf-8") as file:
        columns = json.loads(next(file))
        for line in file:
            yield dict(zip(columns, json.loads(line), strict=True))


def office_day(moment: str) -> str:
    """The day in China, which has one zone and no summer time, of a moment in UTC."""
    return (datetime.fromisoformat(moment) + timedelta(hours=8)).date().isoformat()


class Ledger:
    """Reads the journal once, in its own order, and remembers where everything is."""

    def __init__(self, folder: Path, anchors: dict[str, str]) -> None:
        self.folder = folder
        self.accounts = {row["id"]: row["kind"] for row in read(folder, "archive_account")}
        self.units = {row["id"]: row for row in read(folder, "archive_unit")}
        self.openings = {row["id"]: row for row in read(folder, "safe_session")}
        self.arrows = {(r["reason"], r["from_kind"], r["to_kind"], r["unit_kind"]) for r in read(folder, "movement_rule")}
        self.closes = sorted(read(folder, "day_close"), key=lambda row: row["closed_on"])
        self.printed = anchors
        self.where: dict[int, tuple[int, int]] = {}
        self.count, self.head, self.clock = 0, "", ""
        self.digests: dict[int, str] = {0: ""}
        self.wanted = {row["entries"] for row in self.closes}

    def problems(self) -> Iterator[str]:
        """Everything that is wrong."""
        for entry in read(self.folder, "custody_entry"):
            yield from (f"entry {entry['id']}: {problem}" for problem in self.entry(entry))
        yield from self.closed_days()
        yield from self.numbers()
        yield from self.certificates()

    def entry(self, e: Row) -> Iterator[str]:
        """What is wrong with the next entry of the journal."""
        if e["id"] != self.count + 1:
            yield f"the number before it is {self.count}"
        said = json.dumps([e[name] for name in CHAINED], ensure_ascii=False, separators=(",", ":"))
        if e["prev_hash"] != self.head or hashlib.sha256((self.head + said).encode()).hexdigest() != e["hash"]:
            yield "its digest does not follow"
        if e["recorded_at"] < self.clock:
            yield "the clock ran back"
        if e["occurred_on"] > office_day(e["recorded_at"]):
            yield "it lies in the future"
        for close in self.closes:
            if e["id"] > close["entries"] and e["occurred_on"] <= close["closed_on"]:
                yield f"it is dated into {close['closed_on']}, which was closed"
                break
        yield from self.movement(e)
        if e["from_kind"] == "safe" or e["to_kind"] == "safe":
            yield from self.two_keys(e)
        self.count, self.head, self.clock = e["id"], e["hash"], e["recorded_at"]
        self.where[e["unit_id"]] = (e["seq"], e["to_account_id"])
        if e["id"] in self.wanted:
            self.digests[e["id"]] = e["hash"]

    def movement(self, e: Row) -> Iterator[str]:
        """What is wrong with where it goes."""
        unit = self.units.get(e["unit_id"])
        if unit is None or unit["kind"] != e["unit_kind"]:
            yield "there is no such unit"
        if self.accounts.get(e["from_account_id"]) != e["from_kind"] or self.accounts.get(e["to_account_id"]) != e["to_kind"]:
            yield "there is no such account"
        seq, at = self.where.get(e["unit_id"], (0, None))
        if e["seq"] != seq + 1:
            yield f"it is no. {e['seq']} of unit {e['unit_id']}, which has {seq}"
        if (seq == 0) != (e["from_kind"] == "origin") or (seq and at != e["from_account_id"]):
            yield f"unit {e['unit_id']} was not where it was taken from"
        if (e["reason"], e["from_kind"], e["to_kind"], e["unit_kind"]) not in self.arrows:
            yield f"no rule allows {e['reason']} from {e['from_kind']} to {e['to_kind']}"
        if e["from_kind"] in ENDS or (e["unit_kind"] == "certificate" and e["to_kind"] in ("shelf", "transit")):
            yield f"{e['unit_kind']} must not go from {e['from_kind']} to {e['to_kind']}"
        if (e["to_kind"] == "destroyed" or e["reason"] == "reverse") and e["witness_id"] in (None, e["actor_id"]):
            yield "nobody else was there"

    def two_keys(self, e: Row) -> Iterator[str]:
        """What is wrong with the opening of the safe."""
        opening = self.openings.get(e["safe_session_id"])
        if opening is None or opening["safe_id"] not in (e["from_account_id"], e["to_account_id"]):
            yield "the safe was not open"
        elif opening["opener_id"] == opening["second_id"]:
            yield "one person alone opened the safe"
        elif not opening["opened_at"] <= e["recorded_at"] <= (opening["closed_at"] or e["recorded_at"]):
            yield "the safe was shut at that moment"

    def closed_days(self) -> Iterator[str]:
        """What was printed and signed must still be what the journal says."""
        for close in self.closes:
            if self.digests.get(close["entries"]) != close["head"]:
                yield f"day {close['closed_on']}: entry {close['entries']} has another digest, or is gone"
        closed = {close["closed_on"]: close["head"] for close in self.closes}
        for day, digest in self.printed.items():
            if not digest or not closed.get(day, "").startswith(digest):
                yield f"day {day}: the printed sheet says {digest}, the ledger {closed.get(day, 'nothing')}"

    def numbers(self) -> Iterator[str]:
        """Every number up to the last one given is a unit's or void, and what is void was never filed."""
        used: dict[tuple[int, int], set[int]] = defaultdict(set)
        void = {(row["word_id"], row["year"], row["no"]) for row in read(self.folder, "number_void")}
        for row in self.units.values():
            if row["no"] is not None:
                used[row["word_id"], row["year"]].add(row["no"])
                if (row["word_id"], row["year"], row["no"]) in void and row["id"] in self.where:
                    yield f"unit {row['id']}: its number is void, and it was filed"
        for word, year, no in void:
            used[word, year].add(no)
        last = {}
        for row in read(self.folder, "number_series"):
            word, _, key = row["word"].partition(":")
            if word == "archive":
                last[int(key), row["year"]] = row["last_no"]
        for place in sorted(used.keys() | last.keys()):
            if used[place] != set(range(1, last.get(place, 0) + 1)):
                yield f"numbers of word {place[0]}, {place[1]}: not just 1 to {last.get(place, 0)}"

    def certificates(self) -> Iterator[str]:
        """A certificate bears the number of its volume."""
        for key, unit in self.units.items():
            volume = self.units.get(unit["volume_id"] or 0)
            if unit["kind"] == "certificate" and (volume is None or volume["kind"] != "volume" or volume["number"] != unit["number"]):
                yield f"unit {key}: not the number of its volume"


def main() -> int:
    """Read the arguments, print what is wrong, and return the exit status."""
    parser = argparse.ArgumentParser(description="Verify an export of the archive ledger.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--anchor", action="append", default=[], metavar="DAY=DIGEST", help="as printed on the signed sheet of a closed day")
    given = parser.parse_args()
    ledger = Ledger(given.folder, dict(one.split("=", 1) for one in given.anchor))
    found = 0
    for problem in ledger.problems():
        found += 1
        print(problem)
    print(f"verify ledger: {ledger.count} entries, {found} breaches")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
