"""The page with one button: the security administrator starts a check and reads what came of it; nobody else gets near it."""

import pytest

import doors.checking
import doors.job
from doors.judging import Leak
from doors.proof import Proof
from models.access.rules import ActionRule
from models.governance.audit_entry import AuditEntry
from models.governance.job import Job, JobKind, JobState
from models.register import registers
from tests.conftest import Panel

PAGE = "/access/doors/"


def a_proof(*leaks: Leak) -> Proof:
    """A check that has ended."""
    proof = Proof(people=17, attempts=30_000, granted=9, leaks=list(leaks), seconds=61.4)
    proof.cells["customer", "contact_phone", "export"] = 4_321
    return proof


def run(panel: Panel, monkeypatch: pytest.MonkeyPatch, proof: Proof) -> str:
    """Press the button; returns the address of the job."""
    monkeypatch.setattr(doors.job, "check", lambda _document, people, _progress: proof)
    answer = panel.as_("security").post(PAGE + "start", page=PAGE)
    return str(answer.headers["Location"])


def test_one_button_starts_a_check_and_the_page_shows_the_grid(own_panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    client = own_panel.as_("security")
    assert "还没有做过自查" in client.get(PAGE).text
    place = run(own_panel, monkeypatch, a_proof())
    assert "没有发现泄漏" in client.get(place).text
    text = client.get(PAGE).text
    assert "没有发现泄漏" in text
    assert "17 组角色，试探 30,000 次，用时 61 秒" in text
    assert "4,321" in text
    assert registers["customer"].title.zh in text
    with client.get(f"{place}file") as answer:
        sheet = answer.text
    assert "doors: " in sheet.splitlines()[0]
    assert "联系电话" in sheet


def test_a_leak_is_told_with_role_and_door(own_panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    run(own_panel, monkeypatch, a_proof(Leak("clerk+archivist", "export", "/jobs/3/file shows it")))
    text = own_panel.as_("security").get(PAGE).text
    assert "发现 1 处泄漏" in text
    assert "clerk+archivist" in text
    assert "/jobs/3/file shows it" in text


def test_a_check_in_which_nobody_sees_anything_is_no_good_news(own_panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    run(own_panel, monkeypatch, Proof(people=1, attempts=1_000))
    text = own_panel.as_("security").get(PAGE).text
    assert "什么也证明不了" in text
    assert "没有发现泄漏" not in text


def test_an_english_reader_gets_english_heads(own_panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    client = own_panel.as_("security")
    monkeypatch.setattr(doors.job, "check", lambda *_args: a_proof())
    client.post("/locale", {"locale": "en"}, page=PAGE)
    client.post(PAGE + "start", page=PAGE)
    text = client.get(PAGE).text
    assert "Nothing leaks" in text
    assert "Look-up" in text
    assert registers["customer"].title.en in text


def test_a_check_leaves_a_row_in_the_log(own_panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    run(own_panel, monkeypatch, a_proof())
    with own_panel.system() as session:
        entry = session.query(AuditEntry).filter(AuditEntry.action == "check_doors").one()
        assert entry.changes["leaks"] in (0, [None, 0])


@pytest.mark.parametrize("code", ["clerk", "boss", "it", "audit", "auditor"])
def test_nobody_else_may_start_one_or_see_the_page(own_panel: Panel, code: str) -> None:
    client = own_panel.as_(code)
    client.get(PAGE, 403)
    client.post(PAGE + "start", status=403)
    with own_panel.system() as session:
        assert session.query(Job).count() == 0


def test_who_has_lost_the_right_cannot_fetch_the_file_any_more(own_panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    place = run(own_panel, monkeypatch, a_proof())
    client = own_panel.as_("security")
    client.get(f"{place}file").close()
    with own_panel.system() as session:
        for rule in session.query(ActionRule).filter(ActionRule.action == "prove"):
            session.delete(rule)
    client.get(f"{place}file", 403)


def test_a_check_that_breaks_says_so_and_proves_nothing(own_panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> Proof:
        raise doors.checking.Broken("1 of 17 readers came back")

    monkeypatch.setattr(doors.job, "check", broken)
    client = own_panel.as_("security")
    client.post(PAGE + "start", page=PAGE)
    with own_panel.system() as session:
        job = session.query(Job).filter(Job.kind == JobKind.CHECK_DOORS).one()
        assert job.state is JobState.FAILED
    assert "最近一次结果" not in client.get(PAGE).text
