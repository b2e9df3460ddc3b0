"""What an important customer needs: facts about its standing (Y2.2), one manager (Y3.4) and two people in contact (K7.12)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.errors import Invalid
from domain.kinds import Kind
from domain.terms import Term
from models.base import columns_of
from models.customers.customer import Customer, CustomerClass
from models.fence import authority_of, bits_of
from operations.office_clock import today

FACTS = ("financial_state", "credit_record", "market_position")
PEOPLE = ("manager", "team")
ASKED = ("customer_class", *FACTS, *PEOPLE)
"""The fields the rules are about: a save that touches none of them is not held up by an old gap."""
NEEDS_FACT = Term("重要客户须填写「{label}」(Y2.2)。", "An important customer needs its “{label}” (Y2.2).")
NEEDS_MANAGER = Term("重要客户须有自己的客户经理(Y3.4)。", "An important customer needs its own account manager (Y3.4).")
NEEDS_TWO = Term(
    "重要客户须有两名以上人员联系：除客户经理外，再选一名协同人员(K7.12)。",
    "Two people keep in touch with an important customer: name one in the team beside the manager (K7.12).",
)
NOT_BY_YOU = Term(
    "重要客户须填写「{label}」，您不能写这一项。请由能填写的人设为重要客户(Y2.2)。",
    "An important customer needs its “{label}”, which you may not write; let somebody who may set the class (Y2.2).",
)
LACKING = Term("重要客户的资料还不齐。", "What an important customer needs is not complete.")


def check_saved(session: Session, record: Customer) -> None:
    """Refuse to save an important customer that lacks something; raises Invalid with a sentence per field."""
    fields, state = record.register.fields, inspect(record)
    if record.customer_class is not CustomerClass.IMPORTANT or state.session is None:
        return
    attributes = {key: key if fields[key].kind is Kind.REFERENCES else fields[key].column for key in ASKED}
    if not any(state.attrs[name].history.has_changes() for name in attributes.values()):
        return
    values = {key: getattr(record, name) for key, name in attributes.items()}
    values["team"] = [person.id for person in values["team"]]
    if state.key is None:
        check_new(session, values)
        return
    authority = authority_of(session)
    bits = bits_of(session, record, Action.EDIT)
    levels = None if authority.is_system else authority.plan.levels("customer", Channel.FORM, action=Action.EDIT, bits=bits)
    _refuse(session, values, levels)


def check_new(session: Session, values: Mapping[str, Any]) -> None:
    """The same for a new customer of ``values`` (field → value or ids), from a form or a line of a file."""
    if values.get("customer_class") is not CustomerClass.IMPORTANT:
        return
    authority = authority_of(session)
    _refuse(session, values, None if authority.is_system else authority.plan.levels("customer", Channel.FORM, action=Action.CREATE))


def people_here(session: Session, people: Iterable[int | None]) -> set[int]:
    """Those of ``people`` who have not left; below the fence, as only their number is asked (K7.12)."""
    staff = columns_of("employee")
    here = select(staff.id).where(staff.id.in_([one for one in people if one is not None]), or_(staff.left_on.is_(None), staff.left_on > today(session)))
    return set(session.connection().execute(here).scalars())


def _refuse(session: Session, values: Mapping[str, Any], levels: Mapping[str, Level] | None) -> None:
    fields, problems = Customer.register.fields, dict[str, Term]()
    for key in (*FACTS, *PEOPLE):
        # Whether a field he may not write is empty is nothing this refusal tells.
        if levels is not None and levels.get(fields[key].stable_key, Level.HIDDEN) < Level.WRITE:
            problems["customer_class"] = NOT_BY_YOU.format(label=fields[key].label)
    for key in () if problems else FACTS:
        if not values.get(key):
            problems[key] = NEEDS_FACT.format(label=fields[key].label)
    if "customer_class" not in problems:
        people = people_here(session, {values.get("manager"), *(values.get("team") or ())})
        if not values.get("manager"):
            problems["manager"] = NEEDS_MANAGER
        if len(people) < 2:
            problems["team"] = NEEDS_TWO
    if problems:
        raise Invalid(LACKING, fields=problems, clause="Y2.2")
