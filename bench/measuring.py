"""Timing by turns: every round runs each candidate once, so that a noisy machine disturbs all alike; medians are quoted."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one candidate."""

    median: float
    worst: float
    runs: int


def in_turns(candidates: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Timing]:
    """Run all candidates ``rounds`` times in turn, after two rounds that do not count."""
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    gc.collect()
    gc.disable()
    try:
        for turn in range(rounds + 2):
            for name, run in candidates.items():
                started = time.perf_counter()
                run()
                if turn > 1:
                    taken[name].append((time.perf_counter() - started) * 1000)
            gc.collect()
    finally:
        gc.enable()
    return {name: Timing(round(median(times), 2), round(max(times), 2), len(times)) for name, times in taken.items()}
