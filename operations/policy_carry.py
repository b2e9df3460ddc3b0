"""Carrying a whole policy from site to site: as YAML for people who compare, as a workbook for people who calculate."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from python_calamine import CalamineError, load_workbook
from rustpy_xlsxwriter import write_worksheets

from domain.errors import Invalid
from domain.terms import Term
from models.register import registers
from operations.policy_checks import check_plain
from operations.spreadsheet import inspect
from operations.spreadsheet_formats import DAMAGED
from permissions.document import Document, Place, Plain, as_plain

FORMAT = "taizhang-policy-1"
MOST_BYTES = 5 * 1024 * 1024
COMMA = ","

TOO_LARGE = Term("权限方案文件最大 5 MB，这个太大。请确认选对了文件。", "A policy file has 5 MB at most; is this the right one?")
NOT_TEXT = Term("文件不是 UTF-8 文字，无法读取。请用导出的原文件修改。", "The file is not UTF-8 text. Change a file that was exported here.")
NOT_YAML = Term("第 {line} 行写法有误，读不下去。请对照导出的文件改正。", "Line {line} cannot be read. Compare it with an exported file.")
TWICE = Term("「{where}」写了两次，不知以哪个为准。请删去一个。", "“{where}” stands there twice; remove one of them.")
OTHER_KIND = Term("这不是权限方案文件（没有格式标记 {format}）。", "This is not a policy file (the mark {format} is missing).")
NO_SHEET = Term("工作簿里缺少工作表「{sheet}」。请用导出的工作簿修改。", "The sheet “{sheet}” is missing. Change a workbook that was exported here.")
NO_COLUMN = Term("工作表「{sheet}」缺少列「{column}」。", "The sheet “{sheet}” lacks the column “{column}”.")
NO_NAME = Term("工作表「{sheet}」第 {row} 行缺少「{column}」。", "Row {row} of the sheet “{sheet}” lacks “{column}”.")


# ---- YAML ------------------------------------------------------------------------------------------------------------


class _Strict(yaml.SafeLoader):
    """No repeated keys, which YAML would drop without a word, and no aliases, which can swell to anything."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise Invalid(NOT_YAML, line=event.start_mark.line + 1)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # the base class's
        seen = set()
        for key, _value in node.value:
            if key.value in seen:
                raise Invalid(TWICE, where=key.value)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def to_yaml(document: Document) -> str:
    """The document as YAML, by codes, in a fixed order: two exports can be compared line by line."""
    plain = {"format": FORMAT, **as_plain(document)}
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120)


def from_yaml(data: bytes) -> Document:
    """The document of a YAML file; raises Invalid with what is wrong and where, at most twenty sentences."""
    if len(data) > MOST_BYTES:
        raise Invalid(TOO_LARGE)
    try:
        found = yaml.load(data.decode("utf-8-sig"), Loader=_Strict)  # noqa: S506  # a SafeLoader, made stricter
    except UnicodeDecodeError as error:
        raise Invalid(NOT_TEXT) from error
    except yaml.MarkedYAMLError as error:
        raise Invalid(NOT_YAML, line=error.problem_mark.line + 1 if error.problem_mark else 1) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Invalid(NOT_YAML, line=1) from error
    if not isinstance(found, dict) or found.pop("format", None) != FORMAT:
        raise Invalid(OTHER_KIND, format=FORMAT)
    return check_plain(found)


# ---- workbook --------------------------------------------------------------------------------------------------------

ROLES, AREAS, ACTIONS, FIELDS, CAPS, APARTS = "角色", "业务密级", "操作权限", "字段权限", "字段上限", "职责分离"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    ROLES: ("角色代码", "角色名称", "类型", "继承自", "说明"),
    AREAS: ("角色代码", "业务", "可读密级", "可写密级", "高一级字段"),
    ACTIONS: ("角色代码", "登记簿", "操作", "数据范围", "登记簿名称"),
    FIELDS: ("角色代码", "登记簿", "字段", "途径", "权限", "字段名称"),
    CAPS: ("登记簿", "字段", "途径", "上限", "原因", "字段名称"),
    APARTS: ("代码", "名称", "类型", "登记簿", "甲方", "乙方", "原因"),
}
"""Sheet → its columns; names of registers and fields are there for the reader and not read back."""


def to_workbook(document: Document, path: Path) -> None:
    """Write the document as an XLSX with one sheet per kind of rule."""
    plain = as_plain(document)
    sheets = {name: [dict(zip(COLUMNS[name], row, strict=True)) for row in _ROWS[name](plain)] for name in COLUMNS}
    # A sheet without rows would have no headers either, and could not be filled in.
    filled: list[tuple[str, Any]] = [(name, rows or [dict.fromkeys(COLUMNS[name], "")]) for name, rows in sheets.items()]
    write_worksheets(filled, str(path), bold_headers=True)


def _role_rows(plain: Plain) -> Iterator[tuple[str, ...]]:
    for code, role in plain["roles"].items():
        yield code, role["title"], role["kind"], COMMA.join(role["parents"]), role["note"]


def _area_rows(plain: Plain) -> Iterator[tuple[str, ...]]:
    for code, role in plain["roles"].items():
        for area, right in role["areas"].items():
            yield code, area, right["reads"], right["writes"], right["above"]


def _action_rows(plain: Plain) -> Iterator[tuple[str, ...]]:
    for code, role in plain["roles"].items():
        for register, actions in role["actions"].items():
            for action, scopes in actions.items():
                title = registers[register].title.zh if register in registers else ""
                yield code, register, action, COMMA.join(scopes), title


