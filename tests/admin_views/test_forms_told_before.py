"""What a form says and holds before anybody is refused: who enters it, where it belongs, and when a field must be filled."""

from datetime import UTC, date, datetime

from admin_views.cards import Link
from admin_views.step_buttons import primary_of
from domain.errors import Refused
from domain.values import OFFICE_ZONE
from models.register import registers
from operations.declared_terms import needed_hint
from operations.governance.versions import NOT_DISCUSSED
from operations.moves import Choice
from tests.client import PageClient
from tests.company import PROOF
from tests.conftest import Panel
from tests.factories import make


def _today() -> date:
    return datetime.now(UTC).astimezone(OFFICE_ZONE).date()


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


def test_what_is_entered_as_it_happens_starts_with_now(panel: Panel) -> None:
    """K1.8, K1.9: today, or this minute; the day that somebody must know starts empty."""
    fault = panel.as_("clerk").get("/workplace/equipment_fault/new/").text
    assert _chosen(fault, "reported_on") == f"{_today():%Y-%m-%d}"
    assert _chosen(fault, "occurred_on") == ""
    check = panel.as_("head").get("/workplace/daily_check/new/").text
    assert _chosen(check, "checked_at").startswith(f"{_today():%Y-%m-%d}")


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


def test_sending_back_is_not_the_button_to_press_while_the_next_step_must_wait() -> None:
    """A14.2: a version without its discussion goes no further, and its page does not press one to return it instead."""
    flow = registers["regulation_version"].workflow
    assert flow is not None
    on, back = flow.by_name["to_deliberation"], flow.by_name["back_to_draft"]
    links = {one.name: Link(one.label.zh, f"/{one.name}") for one in (on, back)}
    held_up = (Choice(on, Refused(NOT_DISCUSSED)), Choice(back, None))
    register = registers["regulation_version"]
    assert primary_of(register, (links["back_to_draft"],), held_up) is None
    assert primary_of(register, tuple(links.values()), (Choice(on, None), Choice(back, None))) == links["to_deliberation"]


def test_refusing_is_not_the_button_to_press_for_who_may_only_refuse() -> None:
    """K5.20: whoever may not approve is not led to refuse; with both, approving comes first."""
    register = registers["data_order"]
    assert register.workflow is not None
    yes, no = register.workflow.by_name["approve"], register.workflow.by_name["reject"]
    press, other = Link(yes.label.zh, "/yes"), Link(no.label.zh, "/no")
    assert primary_of(register, (other,), (Choice(no, None),)) is None
    assert primary_of(register, (press, other), (Choice(yes, None), Choice(no, None))) == press


def test_the_mark_of_a_needed_field_follows_the_choice_it_hangs_on(panel: Panel) -> None:
    """K7.3: ownership is asked of enterprises; of a person who is entered the mark is there and hidden."""
    page = panel.as_("head").get("/customers/customer/new/").text
    label = page[page.index('for="field-company_kind"') :].partition("</label>")[0]
    assert 'data-follows="field-customer_type" data-needed-for="enterprise"><span' in label
    sent = panel.as_("head").post("/customers/customer/new/", {"customer_type": "personal"}, 422).text
    assert 'data-needed-for="enterprise" hidden>' in sent[sent.index('for="field-company_kind"') :].partition("</label>")[0]


def test_a_version_offers_the_meeting_it_needs(panel: Panel) -> None:
    """A14.2: whoever may enter meetings finds the way to one about this version on its page."""
    with panel.system() as session:
        version = make(session, "regulation_version", state="discussion").id
        make(session, "governance_meeting", title="讨论新版", about_version=version)
    page = panel.as_("boss").get(f"/governance/regulation_version/details/?id={version}").text
    assert "讨论新版" in page


def test_ending_a_process_is_never_the_button_to_press() -> None:
    """R4.5: what undoes stands apart."""
    flow = registers["process_filing"].workflow
    assert flow is not None
    assert all(flow.by_name[name].destructive for name in ("replace_process", "give_up_process"))


def test_what_a_form_refuses_cites_its_clause(panel: Panel) -> None:
    """K5.6: the sentence at the field and the list above the form say by which clause."""
    page = panel.as_("security").post("/access/role_grant/new/", {**PROOF, "role": "1", "reason": "试"}, 422).text
    assert page.count("须且只能填一项。（K5.6）") >= 2
