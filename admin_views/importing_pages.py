"""The cards of the import pages: what was guessed, what is refused, and what would be written, in the reader's language."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from admin_views.importing_cards import (
    BadCell,
    Constant,
    DryRunPage,
    FileColumn,
    MappingPage,
    PreviewRow,
    Target,
    TemplateColumn,
    UploadPage,
)  # fmt: skip
from admin_views.presenting import badge, value_html
from domain.access import Action, Level
from domain.errors import DomainError, Invalid
from domain.kinds import Kind
from domain.terms import Term
from models.fields import Field
from models.register import Register
from operations.importing import Preview
from operations.importing_cells import NO_ATTACHMENTS
from operations.importing_lines import Effect, Line
from operations.importing_matching import Guess, Matching, OnBad, keyable, writable
from operations.intake import Intake
from operations.spreadsheet import MAX_ROWS, Sheet
from operations.spreadsheet_formats import MAX_BYTES, Format
from operations.spreadsheet_writing import as_text, hint
from operations.wording import NO, YES
from web.extensions import db
from web.i18n import locale, say

SAMPLES = 3
SAMPLE_LENGTH = 40
BAD_SHOWN = 100
SHEETS_SHOWN = 20
TWICE = Term("「{label}」对应了两列，只能留一列。", "“{label}” has two columns; keep one.")
LEFT_OUT = Term(
    "列「{header}」：您不能写这个字段，这一列不会导入。",
    "Column “{header}”: you may not write this field; the column is left out.",
)
EFFECTS = {
    Effect.CREATED: (Term("新建", "New"), "done"),
    Effect.UPDATED: (Term("更新", "Update"), "soon"),
    Effect.UNCHANGED: (Term("不变", "Unchanged"), "calm"),
}


def _importable(register: Register) -> tuple[Field, ...]:
    allowed = writable(db.session(), register, Action.CREATE) | writable(db.session(), register, Action.EDIT)
    return tuple(spec for key, spec in register.fields.items() if key in allowed)


def template_fields(register: Register) -> tuple[Field, ...]:
    """The fields a template has columns for: those this reader may fill, required ones first."""
    return tuple(sorted(_importable(register), key=lambda spec: not _needed(register, spec)))


def _needed(register: Register, spec: Field) -> bool:
    """Whether a new record lacks something without it; owner and department default to whoever imports."""
    own = spec.key in (register.owner, register.department)
    return spec.expected or (spec.required and spec.default is None and not spec.system and not own)


def upload_page(register: Register, *, error: str = "") -> UploadPage:
    """Choose a file, or take the template."""
    return UploadPage(
        register_title=say(register.title),
        list_url=url_for(f"{register.key}.index_view"),
        action_url=url_for("importing.upload", register_key=register.key),
        template_url=url_for("importing.template", register_key=register.key),
        accept=".xlsx,.xls,.ods,.csv",
        limit=_("%(megabytes)s MB,%(rows)s 行", megabytes=MAX_BYTES // 2**20, rows=f"{MAX_ROWS:,}"),
        columns=tuple(
            TemplateColumn(say(spec.label), _needed(register, spec), say(hint(spec)))
            for spec in template_fields(register)
        ),
        error=error,
        clauses=register.clauses,
    )


# ---- which column is which field -----------------------------------------------------------------------------------


def sent_matching(register: Register, sheet: Sheet) -> Matching:
    """What the form of the mapping page says; of two columns for one field the last counts (see :func:`refuse_twice`)."""
    columns = {key: place for place in range(len(sheet.headers)) if (key := request.form.get(f"map.{place}", ""))}
    sent = {key: request.form.get(f"const.{key}", "").strip() for key in register.fields}
    return Matching(
        columns,
        {key: text for key, text in sent.items() if text},
        request.form.get("key", ""),
        OnBad.SKIP if request.form.get("on_bad") == OnBad.SKIP else OnBad.ALL,
        request.form.get("clear") == "1",
    )


def refuse_twice(register: Register, sheet: Sheet) -> None:
    """Raise Invalid when the form gives one field two columns."""
    sent = [request.form.get(f"map.{place}", "") for place in range(len(sheet.headers))]
    for key, spec in register.fields.items():
        if sent.count(key) > 1:
            raise Invalid(TWICE, label=spec.label)


def mapping_page(
    register: Register,
    taken: Intake,
    sheet: Sheet,
    found: Guess,
    matching: Matching,
    *,
    error: DomainError | None = None,
) -> MappingPage:
    """The columns with what they were guessed or chosen to be."""
    fields = _importable(register)
    able = keyable(db.session(), register)
    wrong: Mapping[str, Term] = error.told if isinstance(error, Invalid) else {}
    needed, others = _constants(register, fields, matching, wrong)
    named = [spec.key for spec in fields]
    return MappingPage(
        register_title=say(register.title),
        list_url=url_for(f"{register.key}.index_view"),
        action_url=_here("mapping", taken),
        back_url=url_for("importing.upload", register_key=register.key),
        file_name=taken.name,
        count=f"{sheet.count:,}",
        encoding=_reading(taken),
        columns=_columns(register, sheet, found, matching, {*named, *able}),
        targets=_targets(register, {*named, *able}),
        keys=_keys(register, able, matching),
        key=matching.key,
        on_bad=matching.on_bad.value,
        remembered=_("沿用上次对同样列名的对应。") if found.remembered and taken.matching is None else "",
        error=say(error.sentence) if error and not wrong else "",
        constants=needed,
        other_constants=others,
        clear_blanks=matching.clear_blanks,
        sheet=taken.inspected.name,
        other_sheets=tuple(name for name in taken.inspected.names if name != taken.inspected.name)[:SHEETS_SHOWN],
    )


def _here(page: str, taken: Intake) -> str:
    return url_for(f"importing.{page}", register_key=taken.register_key, token=taken.token)


def _reading(taken: Intake) -> str:
    if taken.inspected.format is not Format.TEXT:
        return "Excel" if taken.inspected.format is not Format.ODS else "ODS"
    return taken.inspected.encoding.upper().removesuffix("-SIG")


def _keys(register: Register, able: Iterable[str], matching: Matching) -> tuple[tuple[str, str], ...]:
    """What can be taken for the name of one record: unique fields and the register's own key, and what was chosen before."""
    return tuple(
        (key, say(register.fields[key].label))
        for key in able
        if key in (register.import_key, matching.key) or register.fields[key].unique
    )


