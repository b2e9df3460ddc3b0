"""Drafts, versions and the page on which a draft is weighed, as cards."""

import time

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from admin_views.secret_field import secret_of
from admin_views.studio_cards import DraftLine, Matrix, Option, Review, VersionLine
from admin_views.studio_page import Around, look, matrix
from admin_views.studio_words import change_lines, impact_groups
from domain.terms import Term
from domain.values import write_moment
from models.access.policy import DraftState, PolicyDraft, PolicyVersion
from models.access.role import Role, RoleGrant
from models.fence import acting
from models.organisation.employee import Employee
from models.register import registers
from operations import policies, policy_drafts
from operations.policy_impact import weigh
from permissions.actor import System
from permissions.document import Document, changes
from web.context import authority
from web.extensions import db
from web.i18n import say

TONES = {
    DraftState.OPEN: "calm", DraftState.SUBMITTED: "soon", DraftState.PUBLISHED: "done",
    DraftState.RETURNED: "late", DraftState.WITHDRAWN: "stopped",
}  # fmt: skip


def matrix_at(document: Document, around: Around) -> Matrix:
    """The matrix the address asks for."""
    args = request.args
    at = look(
        document, args.get("role", ""), args.get("register", ""), args.get("compare", ""), further=args.get("further") == "1"
    )
    return matrix(document, at, around)


def holders() -> dict[str, int]:
    """Role → how often it is granted."""
    with acting(db.session(), System("how often is each role granted?")):
        found = db.session.execute(select(Role.code, func.count()).join(RoleGrant, RoleGrant.role_id == Role.id).group_by(Role.code))
        return {code: count for code, count in found}  # noqa: C416  # rows, not pairs


def writable(draft: PolicyDraft) -> bool:
    """Whether the reader may change this draft now."""
    own = draft.author_id == authority().person.person_id
    return own and draft.state in policy_drafts.OPEN_STATES and authority().may("policy_draft", "write")


def role_options(document: Document) -> list[Option]:
    """The roles of a document with what they are and how often they are granted."""
    kinds, held = Role.register.fields["kind"].titles, holders()
    return [
        Option(code, role.title, note=f"{say(kinds[role.kind])} · {_('授予 %(count)s 处', count=held.get(code, 0))}")
        for code, role in document.roles.items()
    ]


def _names(ids: set[int | None]) -> dict[int, str]:
    """Names of authors and reviewers: whoever may see a draft may know who answers for it."""
    with acting(db.session(), System("who wrote and reviewed?")):
        wanted = [one for one in ids if one is not None]
        found = db.session.execute(select(Employee.id, Employee.name).where(Employee.id.in_(wanted)))
        return {key: name for key, name in found}  # noqa: C416  # rows, not pairs


def draft_line(draft: PolicyDraft) -> DraftLine:
    """A draft as a line."""
    when = draft.decided_at or draft.submitted_at or draft.created_at
    open_ = draft.state in policy_drafts.OPEN_STATES
    return DraftLine(
        draft.title, url_for(".draft" if open_ and writable(draft) else ".review", draft_id=draft.id),
        say(draft.register.fields["state"].titles[draft.state.value]), TONES[draft.state],
        _names({draft.author_id}).get(draft.author_id, ""), write_moment(when),
    )  # fmt: skip


def version_line(version: PolicyVersion, latest: PolicyVersion) -> VersionLine:
    """A version as a line."""
    names = _names({version.author_id, version.reviewer_id})
    return VersionLine(
        version.number, version.title, write_moment(version.published_at), names.get(version.author_id or 0, _("系统")),
        names.get(version.reviewer_id or 0, ""), version.chain[:12], url_for(".version", number=version.number),
        url_for(".roll_back", number=version.number)
        if version.number != latest.number and authority().may("policy_draft", "roll_back") else "",
        version.number == latest.number,
    )  # fmt: skip


def review_page(draft: PolicyDraft, wrong: Term | None = None) -> Review:
    """The page on which a draft is weighed, with what was ``wrong`` with the operation password; says how long weighing took."""
    session = db.session()
    started = time.monotonic()
    document, current, last = policies.document_of(session, draft.content), policies.in_force(session), policies.latest(session)
    over = draft.state in (DraftState.PUBLISHED, DraftState.WITHDRAWN)
    base = session.scalar(select(PolicyVersion.content).where(PolicyVersion.number == draft.base_version))
    before = policies.document_of(session, base) if over and base else current
    with acting(session, System("what would a policy change?")):
        weighed = None if over else weigh(session, before, document)
    took = time.monotonic() - started
    names = _names({draft.author_id, draft.reviewer_id})
    mine, may_write = draft.author_id == authority().person.person_id, writable(draft)
    outdated = not over and last is not None and last.number != draft.base_version
    waits = draft.state is DraftState.SUBMITTED
    can_review = waits and not mine and authority().may("policy_draft", "review")
    return Review(
        id=draft.id, title=draft.title, reason=draft.reason or "",
        state=say(draft.register.fields["state"].titles[draft.state.value]), author=names.get(draft.author_id, ""),
        base=_("第 %(number)s 版", number=draft.base_version), seen=draft.content,
        matrix_url=url_for(".draft", draft_id=draft.id),
        changes=tuple(change_lines(changes(before, document), document, before, ".draft", draft_id=draft.id)),
        people=weighed.people if weighed else 0, groups=tuple(impact_groups(weighed, document)) if weighed else (),
        views=tuple(_("%(who)s 的“%(view)s”（%(register)s）", who=who, view=label, register=say(registers[key].title))
                    for who, key, label in weighed.views) if weighed else (),
        exports=weighed.exports if weighed else 0, clashes=tuple(map(say, weighed.new_clashes)) if weighed else (),
        opinion=draft.opinion or "", reviewer=names.get(draft.reviewer_id or 0, ""),
        can_write=may_write, can_submit=may_write and not outdated and document != before, can_withdraw=mine and (may_write or waits),
        can_review=can_review, secret=secret_of(policy_drafts.PUBLISHING, wrong) if can_review else None, outdated=outdated,
        own_note=_("您是起草人，须由另一人复核。") if waits and mine else "",
        took=_("用时 %(seconds)s 秒", seconds=f"{took:.2f}") if weighed else "",
    )  # fmt: skip
