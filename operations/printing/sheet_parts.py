"""The parts of a sheet that are drawn and not declared: tables of several registers, signatures of as many as there are."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from domain.terms import Term
from operations.labels import labels
from operations.printing.content import Block

Signed = tuple[Term, str, str]
"""Who signs: the words, the name if the step has been taken, the day."""


def table(title: Term | None, heads: Sequence[Term], widths: Sequence[int], rows: list[list[str]], locale: str) -> Block:
    """A ruled table."""
    said = [head.say(locale) for head in heads]
    return {"kind": "table", "title": title.say(locale) if title else "", "heads": said, "widths": list(widths), "rows": rows}


def signs(cells: Sequence[Signed], locale: str) -> Block:
    """Cells to be signed by hand."""
    return {"kind": "signs", "title": "", "cells": [{"label": one.say(locale), "name": who, "date": on, "room": 0} for one, who, on in cells]}


def name_of(session: Session, person: int | None) -> str:
    """An employee's name as the reader may see it."""
    return labels(session, "employee", [person]).get(person, "—") if person else ""
