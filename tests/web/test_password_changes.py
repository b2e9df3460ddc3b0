"""Changing passwords: registered without the password, never back to an old one, at once where one may be known (K5.16)."""

from datetime import timedelta

import pytest
from sqlalchemy import String, cast, delete, select

from domain.errors import Invalid
from models.access.password_change import PasswordChange
from models.governance.rule_value import RuleValue
from models.governance.setting import Setting, SettingName
from operations.office_clock import today
from operations.password_rules import PasswordRules, check_strength, password_rules
from operations.sign_in import is_due
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


def test_one_switch_takes_long_passwords_that_stay_in_place_of_monthly_ones(own_panel: Panel) -> None:
    """K5.15, K5.16: by the regulation ten characters, changed each month, six old ones refused; by today's advice fifteen, and none of that."""
    with own_panel.system() as session:
        assert password_rules(session) == PasswordRules(10, 1, 6)
        session.add(RuleValue(rule="password_pack", amount=1, valid_from=today(session), basis="试点"))
    with own_panel.system() as session:
        assert password_rules(session) == PasswordRules(15, 0, 0)
        assert not is_due(session, session.info["clock"]() - timedelta(days=400), session.info["clock"]())
    page = own_panel.as_("clerk").get("/me/password").text
    assert "密码至少 15 个字符" in page, "told before he types"
    assert "每 1 个月至少更改一次" not in page
    assert "密码至少 15 个字符" in change(own_panel.as_("clerk"), PASSWORD, "Kran-Dose-83zx", 422)
    change(own_panel.as_("clerk"), PASSWORD, SECOND)
    change(PageClient(own_panel.app).sign_in("clerk", SECOND), SECOND, PASSWORD)


def test_the_name_of_the_company_is_no_password(own_panel: Panel) -> None:
    """K5.15."""
    with own_panel.system() as session:
        session.execute(delete(Setting).where(Setting.name == SettingName.COMPANY_NAME))
        session.add(Setting(name=SettingName.COMPANY_NAME, value="扬州华兴贸易"))
    assert "单位名称" in change(own_panel.as_("clerk"), PASSWORD, "yangzhouhuaxingmaoyi88", 422)


@pytest.mark.parametrize("weak", ["woaini5201314", "Woaiwojia520520", "zhongguo19900101", "1q2w3e4r5tmima", "wang1990-01-01x", "xitongguanli88"])
def test_what_is_common_here_is_not_taken(weak: str) -> None:
    """K5.15, K5.16: words in pinyin, numbers that sound like words, days and runs over the keyboard."""
    with pytest.raises(Invalid) as found:
        check_strength(weak, "王小芳", shortest=10)
    assert found.value.clause == "K5.15"
