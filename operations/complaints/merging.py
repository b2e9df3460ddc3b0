"""Two complaints about the same facts are handled as one; each keeps its number, its clocks and its answer (X3)."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.workflow import Move
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from operations.complaints.meeting_papers import linked

OPEN = frozenset({
    Stage.REGISTERED, Stage.ACCEPTED, Stage.ASSIGNED, Stage.INVESTIGATING, Stage.INVESTIGATED, Stage.PROPOSED, Stage.MEETING,
    Stage.DECIDED, Stage.EXECUTING,
})  # fmt: skip
"""Where a case may take in another: its answer is still to come."""
ANSWERED = frozenset({Stage.ANSWERED, Stage.CALLED, Stage.CLOSED, Stage.ARCHIVED})
ITSELF = Term("不能并入本件自己。", "A case is not merged into itself.")
NOT_OPEN = Term("目标案件不在办理中，不能并入。", "The other case is not being handled, so nothing is merged into it.")
NOT_ALL_NAMED = Term(
    "目标案件的被投诉人没有包括「{who}」，并案会绕过回避。请先在目标案件补上。",
    "The other case does not name “{who}” among those complained of; merging would go around the recusal. Add them there first.",
)
HAS_SOURCES = Term("已有其他案件并入本件，请先拆分。", "Other cases are merged into this one; split them first.")
NOT_ANSWERED_YET = Term("主案还没有答复，不能先答复并案投诉人。", "The main case is not answered yet.")
ANSWERED_ALREADY = Term("并案投诉人已经答复，不能再拆分。", "This complainant has been answered; it is not split any more.")
ALREADY_ANSWERED = Term("并案投诉人已经答复。", "This complainant has been answered.")
STILL_WAITING = Term("并案投诉 {numbers} 的投诉人还没有答复。请先逐件「答复并案投诉人」。", "The complainants of {numbers} still wait for their answer.")
KEYS = ("merged_into", "answered_at")

Guard = Callable[[Session, Any], None]
Check = Callable[[Session, Any, Mapping[str, Any]], None]


def merged_cases(session: Session, case_id: int, *, waiting: bool = False) -> list[str]:
    """The numbers of the cases merged into one; ``waiting``: those whose complainant is not answered."""
    cases: Any = Complaint.__table__.c
    wanted = select(cases.number).where(cases.merged_into_id == case_id, cases.stage == Stage.MERGED).order_by(cases.id)
    if waiting:
        wanted = wanted.where(cases.answered_at.is_(None))
    return list(session.connection().execute(wanted).scalars())


def _target_fits(session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    """Same facts is his judgement; that the other is open, and that nobody slips out of his recusal, is checked (K4.7)."""
    target = values["merged_into"]
    cases: Any = Complaint.__table__.c
    both = select(cases.id, cases.stage).where(cases.id.in_((case.id, target)))  # both held by perform()
    stages: dict[int, Stage] = {row.id: row.stage for row in session.connection().execute(both)}
    sentence = None
    if target == case.id:
        sentence = ITSELF
    elif stages.get(target) not in OPEN or stages.get(case.id) is not case.stage:
        sentence = NOT_OPEN
    elif missing := set(linked(session, "complaint_respondents", case.id)) - set(linked(session, "complaint_respondents", target)):
        who = "、".join(one.name for one in case.respondents if one.id in missing)
        sentence = NOT_ALL_NAMED.format(who=who)
    if sentence is not None:
        raise Invalid(sentence, fields={"merged_into": sentence}, clause="K4.7")


def _nothing_merged_into_it(session: Session, case: Complaint) -> None:
    if merged_cases(session, case.id):
        raise Refused(HAS_SOURCES, clause="K4.4")


def _not_answered(_session: Session, case: Complaint) -> None:
    if case.answered_at is not None:
        raise Refused(ANSWERED_ALREADY, clause="K4.4")


def _main_case_answered(session: Session, case: Complaint) -> None:
    if case.answered_at is not None:
        raise Refused(ALREADY_ANSWERED, clause="T4.1")
    cases: Any = Complaint.__table__.c
    stage = session.connection().execute(select(cases.stage).where(cases.id == case.merged_into_id)).scalar()
    if stage not in ANSWERED:
        raise Refused(NOT_ANSWERED_YET, clause="T4.1")


def _everybody_answered(session: Session, case: Complaint) -> None:
    """件件有回音: the main case is not closed while one of those merged into it waits (K6.8)."""
    if waiting := merged_cases(session, case.id, waiting=True):
        raise Refused(STILL_WAITING, numbers="、".join(waiting), clause="K6.8")


def split_off(_session: Session, case: Complaint, move: Move) -> None:
    """A merged case waits for an answer of its own; one that is split goes its own way, and its clocks have run all the while."""
    if move.name == "merge":
        case.answered_at = None  # an answer of an earlier round is not the answer to the merged matter
    if move.name == "split":
        case.merged_into_id = None


GUARDS: dict[str, tuple[Guard, ...]] = {
    "merge": (_nothing_merged_into_it,),
    "split": (_not_answered,),
    "answer_merged": (_main_case_answered,),
    "close": (_everybody_answered,),
}
CHOICES: dict[str, tuple[Check, ...]] = {"merge": (_target_fits,)}
