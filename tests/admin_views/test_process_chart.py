"""The flow chart of a filed process, drawn on the server from its steps (R4.2)."""

from tests.conftest import Panel
from tests.factories import make


def test_the_chart_shows_each_step_with_its_person_and_the_way_back(panel: Panel) -> None:
    """R4.2: boxes in order, who answers for each, an arrow back from the decision; nothing without steps, no style in the page."""
    people = panel.company.employees
    with panel.system() as session:
        process = make(session, "process_filing", title="上门维修图", department=panel.company.departments["north"], writer=people["clerk"]).id
    boss = panel.as_("boss")
    assert 'class="chart"' not in boss.get(f"/filings/process_filing/details/?id={process}").text
    with panel.system() as session:
        for no, (title, who) in enumerate((("受理", "clerk"), ("维修", "manager"), ("回访", "head")), 1):
            make(session, "process_node", filing=process, line_no=no, title=title, responsible=people[who], action="按手册",
                 **({"decision": "未修好", "back_to": 2} if no == 3 else {}))  # fmt: skip
    page = boss.get(f"/filings/process_filing/details/?id={process}").text
    chart = page[page.index("<svg class=\"chart\"") : page.index("</svg>", page.index("<svg class=\"chart\""))]
    assert [chart.index(word) for word in ("1 受理", "2 维修", "3 回访")] == sorted(chart.index(word) for word in ("1 受理", "2 维修", "3 回访"))
    assert chart.count("<rect") == 3
    assert "stroke-dasharray" in chart
    assert "未修好" in chart
    assert "张建国" in chart  # who answers for the second
    assert "style=" not in chart
