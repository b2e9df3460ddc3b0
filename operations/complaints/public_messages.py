"""Messages between a complainant and the company: written by either side, changed by nobody."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Conflict, Refused, TooOften
from domain.rules import PublicRule
from domain.terms import Term
from domain.values import OFFICE_ZONE, write_moment
from models import checks
from models.complaints.complaint import Complaint
from models.complaints.message import ComplaintMessage, Direction, Purpose
from models.complaints.stages import WORKFLOW
from models.complaints.words import Confirmed, Side
from models.fence import acting, authority_of, bits_of
from operations.behalf import on_behalf
from operations.complaints import public_counts, receipts, surveys
from operations.complaints.promising import require_sayable
from operations.complaints.recusal import require_impartial
from operations.complaints.rounds import has_another_round, in_time, was_answered
from operations.complaints.tracking import mark_read, progress
from operations.moves import OUT_OF_REACH, perform
from operations.notices import notify
from operations.records import require
from operations.rules import rule

WRITE = "write_to_complainant"
"""The act on complaints: write to the complainant, give out codes and links."""
ENOUGH = Term("今天的留言已达 {most} 条，请明天再写，或拨打投诉电话。", "There are {most} messages today already; write again tomorrow, or call us.")
NOT_NOW = Term("现在不能这样做：投诉的状态已有变化。请刷新后再看。", "This is not possible now: the complaint has moved on. Reload the page.")
WROTE = Term("{number} 的投诉人来信了，请查看并回复。", "The complainant of {number} has written; please read and answer.")
BY_CODE = Term("投诉人于 {at} 凭查询码在网上撤回。{why}", "Taken back online with the receipt code at {at}. {why}")


def write_in(session: Session, key: bytes, case_id: int, text: str, purpose: Purpose) -> ComplaintMessage:
    """A message from the complainant; ``session`` works for an outsider. Raises Invalid, TooOften, Conflict, Refused (an objection too late)."""
    case = session.get_one(Complaint, case_id)
    read = checks.read(ComplaintMessage.register.fields["text"], text)
    if purpose is Purpose.OBJECTION:
        in_time(session, case)
    now = progress(session, case_id)
    allowed = {Purpose.MESSAGE: now.open, Purpose.MATERIAL: now.wanted, Purpose.OBJECTION: now.may_object, Purpose.WITHDRAWAL: now.may_withdraw}
    if not allowed[purpose]:
        raise Conflict(NOT_NOW)
    most = rule(session, PublicRule.PUBLIC_MESSAGES)
    if public_counts.count(session, public_counts.subject("wrote", key, str(case_id)), public_counts.DAY) > most:
        raise TooOften(ENOUGH, most=most)
    message = _keep(session, case, Direction.IN, purpose, read)
    told = next((one for key in ("handler", "assigned_by", "accepted_by") if (one := getattr(case, f"{key}_id"))), None)
    if told is not None:
        notify(session, told, "letter", case, WROTE.format(number=case.number), once=str(message.id))
    if purpose is Purpose.OBJECTION:
        _begin_round(session, case, read)
    return message


def _begin_round(session: Session, case: Complaint, text: str) -> None:
    """K4.22: an objection to the answer begins the next round by itself; after the last one the meeting is for people to call."""
    if case.stage in WORKFLOW.by_name["object"].sources and was_answered(case) and has_another_round(session, case):
        perform(session, case, "object", {"objection_by": Side.COMPLAINANT, "objection": text})


def write_out(session: Session, case: Complaint, text: str) -> ComplaintMessage:
    """A message from us, in the name of whoever acts; what the complainant wrote before counts as read.

    Raises Refused without the right or for whoever keeps away from the case, Invalid for the text: one that is too long, or
    promises what is not decided (K4.17), or apologises for others' faults (K8.15).
    """
    allow(session, case)
    read = checks.read(ComplaintMessage.register.fields["text"], text)
    require_sayable(case, "text", read)
    with acting(session, on_behalf(session, "给投诉人留言")):
        mark_read(session, case.id, Direction.IN)
        return _keep(session, case, Direction.OUT, Purpose.MESSAGE, read)


def seen(session: Session, case: Complaint) -> None:
    """What the complainant wrote has been read by whoever acts; raises Refused."""
    allow(session, case)
    with acting(session, on_behalf(session, "投诉人来信已读")):
        mark_read(session, case.id, Direction.IN)


def new_code(session: Session, key: bytes, case: Complaint) -> str:
    """Another receipt code in the name of whoever acts, for a complainant who lost his; the old one ends. Raises Refused."""
    allow(session, case)
    with acting(session, on_behalf(session, "重发查询码")):
        return receipts.issue(session, key, case)


def survey_link(session: Session, key: bytes, case: Complaint) -> str:
    """The token of a link for the opinion, in the name of whoever acts (T4.2). Raises Refused, or Conflict before the answer."""
    allow(session, case)
    with acting(session, on_behalf(session, "发评价链接")):
        return surveys.issue(session, key, case)


def allow(session: Session, case: Complaint) -> None:
    """Refuse whoever may not write to the complainant of this case; raises Refused (K4.7)."""
    require(session, case.register, WRITE)
    if not bits_of(session, case, WRITE):
        raise Refused(OUT_OF_REACH, move=case.register.acts[WRITE], clause="Y4.4")
    person = authority_of(session).person
    if person is not None:
        require_impartial(session, case, person.person_id)


def withdraw(session: Session, key: bytes, case_id: int, why: str) -> bool:
    """Take the complaint back: at once where the way allows it (True), as a wish to be decided on otherwise."""
    case = session.get_one(Complaint, case_id)
    move = WORKFLOW.by_name["withdraw"]
    now: datetime = session.info["clock"]()
    said = BY_CODE.format(at=write_moment(now.astimezone(OFFICE_ZONE)), why=why)
    if case.stage in move.sources:
        try:
            proof = said.zh[: case.register.fields["withdrawal"].length]
            # He confirms it himself: he has the code, and was asked once more.
            perform(session, case, "withdraw", {"withdrawal": proof, "withdrawal_confirmed": Confirmed.WRITTEN})
        except Refused:
            pass  # what an authority referred is not ours to drop: the wish is kept and somebody decides
        else:
            return True
    write_in(session, key, case_id, why or said.zh, Purpose.WITHDRAWAL)
    return False


def objections(session: Session, case_id: int) -> list[ComplaintMessage]:
    """The objections of the complainant, the oldest first (K4.22): what a new round answers."""
    kept = ComplaintMessage
    asked = select(kept).where(kept.complaint_id == case_id, kept.purpose == Purpose.OBJECTION, kept.direction == Direction.IN)
    return list(session.scalars(asked.order_by(kept.id)))


def _keep(session: Session, case: Complaint, direction: Direction, purpose: Purpose, text: str) -> ComplaintMessage:
    now: datetime = session.info["clock"]()
    message = ComplaintMessage(complaint_id=case.id, direction=direction, purpose=purpose, text=text, sent_at=now)
    session.add(message)
    session.flush()
    return message
