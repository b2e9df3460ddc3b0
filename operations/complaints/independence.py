"""Who may check a closed case: nobody who handled, decided or closed it, no superior of these, nobody who keeps away (T4.3, K4.7)."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.terms import Term
from models.base import Base, columns_of
from models.complaints.complaint import Complaint
from operations.complaints.circle import selves
from operations.complaints.recusal import impartial, why_recused
from operations.complaints.superiors import superiors_of

TOOK_PART = Term("{who}是本件的经办人、批准人或办结人，不能抽查自己办过的件。", "{who} handled, approved or closed this case and does not check it.")
ABOVE = Term("{who}是本件经办人或批准人的直接上级，不能抽查。", "{who} is the direct superior of who handled or approved this case.")
DECIDERS = ("opinion_by", "decided_by", "closed_by")


def independent(session: Session, case: Complaint, people: Collection[int]) -> list[int]:
    """Those of ``people`` who may check ``case``, in the order given."""
    asked = list(dict.fromkeys(people))
    if not asked:
        return []
    apart = impartial(session, case, asked, decides=True)
    own, above = _concerned(session, case.id)
    same = selves(session, asked)
    return [one for one in asked if one in apart and not same.get(one, frozenset({one})) & (own | above)]


def why_not_independent(session: Session, case: Complaint, person: int) -> tuple[Term, str] | None:
    """Why ``person`` may not check ``case``, with the clause; None when he may."""
    why = why_recused(session, case, person, decides=True)
    if why is not None:
        return why.sentence, why.clause
    own, above = _concerned(session, case.id)
    himself = selves(session, [person]).get(person, frozenset({person}))
    if himself & own:
        return TOOK_PART.format(who=_name(session, person)), "T4.3"
    if himself & above:
        return ABOVE.format(who=_name(session, person)), "T4.3"
    return None


def _concerned(session: Session, case: int) -> tuple[set[int], set[int]]:
    """Who handled, approved or closed the case in any round, and their direct superiors; read below the fence."""
    read, row = session.connection().execute, columns_of("complaint")
    columns = [row[Complaint.register.fields[key].column] for key in ("handler", *DECIDERS)]
    own = {one for one in read(select(*columns).where(row.id == case)).one() if one}
    link, vote, meeting = (columns_of(name) for name in ("complaint_earlier_handlers", "meeting_vote", "complaint_meeting"))
    own |= set(read(select(link.target_id).where(link.record_id == case)).scalars())
    voted = select(vote.member_id).join_from(Base.metadata.tables["meeting_vote"], Base.metadata.tables["complaint_meeting"], vote.meeting_id == meeting.id)
    own |= set(read(voted.where(meeting.complaint_id == case)).scalars())
    above: Any = superiors_of(session, own)
    return own, set().union(*above.values()) - own if above else set()


def _name(session: Session, person: int) -> str:
    staff = columns_of("employee")
    return str(session.connection().execute(select(staff.name).where(staff.id == person)).scalar() or "—")
