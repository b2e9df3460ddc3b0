"""What a browser says of itself, in words its owner recognises: 「Edge · Windows」 instead of a line of product tokens."""

from flask_babel import gettext as _

from domain.terms import Term
from web.i18n import say

# The first that occurs counts: nearly every browser also claims to be those it descends from.
# A plain name is said alike in every language.
_BROWSERS = (
    ("MicroMessenger/", Term("微信", "WeChat")),
    ("DingTalk/", Term("钉钉", "DingTalk")),
    ("QQBrowser/", "QQ"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", Term("鸿蒙", "HarmonyOS")),
    ("Android", Term("安卓", "Android")),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def device_name(agent: str) -> str:
    """Browser and system of the header ``agent``, as far as it tells; products are called as their makers call them."""
    known = (_first(_BROWSERS, agent), _first(_SYSTEMS, agent))
    return " · ".join(filter(None, known)) or _("其他设备")


def _first(products: tuple[tuple[str, Term | str], ...], agent: str) -> str:
    name = next((name for token, name in products if token in agent), "")
    return say(name) if isinstance(name, Term) else name
