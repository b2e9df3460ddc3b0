"""What was handed in or decided stays: of every register that says so, each field is tried once the record has left its first state."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from domain.access import Scope
from domain.errors import Invalid, Refused
from domain.kinds import POINTERS, Kind
from models.base import Record
from models.fence import act
from models.fields import Field
from models.register import Register, registers
from operations.declared_guards import why_settled
from operations.moves import perform
from operations.records import delete, update
from tests.factories import make, value_for
from tests.models.scenes import a_town, may

NOW = datetime(2026, 10, 20, 2, tzinfo=UTC)
KEPT = [key for key, register in registers.items() if register.draft_only]


def tried(register: Register) -> list[Field]:
    """The fields that stay, or one that stands for all of them."""
    specs = [spec for spec in register.fields.values() if not spec.system and spec.kind not in (Kind.SERIAL, Kind.REFERENCES, Kind.ATTACHMENT)]
    return [register.fields[key] for key in register.fixed] or [spec for spec in specs if spec.kind in (Kind.TEXT, Kind.LONG_TEXT)][:1] or specs[:1]


def another(session: Session, spec: Field, value: Any) -> Any:
    if spec.kind in POINTERS:
        return make(session, spec.target).id
    if spec.kind is Kind.CHOICE and spec.choices is not None:
        return next(one for one in spec.choices if one != value)
    if spec.kind in (Kind.DAY, Kind.MOMENT):
        return value - timedelta(days=3)
    if spec.kind is Kind.YES_NO:
        return not value
    values = (value_for(spec, number) for number in (901, 903, 1))
    return next(one for one in (*values, 1, 2) if one != value)


def _decide(session: Session, record: Record) -> None:
    register = record.register
    assert register.workflow is not None
    if register.key == "volume_list":  # the database counts what it freezes
        make(session, "volume_piece", volume_list=record.id)
        perform(session, record, "freeze_list", {})
        return
    drafts = (register.workflow.start, *register.draft_states)
    decided = next(target for move in register.workflow.moves for target in [move.leads(move.sources[0])] if target not in drafts)
    column = register.fields[register.state_field].column
    session.execute(text(f"UPDATE {register.key} SET {column} = :state WHERE id = :id"), {"state": str(decided), "id": record.id})  # noqa: S608
    session.refresh(record)


@pytest.mark.parametrize("key", KEPT)
def test_what_was_decided_is_not_changed_afterwards(session: Session, key: str) -> None:
    """Y2.10, Y7.3, K7.17, K7.6, K7.7, A7.3, K6.5, K6.14, A5.2, Y5.1, and every other clause that ``draft_only`` names."""
    register = registers[key]
    town = a_town(session)
    record = make(session, key, full=True)
    others = {spec.key: another(session, spec, getattr(record, spec.column)) for spec in tried(register)}
    if not register.at_once:
        _decide(session, record)
    act(session, town.wang_with(may(Scope.ALL)), clock=lambda: NOW)
    for name, value in others.items():
        before = getattr(record, register.fields[name].column)
        if before is None:
            continue
        with pytest.raises(Invalid) as refused:
            update(session, record, {name: value})
        assert (refused.value.clause, refused.value.sentence) == (register.draft_only, why_settled(register)), name
        session.refresh(record)
        assert getattr(record, register.fields[name].column) == before
    with pytest.raises(Refused):
        delete(session, record)
