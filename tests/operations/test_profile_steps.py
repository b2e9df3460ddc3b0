"""What only one profile asks: K4 answers in writing or says why not, K6 answers the director as well."""

import pytest
from sqlalchemy.orm import Session

from domain.errors import Invalid
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from tests.operations.complaint_scenes import Office, a_case, an_office, at_stage, take


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def finished(session: Session, office: Office, profile: str) -> Complaint:
    return at_stage(session, a_case(session, office), Stage.FINISHED, profile=profile, handler_id=office.handler)


def test_a_law_firm_answers_in_writing_or_says_why_not(session: Session, office: Office) -> None:
    case = finished(session, office, "K4")
    with pytest.raises(Invalid) as refused:
        take(session, office, case, "answer", office.officer, reply_form="phone")
    assert (refused.value.clause, list(refused.value.fields)) == ("K4.19", ["reply_reason"])
    take(session, office, case, "answer", office.officer, reply_form="phone", reply_reason="客户要求电话答复")
    assert case.reply_reason == "客户要求电话答复"
    take(session, office, finished(session, office, "K4"), "answer", office.officer)
    take(session, office, finished(session, office, "T2"), "answer", office.officer, reply_form="phone")


def test_the_director_of_a_property_is_answered_as_well(session: Session, office: Office) -> None:
    case = finished(session, office, "K6")
    with pytest.raises(Invalid) as refused:
        take(session, office, case, "answer", office.officer)
    assert (refused.value.clause, list(refused.value.fields)) == ("K6.8", ["director_told"])
    take(session, office, case, "answer", office.officer, director_told="已当面汇报")
    assert case.stage is Stage.ANSWERED
