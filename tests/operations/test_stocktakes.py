"""Stocktakes blind over a frozen list while lending goes on: wrong place, missing, unknown, double; settled, then approved by another (K10.5)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.custody import AccountKind, Reason
from domain.errors import Conflict, DomainError, Invalid, Refused
from domain.stocktaking import DIFFERENT, Verdict
from models.archives import guarding
from models.archives.stocktake import Stocktake, StocktakeState
from models.archives.stocktake_result import ResultState
from models.fence import act
from operations.archives.ledger import Movement, account_of, places, record
from operations.archives.stocktake_reminding import remind_of_stocktakes, shelves_due
from operations.archives.stocktake_scans import blind_counts_at, progress, recent, withdraw
from operations.base_roles import BASE_ROLES
from operations.moves import perform
from operations.records import update
from operations.waiting import tasks
from permissions.actor import StandIn, System
from tests.archive_scenes import a_certificate, a_store, a_volume, filed, opened, shut
from tests.factories import make
from tests.operations.stocktake_scenes import Hall, a_leader


@pytest.fixture
def hall(session: Session) -> Hall:
    made = Hall(session, a_store(session))
    act(session, System("test"), clock=lambda: made.at)
    return made


def moved(hall: Hall, unit: int, to: int, reason: Reason) -> None:
    record(hall.session, hall.store.archivist, [Movement(unit, to, reason, "测试")])


def test_lending_goes_on_and_only_what_is_really_wrong_is_a_difference(hall: Hall) -> None:
    """K10.5: each verdict, and they are as many as units expected or seen."""
    session, store = hall.session, hall.store
    fine, lent, back, gone, wrong, twice, strange, finished = (filed(session, store) for _ in range(8))
    away, unfiled = filed(session, store), a_volume(session, store)
    hands = account_of(session, AccountKind.PERSON, store.borrower)
    moved(hall, away, hands, Reason.CHECK_OUT)
    moved(hall, back, store.court, Reason.SEND_OUT)
    taken = hall.begun()
    assert taken.frozen_entry == 11
    moved(hall, lent, hands, Reason.CHECK_OUT)
    moved(hall, back, store.desk, Reason.COME_BACK)
    hall.scan(taken, store.shelf, hall.label(fine), hall.label(twice))
    moved(hall, back, store.other_shelf, Reason.SHELVE)
    hall.scan(taken, store.other_shelf, hall.label(back), hall.label(wrong), hall.label(twice), "没有这个码", hall.label(unfiled), hall.label(strange))
    moved(hall, strange, store.other_shelf, Reason.RELOCATE)
    hall.scan(taken, store.shelf, hall.label(finished))
    hall.move(taken, "end_count")
    named = {"fine": fine, "lent": lent, "back": back, "gone": gone, "wrong": wrong, "twice": twice, "strange": strange, "finished": finished,
             "away": away, "unfiled": unfiled}  # fmt: skip
    found = hall.verdicts(taken)
    assert {name: found[hall.label(unit)] for name, unit in named.items()} == {
        "fine": Verdict.MATCH, "lent": Verdict.MOVED, "back": Verdict.MOVED, "gone": Verdict.MISSING, "wrong": Verdict.MISPLACED,
        "twice": Verdict.DOUBLE, "strange": Verdict.MOVED, "finished": Verdict.MATCH, "away": Verdict.AWAY, "unfiled": Verdict.NOT_FILED,
    }  # fmt: skip
    assert found.pop("没有这个码") is Verdict.UNKNOWN
    assert len(found) == len(named), "one row for each unit expected or seen"
    rows = hall.results(taken)
    assert rows[hall.label(lent)].moved == "12"
    assert {row.state for row in rows.values() if row.verdict not in DIFFERENT} == {ResultState.SETTLED}
    assert "I31" not in hall.breaches()


def test_differences_are_settled_through_the_ledger_before_it_is_reconciled(hall: Hall) -> None:
    """K10.5: nothing is reconciled unexplained, and every entry rests on the stocktake."""
    session, store = hall.session, hall.store
    gone, wrong, back, found_one, unfiled = (*(filed(session, store) for _ in range(4)), a_volume(session, store))
    moved(hall, found_one, account_of(session, AccountKind.MISSING), Reason.MISS)
    taken = hall.begun()
    hall.scan(taken, store.shelf)
    hall.scan(taken, store.other_shelf, *(hall.label(one) for one in (wrong, back, found_one, unfiled)), "无此码")
    hall.move(taken, "end_count")
    rows = hall.results(taken)
    with pytest.raises(Refused) as unsettled:
        hall.move(taken, "reconcile")
    assert "6 条" in unsettled.value.sentence.zh
    for unit, wrong_way in ((gone, "book_here"), (wrong, "miss"), (wrong, "found"), (wrong, "by_document"), (found_one, "book_here")):
        with pytest.raises(Invalid) as refused:
            hall.settle(rows[hall.label(unit)], wrong_way)
        assert "disposition" in refused.value.fields
    for unit, way in ((gone, "miss"), (wrong, "book_here"), (back, "put_back"), (found_one, "found"), (unfiled, "book_here")):
        hall.settle(rows[hall.label(unit)], way)
    with pytest.raises(Invalid):
        hall.move(rows["无此码"], "settle", disposition="set_aside", explanation=" ")
    hall.settle(rows["无此码"], "set_aside")
    at = places(session.connection(), [gone, wrong, back, found_one, unfiled])
    assert at[gone].kind is AccountKind.MISSING
    assert [at[one].account for one in (wrong, back, found_one, unfiled)] == [store.other_shelf, store.shelf, store.other_shelf, store.other_shelf]
    documents = session.connection().execute(text("SELECT document FROM custody_entry WHERE id > :id"), {"id": taken.counted_entry}).scalars().all()
    assert set(documents) == {taken.number}
    assert len(documents) == 5
    with pytest.raises(Refused):
        hall.move(taken, "count_again", recount_because="再看")
    hall.move(taken, "reconcile")
    assert "I31" not in hall.breaches()


def test_who_took_part_does_not_approve_and_what_is_sent_back_is_explained_again(hall: Hall) -> None:
    """K10.5: neither opener nor counters nor their deputies; the leader finds it in the inbox."""
    session, store = hall.session, hall.store
    wrong, gone = filed(session, store), filed(session, store)
    taken = hall.begun()
    hall.scan(taken, store.other_shelf, hall.label(wrong))
    hall.scan(taken, store.shelf)
    hall.move(taken, "end_count")
    rows = hall.results(taken)
    hall.settle(rows[hall.label(gone)], "miss")
    hall.settle(rows[hall.label(wrong)], "put_back")
    hall.move(taken, "reconcile")
    leader = a_leader(hall)
    for who in (store.archivist, store.keeper):
        with pytest.raises(Refused) as himself:
            hall.move(taken, "approve", who, opinion="同意")
        assert "没有参与的领导" in himself.value.sentence.zh
    with pytest.raises(Refused), hall.by(leader, standing_in=(StandIn(store.keeper, "盘点的人"),)):
        perform(session, taken, "approve", {"opinion": "代批"})
    with hall.by(store.keeper):
        assert "approve" not in {task.move.name for task in tasks(session) if task.register.key == "stocktake"}
    with hall.by(leader):
        assert [task.move.name for task in tasks(session) if task.register.key == "stocktake"] == ["approve"]
    hall.move(taken, "reject", leader, opinion="说明太简单")
    assert {code for code, row in hall.results(taken).items() if row.state is ResultState.OPEN} == {hall.label(wrong)}, "what is booked stays"
    hall.settle(rows[hall.label(wrong)], "put_back")
    hall.move(taken, "reconcile")
    hall.move(taken, "approve", leader, opinion="同意")
    assert taken.state is StocktakeState.APPROVED
    assert "I31" not in hall.breaches()


def test_what_is_lent_but_lies_on_a_shelf_goes_by_its_loan(hall: Hall) -> None:
    """K3.26: a stocktake does not end a loan; what has moved since the count is settled by those entries alone."""
    session, store = hall.session, hall.store
    unit, late = filed(session, store), filed(session, store)
    moved(hall, unit, account_of(session, AccountKind.PERSON, store.borrower), Reason.CHECK_OUT)
    taken = hall.begun()
    hall.scan(taken, store.shelf, hall.label(unit))
    hall.scan(taken, store.other_shelf)
    hall.move(taken, "end_count")
    rows = hall.results(taken)
    row = rows[hall.label(unit)]
    assert row.verdict is Verdict.THERE
    with pytest.raises(Invalid) as refused:
        hall.settle(row, "book_here")
    assert "先办理归还" in refused.value.fields["disposition"].zh
    with pytest.raises(Invalid):
        hall.settle(row, "by_document")
    for to, reason in ((store.desk, Reason.HAND_BACK), (store.shelf, Reason.SHELVE)):
        moved(hall, unit, to, reason)
    hall.settle(row, "by_document")
    moved(hall, late, store.court, Reason.SEND_OUT)
    with pytest.raises(Invalid) as since:
        hall.settle(rows[hall.label(late)], "miss")
    assert "已另有出入库" in since.value.fields["disposition"].zh
    hall.settle(rows[hall.label(late)], "by_document")


def test_a_slip_of_the_hand_is_taken_back_and_nothing_is_counted_twice(hall: Hall) -> None:
    session, store = hall.session, hall.store
    one, two = filed(session, store), filed(session, store)
    taken = hall.begun()
    with pytest.raises(Refused) as first:
        hall.type(taken, None, hall.label(one))
    assert "先扫位置码" in first.value.sentence.zh
    assert "已扫 0 件" in hall.type(taken, None, hall.place(store.shelf)).said.zh
    assert hall.type(taken, store.shelf, f" {hall.label(one)} ").said.zh.endswith("第 1 件。")
    with pytest.raises(Conflict):
        hall.type(taken, store.shelf, f"U{one}", store.archivist)
    unknown = hall.type(taken, store.shelf, "ABC-1")
    assert unknown.attention
    with pytest.raises(Conflict):
        hall.type(taken, store.shelf, "ABC-1")
    assert "已撤销：ABC-1" in hall.type(taken, store.shelf, "cmd-undo").said.zh
    with pytest.raises(Refused):
        hall.type(taken, store.shelf, "cmd-undo", store.archivist)
    hall.type(taken, store.shelf, hall.label(two))
    assert hall.type(taken, None, hall.place(store.other_shelf)).place == store.other_shelf
    elsewhere = hall.type(taken, store.other_shelf, hall.label(two))
    assert elsewhere.attention
    with hall.by(store.archivist):
        (last,) = recent(session, taken, store.other_shelf)
        withdraw(session, taken.id, last.id)
        with pytest.raises(Refused):
            withdraw(session, taken.id, last.id)
        shown = {row.id: (row.visited, row.scanned, row.expected) for row in progress(session, taken)}
    assert shown == {store.shelf: (True, 2, None), store.other_shelf: (True, 0, None)}, "blind: nothing says what is expected"
    assert hall.type(taken, store.shelf, "CMD-DONE").place is None
    hall.move(taken, "end_count")
    assert set(hall.verdicts(taken).values()) == {Verdict.MATCH}
    with pytest.raises(Refused) as over:
        hall.type(taken, store.shelf, hall.label(two))
    assert "已盘完" in over.value.sentence.zh


def test_who_counts_blind_sees_nothing_of_what_is_expected(hall: Hall) -> None:
    """K10.5: the stocktaker's role opens neither ledger nor results, and there are no results before the count ends."""
    session, store = hall.session, hall.store
    unit = filed(session, store)
    taken, open_one = hall.begun(), hall.begun(blind=False)
    declared = next(role for role in BASE_ROLES if role.code == "stocktaker")
    assert {register for may in declared.may for register in may.registers} == {"stocktake", "stocktake_scan"}
    assert declared.parents == ("employee",)
    assert session.connection().execute(text("SELECT count(*) FROM stocktake_result")).scalar_one() == 0
    with hall.by(store.archivist):
        assert {row.expected for row in progress(session, taken)} == {None}
        assert {row.id: row.expected for row in progress(session, open_one)} == {store.shelf: 1, store.other_shelf: 0}
    assert blind_counts_at(session, store.shelf) == (taken.number,)
    assert hall.scan(taken, store.other_shelf, hall.label(unit)).attention is False, "that it does not belong here is not said"


