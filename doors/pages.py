"""The pages of a register: list, record, forms and steps, by right and by forged addresses and forms."""

import re
from typing import Any

from domain.access import Action, Channel, Scope
from domain.kinds import Kind
from doors.canary_rows import Row
from doors.judging import NO_FIELD, NO_ROW, NONSENSE, Walker
from models.register import Register, registers


class Pages(Walker):
    """What Flask-Admin's addresses of a register answer."""

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
            asked: list[dict[str, Any]] = [{"sort": one} if door == "sort" else {one: "1"} for one in (name, other)]
            one, none = (self.get(door, path, **args) for args in asked)
            self.alike(door, one, none, shut, NO_FIELD)

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
            self.note("history", row.past)
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

    def forge_edit(self, register: Register, row: Row) -> None:
        """Every field posted with an old version: the page of the conflict shows both sides, and must show no more."""
        sent = self.forged(register)
        said = " ".join(map(str, sent.values()))
        names = self._names(register)
        self.post("forged edit", self.path(register, f"edit/?id={row.id}"), {**sent, "version": "0"}, self.reader.edited(row) | names, said)

    def create_pages(self, register: Register) -> None:
        """The empty form, the form preset with records out of scope, and a form with every field filled wrongly."""
        path = self.path(register, "new/")
        self.get("create", path)
        if not self.reader.authority.may(register.key, Action.CREATE):
            return
        references = [(key, spec) for key, spec in register.fields.items() if spec.target and spec.kind is not Kind.REFERENCES]
        for key, spec in references[:3]:
            for row in self.tried(registers[spec.target])[:2]:
                preset: dict[str, Any] = {key: row.id}
                self.get("preset", path, self.reader.name_of(row), **preset)
        sent = self.forged(register)
        wrong = {key: NO_ROW for spec in register.fields.values() if spec.target for key in (spec.key, spec.column)}
        required = {key: "" for key, spec in register.fields.items() if spec.required}
        names = self._names(register)
        said = " ".join(map(str, sent.values()))
        self.post("forged create", path, {**sent, **wrong}, names, said)
        self.post("forged create", path, {**sent, **required}, names, said)
