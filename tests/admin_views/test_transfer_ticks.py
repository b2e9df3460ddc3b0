"""The sheet on which the archivist ticks a transfer line by line (K3.14)."""

from datetime import date
from typing import Any

import pytest

from models.fence import act
from models.register import registers
from operations import records
from operations.calendar_filling import fill_calendar
from operations.moves import perform
from permissions.actor import System
from tests.archive_scenes import a_store
from tests.conftest import Panel
from tests.factories import make
from tests.operations.transfer_scenes import Project


@pytest.fixture(scope="module")
def transfer(panel: Panel) -> int:
    """With the archivist: two papers, twelve and nine pages."""
    with panel.system() as session:
        act(session, System("test"))
        fill_calendar(session)
        store = a_store(session)
        project = Project(session, store, *(make(session, "employee", department=store.department).id for _ in range(3)))
        make(session, "appointment", holder=panel.company.employees["archivist"], post="archivist", from_on=date(2020, 1, 2))
        one = project.transfer(archivist=panel.company.employees["archivist"])
        with project.by(project.a):
            written = records.create(session, registers["volume_list"], {"transfer": one.id})
            for title, pages in (("借款合同", 12), ("抵押合同", 9)):
                records.create(session, registers["volume_piece"], {"volume_list": written.id, "part": "contracts", "title": title, "pages": pages})
            perform(session, written, "freeze_list", {})
        return int(project.handed_in(one).id)


def test_the_archivist_ticks_by_keyboard_and_what_differs_stands_on_the_transfer(panel: Panel, transfer: int) -> None:
    archivist = panel.as_("archivist")
    sheet, page = f"/archives/ticks/?id={transfer}", f"/archives/archive_transfer/details/?id={transfer}"
    assert f"/archives/ticks/?id={transfer}" in archivist.get(page).text

    def sent(**more: Any) -> dict[str, Any]:
        return {"line": ["1", "2"], "counted": ["", ""], "remark": ["", ""], **more}

    wrong = archivist.post(sheet, sent(agrees=["1"], counted=["", "八"], remark=["", "缺末页"]), status=422).text
    assert 'id="error-2-counted"' in wrong
    assert 'value="缺末页"' in wrong, "what was typed stays"
    assert "未核对 2 项" in archivist.get(sheet).text, "nothing was kept"
    assert archivist.post(sheet, sent(agrees=["1"])).headers["Location"].endswith(sheet)
    assert "未核对 1 项" in archivist.get(sheet).text
    assert "archive_transfer" in archivist.post(sheet, sent(agrees=["1"], counted=["", "8"], remark=["", "缺末页"])).headers["Location"]
    assert "第 2 项「抵押合同」：清单 9，实点 8" in archivist.get(page).text
    refused = archivist.get(f"/archives/archive_transfer/move/accept/?id={transfer}").text
    assert "不能接收" in refused


def test_who_is_not_its_archivist_only_reads_it(panel: Panel, transfer: int) -> None:
    panel.as_("clerk").get(f"/archives/ticks/?id={transfer}", status=404)
    panel.as_("security").get(f"/archives/ticks/?id={transfer}", status=403)
    panel.as_("archivist").get("/archives/ticks/?id=999999", status=404)
