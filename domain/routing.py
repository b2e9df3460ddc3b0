"""Where a complaint goes by its class (T2.11–T2.20): the department as regulations call it, and the first fit person in it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from domain.terms import Term


@dataclass(frozen=True, slots=True)
class Destination:
    """What the regulation says of a class: which departments, by the names they go by, and why."""

    clause: str
    departments: tuple[str, ...]
    why: Term


_OFFICE = ("营管办", "营销管理办公室", "营销管理部", "营销办管理部", "客户服务部", "客服部", "投诉受理组")
USUAL: Mapping[str, Destination] = {
    "quality": Destination("T2.11", ("质量部", "品质部", "质检部"), Term("口感、风味、包装由质量部专人调查", "Quality control investigates")),
    "return": Destination("T2.15", ("质量部", "品质部", "质检部"), Term("退货由质量部核实", "Returns are verified by quality control")),
    "conduct": Destination("T2.18", _OFFICE, Term("售后服务、失职、态度由营管办查处", "Service and conduct are dealt with by the complaint office")),
    "misunderstanding": Destination(
        "T2.20", _OFFICE, Term("误解由营管办负责人说明事实", "A misunderstanding is explained by the head of the complaint office")
    ),
}
"""Class → destination, where the company has entered no other."""


def first_fit(candidates: Iterable[int | None], fit: Collection[int]) -> int | None:
    """The first of ``candidates``, in their order, who may handle the case; None when nobody may."""
    return next((one for one in candidates if one is not None and one in fit), None)
