"""The columns of an import together: each row as values of fields, references looked up, with the cells that cannot be."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.kinds import Kind
from domain.terms import Term
from models.register import Register
from operations.importing_cells import Bad, Column
from operations.importing_lines import SHOWN, TOO_MANY_CELLS, TWICE, Line, Problem
from operations.importing_lookups import Finder
from operations.importing_matching import Matching
from operations.spreadsheet import Row, Sheet
from operations.spreadsheet_writing import as_text

SEEN_AT_ONCE = 5_000


class Columns:
    """Reads the rows of ``sheet`` as ``matching`` says; what is typed once for all rows must be right, or Invalid is raised."""

    def __init__(self, session: Session, register: Register, sheet: Sheet, matching: Matching) -> None:
        self._register, self._sheet, self._matching = register, sheet, matching
        self.specs = {key: register.fields[key] for key in (*matching.columns, *matching.constants)}
        self._columns = {key: Column(spec) for key, spec in self.specs.items()}
        self._finders = {key: Finder(session, spec) for key, spec in self.specs.items() if spec.target}
        self._constants = self._read_constants()
        self._twice = self._repeated()

    def _read_constants(self) -> dict[str, Any]:
        wrong: dict[str, Term] = {}
        found: dict[str, Any] = {}
        for key, text in self._matching.constants.items():
            (value,) = self._resolved(key, self._columns[key].read([text]))
            if isinstance(value, Bad):
                wrong[key] = value.sentence
            elif value is not None:
                found[key] = value
        if wrong:
            raise Invalid(next(iter(wrong.values())), fields=wrong)
        return found

    def _repeated(self) -> dict[str, dict[Any, tuple[int, int]]]:
        """Field → value → the first two rows that share it, where sharing is a mistake (the key, unique fields)."""
        watched = {key for key, spec in self.specs.items() if spec.unique or key == self._matching.key}
        first: dict[str, dict[Any, int]] = {key: {} for key in watched if key in self._matching.columns}
        twice: dict[str, dict[Any, tuple[int, int]]] = {key: {} for key in first}
        for batch in self._sheet.batches(SEEN_AT_ONCE) if first else ():
            for key, seen in first.items():
                for (row, _), value in zip(batch, self._read(key, batch), strict=True):
                    if value is None or value.__class__ is Bad:
                        continue
                    if seen.setdefault(value, row) != row:
                        twice[key].setdefault(value, (seen[value], row))
        return twice

    def _read(self, key: str, batch: Sequence[tuple[int, Row]]) -> list[Any]:
        place = self._matching.columns[key]
        return self._columns[key].read([cells[place] for _, cells in batch])

    def lines(self, batch: Sequence[tuple[int, Row]]) -> list[Line]:
        """A line for each row, with its values and with a problem for each cell that cannot be read."""
        raw = {key: self._read(key, batch) for key in self._matching.columns}
        ready = {key: self._resolved(key, values) for key, values in raw.items()}
        for key, value in self._constants.items():
            ready[key] = [value if one is None else one for one in ready[key]] if key in ready else [value] * len(batch)
        lines = []
        for position, (row, cells) in enumerate(batch):
            line = Line(row, cells, {key: values[position] for key, values in ready.items()})
            for key, value in line.values.items():
                if value.__class__ is Bad:
                    self.refuse(line, key, value.sentence)
            for key, twice in self._twice.items():
                if twice and (rows := twice.get(raw[key][position])):
                    label = self._register.fields[key].label
                    self.refuse(line, key, TWICE.format(first=rows[0], second=rows[1], label=label))
            self._check_width(line)
            lines.append(line)
        return lines

    def _resolved(self, key: str, values: list[Any]) -> list[Any]:
        """``values`` of a reference as ids; everything else as it is."""
        finder = self._finders.get(key)
        if finder is None:
            return values
        if self.specs[key].kind is not Kind.REFERENCES:
            known = finder.find({value for value in values if value.__class__ is str})
            return [_id_or_bad(known[value]) if value.__class__ is str else value for value in values]
        known = finder.find({text for value in values if value.__class__ is tuple for text in value})
        return [_ids_or_bad([known[text] for text in value]) if value.__class__ is tuple else value for value in values]

    def _check_width(self, line: Line) -> None:
        extra = [cell for cell in line.cells[len(self._sheet.headers) :] if cell not in (None, "")]
        if extra:
            header = Term(self._sheet.headers[-1], self._sheet.headers[-1])
            sentence = TOO_MANY_CELLS.format(count=len(extra))
            line.problems.append(Problem(line.row, header, as_text(extra[0])[:SHOWN], sentence))

    # ---- saying so -----------------------------------------------------------------------------------------------------

    def header(self, key: str) -> Term:
        """The column's header in the file; the field's label where no column is matched to it."""
        place = self._matching.columns.get(key)
        if place is not None:
            return Term(self._sheet.headers[place], self._sheet.headers[place])
        return self._register.fields[key].label if key else Term("整行", "row")

    def shown(self, line: Line, key: str) -> str:
        """What stands in the file, shortened."""
        place = self._matching.columns.get(key)
        cell = line.cells[place] if place is not None else self._matching.constants.get(key, "")
        return as_text(cell)[:SHOWN]

    def refuse(self, line: Line, key: str, sentence: Term) -> None:
        """Note why ``line`` cannot be imported, at the field ``key`` or at the whole row."""
        line.problems.append(Problem(line.row, self.header(key), self.shown(line, key), sentence))


def _id_or_bad(found: int | Term) -> int | Bad:
    return Bad(found) if isinstance(found, Term) else found


def _ids_or_bad(found: Iterable[int | Term]) -> tuple[int, ...] | Bad:
    ids = []
    for one in found:
        if isinstance(one, Term):
            return Bad(one)
        ids.append(one)
    return tuple(sorted(set(ids)))
