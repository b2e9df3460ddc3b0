"""Hand-over when somebody leaves, special terms, expenses of customers that are not registered, and urging (K7.13, K7.17, K7.18, Y3.6)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from domain.errors import Invalid, Refused
from models.customers.customer import Customer
from models.governance.notice import Notice
from models.incentives.performance_entry import PerformanceEntry
from models.organisation.employee import Employee
from models.register import registers
from operations import declared_guards
from operations.customers import expenses, handing
from operations.customers.assessing import assess_last_month
from operations.declared_terms import remind_of_terms
from operations.importing_following import Following
from operations.lending.leaving import outstanding
from operations.records import update
from tests.factories import make
from tests.operations.customer_scenes import DAY, FACTS, TODAY, Street, street

__all__ = ["street"]


def leaves(street: Street) -> None:
    with street.by(street.town.li), street.session.begin_nested():
        update(street.session, street.session.get_one(Employee, street.town.wang), {"left_on": TODAY})


def test_nobody_leaves_before_each_of_his_customers_has_somebody_else(street: Street) -> None:
    """K7.13: refused while one is left; told and met within the days of the rules, and the successor is reminded."""
    session, wang, li = street.session, street.town.wang, street.town.li
    other = make(session, "customer", customer_class="important", department=street.town.north, manager=wang, team=[li], **FACTS).id
    assert [(str(one.kind.zh), one.label) for one in outstanding(session, wang)] == [("负责的客户", "2 家客户")]
    with pytest.raises(Invalid) as refused:
        leaves(street)
    assert (refused.value.clause, set(refused.value.fields)) == ("K7.13", {"left_on"})
    session.expire_all()
    give = {"successor": li, "reason": "离职"}
    with street.by(li):
        from_a_file = Following(session, registers["customer_handover"]).of({**give, "customer": other})
    assert (from_a_file["leaver"], from_a_file["assigned_on"]) == (wang, TODAY)
    assert street.not_entered("customer_handover", successor=wang, reason="离职").fields == {"successor": handing.SAME}
    assert street.not_entered("customer_handover", **give, customer=street.town.of_north).clause == "K7.13"
    alone = street.not_entered("customer_handover", **give, customer=other)
    assert "两名以上" in alone.fields["successor"].zh, "an important customer keeps two people"
    third = make(session, "employee", department=street.town.north).id
    handed = street.enter("customer_handover", **give)
    street.enter("customer_handover", **{**give, "successor": third}, customer=other)
    assert (street.customer().manager_id, street.customer(other).manager_id) == (li, third)
    assert (handed.leaver_id, handed.assigned_on) == (wang, TODAY)
    leaves(street)
    assert (handed.notice_due_on, handed.contact_due_on) == (date(2026, 9, 23), date(2026, 10, 2))
    session.info["clock"] = lambda: datetime(2026, 9, 30, tzinfo=UTC)
    assert remind_of_terms(session) == 2
    assert "noticed_on" in street.refused(handed, "tell_customer", li, notice="电话").fields  # type: ignore[attr-defined]
    street.step(handed, "tell_customer", li, noticed_on=TODAY, notice="电话并致函")
    street.step(handed, "meet_customer", li, first_contact_on=TODAY)
    assert str(handed.state) == "met"
    with pytest.raises(Invalid) as fixed, session.begin_nested():
        street.change(handed, reason="另一原因")
    assert fixed.value.clause == "K7.13"


def test_who_looks_after_a_customer_is_not_typed_over(street: Street) -> None:
    """K7.13: neither changed nor emptied in the archive, which would leave nothing to hand over; the first one is named there."""
    session, li = street.session, street.town.li
    customer = session.get_one(Customer, street.town.of_wang)
    for manager in (li, None):
        refused = street.unchanged(customer, manager=manager)
        assert (refused.clause, list(refused.fields)) == ("K7.13", ["manager"])
        session.expire(customer)
    assert len(outstanding(session, street.town.wang)) == 1
    free = make(session, "customer", customer_class="general", department=street.town.north, manager=None)
    street.change(free, manager=li)
    assert street.customer(free.id).manager_id == li
    street.enter("customer_handover", successor=li, reason="离职")
    assert street.customer().manager_id == li


def test_special_terms_are_approved_by_a_leader_for_a_time_and_stay_as_approved(street: Street) -> None:
    """Y3.6, Y5.5, Y5.6, Y5.7: policy, validity, approver and use; preferences, opportunities and partners are kept beside them."""
    given = {"kind": "terms", "title": "年度九五折", "details": "全年订单"}
    assert {"valid_from", "valid_until"} == set(street.not_entered("customer_arrangement", **given).fields)
    times = {"valid_from": TODAY, "valid_until": TODAY - DAY}
    assert {"valid_until"} == set(street.not_entered("customer_arrangement", **given, **times).fields)
    terms = street.enter("customer_arrangement", **given, valid_from=TODAY, valid_until=date(2027, 9, 17))
    assert terms.proposer_id == street.town.wang
    manager = ("department_manager", street.town.north)
    with pytest.raises(Refused, match="Proposer"), street.session.begin_nested():
        street.step(terms, "approve_terms", None, manager)
    assert street.refused(terms, "approve_terms", street.town.li).clause == "Y3.6"
    street.step(terms, "approve_terms", street.town.li, manager)
    assert (str(terms.state), terms.approved_by_id, terms.approved_on) == ("effective", street.town.li, TODAY)
    with pytest.raises(Invalid) as fixed, street.session.begin_nested():
        street.change(terms, title="年度九折")
    assert fixed.value.sentence == declared_guards.SETTLED
    street.session.expire_all()
    street.step(terms, "end_terms", used="共用十二单")
    for kind in ("preference", "strategy", "opportunity"):
        assert street.enter("customer_arrangement", kind=kind, title=kind).id


def a_claim(street: Street, **more: Any) -> Any:
    return street.enter("customer_expense", kind="gift", amount=Decimal(200), spent_on=TODAY, purpose="中秋礼品", applicant=street.town.wang, **more)


def test_nothing_is_reimbursed_for_a_customer_that_is_not_registered(street: Street) -> None:
    """K7.17, K7.20: the flow of a claim; entertainment, travel and gifts wait for the registration; three people."""
    session, wang, li = street.session, street.town.wang, street.town.li
    claim = a_claim(street)
    assert street.refused(claim, "submit_claim").sentence == expenses.UNREGISTERED
    filing = make(session, "registration", customer=street.town.of_wang, contacted_on=TODAY, applicant=wang)
    assert street.refused(claim, "submit_claim").clause == "K7.17"
    street.step(filing, "file", li)
    street.step(claim, "submit_claim")
    assert street.refused(claim, "approve_claim").clause == "K7.17"
    street.step(claim, "approve_claim", li)
    assert street.refused(claim, "reimburse_claim", li).clause == "K7.17"
    payer = make(session, "employee", department=street.town.north).id
    street.step(claim, "reimburse_claim", payer)
    assert (str(claim.state), claim.reimbursed_by_id) == ("reimbursed", payer)


def test_an_outing_is_reimbursed_when_its_own_papers_are_signed_for(street: Street) -> None:
    """K10.9, K7.17."""
    session, wang, li = street.session, street.town.wang, street.town.li
    filing = make(session, "registration", customer=street.town.of_wang, contacted_on=TODAY, applicant=wang)
    street.step(filing, "file", li)
    assert {"travel_paper"} == set(street.not_entered("customer_expense", kind="travel", amount=Decimal(9), spent_on=TODAY, purpose="拜访").fields)
    foreign = make(session, "travel_paper", traveller=li, department=street.town.south)
    own = make(session, "travel_paper", traveller=wang, department=street.town.north)
    payer = make(session, "employee", department=street.town.north).id
    for paper, sentence in ((foreign, expenses.OTHERS_PAPERS), (own, expenses.UNSIGNED)):
        claim = a_claim(street, travel_paper=paper.id)
        street.change(claim, kind="travel")
        street.step(claim, "submit_claim")
        street.step(claim, "approve_claim", li)
        assert street.refused(claim, "reimburse_claim", payer).sentence == sentence
    street.step(own, "sign_papers", li, ("archivist", None), received="会议手册")
    street.step(claim, "reimburse_claim", payer)


def test_who_is_late_with_a_registration_is_urged_and_it_is_counted(street: Street) -> None:
    """K7.18: counted, and with the month's end it stands in his performance ledger."""
    session, wang, li = street.session, street.town.wang, street.town.li
    filing = make(session, "registration", customer=street.town.of_wang, contacted_on=TODAY, applicant=wang)
    assert street.refused(filing, "urge", li, urging="请补").sentence.zh.startswith("备案期限")
    late = make(session, "registration", customer=street.town.of_wang, contacted_on=date(2026, 8, 3), applicant=wang)
    for count in (1, 2):
        street.step(late, "urge", li, urging="请补齐资料")
        assert (late.urged_times, late.urged_on, str(late.state)) == (count, TODAY, "open")
    told = session.scalars(select(Notice.sentence).where(Notice.person_id == wang, Notice.code == "registration.urged").order_by(Notice.id)).all()
    assert assess_last_month(session) == 0, "the month is not over"
    session.info["clock"] = lambda: datetime(2026, 10, 1, 3, tzinfo=UTC)
    assert (assess_last_month(session), assess_last_month(session)) == (1, 0)
    line = session.scalars(select(PerformanceEntry)).one()
    assert (line.person_id, line.clause, line.happened_on) == (wang, "K7.18", date(2026, 9, 30))
    assert [f"第 {count} 次" in said for count, said in enumerate(told, 1)] == [True, True]
