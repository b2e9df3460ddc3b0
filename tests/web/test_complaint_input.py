"""Bad input to a complaint through the real pages: a clear sentence with the clause, the right status, and what was typed stays."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from werkzeug.test import encode_multipart

from domain.rules import PublicRule
from models.complaints.complaint import Complaint
from models.complaints.stages import WORKFLOW, Stage
from models.governance.audit_entry import AuditEntry
from models.register import registers
from operations.records import create
from operations.rules import rule
from tests.client import PageClient, police, token_of
from tests.conftest import Panel

PAGE = "/complaints/complaint/"
FORM = {
    "channel": "phone", "title": "酒有异味", "facts": "开瓶后有异味。", "complainant": "欧阳晓", "phone": "13700012345",
    "address": "人民路1号", "demanded": "换货",
}  # fmt: skip
WHY = {"refusal_code": "not_ours", "refusal_basis": "不属本公司产品"}


def a_case(panel: Panel, **more: Any) -> int:
    people = panel.company.employees
    given = {**FORM, "respondents": [people["auditor"]], "recorder": people["complaint"]}
    with panel.system() as session:
        return int(create(session, registers["complaint"], {**given, **more}).id)


def stored(panel: Panel, key: int) -> Complaint:
    with panel.system() as session:
        record = session.get_one(Complaint, key)
        session.expunge(record)
        return record


def step(key: int, name: str) -> str:
    return f"{PAGE}move/{name}/?id={key}"


def said(answer: Any) -> str:
    """What a page says, without its markup."""
    return html.unescape(re.sub(r"<[^>]+>", "", answer.text))


def registered(panel: Panel, officer: PageClient) -> int:
    key = a_case(panel)
    officer.post(step(key, "register"))
    return key


ACCEPTANCE = {"kind": "quality", "severity": "normal", "major": "0", "confirmation": "三个工作日内答复您"}


def test_a_step_that_does_not_exist_is_not_found_in_words(panel: Panel) -> None:
    officer, key = panel.as_("complaint"), a_case(panel)
    for answer in (officer.get(step(key, "vanish"), 404), officer.post(step(key, "vanish"), status=404)):
        assert "没有「vanish」这一步" in said(answer)
    assert stored(panel, key).stage is Stage.RECEIVED


def test_no_form_writes_the_state(panel: Panel) -> None:
    officer, key = panel.as_("complaint"), a_case(panel)
    for state in ("closed", "nonsense", ""):
        officer.post(f"{PAGE}edit/?id={key}", {**FORM, "stage": state, "version": str(stored(panel, key).version)})
        assert stored(panel, key).stage is Stage.RECEIVED
    made = officer.post(f"{PAGE}new/", {**FORM, "stage": "closed"}).headers["Location"]
    assert stored(panel, int(made.rpartition("=")[2])).stage is Stage.RECEIVED
    answer = officer.get(f"{PAGE}?f.stage.is=nonsense", 400)
    assert re.search(r"[㐀-鿿]{4,}", said(answer))


def test_a_step_from_a_wrong_state_says_where_the_case_is_and_keeps_what_was_typed(panel: Panel) -> None:
    officer, key = panel.as_("complaint"), a_case(panel)
    page = said(officer.get(step(key, "accept")))
    assert "现为「已接收·待登记」" in page
    assert "T2.10" in page
    answer = officer.post(step(key, "accept"), ACCEPTANCE, status=409)
    assert "不能「受理」" in said(answer)
    assert "T2.10" in said(answer)
    assert "三个工作日内答复您" in answer.text
    assert stored(panel, key).stage is Stage.RECEIVED


def test_of_two_tabs_the_second_is_told_who_was_faster_and_when(panel: Panel) -> None:
    one, other = panel.as_("complaint"), panel.as_("complaint")
    key = registered(panel, one)
    other.get(step(key, "accept"))
    one.post(step(key, "accept"), {**ACCEPTANCE, "confirmation": "第一份"})
    answer = other.post(step(key, "accept"), {**ACCEPTANCE, "confirmation": "第二份"}, status=409)
    assert re.search(r"已由 .+ 于 \d{4}-\d\d-\d\d \d\d:\d\d 办理", said(answer))
    assert "第二份" in answer.text
    refused = other.post(step(key, "propose_refusal"), {**WHY, "refusal": "不属于我们"}, status=409)
    assert re.search(r"于 \d{4}-\d\d-\d\d \d\d:\d\d 办理", said(refused))
    assert "不属于我们" in refused.text
    assert (stored(panel, key).stage, stored(panel, key).confirmation) == (Stage.ACCEPTED, "第一份")


def test_back_after_a_step_and_sending_it_again_does_nothing_twice(panel: Panel) -> None:
    officer = panel.as_("complaint")
    key = registered(panel, officer)
    officer.post(step(key, "accept"), ACCEPTANCE)
    before = stored(panel, key).version
    page = officer.get(step(key, "accept"))
    assert "已由" in said(page)
    assert "no-store" in page.headers["Cache-Control"], "the browser asks anew instead of showing the old page"
    officer.post(step(key, "accept"), ACCEPTANCE, status=409)
    assert stored(panel, key).version == before
    with panel.system() as session:
        mine = select(AuditEntry.changes).where(AuditEntry.register_key == "complaint", AuditEntry.record_id == key)
        steps = list(session.scalars(mine))
    assert sum("accepted" in str(one.get("stage")) for one in steps) == 1


@pytest.mark.parametrize("empty", ["", "   ", "\n\t", "　　", "\u200b", "\u00a0"], ids=repr)
def test_an_empty_reason_is_refused_at_its_field(panel: Panel, empty: str) -> None:
    officer = panel.as_("complaint")
    key = registered(panel, officer)
    answer = officer.post(step(key, "propose_refusal"), {**WHY, "refusal": empty}, status=422)
    assert "「不予受理的理由」" in said(answer)
    assert 'id="field-refusal-error"' in answer.text
    assert stored(panel, key).stage is Stage.REGISTERED


@pytest.mark.parametrize(
    ("moment", "kept"),
    [("2999-01-01T10:00", False), ("9999-12-31T23:59", False), ("0001-01-01T00:00", False), ("1899-12-31T10:00", False), ("2026-02-30T10:00", False),
     ("昨天", False), ("2020-05-06T10:00", True)],
)  # fmt: skip
def test_a_date_of_the_future_or_of_another_age_is_refused_and_a_late_entry_is_not(panel: Panel, moment: str, kept: bool) -> None:
    panel.app.config["CLOCK"] = lambda: datetime(2026, 9, 18, 2, 0, tzinfo=UTC)
    try:
        answer = panel.as_("complaint").post(f"{PAGE}new/", {**FORM, "received_at": moment}, status=303 if kept else 422)
    finally:
        panel.app.config["CLOCK"] = None
    if not kept:
        assert 'id="field-received_at-error"' in answer.text
        assert moment in html.unescape(answer.text)
        assert "开瓶后有异味。" in answer.text


def test_a_text_that_is_too_long_is_refused_and_stays_in_the_form(panel: Panel) -> None:
    officer = panel.as_("complaint")
    long = "很长" * 20_000
    answer = officer.post(f"{PAGE}new/", {**FORM, "facts": long}, status=422)
    assert long in answer.text
    assert 'id="field-facts-error"' in answer.text
    key = registered(panel, officer)
    answer = officer.post(step(key, "propose_refusal"), {**WHY, "refusal": long}, status=422)
    assert long in answer.text
    assert stored(panel, key).stage is Stage.REGISTERED


@pytest.mark.parametrize(("page", "name", "kind"), [("new/", "facts", "multipart"), ("move/propose_refusal/", "refusal", "urlencoded")])
def test_a_megabyte_stays_in_its_field_with_the_rule_of_the_field(panel: Panel, page: str, name: str, kind: str) -> None:
    """Nothing is lost: the page is the form again, with the whole text and the sentence of the field."""
    officer = panel.as_("complaint")
    key = registered(panel, officer)
    version, long = stored(panel, key).version, "很长\n" * 150_000  # a megabyte as it is sent
    data = {**FORM, **WHY, name: long, "csrf_token": token_of(officer.http.get("/me/"))}
    mark, body = encode_multipart(data) if kind == "multipart" else ("", urlencode(data).encode())
    answer = officer.http.post(
        f"{PAGE}{page}?id={key}", data=body, content_type=f"multipart/form-data; boundary={mark}" if mark else "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 422
    assert long in answer.text.replace("\r\n", "\n")
    assert re.search(rf'id="field-{name}-error">「[^」]+」最多 [\d]+ 个字，现有 \d+ 个。', answer.text)
    assert stored(panel, key).version == version


def test_what_is_more_than_anybody_types_is_refused_in_words_and_nothing_is_kept(panel: Panel) -> None:
    officer = panel.as_("complaint")
    key = registered(panel, officer)
    version, token = stored(panel, key).version, token_of(officer.http.get("/me/"))
    for path in (f"{PAGE}new/", f"{PAGE}edit/?id={key}", step(key, "propose_refusal")):
        sent = officer.http.post(path, data=b"facts=" + b"x" * 5_000_000, content_type="application/x-www-form-urlencoded", headers={"X-CSRFToken": token})
        assert sent.status_code == 413
        assert "什么都没有保存" in said(sent)
        assert "返回上一页" in said(sent)
    assert stored(panel, key).version == version


def test_a_megabyte_from_the_public_stays_in_the_form(panel: Panel) -> None:
    """Without an account and without scripts: the form comes back with every word."""
    public = PageClient(panel.app)
    page = public.get("/public/")
    stamp = re.search(r'name="stamp" value="([^"]+)"', page.text)
    assert stamp
    long = "开瓶后有异味。" * 20_000
    with panel.system() as session:
        seconds = rule(session, PublicRule.PUBLIC_SECONDS)
    panel.app.config["CLOCK"] = lambda: datetime.now(UTC) + timedelta(seconds=seconds + 1)
    try:
        answer = public.post("/public/", {"facts": long, "demanded": "换货", "stamp": stamp[1], "anonymous": "1"}, status=422, page="/public/")
    finally:
        panel.app.config["CLOCK"] = None
    assert long in answer.text
    assert 'id="facts-error"' in answer.text


@pytest.mark.parametrize("text", ["𠮷野家", "㐂", "🧑‍🧑‍🧒 😡", "é", "﷽", "<b>粗</b> & \"引\" '单'", "{{ 7*7 }} %(x)s {y}", "a\u202eb", "=1+1"])
def test_rare_characters_and_markup_come_back_as_they_were_typed(panel: Panel, text: str) -> None:
    officer = panel.as_("complaint")
    where = officer.post(f"{PAGE}new/", {**FORM, "title": text, "facts": f"{text}\n第二行", "complainant": text}).headers["Location"]
    key = int(where.rpartition("=")[2])
    page = officer.get(where)
    assert "<b>粗" not in page.text
    assert "第二行" in page.text
    kept = stored(panel, key)
    shown = said(page)
    for piece in kept.title.split():
        assert piece in shown
    if "\u202e" not in text and text not in ("é", "﷽"):
        assert kept.title == text
    officer.post(step(key, "register"))
    answer = officer.post(step(key, "propose_refusal"), {**WHY, "refusal": text})
    assert officer.get(answer.headers["Location"])
    assert officer.get("/").status_code == 200


def test_markup_in_a_complaint_runs_nowhere(panel: Panel) -> None:
    officer = panel.as_("complaint")
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    where = officer.post(f"{PAGE}new/", {**FORM, "title": evil, "facts": evil}).headers["Location"]
    key = where.rpartition("=")[2]
    for path in (where, PAGE, f"{PAGE}edit/?id={key}", step(int(key), "register"), "/", f"/search/?q={evil[:8]}", "/notices/"):
        page = officer.get(path)
        assert "<script>alert" not in page.text, path
        assert "<img src=x" not in page.text, path


def refuse_without(panel: Panel) -> tuple[str, dict[str, Any]]:
    """A decision on one's own opinion: a guard refuses after the officer has typed."""
    key = a_case(panel, phone=None)
    return step(key, "register"), {}


