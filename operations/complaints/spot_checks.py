"""The check of a closed case: by its independent checker, with what was found; a failed one opens the case again, another handles it (T4.3, K2.19)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.workflow import Move
from models.base import columns_of
from models.complaints.complaint import Complaint
from models.complaints.spot_check import Heard, SpotCheck, Verdict
from models.complaints.stages import WORKFLOW
from models.fence import acting, authority_of
from operations.behalf import on_behalf
from operations.complaints.clocks import stop_clock
from operations.complaints.independence import why_not_independent
from operations.complaints.spot_draws import CLOCK

ONLY_CHECKER = Term("由指派的抽查人本人验证；要换人，请用「指派抽查人」。", "The checker who was appointed does it himself; appoint another to change that.")
NOBODY_YET = Term("还没有抽查人，请先「指派抽查人」。", "Nobody is appointed to check it yet; do that first.")
CUSTOMER_DIFFERS = Term("客户说法与登记不符，不能判为合格。", "The customer says otherwise than the file: it cannot pass.")
NO_FAILED_CHECK = Term("只有抽查不合格，案件才由系统退回重办。", "The panel takes a case up again only after a check has failed.")
FAILED = Term("抽查不合格（{number}）：{finding}", "A check failed ({number}): {finding}")
KEYS = ("due_at",)
AGAIN = WORKFLOW.by_name["fail_check"]


def check_moved(session: Session, check: SpotCheck, move: Move) -> None:
    """The result stops the term; a failed check takes the case up again in a round of its own, by a step of the panel."""
    if move.name == "verify":
        check.due_at = None
    with acting(session, on_behalf(session, "T4.3：抽查")):
        case = session.get_one(Complaint, check.complaint_id)
        if move.name == "appoint":
            case.checker_id = check.checker_id
        else:
            case.checking = False
            stop_clock(session, case, CLOCK)
            _take_up_again(session, case, check)


def _take_up_again(session: Session, case: Complaint, check: SpotCheck) -> None:
    from operations.moves import perform  # the moves know what follows from them, this among it

    # A case that the customer has brought back meanwhile is handled anew already.
    if check.verdict == Verdict.FAILED and case.stage in AGAIN.sources:
        why = FAILED.format(number=check.number, finding=check.finding or "").zh
        session.flush()  # on PostgreSQL a step reads the record anew, and what is only in memory would be lost
        perform(session, case, AGAIN.name, {"returned_because": why[:2000]})


def _by_the_checker(session: Session, check: SpotCheck) -> None:
    person = authority_of(session).person
    if check.checker_id is None:
        raise Refused(NOBODY_YET, clause="T4.3")
    if person is not None and person.person_id != check.checker_id:
        raise Refused(ONLY_CHECKER, clause="T4.3")


def _independent(session: Session, check: SpotCheck) -> None:
    """Still so: a post, a kinship or a declaration may have come since he was appointed."""
    person = authority_of(session).person
    if person is not None:
        why = why_not_independent(session, session.get_one(Complaint, check.complaint_id), person.person_id)
        if why is not None:
            raise Refused(why[0], clause=why[1])


def _checker_chosen(session: Session, check: SpotCheck, values: Mapping[str, Any]) -> None:
    why = why_not_independent(session, session.get_one(Complaint, check.complaint_id), values["checker"])
    if why is not None:
        raise Invalid(why[0], fields={"checker": why[0]}, clause=why[1])


def _customer_agrees(_session: Session, _check: SpotCheck, values: Mapping[str, Any]) -> None:
    if values["heard"] == Heard.DIFFERS and values["verdict"] == Verdict.PASSED:
        raise Invalid(CUSTOMER_DIFFERS, fields={"verdict": CUSTOMER_DIFFERS}, clause="T4.3")


def _check_failed(session: Session, case: Complaint) -> None:
    """Guard of "fail_check": somebody found so since the case was closed."""
    one = columns_of("spot_check")
    failed = select(one.id).where(one.complaint_id == case.id, one.verdict == Verdict.FAILED)
    if case.closed_at is not None:
        failed = failed.where(one.checked_at >= case.closed_at)
    if session.connection().execute(failed.limit(1)).first() is None:
        raise Refused(NO_FAILED_CHECK, clause="T4.3")


GUARDS = {AGAIN.name: (_check_failed,)}
CHECK_GUARDS = {("spot_check", "verify"): (_by_the_checker, _independent)}
CHECK_CHOICES = {("spot_check", "verify"): (_customer_agrees,), ("spot_check", "appoint"): (_checker_chosen,)}
