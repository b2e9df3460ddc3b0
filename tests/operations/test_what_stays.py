"""What was judged, signed or entered stays, and changes only by the step that is meant for it (decision 109)."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from models.archives.transfer import TransferKind
from models.archives.transfer_item import TransferItem
from models.base import Record
from models.fence import act, acting
from models.it_operations.backup import Kept
from models.it_operations.data_order import DataOrder
from models.it_operations.medium import Medium, MediumState
from models.organisation.employee import Employee
from models.register import registers
from operations.declared_guards import SETTLED
from operations.importing_writes import follow
from operations.it_operations import backing_up, proving
from operations.moves import perform
from operations.records import create, delete, update
from permissions.actor import System
from tests.factories import everything, holding, make, person
from tests.operations.transfer_scenes import Project, a_project

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
TODAY = date(2026, 9, 15)


@pytest.fixture
def project(session: Session) -> Project:
    return a_project(session)


def as_(session: Session, number: int, **more: Any) -> None:
    act(session, holding(everything(), who=person(number, **more)), clock=lambda: NOW)


def staff(session: Session, count: int = 4) -> list[int]:
    act(session, System("test"), clock=lambda: NOW)
    return [make(session, "employee").id for _ in range(count)]


def refused(session: Session, act_of: Callable[[], Any]) -> DomainError:
    """The refusal; what was tried is forgotten."""
    with pytest.raises((Invalid, Refused)) as found:
        act_of()
    for tried in session.new:
        session.expunge(tried)
    session.expire_all()
    return found.value


def a_tape(session: Session, keeper: int, receiver: int) -> Medium:
    """A medium of one who keeps it; the receiver sits in another department."""
    session.get_one(Employee, receiver).department_id = make(session, "department").id
    as_(session, keeper)
    given = {
        "name": "T-09",
        "kind": "tape",
        "content": "月备",
        "place": "机房",
        "keeper": keeper,
        "from_on": date(2024, 9, 20),
    }
    return cast(Medium, create(session, registers["medium"], given))


def an_order(session: Session, kind: str, tape: Medium) -> DataOrder:
    given = {"kind": kind, "what": tape.name, "reason": "异地存放", "medium": tape.id, "due_on": TODAY}
    return cast(DataOrder, create(session, registers["data_order"], given))


def stepped(session: Session, record: Record, *steps: tuple[int, str, dict[str, str]]) -> None:
    for who, move, words in steps:
        as_(session, who)
        perform(session, record, move, words)


def test_a_medium_changes_hands_only_by_the_papers_for_it(session: Session) -> None:
    """K5.22, K5.23: neither form nor file writes keeper, place or state; a hand-over after an approved order does."""
    keeper, receiver, head, boss = staff(session)
    tape = a_tape(session, keeper, receiver)
    for values in ({"keeper": receiver}, {"place": "家中"}, {"off_site": True}, {"content": "日志"}):
        refusal = refused(session, lambda values=values: update(session, tape, values))
        assert (refusal.clause, refusal.sentence) == ("K5.22", SETTLED)
    for values in ({"state": MediumState.DESTROYED}, {"recopied_on": TODAY}):
        assert refused(session, lambda values=values: update(session, tape, values)).clause in ("", "K5.22")
    with session.no_autoflush:
        tape.place = "家中"
        assert (
            refused(session, lambda: follow(session, tape, ExitStack())).clause == "K5.22"
        )  # as an import writes its row
    paper = {
        "medium": tape.id,
        "receiver": receiver,
        "handed_on": TODAY,
        "to_place": "城西库房",
        "carried": "防磁箱",
        "reason": "异地存放",
    }
    refusal = refused(session, lambda: create(session, registers["medium_handover"], paper))
    assert refusal.clause == "K5.23"
    order = an_order(session, "move", tape)
    for who, move, words in ((head, "endorse_order", {"endorsement": "同意"}), (boss, "approve", {"answer": "同意"})):
        assert refused(session, lambda: create(session, registers["medium_handover"], paper)).clause == "K5.23"
        stepped(session, order, (who, move, words))
        as_(session, keeper)
    handover = create(session, registers["medium_handover"], paper)
    stepped(session, handover, (receiver, "receive_medium", {}))
    session.refresh(tape)
    assert (tape.keeper_id, tape.place) == (receiver, "城西库房")


@pytest.mark.parametrize(("kind", "state"), [("dispose", MediumState.EXPIRED), ("destroy", MediumState.DESTROYED)])
def test_a_medium_ends_by_an_order_that_was_carried_out_and_seen(
    session: Session, kind: str, state: MediumState
) -> None:
    """K5.26: the state follows the order once a second person has verified it."""
    keeper, receiver, head, boss = staff(session)
    tape = a_tape(session, keeper, receiver)
    order = an_order(session, kind, tape)
    stepped(
        session, order,
        (head, "endorse_order", {"endorsement": "同意"}), (boss, "approve", {"answer": "同意"}),
        (receiver, "carry_out_order", {"done": "已办"}),
    )  # fmt: skip
    session.refresh(tape)
    assert tape.state is not state
    stepped(session, order, (keeper, "verify_order", {"verification": "在场"}))
    session.refresh(tape)
    assert tape.state is state


def test_a_proved_backup_keeps_its_moment_and_is_never_kept_shorter(session: Session) -> None:
    """K5.24, K5.25: when it was taken decides whether a restore may follow; what a clean-up relied on stays."""
    keeper = staff(session, 1)[0]
    copy = make(session, "backup", name="b1", taken_at=NOW - timedelta(days=2), place="机房", keeping=Kept.ROTATED)
    backing_up.note_proof(session, copy, proving.Proof(("looked",), ()))
    session.flush()
    as_(session, keeper)
    assert refused(session, lambda: update(session, copy, {"taken_at": NOW})).clause == "K5.24"
    update(session, copy, {"keeping": Kept.PERIOD, "until_on": date(2027, 1, 1)})
    update(session, copy, {"until_on": date(2028, 1, 1)})
    assert refused(session, lambda: update(session, copy, {"until_on": date(2027, 1, 1)})).clause == "K5.25"
    update(session, copy, {"keeping": Kept.FOREVER})
    for values in ({"keeping": Kept.ROTATED}, {"keeping": Kept.PERIOD, "until_on": date(2029, 1, 1)}):
        assert refused(session, lambda values=values: update(session, copy, values)).clause == "K5.25"
    assert copy.keeping is Kept.FOREVER


def test_no_certificate_leaves_a_transfer_that_was_signed_over(project: Project) -> None:
    """K3.19: neither struck off nor moved to another transfer, in either direction."""
    session = project.session
    one, other = project.transfer(kind=TransferKind.CERTIFICATES), project.transfer(kind=TransferKind.CERTIFICATES)
    values = {"transfer": one.id, "kind": "title_certificate", "right_holder": "嘉兴新立"}
    with project.by(project.a):
        kind = next(iter(registers["transfer_item"].fields["kind"].titles))
        kept, struck = (
            create(session, registers["transfer_item"], {**values, "kind": kind, "certificate_no": no})
            for no in ("第1号", "第2号")
        )
        delete(session, struck)  # while it is sorted
    project.take(one, project.a, "hand_to_b")
    with project.by(project.a):
        assert refused(session, lambda: delete(session, kept)).clause == "K3.19"
        assert refused(session, lambda: update(session, kept, {"transfer": other.id})).clause == "K3.19"
        assert refused(session, lambda: update(session, kept, {"copies": 2})).clause == "K3.19"
    assert session.get_one(TransferItem, kept.id).transfer_id == one.id
    project.take(one, project.b, "return_to_a", back_because="少一本")
    with project.by(project.a):
        update(session, kept, {"copies": 2})


def test_what_is_missing_stays_with_its_transfer_and_is_said_by_b(project: Project) -> None:
    """K3.9: moved to another transfer it would block nothing."""
    session, one, other = project.session, project.transfer(), project.transfer()
    project.listed(one)
    project.take(one, project.a, "hand_to_b")
    with project.by(project.b):
        item = create(session, registers["transfer_supplement"], {"transfer": one.id, "item": "担保书签字"})
        assert refused(session, lambda: update(session, item, {"transfer": other.id})).clause == "K3.9"
        update(session, item, {"item": "担保书第三页签字"})
    with project.by(project.a):
        assert refused(session, lambda: update(session, item, {"item": "无"})).clause == "K3.9"


def test_a_list_stays_with_its_transfer_and_a_frozen_one_with_its_writer(project: Project) -> None:
    """K3.6: it is who sorted the papers, of this project, that the three sign."""
    session, one, other = project.session, project.transfer(), project.transfer()
    frozen = project.listed(one)
    with project.by(project.a):
        draft = create(session, registers["volume_list"], {"transfer": other.id})
        update(session, draft, {"prepared_by": project.b})
        assert refused(session, lambda: update(session, draft, {"transfer": one.id})).clause == "K3.6"
        for values in ({"transfer": other.id}, {"prepared_by": project.b}):
            assert refused(session, lambda values=values: update(session, frozen, values)).clause == "K3.6"
    assert (frozen.transfer_id, frozen.prepared_by_id) == (one.id, project.a)


def test_a_transfer_goes_to_an_archivist_in_post_who_alone_accepts_it(project: Project) -> None:
    """K3.3, K3.14: appointed by the general manager, on the day it is named and on the day it is accepted."""
    session = project.session
    with pytest.raises(Invalid) as found:
        project.transfer(archivist=project.store.keeper)
    assert (found.value.clause, list(found.value.fields)) == ("K3.3", ["archivist"])
    session.expunge_all()
    one = project.handed_in()
    project.ticked(one)
    with acting(
        session, holding(everything(), who=person(project.store.archivist, project.store.department))
    ):  # his post has ended
        assert (
            refused(session, lambda: perform(session, one, "accept", {"place": project.store.shelf})).clause == "K3.14"
        )
    project.take(one, project.store.archivist, "accept", place=project.store.shelf)


@pytest.mark.parametrize(
    ("key", "clause", "changed"),
    [
        ("daily_check", "K1.8", {"problem": "桌面整齐"}), ("governance_inspection", "A10.1", {"score": 7}),
        ("password_envelope", "K5.18", {"seal": "另一枚"}), ("legal_hold", "T4.4", {"case_no": "另案"}),
    ],
)  # fmt: skip
def test_what_has_its_effect_at_once_stays_from_the_beginning(
    session: Session, key: str, clause: str, changed: dict[str, Any]
) -> None:
    """K1.8, A10.1, R6.2, K5.17, K5.18, T4.4: its line is in the ledger, its seal across the seam, its units are held."""
    record = make(session, key, full=True)
    as_(session, 1)
    refusal = refused(session, lambda: update(session, record, changed))
    assert (refusal.clause, refusal.sentence) == (clause, SETTLED)
    if key == "governance_inspection":
        update(session, record, {"findings": "限期补齐台账"})  # what follows from it goes on
