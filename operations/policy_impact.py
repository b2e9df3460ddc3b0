"""What a policy would change before it is published: who gains or loses what, on how many rows, and what else follows."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, literal, not_, or_, select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level, Scope
from domain.terms import Term
from models.governance.job import Job, JobKind, JobState, SavedView
from models.register import Register, registers
from models.scoping import rows_in, sets_apart
from operations.holdings import people_now
from operations.rights import areas_off, catalogue, read_settings
from operations.separating import clash_sentences
from operations.wording import title_of_action
from permissions.actor import Person
from permissions.document import Document
from permissions.grants import Catalogue
from permissions.policy import Plan, compile_plan

COMPARED = (Channel.LIST, Channel.DETAILS, Channel.FORM, Channel.EXPORT)
"""What else a channel shows follows from these."""
POLICY = "policy_draft"


@dataclass(frozen=True, slots=True)
class ActionChange:
    """An action whose rows change; an empty set means that it is refused."""

    action: str
    before: frozenset[Scope]
    after: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field whose level changes on some channels."""

    field: str
    channels: tuple[Channel, ...]
    before: Level
    after: Level


@dataclass(frozen=True, slots=True)
class RegisterChange:
    """What changes on one register for those who hold the same roles."""

    register: str
    actions: tuple[ActionChange, ...]
    fields: tuple[FieldChange, ...]

    @property
    def gains(self) -> bool:
        """Whether anything becomes possible that was not."""
        return any(one.after - one.before for one in self.actions) or any(one.after > one.before for one in self.fields)


@dataclass(frozen=True, slots=True)
class Rows:
    """How many records come into view of a person, and how many go out of it."""

    more: int
    less: int


@dataclass(frozen=True, slots=True)
class Affected:
    """People with the same roles, and what changes for them; ``rows``: (person, register) → records."""

    roles: frozenset[str]
    people: tuple[Person, ...]
    changes: tuple[RegisterChange, ...]
    rows: Mapping[tuple[int, str], Rows]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Everything a reviewer must know before he publishes."""

    affected: tuple[Affected, ...]
    views: tuple[tuple[str, str, str], ...]
    """(owner, register, label) of saved views that use a field their owner will not see any more."""
    exports: int
    """Finished exports that their owner will not be able to fetch any more."""
    new_clashes: tuple[Term, ...]
    can_go_on: bool
    """Whether somebody can still write a policy and somebody else review it."""

    @property
    def people(self) -> int:
        """How many people are affected."""
        return sum(len(group.people) for group in self.affected)

    def gains_of(self, person_id: int) -> Term | None:
        """What a person would gain, in words; None when nothing."""
        for group in self.affected:
            if any(person.person_id == person_id for person in group.people):
                gained = [registers[one.register].title for one in group.changes if one.gains]
                if gained:
                    return Term("、".join(one.zh for one in gained[:5]), ", ".join(one.en for one in gained[:5]))
        return None


def weigh(session: Session, before: Document, after: Document) -> Weighed:
    """Compare two policies for everybody who may sign in now. ``session`` acts for the system."""
    people = people_now(session)
    facts = catalogue(areas_off(read_settings(session)))
    old, new = _Plans(facts, before), _Plans(facts, after)
    groups: dict[frozenset[str], list[Person]] = defaultdict(list)
    for person, roles in people:
        groups[roles].append(person)
    counting = _Counting(session)
    affected = []
    for roles, members in sorted(groups.items(), key=lambda item: sorted(item[0])):
        found = tuple(_compare(old.of(roles), new.of(roles)))
        if found:
            rows = {
                (person.person_id, one.register): counting.rows(one, person)
                for one in found if _scopes_of_view(one) for person in members
            }  # fmt: skip
            affected.append(Affected(roles, tuple(members), found, rows))
    writers = {person.person_id for person, roles in people if new.of(roles).may(POLICY, "write")}
    reviewers = {person.person_id for person, roles in people if new.of(roles).may(POLICY, "review")}
    return Weighed(
        tuple(affected), tuple(_views(session, affected)), _exports(session, affected),
        tuple(clash_sentences(session, before, after)), any(reviewers - {writer} for writer in writers),
    )  # fmt: skip


class _Plans:
    def __init__(self, facts: Catalogue, document: Document) -> None:
        self._facts, self._rights, self._caps = facts, document.rights, document.ceilings
        self._kept: dict[frozenset[str], Plan] = {}

    def of(self, roles: frozenset[str]) -> Plan:
        if roles not in self._kept:
            self._kept[roles] = compile_plan(0, self._facts, self._rights, roles, self._caps)
        return self._kept[roles]


def _compare(old: Plan, new: Plan) -> Iterator[RegisterChange]:
    for key, facts in new.catalogue.items():
        actions = tuple(
            ActionChange(action, before, after)
            for action in sorted(facts.actions)
            if (before := _scopes(old, key, action)) != (after := _scopes(new, key, action))
        )
        fields = tuple(_fields(old, new, key)) if old.may(key, Action.VIEW) or new.may(key, Action.VIEW) else ()
        if actions or fields:
            yield RegisterChange(key, actions, fields)


def _scopes(plan: Plan, register: str, action: str) -> frozenset[Scope]:
    return frozenset(stratum.scope for stratum in plan.of(register, action))


def _fields(old: Plan, new: Plan, key: str) -> Iterator[FieldChange]:
    found: dict[tuple[str, Level, Level], list[Channel]] = defaultdict(list)
    for channel in COMPARED:
        before, after = old.levels(key, channel), new.levels(key, channel)
        for spec in new.catalogue[key].fields:
            was, will = before.get(spec.key, Level.HIDDEN), after.get(spec.key, Level.HIDDEN)
            if was != will:
                found[spec.key, was, will].append(channel)
    for (field, was, will), channels in found.items():
        yield FieldChange(field, tuple(channels), was, will)


def _scopes_of_view(change: RegisterChange) -> ActionChange | None:
    return next((one for one in change.actions if one.action == Action.VIEW), None)


class _Counting:
    """Counts rows that come into view or leave it, once for all people to whom the same condition applies."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: dict[tuple[object, ...], int] = {}

    def rows(self, change: RegisterChange, person: Person) -> Rows:
        """Records more and less in view of ``person``."""
        view = _scopes_of_view(change)
        assert view is not None
        register = registers[change.register]
        return Rows(self._count(register, view.after, view.before, person), self._count(register, view.before, view.after, person))

    def _count(self, register: Register, inside: frozenset[Scope], outside: frozenset[Scope], person: Person) -> int:
        if not inside or Scope.ALL in outside:
            return 0
        who = (person.department_id, person.departments, person.regions, person.person_id if _personal(inside | outside) or sets_apart(register) else 0)
        key = (register.key, inside, outside, who)
        if key not in self._kept:
            condition = and_(_within(register, inside, person), not_(_within(register, outside, person)))
            statement = select(func.count()).select_from(register.model).where(condition)
            self._kept[key] = self._session.scalar(statement) or 0
        return self._kept[key]


