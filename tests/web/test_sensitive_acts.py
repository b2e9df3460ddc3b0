"""What asks for the operation password although it is no step of a workflow: merging customers, granting roles, bringing a policy into force (K5.14)."""

import json
from datetime import date

from sqlalchemy import func, select

from models.access.account import Credential
from models.access.policy import PolicyDraft, PolicyVersion
from models.access.role import Role, RoleGrant
from models.governance.rule_value import RuleValue
from models.register import registers
from operations.records import create
from tests.client import PageClient, token_of
from tests.company import PROOF
from tests.conftest import Panel

GRANTS, STUDIO = "/access/role_grant/", "/access/studio/"
WRONG = {"operation_password": "Other-Words-99-qq"}
FIELD, AT_THE_FIELD = 'name="operation_password"', 'id="operation_password-error" role="alert">'


def forget(panel: Panel, code: str) -> None:
    """The account has no operation password any more."""
    with panel.system() as session:
        session.get_one(Credential, panel.company.accounts[code]).operation_hash = None


def refused(client: PageClient, path: str, sent: dict[str, object]) -> None:
    """None given, a wrong one, and what was typed is still there; only then the right one counts."""
    assert f"{AT_THE_FIELD}「" in client.post(path, sent, status=403).text
    page = client.post(path, {**sent, **WRONG}, status=403).text
    assert f"{AT_THE_FIELD}操作口令不对，什么都没有办理" in page
    assert WRONG["operation_password"] not in page
    assert str(sent.get("reason", sent.get("opinion"))) in page


def customers(panel: Panel) -> tuple[int, int]:
    values = {"customer_class": "general", "department": panel.company.departments["north"]}
    with panel.system() as session:
        one, two = (create(session, registers["customer"], {**values, "name": name}).id for name in ("合并甲公司", "合并乙公司"))
    return one, two


def test_merging_customers_asks_for_it(own_panel: Panel) -> None:
    """K5.14, Y1.2: two accounts become one only by whoever proves himself; none set says where to set it."""
    (kept, other), head = customers(own_panel), own_panel.as_("head")
    path = f"/customers/merging/pair?kept={kept}&other={other}"
    assert FIELD in head.get(path).text
    refused(head, path, {"reason": "同一家公司"})
    with own_panel.system() as session:
        assert session.get(registers["customer"].model, other) is not None
    head.post(path, {**PROOF, "reason": "同一家公司"})
    with own_panel.system() as session:
        assert session.get(registers["customer"].model, other) is None
    kept, other = (own_panel.company.customers[place] for place in (0, 2))
    forget(own_panel, "head")
    page = head.post(f"/customers/merging/pair?kept={kept}&other={other}", {"reason": "同一家公司"}, status=403).text
    assert "「合并客户」须输入操作口令，您还没有设置" in page
    assert 'href="/me/operation-password"' in page
    assert FIELD not in page


def grants(panel: Panel) -> list[RoleGrant]:
    with panel.system() as session:
        wanted = select(RoleGrant).where(RoleGrant.person_id == panel.company.employees["staff"], RoleGrant.reason.like("顶岗%"))
        found = list(session.scalars(wanted))
        session.expunge_all()
    return found


def test_granting_a_role_asks_for_it_and_changing_a_grant_too(own_panel: Panel) -> None:
    """K5.14, K5.6: neither a new grant nor a longer one is stored without; five wrong ones lock it."""
    with own_panel.system() as session:
        role = session.scalars(select(Role.id).where(Role.code == "clerk")).one()
    security = own_panel.as_("security")
    sent: dict[str, object] = {"role": role, "person": own_panel.company.employees["staff"], "reason": "顶岗一周"}
    assert FIELD in security.get(f"{GRANTS}new/").text
    refused(security, f"{GRANTS}new/", sent)
    assert grants(own_panel) == []
    security.post(f"{GRANTS}new/", {**sent, **PROOF})
    (grant,) = grants(own_panel)
    path, more = f"{GRANTS}edit/?id={grant.id}", {**sent, "reason": "顶岗两周", "version": grant.version}
    assert FIELD in security.get(path).text
    refused(security, path, more)
    assert [one.reason for one in grants(own_panel)] == ["顶岗一周"]
    for _ in range(4):
        security.post(path, {**more, **WRONG}, status=403)
    assert "15 分钟后再试" in security.post(path, {**more, **PROOF}, status=403).text
    with own_panel.system() as session:
        session.add(RuleValue(rule="operation_password", amount=0, valid_from=date(2020, 1, 1), basis="试点"))
    assert FIELD not in security.get(path).text
    security.post(path, more)
    assert [one.reason for one in grants(own_panel)] == ["顶岗两周"]


def versions(panel: Panel) -> int:
    with panel.system() as session:
        return session.scalars(select(func.count(PolicyVersion.id))).one()


def test_a_policy_comes_into_force_and_back_with_it_only(own_panel: Panel) -> None:
    """K5.14, A12.1: who publishes and who rolls back proves himself; what he typed stays when he does not."""
    security, audit = own_panel.as_("security"), own_panel.as_("audit")
    draft = int(security.post(f"{STUDIO}start", {"title": "收紧简称", "reason": "制度要求脱敏"}).location.split("/draft/")[1].split("/")[0])
    cells = json.dumps({"role": "clerk", "register": "customer", "fields": {"short_name": {"*": "hidden"}}})
    with own_panel.system() as session:
        seen = session.get_one(PolicyDraft, draft).content
    token = token_of(security.http.get("/me/"))
    security.http.post(f"{STUDIO}draft/{draft}/save", data={"seen": seen, "cells": cells, "csrf_token": token})
    security.post(f"{STUDIO}draft/{draft}/submit", {"reason": "制度要求"})
    with own_panel.system() as session:
        seen = session.get_one(PolicyDraft, draft).content
    assert FIELD in audit.get(f"{STUDIO}draft/{draft}/review/").text
    before = versions(own_panel)
    refused(audit, f"{STUDIO}draft/{draft}/publish", {"seen": seen, "opinion": "核对无误"})
    assert versions(own_panel) == before
    audit.post(f"{STUDIO}draft/{draft}/publish", {**PROOF, "seen": seen, "opinion": "核对无误"})
    assert FIELD in security.get(f"{STUDIO}version/{before}/").text
    refused(security, f"{STUDIO}version/{before}/roll-back", {"reason": "影响业务办理"})
    assert versions(own_panel) == before + 1
    security.post(f"{STUDIO}version/{before}/roll-back", {**PROOF, "reason": "影响业务办理"})
    assert versions(own_panel) == before + 2


def test_an_emergency_role_is_taken_with_it_only(own_panel: Panel) -> None:
    """K5.14, A12.1: an open screen gives nobody a role."""
    with own_panel.system() as session:
        role = session.scalars(select(Role.id).where(Role.code == "emergency_reader")).one()
    head, sent = own_panel.as_("head"), {"role": role, "hours": 1, "reason": "负责人联系不上，客户急等回电。"}
    assert FIELD in head.get("/emergency/").text
    refused(head, "/emergency/", sent)
    with own_panel.system() as session:
        assert session.scalar(select(RoleGrant.id).where(RoleGrant.emergency)) is None
    head.post("/emergency/", {**sent, **PROOF})
