"""The card 期限 on the page of a complaint: what runs, what is left, why; nothing for whoever is complained of."""

from tests.conftest import Panel
from tests.factories import make


def test_the_page_of_a_case_tells_its_clocks_and_why_each_is_due_then(own_panel: Panel) -> None:
    with own_panel.system() as session:
        case = make(session, "complaint").id
    page = own_panel.as_("boss").get(f"/complaints/complaint/details/?id={case}").text
    assert page.count('class="clock-head"') == 2, "C1 and C2"
    assert "日夜连续计 24 小时。" in page
    assert "计时中" in page
    assert "T2.5" in page


def test_another_limit_is_tried_on_the_complaints_of_a_year(own_panel: Panel) -> None:
    page = own_panel.as_("boss").get("/complaints/limit-trial/?year=2026&days=2").text
    assert "投诉时限试算" in page
    assert "这一年没有您可以查看的投诉" in page
    own_panel.as_("staff").get("/complaints/limit-trial/", 403)
