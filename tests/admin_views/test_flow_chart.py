"""The charts of processes: drawn from the moves, one arrow each, of what the reader may see."""

import pytest

from admin_views.flow_chart import chart_of
from models.register import registers
from tests.conftest import Panel

PAGE = "/governance/flows/"


@pytest.mark.parametrize(
    ("key", "title", "step"),
    [("registration", "客户备案", "催办"), ("customer_visit", "客户拜访", "登记拜访"), ("customer_expense", "客户费用报销", "审批")],
)
def test_the_three_flows_of_the_regulation_are_charts_to_print(panel: Panel, key: str, title: str, step: str) -> None:
    """K7.20: 客户备案流程, 客户访问流程, 客户费用报销流程."""
    page = panel.as_("manager").get(f"{PAGE}?register={key}").text
    assert f'<h2 id="flow">{title}</h2>' in page
    assert f'<th scope="row">{step}</th>' in page
    assert page.count('class="flow-box"') == len(registers[key].fields["state"].titles)


def test_every_workflow_has_a_chart_in_which_each_state_stands_once_and_each_way_is_drawn(panel: Panel) -> None:
    with panel.app.test_request_context("/"):
        for register in registers.values():
            if register.workflow is None:
                continue
            chart = chart_of(register)
            assert len({(one.x, one.y) for one in chart.boxes}) == len(register.fields[register.workflow.state].titles), register.key
            assert len(chart.arrows) == sum(start != end for start, _, end in register.workflow.steps()), register.key
            assert len({one.path for one in chart.arrows}) == len(chart.arrows), register.key


def test_who_may_not_see_a_register_sees_no_chart_of_it(panel: Panel) -> None:
    page = panel.as_("staff").get(f"{PAGE}?register=customer_expense").text
    assert "客户费用报销" not in page
