"""The story of a case and of a customer in order of time: through the fence, by readable fields only, page by page (A5.4, K4.7)."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from domain.access import Level
from domain.kinds import Kind
from domain.timelines import TIMELINES
from models.complaints.complaint import Complaint
from models.fence import act, acting
from models.register import registers
from operations.timelines import Entry, timeline
from permissions.actor import System
from tests.factories import everything, make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, a_measure, a_meeting, an_office, take

DAY = FRIDAY.date()


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def told(found: list[Entry]) -> list[str]:
    return [f"{one.what.zh} {one.text.zh} {one.who}".strip() for one in found]


def test_steps_clocks_letters_measures_and_meetings_of_a_case_stand_in_order_of_time(session: Session, office: Office) -> None:
    """A5.4: what was told to whom and when."""
    case = a_case(session, office)
    take(session, office, case, "register", office.officer, FRIDAY + timedelta(minutes=1))
    act(session, System("test"), clock=lambda: FRIDAY)
    make(session, "complaint_message", complaint=case.id, text="请问何时答复", sent_at=FRIDAY + timedelta(minutes=2))
    a_measure(session, office, case)
    meeting = a_meeting(session, office, case, planned_at=FRIDAY + timedelta(days=2))
    act(session, office.as_(office.officer), clock=lambda: FRIDAY + timedelta(hours=1))
    found, more = timeline(session, case, 50)
    assert not more
    assert all(one.at >= other.at for one, other in pairwise(found))
    words, step = told(found), f"办理 已登记·待受理 人{office.officer} (p{office.officer})"
    assert words[0] == f"审议会召开时间 {meeting.number}"
    for expected in ("与投诉人往来 请问何时答复", step, "停止计时 登记", "开始计时 首次答复", "定下措施 更换同批产品 另一经办人"):
        assert expected in words, (expected, words)
    assert words.index("与投诉人往来 请问何时答复") < words.index(step)
    act(session, office.as_(office.accused))
    assert timeline(session, case, 50) == ([], False), "who is complained of learns nothing, even with the record in his hands"


def test_a_field_the_reader_may_not_read_everywhere_tells_nothing(session: Session, office: Office) -> None:
    """K4.18: neither by its words nor by its place."""
    case = a_case(session, office)
    make(session, "complaint_message", complaint=case.id, text="秘密", sent_at=FRIDAY)
    hides = {("complaint_message", "text", None): Level.HIDDEN, ("complaint_clock", "started_at", None): Level.HIDDEN}
    act(session, office.as_(office.officer, replace(everything(), fields=hides)))
    words = told(timeline(session, case, 50)[0])
    assert "与投诉人往来" in words
    assert "秘密" not in str(words)
    assert "开始计时" not in str(words)


def test_all_of_a_customer_page_by_page_and_each_entry_once(session: Session, office: Office) -> None:
    """A5.4, Y6.2: complaints, letters, changes and who asked for the archive, days and moments mixed, many at the same time."""
    customer = make(session, "customer").id
    for number in range(4):
        a_case(session, office, customer=customer, title=f"投诉{number}", respondents=[])
        make(session, "correspondence", customer=customer, exchanged_on=DAY - timedelta(days=number % 2), subject=f"函{number}")
    with acting(session, System("test")):
        session.execute(update(Complaint).where(Complaint.title == "投诉3").values(received_at=FRIDAY.replace(hour=16) - timedelta(days=1)))
    make(session, "major_event", customer=customer, happened_on=date(2025, 1, 1), title="签约")
    about_him = a_case(session, office, customer=customer, title="关于他")
    make(session, "registration_change", customer=customer, changed_on=DAY, change="法人变更")
    make(session, "correspondence", customer=make(session, "customer").id, exchanged_on=DAY, subject="别的客户")
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    record = session.get_one(registers["customer"].model, customer)
    whole, _ = timeline(session, record, 100)
    assert {f"投诉{n}" for n in range(4)} | {f"函{n}" for n in range(4)} | {"签约", "关于他", "法人变更"} <= {one.text.zh for one in whole}
    assert "别的客户" not in str(told(whole))
    assert [one.text.zh for one in whole].index("函0") < [one.text.zh for one in whole].index("投诉3"), "midnight itself is the later"
    for size in (1, 2, 3):
        seen: list[Entry] = []
        more, place = True, None
        while more:
            page, more = timeline(session, record, size, place)
            seen += page
            place = page[-1].place
        assert seen == whole, size
    act(session, office.as_(office.accused), clock=lambda: FRIDAY)
    assert about_him.title not in {one.text.zh for one in timeline(session, record, 100)[0]}


BESIDE = {"contact", "archive_unit", "archive_transfer", "customer_merge", "datum_origin"}
"""What is no event of a customer: who can be reached, where his data come from, what lies in the store, and the mergings, which its history tells."""


def test_whatever_names_a_customer_tells_its_story_on_his_timeline() -> None:
    """A3.1: the 360° view grows with the registers; each moment, text and name is a field of its register."""
    about = {key for key, register in registers.items() if any(one.target == "customer" and one.kind is Kind.REFERENCE for one in register.fields.values())}
    assert about - BESIDE == {source.register for source in TIMELINES["customer"]}
    for sources in TIMELINES.values():
        for source in sources:
            fields = registers[source.register].fields
            assert source.at in fields or source.at == "created_at", source
            assert {source.link, source.text, source.who} - {""} <= fields.keys(), source
