"""The ledger under many desks: one wins, numbers stay whole through aborts and New Year, a killed desk leaves nothing half done."""

from datetime import UTC, datetime

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from domain.custody import AccountKind, Reason
from domain.errors import Invalid
from domain.terms import Term
from models.archives.destruction_list import DestructionList
from models.archives.stocktake import Stocktake
from models.engine import FencedSession
from models.fence import act, acting
from models.register import registers
from operations.archives import checking
from operations.archives.desk import Pile, carry
from operations.archives.destruction import content_of
from operations.archives.ledger import Movement, account_of, record
from operations.archives.stocktake_scans import take
from operations.moves import perform
from operations.records import create
from permissions.actor import System
from tests.archive_scenes import Store, a_store, a_volume, filed
from tests.factories import everything, holding, make, person
from tests.forking import TOLD, WON, Deed, at_once, killed_at

DESKS, WRITERS, EACH = 16, 16, 20
BEFORE, AFTER = datetime(2026, 12, 31, 15, 59, tzinfo=UTC), datetime(2026, 12, 31, 16, 1, tzinfo=UTC)
"""A minute to midnight and a minute past it, in China."""


def built(engine: Engine, *, at: datetime | None = None) -> tuple[Store, int, list[int]]:
    """A store, a volume on its shelf, and somebody to lend it to for each desk."""
    with FencedSession(engine) as session:
        act(session, System("test"), clock=(lambda: at) if at else None)
        store = a_store(session)
        unit = filed(session, store) if at is None else 0
        people = [make(session, "employee", department=store.department).id for _ in range(DESKS if at is None else 0)]
        hands = [account_of(session, AccountKind.PERSON, one) for one in people]
        session.commit()
    return store, unit, hands


WITHOUT_LOANS = {"I05"}
"""These desks write the journal alone; what somebody holds has no loan here, which the check rightly tells."""


def breaches(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return {found.invariant.code for found in checking.check(connection) if found.count} - WITHOUT_LOANS


def count(engine: Engine, statement: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(statement)).scalar_one())


def test_of_sixteen_desks_that_lend_one_unit_one_wins(own_engine: Engine) -> None:
    store, unit, hands = built(own_engine)

    def lend(to: int) -> Deed:
        return lambda session: record(session, store.archivist, [Movement(unit, to, Reason.CHECK_OUT, "出借单")])

    assert sorted(at_once(own_engine, [lend(to) for to in hands])) == [WON] + [TOLD] * (DESKS - 1)
    assert count(own_engine, "SELECT count(*) FROM custody_entry") == 2
    assert not breaches(own_engine)


def test_numbers_stay_whole_through_aborts_and_new_year(own_engine: Engine) -> None:
    """K3.16: 320 numbers by 16 writers, a third of them given up in the middle, half on each side of midnight."""
    store, _, _ = built(own_engine, at=BEFORE)
    with FencedSession(own_engine) as session:
        act(session, System("test"), clock=lambda: BEFORE)
        like = make(session, "customer").id
        session.commit()

    def write(writer: int) -> Deed:
        def enter(session: Session) -> None:
            for place in range(EACH):
                moment = BEFORE if place < EACH // 2 else AFTER
                act(session, System("test"), clock=lambda moment=moment: moment)
                a_volume(session, store, title=f"{writer}-{place}", customer=like, case_class=None)
                if (writer + place) % 3 == 0:
                    session.rollback()
                else:
                    session.commit()

        return enter

    assert at_once(own_engine, [write(writer) for writer in range(WRITERS)]) == [WON] * WRITERS
    with own_engine.connect() as connection:
        rows = connection.execute(text("SELECT year, count(*), min(no), max(no), count(DISTINCT no) FROM archive_unit GROUP BY year ORDER BY year")).all()
    kept = sum((writer + place) % 3 != 0 for writer in range(WRITERS) for place in range(EACH))
    assert [row[0] for row in rows] == [2026, 2027]
    assert sum(row[1] for row in rows) == kept
    assert all(row[2] == 1 and row[1] == row[3] == row[4] for row in rows)
    assert not breaches(own_engine)


def test_a_desk_killed_at_any_statement_leaves_all_or_nothing(own_engine: Engine) -> None:
    store, unit, hands = built(own_engine)

    def lend(session: Session) -> None:
        record(session, store.archivist, [Movement(unit, hands[0], Reason.CHECK_OUT, "出借单")])

    statement = 1
    while killed_at(own_engine, lend, statement):
        assert count(own_engine, "SELECT count(*) FROM custody_entry") == 1, statement
        statement += 1
    assert statement > 5
    assert count(own_engine, "SELECT count(*) FROM custody_entry") == 2
    assert not breaches(own_engine)


def test_what_is_refused_in_the_middle_of_a_pile_takes_no_number(own_engine: Engine) -> None:
    store, unit, _ = built(own_engine)

    def half(session: Session) -> None:
        record(session, store.archivist, [Movement(unit, store.other_shelf, Reason.RELOCATE, "移位")])
        raise Invalid(Term("中途作罢。", "Given up."))

    assert at_once(own_engine, [half]) == [TOLD]
    assert count(own_engine, "SELECT max(id) FROM custody_entry") == 1


