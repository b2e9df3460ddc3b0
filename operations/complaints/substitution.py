"""Who takes a step of a case when others must keep away: the chain of K4.9, and where it would come to an end."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.recusal import Concerned, Why, recused
from domain.terms import Term
from models.base import Base, columns_of
from models.complaints.complaint import Complaint
from models.organisation.appointment import Post
from operations.complaints.able import STEPS, able
from operations.complaints.circle import circles_of, selves
from operations.complaints.recusal import concerned
from operations.office_clock import today

PARTS = {
    "officer": Term("受理和分派", "acceptance and assignment"),
    "handler": Term("经办", "handling"),
    "decider": Term("签批决定", "the decision"),
}
IN_CHARGE = Term("业务分管领导", "leader in charge")
DELEGATE = Term("受托代理人", "his delegate")
MANAGER = Term("总经理（主任）", "general manager")
LEADER = Term("其他领导", "another leader")
INSIDE = Term("本部门有权经办", "of the department")
COLLEAGUE = Term("有权办理的人", "holds the right")
MEETING = Term("会议审议", "the meeting")
EXTERNAL = Term("报请主管部门或律师协会", "the authority or the bar association")
POSTS = {Post.GENERAL_MANAGER: MANAGER, Post.DEPUTY_GENERAL_MANAGER: LEADER, Post.CHAIRMAN: LEADER}
NEXT = Term("「{part}」可由{who}（{rank}）办理。", "{part}: {who} ({rank}) may do it.")
INSTEAD = Term("「{part}」可由{who}（{rank}）办理；{away}。", "{part}: {who} ({rank}) may do it; {away}.")
KEEPS_AWAY = Term("{who}因回避不办：{why}", "{who} keeps away: {why}")
NOBODY = Term("「{part}」没有可以办理的人，请提交{end}。", "{part}: there is nobody; bring it before {end}.")
GAP = Term("{department}：若投诉{who}，「{parts}」没有不须回避的人。", "{department}: a complaint about {who} leaves nobody for {parts}.")
NOT_SERVED = Term(
    "不能启用：有 {count} 处投诉会无人可办。{first}请先增加人员或授权。",
    "It cannot be switched on: {count} complaints would have nobody. {first} Appoint or grant first.",
)


@dataclass(frozen=True, slots=True)
class Link:
    """One person in the chain, and why he keeps away if he does."""

    person: int
    name: str
    rank: Term
    why: Why | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The people who could take a part in a case, in the order of K4.9; after them the meeting, then those outside."""

    part: str
    links: tuple[Link, ...]
    end: Term

    @property
    def next(self) -> Link | None:
        """The first who need not keep away."""
        return next((link for link in self.links if link.why is None), None)

    @property
    def fit(self) -> tuple[Link, ...]:
        """Those who need not keep away, in order."""
        return tuple(link for link in self.links if link.why is None)

    @property
    def sentence(self) -> Term:
        """What the linter and the log say: who may take the step, and who of those before him keeps away and why; shown to no clerk."""
        part, found = PARTS[self.part], self.next
        if found is None:
            return NOBODY.format(part=part, end=self.end)
        passed = self.links[: self.links.index(found)]
        if not passed:
            return NEXT.format(part=part, who=found.name, rank=found.rank)
        away = [KEEPS_AWAY.format(who=one.name, why=one.why.sentence) for one in passed if one.why]
        both = Term("；".join(one.zh.rstrip("。") for one in away), "; ".join(one.en.rstrip(".") for one in away))
        return INSTEAD.format(part=part, who=found.name, rank=found.rank, away=both)


@dataclass(frozen=True, slots=True)
class Gap:
    """A complaint about ``who`` would leave nobody for ``parts``."""

    department: str
    who: str
    parts: tuple[str, ...]

    @property
    def sentence(self) -> Term:
        """What the linter says."""
        parts = [PARTS[part] for part in self.parts]
        both = Term("、".join(one.zh for one in parts), ", ".join(one.en for one in parts))
        return GAP.format(department=self.department, who=self.who, parts=both)


def chain(session: Session, case: Complaint, part: str, department: int | None = None) -> Chain:
    """Who may take ``part`` ("officer", "handler", "decider") in ``case``, read below the fence.

    ``department``: the one it is about to go to, where it has none yet.
    """
    around, people = concerned(session, case.id), list(_ranked(session, case, part, case.department_id or department))
    same, names = selves(session, [who for who, _ in people]), _names(session, [who for who, _ in people])
    barred = {case.handler_id, case.opinion_by_id} if part == "decider" else {case.assigned_by_id} if part == "handler" else set()
    links = tuple(
        Link(who, names[who], rank, recused(around, same.get(who, {who}), handles=part == "handler", decides=part == "decider"))
        for who, rank in people
        if who in names and who not in barred
    )
    meets = part == "decider" and not case.major
    return Chain(part, links, MEETING if meets else EXTERNAL)


