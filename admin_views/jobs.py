"""The background jobs of one's own: watch, stop, fetch the result, undo an import; nobody else's job exists here."""

from pathlib import Path
from typing import Any

from flask import flash, jsonify, make_response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView, expose
from flask_babel import gettext as _

from admin_views.job_page import job_page, jobs_page, progress_of, title_of
from admin_views.proving import PROVE
from domain.access import Action
from domain.errors import Missing, Refused, missing
from domain.terms import Term
from domain.values import read_number
from models.governance.job import Job, JobKind, JobState
from models.register import registers
from operations import importing
from operations.exporting import may_fetch
from operations.job_signs import folder
from operations.jobs import cancel as ask_to_stop
from operations.jobs import has_result, own_job, own_jobs
from operations.records import require
from operations.undoing import import_to_undo
from web.context import authority, now
from web.extensions import db
from web.i18n import locale
from web.jobs import data_dir, submit

GONE = Term("结果文件已过期删除。请重新做一次。", "The file has expired and was deleted. Please do it again.")
RIGHTS_CHANGED = Term(
    "您的权限在导出之后有变化，这个文件不再提供下载。请重新导出。",
    "Your rights have changed since the export, so this file is not handed out. Please export again.",
)
TYPES = {".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class JobsView(BaseView):
    """Pages of the jobs one has started."""

    OPEN = frozenset({"index", "show", "cancel", "file", "undo"})
    """For everybody who is signed in: each shows own jobs only, and what a job does is checked when it runs."""

    def _handle_view(self, name: str, **kwargs: Any) -> None:
        if name not in self.OPEN:
            raise missing()

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The newest jobs, or those before a given one."""
        before = read_number(request.args["before"]) if request.args.get("before") else None
        jobs = own_jobs(db.session(), authority().person.account_id, before=before)
        return self.render("jobs/list.html", page=jobs_page(jobs, authority(), from_newest=before is None))

    @expose("/<int:job_id>/")
    def show(self, job_id: int) -> ResponseReturnValue:
        """One job; as JSON for the page that waits for its end."""
        job = _own(job_id)
        if request.args.get("format") == "json":
            return jsonify(progress_of(job))
        return self.render("jobs/show.html", page=job_page(job, authority(), undoable=_left(job) > 0))

    @expose("/<int:job_id>/cancel", methods=("POST",))
    def cancel(self, job_id: int) -> ResponseReturnValue:
        """Ask the worker to stop; what the job has done so far is rolled back."""
        ask_to_stop(_own(job_id), data_dir())
        flash(_("已要求停止。"), "success")
        return redirect(url_for(".show", job_id=job_id), 303)

    @expose("/<int:job_id>/file")
    def file(self, job_id: int) -> ResponseReturnValue:
        """Download the result, if one's rights are still those it was made with."""
        job = _own(job_id)
        _check_still_allowed(job)
        path = folder(data_dir()) / Path(job.result_file or "?").name
        if not has_result(job, now()) or not path.is_file():
            raise Missing(GONE)
        kind = TYPES.get(path.suffix, "application/octet-stream")
        sent = send_file(path, mimetype=kind, as_attachment=True, download_name=job.result_name, etag=False, conditional=False)
        return make_response(sent)

    @expose("/<int:job_id>/undo", methods=("GET", "POST"))
    def undo(self, job_id: int) -> ResponseReturnValue:
        """Ask first; then undo an import in a job of its own."""
        job, left = import_to_undo(db.session(), authority().person.account_id, job_id)
        importing.require(db.session(), registers[job.register_key])
        if not left:
            raise missing()
        if request.method == "POST":
            number = submit(JobKind.UNDO_IMPORT, job.register_key, {"import_job": job.id, "locale": locale()})
            return redirect(url_for(".show", job_id=number), 303)
        return self.render(
            "register/confirm.html",
            title=_("撤销「%(what)s」？", what=title_of(job)),
            sentence=_("由它新建的记录会删除，被它修改的记录会恢复；之后又有人改过的，原样保留。"),
            fields=((_("任务编号"), str(job.id)), (_("文件"), str(job.params.get("name", ""))), (_("涉及记录"), f"{left:,}")),
            action_url=url_for(".undo", job_id=job.id),
            button=_("撤销导入"),
            back_url=url_for(".show", job_id=job.id),
        )


def _own(job_id: int) -> Job:
    return own_job(db.session(), authority().person.account_id, job_id)


def _left(job: Job) -> int:
    """How many records an import left to undo."""
    if job.kind is not JobKind.IMPORT or job.state is not JobState.DONE or job.register_key not in registers:
        return 0
    return import_to_undo(db.session(), job.account_id, job.id)[1]


def _check_still_allowed(job: Job) -> None:
    register = registers.get(job.register_key)
    if register is None:
        raise missing()
    if job.kind is JobKind.CHECK_DOORS:
        require(db.session(), register, PROVE)
        return
    if job.kind is not JobKind.EXPORT:
        importing.require(db.session(), register)
        return
    require(db.session(), register, Action.EXPORT)
    if not may_fetch(db.session(), authority(), register, job.outcome.get("rights", "")):
        raise Refused(RIGHTS_CHANGED)