def test_of_desks_with_piles_in_opposite_order_none_waits_for_another(own_engine: Engine) -> None:
    """Units are held in ascending order whatever the order of the pile, so that no two desks wait for each other (K3.26)."""
    store, unit, _ = built(own_engine)
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        other = filed(session, store)
        session.commit()

    def move(key: str, units: list[int]) -> Deed:
        def at_the_desk(session: Session) -> None:
            with acting(session, holding(everything(), who=person(store.archivist, store.department))):
                carry(session, key, Pile("relocate", place, tuple(labels[one] for one in units), "移位"))

        return at_the_desk

    with own_engine.connect() as connection:
        labels = {row.id: row.number for row in connection.execute(text("SELECT id, number FROM archive_unit"))}
        place = str(connection.execute(text("SELECT code FROM archive_account WHERE id = :id"), {"id": store.other_shelf}).scalar_one())
    ways = [move(str(desk), [unit, other] if desk % 2 else [other, unit]) for desk in range(6)]
    ended = at_once(own_engine, ways)
    assert ended.count(WON) == 1
    assert set(ended) == {WON, TOLD}


def test_of_a_hold_and_a_destruction_at_once_only_one_comes_about(own_engine: Engine) -> None:
    """I19, T4.4: whoever comes second is told; never is something destroyed that is held."""
    store, unit, _ = built(own_engine)
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        people = [make(session, "employee", department=store.department).id for _ in range(3)]
        make(session, "unit_retention", unit=unit, retention=make(session, "retention_period", months=1).id, since_on=datetime(2020, 1, 1, tzinfo=UTC).date())
        listed = make(session, "destruction_list", units=[unit], proposer=store.borrower)
        listed.state, listed.executor_id, listed.approved_by_id, listed.counted = "counted", store.keeper, people[0], 1
        session.flush()
        for one in people[1:]:
            signature = make(session, "destruction_supervisor", destruction=listed.id, supervisor=one)
            signature.state, signature.content = "signed", content_of(session, listed)
        key = listed.id
        session.commit()

    def destroy(session: Session) -> None:
        with acting(session, holding(everything(), who=person(store.keeper, store.department))):
            perform(session, session.get_one(DestructionList, key), "execute", {})

    def hold(session: Session) -> None:
        with acting(session, holding(everything(), who=person(store.archivist, store.department))):
            values = {"case_no": "民初 1", "reason": "诉讼", "units": [unit], "placed_on": datetime.now(UTC).date()}
            create(session, registers["legal_hold"], values)

    ended = at_once(own_engine, [destroy, hold, hold])
    assert set(ended) <= {WON, TOLD}
    assert (ended[0] == WON) != (WON in ended[1:])
    assert count(own_engine, "SELECT count(*) FROM custody_entry WHERE to_kind = 'destroyed'") == (ended[0] == WON)
    assert not breaches(own_engine)


def test_of_counters_who_scan_one_label_at_once_one_is_kept(own_engine: Engine) -> None:
    """K10.5: the others are told that it has been scanned; different labels are all kept, also while the journal goes on."""
    store, unit, hands = built(own_engine)
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        more = [filed(session, store) for _ in range(3)]
        taken = make(session, "stocktake", places=[store.shelf], opener=store.borrower)
        taken.state, key = "counting", taken.id
        session.flush()
        with acting(session, holding(everything(), who=person(store.keeper, store.department))):
            code = str(session.connection().execute(text("SELECT code FROM archive_account WHERE id = :id"), {"id": store.shelf}).scalar_one())
            take(session, "place", key, None, code)
        session.commit()

    def scan(who: int, one: int) -> Deed:
        def at_the_shelf(session: Session) -> None:
            with acting(session, holding(everything(), who=person(who, store.department))):
                take(session, f"{who}", key, store.shelf, f"U{one}")

        return at_the_shelf

    def lend(session: Session) -> None:
        record(session, store.archivist, [Movement(more[2], hands[0], Reason.CHECK_OUT, "出借单")])

    deeds = [*(scan(who, unit) for who in (store.archivist, store.keeper, store.borrower)), scan(store.keeper, more[0]), scan(store.archivist, more[1]), lend]
    ended = at_once(own_engine, deeds)
    assert sorted(ended[:3]) == [WON, TOLD, TOLD]
    assert ended[3:] == [WON] * 3
    assert count(own_engine, "SELECT count(*) FROM stocktake_scan WHERE kind = 'unit'") == 3
    with FencedSession(own_engine) as session:
        act(session, System("test"))
        perform(session, session.get_one(Stocktake, key), "end_count", {})
        session.commit()
    assert count(own_engine, "SELECT count(*) FROM stocktake_result WHERE verdict = 'match'") == 3
    assert count(own_engine, "SELECT count(*) FROM stocktake_result WHERE verdict = 'moved'") == 1
    assert not breaches(own_engine)
