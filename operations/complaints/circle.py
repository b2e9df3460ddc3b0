"""Whom a complaint concerns, read from all that is known: respondents, kin, superiors, declarations, witnesses (K4.7)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from domain.recusal import Concerned
from domain.rules import ComplaintRule, Value, value_on
from models.base import columns_of
from models.complaints.recusal_declaration import Declared
from operations.complaints.able import able
from operations.complaints.superiors import superiors_of
from operations.office_clock import today

Ids = frozenset[int]
NOBODY: Ids = frozenset()


def circles(session: Session, cases: Collection[int]) -> dict[int, Concerned]:
    """Case → the people it concerns, read below the fence: the answer is about people, and not shown to them."""
    respondents = _pairs(session, _linked("complaint_respondents", cases))
    complaint, evidence, declared = (columns_of(name) for name in ("complaint", "complaint_evidence", "recusal_declaration"))
    own = _pairs(
        session,
        select(complaint.id, complaint.complainant_employee_id).where(
            complaint.id.in_(cases), complaint.complainant_employee_id.is_not(None)
        ),
    )
    witnesses = _pairs(
        session,
        select(evidence.complaint_id, evidence.witness_id).where(evidence.complaint_id.in_(cases), evidence.witness_id.is_not(None)),
    )
    known = select(declared.complaint_id, declared.person_id).where(declared.complaint_id.in_(cases))
    granted = _pairs(session, known.where(declared.state == Declared.GRANTED))
    waiting = _pairs(session, known.where(declared.state == Declared.WAITING))
    earlier = _pairs(session, _linked("complaint_earlier_handlers", cases))
    same = selves(session, {one for several in (respondents, own, witnesses, granted, waiting, earlier) for ids in several.values() for one in ids})
    around = _Around(session, {one for ids in respondents.values() for one in _all(same, ids)})
    found = {}
    for case in cases:
        accused = _all(same, respondents.get(case, ()))
        hard = Concerned(
            respondents=accused,
            earlier_handlers=_all(same, earlier.get(case, ())),
            relatives=around.relatives(accused),
            declared=_all(same, granted.get(case, ())),
            waiting=_all(same, waiting.get(case, ())),
            complainant=_all(same, own.get(case, ())),
            witnesses=_all(same, witnesses.get(case, ())),
        )
        found[case] = around.with_superiors(hard)
    return found


def whom(session: Session, respondents: Collection[int], complainant: int | None = None) -> Concerned:
    """The same for a complaint that is not stored yet, or that somebody thinks of."""
    same = selves(session, {*respondents, *([complainant] if complainant else [])})
    accused = _all(same, respondents)
    around = _Around(session, accused)
    own = _all(same, [complainant]) if complainant else NOBODY
    return around.with_superiors(Concerned(respondents=accused, relatives=around.relatives(accused), complainant=own))


def circles_of(session: Session, people: Collection[int]) -> dict[int, Concerned]:
    """Person → whom a complaint about him alone would concern."""
    same = selves(session, people)
    around = _Around(session, {one for who in people for one in _all(same, [who])})
    accused = {who: _all(same, [who]) for who in people}
    return {who: around.with_superiors(Concerned(respondents=ids, relatives=around.relatives(ids))) for who, ids in accused.items()}


def selves(session: Session, people: Collection[int]) -> Mapping[int, Ids]:
    """Person → all records of the same human: the same identity number, wherever he is entered twice."""
    staff = columns_of("employee")
    read = session.connection().execute
    known = select(staff.id, staff.id_card).where(staff.id.in_(people), staff.id_card.is_not(None))
    cards = {key: card.upper() for key, card in read(known)}
    if not cards:
        return {}
    written = {form for card in cards.values() for form in (card, card.lower())}
    holders: dict[str, set[int]] = defaultdict(set)
    for key, card in read(select(staff.id, staff.id_card).where(staff.id_card.in_(written))):
        holders[card.upper()].add(key)
    return {key: frozenset(holders[card]) for key, card in cards.items()}


class _Around:
    """Kin and superiors of everybody complained of, read once for all cases asked about."""

    def __init__(self, session: Session, accused: Collection[int]) -> None:
        self._session = session
        kin = _kin(session, accused)
        above = superiors_of(session, accused) if accused and _superiors_too(session) else {}
        same = selves(session, {one for table in (kin, above) for ids in table.values() for one in ids})
        self._kin = {key: _all(same, ids) for key, ids in kin.items()}
        self._above = {key: _all(same, ids) for key, ids in above.items()}
        self._able: Mapping[str, Ids] | None = None

    def relatives(self, accused: Ids) -> Ids:
        return NOBODY.union(*(self._kin.get(one, NOBODY) for one in accused))

    def with_superiors(self, case: Concerned) -> Concerned:
        """``case`` with the superiors who keep away: all but those without whom nobody could go on with it (K4.9)."""
        above = NOBODY.union(*(self._above.get(one, NOBODY) for one in case.respondents)) - case.kept_away
        if not above:
            return case
        if self._able is None:
            self._able = able(self._session)
        needed = NOBODY
        for people in self._able.values():
            left = people - case.kept_away
            if not left - above:
                needed |= left & above
        return Concerned(
            case.respondents, case.earlier_handlers, case.relatives, case.declared, case.waiting, above - needed,
            case.complainant, case.witnesses,
        )  # fmt: skip


def _superiors_too(session: Session) -> bool:
    """The house's rule: on unless it was set otherwise."""
    rule = columns_of("rule_value")
    rows = session.connection().execute(select(rule.rule, rule.amount, rule.valid_from).where(rule.rule == ComplaintRule.SUPERIORS_KEEP_AWAY))
    return bool(value_on(ComplaintRule.SUPERIORS_KEEP_AWAY, today(session), [Value(*row) for row in rows]))


def _kin(session: Session, people: Collection[int]) -> dict[int, set[int]]:
    """Person → who is declared to be bound to him; a relation holds both ways."""
    kinship = columns_of("kinship")
    pairs = select(kinship.employee_id, kinship.other_id).where(
        or_(kinship.employee_id.in_(people), kinship.other_id.in_(people))
    )
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in session.connection().execute(pairs):
        found[one].add(other)
        found[other].add(one)
    return found


def _all(same: Mapping[int, Ids], people: Iterable[int]) -> Ids:
    return NOBODY.union(*(same.get(one, frozenset({one})) for one in people))


def _linked(table: str, cases: Collection[int]) -> Select[Any]:
    link = columns_of(table)
    return select(link.record_id, link.target_id).where(link.record_id.in_(cases))


def _pairs(session: Session, statement: Select[Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for case, person in session.connection().execute(statement):
        found[case].add(person)
    return found
