"""The role studio: a draft changes nothing, another person publishes it, and it holds from the next request on."""

import json
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from models.access.policy import PolicyDraft, PolicyVersion
from models.organisation.employee import Employee
from operations import policies
from operations.rights import policy_version
from tests.client import PageClient, token_of
from tests.company import PROOF
from tests.conftest import Panel
from tests.factories import id_card

STUDIO = "/access/studio/"


def started(client: PageClient, title: str = "收紧电话") -> int:
    location = client.post(f"{STUDIO}start", {"title": title, "reason": "制度要求脱敏"}).location
    return int(location.split("/draft/")[1].split("/")[0])


def content(panel: Panel, draft: int) -> str:
    with panel.system() as session:
        return session.get_one(PolicyDraft, draft).content


def save(panel: Panel, client: PageClient, draft: int, cells: dict[str, Any], status: int = 200, seen: str = "") -> Any:
    sent = {"seen": seen or content(panel, draft), "cells": json.dumps({"role": "clerk", "register": "customer", **cells})}
    token = token_of(client.http.get("/me/"))
    answer = client.http.post(f"{STUDIO}draft/{draft}/save", data={**sent, "csrf_token": token}, headers={"Accept": "application/json"})
    assert answer.status_code == status, answer.text[:500]
    return answer


def hide_name(panel: Panel, client: PageClient) -> int:
    draft = started(client)
    save(panel, client, draft, {"fields": {"short_name": {"*": "hidden"}}})
    return draft


def customer_page(panel: Panel) -> str:
    return panel.as_("clerk").get(f"/customers/customer/details/?id={panel.company.customers[0]}").text


def test_a_draft_is_written_reviewed_and_published_and_taken_back(own_panel: Panel) -> None:
    """A12.1: the matrix of roles is configured, reviewed and in force at once."""
    security, audit = own_panel.as_("security"), own_panel.as_("audit")
    assert "简称" in customer_page(own_panel)
    draft = hide_name(own_panel, security)
    security.post(f"{STUDIO}draft/{draft}/submit", {"reason": "制度要求"})
    assert "简称" in customer_page(own_panel), "a draft changes nothing"
    review = audit.get(f"{STUDIO}draft/{draft}/review/")
    assert "文员 · 客户 · 简称 · 所有途径" in review.text
    assert "李海" in review.text, "who is touched"
    audit.post(f"{STUDIO}draft/{draft}/publish", {**PROOF, "seen": content(own_panel, draft), "opinion": "同意"})
    assert "简称" not in customer_page(own_panel), "it holds on the next request"
    security.post(f"{STUDIO}version/1/roll-back", {**PROOF, "reason": "影响业务"})
    assert "简称" in customer_page(own_panel)
    with own_panel.system() as session:
        assert session.scalar(select(func.count()).select_from(PolicyVersion)) == 3
        assert policies.broken_links(session) == []
    for path in ("", f"draft/{draft}/review/", "version/2/", "now/?role=clerk&compare=auditor&further=1"):
        audit.get(STUDIO + path)


def test_the_author_cannot_review_and_the_reviewer_cannot_write(own_panel: Panel) -> None:
    """K5.5: what a code may do is written by one and reviewed by another."""
    security, audit = own_panel.as_("security"), own_panel.as_("audit")
    draft = hide_name(own_panel, security)
    seen = content(own_panel, draft)
    audit.post(f"{STUDIO}draft/{draft}/publish", {**PROOF, "seen": seen}, status=409)
    security.post(f"{STUDIO}draft/{draft}/submit", {"reason": "制度要求"})
    refused = security.post(f"{STUDIO}draft/{draft}/publish", {**PROOF, "seen": seen}, status=403)
    assert "起草人不能复核自己的草稿" in refused.text
    audit.post(f"{STUDIO}start", {"title": "我也来"}, status=403)
    save(own_panel, audit, draft, {"fields": {"name": {"*": "hidden"}}}, status=403)
    with own_panel.system() as session:
        assert policies.latest(session).number == 1  # type: ignore[union-attr]


