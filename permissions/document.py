"""The whole policy as one value: what a draft holds, what is compared, fingerprinted and carried between sites."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain.access import Channel, Clearance, Level, Scope
from domain.areas import Area
from permissions.grants import ANY, AreaRight, Caps, Rights
from permissions.separation import Apart, ApartKind

Plain = dict[str, Any]
"""A document as JSON or YAML hold it: ``roles``, ``caps`` and ``separations``, everything by its code."""
Place = tuple[str, ...]
"""Where in a plain document a value stands: ``("roles", "clerk", "fields", "customer", "contact_phone", "*")``."""

ABOVE = (Level.HIDDEN, Level.MASKED)
ROLE_KINDS = ("base", "business", "admin", "temporary")


@dataclass(frozen=True, slots=True)
class RoleText:
    """A role: its names, and what it states itself."""

    title: str
    kind: str
    rights: Rights
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cap:
    """A ceiling above all roles and why it is there."""

    level: Level
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """Roles, caps and separations; who holds the roles is not part of it, for people differ from site to site."""

    roles: Mapping[str, RoleText] = field(default_factory=dict)
    caps: Mapping[tuple[str, str, Channel | None], Cap] = field(default_factory=dict)
    aparts: Mapping[str, Apart] = field(default_factory=dict)

    @property
    def rights(self) -> dict[str, Rights]:
        """Role → what it states, as compile_plan takes it."""
        return {code: role.rights for code, role in self.roles.items()}

    @property
    def ceilings(self) -> Caps:
        """Caps as compile_plan takes them."""
        return {place: cap.level for place, cap in self.caps.items()}

    def with_role(self, code: str, **changed: Any) -> "Document":
        """The document with other rights (``areas``, ``actions``, ``fields``, ``parents``) or names of one role."""
        role = self.roles[code]
        rights = replace(role.rights, **{key: changed.pop(key) for key in RIGHTS if key in changed})
        return replace(self, roles={**self.roles, code: replace(role, rights=rights, **changed)})


RIGHTS = ("areas", "actions", "fields", "parents")


# ---- plain form ------------------------------------------------------------------------------------------------------


def as_plain(document: Document) -> Plain:
    """The document as nested dictionaries of texts, sorted, the same for equal documents."""
    return {
        "roles": {code: _plain_role(document.roles[code]) for code in sorted(document.roles)},
        "caps": _nest(
            ((register, key, _star(channel)), {"level": cap.level.name.lower(), "reason": cap.reason})
            for (register, key, channel), cap in document.caps.items()
        ),
        "separations": {
            code: {
                "title": apart.title, "kind": apart.kind.value, "register": apart.register_key,
                "one": sorted(apart.side_a), "other": sorted(apart.side_b), "reason": apart.reason,
            }
            for code, apart in sorted(document.aparts.items())
        },
    }  # fmt: skip


def _plain_role(role: RoleText) -> Plain:
    rights = role.rights
    return {
        "title": role.title,
        "kind": role.kind,
        "note": role.note,
        "parents": sorted(rights.parents),
        "areas": {
            _star(area): {
                "reads": right.reads.name.lower(),
                "writes": right.writes.name.lower() if right.writes is not None else "",
                "above": right.above.name.lower(),
            }
            for area, right in sorted(rights.areas.items(), key=lambda item: _star(item[0]))
        },
        "actions": _nest(
            (place, [scope.value for scope in Scope if scope in scopes]) for place, scopes in rights.actions.items()
        ),
        "fields": _nest(
            ((register, key, _star(channel)), level.name.lower())
            for (register, key, channel), level in rights.fields.items()
        ),
    }


def _nest(values: Iterator[tuple[tuple[str, ...], Any]]) -> Plain:
    nested: Plain = {}
    for place, value in sorted(values, key=lambda item: item[0]):
        inner = nested
        for part in place[:-1]:
            inner = inner.setdefault(part, {})
        inner[place[-1]] = value
    return nested


def _star(value: Area | Channel | None) -> str:
    return value.value if value is not None else ANY


def from_plain(plain: Plain) -> Document:
    """The document of a plain form that :func:`permissions.document_checks.problems` has found nothing wrong with.

    Raises KeyError or ValueError for a name that does not exist.
    """
    return Document(
        {code: _role(code, role) for code, role in plain.get("roles", {}).items()},
        {
            (register, key, _channel(channel)): Cap(Level[cap["level"].upper()], cap.get("reason", ""))
            for register, keys in plain.get("caps", {}).items()
            for key, channels in keys.items()
            for channel, cap in channels.items()
        },
        {
            code: Apart(
                code, apart["title"], ApartKind(apart["kind"]), apart.get("register", ""),
                frozenset(apart["one"]), frozenset(apart["other"]), apart.get("reason", ""),
            )
            for code, apart in plain.get("separations", {}).items()
        },
    )  # fmt: skip


def _role(code: str, plain: Plain) -> RoleText:
    areas = {
        None if area == ANY else Area(area): AreaRight(
            Clearance[right["reads"].upper()],
            Clearance[right["writes"].upper()] if right.get("writes") else None,
            Level[right.get("above", "hidden").upper()],
        )
        for area, right in plain.get("areas", {}).items()
    }
    actions = {
        (register, action): frozenset(Scope(scope) for scope in scopes)
        for register, found in plain.get("actions", {}).items()
        for action, scopes in found.items()
    }
    fields = {
        (register, key, _channel(channel)): Level[level.upper()]
        for register, keys in plain.get("fields", {}).items()
        for key, channels in keys.items()
        for channel, level in channels.items()
    }
    rights = Rights(code, areas, actions, fields, frozenset(plain.get("parents", ())))
    return RoleText(plain["title"], plain["kind"], rights, plain.get("note", ""))


def _channel(text: str) -> Channel | None:
    return None if text == ANY else Channel(text)


# ---- fingerprint and difference --------------------------------------------------------------------------------------


def digest(document: Document) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits: equal for equal policies, whatever order they came in."""
    text = json.dumps(as_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs: None stands for 'not there'."""

    place: Place
    before: Any
    after: Any


def changes(before: Document, after: Document) -> tuple[Change, ...]:
    """Every value that differs, in the order of the plain form; empty for equal documents."""
    old, new = dict(_leaves(as_plain(before))), dict(_leaves(as_plain(after)))
    return tuple(
        Change(place, old.get(place), new.get(place))
        for place in sorted(old.keys() | new.keys())
        if old.get(place) != new.get(place)
    )


def _leaves(plain: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    for key, value in plain.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*place, key))
        else:
            yield (*place, key), value
