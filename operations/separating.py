"""Separation of duties at work: the linter that names conflicts, and the brake on a grant that would make one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.terms import Term
from models.access.separation import Separation
from models.fence import acting, authority_of
from models.register import Register, registers
from operations.holding_words import HoldingWords
from operations.holdings import first_records, holdings
from operations.rights import catalogue, read_rights
from operations.wording import title_of_action
from permissions.actor import System
from permissions.document import Document
from permissions.grants import Rights
from permissions.separation import BORROWED, Apart, ApartKind, Clash, Path, Torn, clashes, faults, torn

GIVES_ROLES = frozenset({"role_grant", "delegation", "appointment", "employee", "department", "role", "action_rule"})
"""A change in these registers may put both sides into one hand."""
CLAUSES = {"delegation": "K4.9", "appointment": "K3.3"}
GRANT_CLAUSE = "K5.5"

BOTH = Term(
    "职责分离「{rule}」：{person}{one}，又{other}。",
    "Separation of duties “{rule}”: {person} {one} and {other}.",
)
LENT = Term(
    "职责分离「{rule}」：{person}{one}，又{other}；同一记录两边都由本人办时系统会拒绝，请核对是否妥当。",
    "Separation of duties “{rule}”: {person} {one} and {other}; on the same record the system refuses it, please check.",
)
HAS = Term("具有角色{role}（{how}）", "has the role {role} ({how})")
MAY = Term("可以「{action}」{register}（角色{role}，{how}）", "may “{action}” in {register} (role {role}, {how})")
AS_OTHER = Term("{path}，用的是另一份员工记录{other}", "{path}, under another record of the same person, {other}")
TORN = Term(
    "职责分离「{rule}」：角色「{role}」自己就包含{one}和{other}，不能授予任何人。",
    "Separation of duties “{rule}”: the role “{role}” itself brings {one} and {other}, so nobody may hold it.",
)
FAULT = Term(
    "职责分离「{rule}」写错了：{names}不存在，或一边为空，或两边相同，它拦不住任何事。请安全管理员改正。",
    "The separation “{rule}” is wrong: {names} does not exist, a side is empty or both are the same. Please correct it.",
)
REFUSED = Term("不能保存：{clash}", "Not saved: {clash}")
REFUSED_TODO = Term(
    "请先收回其中一方的授权，或改授另一人。", "Take one of the two back first, or give it to somebody else."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the linter found; a warning is not a conflict yet, but goes around a rule when nobody looks."""

    sentence: Term
    is_warning: bool = False
    clash: Clash | None = None


def read_aparts(session: Session) -> tuple[Apart, ...]:
    """The separations in force; ``session`` acts for the system."""
    return tuple(
        Apart(
            row.code, row.title, ApartKind(row.kind.value), row.register_key or "",
            _names(row.side_a), _names(row.side_b), row.reason,
        )
        for row in session.scalars(select(Separation).order_by(Separation.code))
    )  # fmt: skip


def _names(side: str) -> frozenset[str]:
    return frozenset(name for name in re.split(r"[,，、\s]+", side) if name)


def clashes_now(
    session: Session, rights: Mapping[str, Rights] | None = None, aparts: Iterable[Apart] | None = None
) -> list[Clash]:
    """All clashes of now and later; with other ``rights`` or ``aparts``, those there would be."""
    with acting(session, System("who comes to both sides?")):
        aparts = read_aparts(session) if aparts is None else tuple(aparts)
        if not aparts:
            return []
        rights = read_rights(session) if rights is None else rights
        held = holdings(session, session.info["clock"]())
        # The whole catalogue: an area that is switched off today is switched on some day.
        return clashes(aparts, rights, held, catalogue(), same=first_records(session))


def lint(session: Session) -> list[Finding]:
    """Everything that breaks a separation of duties, conflicts first, warnings after them."""
    with acting(session, System("职责分离检查 separation of duties")):
        aparts, rights = read_aparts(session), read_rights(session)
        found = _worst(clashes_now(session, rights, aparts))
        words = Sentences(session, found)
    findings = [Finding(words.clash(clash), clash.is_warning, clash) for clash in found]
    findings += [Finding(words.fault(apart, wrong)) for apart in aparts if (wrong := faults(apart, rights, catalogue()))]
    # A torn role that somebody holds is named with whoever holds it.
    told = {(clash.apart.code, clash.one.holding.role) for clash in found if clash.one.holding == clash.other.holding}
    findings += [
        Finding(words.torn(one)) for one in torn(aparts, rights, catalogue()) if (one.apart.code, one.role) not in told
    ]
    return sorted(findings, key=lambda finding: finding.is_warning)


