"""What is wrong with a policy before anybody publishes it: unknown names, cycles, empty lists, rights that cannot be used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from domain.access import Action, Channel, Clearance, Level, Scope
from domain.areas import Area
from domain.terms import Term
from domain.values import is_blank
from permissions.document import ABOVE, ROLE_KINDS, Document, Place, Plain, from_plain
from permissions.grants import ANY, Catalogue, RegisterFacts
from permissions.policy import compile_plan
from permissions.separation import ApartKind

UNKNOWN = Term("「{where}」里的「{name}」不存在{near}。请改正后再试。", "“{name}” in “{where}” does not exist{near}. Correct it.")
NEAR = Term("，最接近的是「{near}」", "; the nearest is “{near}”")
EMPTY = Term("「{where}」是空的。空不等于全部：请写明，或删去这一项。", "“{where}” is empty. Empty is not everything: say it, or remove it.")
SHAPE = Term("「{where}」的写法不对，应为{wanted}。", "“{where}” has the wrong form; it must be {wanted}.")
A_GROUP = Term("“名称: 内容”的一组", "a group of “name: content”")
A_LIST = Term("一个列表", "a list")
A_TEXT = Term("一段文字", "a text")
CYCLE = Term("角色继承成环：{path}。请去掉其中一个继承。", "Roles inherit in a circle: {path}. Remove one of the links.")
USELESS_CREATE = Term(
    "角色「{role}」可以新建「{register}」，却不能填必填字段「{field}」，新建一定失败。请给可写，或收回新建。",
    "Role “{role}” may create “{register}” but may not write the required field “{field}”. Grant it, or take the right away.",
)
BOTH_SIDES = Term("职责分离「{name}」的两边都有「{same}」。", "Both sides of the separation “{name}” name “{same}”.")

_ROLE_PARTS = {"title", "kind", "note", "parents", "areas", "actions", "fields"}
_AREA_PARTS = {"reads", "writes", "above"}
_APART_PARTS = {"title", "kind", "register", "one", "other", "reason"}
_CLEARANCES = {clearance.name.lower() for clearance in Clearance}
_LEVELS = {level.name.lower() for level in Level}
_SCOPES = {scope.value for scope in Scope}
_CHANNELS = {channel.value for channel in Channel} | {ANY}
_AREAS = {area.value for area in Area} | {ANY}


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence about one place of a policy."""

    place: Place
    sentence: Term


def problems(plain: Plain, catalogue: Catalogue) -> tuple[Problem, ...]:
    """Everything wrong with a plain document, worst first; empty when it can be published.

    ``catalogue`` holds all registers, those of areas that are switched off too: their rules wait for them.
    """
    found = tuple(_Reader(plain, catalogue).read())
    if found:
        return found
    document = from_plain(plain)
    return (*_cycles(document), *_useless(document, catalogue))


