"""Undoing an import: what it created is deleted, what it changed is as before, and what somebody touched since stays.

Taking back is no deleting: who may still import here may take back what his own import created and nobody changed since.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.access import Action
from domain.errors import DomainError, missing
from domain.kinds import Kind
from domain.terms import Term
from models.base import Record
from models.fence import ROWS_REFUSED, WORDS, acting, authority_of
from models.fields import Field
from models.governance.job import ImportRow, Job, JobKind, JobState
from models.register import Register, registers
from operations import records
from operations.customers.registering import BEGUN
from operations.importing_lookups import pointed_at, standing
from operations.importing_writes import STORE_REFUSES, Unforeseen, follow, in_one_go, load
from operations.job_signs import Signs
from operations.jobs import Outcome, Progress
from operations.separating import kept_apart
from operations.spreadsheet_writing import write_kept
from operations.upkeep import REMOVED
from permissions.actor import System

AT_ONCE = 500
UNDONE = Term("已撤销导入：删除 {deleted} 条，恢复 {restored} 条。", "Undone: {deleted} deleted, {restored} restored.")
UNDONE_BUT = Term(
    "已撤销导入：删除 {deleted} 条，恢复 {restored} 条；保留 {kept} 条，原因见文件。",
    "Undone: {deleted} deleted, {restored} restored; {kept} kept, see the file for the reasons.",
)
NOTHING_LEFT = Term("这次导入没有可以撤销的记录。", "There is nothing left of this import to undo.")
CHANGED_SINCE = Term("导入之后又被修改过", "changed since the import")
NOT_YOURS = Term("记录已删除，或您无权查看", "deleted, or you may not see it")
TAKING_BACK = Term("系统（代 {name}）", "System (for {name})")
KEPT_NAME = Term("撤销导入-保留的记录.xlsx", "undo-kept.xlsx")


def import_to_undo(session: Session, account_id: int, job_id: int) -> tuple[Job, int]:
    """An own finished import and how many records it left; raises Missing for any other job."""
    with acting(session, System("look at an own import", acting_for=account_id)):
        job = session.scalar(
            select(Job).where(
                Job.id == job_id, Job.account_id == account_id, Job.kind == JobKind.IMPORT, Job.state == JobState.DONE
            )
        )
        left = session.scalar(select(func.count()).select_from(ImportRow).where(ImportRow.job_id == job_id)) or 0
    if job is None:
        raise missing()
    return job, left


def undo(session: Session, job: Job, progress: Progress, data_dir: Path) -> Outcome:
    """Undo the import named in ``job.params['import_job']``, with the rights of whoever acts in ``session``.

    The fence checks and audits each deletion and change. Rows the import created, which its owner may see but not delete,
    are taken back by the system in his name, as long as he may still import into the register. What cannot be undone stays, with the reason in the file of the
    outcome, and can be tried again. Flushes, and leaves the commit to the caller.
    """
    done, left = import_to_undo(session, job.account_id, int(job.params["import_job"]))
    if not left:
        return Outcome(NOTHING_LEFT, {"deleted": 0, "restored": 0, "kept": 0})
    register = registers[done.register_key]

    def attempt(careful: Collection[int]) -> _Undoing:
        work = _Undoing(session, register, done.id)
        for number, seen in enumerate(range(0, left, AT_ONCE)):
            work.next_batch(number, careful=number in careful)
            progress(min(seen + AT_ONCE, left), left)
        return work

    with kept_apart(session, register):
        work = in_one_go(session, attempt)
    counts = {"deleted": work.counts["deleted"], "restored": work.counts["restored"], "kept": len(work.kept)}
    facts = {"import_job": done.id}
    if not work.kept:
        return Outcome(UNDONE.format(**counts), counts, facts=facts)
    locale = str(job.params.get("locale", "zh"))
    signs = Signs(data_dir, job.id)
    write_kept(signs.part, {key: reason.say(locale) for key, reason in work.kept.items()}, locale)
    file = signs.part.rename(signs.part.with_suffix(".kept.xlsx"))
    return Outcome(UNDONE_BUT.format(**counts), counts, file, KEPT_NAME.say(locale), facts=facts)


Work = Callable[[Record, ImportRow, ExitStack], None]


ALONG = {"customer": {"registration": BEGUN}}
"""What was begun with a record goes with it when the import that created it is taken back (K7.6)."""


class _Undoing:
    """Goes through what an import did, newest first, so that what points to an earlier row of it goes before that row."""

    def __init__(self, session: Session, register: Register, import_id: int) -> None:
        self._session, self._register, self._import_id = session, register, import_id
        self._many = [spec.key for spec in register.fields.values() if spec.kind is Kind.REFERENCES]
        self._tree = any(spec.target == register.key for spec in register.fields.values())
        self._authority = authority_of(session)
        self._may_take_back = self._authority.may(register.key, Action.IMPORT)
        self._before: int | None = None
        self.counts: Counter[str] = Counter()
        self.kept: dict[int, Term] = {}

    def next_batch(self, number: int, *, careful: bool) -> None:
        """Undo the next few hundred; see importing_writes for what ``careful`` means."""
        noted = select(ImportRow).where(ImportRow.job_id == self._import_id).order_by(ImportRow.record_id.desc())
        if self._before is not None:
            noted = noted.where(ImportRow.record_id < self._before)
        with acting(self._session, System("undo an import: what did it do?")):
            rows = list(self._session.scalars(noted.limit(AT_ONCE)))
            self._session.expunge_all()
        if not rows:
            return
        self._before = rows[-1].record_id
        possible, foreign = self._possible(rows)
        self._part([row for row in possible if not row.created], self._restore, "restored", number, careful)
        self._part([row for row in possible if row.created], self._delete, "deleted", number, careful)
        with acting(self._session, self._in_his_name()):
            self._part(foreign, self._delete, "deleted", number, careful)

    def _part(self, rows: Sequence[ImportRow], work: Work, word: str, number: int, careful: bool) -> None:
        if careful:
            self._with_care(rows, work, word)
        elif rows:
            try:
                self._do(rows, work, word)
            except STORE_REFUSES as error:
                raise Unforeseen(number) from error

    def _in_his_name(self) -> System:
        """The system, for rows he created but may not delete; the audit shows for whom it worked."""
        his = self._authority
        why = f"take back what import {self._import_id} created"
        return System(why, his.address, his.request_id, his.account_id, label=TAKING_BACK.format(name=his.label).zh)

    def _possible(self, rows: Sequence[ImportRow]) -> tuple[list[ImportRow], list[ImportRow]]:
        """Those of ``rows`` that nothing is known to stand against, and those he may only take back; the others are kept."""
        now = standing(self._session, self._register, [row.record_id for row in rows])
        named = pointed_at(self._session, self._register, [row.record_id for row in rows if row.created], ALONG.get(self._register.key, {}))
        possible, foreign = list[ImportRow](), list[ImportRow]()
        for row in rows:
            found = now.get(row.record_id)
            if found is None:
                self.kept[row.record_id] = NOT_YOURS
            elif found.version != row.version:
                self.kept[row.record_id] = CHANGED_SINCE
            elif not (found.deletable or self._may_take_back if row.created else found.editable):
                action = WORDS[Action.DELETE if row.created else Action.EDIT]
                self.kept[row.record_id] = ROWS_REFUSED.format(register=self._register.title, action=action)
            elif row.record_id in named:
                self.kept[row.record_id] = records.STILL_NAMED
            else:
                (foreign if row.created and not found.deletable else possible).append(row)
        return possible, foreign

    def _with_care(self, rows: Sequence[ImportRow], work: Work, word: str) -> None:
        """All in one go; when the store refuses, the halves, until the row that is to blame stands alone."""
        if not rows:
            return
        try:
            with self._session.begin_nested():
                self._do(rows, work, word)
        except STORE_REFUSES as error:
            # What a refused flush was about to audit did not happen.
            self._session.info.pop("audit", None)
            self._session.expunge_all()
            if len(rows) == 1:
                self.kept[rows[0].record_id] = _reason(self._register, error, word)
                return
            middle = len(rows) // 2
            self._with_care(rows[:middle], work, word)
            self._with_care(rows[middle:], work, word)

    def _do(self, rows: Sequence[ImportRow], work: Work, word: str) -> None:
        loaded = load(self._session, self._register.model, [row.record_id for row in rows], self._many)
        with ExitStack() as lets:
            for row in rows:
                work(loaded[row.record_id], row, lets)
                if self._tree:
                    self._session.flush()  # leaves before branches: the order in one flush is not ours
            self._session.flush()
        self._forget(rows, {row.record_id: loaded[row.record_id].version for row in rows})
        self._session.expunge_all()
        self.counts[word] += len(rows)

    def _forget(self, rows: Sequence[ImportRow], versions: Mapping[int, int]) -> None:
        """Nothing is left to undo of ``rows``; an earlier import of the same records finds them as it left them."""
        imports = select(Job.id).where(Job.kind == JobKind.IMPORT, Job.register_key == self._register.key)
        table = ImportRow.__table__
        earlier = (
            update(ImportRow)
            .where(
                table.c.record_id == bindparam("record"),
                table.c.version == bindparam("left"),
                table.c.job_id.in_(imports),
            )
            .values(version=bindparam("now"))
        )
        again = [
            {"record": row.record_id, "left": row.version - 1, "now": versions[row.record_id]}
            for row in rows if not row.created
        ]  # fmt: skip
        with acting(self._session, System("undo an import: done")):
            ids = [row.record_id for row in rows]
            self._session.execute(
                delete(ImportRow).where(ImportRow.job_id == self._import_id, ImportRow.record_id.in_(ids))
            )
            if again:
                self._session.connection().execute(earlier, again)

    def _delete(self, record: Record, _row: ImportRow, _lets: ExitStack) -> None:
        if self._register.key in ALONG:
            REMOVED[self._register.key](self._session, record)
        self._session.delete(record)

    def _restore(self, record: Record, row: ImportRow, lets: ExitStack) -> None:
        for key, value in row.before.items():
            spec = self._register.fields.get(key)
            if spec is None:
                continue
            if spec.kind is Kind.REFERENCES:
                found = load(self._session, registers[spec.target].model, value, ())
                setattr(record, key, [found[one] for one in value if one in found])
            else:
                setattr(record, spec.column, revived(spec, value))
        follow(self._session, record, lets)


def revived(spec: Field, value: Any) -> Any:
    """A value that was kept as JSON (see models.audit.plain)."""
    if value is None:
        return None
    match spec.kind:
        case Kind.DAY:
            return date.fromisoformat(value)
        case Kind.MOMENT:
            return datetime.fromisoformat(value)
        case Kind.MONEY:
            return Decimal(value)
        case Kind.CHOICE if spec.choices:
            return spec.choices(value)
    return value


def _reason(register: Register, error: Exception, word: str) -> Term:
    if isinstance(error, DomainError):
        return error.sentence
    if isinstance(error, IntegrityError):
        return records.STILL_NAMED if word == "deleted" else records.explained(register, error).sentence
    return CHANGED_SINCE
