"""Whoever leaves or moves loses his code the same day (K5.10, K5.13, K5.20)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from models.access.account import Account
from models.access.code_cancellation import Cancelled, CodeCancellation, Leaving
from models.fence import act
from models.governance.notice import Notice
from models.register import registers
from operations.base_roles import ensure_base_roles
from operations.it_operations.codes import cancel_codes
from operations.moves import perform
from operations.passwords import set_password
from operations.records import update
from operations.sign_in import sign_in, signed_in
from permissions.actor import System
from tests.factories import everything, holding, make, person

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
TODAY = date(2026, 9, 15)
WORD = "Lanzhou-Tielu-2026"


class Office:
    """Somebody with an account, his administrator, and whoever goes on with his work."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.system()
        ensure_base_roles(session)
        self.who, self.admin, self.next = (make(session, "employee", left_on=None) for _ in range(3))
        self.account: Account = make(session, "account", code="op-1", holder=self.who.id, active=True, ends_on=None)
        set_password(session, self.account, WORD)
        role = session.scalar(select(registers["role"].model).where(registers["role"].model.code == "system_admin"))  # type: ignore[attr-defined]
        make(session, "account", holder=self.admin.id, active=True, ends_on=None)
        make(session, "role_grant", person=self.admin.id, role=role.id)

    def system(self, at: datetime = NOW) -> None:
        act(self.session, System("test"), clock=lambda: at)

    def by(self, who: int, at: datetime = NOW) -> None:
        act(self.session, holding(everything(), who=person(who)), clock=lambda: at)

    def orders(self) -> list[CodeCancellation]:
        return list(self.session.scalars(select(CodeCancellation).order_by(CodeCancellation.id)))

    def change(self, **values: Any) -> CodeCancellation:
        """The employee is saved so, and his code is to be cancelled."""
        self.by(self.admin.id)
        update(self.session, self.who, values)
        self.system()
        return self.orders()[-1]


@pytest.fixture
def office(session: Session) -> Office:
    return Office(session)


def test_a_code_is_not_passed_on_to_somebody_else(office: Office) -> None:
    """K5.11, K5.13: with it would go the password and the name in the log; another gets a code of his own."""
    office.by(office.admin.id)
    with pytest.raises(Invalid) as passed_on, office.session.begin_nested():
        update(office.session, office.account, {"holder": office.next.id})
    assert (passed_on.value.clause, list(passed_on.value.fields)) == ("K5.13", ["holder"])
    update(office.session, office.account, {"code": "op-1a", "holder": office.who.id})


def test_who_leaves_loses_his_code_the_same_day_and_somebody_is_named(office: Office) -> None:
    """K5.20, K5.13: by another than himself; his sessions end, and no new code is made."""
    token = sign_in(office.session, "op-1", WORD, address="127.0.0.1", device="t")
    assert token is not None
    order = office.change(left_on=TODAY)
    assert (order.code, order.why, order.due_on, order.state) == ("op-1", Leaving.LEFT, TODAY, Cancelled.DUE)
    assert cancel_codes(office.session) >= 1
    assert cancel_codes(office.session) == 0, "told once"
    office.by(office.who.id)
    with pytest.raises(Refused) as own:
        perform(office.session, order, "cancel_code", {"successor": office.next.id})
    assert own.value.clause == "K5.20"
    office.by(office.admin.id)
    for values, field in (({}, "successor"), ({"successor": office.next.id, "new_code": "op-2"}, "new_code")):
        with pytest.raises(Invalid) as wrong:
            perform(office.session, order, "cancel_code", values)
        assert list(wrong.value.fields) == [field]
    perform(office.session, order, "cancel_code", {"successor": office.next.id})
    office.system()
    office.session.refresh(office.account)
    assert (order.state, order.successor_id, order.done_by_id, office.account.active) == (Cancelled.DONE, office.next.id, office.admin.id, False)
    assert signed_in(office.session, token, NOW) is None
    assert sign_in(office.session, "op-1", WORD, address="127.0.0.1", device="t") is None


def test_who_is_transferred_goes_on_under_a_new_code_that_nobody_has(office: Office) -> None:
    """K5.10, K5.13: the old code opens nothing any more."""
    elsewhere = make(office.session, "department").id
    order = office.change(department=elsewhere)
    assert (order.why, order.since_on) == (Leaving.MOVED, TODAY)
    taken = make(office.session, "account", code="op-9").code
    office.by(office.admin.id)
    for code in ("", taken):
        with pytest.raises(Invalid) as wrong:
            perform(office.session, order, "cancel_code", {"successor": office.next.id, "new_code": code})
        assert list(wrong.value.fields) == ["new_code"]
    perform(office.session, order, "cancel_code", {"successor": office.next.id, "new_code": "op-7"})
    office.system()
    assert sign_in(office.session, "op-1", WORD, address="127.0.0.1", device="t") is None
    token = sign_in(office.session, "op-7", WORD, address="127.0.0.1", device="t")
    found = signed_in(office.session, token or "", NOW)
    assert found is not None
    assert found.must_change


def test_who_left_by_a_file_is_found_by_the_clock_and_a_late_order_is_told_again(office: Office) -> None:
    """K5.13: also that nothing is ordered twice, and not for whoever has no code."""
    with office.session.no_autoflush:
        office.who.left_on = TODAY
    office.session.flush()
    make(office.session, "employee", left_on=TODAY)
    assert cancel_codes(office.session) >= 1
    assert [one.person_id for one in office.orders()] == [office.who.id]
    office.system(NOW + timedelta(days=1))
    assert cancel_codes(office.session) >= 1
    told = office.session.scalars(select(Notice).where(Notice.code == "code.cancel", Notice.person_id == office.admin.id))
    assert len(list(told)) == 2
    make(office.session, "employee", department=office.who.department_id, left_on=None)
    assert len(office.orders()) == 1