class _Reader:
    """Walks a plain document, which may be anything somebody typed."""

    def __init__(self, plain: Any, catalogue: Catalogue) -> None:
        self._plain, self._catalogue = plain, catalogue
        self._groups = {f"{facts.area}.*" for facts in catalogue.values()} | {f"{area}.*" for area in Area} | {ANY}

    def read(self) -> Iterator[Problem]:
        """Names and forms, place by place."""
        if not isinstance(self._plain, dict):
            yield _said((), SHAPE, wanted=A_GROUP)
            return
        yield from _names((), self._plain, {"roles", "caps", "separations", "format"})
        roles = yield from _group((), self._plain, "roles", needed=True)
        for code, role in roles.items():
            yield from self._role(("roles", str(code)), role, set(roles))
        caps = yield from _group((), self._plain, "caps")
        yield from self._keys(("caps",), caps, self._cap)
        separations = yield from _group((), self._plain, "separations")
        for code, apart in separations.items():
            yield from self._apart(("separations", str(code)), apart, set(roles))

    def _role(self, place: Place, role: Any, roles: set[str]) -> Iterator[Problem]:
        if not isinstance(role, dict):
            yield _said(place, SHAPE, wanted=A_GROUP)
            return
        yield from _names(place, role, _ROLE_PARTS)
        yield from _text(place, role, "title", needed=True)
        yield from _text(place, role, "note")
        yield from _one_of((*place, "kind"), role.get("kind"), set(ROLE_KINDS))
        yield from _several((*place, "parents"), role.get("parents", []), roles, may_be_empty=True)
        areas = yield from _group(place, role, "areas")
        for area, right in areas.items():
            yield from self._area((*place, "areas", str(area)), area, right)
        actions = yield from _group(place, role, "actions")
        for register, granted in actions.items():
            yield from self._actions((*place, "actions", str(register)), register, granted)
        fields = yield from _group(place, role, "fields")
        yield from self._keys((*place, "fields"), fields, lambda spot, level: _one_of(spot, level, _LEVELS))

    def _area(self, place: Place, area: Any, right: Any) -> Iterator[Problem]:
        yield from _one_of(place[:-1], area, _AREAS)
        if not isinstance(right, dict):
            yield _said(place, SHAPE, wanted=A_GROUP)
            return
        yield from _names(place, right, _AREA_PARTS)
        yield from _one_of((*place, "reads"), right.get("reads"), _CLEARANCES)
        yield from _one_of((*place, "writes"), right.get("writes") or "open", _CLEARANCES)
        yield from _one_of((*place, "above"), right.get("above", "hidden"), {level.name.lower() for level in ABOVE})

    def _actions(self, place: Place, register: Any, granted: Any) -> Iterator[Problem]:
        if not isinstance(granted, dict):
            yield _said(place, SHAPE, wanted=A_GROUP)
            return
        yield from _one_of(place[:-1], register, set(self._catalogue) | self._groups)
        if not granted:
            yield _said(place, EMPTY)
        known = self._actions_of(register) | {ANY}
        for action, scopes in granted.items():
            yield from _one_of(place, action, known)
            yield from _several((*place, str(action)), scopes, _SCOPES)

    def _actions_of(self, register: Any) -> set[str]:
        """The actions of a register, or for a group those of any register: an area may still be empty."""
        if register in self._catalogue:
            return set(self._catalogue[register].actions)
        return {action for facts in self._catalogue.values() for action in facts.actions} | {str(action) for action in Action}

    def _keys(self, place: Place, registers: Mapping[Any, Any], check: Any) -> Iterator[Problem]:
        """register → field → channel → what ``check`` looks at."""
        for register, keys in registers.items():
            yield from _one_of(place, register, set(self._catalogue))
            if not isinstance(keys, dict) or not keys:
                yield _said((*place, str(register)), EMPTY if keys == {} else SHAPE, wanted=A_GROUP)
                continue
            facts = self._catalogue.get(register)
            for key, channels in keys.items():
                spot = (*place, str(register), str(key))
                if facts:
                    yield from _one_of(spot[:-1], key, {spec.key for spec in facts.fields})
                if not isinstance(channels, dict) or not channels:
                    yield _said(spot, EMPTY if channels == {} else SHAPE, wanted=A_GROUP)
                    continue
                for channel, value in channels.items():
                    yield from _one_of(spot, channel, _CHANNELS)
                    yield from check((*spot, str(channel)), value)

    @staticmethod
    def _cap(place: Place, cap: Any) -> Iterator[Problem]:
        if not isinstance(cap, dict):
            yield _said(place, SHAPE, wanted=A_GROUP)
            return
        yield from _names(place, cap, {"level", "reason"})
        yield from _one_of((*place, "level"), cap.get("level"), _LEVELS)
        yield from _text(place, cap, "reason", needed=True)

    def _apart(self, place: Place, apart: Any, roles: set[str]) -> Iterator[Problem]:
        if not isinstance(apart, dict):
            yield _said(place, SHAPE, wanted=A_GROUP)
            return
        yield from _names(place, apart, _APART_PARTS)
        yield from _text(place, apart, "title", needed=True)
        yield from _text(place, apart, "reason", needed=True)
        yield from _one_of((*place, "kind"), apart.get("kind"), {kind.value for kind in ApartKind})
        known = roles
        if apart.get("kind") != ApartKind.STATIC.value:
            yield from _one_of((*place, "register"), apart.get("register"), set(self._catalogue))
            known = self._actions_of(apart.get("register"))
        for side in ("one", "other"):
            yield from _several((*place, side), apart.get(side, []), known)
        if isinstance(apart.get("one"), list) and isinstance(apart.get("other"), list):
            for same in sorted({str(name) for name in apart["one"]} & {str(name) for name in apart["other"]}):
                yield Problem(place, BOTH_SIDES.format(name=apart.get("title", place[-1]), same=same))


