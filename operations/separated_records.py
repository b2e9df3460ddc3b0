"""Not both on one record: who asked, prepared or reported something does not decide on it, in whatever name he comes."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import Refused
from domain.terms import Term
from domain.values import OFFICE_ZONE, write_moment
from models.access.account import Account
from models.base import Record
from models.fence import acting, authority_of
from models.governance.audit_entry import AuditEntry
from models.organisation.delegation import Delegation
from models.organisation.employee import Employee
from models.register import Register
from operations.holdings import first_records, holdings, in_force
from operations.rights import catalogue, read_rights
from operations.separating import read_aparts
from operations.wording import title_of_action
from permissions.actor import Person, System
from permissions.separation import Apart, ApartKind, Via, chains, states

KEPT = "separated records"
ASKS = "applicant"
"""The field of who asks for something, in every register that has one."""
CLAUSES = {"archive_view_request": "K7.8", "registration": "K7.6", "registration_change": "K7.7"}
HIMSELF = Term(
    "「{rule}」：这条记录由{who}于{at}「{did}」，同一人不能再「{action}」。{reason}",
    "“{rule}”: {who} did “{did}” here at {at}; the same person may not “{action}”. {reason}",
)
AS_DEPUTY = Term(
    "「{rule}」：这条记录由{who}于{at}「{did}」，您代理{who}，不能再「{action}」。{reason}",
    "“{rule}”: {who} did “{did}” here at {at}; you stand in for {who} and may not “{action}”. {reason}",
)
BY_DEPUTY = Term(
    "「{rule}」：这条记录由{who}于{at}代理您「{did}」，您不能再「{action}」。{reason}",
    "“{rule}”: {who} did “{did}” here at {at} in your place; you may not “{action}”. {reason}",
)
FOR_HIM = Term("记在其名下", "have it in his name")
TODO = Term("请由另一位有权的人办理。", "Somebody else with this right has to do it.")


@dataclass(frozen=True, slots=True)
class Deed:
    """An action somebody took on a record; ``did`` is how people call it."""

    actions: frozenset[str]
    person_id: int
    at: datetime
    did: Term


def refusals(session: Session, record: Record, actions: Iterable[str]) -> dict[str, Refused]:
    """Action → why this actor may not take it on this record, for those of ``actions`` that a record rule forbids him.

    He is measured with all his accounts and employee records, and with whom he stands in for where the right is theirs;
    so is everybody who acted before, at the moment he did. What the system does is not measured.
    """
    authority = authority_of(session)
    rules = () if authority.is_system else _rules(session, authority, record.register.key)
    wanted = [action for action in actions if any(_opposite(rule, action) for rule in rules)]
    if not wanted or record.id is None:
        return {}
    with acting(session, System("who did what on this record?")):
        judge = _Judge(session, record, authority.person)
        found = ((action, judge.refusal(rules, action)) for action in wanted)
        return {action: refusal for action, refusal in found if refusal is not None}


def require_apart(session: Session, record: Record, action: str) -> None:
    """Refuse ``action`` to whoever, in whatever name, took an opposite one on this record; raises Refused."""
    refusal = refusals(session, record, (action,)).get(action)
    if refusal is not None:
        raise refusal


def _rules(session: Session, authority: Any, register: str) -> tuple[Apart, ...]:
    """The record rules of a register; kept with the plan, which is made anew whenever a rule changes."""
    kept = authority.plan.kept
    if KEPT not in kept:
        with acting(session, System("which duties are separated?")):
            kept[KEPT] = tuple(rule for rule in read_aparts(session) if rule.kind is ApartKind.RECORD)
    return tuple(rule for rule in kept[KEPT] if rule.register_key == register)


def _opposite(rule: Apart, action: str) -> frozenset[str]:
    """What whoever takes ``action`` must not have done."""
    if action in rule.side_a:
        return rule.side_b
    return rule.side_a if action in rule.side_b else frozenset()


class _Judge:
    """One record, what was done with it, and the person who wants to do something now."""

    def __init__(self, session: Session, record: Record, person: Person) -> None:
        self._session, self._record, self._register = session, record, record.register
        self._same = first_records(session)
        self._me = self._human(person.person_id)
        self._person = person
        self._mine = {person.person_id, *(key for key, first in self._same.items() if first == self._me), self._me}
        self._others = {one.person_id for one in person.standing_in}
        lent = select(Delegation).where(Delegation.principal_id.in_(self._mine | self._others))
        self._lent = session.scalars(lent).all()
        self._deeds = list(self._done())

    def refusal(self, rules: Iterable[Apart], action: str) -> Refused | None:
        """Why the person may not take ``action``; None when he may."""
        for rule in rules:
            opposite = _opposite(rule, action)
            for deed in self._deeds:
                if deed.actions & opposite and (sentence := self._sentence(deed, action)):
                    return self._refused(rule, deed, action, sentence)
        return None

    def _sentence(self, deed: Deed, action: str) -> Term | None:
        """What to say when the deed counts as his; None when it was somebody else's."""
        if self._human(deed.person_id) == self._me:
            return HIMSELF
        in_name_of = {deed.person_id, *self._in_place_of(deed.person_id, deed.actions, deed.at)}
        if in_name_of & self._mine:
            return BY_DEPUTY
        if self._others & in_name_of:
            now = self._session.info["clock"]()
            if in_name_of & self._in_place_of(self._person.person_id, {action}, now):
                return AS_DEPUTY
        return None

    def _refused(self, rule: Apart, deed: Deed, action: str, sentence: Term) -> Refused:
        name = self._session.scalar(select(Employee.name).where(Employee.id == deed.person_id)) or "？"
        return Refused(
            sentence, rule=rule.title, who=name, at=write_moment(deed.at), did=deed.did, reason=rule.reason,
            action=title_of_action(self._register, action), clause=CLAUSES.get(self._register.key, "K5.5"), todo=TODO,
        )  # fmt: skip

    def _human(self, person: int) -> int:
        return self._same.get(person, person)

    def _done(self) -> Iterator[Deed]:
        for key in {self._register.owner, ASKS} - {"id"}:  # the kernel may have made it for him (K7.6)
            if key in self._register.fields and (person := getattr(self._record, self._register.fields[key].column)):
                yield Deed(frozenset({Action.CREATE}), person, self._record.created_at, FOR_HIM)
        entries = self._session.scalars(
            select(AuditEntry)
            .where(AuditEntry.register_key == self._register.key, AuditEntry.record_id == self._record.id)
            .order_by(AuditEntry.id)
        ).all()
        holders = Holders(self._session, {entry.actor_id for entry in entries if entry.actor_id})
        for entry in entries:
            person = holders.at(entry.actor_id, entry.happened_at) if entry.actor_id else None
            if person is not None:
                actions = taken(self._register, entry)
                yield Deed(actions, person, entry.happened_at, title_of_action(self._register, min(actions)))

    def _in_place_of(self, person: int, actions: Set[str], at: datetime) -> frozenset[int]:
        """In whose places (of those who matter here) somebody acted at a moment; of nobody when it was his own right."""
        day = at.astimezone(OFFICE_ZONE).date()
        if not any(one.deputy_id == person and one.from_on <= day <= one.until_on for one in self._lent):
            return frozenset()
        rights, facts = read_rights(self._session), catalogue()[self._register.key]
        gives = [
            one
            for one in holdings(self._session, at, {person})
            if in_force(one, at)
            and any(states(facts, rights[chain[-1]], action) for chain in chains(rights, one.role) for action in actions)
        ]
        if any(one.via is not Via.DELEGATION for one in gives):
            return frozenset()
        return frozenset(one.principal_id for one in gives if one.principal_id is not None)


