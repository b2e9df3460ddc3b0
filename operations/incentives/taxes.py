"""The income tax of everybody on the pay of a month, entered on one sheet (K2.21)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Channel, Level
from domain.errors import Invalid
from domain.terms import Term
from models import checks
from models.fence import authority_of
from models.incentives.pay_line import PayLine
from models.incentives.pay_month import PayMonth, PayState
from models.register import registers
from operations.labels import labels
from operations.moves import perform
from operations.records import CHECK_FIELDS

READ_FROM = ("person", "department", "gross", "tax", "net")
STAYS = Term("已录入的个税不能清空，不扣的填 0。", "A tax that was entered is not emptied; type 0 where none is withheld.")


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One person of the month, amounts in yuan; ``tax`` None while nobody has entered it."""

    id: int
    person: str
    department: str
    gross: Decimal
    tax: Decimal | None
    net: Decimal


def may_read(session: Session) -> bool:
    """Whether the actor reads what the sheet shows."""
    authority = authority_of(session)
    if authority.is_system:
        return True
    levels, spec = authority.plan.levels("pay_line", Channel.DETAILS), registers["pay_line"].fields
    return all(levels.get(spec[key].stable_key, Level.HIDDEN) >= Level.READ for key in READ_FROM)


def may_enter(session: Session, month: PayMonth) -> bool:
    """Whether the actor enters taxes, and nobody has verified the month yet."""
    authority = authority_of(session)
    return month.state == PayState.COLLECTED and (authority.is_system or authority.may("pay_line", "enter_tax"))


def tax_lines(session: Session, month: PayMonth) -> list[TaxLine]:
    """The lines of a month that the actor may see, in the order in which they were collected."""
    found = _stored(session, month)
    people = labels(session, "employee", {line.person_id for line in found})
    places = labels(session, "department", {line.department_id for line in found if line.department_id})
    return [
        TaxLine(line.id, people.get(line.person_id, line.name), places.get(line.department_id or 0, ""), line.gross, line.tax, line.net)
        for line in found
    ]  # fmt: skip


def enter_taxes(session: Session, month: PayMonth, typed: Mapping[int, str]) -> int:
    """Enter what was typed (line → text), each by the step of its line; returns how many taxes changed.

    A cell that is left empty stays as it is. Raises Invalid with ``fields`` named by line, and then nothing may be kept;
    Refused once finance has verified the month, or where the actor may not.
    """
    problems: dict[str, Term] = {}
    spec, changed = registers["pay_line"].fields["tax"], 0
    for line in _stored(session, month):
        text = typed.get(line.id, "").strip()
        if line.id not in typed or (not text and line.tax is None):
            continue
        try:
            if not text:
                raise Invalid(STAYS, clause="K2.21")
            tax = checks.read(spec, text)
            if tax != line.tax:
                perform(session, line, "enter_tax", {"tax": tax})
                changed += 1
        except Invalid as error:
            problems[str(line.id)] = error.told.get("tax", error.sentence)
    if problems:
        raise Invalid(CHECK_FIELDS, count=len(problems), fields=problems, clause="K2.21")
    return changed


def _stored(session: Session, month: PayMonth) -> list[PayLine]:
    return list(session.scalars(select(PayLine).where(PayLine.pay_month_id == month.id).order_by(PayLine.id)))
