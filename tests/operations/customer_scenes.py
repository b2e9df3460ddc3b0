"""A town on a Friday a week before the Mid-Autumn Festival of 2026, its people acting by their ids."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from domain.errors import Conflict, DomainError, Invalid, Refused
from models.base import columns_of
from models.fence import act
from models.register import registers
from operations.moves import perform
from operations.records import create, update
from permissions.actor import Person, System
from tests.factories import everything, holding, make
from tests.models.scenes import Town, a_town

NOW = datetime(2026, 9, 18, 3, tzinfo=UTC)
TODAY, DAY = NOW.date(), timedelta(days=1)
FACTS = {"financial_state": "稳健", "credit_record": "无逾期", "market_position": "本地前三"}


@dataclass
class Street:
    """The town with its session: what somebody does, and what he is told when he may not."""

    session: Session
    town: Town

    @contextmanager
    def by(self, who: int, *posts: tuple[str, int | None], on: datetime = NOW) -> Iterator[None]:
        place = self.town.north if who == self.town.wang else self.town.south
        person = Person(who, who, f"p{who}", f"人{who}", place, "", frozenset({place}), posts=frozenset(posts))
        act(self.session, holding(everything(), who=person), clock=lambda: on)
        try:
            yield
        finally:
            act(self.session, System("test"), clock=lambda: NOW)

    def enter(self, key: str, who: int | None = None, **values: Any) -> Any:
        with self.by(who or self.town.wang):
            return create(self.session, registers[key], {"customer": self.town.of_wang, **values})

    def change(self, record: Any, who: int | None = None, **values: Any) -> None:
        with self.by(who or self.town.wang):
            update(self.session, record, values)

    def step(self, record: Any, name: str, who: int | None = None, *posts: tuple[str, int | None], **values: Any) -> None:
        with self.by(who or self.town.wang, *posts):
            perform(self.session, record, name, values)

    def refused(self, record: Any, name: str, who: int | None = None, **values: Any) -> DomainError:
        with pytest.raises((Refused, Invalid, Conflict)) as found, self.session.begin_nested():
            self.step(record, name, who, **values)
        return found.value

    def not_entered(self, key: str, who: int | None = None, **values: Any) -> Invalid:
        """The refusal of a new record; what was typed is forgotten, as on a page."""
        with pytest.raises(Invalid) as found, self.session.begin_nested():
            self.enter(key, who, **values)
        return found.value

    def unchanged(self, record: Any, **values: Any) -> Invalid:
        """The refusal of a change."""
        with pytest.raises(Invalid) as found, self.session.begin_nested():
            self.change(record, **values)
        return found.value

    def customer(self, key: int | None = None) -> Any:
        """The row as stored."""
        customer = columns_of("customer")
        return self.session.connection().execute(customer.id.table.select().where(customer.id == (key or self.town.of_wang))).one()


@pytest.fixture
def street(session: Session) -> Street:
    act(session, System("test"), clock=lambda: NOW)
    town = a_town(session)
    make(session, "setting", name="customer_classes", value="Y3.1")
    return Street(session, town)
