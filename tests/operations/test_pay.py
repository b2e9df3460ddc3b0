"""A month of pay: trips, sales, claims, attendance and fines become figures with their derivation; four people close it (K2, K8)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from models import checks
from models.base import columns_of
from models.fence import act, acting
from models.incentives.pay_line import PayLine
from models.incentives.pay_month import PayMonth
from models.incentives.pay_step import PayStep
from models.register import registers
from operations import declared_guards
from operations.base_roles import ensure_base_roles
from operations.incentives import entering, months
from operations.moves import perform
from operations.printing.record_forms import prepare, print_record
from operations.records import update
from operations.rights import read_rights
from permissions.actor import System
from tests.factories import holding, make, person
from tests.operations.complaint_scenes import Office, an_office
from tests.operations.pay_scenes import (
    NOW,
    D,
    a_trip,
    as_,
    begun,
    collected,
    figures,
    new,
    points_steps,
    refused,
)


@pytest.fixture
def office(session: Session) -> Office:
    act(session, System("test"), clock=lambda: NOW)
    return an_office(session)


def ledger(session: Session, who: int) -> list[tuple[str, Decimal, Decimal]]:
    c = columns_of("performance_entry")
    return [
        (row.clause, row.points, row.amount)
        for row in session.connection().execute(
            select(c.clause, c.points, c.amount).where(c.person_id == who).order_by(c.id)
        )
    ]


def test_a_trip_counts_once_another_has_verified_it_and_wants_a_signature(session: Session, office: Office) -> None:
    """K2.3, K2.4, K2.17, K2.18."""
    mine = new(session, office, office.handler, "service_trip", person=office.handler, project="甲站", kind="service", coefficient=D("1.5"),
               finished_on=date(2026, 9, 10), signature="unsigned")  # fmt: skip
    refused(session, mine, "verify_trip", "K2.3")
    refused(session, mine, "waive_signature", "K2.18", waived_because="客户不在")
    as_(session, office, office.leader)
    for change in ({"project": "丙站"}, {"finished_on": date(2026, 9, 9)}, {"person": office.other}):
        perform(session, mine, "waive_signature", {"waived_because": "客户不在场，已电话确认"})
        update(session, mine, {"coefficient": D("1.4")})
        assert mine.waived_by_id == office.leader
        update(session, mine, change)
        assert (mine.waived_by_id, mine.waived_because) == (None, None), "waived for another service"
    update(session, mine, {"person": office.handler})
    perform(session, mine, "waive_signature", {"waived_because": "客户不在场，已电话确认"})
    perform(session, mine, "verify_trip", {})
    assert ledger(session, office.handler) == [], "waived"
    as_(session, office, office.handler)
    with pytest.raises(Invalid) as found:
        update(session, mine, {"coefficient": D("9")})
    assert found.value.sentence == declared_guards.SETTLED
    session.refresh(mine)
    first = a_trip(session, office, office.handler, "20", signature="unsigned", accident=True)
    with pytest.raises(Invalid) as found:
        new(session, office, office.handler, "service_trip", person=office.handler, project="乙站", kind="repeat", coefficient=D(1),
            finished_on=date(2026, 9, 11), signature="signed")  # fmt: skip
    assert set(found.value.fields) == {"repeat_of", "repeat_cause"}
    session.expunge_all()
    a_trip(session, office, office.handler, "3", kind="repeat", repeat_of=first.id, repeat_cause="wiring")
    assert ledger(session, office.handler) == [("K2.4", D(-2), D(0)), ("K2.18", D(0), D(-100)), ("K2.17", D(-3), D(0))]


def test_a_sale_of_parts_goes_through_four_hands_once_it_is_fully_paid(session: Session, office: Office) -> None:
    """K2.8, K2.9, K2.10, K2.11, K2.12."""
    deal = new(session, office, office.handler, "parts_deal", seller=office.handler, customer_name="海门机电", sold_on=date(2026, 7, 6),
               amount=D("10000.10"), margin=D(50), day_fee=D(1100), received=D(10000))  # fmt: skip
    assert (deal.rate, deal.commission, deal.payout_on) == (5, 0, None), "partial payment"
    assert refused(session, deal, "summarise", "K2.8").sentence.zh.startswith("尚未全额回款")
    update(session, deal, {"received": D("10000.10"), "received_on": date(2026, 8, 3)})
    assert (deal.commission, deal.person_share, deal.team_share, deal.payout_on) == (
        D("500.01"),
        D("400.01"),
        D("100.00"),
        date(2026, 10, 1),
    )
    cheap = new(session, office, office.handler, "parts_deal", seller=office.handler, customer_name="x", sold_on=date(2026, 7, 6), amount=D(1), margin=D(34),
                day_fee=D(1100), received=D(1), received_on=date(2026, 7, 7))  # fmt: skip
    assert "35%" in refused(session, cheap, "summarise", "K2.8").sentence.zh
    as_(session, office, office.officer)
    perform(session, deal, "summarise", {})
    refused(session, deal, "allocate", "K2.10")
    as_(session, office, office.other)
    assert "部门经理" in refused(session, deal, "allocate", "K2.10").sentence.zh
    as_(session, office, office.other, "department_manager")
    perform(session, deal, "allocate", {})
    refused(session, deal, "approve_deal", "K2.10")
    as_(session, office, office.leader)
    assert "总经理" in refused(session, deal, "approve_deal", "K2.10").sentence.zh
    as_(session, office, office.leader, "general_manager")
    perform(session, deal, "approve_deal", {})
    with pytest.raises(Invalid):
        update(session, deal, {"margin": D(60)})


def test_a_reward_is_between_two_bounds_or_follows_another_scheme(session: Session, office: Office) -> None:
    """K2.14, K2.15, K2.6, K2.7, K2.13."""
    given = {"person": office.handler, "kind": "commendation", "happened_on": date(2026, 9, 3), "reason": "用户表扬信"}
    for amount in (D("199.99"), D("500.01")):
        with pytest.raises(Invalid) as found:
            new(session, office, office.handler, "reward_claim", **given, amount=amount)
        assert found.value.clause == "K2.14"
        session.expunge_all()
    with pytest.raises(Invalid) as found:
        new(session, office, office.handler, "reward_claim", **{**given, "kind": "other_scheme"}, amount=D(3000))
    assert set(found.value.fields) == {"scheme"}
    session.expunge_all()
    for document, taken in ((None, False), ("管理职能部门激励制度", True)):
        act(session, System("test"), clock=lambda: NOW)
        scheme = make(session, "incentive_scheme", kind="half_year", external_document=document).id
        other = {**given, "kind": "other_scheme", "scheme": scheme, "amount": D(3000)}
        if taken:
            new(session, office, office.handler, "reward_claim", **other)
            continue
        with pytest.raises(Invalid) as found:
            new(session, office, office.handler, "reward_claim", **other)
        assert found.value.fields == {"scheme": entering.NO_OTHER_SCHEME}
        session.expunge_all()
    claim = new(session, office, office.handler, "reward_claim", **given, amount=D(500))
    refused(session, claim, "verify_claim", "K2.15", verification="属实")
    as_(session, office, office.officer)
    assert refused(session, claim, "verify_claim", "K2.14", verification="属实").sentence == entering.NO_LETTER
    letter = make(session, "attachment")
    as_(session, office, office.officer)
    update(session, claim, {"evidence": letter.id})
    perform(session, claim, "verify_claim", {"verification": "信件原件在案"})
    refused(session, claim, "approve_claim", "K2.15")
    as_(session, office, office.leader)
    perform(session, claim, "approve_claim", {})
    assert str(claim.state) == "approved"


def test_who_signs_in_after_the_first_hour_of_a_working_day_is_late(session: Session, office: Office) -> None:
    """K8.6, K8.20."""
    found = {}
    for day, hour, minute, excuse in ((1, 8, 30, None), (2, 8, 31, None), (3, 8, 31, "外勤"), (6, 9, 0, None)):
        at = datetime(2026, 9, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)
        sign = new(session, office, office.leader, "attendance", person=office.handler, signed_in_at=at, excuse=excuse)
        found[sign.day_on.day] = sign.late
    assert found == {1: False, 2: True, 3: False, 6: False}, "the sixth is a Sunday"


def test_nobody_says_of_himself_when_he_came_or_why_it_does_not_count(session: Session, office: Office) -> None:
    """K8.20: his own sign-in is by the clock; whoever keeps the attendance corrects it and enters the excuse."""
    early, me = NOW - timedelta(hours=3), office.handler
    with pytest.raises(Invalid) as found, session.begin_nested():
        new(session, office, me, "attendance", person=me, signed_in_at=early, excuse="外勤")
    assert (found.value.clause, set(found.value.fields)) == ("K8.20", {"excuse"})
    with pytest.raises(Invalid) as found, session.begin_nested():
        new(session, office, me, "attendance", person=me, signed_in_at=NOW - timedelta(days=1))
    assert set(found.value.fields) == {"signed_in_at"}
    mine = new(session, office, me, "attendance", person=me, signed_in_at=early)
    assert mine.signed_in_at == NOW, "whatever was typed"
    for change in ({"signed_in_at": early}, {"excuse": "外勤"}, {"person": office.other}):
        as_(session, office, me)
        with pytest.raises(Invalid) as found, session.begin_nested():
            update(session, mine, change)
        assert found.value.clause == "K8.20"
        session.expire(mine)
    as_(session, office, office.other)
    update(session, mine, {"signed_in_at": early, "excuse": "外勤"})
    assert (mine.signed_in_at, mine.excuse) == (early, "外勤")


def test_after_a_long_pause_no_month_is_left_out(session: Session, office: Office) -> None:
    """K2.21."""
    begun(session, date(2025, 1, 1))
    with acting(session, System("test")):
        assert [months.begin_pay_months(session) for _ in range(3)] == [12, 8, 0], "till September 2026, as this is October"
        held = session.scalars(select(PayMonth.month_on).where(PayMonth.month_on >= date(2025, 1, 1))).all()
    assert len(set(held)) == 21


def _sold_and_claimed(session: Session, office: Office) -> None:
    """A sale and a claim, approved."""
    who = office.handler
    claim = new(
        session,
        office,
        who,
        "reward_claim",
        person=who,
        kind="cost_saving",
        happened_on=date(2026, 9, 9),
        reason="少用电缆",
        amount=D(200),
    )
    deal = new(session, office, who, "parts_deal", seller=who, customer_name="海门", sold_on=date(2026, 4, 6), amount=D(10000), margin=D(35),
               day_fee=D(1100), received=D(10000), received_on=date(2026, 5, 6))  # fmt: skip
    as_(session, office, office.officer)
    perform(session, claim, "verify_claim", {"verification": "x"})
    perform(session, deal, "summarise", {})
    as_(session, office, office.leader, "deputy_general_manager")
    perform(session, claim, "approve_claim", {})
    perform(session, deal, "allocate", {})
    as_(session, office, office.other, "general_manager")
    perform(session, deal, "approve_deal", {})


@pytest.fixture
def september(session: Session, office: Office) -> PayMonth:
    """A month with one of everything for 经办人, and a colleague with a better quarter."""
    act(session, System("test"), clock=lambda: NOW)
    who = office.handler
    for one, group in ((who, "engineer"), (office.other, "engineer"), (office.leader, "other")):
        make(
            session,
            "wage",
            person=one,
            group=group,
            base_wage=D(5000),
            from_on=date(2026, 1, 1),
            probation_on=date(2026, 1, 1),
            passed_on=None,
        )
    first = a_trip(session, office, who, "20.5", powered_on=date(2025, 12, 1))
    a_trip(session, office, who, "9", finished_on=date(2026, 8, 31))
    a_trip(session, office, office.other, "40")
    a_trip(session, office, who, "4", kind="repeat", repeat_of=first.id, repeat_cause="careless")
    accident = a_trip(session, office, who, "0", project="乙站", accident=True, signature="unsigned")
    assert accident.state == "verified"
    for day in (1, 2, 3):
        at = datetime(2026, 9, day, 1, 30, tzinfo=UTC)
        new(session, office, office.leader, "attendance", person=who, signed_in_at=at)
    _sold_and_claimed(session, office)
    month: PayMonth = begun(session, date(2026, 9, 1))
    return month


def test_each_figure_follows_from_what_was_verified_and_the_rules_of_the_month(
    session: Session, office: Office, september: PayMonth
) -> None:
    """K2.1, K2.3, K2.4, K2.5, K2.8, K2.11, K2.15, K2.17, K2.22, K8.16, K8.20."""
    assert september.name == "2026年09月工资"
    collected(session, office, september, later=10)
    found = figures(session, september, office.handler)
    # 20.5 points less 2 for the accident, the second service by his own fault not counted, as nobody can object to either any more;
    # rank 2 of the quarter; 3 × 5 %.
    assert found == {
        "base": D(5000),
        "points": D(405),
        "quarter": D(1500),
        "parts": D(240),
        "reward": D(200),
        "late": D(-750),
        "fine": D(-100),
    }
    assert figures(session, september, office.other) == {"base": D(5000), "points": D(6210), "quarter": D(1500)}
    assert (september.people, september.team_share) == (3, D(60))
    step = session.scalars(select(PayStep).where(PayStep.figure == "points", PayStep.result == 405)).one()
    assert "max(0, 18.50 − 17) × 270" in step.inputs
    assert "每月服务点数基数 17分（K2.3，2026-09-30）" in str(step.rules)
    assert str(step.payer) == "sales_company"


def test_a_fine_is_paid_only_when_nobody_can_object_any_more_and_nothing_twice(
    session: Session, office: Office, september: PayMonth
) -> None:
    """K1.13, K2.3, K2.18, K2.19, K2.21."""
    collected(session, office, september, later=10)
    assert figures(session, september, office.handler)["fine"] == -100
    collected(session, office, september, later=10)
    assert figures(session, september, office.handler)["fine"] == -100, "collected again, not once more"
    october = begun(session, date(2026, 10, 1))
    assert refused(session, october, "collect", "K2.21").sentence.zh.startswith("2026-10 还没有结束")
    late = a_trip(session, office, office.handler, "20", project="补报", accident=True)
    for _twice in range(2):
        collected(session, office, october, later=20)
        # September paid (18.5 − 17) × 270 = 405. With the late 20 points less 2 it comes to (36.5 − 17) × 270 = 5265: 4860 are missing.
        assert figures(session, october, office.handler) == {"base": D(5000), "points": D(4860)}
    session.refresh(late)
    assert late.points_in_id == october.id
    (step,) = points_steps(session, october, office.handler)
    assert step.about_on == date(2026, 9, 1)
    assert step.inputs.startswith("补 2026-09：")
    assert step.inputs.endswith("= 5265.00，已发 405.00，本次 4860.00")


def test_three_people_verify_a_month_and_closed_it_never_changes(
    session: Session, office: Office, september: PayMonth
) -> None:
    """K2.21."""
    collected(session, office, september)
    refused(session, september, "verify_finance", "K2.21")
    as_(session, office, office.other)
    assert refused(session, september, "verify_finance", "K2.21").sentence == months.TAX_MISSING.format(count=3)
    for line in session.scalars(select(PayLine).where(PayLine.pay_month_id == september.id)).all():
        perform(session, line, "enter_tax", {"tax": D("10.50")})
        assert line.net == line.gross - D("10.50")
    perform(session, september, "verify_finance", {})
    assert refused(session, line, "enter_tax", "K2.21", tax=D(1)).sentence == months.TAX_LATER
    refused(session, september, "verify_personnel", "K2.21")
    as_(session, office, office.leader)
    perform(session, september, "verify_personnel", {})
    as_(session, office, office.officer)
    assert "归集人" in refused(session, september, "close_month", "K2.21").sentence.zh
    as_(session, office, office.leader)
    perform(session, september, "close_month", {})
    assert str(line.state) == "closed"
    for name in ("collect", "return_month_pay"):
        with pytest.raises(DomainError):
            perform(session, september, name, {"back_because": "x"})
    with pytest.raises(DomainError):
        perform(session, line, "enter_tax", {"tax": D(0)})
    connection = session.connection()
    for statement in (
        "UPDATE pay_month SET total = 0", "DELETE FROM pay_month", "UPDATE pay_line SET gross = 0", "UPDATE pay_line SET state = 'open'",
        "DELETE FROM pay_line", "UPDATE pay_step SET result = 0", "DELETE FROM pay_step",
        "INSERT INTO pay_line (name, pay_month_id, person_id, gross, net, state, version) SELECT name, pay_month_id, 1, 1, 1, 'open', 1 FROM pay_line",
        "INSERT INTO pay_step (pay_line_id, figure, inputs, result, payer, version) SELECT pay_line_id, figure, inputs, 1, payer, 1 FROM pay_step",
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="guard pay_closed"), connection.begin_nested():
            connection.exec_driver_sql(statement)


def test_the_derivation_of_a_persons_pay_is_printed(session: Session, office: Office, september: PayMonth) -> None:
    """K2.22: a sheet per person and month with every figure, its inputs and its rules; his own is his to print, another's is not."""
    collected(session, office, september)
    line = session.scalars(select(PayLine).where(PayLine.pay_month_id == september.id, PayLine.person_id == office.handler)).one()
    ensure_base_roles(session)
    mine = read_rights(session)["employee"]
    act(session, holding(mine, who=person(office.handler, office.department)), clock=lambda: NOW)
    (doc,) = prepare(session, session.get_one(PayLine, line.id), "P50", "zh")
    (table,) = (block for block in doc["blocks"] if block["kind"] == "table")
    assert doc["title"] == "工资推算单"
    assert {"基本工资", "月度绩效", "季度评优"} <= {row[0] for row in table["rows"]}
    assert print_record(session, line, "P50", "zh", company="甲公司", printed="").startswith(b"%PDF")
    act(session, holding(mine, who=person(office.other, office.department)), clock=lambda: NOW)
    with pytest.raises(Refused):
        prepare(session, line, "P50", "zh")


