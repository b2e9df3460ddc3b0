"""Who is next in line for a part in a case, and by which right: said on the page of the step that needs to know (K4.9).

Only those who may take it are named, and it is said of every case alike that whoever must keep away is left out: neither how many
they are nor who stood before the first one named, for that would name respondents and their kin (K4.7, K4.18).
"""

from sqlalchemy.orm import Session

from domain.terms import Term
from models.complaints.complaint import Complaint
from models.fence import authority_of
from models.organisation.employee import Employee
from operations.complaints.substitution import PARTS, chain
from operations.labels import labels

SHOWN = 3
ASKED_FOR = {"assign": "handler", "propose": "decider"}
"""Move → the part that follows from it."""
IN_LINE = Term("「{part}」可依次由{people}办理；应当回避的人不在其中。", "{part}: in this order {people}; whoever must keep away is left out.")
NOBODY = Term("「{part}」没有可以办理的人，请提交{end}。", "{part}: there is nobody; bring it before {end}.")
ONE = Term("{who}（{why}）", "{who} ({why})")


def next_in_line(session: Session, case: Complaint, move: str, department: int | None = None, first: int | None = None) -> Term | None:
    """The first who could take the part that follows from ``move``, each with the right it rests on; None where none is asked for.

    ``department`` and ``first``: where the case is about to go, and who is suggested there; he heads the line.
    """
    part = ASKED_FOR.get(move)
    if part is None:
        return None
    found, actor = chain(session, case, part, department), authority_of(session).person
    fit = [link for link in found.fit if actor is None or link.person != actor.person_id]
    if not fit:
        return NOBODY.format(part=PARTS[part], end=found.end)
    fit.sort(key=lambda link: link.person != first)  # stable: all others keep their order
    names = labels(session, Employee.register.key, [link.person for link in fit[:SHOWN]])
    named = [ONE.format(who=names[link.person], why=link.rank) for link in fit[:SHOWN] if link.person in names]
    if not named:
        return None
    people = Term("、".join(one.zh for one in named), ", ".join(one.en for one in named))
    return IN_LINE.format(part=PARTS[part], people=people)
