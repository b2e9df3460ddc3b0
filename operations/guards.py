"""What must be true before a move, per register and move: each guard names its clause when it refuses."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from domain.errors import Refused
from domain.terms import Term
from models.customers.archive_view import ArchiveViewRequest
from models.customers.customer import Customer
from models.fence import acting, authority_of
from models.organisation.appointment import Post
from operations.archives import (
    closing,
    counting,
    lists,
    monthly_signing,
    opening,
    releasing,
    safes,
    stocktake_results,
    stocktakes,
    supplements,
    transfers,
)
from operations.archives import destruction as archive_destruction
from operations.complaints import destruction
from operations.complaints import guards as complaints
from operations.customers import expenses, visiting, withdrawing
from operations.customers import merging as customer_merging
from operations.filings import processes
from operations.governance import versions
from operations.incentives import entering, months, penalties, performance
from operations.it_operations import joining as it_operations
from operations.lending import departments, loans, queue, slips
from operations.relations import joined as relations
from operations.service import joined as service
from permissions.actor import Person, System

Guard = Callable[[Session, Any], None]

OWN_REQUEST = Term("本人的申请不能由本人审批。", "Nobody decides his own request.")
NEEDS_MANAGER = Term("查阅本部门客户档案，由部门经理审批。", "The department's manager decides on the department's own customers.")
NEEDS_GENERAL_MANAGER = Term("查阅其他部门客户档案，由总经理审批。", "The general manager decides on another department's customers.")
ONLY_APPLICANT = Term("只有申请人可以撤回。", "Only the applicant may withdraw.")


def _decided_by_the_right_one(session: Session, request: ArchiveViewRequest) -> None:
    """K7.8: own department's customers: its manager; K7.9: another department's: the general manager.

    A deputy decides too (K4.9), but not on what he or the one he stands in for has asked.
    """
    person: Person | None = authority_of(session).person
    if person is None:
        return
    if person.person_id == request.applicant_id:
        raise Refused(OWN_REQUEST, clause="K7.8")
    with acting(session, System("K7.9: whose customer is it?")):
        customer = session.get(Customer, request.customer_id)
    owner = customer.department_id if customer else None
    posts = person.posts_without(request.applicant_id)
    if Post.GENERAL_MANAGER.value in {post for post, _ in posts}:
        return
    if owner != request.department_id:
        raise Refused(NEEDS_GENERAL_MANAGER, clause="K7.9")
    if (Post.DEPARTMENT_MANAGER.value, owner) not in posts:
        raise Refused(NEEDS_MANAGER, clause="K7.8")


def _by_the_applicant(session: Session, request: ArchiveViewRequest) -> None:
    person: Person | None = authority_of(session).person
    if person is not None and person.person_id != request.applicant_id:
        raise Refused(ONLY_APPLICANT, clause="K7.8")


GUARDS: dict[tuple[str, str], tuple[Guard, ...]] = {
    ("archive_view_request", "approve"): (_decided_by_the_right_one,),
    ("archive_view_request", "reject"): (_decided_by_the_right_one,),
    ("archive_view_request", "withdraw"): (_by_the_applicant,),
    **opening.GUARDS,
    **lists.GUARDS,
    **monthly_signing.GUARDS,
    **safes.GUARDS,
    **counting.GUARDS,
    **closing.GUARDS,
    **archive_destruction.GUARDS,
    **releasing.GUARDS,
    **stocktakes.GUARDS,
    **stocktake_results.GUARDS,
    **supplements.GUARDS,
    **transfers.GUARDS,
    **slips.GUARDS,
    **loans.LINE_GUARDS,
    **queue.GUARDS,
    **departments.GUARDS,
    **complaints.GUARDS,
    **destruction.VOLUME_GUARDS,
    **performance.GUARDS,
    **service.GUARDS,
    **relations.GUARDS,
    **it_operations.GUARDS,
    **expenses.GUARDS,
    **visiting.GUARDS,
    **customer_merging.GUARDS,
    **withdrawing.GUARDS,
    **processes.GUARDS,
    **entering.GUARDS,
    **months.GUARDS,
    **versions.GUARDS,
    ("criticism", "issue"): (*complaints.GUARDS["criticism", "issue"], penalties.fined_on_probation),
}

CHOICES: dict[tuple[str, str], tuple[Callable[[Session, Any, Mapping[str, Any]], None], ...]] = {
    **complaints.CHOICES,
    **loans.LINE_CHOICES,
    **safes.CHOICES,
    **archive_destruction.CHOICES,
    **monthly_signing.CHOICES,
    **stocktakes.CHOICES,
    **transfers.CHOICES,
    **service.CHOICES,
    **it_operations.CHOICES,
}
"""What the values of a move must meet: these are asked once it is taken, the guards before it is offered."""