def _personal(scopes: frozenset[Scope]) -> bool:
    return bool(scopes & {Scope.OWN, Scope.ASSIGNED})


def _within(register: Register, scopes: frozenset[Scope], person: Person) -> ColumnElement[bool]:
    if Scope.ALL in scopes and not sets_apart(register):
        return literal(True)  # SQL's true
    conditions = [rows_in(register.model, scope, person) for scope in sorted(scopes)]
    # coalesce: of an empty department or owner the condition says neither yes nor no.
    return func.coalesce(or_(literal(False), *conditions), False)


def _lost_fields(group: Affected) -> dict[str, set[str]]:
    """Register → fields that leave the lists of a group."""
    lost: dict[str, set[str]] = {}
    for change in group.changes:
        gone = {one.field for one in change.fields if Channel.LIST in one.channels and one.after < one.before}
        if gone:
            lost[change.register] = gone
    return lost


def _views(session: Session, affected: Iterable[Affected]) -> Iterator[tuple[str, str, str]]:
    kept = list(session.scalars(select(SavedView)))
    for group in affected:
        lost = _lost_fields(group)
        names = {person.account_id: person.name for person in group.people}
        for view in kept:
            fields = lost.get(view.register_key, ())
            if view.account_id in names and any(re.search(rf"\b{re.escape(key)}\b", view.query) for key in fields):
                yield names[view.account_id], view.register_key, view.label


def _exports(session: Session, affected: Iterable[Affected]) -> int:
    done = select(Job.account_id, Job.register_key).where(Job.kind == JobKind.EXPORT, Job.state == JobState.DONE)
    kept = list(session.execute(done))
    total = 0
    for group in affected:
        lost = {one.register for one in group.changes if not one.gains or _lost_fields(group).get(one.register)}
        accounts = {person.account_id for person in group.people}
        total += sum(1 for account, register in kept if account in accounts and register in lost)
    return total


def in_words(change: RegisterChange) -> Iterator[Term]:
    """Each change of a register as a sentence."""
    register = registers[change.register]
    for action in change.actions:
        yield CHANGED_ACTION.format(
            action=title_of_action(register, action.action), before=_said(action.before), after=_said(action.after)
        )
    titles = {spec.stable_key: spec.label for spec in register.fields.values()}
    for field in change.fields:
        yield CHANGED_FIELD.format(
            field=titles[field.field], before=field.before.title, after=field.after.title,
            where=_joined(channel.title for channel in field.channels),
        )  # fmt: skip


CHANGED_ACTION = Term("操作“{action}”：{before} → {after}", "action “{action}”: {before} → {after}")
CHANGED_FIELD = Term("字段“{field}”：{before} → {after}（{where}）", "field “{field}”: {before} → {after} ({where})")
NOT_AT_ALL = Term("不能", "no")


def _said(scopes: frozenset[Scope]) -> Term:
    return _joined(scope.title for scope in Scope if scope in scopes) if scopes else NOT_AT_ALL


def _joined(terms: Iterable[Term]) -> Term:
    several = list(terms)
    return Term("、".join(one.zh for one in several), ", ".join(one.en for one in several))

