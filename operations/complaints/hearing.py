"""Due process: every respondent is asked in words that do not name who complains, and answers himself (K4.11, K4.18, K4.22)."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid, Refused
from domain.terms import Term
from models.base import Base
from models.complaints.complaint import Complaint
from models.complaints.hearing import ComplaintHearing, Heard
from models.complaints.words import Responsibility
from models.fence import authority_of
from operations.complaints.circle import selves
from operations.office_clock import today

NOT_ABOUT_HIM = Term("只有本件的被投诉人才陈述申辩。", "Only somebody complained of in this case is heard.")
NAMES_COMPLAINANT = Term(
    "「{word}」会让被投诉人知道谁投诉，请改写（不得向无关人员透露投诉情况）。", "“{word}” tells him who complained; say it otherwise."
)
ANSWERED = Term("对方已经陈述，涉及的事实不能再改；请另立一份。", "He has answered: the facts cannot be changed any more, ask anew.")
HIS_OWN = Term("涉及本人的，由他人办理。", "What concerns oneself is done by somebody else.")
ONLY_HIMSELF = Term("由被投诉人本人陈述，他人不能代替。", "He answers himself; nobody does it in his place.")
TERM_RUNS = Term("陈述期限 {day} 还没有过。", "The term runs until {day}.")
NOT_DECIDED = Term("案件还没有决定，不能告知。", "The case is not decided yet.")
NOT_HEARD = Term(
    "被投诉人{who}还没有陈述申辩。请先登记「陈述申辩」，由其本人回答，或记录拒绝、逾期。",
    "{who} has not been heard. Ask for an answer first, or note that it was declined or is overdue.",
)
WHOSE_FAULT = Term(
    "责任认定为「员工」的，先在「被投诉人」中写明是谁，并听取其陈述申辩；查不出是谁的，不能认定为「员工」。",
    "Where the fault is an employee's, name him in “Complained of” and hear him first; if nobody can be found, the fault is not an employee's.",
)
SHORTEST = 2
"""Characters of a name that is looked for: one alone stands in too many words."""


def hearing_entered(session: Session, record: ComplaintHearing) -> set[str]:
    """At every save: about somebody complained of, by somebody else, in words that do not tell who complained."""
    if record.complaint_id is None or record.respondent_id is None:
        return set()
    _not_about_oneself(session, record)
    about = Base.metadata.tables["complaint_respondents"].c
    by_people = authority_of(session).person is not None
    named = select(about.target_id).where(about.record_id == record.complaint_id, about.target_id == record.respondent_id)
    if by_people and session.connection().execute(named).first() is None:
        raise Invalid(NOT_ABOUT_HIM, fields={"respondent": NOT_ABOUT_HIM}, clause="K4.7")
    if get_history(record, "alleged").added:
        if record.id is not None and record.state is not Heard.ASKED:
            raise Invalid(ANSWERED, fields={"alleged": ANSWERED}, clause="K4.11")
        _names_nobody(session, record, "alleged", record.alleged)
    return set()


def _names_nobody(session: Session, record: ComplaintHearing, key: str, text: str | None) -> None:
    plain = "".join((text or "").split())
    for word in _identity(session, record.complaint_id):
        if word in plain:
            sentence = NAMES_COMPLAINANT.format(word=word)
            raise Invalid(sentence, fields={key: sentence}, clause="K4.18")


def _identity(session: Session, case: int) -> Iterator[str]:
    complaint = Base.metadata.tables["complaint"].c
    row = session.connection().execute(
        select(complaint.complainant, complaint.phone, complaint.address).where(complaint.id == case)
    ).first()  # fmt: skip
    yield from ("".join(one.split()) for one in row or () if one and len(one.strip()) >= SHORTEST)


def _by_himself(session: Session, record: ComplaintHearing) -> None:
    person = authority_of(session).person
    if person is not None and not _is(session, person.person_id, record.respondent_id):
        raise Refused(ONLY_HIMSELF, clause="K4.11")


def _not_about_oneself(session: Session, record: ComplaintHearing) -> None:
    person = authority_of(session).person
    if person is not None and _is(session, person.person_id, record.respondent_id):
        raise Refused(HIS_OWN, clause="K4.7")


def _is(session: Session, one: int, other: int) -> bool:
    return one == other or other in selves(session, [one]).get(one, ())


def _term_is_over(session: Session, record: ComplaintHearing) -> None:
    if today(session) <= record.due_on:
        raise Refused(TERM_RUNS, day=record.due_on.isoformat(), clause="K4.11")


def _decided(session: Session, record: ComplaintHearing) -> None:
    complaint = Base.metadata.tables["complaint"].c
    at = session.connection().execute(select(complaint.decided_at).where(complaint.id == record.complaint_id)).scalar()
    if at is None:
        raise Refused(NOT_DECIDED, clause="K4.22")


def _tells_nobody(session: Session, record: ComplaintHearing, values: Mapping[str, Any]) -> None:
    _names_nobody(session, record, "decision_told", values["decision_told"])


def everybody_heard(session: Session, case: Complaint) -> None:
    """Guard of "submit": each respondent has answered, declined or let the term pass; raises Refused and names the others."""
    about, staff, hearing = (Base.metadata.tables[name].c for name in ("complaint_respondents", "employee", "complaint_hearing"))
    heard = select(hearing.respondent_id).where(hearing.complaint_id == case.id, hearing.state != Heard.ASKED)
    left = (
        select(staff.name)
        .join_from(Base.metadata.tables["complaint_respondents"], Base.metadata.tables["employee"], about.target_id == staff.id)
        .where(about.record_id == case.id, about.target_id.not_in(heard))
        .order_by(staff.id)
    )
    names = list(session.connection().execute(left).scalars())
    if names:
        raise Refused(NOT_HEARD, who="、".join(names), clause="K4.11")


def _of_whom(session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    """K4.11: nobody is found at fault who was not named and heard; without a name he could not be criticised later either (T2.18)."""
    named = Base.metadata.tables["complaint_respondents"].c
    of_the_case = select(named.target_id).where(named.record_id == case.id)
    if values["responsibility"] == Responsibility.EMPLOYEE and session.connection().execute(of_the_case).first() is None:
        raise Invalid(WHOSE_FAULT, fields={"responsibility": WHOSE_FAULT}, clause="K4.11")


GUARDS = {
    ("complaint_hearing", "answer"): (_by_himself,),
    ("complaint_hearing", "object"): (_by_himself,),
    ("complaint_hearing", "decline"): (_not_about_oneself,),
    ("complaint_hearing", "lapse"): (_not_about_oneself, _term_is_over),
    ("complaint_hearing", "tell"): (_not_about_oneself, _decided),
}
CHOICES = {("complaint_hearing", "tell"): (_tells_nobody,)}
SUBMITTING = {"submit": (everybody_heard,)}
FOUND = {"submit": (_of_whom,)}
