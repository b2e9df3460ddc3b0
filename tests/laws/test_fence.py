"""The fence asks a statement only about the registers it names: for every question of a page, that says what asking about all would."""

from typing import Any

import pytest
from sqlalchemy import exists, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import aliased

import models.fence
from models import all as models_all
from models.criteria import criteria_of, narrowing, registers_in
from models.customers.contact import Contact
from models.customers.customer import Customer
from tests.conftest import Panel

pytestmark = pytest.mark.once


def said(statement: Any) -> tuple[str, list[object]]:
    compiled = statement.compile(dialect=sqlite.dialect())  # type: ignore[no-untyped-call]
    return str(compiled), list(compiled.params.values())


@pytest.mark.parametrize("code", ["clerk", "head"])
def test_a_statement_is_narrowed_as_if_every_register_were_asked_about(panel: Panel, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    asked = set()

    def both(authority: Any, statement: Any) -> Any:
        some, every = criteria_of(authority, statement), tuple(narrowing(authority).values())
        assert said(statement.options(*some)) == said(statement.options(*every))
        asked.update(registers_in(statement))
        return some

    client = panel.as_(code)
    monkeypatch.setattr(models.fence, "criteria_of", both)
    viewed = [register for register in models_all.load().values() if client.http.get(f"/{register.area}/{register.key}/").status_code == 200]
    for register in viewed:
        client.http.get(f"/{register.area}/{register.key}/details/?id=1")
    for path in ("/", "/search/?q=杭州", f"/{viewed[0].area}/{viewed[0].key}/?q=a"):
        client.get(path)
    assert len(viewed) > 20
    assert {register.key for register in viewed} <= asked


def test_a_register_is_found_wherever_a_statement_names_it() -> None:
    other = aliased(Contact)
    for statement in (
        select(Contact), select(Contact.id), select(other.name), select(func.count(Contact.id)),
        select(Customer.id).where(exists().where(Contact.customer_id == Customer.id)),
        select(Customer.id).join(other, other.customer_id == Customer.id),
        select(Customer.id, select(Contact.name).where(Contact.customer_id == Customer.id).scalar_subquery()),
        select(select(Contact.id).subquery()), select(select(other).cte()), select(Customer.id).order_by(select(Contact.id).scalar_subquery()),
        select(Customer.id).where(Customer.id.in_(select(Contact.customer_id).union(select(Contact.id)))),
    ):  # fmt: skip
        assert "contact" in registers_in(statement), statement
