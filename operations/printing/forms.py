"""What a printed form is: a number, a title, clauses and its parts, declared in words; where it is filled stands elsewhere."""

from dataclasses import dataclass, field

from domain.terms import Term

HANDWRITING = 22
"""Millimetres under the signature's title for what is written by hand."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Ruled cells of fields of the record: short ones in pairs, long texts over the whole width."""

    keys: tuple[str, ...]
    title: Term | None = None
    tall: int = 16
    """Millimetres a long text has at least, so that it can be filled by hand when it is empty."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a register that belongs to the record; ``blank`` empty rows follow to be filled by hand."""

    register: str
    keys: tuple[str, ...]
    title: Term | None = None
    widths: tuple[int, ...] = ()
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """An empty table to be filled by hand."""

    heads: tuple[Term, ...]
    rows: int
    title: Term | None = None
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """Sentences to the reader; ``{key}`` stands for a field of the record."""

    text: Term


@dataclass(frozen=True, slots=True)
class Lines:
    """Dotted lines to write on."""

    title: Term
    count: int = 3


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in small print."""

    text: Term


@dataclass(frozen=True, slots=True)
class Stub:
    """A cut line: what follows is torn off and sent back."""

    text: Term


@dataclass(frozen=True, slots=True)
class Sign:
    """One who signs; ``who`` and ``at`` name the fields that say who has taken the step and when."""

    label: Term
    who: str = ""
    at: str = ""
    room: int = 0
    """Millimetres for an opinion by hand."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The cells at the bottom, two in a row."""

    cells: tuple[Sign, ...]
    title: Term | None = None


Part = Cells | Table | Grid | Letter | Lines | Note | Stub | Signs


@dataclass(frozen=True, slots=True)
class Form:
    """One printed form about one record."""

    code: str
    title: Term
    clauses: tuple[str, ...]
    parts: tuple[Part, ...]
    filled: str = ""
    """It can be printed once this field of the record is filled; empty: from the start."""
    after: Term | None = None
    """What has to be done for that, in words."""
    register: str = "complaint"
    above: tuple[str, ...] = ("number", "stage")
    """Fields in the line between title and table."""
    landscape: bool = False
    bound: bool = True
    """Whether it goes into the volume once it is filled."""
    complete: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What must be filled before it is final: a field that excuses (or none), and the fields it excuses (T6.2)."""
    keys: tuple[str, ...] = field(init=False)
    """Every field of the record it prints."""

    def __post_init__(self) -> None:
        found = list(self.above)
        for part in self.parts:
            if isinstance(part, Cells):
                found += part.keys
            elif isinstance(part, Signs):
                found += [name for sign in part.cells for name in (sign.who, sign.at) if name]
            elif isinstance(part, Letter):
                found += [name for name in _gaps(part.text.zh) if name]
        object.__setattr__(self, "keys", tuple(dict.fromkeys(found)))


def _gaps(text: str) -> list[str]:
    return [piece.partition("}")[0] for piece in text.split("{")[1:]]
