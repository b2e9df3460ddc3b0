"""What a field or a move declares is kept for every register alike: days in order, demanded fields, terms, four eyes, posts, needed records."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Scope
from domain.areas import Area
from domain.errors import Invalid, Misdeclared
from domain.months import months_after
from domain.rules import CustomerRule
from domain.terms import Term
from domain.workflow import Move
from models import checks, fields
from models.customers.registration import Registration
from models.fence import act
from models.governance.notice import Notice
from models.governance.rule_value import RuleValue
from models.organisation.appointment import Post
from models.register import Register, registers
from operations.declared_guards import declared_refusal
from operations.declared_terms import declared_problems, remind_of_terms
from operations.moves import perform
from operations.records import create
from operations.waiting import tasks
from permissions.actor import Person, StandIn, System
from tests.factories import everything, holding, make
from tests.models.scenes import Town, a_town, may

NOW = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)  # already the 22nd in Shanghai


class Result(StrEnum):
    GOOD = "good"
    BAD = "bad"


def a_register() -> Register:
    """Two days and a moment in order, and a reason that a bad result demands."""
    register = Register(title=Term("测试", "Test"), area=Area.CUSTOMERS)
    declared = {
        "from_on": fields.day("开始", "From", past=True),
        "until_on": fields.day("结束", "Until", not_before="from_on"),
        "at": fields.moment("时刻", "At", past=True, not_before="from_on"),
        "result": fields.choice("结果", "Result", {Result.GOOD: Term("好", "good"), Result.BAD: Term("坏", "bad")}),
        "why": fields.text("原因", "Why", needed_when=("result", (Result.BAD,))),
    }
    register.fields.update({key: spec.named(key) for key, spec in declared.items()})
    return register


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"from_on": date(2026, 11, 22)}, {}),
        ({"from_on": date(2026, 11, 23)}, {"from_on": "「开始」不能晚于现在。"}),
        ({"at": NOW}, {}),
        ({"at": NOW + timedelta(minutes=1)}, {"at": "「时刻」不能晚于现在。"}),
        ({"from_on": date(2026, 5, 2), "until_on": date(2026, 5, 2)}, {}),
        ({"from_on": date(2026, 5, 2), "until_on": date(2026, 5, 1)}, {"until_on": "「结束」不能早于「开始」（2026-05-02）。"}),
        ({"from_on": date(2026, 11, 22), "at": NOW}, {}),  # the same day in the office, though not in Greenwich
        ({"result": Result.GOOD}, {}),
        ({"result": Result.BAD}, {"why": "「结果」为「坏」时须填写「原因」。"}),
        ({"result": Result.BAD, "why": ""}, {"why": "「结果」为「坏」时须填写「原因」。"}),
        ({"result": Result.BAD, "why": "雨"}, {}),
    ],
)
def test_days_stand_in_order_and_a_choice_demands_its_reason(session: Session, values: dict[str, Any], refused: dict[str, str]) -> None:
    act(session, System("test"), clock=lambda: NOW)
    found = declared_problems(session, a_register(), values.get)
    assert {key: sentence.zh for key, sentence in found.items()} == refused


def test_too_much_is_refused_where_it_is_read() -> None:
    score = fields.number("得分", "Score", maximum=100).named("score")
    assert checks.read(score, "100") == 100
    with pytest.raises(Invalid, match="at most 100"):
        checks.read(score, "101")


def test_a_declaration_that_names_no_field_is_noticed_when_the_program_starts() -> None:
    for wrong in (
        fields.day("甲", "A", not_before="nothing"), fields.text("乙", "B", needed_when=("result", ("neither",))),
        fields.day("丙", "C", within=fields.Within("nothing", CustomerRule.CHANGE_DAYS, done="from_on")),
        fields.day("丁", "D", within=fields.Within("from_on", CustomerRule.CHANGE_DAYS)),  # no workflow ever ends it
    ):  # fmt: skip
        register = a_register()
        object.__setattr__(register, "model", Registration)
        register.fields.update(name=fields.text("名称", "Name").named("name"), wrong=wrong.named("wrong"))
        with pytest.raises(Misdeclared):
            register.check(registers)


# ---- terms -----------------------------------------------------------------------------------------------------------


def test_a_term_follows_from_its_day_and_keeps_the_number_it_began_with(session: Session) -> None:
    """R4.5, K7.6: another number counts for what begins from its day on; typing the term is in nobody's power."""
    session.add(RuleValue(rule=CustomerRule.REGISTRATION_DAYS, amount=2, valid_from=date(2026, 6, 8), basis="测试"))
    session.flush()
    old = make(session, "registration", contacted_on=date(2026, 6, 5))
    new = make(session, "registration", contacted_on=date(2026, 6, 8))
    assert (str(old.due_on), str(new.due_on)) == ("2026-06-12", "2026-06-10")
    assert Registration.register.fields["due_on"].system


def test_who_is_named_is_told_once_when_a_term_is_near_and_once_when_it_is_over(session: Session) -> None:
    """K7.6: five working days after the Monday is the next Monday."""
    town = a_town(session)
    filing = make(session, "registration", customer=town.of_wang, applicant=town.wang, contacted_on=date(2026, 6, 1))
    filed = make(session, "registration", customer=town.of_wang, applicant=town.wang, contacted_on=date(2026, 6, 1))
    perform(session, filed, "file", {})

    def told(day: date) -> list[str]:
        act(session, System("test"), clock=lambda: datetime(day.year, day.month, day.day, 2, tzinfo=UTC))
        remind_of_terms(session)
        remind_of_terms(session)
        mine = select(Notice.code).where(Notice.register_key == "registration", Notice.record_id.in_((filing.id, filed.id)))
        return sorted(session.scalars(mine.where(Notice.person_id == town.wang)))

    assert filing.due_on == date(2026, 6, 8)
    assert told(date(2026, 6, 6)) == []
    assert told(date(2026, 6, 7)) == ["term.due_on.near"]
    assert told(date(2026, 6, 9)) == ["term.due_on.near", "term.due_on.over"]
    assert told(date(2026, 6, 20)) == ["term.due_on.near", "term.due_on.over"]


