"""回避申报: everybody declares for himself, the office for others; who decides is neither the one concerned nor partial (K4.7)."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid, Refused
from domain.terms import Term
from models.complaints.complaint import Complaint
from models.complaints.evidence import ComplaintEvidence
from models.complaints.recusal_declaration import RecusalDeclaration
from models.complaints.stages import OVER, Stage
from models.fence import authority_of
from operations.complaints.circle import selves
from operations.complaints.recusal import why_away_from

FOR_ONESELF = Term("回避由本人申报；代他人登记请找投诉办公室。", "Everybody declares for himself; the complaint office enters it for others.")
OWN_DECLARATION = Term("本人的回避申报不能由本人决定。", "Nobody decides on his own declaration.")
STILL_OPEN = Term("投诉还没有了结，原件不能退还。请在结案后再登记退还。", "The complaint is not over: hand the original back once it is closed.")
JUDGED = Term(
    "调查已提交，证据的名称、结论和核实经过不能修改；有误的请由领导退回重新调查，或另行登记一项证据说明。",
    "The findings are handed in, so the evidence stays as it was; have the case sent back, or enter a further piece that says so.",
)
COLLECTED_IN = frozenset({Stage.RECEIVED, Stage.REGISTERED, Stage.ACCEPTED, Stage.ASSIGNED, Stage.INVESTIGATING})
"""Until the findings are handed in nothing rests on a piece of evidence yet."""
FOUND_BY = ("complaint", "title", "collected_on", "finding", "verified", "witness")
AGAIN = frozenset({"finding", "verified"})
"""What another's check of the same piece says anew."""
NOT_KEPT = Term("没有留存原件，不用登记退还。请清空退还日期和领回人。", "No original was kept: leave day and name of its handing back empty.")
TO_WHOM = Term("请写明原件退还给谁、哪一天退还。", "Say to whom the original was handed back, and on what day.")


def declared(session: Session, record: RecusalDeclaration) -> set[str]:
    """At every save: whoever may not decide on declarations enters his own only."""
    authority = authority_of(session)
    own = authority.person is None or record.person_id == authority.person.person_id
    if not own and not authority.may("recusal_declaration", "recuse"):
        raise Invalid(FOR_ONESELF, fields={"person": FOR_ONESELF}, clause="K4.7")
    return set()


def by_another(session: Session, record: RecusalDeclaration) -> None:
    """Guard of both decisions; raises Refused."""
    person = authority_of(session).person
    if person is None:
        return
    if record.person_id in selves(session, [person.person_id]).get(person.person_id, {person.person_id}):
        raise Refused(OWN_DECLARATION, clause="K4.7")
    why = why_away_from(session, record.complaint_id, person.person_id)
    if why is not None:
        raise Refused(why.sentence, clause=why.clause)


def evidence_entered(session: Session, record: ComplaintEvidence) -> set[str]:
    """At every save: who entered it, that another has verified it again (K4.7), and that an original goes back at the end only (K4.5)."""
    _handed_back(session, record)
    _still_as_judged(session, record)
    person = authority_of(session).person
    if record.id is None:
        record.entered_by_id = person.person_id if person is not None else None
        return {"entered_by"}
    if record.verify_again and person is not None and get_history(record, "verified").added:
        record.verify_again, record.entered_by_id = False, person.person_id
        return {"verify_again", "entered_by"}
    return set()


def _still_as_judged(session: Session, record: ComplaintEvidence) -> None:
    """K4.11, K4.16: what findings, opinion and decision rest on stays; what was left empty is filled in, what another checks anew he says."""
    if authority_of(session).person is None or record.id is None:
        return
    spec, table = record.register.fields, ComplaintEvidence.__table__
    open_ = AGAIN if record.verify_again else frozenset()
    columns = {key: spec[key].column for key in FOUND_BY if key not in open_}
    stored = session.connection().execute(select(*(table.c[one] for one in columns.values())).where(table.c.id == record.id)).one()
    changed = [key for (key, column), was in zip(columns.items(), stored, strict=True) if was not in (None, "", getattr(record, column))]
    if changed and _stage_of(session, stored[0]) not in COLLECTED_IN:
        raise Invalid(JUDGED, fields=dict.fromkeys(changed, JUDGED), clause="K4.11")


def evidence_removed(session: Session, record: ComplaintEvidence) -> None:
    """What the findings rest on is not deleted either; raises Refused."""
    if authority_of(session).person is not None and _stage_of(session, record.complaint_id) not in COLLECTED_IN:
        raise Refused(JUDGED, clause="K4.11")


def _stage_of(session: Session, complaint: int) -> Any:
    """Where the case stands, or the one it was merged into; below the fence, as only this is told."""
    case: Any = Complaint.__table__.c
    leading = select(func.coalesce(case.merged_into_id, case.id)).where(case.id == complaint).scalar_subquery()
    return session.connection().execute(select(case.stage).where(case.id == leading)).scalar()


def _handed_back(session: Session, record: ComplaintEvidence) -> None:
    if authority_of(session).person is None or not (record.returned_on or record.returned_to):
        return
    wrong = None
    if not record.original:
        wrong = ("returned_on", NOT_KEPT)
    elif not (record.returned_on and record.returned_to):
        wrong = ("returned_to" if record.returned_on else "returned_on", TO_WHOM)
    elif get_history(record, "returned_on").added and _stage_of(session, record.complaint_id) not in OVER:
        wrong = ("returned_on", STILL_OPEN)
    if wrong is not None:
        raise Invalid(wrong[1], fields={wrong[0]: wrong[1]}, clause="K4.5")


GUARDS = {("recusal_declaration", move): (by_another,) for move in ("recuse", "keep_on")}
