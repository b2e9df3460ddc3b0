"""Whether two texts tell the same story: the share of pairs of characters they have in common, whatever the order of the sentences."""

import re
import unicodedata
from itertools import pairwise

_SAID = re.compile(r"[^\W_]+")
READ = 600
"""So many characters of a text are compared; who complains twice says the same at the beginning."""
LEAST_PAIRS = 6
"""A text with fewer pairs of characters is like too many others."""


def pairs(text: str) -> frozenset[tuple[str, str]]:
    """The pairs of neighbouring characters of ``text``, without punctuation, width and case."""
    said = "".join(_SAID.findall(unicodedata.normalize("NFKC", text[:READ]).lower()))
    return frozenset(pairwise(said))


def alike(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> int:
    """How alike two texts are in percent (Dice): twice the common pairs in all pairs; 0 where one of them says too little."""
    if min(len(one), len(other)) < LEAST_PAIRS:
        return 0
    return 200 * len(one & other) // (len(one) + len(other))
