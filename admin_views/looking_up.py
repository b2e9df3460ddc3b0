"""What a look-up offers: records by what was typed, names of a directory, and of people only those who may take part."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, request

from admin_views.address import read_id
from domain.values import clean_text
from models.fields import Field
from models.register import Register, registers
from operations import directory, records
from operations.complaints.recusal import impartial
from operations.labels import Candidate, candidates
from web.extensions import db
from web.i18n import locale

MOST_TYPED = 100


def found_for(register: Register, spec: Field) -> Sequence[Candidate]:
    """The records to choose for ``spec`` that match the request; raises Missing for a record its reader may not see."""
    typed, session = clean_text(request.args.get("q", ""))[:MOST_TYPED], db.session()
    if directory.may_look_up(session, register, spec):
        pace = current_app.extensions.setdefault("taizhang_directory_pace", directory.Pace())
        return directory.entries(session, spec, typed, locale(), pace)
    found = candidates(session, spec.target, typed, locale())
    if not spec.apart or not request.args.get("of"):
        return found
    record = records.find(session, register, read_id(request.args["of"]))
    # K4.7: who keeps away is not offered, neither by the case nor by what belongs to it.
    fit = impartial(session, _case_of(register, record), [one.id for one in found], handles=not register.parent)
    return [one for one in found if one.id in fit]


def _case_of(register: Register, record: Any) -> Any:
    """The record that ``record`` belongs to, up to the one that knows whom it is about."""
    while register.parent and not register.recused:
        spec = register.fields[register.parent]
        register = registers[spec.target]
        record = records.find(db.session(), register, getattr(record, spec.column))
    return record
