"""One code in two places at once (K5.12)."""

import pytest
from sqlalchemy import func, select

from domain.errors import Invalid
from models.access.role import Role
from models.governance.audit_entry import AuditEntry
from models.governance.notice import Notice
from models.governance.rule_value import RuleValue
from models.it_operations.it_finding import Breach, ItFinding
from models.register import registers
from operations.office_clock import today
from operations.records import create, update
from operations.sign_in import sign_in
from operations.staff import Staff
from tests.client import PageClient
from tests.company import PASSWORD
from tests.conftest import Panel


def noted(panel: Panel) -> int:
    with panel.system() as session:
        return session.scalar(select(func.count()).where(AuditEntry.action == "sign_in_elsewhere")) or 0


@pytest.mark.parametrize("ends", [0, 1])
def test_one_code_in_two_places_is_in_the_log(own_panel: Panel, ends: int) -> None:
    """K5.12: not the same browser twice, but another one while the first is alive, which ends where the rule says so."""
    with own_panel.system() as session:
        session.add(RuleValue(rule="one_place", amount=ends, valid_from=today(session), basis="试点"))
    first = own_panel.as_("clerk")
    PageClient(own_panel.app).sign_in("clerk")
    assert noted(own_panel) == 0
    with own_panel.system() as session:
        sign_in(session, "clerk", PASSWORD, address="192.0.2.7", device="other")
    assert noted(own_panel) == 1
    first.get("/me/", status=303 if ends else 200)


def test_the_second_place_is_told_to_the_holder_and_to_it_once_a_day(own_panel: Panel) -> None:
    """K5.12: whoever else may enter the finding is told to ask the holder; a third place the same day tells nobody again."""
    own_panel.as_("clerk")
    with own_panel.system() as session:
        role = session.scalars(select(Role).where(Role.code == "it_operator")).one()
        create(session, registers["role_grant"], {"role": role.id, "person": own_panel.company.employees["staff"], "reason": "test"})
    with own_panel.system() as session:
        for device in ("other", "third"):
            sign_in(session, "clerk", PASSWORD, address="192.0.2.7", device=device)
        told = session.execute(select(Notice.person_id, Notice.register_key).where(Notice.code == "sign_in.elsewhere")).all()
        keepers = set(Staff(session).with_right("it_finding", "create"))
    holder = own_panel.company.employees["clerk"]
    assert keepers - {holder}
    assert sorted(told) == sorted([(holder, "account"), *((one, "it_finding") for one in keepers - {holder})])
    assert noted(own_panel) == 2
    assert "两处同时登录" in own_panel.as_("clerk").get("/notices/").text


def test_the_program_enters_the_finding_once_a_day_and_it_is_put_right_as_any_other(own_panel: Panel) -> None:
    """K5.12: about the holder, with its term and nobody who found it; the third place enters no second one, people name the finder."""
    own_panel.as_("clerk")
    with own_panel.system() as session:
        assert session.scalar(select(func.count()).select_from(ItFinding)) == 0
    with own_panel.system() as session:
        for device in ("other", "third"):
            sign_in(session, "clerk", PASSWORD, address="192.0.2.7", device=device)
    with own_panel.system() as session:
        found = session.scalars(select(ItFinding)).all()
        assert (len(found), found[0].person_id, found[0].breach) == (1, own_panel.company.employees["clerk"], Breach.OTHERS_CODE)
        assert found[0].noticed
        assert found[0].found_by_id is None
        assert found[0].fix_by_on is not None
        assert "192.0.2.7" not in found[0].what
        update(session, found[0], {"measure": "本人在两台电脑登录，已提醒", "fixed_on": today(session)})
        given = {"breach": "others_code", "what": "现场所见", "department": found[0].department_id, "found_on": today(session)}
        with pytest.raises(Invalid) as refused:
            create(session, registers["it_finding"], given)
        assert list(refused.value.fields) == ["found_by"]
