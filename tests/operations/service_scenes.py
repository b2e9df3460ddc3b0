"""Scenes for the service desk: a department with its manager, and a desk with an agent, a handler and another."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from models.fence import act, acting
from models.governance.notice import Notice
from models.organisation.appointment import Post
from models.register import registers
from operations.calendar_filling import fill_calendar
from operations.moves import perform
from operations.records import create
from permissions.actor import Authority, System
from tests.factories import everything, holding, make, person

FRIDAY = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)
"""Ten in the morning in the office; the Sunday two days later is worked."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Ids of those who take part, each with every right; ``boss`` is the manager of the department."""

    session: Session
    department: int
    agent: int
    handler: int
    other: int
    boss: int

    def as_(self, who: int) -> Authority:
        """``who``, with every right; the boss with his post."""
        posts = frozenset({(Post.DEPARTMENT_MANAGER.value, self.department)}) if who == self.boss else frozenset()
        return holding(everything(), who=person(who, self.department, posts=posts))

    def enter(self, who: int, register: str, at: datetime = FRIDAY, **values: Any) -> Any:
        """A record that ``who`` enters."""
        act(self.session, self.as_(who), clock=lambda: at)
        return create(self.session, registers[register], values)

    def take(self, who: int, record: Any, move: str, at: datetime = FRIDAY, **values: Any) -> None:
        """A move that ``who`` takes."""
        act(self.session, self.as_(who), clock=lambda: at)
        perform(self.session, record, move, values)

    def refused(self, who: int, record: Any, move: str, at: datetime = FRIDAY, **values: Any) -> DomainError:
        """Why he may not take it."""
        with pytest.raises((Refused, Invalid)) as found:
            self.take(who, record, move, at, **values)
        self.session.refresh(record)
        return found.value

    def told(self, code: str) -> set[int]:
        """Whom notices of ``code`` have reached."""
        with acting(self.session, System("test")):
            return set(self.session.scalars(select(Notice.person_id).where(Notice.code.startswith(code))))


def a_desk(session: Session) -> Desk:
    """Build it as the system, with the calendar."""
    fill_calendar(session)
    department = make(session, "department", name="客户服务部", code="SD").id
    ids = [make(session, "employee", name=name, department=department).id for name in ("接待", "办理", "另一人", "部门经理")]
    desk = Desk(session, department, *ids)
    make(session, "appointment", holder=desk.boss, post=Post.DEPARTMENT_MANAGER, department=department, from_on=date(2020, 1, 1))
    return desk
