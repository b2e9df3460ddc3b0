"""Which cases may be about the same: by telephone, customer and words, within some days, and only among what the reader may see (T2.3, K4.4)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from domain.access import Clearance, Level
from domain.likeness import alike, pairs
from domain.rules import ComplaintRule, RuleCode
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.fence import act, acting
from models.governance.rule_value import RuleValue
from operations.complaints.duplicates import Asked, asked_by, likely
from permissions.actor import System
from permissions.grants import AreaRight, Rights
from tests.factories import everything, make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage

OTHER = {"phone": "13900000000", "title": "送货迟到", "facts": "约好周一送到，周四才来，没有人打电话说明。", "respondents": []}
SHOWN = select(Complaint.id)


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def reasons(session: Session, office: Office, case: Complaint | Asked, *roles: Rights, who: int = 0) -> dict[int, str]:
    act(session, office.as_(who or office.officer, *roles), clock=lambda: FRIDAY)
    asked = asked_by(case) if isinstance(case, Complaint) else case
    return {one.id: "，".join(reason.zh for reason in one.reasons) for one in likely(session, asked, SHOWN)}


def test_the_same_telephone_customer_or_words_within_thirty_days(session: Session, office: Office) -> None:
    """T2.3, T6.2: who complains twice is one matter."""
    customer = make(session, "customer").id
    case = a_case(session, office, customer=customer)
    phone = a_case(session, office, **OTHER | {"phone": "13700012345"})
    buyer = a_case(session, office, **OTHER, customer=customer, received_at=FRIDAY - timedelta(days=30))
    words = a_case(session, office, **OTHER | {"title": "酒 有异味！", "facts": "开瓶以后有异味。"})
    a_case(session, office, customer=customer, received_at=FRIDAY - timedelta(days=31))
    a_case(session, office, **OTHER)
    at_stage(session, a_case(session, office), Stage.MERGED)
    found = reasons(session, office, case)
    assert list(found) == [phone.id, words.id, buyer.id], "most alike first"
    assert (found[phone.id], found[buyer.id]) == ("同一电话", "同一客户")
    assert re.fullmatch(r"内容相似 \d\d%", found[words.id])
    assert set(reasons(session, office, Asked(FRIDAY, phone="13700012345"))) == {case.id, phone.id}, "of a form that is still typed"
    for code, amount in ((ComplaintRule.DUPLICATE_DAYS, 31), (ComplaintRule.DUPLICATE_PERCENT, 100)):
        act(session, office.as_(office.officer))
        with_rule(session, code, amount)
    changed = reasons(session, office, case)
    assert len(changed) == 3
    assert words.id not in changed


def with_rule(session: Session, code: RuleCode, amount: int) -> None:
    with acting(session, System("test")):
        session.add(RuleValue(rule=code, amount=amount, valid_from=FRIDAY.date(), basis="x"))


def test_who_keeps_away_infers_nothing_and_a_masked_number_is_not_found_by_trying(session: Session, office: Office) -> None:
    """K4.7, K4.18."""
    about_him = a_case(session, office)
    his = a_case(session, office, respondents=[])
    assert about_him.id in reasons(session, office, his)
    assert about_him.id not in reasons(session, office, his, who=office.accused)
    masked = Rights("m", {None: AreaRight(Clearance.INTERNAL, Clearance.INTERNAL, Level.MASKED)}, everything().actions)
    typed = Asked(FRIDAY, phone="13700012345")
    assert reasons(session, office, typed)
    assert reasons(session, office, typed, masked) == {}
    assert "电话" not in reasons(session, office, his, masked)[about_him.id], "the words are alike, and that is all he learns"
    blind = Rights("b", {None: AreaRight(Clearance.OPEN, None, Level.HIDDEN)}, everything().actions)
    assert "电话" not in "".join(reasons(session, office, his, blind).values())


def test_candidates_come_from_indexes_however_many_cases_there_are(session: Session, office: Office) -> None:
    """No step of the database's plan reads all complaints."""
    case, seen = a_case(session, office, customer=make(session, "customer").id), []
    engine = session.get_bind()

    def note(_connection: object, _cursor: object, statement: str, values: object, *_more: object) -> None:
        seen.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        reasons(session, office, case)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    asked = [one for one in seen if "UNION ALL" in one[0]]
    assert len(asked) == 1
    assert len(seen) == 2, "the numbers of the rules, and all candidates at once"
    if engine.dialect.name != "sqlite":
        return
    plan = [row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1])]
    assert not [line for line in plan if re.match(r"SCAN complaint\b", line)], plan
    for index in ("ix_complaint_phone", "ix_complaint_customer", "ix_complaint_received_at", "INTEGER PRIMARY KEY"):
        assert any(re.match(rf"SEARCH complaint USING .*{index}", line) for line in plan), (index, plan)


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [("开瓶后有异味，酒液浑浊", "开瓶后有异味,酒液浑浊。", 100), ("酒有味", "酒有味", 0), ("开瓶后有异味，酒液浑浊", "约好周一送到，周四才来", 0)],
)
def test_texts_are_alike_by_their_pairs_of_characters(one: str, other: str, percent: int) -> None:
    assert alike(pairs(one), pairs(other)) == percent
