"""What a complainant learns of his case: plain words, public steps, days left; nobody's name, no department, nothing internal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.complaints.complaint import Complaint
from models.complaints.message import ComplaintMessage, Direction, Purpose
from models.complaints.stages import ENDED, IN_HAND, WORKFLOW, Stage
from operations.complaints.rounds import in_time, was_answered
from operations.working_days import working_calendar

_S = Stage
SAID: Mapping[str, Term] = {
    _S.RECEIVED: Term("已收到，正在登记", "Received, being registered"),
    _S.REGISTERED: Term("已登记，正在审核是否受理", "Registered, being examined"),
    _S.ACCEPTED: Term("已受理，正在安排承办", "Accepted, being assigned"),
    _S.ASSIGNED: Term("已受理，正在安排承办", "Accepted, being assigned"),
    _S.INVESTIGATING: Term("正在调查核实", "Being investigated"),
    _S.INVESTIGATED: Term("已调查，正在研究处理意见", "Investigated, a solution is being prepared"),
    _S.PROPOSED: Term("已调查，正在研究处理意见", "Investigated, a solution is being prepared"),
    _S.MEETING: Term("已调查，正在研究处理意见", "Investigated, a solution is being prepared"),
    _S.DECIDED: Term("已有处理决定，即将告知您", "Decided; you will be told soon"),
    _S.EXECUTING: Term("正在落实处理措施", "Being carried out"),
    _S.FINISHED: Term("已处理，正在准备答复", "Carried out, an answer is being prepared"),
    _S.ANSWERED: Term("已答复，请您评价", "Answered; please tell us what you think"),
    _S.CALLED: Term("已答复，已收到您的评价", "Answered; we have your opinion"),
    _S.CLOSED: Term("已办结", "Closed"),
    _S.ARCHIVED: Term("已办结", "Closed"),
    _S.MERGED: Term("已与同一事情的投诉合在一起办理", "Handled together with another complaint about the same"),
    _S.DESTROYED: Term("已办结，资料已按期销毁", "Closed; the papers were destroyed in due time"),
    _S.SETTLED: Term("已当场答复", "Answered at once"),
    _S.REFUSED: Term("不予受理", "Not accepted"),
    _S.WITHDRAWN: Term("已撤回", "Taken back"),
}
OTHERWISE = Term("正在办理", "Being handled")
"""For a stage that has no words of its own here."""
STEPS: tuple[tuple[str, Term], ...] = (
    ("received_at", Term("收到投诉", "Complaint received")),
    ("registered_at", Term("完成登记", "Registered")),
    ("accepted_at", Term("正式受理", "Accepted")),
    ("signed_for_at", Term("开始调查", "Investigation begun")),
    ("extended_at", Term("办理期限延长", "Term extended")),
    ("decided_at", Term("作出处理决定", "Decided")),
    ("told_at", Term("告知处理方案", "Plan told")),
    ("finished_at", Term("处理完毕", "Carried out")),
    ("answered_at", Term("答复", "Answered")),
    ("closed_at", Term("办结", "Closed")),
)
"""The public steps: the moment of each, and nothing else of it."""
_BEFORE = frozenset({_S.RECEIVED, _S.REGISTERED, _S.SETTLED, _S.REFUSED})
_DONE = frozenset({_S.ANSWERED, _S.CALLED, _S.CLOSED, _S.ARCHIVED})
WORDS_FOR_HIM: tuple[tuple[str, Term, frozenset[str]], ...] = (
    ("requested", Term("请您补充", "What we need from you"), frozenset({_S.INVESTIGATING})),
    ("confirmation", Term("受理答复", "Confirmation"), frozenset(set(Stage) - _BEFORE)),
    ("extension_told", Term("延期说明", "Why it takes longer"), frozenset(set(IN_HAND) | {_S.MEETING})),
    ("refusal", Term("不予受理的理由", "Why it was not accepted"), frozenset({_S.REFUSED})),
    ("answer", Term("处理答复", "Answer"), _DONE | {_S.SETTLED}),
)
"""The only fields of a case whose words are shown, each at the stages at which they are meant for him."""


OBJECTED_TO = frozenset({_S.ANSWERED, _S.CALLED, _S.CLOSED, _S.ARCHIVED, _S.SETTLED, _S.REFUSED})
"""Where there is a result to object to."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as both sides see it."""

    ours: bool
    purpose: Term | None
    text: str
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """All that the tracking page says."""

    number: str
    stage: str
    state: Term
    days_left: int | None
    """Working days until the running term is over, negative once it is; None when no term runs."""
    steps: tuple[tuple[Term, datetime], ...]
    words: tuple[tuple[Term, str], ...]
    letters: tuple[Letter, ...]
    may_withdraw: bool
    may_object: bool
    may_judge: bool
    wanted: bool
    """We wait for something from him."""
    open: bool
    """He can still write."""


