"""What the page of a move has filled in already, per register and move: values for empty fields, and the sentence that says why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from domain.terms import Term
from domain.workflow import Move
from operations.complaints import archiving, replying, routing
from operations.lending.deciding import SUGGESTED


@dataclass(frozen=True, slots=True)
class Prefilled:
    """Values by field, why, and the clause."""

    values: Mapping[str, Any] = field(default_factory=dict)
    why: Term | None = None
    clause: str = ""
    replies: tuple[replying.Reply, ...] = ()


PREFILLED: dict[tuple[str, str], Callable[[Session, Any], tuple[Mapping[str, Any], Term | None, str]]] = {
    ("complaint", "assign"): routing.prefilled,
    ("complaint", "archive"): archiving.suggested,
    **SUGGESTED,
}


def prefilled(session: Session, register: str, move: Move, record: Any) -> Prefilled:
    """What is suggested for ``move`` of ``record``; nothing for most."""
    said = replying.replies(session, record, move) if register == "complaint" else ()
    suggesting = PREFILLED.get((register, move.name))
    values, why, clause = suggesting(session, record) if suggesting else ({}, None, "")
    return Prefilled(values, why, clause, said)
