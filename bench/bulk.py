"""Export and import of whole tables, each in a worker process of its own: seconds and peak memory."""

import json
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rustpy_xlsxwriter import write_worksheet

IMPORTED = 100_000
HEADERS = (
    "客户名称", "简称", "客户类别", "客户类型", "企业性质", "联系人", "联系电话", "联系邮箱", "详细地址", "所属部门",
    "建档日期", "最近核实日期", "年度交易额", "信息来源", "收集依据",
)  # fmt: skip


def export(folder: Path, customers: int) -> dict[str, Any]:
    """All customers × 15 columns to CSV and to XLSX."""
    return {kind: _work(folder, customers, "export", kind) for kind in ("csv", "xlsx")}


def import_rows(folder: Path, customers: int) -> dict[str, Any]:
    """100,000 rows × 15 columns from XLSX, with validation, into the big database (and undone by nobody)."""
    sheet = folder / f"import-{IMPORTED}.xlsx"
    _write(sheet, IMPORTED)
    return {"rows": IMPORTED, **_work(folder, customers, "import", str(sheet))}


def _work(folder: Path, customers: int, what: str, detail: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.worker", str(folder), what, detail, "--customers", str(customers)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: {what} {detail} failed\n{done.stderr[-2000:]}")
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def _write(path: Path, rows: int) -> None:
    draw = random.Random(20260101)  # noqa: S311  # made-up rows
    run = draw.randrange(10**6)
    write_worksheet(
        (dict(zip(HEADERS, _row(draw, run, row), strict=True)) for row in range(1, rows + 1)), str(path), sheet_name="客户"
    )


def _row(draw: random.Random, run: int, row: int) -> tuple[Any, ...]:
    day = date(2015, 1, 1) + timedelta(days=draw.randrange(4000))
    city, trade = draw.choice(("扬州", "南京", "杭州", "苏州")), draw.choice(("酒业", "食品", "物流", "建材", "电子"))
    mark = "".join(draw.choice("安宝诚德恒华嘉凯隆明瑞盛泰祥鑫兴益永源正") for _ in range(3))
    return (
        f"{city}{mark}{trade}{run}{row}有限公司", f"{mark}{trade}", draw.choice(("一般", "重点", "潜在")), "企业", "民营",
        f"{draw.choice('王李张刘陈杨')}{draw.choice('伟芳娜敏静')}", f"139{row:08d}", f"c{row}@example.com",
        f"{city}市解放路{row}号", draw.choice(("销售一部", "销售二部", "大客户部")), day, day,
        draw.randrange(10**8) / 100, "展会", "合同",
    )  # fmt: skip
