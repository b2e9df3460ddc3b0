"""Signing in and out: who may, for how long, what a stranger learns from trying, and what a stolen cookie is worth."""

import io
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

import operations.sign_in
from app import create_app
from domain.values import OFFICE_ZONE
from models.access.account import Account, Credential, SignInAttempt, SignInSession
from models.access.role import RoleGrant
from models.organisation.employee import Employee
from operations.passwords import set_password
from operations.records import create, delete, update
from operations.sign_in import ABSOLUTE, FAILURES_PER_ADDRESS, FAILURES_PER_CODE, IDLE, WINDOW, digest
from tests.client import PageClient, token_of
from tests.company import PASSWORD
from tests.conftest import Panel, running_panel
from web import logs
from web.settings import BadSettings, Settings

CUSTOMERS = "/customers/customer/"
_CHANGING = re.compile(r'value="[^"]{40,}"|[0-9a-f]{12}')


class Clock:
    """The time of a panel, which a test moves."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture
def timed(tmp_path: Path) -> Iterator[tuple[Panel, Clock]]:
    with running_panel(tmp_path) as panel:
        clock = panel.app.config["CLOCK"] = Clock()
        yield panel, clock


def attempt(panel: Panel, code: str, password: str, client: PageClient | None = None) -> TestResponse:
    """One try to sign in from a browser that nobody knows."""
    browser = client or PageClient(panel.app)
    token = token_of(browser.http.get("/sign-in"))
    return browser.http.post("/sign-in", data={"code": code, "password": password, "csrf_token": token})


def told(answer: TestResponse, *mentions: str) -> tuple[int, str, list[str]]:
    """All that an answer says, but for tokens and what the stranger had typed himself."""
    text = _CHANGING.sub("", answer.text)
    for mention in mentions:
        text = text.replace(mention, "§")
    return answer.status_code, text, sorted(name for name, _ in answer.headers)


def cookie_of(client: PageClient) -> str:
    found = client.http.get_cookie("taizhang")
    assert found is not None
    return found.value


def with_cookie(panel: Panel, value: str) -> PageClient:
    thief = PageClient(panel.app)
    thief.http.set_cookie("taizhang", value)
    return thief


# ---- who is let in ---------------------------------------------------------------------------------------------------


def test_a_stranger_is_sent_to_sign_in(panel: Panel) -> None:
    response = PageClient(panel.app).get(CUSTOMERS, status=303)
    assert response.headers["Location"].startswith("/sign-in")


def test_a_script_without_a_session_is_told_in_json(panel: Panel) -> None:
    answer = PageClient(panel.app).get("/search/?q=x&format=json", status=403)
    assert answer.get_json()["error"] == "请先登录。"


def test_no_page_but_the_public_ones_opens_to_a_stranger(panel: Panel) -> None:
    stranger, opened = PageClient(panel.app), set()
    for rule in panel.app.url_map.iter_rules():
        path = re.sub(r"<int:\w+>", "1", re.sub(r"<path:\w+>", "app.css", re.sub(r"<\w+>", "customer", str(rule))))
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            answer = stranger.http.open(path, method=method)
            # A post without a token may be refused before it is asked who sends it.
            if answer.status_code not in (303, 404) and not (method == "POST" and answer.status_code == 400):
                opened.add(rule.endpoint)
            answer.close()
    assert opened == {"static", "sign_in.sign_in", "health.alive", "health.ready", "public.complain", "public.track", "public.opinion", "public.thanks"}


@pytest.mark.once
def test_exactly_one_address_can_open_a_session(own_panel: Panel) -> None:
    def sessions() -> int:
        with own_panel.system() as session:
            return session.scalar(select(func.count()).select_from(SignInSession)) or 0

    opening = set()
    data = {"code": "clerk", "username": "clerk", "email": "clerk", "password": PASSWORD, "new": PASSWORD, "current": PASSWORD, "remember": "1"}
    for rule in own_panel.app.url_map.iter_rules():
        path = re.sub(r"<int:\w+>", "1", re.sub(r"<\w+(:\w+)?>", "customer", str(rule)))
        for method in ("GET", "POST"):
            before, stranger = sessions(), PageClient(own_panel.app)
            token = token_of(stranger.http.get("/sign-in"))
            sent = {**data, "csrf_token": token}
            answer = stranger.http.open(path, method=method, **({"data": sent} if method == "POST" else {"query_string": sent}))
            answer.close()
            entered = stranger.http.get(CUSTOMERS).status_code == 200
            if sessions() != before or entered:
                opening.add((rule.endpoint, method))
    assert opening == {("sign_in.sign_in", "POST")}


# ---- what trying tells -----------------------------------------------------------------------------------------------


def test_an_unknown_code_and_a_wrong_password_get_the_same_answer(own_panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str | None] = []
    verify = operations.sign_in.verify

    def counted(stored: str | None, password: str) -> bool:
        checked.append(stored)
        return verify(stored, password)

    monkeypatch.setattr(operations.sign_in, "verify", counted)
    with own_panel.system() as session:
        update(session, session.get_one(Account, own_panel.company.accounts["staff"]), {"active": False})
        update(session, session.get_one(Employee, own_panel.company.employees["head2"]), {"left_on": datetime(2020, 1, 1, tzinfo=UTC).date()})
    tries = (("clerk", "wrong-password"), ("nobody", "wrong-password"), ("staff", PASSWORD), ("head2", PASSWORD), ("CLERK\0", PASSWORD))
    answers = [told(attempt(own_panel, code, password), code) for code, password in tries]
    for answer, (code, _) in zip(answers, tries, strict=True):
        assert answer == answers[0], code
    assert answers[0][0] == 422
    assert len(checked) == len(tries), "as much work for a code that nobody has"
    assert attempt(own_panel, "clerk", PASSWORD).status_code == 303


def test_after_five_failures_the_right_password_is_refused_like_a_wrong_one(timed: tuple[Panel, Clock]) -> None:
    panel, clock = timed
    wrong = [told(attempt(panel, "clerk", "wrong")) for _ in range(FAILURES_PER_CODE)]
    right = told(attempt(panel, "clerk", PASSWORD))
    assert all(answer == right for answer in wrong)
    assert attempt(panel, "clerk2", PASSWORD).status_code == 303, "nobody else is locked out"
    clock.later(WINDOW - timedelta(seconds=1))
    assert attempt(panel, "clerk", PASSWORD).status_code == 422
    clock.later(timedelta(seconds=2))
    assert attempt(panel, "clerk", PASSWORD).status_code == 303, "trying while locked does not make it longer"


def test_four_failures_do_not_lock_and_success_forgets_them(timed: tuple[Panel, Clock]) -> None:
    panel, _clock = timed
    for _ in range(2):
        for _ in range(FAILURES_PER_CODE - 1):
            attempt(panel, "clerk", "wrong")
        assert attempt(panel, "clerk", PASSWORD).status_code == 303


def test_failures_are_forgotten_after_a_while(timed: tuple[Panel, Clock]) -> None:
    panel, clock = timed
    for _ in range(FAILURES_PER_CODE - 1):
        attempt(panel, "clerk", "wrong")
    clock.later(WINDOW + timedelta(seconds=1))
    attempt(panel, "clerk", "wrong")
    assert attempt(panel, "clerk", PASSWORD).status_code == 303


def test_other_spellings_of_a_code_share_its_count(timed: tuple[Panel, Clock]) -> None:
    panel, _clock = timed
    for spelling in ("clerk", " clerk", "CLERK", "clerk ", "Clerk"):
        attempt(panel, spelling, "wrong")
    assert attempt(panel, "clerk", PASSWORD).status_code == 422


def test_an_address_that_tries_many_codes_is_locked_too(timed: tuple[Panel, Clock]) -> None:
    panel, clock = timed
    for number in range(FAILURES_PER_ADDRESS):
        attempt(panel, f"code{number}", "wrong")
    assert attempt(panel, "clerk", PASSWORD).status_code == 422
    clock.later(WINDOW + timedelta(seconds=1))
    assert attempt(panel, "clerk", PASSWORD).status_code == 303


def test_failures_in_the_same_moment_are_all_counted(own_panel: Panel) -> None:
    start = Barrier(8)

    def fail(number: int) -> int:
        client = PageClient(own_panel.app)
        token = token_of(client.http.get("/sign-in"))
        start.wait(30)
        return client.http.post("/sign-in", data={"code": "newcomer", "password": str(number), "csrf_token": token}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(fail, range(8))) == [422] * 8
    with own_panel.system() as session:
        counted = session.get(SignInAttempt, f"code:{digest('newcomer')[:40]}")
        assert counted is not None
        assert counted.failures == FAILURES_PER_CODE, "and none after the lock"
        assert counted.locked_until is not None


def test_two_who_sign_in_to_one_account_at_once_both_enter(own_panel: Panel) -> None:
    start = Barrier(4)

    def enter(_number: int) -> int:
        client = PageClient(own_panel.app)
        token = token_of(client.http.get("/sign-in"))
        start.wait(30)
        return client.http.post("/sign-in", data={"code": "clerk", "password": PASSWORD, "csrf_token": token}).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(enter, range(4))) == [303] * 4


def test_signing_in_disturbs_nobody_who_edits_the_account(own_panel: Panel) -> None:
    admin = own_panel.as_("it")
    with own_panel.system() as session:
        account = session.get_one(Account, own_panel.company.accounts["clerk"])
        key, version = account.id, account.version
    own_panel.as_("clerk")
    with own_panel.system() as session:
        assert session.get_one(Account, key).last_signed_in_at is not None
    admin.post(f"/access/account/edit/?id={key}", {"ends_on": "2099-01-01", "version": version})


# ---- how long it lasts -----------------------------------------------------------------------------------------------


def test_a_session_ends_when_nobody_uses_it(timed: tuple[Panel, Clock]) -> None:
    panel, clock = timed
    client = panel.as_("clerk")
    for _ in range(3):
        clock.later(IDLE - timedelta(minutes=2))
        client.get(CUSTOMERS)
    clock.later(IDLE + timedelta(seconds=1))
    client.get(CUSTOMERS, status=303)


def test_a_session_ends_after_a_working_day_however_busy(timed: tuple[Panel, Clock]) -> None:
    panel, clock = timed
    client, began = panel.as_("clerk"), clock.now
    while clock.now + timedelta(minutes=20) < began + ABSOLUTE:
        clock.later(timedelta(minutes=20))
        client.get("/")
    clock.now = began + ABSOLUTE + timedelta(seconds=1)
    client.get("/", status=303)


def test_a_clock_that_is_set_back_lets_nobody_stay_for_ever(timed: tuple[Panel, Clock]) -> None:
    panel, clock = timed
    client = panel.as_("clerk")
    clock.later(timedelta(days=-2))
    client.get("/")
    clock.later(timedelta(days=2) + IDLE + timedelta(minutes=1))
    client.get("/", status=303)


def test_an_account_ends_at_midnight_of_the_office(timed: tuple[Panel, Clock]) -> None:
    panel, clock = timed
    soon = (clock.now.astimezone(OFFICE_ZONE) + timedelta(days=2)).date()  # before his password is a month old (K5.16)
    midnight = datetime(soon.year, soon.month, soon.day, tzinfo=OFFICE_ZONE)
    clock.now = midnight.astimezone(UTC) - timedelta(minutes=5)
    with panel.system() as session:
        update(session, session.get_one(Account, panel.company.accounts["clerk"]), {"ends_on": midnight.date()})
    client = panel.as_("clerk")
    client.get(CUSTOMERS)
    clock.later(timedelta(minutes=6))
    client.get(CUSTOMERS, status=303)
    assert attempt(panel, "clerk", PASSWORD).status_code == 422


# ---- what ends it ----------------------------------------------------------------------------------------------------


def test_a_copied_cookie_is_dead_after_sign_out(panel: Panel) -> None:
    browser = panel.as_("clerk")
    thief = with_cookie(panel, cookie_of(browser))
    thief.get(CUSTOMERS)
    browser.post("/sign-out")
    thief.get(CUSTOMERS, status=303)


def test_the_cookie_from_before_signing_in_stays_worthless(panel: Panel) -> None:
    """Session fixation: whoever planted a cookie in a browser does not get in when its owner signs in."""
    planted = PageClient(panel.app)
    planted.get("/sign-in")
    known = cookie_of(planted)
    victim = with_cookie(panel, known)
    victim.sign_in("clerk")
    assert cookie_of(victim) != known
    with_cookie(panel, known).get(CUSTOMERS, status=303)
    victim.get(CUSTOMERS)


def test_signing_in_again_gives_a_new_session(panel: Panel) -> None:
    client = panel.as_("clerk")
    first = cookie_of(client)
    client.sign_in("manager")
    assert cookie_of(client) != first
    assert "张建国" in client.get("/me/").text


def test_only_the_hash_of_a_session_is_kept_and_a_made_up_cookie_is_nobody(panel: Panel) -> None:
    client = panel.as_("clerk")
    with client.http.session_transaction() as kept:
        token = kept["_user_id"]
    assert len(token) >= 43, "256 bits"
    with panel.system() as session:
        hashes = set(session.scalars(select(SignInSession.token_hash)))
    assert digest(token) in hashes
    assert token not in hashes
    for wrong in (digest(token), token[:-1] + "x", token[:20], "", "1", "clerk"):
        forged = PageClient(panel.app)
        with forged.http.session_transaction() as made:
            made["_user_id"], made["_fresh"] = wrong, True
        forged.get(CUSTOMERS, status=303)


def test_a_disabled_account_is_out_at_the_next_request(own_panel: Panel) -> None:
    client, account = own_panel.as_("clerk"), own_panel.company.accounts["clerk"]
    client.get(CUSTOMERS)
    with own_panel.system() as session:
        update(session, session.get_one(Account, account), {"active": False})
    client.get(CUSTOMERS, status=303)
    assert attempt(own_panel, "clerk", PASSWORD).status_code == 422


def test_a_person_who_has_left_is_out_at_the_next_request(own_panel: Panel) -> None:
    client = own_panel.as_("clerk")
    with own_panel.system() as session:
        person = session.get_one(Employee, own_panel.company.employees["clerk"])
        update(session, person, {"left_on": datetime(2026, 1, 1, tzinfo=UTC).date()})
    client.get(CUSTOMERS, status=303)


def test_a_role_that_is_taken_away_is_gone_at_the_next_request_and_back_when_given_again(own_panel: Panel) -> None:
    client, person = own_panel.as_("clerk"), own_panel.company.employees["clerk"]
    client.get(CUSTOMERS)
    with own_panel.system() as session:
        grants = list(session.scalars(select(RoleGrant).where(RoleGrant.person_id == person)))
        roles = [grant.role_id for grant in grants]
        for grant in grants:
            delete(session, grant)
    client.get(CUSTOMERS, status=403)
    client.get("/")
    with own_panel.system() as session:
        for role in roles:
            create(session, RoleGrant.register, {"role": role, "person": person, "reason": "again"})
    client.get(CUSTOMERS)


def test_changing_the_password_ends_all_sessions(own_panel: Panel) -> None:
    here, there = own_panel.as_("clerk"), own_panel.as_("clerk")
    new = "Umbrella-and-Kite-88"
    sent = {"current": PASSWORD, "new": new, "again": new}
    here.post("/me/password", {**sent, "current": "wrong"}, status=422)
    there.get(CUSTOMERS)
    here.post("/me/password", sent)
    there.get(CUSTOMERS, status=303)
    here.get(CUSTOMERS, status=303)
    assert attempt(own_panel, "clerk", PASSWORD).status_code == 422
    PageClient(own_panel.app).sign_in("clerk", new).get(CUSTOMERS)


def test_one_s_other_session_can_be_ended_and_nobody_else_s(own_panel: Panel) -> None:
    here, there, other = own_panel.as_("clerk"), own_panel.as_("clerk"), own_panel.as_("manager")
    with own_panel.system() as session:
        by_account = select(SignInSession.id).where(SignInSession.account_id == own_panel.company.accounts["clerk"])
        second = max(session.scalars(by_account))
    assert other.post(f"/me/sessions/{second}/end", status=403).text.count("不是您的") == 1
    other.post("/me/sessions/999999/end", status=403)
    there.get(CUSTOMERS)
    here.post(f"/me/sessions/{second}/end")
    there.get(CUSTOMERS, status=303)
    here.get(CUSTOMERS)


def test_a_password_that_was_given_must_be_changed_before_anything_else(own_panel: Panel) -> None:
    with own_panel.system() as session:
        set_password(session, session.get_one(Account, own_panel.company.accounts["clerk"]), "Given-Once-4711", must_change=True)
    client = PageClient(own_panel.app).sign_in("clerk", "Given-Once-4711")
    for path in ("/", CUSTOMERS, "/me/", "/search/?q=x"):
        assert client.get(path, status=303).headers["Location"] == "/me/password"
    new = "Umbrella-and-Kite-88"
    client.post("/me/password", {"current": "Given-Once-4711", "new": new, "again": new}, page="/me/password")
    PageClient(own_panel.app).sign_in("clerk", new).get(CUSTOMERS)


def test_passwords_are_kept_as_argon2id(panel: Panel) -> None:
    with panel.system() as session:
        kept = session.scalars(select(Credential.password_hash)).all()
    for one in kept:
        match = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", one)
        assert match
        assert int(match.group(1)) >= 46 * 1024
        assert PASSWORD not in one


# ---- headers and cookies ---------------------------------------------------------------------------------------------

HEADERS = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip
ADDRESSES = (
    "/", "/sign-in", "/sign-out", CUSTOMERS, "/nothing", "/customers/customer/details/?id=x", "/static/app.css", "/static/nothing.css",
    "/healthz", "/readyz", "/search/?q=x&format=json", "/customers/customer", "/customers/customer/lookup/manager?q=", "/jobs/",
    "/customers/customer/?size=x", "/access/role/", "/admin/static/x.css",
)  # fmt: skip


def check_headers(answer: TestResponse, path: str) -> None:
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == value, (path, name)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, path
    assert "unsafe" not in policy, path
    assert "frame-ancestors 'none'" in policy
    assert "Server" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers
    if not path.startswith("/static/"):
        assert "no-store" in answer.headers["Cache-Control"], path


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_answer_has_the_security_headers(panel: Panel, path: str) -> None:
    for client in (PageClient(panel.app), panel.as_("clerk")):
        for method in ("GET", "POST", "HEAD", "PUT", "OPTIONS"):
            answer = client.http.open(path, method=method, headers={"Origin": "https://evil.example"})
            check_headers(answer, path)
            answer.close()


def test_an_error_of_ours_has_them_too(own_panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("admin_views.base.list_page", broken)
    answer = own_panel.as_("clerk").http.get(CUSTOMERS)
    assert answer.status_code == 500
    check_headers(answer, CUSTOMERS)


def test_a_secure_connection_is_remembered(panel: Panel) -> None:
    answer = panel.app.test_client().get("/sign-in", base_url="https://taizhang.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_cookies_are_for_the_server_only(panel: Panel) -> None:
    client = PageClient(panel.app)
    answers = [client.get("/sign-in"), attempt(panel, "clerk", PASSWORD, client), client.post("/locale", {"locale": "en"})]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert len(cookies) >= 3
    for cookie in cookies:
        assert "HttpOnly" in cookie, cookie
        assert "SameSite=Lax" in cookie, cookie
        assert "Domain=" not in cookie, cookie
        assert "Path=/" in cookie, cookie


# ---- logs ------------------------------------------------------------------------------------------------------------


def test_no_log_holds_a_password_a_token_or_a_value(
    own_panel: Panel, monkeypatch: pytest.MonkeyPatch, loud: Callable[[], str]
) -> None:
    wrong, named = "zq-wrong-password", "zq-name-of-a-customer"
    attempt(own_panel, "zq-code-of-nobody", wrong)
    client = own_panel.as_("head")
    token = token_of(client.http.get("/me/"))
    with client.http.session_transaction() as kept:
        secret = kept["_user_id"]
    client.http.post("/customers/customer/new/", data={"name": named, "contact_phone": "zq-bad-phone", "csrf_token": token})
    client.http.get(CUSTOMERS, query_string={"q": "zq-searched", "f.customer_class.is": "zq-filtered"})
    client.http.get("/customers/customer/details/?id=zq-id")
    client.http.get("/zq-address")
    client.http.post("/me/password", data={"current": "zq-current", "new": "zq-new-one-1", "again": "zq-other", "csrf_token": token})

    def broken(*_args: object) -> None:
        try:
            raise ValueError("zq-inner-value")
        except ValueError as error:
            raise RuntimeError(f"zq-outer-value {named}") from error

    monkeypatch.setattr("admin_views.base.list_page", broken)
    assert client.http.get(CUSTOMERS).status_code == 500
    logged = loud()
    assert '"event": "request"' in logged, "the check sees the log"
    assert '"event": "unexpected"' in logged
    assert "test_sign_in.py" in logged, "where it came from is there"
    for value in (wrong, named, PASSWORD, token, secret, cookie_of(client), "zq-"):
        assert value not in logged, value


@pytest.fixture
def loud(own_panel: Panel) -> Iterator[Callable[[], str]]:
    """What has been logged since then, at the level of production."""
    written = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", written)
        logs.configure(quiet=False)
    yield written.getvalue
    logs.configure(quiet=True)


def test_the_lines_of_a_log_cannot_be_forged(own_panel: Panel, loud: Callable[[], str]) -> None:
    client = own_panel.as_("clerk")
    client.http.get("/customers/customer/", headers={"User-Agent": "x\x1b[31m\u2028{\"event\": \"forged\"}"})
    client.http.get("/%0a{%22event%22:%22forged%22}")
    lines = [line for line in loud().splitlines() if line]
    assert lines
    assert all(line.startswith("{") and line.endswith("}") for line in lines)
    assert not [line for line in lines if "forged" in line]


def test_in_production_the_cookie_is_bound_to_host_and_tls(tmp_path: Path, panel: Panel) -> None:
    with pytest.raises(BadSettings):
        Settings.from_environment({"TAIZHANG_ENV": "production", "TAIZHANG_DATA_DIR": str(tmp_path), "TAIZHANG_SECRET_KEY": "short"})
    settings = Settings(tmp_path, panel.settings.database_url, "k" * 64, 0, production=True)
    app = create_app(settings, TESTING=True)
    answer = app.test_client().get("/sign-in", base_url="https://taizhang.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-taizhang=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain=" not in cookie
