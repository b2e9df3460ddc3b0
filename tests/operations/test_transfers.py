"""From A to B to the archivist: terms, what is missing, three signatures on one content, and what acceptance files (K3.5–K3.19, I18)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.errors import Invalid, Refused
from models.archives import guarding
from models.archives.account import ArchiveAccount
from models.archives.certificate import Certificate
from models.archives.safe_session import SafeState
from models.archives.unit import ArchiveUnit
from models.lending.loan_line import LoanLine
from models.register import registers
from operations import records, waiting
from operations.archives import transfers
from operations.archives.desk import Pile, carry
from operations.archives.ledger import places
from operations.archives.signing import signatures
from operations.lending.loans import lend
from operations.moves import perform
from operations.records import create, update
from tests.archive_scenes import a_volume, an_exception, opened
from tests.factories import make
from tests.operations.transfer_scenes import CHECKED, PAID, TUESDAY, Project, S, a_project


@pytest.fixture
def project(session: Session) -> Project:
    return a_project(session)


def test_papers_go_from_a_to_b_to_the_shelf_and_get_their_number_there(project: Project) -> None:
    """K3.1, K3.12, K3.15 by the calendar of 2025: Sunday the 28th is worked, the holiday lasts until 8 October."""
    one = project.transfer()
    written = project.listed(one)
    assert (one.due_on, one.volume_id, written.volume_id) == (date(2025, 9, 30), None, None)
    project.at(TUESDAY)
    project.take(one, project.a, "hand_to_b")
    assert (one.state, one.due_on) == (S.WITH_B, date(2025, 10, 10))
    project.take(one, project.b, "hand_in", **CHECKED)
    assert (one.state, one.due_on) == (S.WITH_ARCHIVIST, None)
    project.accepted(one)
    unit = project.session.get_one(ArchiveUnit, one.volume_id)
    assert (one.state, unit.pages, unit.home_id, written.volume_id) == (S.ACCEPTED, 12, project.store.shelf, unit.id)
    assert unit.number.startswith("2025")
    at = places(project.session.connection(), [unit.id])[unit.id]
    assert (at.kind, at.account) == (AccountKind.SHELF, project.store.shelf)
    assert [(row.role, row.signer_id) for row in signatures(project.session, one.id, one.content)] == [
        ("a", project.a), ("b", project.b), ("archivist", project.store.archivist),
    ]  # fmt: skip
    assert not project.breaches()


def test_three_people_and_each_in_person(project: Project) -> None:
    """K3.5."""
    for more in ({"b": project.a}, {"archivist": project.a}, {"archivist": project.b}, {"paid_on": date(2025, 9, 27)}):
        with pytest.raises(Invalid), project.session.begin_nested():
            project.transfer(**more)
    one = project.transfer()
    with pytest.raises(Refused) as early:
        project.take(one, project.a, "hand_to_b")
    assert early.value.clause == "K3.6"
    project.listed(one)
    for name, wrong, right, values in (
        ("hand_to_b", project.b, project.a, {}), ("hand_in", project.a, project.b, CHECKED),
        ("accept", project.store.keeper, project.store.archivist, {"place": project.store.shelf}),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            project.take(one, wrong, name, **values)
        assert refused.value.clause == ("K3.14" if name == "accept" else "K3.5")  # the keeper is no archivist at all
        if name == "accept":
            project.ticked(one)
        project.take(one, right, name, **values)
    assert one.state is S.ACCEPTED


def test_what_is_missing_blocks_until_it_is_verified_or_waived(project: Project) -> None:
    """K3.8, K3.9."""
    one = project.transfer()
    project.listed(one)
    project.take(one, project.a, "hand_to_b")
    asked = {"transfer": one.id, "item": "借款合同缺法定代表人签字"}
    with pytest.raises(Invalid), project.session.begin_nested(), project.by(project.a):
        records.create(project.session, registers["transfer_supplement"], asked)
    with project.by(project.b):
        first, second = (records.create(project.session, registers["transfer_supplement"], asked) for _ in range(2))
    assert first.asked_by_id == project.b

    def blocked() -> None:
        with pytest.raises(Refused) as refused:
            project.take(one, project.b, "hand_in", **CHECKED)
        assert refused.value.clause == "K3.9"

    blocked()
    for who, name, values in ((project.b, "supply_item", {"note": "已签"}), (project.a, "waive_item", {"waived_because": "不需要"})):
        with pytest.raises(Refused):
            project.take(first, who, name, **values)
    project.take(first, project.a, "supply_item", note="已补签")
    blocked()
    project.take(first, project.b, "verify_item")
    project.take(second, project.head, "waive_item", waived_because="原件已存法院")
    with pytest.raises(Invalid):
        project.take(one, project.b, "hand_in", **{**CHECKED, "coded": False})
    project.take(one, project.b, "hand_in", **CHECKED)
    project.session.connection().execute(text("UPDATE transfer_supplement SET state = 'open'"))
    with pytest.raises(IntegrityError), project.session.begin_nested():
        project.session.connection().execute(text("UPDATE archive_transfer SET state = 'accepted'"))


def test_more_time_is_granted_by_another_for_a_reason(project: Project) -> None:
    """K3.13."""
    one = project.transfer()
    asked = {"longer_until_on": date(2025, 10, 9), "longer_because": "客户外出，合同未签回"}
    for bad in (date(2025, 9, 30), date(2025, 10, 3)):
        with pytest.raises(Invalid):
            project.take(one, project.a, "ask_longer", **{**asked, "longer_until_on": bad})
    for who, name, values in ((project.b, "ask_longer", asked), (project.head, "grant_longer", {})):
        with pytest.raises(Refused):
            project.take(one, who, name, **values)
    project.take(one, project.a, "ask_longer", **asked)
    for who in (project.a, project.b):
        with pytest.raises(Refused) as refused:
            project.take(one, who, "grant_longer")
        assert refused.value.clause == "K3.13"
    with project.by(project.head):
        assert [(task.register.key, task.move.name) for task in waiting.tasks(project.session)] == [("archive_transfer", "grant_longer")]
    project.take(one, project.head, "grant_longer")
    assert (one.due_on, one.longer_until_on, one.longer_decided_by_id) == (date(2025, 10, 9), None, project.head)
    project.take(one, project.a, "ask_longer", **{**asked, "longer_until_on": date(2025, 10, 10)})
    project.take(one, project.head, "refuse_longer")
    assert one.due_on == date(2025, 10, 9)


def test_a_day_moved_later_and_going_back_and_forth_make_no_term_longer(project: Project) -> None:
    """K3.12, K3.13: only a reason and another's consent do; a day that was entered too late may be put earlier."""
    one = project.transfer()
    project.listed(one)
    due = one.a_due_on
    project.at(TUESDAY)
    with pytest.raises(Invalid) as found, project.session.begin_nested(), project.by(project.a):
        update(project.session, one, {"paid_on": TUESDAY.date()})
    assert found.value.clause == "K3.12"
    assert found.value.fields == {"paid_on": transfers.PAID_STAYS.format(day=PAID.isoformat())}
    project.session.expire(one)
    project.take(one, project.a, "hand_to_b")
    first = one.due_on
    for moment in (datetime(2025, 10, 10, 4, tzinfo=UTC), datetime(2025, 10, 16, 4, tzinfo=UTC)):
        project.at(moment)
        project.take(one, project.b, "return_to_a", back_because="缺页码")
        assert one.due_on == one.a_due_on == due
        project.take(one, project.a, "hand_to_b")
        assert one.due_on == one.b_due_on == first, "late is late"
    with pytest.raises(Invalid), project.session.begin_nested(), project.by(project.a):
        update(project.session, one, {"paid_on": PAID - timedelta(days=1)})
    project.take(one, project.b, "return_to_a", back_because="放款日期有误")
    with project.by(project.a):
        update(project.session, one, {"paid_on": PAID - timedelta(days=1)})
    assert one.a_due_on < due


