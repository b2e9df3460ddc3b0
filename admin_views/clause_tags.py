"""A clause beside what rests on it: its number, and what it demands when one points at it."""

from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from domain.clauses import clauses
from web.i18n import locale, say

_TAG = Markup('<span class="clause"{}>{}</span>')
_SAYS = Markup(' title="{}"')


def init_app(app: Flask) -> None:
    """Templates write ``{{ code|clause }}``."""
    app.jinja_env.filters["clause"] = clause_tag


def clause_tag(code: str) -> Markup:
    """The tag of a clause, or of several that a text names (K3.14、K3.19)."""
    return _tag(str(code), locale())


@lru_cache(maxsize=2048)
def _tag(code: str, _locale: str) -> Markup:
    known = clauses().get(code)
    return _TAG.format(_SAYS.format(say(known.says)) if known else "", code)
