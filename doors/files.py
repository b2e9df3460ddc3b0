"""Look-ups, exports and imports: what leaves as JSON or as a file, and what a sheet can ask."""

import io
import json

from werkzeug.test import TestResponse

from domain.access import Channel
from domain.kinds import Kind
from doors.judging import NO_FIELD, Walker
from models.fields import Field
from models.register import Register, registers


class Files(Walker):
    """Choices, files out, files in."""

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
            one, other = (self._dry_run(path, key, typed) for typed in (theirs, nobodys))
            if unseen:
                self.alike("import", one, other, theirs, nobodys)

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
