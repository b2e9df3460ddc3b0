"""From A to B to the archivist: terms, what is missing, three signatures on one content, and what acceptance files (K3.5–K3.19, I18)."""

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.errors import DomainError, Invalid, Refused
from models.archives import guarding
from models.archives.safe_session import SafeState
from models.archives.transfer import ArchiveTransfer, TransferState
from models.archives.unit import ArchiveUnit
from models.archives.volume_list import VolumeList
from models.fence import act, acting
from models.register import registers
from operations import records, waiting
from operations.archives import checking
from operations.archives.ledger import places
from operations.archives.signing import signatures
from operations.calendar_filling import fill_calendar
from operations.moves import perform
from operations.printing.record_forms import print_record, printed_records
from operations.printing.transfer_sheets import NOT_SIGNED, OF_PAPERS
from permissions.actor import System
from tests.archive_scenes import Store, a_store, opened
from tests.factories import everything, holding, make, person

PAID = date(2025, 9, 26)
FRIDAY, TUESDAY = datetime(2025, 9, 26, 4, tzinfo=UTC), datetime(2025, 9, 30, 4, tzinfo=UTC)
CHECKED = {"complete": True, "authorised": True, "coded": True}
S = TransferState


@dataclass
class Project:
    """A project that was paid out, its A and B, and somebody above them."""

    session: Session
    store: Store
    a: int
    b: int
    head: int

    def by(self, who: int) -> Any:
        return acting(self.session, holding(everything(), who=person(who, self.store.department)))

    def at(self, moment: datetime) -> None:
        act(self.session, System("test"), clock=lambda: moment)

    def values(self, **more: Any) -> dict[str, Any]:
        return {
            "title": "嘉兴新立食品借款项目", "word": self.store.word, "department": self.store.department, "a": self.a, "b": self.b,
            "archivist": self.store.archivist, "paid_on": PAID, **more,
        }  # fmt: skip

    def transfer(self, **more: Any) -> ArchiveTransfer:
        with self.by(self.a):
            made: ArchiveTransfer = records.create(self.session, registers["archive_transfer"], self.values(**more))
        return made

    def listed(self, one: ArchiveTransfer, pages: int = 12) -> VolumeList:
        with self.by(self.a):
            written: VolumeList = records.create(self.session, registers["volume_list"], {"transfer": one.id})
            values = {"volume_list": written.id, "part": "contracts", "title": "借款合同", "pages": pages}
            records.create(self.session, registers["volume_piece"], values)
            perform(self.session, written, "freeze_list", {})
        return written

    def take(self, one: Any, who: int, name: str, **values: Any) -> Any:
        with self.by(who):
            return perform(self.session, one, name, values)

    def handed_in(self, one: ArchiveTransfer | None = None) -> ArchiveTransfer:
        if one is None:
            one = self.transfer()
            self.listed(one)
        self.take(one, self.a, "hand_to_b")
        self.take(one, self.b, "hand_in", **CHECKED)
        return one

    def accepted(self, one: ArchiveTransfer | None = None, **more: Any) -> ArchiveTransfer:
        one = one or self.handed_in()
        self.take(one, self.store.archivist, "accept", **{"items_counted": 1, "pages_counted": 12, "place": self.store.shelf, **more})
        return one

    def breaches(self) -> list[str]:
        return [found.invariant.code for found in checking.check(self.session.connection()) if found.count]


@pytest.fixture
def project(session: Session) -> Project:
    act(session, System("test"), clock=lambda: FRIDAY)
    fill_calendar(session)
    store = a_store(session)
    return Project(session, store, *(make(session, "employee", department=store.department).id for _ in range(3)))


def test_papers_go_from_a_to_b_to_the_shelf_and_get_their_number_there(project: Project) -> None:
    """K3.12, K3.15 by the calendar of 2025: Sunday the 28th is worked, the holiday lasts until 8 October."""
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
        ("accept", project.store.keeper, project.store.archivist, {"items_counted": 1, "pages_counted": 12, "place": project.store.shelf}),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            project.take(one, wrong, name, **values)
        assert refused.value.clause == "K3.5"
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


def test_the_archivist_counts_and_chooses_a_shelf(project: Project) -> None:
    """K3.14."""
    one = project.handed_in()
    for more in ({"items_counted": 2}, {"pages_counted": 11}, {"place": project.store.safe}):
        with pytest.raises(Invalid) as refused:
            project.accepted(one, **more)
        assert set(refused.value.fields) == set(more)
    project.accepted(one)
    with pytest.raises(DomainError):
        project.accepted(one)


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
    counted = {"items_counted": 2, "pages_counted": 0}
    with pytest.raises(Invalid):
        project.accepted(one, **counted)
    with pytest.raises(Refused) as shut, project.session.begin_nested():
        project.accepted(one, **counted, place=project.store.safe)
    assert shut.value.clause == "K3.20"
    project.session.refresh(one)
    opening = opened(project.session, project.store)
    project.accepted(one, **counted, place=project.store.safe)
    opening.state, opening.closed_at, opening.closed_by_id = SafeState.CLOSED, project.session.info["clock"](), project.store.keeper
    project.session.flush()
    papers = project.transfer(volume=one.volume_id)
    project.listed(papers)
    project.accepted(project.handed_in(papers))
    assert papers.volume_id == one.volume_id
    assert not project.breaches()


