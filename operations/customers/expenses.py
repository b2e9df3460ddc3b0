"""What is spent on a customer is not reimbursed before it is registered (K7.17); who is late is urged, and it is counted (K7.18)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.terms import Term
from domain.workflow import Move
from models.base import columns_of
from models.customers.expense import CustomerExpense
from models.customers.registration import Filing, Registration
from models.lending.travel_paper import ClaimState
from operations.notices import notify
from operations.office_clock import today

UNREGISTERED = Term(
    "该客户尚未在市场推广部备案，招待、差旅、礼品等费用不予报销；请先办理客户备案。",
    "This customer is not registered yet: nothing spent on it is reimbursed. Have it registered first.",
)
UNSIGNED = Term(
    "外出资料还没有交部门档案员签字，不能报销；请先在「外出资料交档」办理签字。",
    "The department's archivist has not signed for the papers of the outing: nothing is reimbursed yet.",
)
OTHERS_PAPERS = Term("所选外出资料不是报销人本人的，请另选。", "These papers are of somebody else's outing; choose others.")
NOT_LATE = Term("备案期限（{day}）还没有过，不用催办。", "It is not due before {day}; there is nothing to urge.")
URGED = Term("客户备案已逾期，市场推广部第 {count} 次催办，请立即补齐。", "A registration is overdue; you are urged for the {count}. time.")


def registered(session: Session, claim: CustomerExpense) -> None:
    """K7.17: the customer's registration is in force; raises Refused."""
    filing = columns_of("registration")
    filed = select(filing.id).where(filing.customer_id == claim.customer_id, filing.state == Filing.FILED)
    if session.connection().execute(filed.limit(1)).first() is None:
        raise Refused(UNREGISTERED, clause="K7.17")


def papers_signed(session: Session, claim: CustomerExpense) -> None:
    """K10.9: the papers of his own outing are signed for; raises Refused."""
    if claim.travel_paper_id is None:
        return
    paper = columns_of("travel_paper")
    found = session.connection().execute(select(paper.state, paper.traveller_id).where(paper.id == claim.travel_paper_id)).one()
    if found.traveller_id != claim.applicant_id:
        raise Refused(OTHERS_PAPERS, clause="K10.9")
    if found.state not in (ClaimState.SIGNED, ClaimState.REIMBURSED):
        raise Refused(UNSIGNED, clause="K10.9")


def is_late(session: Session, registration: Registration) -> None:
    """K7.18: only what is overdue is urged; raises Refused."""
    if registration.due_on is not None and registration.due_on >= today(session):
        raise Refused(NOT_LATE, day=registration.due_on.isoformat(), clause="K7.18")


def registration_moved(session: Session, registration: Registration, move: Move) -> None:
    """K7.18: every urging is counted, and who is to file is told."""
    if move.name != "urge":
        return
    registration.urged_times = (registration.urged_times or 0) + 1
    sentence = URGED.format(count=registration.urged_times)
    notify(session, registration.applicant_id, "registration.urged", registration, sentence, once=str(registration.urged_times))


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("customer_expense", "submit_claim"): (registered,),
    ("customer_expense", "approve_claim"): (registered,),
    ("customer_expense", "reimburse_claim"): (registered, papers_signed),
    ("registration", "urge"): (is_late,),
}