def test_entering_a_cancelled_transfer_again_gives_nobody_more_time(project: Project) -> None:
    """K3.12, K3.13: the project keeps the earlier term; another project has its own."""
    one = project.transfer()
    project.at(TUESDAY)
    project.take(one, project.a, "cancel_transfer", back_because="放款日期有误")
    assert project.transfer(paid_on=TUESDAY.date()).due_on == one.a_due_on
    other = project.transfer(title="另一借款项目", paid_on=TUESDAY.date())
    assert one.a_due_on is not None
    assert other.due_on is not None
    assert other.due_on > one.a_due_on


def test_what_a_transfer_is_about_is_filed_by_it_alone(project: Project) -> None:
    """K3.9, K3.14: not at the desk beside it, whatever document is named."""
    unit = a_volume(project.session, project.store)
    one = project.transfer(volume=unit)
    project.listed(one)
    shelf = project.session.get_one(ArchiveAccount, project.store.shelf).code
    code = project.session.get_one(ArchiveUnit, unit).number
    pile = Pile("file", shelf, (code,), one.number)
    make(project.session, "certificate", volume=unit, home=project.store.safe)
    safe = project.session.get_one(ArchiveAccount, project.store.safe).code
    opened(project.session, project.store)
    for key, beside in (("k1", pile), ("k0", Pile("file", safe, (f"{code}-1",), one.number))):
        with project.by(project.store.archivist), pytest.raises(Invalid) as found:
            carry(project.session, key, beside)
        assert found.value.clause == "K3.14"
        assert one.number in found.value.sentence.zh
    project.take(one, project.a, "cancel_transfer", back_because="作废")
    with project.by(project.store.archivist):
        with pytest.raises(Invalid) as found:
            carry(project.session, "k3", pile)
        assert found.value.clause == "K3.14", "a transfer that was called off is no document"
    instead = Pile("file", shelf, (code,), an_exception(project.session, code))
    with project.by(project.store.archivist):
        assert carry(project.session, "k2", instead)["count"] == 1


