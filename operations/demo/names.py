"""Made-up companies: names of the brands, trades and endings that a package ships, and credit codes that check."""

import re
from dataclasses import dataclass
from functools import lru_cache

from operations.demo.words import ENDINGS, LAST_OF_A_BRAND, NOT_IN_A_BRAND, TRADES
from operations.package_files import package_lines

PACKAGE = "companynameparser"
_BRAND = re.compile(f"[一-鿿]{{2}}|[一-鿿]{{2,3}}[{LAST_OF_A_BRAND}]")
# A stride without a common divisor walks through all brands before one comes again.
_STRIDE = 104_729
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_VALUES = {sign: value for value, sign in enumerate(_CODE_SIGNS)}
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Parts:
    """What names are made of."""

    brands: tuple[str, ...]
    trades: tuple[str, ...]
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A whole name with the parts that other fields repeat."""

    name: str
    brand: str
    trade: str


@lru_cache(maxsize=1)
def parts() -> Parts:
    """The usable brands (2–4 characters, none of them a trade), trades and endings; raises Missing."""
    shipped = package_lines(PACKAGE, "trade.txt")
    words = {trade for trade in shipped if len(trade) > 1}
    brands = dict.fromkeys(
        brand
        for brand in package_lines(PACKAGE, "brand.txt")
        if _BRAND.fullmatch(brand) and NOT_IN_A_BRAND.isdisjoint(brand) and not _holds(brand, words)
    )
    endings = set(package_lines(PACKAGE, "suffix.txt"))
    return Parts(
        tuple(brands),
        tuple(dict.fromkeys(trade for trade in shipped if trade in TRADES)),
        tuple(ending for ending in ENDINGS if ending in endings),
    )


def _holds(brand: str, words: set[str]) -> bool:
    length = len(brand)
    return any(brand[start:end] in words for start in range(length - 1) for end in range(start + 2, length + 1))


def company_name(position: int, city: str, form: float) -> CompanyName:
    """The name of company number ``position`` in ``city``; no brand meets a trade twice within millions of positions.

    ``form`` (0 … 1) decides the ending and whether the city stands in brackets.
    """
    kept = parts()
    round_, index = divmod(position, len(kept.brands))
    walked = index * _STRIDE % len(kept.brands)
    brand = kept.brands[walked]
    trade = kept.trades[(walked * walked // 7 + round_) % len(kept.trades)]
    ending = kept.endings[int(form * len(kept.endings))]
    # The second decimal, so that brackets are found with every ending.
    bracketed = int(form * 100) % 10 == 0
    name = f"{brand}（{city}）{trade}{ending}" if bracketed else f"{city}{brand}{trade}{ending}"
    return CompanyName(name, brand, trade)


def credit_code(position: int, county: str) -> str:
    """A credit code that checks; DEM in its organisation part says that it was made up."""
    signs, rest = "", position
    for _ in range(5):
        rest, sign = divmod(rest, len(_CODE_SIGNS))
        signs = _CODE_SIGNS[sign] + signs
    organisation = "DEM" + signs
    total = sum(int(sign, 36) * weight for sign, weight in zip(organisation, _ORGANISATION_WEIGHTS, strict=True))
    body = f"91{county}{organisation}{'0123456789X'[-total % 11]}"
    total = sum(_CODE_VALUES[sign] * weight for sign, weight in zip(body, _CODE_WEIGHTS, strict=True))
    return body + _CODE_SIGNS[-total % 31]
