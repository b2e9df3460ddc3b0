"""角色工作台 — where IT writes a policy, sees what it would do, has it reviewed, publishes it and takes it back."""

from collections.abc import Callable
from typing import Any, ClassVar

from flask import flash, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from sqlalchemy import select

from admin_views.gated import GatedView
from admin_views.secret_field import secret_of, wrong_secret
from admin_views.studio_cards import Matrix, StudioPage
from admin_views.studio_page import Around
from admin_views.studio_review import (
    draft_line,
    holders,
    matrix_at,
    review_page,
    role_options,
    version_line,
    writable,
)
from admin_views.studio_sent import stroke, with_sent_cells
from admin_views.studio_words import change_lines
from domain.errors import Conflict, Invalid, Refused, missing
from domain.terms import Term
from domain.values import clean_text
from domain.workflow import Sensitive
from models.access.policy import DraftState, PolicyDraft, PolicyVersion
from operations import policies, policy_drafts
from permissions.document import Document, changes, digest
from web.context import authority
from web.errors import status_of
from web.extensions import db
from web.i18n import comma, say

BAD_CELLS = Term("这次保存的内容读不懂，没有保存。请刷新页面后重试。", "What was sent cannot be read; nothing was saved. Reload the page.")
TONES = {
    DraftState.OPEN: "calm", DraftState.SUBMITTED: "soon", DraftState.PUBLISHED: "done",
    DraftState.RETURNED: "late", DraftState.WITHDRAWN: "stopped",
}  # fmt: skip


