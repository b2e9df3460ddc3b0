"""What every register gives its users beside its pages: it is searched, read in from a file, printed, and remembers who did what."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.areas import Area
from domain.kinds import POINTERS, Kind
from models import checks
from models.access.account import Account
from models.engine import FencedSession
from models.fence import acting
from models.fields import Field
from models.governance.job import Job, JobKind, JobState
from models.register import Register, registers
from operations import importing, intake
from operations.importing_matching import guess
from operations.labels import labels
from operations.records import create
from operations.rights import PlanStore, policy_version
from permissions.actor import System
from tests.laws.conftest import Office
from tests.laws.forms import acceptable
from tests.laws.test_pages import base
from tests.operations.import_scenes import rows_in


@contextmanager
def as_keeper(office: Office) -> Iterator[FencedSession]:
    """A session of somebody who may do everything."""
    with office.panel.system() as session:
        account = session.scalars(select(Account.id).where(Account.code == "keeper")).one()
        authority = PlanStore().authority(session, account, policy_version(session), datetime.now(UTC))
        assert authority is not None
        with acting(session, authority):
            yield session


def test_a_record_is_found_by_what_it_can_be_searched_for(office: Office, register: Register) -> None:
    with office.panel.system() as session:
        record = session.get_one(register.model, office.records[register.key])
        texts = {key: str(getattr(record, key)) for key in register.search if getattr(record, key)}
    wanted = "details/?id=" if register.read_only else f'details/?id={office.records[register.key]}"'  # of a journal many rows say the same
    for key, text in texts.items():
        assert wanted in office.client.get(base(register), query_string={"q": text}).text, (key, text)


def cell_of(session: FencedSession, spec: Field, value: Any) -> str:
    """What a form sends, as somebody types it into a sheet."""
    if spec.kind is Kind.REFERENCES:
        return "、".join(named(session, spec, int(one)) for one in value if one)
    if spec.kind in POINTERS:
        return named(session, spec, int(value))
    return spec.titles[value].zh if spec.kind is Kind.CHOICE else str(value)


def named(session: FencedSession, spec: Field, key: int) -> str:
    """The record a reference names, with its second line where its label alone is not enough."""
    target = registers[spec.target]
    label = labels(session, target.key, [key])[key]
    alike = session.scalars(select(target.model.id).where(getattr(target.model, target.fields[target.label].column) == label)).all()
    if len(alike) == 1:
        return label
    if target.sub:
        return f"{label}（{getattr(session.get_one(target.model, key), target.sub)}）"
    table, column = target.model.__table__, target.fields[target.label].column
    session.connection().execute(update(table).where(table.c.id == key).values({column: (only := f"{label}之{key}")}))  # as a person would have to
    return only


def test_a_row_of_a_file_becomes_a_record(office: Office, register: Register, tmp_path: Path) -> None:
    """By hand it would be a form, and a file asks no less; written in full, and taken back with the transaction."""
    if register.read_only or register.area is Area.ACCESS:  # rights are changed one by one on guarded pages
        return
    with acceptable(office, register) as form, as_keeper(office) as session:
        moment = datetime.now(UTC)
        session.info["clock"] = lambda: moment
        specs = [register.fields[key] for key, value in form.items() if value not in ("", [""])]
        table = io.StringIO()
        csv.writer(table).writerows([[spec.label.zh for spec in specs], [cell_of(session, spec, form[spec.key]) for spec in specs]])
        taken = intake.take_in(tmp_path, 1, register.key, "一行.csv", io.BytesIO(table.getvalue().encode("utf-8-sig")))
        sheet = importing.open_for(register, taken.inspected)
        matching = guess(session, register, sheet.headers).matching
        seen = importing.dry_run(session, register, sheet, matching)
        assert [f"{problem.header.zh}「{problem.value}」：{problem.sentence.zh}" for problem in seen.problems] == []
        with acting(session, System("a job")):
            job = Job(kind=JobKind.IMPORT, account_id=1, register_key=register.key, params=importing.params_of(taken, matching, "zh"),
                      state=JobState.RUNNING, created_at=datetime.now(UTC))  # fmt: skip
            session.add(job)
            session.flush()
        told = importing.run_import(session, job, lambda _done, _total: None, tmp_path)
        assert told.counts["refused"] == 0, [str(one) for one in rows_in(told.file.read_bytes())[1]] if told.file else told.sentence.zh
        assert told.counts["created"] + told.counts["updated"] + told.counts["unchanged"] == 1
        imported = stored(session, register) if told.counts["created"] else None
        session.rollback()
        if imported is not None:
            create(session, register, {spec.key: typed(spec, form[spec.key]) for spec in specs})
            assert imported == stored(session, register)
            session.rollback()


def typed(spec: Field, value: Any) -> Any:
    """What a form sends, as a record takes it."""
    if spec.kind is Kind.REFERENCES:
        return [int(one) for one in value if one]
    return int(value) if spec.kind in POINTERS else checks.read(spec, value)


def stored(session: FencedSession, register: Register) -> dict[str, Any]:
    """The newest record, without what differs each time: who wrote it when under which number."""
    with acting(session, System("a law")):
        session.flush()
        record = session.scalars(select(register.model).order_by(register.model.id.desc()).limit(1)).one()
        session.refresh(record)
        values = {key: getattr(record, spec.column) for key, spec in register.fields.items() if spec.kind is not Kind.SERIAL}
    # What was made beside it has a number of its own.
    return {key: value is not None if register.fields[key].system and register.fields[key].target else value for key, value in values.items()}


@pytest.mark.once
def test_lists_and_records_are_printed_without_the_frame(office: Office, register: Register) -> None:
    """A button prints what is seen; on paper stand the company and who printed it instead of menus (print.css)."""
    for page in (base(register), f"{base(register)}details/?id={office.records[register.key]}"):
        text = office.client.get(page).text
        assert "data-print" in text, page
        assert 'media="print"' in text, page
        assert '<p class="paper-only">' in text, page
