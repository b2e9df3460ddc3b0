"""Volumes: bound when a case is archived, gapless and chained; a change is found; destroyed by three people, and nothing personal stays."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from models.complaints.complaint import Complaint
from models.complaints.evidence import ComplaintEvidence
from models.complaints.stages import Stage
from models.complaints.volume import ComplaintVolume
from models.complaints.words import CHANNELS, Channel, Retention
from models.engine import FencedSession
from models.fence import act, acting
from models.governance.attachment import Attachment
from models.governance.audit_entry import AuditEntry
from operations.attachments import forget_unclaimed
from operations.complaints import destruction, volumes
from operations.moves import perform
from operations.prefilling import prefilled
from permissions.actor import System
from tests.conftest import Panel
from tests.factories import everything, holding, make, person
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage, take
from tests.operations.print_scenes import a_full_case, pages_of

LATER = datetime(2028, 1, 5, 2, 0, tzinfo=UTC)
SECRETS = ("欧阳晓", "13700012345", "人民路1号", "开瓶后有异味")


@pytest.fixture
def office(session: Session, tmp_path: Path) -> Office:
    session.info["data_dir"] = tmp_path
    return an_office(session)


def archived(session: Session, office: Office, **given: Any) -> ComplaintVolume:
    """A full case, archived by the officer."""
    _office, case = a_full_case(session, office, **given)
    take(session, office, case, "archive", office.officer, retention=Retention.LONG_TERM if case.major else Retention.ONE_YEAR)
    with acting(session, System("test")):
        found = session.scalar(select(ComplaintVolume).where(ComplaintVolume.complaint_id == case.id))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "came", [{"channel": "visit"}, {"channel": "written"}, {"channel": "referred", "referred_by": "市信访局", "referred_no": "信访〔2026〕8号"}],
)
def test_visits_and_petitions_are_bound_as_volumes(session: Session, office: Office, came: dict[str, str]) -> None:
    """K10.17: whoever comes himself, writes, or is sent by the petitions office: the papers of his case become archive material."""
    volume = archived(session, office, major=came["channel"] == "referred", **came)
    assert volume.number == "投诉卷〔2026〕0001"
    text = "".join(pages_of(file_of(session, volume).read_bytes()))
    assert CHANNELS[Channel(came["channel"])].zh in text
    assert came.get("referred_by", "") in text


def file_of(session: Session, volume: ComplaintVolume) -> Path:
    with acting(session, System("test")):
        row = session.get_one(Attachment, volume.file_id)
    return Path(session.info["data_dir"]) / "attachments" / row.stored_as


def test_a_case_is_bound_with_cover_contents_forms_and_closing_note(session: Session, office: Office) -> None:
    """T4.4, K4.20: one PDF whose table of contents names the page on which each paper begins."""
    volume = archived(session, office, major=False)
    assert volume.number == "投诉卷〔2026〕0001"
    assert str(volume.keep_until) == "2027-09-18"
    data = file_of(session, volume).read_bytes()
    pages = pages_of(data)
    assert len(PdfReader(io.BytesIO(data)).pages) == volume.pages == len(pages)
    assert "投诉卷宗" in pages[0]
    assert volume.number in pages[0]
    assert f"{len(pages)}页" in pages[0]
    assert "卷内目录" in pages[1]
    starts = {title: number for number, text in enumerate(pages, 1) for title in ("客户抱怨投诉登记表", "客户投诉处理单", "客户处理反馈单", "卷内备考表")
              if title in text and number > 2 and not any(title in earlier for earlier in pages[2 : number - 1])}  # fmt: skip
    assert len(starts) == 4
    for title, number in starts.items():
        row = pages[1].partition(title)[2]
        assert f"2026-09-18{number}" in row or str(number) in row[:40], title
    assert all(f"第{number}页共{len(pages)}页" in text for number, text in enumerate(pages, 1))
    with acting(session, System("test")):
        assert session.get_one(Complaint, volume.complaint_id).volume == volume.number


def test_volumes_are_gapless_and_chained(session: Session, office: Office, tmp_path: Path) -> None:
    """K4.20: numbers by year without gap, each seal holds the one before."""
    several = [archived(session, office, major=False) for _ in range(3)]
    assert [one.number[-4:] for one in several] == ["0001", "0002", "0003"]
    assert [one.previous for one in several] == ["", several[0].seal, several[1].seal]
    found = volumes.check_chain(session, tmp_path, 2026)
    assert (found.count, found.faults) == (3, ())
    assert volumes.check_chain(session, tmp_path, 2025).count == 0


def _byte(session: Session, volume: ComplaintVolume) -> None:
    path = file_of(session, volume)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def _column(**values: Any) -> Callable[[Session, ComplaintVolume], None]:
    def spoil(session: Session, volume: ComplaintVolume) -> None:
        with acting(session, System("test")):
            session.execute(update(ComplaintVolume).where(ComplaintVolume.id == volume.id).values(**values))
            session.expire_all()

    return spoil


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (_byte, volumes.ALTERED), (lambda session, volume: file_of(session, volume).unlink(), volumes.LOST),
        (_column(keep_until=FRIDAY.date()), volumes.UNSEALED), (_column(content="0" * 64), volumes.UNSEALED),
        (_column(previous="0" * 64), volumes.BROKEN), (_column(number="投诉卷〔2026〕0009"), volumes.GAP),
    ],
    ids=["one byte", "file gone", "kept until", "content", "link", "number"],
)  # fmt: skip
def test_whatever_was_changed_is_found(session: Session, office: Office, tmp_path: Path, spoil: Any, what: Any) -> None:
    several = [archived(session, office, major=False) for _ in range(3)]
    spoil(session, several[1])
    faults = volumes.check_chain(session, tmp_path, 2026).faults
    assert what in {fault.what for fault in faults}
    assert not any(fault.number == several[0].number for fault in faults)


def test_a_replaced_file_with_a_new_digest_still_breaks_the_seal(session: Session, office: Office, tmp_path: Path) -> None:
    volume = archived(session, office, major=False)
    archived(session, office, major=False)
    _byte(session, volume)
    with acting(session, System("test")):
        session.execute(update(ComplaintVolume).where(ComplaintVolume.id == volume.id).values(file_digest="ab" * 32))
        session.expire_all()
    assert volumes.UNSEALED in {fault.what for fault in volumes.check_chain(session, tmp_path, 2026).faults}


def test_who_may_not_read_all_of_it_does_not_get_the_volume(session: Session, office: Office, tmp_path: Path) -> None:
    """K4.7, K4.18: the volume masks nothing, so it is for those from whom nothing is masked."""
    from domain.access import Clearance

    volume = archived(session, office, major=False)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    assert volumes.opened(session, volume, tmp_path)[1].startswith(b"%PDF-")
    act(session, office.as_(office.officer, everything(clearance=Clearance.INTERNAL)), clock=lambda: FRIDAY)
    with pytest.raises(Refused):
        volumes.opened(session, volume, tmp_path)
    act(session, office.as_(office.accused), clock=lambda: FRIDAY)
    assert session.scalars(select(ComplaintVolume)).all() == []
    with pytest.raises(DomainError):
        volumes.opened(session, volume, tmp_path)


def test_what_is_important_is_kept_long_term(session: Session, office: Office) -> None:
    """T4.4: major matters and what an authority referred have no end."""
    case = at_stage(session, a_case(session, office, channel="referred", referred_by="市监局", referred_no="1号"), Stage.CLOSED)
    with pytest.raises(Invalid) as refused:
        take(session, office, case, "archive", office.officer, retention=Retention.ONE_YEAR)
    assert refused.value.clause == "T4.4"
    take(session, office, case, "archive", office.officer, retention=Retention.LONG_TERM)
    with acting(session, System("test")):
        assert session.scalar(select(ComplaintVolume.keep_until).where(ComplaintVolume.complaint_id == case.id)) is None


def test_cases_loaded_without_a_folder_are_numbered_and_sealed_without_a_file(session: Session, office: Office, tmp_path: Path) -> None:
    session.info.pop("data_dir")
    case = at_stage(session, a_case(session, office), Stage.CLOSED)
    take(session, office, case, "archive", office.officer, retention=Retention.ONE_YEAR)
    found = volumes.check_chain(session, tmp_path, 2026)
    assert (found.count, found.faults) == (1, ())
    assert not (tmp_path / "attachments").exists()


def test_a_kill_between_file_and_row_leaves_no_half_volume(own_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is there and no row names it: the case stays closed, the next try gets the same number, the file is swept."""
    with FencedSession(own_engine) as session:
        session.info["data_dir"] = tmp_path
        act(session, System("test"), clock=lambda: FRIDAY)
        office, case = a_full_case(session, major=False)
        session.commit()
        key = case.id
        monkeypatch.setattr(volumes, "seal_of", lambda _volume: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            take(session, office, case, "archive", office.officer, retention=Retention.ONE_YEAR)
        session.rollback()
    monkeypatch.undo()
    assert len(list((tmp_path / "attachments").iterdir())) == 1
    with FencedSession(own_engine) as session:
        session.info["data_dir"] = tmp_path
        act(session, System("test"), clock=lambda: FRIDAY)
        case = session.get_one(Complaint, key)
        assert case.stage is Stage.CLOSED
        assert forget_unclaimed(session, tmp_path, before=4e9) == 1
        take(session, office, case, "archive", office.officer, retention=Retention.ONE_YEAR)
        session.commit()
        act(session, System("test"), clock=lambda: FRIDAY)
        assert session.scalar(select(ComplaintVolume.number)) == "投诉卷〔2026〕0001"
        assert volumes.check_chain(session, tmp_path, 2026).faults == ()


# ---- destruction -------------------------------------------------------------------------------------------------------


def step(session: Session, office: Office, volume: ComplaintVolume, name: str, who: int, at: datetime = LATER, **values: Any) -> None:
    act(session, office.as_(who), clock=lambda: at)
    perform(session, volume, name, values)


def refusal(session: Session, office: Office, volume: ComplaintVolume, name: str, who: int, at: datetime = LATER, **values: Any) -> DomainError:
    with pytest.raises(DomainError) as refused:
        step(session, office, volume, name, who, at, **values)
    return refused.value


WHY = {"destroy_because": "保存期满，经鉴定无继续保存价值。"}


def test_before_its_time_is_over_and_when_long_term_nothing_is_destroyed(session: Session, office: Office) -> None:
    """T4.4: a year, important ones long-term."""
    volume = archived(session, office, major=False)
    early = refusal(session, office, volume, "propose_destruction", office.other, FRIDAY + timedelta(days=300), **WHY)
    assert "2027-09-18" in early.sentence.zh
    assert early.clause == "T4.4"
    long = archived(session, office, major=True)
    assert refusal(session, office, long, "propose_destruction", office.other, **WHY).sentence == destruction.LONG_TERM


def test_destruction_takes_three_people(session: Session, office: Office) -> None:
    """T4.4: who proposes does not agree, who agreed does not approve."""
    volume = archived(session, office, major=False)
    step(session, office, volume, "propose_destruction", office.other, **WHY)
    assert refusal(session, office, volume, "agree_destruction", office.other).sentence == destruction.ANOTHER
    step(session, office, volume, "agree_destruction", office.officer)
    for who in (office.other, office.officer):
        assert refusal(session, office, volume, "destroy", who).sentence == destruction.ANOTHER
    step(session, office, volume, "destroy", office.leader)
    assert (volume.stage, volume.destroyed_by_id) == ("destroyed", office.leader)


def test_a_hold_stops_destruction_until_it_is_released(session: Session, office: Office) -> None:
    volume = archived(session, office, major=False)
    step(session, office, volume, "freeze", office.officer, held_because="客户起诉")
    assert refusal(session, office, volume, "propose_destruction", office.other, **WHY).sentence == destruction.HELD
    assert refusal(session, office, volume, "freeze", office.officer, held_because="再冻结").sentence == destruction.HELD_ALREADY
    step(session, office, volume, "thaw", office.officer, kept_because="已判决")
    assert refusal(session, office, volume, "thaw", office.officer, kept_because="x").sentence == destruction.NOT_HELD
    step(session, office, volume, "propose_destruction", office.other, **WHY)
    step(session, office, volume, "keep_on", office.leader, kept_because="再留一年")
    assert (volume.stage, volume.proposed_by_id) == ("kept", None)


def test_a_case_is_not_erased_by_itself(session: Session, office: Office) -> None:
    volume = archived(session, office, major=False)
    with acting(session, System("test")):
        case = session.get_one(Complaint, volume.complaint_id)
    act(session, office.as_(office.leader), clock=lambda: LATER)
    with pytest.raises(Refused) as refused:
        perform(session, case, "erase", {})
    assert refused.value.sentence == destruction.NOT_SIGNED


def test_after_destruction_nothing_personal_is_left_and_the_row_for_statistics_stays(session: Session, office: Office, tmp_path: Path) -> None:
    """T4.4: in the case, its evidence, their log and the file; the chain still holds."""
    first, volume = archived(session, office, major=False), archived(session, office, major=False, cause="瓶盖不严")
    after = archived(session, office, major=False)
    with acting(session, System("test")):
        before = {key: getattr(session.get_one(Complaint, volume.complaint_id), key) for key in ("number", "kind", "severity", "satisfaction", "closed_at")}
    step(session, office, volume, "propose_destruction", office.other, **WHY)
    step(session, office, volume, "agree_destruction", office.officer)
    path = file_of(session, volume)
    step(session, office, volume, "destroy", office.leader)
    act(session, System("test"), clock=lambda: LATER)
    case = session.get_one(Complaint, volume.complaint_id)
    assert case.stage is Stage.DESTROYED
    assert {key: getattr(case, key) for key in before} == before
    assert (case.complainant, case.phone, case.address, case.cause) == (None, None, None, None)
    assert case.title == case.facts == destruction.ERASED
    evidence = session.scalars(select(ComplaintEvidence).where(ComplaintEvidence.complaint_id == case.id)).one()
    assert evidence.title == destruction.ERASED
    for entry in session.scalars(select(AuditEntry).where(AuditEntry.register_key == "complaint", AuditEntry.record_id == case.id)):
        assert not any(secret in str(entry.changes) for secret in SECRETS), entry.changes
    assert session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "erase")) == 1
    assert path.exists(), "the bytes go once the transaction is through"
    assert destruction.sweep(session) == 1
    assert not path.exists()
    assert destruction.sweep_destroyed(session, tmp_path) == 0
    assert volumes.check_chain(session, tmp_path, 2026).faults == ()
    kept = session.get_one(Complaint, first.complaint_id)
    assert kept.complainant == "欧阳晓"
    assert file_of(session, after).exists()


