"""档案登记本: what was received, by which paper, from whom and by whom, read off signatures and journal (K3.15)."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from domain.custody import UnitKind
from models.archives.transfer import ArchiveTransfer
from models.governance.audit_entry import AuditEntry
from models.organisation.employee import Employee
from operations.archives.book import book, late_ones
from tests.archive_scenes import filed
from tests.client import token_of
from tests.conftest import Panel
from tests.operations.transfer_scenes import a_project_now

PATH = "/archives/book/"


@pytest.fixture(scope="module")
def transfer(panel: Panel) -> ArchiveTransfer:
    """An accepted transfer with one missing paper that was supplied, and a volume filed by an older paper."""
    with panel.system() as session:
        project = a_project_now(session)
        one = project.accepted()
        filed(session, project.store, title="早年合同")
        session.flush()
        session.refresh(one)
        session.expunge(one)
        return one


def test_a_line_is_read_off_signatures_and_journal(panel: Panel, transfer: ArchiveTransfer) -> None:
    """K3.15: received on time, and both sign."""
    with panel.system() as session:
        year = transfer.accepted_at.year
        line, other = book(session, year)
        names = {key: session.get_one(Employee, key).name for key in (transfer.b_id, transfer.archivist_id)}
        assert (line.document, line.handed_by, line.received_by, line.pages) == (transfer.number, names[transfer.b_id], names[transfer.archivist_id], 12)
        assert line.handed_at is not None
        assert (other.title, other.handed_by, other.transfer) == ("早年合同", "", None)
        assert [one.title for one in book(session, year, words="早年")] == ["早年合同"]
        assert book(session, year, kind=UnitKind.CERTIFICATE) == book(session, year - 1) == []
        assert late_ones(session, year) == []
        session.execute(update(ArchiveTransfer).values(accepted_at=transfer.accepted_at - timedelta(days=2)))
        late = late_ones(session, (transfer.accepted_at - timedelta(days=2)).year)
        assert [(one.number, (one.entered_on - one.accepted_on).days) for one in late if one.entered_on] == [(transfer.number, 2)]
        session.rollback()


def test_the_page_is_narrowed_and_taken_along_as_a_file(panel: Panel, transfer: ArchiveTransfer) -> None:
    """K3.15."""
    archivist, year = panel.as_("archivist"), transfer.accepted_at.year
    page = archivist.get(PATH).text
    assert transfer.number in page
    assert "早年合同" in page
    assert "已接收的移交全部当日入账" in page
    assert "早年合同" not in archivist.get(f"{PATH}?year={year}&words={transfer.number}").text
    assert "没有符合条件的登记" in archivist.get(f"{PATH}?year=1999&kind=x&department=y").text
    said = {"year": str(year), "words": "早年"}
    found = archivist.post(f"{PATH}file", {**said, "format": "csv"}, 200)
    heads, row = csv.reader(io.StringIO(found.get_data().decode("utf-8-sig")))
    assert (heads[2], row[4]) == ("档号", "早年合同")
    asked = {**said, "format": "xlsx", "csrf_token": token_of(archivist.get("/me/"))}
    sheet = load_workbook(io.BytesIO(archivist.http.post(f"{PATH}file", data=asked).data)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][4] == "早年合同"
    with panel.system() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "export", AuditEntry.register_key == "archive_unit"))
        assert [one.changes["format"][1] for one in noted] == ["csv", "xlsx"]
    archivist.post(f"{PATH}file", {"format": "exe"}, 404)
    panel.as_("clerk").get(PATH, 403)
