"""Drafts, versions and their differences in words: what changed where, whom it touches, with links to the cells."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from admin_views.studio_cards import ChangeLine, ImpactGroup, ImpactLine
from domain.access import Channel, Clearance, Level, Scope
from domain.areas import Area
from domain.terms import Term
from models.access.role import Role
from models.access.separation import Separation
from models.register import registers
from operations.policy_impact import Affected, RegisterChange, Weighed, in_words
from operations.wording import title_of_action
from permissions.document import Change, Document, Place
from permissions.grants import ANY
from web.i18n import comma, say

NAMED = 5


def change_lines(found: Iterable[Change], after: Document, before: Document, endpoint: str, **where: Any) -> Iterator[ChangeLine]:
    """Each difference of two documents in the reader's language; links lead to the matrix of ``endpoint``."""
    for change in found:
        place = change.place
        titles = {code: role.title for document in (before, after) for code, role in document.roles.items()}
        url = ""
        if place[0] == "roles" and place[1] in after.roles:
            register = place[3] if place[2] in ("actions", "fields") and place[3] in registers else ""
            url = url_for(endpoint, **where, role=place[1], register=register or None)
        yield ChangeLine(_where(place, titles), _value(place, change.before, titles), _value(place, change.after, titles), url)


def _where(place: Place, titles: Mapping[str, str]) -> str:
    match place:
        case ("roles", role, "areas", area, part):
            parts = {"reads": _("可读密级"), "writes": _("可写密级"), "above": _("高一级字段")}
            return " · ".join((titles.get(role, role), _area(area), parts.get(part, part)))
        case ("roles", role, "actions", register, action):
            return " · ".join((titles.get(role, role), _register(register), _action(register, action)))
        case ("roles", role, "fields", register, key, channel):
            return " · ".join((titles.get(role, role), _register(register), _field(register, key), _channel(channel)))
        case ("roles", role, part):
            specs = Role.register.fields
            return " · ".join((titles.get(role, role), say(specs[part].label) if part in specs else part))
        case ("caps", register, key, channel, part):
            what = _("上限") if part == "level" else _("原因")
            return " · ".join((_("字段上限"), _register(register), _field(register, key), _channel(channel), what))
        case ("separations", code, part):
            specs = Separation.register.fields
            names = {"one": "side_a", "other": "side_b", "register": "register_key"}
            spec = specs.get(names.get(part, part))
            return " · ".join((_("职责分离"), code, say(spec.label) if spec else part))
    return " · ".join(place)


def _area(area: str) -> str:
    return _("其他所有业务") if area == ANY else say(Area(area).title)


def _register(key: str) -> str:
    if key in registers:
        return say(registers[key].title)
    if key == ANY:
        return _("所有登记簿")
    group = key.removesuffix(".*")
    return _("「%(area)s」的所有登记簿", area=_area(group)) if group in set(Area) else key


def _action(register: str, action: str) -> str:
    if action == ANY:
        return _("所有操作")
    found = registers.get(register) or next(iter(registers.values()))
    return say(title_of_action(found, action))


def _field(register: str, key: str) -> str:
    spec = registers[register].fields.get(key) if register in registers else None
    return say(spec.label) if spec else key


def _channel(channel: str) -> str:
    return _("所有途径") if channel == ANY else say(Channel(channel).title)


_WORDS: dict[str, Mapping[str, Term]] = {
    "level": {level.name.lower(): level.title for level in Level},
    "clearance": {clearance.name.lower(): clearance.title for clearance in Clearance},
    "kind": {str(name): title for name, title in Role.register.fields["kind"].titles.items()},
}


def _value(place: Place, value: Any, titles: Mapping[str, str]) -> str:
    if value in (None, "", []):
        return _("（没有）")
    if isinstance(value, list):
        scopes = {scope.value: say(scope.title) for scope in Scope}
        return comma().join(scopes.get(one, titles.get(one, one)) for one in value)
    if place[0] == "roles" and place[2] == "kind":
        return say(_WORDS["kind"][value])
    if place[-1] in ("reads", "writes"):
        return say(_WORDS["clearance"][value])
    if place[-1] in ("level", "above") or "fields" in place[2:3]:
        return say(_WORDS["level"].get(value, Term(value, value)))
    return str(value)


def impact_groups(weighed: Weighed, document: Document) -> Iterator[ImpactGroup]:
    """For each group of people with the same roles what they gain and lose."""
    for group in weighed.affected:
        titles = [document.roles[code].title if code in document.roles else code for code in sorted(group.roles)]
        names = comma().join(person.name for person in group.people[:NAMED])
        several = _("%(names)s 等 %(count)s 人", names=names, count=len(group.people)) if len(group.people) > NAMED else names
        lines = tuple(
            ImpactLine(say(registers[one.register].title), tuple(map(say, in_words(one))), _rows(group, one), one.gains)
            for one in group.changes
        )
        yield ImpactGroup(several, comma().join(titles), lines)


def _rows(group: Affected, change: RegisterChange) -> str:
    found = [rows for (_person, register), rows in group.rows.items() if register == change.register]
    more, less = max((rows.more for rows in found), default=0), max((rows.less for rows in found), default=0)
    said = []
    if more:
        said.append(_("每人至多多看到 %(count)s 条", count=f"{more:,}"))
    if less:
        said.append(_("每人至多少看到 %(count)s 条", count=f"{less:,}"))
    return "，".join(said)
