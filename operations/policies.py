"""The policy in force as one document, how a document comes into force, and the chain of published versions."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Channel, Level
from domain.errors import missing
from models.access.policy import PolicyText, PolicyVersion
from models.access.role import Role, RoleKind
from models.access.rules import AboveName, ActionRule, AreaRule, ClearanceName, FieldCap, FieldRule, LevelName
from models.access.separation import Separation, SeparationKind
from models.base import Record
from models.fence import acting
from operations.rights import read_rights
from operations.separating import read_aparts
from permissions.actor import System
from permissions.document import Cap, Document, RoleText, as_plain, digest, from_plain
from permissions.grants import AreaRight, Rights
from permissions.separation import Apart

Kept = TypeVar("Kept", bound=Record)
FIRST = "初始方案"


def in_force(session: Session) -> Document:
    """The policy as the stored rules say it now."""
    with acting(session, System("read the policy")):
        rights = read_rights(session)
        roles = {
            role.code: RoleText(role.title, role.kind.value, rights[role.code], role.note or "")
            for role in session.scalars(select(Role))
        }
        caps: dict[tuple[str, str, Channel | None], Cap] = {}
        for row in session.scalars(select(FieldCap).order_by(FieldCap.id)):
            cap, place = Cap(Level[row.level.name], row.reason), (row.register_key, row.field_key, row.channel)
            caps[place] = min(caps.get(place, cap), cap, key=lambda one: one.level)  # as read_caps: the lower one holds
        return Document(roles, caps, {apart.code: apart for apart in read_aparts(session)})


def versions(session: Session, most: int = 50) -> list[PolicyVersion]:
    """The published versions, newest first."""
    return list(session.scalars(select(PolicyVersion).order_by(PolicyVersion.number.desc()).limit(most)))


def latest(session: Session) -> PolicyVersion | None:
    """The version published last; None before the first."""
    with acting(session, System("which policy is in force?")):
        return session.scalar(select(PolicyVersion).order_by(PolicyVersion.number.desc()).limit(1))


def document_of(session: Session, content: str) -> Document:
    """The document with the digest ``content``; raises Missing."""
    with acting(session, System("read a policy text")):
        kept = session.get(PolicyText, content)
    if kept is None:
        raise missing()
    return from_plain(kept.document)


def keep(session: Session, document: Document) -> str:
    """Store the text of a document once and return its digest; ``session`` acts for the system."""
    content = digest(document)
    if session.get(PolicyText, content) is None:
        session.add(PolicyText(sha256=content, document=as_plain(document)))
        session.flush()
    return content


def bring_into_force(
    session: Session, document: Document, *, title: str, author: int | None, reviewer: int | None
) -> PolicyVersion:
    """Make the stored rules say what ``document`` says and add a link to the chain; one transaction, the caller's.

    ``session`` acts for the system; the document has been checked. Writes only what differs, so that the history of each
    rule tells who changed it in which version.
    """
    _write(session, document)
    before = latest(session)
    content = keep(session, document)
    version = PolicyVersion(
        number=before.number + 1 if before else 1, title=title, author_id=author, reviewer_id=reviewer, content=content,
        published_at=session.info["clock"](), before=before.chain if before else None,
        chain=link(before.chain if before else "", content),
    )  # fmt: skip
    session.add(version)
    session.flush()
    return version


def link(before: str, content: str) -> str:
    """The fingerprint of a version: of the one before and its own content, so that no version can be swapped unseen."""
    return hashlib.sha256(f"{before}:{content}".encode()).hexdigest()


def broken_links(session: Session) -> list[int]:
    """The numbers of versions whose text or chain does not fit any more; empty when nobody touched them."""
    broken, before = [], ""
    with acting(session, System("check the chain of policies")):
        for version in session.scalars(select(PolicyVersion).order_by(PolicyVersion.number)):
            kept = session.get(PolicyText, version.content)
            sound = kept is not None and digest(from_plain(kept.document)) == version.content
            if not sound or version.chain != link(before, version.content) or (version.before or "") != before:
                broken.append(version.number)
            before = version.chain
    return broken


def publish_as_it_is(session: Session, title: str = FIRST) -> None:
    """Give the rules as they are a version, when they differ from the last one: after set-up or an update."""
    with acting(session, System("基础角色 base roles")):
        document, last = in_force(session), latest(session)
        if document.roles and (last is None or last.content != digest(document)):
            bring_into_force(session, document, title=title, author=None, reviewer=None)


# ---- rows ------------------------------------------------------------------------------------------------------------


def _write(session: Session, document: Document) -> None:
    roles = _roles(session, document)
    _write_rights(session, [(roles[code].id, text.rights) for code, text in document.roles.items()])
    _even(
        session, FieldCap, lambda cap: (cap.register_key, cap.field_key, cap.channel),
        {place: {"level": LevelName[cap.level.name], "reason": cap.reason} for place, cap in document.caps.items()},
        ("register_key", "field_key", "channel"),
    )  # fmt: skip
    _even(session, Separation, lambda row: (row.code,), {(code,): _row_of(one) for code, one in document.aparts.items()}, ("code",))
    for code, role in roles.items():
        if code not in document.roles:
            session.delete(role)
    session.flush()


def _write_rights(session: Session, held: list[tuple[int, Rights]]) -> None:
    _even(
        session, AreaRule, lambda rule: (rule.role_id, rule.area),
        {(role, area): _row_of_area(right) for role, rights in held for area, right in rights.areas.items()},
        ("role_id", "area"),
    )  # fmt: skip
    _even(
        session, ActionRule, lambda rule: (rule.role_id, rule.register_key, rule.action, rule.scope),
        {
            (role, register, action, scope): {}
            for role, rights in held for (register, action), scopes in rights.actions.items() for scope in scopes
        },
        ("role_id", "register_key", "action", "scope"),
    )  # fmt: skip
    _even(
        session, FieldRule, lambda rule: (rule.role_id, rule.register_key, rule.field_key, rule.channel),
        {
            (role, *place): {"level": LevelName[level.name]}
            for role, rights in held for place, level in rights.fields.items()
        },
        ("role_id", "register_key", "field_key", "channel"),
    )  # fmt: skip


def _row_of_area(right: AreaRight) -> dict[str, Any]:
    writes = ClearanceName[right.writes.name] if right.writes is not None else None
    return {"reads": ClearanceName[right.reads.name], "writes": writes, "above": AboveName[right.above.name]}


def _row_of(apart: Apart) -> dict[str, Any]:
    return {
        "title": apart.title, "kind": SeparationKind(apart.kind.value), "register_key": apart.register_key or None,
        "side_a": ",".join(sorted(apart.side_a)), "side_b": ",".join(sorted(apart.side_b)), "reason": apart.reason,
    }  # fmt: skip


def _roles(session: Session, document: Document) -> dict[str, Role]:
    """The role records by code, new ones added, all of them as the document names them."""
    roles = {role.code: role for role in session.scalars(select(Role))}
    for code, text in document.roles.items():
        if code not in roles:
            roles[code] = Role(code=code, title=text.title, kind=RoleKind(text.kind), note=text.note or None)
            session.add(roles[code])
    session.flush()
    for code, role in roles.items():
        text_of = document.roles.get(code)
        above = {roles[parent].id: roles[parent] for parent in sorted(text_of.rights.parents)} if text_of else {}
        if {parent.id for parent in role.parents} != above.keys():
            role.parents = list(above.values())
        if text_of:
            _set(role, {"title": text_of.title, "kind": RoleKind(text_of.kind), "note": text_of.note or None})
    session.flush()
    return roles


def _even(
    session: Session, model: type[Kept], key: Callable[[Any], tuple[Any, ...]], wanted: dict[tuple[Any, ...], dict[str, Any]],
    names: Iterable[str],
) -> None:  # fmt: skip
    """Make the rows of ``model`` those of ``wanted`` (key → further values), touching only what differs."""
    there: dict[tuple[Any, ...], Kept] = {}
    for row in session.scalars(select(model).order_by(model.id)):
        if key(row) in wanted and key(row) not in there:
            there[key(row)] = row
        else:
            session.delete(row)
    session.flush()
    for place, values in wanted.items():
        if place in there:
            _set(there[place], values)
        else:
            session.add(model(**dict(zip(names, place, strict=True)), **values))
    session.flush()


def _set(row: Record, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)

