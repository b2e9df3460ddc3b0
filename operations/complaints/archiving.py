"""Before a case goes into its volume: nothing about it is still open, and what is important is kept long-term (T4.4, K4.20)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.complaints.complaint import Complaint
from models.complaints.criticism import SanctionState
from models.complaints.hearing import Heard
from models.complaints.words import Channel, Retention
from models.register import registers
from operations.complaints.steps import Check, Guard

OPEN = Term("还有没办完的「{register}」{count} 项，办完后才能归档。", "There are {count} of “{register}” still open; finish them before filing.")
REFERRED = Term("上级转来的投诉长期保存。", "What an authority referred is kept long-term.")
NOT_COUNTED = frozenset({"complaint_volume"})
RESTING: Mapping[str, frozenset[str]] = {
    "complaint_hearing": frozenset({Heard.ANSWERED, Heard.DECLINED, Heard.LAPSED, Heard.TOLD}),
    "criticism": frozenset({SanctionState.ISSUED}),
}
"""States from which a step is still possible, but nothing waits for it."""
RESTS_AFTER: Mapping[str, str] = {"criticism": "appeal_until_on"}
"""The last day of the step that is still possible: until then the record does not rest (K4.22)."""


def _nothing_open(session: Session, case: Complaint) -> None:
    """T4.4: no measure, check or objection of the case waits for a step, whichever registers there are."""
    today = session.info["clock"]().astimezone(OFFICE_ZONE).date()
    for register in registers.values():
        workflow = register.workflow
        if workflow is None or not register.parent or register.key in NOT_COUNTED or register.fields[register.parent].target != "complaint":
            continue
        table: Any = register.model.__table__
        resting = RESTING.get(register.key, frozenset())
        going = [state for state in type(workflow.start) if workflow.moves_from(state) and state not in resting]
        about, state = table.c[register.fields[register.parent].column] == case.id, table.c[workflow.state]
        waits = state.in_([one.value for one in going])
        if register.key in RESTS_AFTER:
            waits = or_(waits, and_(state.in_(resting), table.c[RESTS_AFTER[register.key]] >= today))
        count = session.connection().execute(select(func.count()).select_from(table).where(about, waits)).scalar_one()
        if count:
            raise Refused(OPEN, register=register.title, count=count, clause="T4.4")


def _referred_is_long_term(_session: Session, case: Complaint, values: Mapping[str, Any]) -> None:
    """T4.4: what an authority has referred is important."""
    if case.channel == Channel.REFERRED and values["retention"] != Retention.LONG_TERM:
        raise Invalid(REFERRED, fields={"retention": REFERRED}, clause="T4.4")


GUARDS: dict[str, tuple[Guard, ...]] = {"archive": (_nothing_open,)}
CHOICES: dict[str, tuple[Check, ...]] = {"archive": (_referred_is_long_term,)}
