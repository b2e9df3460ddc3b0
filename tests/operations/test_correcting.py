"""Correction orders: issued, authorised by a superior, carried out and verified by others; both values are kept (K5.8)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from domain.errors import Conflict, DomainError, Invalid, Refused
from domain.rules import ComplaintRule
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.fence import act, acting
from models.governance.rule_value import RuleValue
from models.register import registers
from operations.complaints import clocks, correcting, upkeep
from operations.histories import history
from operations.moves import perform
from operations.records import create, find, update
from operations.waiting import tasks
from permissions.actor import System
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage

ORDER = registers["correction_order"]
GIVEN = {"what": "outbound_on", "right": "2026-09-03", "reason": "审核表上是 3 日"}


def running(session: Session, case: Complaint) -> dict[str, datetime | None]:
    return {one.code: one.due_at for one in clocks.load(session, case.id).clocks.clocks if one.stopped_at is None}


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


@pytest.fixture
def case(session: Session, office: Office) -> Complaint:
    found = at_stage(session, a_case(session, office), Stage.INVESTIGATED, outbound_on=date(2026, 9, 13))
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    return found


def issued(session: Session, office: Office, case: Complaint, **more: Any) -> Any:
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    return create(session, ORDER, {**GIVEN, "complaint": case.id, **more})


def step(session: Session, office: Office, order: Any, name: str, who: int, **values: Any) -> None:
    act(session, office.as_(who), clock=lambda: FRIDAY)
    perform(session, order, name, values)


def refused(session: Session, office: Office, order: Any, name: str, who: int, **values: Any) -> DomainError:
    with pytest.raises((Refused, Conflict)) as found:
        step(session, office, order, name, who, **values)
    assert found.value.clause in ("K5.8", "K4.7")
    return found.value


def test_a_value_is_corrected_by_an_order_that_another_authorises_and_another_verifies(session: Session, office: Office, case: Complaint) -> None:
    """K5.8."""
    order = issued(session, office, case)
    assert (order.number, order.wrong, order.due_on, order.issued_by_id) == ("更〔2026〕001", "2026-09-13", date(2026, 9, 22), office.officer)
    assert refused(session, office, order, "authorise", office.officer, answer="同意").sentence == correcting.OWN_ORDER
    refused_early = refused(session, office, order, "carry_out", office.officer)
    assert "待授权" in refused_early.sentence.zh
    step(session, office, order, "authorise", office.leader, answer="同意")
    step(session, office, order, "carry_out", office.officer)
    assert case.outbound_on == date(2026, 9, 3)
    newest = history(session, case)[0].altered
    assert [(one.field.key, one.old, one.new) for one in newest] == [("outbound_on", "2026-09-13", "2026-09-03")]
    assert order.wrong == "2026-09-13"
    assert refused(session, office, order, "verify", office.officer, verification="已核对").sentence == correcting.OWN_WORK
    step(session, office, order, "verify", office.leader, verification="与审核表一致")
    assert str(order.state) == "verified"


def test_what_is_ordered_must_fit_the_field_and_differ_and_is_the_issuers_until_it_is_answered(session: Session, office: Office, case: Complaint) -> None:
    """K5.8."""
    for right in ("不是日期", "2026-09-13"):
        with pytest.raises(Invalid) as found:
            issued(session, office, case, right=right)
        assert "right" in found.value.fields
        session.expunge_all()  # as a page does with what was refused
    order = issued(session, office, case)
    act(session, office.as_(office.leader), clock=lambda: FRIDAY)
    with pytest.raises(Invalid) as found:
        update(session, order, {"right": "2026-09-04"})
    assert found.value.sentence == correcting.NOT_YOURS
    session.refresh(order)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    update(session, order, {"right": "2026-09-04"})
    step(session, office, order, "reject", office.leader, answer="审核表无误")
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    with pytest.raises(Invalid) as found:
        update(session, order, {"right": "2026-09-05"})
    assert found.value.sentence == correcting.ISSUED_ALREADY


def test_only_the_value_that_was_authorised_is_replaced_and_nothing_in_a_bound_volume(session: Session, office: Office, case: Complaint) -> None:
    """K5.8."""
    order = issued(session, office, case)
    step(session, office, order, "authorise", office.leader, answer="同意")
    at_stage(session, case, Stage.INVESTIGATED, outbound_on=date(2026, 9, 10))
    assert "已有变化" in refused(session, office, order, "carry_out", office.officer).sentence.zh
    at_stage(session, case, Stage.ARCHIVED, outbound_on=date(2026, 9, 13))
    assert refused(session, office, order, "carry_out", office.officer).sentence == correcting.IN_THE_VOLUME
    assert case.outbound_on == date(2026, 9, 13)


def test_it_waits_for_the_one_who_may_by_the_day_of_the_rule_and_for_nobody_whom_the_case_concerns(session: Session, office: Office, case: Complaint) -> None:
    """K5.8, K4.7."""
    order = issued(session, office, case)
    waits = {}
    for who in (office.officer, office.leader, office.accused):
        act(session, office.as_(who), clock=lambda: FRIDAY)
        waits[who] = [(one.move.name, one.due) for one in tasks(session) if one.register is ORDER]
    assert waits == {office.officer: [], office.leader: [("authorise", date(2026, 9, 22))], office.accused: []}
    act(session, office.as_(office.accused), clock=lambda: FRIDAY)
    with pytest.raises(DomainError):
        find(session, ORDER, order.id)
    assert refused(session, office, order, "authorise", office.accused, answer="同意").clause
    with pytest.raises(DomainError):
        create(session, ORDER, {**GIVEN, "complaint": case.id})


def test_the_term_of_an_order_is_a_rule(session: Session, office: Office, case: Complaint) -> None:
    """K5.8."""
    with acting(session, System("test")):
        session.add(RuleValue(rule=ComplaintRule.CORRECTION_DAYS, amount=1, valid_from=FRIDAY.date(), basis="x"))
    assert issued(session, office, case).due_on == date(2026, 9, 20), "the Sunday is worked"


# ---- what was registered stays, and is corrected the same way ----------------------------------------------------------


REFERRED = {"channel": "referred", "referred_by": "市司法局", "referred_no": "〔2026〕7号", "referred_due_on": date(2026, 9, 24)}


@pytest.mark.parametrize("stage", [Stage.REGISTERED, Stage.INVESTIGATING, Stage.CLOSED, Stage.ARCHIVED])
def test_what_was_registered_stays(session: Session, office: Office, stage: Stage) -> None:
    """K4.3, T2.5, T2.8: neither clock nor authority goes away by an edit; what was left empty may still be filled in."""
    case = at_stage(session, a_case(session, office, **REFERRED), stage)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    changes = {
        "channel": "phone", "referred_by": None, "referred_no": "", "referred_due_on": None, "received_at": FRIDAY - timedelta(hours=1),
        "facts": "没有异味。", "demanded": "什么都不要。",
    }  # fmt: skip
    for key, value in changes.items():
        with pytest.raises(Invalid) as found:
            update(session, case, {key: value})
        assert (found.value.clause, set(found.value.fields)) == ("K4.3", {key})
        session.expire(case)
    update(session, case, {"title": "酒有异味（两瓶）"})


def test_the_moment_of_receipt_is_only_put_earlier(session: Session, office: Office) -> None:
    """T2.5, T2.8: else the 24 hours would begin anew in the last of them."""
    case = a_case(session, office)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY + timedelta(hours=23))
    with pytest.raises(Invalid) as found:
        update(session, case, {"received_at": FRIDAY + timedelta(hours=23)})
    assert (found.value.clause, set(found.value.fields)) == ("T2.5", {"received_at"})
    session.expire(case)
    before = running(session, case)["C1"]
    update(session, case, {"received_at": FRIDAY - timedelta(hours=1)})
    assert running(session, case)["C1"] == before - timedelta(hours=1)


def test_before_it_is_registered_it_is_typed_anew(session: Session, office: Office) -> None:
    """T2.3."""
    case = a_case(session, office, **REFERRED)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    update(session, case, {"channel": "phone", "referred_by": None, "referred_due_on": None, "respondents": []})
    assert "C13" not in running(session, case)


def test_who_is_complained_of_is_only_added_to(session: Session, office: Office) -> None:
    """K4.7: he keeps away until the findings say that he was named by mistake."""
    case = at_stage(session, a_case(session, office), Stage.REGISTERED)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    with pytest.raises(Invalid) as found:
        update(session, case, {"respondents": [office.other]})
    assert found.value.fields == {"respondents": upkeep.STAYS_NAMED}
    session.expire(case)
    update(session, case, {"respondents": [office.accused, office.other]})
    assert [one.id for one in case.respondents] == [office.other, office.accused]


def test_a_moment_that_was_mistyped_is_corrected_by_an_order_and_the_clocks_follow(session: Session, office: Office) -> None:
    """K5.8, T2.5: both are told in words, in the time of the office."""
    case = at_stage(session, a_case(session, office), Stage.REGISTERED)
    before = running(session, case)["C1"]
    order = issued(session, office, case, what="received_at", right="2026-09-18 09:00")
    assert order.wrong == "2026-09-18 10:00"
    step(session, office, order, "authorise", office.leader, answer="同意")
    step(session, office, order, "carry_out", office.officer)
    assert running(session, case)["C1"] == before - timedelta(hours=1)
    assert issued(session, office, case, what="channel", right="书面").wrong == "电话"