class StudioView(GatedView):
    """The pages under /access/studio/; each method needs the right named here, and operations check again."""

    REGISTER = "policy_draft"
    ACTIONS: ClassVar[dict[str, str]] = {
        "index": "view", "now": "view", "draft": "view", "review": "view", "version": "view",
        "start": "write", "save": "write", "shape": "write", "submit": "write", "withdraw": "write", "renew": "write",
        "publish": "review", "give_back": "review", "roll_back": "roll_back",
    }  # fmt: skip
    """Exposed method → the act it needs on the register of drafts."""

    def _page(self, template: str, **context: Any) -> ResponseReturnValue:
        html: ResponseReturnValue = self.render(template, nav_key="studio", **context)
        return html

    # ---- reading -----------------------------------------------------------------------------------------------------

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Drafts, versions and roles."""
        return self._index()

    def _index(self, **more: Any) -> ResponseReturnValue:
        session, may = db.session(), authority().may
        document, versions = policies.in_force(session), policies.versions(session)
        broken = policies.broken_links(session)
        page = StudioPage(
            drafts=tuple(draft_line(draft) for draft in policy_drafts.drafts(session)),
            versions=tuple(version_line(version, versions[0]) for version in versions),
            offered=tuple(role_options(document)),
            can_write=may("policy_draft", "write"),
            can_carry=may("policy_draft", "carry"),
            broken=comma().join(map(str, broken)),
            drifted=bool(versions) and versions[0].content != digest(document),
        )
        return self._page("access/studio.html", page=page, **more)

    @expose("/now/")
    def now(self) -> ResponseReturnValue:
        """The matrix of the policy in force, to look at."""
        document = policies.in_force(db.session())
        around = Around(_("现行方案"), "", url_for(".now"), "", "", "", 0, holders())
        return self._page("access/matrix.html", page=matrix_at(document, around), draft=None)

    @expose("/draft/<int:draft_id>/")
    def draft(self, draft_id: int) -> ResponseReturnValue:
        """The matrix of a draft."""
        draft = policy_drafts.find_draft(db.session(), draft_id)
        return self._page("access/matrix.html", page=self._draft_page(draft), draft=draft.id)

    def _draft_page(self, draft: PolicyDraft) -> Matrix:
        document = policies.document_of(db.session(), draft.content)
        around = Around(
            draft.title, say(draft.register.fields["state"].titles[draft.state.value]), url_for(".draft", draft_id=draft.id),
            url_for(".save", draft_id=draft.id) if writable(draft) else "", draft.content, url_for(".review", draft_id=draft.id),
            len(changes(policies.in_force(db.session()), document)), holders(),
        )  # fmt: skip
        return matrix_at(document, around)

    @expose("/draft/<int:draft_id>/review/")
    def review(self, draft_id: int) -> ResponseReturnValue:
        """What a draft changes, whom it touches, and the buttons of whoever may go on with it."""
        draft = policy_drafts.find_draft(db.session(), draft_id)
        return self._page("access/review.html", page=review_page(draft))

    @expose("/version/<int:number>/")
    def version(self, number: int) -> ResponseReturnValue:
        """What a published version changed, and the way back to it."""
        return self._version(number)

    def _version(self, number: int, wrong: Term | None = None, **more: Any) -> ResponseReturnValue:
        session = db.session()
        found = session.scalar(select(PolicyVersion).where(PolicyVersion.number == number))
        if found is None:
            raise missing()
        before = session.scalar(select(PolicyVersion.content).where(PolicyVersion.number == number - 1))
        new = policies.document_of(session, found.content)
        old = policies.document_of(session, before) if before else Document()
        lines = tuple(change_lines(changes(old, new), new, old, ".now")) if before else ()
        current, latest = policies.in_force(session), policies.latest(session)
        assert latest is not None
        back = tuple(change_lines(changes(current, new), new, current, ".now"))
        secret = secret_of(policy_drafts.ROLLING_BACK, wrong)
        return self._page("access/version.html", page=version_line(found, latest), changes=lines, back=back, secret=secret, **more)

    # ---- writing -----------------------------------------------------------------------------------------------------

    @expose("/start", methods=("POST",))
    def start(self) -> ResponseReturnValue:
        """A new draft of what is in force."""
        typed = {name: request.form.get(name, "") for name in ("title", "reason")}
        try:
            draft = policy_drafts.start(db.session(), typed["title"], typed["reason"])
        except Invalid as error:
            return make_response(self._index(refusal=say(error.sentence), typed=typed), status_of(error))
        return redirect(url_for(".draft", draft_id=draft.id, role=request.form.get("role", "")), 303)

    @expose("/draft/<int:draft_id>/save", methods=("POST",))
    def save(self, draft_id: int) -> ResponseReturnValue:
        """Cells of the matrix, sent by the page as it is used; answers with the new digest."""
        draft = policy_drafts.find_draft(db.session(), draft_id)
        document = policies.document_of(db.session(), draft.content)
        document = with_sent_cells(document, request.form.get("cells", ""))
        policy_drafts.change(db.session(), draft, document, seen=request.form.get("seen", ""))
        count = len(changes(policies.in_force(db.session()), document))
        return jsonify({"seen": draft.content, "changed": count, "said": _("已保存，共 %(count)s 处修改。", count=count)})

    @expose("/draft/<int:draft_id>/shape", methods=("POST",))
    def shape(self, draft_id: int) -> ResponseReturnValue:
        """Strokes on a whole role: new, copied, dropped, renamed, masked, other parents, a ceiling."""
        draft = policy_drafts.find_draft(db.session(), draft_id)
        document = policies.document_of(db.session(), draft.content)
        sent = {name: clean_text(value).strip() for name, value in request.form.items()}
        document, role, said = stroke(document, sent, request.form.getlist("parents"))
        policy_drafts.change(db.session(), draft, document, seen=sent.get("seen", ""))
        flash(said, "success")
        return redirect(url_for(".draft", draft_id=draft.id, role=role, register=sent.get("register", "")), 303)

    @expose("/draft/<int:draft_id>/submit", methods=("POST",))
    def submit(self, draft_id: int) -> ResponseReturnValue:
        """Hand an own draft to the reviewer."""
        reason = request.form.get("reason", "")
        return self._decide(draft_id, lambda draft: policy_drafts.submit(db.session(), draft, reason), _("已送审，等待另一人复核。"))

    def _decide(
        self, draft_id: int, step: Callable[[PolicyDraft], object], said: str, asks: Sensitive | None = None
    ) -> ResponseReturnValue:
        """Take a step on a draft; when it is refused, the page comes again with the sentence and what was typed."""
        draft = policy_drafts.find_draft(db.session(), draft_id)
        typed = {name: request.form.get(name, "") for name in ("reason", "opinion")}
        if (wrong := wrong_secret(asks)) is not None:
            return make_response(self._page("access/review.html", page=review_page(draft, wrong), typed=typed), 403)
        try:
            step(draft)
        except (Invalid, Conflict, Refused) as error:
            db.session.rollback()
            draft = policy_drafts.find_draft(db.session(), draft_id)
            html = self._page("access/review.html", page=review_page(draft), refusal=say(error.sentence), typed=typed)
            return make_response(html, status_of(error))
        flash(said, "success")
        return redirect(url_for(".review", draft_id=draft_id), 303)

    @expose("/draft/<int:draft_id>/withdraw", methods=("POST",))
    def withdraw(self, draft_id: int) -> ResponseReturnValue:
        """Take an own draft back, or give it up."""
        return self._decide(draft_id, lambda draft: policy_drafts.withdraw(db.session(), draft), _("已撤回。"))

    @expose("/draft/<int:draft_id>/renew", methods=("POST",))
    def renew(self, draft_id: int) -> ResponseReturnValue:
        """Put the changes of an own draft on top of the version in force."""
        said = _("已并入现行版本，请再核对一遍。")
        return self._decide(draft_id, lambda draft: policy_drafts.bring_up_to_date(db.session(), draft), said)

    @expose("/draft/<int:draft_id>/publish", methods=("POST",))
    def publish(self, draft_id: int) -> ResponseReturnValue:
        """The reviewer agrees: the content he saw comes into force."""
        seen, opinion = request.form.get("seen", ""), request.form.get("opinion", "")
        return self._decide(
            draft_id, lambda draft: policy_drafts.publish(db.session(), draft, seen=seen, opinion=opinion),
            _("已发布，下一次请求起生效。"), policy_drafts.PUBLISHING,
        )  # fmt: skip

    @expose("/draft/<int:draft_id>/give-back", methods=("POST",))
    def give_back(self, draft_id: int) -> ResponseReturnValue:
        """The reviewer does not agree."""
        opinion = request.form.get("opinion", "")
        return self._decide(draft_id, lambda draft: policy_drafts.give_back(db.session(), draft, opinion), _("已退回起草人。"))

    @expose("/version/<int:number>/roll-back", methods=("POST",))
    def roll_back(self, number: int) -> ResponseReturnValue:
        """Publish an old version again, at once."""
        reason = request.form.get("reason", "")
        if (wrong := wrong_secret(policy_drafts.ROLLING_BACK)) is not None:
            return make_response(self._version(number, wrong, typed=reason), 403)
        try:
            version = policy_drafts.roll_back(db.session(), number, reason)
        except (Invalid, Conflict, Refused) as error:
            db.session.rollback()
            return make_response(self._version(number, refusal=say(error.sentence), typed=reason), status_of(error))
        flash(_("已回滚，现为第 %(number)s 版，下一次请求起生效。", number=version.number), "success")
        return redirect(url_for(".index"), 303)
