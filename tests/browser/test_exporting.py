"""Taking a list along: a job with progress, and a file that holds no more than the page did."""

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
LIST = "/customers/customer/"


def sheet(download: Path) -> list[dict[str, object]]:
    """The rows of an Excel file by their headings."""
    book = load_workbook(download, read_only=True)
    lines = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return [dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:]]


def export(visitor: Visitor, tmp_path: Path, kind: str = "Excel") -> list[dict[str, object]]:
    """Export the list one looks at, and read the file."""
    visitor.page.locator("summary", has_text="导出").click()
    visitor.start(visitor.page.get_by_role("button", name=kind))
    visitor.wait_for_the_end()
    return sheet(visitor.save_file(visitor.page.get_by_role("link", name="下载文件").first, tmp_path))


def test_a_clerk_takes_along_what_he_sees_and_no_clear_telephone_number(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("clerk")
    visitor.go(f"{LIST}?q=有限公司&sort=number")
    seen = {title: visitor.column(title) for title in ("客户编号", "客户名称", "联系电话")}
    rows = export(visitor, tmp_path)
    for title, cells in seen.items():
        assert [str(row[title] or "—") for row in rows] == cells, title
    assert any("****" in str(row["联系电话"]) for row in rows)
    (path,) = tmp_path.iterdir()
    book = load_workbook(path)
    text = "\n".join(str(cell.value) for one in book.worksheets for line in one.iter_rows() for cell in line)
    assert "1370001" not in text
    assert "欧阳晓" not in text


def test_the_supervisor_takes_along_the_clear_number(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("boss")
    visitor.go(f"{LIST}?q=杭州物联")
    (row,) = export(visitor, tmp_path)
    assert row["联系电话"] == "13700010000"
    visitor.go("/jobs/")
    expect(visitor.page.get_by_role("link", name="导出：客户").first).to_be_visible()


def test_nobody_fetches_anothers_file(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("boss")
    visitor.go(f"{LIST}?q=杭州物联")
    export(visitor, tmp_path)
    other = visit("clerk")
    other.go(visitor.page.url.removeprefix(visitor.address), status=404)


def test_the_page_of_a_job_shows_how_far_it_is_and_then_its_file(visit: Visit, site: Site) -> None:
    visitor = visit("manager")
    visitor.go(LIST)
    with site.workers_asleep():
        visitor.page.locator("summary", has_text="导出").click()
        visitor.click(visitor.page.get_by_role("button", name="CSV"))
        expect(visitor.page.get_by_role("progressbar")).to_be_visible()
        expect(visitor.page.locator("[data-job-message]")).to_have_text("正在排队，很快开始。")
    visitor.wait_for_the_end()
    expect(visitor.page.get_by_role("link", name="下载文件").first).to_be_visible()


def test_a_job_that_waits_can_be_stopped(visit: Visit, site: Site) -> None:
    visitor = visit("manager")
    visitor.go(LIST)
    with site.workers_asleep():
        visitor.page.locator("summary", has_text="导出").click()
        visitor.click(visitor.page.get_by_role("button", name="Excel"))
        visitor.click(visitor.page.get_by_role("button", name="停止任务"))
    visitor.wait_for_the_end("已停止")
    expect(visitor.page.get_by_role("link", name="下载文件")).to_have_count(0)
