"""A complaint under the hand: received, assigned, investigated, decided, answered, called about and closed by five people."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
CASES = "/complaints/complaint/"
EVIDENCE = "/complaints/complaint_evidence/"
MEASURES = "/complaints/complaint_measure/"
HEARINGS = "/complaints/complaint_hearing/"


def fill(visitor: Visitor, **values: str) -> None:
    """Fill in a form by the keys of its fields: a choice by its word, a reference by typing, anything else as text."""
    for key, value in values.items():
        look_up = visitor.page.locator(f'[data-lookup-for="field-{key}"], [data-lookup-many="{key}"]')
        field = visitor.page.locator(f"#field-{key}")
        if look_up.count():
            look_up.fill("")
            look_up.press_sequentially(value)
            visitor.page.get_by_role("option", name=value).click()
        elif field.evaluate("(one) => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def step(visitor: Visitor, case: int, label: str, register: str = CASES, **values: str) -> None:
    """Open the case, press the button of a step, fill in what it asks, and confirm."""
    visitor.go(f"{register}details/?id={case}")
    link = visitor.page.locator("#main").get_by_role("link", name=label, exact=True)
    if not link.is_visible():
        visitor.page.get_by_label("更多", exact=True).click()
    visitor.click(link)
    fill(visitor, **values)
    visitor.click(visitor.page.get_by_role("button", name=label, exact=True))
    expect(visitor.page.locator(".flash-done")).to_contain_text("已办理")


def received(officer: Visitor) -> tuple[int, str]:
    """Enter a case about 蒋员; its id and number."""
    officer.go(f"{CASES}new/")
    fill(
        officer, channel="电话", title="酒有异味", facts="开瓶后有异味。", demanded="更换", complainant="欧阳晓", phone="13700012345", address="人民路1号",
        respondents="蒋员",
    )  # fmt: skip
    officer.click(officer.page.get_by_role("button", name="保存", exact=True))
    number = officer.page.get_by_role("heading", level=1).inner_text().split()[0]
    assert number.startswith("诉〔")
    return officer.id_here(), number


def promise_too_early(officer: Visitor, case: int) -> None:
    """K4.17: refused at the field with the words found, and what was typed is still there."""
    officer.go(f"{CASES}move/accept/?id={case}")
    fill(officer, severity="一般", kind="产品退货", confirmation="我们一定给您退款 100 元")
    officer.click(officer.page.get_by_role("button", name="受理", exact=True), status=422)
    error = officer.page.locator("#field-confirmation-error")
    expect(error).to_contain_text("「一定」「退款」「100 元」")
    expect(officer.page.locator("#field-confirmation")).to_have_value("我们一定给您退款 100 元")
    expect(officer.page.locator("#field-kind")).to_have_value("return")


def planned(officer: Visitor, case: int) -> int:
    """Enter a measure of the case and return its id."""
    officer.go(f"{MEASURES}new/?complaint={case}")
    fill(officer, content="更换两箱", responsible="陈明", due_on="2026-01-06")
    officer.click(officer.page.get_by_role("button", name="保存", exact=True))
    return officer.id_here()


def asked(handler: Visitor, case: int) -> int:
    """Ask 蒋员 for his side and return the number of the hearing."""
    handler.go(f"{HEARINGS}new/?complaint={case}")
    fill(handler, respondent="蒋员", alleged="发货前未按规定检验。", due_on="2026-01-07")
    handler.click(handler.page.get_by_role("button", name="保存", exact=True))
    return handler.id_here()


def carried_out(officer: Visitor, head: Visitor, boss: Visitor, case: int) -> None:
    """From the written opinion to the closed case, with one measure."""
    measure = planned(officer, case)
    step(officer, case, "提出书面意见", opinion="予以更换", remedy="换货")
    step(boss, case, "签批决定", decision="同意", remedy="换货")
    step(officer, case, "告知客户方案", told="已电话告知")
    head.go(f"{CASES}details/?id={case}")
    expect(head.page.locator("main")).to_contain_text("还有 1 项措施没有落实")
    step(head, measure, "已落实", MEASURES, done_on="2026-01-05", proof="换货单 12 号")
    step(head, case, "处理完毕", result="已更换")
    step(officer, case, "反馈客户", answer="反馈单已送达")
    step(officer, case, "回访", satisfaction="满意", customer_says="满意")
    step(officer, case, "办结", root_cause="瓶盖不合格", cause_kind="供应商", prevention="更换供应商")


def test_from_the_first_call_to_the_closed_case(visit: Visit) -> None:
    officer, head, boss, accused = visit("complaint"), visit("head"), visit("boss"), visit("staff")
    case, number = received(officer)
    step(officer, case, "登记")
    promise_too_early(officer, case)
    step(officer, case, "受理", kind="产品质量（口感、风味、包装）", severity="一般", confirmation="三个工作日内答复")
    officer.click(officer.page.get_by_role("link", name="分派", exact=True))
    officer.page.locator('[data-lookup-for="field-handler"]').press_sequentially("蒋员")
    expect(officer.page.get_by_role("option", name="蒋员")).to_have_count(0)  # who is complained of is not offered
    fill(officer, department="北区客户部", handler="陈明")
    officer.click(officer.page.get_by_role("button", name="分派", exact=True))

    step(head, case, "签收")
    expect(head.page.locator("main")).to_contain_text("还没有证据")
    head.go(f"{EVIDENCE}new/?complaint={case}")
    fill(head, title="留样检验报告", collected_on="2026-01-05", finding="属实", verified="质检部门复检")
    head.click(head.page.get_by_role("button", name="保存", exact=True))
    step(officer, case, "告知办理安排", arrangement="由北区客户部经办")
    hearing = asked(head, case)
    accused.go(f"{HEARINGS}details/?id={hearing}")
    assert number not in accused.page.content()
    step(accused, hearing, "陈述申辩", HEARINGS, answer="按规定发货，没有异议。")
    step(head, case, "提交调查结果", findings="留样同样有异味", cause="瓶盖批次", responsibility="公司", respondents_said="无异议")

    carried_out(officer, head, boss, case)
    expect(officer.page.locator("h1 .badges")).to_contain_text("已办结")
    officer.go(CASES)
    assert number in officer.text()

    accused.go(CASES, status=403)
    accused.go(f"{CASES}details/?id={case}", status=403)


def test_a_text_that_is_too_long_is_counted_and_not_cut_off(visit: Visit) -> None:
    """Beside the field while typing, at the field after sending; every word is still there."""
    officer = visit("complaint")
    officer.go(f"{CASES}new/")
    demanded, count = officer.page.locator("#field-demanded"), officer.page.locator(".field:has(#field-demanded) [data-count]")
    expect(count).to_be_hidden()
    demanded.fill("换" * 1900)
    expect(count).to_have_text("已写 1900 字，最多 2000 字。")
    demanded.fill("换🍶" * 1002)
    expect(count).to_contain_text("已写 2004 字，最多 2000 字，超出 4 字。")
    officer.click(officer.page.get_by_role("button", name="保存", exact=True), status=422)
    expect(officer.page.locator("#field-demanded-error")).to_contain_text("最多 2000 个字，现有 2004 个")
    expect(demanded).to_have_value("换🍶" * 1002)
    expect(count).to_contain_text("超出 4 字")
