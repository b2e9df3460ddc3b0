"""What findings and decision rest on stays as it was when it was judged (K4.11, K4.16, K9.15)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from models.complaints.evidence import ComplaintEvidence
from models.complaints.stages import Stage
from models.complaints.words import Finding
from models.fence import act, acting
from operations.records import delete, update
from permissions.actor import System
from tests.factories import make
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage

JUDGED = (Stage.INVESTIGATED, Stage.PROPOSED, Stage.DECIDED, Stage.CLOSED, Stage.ARCHIVED)


@pytest.fixture
def office(session: Session) -> Office:
    return an_office(session)


def a_piece(session: Session, office: Office, stage: Stage, **more: Any) -> ComplaintEvidence:
    case = at_stage(session, a_case(session, office), stage, handler_id=office.handler)
    given = {"title": "监控录像", "finding": "true", "verified": "已核对", "collected_on": FRIDAY.date(), "witness": office.other}
    piece: ComplaintEvidence = make(session, "complaint_evidence", complaint=case.id, **{**given, **more})
    session.expire_all()
    act(session, office.as_(office.handler), clock=lambda: FRIDAY)
    return piece


@pytest.mark.parametrize("stage", JUDGED)
def test_evidence_is_not_rewritten_once_it_was_judged(session: Session, office: Office, stage: Stage) -> None:
    """K4.11, K9.15: neither what it is nor what it has shown, nor whose case it is; nor is it deleted."""
    piece = a_piece(session, office, stage)
    elsewhere = at_stage(session, a_case(session, office), Stage.INVESTIGATING, handler_id=office.handler)
    act(session, office.as_(office.handler), clock=lambda: FRIDAY)
    changes = {
        "finding": "untrue", "title": "换了", "verified": "另一说法", "witness": None,
        "collected_on": FRIDAY.date() - timedelta(days=2), "complaint": elsewhere.id,
    }  # fmt: skip
    for key, value in changes.items():
        with pytest.raises(Invalid) as refused:
            update(session, piece, {key: value})
        assert (refused.value.clause, set(refused.value.fields)) == ("K4.11", {key}), key
        session.refresh(piece)
    with pytest.raises(Refused) as kept:
        delete(session, piece)
    assert kept.value.clause == "K4.11"
    assert (piece.title, piece.finding) == ("监控录像", Finding.TRUE)


def test_it_is_corrected_while_it_is_looked_into(session: Session, office: Office) -> None:
    """K4.11: until the findings are handed in."""
    piece = a_piece(session, office, Stage.INVESTIGATING)
    update(session, piece, {"finding": "untrue", "title": "监控录像(二)", "verified": "再次核对"})
    assert piece.finding == Finding.UNTRUE
    delete(session, piece)


def test_what_was_left_empty_is_filled_in_and_what_is_checked_anew_is_said(session: Session, office: Office) -> None:
    """K4.7, K4.5: another's check of a piece, and where its original is, come later by their nature."""
    piece = a_piece(session, office, Stage.DECIDED, witness=None)
    update(session, piece, {"witness": office.other, "original": True, "kept_at": "一号柜", "keeper": office.handler})
    with acting(session, System("test")):
        piece.verify_again = True
        session.flush()
    act(session, office.as_(office.handler), clock=lambda: FRIDAY)
    update(session, piece, {"verified": "另一人重新核对", "finding": "untrue"})
    assert (piece.verify_again, piece.finding) == (False, Finding.UNTRUE)
    with pytest.raises(Invalid):
        update(session, piece, {"finding": "true"})
