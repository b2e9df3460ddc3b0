"""A change of the policy on its way: written by one, checked and weighed, decided by another, published at one moment."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Conflict, Invalid, Refused
from domain.terms import Term
from domain.values import clean_text, shown
from domain.workflow import Sensitive
from models.access.policy import DraftState, PolicyDraft, PolicyVersion
from models.access.role import Role, RoleGrant
from models.fence import acting, authority_of
from models.register import registers
from operations import policies
from operations.confirming import require_proved
from operations.holdings import first_records
from operations.policy_checks import check, with_changes
from operations.policy_impact import Weighed, weigh
from operations.records import find, require
from permissions.actor import Authority, System
from permissions.document import Document, changes

OPEN_STATES = (DraftState.OPEN, DraftState.RETURNED)
PUBLISHING = Sensitive(Term("发布权限方案", "Publish a policy"))
ROLLING_BACK = Sensitive(Term("回滚权限方案", "Roll a policy back"))

NEEDS_TITLE = Term("请写明这次修改的标题（至少 2 个字）。", "Give the change a title of at least 2 characters.")
NEEDS_REASON = Term("请写明原因（至少 4 个字），它会留在版本记录里。", "Give a reason of at least 4 characters; it stays in the record.")
NOT_YOURS = Term("这份草稿由 {who} 起草，只有起草人可以改。", "{who} wrote this draft; only the author may change it.")
NOT_OPEN = Term("这份草稿现为「{state}」，不能再改。请另起一份。", "This draft is “{state}” and cannot be changed. Start another.")
NOT_SUBMITTED = Term("这份草稿现为「{state}」，不在待复核之列。", "This draft is “{state}”, not waiting for review.")
NO_CHANGE = Term("草稿和现行方案一样，没有可以送审的内容。", "The draft equals the policy in force; there is nothing to submit.")
OUTDATED = Term(
    "草稿依据第 {base} 版，现行已是第 {now} 版。请先点“并入现行版本”，再核对送审。",
    "The draft is based on version {base}; version {now} is in force. Bring it up to date first.",
)
CLASHES = Term("第 {now} 版改了同一处：{where}。请在草稿里定下再并入。", "Version {now} changed the same places: {where}.")
OWN_DRAFT = Term("起草人不能复核自己的草稿，请由另一人复核。", "The author may not review the own draft; another person must.")
OWN_GAIN = Term(
    "发布这份草稿会使您自己多得权限（{what}），不能由您复核。请由另一人复核。",
    "Publishing would give yourself more rights ({what}); another person must review it.",
)
OTHER_CONTENT = Term(
    "您看过之后草稿又改了，这次复核不作数。请重新核对。", "The draft changed after you read it; this review does not count. Read it again."
)
LAST_ADMIN = Term(
    "发布后将没有人能再起草并复核权限方案，系统会被锁死。请至少保留一名起草人和另一名复核人。",
    "Nobody could write and review policies any more. Keep at least one author and another reviewer.",
)
ROLE_HELD = Term(
    "角色「{role}」还授予了 {count} 处，不能删除。请先在“角色授予”里收回。", "Role “{role}” is still granted {count} times; take the grants back first."
)
CLASH = Term("违反职责分离：{what}", "It breaks a separation of duties: {what}")


def start(session: Session, title: str, reason: str) -> PolicyDraft:
    """A new draft that says what is in force; raises Refused without the right, Invalid without a title."""
    register = registers[PolicyDraft.__tablename__]
    require(session, register, "write")
    title, reason = shown(clean_text(title))[:80], shown(clean_text(reason))
    if len(title) < 2:
        raise Invalid(NEEDS_TITLE, fields={"title": NEEDS_TITLE})
    author = _person(session)
    with _system(session, "起草权限草稿"):
        last = policies.latest(session)
        content = policies.keep(session, policies.in_force(session))
        draft = PolicyDraft(
            title=title, reason=reason or None, author_id=author, state=DraftState.OPEN, content=content,
            base_version=last.number if last else 0,
        )  # fmt: skip
        session.add(draft)
        session.flush()
    return draft


def change(session: Session, draft: PolicyDraft, document: Document, *, seen: str) -> None:
    """Replace the content of an own open draft; ``seen`` is the digest the author was looking at.

    Raises Conflict when it was changed in another window, Invalid with the first problem of the document.
    """
    _check_own(session, draft)
    if draft.content != seen:
        raise Conflict(OTHER_CONTENT)
    check(document)
    with _system(session, "修改权限草稿"):
        draft.content = policies.keep(session, document)
        draft.state = DraftState.OPEN
        session.flush()


def submit(session: Session, draft: PolicyDraft, reason: str = "") -> None:
    """Hand an own draft to the reviewer; raises Conflict on an outdated base, Invalid when it cannot be published."""
    _check_own(session, draft)
    reason = shown(clean_text(reason)) or (draft.reason or "")
    if len(reason) < 4:
        raise Invalid(NEEDS_REASON, fields={"reason": NEEDS_REASON})
    with _system(session, "送审权限草稿"):
        document = policies.document_of(session, draft.content)
        _check_base(session, draft)
        if not changes(policies.in_force(session), document):
            raise Invalid(NO_CHANGE)
        _check_publishable(session, document)
        draft.reason, draft.state, draft.submitted_at = reason, DraftState.SUBMITTED, session.info["clock"]()
        draft.reviewer_id = draft.decided_at = draft.opinion = None
        session.flush()


def withdraw(session: Session, draft: PolicyDraft) -> None:
    """Give an own draft up, or take it back from the reviewer."""
    _check_own(session, draft, (*OPEN_STATES, DraftState.SUBMITTED))
    with _system(session, "撤回权限草稿"):
        draft.state = DraftState.OPEN if draft.state is DraftState.SUBMITTED else DraftState.WITHDRAWN
        session.flush()


def bring_up_to_date(session: Session, draft: PolicyDraft) -> None:
    """Put the changes of an own draft on top of the version in force; raises Conflict where both changed one place."""
    _check_own(session, draft)
    with _system(session, "权限草稿并入现行版本"):
        last = policies.latest(session)
        assert last is not None
        base = policies.document_of(session, _content_of(session, draft.base_version))
        now, mine = policies.in_force(session), policies.document_of(session, draft.content)
        theirs = {one.place: one.after for one in changes(base, now)}
        own = changes(base, mine)
        both = [one.place for one in own if one.place in theirs and theirs[one.place] != one.after]
        if both:
            raise Conflict(CLASHES, now=last.number, where="；".join(" › ".join(place[1:]) for place in both[:5]))
        draft.content = policies.keep(session, with_changes(now, own))
        draft.base_version = last.number
        session.flush()


def give_back(session: Session, draft: PolicyDraft, opinion: str) -> None:
    """Return a submitted draft to its author with an opinion; raises Refused for the author himself."""
    reviewer = _check_review(session, draft)
    opinion = shown(clean_text(opinion))
    if len(opinion) < 4:
        raise Invalid(NEEDS_REASON, fields={"opinion": NEEDS_REASON})
    with _system(session, "退回权限草稿"):
        draft.state, draft.reviewer_id, draft.opinion = DraftState.RETURNED, reviewer, opinion
        draft.decided_at = session.info["clock"]()
        session.flush()


def publish(session: Session, draft: PolicyDraft, *, seen: str, opinion: str = "") -> PolicyVersion:
    """Bring a submitted draft into force; ``seen`` is the digest the reviewer has read.

    Raises Refused for the author, for who would gain by it and for who lacks the right; Conflict when the content or the
    version in force has changed since; Invalid when it cannot be published any more. Nothing is half applied.
    """
    reviewer = _check_review(session, draft)
    if draft.content != seen:
        raise Conflict(OTHER_CONTENT)
    require_proved(session, PUBLISHING)
    person: Authority = authority_of(session)
    with _system(session, "发布权限草稿"):
        document = policies.document_of(session, draft.content)
        _check_base(session, draft)
        weighed = _check_publishable(session, document)
        gains = weighed.gains_of(person.person.person_id)
        if gains:
            raise Refused(OWN_GAIN, what=gains)
        draft.state, draft.reviewer_id, draft.decided_at = DraftState.PUBLISHED, reviewer, session.info["clock"]()
        draft.opinion = shown(clean_text(opinion)) or None
        return policies.bring_into_force(
            session, document, title=draft.title, author=draft.author_id, reviewer=reviewer
        )


def roll_back(session: Session, number: int, reason: str) -> PolicyVersion:
    """Publish version ``number`` again, at once; for emergencies one person is enough, as two have approved it before.

    Raises Refused when the actor would gain rights by it, Invalid without a reason or when roles it drops are still held.
    """
    require(session, registers[PolicyDraft.__tablename__], "roll_back")
    reason = shown(clean_text(reason))
    if len(reason) < 4:
        raise Invalid(NEEDS_REASON, fields={"reason": NEEDS_REASON})
    require_proved(session, ROLLING_BACK)
    actor = _person(session)
    with _system(session, "回滚权限方案"):
        document = policies.document_of(session, _content_of(session, number))
        check(document)
        weighed = _check_publishable(session, document)
        gains = weighed.gains_of(actor)
        if gains:
            raise Refused(OWN_GAIN, what=gains)
        title = f"回滚到第 {number} 版：{reason}"[:80]
        return policies.bring_into_force(session, document, title=title, author=actor, reviewer=None)


def drafts(session: Session, most: int = 50) -> list[PolicyDraft]:
    """The drafts the actor may see, those that wait first."""
    require(session, registers[PolicyDraft.__tablename__], "view")
    found = list(session.scalars(select(PolicyDraft).order_by(PolicyDraft.id.desc()).limit(most)))
    order = {DraftState.SUBMITTED: 0, DraftState.OPEN: 1, DraftState.RETURNED: 1}
    return sorted(found, key=lambda draft: (order.get(draft.state, 2), -draft.id))


def find_draft(session: Session, key: int) -> PolicyDraft:
    """A draft the actor may see; raises Missing."""
    draft: PolicyDraft = find(session, registers[PolicyDraft.__tablename__], key)
    return draft


# ---- checks ----------------------------------------------------------------------------------------------------------


def _system(session: Session, what: str) -> Any:
    authority = authority_of(session)
    return acting(
        session,
        System(
            what, address=authority.address, request_id=authority.request_id, acting_for=authority.account_id,
            label=authority.label,
        ),
    )  # fmt: skip


def _person(session: Session) -> int:
    person = authority_of(session).person
    assert person is not None, "the policy is written and reviewed by people"
    return int(person.person_id)


def _state(draft: PolicyDraft) -> Term:
    return draft.register.fields["state"].titles[draft.state.value]


def _check_own(session: Session, draft: PolicyDraft, states: tuple[DraftState, ...] = OPEN_STATES) -> None:
    require(session, draft.register, "write")
    if draft.author_id != _person(session):
        with acting(session, System("who wrote the draft?")):
            raise Refused(NOT_YOURS, who=draft.author.name)
    if draft.state not in states:
        raise Conflict(NOT_OPEN, state=_state(draft))


def _check_review(session: Session, draft: PolicyDraft) -> int:
    require(session, draft.register, "review")
    reviewer = _person(session)
    same = first_records(session)  # two employee records with one identity number are one human being
    if same.get(reviewer, reviewer) == same.get(draft.author_id, draft.author_id):
        raise Refused(OWN_DRAFT)
    if draft.state is not DraftState.SUBMITTED:
        raise Conflict(NOT_SUBMITTED, state=_state(draft))
    return reviewer


def _check_base(session: Session, draft: PolicyDraft) -> None:
    last = policies.latest(session)
    if last is not None and last.number != draft.base_version:
        raise Conflict(OUTDATED, base=draft.base_version, now=last.number)


def _content_of(session: Session, number: int) -> str:
    content = session.scalar(select(PolicyVersion.content).where(PolicyVersion.number == number))
    if content is None:
        raise policies.missing()
    return content


def _check_publishable(session: Session, document: Document) -> Weighed:
    """What a document would do; raises Invalid when people stand in its way."""
    before = policies.in_force(session)
    for role in session.scalars(select(Role).where(Role.code.not_in(list(document.roles)))):
        count = len(list(session.scalars(select(RoleGrant.id).where(RoleGrant.role_id == role.id))))
        if count:
            raise Invalid(ROLE_HELD, role=role.title, count=count)
    weighed = weigh(session, before, document)
    if not weighed.can_go_on:
        raise Invalid(LAST_ADMIN)
    if weighed.new_clashes:
        raise Invalid(CLASH, what=weighed.new_clashes[0])
    return weighed