def _targets(register: Register, usable: set[str]) -> tuple[Target, ...]:
    return tuple(
        Target(key, say(spec.label), _needed(register, spec)) for key, spec in register.fields.items() if key in usable
    )


def _columns(
    register: Register, sheet: Sheet, found: Guess, matching: Matching, usable: set[str]
) -> tuple[FileColumn, ...]:
    first = list(islice(sheet.rows(), SAMPLES))
    chosen = {place: key for key, place in matching.columns.items()}
    guessed = {place: key for key, place in found.matching.columns.items()}
    columns = []
    for place, header in enumerate(sheet.headers):
        key = chosen.get(place, "")
        refused = guessed.get(place, "") if guessed.get(place, "") not in usable else ""
        columns.append(
            FileColumn(
                index=place,
                header=header,
                samples=tuple(as_text(cells[place])[:SAMPLE_LENGTH] for _row, cells in first),
                target=key if key in usable else "",
                guess=say(found.certainty[place].title) if key and guessed.get(place) == key else "",
                error=say(_why_not(register, refused, header)) if refused else "",
            )
        )
    return tuple(columns)


def _why_not(register: Register, key: str, header: str) -> Term:
    return NO_ATTACHMENTS if register.fields[key].kind is Kind.ATTACHMENT else LEFT_OUT.format(header=header)


