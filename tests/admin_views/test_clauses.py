"""制度条文与体检: every regulation clause by clause, with its screens, its numbers and its month."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from domain.access import Level, Scope
from domain.clauses import REGULATIONS, clauses
from models.fence import act
from operations.clauses import Kept, health, seen
from operations.moves import perform
from permissions.actor import System
from tests.conftest import Panel
from tests.factories import make
from tests.models.scenes import a_town, may


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 2, tzinfo=UTC)


def test_the_terms_of_a_month_are_counted_for_those_one_sees(session: Session) -> None:
    """K7.6: kept, late, over and still open; the next month and other people's filings are not counted."""
    town = a_town(session)

    def filing(customer: int, on: date, filed: datetime | None) -> None:
        act(session, System("test"), clock=lambda: at(5, 1))
        one = make(session, "registration", customer=customer, applicant=town.wang, contacted_on=on)
        if filed is not None:
            act(session, System("test"), clock=lambda: filed)
            perform(session, one, "file", {})

    filing(town.of_wang, date(2026, 6, 1), at(6, 8))
    filing(town.of_wang, date(2026, 6, 2), at(6, 12))
    filing(town.of_north, date(2026, 6, 3), None)
    filing(town.of_south, date(2026, 6, 3), at(6, 4))
    filing(town.of_south, date(2026, 6, 29), at(6, 30))
    act(session, System("test"), clock=lambda: at(6, 20))
    assert health(session, date(2026, 6, 1))["K7.6"] == Kept(kept=2, late=2, running=1)
    assert health(session, date(2026, 7, 1))["K7.6"].kept == 1
    act(session, town.wang_with(may(Scope.OWN)), clock=lambda: at(6, 20))
    assert health(session, date(2026, 6, 1))["K7.6"] == Kept(kept=1, late=1, running=0)
    blind = may(Scope.ALL, fields={("registration", "filed_on", None): Level.HIDDEN})
    act(session, town.wang_with(blind), clock=lambda: at(6, 20))
    assert "K7.6" not in health(session, date(2026, 6, 1)), "a count would tell what he may not read"


def test_every_clause_stands_on_the_page_of_its_regulation(panel: Panel) -> None:
    clerk = panel.as_("clerk")
    front = clerk.get("/governance/clauses/").text
    for code, title in REGULATIONS.items():
        assert title.zh in front
        page = clerk.get(f"/governance/clauses/{code}").text
        assert [one.code for one in clauses().values() if one.regulation == code and f'<tr id="{one.code}">' not in page] == []
    clerk.get("/governance/clauses/K99", status=404)
    for month in ("2026-13", "1999-01", "x", "2999-01"):
        clerk.get(f"/governance/clauses/K7?month={month}")


def test_a_clause_leads_to_its_screens_steps_and_numbers(panel: Panel) -> None:
    """K7.6: a register, a step and a number name it; whoever may not open the register gets no link."""
    page = panel.as_("head").get("/governance/clauses/K7").text
    row = page.split('<tr id="K7.6">')[1].split("</tr>")[0]
    assert "/customers/registration/" in row
    assert "备案" in row
    assert "5 个工作日" in row
    assert len(seen()["K7.6"].moves) >= 2


def test_a_clause_says_what_it_demands_wherever_it_stands(panel: Panel) -> None:
    page = panel.as_("head").get("/customers/registration/new/").text
    assert f'title="{clauses()["K7.6"].says.zh}"' in page
