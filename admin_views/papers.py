"""What the policy is on paper and in files: role sheets to sign, the quarterly review, carrying it between sites."""

import tempfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

from flask import flash, make_response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import select

from admin_views.gated import GatedView
from admin_views.role_sheets import quarter_page, role_sheet
from domain.errors import Invalid
from domain.terms import Term
from domain.values import OFFICE_ZONE, read_day
from models.access.policy import PolicyDraft, PolicyVersion
from operations import policies, policy_carry, policy_drafts
from operations.records import require
from permissions.document import Document
from web.context import authority, now
from web.errors import status_of
from web.extensions import db
from web.i18n import say
from web.uploads import chosen_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUARTER = timedelta(days=92)
CHOOSE_A_FILE = Term("请先选一个权限方案文件（YAML 或 Excel）。", "Choose a policy file first (YAML or Excel).")


class PapersView(GatedView):
    """The pages under /access/papers/."""

    REGISTER = "policy_draft"
    ACTIONS: ClassVar[dict[str, str]] = {
        "index": "view", "sheet": "print", "quarter": "print", "yaml": "carry", "workbook": "carry", "upload": "carry",
    }  # fmt: skip
    """Exposed method → the act it needs on the register of drafts."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Where to choose a role, a quarter or a file."""
        return self._index()

    def _index(self, **more: Any) -> ResponseReturnValue:
        document = policies.in_force(db.session())
        titles = [(url_for(".sheet", role=code), role.title) for code, role in document.roles.items()]
        since = (now().astimezone(OFFICE_ZONE).date() - QUARTER).isoformat()
        html: ResponseReturnValue = self.render(
            "access/papers.html", nav_key="papers", titles=titles, since=since,
            carrying=authority().may("policy_draft", "carry"), writing=authority().may("policy_draft", "write"),
            **more,
        )  # fmt: skip
        return html

    @expose("/sheet/")
    def sheet(self) -> ResponseReturnValue:
        """One A4 page of a role, to be signed."""
        session = db.session()
        page = role_sheet(session, policies.in_force(session), request.args.get("role", ""), policies.latest(session), now())
        html: ResponseReturnValue = self.render("access/sheet.html", page=page, nav_key="papers")
        return html

    @expose("/quarter/")
    def quarter(self) -> ResponseReturnValue:
        """What changed since a day, role by role, to be signed."""
        session = db.session()
        try:
            since: date = read_day(request.args.get("since", ""))
        except Invalid as error:
            return make_response(self._index(refusal=say(error.sentence)), status_of(error))
        start = datetime.combine(since, time(), OFFICE_ZONE)
        content = session.scalar(
            select(PolicyVersion.content).where(PolicyVersion.published_at < start).order_by(PolicyVersion.number.desc()).limit(1)
        )
        before = policies.document_of(session, content) if content else Document()
        page = quarter_page(session, before, policies.in_force(session), since, now())
        html: ResponseReturnValue = self.render("access/quarter.html", page=page, nav_key="papers")
        return html

    @expose("/policy.yaml")
    def yaml(self) -> ResponseReturnValue:
        """The policy in force as YAML."""
        text = policy_carry.to_yaml(policies.in_force(db.session()))
        answer = make_response(text)
        answer.headers["Content-Type"] = "application/yaml; charset=utf-8"
        answer.headers["Content-Disposition"] = 'attachment; filename="policy.yaml"'
        return answer

    @expose("/policy.xlsx")
    def workbook(self) -> ResponseReturnValue:
        """The policy in force as a workbook."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "policy.xlsx"
            policy_carry.to_workbook(policies.in_force(db.session()), path)
            data = BytesIO(path.read_bytes())
        return send_file(data, mimetype=XLSX, as_attachment=True, download_name="policy.xlsx", etag=False)

    @expose("/upload", methods=("POST",))
    def upload(self) -> ResponseReturnValue:
        """A draft from a file: its review page is the dry run, and nothing holds before somebody publishes it."""
        require(db.session(), PolicyDraft.register, "write")
        reason = request.form.get("reason", "")
        try:
            name, document = _sent_policy()
        except Invalid as error:
            wrong = [f"{place}  {say(sentence)}" for place, sentence in error.fields.items()]
            page = self._index(refusal=say(error.sentence), wrong=wrong, reason=reason)
            return make_response(page, status_of(error))
        draft = policy_drafts.start(db.session(), _("导入 %(name)s", name=name)[:80], reason)
        policy_drafts.change(db.session(), draft, document, seen=draft.content)
        flash(_("已读入为草稿，下面是与现行方案的差别；送审并发布后才生效。"), "success")
        return redirect(url_for("studio.review", draft_id=draft.id), 303)


def _sent_policy() -> tuple[str, Document]:
    """(name, document) of the file that was sent; raises Invalid."""
    found = chosen_file("file")
    if found is None:
        raise Invalid(CHOOSE_A_FILE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"policy{Path(found.name).suffix[:8]}"
        with path.open("wb") as target:
            while chunk := found.stream.read(1 << 16):
                target.write(chunk)
                if target.tell() > policy_carry.MOST_BYTES:
                    raise Invalid(policy_carry.TOO_LARGE)
        return found.name, policy_carry.read_policy(path.name, path)