def _worst(found: list[Clash]) -> list[Clash]:
    """Without what a person only borrows where he clashes by his own rights already: one cause, one sentence."""
    own = {(clash.apart.code, clash.person_id) for clash in found if not _borrows(clash)}
    return [clash for clash in found if not _borrows(clash) or (clash.apart.code, clash.person_id) not in own]


def _borrows(clash: Clash) -> bool:
    return bool({clash.one.holding.via, clash.other.holding.via} & BORROWED)


def clash_sentences(session: Session, before: Document, after: Document) -> list[Term]:
    """What would clash under a policy that does not under the one before: people, and roles nobody could hold."""
    old = {_key(clash) for clash in clashes_now(session, before.rights, before.aparts.values()) if not clash.is_warning}
    found = clashes_now(session, after.rights, after.aparts.values())
    new = [clash for clash in found if not clash.is_warning and _key(clash) not in old]
    words = Sentences(session, new, {code: role.title for code, role in after.roles.items()})
    facts, told = catalogue(), {(clash.apart.code, clash.one.holding.role) for clash in new}
    was = {(one.apart.code, one.role) for one in torn(before.aparts.values(), before.rights, facts)}
    roles = [one for one in torn(after.aparts.values(), after.rights, facts) if (one.apart.code, one.role) not in was | told]
    return [*(words.clash(clash) for clash in new), *(words.torn(one) for one in roles)]


@contextmanager
def kept_apart(session: Session, register: Register) -> Iterator[None]:
    """Refuse, at the end of the block, a change that puts both sides of a rule into one hand; raises Refused.

    What clashed before does not stop anybody: the linter names it, and a change that mends it must be possible.
    """
    if register.key not in GIVES_ROLES or authority_of(session).is_system:
        yield
        return
    before = {_key(clash) for clash in _conflicts(session)}
    yield
    session.flush()
    new = [clash for clash in _conflicts(session) if _key(clash) not in before]
    if new:
        sentence = Sentences(session, new[:1]).clash(new[0])
        raise Refused(REFUSED, clash=sentence, clause=CLAUSES.get(register.key, GRANT_CLAUSE), todo=REFUSED_TODO)


def _conflicts(session: Session) -> list[Clash]:
    with acting(session, System("which duties are separated?")):
        aparts = [apart for apart in read_aparts(session) if apart.kind is not ApartKind.RECORD]
    return clashes_now(session, aparts=aparts)


def _key(clash: Clash) -> tuple[object, ...]:
    """A clash apart from its dates: a grant that is made shorter is no new clash."""
    return clash.apart.code, *(
        (one.person_id, one.role, one.via, one.source) for one in (clash.one.holding, clash.other.holding)
    )


class Sentences:
    """Clashes in words."""

    def __init__(self, session: Session, found: Iterable[Clash], titles: Mapping[str, str] | None = None) -> None:
        ways = [path.holding for clash in found for path in (clash.one, clash.other)]
        self._words = HoldingWords(session, ways, titles)

    def clash(self, clash: Clash) -> Term:
        """Who comes to both sides, and how."""
        one, other = (self._path(clash, path) for path in (clash.one, clash.other))
        whole = LENT if clash.is_warning else BOTH
        return whole.format(rule=clash.apart.title, person=self._words.person(clash.one.holding.person_id), one=one, other=other)

    def _path(self, clash: Clash, path: Path) -> Term:
        role, how = self._words.chain(path.chain), self._words.how(path.holding)
        if clash.apart.kind is ApartKind.STATIC:
            said = HAS.format(role=role, how=how)
        else:
            register = registers[clash.apart.register_key]
            action = title_of_action(register, path.reached)
            said = MAY.format(register=register.title, action=action, role=role, how=how)
        if path is clash.other and path.holding.person_id != clash.one.holding.person_id:
            return AS_OTHER.format(path=said, other=self._words.person(path.holding.person_id))
        return said

    def torn(self, found: Torn) -> Term:
        """A role that nobody may hold."""
        one, other = (self._side(found.apart, way[-1]) for way in (found.one, found.other))
        return TORN.format(rule=found.apart.title, role=self._words.role(found.role), one=one, other=other)

    def _side(self, apart: Apart, name: str) -> Term:
        if apart.kind is ApartKind.STATIC:
            return Term("「{role}」", "“{role}”").format(role=self._words.role(name))
        return title_of_action(registers[apart.register_key], name)

    @staticmethod
    def fault(apart: Apart, wrong: Iterable[str]) -> Term:
        """A rule that keeps nothing apart."""
        names = "、".join(sorted(name for name in wrong if name))
        return FAULT.format(rule=apart.title, names=Term(f"「{names}」", f"「{names}」") if names else Term("", ""))


