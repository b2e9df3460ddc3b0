"""The page of the story of a customer or a case: from its own page, page by page, and for nobody who may not see the record."""

import re

from domain.values import read_day
from models.register import registers
from operations.records import create
from tests.conftest import Panel
from tests.factories import make

CUSTOMER, CASE = "/customers/customer/details/", "/complaints/complaint/details/"


def test_the_page_of_a_customer_leads_to_the_whole_story_page_by_page(panel: Panel) -> None:
    """A5.4."""
    with panel.system() as session:
        customer = make(session, "customer", department=panel.company.departments["north"]).id
        for number in range(55):
            letter = {"customer": customer, "exchanged_on": read_day("2026-03-02"), "direction": "in", "means": "letter", "subject": f"来函{number:02d}号"}
            create(session, registers["correspondence"], letter)
    head = panel.as_("head")
    page = head.get(f"{CUSTOMER}?id={customer}").text
    card = page[page.index('id="timeline"') :]
    assert card.count('class="timeline-at"') == 8
    first = head.get(f"/customers/timeline/?id={customer}").text
    assert f'href="/customers/timeline/?id={customer}"' in page
    older = re.search(r'href="([^"]*after=[^"]*)"', first)
    assert older
    second = head.get(older[1].replace("&amp;", "&")).text
    letters = [re.findall(r"来函\d\d号", one) for one in (first, second)]
    assert len(letters[1]) == 56 - 50, "one more entry tells that the customer was entered"
    assert not set(letters[0]) & set(letters[1])
    assert "最新" in second
    for wrong in ("x", "Wzwx", older[1].partition("after=")[2][:-4], ""):
        head.get(f"/customers/timeline/?id={customer}&after={wrong}", 200 if wrong == "" else 400)
    panel.as_("head2").get(f"/customers/timeline/?id={customer}", 404)
    panel.as_("it").get(f"/customers/timeline/?id={customer}", 403)


def test_the_page_of_a_case_tells_its_story_to_whom_it_does_not_concern(panel: Panel) -> None:
    """K4.7."""
    with panel.system() as session:
        case = make(session, "complaint", respondents=[panel.company.employees["boss"]]).id
    officer = panel.as_("complaint")
    assert "开始计时" in officer.get(f"{CASE}?id={case}").text
    assert "首次答复" in officer.get(f"/complaints/timeline/?id={case}").text
    panel.as_("boss").get(f"/complaints/timeline/?id={case}", 404)
