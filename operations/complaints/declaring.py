"""回避申报: everybody declares for himself, the office for others; who decides is neither the one concerned nor partial (K4.7)."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid, Refused
from domain.terms import Term
from models.complaints.evidence import ComplaintEvidence
from models.complaints.recusal_declaration import RecusalDeclaration
from models.fence import authority_of
from operations.complaints.circle import selves
from operations.complaints.recusal import why_away_from

FOR_ONESELF = Term("回避由本人申报；代他人登记请找投诉办公室。", "Everybody declares for himself; the complaint office enters it for others.")
OWN_DECLARATION = Term("本人的回避申报不能由本人决定。", "Nobody decides on his own declaration.")


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
    """At every save: who entered it, and that another has verified it again (K4.7)."""
    person = authority_of(session).person
    if record.id is None:
        record.entered_by_id = person.person_id if person is not None else None
        return {"entered_by"}
    if record.verify_again and person is not None and get_history(record, "verified").added:
        record.verify_again, record.entered_by_id = False, person.person_id
        return {"verify_again", "entered_by"}
    return set()


GUARDS = {("recusal_declaration", move): (by_another,) for move in ("recuse", "keep_on")}
