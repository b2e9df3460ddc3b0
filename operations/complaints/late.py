"""Late recusal: who must keep away from a case he already works on hands it back, and what he did is marked (K4.7)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.kinds import Kind
from domain.terms import Term
from models.complaints.complaint import Complaint
from models.complaints.evidence import ComplaintEvidence
from models.complaints.measure import ComplaintMeasure, MeasureState
from models.complaints.stages import ENDED, WORKFLOW
from models.fence import acting
from models.organisation.employee import Employee
from operations.behalf import on_behalf
from operations.complaints.keeping_away import LATE
from operations.complaints.meeting_papers import once
from operations.office_clock import today

RECUSE = WORKFLOW.by_name["recuse"]
SIGNED = ("accepted_by", "assigned_by", "extension_asked_by", "extension_granted_by", "handler", "opinion_by", "decided_by",
          "answered_by", "called_by")  # fmt: skip
"""Who has signed or was named: it stays, and says that it was before his recusal."""
NOBODY_TO_REPLACE = Term("经办人和措施责任人都不用回避，不需要改派。", "Neither the handler nor who carries it out has to keep away.")
VERIFY_AGAIN = Term(
    "证据「{title}」由应当回避的人登记，请由他人重新核实并填写「核实经过」。",
    "The evidence “{title}” was entered by somebody who keeps away: have another verify it and say how.",
)
HANDED_BACK = Term("{names}应当回避，退回待分派。", "{names} must keep away; to be assigned anew.")

CHOOSE_ANOTHER = Term("{who}应当回避，请先把其负责的措施改派他人。", "{who} must keep away: give those measures to somebody else first.")

Perform = Callable[[Session, Any, str, Mapping[str, Any]], Any]


def settle(session: Session, perform: Perform) -> None:
    """Do what follows from recusals that the last flush has found out: mark, flag, and hand back what was being worked on."""
    found: dict[int, set[int]] = session.info.pop(LATE, {})
    for key, people in found.items():
        with acting(session, on_behalf(session, "K4.7：应当回避")):
            case = session.get(Complaint, key)
            if case is None or case.stage in ENDED:
                continue
            mark(session, case, people)
            names = [_name(session, who) for who in _busy(session, case) if who in people]
            if names and case.stage in RECUSE.sources:
                perform(session, case, RECUSE.name, {"returned_because": HANDED_BACK.format(names="、".join(names)).zh})


def mark(session: Session, case: Complaint, people: Collection[int]) -> None:
    """Say in the case what ``people`` signed before they had to keep away; evidence of theirs is verified again."""
    lines = []
    for person in sorted(people):
        signed = [case.register.fields[key].label.zh for key in SIGNED if getattr(case, _column(key)) == person]
        if signed:
            lines.append(f"{today(session).isoformat()} {_name(session, person)}：回避前签署（{'、'.join(signed)}）")
    if lines:
        case.before_recusal = "\n".join([*([case.before_recusal] if case.before_recusal else []), *lines])
    theirs = select(ComplaintEvidence).where(ComplaintEvidence.complaint_id == case.id, ComplaintEvidence.entered_by_id.in_(people))
    for one in session.scalars(theirs):
        one.verify_again = True


def take_back(case: Complaint) -> None:
    """What "recuse" does beside the stage: whoever handles it is chosen anew."""
    case.handler_id = None


def somebody_keeps_away(session: Session, case: Complaint) -> None:
    """Guard of "recuse"; raises Refused when there is nobody to replace."""
    if not _busy_and_away(session, case)[1]:
        raise Refused(NOBODY_TO_REPLACE, clause="K4.7")


def verified_again(session: Session, case: Complaint) -> None:
    """Guard of "submit"; raises Refused while evidence of somebody who keeps away waits for another's check."""
    evidence: Any = ComplaintEvidence.__table__
    open_ = select(evidence.c.title).where(evidence.c.complaint_id == case.id, evidence.c.verify_again)
    title = session.connection().execute(open_.limit(1)).scalar()
    if title is not None:
        raise Refused(VERIFY_AGAIN, title=title, clause="Y6.4")


def somebody_else_is_responsible(session: Session, case: Complaint) -> None:
    """Guard of "propose"; raises Refused while a measure waits for somebody who keeps away."""
    busy, found = _busy_and_away(session, case)
    away = found.intersection(busy[1:])
    if away:
        raise Refused(CHOOSE_ANOTHER, who="、".join(_called(session, away)), clause="K4.7")


def _busy_and_away(session: Session, case: Complaint) -> tuple[list[int], set[int]]:
    """Who has something to do in the case, and which of them keep away."""

    def ask() -> tuple[list[int], set[int]]:
        busy = _busy(session, case)
        return busy, _away(session, case, busy)

    return once(session, ("busy and away", case.id), ask)


def _busy(session: Session, case: Complaint) -> list[int]:
    """Who has something to do in the case: its handler first, then those responsible for what is not done yet."""
    measure: Any = ComplaintMeasure.__table__
    planned = select(measure.c.responsible_id).where(measure.c.complaint_id == case.id, measure.c.state == MeasureState.PLANNED)
    others = session.connection().execute(planned.order_by(measure.c.id)).scalars()
    return list(dict.fromkeys([case.handler_id or 0, *others]))


def _away(session: Session, case: Complaint, people: Sequence[int]) -> set[int]:
    link = case.metadata.tables["complaint_kept_away"].c
    return set(session.connection().execute(select(link.target_id).where(link.record_id == case.id, link.target_id.in_(people))).scalars())


def _called(session: Session, people: Collection[int]) -> list[str]:
    staff: Any = Employee.__table__
    return list(session.connection().execute(select(staff.c.name).where(staff.c.id.in_(people)).order_by(staff.c.id)).scalars())


def _column(key: str) -> str:
    spec = Complaint.register.fields[key]
    assert spec.kind is Kind.PERSON
    return spec.column


def _name(session: Session, person: int) -> str:
    found = session.get(Employee, person)
    return found.name if found else "—"


GUARDS = {"propose": (somebody_else_is_responsible,), "recuse": (somebody_keeps_away,), "submit": (verified_again,)}
