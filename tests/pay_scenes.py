"""A pay month for pages: collected, with the lines of three people, and an accountant who enters their taxes."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import text

from tests.conftest import Panel
from tests.factories import make


def a_collected_month(panel: Panel) -> int:
    """September 2021; `staff` becomes an accountant besides. Returns its id."""
    with panel.system() as session:
        role = session.connection().execute(text("SELECT id FROM role WHERE code = 'accountant'")).scalar_one()
        make(session, "role_grant", role=role, person=panel.company.employees["staff"], department=None, post=None, reason="会计", from_at=None, until_at=None)
        collected = {"state": "collected", "collected_at": datetime(2021, 10, 8, 2, tzinfo=UTC)}
        month = make(session, "pay_month", name="2021年09月工资", month_on=date(2021, 9, 1), **collected).id
        for code, gross in (("clerk", 8000), ("manager", 12500), ("head", 9000)):
            values = {"name": f"{code} 2021年09月工资", "pay_month": month, "person": panel.company.employees[code]}
            make(session, "pay_line", **values, gross=Decimal(gross), net=Decimal(gross), department=panel.company.departments["north"])
    return int(month)
