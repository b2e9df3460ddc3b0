"""A draw by chance that anybody can repeat: who knows the seed and the numbers of the cases gets the same list (T4.3)."""

import hashlib
from collections.abc import Iterable, Mapping


def drawn(strata: Mapping[str, Iterable[str]], percent: int, least: int, seed: str) -> dict[str, tuple[str, ...]]:
    """From each stratum ``percent`` of its keys (rounded up), ``least`` at the least and never more than there are.

    Each key gets the SHA-256 of "seed|stratum|key", and those with the smallest digests are drawn, in that order: neither
    the order of rows nor a database nor another stratum has a say. Raises ValueError for a rate outside of 0 to 100.
    """
    if not 0 <= percent <= 100 or least < 0:
        raise ValueError("a rate lies between 0 and 100 percent, and nobody draws less than nothing")
    found = {}
    for stratum in sorted(strata):
        ranked = sorted(set(strata[stratum]), key=lambda key: (digest(seed, stratum, key), key))
        found[stratum] = tuple(ranked[: max(least, size(len(ranked), percent))])
    return found


def size(total: int, percent: int) -> int:
    """How many are ``percent`` of ``total``, rounded up."""
    return -(-total * percent // 100)


def digest(seed: str, stratum: str, key: str) -> str:
    """What decides about a key; ``printf '%s' 'seed|stratum|key' | sha256sum`` says the same."""
    return hashlib.sha256(f"{seed}|{stratum}|{key}".encode()).hexdigest()
