"""The journal of custody: where a unit is, which movements it takes, what it refuses and why (K3.2, K3.20, K3.24, K3.26)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from domain.custody import ALLOWED, RULES, AccountKind, Reason, UnitKind
from domain.errors import Conflict, DomainError, Invalid, Missing, Refused
from models.archives.certificate import CertificateKind
from models.archives.custody_entry import CustodyEntry
from models.fence import act
from operations.archives import checking
from operations.archives.chain import chain
from operations.archives.ledger import Movement, account_of, held_by, places, record
from permissions.actor import System
from tests.archive_scenes import Store, a_certificate, a_store, a_volume, filed, opened, shut
from tests.factories import make

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture
def store(session: Session) -> Store:
    act(session, System("test"), clock=lambda: NOON)
    return a_store(session)


def where(session: Session, unit: int) -> AccountKind | None:
    found = places(session.connection(), [unit]).get(unit)
    return found.kind if found else None


def breaches(session: Session) -> dict[str, tuple[str, ...]]:
    return {found.invariant.code: found.first for found in checking.check(session.connection()) if found.count}


def test_a_volume_goes_out_and_comes_back_over_the_desk(session: Session, store: Store) -> None:
    """K3.2: the ledger says where it is and whose hands it went through."""
    unit = filed(session, store)
    hands = account_of(session, AccountKind.PERSON, store.borrower)
    for to, reason in ((hands, Reason.CHECK_OUT), (store.desk, Reason.HAND_BACK), (store.shelf, Reason.SHELVE)):
        record(session, store.archivist, [Movement(unit, to, reason, "出借单 1")])
        assert places(session.connection(), [unit])[unit].account == to
    assert [entry.reason for entry in chain(session.connection(), unit)] == ["file", "check_out", "hand_back", "shelve"]
    held = session.connection().execute(select(CustodyEntry.__table__.c.unit_id).where(held_by(store.shelf))).scalars().all()
    assert list(held) == [unit]
    assert not breaches(session)


@pytest.mark.parametrize("skips", [Reason.SHELVE, Reason.CHECK_OUT])
def test_what_a_borrower_holds_goes_to_the_desk_and_nowhere_else(session: Session, store: Store, skips: Reason) -> None:
    unit = filed(session, store)
    record(session, store.archivist, [Movement(unit, account_of(session, AccountKind.PERSON, store.borrower), Reason.CHECK_OUT, "出借单 1")])
    to = store.shelf if skips is Reason.SHELVE else account_of(session, AccountKind.PERSON, store.keeper)
    with pytest.raises(Refused) as refused:
        record(session, store.archivist, [Movement(unit, to, skips, "出借单 1")])
    assert refused.value.clause == "K3.24"
    assert where(session, unit) is AccountKind.PERSON


def test_a_certificate_rests_in_a_safe_that_two_have_opened(session: Session, store: Store) -> None:
    """K3.20."""
    unit = a_certificate(session, store, a_volume(session, store))
    for to in (store.shelf, store.safe):
        with pytest.raises(Refused) as refused:
            record(session, store.archivist, [Movement(unit, to, Reason.FILE, "权证移交 1")])
        assert refused.value.clause == "K3.20"
    opening = opened(session, store)
    record(session, store.archivist, [Movement(unit, store.safe, Reason.FILE, "权证移交 1")])
    assert where(session, unit) is AccountKind.SAFE
    shut(session, store, opening)
    assert not breaches(session)


def test_certificates_of_a_volume_bear_its_number(session: Session, store: Store) -> None:
    """K3.17, K3.21: six kinds, numbered as their volume."""
    volume = a_volume(session, store)
    first, second = a_certificate(session, store, volume), a_certificate(session, store, volume)
    rows = session.connection().execute(text("SELECT id, number, part_no FROM archive_unit ORDER BY id")).all()
    numbers = {row.id: (row.number, row.part_no) for row in rows}
    number = numbers[volume][0]
    assert number.startswith("2026")
    assert number.endswith("第001号")
    assert (numbers[first], numbers[second]) == ((number, 1), (number, 2))
    with pytest.raises(Invalid) as refused:
        make(session, "certificate", volume=first, home=store.safe)
    assert refused.value.clause == "K3.21"
    assert len(CertificateKind) == 6


def test_a_class_has_its_clause_number_once_in_a_year(session: Session, store: Store) -> None:
    """K10.24."""
    same = {"department": store.department, "year": 2026, "clause_no": "1"}
    make(session, "case_class", **same)
    make(session, "case_class", **{**same, "year": 2027})
    with pytest.raises(Invalid), session.begin_nested():
        make(session, "case_class", **same)


def test_a_volume_belongs_on_a_shelf_and_a_certificate_in_a_safe(session: Session, store: Store) -> None:
    volume = a_volume(session, store)
    with pytest.raises(Invalid), session.begin_nested():
        make(session, "archive_unit", word=store.word, home=store.safe)
    with pytest.raises(Invalid), session.begin_nested():
        make(session, "certificate", volume=volume, home=store.shelf)


def test_who_destroys_is_not_alone_and_what_is_destroyed_stays_so(session: Session, store: Store) -> None:
    unit, ashes = filed(session, store), account_of(session, AccountKind.DESTROYED)
    for witness in (None, store.archivist):
        with pytest.raises(Refused):
            record(session, store.archivist, [Movement(unit, ashes, Reason.DESTROY, "销毁清单 1", witness=witness)])
    record(session, store.archivist, [Movement(unit, ashes, Reason.DESTROY, "销毁清单 1", witness=store.keeper)])
    with pytest.raises(Refused) as refused:
        record(session, store.archivist, [Movement(unit, store.shelf, Reason.FIND, "错")])
    assert "账目到此为止" in refused.value.sentence.zh


def test_an_error_is_reversed_by_two_and_stays_to_be_read(session: Session, store: Store) -> None:
    unit, hands = filed(session, store), account_of(session, AccountKind.PERSON, store.borrower)
    (out,) = record(session, store.archivist, [Movement(unit, hands, Reason.CHECK_OUT, "出借单 1")])
    back = Movement(unit, store.shelf, Reason.REVERSE, "冲销 1", witness=store.keeper, reverses=out)
    with pytest.raises(Refused) as elsewhere:
        record(session, store.archivist, [Movement(unit, store.other_shelf, Reason.REVERSE, "冲销 1", witness=store.keeper, reverses=out)])
    assert "只能冲销" in elsewhere.value.sentence.zh, "told before the database refuses it"
    record(session, store.archivist, [back])
    assert [entry.reverses_id for entry in chain(session.connection(), unit)] == [None, None, out]
    assert where(session, unit) is AccountKind.SHELF


def test_days_that_are_closed_lie_ahead_or_ran_back_are_refused(session: Session, store: Store) -> None:
    unit = filed(session, store)
    away = Movement(unit, store.other_shelf, Reason.RELOCATE, "移位 1", occurred_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        record(session, store.archivist, [away])
    assert "晚于今天" in refused.value.sentence.zh
    act(session, System("test"), clock=lambda: NOON - timedelta(minutes=6))
    with pytest.raises(Refused) as refused:
        record(session, store.archivist, [Movement(unit, store.other_shelf, Reason.RELOCATE, "移位 1")])
    assert "6 分钟" in refused.value.sentence.zh
    act(session, System("test"), clock=lambda: NOON)
    head = session.connection().execute(text("SELECT id, hash FROM custody_entry ORDER BY id DESC LIMIT 1")).one()
    make(
        session, "day_close", closed_on=TODAY - timedelta(days=1), entries=head.id, head=head.hash, counter=store.archivist,
        witness=store.keeper, closed_at=NOON,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        record(session, store.archivist, [Movement(unit, store.other_shelf, Reason.RELOCATE, "移位 1", occurred_on=TODAY - timedelta(days=1))])
    assert "已日结" in refused.value.sentence.zh
    record(session, store.archivist, [Movement(unit, store.other_shelf, Reason.RELOCATE, "移位 1")])


def test_a_clock_a_little_behind_waits_for_the_journal(session: Session, store: Store) -> None:
    unit = filed(session, store)
    act(session, System("test"), clock=lambda: NOON - timedelta(minutes=4))
    record(session, store.archivist, [Movement(unit, store.other_shelf, Reason.RELOCATE, "移位 1")])
    assert not breaches(session)


@pytest.mark.parametrize(("unit", "to"), [(999_999, None), (None, 999_999)])
def test_an_unknown_barcode_is_told(session: Session, store: Store, unit: int | None, to: int | None) -> None:
    with pytest.raises(Missing):
        record(session, store.archivist, [Movement(unit or filed(session, store), to or store.shelf, Reason.FILE, "1")])


def test_all_of_a_pile_or_nothing(session: Session, store: Store) -> None:
    one, two = filed(session, store), a_volume(session, store)
    with pytest.raises(DomainError), session.begin_nested():
        record(session, store.archivist, [Movement(unit, store.other_shelf, Reason.RELOCATE, "移位 1") for unit in (one, two)])
    assert places(session.connection(), [one])[one].account == store.shelf


def test_no_arrow_hands_a_file_on_or_skips_the_desk() -> None:
    for source, target in ((AccountKind.PERSON, AccountKind.PERSON), (AccountKind.EXTERNAL, AccountKind.SHELF), (AccountKind.MISSING, AccountKind.SHELF)):
        assert not [rule for rule in RULES if (rule.source, rule.target) == (source, target) and rule.reason is not Reason.REVERSE]
    assert not [rule for rule in RULES if rule.unit is UnitKind.CERTIFICATE and rule.target in (AccountKind.SHELF, AccountKind.DESTROYED)]
    assert not [rule for rule in RULES if rule.source in (AccountKind.DESTROYED, AccountKind.RELEASED)]


@given(steps=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(list(Reason)), st.integers(0, 6)), max_size=25))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_journal_takes_just_what_the_table_allows(session: Session, steps: list[tuple[int, Reason, int]]) -> None:
    """A model that knows only where everything is says the same as the ledger, and every invariant holds after it all."""
    savepoint = session.begin_nested()
    act(session, System("test"), clock=lambda: NOON)
    store = a_store(session)
    opening = opened(session, store)
    volume = a_volume(session, store)
    units = [volume, a_volume(session, store), a_certificate(session, store, volume)]
    kinds = [UnitKind.VOLUME, UnitKind.VOLUME, UnitKind.CERTIFICATE]
    targets = [
        (store.shelf, AccountKind.SHELF), (store.other_shelf, AccountKind.SHELF), (store.safe, AccountKind.SAFE),
        (store.desk, AccountKind.DESK), (store.court, AccountKind.EXTERNAL),
        (account_of(session, AccountKind.PERSON, store.borrower), AccountKind.PERSON), (account_of(session, AccountKind.MISSING), AccountKind.MISSING),
    ]  # fmt: skip
    at = [(0, AccountKind.ORIGIN)] * 3
    for which, reason, target in steps:
        to, kind = targets[target]
        allowed = (reason, at[which][1], kind, kinds[which]) in ALLOWED and at[which][0] != to and reason is not Reason.REVERSE
        try:
            record(session, store.archivist, [Movement(units[which], to, reason, "1", witness=store.keeper)])
            done = True
        except (Refused, Conflict):
            done = False
        assert done == allowed, (reason, at[which], targets[target])
        at[which] = (to, kind) if done else at[which]
    found = places(session.connection(), units)
    assert [(found[unit].account, found[unit].kind) if unit in found else (0, AccountKind.ORIGIN) for unit in units] == at
    shut(session, store, opening)
    # No loan is written here, so the check tells what somebody holds, and nothing else.
    assert breaches(session).keys() == ({"I05"} if AccountKind.PERSON in {kind for _, kind in at} else set())
    savepoint.rollback()
