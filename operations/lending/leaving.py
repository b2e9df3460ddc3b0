"""Whoever leaves or changes department hands over everything first: what he still holds, and to whom it goes (K10.4, K5.20, I29)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.terms import Term
from models.access.account import Account
from models.archives.safe_role import HALVES, Half
from models.base import columns_of
from models.fence import authority_of
from models.it_operations.medium import MediumState
from models.it_operations.password_envelope import PARTS, Sealed
from models.organisation.employee import Employee
from operations.customers.handing import customers_of, seats_of
from operations.granting import check_own_place
from operations.office_clock import today

HOLDS = Term(
    "{who} 还有 {count} 项没有移交（{what}），移交完毕才能办理离职、调动或停用；清单见「借阅 → 离调移交清单」。",
    "{who} has {count} things to hand over ({what}); leaving, transfer or closing the account comes after that. See Lending → Hand-over of leavers.",
)
HOLDER_STAYS = Term(
    "操作代码一人一码，不转给他人：原使用人离调的请注销代码，新使用人请另建代码。",
    "A code belongs to one person and is not passed on: cancel it when its holder leaves, and create another for who comes.",
)
LOAN = Term("借阅的档案", "borrowed units")
SHORT = Term("缺页未处理", "missing pages")
SAFE = Term("掌管的保险柜", "halves of a safe")
PAPERS = Term("临时借用的资料", "temporary papers")
KEEPS = Term("经手借出未收回的资料", "papers lent out and not back")
ENVELOPES = Term("掌管的密码信封", "sealed passwords")
KEPT_MEDIA = Term("保管的存储介质", "media he keeps")
TO_ARCHIVIST = Term("交档案室柜台，由档案管理员核对", "to the archive's desk, checked by the archivist")
TO_KEEPER = Term("交另一位掌管人，并结束本人的掌管", "to another keeper, and his own half ends")
TO_LENDER = Term("还借出部门：{who}", "back to the department that lent them: {who}")
CUSTOMERS = Term("负责的客户", "customers he looks after")
TO_NEXT = Term("在「客户交接」为每家客户指定接任人，并通知客户", "to a successor named in “Customers handed over”, who tells each of them")
TO_NEW_SEAL = Term("由部门负责人指定接替人，更换密码并重新封存", "to successors named by the head, with a new password in a new envelope")
TO_NEXT_KEEPER = Term("由接替的保管人签收「介质交接」", "to another keeper, who signs for it in “Hand-overs of media”")
SEATS = Term("参与联系的重要客户", "important customers he keeps in touch with")
TO_ANOTHER = Term("在客户档案的「协同人员」中换人", "to another member of the team in the customer's archive")
CLAUSES = {CUSTOMERS: "K7.13", SEATS: "K7.12", ENVELOPES: "K5.20", KEPT_MEDIA: "K5.21"}
"""Where one kind of thing is all that is left."""
TOGETHER = "{count} 家客户"
TO_SUCCESSOR = Term("收回，或由接任的部门档案员接手", "taken back, or taken over by the next keeper")


@dataclass(frozen=True, slots=True)
class HandOver:
    """One thing somebody still holds: its kind, the record it stands in, since and until when, and to whom it goes."""

    kind: Term
    register: str
    record: int
    label: str
    due_on: date | None
    to: Term


def outstanding(session: Session, person: int) -> tuple[HandOver, ...]:
    """Everything ``person`` must hand over before he leaves; below the fence, as the answer decides and is not shown to everybody."""
    parts = (_loans, _safes, _papers, _envelopes, _media, _customers, _seats)
    return tuple(one for part in parts for one in part(session, person))


def _loans(session: Session, person: int) -> Iterator[HandOver]:
    line, unit = columns_of("loan_line"), columns_of("archive_unit")
    still = select(line.id, unit.number, line.due_on, line.state).join(unit.id.table, unit.id == line.unit_id)
    for row in session.connection().execute(still.where(line.borrower_id == person, line.state.in_(("out", "lost", "short"))).order_by(line.due_on, line.id)):
        yield HandOver(SHORT if row.state == "short" else LOAN, "loan_line", row.id, row.number, row.due_on, TO_ARCHIVIST)


def _safes(session: Session, person: int) -> Iterator[HandOver]:
    role, place, day = columns_of("safe_role"), columns_of("archive_account"), today(session)
    held = select(role.id, place.name, role.half).join(place.id.table, place.id == role.safe_id)
    for row in session.connection().execute(held.where(role.holder_id == person, or_(role.until_on.is_(None), role.until_on >= day)).order_by(role.id)):
        yield HandOver(SAFE, "safe_role", row.id, f"{row.name} · {HALVES[Half(row.half)].zh}", None, TO_KEEPER)


def _papers(session: Session, person: int) -> Iterator[HandOver]:
    loan, staff = columns_of("temporary_loan"), columns_of("employee")
    out = select(loan.id, loan.title, loan.due_on, loan.borrower_id, staff.name).join(staff.id.table, staff.id == loan.keeper_id)
    for row in session.connection().execute(
        out.where(loan.state == "out", or_(loan.borrower_id == person, loan.keeper_id == person)).order_by(loan.due_on, loan.id)
    ):
        his = row.borrower_id == person
        yield HandOver(PAPERS if his else KEEPS, "temporary_loan", row.id, row.title, row.due_on, TO_LENDER.format(who=row.name) if his else TO_SUCCESSOR)


def _envelopes(session: Session, person: int) -> Iterator[HandOver]:
    """K5.20: who set, keeps or shares a password that is still in use, whoever has its envelope at the moment."""
    one = columns_of("password_envelope")
    his = select(one.id, one.number).where(one.state != Sealed.REPLACED, or_(*(one[f"{key}_id"] == person for key in PARTS)))
    for row in session.connection().execute(his.order_by(one.id)):
        yield HandOver(ENVELOPES, "password_envelope", row.id, row.number, None, TO_NEW_SEAL)


def _media(session: Session, person: int) -> Iterator[HandOver]:
    one = columns_of("medium")
    his = select(one.id, one.name).where(one.keeper_id == person, one.state != MediumState.DESTROYED)
    for row in session.connection().execute(his.order_by(one.id)):
        yield HandOver(KEPT_MEDIA, "medium", row.id, row.name, None, TO_NEXT_KEEPER)


def _customers(session: Session, person: int) -> Iterator[HandOver]:
    """K7.13: one line for all of them; who changes department may keep his customers, who leaves may not."""
    count, first = customers_of(session, person)
    if first is not None:
        yield HandOver(CUSTOMERS, "customer", first, TOGETHER.format(count=count), None, TO_NEXT)


def _seats(session: Session, person: int) -> Iterator[HandOver]:
    """K7.12: one line for all important customers in whose team he is; two people keep in touch with each after he has left, too."""
    count, first = seats_of(session, person)
    if first is not None:
        yield HandOver(SEATS, "customer", first, TOGETHER.format(count=count), None, TO_ANOTHER)


def employee_entered(session: Session, employee: Employee) -> set[str]:
    """At every save: nobody leaves or changes department with something in his hands; raises Invalid."""
    follows = check_own_place(session, employee)
    for key, column in (("left_on", "left_on"), ("department", "department_id")):
        history = get_history(employee, column)
        if employee.id is not None and history.added and history.added[0] is not None and history.added != history.deleted:
            nothing_left(session, employee.id, key)
    return follows


def account_entered(session: Session, account: Account) -> set[str]:
    """At every save: a code stays with its holder, and none is closed while he has something to hand over; raises Invalid."""
    follows = check_own_place(session, account)
    if account.id is not None:
        before = get_history(account, "holder_id").deleted
        if authority_of(session).person is not None and before and before[0] != account.holder_id:
            raise Invalid(HOLDER_STAYS, fields={"holder": HOLDER_STAYS}, clause="K5.13")
        if get_history(account, "active").added == [False]:
            nothing_left(session, account.holder_id, "active")
        if any(get_history(account, "ends_on").added):
            nothing_left(session, account.holder_id, "ends_on")
    return follows


def nothing_left(session: Session, person: int, field: str) -> None:
    """Refuse while ``person`` holds something; says what kinds of things, never which."""
    left = [one for one in outstanding(session, person) if one.kind not in (CUSTOMERS, SEATS) or field == "left_on"]
    if not left:
        return
    staff = columns_of("employee")
    who = session.connection().execute(select(staff.name).where(staff.id == person)).scalar_one()
    kinds = list(dict.fromkeys(one.kind for one in left))
    what = Term("、".join(kind.zh for kind in kinds), ", ".join(kind.en for kind in kinds))
    sentence = HOLDS.format(who=who, count=len(left), what=what)
    raise Invalid(sentence, fields={field: sentence}, clause=CLAUSES.get(kinds[0], "K10.4") if len(kinds) == 1 else "K10.4")


def holders(session: Session) -> list[int]:
    """Everybody who would have something to hand over today."""
    line, role, loan, day = columns_of("loan_line"), columns_of("safe_role"), columns_of("temporary_loan"), today(session)
    envelope, medium = columns_of("password_envelope"), columns_of("medium")
    found: set[int] = set()
    for query in (
        select(line.borrower_id).where(line.state.in_(("out", "lost", "short"))),
        select(role.holder_id).where(or_(role.until_on.is_(None), role.until_on >= day)),
        select(loan.borrower_id).where(loan.state == "out"),
        select(loan.keeper_id).where(loan.state == "out"),
        *(select(envelope[f"{key}_id"]).where(envelope.state != Sealed.REPLACED, envelope[f"{key}_id"].is_not(None)) for key in PARTS),
        select(medium.keeper_id).where(medium.state != MediumState.DESTROYED),
    ):
        found |= set(session.connection().execute(query.distinct()).scalars())
    staff, customer = columns_of("employee"), columns_of("customer")  # one look into an index for each person, not one through all customers
    looks_after = select(customer.id).where(customer.manager_id == staff.id).exists()
    return sorted(found | set(session.connection().execute(select(staff.id).where(looks_after)).scalars()))