def test_the_scope_is_shelves_a_class_or_a_safe_and_stays(hall: Hall) -> None:
    session, store = hall.session, hall.store
    case = make(session, "case_class", year=2025, department=store.department)
    one, other = filed(session, store, case_class=case.id), filed(session, store, case_class=None)
    certificate = a_certificate(session, store, one)
    opening = opened(session, store)
    record(session, store.archivist, [Movement(certificate, store.safe, Reason.FILE, "清单")])
    room = make(session, "archive_account", kind=AccountKind.DESK).id
    session.connection().execute(text("UPDATE archive_account SET above_id = :room WHERE id IN (:a, :b)"), {"room": room, "a": store.shelf, "b": store.safe})

    def listed(**scope: Any) -> set[int]:
        made = hall.opened(**scope)
        return set(session.connection().execute(text("SELECT unit_id FROM stocktake_listed WHERE stocktake_id = :id"), {"id": made.id}).scalars())

    assert listed() == {one, other}, "a safe is counted only where it is named: it has its own daily count"
    assert listed(places=[room]) == {one, other}
    assert listed(case_class=case.id) == listed(year=2025) == {one}
    assert listed(places=[store.safe]) == {certificate}
    for scope in ({"places": [store.desk]}, {"places": [store.other_shelf]}, {"year": 2020}):
        with pytest.raises(Invalid):
            hall.opened(**scope)
    taken = hall.begun(places=[store.safe])
    with pytest.raises(Invalid), hall.by(store.archivist), session.begin_nested():
        update(session, taken, {"places": [store.shelf]})
    session.expire_all()
    with pytest.raises(Refused) as outside:
        hall.scan(taken, store.shelf)
    assert "不在这次盘点的范围" in outside.value.sentence.zh
    with pytest.raises(Refused) as visited:
        hall.move(taken, "end_count")
    assert "还有 1 个位置" in visited.value.sentence.zh
    with pytest.raises(Refused):
        hall.scan(taken, store.safe, who=store.borrower)
    hall.scan(taken, store.safe, hall.label(certificate))
    shut(session, store, opening)
    with pytest.raises(Refused) as closed:
        hall.scan(taken, store.safe)
    assert "开柜" in closed.value.sentence.zh
    hall.move(taken, "end_count")
    assert hall.verdicts(taken) == {hall.label(certificate): Verdict.MATCH}