@pytest.mark.parametrize("scene", [refuse_without])
def test_what_a_guard_refuses_is_said_with_its_clause_on_the_form(panel: Panel, scene: Callable[[Panel], tuple[str, dict[str, Any]]]) -> None:
    officer = panel.as_("complaint")
    path, values = scene(panel)
    answer = officer.post(path, values, status=403)
    assert "「投诉人电话」" in said(answer)
    assert "T2.3" in said(answer)
    assert "<form" in answer.text


def test_every_step_answers_in_every_state_with_a_sentence(panel: Panel) -> None:
    """Whatever is pressed on a case that was just received: a status of ours and Chinese words, never an error of the program."""
    officer, key = panel.as_("complaint"), a_case(panel)
    token = token_of(officer.get("/me/"))
    for move in WORKFLOW.moves:
        if Stage.RECEIVED in move.sources:
            continue
        shown = officer.http.get(step(key, move.name))
        sent = officer.http.post(step(key, move.name), data={"csrf_token": token})
        assert shown.status_code in (200, 403), move.name
        assert sent.status_code in (403, 409, 422), move.name
        for answer in (shown, sent):
            police(answer, move.name)
            assert re.search(r"[㐀-鿿]{4,}", said(answer)), move.name
    assert stored(panel, key).stage is Stage.RECEIVED
