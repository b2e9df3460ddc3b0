"""The page of the numbers: everybody reads them, who leads sets them, and a refused form keeps what was typed."""

from datetime import timedelta

from domain.rules import ComplaintRule
from domain.values import OFFICE_ZONE, write_day
from operations.rules import rule
from tests.conftest import Panel

PAGE = "/governance/rules/"


def test_who_leads_sets_a_number_from_a_day_on(own_panel: Panel) -> None:
    """R4.5: what has begun keeps the rule it began with."""
    boss = own_panel.as_("boss")
    with own_panel.system() as session:
        today = session.info["clock"]().astimezone(OFFICE_ZONE).date()
    later = today + timedelta(days=10)
    given = {"amount": "2", "valid_from": later.isoformat(), "basis": "总办〔2026〕7号"}
    boss.post(f"{PAGE}handling_days", given, status=303)
    page = boss.get(PAGE).text
    assert "3 个工作日" in page
    assert f"{write_day(later)} 起 2 个工作日" in page
    with own_panel.system() as session:
        assert (rule(session, ComplaintRule.HANDLING_DAYS), rule(session, ComplaintRule.HANDLING_DAYS, later)) == (3, 2)


def test_a_refused_value_says_why_and_what_was_typed_stays(own_panel: Panel) -> None:
    boss = own_panel.as_("boss")
    page = boss.post(f"{PAGE}handling_days", {"amount": "99", "valid_from": "2020-01-01", "basis": "总办〔2026〕7号"}, status=422).text
    assert "「投诉办理期限」应在 0 到 60 之间。" in page
    assert "生效日期不能早于今天" in page
    assert all(f'value="{typed}"' in page for typed in ("99", "2020-01-01", "总办〔2026〕7号"))
    assert "不是" in boss.post(f"{PAGE}handling_days", {"amount": "三", "valid_from": "x", "basis": ""}, status=422).text


def test_everybody_reads_the_numbers_and_only_who_leads_sets_them(own_panel: Panel) -> None:
    staff = own_panel.as_("staff")
    page = staff.get(PAGE).text
    assert "投诉办理期限" in page
    assert f"{PAGE}handling_days" not in page
    staff.get(f"{PAGE}handling_days", 403)
    staff.post(f"{PAGE}handling_days", {"amount": "2"}, status=403)
    own_panel.as_("boss").get(f"{PAGE}no_such_rule", 404)