def test_a_month_that_is_returned_gives_back_what_it_has_used(
    session: Session, office: Office, september: PayMonth
) -> None:
    """K2.21."""
    collected(session, office, september)
    used = columns_of("parts_deal")
    assert session.connection().execute(select(used.paid_in_id)).scalars().all() == [september.id]
    as_(session, office, office.leader)
    perform(session, september, "return_month_pay", {"back_because": "缺一份出差单"})
    assert session.connection().execute(select(used.paid_in_id)).scalars().all() == [None]
    assert session.connection().execute(select(columns_of("pay_line").id)).all() == []


def test_a_bad_score_of_the_department_cuts_the_bonus_of_its_people(
    session: Session, office: Office, september: PayMonth
) -> None:
    """R6.2, A10.1."""
    act(session, System("test"), clock=lambda: NOW)
    make(
        session,
        "appointment",
        holder=office.leader,
        post="department_manager",
        department=office.department,
        from_on=date(2026, 1, 1),
    )
    new(
        session,
        office,
        office.officer,
        "governance_inspection",
        title="客户管理",
        inspected_on=date(2026, 9, 20),
        department=office.department,
        score=50,
        effect="差",
    )
    assert ledger(session, office.leader) == [("A10.1", D(-10), D(0))]
    collected(session, office, september, later=10)
    assert figures(session, september, office.handler)["department"] == D("-214.50")


