"""What one set of regulations asks and the others do not: the law firm's written answer, the director's answer of a property."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from domain.complaint_clocks import Profile
from domain.errors import Invalid
from domain.terms import Term
from models.complaints.complaint import Complaint
from models.complaints.words import ReplyForm
from operations.complaints.steps import Check

WHY_NOT_WRITTEN = Term(
    "原则上应当书面答复。未用书面的，请写明理由。", "The answer is given in writing as a rule; give a reason for any other way."
)
DIRECTOR_TOO = Term("处理结果除答复住户外，还应答复主任，请填写。", "The director is told the result as well as the resident: say what he was told.")


def _written_or_why(_session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    """K4.19: in writing, which is what an empty choice means; any other way needs its reason."""
    if case.profile is Profile.K4 and (values.get("reply_form") or ReplyForm.WRITTEN) != ReplyForm.WRITTEN and not values.get("reply_reason"):
        raise Invalid(WHY_NOT_WRITTEN, fields={"reply_reason": WHY_NOT_WRITTEN}, clause="K4.19")


def _director_told(_session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    """K6.8: the resident and the director, both; nothing is without an echo."""
    if case.profile is Profile.K6 and not values.get("director_told"):
        raise Invalid(DIRECTOR_TOO, fields={"director_told": DIRECTOR_TOO}, clause="K6.8")


CHOICES: dict[str, tuple[Check, ...]] = {"answer": (_written_or_why, _director_told)}
