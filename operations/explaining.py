"""Why somebody does or does not see a field, as sentences that each lead to the cell that says so."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level, Scope
from domain.terms import Term
from models.access.account import Account
from models.fence import acting
from models.fields import Field
from models.organisation.employee import Employee
from models.register import Register
from models.scoping import rows_in, sets_apart
from operations import explaining_words as words
from operations.holding_words import HoldingWords
from operations.holdings import holdings, in_force
from operations.rights import (
    PlanStore,
    areas_off,
    catalogue,
    facts_of,
    policy_version,
    read_caps,
    read_rights,
    read_settings,
)
from operations.wording import title_of_action
from permissions.actor import Authority, System
from permissions.explaining import ByRole, Explanation, explain
from permissions.levels import ORACLES
from permissions.separation import Holding, Via

NEEDS = {Channel.EXPORT: Action.EXPORT, Channel.PRINT: Action.PRINT, Channel.HISTORY: Action.HISTORY}
"""Channels that need an action of their own beside viewing."""
NOT_COUNTED = frozenset({Channel.PRINT, Channel.HISTORY})
"""… whose action opens the door and no more: the level is that of viewing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in the studio a step stands; without a role it is the cap above all."""

    role: str
    register: str
    field: str


@dataclass(frozen=True, slots=True)
class Said:
    """One step as a sentence."""

    sentence: Term
    cell: Cell | None = None
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict, the level it stands for, and the steps that lead to it, the deciding ones marked."""

    verdict: Term
    level: Level
    steps: tuple[Said, ...]


def why(
    session: Session, account: Account, register: Register, spec: Field, channel: Channel, record_id: int | None = None
) -> Answer:
    """Why the holder of ``account`` sees or does not see ``spec`` through ``channel`` (on one record) now.

    Reads everything as the system and tells nothing of the record but whether it lies within a row scope.
    """
    with acting(session, System("权限说明 explain a right")):
        return _Question(session, account, register, spec, channel, record_id).answer()


