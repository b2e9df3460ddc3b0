"""The sheet on which the taxes of a month are entered (K2.21)."""

from tests.conftest import Panel
from tests.pay_scenes import a_collected_month


def test_an_accountant_enters_the_taxes_of_a_month_down_one_column(own_panel: Panel) -> None:
    """K2.21: the month says how many are missing; what is wrong stays in its cell; nobody else reads the sheet."""
    month = a_collected_month(own_panel)
    sheet, page = f"/incentives/taxes/?id={month}", f"/incentives/pay_month/details/?id={month}"
    accountant = own_panel.as_("staff")
    assert "已录入 0 人，共 3 人" in accountant.get(page).text
    asked = accountant.get(sheet).text
    assert "王小芳" in asked
    assert asked.count('name="tax"') == 3
    wrong = accountant.post(sheet, {"line": ["1", "2", "3"], "tax": ["90", "很多", "-1"]}, status=422).text
    assert wrong.count("field-error") == 2
    assert 'value="90"' in wrong
    assert 'value="很多"' in wrong
    assert "有 2 格需要修改，什么都没有保存" in wrong
    assert "已录入 0 人" in accountant.get(page).text
    assert accountant.post(sheet, {"line": ["1", "2", "3"], "tax": ["90", "410.50", ""]}).headers["Location"].endswith(sheet)
    assert "共 3 人，未录入 1 人" in accountant.get(sheet).text
    assert accountant.post(sheet, {"line": ["3"], "tax": ["0"]}).headers["Location"].endswith(page)
    assert "¥28,999.50" in accountant.get(sheet).text, "12500 + 9000 + 8000 − 500.50"
    own_panel.as_("clerk").get(sheet, status=403)
    accountant.get("/incentives/taxes/?id=999999", status=404)


def test_who_only_reads_the_pay_reads_the_sheet_and_enters_nothing(own_panel: Panel) -> None:
    """K2.21: the reader sees sums, and what he sends is refused with nothing kept."""
    month = a_collected_month(own_panel)
    sheet = f"/incentives/taxes/?id={month}"
    boss = own_panel.as_("boss")
    read = boss.get(sheet).text
    assert 'name="tax"' not in read
    assert "¥29,500.00" in read
    boss.post(sheet, {"line": ["1"], "tax": ["90"]}, status=403)
    assert "共 3 人，未录入 3 人" in boss.get(sheet).text
