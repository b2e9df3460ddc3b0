"""How a masked value looks, per kind of mask: enough to recognise, not enough to use (A7.1)."""

from collections.abc import Callable
from enum import StrEnum

STARS = "****"


class Mask(StrEnum):
    """The ways to mask a value."""

    FULL = "full"
    PHONE = "phone"
    NAME = "name"
    ID_CARD = "id_card"
    EMAIL = "email"
    CODE = "code"
    ADDRESS = "address"


def masked(value: object, mask: Mask) -> str:
    """``value`` as shown to somebody who may only recognise it; empty stays empty, anything odd becomes stars."""
    text = "" if value is None else str(value)
    return _MASKS[mask](text) if text else ""


def _phone(text: str) -> str:
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else STARS


def _name(text: str) -> str:
    return f"{text[0]}**" if len(text) > 1 else STARS


def _id_card(text: str) -> str:
    return f"{text[:3]}***********{text[-4:]}" if len(text) >= 15 else STARS


def _email(text: str) -> str:
    name, at, host = text.partition("@")
    return f"{name[0]}***@{host}" if at and len(name) > 1 else STARS


def _code(text: str) -> str:
    return f"{text[:4]}****{text[-2:]}" if len(text) >= 10 else STARS


def _address(text: str) -> str:
    return f"{text[:6]}****" if len(text) > 8 else STARS


_MASKS: dict[Mask, Callable[[str], str]] = {
    Mask.FULL: lambda _text: STARS,
    Mask.PHONE: _phone,
    Mask.NAME: _name,
    Mask.ID_CARD: _id_card,
    Mask.EMAIL: _email,
    Mask.CODE: _code,
    Mask.ADDRESS: _address,
}