def test_a_count_goes_on_or_is_given_up_until_something_is_settled(hall: Hall) -> None:
    session, store = hall.session, hall.store
    one, two = filed(session, store), filed(session, store)
    taken = hall.begun(places=[store.shelf])
    hall.scan(taken, store.shelf, hall.label(one))
    hall.move(taken, "end_count")
    assert hall.verdicts(taken)[hall.label(two)] is Verdict.MISSING
    hall.move(taken, "count_again", recount_because="柜角漏看")
    assert not hall.results(taken)
    hall.scan(taken, store.shelf, hall.label(two))
    hall.move(taken, "end_count")
    assert set(hall.verdicts(taken).values()) == {Verdict.MATCH}
    other = hall.begun(places=[store.shelf])
    hall.move(other, "cancel_stocktake", cancelled_because="改期")
    with pytest.raises(DomainError):
        hall.move(other, "begin_count")


def test_a_shelf_that_nobody_counts_for_a_year_is_told_once_a_month(hall: Hall) -> None:
    session, store = hall.session, hall.store
    unit = filed(session, store)
    assert shelves_due(session) == []
    taken = hall.begun(places=[store.shelf])
    hall.scan(taken, store.shelf, hall.label(unit))
    hall.move(taken, "end_count")
    hall.move(taken, "reconcile")
    session.connection().execute(text("UPDATE archive_account SET created_at = '2025-01-01 00:00:00.000000'"))
    names = dict(session.connection().execute(text("SELECT id, name FROM archive_account")).all())
    assert set(shelves_due(session)) == {names[store.shelf], names[store.other_shelf]}, "what is not approved is not counted"
    hall.move(taken, "approve", a_leader(hall), opinion="同意")
    assert shelves_due(session) == [names[store.other_shelf]]
    make(session, "rule_value", rule="stocktake_months", amount=24, valid_from=hall.at.date())
    assert shelves_due(session) == []
    hall.at += timedelta(days=800)
    assert len(shelves_due(session)) == 2
    assert remind_of_stocktakes(session) == remind_of_stocktakes(session) == 0, "nobody holds the right here"


