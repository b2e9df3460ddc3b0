"""The arithmetic of incentives (K2, K8.16–K8.20): pure functions on Decimal; every number comes in from the rules."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
NOTHING = Decimal(0)
_HUNDRED = Decimal(100)


def cents(amount: Decimal) -> Decimal:
    """``amount`` in yuan, rounded half up to the cent."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def percent_of(amount: Decimal, percent: int) -> Decimal:
    """``percent`` % of ``amount``, to the cent."""
    return cents(amount * percent / _HUNDRED)


def points_pay(points: Decimal, base: int, yuan: int) -> Decimal:
    """K2.3: what lies above the base, in yuan; nothing below it."""
    return cents(max(NOTHING, points - base) * yuan)


def ranks(scores: Mapping[int, Decimal]) -> dict[int, int]:
    """Who stands where, best first; the same score gives the same rank, and the next rank counts all before it."""
    ordered = sorted(scores.values(), reverse=True)
    return {who: ordered.index(score) + 1 for who, score in scores.items()}


def rank_award(rank: int, first: tuple[int, int], then: tuple[int, int]) -> Decimal:
    """K2.5: ``first`` and ``then`` are (last rank, yuan): ranks 1–3 and 4–8; nobody after them."""
    for last, yuan in (first, then):
        if 1 <= rank <= last:
            return Decimal(yuan)
    return NOTHING


def parts_rate(margin: Decimal, day_fee: Decimal, least_fee: int, low: tuple[int, int], high: tuple[int, int]) -> int:
    """K2.8, K2.9: the percent of a quotation whose margin (percent) and fee per man-day meet the principle; 0 if they do not.

    ``low`` and ``high`` are (margin, percent).
    """
    if day_fee < least_fee:
        return 0
    return next((percent for least, percent in (high, low) if margin >= least), 0)


def commission(amount: Decimal, received: Decimal, percent: int) -> Decimal:
    """K2.8, K2.9: of the actual amount, and nothing before all of it has been paid."""
    return percent_of(amount, percent) if amount > 0 and received >= amount else NOTHING


def split(whole: Decimal, percent: int) -> tuple[Decimal, Decimal]:
    """K2.11: the share of the person and the rest, which is the team's: together the whole, to the cent."""
    whole = cents(whole)
    own = percent_of(whole, percent)
    return own, whole - own


def shares(whole: Decimal, people: int) -> list[Decimal]:
    """K2.16: one amount among ``people`` (one at least), evenly to the cent; the first of them have the cents that are left over."""
    each = (whole / people).quantize(CENT, rounding=ROUND_DOWN)
    over = int((cents(whole) - each * people) / CENT)
    return [each + CENT if place < over else each for place in range(people)]


def payout_month(day: date) -> date:
    """K2.12: the first day of the month in which the quarter of ``day`` is paid: April, July, October, January of next year."""
    following = (day.month - 1) // 3 * 3 + 4
    return date(day.year + 1, 1, 1) if following > 12 else date(day.year, following, 1)


def late_deduction(base_wage: Decimal, days: int, few: int, times: int, many: int) -> Decimal:
    """K8.20: each day late costs ``few`` % of the base wage; from ``times`` in a month on, each of them ``many`` %."""
    return percent_of(base_wage, (many if days >= times else few) * days)