_ADD = "INSERT INTO transfer_signature (transfer_id, role, signer_id, content, signed_at) SELECT id, "
FORGED = (
    "UPDATE transfer_signature SET signer_id = {head}",
    "DELETE FROM transfer_signature",
    _ADD + "'archivist', {head}, content, accepted_at FROM archive_transfer",
    _ADD + "'archivist', archivist_id, 'x', handed_at FROM archive_transfer",
    _ADD + "'b', b_id, content, handed_at FROM archive_transfer",
    "UPDATE archive_transfer SET state = 'accepted'",
    "UPDATE archive_transfer SET archivist_id = b_id",
    "DELETE FROM archive_transfer",
)


@pytest.mark.parametrize("statement", FORGED)
def test_the_database_refuses_forged_signatures(project: Project, statement: str) -> None:
    project.handed_in()
    with pytest.raises(IntegrityError), project.session.begin_nested():
        project.session.connection().execute(text(statement.format(head=project.head)))


@pytest.mark.parametrize("fault", ["DELETE FROM transfer_signature WHERE role = 'b'", "UPDATE transfer_signature SET content = 'x' WHERE role = 'a'"])
def test_the_check_finds_a_transfer_that_nobody_signed(project: Project, fault: str) -> None:
    """I18."""
    project.accepted()
    with pytest.raises(IntegrityError), project.session.begin_nested():
        project.session.connection().execute(text("UPDATE archive_transfer SET content = 'x'"))
    guarding.lift(project.session.connection())
    project.session.connection().execute(text(fault))
    assert "I18" in project.breaches()


def on_paper(data: bytes) -> list[str]:
    """What stands on each page."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def paper(project: Project, record: Any, code: str) -> list[str]:
    with project.by(project.b):
        return on_paper(print_record(project.session, record, code, "zh", company="鸿达", printed=""))


def holds(project: Project, digest: str | None) -> list[bool]:
    with project.by(project.b):
        return [found.current for found in printed_records(project.session, (digest or "")[:12])]


def test_three_copies_know_their_number_and_bear_what_was_signed(project: Project) -> None:
    """K3.7, K3.19: printed once A has signed; the check of prints says whether the content is still what was signed."""
    one = project.transfer()
    project.listed(one)
    with pytest.raises(Refused) as early:
        paper(project, one, "P31")
    assert early.value.sentence is NOT_SIGNED
    project.handed_in(one)
    with pytest.raises(Refused) as other:
        paper(project, one, "P32")
    assert other.value.sentence is OF_PAPERS
    pages = paper(project, one, "P31")
    for number, (page, whose) in enumerate(zip(pages, ("A角留存", "B角留存", "随卷归档"), strict=True), 1):
        assert f"第{number}份共3份{whose}" in page
        assert "第1页共1页" in page
        assert "借款合同1–12" in page.replace("2025-09-26", "")
        assert "合计1件，12页" in page
        assert one.content in page
    assert holds(project, one.content) == [True]
    project.accepted(one)
    assert holds(project, one.content) == [True], "a signature more changes nothing of what was signed"
    certificates = project.transfer(kind="certificates")
    with project.by(project.a):
        values = {"transfer": certificates.id, "kind": "other_right", "certificate_no": "浙他字 88", "right_holder": "王某", "copies": 2}
        records.create(project.session, registers["transfer_item"], values)
    project.take(certificates, project.a, "hand_to_b")
    assert all("浙他字88" in page and "合计1种，2份" in page for page in paper(project, certificates, "P32"))


def test_the_list_in_a_volume_bears_the_digest_of_its_edition(project: Project) -> None:
    """K3.6: a forged line makes the check of prints say that the paper is no longer what the list says."""
    written = project.listed(project.transfer())
    (listed,) = paper(project, written, "P33")
    assert "卷内目录" in listed
    assert written.content in listed
    assert holds(project, written.content) == [True]
    guarding.lift(project.session.connection())
    project.session.connection().execute(text("UPDATE volume_piece SET title = '换了一份' WHERE volume_list_id = :id"), {"id": written.id})
    project.session.expire_all()
    assert holds(project, written.content) == [False], "what the paper says is no longer what the list says"
