"""Labels: what the scan desk reads, on paper of the right size, for whoever may print the records and for nobody else (K10.5, K3.20)."""

import io

import pytest
from pypdf import PdfReader

from domain.labels import _BARS, SHEETS, WIDE, Sheet, _elements, bars
from operations.archives.codes import Letter, short_code
from tests.archive_scenes import Store, a_store, a_volume
from tests.conftest import Panel
from tests.factories import make

MILLIMETRE = 72 / 25.4


@pytest.fixture(scope="module")
def store(panel: Panel) -> tuple[Store, list[int]]:
    with panel.system() as session:
        made = a_store(session)
        return made, [a_volume(session, made, title=f"嘉兴新立食品借款项目档案第{n}卷") for n in (1, 2)]


def test_a_mark_has_three_wide_elements_of_nine_and_none_is_like_another() -> None:
    patterns = {mark: tuple(width for _, width in _elements(mark))[:9] for mark in _BARS}
    assert {sum(width == WIDE for width in pattern) for pattern in patterns.values()} == {3}
    assert len(set(patterns.values())) == 40
    assert [round(width, 1) for width in patterns["A"]] == [WIDE, 1, 1, 1, 1, WIDE, 1, 1, WIDE], "as the standard prints an A"
    assert len(bars("U12")) == 5 * 5, "with a star before and behind"
    assert [bars(text) for text in ("", "借1", "a", "*")] == [()] * 4


@pytest.mark.parametrize(("sheet", "skip", "pages"), [(Sheet.A4_24, 0, 1), (Sheet.A4_24, 23, 2), (Sheet.A4_14, 0, 1), (Sheet.SINGLE, 0, 2)])
def test_picked_units_become_a_sheet(panel: Panel, store: tuple[Store, list[int]], sheet: Sheet, skip: int, pages: int) -> None:
    archivist, units = panel.as_("archivist"), store[1]
    sent = archivist.post("/archives/labels/archive_unit/picked", {"ids": units})
    page = archivist.get(sent.headers["Location"])
    assert all(short_code(Letter.UNIT, unit) in page.text for unit in units)
    ids = ",".join(map(str, units))
    pdf = PdfReader(io.BytesIO(archivist.http.get(f"/archives/labels/archive_unit/sheet.pdf?ids={ids}&sheet={sheet}&skip={skip}").data))
    assert len(pdf.pages) == pages
    wide, tall = SHEETS[sheet].paper
    assert [round(float(side) / MILLIMETRE) for side in (pdf.pages[0].mediabox.width, pdf.pages[0].mediabox.height)] == [wide, tall]
    text = "".join(one.extract_text() for one in pdf.pages)
    assert all(short_code(Letter.UNIT, unit) in text for unit in units)


def test_places_slips_and_commands_have_labels_too(panel: Panel, store: tuple[Store, list[int]]) -> None:
    with panel.system() as session:
        place = make(session, "archive_account", kind="shelf", code="Z-77", name="Z 架")
        slip = make(session, "borrowing_slip", units=[store[1][0]])
        wanted = {f"archive_account/sheet.pdf?ids={place.id}&": "Z-77", f"borrowing_slip/sheet.pdf?ids={slip.id}&": f"S{slip.id}"}
        shelf = place.id
    archivist = panel.as_("archivist")
    for path, says in {**wanted, "commands.pdf?": "CMD-BACK"}.items():
        data = archivist.http.get(f"/archives/labels/{path}sheet=single").data
        assert says in "".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages)
    assert "/archives/labels/archive_account/?ids=" in archivist.get(f"/archives/archive_account/details/?id={shelf}").text
    assert "/archives/labels/archive_unit/picked" in archivist.get("/archives/archive_unit/").text


def test_labels_are_for_who_may_print_what_he_sees(panel: Panel, store: tuple[Store, list[int]]) -> None:
    unit = store[1][0]
    panel.as_("security").get(f"/archives/labels/archive_unit/?ids={unit}", status=403)
    panel.as_("clerk").get("/archives/labels/", status=403)
    archivist = panel.as_("archivist")
    for path, status in (
        ("archive_unit/?ids=987654321", 404), ("customer/?ids=1", 404), ("archive_unit/", 400), ("archive_unit/?ids=x", 404),
        (f"archive_unit/sheet.pdf?ids={unit}&sheet=gold", 400), (f"archive_unit/sheet.pdf?ids={unit}&sheet=single&skip=-1", 400),
    ):  # fmt: skip
        archivist.get(f"/archives/labels/{path}", status=status)
    archivist.post("/archives/labels/archive_unit/picked", {}, status=422)
