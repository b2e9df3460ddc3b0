"""Whatever statement or commit of a request fails: all or nothing, a plain page, and no half audit."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from domain.values import read_day
from models.base import Record
from models.register import registers
from operations import records
from operations.records import create
from tests.client import PageClient, token_of
from tests.company import PASSWORD, PROOF, WHAT_A_FORM_ASKS
from tests.conftest import Panel, running_panel
from tests.faults.breaking import SECRET, Breaker, everything
from web.extensions import db

pytestmark = pytest.mark.timeout(300)  # an act fails at each of more than a hundred statements, and everything stored is read each time

Act = Callable[[PageClient, str], TestResponse]
MOST = 200
_WORDS = re.compile(r"sqlite|psycopg|sqlalchemy|INSERT |UPDATE |SELECT |Traceback|I/O", re.I)


@pytest.fixture(scope="module")
def shaky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Panel, Breaker]]:
    with running_panel(tmp_path_factory.mktemp("shaky")) as panel:
        with panel.app.app_context():
            engine = db.engine
        with Breaker(engine).installed() as breaker:
            yield panel, breaker


def made(panel: Panel, **given: Any) -> int:
    with panel.system() as session:
        values = {"name": "故障", "customer_class": "general", "department": panel.company.departments["north"]}
        return int(create(session, registers["customer"], {**values, **given}).id)


def filing(panel: Panel) -> int:
    with panel.system() as session:
        values = {"customer": panel.company.customers[0], "contacted_on": read_day("2026-01-05")}
        values["applicant"] = panel.company.employees["clerk"]
        return int(create(session, registers["registration"], values).id)


def _posting(path: str, **data: Any) -> Act:
    return lambda client, token: client.http.post(path, data={**data, "csrf_token": token})


def _creating(_panel: Panel) -> tuple[str, Act]:
    sent = {"name": "新客户", "customer_class": "general", "customer_type": "enterprise", **WHAT_A_FORM_ASKS}
    return "clerk", _posting("/customers/customer/new/", **sent)


def _editing(panel: Panel) -> tuple[str, Act]:
    key, employee = made(panel), panel.company.employees["staff"]
    sent = {"short_name": "改", "team": [employee], "needs": "多", "version": 1}
    return "clerk", _posting(f"/customers/customer/edit/?id={key}", **sent)


def _deleting(panel: Panel) -> tuple[str, Act]:
    return "head", _posting(f"/customers/customer/delete/?id={made(panel)}", version=1)


def _deleting_several(panel: Panel) -> tuple[str, Act]:
    return "head", _posting("/customers/customer/action/delete", ids=[made(panel), made(panel), made(panel)], sure="1")


def _moving(panel: Panel) -> tuple[str, Act]:
    return "filing", _posting(f"/customers/registration/move/return/?id={filing(panel)}", opinion="补")


def _keeping_a_view(_panel: Panel) -> tuple[str, Act]:
    return "clerk", _posting("/customers/customer/views/", label="视图", **{"f.customer_class.is": "key"})


def _granting(panel: Panel) -> tuple[str, Act]:
    sent = {**PROOF, "role": 1, "person": panel.company.employees["staff"], "reason": "试"}
    return "security", _posting("/access/role_grant/new/", **sent)


ACTIONS = (_creating, _editing, _deleting, _deleting_several, _moving, _keeping_a_view, _granting)


@pytest.mark.parametrize("error", [OperationalError, RuntimeError])
@pytest.mark.parametrize("action", ACTIONS)
def test_all_or_nothing(
    shaky: tuple[Panel, Breaker],
    action: Callable[[Panel], tuple[str, Act]],
    error: type[Exception],
    capsys: pytest.CaptureFixture[str],
) -> None:
    panel, breaker = shaky
    code, do = action(panel)
    client = panel.as_(code)
    points = break_at_each(panel, breaker, client, do, error)
    assert 3 < points < MOST
    assert SECRET not in capsys.readouterr().err, "the message of a database holds values and belongs into no log"


def break_at_each(panel: Panel, breaker: Breaker, client: PageClient, do: Act, error: type[Exception]) -> int:
    """Try with a failure at the first statement, the second …, until nothing fails any more; the number of failures."""
    token = token_of(client.http.get("/me/"))
    before = everything(breaker.engine)
    for n in range(1, MOST):
        breaker.arm(n, error)
        answer = do(client, token)
        broke = breaker.broke
        breaker.arm(0)
        if not broke:
            assert answer.status_code == 303
            assert everything(breaker.engine) != before, "the last try, without a failure, does something"
            return n - 1
        assert answer.status_code in ((503,) if error is OperationalError else (500,)), (n, answer.status_code)
        assert SECRET not in answer.text
        assert not _WORDS.search(answer.text), n
        assert "没有保存" in answer.text or "什么都没有保存" in answer.text, n
        after = everything(breaker.engine)
        assert after == before, (n, [name for name in after if after[name] != before[name]])
    return MOST


@pytest.mark.parametrize("password", [PASSWORD, "wrong"], ids=["right", "wrong"])
def test_signing_in_is_all_or_nothing_too(shaky: tuple[Panel, Breaker], password: str) -> None:
    panel, breaker = shaky
    before = everything(breaker.engine)
    for n in range(1, MOST):
        client = PageClient(panel.app)
        token = token_of(client.get("/sign-in"))
        breaker.arm(n)
        answer = client.http.post("/sign-in", data={"code": "auditor", "password": password, "csrf_token": token})
        broke = breaker.broke
        breaker.arm(0)
        if not broke:
            assert answer.status_code == (303 if password == PASSWORD else 422)
            return
        assert answer.status_code == 503, n
        assert SECRET not in answer.text
        assert everything(breaker.engine) == before, n
        client.get("/customers/customer/", status=303)
    pytest.fail("no end")


@pytest.mark.parametrize("path", ["/", "/customers/customer/", "/customers/customer/details/?id=1", "/search/?q=杭州", "/me/"])
def test_a_page_that_cannot_be_read_says_so(shaky: tuple[Panel, Breaker], path: str) -> None:
    panel, breaker = shaky
    client = panel.as_("clerk")
    for n in range(1, MOST):
        breaker.arm(n)
        answer = client.http.get(path)
        broke = breaker.broke
        breaker.arm(0)
        if not broke:
            assert answer.status_code == 200
            return
        assert answer.status_code == 503, (path, n)
        assert SECRET not in answer.text


def test_a_commit_in_the_middle_would_be_noticed(shaky: tuple[Panel, Breaker], monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: each of several deletions is committed by itself."""
    panel, breaker = shaky
    whole = records.delete

    def one_by_one(session: Any, record: Record, **more: Any) -> None:
        whole(session, record, **more)
        session.commit()

    monkeypatch.setattr(records, "delete", one_by_one)
    code, do = _deleting_several(panel)
    client = panel.as_(code)
    with pytest.raises(AssertionError, match="customer"):
        break_at_each(panel, breaker, client, do, OperationalError)
