"""Writing judged rows in batches, and noting what was done so that a whole import can be undone.

On SQLite a savepoint makes the full-text index flush at every row: 18 times slower. So batches are written without one.
When the store refuses a row that was judged good (a rule no judge knows, a race), everything is rolled back and done again
with savepoints around that batch, which find the row to blame.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import ExitStack
from typing import Any, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.exc import StaleDataError

from domain.errors import DomainError, Invalid, Missing
from domain.kinds import Kind
from domain.terms import Term
from models import audit, bulk
from models.base import Record
from models.fence import acting, letting
from models.governance.job import ImportRow
from models.register import Register, registers
from operations import records
from operations.declared_guards import require_unfixed
from operations.declared_terms import terms_computed
from operations.importing_lines import Effect, Line
from operations.importing_lookups import chunks
from operations.upkeep import ENTERED, NUMBERED, UPKEEP
from permissions.actor import System

CHANGED_MEANWHILE = Term(
    "导入期间，这条记录被他人修改或删除。", "Somebody else changed or deleted this record during the import."
)

STORE_REFUSES = (IntegrityError, StaleDataError, DomainError)
# After so many surprises the store is taken to be full of them.
SURPRISES = 3

Result = TypeVar("Result")
Write = Callable[[Sequence[Line]], list[dict[str, Any]]]
"""Writes lines and returns what to note about each."""
Refuse = Callable[[Line, str, Term], None]
"""Called with a line, the field (or '') and the reason when the store refuses it after all."""


class Unforeseen(Exception):
    """The store refused a batch that was written without a savepoint: all is to be rolled back and done again."""

    def __init__(self, batch: int) -> None:
        self.batch = batch
        super().__init__(batch)


class Everything(frozenset[int]):
    """Every batch is written with care."""

    def __contains__(self, _batch: object) -> bool:
        return True


def in_one_go(session: Session, attempt: Callable[[Collection[int]], Result]) -> Result:
    """The result of ``attempt(careful)``, where ``careful`` names the batches to be written with savepoints.

    Tried again from the beginning, on a session rolled back, whenever a batch without savepoint is refused.
    """
    # PostgreSQL's savepoints cost nothing worth the risk.
    careful: Collection[int] = () if session.get_bind().dialect.name == "sqlite" else Everything()
    while True:
        try:
            return attempt(careful)
        except Unforeseen as surprise:
            session.rollback()
            session.expunge_all()
            # What a refused flush was about to audit did not happen.
            session.info.pop("audit", None)
            careful = {*careful, surprise.batch} if len(careful) < SURPRISES else Everything()


class Writer:
    """Writes the lines of one import; ``job_id`` is the import that may be undone."""

    def __init__(self, session: Session, register: Register, job_id: int, let: Iterable[str], refuse: Refuse) -> None:
        self._session, self._register, self._job_id, self._refuse = session, register, job_id, refuse
        # What the kernel fills in and the actor need not be allowed to write: his own place, fields that follow.
        self._let = frozenset(let)

    def write(self, lines: Sequence[Line], batch: int, *, careful: bool) -> None:
        """Write what is to be created and updated; with ``careful`` a line the store refuses is refused alone.

        Raises Unforeseen without ``careful`` when the store refuses anything.
        """
        parts: tuple[tuple[Effect, Write], ...] = ((Effect.CREATED, self._create), (Effect.UPDATED, self._update))
        for effect, write in parts:
            chosen = [line for line in lines if line.effect is effect]
            if careful:
                self._with_care(chosen, write)
            elif chosen:
                try:
                    done = write(chosen)
                except STORE_REFUSES as error:
                    raise Unforeseen(batch) from error
                self._keep(done)

    def _keep(self, done: Sequence[dict[str, Any]]) -> None:
        with acting(self._session, System("import: note what was done, to undo it")):
            self._session.connection().execute(insert(ImportRow), list(done))

    def _with_care(self, lines: Sequence[Line], write: Write) -> None:
        """All of ``lines`` in one go; when the store refuses, the halves, until the line that is to blame stands alone."""
        if not lines:
            return
        try:
            with self._session.begin_nested():
                done = write(lines)
        except STORE_REFUSES as error:
            self._session.info.pop("audit", None)
            if len(lines) == 1:
                self._explain(lines[0], error)
                return
            middle = len(lines) // 2
            self._with_care(lines[:middle], write)
            self._with_care(lines[middle:], write)
        else:
            self._keep(done)

    def _explain(self, line: Line, error: Exception) -> None:
        line.effect = Effect.REFUSED
        if isinstance(error, IntegrityError):
            error = records.explained(self._register, error)
        if isinstance(error, Invalid) and error.fields:
            for key, sentence in error.told.items():
                self._refuse(line, key, sentence)
        else:
            self._refuse(line, "", error.sentence if isinstance(error, DomainError) else CHANGED_MEANWHILE)

    def _create(self, lines: Sequence[Line]) -> list[dict[str, Any]]:
        fields = self._register.fields
        rows = [{fields[key].column: value for key, value in line.values.items()} for line in lines]
        let = {fields[key].column for key in self._let.union(*(line.followed for line in lines))}
        if give := NUMBERED.get(self._register.key):
            let |= give(self._session, rows)
        ids = bulk.insert_rows(self._session, self._register.model, rows, let=let)
        if begins := ENTERED.get(self._register.key):
            begins(self._session, ids)
        return [self._note(key, 1) for key in ids]

    def _update(self, lines: Sequence[Line]) -> list[dict[str, Any]]:
        many = {key for line in lines for key in line.changed if self._register.fields[key].kind is Kind.REFERENCES}
        loaded = load(self._session, self._register.model, [line.found.id for line in lines if line.found], many)
        targets = {key: self._targets(key, lines) for key in many}
        done = []
        with ExitStack() as lets:
            for line in lines:
                assert line.found is not None
                record = loaded.get(line.found.id)
                if record is None or record.version != line.found.version:
                    raise Missing(CHANGED_MEANWHILE)
                before = {}
                for key, value in line.values.items():
                    spec = self._register.fields[key]
                    before[key] = kept(record, key)
                    setattr(record, spec.column, [targets[key][one] for one in value or ()] if key in many else value)
                follow(self._session, record, lets)
                done.append((record, before))
            self._session.flush()
        notes = [self._note(record.id, record.version, before) for record, before in done]
        for record, _ in done:
            self._session.expunge(record)
        return notes

    def _targets(self, key: str, lines: Sequence[Line]) -> dict[int, Record]:
        model = registers[self._register.fields[key].target].model
        return load(self._session, model, {one for line in lines for one in line.values.get(key) or ()}, ())

    def _note(self, record_id: int, version: int, before: dict[str, Any] | None = None) -> dict[str, Any]:
        return {
            "job_id": self._job_id,
            "record_id": record_id,
            "created": before is None,
            "version": version,
            "before": before or {},
        }


def follow(session: Session, record: Record, lets: ExitStack) -> None:
    """Set the fields of ``record`` that follow from others, and let them be written as long as ``lets`` is open."""
    require_unfixed(session, record)
    hook = UPKEEP.get(record.register.key)
    keys = hook(session, record) if hook is not None else set()
    if keys := keys | terms_computed(session, record):
        lets.enter_context(letting(session, record, keys))


def load(session: Session, model: type[Record], ids: Iterable[int], many: Iterable[str]) -> dict[int, Any]:
    """Id → record for those of ``ids`` the actor may see, with their lists ``many`` in one statement each."""
    found: dict[int, Any] = {}
    for part in chunks(ids):
        statement = (
            select(model).where(model.id.in_(part)).options(*(selectinload(getattr(model, key)) for key in many))
        )
        found |= {record.id: record for record in session.scalars(statement.execution_options(populate_existing=True))}
    return found


def kept(record: Record, key: str) -> Any:
    """The stored value of a field as JSON, for undoing."""
    spec = record.register.fields[key]
    value = getattr(record, spec.column)
    return [item.id for item in value] if spec.kind is Kind.REFERENCES else audit.plain(value)
