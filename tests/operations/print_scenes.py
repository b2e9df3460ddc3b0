"""Scenes for printing: a case in which every field is filled, and the text of a PDF as a reader finds it."""

import io
import re
from typing import Any

from pypdf import PdfReader
from sqlalchemy.orm import Session

from domain.kinds import POINTERS, Kind
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.fence import act, acting
from permissions.actor import System
from tests.factories import make, value_for
from tests.operations.complaint_scenes import FRIDAY, Office, a_case, an_office, at_stage

LETTERHEAD = "湖州示范有限公司"


def a_full_case(session: Session, office: Office | None = None, stage: Stage = Stage.CLOSED, **given: Any) -> tuple[Office, Complaint]:
    """A case at ``stage`` in which every field holds something, with one piece of evidence."""
    office = office or an_office(session)
    act(session, System("test"), clock=lambda: FRIDAY)
    case = a_case(session, office)
    values: dict[str, Any] = {}
    for number, (key, spec) in enumerate(Complaint.register.fields.items()):
        if spec.kind is Kind.REFERENCES or key in ("number", "stage"):
            continue
        if spec.kind in POINTERS:
            values[spec.column] = {"employee": office.handler, "department": office.department}.get(spec.target)
        elif getattr(case, key) in (None, "", False):
            values[key] = value_for(spec, number + 1)
    values |= {"handler_id": office.handler, "customer_id": None, "opinion_by_id": office.officer, "decided_by_id": office.leader, "round": 1}
    values |= {"notify_authority": False, **given}
    case = at_stage(session, case, stage, **values)
    make(session, "complaint_evidence", complaint=case.id, verified="与记录核对一致", title="检验报告")
    with acting(session, System("test")):
        session.expire(case)
        session.refresh(case)
    return office, case


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, without the spaces a PDF puts between Chinese characters."""
    return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]
