"""The matrix of one role on one register: what it states, what follows by itself, and where a ceiling stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from admin_views.studio_cards import ActionLine, AreaLine, Cell, FieldLine, Matrix, Option, RegisterGroup, ScopeCell
from domain.access import Action, Channel, Level, Scope
from domain.areas import Area
from models.register import Register, registers
from operations.rights import catalogue
from operations.wording import title_of_action
from permissions.document import Document
from permissions.grants import ANY, AreaRight, Catalogue
from permissions.levels import by_clearance
from permissions.policy import Plan, closure, compile_plan
from web.i18n import comma, say

EVERY = "*"
SHOWN = (None, Channel.LIST, Channel.DETAILS, Channel.FORM, Channel.EXPORT, Channel.PRINT, Channel.HISTORY)
FURTHER = (Channel.FILTER, Channel.SORT, Channel.SEARCH, Channel.GROUP, Channel.NOTIFY, Channel.API)
SCOPES = (Scope.OWN, Scope.ASSIGNED, Scope.DEPARTMENT, Scope.SUBTREE, Scope.REGION, Scope.ALL)


@dataclass(frozen=True, slots=True)
class Looked:
    """What the address asks for."""

    role: str
    register: str
    compare: str = ""
    further: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What the page knows beside the document: whose draft it is, and what may be done."""

    title: str
    state: str
    address: str
    save_url: str
    seen: str
    review_url: str
    changed: int
    holders: Mapping[str, int]


def look(document: Document, role: str, register: str, compare: str, *, further: bool) -> Looked:
    """What to show: the first role and register where the address names none that exist."""
    chosen = role if role in document.roles else next(iter(document.roles), "")
    shown = register if register in registers else "customer"
    return Looked(chosen, shown, compare if compare in document.roles and compare != chosen else "", further)


def matrix(document: Document, at: Looked, around: Around) -> Matrix:
    """The page of ``at.role`` on ``at.register``."""
    register, text = registers[at.register], document.roles[at.role]
    facts = catalogue()
    plan = compile_plan(0, facts, document.rights, (at.role,), document.ceilings)
    other = compile_plan(0, facts, document.rights, (at.compare,), document.ceilings) if at.compare else None
    channels = (*SHOWN, *FURTHER) if at.further else SHOWN
    held = around.holders.get(at.role, 0)
    return Matrix(
        title=around.title, state=around.state, address=around.address, save_url=around.save_url, seen=around.seen,
        code=at.role, title_of_role=text.title, register=register.key, register_title=say(register.title),
        offered=tuple(Option(code, role.title, code == at.role) for code, role in document.roles.items()),
        compared=tuple(Option(code, role.title, code == at.compare) for code, role in document.roles.items() if code != at.role),
        compared_title=document.roles[at.compare].title if at.compare else "",
        groups=tuple(_groups(document, at)),
        channels=tuple(
            Option(channel.value if channel else EVERY, say(channel.title) if channel else _("所有途径")) for channel in channels
        ),
        fields=tuple(_fields(document, at, register, channels, plan, other)),
        scopes=tuple(say(scope.title) for scope in SCOPES),
        actions=tuple(_actions(document, at, register, plan, other)),
        areas=tuple(_areas(text.rights.areas)),
        parents=tuple(
            Option(code, role.title, code in text.rights.parents)
            for code, role in document.roles.items()
            if at.role not in closure(document.rights, (code,))
        ),
        aparts=tuple(Option(code, apart.title, note=apart.reason) for code, apart in document.aparts.items()),
        holders=_("授予了 %(count)s 处", count=held) if held else _("还没有授予任何人"),
        review_url=around.review_url, changed=around.changed,
    )  # fmt: skip


def _groups(document: Document, at: Looked) -> Iterator[RegisterGroup]:
    rights = document.roles[at.role].rights
    for area in Area:
        lines = []
        for key, register in registers.items():
            if register.area is not area:
                continue
            stated = sum(1 for place in rights.fields if place[0] == key)
            given = any(name in (key, f"{area}.*", ANY) for name, _action in rights.actions)
            note = _("%(count)s 处例外", count=stated) if stated else _("有权限") if given else ""
            lines.append(Option(key, say(register.title), key == at.register, note))
        if lines:
            yield RegisterGroup(say(area.title), tuple(lines))


def _fields(
    document: Document, at: Looked, register: Register, channels: tuple[Channel | None, ...], plan: Plan, other: Plan | None
) -> Iterator[FieldLine]:
    rights = document.roles[at.role].rights
    right = rights.areas.get(register.area, rights.areas.get(None))
    for spec in register.fields.values():
        default = by_clearance(spec.clearance, right)
        cells = []
        for channel in channels:
            own = rights.fields.get((register.key, spec.stable_key, channel))
            caps = [document.caps[place] for place in _places(register.key, spec.stable_key, channel) if place in document.caps]
            cap = min((one.level for one in caps), default=None)
            cells.append(Cell(channel.value if channel else EVERY, _name(default), _name(own), _name(cap)))
        said, differs = _compared(register, spec.stable_key, plan, other)
        clearance = say(spec.clearance.title)
        yield FieldLine(spec.stable_key, say(spec.label), clearance, spec.system, tuple(cells), said, differs)


def _places(register: str, key: str, channel: Channel | None) -> tuple[tuple[str, str, Channel | None], ...]:
    return ((register, key, None), (register, key, channel))


def _name(level: Level | None) -> str:
    return level.name.lower() if level is not None else ""


def _compared(register: Register, key: str, plan: Plan, other: Plan | None) -> tuple[str, bool]:
    """What the compared role gets in details and forms, and whether the present role gets something else."""
    if other is None:
        return "", False
    mine, his = (
        tuple(one.level(register.key, key, channel) for channel in (Channel.LIST, Channel.DETAILS, Channel.FORM, Channel.EXPORT))
        for one in (plan, other)
    )
    shown = other.level(register.key, key, Channel.FORM)
    return say(max(shown, other.level(register.key, key, Channel.DETAILS)).title), mine != his


def _actions(document: Document, at: Looked, register: Register, plan: Plan, other: Plan | None) -> Iterator[ActionLine]:
    rights = document.roles[at.role].rights
    known: Catalogue = plan.catalogue
    order = [*map(str, Action), *(move.name for move in register.workflow.moves)] if register.workflow else [*map(str, Action)]
    order += list(register.acts)
    for action in [name for name in dict.fromkeys(order) if name in known[register.key].actions]:
        stated = rights.actions.get((register.key, action), frozenset())
        whole = frozenset(stratum.scope for stratum in plan.of(register.key, action))
        his = frozenset(stratum.scope for stratum in other.of(register.key, action)) if other else frozenset()
        yield ActionLine(
            action,
            say(title_of_action(register, action)),
            tuple(ScopeCell(scope.value, say(scope.title), scope in stated, scope in whole - stated) for scope in SCOPES),
            (comma().join(say(scope.title) for scope in SCOPES if scope in his) or _("不能")) if other else "",
            other is not None and his != whole,
        )


def _areas(areas: Mapping[Area | None, AreaRight]) -> Iterator[AreaLine]:
    for area in (None, *Area):
        right = areas.get(area)
        label = say(area.title) if area else _("其他所有业务")
        yield AreaLine(
            area.value if area else EVERY,
            label,
            right.reads.name.lower() if right else "",
            right.writes.name.lower() if right and right.writes is not None else "",
            right.above.name.lower() if right else "hidden",
        )

