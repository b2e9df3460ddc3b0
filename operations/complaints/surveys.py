"""The customer's own word on the result, by a link that works once (T4.2, Y6.8, K4.21)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from domain import receipt_codes
from domain.errors import Conflict, Invalid, Missing
from domain.rules import ComplaintRule
from domain.terms import Term
from models import audit, checks
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.complaints.survey_link import SurveyLink
from models.complaints.words import Satisfaction
from models.fence import authority_of
from operations.moves import perform
from operations.records import CHECK_FIELDS
from operations.rules import rule

PURPOSE = "survey"
ANSWERS = (Satisfaction.SATISFIED, Satisfaction.ACCEPTED, Satisfaction.DISSATISFIED)
"""What the customer can say himself; that nobody reached him is not for him to say."""
NOTHING_SAID = Term("（未填写意见）", "(no comment)")
NOT_ANSWERED = Term("答复客户之后、回访之前才能发评价链接。", "A link for the opinion is given out after the answer and before the call.")
NO_LINK = Term("这个评价链接无效：可能已经用过，或已经过期。", "This link does not work: it may have been used, or be over.")
CHOOSE = Term("请选择是否满意。", "Please choose how satisfied you are.")


def issue(session: Session, key: bytes, case: Complaint) -> str:
    """A new token for ``case``, returned once; the unused ones before it end. Raises Conflict unless an answer is out."""
    if case.stage != Stage.ANSWERED:
        raise Conflict(NOT_ANSWERED, clause="T4.2")
    now: datetime = session.info["clock"]()
    kept = SurveyLink.__table__.c
    living = update(SurveyLink.__table__).where(kept.complaint_id == case.id, kept.used_at.is_(None), kept.expires_at > now)
    session.execute(living.values(expires_at=now))
    token = receipt_codes.new_token()
    until = now + timedelta(days=rule(session, ComplaintRule.SURVEY_DAYS))
    session.add(
        SurveyLink(complaint_id=case.id, token_hash=receipt_codes.digest(key, PURPOSE, token), issued_at=now, expires_at=until)
    )
    session.flush()
    audit.note(session, authority_of(session), "survey_issued", "complaint", case.id)
    return token


def answer(session: Session, key: bytes, token: str, choice: str, says: str) -> None:
    """Use the link: satisfaction and words go into the case as its step 回访, once; ``session`` works for an outsider.

    Raises Missing for a token that is unknown, used or over, Invalid for what was typed, Conflict when staff called meanwhile.
    """
    spec = Complaint.register.fields["customer_says"]
    problems: dict[str, Term] = {}
    words: Any = None
    try:
        words = checks.read(replace(spec, label=Term("您的意见", "Your opinion")), says)
    except Invalid as error:
        problems["says"] = error.sentence
    if choice not in {one.value for one in ANSWERS}:
        problems["choice"] = CHOOSE
    if problems:
        raise Invalid(CHECK_FIELDS, count=len(problems), fields=problems, clause="T4.2")
    case = session.get_one(Complaint, _use(session, receipt_codes.digest(key, PURPOSE, token)))
    given = {"satisfaction": Satisfaction(choice), "customer_says": words or NOTHING_SAID.zh}
    perform(session, case, "call", given)


def _use(session: Session, digest: str) -> int:
    """The case of the link, marked as used in the same statement: of two who post it at once, one gets Missing."""
    now: datetime = session.info["clock"]()
    kept = SurveyLink.__table__.c
    living = (kept.token_hash == digest, kept.used_at.is_(None), kept.expires_at > now)
    used = session.execute(update(SurveyLink.__table__).where(*living).values(used_at=now).returning(kept.complaint_id)).scalar()
    if used is None:
        raise Missing(NO_LINK)
    return int(used)
