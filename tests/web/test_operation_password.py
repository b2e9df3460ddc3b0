"""The second password: set by its holder alone, asked again before sensitive steps, never kept anywhere (K5.14)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import String, cast, select

from models.access.account import Account, Credential
from models.access.code_cancellation import CodeCancellation
from models.access.password_change import PasswordChange
from models.governance.audit_entry import AuditEntry
from models.governance.rule_value import RuleValue
from operations.passwords import verify
from operations.sign_in import sign_in
from tests.client import PageClient
from tests.company import PASSWORD
from tests.conftest import Panel
from tests.factories import make

OPERATION, NEXT, THIRD = "Harbour-Quilt-83-zx", "Copper-Meadow-27-kv", "Velvet-Anchor-64-mp"
SET = "/me/operation-password"


def order(panel: Panel) -> str:
    """An order to cancel the code of the clerk, and the page of that step."""
    with panel.system() as session:
        account, person = panel.company.accounts["clerk"], panel.company.employees["clerk"]
        made = make(session, "code_cancellation", account=account, code="clerk", person=person, why="left", state="due")
        return f"/access/code_cancellation/move/cancel_code/?id={made.id}"


def set_own(client: PageClient, **more: str) -> None:
    client.post(SET, {"current": PASSWORD, "new": OPERATION, "again": OPERATION, **more})


def done(panel: Panel) -> bool:
    with panel.system() as session:
        return session.scalars(select(CodeCancellation.state).order_by(CodeCancellation.id.desc()).limit(1)).one() == "done"


def test_a_sensitive_step_asks_for_the_operation_password(own_panel: Panel) -> None:
    """K5.14: none, no or a wrong one is refused with what to do; the right one is taken once and kept nowhere."""
    path, it = order(own_panel), own_panel.as_("it")
    successor = own_panel.company.employees["clerk2"]
    assert SET in it.get(path).text
    assert "请先在「我的会话与密码」设置操作口令" in it.post(path, {"successor": successor}, status=403).text
    set_own(it)
    assert 'name="operation_password"' in it.get(path).text
    refused = it.post(path, {"successor": successor}, status=403).text
    assert "请输入后再办理" in refused
    assert "K5.14" in refused
    wrong = it.post(path, {"successor": successor, "operation_password": PASSWORD}, status=403)
    assert "操作口令不对" in wrong.text
    assert PASSWORD not in wrong.text
    assert not done(own_panel)
    it.post(path, {"successor": successor, "operation_password": OPERATION})
    assert done(own_panel)
    with own_panel.system() as session:
        rows = session.connection().execute(select(*(cast(one, String) for one in AuditEntry.__table__.c))).all()
        assert OPERATION not in str(rows)
        assert PASSWORD not in str(rows)
        assert "operation_password_failed" in str(rows)


def test_five_wrong_ones_lock_it_for_a_while(own_panel: Panel) -> None:
    """K5.14: tries are counted like those of signing in, so that nobody guesses at an open screen."""
    path, it = order(own_panel), own_panel.as_("it")
    set_own(it)
    sent = {"successor": own_panel.company.employees["clerk2"]}
    for _ in range(5):
        it.post(path, {**sent, "operation_password": "Other-Words-99-qq"}, status=403)
    assert "15 分钟后再试" in it.post(path, {**sent, "operation_password": OPERATION}, status=403).text
    assert not done(own_panel)


def test_the_rule_switches_it_off(own_panel: Panel) -> None:
    """K5.14: a company that does without sets the rule to no from a day on."""
    path, it = order(own_panel), own_panel.as_("it")
    with own_panel.system() as session:
        session.add(RuleValue(rule="operation_password", amount=0, valid_from=date(2020, 1, 1), basis="试点"))
    assert "operation_password" not in it.get(path).text
    it.post(path, {"successor": own_panel.company.employees["clerk2"]})
    assert done(own_panel)


def test_it_differs_from_the_login_password_and_only_its_holder_sets_it(own_panel: Panel) -> None:
    """K5.14: the login password proves the holder, the two differ both ways, and IT can only clear it."""
    it = own_panel.as_("it")
    for field, sent in (
        ("登录密码不对", {"current": "Other-Words-99-qq"}), ("不一致", {"again": "x"}),
        ("不能与登录密码相同", {"new": PASSWORD, "again": PASSWORD}), ("太容易猜到", {"new": "1234567890", "again": "1234567890"}),
    ):  # fmt: skip
        assert field in it.post(SET, {"current": PASSWORD, "new": OPERATION, "again": OPERATION, **sent}, status=422).text
    set_own(it)
    same = it.post("/me/password", {"current": PASSWORD, "new": OPERATION, "again": OPERATION}, status=422)
    assert "不能与操作口令相同" in same.text
    run = own_panel.app.test_cli_runner().invoke
    assert run(args=["accounts", "clear-operation-password", "nobody"]).exit_code == 1
    with own_panel.system() as session:
        account = session.scalars(select(Account.id).where(Account.code == "it")).one()
        kept = session.get_one(Credential, account).operation_hash
        assert kept is not None
        assert verify(kept, OPERATION)
    assert run(args=["accounts", "clear-operation-password", "it"]).exit_code == 0
    with own_panel.system() as session:
        assert session.get_one(Credential, account).operation_hash is None


def test_it_ages_like_the_login_password_and_no_old_one_comes_back(own_panel: Panel) -> None:
    """K5.16: after a month by the rule it proves nothing before it is changed; each change is registered by its kind, the old one is refused."""
    path, it = order(own_panel), own_panel.as_("it")
    sent = {"successor": own_panel.company.employees["clerk2"], "operation_password": OPERATION}
    set_own(it)
    assert "不能与现用口令相同" in it.post(SET, {"current": PASSWORD, "new": OPERATION, "again": OPERATION}, status=422).text
    with own_panel.system() as session:
        session.get_one(Credential, own_panel.company.accounts["it"]).operation_changed_at = session.info["clock"]() - timedelta(days=40)
    assert "1 个月以上没有更改" in it.get(path).text
    assert "1 个月以上没有更改" in it.post(path, sent, status=403).text
    assert not done(own_panel)
    set_own(it, new=NEXT, again=NEXT)
    old = it.post(SET, {"current": PASSWORD, "new": OPERATION, "again": OPERATION}, status=422)
    assert "最近 6 个旧密码不能再用" in old.text
    assert own_panel.app.test_cli_runner().invoke(args=["accounts", "clear-operation-password", "it"]).exit_code == 0
    assert "最近 6 个旧密码不能再用" in it.post(SET, {"current": PASSWORD, "new": NEXT, "again": NEXT}, status=422).text
    with own_panel.system() as session:
        kept = session.execute(select(PasswordChange.kind, PasswordChange.why, PasswordChange.code).order_by(PasswordChange.id.desc()).limit(2))
        assert [tuple(row) for row in kept] == [("operation", "due", "it"), ("operation", "own", "it")]
    it.post("/me/password", {"current": PASSWORD, "new": THIRD, "again": THIRD})
    with own_panel.system() as session:
        last = session.scalars(select(PasswordChange.kind).order_by(PasswordChange.id.desc()).limit(1)).one()
        assert last == "login"


@pytest.mark.parametrize("path", ["/me/password", SET])
def test_wrong_login_passwords_at_an_open_screen_are_counted(own_panel: Panel, path: str) -> None:
    """K5.14, K5.16: both pages stop with the sixth try as the sign-in does, and signing in is stopped with them."""
    it = own_panel.as_("it")
    sent = {"current": "Other-Words-99-qq", "new": OPERATION, "again": OPERATION}
    for _ in range(5):
        assert "登录密码不对" in it.post(path, sent, status=422, page=path).text
    assert "15 分钟后再试" in it.post(path, {**sent, "current": PASSWORD}, status=422, page=path).text
    with own_panel.system() as session:
        assert sign_in(session, "it", PASSWORD, address="192.0.2.7", device="other") is None
        hashes = session.get_one(Credential, own_panel.company.accounts["it"])
        assert hashes.operation_hash is None
        assert verify(hashes.password_hash, PASSWORD)
