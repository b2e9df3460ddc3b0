"""Recusal × every route: who keeps away from a case finds at no address what is not there for a case that does not exist (K4.7)."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from domain.kinds import Kind
from domain.terms import Term
from models.access.role import Role, RoleGrant
from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.governance.attachment import Attachment
from models.governance.audit_entry import AuditEntry
from models.register import Register, registers
from operations.moves import perform
from operations.notices import notify
from operations.passwords import set_password
from operations.records import create
from tests.client import token_of
from tests.company import PASSWORD
from tests.conftest import Panel
from tests.factories import make
from tests.operations.complaint_scenes import at_stage
from tests.operations.print_scenes import pages_of
from web.access import PUBLIC, PUBLIC_PREFIXES
from web.describing import access_of

READERS = ("respondent", "kin", "superior", "declared", "complainant")
"""Each keeps away for another reason; ``bystander`` holds the same roles and does not."""
NAME, PHONE, TITLE = "阚梓禾", "13755599911", "釉里红酒瓶渗漏"
NONE = 987_654_321
MONTH = "2021-03"
"""The case came in a month of its own, so that figures and lists of that month are about it alone."""
ENDS_THE_WALK = frozenset({"sign_in.sign_out", "viewing.stop", "me.end_session", "me.password", "me.report_leak", "jobs.cancel"})
ABOUT_NO_CASE = frozenset({"studio", "papers", "proving", "emergency", "calendar", "rules", "importing", "viewing"})
"""Pages about policies, rules and the calendar: nothing is posted there, for other tests share the panel."""
_EACH_TIME = re.compile(r"<code>[0-9a-f]{12}</code>|csrf_token\" value=\"[^\"]+|\d+")
"""What differs between two answers to the same question, and the number asked for."""
Ways = Callable[[Panel, "Scene"], Iterator["Asked"]]


@dataclass
class Scene:
    """One case with something in every register that belongs to it; ids by register."""

    case: int
    number: str
    rows: dict[str, int]
    canaries: tuple[str, ...] = field(default=())


@pytest.fixture(scope="module")
def scene(panel: Panel) -> Scene:
    """Build it once, with an account for each reader, who holds every base role at once."""
    with panel.system() as session:
        people = {code: _somebody(session, panel, code) for code in (*READERS, "bystander")}
        case: Complaint = make(
            session, "complaint", channel="phone", complainant=NAME, phone=PHONE, address=f"{NAME}家", title=TITLE, facts=f"{TITLE}，{NAME}",
            demanded=TITLE, respondents=[people["respondent"]], recorder=people["bystander"], complainant_employee=people["complainant"],
            received_at=datetime(2021, 3, 10, 2, tzinfo=UTC),
        )  # fmt: skip
        make(session, "kinship", employee=people["kin"], other=people["respondent"], kind="spouse")
        session.get_one(registers["employee"].model, people["respondent"]).superior_id = people["superior"]
        said = make(session, "recusal_declaration", complaint=case.id, person=people["declared"], reason=TITLE)
        perform(session, said, "recuse", {"decision": "确有利害关系"})
        rows = {"complaint": case.id, "recusal_declaration": said.id}
        at_stage(session, case, Stage.INVESTIGATING, handler_id=people["bystander"], registered_at=case.created_at, accepted_at=case.created_at)
        for key, register in registers.items():
            if key not in rows and (key == "criticism" or _belongs(register)):
                rows[key] = _part(session, register, case, people)
        rows["attachment"] = _file(session, people["bystander"])
        session.get_one(registers["complaint_measure"].model, rows["complaint_measure"]).proof_file_id = rows["attachment"]
        rows["reveal"] = make(session, "reveal", register_key="complaint", record_id=case.id, person=people["bystander"]).id
        rows["audit_entry"] = _entry(session, case.id)
        for who in people.values():
            notify(session, who, "test", case, Term(f"{TITLE}快到期", TITLE), once="test")
        return Scene(case.id, case.number, rows, (NAME, PHONE, TITLE, case.number))


def _belongs(register: Register) -> bool:
    return bool(register.parent) and register.fields[register.parent].target == "complaint"


def _somebody(session: Any, panel: Panel, code: str) -> int:
    person = make(session, "employee", name=f"甲{code}", department=panel.company.departments["south"])
    account = create(session, registers["account"], {"code": f"kept-{code}", "holder": person.id, "active": True})
    set_password(session, account, PASSWORD)
    for role in session.scalars(select(Role.id)):
        session.add(RoleGrant(role_id=role, person_id=person.id, reason="test"))
    session.flush()
    return int(person.id)


def _part(session: Any, register: Register, case: Complaint, people: dict[str, int]) -> int:
    """A record of the case with the title of the case in every text, and somebody else in every part."""
    given: dict[str, Any] = {}
    for key, spec in register.fields.items():
        if spec.kind in (Kind.TEXT, Kind.LONG_TEXT) and not spec.check and spec.length >= len(TITLE) and not spec.system:
            given[key] = TITLE
        elif spec.target == "employee" and spec.kind is not Kind.REFERENCES and not spec.system:
            given[key] = people["bystander"]
    made = make(session, register.key, **{**given, "complaint": case.id})
    return int(made.id)


def _file(session: Any, uploader: int) -> int:
    row = Attachment(name=f"{NAME}的信.pdf", media_type="application/pdf", size=1, uploader_id=uploader, sha256="0" * 64, stored_as="kept-away-test")
    session.add(row)
    session.flush()
    return int(row.id)


def _entry(session: Any, case: int) -> int:
    about = select(AuditEntry.id).where(AuditEntry.register_key == "complaint", AuditEntry.record_id == case)
    return int(session.scalars(about.order_by(AuditEntry.id)).first())


@dataclass(frozen=True)
class Asked:
    """One way to ask: of what is there, and of what is nowhere; ``alone`` where nothing is named in the address."""

    method: str
    there: str
    none: str = ""
    sent: Mapping[str, str] = field(default_factory=dict)


class Reader:
    """Somebody signed in, with one token for all he posts."""

    def __init__(self, panel: Panel, code: str) -> None:
        self.http = panel.as_(f"kept-{code}").http
        self.token = token_of(self.http.get("/me/"))

    def answer(self, method: str, path: str, sent: Mapping[str, str]) -> tuple[int, str]:
        """Status and words; of a PDF its text, of JSON its texts unescaped."""
        got = self.http.get(path) if method == "GET" else self.http.post(path, data={**sent, "csrf_token": self.token})
        return got.status_code, _words(got)


def _words(got: TestResponse) -> str:
    if got.mimetype == "application/pdf":
        return "".join(pages_of(got.data))
    if got.is_json:
        return json.dumps(got.json, ensure_ascii=False)
    return re.sub(r"nonce-[^\s\"';]+", "", got.data.decode("utf-8", "replace"))


def look(reader: Reader, scene: Scene, several: Iterable[Asked]) -> list[str]:
    """What is wrong: a word of the case in an answer, or an answer that is another one where there is no such case."""
    faults = []
    for one in several:
        status, text = reader.answer(one.method, one.there, one.sent)
        typed = scene.number if f"={scene.number}" in one.there else ""  # what he typed himself may stand in the field again
        faults += [f"{one.method} {one.there}: {status}, says {word}" for word in scene.canaries if word != typed and word in text]
        if one.none:
            sent = {key: value if value != str(scene.rows.get("complaint")) else str(NONE) for key, value in one.sent.items()}
            other = reader.answer(one.method, one.none, sent)
            if (status, _EACH_TIME.sub("N", text)) != (other[0], _EACH_TIME.sub("N", other[1])):
                faults.append(f"{one.method} {one.there}: {status}, for no such case {other[0]}")
    return faults


# ---- every route, once ---------------------------------------------------------------------------------------------------


def rules(panel: Panel) -> Iterator[tuple[Rule, str, str]]:
    """Every declared route with the view and the method it belongs to; what is added tomorrow comes by itself."""
    for rule in panel.app.url_map.iter_rules():
        name, _, method = rule.endpoint.partition(".")
        if rule.endpoint in PUBLIC | ENDS_THE_WALK or rule.endpoint.endswith(PUBLIC_PREFIXES):
            continue
        if access_of(panel.app, rule.endpoint) != "closed":
            yield rule, name, method


def lists(panel: Panel, scene: Scene) -> Iterator[Asked]:
    """The list of every register, and the record of each that belongs to the case."""
    for rule, name, method in rules(panel):
        if name not in registers:
            continue
        if method == "index_view":
            yield Asked("GET", f"{rule.rule}?size=200")
        if method == "details_view" and name in scene.rows:
            yield Asked("GET", f"{rule.rule}?id={scene.rows[name]}", f"{rule.rule}?id={NONE}")


def of_the_case(panel: Panel, scene: Scene) -> Iterator[Asked]:
    """Every route of the register of complaints; test_recusal takes every move, here are three."""
    gaps = {"lookup": ("handler", "respondents"), "move": ("register", "arrange", "archive"), "reveal": ("phone", "complainant"), "action_view": ("delete",)}
    for rule, name, method in rules(panel):
        if name != "complaint" or method in ("create_view", "save_view", "delete_view_saved", "export"):
            continue
        base, asked = rule.rule.partition("<")[0], "of" if method == "lookup" else "id"
        for gap in gaps.get(method, ("file",)) if rule.arguments else ("",):
            path = base + gap + ("/" if gap and rule.rule.endswith("/") else "")
            if method == "index_view":
                yield Asked("GET", f"{path}?q={scene.number}")
                yield Asked("GET", f"{path}?f.id.is={scene.case}")
                continue
            for verb in sorted(rule.methods & {"GET", "POST"}):
                sent = {"ids": str(scene.case), "version": "1", "sure": "1"} if verb == "POST" else {}
                yield Asked(verb, f"{path}?{asked}={scene.case}", f"{path}?{asked}={NONE}", sent)


def pages(panel: Panel, scene: Scene) -> Iterator[Asked]:
    """Every page that belongs to no register: search, notices, prints, volumes, statistics, letters, health, rights."""
    words = {"code": "P01", "register_key": "complaint", "token": "x", "number": "1"}
    numbers = {"print_id": scene.rows["printed_form"], "volume_id": scene.rows["complaint_volume"], "report_id": NONE}
    for rule, name, _method in rules(panel):
        if name in registers:
            continue
        there = none = rule.rule
        for gap in rule.arguments:
            pattern, known = rf"<(int:)?{gap}>", words.get(gap)
            # Elsewhere a number is that of a safe or a job, of which one may have the number of the case.
            number = numbers.get(gap, scene.case) if rule.rule.startswith("/complaints/") else NONE
            there = re.sub(pattern, known or str(number), there)
            none = re.sub(pattern, known or str(NONE), none)
        alone = none == rule.rule and name not in ("letters", "printing")
        there, none = f"{there}?id={scene.case}&q={scene.number}&period={MONTH}&year=2021", f"{none}?id={NONE}&q={scene.number}&period={MONTH}&year=2021"
        if "GET" in rule.methods:
            yield Asked("GET", there, "" if alone else none)
        if "POST" in rule.methods and name not in ABOUT_NO_CASE:
            sent = {"text": "您好", "period": MONTH, "code": "P05", "since": f"{MONTH}-01", "until": f"{MONTH}-28"}
            yield Asked("POST", there, "" if alone else none, sent)


def the_main_ways(panel: Panel, scene: Scene) -> Iterator[Asked]:
    """For those who keep away for another reason, which the fence asks in the same place."""
    for path in ("/complaints/complaint/?size=200", f"/search/?q={scene.number}", f"/search/?q={PHONE}&format=json", "/notices/", "/governance/audit_entry/",
                 f"/complaints/statistics/?period={MONTH}"):  # fmt: skip
        yield Asked("GET", path)
    for path in ("/complaints/complaint/details/", "/complaints/complaint/move/arrange/", "/complaints/letters/", "/complaints/print/P01/"):
        yield Asked("GET", f"{path}?id={scene.case}", f"{path}?id={NONE}")


@pytest.mark.parametrize("ways", [lists, of_the_case, pages])
def test_who_is_complained_of_finds_at_no_route_what_is_not_there_for_no_case(panel: Panel, scene: Scene, ways: Ways) -> None:
    """K4.7: whatever he asks about the case is answered as for a case that does not exist."""
    asked = list(ways(panel, scene))
    assert len(asked) >= 20
    assert look(Reader(panel, "respondent"), scene, asked) == []


@pytest.mark.parametrize("code", READERS[1:])
def test_neither_does_anybody_else_who_keeps_away(panel: Panel, scene: Scene, code: str) -> None:
    assert look(Reader(panel, code), scene, the_main_ways(panel, scene)) == []


def test_with_the_same_roles_and_no_part_in_it_all_of_that_is_found(panel: Panel, scene: Scene) -> None:
    """So that the tests above can fail."""
    found = look(Reader(panel, "bystander"), scene, the_main_ways(panel, scene))
    assert sum("for no such case 404" in fault for fault in found) == 4
    records = [one for one in lists(panel, scene) if one.none]
    assert len(look(Reader(panel, "bystander"), scene, records)) >= len(records) >= 15
    for place in ("/complaints/complaint/?size", "/search/", "/notices/", "/complaints/letters/", "/complaints/print/P01/"):
        assert any(place in fault and "says" in fault for fault in found), place
