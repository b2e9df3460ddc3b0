"""Retention, holds, destruction by five people, release of certificates: each with what stops it (T4.4, K3.4, K3.20)."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from domain.custody import AccountKind, Reason
from domain.errors import DomainError, Invalid, Refused
from domain.retention import Kept, ends_on
from models.archives import guarding
from models.archives.destruction_list import DestructionList, DestructionState
from models.archives.destruction_supervisor import DestructionSupervisor
from models.archives.retention_period import Basis
from models.fence import act, acting
from models.register import registers
from operations.archives import checking
from operations.archives.destruction import CHANGED
from operations.archives.ledger import Movement, account_of, places, record
from operations.moves import perform
from operations.records import create, update
from operations.waiting import tasks
from permissions.actor import System
from tests.archive_scenes import Store, a_certificate, a_store, filed, opened
from tests.factories import everything, holding, make, person

LATER = datetime(2026, 11, 20, 2, tzinfo=UTC)


@dataclass
class Vault:
    """A volume filed two years ago and kept for one, and the people a destruction takes."""

    session: Session
    store: Store
    unit: int
    people: list[int] = field(default_factory=list)
    at: datetime = LATER

    def by(self, who: int) -> Any:
        return acting(self.session, holding(everything(), who=person(who, self.store.department)))

    def new(self, register: str, who: int | None = None, **values: Any) -> Any:
        with self.by(who or self.store.archivist), self.session.begin_nested():
            return create(self.session, registers[register], values)

    def move(self, what: Any, name: str, who: int, **values: Any) -> Any:
        with self.by(who), self.session.begin_nested():
            return perform(self.session, what, name, values)

    def propose(self, *units: int) -> DestructionList:
        made: DestructionList = self.new("destruction_list", reason="保管期满", units=list(units or (self.unit,)), proposer=self.people[0])
        return made

    def approved(self) -> DestructionList:
        """Proposed, appraised and approved; the waiting time is over."""
        made = self.propose()
        self.move(made, "appraise", self.people[0], appraisal="无保存价值")
        self.move(made, "approve", self.people[1], opinion="同意销毁")
        self.at += timedelta(days=8)
        return made

    def counted(self) -> tuple[DestructionList, list[DestructionSupervisor]]:
        """Counted by the executor before two supervisors."""
        made = self.approved()
        self.move(made, "count_units", self.store.keeper, counted=1, supervisors=self.people[2:4])
        return made, list(self.session.query(DestructionSupervisor).order_by(DestructionSupervisor.id))

    def held(self, *units: int) -> Any:
        return self.new("legal_hold", case_no="（2026）浙民初1号", reason="诉讼", units=list(units or (self.unit,)), placed_on=date(2026, 11, 20))

    def kind(self) -> AccountKind:
        return places(self.session.connection(), [self.unit])[self.unit].kind

    def breaches(self) -> list[str]:
        return [found.invariant.code for found in checking.check(self.session.connection()) if found.count]


@pytest.fixture
def vault(session: Session) -> Vault:
    act(session, System("test"), clock=lambda: datetime(2024, 11, 1, 2, tzinfo=UTC))
    store = a_store(session)
    period = make(session, "retention_period", months=12, basis=Basis.FILED).id
    case = make(session, "case_class", retention=period, department=store.department).id
    made = Vault(session, store, filed(session, store, case_class=case, pages=10))
    act(session, System("test"), clock=lambda: made.at)
    made.people = [make(session, "employee", department=store.department).id for _ in range(4)]
    return made


def test_a_period_ends_on_the_same_day_and_what_nobody_knows_is_not_over() -> None:
    assert ends_on(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert ends_on(date(2024, 11, 30), 14) == date(2026, 1, 30)
    assert not Kept(None, date(2000, 1, 1), given=True).over(date(2026, 1, 1))
    assert not Kept(12, None, given=True).over(date(2026, 1, 1))
    assert [Kept(12, date(2025, 1, 1), given=True).over(date(2026, 1, day)) for day in (1, 2)] == [False, True]


def test_from_the_proposal_to_the_journal(vault: Vault) -> None:
    """T4.4: proposed, appraised, approved, waited for, counted, signed by each supervisor himself, destroyed."""
    listed, (one, two) = vault.counted()
    with vault.by(vault.people[2]):
        assert "sign_destruction" in {task.move.name for task in tasks(vault.session)}
    with pytest.raises(Refused) as unsigned:
        vault.move(listed, "execute", vault.store.keeper)
    assert "2 位监销人" in unsigned.value.sentence.zh
    with pytest.raises(Refused):
        vault.move(one, "sign_destruction", vault.people[3])
    vault.move(one, "sign_destruction", vault.people[2])
    vault.move(two, "sign_destruction", vault.people[3])
    with pytest.raises(Refused):
        vault.move(listed, "execute", vault.people[0])
    vault.move(listed, "execute", vault.store.keeper)
    assert (listed.state, vault.kind()) == (DestructionState.EXECUTED, AccountKind.DESTROYED)
    last = vault.session.connection().execute(text("SELECT actor_id, witness_id, document FROM custody_entry ORDER BY id DESC LIMIT 1")).one()
    assert tuple(last) == (vault.store.keeper, vault.people[2], listed.number)
    assert not vault.breaches()
    with pytest.raises(Invalid):
        vault.held()


def test_three_people_decide_and_a_fourth_destroys(vault: Vault) -> None:
    listed = vault.propose()
    with pytest.raises(Refused):
        vault.move(listed, "appraise", vault.store.archivist, appraisal="同意")
    vault.move(listed, "appraise", vault.people[0], appraisal="同意")
    for who in (vault.store.archivist, vault.people[0]):
        with pytest.raises(Refused):
            vault.move(listed, "approve", who, opinion="同意")
    vault.move(listed, "approve", vault.people[1], opinion="同意")
    assert listed.wait_until == date(2026, 11, 27)
    with pytest.raises(Refused) as early:
        vault.move(listed, "count_units", vault.store.keeper, counted=1, supervisors=vault.people[2:4])
    assert "2026-11-27" in early.value.sentence.zh
    vault.at += timedelta(days=8)
    with pytest.raises(Refused):
        vault.move(listed, "count_units", vault.people[1], counted=1, supervisors=vault.people[2:4])
    approver, executor = vault.people[1], vault.store.keeper
    for counted, chosen, at in ((2, vault.people[2:4], "counted"), (1, vault.people[2:3], "supervisors"), (1, [approver, vault.people[2]], "supervisors"),
                                (1, [executor, vault.people[2]], "supervisors")):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            vault.move(listed, "count_units", executor, counted=counted, supervisors=chosen)
        assert at in refused.value.fields
        vault.session.refresh(listed)
    vault.move(listed, "cancel_destruction", executor, cancelled_because="改为继续保管")
    assert vault.kind() is AccountKind.SHELF


def test_what_may_not_be_destroyed_is_not_even_listed(vault: Vault) -> None:
    """K10.5: its time is over, somebody has said how long that is, and nothing holds it."""
    session, store = vault.session, vault.store
    no_period, young = filed(session, store, case_class=None), filed(session, store)
    certificate = a_certificate(session, store, young)
    periods = [make(session, "retention_period", months=months, basis=basis).id for months, basis in ((None, Basis.FILED), (12, Basis.CASE_CLOSED))]
    classes = [make(session, "case_class", retention=one, department=store.department).id for one in periods]
    kept, waiting = (filed(session, store, case_class=one) for one in classes)
    year = make(session, "retention_period", months=12).id
    vault.new("unit_retention", unit=young, retention=year, since_on=date(2026, 1, 1), ground="结清", decided_by=store.keeper)
    for unit, says in ((no_period, "没有保管期限"), (young, "2027-01-01"), (kept, "永久"), (waiting, "起算日"), (certificate, "权证")):
        with pytest.raises(Invalid) as refused:
            vault.propose(unit)
        assert says in refused.value.fields["units"].zh
    hold = vault.held()
    with pytest.raises(Invalid):
        vault.propose()
    vault.move(hold, "release_hold", store.keeper, released_because="结案")
    listed = vault.propose()
    with pytest.raises(Invalid) as twice:
        vault.propose()
    assert listed.number in twice.value.fields["units"].zh
    with pytest.raises(Invalid), vault.by(store.archivist), session.begin_nested():
        update(session, listed, {"units": [vault.unit, young]})


def test_who_proposed_a_list_does_not_appraise_it_under_another_name(vault: Vault) -> None:
    """T4.4: three people take the steps."""
    listed, other = vault.propose(), make(vault.session, "employee").id
    assert listed.proposer_id == vault.store.archivist  # who is logged in, whoever is named
    with pytest.raises(Refused), vault.by(vault.store.archivist), vault.session.begin_nested():
        update(vault.session, listed, {"proposer": other})


def test_a_hold_stops_lending_and_destruction_until_the_last_is_released(vault: Vault) -> None:
    """T4.4: by the journal and, whatever the statement, by the database."""
    listed = vault.approved()
    holds = [vault.held(), vault.held()]
    with pytest.raises(Refused) as refused:
        vault.move(listed, "count_units", vault.store.keeper, counted=1, supervisors=vault.people[2:4])
    assert "正在保全" in refused.value.sentence.zh  # which court holds it is told on the page of holds, to whoever may read it
    hands = account_of(vault.session, AccountKind.PERSON, vault.store.borrower)
    for hold in holds:
        with pytest.raises(Refused):
            record(vault.session, vault.store.archivist, [Movement(vault.unit, hands, Reason.CHECK_OUT, "出借单")])
        with pytest.raises(Invalid), vault.by(vault.store.archivist), vault.session.begin_nested():
            update(vault.session, hold, {"units": []})
        vault.session.expire_all()
        vault.move(hold, "release_hold", vault.store.archivist, released_because="撤诉")
    record(vault.session, vault.store.archivist, [Movement(vault.unit, vault.store.court, Reason.SEND_OUT, "调卷函")])
    with pytest.raises(Invalid):
        vault.new("legal_hold", case_no="1", reason="诉讼", units=[], placed_on=date(2026, 11, 20))


@pytest.mark.parametrize("reason", [Reason.CHECK_OUT, Reason.SEND_OUT])
def test_what_has_left_its_shelf_meanwhile_is_not_destroyed(vault: Vault, reason: Reason) -> None:
    listed, session, store = vault.approved(), vault.session, vault.store
    to = account_of(session, AccountKind.PERSON, store.borrower) if reason is Reason.CHECK_OUT else store.court
    record(session, store.archivist, [Movement(vault.unit, to, reason, "出借单")])
    if reason is Reason.CHECK_OUT:
        line = make(session, "loan_line", unit=vault.unit, borrower=store.borrower)
        session.connection().execute(text("UPDATE loan_line SET state = 'out' WHERE id = :id"), {"id": line.id})
    with pytest.raises(Refused) as refused:
        vault.move(listed, "count_units", store.keeper, counted=1, supervisors=vault.people[2:4])
    assert ("借阅还没有了结" if reason is Reason.CHECK_OUT else "在架的才能销毁") in refused.value.sentence.zh


@pytest.mark.parametrize("signed", [0, 2])
def test_what_was_changed_after_the_count_is_neither_signed_nor_destroyed(vault: Vault, signed: int) -> None:
    """T4.4: a supervisor signs what was counted, and just that is destroyed."""
    listed, signatures = vault.counted()
    for one in signatures[:signed]:
        vault.move(one, "sign_destruction", one.supervisor_id)
    guarding.lift(vault.session.connection())
    vault.session.connection().execute(text("UPDATE destruction_list SET counted = 7"))
    vault.session.expire_all()
    step: Any = (listed, "execute", vault.store.keeper) if signed else (signatures[0], "sign_destruction", signatures[0].supervisor_id)
    with pytest.raises(Refused) as refused:
        vault.move(*step)
    assert refused.value.sentence.zh == CHANGED.zh
    assert vault.kind() is AccountKind.SHELF


@pytest.mark.parametrize(
    "fault",
    [
        "UPDATE destruction_supervisor SET state = 'asked' WHERE id = (SELECT min(id) FROM destruction_supervisor)",
        "UPDATE destruction_list SET approved_by_id = executor_id",
        "UPDATE destruction_list SET state = 'counted'",
        "UPDATE retention_period SET months = 240",
        "UPDATE retention_period SET months = NULL",
        "UPDATE legal_hold SET state = 'placed', released_on = NULL, placed_on = '2024-12-01'",
    ],
)
def test_the_check_finds_what_was_destroyed_otherwise(vault: Vault, fault: str) -> None:
    """I19."""
    vault.move(vault.held(), "release_hold", vault.store.archivist, released_because="撤诉")
    listed, signatures = vault.counted()
    for one in signatures:
        vault.move(one, "sign_destruction", one.supervisor_id)
    vault.move(listed, "execute", vault.store.keeper)
    assert not vault.breaches()
    guarding.lift(vault.session.connection())
    vault.session.connection().execute(text(fault))
    assert "I19" in vault.breaches()


def test_a_certificate_goes_back_to_its_owner_and_is_never_destroyed(vault: Vault) -> None:
    """K3.4, K3.20: settled, approved by another, out of the open safe."""
    session, store = vault.session, vault.store
    unit = a_certificate(session, store, vault.unit)
    certificate = session.connection().execute(text("SELECT id FROM certificate")).scalar_one()
    opening = opened(session, store)
    values = {"certificate": certificate, "settlement": "结清证明 8", "asker": store.archivist}
    with pytest.raises(Invalid) as future:
        vault.new("certificate_release", settled_on=date(2027, 1, 1), **values)
    assert "settled_on" in future.value.fields
    release = vault.new("certificate_release", settled_on=date(2026, 11, 1), **values)
    with pytest.raises(Invalid):
        vault.new("certificate_release", settled_on=date(2026, 11, 1), **values)
    with pytest.raises(Refused) as nowhere:
        vault.move(release, "approve", vault.people[0], opinion="同意")
    assert "在柜" in nowhere.value.sentence.zh
    record(session, store.archivist, [Movement(unit, store.safe, Reason.FILE, "移交清单")])
    with pytest.raises(Refused):
        vault.move(release, "approve", store.archivist, opinion="同意")
    vault.move(release, "approve", vault.people[0], opinion="同意")
    handed = {"receiver": "权利人", "proof": "身份证原件"}
    vault.move(opening, "close_safe", store.keeper)
    with pytest.raises(DomainError) as shut:
        vault.move(release, "release", store.archivist, **handed)
    assert "开柜" in shut.value.sentence.zh
    session.refresh(release)
    again = opened(session, store)
    vault.move(release, "release", store.archivist, **handed)
    assert places(session.connection(), [unit])[unit].kind is AccountKind.RELEASED
    vault.move(again, "close_safe", store.keeper)
    assert not vault.breaches()
