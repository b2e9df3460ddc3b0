"""Checks, repairs, software, the machine room, findings and sealed passwords (K5.1–K5.4, K5.17–K5.19, K5.27–K5.43)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from models.fence import act, acting
from models.it_operations.it_check import ItCheck
from models.it_operations.it_finding import BREACHES
from models.it_operations.password_envelope import PasswordEnvelope, Sealed
from models.register import registers
from operations.it_operations import backing_up, proving
from operations.it_operations.checks import remind_of_checks
from operations.moves import perform
from operations.passwords import set_password
from operations.records import create, update
from operations.sign_in import sign_in, signed_in
from permissions.actor import System
from tests.factories import everything, holding, make, person

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
TODAY = date(2026, 9, 15)


def as_(session: Session, number: int, at: datetime = NOW, **more: Any) -> None:
    act(session, holding(everything(), who=person(number, **more)), clock=lambda: at)


@pytest.fixture
def staff(session: Session) -> list[int]:
    act(session, System("test"), clock=lambda: NOW)
    return [make(session, "employee").id for _ in range(4)]


def new(session: Session, register: str, **values: Any) -> Any:
    return create(session, registers[register], values)


def refused(session: Session, record: Any, move: str, **values: Any) -> DomainError:
    with pytest.raises((Refused, Invalid)) as found:
        perform(session, record, move, values)
    return found.value


def test_each_kind_of_check_is_measured_done_and_planned_again(session: Session, staff: list[int]) -> None:
    """K5.30, K5.36, K5.39, K5.41, K5.42, K5.43: by whom, with what readings, and the next one by the rule of its kind."""
    as_(session, staff[0])
    readings = {"airflow": 900, "temperature_rise": 3, "humidity": 45, "cleanliness": 17, "rise_rate": 2, "temperature": 22, "voltage": 220}
    wanted: tuple[tuple[str, int, str], ...] = (
        ("virus", 7, ""), ("fire", 30, ""), ("maintenance", 92, ""), ("ups", 182, ""), ("air", 92, "airflow"), ("environment", 1, "voltage"),
    )  # fmt: skip
    for kind, days, needed in wanted:
        check = new(session, "it_check", kind=kind, what=f"主机房 {kind}", responsible=staff[0], due_on=TODAY)
        if needed:
            without = {key: value for key, value in readings.items() if key != needed}
            assert refused(session, check, "do_check", result="good", found="正常", **without).clause in ("K5.41", "K5.42")
        perform(session, check, "do_check", {"result": "good", "found": "正常", **readings})
        following = session.scalars(select(ItCheck).order_by(ItCheck.id.desc()).limit(1)).one()
        assert (following.kind, following.due_on, following.responsible_id) == (kind, TODAY + timedelta(days=days), staff[0])
    assert refused(session, following, "do_check", result="fault", found="温度高", **readings).clause == "K5.30"
    with pytest.raises(Invalid):
        create(session, registers["it_check"], {"kind": "virus"})
    act(session, System("test"), clock=lambda: NOW + timedelta(days=10))
    assert (remind_of_checks(session), remind_of_checks(session)) == (2, 0)


def test_outside_repair_is_approved_supervised_without_our_data_and_accepted(session: Session, staff: list[int]) -> None:
    """K5.2, K5.3, K5.27, K5.28, K5.29: the head of the department approves, a supervisor is named, data leave with nobody."""
    department = make(session, "department").id
    as_(session, staff[0])
    given = {"equipment": "备份服务器", "department": department, "fault": "不能启动", "vendor": "某维修站", "asked_on": TODAY, "has_data": True}
    with pytest.raises(Invalid):
        new(session, "equipment_repair", kind="on_site", **given)  # nobody supervises
    session.expunge_all()
    repair = new(session, "equipment_repair", kind="sent_out", supervisor=staff[1], **given)
    assert refused(session, repair, "approve_repair", answer="同意").clause == "K5.3"  # no head of that department
    as_(session, staff[2], posts=frozenset({("department_manager", department)}))
    perform(session, repair, "approve_repair", {"answer": "同意"})
    assert refused(session, repair, "begin_repair", wiped=True).clause == "K5.27"
    with acting(session, System("a proved copy")):
        copy = make(session, "backup", name="before", taken_at=NOW, equipment="备份服务器")
        backing_up.note_proof(session, copy, proving.Proof(("looked",), ()))
        session.flush()
    assert refused(session, repair, "begin_repair", copy=copy.id, wiped=False).clause == "K5.27"
    perform(session, repair, "begin_repair", {"copy": copy.id, "wiped": True})
    assert refused(session, repair, "accept_repair", acceptance="修好").clause == "K5.28"  # no check for viruses
    perform(session, repair, "accept_repair", {"acceptance": "修好", "virus": "clean"})
    old = new(session, "equipment_repair", kind="on_site", supervisor=staff[1], **given)
    perform(session, old, "approve_repair", {"answer": "同意"})
    waste = {"waste": "交有资质单位回收"}
    assert refused(session, old, "ask_scrap", **waste).clause == "K5.29"  # its data are not backed up
    assert refused(session, old, "ask_scrap", copy=copy.id, **waste).clause == "K5.29"  # and not deleted
    perform(session, old, "ask_scrap", {"copy": copy.id, "wiped": True, **waste})
    assert refused(session, old, "scrap", scrap_answer="同意").clause == "K5.29"  # the head himself asked
    as_(session, staff[0])
    assert refused(session, old, "scrap", scrap_answer="同意").clause == "K5.29"  # no head of that department
    as_(session, staff[3], posts=frozenset({("department_manager", department)}))
    perform(session, old, "scrap", {"scrap_answer": "同意"})
    assert (old.state, old.accepted_by_id) == ("scrapped", staff[3])


def test_nobody_is_alone_in_the_machine_room_and_both_sign(session: Session, staff: list[int]) -> None:
    """K5.31, K5.32, K5.33, K5.34, K5.35: two at least, permitted by another, noted by the officer on duty, signed by who worked and who watched."""
    officer, worker, escort, leader = staff
    as_(session, officer)
    given = {"room": "主机房", "visitor": "outsider", "operator": worker, "purpose": "更换硬盘", "duty": officer, "entered_at": NOW - timedelta(hours=2)}
    for wrong in ({"supervisor": worker, "outsiders": "某公司 张三"}, {"supervisor": escort}, {"supervisor": escort, "outsiders": "张三", "operates": True}):
        with pytest.raises(Invalid):
            new(session, "room_entry", **given, **wrong)
        session.expunge_all()
    entry = new(session, "room_entry", **given, supervisor=escort, outsiders="某公司 张三", operates=True, grounds="原厂工程师")
    as_(session, worker)
    assert refused(session, entry, "allow_entry").clause == "K5.33"
    as_(session, leader)
    perform(session, entry, "allow_entry", {})
    with pytest.raises(Invalid) as not_yet, session.begin_nested():
        perform(session, entry, "leave_room", {"done": "换盘", "left_at": NOW + timedelta(hours=1)})
    assert list(not_yet.value.fields) == ["left_at"]
    perform(session, entry, "leave_room", {"done": "换下 3 号盘", "left_at": NOW - timedelta(hours=1)})
    assert refused(session, entry, "sign_entry").clause == "K5.35"
    as_(session, worker)
    perform(session, entry, "sign_entry", {})
    assert refused(session, entry, "countersign_entry").clause == "K5.35"
    as_(session, escort)
    perform(session, entry, "countersign_entry", {})
    assert entry.state == "countersigned"
    program = {"name": "截图软件", "kind": "software", "machine": "PC-7", "source": "官网免费版", "reason": "制作手册"}
    wish = new(session, "software_approval", **program, applicant=escort, asked_on=TODAY)
    assert refused(session, wish, "approve_software", checked="无病毒").clause == "K5.31"
    as_(session, leader)
    perform(session, wish, "approve_software", {"checked": "无病毒，同意"})
    assert wish.state == "approved"


def test_breaches_of_the_rules_are_found_by_kind_and_put_right_in_time(session: Session, staff: list[int]) -> None:
    """K5.1, K5.4, K5.12, K5.37, K5.38, K5.40: each rule is a kind of finding, with whose it is and until when it is put right."""
    as_(session, staff[0])
    department = make(session, "department").id
    named = " ".join(title.zh for title in BREACHES.values())
    assert [clause for clause in ("K5.1）", "K5.4）", "K5.12）", "K5.37）", "K5.38）", "K5.40）") if clause not in named] == []
    for breach in BREACHES:
        found = new(session, "it_finding", breach=breach, what="现场所见", department=department, person=staff[1], found_on=TODAY, found_by=staff[0])
        assert found.fix_by_on == date(2026, 9, 18)
    as_(session, staff[1])
    for key, value in {"person": staff[2], "breach": "guests", "what": "别的", "found_on": date(2026, 9, 1)}.items():
        with pytest.raises(Invalid) as stays, session.begin_nested():
            update(session, found, {key: value})
        assert stays.value.clause == "K5.1", key
    update(session, found, {"measure": "已改", "fixed_on": TODAY})


def test_a_password_a_month_old_is_changed_before_anything_else(session: Session, staff: list[int]) -> None:
    """K5.16: at sign-in, by the rule; 0 asks for no change by the calendar; the new one begins its own month."""
    account = make(session, "account", holder=staff[0], code="monthly", active=True)
    set_password(session, account, "Kettle-4711-Lamp")

    def asked(at: datetime) -> bool:
        act(session, System("test"), clock=lambda: at)
        token = sign_in(session, "monthly", "Kettle-4711-Lamp", address="::1", device="")
        assert token is not None
        found = signed_in(session, token, at)
        assert found is not None
        return found.must_change

    assert not asked(NOW + timedelta(days=30))
    make(session, "rule_value", rule="password_months", amount=0, valid_from=date(2026, 12, 1))
    assert not asked(datetime(2026, 12, 2, tzinfo=UTC))
    assert asked(NOW + timedelta(days=31))
    set_password(session, account, "Kettle-4711-Lamp")
    assert not asked(NOW + timedelta(days=32))


def test_a_sealed_password_is_opened_by_consent_and_sealed_anew(session: Session, staff: list[int]) -> None:
    """K5.17, K5.18, K5.19: set by one, kept by another, consent of the head, a new envelope afterwards, two for maintenance."""
    setter, keeper, head, other = staff
    department = make(session, "department").id
    as_(session, keeper)
    given = {"system": "核心路由器", "department": department, "keeper": keeper, "seal": "骑缝章", "sealed_on": TODAY}
    for wrong in ({"kind": "super", "setter": keeper}, {"kind": "maintenance", "setter": setter}, {"kind": "maintenance", "setter": setter, "second": keeper}):
        with pytest.raises(Invalid):
            new(session, "password_envelope", **given, **wrong)
        session.expunge_all()
    envelope = new(session, "password_envelope", **given, kind="maintenance", setter=setter, second=other)
    perform(session, envelope, "ask_open", {"reason": "路由器故障"})
    assert refused(session, envelope, "allow_open").clause == "K5.18"
    as_(session, head, posts=frozenset({("department_manager", department)}))
    perform(session, envelope, "allow_open", {})
    as_(session, keeper)
    assert refused(session, envelope, "open_envelope").clause == "K5.19"  # two hold it: another than who asked
    as_(session, other)
    perform(session, envelope, "open_envelope", {})
    assert envelope.reseal_by_at == NOW + timedelta(hours=4)
    assert refused(session, envelope, "reseal", next_seal="新章", next_setter=setter).clause == "K5.18"  # its keeper does
    as_(session, keeper)
    assert refused(session, envelope, "reseal", next_seal="新章", next_setter=keeper).clause == "K5.17"
    perform(session, envelope, "reseal", {"next_seal": "新章", "next_setter": setter})
    following = session.scalars(select(PasswordEnvelope).where(PasswordEnvelope.state == Sealed.SEALED)).one()
    assert (following.system, following.seal, following.second_id) == ("核心路由器", "新章", other)
    assert following.number != envelope.number
