"""Searching for a whole number from a page: in a transaction of its own, because looking must leave its row and a GET writes none."""

from collections.abc import Iterable, Mapping

from domain.errors import TooOften
from models.engine import FencedSession
from models.fence import act
from models.register import Register
from operations.exact_search import asks_exactly, search_exactly
from web.context import authority, now
from web.extensions import db
from web.i18n import say


def exact_hits(several: Iterable[Register], typed: str) -> tuple[Mapping[str, tuple[int, ...]], str]:
    """(register → ids of the records whose masked number is just ``typed``, a sentence when the hour's limit is reached).

    Both are empty for whoever may not reveal or only looks with another's eyes, and for a text that is not a whole number.
    """
    who, asked = authority(), tuple(several)
    if not typed or db.session.info.get("looking") or not asks_exactly(who, asked, typed):
        return {}, ""
    with FencedSession(db.engine) as own:
        act(own, who, clock=now)
        try:
            found = search_exactly(own, who, asked, typed)
        except TooOften as refusal:
            return {}, say(refusal.sentence)
        own.commit()
    return {one.register.key: one.ids for one in found}, ""