@given(st.dates(date(1950, 1, 1), date(2900, 1, 1)), st.integers(0, 600))
def test_months_after_a_day_is_that_day_of_the_month_or_its_last(day: date, count: int) -> None:
    found = months_after(day, count)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == count
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


# ---- who takes a move ------------------------------------------------------------------------------------------------

FILE = Registration.register.workflow.by_name["file"]  # type: ignore[union-attr]  # it has one


@pytest.fixture
def town(session: Session) -> Town:
    return a_town(session)


@pytest.fixture
def filing(session: Session, town: Town) -> Registration:
    record: Registration = make(session, "registration", customer=town.of_wang, applicant=town.wang)
    return record


def refused_to(session: Session, filing: Registration, who: Person, **declared: Any) -> str:
    act(session, holding(everything(), who=who))
    found = declared_refusal(session, filing, replace(FILE, **declared))
    return found.sentence.zh if found else ""


def test_who_stands_in_a_field_does_not_take_it_or_alone_takes_it(session: Session, town: Town, filing: Registration) -> None:
    wang, other = Person(1, town.wang, "w", "王"), Person(2, town.li, "l", "李")
    deputy = replace(other, standing_in=(StandIn(town.wang, "王"),))
    assert refused_to(session, filing, other, apart_from=("applicant",)) == ""
    assert refused_to(session, filing, wang, apart_from=("applicant",)) == "「备案」不能由「报备人」本人办理，请由其他人办理。"
    assert refused_to(session, filing, wang, only_for=("applicant",)) == ""
    assert refused_to(session, filing, deputy, only_for=("applicant",)) == ""  # K4.9: a delegation that runs
    assert refused_to(session, filing, other, only_for=("applicant",)) == "「备案」只能由「报备人」办理。"
    act(session, System("a task"))
    assert declared_refusal(session, filing, replace(FILE, apart_from=("applicant",), posts=((Post.CHAIRMAN, ""),))) is None


def test_a_post_decides_of_its_department_and_never_in_the_place_of_who_keeps_apart(session: Session, town: Town, filing: Registration) -> None:
    manages = frozenset({(Post.DEPARTMENT_MANAGER.value, town.north)})
    declared: dict[str, Any] = {"posts": ((Post.DEPARTMENT_MANAGER, ""), (Post.CHAIRMAN, "")), "apart_from": ("applicant",)}
    nobody, manager = Person(2, town.li, "l", "李"), Person(2, town.li, "l", "李", posts=manages)
    deputy = replace(manager, standing_in=(StandIn(town.wang, "王", posts=manages),))
    assert refused_to(session, filing, nobody, **declared) == "「备案」由部门经理或董事长办理。"
    assert refused_to(session, filing, manager, **declared) == ""
    assert refused_to(session, filing, deputy, **declared) == "「备案」由部门经理或董事长办理。"


def test_records_that_must_be_there_are_counted_for_everybody(session: Session, filing: Registration, town: Town) -> None:
    make(session, "archive_view_request", customer=town.of_wang)
    customer = session.get_one(registers["customer"].model, town.of_wang)
    act(session, System("a task"))
    move = Move("x", FILE.source, FILE.target, Term("某步", "Some step"), "K7.6", needs_records=(("archive_view_request", 1),))
    assert declared_refusal(session, customer, move) is None
    found = declared_refusal(session, customer, replace(move, needs_records=(("archive_view_request", 2),)))
    assert found is not None
    assert found.sentence.zh == "不能「某步」：还没有「档案查阅申请」。请先登记至少 2 条。"


def test_a_step_that_waits_stands_in_the_inbox_of_whom_it_declares(
    session: Session, town: Town, filing: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = replace(FILE, waits=True, apart_from=("applicant",))
    flow = Registration.register.workflow
    assert flow is not None
    monkeypatch.setitem(flow.by_name, "file", waiting)
    monkeypatch.setattr("operations.waiting_steps.WAITING", {})
    object.__setattr__(flow, "moves", (waiting, *flow.moves[1:]))
    try:
        for who, stands in ((town.wang_with(may(Scope.ALL)), False), (holding(everything(), who=Person(2, town.li, "l", "李")), True)):
            act(session, who)
            assert (filing.id in {one.record_id for one in tasks(session) if one.register.key == "registration"}) is stands
    finally:
        object.__setattr__(flow, "moves", (FILE, *flow.moves[1:]))


def test_a_record_against_its_declarations_is_not_stored(session: Session, town: Town) -> None:
    spec = Registration.register.fields["contacted_on"]
    Registration.register.fields["contacted_on"] = replace(spec, past=True)
    Registration.register.__dict__.pop("declaring", None)
    try:
        act(session, System("test"), clock=lambda: NOW)
        with pytest.raises(Invalid) as refused:
            create(session, Registration.register, {"customer": town.of_wang, "applicant": town.wang, "contacted_on": date(2026, 11, 23)})
        assert list(refused.value.fields) == ["contacted_on"]
    finally:
        Registration.register.fields["contacted_on"] = spec
        Registration.register.__dict__.pop("declaring", None)
