"""Complaining and following one's case without an account: what a stranger gets, what he never gets, and how often he may try."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from domain import receipt_codes
from domain.rules import PublicRule
from models.complaints.complaint import Complaint
from models.complaints.message import ComplaintMessage
from models.complaints.public_count import PublicCount
from models.complaints.receipt import ComplaintReceipt
from models.complaints.stages import Stage
from models.governance.audit_entry import AuditEntry
from tests.client import PageClient, police, token_of
from tests.conftest import Panel

FORM = {
    "facts": "开瓶后有异味。\n同批六瓶都有，邻居𠮷先生和㐂女士也买到 🍶。", "demanded": "换货，并查明原因。", "product": "52度浓香",
    "happened_on": "2026-01-02", "complainant": "欧阳晓", "phone": "13700012345", "address": "人民路1号",
}  # fmt: skip
_STAMP = re.compile(r'name="stamp" value="([^"]+)"')
_CODE = re.compile(r"<code>([2-9A-Z-]{19})</code>")


class Clock:
    """The time of a panel, which a test moves."""

    def __init__(self, panel: Panel) -> None:
        self.now = datetime.now(UTC)
        panel.app.config["CLOCK"] = lambda: self.now

    def pass_(self, **more: float) -> None:
        self.now += timedelta(**more)


@pytest.fixture
def clock(own_panel: Panel) -> Clock:
    return Clock(own_panel)


def stranger(panel: Panel) -> PageClient:
    return PageClient(panel.app)


def post(client: PageClient, path: str, data: dict[str, Any], status: int = 303, page: str = "", **more: Any) -> Any:
    """Post as the page at ``page`` would: with its token and its stamp."""
    found = client.http.get(page or path)
    stamp = _STAMP.search(found.text)
    filled = {"csrf_token": token_of(found), **({"stamp": stamp.group(1)} if stamp else {}), **data}
    more.pop("later", lambda: None)()
    sent = client.http.post(path, data=filled, **more)
    assert sent.status_code == status, f"{path}: {sent.status_code}\n{sent.text[:2000]}"
    police(sent, path)
    return sent


def fill(client: PageClient, clock: Clock, status: int = 303, **changed: str) -> Any:
    """Fill in the form without haste and send it."""
    found = client.get("/public/")
    stamp = _STAMP.search(found.text)
    assert stamp
    clock.pass_(seconds=30)
    sent = client.http.post("/public/", data={**FORM, "csrf_token": token_of(found), "stamp": stamp.group(1), **changed})
    assert sent.status_code == status, f"{sent.status_code}\n{sent.text[:3000]}"
    police(sent, "/public/")
    return sent


def complain(client: PageClient, clock: Clock, **changed: str) -> str:
    """A complaint, and the code it was given."""
    fill(client, clock, **changed)
    found = _CODE.search(client.get("/public/received").text)
    assert found
    return found.group(1)


def follow(client: PageClient, code: str, status: int = 303) -> Any:
    return post(client, "/public/track", {"code": code}, status)


def the_case(panel: Panel) -> Complaint:
    with panel.system() as session:
        found = session.scalars(select(Complaint).order_by(Complaint.id.desc()).limit(1)).one()
        session.expunge(found)
        return found


# ---- the form --------------------------------------------------------------------------------------------------------


def test_a_complaint_without_an_account_is_an_ordinary_case_received_online(own_panel: Panel, clock: Clock) -> None:
    complain(stranger(own_panel), clock)
    case = the_case(own_panel)
    assert (case.channel, case.stage, case.number[:6]) == ("online", Stage.RECEIVED, f"诉〔{clock.now.year}〕"[:6])
    assert case.facts.startswith(FORM["facts"])
    assert "产品或服务：52度浓香" in case.facts
    assert (case.complainant, case.phone, case.address, case.demanded) == ("欧阳晓", "13700012345", "人民路1号", FORM["demanded"])
    assert case.received_at == clock.now
    assert case.next_due_at == clock.now + timedelta(hours=24)
    with own_panel.system() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.register_key == "complaint").order_by(AuditEntry.id)).first()
        assert entry is not None
        assert (entry.actor, entry.actor_id, entry.address) == ("公众", None, None)
        assert session.get_one(Complaint, case.id).respondents == []


def test_rare_characters_survive_and_html_is_text(own_panel: Panel, clock: Clock) -> None:
    client = stranger(own_panel)
    code = complain(client, clock, facts="<script>alert(1)</script>𠮷㐂🍶", demanded="<img src=x onerror=alert(1)>")
    case = the_case(own_panel)
    assert case.facts.startswith("<script>alert(1)</script>𠮷㐂🍶")
    follow(client, code)
    post(client, "/public/case/write", {"text": "<b>𠮷</b> 👩‍👩‍👧", "purpose": "message"}, page="/public/case")
    page = client.get("/public/case").text
    assert "&lt;b&gt;𠮷&lt;/b&gt; 👩‍👩‍👧" in page
    staff = own_panel.as_("complaint").get(f"/complaints/complaint/details/?id={case.id}").text
    assert "<script>alert" not in staff
    assert "<img src=x" not in staff


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(own_panel: Panel, clock: Clock) -> None:
    page = fill(stranger(own_panel), clock, 422, demanded="", phone="12", happened_on="2999-01-01").text
    assert "请填写「您希望怎样解决」。" in page
    assert "不是有效的电话号码" in page
    assert "发生日期不能晚于今天" in page
    assert "开瓶后有异味。" in page
    assert "邻居𠮷先生和㐂女士也买到 🍶" in page
    too_long = fill(stranger(own_panel), clock, 422, facts="长" * 5001).text
    assert "「发生了什么」最多 5000 个字，现有 5001 个。" in too_long
    assert "长" * 5001 in too_long
    assert "无法保存的字符" in fill(stranger(own_panel), clock, 422, facts="a\0b").text


def test_an_anonymous_complaint_keeps_no_name_and_is_followed_all_the_same(own_panel: Panel, clock: Clock) -> None:
    client = stranger(own_panel)
    code = complain(client, clock, anonymous="1")
    case = the_case(own_panel)
    assert case.anonymous
    assert (case.complainant, case.phone, case.address) == (None, None, None)
    follow(client, code)
    assert "已收到，正在登记" in client.get("/public/case").text
    with own_panel.system() as session:  # nor does anything lead to where it came from
        assert session.scalars(select(AuditEntry.address).where(AuditEntry.register_key == "complaint")).all() == [None, None]
        assert not [one for one in session.scalars(select(PublicCount.subject)) if "127.0.0.1" in one]


def test_a_name_is_asked_of_whoever_is_not_anonymous(own_panel: Panel, clock: Clock) -> None:
    page = fill(stranger(own_panel), clock, 422, complainant="", phone="", address="").text
    assert [label for label in ("您的姓名", "联系电话", "联系地址") if f"请填写「{label}」。" not in page] == []


def test_haste_a_trap_and_an_old_form_are_refused_with_what_was_typed(own_panel: Panel, clock: Clock) -> None:
    client = stranger(own_panel)
    hasty = post(client, "/public/", FORM, 422).text
    assert "提交得太快" in hasty
    assert "开瓶后有异味。" in hasty
    assert "请勿填写" in fill(client, clock, 422, website="http://x.invalid/").text
    old = post(client, "/public/", FORM, 422, later=lambda: clock.pass_(hours=13)).text
    assert "打开得太久" in old
    assert "开瓶后有异味。" in old
    assert "打开得太久" in fill(client, clock, 422, stamp="forged").text
    with own_panel.system() as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == 0


def test_a_form_without_its_token_is_refused_with_what_was_typed(own_panel: Panel, clock: Clock) -> None:
    answer = stranger(own_panel).http.post("/public/", data=FORM)
    assert answer.status_code == 400
    police(answer, "/public/")
    assert "页面已过期" in answer.text
    assert "开瓶后有异味。" in answer.text


def test_the_same_form_sent_twice_is_one_complaint(own_panel: Panel, clock: Clock) -> None:
    client = stranger(own_panel)
    found = client.get("/public/")
    clock.pass_(seconds=30)
    data = {**FORM, "csrf_token": token_of(found), "stamp": _STAMP.search(found.text).group(1)}  # type: ignore[union-attr]
    assert client.http.post("/public/", data=data).status_code == 303
    again = client.http.post("/public/", data=data)
    assert again.status_code == 409
    assert "已经提交过" in again.text
    with own_panel.system() as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == 1


def test_one_address_sends_so_many_complaints_a_day_and_no_more(own_panel: Panel, clock: Clock) -> None:
    client = stranger(own_panel)
    for _n in range(PublicRule.PUBLIC_PER_DAY.rule.default):
        fill(client, clock)
    page = fill(client, clock, 429).text
    assert "今天从您这里提交的投诉已达 10 件" in page
    assert "开瓶后有异味。" in page
    clock.pass_(hours=25)
    fill(client, clock)


# ---- the code --------------------------------------------------------------------------------------------------------


def test_the_code_is_shown_once_and_kept_as_a_digest_only(own_panel: Panel, clock: Clock) -> None:
    client = stranger(own_panel)
    code = complain(client, clock)
    assert "查询码只显示一次" in client.get("/public/received", 404).text
    bare = code.replace("-", "")
    with own_panel.system() as session:
        kept = session.scalars(select(ComplaintReceipt.code_hash)).one()
        changes = [str(one) for one in session.scalars(select(AuditEntry.changes))]
    assert kept not in (bare, code)
    assert [one for one in changes if bare in one or code in one or kept in one] == []


def test_a_code_opens_its_case_however_it_is_typed(own_panel: Panel, clock: Clock) -> None:
    code = complain(stranger(own_panel), clock)
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), f" {code} ", "".join(chr(ord(m) + 0xFEE0) for m in code)):
        client = stranger(own_panel)
        assert follow(client, typed).headers["Location"] == "/public/case"
        client.get("/public/case")


def test_the_link_on_the_receipt_opens_the_page_with_the_code_typed_and_changes_nothing(own_panel: Panel, clock: Clock) -> None:
    client = stranger(own_panel)
    code = complain(client, clock).replace("-", "")
    page = stranger(own_panel).get(f"/public/track?code={code}").text
    assert f'value="{code}"' in page
    with own_panel.system() as session:
        assert session.scalar(select(func.count()).select_from(PublicCount).where(PublicCount.subject.like("code:%"))) == 0


def test_a_wrong_an_ended_and_a_nonsensical_code_are_answered_alike(own_panel: Panel, clock: Clock) -> None:
    code = complain(stranger(own_panel), clock)
    with own_panel.system() as session:
        session.execute(ComplaintReceipt.__table__.update().values(ended_at=clock.now))
    pages = set()
    for typed in (code, receipt_codes.shown(receipt_codes.new_code()), "x", "𠮷" * 50, "a\0b", "'; --"):
        page = follow(stranger(own_panel), typed, 422).text
        pages.add(re.sub(r'value="[^"]*"', "", page))
    assert len(pages) == 1
    assert "查询码不对，或暂时不能查询" in pages.pop()


def test_after_many_wrong_codes_the_right_one_opens_nothing_for_a_while(own_panel: Panel, clock: Clock) -> None:
    code = complain(stranger(own_panel), clock)
    guesser = stranger(own_panel)
    for _n in range(PublicRule.PUBLIC_TRIES.rule.default):
        follow(guesser, receipt_codes.new_code(), 422)
    follow(guesser, code, 422)
    follow(stranger(own_panel), code, 422)  # another browser, the same address
    elsewhere = stranger(own_panel)
    elsewhere.http.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    follow(elsewhere, code)
    clock.pass_(minutes=16)
    follow(guesser, code)


def test_of_an_ipv6_address_the_half_that_is_given_out_is_counted(own_panel: Panel, clock: Clock) -> None:
    code = complain(stranger(own_panel), clock)
    for n in range(PublicRule.PUBLIC_TRIES.rule.default):
        guesser = stranger(own_panel)
        guesser.http.environ_base["REMOTE_ADDR"] = f"2001:db8::{n:x}"
        follow(guesser, receipt_codes.new_code(), 422)
    guesser.http.environ_base["REMOTE_ADDR"] = "2001:db8::ffff"
    follow(guesser, code, 422)


def test_wrong_codes_from_everywhere_together_are_counted_too(own_panel: Panel, clock: Clock) -> None:
    code = complain(stranger(own_panel), clock)
    with own_panel.system() as session:
        session.add(PublicCount(subject="code:everybody", number=PublicRule.PUBLIC_TRIES_ALL.rule.default, first_at=clock.now))
    follow(stranger(own_panel), code, 422)


# ---- the case --------------------------------------------------------------------------------------------------------


def test_nobody_sees_a_case_without_its_code(own_panel: Panel, clock: Clock) -> None:
    complain(stranger(own_panel), clock)
    other = stranger(own_panel)
    assert other.get("/public/case", 303).headers["Location"] == "/public/track"
    for path in ("/public/case/write", "/public/case/withdraw", "/public/case/opinion"):
        post(other, path, {"text": "x"}, 404, page="/public/track")


def test_the_case_closes_itself_after_a_while_and_when_one_leaves(own_panel: Panel, clock: Clock) -> None:
    client = stranger(own_panel)
    code = complain(client, clock)
    follow(client, code)
    client.get("/public/case")
    clock.pass_(hours=3)
    client.get("/public/case", 303)
    follow(client, code)
    post(client, "/public/leave", {}, page="/public/case")
    client.get("/public/case", 303)


def test_messages_are_kept_in_order_and_limited_by_day(own_panel: Panel, clock: Clock) -> None:
    client = stranger(own_panel)
    follow(client, complain(client, clock))
    for n in range(PublicRule.PUBLIC_MESSAGES.rule.default):
        post(client, "/public/case/write", {"text": f"第{n}条", "purpose": "message"}, page="/public/case")
    post(client, "/public/case/write", {"text": "多余"}, 429, page="/public/case")
    with own_panel.system() as session:
        texts = session.scalars(select(ComplaintMessage.text).order_by(ComplaintMessage.id)).all()
    assert texts == [f"第{n}条" for n in range(20)]
    page = client.get("/public/case").text
    assert page.index("第0条") < page.index("第19条")


def test_a_message_too_long_stays_in_the_form(own_panel: Panel, clock: Clock) -> None:
    client = stranger(own_panel)
    follow(client, complain(client, clock))
    page = post(client, "/public/case/write", {"text": "长" * 2001}, 422, page="/public/case").text
    assert "最多 2000 个字，现有 2001 个" in page
    assert "长" * 2001 in page
    assert "请填写「内容」" in post(client, "/public/case/write", {"text": " "}, 422, page="/public/case").text
    post(client, "/public/case/write", {"text": "异议", "purpose": "objection"}, 409, page="/public/case")
    post(client, "/public/case/write", {"text": "材料", "purpose": "material"}, 409, page="/public/case")


def test_taking_it_back_before_it_is_registered_is_a_wish_and_afterwards_a_step(own_panel: Panel, clock: Clock) -> None:
    client = stranger(own_panel)
    follow(client, complain(client, clock))
    assert "确定撤回" in client.get("/public/case/withdraw").text
    post(client, "/public/case/withdraw", {"why": "已解决"}, page="/public/case/withdraw")
    case = the_case(own_panel)
    assert case.stage == Stage.RECEIVED
    with own_panel.system() as session:
        assert session.scalars(select(ComplaintMessage.purpose)).all() == ["withdrawal"]
        session.execute(Complaint.__table__.update().values(stage=Stage.REGISTERED))
    post(client, "/public/case/withdraw", {"why": "已解决"}, page="/public/case/withdraw")
    case = the_case(own_panel)
    assert case.stage == Stage.WITHDRAWN
    assert case.withdrawal is not None
    assert case.withdrawal.startswith("投诉人于 ")
    assert case.withdrawal.endswith("已解决")
    assert "已撤回" in client.get("/public/case").text


def test_an_area_that_is_switched_off_has_no_public_page(own_panel: Panel, clock: Clock) -> None:
    with own_panel.system() as session:
        from models.register import registers
        from operations.records import create

        create(session, registers["setting"], {"name": "areas_off", "value": "complaints"})
    stranger(own_panel).get("/public/", 404)