def test_a_review_counts_for_the_content_that_was_read_only(own_panel: Panel) -> None:
    security, audit = own_panel.as_("security"), own_panel.as_("audit")
    draft = hide_name(own_panel, security)
    read = content(own_panel, draft)
    security.post(f"{STUDIO}draft/{draft}/submit", {"reason": "制度要求"})
    security.post(f"{STUDIO}draft/{draft}/withdraw")
    save(own_panel, security, draft, {"actions": {"delete": ["all"]}})
    security.post(f"{STUDIO}draft/{draft}/submit", {"reason": "制度要求"})
    answer = audit.post(f"{STUDIO}draft/{draft}/publish", {**PROOF, "seen": read}, status=409)
    assert "这次复核不作数" in answer.text


def test_a_second_record_of_the_author_is_the_author(own_panel: Panel) -> None:
    security, audit = own_panel.as_("security"), own_panel.as_("audit")
    draft = hide_name(own_panel, security)
    security.post(f"{STUDIO}draft/{draft}/submit", {"reason": "制度要求"})
    with own_panel.system() as session:
        for code in ("security", "audit"):
            session.get_one(Employee, own_panel.company.employees[code]).id_card = id_card("33010619900101001")
    answer = audit.post(f"{STUDIO}draft/{draft}/publish", {**PROOF, "seen": content(own_panel, draft)}, status=403)
    assert "起草人不能复核自己的草稿" in answer.text


def test_a_draft_without_a_title_keeps_what_was_typed(own_panel: Panel) -> None:
    answer = own_panel.as_("security").post(f"{STUDIO}start", {"title": "", "reason": "制度要求脱敏"}, status=422)
    assert "请写明这次修改的标题" in answer.text
    assert "制度要求脱敏" in answer.text


def test_two_windows_of_the_author_do_not_overwrite_each_other(own_panel: Panel) -> None:
    security = own_panel.as_("security")
    draft = started(security)
    seen = content(own_panel, draft)
    save(own_panel, security, draft, {"fields": {"short_name": {"*": "hidden"}}}, seen=seen)
    save(own_panel, security, draft, {"fields": {"name": {"*": "hidden"}}}, seen=seen, status=409)


