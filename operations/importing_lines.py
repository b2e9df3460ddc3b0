"""A judged row of an import, and the sentences with which a row can be refused."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.terms import Term
from operations.importing_lookups import Existing
from operations.spreadsheet import Row

NO_KEY = Term("「{label}」用来认出已有的记录，不能为空。", "“{label}” tells the records apart and must not be empty.")
TWICE = Term("第 {first} 行和第 {second} 行的「{label}」相同。", "Rows {first} and {second} have the same “{label}”.")
SEVERAL_RECORDS = Term(
    "已有 {count} 条记录是「{text}」，分不清更新哪一条。", "{count} records are “{text}”: which one is meant is unclear."
)
NO_SUCH_NUMBER = Term(
    "没有编号为「{text}」的记录。新记录的编号由系统给出，请留空。",
    "There is no record “{text}”. New records get their number from the system: leave it empty.",
)
NOT_USABLE = Term("「{text}」不能使用：「{label}」不能重复。", "“{text}” cannot be used: “{label}” must be unique.")
NO_CREATE = Term(
    "没有找到这条记录，而您不能新建{register}。", "There is no such record, and you may not create {register}."
)
OUT_OF_REACH = Term("这条「{register}」不在您可以导入的范围内。", "This {register} is not among those you may import.")
TOO_MANY_CELLS = Term(
    "这一行比表头多 {count} 格，可能有逗号没加引号。",
    "This row has {count} more cells than there are headers; a comma may not be quoted.",
)
SHOWN = 60


class Effect(StrEnum):
    """What an import does with a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: the row as the spreadsheet counts it, the column's header, what stands there, the sentence."""

    row: int
    header: Term
    value: str
    sentence: Term


@dataclass(slots=True)
class Line:
    """One judged row; ``values`` are as stored (ids for references), ``changed`` the fields an update writes,
    ``followed`` those of a new row that follow from others."""

    row: int
    cells: Row
    values: dict[str, Any]
    effect: Effect = Effect.CREATED
    found: Existing | None = None
    changed: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
