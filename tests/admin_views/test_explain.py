"""权限说明: the three questions, who may ask them, and the way from an answer to the cell that decides."""

import pytest

from tests.conftest import Panel

WHY = "/access/explain/?ask=why&field=customer.contact_phone"


@pytest.mark.parametrize("code", ["security", "audit", "auditor"])
def test_who_administers_rights_or_audits_may_ask(panel: Panel, code: str) -> None:
    page = panel.as_(code).get("/access/explain/")
    assert "他为什么看得到或看不到？" in page.text


@pytest.mark.parametrize("code", ["it", "head", "boss", "clerk", "staff"])
def test_nobody_else_may(panel: Panel, code: str) -> None:
    panel.as_(code).get(f"{WHY}&user=manager&channel=export", status=403)


def test_why_leads_to_the_cell_that_decides(panel: Panel) -> None:
    page = panel.as_("security").get(f"{WHY}&user=clerk&channel=details")
    assert "王小芳（E000）在「详情」中只能看到脱敏的客户「联系电话」。" in page.text
    assert "关键" in page.text
    assert "/access/studio/now/?role=clerk&amp;register=customer&amp;field=contact_phone#field-contact_phone" in page.text


def test_a_name_that_nobody_has_and_a_field_that_is_none_are_said_at_their_place(panel: Panel) -> None:
    client = panel.as_("security")
    assert "没有操作代码、姓名或工号是「谁」的人" in client.get(f"{WHY}&user=谁", status=422).text
    assert "请在列表里选一个字段" in client.get("/access/explain/?ask=who&field=customer.nothing", status=422).text
    assert "记录序号是一个整数" in client.get(f"{WHY}&user=clerk&record=x", status=422).text


def test_who_can_read_a_field_is_a_table_with_paths(panel: Panel) -> None:
    """A12.1: who may what is not only configured but can be read."""
    page = panel.as_("auditor").get("/access/explain/?ask=who&field=contact.id_card")
    assert "能读联系人的「身份证号」" in page.text
    assert "授予本人" in page.text
    assert "现行权限方案：第" in page.text


def test_the_row_scope_is_told_and_nothing_of_the_record(panel: Panel) -> None:
    outside = panel.company.customers[1]
    for record in (outside, 987_654):
        page = panel.as_("security").get(f"{WHY}&user=head&record={record}")
        assert "这条记录不在他可以查看的范围内。" in page.text
        assert "物联科技" not in page.text
        assert "13700010" not in page.text


def test_the_linter_answers_on_the_page(panel: Panel) -> None:
    assert "职责分离：冲突 0 处" in panel.as_("security").get("/access/explain/?ask=lint").text


def test_the_command_says_the_same(panel: Panel) -> None:
    run = panel.app.test_cli_runner().invoke
    said = run(args=["policy", "explain", "clerk", "customer", "contact_phone", "--channel", "export"])
    assert said.exit_code == 0, said.output
    assert "在「导出」中只能看到脱敏的客户「联系电话」" in said.output
    assert "\n→ " in said.output
    row = run(args=["policy", "explain", "head", "客户", "联系电话", "--row", str(panel.company.customers[1])])
    assert "看不到" in row.output
    for wrong in (["nobody", "customer", "name"], ["head", "moon", "name"], ["head", "customer", "moon"]):
        assert run(args=["policy", "explain", *wrong]).exit_code == 1
    assert "授予人" in run(args=["policy", "readers", "contact", "id_card"]).output
    lint = run(args=["policy", "separation"])
    assert (lint.exit_code, lint.output.strip()) == (0, "冲突 0 处，提示 0 处")
