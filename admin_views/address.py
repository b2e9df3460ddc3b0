"""A list's state lives in its address: search, filters, order, columns, size and place; read here, written here."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from domain.errors import Invalid, missing
from domain.kinds import TEXTS
from domain.terms import Term
from domain.values import read_number
from models import checks
from models.audit import plain
from models.fields import Field
from models.register import Register
from operations.filtering import Condition
from operations.listing import Cursor, Query

_ID = re.compile(r"[1-9][0-9]{0,17}")
SIZES = (20, 50, 100, 200)
USUAL_SIZE = 50
SEARCH_LENGTH = 100
BAD_PLACE = Term("翻页的地址有误，请从第一页开始。", "The page address is wrong; start from the first page.")
BAD_SIZE = Term("每页条数有误，可选 20、50、100、200。", "The page size must be 20, 50, 100 or 200.")


@dataclass(frozen=True, slots=True)
class ListAddress:
    """What the address of a list says, as raw text."""

    search: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: str = ""
    size: int = USUAL_SIZE
    columns: tuple[str, ...] = ()
    place: tuple[str, str] | None = None
    """(``after``, ``before`` or ``end``; token)."""

    def pairs(self, *, place: bool = False) -> list[tuple[str, str]]:
        """The parameters of this address, without the search words."""
        pairs = [(f"f.{c.key}.{c.operator}", value) for c in self.conditions for value in c.values]
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.size != USUAL_SIZE:
            pairs.append(("size", str(self.size)))
        pairs += [("c", key) for key in self.columns]
        if place and self.place:
            pairs.append(self.place)
        return pairs

    def url(self, path: str, **change: Any) -> str:
        """The address with some parts changed; the place is dropped unless it is given."""
        other = ListAddress(
            **{**{name: getattr(self, name) for name in self.__dataclass_fields__}, "place": None, **change}
        )
        pairs = ([("q", other.search)] if other.search else []) + other.pairs(place=True)
        return f"{path}?{urlencode(pairs)}" if pairs else path


def read_address(args: MultiDict[str, str] | Mapping[str, str]) -> ListAddress:
    """Read the parameters of a list page or of a form that repeats them; raises Invalid for impossible ones."""
    found: MultiDict[str, str] = args if isinstance(args, MultiDict) else MultiDict(args)
    conditions = []
    for name in found:
        if name.startswith("f."):
            values = tuple(checks.values.clean_text(value) for value in found.getlist(name) if not checks.values.is_blank(value))
            key, _, operator = name[2:].rpartition(".")
            if values:
                conditions.append(Condition(key or operator, operator if key else "", values))
    size = read_number(found["size"]) if found.get("size") else USUAL_SIZE
    if size not in SIZES:
        raise Invalid(BAD_SIZE)
    place = next(((name, found[name]) for name in ("after", "before", "end") if found.get(name)), None)
    return ListAddress(
        # Spaces stay as typed: names hold full-width ones, and a search for what is stored must find it.
        search=checks.values.clean_text(found.get("q", ""))[:SEARCH_LENGTH].strip(),
        conditions=tuple(conditions),
        sort=found.get("sort", "")[:60],
        size=size,
        columns=tuple(dict.fromkeys(found.getlist("c")))[:60],
        place=place,
    )


def query_of(address: ListAddress, register: Register) -> Query:
    """The query of an address, the lines of one sheet from the first; an unknown sort is left to the listing, which refuses it."""
    sort = address.sort.lstrip("-")
    lines = register.ascending and any(one.key == register.parent for one in address.conditions)
    descending = address.sort.startswith("-") if address.sort else not lines
    order = register.fields.get(sort or register.newest)
    cursor = None
    if address.place:
        name, token = address.place
        cursor = Cursor(end=True) if name == "end" else _cursor(token, order, backwards=name == "before")
    return Query(address.search, address.conditions, sort, descending, address.size, cursor)


def read_id(text: str) -> int:
    """The id of a record from an address or form; raises Missing, because what is no id is no record either."""
    if not _ID.fullmatch(text):
        raise missing()
    return int(text)


def token_of(value: Any, key: int) -> str:
    """A place in the list for the address: the sort value and the id of a row."""
    text = json.dumps([plain(value), key], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_place(token: str) -> tuple[str, int]:
    """The text and id that :func:`token_of` wrote; raises Invalid for anything else."""
    try:
        value, key = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if not isinstance(value, str):
            raise ValueError
        return value, read_number(key)
    except (ValueError, TypeError, RecursionError, binascii.Error, Invalid) as error:
        raise Invalid(BAD_PLACE) from error


def _cursor(token: str, order: Field | None, *, backwards: bool) -> Cursor:
    try:
        value, key = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        key = read_number(key)
        if order is None or order.target or value is None:
            return Cursor(None, key, backwards)
        if not isinstance(value, str | int | bool):
            raise ValueError
        # Cleaned: base64 lets characters through that no database takes.
        return Cursor(checks.values.clean_text(str(value)) if order.kind in TEXTS else checks.read(order, value), key, backwards)
    except (ValueError, TypeError, RecursionError, binascii.Error, Invalid) as error:
        raise Invalid(BAD_PLACE) from error