def _constants(
    register: Register, fields: Iterable[Field], matching: Matching, wrong: Mapping[str, Term]
) -> tuple[tuple[Constant, ...], tuple[Constant, ...]]:
    needed: list[Constant] = []
    others: list[Constant] = []
    for spec in fields:
        value = matching.constants.get(spec.key, "")
        drawn = Constant(
            spec.key, say(spec.label), value, _needed(register, spec), _options(spec), say(hint(spec)),
            say(wrong[spec.key]) if spec.key in wrong else "",
        )  # fmt: skip
        first = value or spec.key in wrong or (_needed(register, spec) and spec.key not in matching.columns)
        (needed if first else others).append(drawn)
    return tuple(needed), tuple(others)


def _options(spec: Field) -> tuple[str, ...]:
    if spec.kind is Kind.YES_NO:
        return say(YES), say(NO)
    return tuple(say(title) for title in spec.titles.values())


# ---- what would happen ---------------------------------------------------------------------------------------------


def dry_run_page(register: Register, taken: Intake, sheet: Sheet, matching: Matching, preview: Preview) -> DryRunPage:
    """Counts, the refused cells, and the first rows as they would be stored."""
    refused, going = preview.counts[Effect.REFUSED], preview.counts[Effect.CREATED] + preview.counts[Effect.UPDATED]
    stopped = bool(refused) and matching.on_bad is OnBad.ALL
    more = preview.problem_count - len(preview.problems[:BAD_SHOWN])
    keys = sorted(matching.columns, key=lambda key: matching.columns[key])
    keys += [key for key in matching.constants if key not in matching.columns]
    return DryRunPage(
        register_title=say(register.title),
        list_url=url_for(f"{register.key}.index_view"),
        action_url=_here("check", taken),
        back_url=_here("mapping", taken),
        file_name=taken.name,
        created=f"{preview.counts[Effect.CREATED]:,}",
        updated=f"{preview.counts[Effect.UPDATED]:,}",
        unchanged=f"{preview.counts[Effect.UNCHANGED]:,}",
        refused=f"{refused:,}",
        button="" if stopped or not going else _("导入 %(count)s 条", count=f"{going:,}"),
        why_not=_why_nothing(refused, going, stopped=stopped),
        bad=tuple(
            BadCell(problem.row, say(problem.header), problem.value, say(problem.sentence))
            for problem in preview.problems[:BAD_SHOWN]
        ),
        bad_more=ngettext("还有 %(num)s 处，见错误文件。", "还有 %(num)s 处，见错误文件。", more) if more > 0 else "",
        error_file_url=_here("errors", taken) if refused else "",
        columns=tuple(say(register.fields[key].label) for key in keys),
        preview=tuple(_preview_row(register, sheet, matching, keys, line) for line in preview.lines),
    )


def _why_nothing(refused: int, going: int, *, stopped: bool) -> str:
    if stopped:
        return ngettext(
            "有 %(num)s 行不合格，按“一行也不导入”，现在不能导入。请改好文件，或改为跳过不合格的行。",
            "有 %(num)s 行不合格，按“一行也不导入”，现在不能导入。请改好文件，或改为跳过不合格的行。",
            refused,
        )
    return "" if going else _("没有需要新建或更新的记录。")


def _preview_row(register: Register, sheet: Sheet, matching: Matching, keys: list[str], line: Line) -> PreviewRow:
    title, tone = EFFECTS[line.effect]
    cells = tuple(_preview_cell(register.fields[key], matching, line, key) for key in keys)
    changed = tuple(place for place, key in enumerate(keys) if key in line.changed)
    return PreviewRow(line.row, badge(say(title), tone), cells, changed)


def _preview_cell(spec: Field, matching: Matching, line: Line, key: str) -> Markup:
    """A value as it will be stored; references and what stays as it is in the words of the file."""
    if key in line.values and not spec.target:
        return value_html(spec, line.values[key], Level.READ, locale(), short=True)
    place = matching.columns.get(key)
    said: Any = as_text(line.cells[place]) if place is not None else ""
    return escape((said or matching.constants.get(key, ""))[:SAMPLE_LENGTH]) or Markup("—")
