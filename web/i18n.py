"""Chinese first, English complete: which language a reader has, and how a Term is said in it."""

from functools import lru_cache
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import LazyString, get_translations

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


def install(app: Flask) -> None:
    """Give templates a gettext that costs nothing in Chinese, the source language, and a dictionary look-up in English."""

    @lru_cache(maxsize=8192)
    def english(sentence: str) -> str:
        return str(get_translations().ugettext(sentence))

    def gettext(sentence: str, **values: Any) -> str:
        said = sentence if locale() == "zh" else english(sentence)
        return said % values if values else said

    def ngettext(one: str, many: str, num: int, **values: Any) -> str:
        said = many if locale() == "zh" else str(get_translations().ungettext(one, many, num))
        return said % {"num": num, **values}

    # Plain strings: what a page shows is escaped when it is shown, sentence and values alike.
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)


def comma() -> str:
    """What stands between the parts of a list."""
    return "、" if locale() == "zh" else ", "


def lazily(term: Term) -> Any:
    """A word said when it is shown, for what is built once at start-up."""
    return LazyString(lambda: say(term))
