"""Looking with another's eyes: the page is his to the letter, nothing can be written by any way, and the log knows who sat there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter

from domain.errors import Refused
from models.access.account import Account, SignInSession
from models.access.role import Role, RoleGrant
from models.access.rules import ActionRule
from models.base import Base
from models.customers.customer import Customer
from models.engine import LOOKING, FencedSession, only_look
from models.fence import act
from models.governance.audit_entry import AuditEntry
from models.register import registers
from operations.viewing import LONGEST
from permissions.actor import System
from tests.client import PageClient
from tests.conftest import Panel, running_panel
from web.extensions import db

BANNER = re.compile(r'<aside class="looking".*?</aside>', re.S)
CHANGING = (
    (re.compile(r'(name="csrf_token" value=)"[^"]*"'), r'\1""'),
    (re.compile(r'(data-token=)"[^"]*"'), r'\1""'),
)
REASON = {"reason": "核对角色配置"}

pytestmark = pytest.mark.once  # whose page it is is decided above the database, whose scopes the laws ask on both


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Panel]:
    """A panel of this file's own: accounts look through each other's eyes."""
    with running_panel(tmp_path_factory.mktemp("viewing")) as made:
        yield made


def plain(html: str) -> str:
    """A page without its banner and tokens."""
    html = BANNER.sub("", html)
    for pattern, said in CHANGING:
        html = pattern.sub(said, html)
    return re.sub(r"\s+", " ", html)


def look_as(panel: Panel, code: str, *, viewer: str = "security") -> PageClient:
    client = panel.as_(viewer)
    client.post("/view-as/", {"account": panel.company.accounts[code], **REASON}, page="/")
    return client


def look_with(panel: Panel, *roles: str, viewer: str = "security") -> PageClient:
    client = panel.as_(viewer)
    client.post("/view-as/", {"roles": list(roles), **REASON}, page="/")
    return client


def entries(panel: Panel, action: str) -> list[AuditEntry]:
    with panel.system() as session:
        found = list(session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))
        session.expunge_all()
        return found


# ---- the same page ---------------------------------------------------------------------------------------------------

PEOPLE = ("clerk", "manager", "head", "boss", "filing", "auditor", "staff", "it", "audit")


def paths(panel: Panel) -> list[str]:
    first, person = panel.company.customers[0], panel.company.employees["clerk"]
    lists = [f"/{register.area}/{register.key}/" for register in registers.values()]
    return [
        "/", "/jobs/", "/search/?q=杭州", *lists,
        "/customers/customer/?sort=-opened_on&size=20", "/customers/customer/?q=hz", "/customers/customer/new/",
        f"/customers/customer/details/?id={first}", f"/customers/customer/edit/?id={first}", f"/customers/customer/delete/?id={first}",
        f"/organisation/employee/details/?id={person}", f"/organisation/employee/edit/?id={person}",
        "/customers/customer/lookup/manager", "/customers/customer/details/?id=999999",
    ]  # fmt: skip


@pytest.mark.parametrize("code", PEOPLE)
def test_the_page_is_the_one_the_real_user_gets(panel: Panel, code: str) -> None:
    real, viewer = panel.as_(code), look_as(panel, code)
    for path in paths(panel):
        his, seen = real.http.get(path), viewer.http.get(path)
        assert seen.status_code == his.status_code, path
        if his.mimetype == "text/html":
            assert BANNER.search(seen.text), path
        reference = re.compile(r"[0-9a-f]{12}")  # of an error page
        said = [plain(one.text) if one.status_code == 200 else reference.sub("", plain(one.text)) for one in (his, seen)]
        assert said[0] == said[1], path


def test_a_combination_of_roles_is_seen_with_ones_own_person(panel: Panel) -> None:
    """A person of the same department who really holds the two roles gets the same pages."""
    with panel.system() as session:
        ids = {role.code: role.id for role in session.scalars(select(Role))}
        session.add_all(RoleGrant(role_id=ids[code], person_id=panel.company.employees["audit"], reason="test") for code in ("clerk", "archivist"))
        session.flush()
        mine = RoleGrant.person_id == panel.company.employees["audit"]
        for grant in session.scalars(select(RoleGrant).where(mine, RoleGrant.role_id.not_in((ids["clerk"], ids["archivist"])))):
            session.delete(grant)
    real, viewer = panel.as_("audit"), look_with(panel, "clerk", "archivist")
    for path in ("/customers/customer/", "/customers/correspondence/", "/customers/customer/new/", "/access/role/"):
        his, seen = real.http.get(path), viewer.http.get(path)
        assert (seen.status_code, his.status_code) in ((200, 200), (403, 403)), path
        own = (("杨审", "韩安"), (">audit<", ">security<"), ("<span>audit", "<span>security"), (">杨<", ">韩<"))
        page = plain(his.text)
        for name, other in own:
            page = page.replace(name, other)
        if his.status_code == 200:
            assert page == plain(seen.text), path


def test_the_banner_says_whose_eyes_and_leads_back(panel: Panel) -> None:
    viewer = look_as(panel, "clerk")
    page = viewer.get("/customers/customer/").text
    banner = BANNER.search(page)
    assert banner
    assert "王小芳（clerk）" in banner.group()
    assert "韩安" in banner.group()
    viewer.post("/view-as/stop", page="/")
    assert not BANNER.search(viewer.get("/").text)
    viewer.get("/customers/customer/", 403)
    assert BANNER.search(look_with(panel, "clerk").get("/customers/customer/").text)


# ---- read-only -------------------------------------------------------------------------------------------------------


def counted(panel: Panel) -> dict[str, Any]:
    """How many rows each table has, and what the registers hold; without the log, which keeps the attempts."""
    found: dict[str, Any] = {}
    with panel.system() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in ("audit_entry", "sign_in_session", "sign_in_attempt"):
                found[table.name] = session.connection().execute(select(func.count()).select_from(table)).scalar()
        for key, register in registers.items():
            if key != "audit_entry":
                total = select(func.sum(register.model.version))
                found[f"{key}: versions"] = session.scalar(total)
    return found


def test_every_post_is_refused_and_nothing_is_written(panel: Panel) -> None:
    """Every address that takes a POST, with a token, as somebody who may do it."""
    viewer = look_as(panel, "head")
    page = viewer.get("/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    before = counted(panel)
    words = {"key": "x", "what": "delete", "export_type": "csv", "move_name": "approve", "register_key": "customer", "filename": "x"}
    first = panel.company.customers[0]
    tried = 0
    for rule in panel.app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint in ("viewing.stop", "sign_in.sign_out", "sign_in.sign_in", "language.choose"):
            continue
        if rule.endpoint.startswith("public."):
            continue  # for strangers: whoever sends it, it is done by nobody of the company, seen or looking
        numbers = {name for name, converter in rule._converters.items() if isinstance(converter, IntegerConverter)}
        gaps = {name: 1 if name in numbers else words.get(name, "x") for name in rule.arguments}
        with panel.app.test_request_context():
            address = panel.app.url_map.bind("localhost").build(rule.endpoint, gaps, method="POST")
        sent = {"csrf_token": token.group(1), "ids": str(first), "sure": "1", "label": "视图", "name": "改名", "version": "1"}
        answer = viewer.http.post(f"{address}?id={first}", data=sent)
        assert answer.status_code == 403, rule.rule
        assert any(sentence in answer.text for sentence in ("以他人视角查看，只能看", "会话和密码是本人的事", "请先返回本人，再换一个人")), rule.rule
        tried += 1
    assert tried > 100
    assert counted(panel) == before
    refused = entries(panel, "view_as_refused")
    assert len(refused) == tried
    assert {entry.actor for entry in refused} == {"韩安 (security)"}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_no_other_method_gets_further(panel: Panel, method: str) -> None:
    assert look_as(panel, "head").http.open("/customers/customer/", method=method).status_code in (403, 405)


STATEMENTS = (
    insert(Base.metadata.tables["customer"]),
    update(Base.metadata.tables["customer"]).values(version=9),
    delete(Base.metadata.tables["contact"]),
    text("UPDATE customer SET version = 9"),
    text("  delete from contact"),
    text("WITH one AS (SELECT 1) DELETE FROM contact"),
    text("DROP TABLE contact"),
)


@pytest.fixture
def looking(panel: Panel) -> Iterator[Session]:
    """A session in which somebody looks with another's eyes."""
    with panel.app.app_context(), FencedSession(db.engine) as session:
        act(session, System("test"))
        only_look(session)
        yield session


