"""The pages of printing: the menu on the case, the preview, the paper, and the check of a code."""

import io
import re
from datetime import date

import pytest
from docx import Document

from domain.values import write_moment
from models.complaints.complaint import Complaint
from models.complaints.printed_form import PrintedForm
from models.complaints.stages import Stage
from models.governance.audit_entry import AuditEntry
from tests.client import token_of
from tests.conftest import Panel
from tests.factories import make
from tests.operations.complaint_scenes import at_stage

FACTS = "开瓶后有异味<b>很重</b>"


@pytest.fixture
def case(panel: Panel) -> int:
    """A case that concerns 陈明 (``head``), assigned."""
    with panel.system() as session:
        about = [panel.company.employees["head"]]
        made: Complaint = make(
            session, "complaint", channel="phone", complainant="欧阳晓", phone="13700012345", title="酒有异味", facts=FACTS, respondents=about,
        )  # fmt: skip
        at_stage(session, made, Stage.ASSIGNED, registered_at=made.created_at, accepted_at=made.created_at, assigned_at=made.created_at)
        return int(made.id)


def test_the_page_of_a_case_offers_what_can_be_printed_now(panel: Panel, case: int) -> None:
    """T6.2: the two forms of the regulation are a click away; what is not due yet says why."""
    officer = panel.as_("complaint")
    page = officer.get(f"/complaints/complaint/details/?id={case}").text
    assert f"/complaints/print/P01/?id={case}" in page
    assert "/complaints/print/P17/" not in page
    everything = officer.get(f"/complaints/print/?id={case}").text
    assert "《客户处理反馈单》要在「反馈客户」之后才能打印。" in everything
    refused = officer.get(f"/complaints/print/P17/?id={case}", 403).text
    assert "《客户处理反馈单》要在「反馈客户」之后才能打印。" in refused
    assert "T4.1" in refused


def test_a_preview_shows_pages_and_words_and_notes_nothing(panel: Panel, case: int) -> None:
    officer = panel.as_("complaint")
    page = officer.get(f"/complaints/print/P01/?id={case}").text
    assert "开瓶后有异味&lt;b&gt;很重&lt;/b&gt;" in page
    assert "<object" not in page
    (url,) = re.findall(r'src="(/complaints/print/P01/page/1\.png[^"]+)"', page)
    picture = officer.http.get(url.replace("&amp;", "&"))
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    officer.get(f"/complaints/print/P01/page/9.png?id={case}", 404)
    with panel.system() as session:
        assert session.query(PrintedForm).filter_by(complaint_id=case).count() == 0


def test_printing_leads_to_the_paper_and_the_code_is_known(panel: Panel, case: int) -> None:
    """T6.3: the PDF carries the code, and whoever types it learns what it is."""
    officer = panel.as_("complaint")
    sent = officer.post(f"/complaints/print/P01/print?id={case}")
    place = sent.headers["Location"]
    page = officer.get(place).text
    (open_url,) = re.findall(r'href="(/complaints/print/paper/\d+\.pdf)"', page)
    paper = officer.http.get(open_url)
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert paper.data.startswith(b"%PDF-")
    assert "attachment" in officer.http.get(f"{open_url}?save=1").headers["Content-Disposition"]
    with panel.system() as session:
        row = session.query(PrintedForm).filter_by(complaint_id=case).one()
        digest, at = row.digest, write_moment(row.printed_at)
    found = officer.get(f"/complaints/print/verify/?code={digest}").text
    assert "在此打印，仍是现在的内容" in found
    assert at in found
    assert "没有这样的打印件" in officer.get(f"/complaints/print/verify/?code={'0' * 64}").text
    assert "至少要有 12 位" in officer.get("/complaints/print/verify/?code=zz", 422).text
    # The paper of somebody else is nobody's: what he may see may be more.
    panel.as_("boss").get(open_url, 404)


def test_who_is_complained_of_and_who_may_not_see_it_find_no_page(panel: Panel, case: int) -> None:
    """K4.7: forbidden looks like not there."""
    officer = panel.as_("complaint")
    place = officer.post(f"/complaints/print/P01/print?id={case}").headers["Location"]
    head = panel.as_("head")
    for path in (f"/complaints/print/?id={case}", f"/complaints/print/P01/?id={case}", f"/complaints/print/P01/page/1.png?id={case}", place):
        head.get(path, 404)
    head.post(f"/complaints/print/P01/print?id={case}", status=404)
    panel.as_("staff").get(f"/complaints/print/P01/?id={case}", 403)
    officer.get("/complaints/print/P99/?id=" + str(case), 404)
    officer.get("/complaints/print/P01/?id=1'--", 404)


