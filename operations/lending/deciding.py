"""What the page of a step on a slip says before it is taken: what is suggested, and what happens next (K3.23, K3.24)."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from domain.rules import ArchiveRule
from domain.terms import Term
from models.fence import authority_of
from models.lending.slip import BorrowingSlip
from operations.lending.return_ticking import suggested
from operations.lending.slips import deciding_post
from operations.office_clock import today
from operations.rule_numbers import rule
from operations.working_days import working_calendar
from permissions.actor import Person

AGREED = Term("同意", "Agreed")
AFTER_APPROVING = Term(
    "同意之后：借阅人会看到已批准，档案管理员凭单办理借出；批准只用一次，{day} 前有效，内容改动即作废。{deputy}",
    "Then the archivist lends against the slip: once, until {day}, and only what it says now. {deputy}",
)
AFTER_REJECTING = Term("不同意之后：出借单到此为止，借阅人会看到您的意见，可另填一单。{deputy}", "Then the slip ends here; the borrower reads why. {deputy}")
AFTER_SUBMITTING = Term(
    "提交之后：由董事长、总经理或分管本部门的副总经理审批，批准前可以取回修改。",
    "Then the chairman, the general manager or the deputy in charge of the department decides; until then it can be taken back.",
)
IN_PLACE_OF = Term("您代 {who} 审批。", "You decide in place of {who}.")
NOBODYS = Term("", "")


def approving(session: Session, slip: BorrowingSlip) -> tuple[Mapping[str, Any], Term | None, str]:
    """An opinion to agree with, and until when the approval will hold."""
    day = working_calendar(session).add_working_days(today(session), rule(session, ArchiveRule.SLIP_DAYS))
    return {"opinion": AGREED.zh}, AFTER_APPROVING.format(day=day.isoformat(), deputy=_deputy(session, slip)), "K3.24"


def rejecting(session: Session, slip: BorrowingSlip) -> tuple[Mapping[str, Any], Term | None, str]:
    """What becomes of it."""
    return {}, AFTER_REJECTING.format(deputy=_deputy(session, slip)), "K3.23"


def submitting(_session: Session, _slip: BorrowingSlip) -> tuple[Mapping[str, Any], Term | None, str]:
    """Who decides."""
    return {}, AFTER_SUBMITTING, "K3.23"


def _deputy(session: Session, slip: BorrowingSlip) -> Term:
    """In whose place the actor decides, where his post is another's."""
    person: Person | None = authority_of(session).person
    post = deciding_post(session, slip, person) if person is not None else None
    names = person.held_for(post.value) if person is not None and post is not None else ""
    return IN_PLACE_OF.format(who=names) if names else NOBODYS


Suggesting = Callable[[Session, Any], tuple[Mapping[str, Any], Term | None, str]]
SUGGESTED: dict[tuple[str, str], Suggesting] = {
    ("borrowing_slip", "approve"): approving,
    ("borrowing_slip", "reject"): rejecting,
    ("borrowing_slip", "submit"): submitting,
    ("loan_line", "check_return"): suggested,
    ("loan_line", "note_shortage"): suggested,
    ("loan_line", "part_back"): suggested,
}
