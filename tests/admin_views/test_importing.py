"""The pages of an import, from the upload to the finished job and back."""

import io
import re
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from models.customers.customer import Customer
from models.governance.job import Job, JobState
from operations.importing_matching import Certainty
from tests.client import PageClient, token_of
from tests.conftest import Panel
from tests.operations.import_scenes import a_csv, a_workbook

START = "/import/customer/"
HEADERS = ["客户名称", "客户类别", "所属部门", "联系电话"]


def upload(client: PageClient, content: bytes, name: str = "客户.xlsx", status: int = 303, path: str = START) -> TestResponse:
    """Send a file."""
    token = token_of(client.get(path))
    answer = client.http.post(path, data={"csrf_token": token, "file": (io.BytesIO(content), name)})
    assert answer.status_code == status, answer.text[:500]
    return answer


def place_of(client: PageClient, content: bytes, name: str = "客户.xlsx") -> str:
    """The address of the mapping page of a freshly uploaded file."""
    return str(upload(client, content, name).headers["Location"])


def chosen(page: str) -> dict[str, str]:
    """What the form of a mapping page would send as it stands."""
    found: dict[str, str] = {}
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        marked = re.search(r'<option value="([^"]*)"[^>]* selected', inside)
        found[name] = marked.group(1) if marked else ""
    found["key"] = (re.search(r'name="key" value="([^"]*)" checked', page) or ["", ""])[1]
    return found


def match(client: PageClient, place: str, status: int = 303, **decided: Any) -> TestResponse:
    """Send the mapping page as it stands, but for what is decided otherwise (``const__x`` for ``const.x``)."""
    sent = {**chosen(client.get(place).text), **{name.replace("__", "."): value for name, value in decided.items()}}
    return client.post(place, sent, status, page=place)


def names(panel: Panel, *wanted: str) -> set[str]:
    """Which of the customers ``wanted`` are stored."""
    with panel.system() as session:
        return set(session.scalars(select(Customer.name).where(Customer.name.in_(wanted))))


def test_a_file_goes_from_the_upload_to_records_and_back(panel: Panel) -> None:
    client = panel.as_("head")
    assert START in client.get("/customers/customer/").text
    place = place_of(client, a_workbook(HEADERS, ["导入甲公司", "一般", "北区客户部", "13800138000"], ["导入乙公司", "重点", "北区客户部", None]))
    page = client.get(place).text
    assert "客户.xlsx" in page
    assert Certainty.SAME.title.zh in page
    check = str(match(client, place).headers["Location"])
    page = client.get(check).text
    assert "导入 2 条" in page
    assert "13800138000" in page
    assert names(panel, "导入甲公司") == set()
    job = str(client.post(check, page=check).headers["Location"])
    assert "新建 2 条" in client.get(job).text
    assert names(panel, "导入甲公司", "导入乙公司") == {"导入甲公司", "导入乙公司"}
    with panel.system() as session:
        assert session.get_one(Job, int(job.strip("/").split("/")[-1])).state is JobState.DONE


def test_an_import_is_undone_after_a_question(panel: Panel) -> None:
    client = panel.as_("head")
    place = place_of(client, a_workbook(HEADERS, ["导入撤销公司", "一般", "北区客户部", None]))
    check = str(match(client, place).headers["Location"])
    job = str(client.post(check, page=check).headers["Location"])
    assert names(panel, "导入撤销公司") == {"导入撤销公司"}
    assert "涉及记录" in client.get(f"{job}undo").text
    undone = str(client.post(f"{job}undo", page=f"{job}undo").headers["Location"])
    assert "已撤销导入" in client.get(undone).text