def _field_rows(plain: Plain) -> Iterator[tuple[str, ...]]:
    for code, role in plain["roles"].items():
        for (register, key, channel), level in _leaves(role["fields"]):
            yield code, register, key, channel, level, _label(register, key)


def _cap_rows(plain: Plain) -> Iterator[tuple[str, ...]]:
    for (register, key, channel), cap in _leaves(plain["caps"]):
        yield register, key, channel, cap["level"], cap["reason"], _label(register, key)


def _apart_rows(plain: Plain) -> Iterator[tuple[str, ...]]:
    for code, apart in plain["separations"].items():
        yield code, apart["title"], apart["kind"], apart["register"], COMMA.join(apart["one"]), COMMA.join(apart["other"]), apart["reason"]


_ROWS = {
    ROLES: _role_rows, AREAS: _area_rows, ACTIONS: _action_rows, FIELDS: _field_rows, CAPS: _cap_rows, APARTS: _apart_rows,
}  # fmt: skip


def _leaves(nested: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str, str], Any]]:
    for register, keys in nested.items():
        for key, channels in keys.items():
            for channel, value in channels.items():
                yield (register, key, channel), value


def _label(register: str, key: str) -> str:
    spec = registers[register].fields.get(key) if register in registers else None
    return spec.label.zh if spec else ""


def from_workbook(path: Path) -> Document:
    """The document of a workbook; raises Invalid with what is wrong, at which row; nothing is read by halves."""
    if path.stat().st_size > MOST_BYTES:
        raise Invalid(TOO_LARGE)
    inspect(path)
    try:
        book = load_workbook(path)
        grids = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names if name in COLUMNS}
    except (CalamineError, OSError, ValueError) as error:
        raise Invalid(DAMAGED) from error
    plain: Plain = {"roles": {}, "caps": {}, "separations": {}}
    for sheet in COLUMNS:
        if sheet not in grids:
            raise Invalid(NO_SHEET, sheet=sheet)
        for number, row in _rows(sheet, grids[sheet]):
            place, value = _READ[sheet](row)
            needed = place[1:2] if sheet == ROLES else place
            if not all(needed):
                raise Invalid(NO_NAME, sheet=sheet, row=number, column=COLUMNS[sheet][0])
            _put(plain, place, value)
    return check_plain(plain)


def _rows(sheet: str, grid: list[list[Any]]) -> Iterator[tuple[int, dict[str, str]]]:
    headers = [str(cell).strip() for cell in grid[0]] if grid else []
    for column in COLUMNS[sheet]:
        if column not in headers and not column.endswith("名称"):
            raise Invalid(NO_COLUMN, sheet=sheet, column=column)
    for number, cells in enumerate(grid[1:], 2):
        row = {header: str(cell).strip() for header, cell in zip(headers, cells, strict=False)}
        if any(row.values()):
            yield number, row


def _put(plain: Plain, place: Place, value: Any) -> None:
    inner: Any = plain
    for part in place[:-1]:
        inner = inner.setdefault(part, {})
    if place[-1] in inner and (not isinstance(value, dict) or "title" in inner[place[-1]]):
        raise Invalid(TWICE, where=" › ".join(place[1:]))
    if isinstance(value, dict) and isinstance(inner.get(place[-1]), dict):
        inner[place[-1]].update(value)
    else:
        inner[place[-1]] = value


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", COMMA).replace("、", COMMA).split(COMMA) if part.strip()]


def _read_role(row: Mapping[str, str]) -> tuple[Place, Any]:
    value = {
        "title": row.get("角色名称", ""), "kind": row["类型"], "parents": _listed(row["继承自"]), "note": row.get("说明", ""),
    }  # fmt: skip
    return ("roles", row["角色代码"]), value


def _read_area(row: Mapping[str, str]) -> tuple[Place, Any]:
    right = {"reads": row["可读密级"], "writes": row["可写密级"], "above": row["高一级字段"] or "hidden"}
    return ("roles", row["角色代码"], "areas", row["业务"]), right


def _read_action(row: Mapping[str, str]) -> tuple[Place, Any]:
    return ("roles", row["角色代码"], "actions", row["登记簿"], row["操作"]), _listed(row["数据范围"])


def _read_field(row: Mapping[str, str]) -> tuple[Place, Any]:
    return ("roles", row["角色代码"], "fields", row["登记簿"], row["字段"], row["途径"]), row["权限"]


def _read_cap(row: Mapping[str, str]) -> tuple[Place, Any]:
    return ("caps", row["登记簿"], row["字段"], row["途径"]), {"level": row["上限"], "reason": row["原因"]}


def _read_apart(row: Mapping[str, str]) -> tuple[Place, Any]:
    value = {
        "title": row.get("名称", ""), "kind": row["类型"], "register": row["登记簿"], "reason": row["原因"],
        "one": _listed(row["甲方"]), "other": _listed(row["乙方"]),
    }  # fmt: skip
    return ("separations", row["代码"]), value


_READ = {
    ROLES: _read_role, AREAS: _read_area, ACTIONS: _read_action, FIELDS: _read_field, CAPS: _read_cap, APARTS: _read_apart,
}  # fmt: skip


def read_policy(name: str, path: Path) -> Document:
    """The document of an uploaded file, by its ending; raises Invalid."""
    if name.lower().endswith((".yaml", ".yml")):
        if path.stat().st_size > MOST_BYTES:
            raise Invalid(TOO_LARGE)
        return from_yaml(path.read_bytes())
    return from_workbook(path)

