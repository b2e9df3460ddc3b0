"""Whoever leaves or changes department loses his code the same day: an order says so, and somebody carries it out (K5.10, K5.13, K5.20)."""

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.terms import Term
from domain.workflow import Move
from models.access.account import Account, Credential, SignInSession
from models.access.code_cancellation import Cancelled, CodeCancellation, Leaving
from models.base import columns_of
from models.fence import acting
from models.organisation.employee import Employee
from operations.behalf import on_behalf
from operations.declared_terms import terms_computed
from operations.lending.leaving import employee_entered
from operations.notices import notify
from operations.office_clock import today
from operations.staff import Staff
from permissions.actor import System

CHANGED = "people who leave or move"
DUE = Term(
    "{who}（操作代码 {code}）已{why}，请当日注销或更换代码，并指定接替人。",
    "{who} (code {code}) {why}. Cancel or replace the code today and name a successor.",
)
NEW_CODE = Term("调动的另建新代码：请填写「新代码」。", "Who was transferred gets a new code; enter it.")
NO_NEW_CODE = Term("离岗的代码注销后不另建：请勿填写「新代码」。", "Who left gets no new code.")
CODE_TAKEN = Term("代码「{code}」已有人使用，请换一个。", "The code “{code}” is in use; choose another.")
WORDS = {Leaving.LEFT: Term("离岗", "has left"), Leaving.MOVED: Term("调动", "was transferred")}


def person_entered(session: Session, employee: Employee) -> set[str]:
    """At every save of an employee: notes who leaves or changes department, after it was asked whether he may (K10.4)."""
    follows = employee_entered(session, employee)
    if employee.id is not None:
        left, moved = get_history(employee, "left_on"), get_history(employee, "department_id")
        if left.added and left.added[0] is not None:
            session.info.setdefault(CHANGED, {})[employee.id] = (Leaving.LEFT, left.added[0])
        elif moved.added and moved.deleted and moved.added != moved.deleted:
            session.info.setdefault(CHANGED, {})[employee.id] = (Leaving.MOVED, today(session))
    return follows


def settle(session: Session) -> None:
    """An order for the code of everybody noted, in the transaction that lets him go."""
    changed: dict[int, tuple[Leaving, date]] = session.info.pop(CHANGED, {})
    for person, (why, since) in changed.items():
        with acting(session, on_behalf(session, "K5.13 离岗、调动注销代码")):
            _order(session, person, why, since)


def cancel_codes(session: Session) -> int:
    """Orders for those who left by a file or long ago, and a notice of each order to whoever carries it out; returns how many were told."""
    staff, account, day = columns_of("employee"), columns_of("account"), today(session)
    gone = select(staff.id, staff.left_on).join(account.id.table, account.holder_id == staff.id).where(account.active, staff.left_on <= day)
    for person, since in session.connection().execute(gone.order_by(staff.id)).all():
        _order(session, person, Leaving.LEFT, since)
    able, told = Staff(session).with_right("code_cancellation", "cancel_code"), 0
    names: dict[int, str] = {row.id: row.name for row in session.connection().execute(select(staff.id, staff.name))}
    for order in session.scalars(select(CodeCancellation).where(CodeCancellation.state == Cancelled.DUE).order_by(CodeCancellation.id)):
        late = order.due_on is not None and order.due_on < day
        said = DUE.format(who=names.get(order.person_id, ""), code=order.code, why=WORDS[order.why])
        for person in able:
            if person != order.person_id:
                told += notify(session, person, "code.cancel", order, said, once="late" if late else "due")
    return told


def _order(session: Session, person: int, why: Leaving, since: date) -> None:
    """One order for the account of a person, unless there is one that is not carried out."""
    account = session.scalar(select(Account).where(Account.holder_id == person, Account.active))
    if account is None:
        return
    waiting = select(CodeCancellation.id).where(CodeCancellation.account_id == account.id, CodeCancellation.state == Cancelled.DUE)
    if session.scalar(waiting.limit(1)) is None:
        order = CodeCancellation(account_id=account.id, code=account.code, person_id=person, why=why, since_on=since)
        terms_computed(session, order)
        session.add(order)
        session.flush()




def new_code_fits(session: Session, order: CodeCancellation, values: Any) -> None:
    """Who was transferred gets a code nobody has, who left gets none; raises Invalid."""
    code = (values.get("new_code") or "").strip()
    problem = NEW_CODE if order.why is Leaving.MOVED and not code else NO_NEW_CODE if order.why is Leaving.LEFT and code else None
    accounts = columns_of("account")
    if problem is None and code and session.connection().execute(select(accounts.id).where(accounts.code == code)).first():
        problem = CODE_TAKEN.format(code=code)
    if problem is not None:
        raise Invalid(problem, fields={"new_code": problem}, clause="K5.10")


def order_moved(session: Session, order: CodeCancellation, _move: Move) -> None:
    """The code ends with its sessions; who was transferred goes on under another one, with a password of his own choice."""
    with acting(session, System("K5.13 注销代码", acting_for=order.account_id)):
        account = session.get_one(Account, order.account_id)
        if order.why is Leaving.LEFT:
            account.active = False
        elif order.new_code:
            account.code = order.new_code.strip()
            credential = session.get(Credential, account.id)
            if credential is not None:
                credential.must_change = True
        session.flush()
        session.execute(
            update(SignInSession)
            .where(SignInSession.account_id == account.id, SignInSession.ended_at.is_(None))
            .values(ended_at=session.info["clock"]())
        )


