"""The finding the program enters itself when one code is in two places at once (K5.12)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.terms import Term
from models.access.account import Account
from models.it_operations.it_finding import Breach, ItFinding
from models.organisation.employee import Employee
from operations.declared_terms import terms_computed

TWO_PLACES = Term("操作代码「{code}」在两处同时登录，系统自动登记，待核实", "The code “{code}” was signed in at two places at once; to be asked about")


def enter_two_places(session: Session, account: Account, day: date) -> bool:
    """Enter the finding about the holder of ``account``, to be put right as any other; False when there is one of that day.

    It names no address: the session list of the holder and the log have it, and the register is read by more people.
    """
    holder = account.holder_id
    # One after the other: a third place at the same moment must find what the second one enters.
    session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    known = select(ItFinding.id).where(
        ItFinding.person_id == holder, ItFinding.found_on == day, ItFinding.breach == Breach.OTHERS_CODE, ItFinding.noticed
    )
    if session.scalar(known.limit(1)) is not None:
        return False
    place = session.scalar(select(Employee.department_id).where(Employee.id == holder))
    what = TWO_PLACES.format(code=account.code).zh
    finding = ItFinding(
        breach=Breach.OTHERS_CODE, what=what, department_id=place, person_id=holder, found_on=day, noticed=True
    )
    terms_computed(session, finding)
    session.add(finding)
    session.flush()
    return True
