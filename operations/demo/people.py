"""Made-up people: names, telephone numbers of a range that nobody has, identity numbers that check."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from operations.demo.words import GIVEN, SURNAMES

# No carrier has been given 160, so nobody's telephone rings.
MOBILE_PREFIX = "160"
# Counties that have had their code longer than anybody here has lived.
_COUNTIES = ("310101", "310104", "310105", "310106", "310107", "310109", "310110", "340121", "340421", "340621")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def pick(draw: Random, choices: Sequence[str]) -> str:
    """One of ``choices``; faster than Random.choice, which matters a million times."""
    return choices[int(draw.random() * len(choices))]


def person_name(draw: Random) -> str:
    """A surname with one or two characters after it."""
    second = pick(draw, GIVEN) if draw.random() < 0.7 else ""
    return pick(draw, SURNAMES) + pick(draw, GIVEN) + second


def mobile(number: int) -> str:
    """The made-up mobile number that belongs to ``number``, of which the last eight digits count."""
    return f"{MOBILE_PREFIX}{number % 100_000_000:08d}"


def identity(draw: Random, oldest: int, youngest: int) -> str:
    """An identity number of somebody born between two years (both included), with its check digit."""
    born = date(oldest, 1, 1) + timedelta(days=int(draw.random() * 365 * (youngest - oldest + 1)))
    body = f"{pick(draw, _COUNTIES)}{born:%Y%m%d}{int(draw.random() * 999) + 1:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]