def test_checks_of_its_processes_are_a_score_of_the_department(session: Session, office: Office, september: PayMonth) -> None:
    """R6.2: beside an inspection with 100, one kept of five is 20: 60 on average; with one violation more it is less, and the bonus is cut."""
    act(session, System("test"), clock=lambda: NOW)
    process = make(session, "process_filing", department=office.department, stage="in_force", number="流备一")
    make(session, "governance_inspection", title="客户管理", inspected_on=date(2026, 9, 20), department=office.department, score=100, effect="好")
    seen = {"filing": process.id, "checker": office.leader, "watch": "monitoring", "what": "回访", "checked_on": date(2026, 9, 21)}
    for outcome in ("kept", *("deviation",) * 4):
        make(session, "process_check", **seen, outcome=outcome, responsible=office.other)
    collected(session, office, september, later=10)
    assert "department" not in figures(session, september, office.handler)
    act(session, System("test"), clock=lambda: NOW)
    make(session, "process_check", **seen, outcome="deviation", responsible=office.other)
    make(session, "process_check", **{**seen, "checked_on": date(2026, 10, 1)}, outcome="kept")
    collected(session, office, september, later=10)
    assert figures(session, september, office.handler)["department"] == D("-214.50")


def test_the_table_of_schemes_is_the_companys_own(session: Session, office: Office) -> None:
    """K2.1, K2.2, K2.6, K2.7, K2.13, K2.22, K8.18, T7.1."""
    for kind, name, more in (
        ("monthly", "服务质量", {"weight": 60}), ("complaints", "每次逾期", {"basis": "overdue", "points": D("-0.5")}),
        ("commission", "充卡提成", {"rate": D("1.5")}),
        ("half_year", "管理职能部门激励制度", {"external_document": "泰昂能源激励制度", "payer": "sales_company"}),
    ):  # fmt: skip
        new(session, office, office.officer, "incentive_scheme", kind=kind, name=name, **more)
    assert set(registers["incentive_scheme"].fields["kind"].titles) >= {
        "monthly",
        "quarter",
        "half_year",
        "annual",
        "parts",
        "contract",
    }
    with pytest.raises(Invalid):
        checks.read(registers["incentive_scheme"].fields["weight"], "101")
