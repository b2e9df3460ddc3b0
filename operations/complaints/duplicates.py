"""可能重复 — cases that may be about the same: same telephone, same customer or nearly the same words, within some days (T2.3, K4.4).

Only what the reader may see is compared, and only by fields he may filter or search by on all of it: a masked number must not be
found out by trying. Candidates come from indexes of telephone, customer and day; texts are compared for these alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from domain.access import Channel
from domain.likeness import READ, alike, pairs
from domain.rules import ComplaintRule
from domain.terms import Term
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.fence import authority_of
from operations.complaints.merging import OPEN
from operations.rule_numbers import rules
from permissions.policy import Plan

SAME_PHONE = Term("同一电话", "same telephone")
SAME_CUSTOMER = Term("同一客户", "same customer")
SIMILAR = Term("内容相似 {percent}%", "similar text, {percent}%")
MOST_NAMED = 50
"""So many cases of one telephone or customer are looked at, the newest first."""
MOST_READ = 1_000
"""So many texts of the days around are compared, the newest first: a page must not wait for more."""
SHOWN = 8
ASKED_AT = OPEN | {Stage.RECEIVED}
"""Where a case may still be found to be somebody else's: before its answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What others are compared with: a stored case, or what has been typed into a form so far (``case`` is 0)."""

    on: datetime
    phone: str | None = None
    customer: int | None = None
    text: str = ""
    case: int = 0


@dataclass(frozen=True, slots=True)
class Likely:
    """A case that may be the same: its row as the reader's list shows it, why, and whether another may be merged into it."""

    id: int
    row: tuple[Any, ...]
    reasons: tuple[Term, ...]
    open: bool


def asked_by(case: Complaint) -> Asked:
    """What the others are compared with for a stored case."""
    return Asked(case.received_at or case.created_at, case.phone, case.customer_id, f"{case.title} {case.facts}", case.id)


def likely(session: Session, asked: Asked, shown: Select[Any]) -> tuple[Likely, ...]:
    """The cases that may be the same as ``asked``, most alike first; ``shown`` selects what is shown of them."""
    numbers = rules(session)
    statement = _statement(authority_of(session).plan, asked, shown, numbers)
    if statement is None:
        return ()
    told, least = pairs(asked.text), numbers[ComplaintRule.DUPLICATE_PERCENT]
    found: list[tuple[tuple[bool, bool, int, int], Likely]] = []
    for *row, key, stage, phone, customer, text in session.execute(statement):
        percent = alike(told, pairs(text)) if text else 0
        percent = percent if percent >= least else 0
        reasons = (*((SAME_PHONE,) if phone else ()), *((SAME_CUSTOMER,) if customer else ()), *((SIMILAR.format(percent=percent),) if percent else ()))
        if reasons:
            found.append(((bool(phone), percent > 0, percent, key), Likely(key, tuple(row), reasons, stage in OPEN)))
    return tuple(one for _rank, one in sorted(found, key=lambda pair: pair[0], reverse=True)[:SHOWN])


def _statement(plan: Plan, asked: Asked, shown: Select[Any], numbers: Mapping[str, int]) -> Select[Any] | None:
    """One statement for all; None where the reader may compare by nothing, or nothing is there to compare."""
    days = timedelta(days=numbers[ComplaintRule.DUPLICATE_DAYS])
    around = Complaint.received_at.between(asked.on - days, asked.on + days)
    phone = Complaint.phone == asked.phone if asked.phone and _readable(plan, Channel.FILTER, "phone") else None
    customer = Complaint.customer_id == asked.customer if asked.customer and _readable(plan, Channel.FILTER, "customer") else None
    parts = [
        select(Complaint.id).where(same, around).order_by(Complaint.id.desc()).limit(MOST_NAMED)
        for same in (phone, customer) if same is not None
    ]  # fmt: skip
    text = _readable(plan, Channel.SEARCH, "title", "facts") and bool(asked.text.strip())
    if text:
        parts.append(select(Complaint.id).where(around).order_by(Complaint.received_at.desc()).limit(MOST_READ))
    if not parts:
        return None
    near = [part.subquery() for part in parts]
    told = Complaint.title + " " + func.substr(Complaint.facts, 1, READ) if text else literal("")
    return shown.add_columns(Complaint.id, Complaint.stage, _said(phone), _said(customer), told).where(
        Complaint.id.in_(union_all(*(select(one.c.id) for one in near))),
        Complaint.id != asked.case,
        Complaint.stage.not_in((Stage.MERGED, Stage.DESTROYED)),
    )


def _said(same: ColumnElement[bool] | None) -> ColumnElement[bool]:
    return literal(False) if same is None else func.coalesce(same, False)


def _readable(plan: Plan, channel: Channel, *keys: str) -> bool:
    """Whether the reader may read these of every case he sees; else one he may not read could be found out by another."""
    register = Complaint.register
    return all(plan.everywhere(register.key, register.fields[key].stable_key, channel) for key in keys)
