"""运行状况 — what runs by the clock and whether it does, in words; queue, mail, calendar, disk, database and backup."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy import func, select, text

from admin_views.gated import GatedView
from admin_views.presenting import badge
from domain.access import Action
from domain.terms import Term
from domain.values import write_moment
from models.fence import acting
from models.governance.job import Job
from models.governance.outgoing_mail import MailState
from models.governance.periodic_run import PeriodicRun
from operations.calendar_reminding import provisional_years
from operations.jobs import UNFINISHED
from operations.outbox import mail_counts
from operations.periodic import runs
from permissions.actor import System
from web.context import now
from web.extensions import db
from web.i18n import comma, say
from web.jobs import data_dir
from web.periodic import tasks

LATE_AFTER = 3
"""Intervals without a good run after which a task is late."""
LITTLE_SPACE = 5 * 10**9
OLD_BACKUP = timedelta(days=2)
STATES = {
    MailState.WAITING: Term("待发", "waiting"), MailState.SENDING: Term("发送中", "on the way"), MailState.SENT: Term("已发", "sent"),
    MailState.FAILED: Term("未能发出", "failed"), MailState.UNSURE: Term("不确定是否发出", "perhaps sent"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunRow:
    """A task, or (``rule``) one of its rules."""

    title: str
    rule: bool
    badge: Markup
    every: str
    last_ok: str
    counted: int
    error: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the second table."""

    label: str
    value: str
    badge: Markup | str = ""


class HealthView(GatedView):
    """The page under /governance/health/."""

    REGISTER = "setting"
    ACTIONS: ClassVar[dict[str, str]] = {"index": Action.VIEW}

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        return fn(self, *args, **kwargs)

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """How everything stands."""
        session = db.session()
        with acting(session, System("运行状况 how does everything stand?")):
            found = runs(session)
            rows = tuple(_rows(found))
            facts = (*_queue(session), *_mail(session), _calendar(session), _disk(), *_database(session), _backup())
        return self.render("health.html", rows=rows, facts=facts, at=write_moment(now()), nav_key="health")


def _rows(found: dict[str, PeriodicRun]) -> list[RunRow]:
    rows = []
    for task in tasks(current_app._get_current_object()):  # type: ignore[attr-defined]
        rows.append(_row(task.title, found.get(task.code), task.every, rule=False))
        if len(task.rules) > 1:
            rows += [_row(rule.title, found.get(f"{task.code}.{rule.code}"), task.every, rule=True) for rule in task.rules]
    return rows


def _row(title: Term, run: PeriodicRun | None, every: timedelta, *, rule: bool) -> RunRow:
    minutes = int(every.total_seconds() // 60)
    how_often = _("每天") if minutes == 24 * 60 else ngettext("每 %(num)s 分钟", "每 %(num)s 分钟", minutes)
    last_ok = run.last_ok if run else None
    if run is not None and run.failures:
        mark = badge(ngettext("失败 %(num)s 次", "失败 %(num)s 次", run.failures), "late")
    elif last_ok is None:
        mark = badge(_("还没有运行"), "stopped")
    elif now() - last_ok > LATE_AFTER * every + timedelta(minutes=2):
        mark = badge(_("很久没有运行"), "late")
    else:
        mark = badge(_("正常"), "done")
    error = say(Term(run.last_error or "", run.last_error_en or "")) if run and run.failures else ""
    return RunRow(say(title), rule, mark, how_often, write_moment(last_ok) if last_ok else "", run.counted if run else 0, error)


def _queue(session: Any) -> list[Fact]:
    waiting, oldest = session.execute(select(func.count(), func.min(Job.created_at)).where(Job.state.in_(UNFINISHED))).one()
    stuck = oldest is not None and now() - oldest > timedelta(hours=1)
    value = _("%(count)s 个未结束，最早的始于 %(at)s", count=waiting, at=write_moment(oldest)) if waiting else _("没有未结束的任务")
    return [Fact(_("后台任务"), value, badge(_("等得太久"), "late") if stuck else "")]


def _mail(session: Any) -> list[Fact]:
    if current_app.config.get("MAIL_POST") is None:
        return [Fact(_("发送邮件"), _("未启用（没有设置 TAIZHANG_SMTP_URL）"))]
    counts = mail_counts(session)
    said = comma().join(f"{say(title)} {counts[state]}" for state, title in STATES.items() if counts.get(state))
    wrong = counts.get(MailState.FAILED, 0) + counts.get(MailState.UNSURE, 0)
    return [Fact(_("发送邮件"), said or _("还没有邮件"), badge(_("有未送达的"), "late") if wrong else "")]


def _calendar(session: Any) -> Fact:
    years = provisional_years(session)
    if not years:
        return Fact(_("工作日历"), _("今年和明年的放假通知都已录入"))
    said = _("%(years)s 年暂估，还没有录入放假通知", years=comma().join(str(year) for year in years))
    return Fact(_("工作日历"), said, badge(_("暂估"), "late" if now().year in years else "soon"))


def _disk() -> Fact:
    usage = shutil.disk_usage(data_dir())
    value = _("剩余 %(free)s GB，共 %(total)s GB", free=f"{usage.free / 1e9:.1f}", total=f"{usage.total / 1e9:.1f}")
    return Fact(_("磁盘"), value, badge(_("空间不足"), "late") if usage.free < LITTLE_SPACE else "")


def _database(session: Any) -> list[Fact]:
    connection = session.connection()
    asks = "SELECT sqlite_version()" if connection.dialect.name == "sqlite" else "SHOW server_version"
    name = "SQLite" if connection.dialect.name == "sqlite" else "PostgreSQL"
    number = connection.execute(text(asks)).scalar()
    tables = text("SELECT version_num FROM alembic_version")
    there = connection.dialect.has_table(connection, "alembic_version")
    return [
        Fact(_("数据库"), f"{name} {number}"),
        Fact(_("数据库结构"), str(connection.execute(tables).scalar()) if there else "—"),
    ]


def _backup() -> Fact:
    """The newest file in the folder of backups, whoever makes them."""
    folder: Path = data_dir() / "backups"
    files = [path.stat().st_mtime for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    if not files:
        return Fact(_("备份"), _("数据文件夹的 backups 里没有备份"), badge(_("没有备份"), "soon"))
    made = datetime.fromtimestamp(max(files), UTC)
    return Fact(_("备份"), write_moment(made), badge(_("太久没有备份"), "late") if now() - made > OLD_BACKUP else "")