def approved(hall: Hall) -> Stocktake:
    """One match, one missing and booked as such, one unknown label."""
    session, store = hall.session, hall.store
    one, two = filed(session, store), filed(session, store)
    taken = hall.begun(places=[store.shelf])
    hall.scan(taken, store.shelf, hall.label(one), "无此码")
    hall.move(taken, "end_count")
    rows = hall.results(taken)
    hall.settle(rows[hall.label(two)], "miss")
    hall.settle(rows["无此码"], "set_aside")
    hall.move(taken, "reconcile")
    hall.move(taken, "approve", a_leader(hall), opinion="同意")
    return taken


FAULTS = (
    "UPDATE stocktake_scan SET place_id = (SELECT max(id) FROM archive_account WHERE kind = 'shelf') WHERE kind = 'unit'",
    "DELETE FROM stocktake_scan WHERE kind = 'unit'",
    "UPDATE stocktake_result SET verdict = 'match' WHERE verdict = 'missing'",
    "DELETE FROM stocktake_result WHERE verdict = 'unknown'",
    "DELETE FROM stocktake_listed",
    "UPDATE stocktake SET frozen_entry = 0",
    "UPDATE stocktake SET blind = NOT blind",
    "UPDATE stocktake SET state = 'counting'",
    "DELETE FROM stocktake WHERE state = 'approved'",
)


