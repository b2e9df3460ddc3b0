"""Originals of evidence: where, with whom, from whom, and back to him once the case is over."""

import pytest
from sqlalchemy.orm import Session

from domain.errors import Invalid
from models.base import Record
from models.complaints.complaint import Complaint
from models.complaints.evidence import ComplaintEvidence
from models.complaints.stages import Stage
from models.fence import act
from operations.printing import paper
from operations.printing.catalogue import FORMS
from operations.printing.content import filled
from operations.records import create, update
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage
from tests.operations.print_scenes import pages_of

BACK = {"returned_on": FRIDAY.date(), "returned_to": "王芳"}


def kept(session: Session, office: Office, stage: Stage, **more: object) -> Record:
    case = at_stage(session, a_case(session, office), Stage.INVESTIGATING, handler_id=office.handler, arranged_at=FRIDAY)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    given = {
        "complaint": case.id, "title": "检验报告", "collected_on": FRIDAY.date(), "finding": "true", "original": True, "kept_at": "一号柜",
        "keeper": office.officer, "brought_by": "王芳",
    }  # fmt: skip
    found: Record = create(session, ComplaintEvidence.register, {**given, **more})
    at_stage(session, case, stage)
    act(session, office.as_(office.officer), clock=lambda: FRIDAY)
    return found


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


@pytest.mark.parametrize("lacking", ["kept_at", "keeper"])
def test_an_original_says_where_it_is_and_who_keeps_it(session: Session, office: Office, lacking: str) -> None:
    """K4.5."""
    with pytest.raises(Invalid) as found:
        kept(session, office, Stage.INVESTIGATING, **{lacking: None})
    assert list(found.value.fields) == [lacking]


def test_an_original_goes_back_only_once_the_case_is_over(session: Session, office: Office) -> None:
    """K4.5: with the day and to whom; while the case runs it stays."""
    one = kept(session, office, Stage.ANSWERED)
    with pytest.raises(Invalid) as found:
        update(session, one, BACK)
    assert (found.value.clause, list(found.value.fields)) == ("K4.5", ["returned_on"])
    session.rollback()


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.ARCHIVED])
def test_after_its_end_it_is_handed_back_with_day_and_name(session: Session, office: Office, stage: Stage) -> None:
    """K4.5: and the printed receipt says so."""
    one = kept(session, office, stage)
    case = session.get_one(Complaint, one.complaint_id)  # type: ignore[attr-defined]
    with pytest.raises(Invalid) as found:
        update(session, one, {"returned_on": FRIDAY.date()})
    assert (found.value.clause, list(found.value.fields)) == ("K4.5", ["returned_to"])
    session.refresh(one)
    update(session, one, BACK)
    doc = filled(session, case, FORMS["P10"], "zh")
    pdf = paper.pdf([doc], company="某公司", printed="", locale="zh", digest=paper.digest_of(doc))
    text = "".join(pages_of(pdf))
    assert "原件保管人" in text
    assert text.count("王芳") >= 2
