"""Who may read a case and who opened it, for whoever assigns cases (K4.18)."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from models.complaints.opening import CaseOpening
from models.complaints.stages import Stage
from tests.conftest import Panel
from tests.factories import make
from tests.operations.complaint_scenes import at_stage

CASE, READERS, TIMELINE = "/complaints/complaint/details/", "/complaints/readers/", "/complaints/timeline/"


def opened(panel: Panel, case: int) -> list[int]:
    with panel.system() as session:
        found = session.connection().execute(select(CaseOpening.person_id).where(CaseOpening.complaint_id == case).order_by(CaseOpening.opened_at))
        return [int(one) for one in found.scalars()]


def a_case(panel: Panel) -> int:
    """About the general manager, who therefore finds no trace of it (K4.7)."""
    with panel.system() as session:
        return int(make(session, "complaint", respondents=[panel.company.employees["boss"]]).id)


def test_who_assigns_a_case_sees_who_may_read_it_and_who_opened_it(panel: Panel) -> None:
    """K4.18: the same fences as at the door; whom the case concerns is not among them, and opening it is kept once a day."""
    case, people = a_case(panel), panel.company.employees
    officer = panel.as_("complaint")
    page = officer.get(f"{CASE}?id={case}").text
    assert f'href="{READERS}?id={case}"' in page
    officer.get(f"{CASE}?id={case}")
    officer.get(f"{TIMELINE}?id={case}")
    panel.as_("boss").get(f"{CASE}?id={case}", 404)
    assert opened(panel, case) == [people["complaint"]], "once a day, and nobody who was refused"
    shown = officer.get(f"{READERS}?id={case}").text
    with panel.system() as session:
        names = dict(session.connection().execute(text("SELECT id, name FROM employee")).all())  # type: ignore[arg-type]
    row = shown.partition(f'<th scope="row">{names[people["complaint"]]}</th>')[2]
    assert row.startswith("<td>可查看</td><td>1</td>")
    assert f'<th scope="row">{names[people["boss"]]}</th>' not in shown, "kept away"
    assert f'<th scope="row">{names[people["it"]]}</th>' not in shown, "without a right to cases"


@pytest.mark.parametrize("door", [TIMELINE, "/complaints/complaint/edit/", "/complaints/print/P01/", "/complaints/letters/"])
def test_other_pages_about_a_case_open_it_too(panel: Panel, door: str) -> None:
    """K4.18: its story, its form, what is printed of it and the letters."""
    with panel.system() as session:
        made = make(session, "complaint", channel="phone", complainant="欧阳晓", phone="13700012345", title="酒有异味", facts="瓶盖有锈")
        at_stage(session, made, Stage.ASSIGNED, registered_at=made.created_at, accepted_at=made.created_at, assigned_at=made.created_at)
        case = made.id
    panel.as_("complaint").get(f"{door}?id={case}")
    assert opened(panel, case) == [panel.company.employees["complaint"]]


def test_the_list_is_for_those_who_assign_and_only_for_their_cases(panel: Panel) -> None:
    """K4.18."""
    case = a_case(panel)
    panel.as_("it").get(f"{READERS}?id={case}", 403)
    panel.as_("boss").get(f"{READERS}?id={case}", 403)
    panel.as_("complaint").get(f"{READERS}?id=999999", 404)


def test_who_opened_a_case_stays_in_the_log_and_next_day_is_another_line(panel: Panel) -> None:
    """K4.18: also when he may read it no more, and whatever somebody does to the database."""
    case = a_case(panel)
    officer = panel.as_("complaint")
    officer.get(f"{CASE}?id={case}")
    with panel.system() as session:
        left = make(session, "employee", name="已调离者").id
        first = datetime(2026, 3, 2, 1, tzinfo=UTC)
        session.connection().execute(
            CaseOpening.__table__.insert(), [
                {"complaint_id": case, "person_id": left, "opened_on": first.date().replace(day=day), "opened_at": first.replace(day=day)} for day in (2, 3)
            ]
        )  # fmt: skip
        for change in ("UPDATE case_opening SET person_id = 1", "DELETE FROM case_opening"):
            with pytest.raises(DatabaseError, match="opening_stays"), session.begin_nested():
                session.connection().execute(text(change))
    assert '<th scope="row">已调离者</th><td>现已不能查看</td><td>2</td>' in officer.get(f"{READERS}?id={case}").text
