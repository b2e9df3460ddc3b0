"""Imports point down only; the contracts stand in pyproject.toml."""

import pytest
from importlinter import cli

from tests.laws.source import ROOT


def test_every_room_imports_only_what_its_contract_allows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    broken = cli.lint_imports(no_cache=True, is_debug_mode=False)
    assert broken == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out
