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
from tests.company import WHAT_A_FORM_ASKS
from tests.conftest import Panel
from tests.operations.import_scenes import a_csv, a_workbook, rows_in

START = "/import/customer/"
HEADERS = ["客户名称", "客户类别", "所属部门", "联系电话"]


def upload(
    client: PageClient, content: bytes, name: str = "客户.xlsx", status: int = 303, path: str = START
) -> TestResponse:
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
    asked = {f"const.{key}": value for key, value in WHAT_A_FORM_ASKS.items()} if place.startswith(START) else {}
    sent = {**chosen(client.get(place).text), **asked, **{name.replace("__", "."): value for name, value in decided.items()}}
    return client.post(place, sent, status, page=place)


def names(panel: Panel, *wanted: str) -> set[str]:
    """Which of the customers ``wanted`` are stored."""
    with panel.system() as session:
        return set(session.scalars(select(Customer.name).where(Customer.name.in_(wanted))))


def test_a_file_goes_from_the_upload_to_records_and_back(panel: Panel) -> None:
    client = panel.as_("head")
    assert START in client.get("/customers/customer/").text
    place = place_of(
        client,
        a_workbook(
            HEADERS, ["导入甲公司", "一般", "北区客户部", "13800138000"], ["导入乙公司", "重点", "北区客户部", None]
        ),
    )
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


def test_a_file_that_is_no_table_is_refused_with_what_to_do(panel: Panel) -> None:
    client = panel.as_("head")
    assert "这不是表格文件" in upload(client, b"%PDF-1.7 ...", "a.xlsx", 422).text
    assert "请先选一个文件" in client.post(START, {}, 422, page=START).text


def test_only_who_uploaded_a_file_meets_it_again(panel: Panel) -> None:
    place = place_of(panel.as_("head"), a_workbook(HEADERS, ["甲", "一般", "北区客户部", None]))
    for code in ("head2", "clerk"):
        other = panel.as_(code)
        for page in ("", "check", "errors.xlsx"):
            other.get(place + page, 404)
    for wrong in (place.replace("customer", "contact"), START + "0" * 40 + "/", START + "x/"):
        panel.as_("head").get(wrong, 404)


def test_who_may_not_import_does_not_reach_the_pages(panel: Panel) -> None:
    panel.as_("staff").get(START, 403)
    panel.as_("head").get("/import/audit_entry/", 403)
    panel.as_("head").get("/import/nothing/", 404)


def test_a_column_one_may_not_write_is_named(panel: Panel) -> None:
    client = panel.as_("clerk")
    place = place_of(client, a_workbook([*HEADERS, "信用记录"], ["甲", "一般", "北区客户部", None, "差"]))
    page = client.get(place).text
    assert "列「信用记录」：您不能写这个字段" in page
    answer = match(client, place, 422, map__4="credit_record")
    assert "列「信用记录」：您不能写这个字段" in answer.text


def test_refused_cells_are_shown_and_come_as_a_file(panel: Panel) -> None:
    client = panel.as_("head")
    place = place_of(
        client,
        a_csv(HEADERS, ["导入丙公司", "一般", "北区客户部", "12"], ["导入丁公司", "一般", "北区客户部", ""]),
        "客户.csv",
    )
    check = str(match(client, place).headers["Location"])
    page = client.get(check).text
    assert "不是有效的电话号码" in page
    assert "按“一行也不导入”，现在不能导入" in page
    sent = client.http.get(place + "errors.xlsx", buffered=True)
    assert rows_in(sent.data)[1][:2] == ["2", "导入丙公司"]
    match(client, place, on_bad="skip")
    assert "导入 1 条" in client.get(check).text
    job = str(client.post(check, page=check).headers["Location"])
    assert "跳过不合格的 1 行" in client.get(job).text
    fetched = client.http.get(f"{job}file", buffered=True)
    assert rows_in(fetched.data)[1][:2] == ["2", "导入丙公司"]
    assert names(panel, "导入丙公司", "导入丁公司") == {"导入丁公司"}


def test_a_value_for_all_rows_is_asked_for_where_a_required_column_is_missing(panel: Panel) -> None:
    client = panel.as_("head")
    place = place_of(client, a_workbook(["客户名称"], ["导入戊公司"]))
    assert 'name="const.customer_class"' in client.get(place).text
    assert "不在可选项内" in match(client, place, 422, const__customer_class="大的").text
    check = str(match(client, place, const__customer_class="潜在").headers["Location"])
    assert "潜在" in client.get(check).text
    client.post(check, page=check)
    assert names(panel, "导入戊公司") == {"导入戊公司"}


def test_two_columns_for_one_field_are_refused(panel: Panel) -> None:
    client = panel.as_("head")
    place = place_of(client, a_workbook(HEADERS, ["甲", "一般", "北区客户部", None]))
    answer = match(client, place, 422, map__3="name", const__source="展会")
    assert "对应了两列" in answer.text
    assert 'value="展会"' in answer.text


def test_another_sheet_of_the_file_can_be_read(panel: Panel) -> None:
    client = panel.as_("head")
    place = place_of(client, a_workbook(["客户名称"], ["一"], second=[["客户名称", "联系电话"], ["二", "1"]]))
    assert "改读" in client.get(place).text
    client.post(place, {"sheet": "第二张"}, page=place)
    assert 'name="map.1"' in client.get(place).text


def test_the_matching_is_remembered_when_asked_for(panel: Panel) -> None:
    client = panel.as_("head2")
    content = a_workbook(["甲列", "乙列"], ["导入己公司", "x"])
    match(client, place_of(client, content), map__0="name", const__customer_class="一般", remember="1")
    page = client.get(place_of(client, content)).text
    assert "沿用上次" in page
    assert chosen(page)["map.0"] == "name"


def test_the_template_holds_the_columns_one_may_fill(panel: Panel) -> None:
    sent = panel.as_("clerk").http.get(f"{START}template.xlsx", buffered=True)
    headers = rows_in(sent.data)[0]
    assert headers[:2] == ["客户名称", "客户类别"]
    assert "信用记录" not in headers
    assert "客户编号" not in headers


def test_a_check_before_the_columns_are_decided_leads_back(panel: Panel) -> None:
    client = panel.as_("head")
    place = place_of(client, a_workbook(HEADERS, ["甲", "一般", "北区客户部", None]))
    assert client.get(f"{place}check", 303).headers["Location"] == place
    client.get(f"{place}errors.xlsx", 404)
    assert client.get("/import/", 303).headers["Location"] == "/"


def test_the_pages_speak_english_too(panel: Panel) -> None:
    client = panel.as_("head")
    client.http.set_cookie("locale", "en")
    place = place_of(client, a_workbook(HEADERS, ["甲", "一般", "北区客户部", "12"]))
    check = str(match(client, place).headers["Location"])
    assert "is not a valid phone number" in client.get(check).text


def test_the_mapping_page_asks_neither_for_numbers_of_the_kernel_nor_for_keys_that_name_several(panel: Panel) -> None:
    client = panel.as_("head")
    page = client.get(place_of(client, a_workbook([*HEADERS, "客户编号", "简称"], ["导入丁公司", "一般", "北区客户部", None, None, "丁"]))).text
    assert set(re.findall(r'name="key" value="([^"]*)"', page)) == {"", "number", "name"}
    (number,) = set(re.findall(r'<option value="number"([^>]*)>', page.replace(" selected", "")))
    assert "data-required" not in number
    assert "客户编号 *" not in page
    assert "客户名称 *" in page
    assert 'name="const.number"' not in page
    assert "演示数据" not in page
