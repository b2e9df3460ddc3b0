"""The two signatures under a month: who may give them, and of what content they are (K10.2, K10.3, K10.11, K10.25)."""

import hashlib
import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.workflow import Move
from models.archives.monthly_filing import MonthlyFiling
from models.base import columns_of
from models.fence import authority_of
from models.organisation.appointment import Post
from operations.lending.subjects import selves_of
from permissions.actor import Person

KEYS = ("pieces", "pages")
_SAID = (
    "title",
    "full_title",
    "document_no",
    "dated_on",
    "copies",
    "pages",
    "scope_id",
    "undertaker_id",
    "lead_id",
    "case_class_id",
    "volume_id",
)
BY_THE_KEEPER = Term(
    "按月归档由{department}指定的部门档案员本人签字移交；还没有指定的，请先在任职中登记。",
    "The archivist named for {department} signs this over in person; appoint one first where there is none.",
)
NOTHING_LISTED = Term(
    "还没有登记归档明细；本月确无应归档资料的，请选「本月无应归档资料」并说明。",
    "Nothing is listed; if there is nothing, say so with a reason.",
)
SOMETHING_LISTED = Term(
    "已登记 {count} 项归档明细，请签字移交，或先删去明细。",
    "{count} papers are listed: sign them over, or remove them first.",
)
SAME_PERSON = Term("移交和签收须由两个人办理，您已签过移交。", "Two people sign: you have handed it over yourself.")
CHANGED = Term(
    "内容与移交签字时不一致，请退回，由部门档案员重新签字移交。",
    "It is not what was signed over; return it, and the keeper signs it anew.",
)
OTHER_COUNT = Term(
    "移交 {pieces} 份 {pages} 页，与核对数不符；请复点，或退回补齐。",
    "{pieces} copies, {pages} pages were handed over; count again, or return it.",
)


def lines_of(session: Session, one: MonthlyFiling) -> list[Any]:
    """What is listed for a month, in the order of entry."""
    line = columns_of("filing_line")
    return list(
        session.connection().execute(
            select(*(getattr(line, key) for key in _SAID)).where(line.filing_id == one.id).order_by(line.id)
        )
    )


def digest_of(session: Session, one: MonthlyFiling) -> str:
    """What the two sign: whose month, every paper, or why there is none."""
    said = [
        one.department_id,
        one.month_on.isoformat(),
        one.nothing_because,
        [[str(value) for value in row] for row in lines_of(session, one)],
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def by_the_keeper(session: Session, one: MonthlyFiling) -> None:
    """K10.3, K10.10: the archivist whom the department has named signs, nobody else."""
    person: Person | None = authority_of(session).person
    if person is not None and (Post.DEPARTMENT_ARCHIVIST.value, one.department_id) not in person.posts:
        department = columns_of("department")
        called = (
            session.connection().execute(select(department.name).where(department.id == one.department_id)).scalar()
        )
        raise Refused(BY_THE_KEEPER, department=called, clause="K10.3")


def something_listed(session: Session, one: MonthlyFiling) -> None:
    """K10.25: what is handed over is listed."""
    if not lines_of(session, one):
        raise Refused(NOTHING_LISTED, clause="K10.25")


def nothing_listed(session: Session, one: MonthlyFiling) -> None:
    """K10.2: "nothing" is said of an empty list only."""
    count = len(lines_of(session, one))
    if count:
        raise Refused(SOMETHING_LISTED, count=count, clause="K10.2")


def by_another(session: Session, one: MonthlyFiling) -> None:
    """K10.11: who hands over does not receive, under whatever account."""
    person: Person | None = authority_of(session).person
    if person is not None and one.handed_by_id is not None and one.handed_by_id in selves_of(session, person.person_id):
        raise Refused(SAME_PERSON, clause="K10.11")


def as_signed(session: Session, one: MonthlyFiling) -> None:
    """K10.11: the archivist signs what the keeper has signed."""
    if one.content is None or digest_of(session, one) != one.content:
        raise Refused(CHANGED, clause="K10.11")


def counted_alike(_session: Session, one: MonthlyFiling, values: dict[str, Any]) -> None:
    """What is received is what was handed over."""
    for key, wanted in (("pieces_received", one.pieces), ("pages_received", one.pages)):
        if values.get(key) != wanted:
            sentence = OTHER_COUNT.format(pieces=one.pieces, pages=one.pages)
            raise Invalid(sentence, fields={key: sentence}, clause="K10.11")


def month_moved(session: Session, one: MonthlyFiling, move: Move) -> None:
    """Both signatures are of the digest of what is listed."""
    match move.name:
        case "hand_over_month" | "nothing_this_month":
            if move.name == "hand_over_month":
                one.nothing_because = None
            rows = lines_of(session, one)
            one.pieces, one.pages = sum(row.copies for row in rows), sum(row.copies * row.pages for row in rows)
            one.content = digest_of(session, one)
        case "receive_month":
            one.content_received = digest_of(session, one)
        case "return_month":
            one.content = one.handed_by_id = one.handed_at = None


_KEY = "monthly_filing"
GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    (_KEY, "hand_over_month"): (by_the_keeper, something_listed),
    (_KEY, "nothing_this_month"): (by_the_keeper, nothing_listed),
    (_KEY, "receive_month"): (by_another, as_signed),
    (_KEY, "return_month"): (by_another,),
}
CHOICES: dict[tuple[str, str], tuple[Any, ...]] = {(_KEY, "receive_month"): (counted_alike,)}
