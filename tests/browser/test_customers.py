"""A clerk at work: entering, mistyping, finding and correcting customers, with the mouse and without it."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Site
from tests.browser.visitor import Visitor
from tests.factories import make

Visit = Callable[..., Visitor]
LIST = "/customers/customer/"


def choose(visitor: Visitor, label: str, typed: str, name: str) -> None:
    """Type into a look-up field and take what it offers."""
    field = visitor.page.get_by_role("combobox", name=label, exact=True)
    field.fill("")
    field.press_sequentially(typed)
    visitor.page.get_by_role("option", name=name).click()
    expect(field).to_have_value(name)


def box(visitor: Visitor, label: str) -> Locator:
    """The input behind a label, which also says that it is required and which clause asks for it."""
    return visitor.page.locator(".field", has=visitor.page.locator("label", has_text=label)).locator("input, select, textarea").first


def test_a_clerk_enters_a_customer_and_finds_department_and_manager_by_initials(visit: Visit) -> None:
    visitor = visit("clerk")
    visitor.go(LIST)
    visitor.click(visitor.page.get_by_role("link", name="新建", exact=True))
    box(visitor, "客户名称").fill("杭州西溪软件有限公司")
    box(visitor, "客户类别").select_option(label="重点")
    box(visitor, "企业性质").select_option(label="民营")
    origin = (("信息来源", "展会"), ("收集依据", "本人同意"))
    for label, typed in (*origin, ("联系人", "诸葛小明"), ("联系电话", "13712345678"), ("详细地址", "文一西路1号"), ("经营范围", "软件"), ("主管单位", "无")):
        box(visitor, label).fill(typed)
    expect(visitor.page.get_by_role("combobox", name="所属部门 必填")).to_have_value("北区客户部")
    choose(visitor, "所属部门 必填", "bqkh", "北区客户部")
    choose(visitor, "客户经理 Y3.4", "zjg", "张建国")
    visitor.click(visitor.page.get_by_role("button", name="保存", exact=True))
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("杭州西溪软件有限公司")
    expect(visitor.page.locator(".flash-done")).to_contain_text("已保存")
    text = visitor.text()
    assert "137****5678" in text
    assert "诸**" in text
    assert "13712345678" not in visitor.page.content()
    assert "张建国" in text
    assert "北区客户部" in text


def test_while_a_name_is_typed_accounts_that_may_be_the_same_are_named(visit: Visit, site: Site) -> None:
    """Y1.2."""
    with site.panel.system() as session:
        number = make(session, "customer", name="姜堰振兴（集团）有限公司", department=site.panel.company.departments["north"]).number
    visitor = visit("clerk")
    visitor.go(f"{LIST}new/")
    hint = visitor.page.locator("[data-likely]")
    expect(hint).to_be_hidden()
    box(visitor, "客户名称").fill("姜堰振興公司")
    expect(hint.get_by_role("link")).to_contain_text(number)
    box(visitor, "客户名称").fill("姜堰另一家")
    expect(hint).to_be_hidden()


def test_the_mark_of_what_is_asked_of_enterprises_follows_the_type(visit: Visit) -> None:
    """K7.3."""
    visitor = visit("clerk")
    visitor.go(f"{LIST}new/")
    mark = visitor.page.locator('label[for="field-company_kind"] .must')
    expect(mark).to_be_visible()
    box(visitor, "客户类型").select_option(label="个人")
    expect(mark).to_be_hidden()
    box(visitor, "客户类型").select_option(label="企业")
    expect(mark).to_be_visible()


def test_a_mistake_is_said_at_its_field_and_nothing_typed_is_lost(visit: Visit) -> None:
    visitor = visit("clerk")
    visitor.go(f"{LIST}new/")
    box(visitor, "联系电话").fill("12a")
    box(visitor, "经营范围").fill("软件开发\n技术服务")
    choose(visitor, "客户经理 Y3.4", "zhang", "张建国")
    visitor.click(visitor.page.get_by_role("button", name="保存", exact=True), status=422)
    assert visitor.page.locator("[data-errors]").evaluate("(box) => box === document.activeElement")
    for label in ("客户名称", "客户类别", "联系电话", "联系人", "详细地址"):
        expect(visitor.page.locator(".field.has-error", has_text=label)).to_be_visible()
    expect(box(visitor, "联系电话")).to_have_value("12a")
    expect(box(visitor, "经营范围")).to_have_value("软件开发\n技术服务")
    expect(visitor.page.get_by_role("combobox", name="客户经理 Y3.4")).to_have_value("张建国")
    visitor.page.locator("[data-errors] a", has_text="客户名称").click()
    assert visitor.page.evaluate("document.activeElement.name") == "name"


def test_ctrl_s_saves_a_change_and_the_history_says_who(visit: Visit, site: Site) -> None:
    visitor = visit("clerk")
    visitor.go(f"{LIST}edit/?id={site.panel.company.customers[2]}")
    box(visitor, "业务需求").fill("年底前上线新系统")
    expect(visitor.page.locator("[data-unsaved]")).to_have_text("有未保存的修改")
    visitor.press("Control+s")
    expect(visitor.page.locator("main")).to_contain_text("年底前上线新系统")
    expect(visitor.page.locator(".story li").first).to_contain_text("王小芳")


def test_a_customer_is_found_by_initials_with_the_keyboard_alone(visit: Visit) -> None:
    visitor = visit("clerk")
    visitor.go(LIST)
    visitor.page.keyboard.press("/")
    visitor.page.keyboard.type("hzwl")
    visitor.press("Enter")
    assert visitor.column("客户名称") == ["杭州物联科技有限公司"]
    visitor.page.keyboard.press("j")
    visitor.press("Enter")
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("杭州物联科技有限公司")


def test_ctrl_k_finds_registers_and_records_from_anywhere(visit: Visit) -> None:
    visitor = visit("clerk")
    visitor.go("/me/")
    visitor.page.keyboard.press("Control+k")
    visitor.page.keyboard.type("wzjz")
    expect(visitor.page.get_by_role("option", name="温州建筑工程有限公司")).to_be_visible()
    visitor.look()
    visitor.page.keyboard.press("ArrowDown")
    visitor.press("Enter")
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("温州建筑工程有限公司")
    visitor.page.keyboard.press("Control+k")
    visitor.page.keyboard.type("联系人")
    expect(visitor.page.get_by_role("option", name="联系人").first).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("#seek-list")).to_be_hidden()


def test_two_tabs_on_one_record_are_told_and_asked_field_by_field(visit: Visit, site: Site) -> None:
    visitor = visit("clerk")
    address = f"{LIST}edit/?id={site.panel.company.customers[4]}"
    visitor.go(address)
    first, second = visitor.page, visitor.context.new_page()
    visitor.use(second)
    visitor.go(address)
    box(visitor, "简称").fill("二号简称")
    box(visitor, "业务需求").fill("二号需求")
    visitor.click(second.get_by_role("button", name="保存", exact=True))
    visitor.use(first)
    box(visitor, "简称").fill("一号简称")
    box(visitor, "业务需求").fill("一号需求")
    visitor.click(first.get_by_role("button", name="保存", exact=True), status=409)
    expect(first.locator(".conflict")).to_contain_text("二号简称")
    first.get_by_label("简称 用对方的").check()
    first.get_by_label("业务需求 用我的").check()
    visitor.click(first.get_by_role("button", name="保存", exact=True))
    expect(first.locator("main")).to_contain_text("一号需求")
    expect(first.locator(".facts").first).to_contain_text("二号简称")
