"""How many clauses of the regulations this program keeps, and by what: the lines of docs/coverage.tsv, counted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STRENGTH = {"guard": "enforced", "move": "enforced", "rule": "enforced", "report": "computed", "register": "recorded", "none": "not applicable"}
"""How a clause is kept → what that makes of it; the first that a clause has counts."""
WAYS = tuple(dict.fromkeys(STRENGTH.values()))


@dataclass(frozen=True, slots=True)
class Coverage:
    """The clauses by how they are kept; ``part``: those of which something is still missing."""

    clauses: tuple[str, ...]
    by: Mapping[str, tuple[str, ...]]
    part: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Clauses no line is about, in the order of the regulations."""
        kept = {clause for clauses in self.by.values() for clause in clauses}
        return tuple(clause for clause in self.clauses if clause not in kept)

    def __str__(self) -> str:
        found = ", ".join(f"{len(self.by.get(way, ()))} {way}" for way in WAYS)
        return f"coverage: {len(self.clauses)} lines, {found}, {len(self.missing)} missing ({len(self.part)} of the others in part)"


def covered(clauses: Iterable[str], lines: Iterable[Mapping[str, str]]) -> Coverage:
    """Count ``lines`` (clause, how, extent): a clause that is enforced and recorded is enforced."""
    known, hows, part = tuple(clauses), defaultdict(set), set()
    for line in lines:
        hows[line["clause"]].add(STRENGTH[line["how"]])
        if line["extent"] == "part":
            part.add(line["clause"])
    by = {way: tuple(clause for clause in known if next((one for one in WAYS if one in hows[clause]), "") == way) for way in WAYS}
    return Coverage(known, by, tuple(clause for clause in known if clause in part))
