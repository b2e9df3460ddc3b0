"""Bringing an Excel file in: columns are matched, a bad cell is shown where it stands, the rest comes in and can go again."""

from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
LIST = "/customers/customer/"
HEADINGS = ("客户名称", "客户类别", "联系人", "联系电话", "建档日期", "详细地址", "经营范围", "企业性质", "主管单位", "信息来源", "收集依据", "随便写的")
REST = ("人民路1号", "食品批发", "民营", "无", "展会", "本人同意")
ROWS = (
    ("导入甲有限公司", "一般", "钱多多", "13912340001", "2026-03-01", *REST, "x"),
    ("导入乙有限公司", "一般", "孙小小", "这不是电话", "2026-03-02", *REST, "y"),
    ("导入丙有限公司", "重点", "周到", "13912340003", "2026年3月3日", *REST, ""),
)


def excel(folder: Path) -> Path:
    """A file as an office has it: one bad telephone number in the second row."""
    book = Workbook()
    for line in (HEADINGS, *ROWS):
        book.active.append(line)
    path = folder / "客户名单.xlsx"
    book.save(path)
    return path


def upload(visitor: Visitor, path: Path) -> None:
    """Choose a file and go on to its columns."""
    visitor.page.get_by_label("Excel 或 CSV 文件").set_input_files(path)
    expect(visitor.page.locator(".drop-files")).to_contain_text(path.name)
    visitor.click(visitor.page.get_by_role("button", name="下一步：对应列"))


def test_a_file_with_one_bad_cell_comes_in_without_it_and_goes_again(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("head2")
    page = visitor.page
    visitor.go(LIST)
    visitor.click(page.get_by_role("link", name="导入"))
    upload(visitor, excel(tmp_path))
    page.get_by_label("跳过不合格的行").check()
    visitor.click(page.get_by_role("button", name="下一步：核对"))
    expect(page.locator(".bad-value")).to_have_text("这不是电话")
    bad = page.locator("tr", has=page.locator(".bad-value"))
    expect(bad.locator("th")).to_have_text("3")
    expect(bad).to_contain_text("联系电话")
    assert page.locator(".counts dd").all_inner_texts() == ["2", "0", "0", "1"]
    book = load_workbook(visitor.save_file(page.get_by_role("link", name="下载错误文件"), tmp_path))
    told = {str(cell) for line in book.worksheets[0].iter_rows(values_only=True) for cell in line}
    assert {"导入乙有限公司", "导入甲有限公司"} & told == {"导入乙有限公司"}
    visitor.start(page.locator(".sheet-foot").get_by_role("button", name="导入"))
    visitor.wait_for_the_end()
    done = page.url.removeprefix(visitor.address)

    visitor.go(f"{LIST}?q=导入&sort=number")
    assert visitor.column("客户名称") == ["导入甲有限公司", "导入丙有限公司"]
    assert [cell[:10] for cell in visitor.column("建档日期")] == ["2026-03-01", "2026-03-03"]
    assert visitor.column("联系电话") == ["13912340001", "13912340003"]

    visitor.go(done)
    visitor.click(page.get_by_role("link", name="撤销导入"))
    visitor.start(page.get_by_role("button", name="撤销导入"))
    visitor.wait_for_the_end()
    visitor.go(f"{LIST}?q=导入")
    expect(page.locator(".empty-state")).to_contain_text("没有符合条件的记录")


def test_columns_are_guessed_and_a_field_used_twice_is_said_at_once(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("clerk2")
    page = visitor.page
    visitor.go("/import/customer/")
    template = load_workbook(visitor.save_file(page.get_by_role("link", name="下载空白模板"), tmp_path))
    assert "客户名称" in str(template.worksheets[0]["A1"].value)
    upload(visitor, excel(tmp_path))
    for heading, field in (("客户名称", "name"), ("联系电话", "contact_phone"), ("随便写的", "")):
        expect(page.get_by_role("combobox", name=heading)).to_have_value(field)
    page.get_by_role("combobox", name="随便写的").select_option("contact_phone")
    expect(page.locator("[data-mapping-status]")).to_contain_text("对应了两列")
    page.get_by_role("combobox", name="随便写的").select_option("")
    expect(page.locator("[data-mapping-status]")).to_have_text("")


def test_all_or_nothing_offers_no_button_while_a_cell_is_bad(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("clerk2")
    page = visitor.page
    visitor.go("/import/customer/")
    upload(visitor, excel(tmp_path))
    page.get_by_label("一行也不导入").check()
    visitor.click(page.get_by_role("button", name="下一步：核对"))
    expect(page.locator(".why-not")).to_be_visible()
    expect(page.locator(".sheet-foot").get_by_role("button", name="导入")).to_have_count(0)


def test_what_is_no_spreadsheet_is_refused_with_a_sentence(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"this is not a zip file")
    visitor = visit("clerk2")
    visitor.go("/import/customer/")
    visitor.page.get_by_label("Excel 或 CSV 文件").set_input_files(path)
    visitor.click(visitor.page.get_by_role("button", name="下一步：对应列"), status=422)
    expect(visitor.page.get_by_role("alert")).to_be_visible()
