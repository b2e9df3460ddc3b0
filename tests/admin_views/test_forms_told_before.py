"""What a form says and holds before anybody is refused: who enters it, where it belongs, and when a field must be filled."""

from models.register import registers
from operations.declared_terms import needed_hint
from tests.client import PageClient
from tests.conftest import Panel
from tests.factories import make


def _chosen(page: str, key: str) -> str:
    start = page.index(f'id="field-{key}"')
    tag = page[page.rindex("<", 0, start) : page.index(">", start)]
    return tag.partition('value="')[2].partition('"')[0]


def test_who_enters_his_own_finds_his_name_in_the_form(panel: Panel) -> None:
    """K1.9, K2.14: a fault that one reports and a reward one claims bear one's own name and department."""
    people, places = panel.company.employees, panel.company.departments
    clerk = panel.as_("clerk")
    for path, key in (("/workplace/equipment_fault/new/", "reporter"), ("/incentives/reward_claim/new/", "person")):
        page = clerk.get(path).text
        assert _chosen(page, key) == str(people["clerk"])
        assert _chosen(page, "department") == str(places["north"])


def test_what_an_office_enters_for_others_goes_where_they_work(panel: Panel) -> None:
    """K2.21: the department of a trip is not that of whoever types it in; one that is given stays."""
    people, places = panel.company.employees, panel.company.departments
    with panel.system() as session:
        trips = [make(session, "service_trip", person=people["clerk2"], department=given) for given in (None, places["north"])]
        assert [one.department_id for one in trips] == [places["south"], places["north"]]


def test_a_form_says_when_a_field_must_be_filled(panel: Panel) -> None:
    """K1.8: before anybody is refused; where there are many such values they are not all listed."""
    head: PageClient = panel.as_("head")
    assert head.get("/workplace/daily_check/new/").text.count("「结果」为「未按要求摆放」时必填。") == 2
    page = head.get("/workplace/site_finding/new/").text
    assert "有些「检查项目」须填写。" in page
    both = registers["site_finding"].fields["minutes"]
    assert both.needed_when is None or needed_hint(registers["site_finding"], both) is not None
    assert needed_hint(registers["site_finding"], registers["site_finding"].fields["place"]) is None