def _ranked(session: Session, case: Complaint, part: str, department: int | None) -> Iterator[tuple[int, Term]]:
    """Everybody able, each once with his highest rank."""
    fit = able(session, [part])[part]
    order: list[tuple[int, Term]] = []
    if part == "decider":
        order += [(who, IN_CHARGE) for who in _in_charge(session, case) if who in fit]
        order += [(who, DELEGATE) for who in _delegates(session, [one for one, _ in order])]
        order += [(who, POSTS[post]) for post, who in _in_posts(session) if who in fit]
    if part == "handler" and department is not None:
        staff = columns_of("employee")
        inside = select(staff.id).where(staff.id.in_(fit), staff.department_id == department).order_by(staff.id)
        order += [(who, INSIDE) for who in session.connection().execute(inside).scalars()]
    known = {who for who, _ in order}
    order += [(who, LEADER if part == "decider" else COLLEAGUE) for who in sorted(fit - known)]
    seen: set[int] = set()
    for who, rank in order:
        if who not in seen:
            seen.add(who)
            yield who, rank


def _in_charge(session: Session, case: Complaint) -> list[int]:
    """The leader in charge of the department that handles the case (K3.23, K4.8)."""
    charge, day = columns_of("charge"), today(session)
    running = select(charge.deputy_id).where(
        charge.department_id == case.department_id, charge.from_on <= day, or_(charge.until_on.is_(None), charge.until_on >= day)
    )
    return list(session.connection().execute(running.order_by(charge.id)).scalars())


def _delegates(session: Session, principals: Collection[int]) -> list[int]:
    given, day = columns_of("delegation"), today(session)
    running = select(given.deputy_id).where(given.principal_id.in_(principals), given.from_on <= day, given.until_on >= day)
    return list(session.connection().execute(running.order_by(given.id)).scalars())


def _in_posts(session: Session) -> list[tuple[Post, int]]:
    held, day = columns_of("appointment"), today(session)
    running = select(held.post, held.holder_id).where(
        held.post.in_(POSTS), held.from_on <= day, or_(held.until_on.is_(None), held.until_on >= day)
    )
    order = list(POSTS)
    return sorted(((post, who) for post, who in session.connection().execute(running)), key=lambda one: (order.index(one[0]), one[1]))


# ---- before anything happens: whether a complaint about anybody could be handled -------------------------------------


def gaps(session: Session) -> tuple[Gap, ...]:
    """Everybody a complaint about whom would leave no impartial officer, handler or decider, all three different people."""
    staff, place = columns_of("employee"), columns_of("department")
    day = today(session)
    rows = session.connection().execute(
        select(staff.id, staff.name, place.name.label("department"))
        .join_from(Base.metadata.tables["employee"], Base.metadata.tables["department"], staff.department_id == place.id)
        .where(place.active, or_(staff.left_on.is_(None), staff.left_on >= day))
        .order_by(place.id, staff.id)
    ).all()
    around, fit = circles_of(session, [row.id for row in rows]), able(session)
    found = ((row, _missing(around[row.id], fit)) for row in rows)
    return tuple(Gap(row.department, row.name, parts) for row, parts in found if parts)


def require_somebody_for_everybody(session: Session, field: str) -> None:
    """Before a profile of complaints is switched on; raises Invalid at ``field``, naming the first whom nobody could deal with."""
    found = gaps(session)
    if found:
        sentence = NOT_SERVED.format(count=len(found), first=found[0].sentence)
        raise Invalid(sentence, fields={field: sentence}, clause="K4.9")


def _missing(case: Concerned, fit: Mapping[str, frozenset[int]]) -> tuple[str, ...]:
    left = {part: fit[part] - case.kept_away for part in STEPS}
    empty = tuple(part for part, people in left.items() if not people)
    if empty:
        return empty
    # Who assigns does not handle, who handled or wrote the opinion does not decide: two parts need two people, three three.
    pairs = [(one, other) for one in STEPS for other in STEPS if one < other]
    short = {part for pair in pairs if len(left[pair[0]] | left[pair[1]]) < len(pair) for part in pair}
    if not short and len(frozenset().union(*left.values())) < len(STEPS):
        short = set(STEPS)
    return tuple(part for part in STEPS if part in short)


def _names(session: Session, people: Collection[int]) -> dict[int, str]:
    staff = columns_of("employee")
    rows = session.connection().execute(select(staff.id, staff.name).where(staff.id.in_(people)))
    return {row.id: row.name for row in rows}
