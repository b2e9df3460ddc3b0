"""Choices a company offers where its regulations differ: a setting decides, never the program (K7.1, Y3.1)."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.customers.customer import CustomerClass
from models.governance.setting import Setting, SettingName

USUAL_CLASSES = "K7.1"
CUSTOMER_CLASSES: Mapping[str, frozenset[str]] = {
    "K7.1": frozenset({CustomerClass.TARGET, CustomerClass.GENERAL, CustomerClass.KEY, CustomerClass.POTENTIAL}),
    "Y3.1": frozenset({CustomerClass.IMPORTANT, CustomerClass.GENERAL, CustomerClass.POTENTIAL}),
}


def offered(settings: Mapping[str, str], register_key: str, field_key: str) -> frozenset[str] | None:
    """The values offered for a choice; None when all of them are."""
    if (register_key, field_key) == ("customer", "customer_class"):
        clause = settings.get(SettingName.CUSTOMER_CLASSES, USUAL_CLASSES).strip()
        return CUSTOMER_CLASSES.get(clause, CUSTOMER_CLASSES[USUAL_CLASSES])
    return None


def offered_now(session: Session, register_key: str, field_key: str) -> frozenset[str] | None:
    """As :func:`offered`, asking the database; below the fence, because a setting is no secret and everybody obeys it."""
    rows = session.connection().execute(select(Setting.name, Setting.value))
    return offered({name.value: value for name, value in rows}, register_key, field_key)