def test_the_log_is_blanked_by_a_destruction_and_by_nothing_else(session: Session, office: Office) -> None:
    archived(session, office, major=False)
    act(session, System("test"), clock=lambda: FRIDAY)
    for change in ({"changes": {}}, {"actor": "x"}):
        with pytest.raises(Exception, match="append-only"), session.begin_nested():
            session.connection().execute(update(AuditEntry.__table__).values(**change))  # type: ignore[arg-type]
    from models.ddl import erasing

    with pytest.raises(Exception, match="append-only"), session.begin_nested(), erasing(session.connection()):
        session.connection().execute(update(AuditEntry.__table__).values(actor="x"))  # type: ignore[arg-type]


def test_somebody_with_no_right_to_volumes_takes_no_step(session: Session, office: Office) -> None:
    volume = archived(session, office, major=False)
    act(session, holding(who=person(office.other)), clock=lambda: LATER)
    with pytest.raises(Refused):
        perform(session, volume, "propose_destruction", WHY)


def test_nothing_open_is_bound(session: Session, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """T4.4: a volume of the case that is still in a way stands for any register with steps of its own."""
    from operations.complaints import archiving

    _office, case = a_full_case(session, office, major=False)
    make(session, "complaint_volume", complaint=case.id)
    monkeypatch.setattr(archiving, "NOT_COUNTED", frozenset())
    with pytest.raises(Refused) as refused:
        take(session, office, case, "archive", office.officer, retention=Retention.ONE_YEAR)
    assert "投诉卷宗" in refused.value.sentence.zh


@pytest.mark.parametrize("state", ["answered", "declined", "lapsed"])
def test_a_respondent_nobody_has_told_holds_the_archive(session: Session, office: Office, state: str) -> None:
    """K4.22: he could not object to what he does not know."""
    _office, case = a_full_case(session, office, major=False)
    with acting(session, System("test")):
        hearing = make(session, "complaint_hearing", complaint=case.id, respondent=office.accused, alleged="服务态度问题", state=state)
    with pytest.raises(Refused) as refused:
        take(session, office, case, "archive", office.officer, retention=Retention.ONE_YEAR)
    assert "陈述申辩" in refused.value.sentence.zh
    with acting(session, System("test")):
        hearing.state = "told"
    take(session, office, case, "archive", office.officer, retention=Retention.ONE_YEAR)
    assert case.stage is Stage.ARCHIVED


@pytest.mark.parametrize(
    ("stage", "name", "who", "values"),
    [
        (Stage.RECEIVED, "settle", "officer", {}), (Stage.REGISTERED, "refuse", "leader", {}),
        (Stage.INVESTIGATING, "withdraw", "officer", {"withdrawal_confirmed": "written"}),
    ],
)  # fmt: skip
def test_what_was_settled_refused_or_withdrawn_is_filed_by_the_tenth_as_well(
    session: Session, office: Office, stage: Stage, name: str, who: str, values: dict[str, Any]
) -> None:
    """T4.4, K10.11: the clock of filing runs, a measure nobody will carry out is in no way, and the volume is bound."""
    case = at_stage(session, a_case(session, office, respondents=[]), stage, refusal_asked_by_id=office.officer, refusal_code="not_ours")
    make(session, "complaint_measure", complaint=case.id, responsible=office.other)
    take(session, office, case, name, getattr(office, who), **values)
    assert case.next_due_at == datetime(2026, 10, 10, 9, 30, tzinfo=UTC), "a Saturday that is worked"
    take(session, office, case, "archive", office.officer, retention=Retention.ONE_YEAR)
    assert (case.stage, case.next_due_at, case.volume) == (Stage.ARCHIVED, None, "投诉卷〔2026〕0001")


def test_a_refusal_objected_to_is_not_waiting_to_be_filed(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.REGISTERED, refusal_asked_by_id=office.officer)
    take(session, office, case, "refuse", office.leader)
    take(session, office, case, "object_refusal", office.officer)
    assert case.next_due_at == FRIDAY + timedelta(hours=2), "assigned within two working hours"


IMPORTANT: tuple[dict[str, Any], ...] = (
    {"major": True}, {"channel": "referred", "referred_by": "市场监管局"}, {"notify_authority": True}, {"refusal_code": "court"},
    {"remedy_amount": Decimal(5000)},
)  # fmt: skip


@pytest.mark.parametrize("columns", [*IMPORTANT, {"remedy_amount": Decimal("4999.99"), "refusal_code": "not_ours"}], ids=str)
def test_whatever_makes_a_case_important_is_chosen_already_and_asked_for(session: Session, office: Office, columns: dict[str, Any]) -> None:
    """T4.4: the page has the right choice already, and the other one is refused for what is important."""
    case = at_stage(session, a_case(session, office), Stage.CLOSED, **columns)
    important = columns in IMPORTANT
    move = Complaint.register.workflow.by_name["archive"]  # type: ignore[union-attr]
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    hint = prefilled(session, "complaint", move, case)
    assert hint.values == {"retention": Retention.LONG_TERM if important else Retention.ONE_YEAR}
    assert (hint.why is not None) is important
    if not important:
        take(session, office, case, "archive", office.officer, retention=Retention.ONE_YEAR)
        return
    with pytest.raises(Invalid) as refused:
        take(session, office, case, "archive", office.officer, retention=Retention.ONE_YEAR)
    assert (refused.value.clause, list(refused.value.fields)) == ("T4.4", ["retention"])


def test_the_command_says_year_by_year_whether_every_volume_stands_as_it_was_sealed(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    """K4.20: exit code 1 on a breach, so that a nightly job notices."""
    day = date(1999, 3, 1)
    monkeypatch.setattr("doors.command.years", lambda _session: [day.year])
    run = panel.app.test_cli_runner().invoke
    whole = run(args=["check", "volumes"])
    assert (whole.exit_code, "1999：0 卷" in whole.output) == (0, True), whole.output
    with panel.system() as session:
        made = make(session, "complaint_volume", number="投诉卷〔1999〕0001", archived_on=day).id
        assert day.year in volumes.years(session)
    broken = run(args=["check", "volumes"])
    with panel.system() as session:
        session.delete(session.get_one(ComplaintVolume, made))
    assert broken.exit_code == 1
    assert "投诉卷〔1999〕0001：登记内容与封印不符" in broken.output
    assert "1 faults" in broken.output
