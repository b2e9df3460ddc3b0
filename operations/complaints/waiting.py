"""Waiting for the customer and appointed replies: who is asked for what, until when, and what must be kept (K4.11, K6.13)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.complaints.complaint import Complaint
from operations.complaints.clock_store import load
from operations.complaints.steps import Check, Guard, by_the_handler

WAITS_ALREADY = Term("已在等待客户补充材料，请先「材料已补」。", "The customer has been asked already; first say that it has come.")
WAITS_FOR_NOTHING = Term("没有在等待客户补充材料。", "Nobody is waited for.")
STILL_WAITS = Term(
    "正在等待客户补充材料，请先「材料已补」，再提交调查结果。",
    "The customer has been asked for more: first say that it has come, then submit the findings.",
)
DAY_PASSED = Term("补充材料的期限不能早于今天。", "The customer needs a day that has not passed.")
PROMISED_ALREADY = Term("已有约定的答复时间，请先按约答复。", "A reply has been appointed already; keep that one first.")
NOTHING_PROMISED = Term("没有待兑现的约定答复。", "No reply has been appointed.")
MOMENT_PASSED = Term("约定的答复时间应晚于现在。", "Appoint a time that is still to come.")


def _not_waiting(_session: Session, case: Complaint) -> None:
    if case.paused_at is not None:
        raise Refused(WAITS_ALREADY, clause="K4.11")


def _waiting(_session: Session, case: Complaint) -> None:
    if case.paused_at is None:
        raise Refused(WAITS_FOR_NOTHING, clause="K4.11")


def _nothing_missing(_session: Session, case: Complaint) -> None:
    if case.paused_at is not None:
        raise Refused(STILL_WAITS, clause="K4.11")


def _none_promised(session: Session, case: Complaint) -> None:
    if _promise_runs(session, case):
        raise Refused(PROMISED_ALREADY, clause="K6.13")


def _promised(session: Session, case: Complaint) -> None:
    if not _promise_runs(session, case):
        raise Refused(NOTHING_PROMISED, clause="K6.13")


def _promise_runs(session: Session, case: Complaint) -> bool:
    return any(one.code == "C10" and one.stopped_at is None for one in load(session, case.id).clocks.clocks)


def _day_to_come(session: Session, _case: Complaint, values: Mapping[str, Any]) -> None:
    if values["requested_until"] < session.info["clock"]().astimezone(OFFICE_ZONE).date():
        raise Invalid(DAY_PASSED, fields={"requested_until": DAY_PASSED}, clause="K4.11")


def _moment_to_come(session: Session, _case: Complaint, values: Mapping[str, Any]) -> None:
    if values["promised_at"] <= session.info["clock"]():
        raise Invalid(MOMENT_PASSED, fields={"promised_at": MOMENT_PASSED}, clause="K6.13")


GUARDS: dict[str, tuple[Guard, ...]] = {
    "pause": (by_the_handler, _not_waiting),
    "resume": (_waiting,),
    "submit": (_nothing_missing,),
    "promise": (_none_promised,),
    "keep_promise": (_promised,),
}
CHOICES: dict[str, tuple[Check, ...]] = {"pause": (_day_to_come,), "promise": (_moment_to_come,)}