def test_the_database_keeps_what_was_scanned_and_found(hall: Hall) -> None:
    """Whatever the statement, whoever sends it."""
    taken = approved(hall)
    assert "I31" not in hall.breaches()
    for fault in FAULTS:
        with pytest.raises(IntegrityError, match="guard"), hall.session.begin_nested():
            hall.session.connection().execute(text(fault))
    late = "INSERT INTO stocktake_scan (stocktake_id, kind, code, place_id, entry_no, scanned_at, scanned_by_id, version) SELECT stocktake_id, 'unknown', 'x', place_id, 1, scanned_at, scanned_by_id, 1 FROM stocktake_scan LIMIT 1"  # noqa: E501  # one statement
    with pytest.raises(IntegrityError, match="scan_while_counting"), hall.session.begin_nested():
        hall.session.connection().execute(text(late))
    assert taken.state is StocktakeState.APPROVED


@pytest.mark.parametrize(
    "fault",
    [
        *FAULTS[:6],
        "UPDATE stocktake SET decided_by_id = opener_id",
        "UPDATE stocktake_result SET explanation = NULL WHERE verdict = 'missing'",
        "UPDATE stocktake SET counted_entry = NULL",
    ],
)
def test_the_check_finds_a_stocktake_that_was_tampered_with(hall: Hall, fault: str) -> None:
    """I31."""
    approved(hall)
    assert "I31" not in hall.breaches()
    guarding.lift(hall.session.connection())
    hall.session.connection().execute(text(fault))
    assert "I31" in hall.breaches()