def taken(register: Register, entry: AuditEntry) -> frozenset[str]:
    """The actions an audit entry may stand for: what it says, and the moves between the states it tells of."""
    workflow, state = register.workflow, entry.changes.get(register.state_field) if register.workflow else None
    if workflow is None or state is None or entry.action != "edit":
        return frozenset({entry.action})
    taken = (move.name for move in workflow.moves if state[0] in move.sources and move.target == state[1])
    return frozenset(taken) or frozenset({entry.action})


class Holders:
    """Who used an account at a moment: it may have been given to another person since."""

    def __init__(self, session: Session, accounts: Set[int]) -> None:
        """``session`` acts for the system."""
        known = session.execute(select(Account.id, Account.holder_id).where(Account.id.in_(accounts)))
        self._now: dict[int, int] = {key: holder for key, holder in known}  # noqa: C416  # rows, not pairs
        changed = select(AuditEntry).where(AuditEntry.register_key == "account", AuditEntry.record_id.in_(accounts))
        self._changes = [one for one in session.scalars(changed.order_by(AuditEntry.id)) if "holder" in one.changes]

    def at(self, account: int, moment: datetime) -> int | None:
        """The employee behind an account; None when nobody knows any more."""
        for change in self._changes:
            before = change.changes["holder"][0]
            if change.record_id == account and change.happened_at > moment and before is not None:
                return int(before)
        return self._now.get(account)
