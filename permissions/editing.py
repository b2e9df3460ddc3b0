"""What IT does to a policy in one stroke: cells of a register, areas, new and copied roles, masking of personal data."""

from collections.abc import Mapping
from dataclasses import replace

from domain.access import Channel, Clearance, Level, Scope
from domain.areas import Area
from domain.errors import Invalid, missing
from domain.terms import Term
from permissions.document import Cap, Document, RoleText
from permissions.grants import ANY, AreaRight, Catalogue, Rights
from permissions.levels import by_clearance
from permissions.separation import Apart

TAKEN = Term("角色代码「{code}」已有，请换一个。", "The role code “{code}” is taken; choose another.")
BAD_CODE = Term("角色代码用小写字母、数字和下划线，2 到 40 个字。", "A role code has 2 to 40 small letters, digits and underscores.")
INHERITED = Term("角色「{role}」继承自它，先去掉继承再删除。", "Role “{role}” inherits from it; remove that first.")

Fields = Mapping[str, Mapping[Channel | None, Level | None]]
"""Field → channel (None: all) → level; None takes the exception away."""


def role_of(document: Document, code: str) -> RoleText:
    """The role ``code``; raises Missing."""
    role = document.roles.get(code)
    if role is None:
        raise missing()
    return role


def with_cells(
    document: Document, code: str, register: str, fields: Fields, actions: Mapping[str, frozenset[Scope]]
) -> Document:
    """Set the named cells of one register for one role; what is not named stays."""
    rights = role_of(document, code).rights
    levels, granted = dict(rights.fields), dict(rights.actions)
    for key, channels in fields.items():
        for channel, level in channels.items():
            levels.pop((register, key, channel), None)
            if level is not None:
                levels[register, key, channel] = level
    for action, scopes in actions.items():
        granted.pop((register, action), None)
        if scopes:
            granted[register, action] = scopes
    return document.with_role(code, fields=levels, actions=granted)


def with_area(document: Document, code: str, area: Area | None, right: AreaRight | None) -> Document:
    """Set or (with None) remove what a role reads and writes in an area."""
    areas = dict(role_of(document, code).rights.areas)
    areas.pop(area, None)
    if right is not None:
        areas[area] = right
    return document.with_role(code, areas=areas)


def with_new_role(document: Document, code: str, title: str, kind: str, copy_of: str = "") -> Document:
    """A further role, empty or with all that ``copy_of`` states; raises Invalid for a bad or taken code."""
    if not (2 <= len(code) <= 40 and code.isascii() and code.replace("_", "").isalnum() and code == code.lower()):
        raise Invalid(BAD_CODE, fields={"code": BAD_CODE})
    if code in document.roles:
        sentence = TAKEN.format(code=code)
        raise Invalid(sentence, fields={"code": sentence})
    rights = replace(role_of(document, copy_of).rights, role=code) if copy_of else Rights(code)
    return replace(document, roles={**document.roles, code: RoleText(title, kind, rights)})


def with_copied(document: Document, source: str, target: str) -> Document:
    """``target`` states exactly what ``source`` states; its names stay."""
    rights = role_of(document, source).rights
    role_of(document, target)
    parents = rights.parents - {target}
    return document.with_role(target, areas=rights.areas, actions=rights.actions, fields=rights.fields, parents=parents)


def without_role(document: Document, code: str) -> Document:
    """Drop a role; raises Invalid while another inherits from it."""
    role_of(document, code)
    for other in document.roles.values():
        if code in other.rights.parents:
            raise Invalid(INHERITED, role=other.title)
    return replace(document, roles={key: role for key, role in document.roles.items() if key != code})


def with_cap(document: Document, register: str, key: str, channel: Channel | None, cap: Cap | None) -> Document:
    """Set or (with None) remove a ceiling above all roles."""
    caps = dict(document.caps)
    caps.pop((register, key, channel), None)
    if cap is not None:
        caps[register, key, channel] = cap
    return replace(document, caps=caps)


def with_apart(document: Document, apart: Apart) -> Document:
    """Set a separation of duties, in place of one with the same code."""
    return replace(document, aparts={**document.aparts, apart.code: apart})


def without_apart(document: Document, code: str) -> Document:
    """Drop a separation of duties; raises Missing."""
    if code not in document.aparts:
        raise missing()
    return replace(document, aparts={key: apart for key, apart in document.aparts.items() if key != code})


def with_personal_masked(document: Document, code: str, catalogue: Catalogue) -> Document:
    """Mask every personal or secret field of the registers a role reaches, where it would see the value."""
    rights = role_of(document, code).rights
    levels = dict(rights.fields)
    for facts in catalogue.values():
        if not any(register in (facts.key, f"{facts.area}.*", ANY) for register, _ in rights.actions):
            continue
        for spec in facts.fields:
            if spec.clearance < Clearance.PERSONAL:
                continue
            default = by_clearance(spec.clearance, rights.areas.get(facts.area, rights.areas.get(None)))
            if levels.get((facts.key, spec.key, None), default) > Level.MASKED:
                levels[facts.key, spec.key, None] = Level.MASKED
            for channel in Channel:
                if levels.get((facts.key, spec.key, channel), Level.HIDDEN) > Level.MASKED:
                    levels[facts.key, spec.key, channel] = Level.MASKED
    return document.with_role(code, fields=levels)
