"""A background job as a card: how far it is, how it ended, its file, and the way to undo an import."""

from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from admin_views.cards import Link
from admin_views.importing_cards import JobPage, JobRow, JobsPage
from admin_views.presenting import badge
from domain.access import Action
from domain.terms import Term
from domain.values import write_moment
from models.governance.job import Job, JobKind, JobState
from models.register import registers
from operations.job_signs import Signs
from operations.jobs import KEPT, KINDS, LISTED, STATES, UNFINISHED, has_result
from permissions.actor import Authority
from web.context import now
from web.i18n import say
from web.jobs import data_dir

TONES = {
    JobState.WAITING: "calm", JobState.RUNNING: "soon", JobState.DONE: "done",
    JobState.FAILED: "late", JobState.CANCELLED: "stopped",
}  # fmt: skip
SHOWN_STATES = {JobState.WAITING: "queued"}


def title_of(job: Job) -> str:
    """'导出：客户'."""
    register = registers.get(job.register_key)
    of = say(register.title) if register else job.register_key
    return _("%(what)s：%(of)s", what=say(KINDS[job.kind]), of=of)


def progress_of(job: Job) -> dict[str, object]:
    """What the page asks for again and again while the job is on its way."""
    done, total = _progress(job)
    return {
        "state": SHOWN_STATES.get(job.state, job.state.value),
        "state_label": say(STATES[job.state]),
        "done": done,
        "total": total,
        "message": message_of(job),
        "result_url": url_for("jobs.file", job_id=job.id) if has_result(job, now()) else "",
        "finished": job.state not in UNFINISHED,
    }


def job_page(job: Job, authority: Authority, *, undoable: bool) -> JobPage:
    """One job; ``undoable``: it is an import that left something to undo."""
    done, total = _progress(job)
    over = job.state not in UNFINISHED
    return JobPage(
        title=title_of(job),
        state=SHOWN_STATES.get(job.state, job.state.value),
        badge=_badge(job),
        message=message_of(job),
        done=done,
        total=total,
        finished=over,
        status_url=url_for("jobs.show", job_id=job.id, format="json"),
        cancel_url="" if over else url_for("jobs.cancel", job_id=job.id),
        result=_result(job),
        undo=Link(_("撤销导入"), url_for("jobs.undo", job_id=job.id), tone="stopped") if undoable else None,
        back=_back(job, authority),
        facts=_facts(job),
    )


def jobs_page(jobs: list[Job], authority: Authority, *, from_newest: bool) -> JobsPage:
    """The jobs of one's own, newest first; there is one more than is shown when there are older ones."""
    shown, more = jobs[:LISTED], len(jobs) > LISTED
    return JobsPage(
        rows=tuple(job_row(job, authority) for job in shown),
        kept=_("结果文件保留 %(hours)s 小时。", hours=KEPT // timedelta(hours=1)),
        newer_url="" if from_newest else url_for("jobs.index"),
        older_url=url_for("jobs.index", before=shown[-1].id) if more else "",
    )


def job_row(job: Job, authority: Authority) -> JobRow:
    """One line of a list of jobs."""
    return JobRow(
        title=title_of(job),
        url=url_for("jobs.show", job_id=job.id),
        badge=_badge(job),
        started=write_moment(job.created_at),
        took=_took(job),
        who=authority.person.name,
        result=_result(job),
    )


def _badge(job: Job) -> Markup:
    return badge(say(STATES[job.state]), TONES[job.state])


def _progress(job: Job) -> tuple[int, int]:
    return Signs(data_dir(), job.id).progress() if job.state in UNFINISHED else (job.done, job.total)


def message_of(job: Job) -> str:
    """What the job says of itself, in the reader's language."""
    if job.state in UNFINISHED:
        if Signs(data_dir(), job.id).stop_asked():
            return _("正在停止……")
        return _("正在处理……") if job.state is JobState.RUNNING else _("正在排队，很快开始。")
    return say(Term(job.outcome.get("zh", ""), job.outcome.get("en", "")))


def _result(job: Job) -> Link | None:
    if not has_result(job, now()):
        return None
    return Link(_("下载文件"), url_for("jobs.file", job_id=job.id), "download")


def _back(job: Job, authority: Authority) -> Link | None:
    if job.kind is JobKind.CHECK_DOORS:
        return Link(say(KINDS[job.kind]), url_for("proving.index"))
    register = registers.get(job.register_key)
    if register is None or not authority.may(register.key, Action.VIEW):
        return None
    return Link(say(register.title), url_for(f"{register.key}.index_view"))


def _facts(job: Job) -> tuple[tuple[str, str], ...]:
    facts = [(_("任务编号"), str(job.id)), (_("开始"), write_moment(job.created_at))]
    if job.kind is JobKind.IMPORT and job.params.get("name"):
        facts.append((_("文件"), str(job.params["name"])))
    if job.finished_at:
        facts += [(_("结束"), write_moment(job.finished_at)), (_("用时"), _took(job))]
    if job.expires_at and has_result(job, now()):
        facts += [(_("结果文件"), job.result_name or ""), (_("保留至"), write_moment(job.expires_at))]
    return tuple(facts)


def _took(job: Job) -> str:
    if job.finished_at is None:
        return ""
    minutes, seconds = divmod(max(1, round((job.finished_at - job.created_at).total_seconds())), 60)
    return _("%(minutes)s 分 %(seconds)s 秒", minutes=minutes, seconds=seconds) if minutes else _("%(seconds)s 秒", seconds=seconds)
