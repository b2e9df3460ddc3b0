"""What the pages of the role studio show, as plain data."""

from dataclasses import dataclass

from admin_views.cards import Secret


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list, or one tab: its address or value, and whether it is the present one."""

    value: str
    label: str
    chosen: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A field on a channel: what follows by default, the exception of this role, and the ceiling above all."""

    channel: str
    default: str
    own: str = ""
    cap: str = ""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field with its cells; ``other`` says what the compared role gets, ``differs`` whether that is not the same."""

    key: str
    label: str
    secrecy: str
    system: bool
    cells: tuple[Cell, ...]
    other: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class ScopeCell:
    """An action on the rows of a scope: stated here, or there because of a group of registers or a parent role."""

    scope: str
    label: str
    on: bool
    given: bool


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action and the rows on which a role may take it."""

    action: str
    label: str
    scopes: tuple[ScopeCell, ...]
    other: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class AreaLine:
    """What a role reads and writes in an area by clearance alone; empty where it says nothing."""

    area: str
    label: str
    reads: str
    writes: str
    above: str


@dataclass(frozen=True, slots=True)
class RegisterGroup:
    """The registers of an area, for the list at the side."""

    label: str
    registers: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One role on one register, and everything around it."""

    title: str
    state: str
    address: str
    """The page itself, to which role, register and compared role are added."""
    save_url: str
    """Empty where nothing may be changed."""
    seen: str
    code: str
    title_of_role: str
    register: str
    register_title: str
    offered: tuple[Option, ...]
    compared: tuple[Option, ...]
    compared_title: str
    groups: tuple[RegisterGroup, ...]
    channels: tuple[Option, ...]
    fields: tuple[FieldLine, ...]
    scopes: tuple[str, ...]
    actions: tuple[ActionLine, ...]
    areas: tuple[AreaLine, ...]
    parents: tuple[Option, ...]
    aparts: tuple[Option, ...]
    holders: str
    review_url: str
    changed: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A difference in words, with a link to its cell."""

    where: str
    before: str
    after: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ImpactLine:
    """What changes on a register for a group of people."""

    register: str
    sentences: tuple[str, ...]
    rows: str
    gains: bool


@dataclass(frozen=True, slots=True)
class ImpactGroup:
    """People who hold the same roles."""

    people: str
    held: str
    lines: tuple[ImpactLine, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A draft before it is published: what differs, whom it touches, and what may be done with it."""

    id: int
    title: str
    reason: str
    state: str
    author: str
    base: str
    seen: str
    matrix_url: str
    changes: tuple[ChangeLine, ...]
    people: int
    groups: tuple[ImpactGroup, ...]
    views: tuple[str, ...]
    exports: int
    clashes: tuple[str, ...]
    opinion: str
    reviewer: str
    can_write: bool
    can_submit: bool
    can_withdraw: bool
    can_review: bool
    secret: Secret | None
    outdated: bool
    own_note: str
    took: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list."""

    title: str
    url: str
    state: str
    tone: str
    author: str
    when: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A published version in the list."""

    number: int
    title: str
    when: str
    author: str
    reviewer: str
    mark: str
    url: str
    roll_back_url: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class StudioPage:
    """The entrance: drafts, versions, roles."""

    drafts: tuple[DraftLine, ...]
    versions: tuple[VersionLine, ...]
    offered: tuple[Option, ...]
    can_write: bool
    can_carry: bool
    broken: str
    drifted: bool