def test_a_change_voids_what_was_signed(project: Project) -> None:
    """K3.7: nothing is typed into it once signed over; a new edition of the list sends it back to A."""
    one = project.transfer()
    project.listed(one)
    project.take(one, project.a, "hand_to_b")
    first = one.content
    with pytest.raises(Invalid), project.session.begin_nested(), project.by(project.a):
        records.update(project.session, one, {"title": "别的项目"})
    project.session.refresh(one)
    with project.by(project.a):
        written = records.create(project.session, registers["volume_list"], {"transfer": one.id})
        perform(project.session, written, "freeze_list", {})
    with pytest.raises(Refused) as refused:
        project.take(one, project.b, "hand_in", **CHECKED)
    assert "签字作废" in refused.value.sentence.zh
    project.take(one, project.b, "return_to_a", back_because="清单有改动")
    assert one.state is S.SENT_BACK
    project.handed_in(one)
    assert one.content != first
    project.take(one, project.store.archivist, "send_back", back_because="合同缺页")
    project.handed_in(one)
    assert len(signatures(project.session, one.id)) == 5
    assert len(signatures(project.session, one.id, one.content)) == 2
    project.accepted(one)
    assert not project.breaches()


def test_certificates_go_alone_the_same_day_into_an_opened_safe(project: Project) -> None:
    """K3.18, K3.19: before the papers even; those get the same number later."""
    one = project.transfer(kind="certificates")
    assert one.due_on == PAID
    with pytest.raises(Refused) as refused:
        project.take(one, project.a, "hand_to_b")
    assert refused.value.clause == "K3.19"
    values = {"transfer": one.id, "kind": "owners_title", "certificate_no": "浙(2025)第1号", "right_holder": "新立食品", "copies": 2}
    with project.by(project.a):
        records.create(project.session, registers["transfer_item"], values)
    project.handed_in(one)
    with pytest.raises(Invalid), project.session.begin_nested(), project.by(project.a):
        records.create(project.session, registers["transfer_item"], {**values, "certificate_no": "浙(2025)第2号"})
    with pytest.raises(Invalid):
        project.accepted(one)
    with pytest.raises(Refused) as shut, project.session.begin_nested():
        project.accepted(one, place=project.store.safe)
    assert shut.value.clause == "K3.20"
    project.session.refresh(one)
    opening = opened(project.session, project.store)
    project.accepted(one, place=project.store.safe)
    assert (one.items_counted, one.pages_counted) == (2, 0)
    opening.state, opening.closed_at, opening.closed_by_id = SafeState.CLOSED, project.session.info["clock"](), project.store.keeper
    project.session.flush()
    papers = project.transfer(volume=one.volume_id)
    project.listed(papers)
    project.accepted(project.handed_in(papers))
    assert papers.volume_id == one.volume_id
    assert not project.breaches()


