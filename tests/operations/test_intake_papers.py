"""What is on paper of a case that came in: the form of an inquiry that was answered, the form of a complaint, and the list of all (T2.6, K4.4)."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from domain.errors import Refused
from models.fence import act
from operations.moves import perform
from operations.printing import printing
from operations.printing.catalogue import FORMS
from operations.printing.content import Doc, filled
from operations.printing.lists import listed
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office

ANSWER = "低温析出属正常现象，回温后消失，不影响饮用。"


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def words(doc: Doc) -> str:
    """Everything a form says."""
    return repr(doc)


def test_the_form_of_an_inquiry_holds_who_asked_what_and_what_was_answered(session: Session, office: Office) -> None:
    """T2.2, T2.6: only once it was answered; with the answer, who gave it and when."""
    case = a_case(session, office, title="低温下有沉淀", facts="瓶底有沉淀，能喝吗？", respondents=[])
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    with pytest.raises(Refused) as early:
        printing.prepare(session, case, "P03", "zh")
    assert early.value.clause == "T2.2"
    perform(session, case, "settle", {"kind": "quality", "answer": ANSWER})
    doc = printing.prepare(session, case, "P03", "zh")
    assert doc["title"] == "客户咨询登记表"
    for said in ("欧阳晓", "13700012345", "低温下有沉淀", "瓶底有沉淀，能喝吗？", ANSWER, FRIDAY.date().isoformat()):
        assert said in words(doc), said
    assert case.answered_by_id == office.officer


def test_a_registered_complaint_has_its_form_and_its_line_in_the_list(session: Session, office: Office) -> None:
    """K4.4: 《投诉或意见反映处理登记表》 from its registration on, and one line of the 台账 under the same number."""
    case, other = a_case(session, office), a_case(session, office, title="另一件", received_at=FRIDAY - timedelta(days=40))
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    with pytest.raises(Refused) as early:
        printing.prepare(session, case, "P04", "zh")
    assert early.value.clause == "K4.4"
    perform(session, case, "register", {})
    doc = filled(session, case, FORMS["P04"], "zh")
    assert doc["title"].startswith("投诉或意见反映处理登记表")
    for said in (case.number, "欧阳晓", "人民路1号", "酒有异味", "开瓶后有异味。", "查明原因。"):
        assert said in words(doc), said
    today = FRIDAY.date()
    (table, _signs) = listed(session, "P05", today, today, "zh")["blocks"]
    (line,) = table["rows"]
    assert {case.number, "欧阳晓", "酒有异味"} <= set(line)
    assert not {other.number, "另一件"} & set(line)
    numbers = [row[0] for row in listed(session, "P05", today - timedelta(days=60), today, "zh")["blocks"][0]["rows"]]
    assert sorted(numbers) == sorted((case.number, other.number))
