"""Chinese first, English complete: which language a reader has, and how a Term is said in it."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import LazyString, get_translations

from domain.terms import Term

LOCALES = ("zh", "en")
COOKIE = "locale"


def locale() -> str:
    """``zh`` or ``en``: what the reader chose, Chinese otherwise."""
    try:
        return str(g.locale)  # a page asks dozens of times
    except (AttributeError, RuntimeError):  # for the first time, or outside of an application
        return _chosen()


def _chosen() -> str:
    if not has_request_context():
        return "zh"
    chosen = request.cookies.get(COOKIE, "")
    found = g.locale = chosen if chosen in LOCALES else "zh"
    return found


def babel_locale() -> str:
    """The locale as Babel names it; Chinese is the source language and needs no catalogue."""
    return "en" if locale() == "en" else "zh_Hans_CN"


def say(term: Term | str | None) -> str:
    """A word of the business in the reader's language."""
    return term.say(locale()) if isinstance(term, Term) else (term or "")


@lru_cache(maxsize=8192)
def _english(sentence: str) -> str:
    return str(get_translations().ugettext(sentence))


def _in_chinese(sentence: str, **values: Any) -> str:
    return sentence % values if values else sentence


def _in_english(sentence: str, **values: Any) -> str:
    said = _english(sentence)
    return said % values if values else said


def gettext_of(language: str) -> Callable[..., str]:
    """The gettext of a page in ``language``: nothing to do in Chinese, the source language; a look-up in English."""
    return _in_chinese if language == "zh" else _in_english


def install(app: Flask) -> None:
    """Give templates a gettext that asks for the language at each sentence; pages bring their own (see gettext_of)."""

    def gettext(sentence: str, **values: Any) -> str:
        return gettext_of(locale())(sentence, **values)

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
