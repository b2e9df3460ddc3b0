"""运行状况: for who keeps the installation; a rule that fails says so in words, and missing runs are seen."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskCliRunner

import web.periodic
from domain.terms import Term
from models.governance.outgoing_mail import MailState, OutgoingMail
from operations.periodic import Opener, Rule, Task
from operations.smtp import Post
from tests.conftest import Panel

PAGE = "/governance/health/"


def fails(_opened: Opener) -> int:
    raise ValueError("secret of a row")


TASK = Task(
    "try", Term("试运行", "Try"), timedelta(minutes=5),
    (Rule("bad", Term("总是失败", "Always fails"), fails), Rule("good", Term("照常进行", "Goes on"), lambda _opened: 7)),
)  # fmt: skip


@pytest.fixture
def tried(own_panel: Panel, monkeypatch: pytest.MonkeyPatch) -> Panel:
    """A panel with one task, of which one rule always fails."""
    monkeypatch.setattr(web.periodic, "TASKS", (TASK,))
    return own_panel


def run(panel: Panel, *arguments: str) -> tuple[int, str]:
    found = FlaskCliRunner(panel.app).invoke(args=["periodic", "run", *arguments])
    return found.exit_code, found.output


def test_a_failing_rule_is_on_the_health_page_and_the_others_run(tried: Panel) -> None:
    it = tried.as_("it")
    assert "还没有运行" in it.get(PAGE).text
    assert run(tried)[0] == 1
    page = it.get(PAGE).text
    for said in ("试运行", "总是失败", "失败 1 次", "ValueError", "照常进行", "正常", "SQLite" if "sqlite" in tried.settings.database_url else "PostgreSQL"):
        assert said in page
    assert "secret" not in page
    assert "没有到期的定时任务" in run(tried)[1], "not due again at once"
    assert run(tried, "--all")[0] == 1
    assert "失败 2 次" in it.get(PAGE).text
    assert PAGE in it.get("/").text


def test_a_task_that_nobody_runs_any_more_is_seen(tried: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web.periodic, "TASKS", (Task("try", TASK.title, TASK.every, TASK.rules[1:]),))
    now = datetime.now(UTC)
    tried.app.config["CLOCK"] = lambda: now - timedelta(days=7)
    assert run(tried)[0] == 0
    tried.app.config["CLOCK"] = None
    assert "很久没有运行" in tried.as_("it").get(PAGE).text
    assert run(tried)[0] == 0
    assert "很久没有运行" not in tried.as_("it").get(PAGE).text


def test_mail_that_did_not_arrive_and_a_missing_backup_are_seen(own_panel: Panel) -> None:
    it = own_panel.as_("it")
    page = it.get(PAGE).text
    assert "未启用" in page
    assert "没有备份" in page
    own_panel.app.config["MAIL_POST"] = Post("smtp://127.0.0.1:9", "a@example.com")
    now = datetime.now(UTC)
    with own_panel.system() as session:
        session.add(OutgoingMail(mark="x", address="a@example.com", subject="x", body="x", state=MailState.UNSURE, created_at=now, next_try_at=now))
    folder = own_panel.settings.data_dir / "backups"
    folder.mkdir()
    (folder / "today").write_text("x")
    page = it.get(PAGE).text
    assert "不确定是否发出 1" in page
    assert "有未送达的" in page
    assert "没有备份" not in page


def test_it_is_for_who_keeps_the_installation(panel: Panel) -> None:
    for code in ("clerk", "head", "complaint"):
        panel.as_(code).get(PAGE, 403)
