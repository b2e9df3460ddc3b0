"""Complaining from a telephone: without an account, without JavaScript, in a narrow window, and what staff hand out."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from models.complaints.complaint import Complaint
from models.complaints.stages import Stage
from models.register import registers
from operations.records import create
from operations.rules import RuleValue
from tests.browser.conftest import Site
from tests.browser.visitor import Visitor

PHONE = {"viewport": {"width": 390, "height": 844}}
Visit = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def quickly(site: Site) -> None:
    """A browser under test types faster than people; and there is a hotline to show."""
    with site.panel.system() as session:
        if session.scalar(select(RuleValue.id).where(RuleValue.rule == "public_seconds")) is None:
            today = session.info["clock"]().date()
            session.add(RuleValue(rule="public_seconds", amount=0, valid_from=today.replace(year=today.year - 1), basis="test"))
            create(session, registers["complaint_channel"], {"way": "hotline", "reached": "400-820-8820", "hours": "8:30–17:30", "published": True})


def fill(customer: Visitor, **changed: str) -> None:
    """Type a complaint."""
    typed = {
        "发生了什么": "开瓶后有异味。\n邻居𠮷先生和㐂女士也买到 🍶。<b>粗</b>", "您希望怎样解决": "换货，并查明原因。", "您的姓名": "欧阳晓",
        "联系电话": "13700012345", "联系地址": "人民路1号",
    }  # fmt: skip
    for label, text in {**typed, **changed}.items():
        customer.page.get_by_label(label).fill(text)


def send(customer: Visitor) -> str:
    """Send it; the code on the next page."""
    customer.click(customer.page.get_by_role("button", name="提交投诉"))
    code = customer.page.locator(".receipt-code code").inner_text()
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}", code)
    return code


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_form_to_the_answer_on_a_telephone(site: Site, visit: Visit, scripts: bool) -> None:
    customer = visit(java_script_enabled=scripts, **PHONE)
    customer.go("/public/")
    assert customer.overflow() == 0
    expect(customer.page.get_by_text("400-820-8820")).to_be_visible()
    expect(customer.page.get_by_label("请勿填写")).not_to_be_in_viewport()
    customer.click(customer.page.get_by_role("button", name="提交投诉"), 422)
    expect(customer.page.locator("#facts-error")).to_have_text("请填写「发生了什么」。")
    assert customer.overflow() == 0
    fill(customer)
    send(customer)
    assert customer.overflow() == 0
    picture: Any = customer.page.locator(".receipt-picture img").evaluate("image => [image.complete, image.naturalWidth]")
    assert picture[0]
    assert picture[1] > 100
    customer.click(customer.page.get_by_role("link", name="查看进度"))
    customer.click(customer.page.get_by_role("button", name="查看进度"))
    expect(customer.page.get_by_role("heading", level=1)).to_have_text("已收到，正在登记")
    expect(customer.page.locator(".public-term")).to_contain_text("当前期限")
    customer.page.get_by_label("写给我们").fill("什么时候答复？")
    customer.click(customer.page.get_by_role("button", name="发送"))
    expect(customer.page.locator(".letter")).to_contain_text("什么时候答复？")
    assert customer.overflow() == 0
    answer_it(site)
    customer.go("/public/case")
    customer.click(customer.page.get_by_role("button", name="去评价"))
    customer.page.get_by_label("不满意").check()
    customer.page.get_by_label("您的意见").fill("太慢")
    assert customer.overflow() == 0
    customer.click(customer.page.get_by_role("button", name="提交评价"))
    expect(customer.page.get_by_role("heading", level=1)).to_have_text("谢谢您的评价")
    with site.panel.system() as session:
        case = session.scalars(select(Complaint).order_by(Complaint.id.desc()).limit(1)).one()
        assert (case.satisfaction, case.customer_says) == ("dissatisfied", "太慢")
        assert case.facts.startswith("开瓶后有异味。\n邻居𠮷先生和㐂女士也买到 🍶。<b>粗</b>")


def answer_it(site: Site) -> None:
    """The newest case has an answer."""
    with site.panel.system() as session:
        newest = select(Complaint.id).order_by(Complaint.id.desc()).limit(1).scalar_subquery()
        answered = {"stage": Stage.ANSWERED, "answered_at": session.info["clock"](), "answer": "已更换同批产品。"}
        session.execute(update(Complaint.__table__).where(Complaint.__table__.c.id == newest).values(**answered))


def test_an_anonymous_complaint_in_english(site: Site, visit: Visit) -> None:
    customer = visit(java_script_enabled=False, **PHONE)
    customer.go("/public/")
    customer.click(customer.page.get_by_role("button", name="English"))
    customer.page.get_by_label("What happened").fill("Leaking bottle 👩‍👩‍👧")
    customer.page.get_by_label("What you would like us to do").fill("Replace it")
    customer.page.get_by_label("Stay anonymous").check()
    customer.click(customer.page.get_by_role("button", name="Send the complaint"))
    expect(customer.page.get_by_role("heading", level=1)).to_have_text("Complaint received")


def test_staff_read_answer_and_hand_out(site: Site, visit: Visit) -> None:
    customer = visit(**PHONE)
    customer.go("/public/")
    fill(customer)
    code = send(customer)
    customer.go("/public/track")
    customer.page.get_by_label("查询码").fill(code.lower())
    customer.click(customer.page.get_by_role("button", name="查看进度"))
    customer.page.get_by_label("写给我们").fill("什么时候答复？")
    customer.click(customer.page.get_by_role("button", name="发送"))
    officer = visit("complaint")
    officer.go("/complaints/complaint/")
    officer.click(officer.rows().first.get_by_role("link").first)
    officer.click(officer.page.get_by_role("link", name="看信和回复"))
    expect(officer.page.locator(".letter")).to_contain_text("未读")
    officer.page.get_by_label("写给投诉人").fill("我们一定赔偿您500元。")
    officer.click(officer.page.get_by_role("button", name="发送"), 422)
    expect(officer.page.locator("#text-error")).to_contain_text("作出决定前不得向客户承诺")
    expect(officer.page.get_by_label("写给投诉人")).to_have_value("我们一定赔偿您500元。")
    officer.page.get_by_label("写给投诉人").fill("正在核实，请保留酒瓶。")
    officer.click(officer.page.get_by_role("button", name="发送"))
    customer.go("/public/case")
    expect(customer.page.locator(".letter.is-ours")).to_contain_text("正在核实，请保留酒瓶。")
    officer.click(officer.page.get_by_role("button", name="重发查询码"))
    fresh = officer.page.locator(".receipt-code code").inner_text()
    customer.go("/public/case")
    assert customer.page.url.endswith("/public/track")
    customer.page.get_by_label("查询码").fill(code)
    customer.click(customer.page.get_by_role("button", name="查看进度"), 422)
    customer.page.get_by_label("查询码").fill(fresh)
    customer.click(customer.page.get_by_role("button", name="查看进度"))
    officer.go("/complaints/poster/")
    expect(officer.page.get_by_role("heading", name="我要投诉")).to_be_visible()