@pytest.mark.parametrize(
    "cells",
    [
        {"fields": {"no_such_field": {"*": "hidden"}}},
        {"fields": {"name": {"*": "everything"}}},
        {"fields": {"name": {"telex": "hidden"}}},
        {"register": "no_such_register"},
        {"role": "nobody"},
        {"actions": {"fly": ["all"]}},
        {"actions": {"view": ["everywhere"]}},
        {"areas": {"moon": {"reads": "open"}}},
        {"fields": []},
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_saved(own_panel: Panel, cells: dict[str, Any]) -> None:
    security = own_panel.as_("security")
    draft = started(security)
    before = content(own_panel, draft)
    save(own_panel, security, draft, cells, status=404 if cells.get("role") else 422)
    assert content(own_panel, draft) == before


def test_an_outdated_draft_is_brought_up_to_date_or_told_where_it_collides(own_panel: Panel) -> None:
    security, audit = own_panel.as_("security"), own_panel.as_("audit")
    first, second, third = hide_name(own_panel, security), started(security, "另一处"), started(security, "同一处")
    save(own_panel, security, second, {"fields": {"source": {"*": "hidden"}}})
    save(own_panel, security, third, {"fields": {"short_name": {"*": "masked"}}})
    security.post(f"{STUDIO}draft/{first}/submit", {"reason": "制度要求"})
    audit.post(f"{STUDIO}draft/{first}/publish", {**PROOF, "seen": content(own_panel, first)})
    assert "已是第 2 版" in security.post(f"{STUDIO}draft/{second}/submit", {"reason": "制度要求"}, status=409).text
    security.post(f"{STUDIO}draft/{second}/renew")
    security.post(f"{STUDIO}draft/{second}/submit", {"reason": "制度要求"})
    audit.post(f"{STUDIO}draft/{second}/publish", {**PROOF, "seen": content(own_panel, second)})
    with own_panel.system() as session:
        fields = policies.in_force(session).roles["clerk"].rights.fields
        assert {place[1] for place in fields} == {"short_name", "source"}, "the first change is kept"
    assert "short_name" in security.post(f"{STUDIO}draft/{third}/renew", status=409).text


def test_nobody_locks_the_last_administrator_out(own_panel: Panel) -> None:
    security = own_panel.as_("security")
    draft = started(security)
    save(own_panel, security, draft, {"role": "security_admin", "register": "policy_draft", "actions": {"write": []}})
    answer = security.post(f"{STUDIO}draft/{draft}/submit", {"reason": "试一试看"}, status=422)
    assert "锁死" in answer.text


def test_a_role_that_somebody_holds_cannot_go(own_panel: Panel) -> None:
    security = own_panel.as_("security")
    draft = started(security)
    security.post(f"{STUDIO}draft/{draft}/shape", {"what": "drop", "role": "archivist", "seen": content(own_panel, draft)})
    answer = security.post(f"{STUDIO}draft/{draft}/submit", {"reason": "不再需要"}, status=422)
    assert "还授予了" in answer.text


def test_nobody_publishes_more_rights_for_himself(own_panel: Panel) -> None:
    security, audit = own_panel.as_("security"), own_panel.as_("audit")
    draft = started(security)
    save(own_panel, security, draft, {"role": "audit_admin", "actions": {"view": ["all"]}})
    security.post(f"{STUDIO}draft/{draft}/submit", {"reason": "审计要看"})
    answer = audit.post(f"{STUDIO}draft/{draft}/publish", {**PROOF, "seen": content(own_panel, draft)}, status=403)
    assert "使您自己多得权限" in answer.text


def test_ceilings_and_separations_are_part_of_the_draft(own_panel: Panel) -> None:
    security = own_panel.as_("security")
    draft = started(security)
    at = f"{STUDIO}draft/{draft}/shape"
    apart = {"what": "apart", "code": "enter_and_file", "title": "录入与备案", "kind": "static", "one": "clerk", "other": "filing_clerk、auditor"}
    security.post(at, {"what": "cap", "register": "customer", "field": "annual_amount", "level": "read", "reason": "只读", "seen": content(own_panel, draft)})
    security.post(at, {**apart, "reason": "互相监督", "seen": content(own_panel, draft)})
    with own_panel.system() as session:
        document = policies.document_of(session, content(own_panel, draft))
    assert document.caps["customer", "annual_amount", None].reason == "只读"
    assert document.aparts["enter_and_file"].side_b == {"filing_clerk", "auditor"}
    page = security.get(f"{STUDIO}draft/{draft}/review/").text
    assert "字段上限 · 客户 · 年度交易额" in page
    for bad in ({"other": "nobody"}, {"kind": "maybe"}, {"other": ""}, {"one": "auditor"}):
        security.post(at, {**apart, "reason": "互相监督", **bad, "seen": content(own_panel, draft)}, status=422)
    security.post(at, {"what": "cap", "register": "customer", "field": "annual_amount", "seen": content(own_panel, draft)})
    security.post(at, {"what": "no_apart", "code": "enter_and_file", "seen": content(own_panel, draft)})
    with own_panel.system() as session:
        assert "enter_and_file" not in policies.document_of(session, content(own_panel, draft)).aparts


def test_the_policy_is_carried_out_and_in_and_printed(own_panel: Panel) -> None:
    security, audit = own_panel.as_("security"), own_panel.as_("audit")
    text = security.get("/access/papers/policy.yaml").text
    book = security.http.get("/access/papers/policy.xlsx").data
    changed = text.replace("title: 文员", "title: 业务员", 1)
    for name, data in (("policy.yaml", changed.encode()), ("方案.xlsx", book)):
        location = security.post("/access/papers/upload", {"file": (BytesIO(data), name), "reason": "从总部搬来"}).location
        page = security.get(location).text
        assert ("业务员" in page) == (name == "policy.yaml")
    refused = security.post("/access/papers/upload", {"file": (BytesIO(changed.replace("view:", "vew:", 1).encode()), "policy.yaml")}, status=422)
    assert "最接近的是「view」" in refused.text
    assert "从总部搬来" in security.post("/access/papers/upload", {"reason": "从总部搬来"}, status=422).text, "what was typed stays"
    audit.get("/access/papers/policy.yaml", status=403)
    sheet = audit.get("/access/papers/sheet/?role=clerk").text
    assert "本部门的" in sheet
    assert "只见掩码：" in sheet
    audit.get("/access/papers/sheet/?role=nobody", status=404)
    assert "初始" not in audit.get("/access/papers/quarter/?since=2020-01-01").text
    assert "日期" in audit.get("/access/papers/quarter/?since=soon", status=422).text, "the page comes again with a sentence"


def test_a_role_of_ones_own_making(own_panel: Panel) -> None:
    security = own_panel.as_("security")
    draft = started(security)
    for sent in (
        {"what": "new", "code": "night_clerk", "title": "夜班文员", "copy_of": "clerk"},
        {"what": "mask", "role": "night_clerk"},
        {"what": "parents", "role": "night_clerk", "parents": ["employee"]},
        {"what": "copy", "role": "night_clerk", "source": "archivist"},
        {"what": "names", "role": "night_clerk", "title": "值班文员"},
    ):
        security.post(f"{STUDIO}draft/{draft}/shape", {**sent, "seen": content(own_panel, draft)})
    page = security.get(f"{STUDIO}draft/{draft}/?role=night_clerk&register=contact").text
    assert "值班文员" in page
    for sent in ({"what": "new", "code": "night_clerk", "title": "又一个"}, {"what": "new", "code": "Bad Code", "title": "坏"}):
        security.post(f"{STUDIO}draft/{draft}/shape", {**sent, "seen": content(own_panel, draft)}, status=422)


@pytest.mark.parametrize("code", ["clerk", "boss", "it", "staff"])
def test_others_find_no_studio(panel: Panel, code: str) -> None:
    client = panel.as_(code)
    client.get(STUDIO, status=403)
    client.post(f"{STUDIO}start", {"title": "我要权限"}, status=403)
    assert "角色工作台" not in client.get("/").text


def test_the_auditor_looks_and_changes_nothing(panel: Panel) -> None:
    auditor = panel.as_("auditor")
    auditor.get(STUDIO)
    auditor.post(f"{STUDIO}start", {"title": "我要权限"}, status=403)
    auditor.post(f"{STUDIO}version/1/roll-back", {"reason": "试一试看"}, status=403)


def test_a_draft_leaves_the_policy_in_force_alone(own_panel: Panel) -> None:
    with own_panel.system() as session:
        before = policy_version(session)
    hide_name(own_panel, own_panel.as_("security"))
    with own_panel.system() as session:
        assert policy_version(session) == before


def test_a_roll_back_without_a_reason_keeps_what_was_typed(own_panel: Panel) -> None:
    security, audit = own_panel.as_("security"), own_panel.as_("audit")
    draft = hide_name(own_panel, security)
    security.post(f"{STUDIO}draft/{draft}/submit", {"reason": "制度要求"})
    audit.post(f"{STUDIO}draft/{draft}/publish", {**PROOF, "seen": content(own_panel, draft), "opinion": "同意"})
    page = security.post(f"{STUDIO}version/1/roll-back", {**PROOF, "reason": "急"}, status=422).text
    assert 'role="alert"' in page
    assert ">急</textarea>" in page
    assert "简称" not in customer_page(own_panel), "nothing was rolled back"


def test_a_draft_that_changes_nothing_is_not_offered_for_review(own_panel: Panel) -> None:
    """There is nothing to weigh yet; once a cell is changed it is."""
    security = own_panel.as_("security")
    at = security.post(f"{STUDIO}start", {"title": "尚未修改", "reason": "试试看"}).headers["Location"].split("?")[0]
    assert "/submit" not in security.get(f"{at}review/").text
