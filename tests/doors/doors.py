"""Goes through every door of every register as one reader and notes what came out that should not have."""

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from domain.access import Action, Channel, Level, Scope
from domain.errors import Invalid
from domain.kinds import TEXTS, Kind
from models.engine import FencedSession
from models.fence import act
from models.fields import Field
from models.register import Register, registers
from operations import labels as look_ups
from operations import listing
from operations.filtering import OPERATORS, Condition
from operations.projection import project
from operations.rights import policy_version
from permissions.actor import System
from tests.client import PageClient, token_of
from tests.doors.canaries import PINYIN, SHAPES, Aviary, Row
from tests.doors.expecting import Reader
from web.extensions import db

NONSENSE = "zq99999vk"
NO_FIELD = "no_such_field"
NO_ROW = 999_999_999
_CHANGING = re.compile(r'[0-9a-f]{40}|name="csrf_token" value="[^"]*"|编号[^<]{0,8}<[^>]*>[0-9a-f]{12}|(?<![0-9])[0-9a-f]{12}(?=<)|"reference":"[0-9a-f]*"')
_PLACE = re.compile(r"(?:after|before)=([A-Za-z0-9_-]+)")


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that came out, or an answer that told something."""

    reader: str
    door: str
    what: str


@dataclass
class Tally:
    """How much was tried, and what leaked."""

    attempts: int = 0
    granted: int = 0
    """Answers that did hold canaries: a walk that sees nothing proves nothing."""
    leaks: list[Leak] = field(default_factory=list)


def readers_of(app: Flask, aviary: Aviary, codes: Iterable[str]) -> dict[str, Reader]:
    """A reader for each account."""
    with app.app_context(), FencedSession(db.engine) as session:
        act(session, System("test"))
        now = session.info["clock"]()
        store, version = app.extensions["taizhang_plans"], policy_version(session)
        found = {code: store.authority(session, aviary.company.accounts[code], version, now) for code in codes}
    return {code: Reader(code, authority, aviary) for code, authority in found.items() if authority}


class Walk:
    """One reader going through all doors of some registers."""

    def __init__(self, app: Flask, client: PageClient, reader: Reader, keys: Iterable[str]) -> None:
        self.app, self.http, self.reader = app, client.http, reader
        self.aviary = reader.aviary
        self.registers = [registers[key] for key in keys]
        self.tally = Tally()
        self.looked: set[str] = set()
        self.token = token_of(self.http.get("/me/"))

    def go(self) -> Tally:
        """Try everything."""
        with self.app.app_context(), self.session() as session:
            for register in self.registers:
                if self.reader.authority.may(register.key, Action.VIEW):
                    self.ask_filters(session, register)
                    self.ask_order(session, register)
                    self.ask_search(session, register)
                if any(spec.target == register.key for other in registers.values() for spec in other.fields.values()):
                    self.ask_names(session, register)
        for register in self.registers:
            if self.reader.authority.may(register.key, Action.VIEW):
                self.list_pages(register)
                self.record_pages(register)
                self.exports(register)
            else:
                self.shut(register)
            self.look_up(register)
            self.create_pages(register)
            self.imports(register)
        self.search_everywhere()
        return self.tally

    # ---- judging -----------------------------------------------------------------------------------------------------

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session with the reader's rights."""
        with FencedSession(db.engine) as session:
            act(session, self.reader.authority)
            session.info["reading"] = True
            yield session

    def leak(self, door: str, what: str) -> None:
        self.tally.leaks.append(Leak(self.reader.code, door, what[:160]))

    def expect(self, door: str, truth: bool, what: str) -> None:
        """One attempt whose answer is right or wrong."""
        self.tally.attempts += 1
        if not truth:
            self.leak(door, what)

    def judge(self, door: str, response: TestResponse, allowed: set[str] | frozenset[str], said: str = "") -> TestResponse:
        """Nothing in the response but what is allowed here (and what was typed by the reader himself)."""
        self.tally.attempts += 1
        found = {text for text in canaries_in(response) if text in self.aviary.all}
        self.tally.granted += bool(found & allowed)
        wrong = found - allowed - set(SHAPES.findall(said))
        if wrong:
            self.leak(door, f"{response.request.path} shows {sorted(wrong)[:4]} ({self.aviary.origin(min(wrong))})")
        if response.status_code >= 500:
            self.leak(door, f"{response.request.path}: {response.status_code}")
        response.close()
        return response

    def get(self, door: str, path: str, allowed: set[str] | frozenset[str] = frozenset(), said: str = "", **args: Any) -> TestResponse:
        return self.judge(door, self.http.get(path, query_string=args or None), allowed, said)

    def post(self, door: str, path: str, data: dict[str, Any], allowed: set[str] | frozenset[str] = frozenset(), said: str = "") -> TestResponse:
        sent = self.http.post(path, data={**data, "csrf_token": self.token})
        return self.judge(door, sent, allowed, said)

    def alike(self, door: str, one: TestResponse, other: TestResponse, *mentions: str) -> None:
        """The two answers tell nothing apart, whatever was named in asking."""
        self.expect(door, told(one, *mentions) == told(other, *mentions), f"{one.request.url} differs from {other.request.url}")

    # ---- questions to the list, asked below the pages because there are so many ---------------------------------------

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
                    self.expect("filter", self._same_words(answer, unknown, key), f"{register.key}.{key} {operator}: {answer}")
                elif row is not None and spec.kind not in (Kind.YES_NO, Kind.CHOICE):
                    right = [row.id] if self.reader.may(row) else []
                    self.expect("filter", answer == right, f"{register.key}.{key} is {typed}: {answer}, not {right}")

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
                self.expect("sort", self._same_words(answer, unknown, key), f"{register.key} by {key}: {answer}")
            elif isinstance(answer, list):
                self.expect("sort", self._only_visible(register, answer), f"{register.key} by {key}: rows out of scope")

    def _only_visible(self, register: Register, ids: Iterable[int]) -> bool:
        unseen = {row.id for row in self.aviary.rows[register.key] if not self.reader.may(row)}
        return not unseen & set(ids)

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
            self.expect("search", answer == right, f"{register.key}: {key} {text} found {answer}, not {right}")
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
                self.expect("look-up", [one.id for one in found] == ([row.id] if right else []), f"{register.key} {key}: {found}")
                told_ = set(SHAPES.findall(" ".join(f"{one.label} {one.sub}" for one in found)))
                self.expect("look-up", told_ <= reader.name_of(row) | reader.sub_of(row), f"{register.key} {key}: {found}")

    def tried(self, register: Register) -> list[Row]:
        """The records to knock at: of the many that are only pointed to, one."""
        rows = self.aviary.rows[register.key]
        return [row for row in rows if row.case not in ("filler", "scan")] + [row for row in rows if row.case in ("filler", "scan")][:1]

    # ---- pages -------------------------------------------------------------------------------------------------------

    def path(self, register: Register, rest: str = "") -> str:
        return f"/{register.area}/{register.key}/{rest}"

    def list_pages(self, register: Register) -> None:
        """The list with all columns there are; each hidden one named; a filter, an order and a search that are refused."""
        reader, path = self.reader, self.path(register)
        rows = self.aviary.rows[register.key]
        allowed = reader.listed(rows)
        columns = [
            key for key in reader.offered(register, Channel.LIST) if register.fields[key].kind is not Kind.REFERENCES
        ]
        plain = self.get("list", path, allowed, size=200)
        ids = {int(key) for key in re.findall(r"details/\?id=(\d+)", plain.text)}
        self.expect("list", self._only_visible(register, ids), f"{path}: rows out of scope")
        ordered = next((key for key in columns if self.reader.everywhere(register, key, Channel.SORT) and register.indexed(register.fields[key])), "")
        self.get("list", path, allowed, c=columns, size=20, sort=ordered)
        unknown = self.get("columns", path, c=NO_FIELD)
        hidden = [key for key in register.fields if key not in columns]
        for key in hidden[:2]:
            self.alike("columns", self.get("columns", path, c=key), unknown, key, NO_FIELD)
        self._one_refusal(register, path)
        past = min(next((row.past[key].shown for row in rows for key in row.past), {NONSENSE}))
        found = self.get("search", path, said=past, q=past)
        self.alike("search", found, self.get("search", path, q=NONSENSE), past, NONSENSE)
        self._saved_view(register, path, hidden, allowed)

    def _one_refusal(self, register: Register, path: str) -> None:
        for door, channel in (("sort", Channel.SORT), ("filter", Channel.FILTER)):
            shut = next((key for key in register.fields if not self.reader.everywhere(register, key, channel)), None)
            if shut is None:
                continue
            name, other = (shut, NO_FIELD) if door == "sort" else (f"f.{shut}.is", f"f.{NO_FIELD}.is")
            asked = [{"sort": one} if door == "sort" else {one: "1"} for one in (name, other)]
            self.alike(door, *(self.get(door, path, **args) for args in asked), shut, NO_FIELD)

    def _saved_view(self, register: Register, path: str, hidden: list[str], allowed: set[str]) -> None:
        """A view kept with a hidden column and filter opens nothing, and nobody else sees it."""
        if register is not self.registers[0] or not hidden:
            return
        label = f"view-of-{self.reader.code}"
        self.post("saved view", f"{path}views/", {"label": label, "c": hidden[0], f"f.{hidden[0]}.is": "1"})
        page = self.get("saved view", path, allowed)
        others = {text for text in re.findall(r"view-of-(\w+)", page.text) if text != self.reader.code}
        self.expect("saved view", label in page.text and not others, f"{path}: {others}")
        link = re.search(r'href="([^"]*c=' + hidden[0] + r'[^"]*)"', page.text)
        if link:
            self.get("saved view", link.group(1).replace("&amp;", "&"))

    def record_pages(self, register: Register) -> None:
        """Details, forms, deletion, steps and files of each record, by its id, in scope and out of it."""
        nobody = {rest: self.get("missing", self.path(register, rest), id=NO_ROW) for rest in ("details/", "edit/", "delete/")}
        knocked: set[tuple[str, bool]] = set()

        def again(door: str, allowed: bool) -> bool:
            """A door that is open is gone through for each record, a closed one is tried once."""
            first = (door, allowed) not in knocked
            knocked.add((door, allowed))
            return first or allowed

        rows = self.tried(register)
        if all(len(one) == 1 and one[0].scope is Scope.ALL for one in (self.reader.authority.plan.of(register.key, a) for a in Action) if one):
            rows = [rows[0], rows[-1]]  # whoever sees all rows alike sees in two what he sees in all
        for row in rows:
            reader = self.reader
            if not reader.may(row):
                for rest, missing in nobody.items():
                    if rest == "details/" or again(rest, allowed=False):
                        there = self.get("out of scope", self.path(register, rest), id=row.id)
                        self.alike("out of scope", there, missing, str(row.id), str(NO_ROW))
                if again("unseen", allowed=False):
                    self._touch_unseen(register, row)
                continue
            self.get("details", self.path(register, "details/"), reader.detailed(row), id=row.id)
            if again("edit", reader.may(row, Action.EDIT)):
                self.get("edit", self.path(register, "edit/"), reader.edited(row), id=row.id)
                self.forge_edit(register, row)
            if again("delete", reader.may(row, Action.DELETE)):
                self.get("delete", self.path(register, "delete/"), reader.titled(row), id=row.id)
                self.post("bulk", self.path(register, "action/delete"), {"ids": row.id}, reader.titled(row))
            for move in register.workflow.moves if register.workflow else ():
                if again(move.name, reader.may(row, move.name)):
                    self.get("move", self.path(register, f"move/{move.name}/"), reader.moved(row), id=row.id)
            for key, spec in register.fields.items():
                if spec.kind is Kind.ATTACHMENT:
                    self.get("file", self.path(register, f"file/{key}"), reader.filed(row, key), id=row.id)

    def _touch_unseen(self, register: Register, row: Row) -> None:
        for spec in register.fields.values():
            if spec.kind is Kind.ATTACHMENT:
                self.get("file", self.path(register, f"file/{spec.key}"), id=row.id)
        for move in register.workflow.moves if register.workflow else ():
            self.get("move", self.path(register, f"move/{move.name}/"), id=row.id)
        self.post("bulk", self.path(register, "action/delete"), {"ids": row.id})
        self.post("bulk", self.path(register, "action/delete"), {"ids": row.id, "sure": "1"})

    def forged(self, register: Register) -> dict[str, Any]:
        """Every column and more, each with a value of its own kind."""
        values: dict[str, Any] = {"id": "1", "created_at": "2020-01-01", "updated_at": "2020-01-01", "name_pinyin": "x|x"}
        for key, spec in register.fields.items():
            found = self.aviary.value(spec)
            values[spec.column] = values[key] = found[1].typed if found else next(iter(spec.titles), "1")
        return values

    def forge_edit(self, register: Register, row: Row) -> None:
        """Every field posted with an old version: the page of the conflict shows both sides, and must show no more."""
        sent = self.forged(register)
        said = " ".join(map(str, sent.values()))
        names = self._names(register)
        self.post("forged edit", self.path(register, f"edit/?id={row.id}"), {**sent, "version": "0"}, self.reader.edited(row) | names, said)

    def _names(self, register: Register) -> set[str]:
        """What may be chosen in the form of a register."""
        targets = {spec.target for spec in register.fields.values() if spec.target}
        return set().union(*(self.reader.name_of(row) for key in targets for row in self.aviary.rows[key]))

    def create_pages(self, register: Register) -> None:
        """The empty form, the form preset with records out of scope, and a form with every field filled wrongly."""
        path = self.path(register, "new/")
        self.get("create", path)
        if not self.reader.authority.may(register.key, Action.CREATE):
            return
        references = [(key, spec) for key, spec in register.fields.items() if spec.target and spec.kind is not Kind.REFERENCES]
        for key, spec in references[:3]:
            for row in self.tried(registers[spec.target])[:2]:
                self.get("preset", path, self.reader.name_of(row), **{key: row.id})
        sent = self.forged(register)
        wrong = {key: NO_ROW for spec in register.fields.values() if spec.target for key in (spec.key, spec.column)}
        required = {key: "" for key, spec in register.fields.items() if spec.required}
        names = self._names(register)
        said = " ".join(map(str, sent.values()))
        self.post("forged create", path, {**sent, **wrong}, names, said)
        self.post("forged create", path, {**sent, **required}, names, said)

    def look_up(self, register: Register) -> None:
        """The choices for each reference: none for a field that is not the reader's, names he may read for the others."""
        unknown = self.get("look-up", self.path(register, f"lookup/{NO_FIELD}"), q="")
        no_reference = next((key for key, spec in register.fields.items() if not spec.target), NO_FIELD)
        for key, spec in register.fields.items():
            if self.reader.may_ask_directory(register, key):
                self.ask_directory(register, spec)
                continue
            if (not spec.target and key != no_reference) or spec.target in self.looked:
                continue
            path = self.path(register, f"lookup/{key}")
            targets = self.aviary.rows[spec.target] if spec.target else []
            allowed: set[str] = set().union(*(self.reader.name_of(row) | self.reader.sub_of(row) for row in targets))
            found = self.get("look-up", path, allowed, q="")
            if found.status_code == 200:
                self.looked.add(spec.target)
                unseen = next((row for row in targets if not self.reader.may(row) and registers[spec.target].label in row.now), None)
                if unseen is not None:
                    self.get("look-up", path, allowed, q=unseen.now[registers[spec.target].label].typed)
            else:
                self.alike("look-up", found, unknown, key, NO_FIELD)

    def ask_directory(self, register: Register, spec: Field) -> None:
        """All names and numbers by what they begin with, ten at a time; nothing else of them, and not by anything else."""
        path, target = self.path(register, f"lookup/{spec.key}"), registers[spec.target]
        rows = self.aviary.rows[spec.target]
        entries: set[str] = set().union(*(self.reader.entry_of(row) for row in rows))
        for row in self.tried(target):
            for key, secret in row.now.items():
                typed = str(secret.typed)
                found = self.get("directory", path, self.reader.entry_of(row), said=typed, q=typed)
                ids = [one["id"] for one in json.loads(found.data)]
                self.expect("directory", ids == ([row.id] if key in (target.label, target.sub) else []), f"{path}?q={typed}: {ids}")
        begin = str(rows[0].now[target.label].typed)[:2]
        for typed, most in (("", 0), (begin[:1], 0), ("%%", 0), ("__", 0), (begin, 10)):
            found = json.loads(self.get("directory", path, entries if most else set(), q=typed).data)
            self.expect("directory", len(found) <= most, f"{path}?q={typed}")

    def exports(self, register: Register) -> None:
        """A file with every column asked for, hidden ones too; and one for a filter that is refused."""
        rows = self.aviary.rows[register.key]
        for kind in ("csv", "xlsx") if register is self.registers[0] else ("csv",):
            sent = self.post("export", self.path(register, f"export/{kind}/"), {"c": list(register.fields), "size": 200})
            if sent.status_code != 303:
                continue
            place = sent.headers["Location"]
            self.get("export", place)
            self.get("export", f"{place}file", self.reader.exported(rows))

    def imports(self, register: Register) -> None:
        """A sheet that names records by every field in turn: what lies out of reach is told like what does not exist."""
        path = f"/import/{register.key}/"
        page = self.get("import", path)
        if page.status_code != 200:
            self.expect("import", page.status_code in (403, 404), f"{path}: {page.status_code}")
            return
        self.get("import", f"{path}template.xlsx")
        unseen = next((row for row in self.aviary.rows[register.key] if not self.reader.may(row)), None)
        row = unseen or self.aviary.rows[register.key][0]
        told_apart = [key for key in row.now if register.fields[key].kind not in (Kind.MONEY, Kind.MOMENT, Kind.LONG_TEXT)]
        hidden = [key for key in told_apart if not self.reader.everywhere(register, key, Channel.FILTER)]
        for key in dict.fromkeys((*(key for key in told_apart if key == register.import_key), *hidden[:1], *told_apart[-1:])):
            spec = register.fields[key]
            theirs, nobodys = row.now[key].typed, self._new(spec)
            pages = [self._dry_run(path, key, typed) for typed in (theirs, nobodys)]
            if unseen:
                self.alike("import", *pages, theirs, nobodys)

    def _new(self, spec: Field) -> str:
        """A value that no record has."""
        found = self.aviary.value(spec)
        assert found is not None
        return found[1].typed

    def _dry_run(self, path: str, key: str, typed: str) -> TestResponse:
        """The page that says what importing one row would do."""
        names = self.reader.anywhere
        file = (io.BytesIO(f"{key}\n{typed}\n".encode()), "x.csv")
        sent = self.judge("import", self.http.post(path, data={"file": file, "csrf_token": self.token}), names, typed)
        place = sent.headers.get("Location", "")
        if not place:
            return sent
        decided = self.post("import", place, {"map.0": key, "key": key, "on_bad": "skip"}, names, typed)
        if decided.status_code != 303:
            return decided
        self.get("import", f"{place}errors.xlsx", names, typed)
        return self.get("import", f"{place}check", names, typed)

    def shut(self, register: Register) -> None:
        """A register that is not the reader's: every door is closed, whatever the id."""
        there = self.aviary.rows[register.key][0].id
        seen, none = (self.get("shut", self.path(register, "details/"), id=key) for key in (there, NO_ROW))
        self.alike("shut", seen, none, str(there), str(NO_ROW))
        answers = [seen, self.get("shut", self.path(register)), self.get("shut", self.path(register, "edit/"), id=there)]
        answers += [
            self.post("shut", self.path(register, rest), {"ids": there, "sure": "1"}) for rest in ("export/csv/", "action/delete")
        ]
        answers.append(self.post("shut", self.path(register, f"edit/?id={there}"), self.forged(register)))
        codes = {answer.status_code for answer in answers}
        self.expect("shut", codes <= {403, 404}, f"{register.key}: {codes}")

    def search_everywhere(self) -> None:
        """The search for everything, by the name of one record of each register; as a page and as JSON."""
        for register in self.registers[:: max(1, len(self.registers) // 4)]:
            row = self.aviary.rows[register.key][0]
            secret = row.now.get(register.label) or next(iter(row.now.values()), None)
            if secret is None:  # a record of references only
                continue
            text = min(secret.shown)
            for more in ({}, {"format": "json"}):
                self.get("search everything", "/search/", self.reader.anywhere, said=text, q=text, **more)
        answers = [self.get("search everything", "/search/", self.reader.anywhere, q=text) for text in (PINYIN,)]
        self.expect("search everything", answers[0].status_code == 200, "no answer")


def told(response: TestResponse, *mentions: str) -> tuple[int, str]:
    """What an answer tells: its status and words, without tokens and without what was named in asking."""
    text = _CHANGING.sub("", response.text)
    for mention in sorted(mentions, key=len, reverse=True):
        text = text.replace(mention, "§")
    return response.status_code, text


def canaries_in(response: TestResponse) -> set[str]:
    """All that looks like a canary in any byte of a response: body, headers, cookies, tokens of places, files inside."""
    body = response.get_data()
    text = "\n".join([_unpacked(body) if body[:2] == b"PK" else body.decode("utf-8", "replace"), *map(str, response.headers.values())])
    hidden = [_decoded(token) for token in _PLACE.findall(text)]
    hidden += [_cookie(cookie) for cookie in response.headers.getlist("Set-Cookie")]
    return set(SHAPES.findall("\n".join([text, *hidden])))


def _unpacked(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def _decoded(token: str) -> str:
    try:
        return json.dumps(json.loads(base64.urlsafe_b64decode(token + "==")), ensure_ascii=False)
    except ValueError:
        return ""


def _cookie(cookie: str) -> str:
    """What the browser can read in a signed cookie, flashed messages for instance."""
    value = cookie.partition("=")[2].partition(";")[0]
    packed = value.startswith(".")
    payload = value.lstrip(".").partition(".")[0]
    try:
        raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        return (zlib.decompress(raw) if packed else raw).decode("utf-8", "replace")
    except (ValueError, zlib.error):
        return value

