"""What departments keep themselves: papers lent for a few days, papers signed for before travel is reimbursed (K10.9, K10.12)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.terms import Term
from models.base import columns_of
from models.fence import authority_of
from models.lending.temporary_loan import TemporaryLoan
from models.lending.travel_paper import TravelPaper
from models.organisation.appointment import Post
from operations.lending.subjects import selves_of
from permissions.actor import Person

DUE_FIRST = Term("归还期限不能早于借出日期。", "It cannot be due before it was lent.")
NOT_BY_HIMSELF = Term("借用人不能给自己办理收回。", "Nobody takes back from himself.")
UNSIGNED = Term(
    "资料还没有交部门档案员签字，不能报销；请先交资料并由档案员签字。", "The department's archivist has not signed for the papers: nothing is reimbursed yet."
)
BY_THE_ARCHIVIST = Term("须由该部门的档案员（或档案管理员）签字。", "The department's archivist, or the archivist, signs.")
OWN_PAPERS = Term("本人的外出资料不能由本人签字或报销。", "Nobody signs for or reimburses his own outing.")
SAME_HAND = Term("签字的档案员不能同时办理报销，请另一人办理。", "Who signed does not reimburse; somebody else does.")
SIGNED_STAYS = Term("档案员签字后内容不能再改。", "Signed papers are not changed.")


def temporary_entered(session: Session, loan: TemporaryLoan) -> set[str]:
    """At every save: it is not due before it was lent (K10.12); raises Invalid."""
    if loan.lent_on is not None and loan.due_on is not None and loan.due_on < loan.lent_on:
        raise Invalid(DUE_FIRST, fields={"due_on": DUE_FIRST}, clause="K10.12")
    return set()


def travel_entered(session: Session, paper: TravelPaper) -> set[str]:
    """At every save of the form: where the traveller works decides who signs; what was signed for stays (K10.9); raises Invalid."""
    if authority_of(session).is_system:
        return set()
    if paper.signed_by_id is not None and paper.id is not None:
        raise Invalid(SIGNED_STAYS, fields={"papers": SIGNED_STAYS}, clause="K10.9")
    staff = columns_of("employee")
    works_in = session.connection().execute(select(staff.department_id).where(staff.id == paper.traveller_id)).scalar()
    paper.department_id = works_in or paper.department_id
    return {"department"}


def taken_back_by_another(session: Session, loan: TemporaryLoan) -> None:
    """Whoever borrowed papers does not write that they are back."""
    person: Person | None = authority_of(session).person
    if person is not None and loan.borrower_id in selves_of(session, person.person_id):
        raise Refused(NOT_BY_HIMSELF, clause="K10.12")


def signed_by_the_archivist(session: Session, paper: TravelPaper) -> None:
    """K10.9: the department's archivist signs, or the archivist of the house; never the traveller."""
    person = _another(session, paper)
    posts = person.posts_without(paper.traveller_id) if person is not None else frozenset()
    if person is not None and (Post.DEPARTMENT_ARCHIVIST.value, paper.department_id) not in posts and Post.ARCHIVIST.value not in {post for post, _ in posts}:
        raise Refused(BY_THE_ARCHIVIST, clause="K10.9")


def reimbursed_after_signing(session: Session, paper: TravelPaper) -> None:
    """K10.9: accounting reimburses only what the archivist has signed for, by other hands than his and the traveller's."""
    person = _another(session, paper)
    if paper.signed_by_id is None:
        raise Refused(UNSIGNED, clause="K10.9")
    if person is not None and paper.signed_by_id in selves_of(session, person.person_id):
        raise Refused(SAME_HAND, clause="K10.9")


def _another(session: Session, paper: TravelPaper) -> Person | None:
    person: Person | None = authority_of(session).person
    if person is not None and paper.traveller_id in selves_of(session, person.person_id):
        raise Refused(OWN_PAPERS, clause="K10.9")
    return person


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("temporary_loan", "take_back"): (taken_back_by_another,),
    ("temporary_loan", "report_lost"): (taken_back_by_another,),
    ("travel_paper", "sign_papers"): (signed_by_the_archivist,),
    ("travel_paper", "reimburse"): (reimbursed_after_signing,),
}