class _Question:
    """One question, with the rights, the person and the paths it is about."""

    def __init__(
        self, session: Session, account: Account, register: Register, spec: Field, channel: Channel, record_id: int | None
    ) -> None:
        self._session, self._register, self._spec, self._channel, self._record_id = session, register, spec, channel, record_id
        self._now = session.info["clock"]()
        self._account = account
        self._rights, self._caps = read_rights(session), read_caps(session)
        self._is_on = register.key in catalogue(areas_off(read_settings(session)))
        self._who = PlanStore().authority(session, account.id, policy_version(session), self._now)
        self._held = [one for one in holdings(session, self._now, {account.holder_id}) if in_force(one, self._now)]
        nobody = Holding(account.holder_id, "", Via.PERSON, 0)
        self._words = HoldingWords(session, [*self._held, nobody])
        self._name = self._words.person(account.holder_id)

    def answer(self) -> Answer:
        """The answer in words."""
        if self._who is None:
            return self._verdict(Level.HIDDEN, [Said(words.CANNOT_SIGN_IN.format(who=self._name), decides=True)])
        if not self._is_on:
            return self._verdict(Level.HIDDEN, [Said(words.AREA_OFF.format(area=self._register.area.title), decides=True)])
        parts = [self._part(self._who, action) for action in self._actions()]
        counted = [part for part in parts if not (part.action != Action.VIEW and self._channel in NOT_COUNTED)]
        shut = [part for part in parts if not self._reaching(part)]
        level = Level.HIDDEN if shut else min(self._level(part) for part in counted)
        steps: list[Said] = []
        for part in parts:
            decides = part in shut[:1] if shut else part in counted and self._level(part) is level
            steps.extend(self._told(part, decides=decides))
        if self._channel in ORACLES and level >= Level.READ and not self._everywhere(self._who):
            steps = [Said(one.sentence, one.cell) for one in steps]
            steps.append(Said(words.NOT_EVERYWHERE.format(channel=self._channel.title), decides=True))
            level = Level.HIDDEN
        return self._verdict(level, steps)

    def _actions(self) -> tuple[str, ...]:
        if self._channel is Channel.FORM:
            return (Action.EDIT,)
        return (Action.VIEW, NEEDS[self._channel]) if self._channel in NEEDS else (Action.VIEW,)

    def _part(self, who: Authority, action: str) -> Explanation:
        own = {one.role for one in self._held if one.via is not Via.DELEGATION}
        others = [one.roles for one in who.person.standing_in]
        facts = facts_of(self._register)
        return explain(self._rights, own, self._caps, facts, self._spec.stable_key, self._channel, action=action, standing_in=others)

    def _everywhere(self, who: Authority) -> bool:
        return who.plan.everywhere(self._register.key, self._spec.stable_key, self._channel)

    # ---- rows --------------------------------------------------------------------------------------------------------

    def _reaching(self, part: Explanation) -> tuple[ByRole, ...]:
        return part.roles if self._record_id is None else part.reaching(self._lies_in(part))

    def _level(self, part: Explanation) -> Level:
        return max((one.level for one in self._reaching(part)), default=Level.HIDDEN)

    def _lies_in(self, part: Explanation) -> set[tuple[Scope, int]]:
        """In which of the row scopes that matter the record lies."""
        places = {(scope, one.whose) for one in part.roles for scope in one.scopes}
        return {place for place in places if self._holds(*place)}

    def _holds(self, scope: Scope, whose: int) -> bool:
        assert self._who is not None
        if scope is Scope.ALL and not sets_apart(self._register):
            return True
        person = self._who.person
        condition = rows_in(self._register.model, scope, person.standing_in[whose - 1] if whose else person)
        model = self._register.model
        return self._session.scalar(select(model.id).where(model.id == self._record_id, condition)) is not None

    # ---- words -------------------------------------------------------------------------------------------------------

    def _verdict(self, level: Level, steps: list[Said]) -> Answer:
        said = words.ORACLE_VERDICTS if self._channel in ORACLES else words.VERDICTS
        verdict = said[level].format(
            who=self._name, channel=self._channel.title, register=self._register.title, field=self._spec.label
        )
        return Answer(verdict, level, tuple(sorted(steps, key=lambda one: not one.decides)))

    def _told(self, part: Explanation, *, decides: bool) -> Iterator[Said]:
        reaching = self._reaching(part)
        action = title_of_action(self._register, part.action)
        if not part.roles:
            roles = words.joined(self._words.role(code) for code in sorted({one.role for one in self._held}))
            sentence = words.NO_ROLE.format(action=action, register=self._register.title, roles=roles)
            yield Said(sentence, self._cell(part.without[0][-1] if part.without else ""), decides)
            return
        if not reaching:
            yield Said(words.NO_ROW.format(action=action), None, decides)
        for one in part.roles:
            yield self._by_role(part, one, action, decides=decides and one in reaching[:1], reaches=one in reaching)
        if part.without:
            roles = words.joined(self._words.chain(chain) for chain in part.without)
            yield Said(words.WITHOUT.format(action=action, register=self._register.title, roles=roles))

    def _by_role(self, part: Explanation, one: ByRole, action: Term, *, decides: bool, reaches: bool) -> Said:
        steps = (
            words.reason(step, self._register, self._spec, self._channel, self._rights[one.role]) for step in one.steps
        )
        data = {
            "role": self._words.chain(one.chain), "how": self._how(one), "action": action, "register": self._register.title,
            "rows": words.rows(one.scopes),
        }  # fmt: skip
        sentence = words.BY_ROLE.format(steps=words.joined(steps, "；", "; "), **data) if reaches else words.NOT_THIS_ROW.format(**data)
        return Said(sentence, self._cell(one.role), decides)

    def _how(self, one: ByRole) -> Term:
        assert self._who is not None
        principal = self._who.person.standing_in[one.whose - 1].person_id if one.whose else None
        paths = (held for held in self._held if held.role == one.chain[0] and held.principal_id == principal)
        return words.joined((self._words.how(held) for held in paths), "；", "; ")

    def _cell(self, role: str) -> Cell:
        return Cell(role, self._register.key, self._spec.stable_key)


def accounts_like(session: Session, typed: str) -> list[tuple[Account, str]]:
    """Accounts by code, by name or by staff number, exact ones first; twenty at most. Reads as the system."""
    with acting(session, System("whose rights are asked about?")):
        query = (
            select(Account, Employee.name)
            .join(Employee, Employee.id == Account.holder_id)
            .where((Account.code == typed) | (Employee.name == typed) | (Employee.number == typed))
        )
        return [(account, name) for account, name in session.execute(query.order_by(Account.id).limit(20))]
