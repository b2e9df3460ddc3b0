"""Pages of lending: who leads the house borrows at the archivist's desk."""

from datetime import date, timedelta

from sqlalchemy import text

from models.register import registers
from operations import records
from operations.archives.desk import code_of
from operations.calendar_filling import fill_calendar
from operations.moves import perform
from tests.archive_scenes import a_store, filed
from tests.conftest import Panel
from tests.lending_scenes import a_lending_desk, a_slip_to_issue


def next_wednesday() -> str:
    today = date.today()  # noqa: DTZ011  # any day of next week will do
    return (today + timedelta(days=7 + (2 - today.weekday()) % 7)).isoformat()


def test_the_archivist_lends_to_the_general_manager_and_nobody_else_can(panel: Panel) -> None:
    """K3.22: also what is typed wrong stays in the form."""
    with panel.system() as session:
        fill_calendar(session)
        unit = filed(session, a_store(session), title="董事会决议")
        row = session.connection().execute(text("SELECT number, part_no FROM archive_unit WHERE id = :id"), {"id": unit}).one()
    label = code_of(row.number, row.part_no)
    archivist, boss = panel.as_("archivist"), panel.company.employees["boss"]
    form = {"key": "k", "borrower": str(boss), "codes": label, "due_on": next_wednesday(), "note": "董事会用"}
    page = archivist.get("/lending/executives/").text
    assert "吴总" in page
    assert "王小芳" not in page
    for wrong in ({"borrower": str(panel.company.employees["clerk"])}, {"due_on": "2026-13-01"}, {"borrower": ""}, {"codes": f"{label}\n没有"}):
        assert label in archivist.post("/lending/executives/", {**form, **wrong}, status=422).text
    archivist.post("/lending/executives/", form)
    archivist.post("/lending/executives/", {**form, "key": "again"}, status=422)
    assert "董事会决议" in archivist.get("/lending/loan_line/").text or label in archivist.get("/lending/loan_line/").text
    panel.as_("clerk").get("/lending/executives/", status=403)


def test_what_comes_back_with_a_list_is_counted_on_its_sheet(panel: Panel) -> None:
    """K3.26: by the archivist alone; what differs stands on the page of the loan."""
    with panel.system() as session:
        desk = a_lending_desk(session)
        with desk.by(desk.store.archivist):
            written = records.create(session, registers["volume_list"], {"volume": desk.unit})
            for title, pages in (("借款合同", 30), ("抵押合同", 18)):
                records.create(session, registers["volume_piece"], {"volume_list": written.id, "part": "contracts", "title": title, "pages": pages})
            perform(session, written, "freeze_list", {})
        slip = a_slip_to_issue(desk)
        line = desk.lent(slip)
        desk.step(line, "hand_back")
        loan, lent = line.id, slip.id
    archivist, sheet, page = panel.as_("archivist"), f"/lending/return-check/?id={loan}", f"/lending/loan_line/details/?id={loan}"
    assert sheet in archivist.get(page).text
    place = archivist.get(f"/lending/borrowing_slip/details/?id={lent}").text.partition('class="slip-place">')[2].partition("</li>")[0]
    assert place.count("档案室柜台") == 1
    assert "未核对 2 项" in archivist.get(sheet).text
    sent = {"line": ["1", "2"], "counted": ["", "17"], "remark": ["", "缺末页"], "agrees": ["1"]}
    assert f"details/?id={loan}" in archivist.post(sheet, sent).headers["Location"]
    assert "第 2 项「抵押合同」：清单 18，实点 17" in archivist.get(page).text
    assert "不能归位" in archivist.get(f"/lending/loan_line/move/check_return/?id={loan}").text
    short = archivist.get(f"/lending/loan_line/move/note_shortage/?id={loan}").text
    assert 'value="47"' in short
    panel.as_("clerk").get(sheet, status=404)
    archivist.get("/lending/return-check/?id=999999", status=404)
