"""Every address that is no register's own: pages of access, jobs, errors, the eyes of another, and what was added yesterday."""

from collections.abc import Iterator, Sequence
from typing import Any

from werkzeug.routing import IntegerConverter, Rule

from domain.access import Action
from doors.canary_rows import Row
from doors.expecting import Reader
from doors.judging import NO_ROW, Walker
from models.register import Register, registers
from web.access import PUBLIC, PUBLIC_PREFIXES
from web.describing import access_of

GUARDED = {
    "studio": "policy_draft", "papers": "policy_draft", "proving": "policy_draft", "explain": "policy_version",
    "unusual": "reveal", "viewing": "account", "emergency": "role_grant",
}  # fmt: skip
"""Pages that stand for a register: who may not take the declared act on it finds them closed."""
WALKED = frozenset({
    "index_view", "details_view", "file", "reveal", "lookup", "save_view", "delete_view_saved", "create_view", "edit_view",
    "delete_view", "action_view", "export", "move",
})  # fmt: skip
"""What the rest of the walk goes through for every register; any other method is an address nobody has thought of here."""
NOT_TRIED = frozenset({"sign_in.sign_out", "viewing.stop", "viewing.index"})
"""What would end the walk, and what is tried by itself below."""
POLICY = ("role", "area_rule", "action_rule", "field_rule", "field_cap", "separation", "policy_draft", "policy_version")
"""What pages about the policy are about: whoever may open them reads the rules there."""
WORDS = {"key": "x", "what": "delete", "export_type": "csv", "move_name": "x", "register_key": "customer", "token": "x"}
BAD_IDS = ("", "abc", "-1", "0", "1e3", "99999999999999999999", "1 OR 1=1", "１")
WHY = "doors: through other eyes"