@pytest.mark.parametrize("statement", STATEMENTS, ids=str)
def test_no_statement_that_changes_anything_leaves_the_session(looking: Session, statement: Any) -> None:
    """Not even below the fence, on the connection itself."""
    with pytest.raises(Refused):
        looking.connection().execute(statement)


def test_not_even_the_system_writes_while_somebody_is_looking(looking: Session) -> None:
    assert looking.scalar(select(func.count()).select_from(Customer))
    customer = looking.scalars(select(Customer).limit(1)).one()
    customer.name = "改名"
    with pytest.raises(Refused) as refused:
        looking.flush()
    assert refused.value.sentence == LOOKING
    looking.rollback()
    with pytest.raises(Refused):
        looking.execute(update(Account).values(active=False))


def test_the_fence_alone_would_do(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each lock holds by itself: here the connection lets everything through."""
    for lock in ("_refuse_changes", "_begin_read_only"):
        monkeypatch.setattr(f"models.engine.{lock}", lambda *_all: None)
    with panel.app.app_context(), FencedSession(db.engine) as session:
        act(session, System("test"))
        only_look(session)
        session.scalars(select(Customer).limit(1)).one().name = "改名"
        with pytest.raises(Refused):
            session.flush()
        session.rollback()
        with pytest.raises(Refused):
            session.execute(update(Account).values(active=False))


def test_after_looking_the_same_connections_write_again(panel: Panel) -> None:
    look_as(panel, "clerk").get("/customers/customer/")
    with panel.system() as session:
        session.connection().execute(update(Base.metadata.tables["customer"]).where(text("1 = 0")).values(version=9))


# ---- files -----------------------------------------------------------------------------------------------------------


def test_no_result_and_no_template_of_the_viewed_is_handed_out(panel: Panel) -> None:
    clerk = panel.as_("clerk")
    job = clerk.post("/customers/customer/export/csv/").headers["Location"]
    his = clerk.get(f"{job}file")
    assert his.mimetype == "text/csv"
    his.close()
    viewer = look_as(panel, "clerk")
    viewer.get(job)
    for path in (f"{job}file", "/import/customer/template.xlsx"):
        assert "不提供下载" in viewer.get(path, 403).text


def test_ones_own_jobs_and_sessions_are_not_mixed_up_with_his(panel: Panel) -> None:
    viewer = look_as(panel, "clerk")
    for path in ("/me/", "/me/password"):
        assert "本人的事" in viewer.get(path, 403).text


# ---- who may, and until when -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["clerk", "head", "boss", "it", "staff"])
def test_who_has_not_the_right_looks_with_his_own_eyes_only(panel: Panel, code: str) -> None:
    client = panel.as_(code)
    client.get("/view-as/", 403)
    client.get("/view-as/lookup?q=w", 403)
    client.post("/view-as/", {"account": panel.company.accounts["manager"], **REASON}, 403)
    assert not BANNER.search(client.get("/").text)


@pytest.mark.parametrize("code", ["security", "auditor"])
def test_the_security_administrator_and_the_auditor_may(panel: Panel, code: str) -> None:
    assert "文员" in panel.as_(code).get("/view-as/").text
    found = panel.as_(code).get("/view-as/lookup?q=wxf").json or []
    assert [one["label"] for one in found] == ["王小芳（clerk）"]


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"account": "1", "roles": "clerk"}, {"roles": "nobody"}, {"account": "999999"}, {"account": "x"}, {"roles": ["clerk"], "reason": "短"},
    ],
)  # fmt: skip
def test_a_wish_that_cannot_be_is_refused_with_a_sentence(panel: Panel, sent: dict[str, Any]) -> None:
    client = panel.as_("security")
    client.post("/view-as/", {**REASON, **sent}, 422)
    assert not BANNER.search(client.get("/").text)


def test_nobody_looks_at_himself_or_with_the_eyes_of_who_has_left(own_panel: Panel) -> None:
    with own_panel.system() as session:
        session.get_one(Account, own_panel.company.accounts["clerk"]).active = False
    client = own_panel.as_("security")
    for code in ("security", "clerk"):
        client.post("/view-as/", {"account": own_panel.company.accounts[code], **REASON}, 422)


def test_there_are_no_eyes_within_eyes(panel: Panel) -> None:
    viewer = look_as(panel, "auditor")
    assert "请先返回本人" in viewer.get("/view-as/", 403).text
    viewer.get("/view-as/lookup?q=w", 403)
    viewer.post("/view-as/", {"account": panel.company.accounts["boss"], **REASON}, 403, page="/")
    assert "褚静" not in viewer.get("/").text
    assert "（auditor）" in viewer.get("/").text


def viewings(panel: Panel) -> list[Any]:
    with panel.system() as session:
        return [row for row in session.scalars(select(SignInSession.viewing)) if row is not None]


def test_it_is_over_when_the_right_is_gone(own_panel: Panel) -> None:
    viewer = look_as(own_panel, "clerk")
    viewer.get("/customers/customer/")
    with own_panel.system() as session:
        for rule in session.scalars(select(ActionRule).where(ActionRule.action == "view_as")):
            session.delete(rule)
    viewer.get("/customers/customer/", 403)
    assert viewings(own_panel) == []
    assert [entry.actor for entry in entries(own_panel, "view_as_end")] == ["韩安 (security)"]


def test_it_is_over_when_the_viewed_cannot_sign_in_any_more(own_panel: Panel) -> None:
    viewer = look_as(own_panel, "clerk")
    with own_panel.system() as session:
        session.get_one(Account, own_panel.company.accounts["clerk"]).active = False
    assert not BANNER.search(viewer.get("/").text)


def test_it_is_over_when_the_viewers_session_ends(own_panel: Panel) -> None:
    viewer = look_as(own_panel, "clerk")
    with own_panel.system() as session:
        session.get_one(Account, own_panel.company.accounts["security"]).active = False
    assert viewer.get("/", 303).headers["Location"].startswith("/sign-in")


def test_it_is_over_after_an_hour_to_the_second(own_panel: Panel) -> None:
    start = datetime.now(UTC)
    clock = {"now": start}
    own_panel.app.config["CLOCK"] = lambda: clock["now"]
    viewer = look_as(own_panel, "clerk")
    for minutes in (20, 40, 59):
        clock["now"] = start + timedelta(minutes=minutes)
        viewer.get("/customers/customer/")
    clock["now"] = start + LONGEST - timedelta(seconds=1)
    viewer.get("/customers/customer/")
    token = re.search(r'name="csrf_token" value="([^"]+)"', viewer.get("/").text)
    assert token
    clock["now"] = start + LONGEST
    # A form that was opened while looking does not suddenly write as oneself.
    answer = viewer.http.post("/access/role_grant/new/", data={"csrf_token": token.group(1)})
    assert answer.status_code == 403
    assert "已经结束" in answer.text
    assert not BANNER.search(viewer.get("/").text)


def test_whoever_signs_out_while_looking_is_out(own_panel: Panel) -> None:
    viewer = look_as(own_panel, "clerk")
    viewer.post("/sign-out", page="/")
    assert viewer.get("/", 303).headers["Location"].startswith("/sign-in")


def test_beginning_and_end_are_in_the_log_under_the_real_name(own_panel: Panel) -> None:
    """K5.9: nobody uses another's code without a trace."""
    viewer = look_as(own_panel, "clerk")
    viewer.post("/view-as/stop", page="/")
    viewer.post("/view-as/stop", page="/")
    accounts = own_panel.company.accounts
    for action in ("view_as", "view_as_end"):
        (entry,) = entries(own_panel, action)
        assert (entry.actor, entry.actor_id, entry.record_id) == ("韩安 (security)", accounts["security"], accounts["clerk"])
        assert entry.changes == {"seen_as": [None, "王小芳（clerk）"]}
    assert entries(own_panel, "view_as")[0].reason == REASON["reason"]
