"""Whom a step of a complaint tells: the one whose turn it is now, by number and step, never who complained or what he said (Y4.4)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from domain.terms import Term
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.fence import authority_of
from operations.notices import notify, settle


@dataclass(frozen=True, slots=True)
class Tells:
    """A sentence for the people that some fields of the case name."""

    people: tuple[str, ...]
    sentence: Term


TELLS = {
    "assign": Tells(("handler",), Term("{number} 已分派给您，请签收。", "{number} has been assigned to you; please sign for it.")),
    "return": Tells(("assigned_by",), Term("{number} 已被部门退回，请重新分派。", "{number} was returned by the department; assign it anew.")),
    "grant_extension": Tells(("extension_asked_by",), Term("{number} 已批准延期。", "More time was granted for {number}.")),
    "send_back": Tells(("handler",), Term("{number} 被退回补查，请继续调查。", "{number} was sent back; please go on investigating.")),
    "decide": Tells(("opinion_by",), Term("{number} 已作出决定，请告知客户。", "{number} has been decided; please tell the customer.")),
    "resolve": Tells(("opinion_by",), Term("{number} 会议已作出决定，请告知客户。", "The meeting has decided {number}; please tell the customer.")),
    "inform": Tells(("handler",), Term("{number} 的方案已告知客户，请执行。", "The customer knows the plan of {number}; please carry it out.")),
    "finish": Tells(("assigned_by",), Term("{number} 处理完毕，请反馈客户。", "{number} has been carried out; please answer the customer.")),
}
"""Move → whom it tells. Who finds his work in the inbox by his right alone is not told one by one."""


def complaint_told(session: Session, case: Complaint, move: Move) -> None:
    """After a step: its taker has done what he was reminded of, and the next one is told, in the same transaction."""
    actor = authority_of(session).person
    if actor is not None:
        settle(session, case, actor.person_id)
    told = TELLS.get(move.name)
    if told is None:
        return
    sentence = told.sentence.format(number=case.number)
    for key in dict.fromkeys(told.people):
        person = getattr(case, case.register.fields[key].column)
        if person is not None and (actor is None or person != actor.person_id):
            notify(session, person, f"move.{move.name}", case, sentence, once=f"{case.round}.{case.version}", due_at=case.next_due_at)
