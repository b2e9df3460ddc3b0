"""Chinese first, English complete: which language a reader has, and how a Term is said in it."""

from typing import Any

from flask import g, has_request_context, request
from flask_babel import LazyString

from domain.terms import Term

LOCALES = ("zh", "en")
COOKIE = "locale"


def locale() -> str:
    """``zh`` or ``en``: what the reader chose, Chinese otherwise."""
    if not has_request_context():
        return "zh"
    found = g.get("locale")
    if found is None:
        chosen = request.cookies.get(COOKIE, "")
        found = g.locale = chosen if chosen in LOCALES else "zh"
    return str(found)


def babel_locale() -> str:
    """The locale as Babel names it; Chinese is the source language and needs no catalogue."""
    return "en" if locale() == "en" else "zh_Hans_CN"


def say(term: Term | str | None) -> str:
    """A word of the business in the reader's language."""
    return term.say(locale()) if isinstance(term, Term) else (term or "")


def lazily(term: Term) -> Any:
    """A word said when it is shown, for what is built once at start-up."""
    return LazyString(lambda: say(term))