def progress(session: Session, case_id: int) -> Progress:
    """What the complainant of a case may know; ``session`` works for an outsider."""
    case = session.get_one(Complaint, case_id)
    stage = case.stage
    steps = sorted(((at, said) for key, said in STEPS if (at := getattr(case, key)) is not None), key=lambda step: step[0])
    words = tuple(
        (said, text)
        for key, said, stages in WORDS_FOR_HIM
        if stage in stages and (text := getattr(case, key)) and (key != "requested" or is_waiting(case))
    )
    return Progress(
        number=case.number,
        stage=stage.value,
        state=SAID.get(stage, OTHERWISE),
        days_left=_days_left(session, case),
        steps=tuple((said, at) for at, said in steps),
        words=words,
        letters=letters(session, case.id),
        may_withdraw=stage not in ENDED and stage in (_S.RECEIVED, *WORKFLOW.by_name["withdraw"].sources),
        may_object=stage in OBJECTED_TO and was_answered(case) and _in_time(session, case),
        may_judge=stage == _S.ANSWERED,
        wanted=is_waiting(case),
        open=stage not in (_S.ARCHIVED, _S.DESTROYED, _S.WITHDRAWN),
    )


def _in_time(session: Session, case: Complaint) -> bool:
    try:
        in_time(session, case)
    except Refused:
        return False
    return True


def is_waiting(case: Complaint) -> bool:
    """Whether the case stands still until the complainant sends more."""
    return case.paused_at is not None


def letters(session: Session, case_id: int) -> tuple[Letter, ...]:
    """The messages of a case, the oldest first."""
    kept = ComplaintMessage
    found = session.scalars(select(kept).where(kept.complaint_id == case_id).order_by(kept.id))
    titles = kept.register.fields["purpose"].titles
    return tuple(
        Letter(
            one.direction == Direction.OUT,
            None if one.purpose == Purpose.MESSAGE else titles[one.purpose.value],
            one.text, one.sent_at, one.read_at is not None,
        )
        for one in found
    )  # fmt: skip


def mark_read(session: Session, case_id: int, direction: Direction) -> None:
    """The other side has now seen what was written in ``direction``."""
    now: datetime = session.info["clock"]()
    kept: type[ComplaintMessage] = ComplaintMessage
    unread = update(kept).where(kept.complaint_id == case_id, kept.direction == direction, kept.read_at.is_(None))
    session.execute(unread.values(read_at=now), execution_options={"synchronize_session": False})


def _days_left(session: Session, case: Complaint) -> int | None:
    """Of the term he waits for: until it is accepted, handled, or answered; what runs afterwards is ours alone."""
    handled = case.stage in IN_HAND or case.stage == Stage.MEETING
    now: datetime = session.info["clock"]()
    last = case.due_on if handled else case.next_due_at and case.next_due_at.astimezone(OFFICE_ZONE).date()
    if last is None or is_waiting(case) or case.stage in _DONE or case.stage in ENDED:
        return None
    return working_calendar(session).working_days_between(now.astimezone(OFFICE_ZONE).date(), last)
