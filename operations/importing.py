"""Importing a spreadsheet: a dry run that changes nothing, then the import itself, all or nothing or without the bad rows."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from domain.access import Action
from domain.areas import Area
from domain.errors import NOT_ALLOWED, NOT_ALLOWED_TODO, Invalid, Refused
from domain.kinds import Kind
from domain.terms import Term
from models.fence import authority_of
from models.governance.job import Job
from models.register import Register, registers
from operations.importing_cells import NO_ATTACHMENTS
from operations.importing_columns import Columns
from operations.importing_lines import Effect, Line, Problem
from operations.importing_matching import Matching, OnBad, keyable, words_of, writable
from operations.importing_rows import Judge
from operations.importing_writes import Writer, in_one_go
from operations.intake import Intake, stored
from operations.job_signs import Signs
from operations.jobs import Outcome, Progress
from operations.separating import kept_apart
from operations.spreadsheet import Inspected, Sheet, open_sheet
from operations.spreadsheet_writing import write_refused

AT_ONCE = 1_000
SHOWN_ROWS = 20
SHOWN_PROBLEMS = 200
# An all-or-nothing import with this many refused rows is not going to be saved by knowing about more.
ENOUGH_REFUSED = 10_000
COLUMN_REFUSED = Term(
    "列「{header}」：您不能写这个字段，整个文件不导入。请把该列改为「不导入」。",
    "Column “{header}”: you may not write this field, so nothing is imported. Set the column to “not imported”.",
)
FIELD_REFUSED = Term("您不能给「{label}」统一填值。", "You may not fill “{label}”.")
NO_COLUMNS = Term("还没有把任何一列对应到字段。", "No column is matched to a field yet.")
NO_SUCH_COLUMN = Term("文件里没有第 {place} 列。", "The file has no column {place}.")
NO_SUCH_FIELD = Term("没有「{key}」这个字段。", "There is no field “{key}”.")
BAD_KEY = Term("不能按「{key}」认出已有的记录。", "Existing records cannot be recognised by “{key}”.")
KEY_NEEDS_COLUMN = Term(
    "用来认出记录的「{label}」还没有对应的列。", "“{label}”, which tells the records apart, has no column yet."
)
MISSING = Term(
    "必填的「{labels}」没有对应的列，也没有统一填值。",
    "Required and without a column or a value for all rows: {labels}.",
)
NOTHING_DONE = Term(
    "一行也没有导入：有 {refused} 行不合格。请改好错误文件里列出的行，再导入原文件。",
    "Nothing was imported: {refused} rows are refused. Correct the rows in the error file and import the file again.",
)
DONE = Term(
    "导入完成：新建 {created} 条，更新 {updated} 条，不变 {unchanged} 条。",
    "Imported: {created} created, {updated} updated, {unchanged} unchanged.",
)
DONE_WITHOUT = Term(
    "导入完成：新建 {created} 条，更新 {updated} 条，不变 {unchanged} 条；跳过不合格的 {refused} 行，见错误文件。",
    "Imported: {created} created, {updated} updated, {unchanged} unchanged; {refused} refused rows left out, see the error file.",
)
ERRORS_NAME = Term("{name}-未导入的行.xlsx", "{name}-refused.xlsx")


@dataclass(slots=True)
class Preview:
    """What an import would do; ``problems`` and ``lines`` hold the first ones only."""

    counts: Counter[Effect] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    lines: list[Line] = field(default_factory=list)


def open_for(register: Register, inspected: Inspected) -> Sheet:
    """The sheet of an inspected file; words of the register tell the row of headers from titles above it."""
    return open_sheet(inspected, words_of(register).keys())


def require(session: Session, register: Register) -> None:
    """Refuse whoever may not import into ``register`` at all; raises Refused."""
    authority = authority_of(session)
    # Rights are changed one by one on guarded pages, never by the sheetful.
    if register.read_only or register.area is Area.ACCESS or not authority.may(register.key, Action.IMPORT):
        raise Refused(NOT_ALLOWED, action=Action.IMPORT.title, register=register.title, todo=NOT_ALLOWED_TODO)
    if not (authority.may(register.key, Action.CREATE) or authority.may(register.key, Action.EDIT)):
        raise Refused(NOT_ALLOWED, action=Action.CREATE.title, register=register.title, todo=NOT_ALLOWED_TODO)


def check(session: Session, register: Register, sheet: Sheet, matching: Matching) -> None:
    """Refuse a matching that cannot be carried out, or with a column the actor may not write; raises Refused or Invalid."""
    require(session, register)
    _check_names(register, sheet, matching)
    allowed = writable(session, register, Action.CREATE) | writable(session, register, Action.EDIT)
    for key, place in matching.columns.items():
        if key != matching.key and register.fields[key].kind is Kind.ATTACHMENT:
            raise Refused(NO_ATTACHMENTS)
        if key != matching.key and key not in allowed:
            raise Refused(COLUMN_REFUSED, header=sheet.headers[place], todo=NOT_ALLOWED_TODO)
    for key in matching.constants:
        if key not in allowed:
            raise Refused(FIELD_REFUSED, label=register.fields[key].label, todo=NOT_ALLOWED_TODO)
    if matching.key:
        if matching.key not in keyable(session, register):
            raise Invalid(BAD_KEY, key=register.fields[matching.key].label)
        if matching.key not in matching.columns or matching.key in matching.constants:
            raise Invalid(KEY_NEEDS_COLUMN, label=register.fields[matching.key].label)
    elif lacking := missing(session, register, matching):
        labels = Term("、".join(label.zh for label in lacking), ", ".join(label.en for label in lacking))
        raise Invalid(MISSING, labels=labels)


def check_constants(session: Session, register: Register, sheet: Sheet, matching: Matching) -> None:
    """Raise Invalid with a sentence per field when a value typed once for all rows is wrong; takes no row into account."""
    only = replace(matching, columns={}, key="")
    Columns(session, register, sheet, only)


def _check_names(register: Register, sheet: Sheet, matching: Matching) -> None:
    if not matching.columns:
        raise Invalid(NO_COLUMNS)
    for key in (*matching.columns, *matching.constants, *([matching.key] if matching.key else ())):
        if key not in register.fields:
            raise Invalid(NO_SUCH_FIELD, key=key[:40])
    for place in matching.columns.values():
        if not 0 <= place < len(sheet.headers):
            raise Invalid(NO_SUCH_COLUMN, place=place + 1)


def missing(session: Session, register: Register, matching: Matching) -> tuple[Term, ...]:
    """The labels of required fields that no new row would have."""
    place = {register.owner, register.department} if authority_of(session).person else set()
    return tuple(
        spec.label
        for key, spec in register.fields.items()
        if spec.required and not spec.system and spec.default is None
        and key not in matching.columns and key not in matching.constants and key not in place
    )  # fmt: skip


def dry_run(
    session: Session, register: Register, sheet: Sheet, matching: Matching, *, progress: Progress | None = None
) -> Preview:
    """What importing ``sheet`` would do to each row; nothing is written.

    Raises Refused or Invalid when the whole file cannot be imported like this.
    """
    check(session, register, sheet, matching)
    preview = Preview()
    for lines in _judged(Judge(session, register, sheet, matching), sheet, progress):
        for line in lines:
            preview.counts[line.effect] += 1
            preview.problem_count += len(line.problems)
            if line.problems and len(preview.problems) < SHOWN_PROBLEMS:
                preview.problems.extend(line.problems)
            elif not line.problems and len(preview.lines) < SHOWN_ROWS:
                preview.lines.append(line)
    return preview


def _judged(judge: Judge, sheet: Sheet, progress: Progress | None) -> Iterator[list[Line]]:
    done = 0
    for batch in sheet.batches(AT_ONCE):
        yield judge.judge(batch)
        done += len(batch)
        if progress is not None:
            progress(done, max(done, sheet.count))


def refused_rows(
    session: Session, register: Register, sheet: Sheet, matching: Matching, path: Path, locale: str
) -> int:
    """Write the rows a dry run refuses, with the reason beside each, to an .xlsx at ``path``; returns how many."""
    check(session, register, sheet, matching)
    reasons: dict[int, str] = {}
    for lines in _judged(Judge(session, register, sheet, matching), sheet, None):
        _note_reasons(reasons, lines, locale)
    write_refused(path, sheet, reasons, locale)
    return len(reasons)


def _note_reasons(reasons: dict[int, str], lines: Sequence[Line], locale: str) -> None:
    for line in lines:
        if line.problems:
            colon = "：" if locale.startswith("zh") else ": "
            said = (f"{problem.header.say(locale)}{colon}{problem.sentence.say(locale)}" for problem in line.problems)
            reasons[line.row] = " ".join(said)


def run_import(session: Session, job: Job, progress: Progress, data_dir: Path) -> Outcome:
    """Carry out the import ``job`` describes (see :func:`params_of`) with the rights of whoever acts in ``session``.

    All or nothing leaves the database as it was when any row is refused; otherwise the good rows are written. In both
    cases the refused rows are in the file of the outcome. Leaves the one commit to the caller, but may roll back: so
    ``session`` must hold nothing else that matters.
    """
    register, params = registers[job.register_key], job.params
    inspected = Inspected.from_json(stored(data_dir, params["token"]), params["inspected"])
    sheet, matching = open_for(register, inspected), Matching.from_json(params["matching"])
    check(session, register, sheet, matching)
    locale = str(params["locale"])

    def attempt(careful: Collection[int]) -> tuple[Counter[Effect], dict[int, str]]:
        return _attempt(session, register, sheet, matching, job.id, progress, careful, locale)

    with kept_apart(session, register):
        counts, reasons = in_one_go(session, attempt)
    if reasons and matching.on_bad is OnBad.ALL:
        session.rollback()
    file = None
    if reasons:
        signs = Signs(data_dir, job.id)
        write_refused(signs.part, sheet, reasons, locale)
        file = signs.part.rename(signs.part.with_suffix(".refused.xlsx"))
    return _outcome(matching, counts, len(reasons), file, params)


def _attempt(
    session: Session,
    register: Register,
    sheet: Sheet,
    matching: Matching,
    job_id: int,
    progress: Progress,
    careful: Collection[int],
    locale: str,
) -> tuple[Counter[Effect], dict[int, str]]:
    """Judge and write all rows; (how many of each effect, row → why it is refused)."""
    judge = Judge(session, register, sheet, matching)
    writer = Writer(session, register, job_id, judge.place, judge.columns.refuse)
    counts: Counter[Effect] = Counter()
    reasons: dict[int, str] = {}
    for number, lines in enumerate(_judged(judge, sheet, progress)):
        if matching.on_bad is OnBad.SKIP or not (reasons or any(line.problems for line in lines)):
            writer.write(lines, number, careful=number in careful)
        counts.update(line.effect for line in lines)
        _note_reasons(reasons, lines, locale)
        if matching.on_bad is OnBad.ALL and len(reasons) >= ENOUGH_REFUSED:
            break
    return counts, reasons


def _outcome(
    matching: Matching, counts: Counter[Effect], refused: int, file: Path | None, params: Mapping[str, Any]
) -> Outcome:
    told = {effect.value: counts[effect] for effect in Effect}
    facts = {"file": params["name"]}
    if not refused:
        return Outcome(DONE.format(**told), told, facts=facts)
    sentence = DONE_WITHOUT
    if matching.on_bad is OnBad.ALL:
        sentence, told = NOTHING_DONE, {**dict.fromkeys(told, 0), Effect.REFUSED.value: refused}
    name = errors_name(params["name"], params["locale"])
    return Outcome(sentence.format(**told), told, file, name, facts=facts)


def errors_name(name: str, locale: str) -> str:
    """What the file of refused rows is called, after the file they come from."""
    return ERRORS_NAME.say(locale).format(name=Path(name).stem)


def params_of(intake: Intake, matching: Matching, locale: str) -> dict[str, Any]:
    """The parameters of the job that imports an uploaded file."""
    return {
        "token": intake.token,
        "name": intake.name,
        "inspected": intake.inspected.as_json(),
        "matching": matching.as_json(),
        "locale": locale,
    }
