"""What a form or a row of a file holds that is taken, for every register."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update

from admin_views.inputs import input_text
from domain.kinds import POINTERS, Kind
from models.access.role import Role
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.fields import Field
from models.register import Register
from tests.company import PROOF
from tests.factories import make, value_for
from tests.laws.conftest import Office
from tests.laws.possible import POSSIBLE, as_it_is


def sent(spec: Field, value: Any) -> Any:
    """``value`` as a form sends it."""
    if spec.kind is Kind.REFERENCES:
        return ["", *(str(key) for key in value)]
    if spec.kind in POINTERS:
        return "" if value is None else str(value)
    if spec.kind is Kind.YES_NO:
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return str(value)
    return input_text(spec, value)


def form_of(office: Office, register: Register, *, apart: bool) -> dict[str, Any]:
    """What a form sends for a full record; ``apart`` makes up other values where they must be unique."""
    with office.panel.system() as session:
        record = session.get_one(register.model, office.records[register.key])
        form = {}
        for key, spec in register.fields.items():
            if spec.system or spec.kind is Kind.ATTACHMENT:
                continue
            if spec.kind is Kind.REFERENCES:
                form[key] = sent(spec, [item.id for item in getattr(record, key)])
            elif spec.unique and apart:
                form[key] = sent(spec, make(session, spec.target).id if spec.target else value_for(spec, 777_001))
            else:
                form[key] = sent(spec, getattr(record, spec.column))
    return form


def held_by_the_keeper(office: Office) -> int:
    with office.panel.system() as session:
        return session.scalars(select(Role.id).where(Role.code == "everything")).one()


def complained_of(office: Office) -> str:
    """Who is complained of in the case of the office."""
    with office.panel.system() as session:
        return str(session.get_one(Complaint, office.records["complaint"]).respondents[0].id)


def being_planned(office: Office) -> str:
    """Put the case to where its plan is made; the answer is a Monday."""
    with office.panel.system() as session:
        session.execute(update(Complaint).values(stage=Stage.INVESTIGATED))
        session.commit()
    return "2026-01-05"


@contextmanager
def acceptable(office: Office, register: Register) -> Iterator[dict[str, Any]]:
    """A form for a new record that is taken as long as the block lasts."""
    form = form_of(office, register, apart=True)
    if register.key == "setting":  # each setting exists once, and the office has one of the three
        form["name"] = "company_name"
    if register.key == "role_grant":  # to exactly one, and nobody grants a role that he does not hold
        form |= {"department": "", "post": "", "role": str(held_by_the_keeper(office))}
    if register.key == "complaint_measure":  # entered while the plan is made, for a day that is worked
        form["due_on"] = being_planned(office)
    if register.key == "criticism":  # about one complained of, and it costs nothing
        form |= {"person": complained_of(office), "sanction": "criticism", "amount": ""}
    if register.sensitive:
        form |= PROOF
    with POSSIBLE.get(register.key, as_it_is)(office, form):
        yield form
