"""One code in two places at once (K5.12)."""

import pytest
from sqlalchemy import func, select

from models.governance.audit_entry import AuditEntry
from models.governance.rule_value import RuleValue
from operations.office_clock import today
from operations.sign_in import sign_in
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
