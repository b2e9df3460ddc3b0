"""Who is told of a month that is not filed: its keeper, then the head and the archivists, then the deputy in charge (K10.1, K10.11)."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.rules import ArchiveRule
from domain.terms import Term
from models.archives.monthly_filing import FilingState, MonthlyFiling
from models.base import columns_of
from models.organisation.appointment import Post
from operations.notices import notify
from operations.office_clock import today
from operations.rule_numbers import rules
from operations.staff import Staff

NEAR = Term(
    "「{what}」的资料须在 {day} 前归档，请登记明细并签字移交总经理办公室档案员。",
    "What belongs to {what} is filed by {day}: list it and sign it over.",
)
OVER = Term(
    "「{what}」归档已逾期（期限 {day}），请立即移交；本月无应归档资料的也须说明。",
    "The filing of {what} was due on {day}; hand it over now, or say why there is nothing.",
)
DEPUTY = Term(
    "「{what}」归档逾期 {late} 天仍未移交，请督促。", "The filing of {what} is {late} days late; see that it is done."
)
NO_KEEPER = Term(
    "「{what}」须在 {day} 前归档，但本部门还没有指定档案员，请指定并报档案室备案。",
    "{what} is to be filed by {day}, but nobody is named to keep files; name somebody.",
)


def remind_of_months(session: Session) -> int:
    """Tell whom the present stage of each open month concerns, each once per stage; returns how many were told."""
    day, numbers = today(session), rules(session)
    near = day + timedelta(days=numbers[ArchiveRule.FILING_REMIND_DAYS])
    wanted = select(MonthlyFiling).where(MonthlyFiling.state == FilingState.DUE, MonthlyFiling.due_on <= near)
    open_ones = session.scalars(wanted.order_by(MonthlyFiling.id)).all()
    if not open_ones:
        return 0
    staff, told = Staff(session), 0
    for one in open_ones:
        late = (day - one.due_on).days
        stage = "deputy" if late >= numbers[ArchiveRule.FILING_DEPUTY_DAYS] else "over" if late > 0 else "near"
        said = {"what": one.name, "day": one.due_on.isoformat(), "late": late}
        keepers = staff.in_post(Post.DEPARTMENT_ARCHIVIST.value, one.department_id)
        heads = staff.in_post(Post.DEPARTMENT_MANAGER.value, one.department_id)
        sentence = {"near": NEAR, "over": OVER, "deputy": DEPUTY}[stage].format(**said)
        people = {
            "near": keepers,
            "over": (*keepers, *heads, *staff.for_record(one, "receive_month")),
            "deputy": _deputies(session, staff, one, day),
        }[stage]
        for person in dict.fromkeys(people):
            told += notify(session, person, f"filing.{stage}", one, sentence, once=one.due_on.isoformat())
        if not keepers:
            for person in heads:
                told += notify(
                    session, person, "filing.no_keeper", one, NO_KEEPER.format(**said), once=one.due_on.isoformat()
                )
    return told


def _deputies(session: Session, staff: Staff, one: MonthlyFiling, day: date) -> tuple[int, ...]:
    """The deputy in charge of the department; where there is none, the general manager."""
    charge = columns_of("charge")
    running = select(charge.deputy_id).where(
        charge.department_id == one.department_id,
        charge.from_on <= day,
        charge.until_on.is_(None) | (charge.until_on >= day),
    )
    found = tuple(session.connection().execute(running).scalars())
    return found or tuple(
        person.person.person_id
        for person in staff.people
        if Post.GENERAL_MANAGER.value in {post for post, _ in person.person.posts}
    )
