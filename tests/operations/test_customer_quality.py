"""How good the customers' data are, by department and manager, for whoever sees them."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from domain.access import Scope
from models.fence import act, acting
from operations.customers.quality import QualityLine, quality
from tests.factories import make
from tests.models.scenes import Town, a_town, may
from tests.operations.customer_scenes import TODAY, Street, street

__all__ = ["street"]
FULL = {
    "contact_name": "方圆", "contact_phone": "13800138000", "address": "文昌路1号", "business_scope": "机械", "company_kind": "private",
    "governing_body": "无", "source": "展会", "lawful_basis": "本人同意",
}  # fmt: skip
OLD = TODAY - timedelta(days=400)


def lines(found: tuple[QualityLine, ...]) -> dict[str, tuple[int, int, int, int]]:
    return {one.name.zh: (one.customers, one.complete, one.verified, one.odd) for one in found}


def filled(street: Street) -> None:
    given = {"department": street.town.south, "manager": street.town.li, "customer_class": "general"}
    person = {**given, "manager": None, "customer_type": "personal", "company_kind": "private"}
    make(street.session, "customer", name="全一", **FULL, **given, verified_on=TODAY)
    make(street.session, "customer", name="旧二", **{**FULL, "contact_phone": "13800138001"}, **given, verified_on=OLD)
    make(street.session, "customer", name="缺三", **{**FULL, "contact_phone": "13800138002", "governing_body": None}, **given, verified_on=OLD)
    make(street.session, "customer", name="张三", **person, verified_on=date(2020, 1, 1))


def test_completeness_verification_and_contradictions_are_counted_by_department_and_manager(street: Street) -> None:
    """Y1.2: complete, verified within the days of the rule, no person with the data of a firm.

    Complete: the five fields of Y2.1, and of an enterprise its ownership and governing body (K7.3), and where the data come from (A3.3).
    """
    before = quality(street.session)
    filled(street)
    after = quality(street.session)
    assert (after.total.customers - before.total.customers, after.total.complete - before.total.complete) == (4, 2)
    assert (after.total.verified - before.total.verified, after.total.odd - before.total.odd) == (1, 1)
    grown = {name: counts for name, counts in lines(after.departments).items() if lines(before.departments).get(name) != counts}
    assert len(grown) == 1, "only one department has grown"
    managers = lines(after.managers)
    assert [counts for name, counts in managers.items() if counts not in lines(before.managers).values()]
    assert after.total.cells[0] == f"{after.total.customers:,}"
    assert sum(one.customers for one in after.departments) == after.total.customers == sum(one.customers for one in after.managers)


def test_only_customers_in_view_are_counted(session: Session) -> None:
    """Y1.2: the reader's rows."""
    town: Town = a_town(session)
    whole = quality(session).total.customers
    with acting(session, town.wang_with(may(Scope.OWN))):
        own = quality(session).total.customers
    assert 0 < own < whole
    act(session, town.wang_with(may(Scope.ALL)))
    assert quality(session).total.customers == whole
