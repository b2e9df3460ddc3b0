"""A role on one sheet of paper in plain words, and what changed in a quarter, as a department head can sign it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from admin_views.studio_cards import ChangeLine
from admin_views.studio_words import change_lines
from domain.access import Channel, Level, Scope
from domain.errors import missing
from domain.values import OFFICE_ZONE, write_day
from models.access.policy import PolicyVersion
from models.register import Register, registers
from operations.holdings import people_now
from operations.rights import areas_off, catalogue, read_settings
from operations.wording import title_of_action
from permissions.document import Document, changes
from permissions.policy import Plan, compile_plan
from web.i18n import comma, locale, say

NAMED = 12
FIELDS_NAMED = 14


@dataclass(frozen=True, slots=True)
class SheetLine:
    """What a role may do on registers that read alike."""

    registers: str
    actions: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleSheet:
    """One role on paper."""

    title: str
    note: str
    version: str
    printed: str
    holders: str
    inherits: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class QuarterGroup:
    """What changed in one role, or above all of them."""

    title: str
    holders: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """What changed since a day."""

    since: str
    printed: str
    groups: tuple[QuarterGroup, ...]


def role_sheet(session: Session, document: Document, code: str, version: PolicyVersion | None, at: datetime) -> RoleSheet:
    """The sheet of the role ``code``; raises Missing."""
    role = document.roles.get(code)
    if role is None:
        raise missing()
    facts = catalogue(areas_off(read_settings(session)))
    plan = compile_plan(0, facts, document.rights, (code,), document.ceilings)
    return RoleSheet(
        role.title, role.note.split("\n")[0], _("第 %(number)s 版", number=version.number) if version else "", _day(at),
        _holders(session, code), comma().join(document.roles[one].title for one in sorted(role.rights.parents)),
        tuple(_lines(plan)),
    )  # fmt: skip


def quarter_page(session: Session, before: Document, after: Document, since: date, at: datetime) -> Quarter:
    """Only what differs from the policy of ``since``, grouped by role."""
    found = defaultdict(list)
    for change in changes(before, after):
        found[change.place[1] if change.place[0] == "roles" else ""].append(change)
    groups = []
    for code, several in found.items():
        known = after.roles.get(code) or before.roles.get(code)
        title = known.title if known else _("字段上限和职责分离")
        lines = tuple(change_lines(several, after, before, "studio.now"))
        groups.append(QuarterGroup(title, _holders(session, code) if known else "", lines))
    return Quarter(write_day(since, locale()), _day(at), tuple(groups))


def _day(at: datetime) -> str:
    return write_day(at.astimezone(OFFICE_ZONE).date(), locale())


def _holders(session: Session, code: str) -> str:
    names = [person.name for person, roles in people_now(session) if code in roles]
    if not names:
        return _("现在没有人")
    said = comma().join(names[:NAMED])
    return _("%(names)s 等 %(count)s 人", names=said, count=len(names)) if len(names) > NAMED else said


def _lines(plan: Plan) -> Iterator[SheetLine]:
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for key in plan.catalogue:
        register = registers[key]
        actions = _actions(plan, register)
        if actions:
            alike[actions, tuple(_fields(plan, register))].append(say(register.title))
    for (actions, fields), titles in alike.items():
        yield SheetLine(comma().join(titles), actions, fields)


def _actions(plan: Plan, register: Register) -> str:
    by_scope: dict[str, list[str]] = defaultdict(list)
    order = sorted(plan.catalogue[register.key].actions, key=_place)
    for action in order:
        scopes = {stratum.scope for stratum in plan.of(register.key, action)}
        if scopes:
            said = comma().join(say(scope.title) for scope in Scope if scope in scopes)
            by_scope[said].append(say(title_of_action(register, action)))
    return _("；").join(_("%(actions)s（%(rows)s）", actions=comma().join(actions), rows=rows) for rows, actions in by_scope.items())


def _place(action: str) -> tuple[int, str]:
    order: Sequence[str] = ("view", "create", "edit", "delete", "import", "export", "print", "history", "approve", "reveal")
    return (order.index(action) if action in order else len(order), action)


def _fields(plan: Plan, register: Register) -> Iterator[str]:
    """Which fields he does not see, sees masked, and may only read; what is writable needs no words."""
    if not any(plan.may(register.key, action) for action in ("view", "create")):
        return
    levels: dict[Level, list[str]] = defaultdict(list)
    details, forms = plan.levels(register.key, Channel.DETAILS), plan.levels(register.key, Channel.FORM)
    for spec in register.fields.values():
        shown = max(details.get(spec.stable_key, Level.HIDDEN), forms.get(spec.stable_key, Level.HIDDEN))
        levels[shown].append(say(spec.label))
    words = {Level.HIDDEN: _("看不到"), Level.MASKED: _("只见掩码"), Level.READ: _("只读"), Level.WRITE: _("可填写")}
    writes = any(plan.may(register.key, action) for action in ("create", "edit"))
    if len(levels) == 1:
        level = next(iter(levels))
        yield _("全部字段：%(level)s", level=words[level if writes or level < Level.WRITE else Level.READ])
        return
    for level in (Level.HIDDEN, Level.MASKED, Level.READ if writes else Level.WRITE):
        names = levels.get(level, [])
        if names and (level < Level.READ or writes):
            more = _("等 %(count)s 项", count=len(names)) if len(names) > FIELDS_NAMED else ""
            yield _("%(level)s：%(fields)s", level=words[level], fields=comma().join(names[:FIELDS_NAMED]) + more)
