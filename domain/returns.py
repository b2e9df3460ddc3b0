"""Whether goods are taken back: what the product shows, when it left the warehouse, whose storage it was (T2.15–T2.17)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.terms import Term


class Grounds(StrEnum):
    """What the customer gives as the reason."""

    SEDIMENT = "sediment"
    MOULD = "mould"
    STORAGE = "storage"


class Right(StrEnum):
    """What the regulation says to a return."""

    UNCONDITIONAL = "unconditional"
    AFTER_VERIFICATION = "after_verification"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer, its clause, and the sentence that says why."""

    right: Right
    clause: str
    why: Term


FROM_STORAGE = Term(
    "包装发霉、瓶盖扭断、渗漏等因客户保管不当，不属质量事故，不予退货。",
    "Mouldy packaging, a broken cap, leaking from the customer's own storage: no quality accident, no return.",
)
SEDIMENT_FOUND = Term("沉淀或较大悬浮物经质量部核实属实，办理退货。", "Sediment or floating matter, verified by quality control: the goods are taken back.")
SEDIMENT_NOT_FOUND = Term("沉淀或悬浮物未经质量部核实属实，不予退货。", "Sediment not verified by quality control: no return.")
NOT_CHECKED = Term(
    "出库 {limit} 日内霉变，须先由质量部核对《销售出库审核表》并核实属实，才能退货。",
    "Mould within {limit} days: quality control first checks the outbound form and verifies it, then there is a return.",
)
FRESH_MOULD = Term(
    "出库第 {days} 日反映霉变（{limit} 日内），经核对属实，无条件退货。",
    "Mould reported {days} days after leaving the warehouse (within {limit}), verified: unconditional return.",
)
LATE_MOULD = Term(
    "出库第 {days} 日才反映霉变，超过 {limit} 日，不是无条件退货；质量部核实属实的可以退货。",
    "Mould reported {days} days after leaving the warehouse, more than {limit}: no unconditional return, one after verification.",
)
LATE_AND_UNVERIFIED = Term(
    "出库第 {days} 日才反映霉变，超过 {limit} 日，又未核实属实，不予退货。",
    "Mould reported {days} days after leaving the warehouse, more than {limit}, and not verified: no return.",
)


def ruling(grounds: Grounds, *, verified: bool, checked: bool, outbound_on: date | None, reported_on: date, limit: int) -> Ruling:
    """What a return may be: ``limit`` calendar days from the day it left the warehouse, that day not counted (民法典 §201).

    ``verified``: quality control found it true; ``checked``: against the 《销售出库审核表》. Without ``outbound_on`` the day is
    not known, and mould is as unverified.
    """
    if grounds is Grounds.STORAGE:
        return Ruling(Right.NONE, "T2.16", FROM_STORAGE)
    if grounds is Grounds.SEDIMENT:
        return Ruling(Right.AFTER_VERIFICATION, "T2.15", SEDIMENT_FOUND) if verified else Ruling(Right.NONE, "T2.15", SEDIMENT_NOT_FOUND)
    days = (reported_on - outbound_on).days if outbound_on else 0
    told = {"days": days, "limit": limit}
    if outbound_on is None or (days <= limit and not (verified and checked)):
        return Ruling(Right.NONE, "T2.17", NOT_CHECKED.format(limit=limit))
    if days <= limit:
        return Ruling(Right.UNCONDITIONAL, "T2.17", FRESH_MOULD.format(**told))
    if verified:
        return Ruling(Right.AFTER_VERIFICATION, "T2.17", LATE_MOULD.format(**told))
    return Ruling(Right.NONE, "T2.17", LATE_AND_UNVERIFIED.format(**told))