def test_the_page_of_volumes_checks_the_chain_and_opens_a_volume_to_who_reads_all(own_panel: Panel) -> None:
    """T4.4, K4.20: archived through the page, found whole, opened by the office and not by the archivist."""
    with own_panel.system() as session:
        made = make(session, "complaint", channel="phone", title="酒有异味", facts=FACTS, respondents=[own_panel.company.employees["head"]])
        at_stage(session, made, Stage.CLOSED, closed_at=made.created_at)
        key = made.id
    officer = own_panel.as_("complaint")
    officer.post(f"/complaints/complaint/move/archive/?id={key}", {"retention": "one_year"})
    page = officer.get("/complaints/volumes/").text
    assert "共 1 卷" in page
    assert "完整" in page
    (url,) = re.findall(r'href="(/complaints/volumes/\d+\.pdf)"', officer.get("/complaints/complaint_volume/details/?id=1").text)
    found = officer.http.get(url)
    assert (found.status_code, found.mimetype) == (200, "application/pdf")
    own_panel.as_("archivist").get(url, 403)
    own_panel.as_("head").get(url, 403)  # volumes are not his business at all
    assert own_panel.as_("boss").http.get(url).status_code == 200
    (kept,) = (own_panel.settings.data_dir / "attachments").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1])
    assert "文件被改动过" in officer.get("/complaints/volumes/").text
    assert "共 0 卷" in officer.get("/complaints/volumes/?year=2001").text
    officer.get("/complaints/volumes/?year=1", 404)


def test_lists_are_printed_for_days_and_noted(panel: Panel, case: int) -> None:
    """K10.11, K4.4: the register, what is handed over and what is destroyed, each with the rows the reader may print."""
    officer = panel.as_("complaint")
    for code in ("P05", "P24", "P25"):
        found = officer.http.post("/complaints/volumes/print", data={
            "code": code, "since": "2020-01-01", "until": "2099-01-01", "csrf_token": token_of(officer.get("/complaints/volumes/")),
        })  # fmt: skip
        assert (found.status_code, found.mimetype) == (200, "application/pdf"), code
    officer.post("/complaints/volumes/print", {"code": "P99", "since": "2020-01-01", "until": "2099-01-01"}, status=404)
    officer.post("/complaints/volumes/print", {"code": "P05", "since": "x", "until": ""}, status=422)
    panel.as_("archivist").post("/complaints/volumes/print", {"code": "P05", "since": "2020-01-01", "until": "2099-01-01"}, status=403)
    with panel.system() as session:
        assert session.query(AuditEntry).filter_by(action="print", register_key="complaint_volume").count() == 2
        entries = session.query(AuditEntry).filter(AuditEntry.action == "print", AuditEntry.record_id.is_(None)).order_by(AuditEntry.id)
        digests = {entry.changes["form"][1]: entry.changes["digest"][1] for entry in entries}
    for code in ("P05", "P24", "P25"):
        found = officer.get(f"/complaints/print/verify/?code={digests[code]}").text
        assert (code in found, "2020-01-01 – 2099-01-01" in found, "在此打印，仍是现在的内容" in found) == (True, True, True), code
    with panel.system() as session:
        at_stage(session, session.get_one(Complaint, case), Stage.INVESTIGATING)
    assert "在此打印，之后内容已有变化" in officer.get(f"/complaints/print/verify/?code={digests['P05']}").text


def test_the_figures_of_a_month_and_a_frozen_report_come_as_pdf_and_word_and_are_known_by_their_code(panel: Panel, case: int) -> None:
    """T5.1, A6.3, T5.3: on paper as on the screen, with what became of the proposals before."""
    officer, month = panel.as_("complaint"), "2026-11"
    owner = panel.company.employees["complaint"]
    frozen = officer.post("/complaints/statistics/freeze", {"period": "2001-01"}).headers["Location"]
    (report,) = re.findall(r"id=(\d+)", frozen)
    with panel.system() as session:
        make(session, "improvement", title="修订装箱规程", report=int(report), owner=owner, proposed_by=owner, due_on=date(2001, 3, 1))
    page = officer.get(f"/complaints/statistics/?period={month}").text
    assert ("修订装箱规程" in page, "逾期未完成" in page) == (True, True)
    at = f"/complaints/statistics/report/{report}/"
    assert at in officer.get(f"/complaints/complaint_report/details/?id={report}").text
    assert "主要比率" in officer.get(at).text
    for url, more in (("/complaints/statistics/paper", {"period": month}), (f"{at}paper", {})):
        for kind, begins in (("pdf", b"%PDF-"), ("docx", b"PK")):
            sent = officer.http.post(url, data={**more, "kind": kind, "csrf_token": token_of(officer.get("/complaints/statistics/"))})
            assert (sent.status_code, sent.data[: len(begins)]) == (200, begins), (url, kind)
            if kind == "docx":
                words = "".join(cell.text for table in Document(io.BytesIO(sent.data)).tables for row in table.rows for cell in row.cells)
                assert "事事有回复" in words
                assert ("修订装箱规程" in words) is bool(more)
        officer.post(url, {**more, "kind": "exe"}, status=404)
    with panel.system() as session:
        entries = session.query(AuditEntry).filter_by(action="print", register_key="complaint_report").all()
        digests = {entry.changes["digest"][1] for entry in entries}
    assert len(entries) == 4
    for digest in digests:
        found = officer.get(f"/complaints/print/verify/?code={digest[:12].upper()}").text
        assert "P26" in found
        assert "在此打印，仍是现在的内容" in found
    panel.as_("clerk").post("/complaints/statistics/paper", {"period": month, "kind": "pdf"}, status=403)
    panel.as_("archivist").get(at, 403)
