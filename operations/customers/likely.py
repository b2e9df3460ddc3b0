"""疑似重复客户 — accounts that may be the same: same credit code, telephone, name without its usual endings, or sound of the name (Y1.2).

Only what the reader sees is compared, and only by fields he may filter by on all of it: a masked number must not be found out by trying.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, or_, select
from sqlalchemy.orm import Session

from domain.access import Channel
from domain.terms import Term
from models.company_names import core
from models.customers.customer import Customer
from models.fence import authority_of

SAME_CODE = Term("统一社会信用代码相同", "same credit code")
SAME_PHONE = Term("联系电话相同", "same telephone")
SAME_NAME = Term("名称相同（不计繁简、全半角、括号和「有限公司」等字样）", "same name, but for script, width, brackets and endings such as Ltd.")
SAME_SOUND = Term("名称读音相同", "the name sounds the same")
MOST = 50
"""So many groups of each reason are shown."""
SHOWN = 8
"""So many accounts are named beside a form."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Accounts that share something: (id, number, name) of each."""

    why: Term
    members: tuple[tuple[int, str, str], ...]


def likely(session: Session) -> list[Alike]:
    """The groups, the surest reason first; a group that an earlier reason has found is not told twice."""
    told: set[frozenset[int]] = set()
    found = []
    for why, key in _reasons(session):
        for group in _groups(session, why, key):
            ids = frozenset(one[0] for one in group.members)
            if not any(ids <= before for before in told):
                told.add(ids)
                found.append(group)
    return found


@dataclass(frozen=True, slots=True)
class Typed:
    """What has been typed into the form of a new account so far."""

    name: str | None = None
    credit_code: str | None = None
    contact_phone: str | None = None


def like_typed(session: Session, typed: Typed, shown: Select[Any]) -> list[tuple[tuple[Any, ...], list[Term]]]:
    """Accounts that may be the one that is typed, the newest first: what ``shown`` selects of each, and why (Y1.2)."""
    model: Any = Customer
    same = {
        why: column == value
        for why, field, column, value in (
            (SAME_CODE, "credit_code", model.credit_code, typed.credit_code), (SAME_PHONE, "contact_phone", model.contact_phone, typed.contact_phone),
            (SAME_NAME, "name", model.name_core, core(typed.name)),
        )
        if value and _readable(session, field)
    }  # fmt: skip
    if not same:
        return []
    flags = [func.coalesce(test, literal(False)) for test in same.values()]
    rows = session.execute(shown.add_columns(*flags).where(or_(*same.values())).order_by(model.id.desc()).limit(SHOWN)).all()
    return [(tuple(row[: -len(flags)]), [why for why, holds in zip(same, row[-len(flags) :], strict=True) if holds]) for row in rows]


def _reasons(session: Session) -> Iterator[tuple[Term, Any]]:
    model: Any = Customer
    for why, field, key in (
        (SAME_CODE, "credit_code", model.credit_code), (SAME_PHONE, "contact_phone", model.contact_phone), (SAME_NAME, "name", model.name_core),
        (SAME_SOUND, "name", model.name_pinyin),
    ):  # fmt: skip
        if _readable(session, field):
            yield why, key


def _readable(session: Session, field: str) -> bool:
    authority = authority_of(session)
    return authority.is_system or bool(authority.plan.everywhere("customer", Customer.register.fields[field].stable_key, Channel.FILTER))


def _groups(session: Session, why: Term, key: Any) -> Iterator[Alike]:
    model: Any = Customer
    shared = select(key).where(key.is_not(None), key != "").group_by(key).having(func.count(model.id) > 1).order_by(func.max(model.id).desc()).limit(MOST)
    keys = list(session.scalars(shared))
    rows = session.execute(select(key, model.id, model.number, model.name).where(key.in_(keys)).order_by(model.id)).all() if keys else []
    for one in keys:
        members = tuple((row[1], row[2], row[3]) for row in rows if row[0] == one)
        if len(members) > 1:
            yield Alike(why, members)