class Elsewhere(Walker):
    """The pages beside the registers."""

    def other_pages(self) -> None:
        """Every address there is, with ids of records the reader does not see; closed ones must be closed."""
        self.at = None
        for rule in list(self.app.url_map.iter_rules()):
            name, _, method = rule.endpoint.partition(".")
            if rule.endpoint in PUBLIC | NOT_TRIED or rule.endpoint.endswith(PUBLIC_PREFIXES):
                continue
            if name not in registers:
                self._page(rule, name)
            elif method not in WALKED and name in {register.key for register in self.registers[:2]}:
                self._unknown(rule, registers[name])

    def _page(self, rule: Rule, name: str) -> None:
        open_ = self._is_open(rule, name)
        for path in self._addresses(rule, self.registers[0]):
            if "GET" in (rule.methods or ()):
                answer = self.get("other pages", path, self._readable(name) if open_ else frozenset())
                self.expect("other pages", open_ or answer.status_code in (303, 403, 404), f"{path}: {answer.status_code}")
            elif name in GUARDED and not open_:
                answer = self.post("other pages", path, {})
                self.expect("other pages", answer.status_code in (403, 404), f"{path}: {answer.status_code}")

    def _unknown(self, rule: Rule, register: Register) -> None:
        """A method of a register that the rest of the walk does not know: it may show what lists and details show, no more."""
        self.at = register
        for path in self._addresses(rule, register):
            if "GET" in (rule.methods or ()):
                self.get("other pages", path, self.reader.anywhere)
            else:
                self.post("other pages", path, {}, self.reader.anywhere)
        self.at = None

    def _is_open(self, rule: Rule, name: str) -> bool:
        """Whether the reader may take the act that the address declares."""
        if name not in GUARDED:
            return True
        act = access_of(self.app, rule.endpoint).partition(": ")[2]
        return self.reader.authority.may(GUARDED[name], act)

    def _readable(self, name: str) -> frozenset[str]:
        if name not in GUARDED:
            return self.reader.anywhere
        rows = [row for key in POLICY for row in self.aviary.rows[key]]
        return self.reader.anywhere | {text for row in rows for one in (row.now, row.past) for s in one.values() for text in s.shown}

    def _addresses(self, rule: Rule, register: Register) -> Iterator[str]:
        """The address with its gaps filled by records in and out of reach, and the same asked by id."""
        rows = self.aviary.rows[register.key]
        unseen = next((row for row in rows if not self.reader.may(row)), rows[-1])
        adapter = self.app.url_map.bind("localhost")
        method = "GET" if "GET" in (rule.methods or ()) else next(iter(rule.methods or ("GET",)))
        numbers = {name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)}
        for key in dict.fromkeys((1, rows[0].id, unseen.id) if rule.arguments else (unseen.id,)):
            gaps: dict[str, Any] = {name: key if name in numbers else WORDS.get(name, "x") for name in rule.arguments}
            path = str(adapter.build(rule.endpoint, gaps, method=method))
            yield path
            if not rule.arguments and rule.endpoint.partition(".")[0] not in GUARDED:
                yield f"{path}?id={unseen.id}"

    # ---- errors ------------------------------------------------------------------------------------------------------

    def error_pages(self) -> None:
        """What cannot be read, is not there or is not done this way is answered without a word of any record."""
        for position, register in enumerate(self.registers):
            self.at = register
            self._nothing_like_that(register, BAD_IDS if position < 2 else BAD_IDS[position % len(BAD_IDS) :][:1])
            if position > 1:
                continue
            path, there = self.path(register), self.aviary.rows[register.key][0].id
            self.get("errors", f"{path}details/{there}")
            self.get("errors", f"{path}ajax/lookup/", name="customer", query="", id=there)
            self.post("errors", f"{path}ajax/update/", {"list_form_pk": there, "name": "x"})
            self.post("errors", f"{path}action/no-such-action", {"ids": there})
            self.post("errors", f"{path}export/pdf/", {})
            self.post("errors", f"{path}views/{NO_ROW}/delete", {})
            self.judge("errors", self.http.put(path), frozenset())
            wrong = self.http.post(f"{path}edit/?id={there}", data={"csrf_token": "no token"})
            self.judge("errors", wrong, frozenset())
        self.at = None

    def _nothing_like_that(self, register: Register, ids: Sequence[str]) -> None:
        """Ids that cannot be read, and names of nothing, asked of each page of a record."""
        path = self.path(register)
        for bad in ids:
            for rest in ("details/", "edit/", "delete/", f"file/{bad or 'x'}", f"move/{bad or 'x'}/"):
                self.get("errors", path + rest, id=bad)

    # ---- the eyes of another -----------------------------------------------------------------------------------------

    def other_eyes(self, other: Reader | None) -> None:
        """Whoever may look with another's eyes sees just what the other sees, and changes nothing; nobody else may."""
        sent = {"account": other.person.account_id if other else 1, "reason": WHY}
        if other is None or not self.reader.authority.may("account", "view_as"):
            answer = self.post("view as", "/view-as/", sent)
            self.expect("view as", answer.status_code in (403, 404), f"/view-as/: {answer.status_code}")
            return
        if self.post("view as", "/view-as/", sent).status_code != 303:
            return
        for register in self.registers:
            if other.authority.may(register.key, Action.VIEW):
                self.at = register
                self._as_other(register, other)
        self.at = None
        self.http.post("/view-as/stop", data={"csrf_token": self.token})

    def _as_other(self, register: Register, other: Reader) -> None:
        rows: list[Row] = self.aviary.rows[register.key]
        self.get("view as", self.path(register), other.listed(rows), size=200)
        row = next((row for row in rows if other.may(row)), rows[0])
        self.get("view as", self.path(register, "details/"), other.detailed(row), id=row.id)
        for rest in (f"edit/?id={row.id}", "new/", "export/csv/"):
            answer = self.post("view as", self.path(register, rest), {"version": "1"})
            self.expect("view as", answer.status_code >= 400, f"{register.key} {rest}: {answer.status_code}")
