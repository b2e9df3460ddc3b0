"""What the pages of the role studio send: cells of the matrix and strokes on a whole role."""

import json
import re

from flask_babel import gettext as _

from domain.access import Channel, Clearance, Level, Scope
from domain.areas import Area
from domain.errors import Invalid
from domain.terms import Term
from models.register import registers
from operations.rights import catalogue
from permissions import editing
from permissions.document import Cap, Document
from permissions.grants import ANY, AreaRight
from permissions.separation import Apart, ApartKind

BAD_CELLS = Term("这次保存的内容读不懂，没有保存。请刷新页面后重试。", "What was sent cannot be read; nothing was saved. Reload the page.")


def with_sent_cells(document: Document, text: str) -> Document:
    """``document`` with the cells of a JSON text; raises Invalid when it names what does not exist."""
    try:
        sent = json.loads(text)
        role, register = sent["role"], sent["register"]
        if register not in registers:
            raise ValueError(register)
        fields = {
            name: {channel_of(channel): Level[level.upper()] if level else None for channel, level in channels.items()}
            for name, channels in sent.get("fields", {}).items()
        }
        actions = {name: frozenset(map(Scope, scopes)) for name, scopes in sent.get("actions", {}).items()}
        document = editing.with_cells(document, role, register, fields, actions)
        for area, right in sent.get("areas", {}).items():
            document = editing.with_area(document, role, None if area == ANY else Area(area), area_right(right))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid(BAD_CELLS) from error
    return document


def channel_of(text: str) -> Channel | None:
    """A channel, or None for all of them; raises ValueError."""
    return None if text == ANY else Channel(text)


def area_right(sent: dict[str, str]) -> AreaRight | None:
    """What an area says; None when it says nothing any more."""
    if not sent.get("reads"):
        return None
    writes = Clearance[sent["writes"].upper()] if sent.get("writes") else None
    return AreaRight(Clearance[sent["reads"].upper()], writes, Level[(sent.get("above") or "hidden").upper()])


def stroke(document: Document, sent: dict[str, str], parents: list[str]) -> tuple[Document, str, str]:
    """(the document after the stroke, the role to show, what to say); raises Invalid for what cannot be read."""
    try:
        return _stroke(document, sent, parents)
    except ValueError as error:
        raise Invalid(BAD_CELLS) from error


def _names(text: str) -> frozenset[str]:
    return frozenset(name for name in re.split(r"[\s,，、]+", text) if name)


def _stroke(document: Document, sent: dict[str, str], parents: list[str]) -> tuple[Document, str, str]:
    role, title = sent.get("role", ""), sent.get("title", "")
    match sent.get("what", ""):
        case "new":
            code = sent.get("code", "")
            document = editing.with_new_role(document, code, title or code, sent.get("kind", "business"), sent.get("copy_of", ""))
            return document, code, _("已新建角色「%(role)s」。", role=title or code)
        case "copy":
            source = editing.role_of(document, sent.get("source", ""))
            return (
                editing.with_copied(document, source.rights.role, role), role,
                _("已把「%(role)s」的权限复制过来。", role=source.title),
            )  # fmt: skip
        case "mask":
            document = editing.with_personal_masked(document, role, catalogue())
            return document, role, _("这个角色的个人隐私和商业秘密字段已全部脱敏。")
        case "parents":
            editing.role_of(document, role)
            return document.with_role(role, parents=frozenset(parents)), role, _("继承已修改。")
        case "names":
            editing.role_of(document, role)
            return document.with_role(role, title=title, note=sent.get("note", "")), role, _("名称已修改。")
        case "cap":
            register, key = sent.get("register", ""), sent.get("field", "")
            level = sent.get("level", "")
            cap = Cap(Level[level.upper()], sent.get("reason", "")) if level.upper() in Level.__members__ else None
            document = editing.with_cap(document, register, key, channel_of(sent.get("channel") or ANY), cap)
            return document, role, _("上限已设定。") if cap else _("上限已取消。")
        case "apart":
            apart = Apart(
                sent.get("code", ""), title, ApartKind(sent.get("kind") or "static"), sent.get("of", ""),
                _names(sent.get("one", "")), _names(sent.get("other", "")), sent.get("reason", ""),
            )  # fmt: skip
            return editing.with_apart(document, apart), role, _("职责分离「%(name)s」已写入草稿。", name=title)
        case "no_apart":
            return editing.without_apart(document, sent.get("code", "")), role, _("职责分离已从草稿去掉。")
        case "drop":
            gone = editing.role_of(document, role).title
            return editing.without_role(document, role), "", _("草稿里已去掉角色「%(role)s」。", role=gone)
    raise Invalid(BAD_CELLS)
