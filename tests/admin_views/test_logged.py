"""An entry of the log says what was changed, but only to those who may read it on the record itself."""

import re

from sqlalchemy import select

from models.customers.customer import Customer
from models.governance.audit_entry import AuditEntry
from operations.records import update
from tests.client import PageClient
from tests.conftest import Panel


def _entry_of_a_change(panel: Panel) -> int:
    with panel.system() as session:
        customer = session.scalars(select(Customer).order_by(Customer.id)).first()
        assert customer is not None
        update(session, customer, {"contact_phone": "13955550001", "name": "绍兴越城酒业有限公司"})
    with panel.system() as session:
        wanted = select(AuditEntry.id).where(AuditEntry.register_key == "customer", AuditEntry.action == "edit")
        return session.scalars(wanted.order_by(AuditEntry.id.desc())).first() or 0


def _changes(client: PageClient, entry: int) -> str:
    page = client.get(f"/governance/audit_entry/details/?id={entry}").text
    found = re.search(r'aria-labelledby="logged".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def test_the_audit_administrator_learns_which_fields_were_changed_and_no_value(own_panel: Panel) -> None:
    """Y2.6."""
    shown = _changes(own_panel.as_("audit"), _entry_of_a_change(own_panel))
    assert "您看不到取值的字段" in shown
    assert "联系电话" in shown
    assert "13955550001" not in shown
    assert "绍兴越城" not in shown
    assert "打开这条记录" not in shown


def test_who_may_read_the_record_s_history_reads_old_and_new_and_opens_it(own_panel: Panel) -> None:
    """Y2.6, A7.1: masked where his rights mask."""
    shown = _changes(own_panel.as_("auditor"), _entry_of_a_change(own_panel))
    assert "绍兴越城酒业有限公司" in shown
    assert "13955550001" not in shown
    assert "139****0001" in shown
    assert "打开这条记录" in shown
