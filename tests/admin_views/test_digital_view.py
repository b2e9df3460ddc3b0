"""Looking at a scan in the browser: asked, granted, opened page by page; the file itself is handed to nobody (K7.8, K7.9)."""

import io
import re

from models.archives.unit import ArchiveUnit
from operations.calendar_filling import fill_calendar
from operations.office_clock import today
from operations.working_days import working_calendar
from tests.archive_scenes import a_store, filed
from tests.conftest import Panel
from tests.operations.test_digital_copies import a_pdf


def test_a_scan_is_asked_for_granted_and_looked_at(panel: Panel) -> None:
    north, people = panel.company.departments["north"], panel.company.employees
    with panel.system() as session:
        store = a_store(session)
        unit = filed(session, store, title="北区合同卷")
        session.get_one(ArchiveUnit, unit).department_id = north
    archivist, clerk, head = panel.as_("archivist"), panel.as_("clerk"), panel.as_("head")
    scan = {"unit": str(unit), "file": (io.BytesIO(a_pdf(2)), "scan.pdf")}
    sent = archivist.post("/archives/digital_copy/new/", scan, content_type="multipart/form-data")
    copy = re.findall(r"id=(\d+)", sent.headers["Location"])[0]
    archivist.get(f"/archives/digital_copy/file/file?id={copy}", status=404)
    panel.as_("boss").get(f"/archives/digital_copy/file/file?id={copy}", status=404)
    with panel.system() as session:
        fill_calendar(session)
        due = working_calendar(session).add_working_days(today(session), 1).isoformat()
    clerk.get("/lending/view_grant/new/", status=403)
    said = {"borrower": str(people["clerk"]), "department": str(north), "mode": "view", "units": [str(unit)], "reason": "核对合同", "due_on": due}
    slip = re.findall(r"id=(\d+)", clerk.post("/lending/borrowing_slip/new/", said).headers["Location"])[0]
    clerk.post(f"/lending/borrowing_slip/move/submit/?id={slip}")
    assert "出借单" in head.get("/").text
    head.post(f"/lending/borrowing_slip/move/approve/?id={slip}", {"opinion": "同意"})
    grant = re.findall(r"/lending/view_grant/details/\?id=(\d+)", clerk.get(f"/lending/borrowing_slip/details/?id={slip}").text)[0]
    assert f"/lending/view/?id={grant}" in clerk.get(f"/lending/view_grant/details/?id={grant}").text
    assert "共 2 页" in clerk.get(f"/lending/view/?id={grant}").text
    opened = clerk.post(f"/lending/view/open?id={grant}", {"page": "1"}).headers["Location"]
    page = clerk.get(opened).text
    picture = re.findall(r'src="(/lending/view/page/[^"]+)"', page)[0].replace("&amp;", "&")
    shown = clerk.http.get(picture)
    assert (shown.mimetype, shown.headers["Cache-Control"], shown.data[:4]) == ("image/png", "no-store", b"\x89PNG")
    assert "第 1 页" in archivist.get(f"/lending/view_grant/details/?id={grant}").text
    for reader, status in ((head, 404), (archivist, 404), (panel.as_("security"), 403)):
        reader.get(picture, status=status)
        reader.post(f"/lending/view/open?id={grant}", {"page": "1"}, status=status)
    clerk.get(f"/lending/view/page/999999.png?id={grant}", status=404)
    clerk.post(f"/lending/view/open?id={grant}", {"page": "3"}, status=403)
