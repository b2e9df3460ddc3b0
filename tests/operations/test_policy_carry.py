"""A policy travels as YAML and as a workbook, and a bad file changes nothing."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from python_calamine import load_workbook
from rustpy_xlsxwriter import write_worksheets
from sqlalchemy import Engine

from domain.errors import Invalid
from models.engine import FencedSession
from models.fence import act
from operations import policies, policy_carry
from operations.base_roles import ensure_base_roles
from operations.policy_checks import check_plain
from permissions.actor import System
from permissions.document import Document, as_plain
from tests.permissions.test_document import documents


@pytest.fixture(scope="module")
def ours(engine: Engine) -> Document:
    with FencedSession(engine) as session:
        act(session, System("test"))
        ensure_base_roles(session)
        found = policies.in_force(session)
        session.rollback()
    return found


def test_what_comes_back_is_what_went_out(ours: Document, tmp_path: Path) -> None:
    assert policy_carry.from_yaml(policy_carry.to_yaml(ours).encode()) == ours
    path = tmp_path / "policy.xlsx"
    policy_carry.to_workbook(ours, path)
    assert policy_carry.read_policy("权限方案.xlsx", path) == ours


@given(documents())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_document_travels(tmp_path: Path, document: Document) -> None:
    try:
        check_plain(as_plain(document))
    except Invalid:
        return
    assert policy_carry.from_yaml(policy_carry.to_yaml(document).encode()) == document
    path = tmp_path / "policy.xlsx"
    policy_carry.to_workbook(document, path)
    assert policy_carry.from_workbook(path) == document


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("customer:", "custmer:", "custmer"),
        ("reads: internal", "reads: internl", "最接近的是「internal」"),
        ("format: taizhang-policy-1", "format: other", "不是权限方案文件"),
        ("roles:", "roles: [", "写法有误"),
        ("  clerk:", "  auditor:", "写了两次"),
        ("parents:\n    - employee", "parents: &a\n    - employee\n    - *a", "写法有误"),
        ("view:\n        - all", "view: []", "空不等于全部"),
    ],
)
def test_a_bad_yaml_is_refused_with_the_place(ours: Document, old: str, new: str, said: str) -> None:
    text = policy_carry.to_yaml(ours)
    assert old in text
    with pytest.raises(Invalid) as refusal:
        policy_carry.from_yaml(text.replace(old, new, 1).encode())
    assert said in refusal.value.sentence.zh


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"- a\n- b", b"!!python/object:os.system {}", b"{" * 5000, b"a: 2026-99-99"])
def test_what_is_no_policy_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        policy_carry.from_yaml(data)


def spoiled(ours: Document, path: Path, sheet: str, change: object) -> Path:
    policy_carry.to_workbook(ours, path)
    book = load_workbook(path)
    sheets = []
    for name in book.sheet_names:
        head, *rows = book.get_sheet_by_name(name).to_python()
        kept = [dict(zip(head, row, strict=True)) for row in rows]
        if name == sheet:
            kept = change(kept)  # type: ignore[operator]
        if kept or name != sheet:
            sheets.append((name, kept or [dict.fromkeys(head, "")]))
    write_worksheets(sheets, str(path))
    return path


@pytest.mark.parametrize(
    ("sheet", "change", "said"),
    [
        ("操作权限", lambda rows: [{**rows[0], "操作": "fly"}, *rows[1:]], "fly"),
        ("操作权限", lambda rows: [{**rows[0], "角色代码": ""}, *rows[1:]], "第 2 行"),
        ("操作权限", lambda rows: [*rows, rows[0]], "写了两次"),
        ("操作权限", lambda rows: [{**rows[0], "角色代码": "nobody"}, *rows[1:]], "nobody"),
        ("操作权限", lambda rows: [{key: value for key, value in row.items() if key != "操作"} for row in rows], "缺少列「操作」"),
        ("角色", lambda _rows: [], "缺少工作表「角色」"),
    ],
)
def test_a_bad_workbook_is_refused_with_the_row(ours: Document, tmp_path: Path, sheet: str, change: object, said: str) -> None:
    path = spoiled(ours, tmp_path / "policy.xlsx", sheet, change)
    with pytest.raises(Invalid) as refusal:
        policy_carry.from_workbook(path)
    assert said in refusal.value.sentence.zh