_ADD = "INSERT INTO transfer_signature (transfer_id, role, signer_id, content, signed_at) SELECT id, "
_TICK = (
    "INSERT INTO transfer_tick (transfer_id, line_no, title, expected, counted, ticked_at, ticked_by_id, content)"
    " SELECT id, 1, '合同', 1, 1, handed_at, "
)
FORGED = (
    "UPDATE transfer_signature SET signer_id = {head}",
    "DELETE FROM transfer_signature",
    _ADD + "'archivist', {head}, content, accepted_at FROM archive_transfer",
    _ADD + "'archivist', archivist_id, 'x', handed_at FROM archive_transfer",
    _ADD + "'b', b_id, content, handed_at FROM archive_transfer",
    "UPDATE archive_transfer SET state = 'accepted'",
    "UPDATE archive_transfer SET archivist_id = b_id",
    "UPDATE transfer_tick SET counted = 99",
    "DELETE FROM transfer_tick",
    _TICK + "archivist_id, 'x' FROM archive_transfer",
    _TICK + "b_id, content FROM archive_transfer",
    "DELETE FROM archive_transfer",
)


@pytest.mark.parametrize("statement", FORGED)
def test_the_database_refuses_forged_signatures(project: Project, statement: str) -> None:
    project.ticked(project.handed_in(), line_1="11")
    with pytest.raises(IntegrityError), project.session.begin_nested():
        project.session.connection().execute(text(statement.format(head=project.head)))


@pytest.mark.parametrize("fault", [
    "DELETE FROM transfer_signature WHERE role = 'b'", "UPDATE transfer_signature SET content = 'x' WHERE role = 'a'",
    "DELETE FROM transfer_tick", "UPDATE transfer_tick SET counted = counted - 1",
])
def test_the_check_finds_a_transfer_that_nobody_signed(project: Project, fault: str) -> None:
    """I18."""
    project.accepted()
    with pytest.raises(IntegrityError), project.session.begin_nested():
        project.session.connection().execute(text("UPDATE archive_transfer SET content = 'x'"))
    guarding.lift(project.session.connection())
    project.session.connection().execute(text(fault))
    assert "I18" in project.breaches()


def test_a_certificate_in_its_safe_stays_as_three_have_checked_it_and_comes_back_whole(project: Project) -> None:
    """K3.18, K3.19, K3.26: as many copies as went out."""
    session, store = project.session, project.store
    one = project.transfer(kind="certificates")
    with project.by(project.a):
        create(session, registers["transfer_item"], {"transfer": one.id, "kind": "other_right", "certificate_no": "A1", "right_holder": "某", "copies": 3})
    opened(session, store)
    project.accepted(project.handed_in(one), place=store.safe)
    certificate = session.scalars(select(Certificate)).one()
    for key, value in {"certificate_no": "B9", "kind": "other", "copies": 1, "right_holder": "他人"}.items():
        with pytest.raises(Invalid) as found, session.begin_nested(), project.by(store.archivist):
            update(session, certificate, {key: value})
        assert (found.value.clause, set(found.value.fields)) == ("K3.19", {key})
        session.expire(certificate)
    boss = make(session, "employee", department=store.department).id
    with project.by(store.archivist):
        lend(session, boss, [certificate.unit_id], date(2025, 9, 30), document="免单")
        line = session.scalars(select(LoanLine)).one()
        assert line.pages_out == 3
        perform(session, line, "hand_back", {})
        with pytest.raises(Invalid) as short:
            perform(session, line, "check_return", {"pages_back": 2})
        assert short.value.clause == "K3.26"
        perform(session, line, "check_return", {"pages_back": 3})
