"""Changing passwords: registered without the password, never back to an old one, at once where one may be known (K5.16)."""

import pytest
from sqlalchemy import String, cast, select

from domain.errors import Invalid
from models.access.password_change import PasswordChange
from models.governance.rule_value import RuleValue
from operations.office_clock import today
from operations.passwords import check_strength
from tests.client import PageClient
from tests.company import PASSWORD
from tests.conftest import Panel

SECOND = "Harbour-Quilt-83-zx"


def change(client: PageClient, current: str, new: str, status: int = 303) -> str:
    return client.post("/me/password", {"current": current, "new": new, "again": new}, status=status, page="/me/password").text


def test_a_change_is_registered_and_an_old_password_is_not_taken_again(own_panel: Panel) -> None:
    """K5.16: code, time, by whom and why, never the password; the last ones by the rule are refused."""
    change(own_panel.as_("clerk"), PASSWORD, SECOND)
    again = PageClient(own_panel.app).sign_in("clerk", SECOND)
    assert "最近 6 个旧密码不能再用" in change(again, SECOND, PASSWORD, 422)
    with own_panel.system() as session:
        rows = session.connection().execute(select(*(cast(one, String) for one in PasswordChange.__table__.c))).all()
        assert PASSWORD not in str(rows)
        assert SECOND not in str(rows)
        last = session.scalars(select(PasswordChange).order_by(PasswordChange.id.desc()).limit(1)).one()
        holder = own_panel.company.employees["clerk"]
        assert (last.code, last.holder_id, last.changed_by_id, last.why) == ("clerk", holder, holder, "own")
        session.add(RuleValue(rule="password_history", amount=0, valid_from=today(session), basis="试点"))
    assert "密码更改登记" in own_panel.as_("it").get("/access/password_change/").text
    change(again, SECOND, PASSWORD)


def test_who_fears_a_leak_changes_before_anything_else(own_panel: Panel) -> None:
    """K5.16: every other session ends at once, it is registered, and only the change is left to do; IT gives another one."""
    thief, holder = own_panel.as_("clerk"), own_panel.as_("clerk")
    assert holder.post("/me/leak").headers["Location"] == "/me/password"
    assert thief.get("/me/", status=303).headers["Location"].startswith("/sign-in")
    assert holder.get("/me/", status=303).headers["Location"] == "/me/password"
    change(holder, PASSWORD, SECOND)
    run = own_panel.app.test_cli_runner().invoke
    assert run(args=["accounts", "new-password", "nobody"]).exit_code == 1
    given = run(args=["accounts", "new-password", "clerk"]).output.split()[-1]
    assert PageClient(own_panel.app).sign_in("clerk", given).get("/me/", status=303).headers["Location"] == "/me/password"
    with own_panel.system() as session:
        whys = session.scalars(select(PasswordChange.why).where(PasswordChange.code == "clerk").order_by(PasswordChange.id)).all()
    assert whys == ["opened", "leak", "due", "given"]


@pytest.mark.parametrize("weak", ["woaini5201314", "Woaiwojia520520", "zhongguo19900101", "1q2w3e4r5tmima", "wang1990-01-01x", "xitongguanli88"])
def test_what_is_common_here_is_not_taken(weak: str) -> None:
    """K5.15, K5.16: words in pinyin, numbers that sound like words, days and runs over the keyboard."""
    with pytest.raises(Invalid) as found:
        check_strength(weak, "王小芳")
    assert found.value.clause == "K5.15"