def _said(place: Place, sentence: Term, **data: Any) -> Problem:
    return Problem(place, sentence.format(where=" › ".join(place) or "权限方案", **data))


def _names(place: Place, found: Mapping[Any, Any], known: set[str]) -> Iterator[Problem]:
    for name in found:
        yield from _one_of(place, name, known)


def _one_of(place: Place, name: Any, known: set[str]) -> Iterator[Problem]:
    if not isinstance(name, str) or name not in known:
        near = get_close_matches(str(name), sorted(known), 1)
        hint = NEAR.format(near=near[0]) if near else Term("", "")
        yield _said(place, UNKNOWN, name=str(name)[:60] if name is not None else "（空）", near=hint)


def _several(place: Place, names: Any, known: set[str], *, may_be_empty: bool = False) -> Iterator[Problem]:
    if not isinstance(names, list):
        yield _said(place, SHAPE, wanted=A_LIST)
        return
    if not names and not may_be_empty:
        yield _said(place, EMPTY)
    for name in names:
        yield from _one_of(place, name, known)


def _text(place: Place, found: Mapping[str, Any], key: str, *, needed: bool = False) -> Iterator[Problem]:
    value = found.get(key, "")
    if not isinstance(value, str):
        yield _said((*place, key), SHAPE, wanted=A_TEXT)
    elif needed and is_blank(value):
        yield _said((*place, key), EMPTY)


def _group(place: Place, found: Mapping[str, Any], key: str, *, needed: bool = False) -> Any:
    value = found.get(key, {})
    if not isinstance(value, dict):
        yield _said((*place, key), SHAPE, wanted=A_GROUP)
        return {}
    if needed and not value:
        yield _said((*place, key), EMPTY)
    return value


def _cycles(document: Document) -> Iterator[Problem]:
    done: set[str] = set()
    for start in sorted(document.roles):
        path = _circle(document, start, ())
        if path and not done & set(path):
            done |= set(path)
            names = " → ".join(document.roles[code].title for code in path)
            yield Problem(("roles", path[0], "parents"), CYCLE.format(path=names))


def _circle(document: Document, code: str, path: Place) -> Place:
    """The way back to ``code``'s first repetition, or nothing."""
    if code in path:
        return (*path[path.index(code):], code)
    for above in sorted(document.roles[code].rights.parents):
        found = _circle(document, above, (*path, code))
        if found:
            return found
    return ()


def _useless(document: Document, catalogue: Catalogue) -> Iterator[Problem]:
    """Roles that may create what they could never save, because of a right stated in the document."""
    for code, role in sorted(document.roles.items()):
        stating = {register for (register, action) in role.rights.actions if action in (Action.CREATE, ANY)}
        if not stating:
            continue
        plan = compile_plan(0, catalogue, document.rights, (code,), document.ceilings)
        for facts in catalogue.values():
            if stating & {facts.key, f"{facts.area}.*"} and plan.may(facts.key, Action.CREATE):
                for key in _unwritable(facts, plan):
                    yield Problem(
                        ("roles", code, "fields", facts.key, key),
                        USELESS_CREATE.format(role=role.title, register=facts.key, field=key),
                    )


def _unwritable(facts: RegisterFacts, plan: Any) -> Iterator[str]:
    for spec in facts.fields:
        if spec.required and not spec.system:
            level = plan.level(facts.key, spec.key, Channel.FORM, action=Action.CREATE)
            if level < Level.WRITE:
                yield spec.key
