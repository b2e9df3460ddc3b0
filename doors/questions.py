"""Questions to the list and to look-ups, asked below the pages because there are so many."""

from typing import Any

from sqlalchemy.orm import Session

from domain.access import Action, Channel, Level
from domain.errors import Invalid
from domain.kinds import TEXTS, Kind
from doors.canaries import PINYIN, SHAPES
from doors.judging import NO_FIELD, Walker
from models.register import Register
from operations import labels as look_ups
from operations import listing
from operations.filtering import OPERATORS, Condition, Op
from operations.projection import project


def _is_sentence(answer: list[int] | str) -> bool:
    """Whether it is a refusal, and not a count that differs from the rows."""
    return isinstance(answer, str) and " counted, " not in answer


class Questions(Walker):
    """Filters, order, search, names."""

    def page(self, session: Session, register: Register, *, counted: bool = True, **query: Any) -> list[int] | str:
        """The ids of a page, or the words of the refusal; a wrong count is an answer too."""
        authority = self.reader.authority
        projection = project(authority.plan, register, Channel.LIST, ())
        try:
            found = listing.page(session, authority, projection, listing.Query(size=200, **query))
            number = len(found.rows)
            if counted:
                number, _ = listing.count(session, authority, register, listing.Query(size=200, **query))
        except Invalid as refusal:
            return refusal.sentence.zh
        if number != len(found.rows) and not found.has_older:
            return f"{number} counted, {len(found.rows)} shown"
        return [row[0] for row in found.rows]

    def ask_filters(self, session: Session, register: Register) -> None:
        """Every field with every operator: refused in the words for a field that does not exist, or answered rightly."""
        rows = self.aviary.rows[register.key]
        unknown = self.page(session, register, conditions=(Condition(NO_FIELD, "is", ("1",)),))
        for key, spec in register.fields.items():
            may = key in register.filterable and self.reader.everywhere(register, key, Channel.FILTER)
            row = next((row for row in rows if key in row.now), None)
            typed = row.now[key].typed if row else "1"
            for operator in ("is",) if may else OPERATORS:
                answer = self.page(session, register, conditions=(Condition(key, operator, (typed,)),))
                if not may:
                    self.expect("filter", self._same_words(answer, unknown, key), f"{register.key}.{key} {operator}: {answer}", key)
                elif row is not None and spec.kind not in (Kind.YES_NO, Kind.CHOICE):
                    right = [row.id] if self.reader.may(row) else []
                    self.expect("filter", answer == right, f"{register.key}.{key} is {typed}: {answer}, not {right}", key)
            for operator in (Op.EMPTY, Op.FILLED) if may else ():
                answer = self.page(session, register, conditions=(Condition(key, operator, ("1",)),))
                right_rows = isinstance(answer, list) and self._only_visible(register, answer)
                self.expect("filter", right_rows or _is_sentence(answer), f"{register.key}.{key} {operator}: {answer}", key)

    @staticmethod
    def _same_words(answer: list[int] | str, unknown: list[int] | str, key: str) -> bool:
        return isinstance(answer, str) and isinstance(unknown, str) and answer.replace(key, "§") == unknown.replace(NO_FIELD, "§")

    def ask_order(self, session: Session, register: Register) -> None:
        """Sorting by a field that is not readable in every row in view is refused like an unknown one."""
        unknown = self.page(session, register, sort=NO_FIELD)
        for key in register.fields:
            may = self.reader.everywhere(register, key, Channel.SORT)
            answer = self.page(session, register, sort=key)
            if not may:
                self.expect("sort", self._same_words(answer, unknown, key), f"{register.key} by {key}: {answer}", key)
            elif isinstance(answer, list):
                self.expect("sort", self._only_visible(register, answer), f"{register.key} by {key}: rows out of scope", key)

    def ask_search(self, session: Session, register: Register) -> None:
        """Every value of every field, old and new, finds its row where the field may be searched, and nothing elsewhere."""
        texts: dict[str, str] = {}
        counted: set[str] = set()
        for row in self.tried(register):
            for key, secret in row.now.items():
                if key in register.search or key not in texts.values():
                    texts[min(secret.shown)] = key
            for key in row.past.keys() & set(register.search):
                texts[min(row.past[key].shown)] = f"the old {key}"
        for target in self.aviary.rows[register.key][0].points.get(register.label, ()):
            texts |= {min(secret.shown): f"{target.register}.{key}" for key, secret in target.now.items()}
        for text, key in texts.items():
            right = self.reader.found(register, text)
            answer = self.page(session, register, counted=key not in counted, search=text)
            counted.add(key)
            named = [one for one in (key.removeprefix("the old "),) if one in register.fields]
            self.expect("search", answer == right, f"{register.key}: {key} {text} found {answer}, not {right}", *named)
        if not self.reader.finds_pinyin(register):
            answer = self.page(session, register, search=PINYIN)
            self.expect("search", answer == [], f"{register.key}: by pinyin {answer}")

    def ask_names(self, session: Session, register: Register) -> None:
        """Look-ups find by what may be searched and name what may be read; labels come for visible rows only."""
        reader, rows = self.reader, self.aviary.rows[register.key]
        named = self.reader.authority.may(register.key, Action.VIEW) and reader.everywhere(register, register.label, Channel.LIST)
        given = look_ups.labels(session, register.key, [row.id for row in rows])
        self.expect("labels", all(named and reader.may(row) for row in rows if row.id in given), f"{register.key}: {given}")
        open_keys = {
            key for key in (register.search or (register.label,))
            if reader.everywhere(register, key, Channel.SEARCH) and key in reader.offered(register, Channel.LIST, Level.READ)
        }  # fmt: skip
        for row in self.tried(register):
            for key, secret in row.now.items():
                if key not in (register.label, register.sub, *register.search) or register.fields[key].kind not in TEXTS:
                    continue
                found = look_ups.candidates(session, register.key, min(secret.shown), "zh")
                right = named and reader.may(row) and key in open_keys
                self.expect("look-up", [one.id for one in found] == ([row.id] if right else []), f"{register.key} {key}: {found}", key)
                told_ = set(SHAPES.findall(" ".join(f"{one.label} {one.sub}" for one in found)))
                self.expect("look-up", told_ <= reader.name_of(row) | reader.sub_of(row), f"{register.key} {key}: {found}", key)
