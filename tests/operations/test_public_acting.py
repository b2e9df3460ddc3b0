"""What the public pages may do in the database: five acts, five tables, what is there by its moves only; the fence holds them to it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from domain.errors import Conflict, Refused
from models.complaints.complaint import Complaint
from models.complaints.message import Purpose
from models.complaints.stages import WORKFLOW, Stage
from models.complaints.words import Satisfaction
from models.customers.customer import Customer
from models.fence import NoAuthority, act
from models.governance.notice import Notice
from models.register import registers
from operations.complaints import public_messages, receipts, tracking
from operations.complaints.public_acting import ACTS, WRITES, outsider
from operations.moves import perform
from operations.records import create
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage, take, values_of

KEY = b"k" * 32


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def outside(session: Session) -> None:
    act(session, outsider(), clock=lambda: FRIDAY)


def test_the_acts_and_tables_are_these_and_no_more() -> None:
    assert {("complaint", one) for one in ("create", "withdraw", "call", "object")} | {("complaint_message", "create")} == ACTS
    assert {"complaint", "complaint_message", "complaint_receipt", "survey_link", "public_count"} == WRITES


def test_no_other_move_is_his(session: Session, office: Office) -> None:
    case = a_case(session, office)
    outside(session)
    for move in WORKFLOW.moves:
        if move.name not in ("withdraw", "call", "object"):
            with pytest.raises(Refused):
                perform(session, case, move.name, values_of(office, move))


def test_no_other_register_is_his(session: Session, office: Office) -> None:
    outside(session)
    for key in registers.keys() - {"complaint", "complaint_message"}:
        with pytest.raises(Refused):
            create(session, registers[key], {})


def test_what_is_there_he_changes_by_a_move_only(session: Session, office: Office) -> None:
    case = a_case(session, office)
    session.flush()
    outside(session)
    case.facts = "改过"
    with pytest.raises(NoAuthority):
        session.flush()
    session.expire(case)
    session.delete(case)
    with pytest.raises(NoAuthority):
        session.flush()


def test_other_tables_are_closed_to_statements_and_records_alike(session: Session, office: Office) -> None:
    customer = make(session, "customer")
    outside(session)
    for statement in (update(Customer).values(name="x"), delete(Customer), update(registers["employee"].model.__table__).values(name="x")):
        with pytest.raises(NoAuthority):
            session.execute(statement)
    customer.name = "x"
    with pytest.raises(NoAuthority):
        session.flush()
    session.expire(customer)
    session.add(Customer(name="y", customer_class="general"))
    with pytest.raises(NoAuthority):
        session.flush()


def test_the_system_itself_is_not_narrowed(session: Session, office: Office) -> None:
    case = a_case(session, office)
    case.facts = "改过"
    session.flush()
    session.execute(update(Customer).values(name=Customer.name))


def test_he_says_what_he_thinks_as_the_step_of_the_call(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.ANSWERED, answered_at=FRIDAY, handler_id=office.handler)
    outside(session)
    perform(session, case, "call", {"satisfaction": Satisfaction.DISSATISFIED, "customer_says": "太慢"})
    assert (case.stage, case.satisfaction, case.called_by_id) == (Stage.CALLED, Satisfaction.DISSATISFIED, None)  # type: ignore[attr-defined]


# ---- what he learns --------------------------------------------------------------------------------------------------


def seen(session: Session, case: Complaint) -> tracking.Progress:
    outside(session)
    return tracking.progress(session, case.id)


def test_the_days_left_are_those_of_the_term_he_waits_for(session: Session, office: Office) -> None:
    case = a_case(session, office)
    take(session, office, case, "register", office.officer)
    take(session, office, case, "accept", office.officer)
    assert seen(session, case).days_left == 3
    for name, who in (("assign", office.officer), ("sign_for", office.other)):
        take(session, office, case, name, who, **({"handler": office.other} if name == "assign" else {}))
    assert seen(session, case).days_left == 3, "not those of signing for it, which is ours"
    at_stage(session, case, Stage.FINISHED, finished_at=FRIDAY)
    assert seen(session, case).stage == Stage.FINISHED
    at_stage(session, case, Stage.CLOSED)
    assert seen(session, case).days_left is None


def test_while_we_wait_for_him_no_day_is_counted_and_he_sees_what_is_missing(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATING, handler_id=office.handler, due_on=FRIDAY.date().replace(day=22))
    assert not seen(session, case).wanted
    at_stage(session, case, Stage.INVESTIGATING, paused_at=FRIDAY, requested="请寄回样品。")
    found = seen(session, case)
    assert (found.wanted, found.days_left) == (True, None)
    assert "请寄回样品。" in [text for _label, text in found.words]
    public_messages.write_in(session, KEY, case.id, "已寄出", Purpose.MATERIAL)
    at_stage(session, case, Stage.INVESTIGATING, paused_at=None)
    assert "请寄回样品。" not in [text for _label, text in seen(session, case).words]


def test_objections_are_kept_and_the_next_round_begins_by_itself(session: Session, office: Office) -> None:
    """K4.22: with another handler, and told to the one before."""
    case = at_stage(session, a_case(session, office), Stage.ANSWERED, answered_at=FRIDAY, handler_id=office.handler)
    outside(session)
    public_messages.write_in(session, KEY, case.id, "只换了一瓶", Purpose.OBJECTION)
    public_messages.write_in(session, KEY, case.id, "谢谢", Purpose.MESSAGE)
    assert [one.text for one in public_messages.objections(session, case.id)] == ["只换了一瓶"]
    assert (case.stage, case.round, case.handler_id, case.objection, str(case.objection_by)) == (Stage.ACCEPTED, 2, None, "只换了一瓶", "complainant")
    assert [one.id for one in case.earlier_handlers] == [office.handler]
    with pytest.raises(Conflict):  # one only: nothing is answered yet in the new round
        public_messages.write_in(session, KEY, case.id, "还有", Purpose.OBJECTION)


@pytest.mark.parametrize(
    ("stage", "columns", "days", "sentence"),
    [(Stage.CLOSED, {}, 22, "10 个工作日"), (Stage.ANSWERED, {"round": 2}, 1, None), (Stage.REFUSED, {}, 1, None), (Stage.SETTLED, {}, 1, None)],
    ids=["too late", "the meeting", "refused", "settled"],
)
def test_an_objection_that_begins_no_round_is_refused_or_kept_for_people(
    session: Session, office: Office, stage: Stage, columns: dict[str, Any], days: int, sentence: str | None
) -> None:
    case = at_stage(session, a_case(session, office), stage, answered_at=FRIDAY, **columns)
    before = case.round
    act(session, outsider(), clock=lambda: FRIDAY + timedelta(days=days))
    assert tracking.progress(session, case.id).may_object is (sentence is None)
    if sentence is None:
        public_messages.write_in(session, KEY, case.id, "不同意", Purpose.OBJECTION)
    else:
        with pytest.raises(Refused, match="10 working days") as found:
            public_messages.write_in(session, KEY, case.id, "不同意", Purpose.OBJECTION)
        assert (found.value.clause, sentence in found.value.sentence.zh) == ("K4.22", True)
    assert len(public_messages.objections(session, case.id)) == (sentence is None)
    assert (case.stage, case.round) == (stage, before)


def test_what_an_authority_referred_is_not_ended_by_his_wish(session: Session, office: Office) -> None:
    case = a_case(session, office, channel="referred", referred_by="市场监管局", referred_no="〔2026〕1号")
    at_stage(session, case, Stage.REGISTERED)
    outside(session)
    assert not public_messages.withdraw(session, KEY, case.id, "已解决")
    assert case.stage == Stage.REGISTERED
    letters: Any = tracking.letters(session, case.id)
    assert [one.text for one in letters] == ["已解决"]


def test_who_is_told_of_a_letter_is_the_handler_and_never_one_complained_of(session: Session, office: Office) -> None:
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATING, handler_id=office.handler)
    outside(session)
    public_messages.write_in(session, KEY, case.id, "请快些", Purpose.MESSAGE)
    at_stage(session, case, Stage.INVESTIGATING, handler_id=office.accused)
    outside(session)
    public_messages.write_in(session, KEY, case.id, "再快些", Purpose.MESSAGE)
    act(session, System("test"))
    told = session.query(Notice.person_id).filter(Notice.code == "letter").all()
    assert [person for (person,) in told] == [office.handler]


def test_a_code_given_out_again_is_the_only_one(session: Session, office: Office) -> None:
    case = a_case(session, office)
    outside(session)
    first, second = (receipts.issue(session, KEY, case) for _n in range(2))
    assert receipts.check(session, KEY, first, "203.0.113.1") is None
    assert receipts.check(session, KEY, second, "203.0.113.1") is not None
    assert receipts.check(session, b"x" * 32, second, "203.0.113.1") is None
