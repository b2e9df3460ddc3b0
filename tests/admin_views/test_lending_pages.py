"""Pages of lending: who leads the house borrows at the archivist's desk."""

from datetime import date, timedelta

from sqlalchemy import text

from operations.archives.desk import code_of
from operations.calendar_filling import fill_calendar
from tests.archive_scenes import a_store, filed
from tests.conftest import Panel


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
