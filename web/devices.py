"""What a browser says of itself, in words its owner recognises: 「Edge · Windows」 instead of a line of product tokens."""

from flask_babel import gettext as _

from domain.terms import Term
from web.i18n import say

# The first that occurs counts: nearly every browser also claims to be those it descends from.
_BROWSERS = (
    ("MicroMessenger/", Term("微信", "WeChat")),
    ("DingTalk/", Term("钉钉", "DingTalk")),
    ("QQBrowser/", Term("QQ", "QQ")),
    ("Edg/", Term("Edge", "Edge")),
    ("OPR/", Term("Opera", "Opera")),
    ("Firefox/", Term("Firefox", "Firefox")),
    ("Chrome/", Term("Chrome", "Chrome")),
    ("Safari/", Term("Safari", "Safari")),
)
_SYSTEMS = (
    ("HarmonyOS", Term("鸿蒙", "HarmonyOS")),
    ("Android", Term("安卓", "Android")),
    ("iPhone", Term("iPhone", "iPhone")),
    ("iPad", Term("iPad", "iPad")),
    ("Windows", Term("Windows", "Windows")),
    ("Macintosh", Term("macOS", "macOS")),
    ("Linux", Term("Linux", "Linux")),
)


def device_name(agent: str) -> str:
    """Browser and system of the header ``agent``, as far as it tells; products are called as their makers call them."""
    known = (_first(_BROWSERS, agent), _first(_SYSTEMS, agent))
    return " · ".join(filter(None, known)) or _("其他设备")


def _first(products: tuple[tuple[str, Term], ...], agent: str) -> str:
    return next((say(name) for token, name in products if token in agent), "")
