"""Who may do what on a record, asked by the kernel for whoever must be told: the same plans and rows as at the door."""

from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action
from models.access.account import Account
from models.base import Record
from models.criteria import condition_for
from operations.rights import PlanStore, policy_version
from permissions.actor import Authority


class Staff:
    """Everybody who may sign in at this moment; ``session`` acts for the system. Made anew for each run."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def people(self) -> tuple[Authority, ...]:
        """All of them, with their plans."""
        store, version, now = PlanStore(), policy_version(self._session), self._session.info["clock"]()
        accounts = list(self._session.scalars(select(Account.id).where(Account.active).order_by(Account.id)))
        found = (store.authority(self._session, key, version, now) for key in accounts)
        return tuple(one for one in found if one is not None)

    def with_right(self, register: str, action: str) -> tuple[int, ...]:
        """The persons who may take ``action`` on some rows of ``register``."""
        return tuple(one.person.person_id for one in self.people if one.may(register, action))

    def for_record(self, record: Record, action: str) -> tuple[int, ...]:
        """The persons who may take ``action`` on this record and see it; deputies are asked in nobody's place."""
        key = record.register.key
        able = [one for one in self.people if one.may(key, action) and one.may(key, Action.VIEW)]
        return tuple(one.person.person_id for one in able if self._reaches(one, record, action) and self._reaches(one, record, Action.VIEW))

    def in_post(self, post: str, department: int | None) -> tuple[int, ...]:
        """The persons who hold ``post`` for ``department``."""
        return tuple(one.person.person_id for one in self.people if (post, department) in one.person.posts)

    def _reaches(self, who: Authority, record: Record, action: str) -> bool:
        condition = condition_for(who, type(record), action)
        if condition is None:
            return True
        table: Any = type(record).__table__
        there = select(table.c.id).where(table.c.id == record.id, condition)
        return self._session.connection().execute(there).first() is not None
