"""Who reads what of the calendar and of a trial: names, kinds, dates and departments follow the reader's rights."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Clearance, Level, Scope
from domain.areas import Area
from domain.calendar import WorkingCalendar
from domain.errors import Conflict, Invalid, Missing, Refused
from domain.limits import Trial
from domain.office_days import DayKind
from models.customers.registration import Registration
from models.fence import act, acting
from models.register import registers
from operations.calendar_notices import bring_up_to_date, enter_notice, mark_of, outdated, plan_notice
from operations.limit_trials import YearTrial, try_registrations
from operations.records import create
from operations.redating import moved_terms, redate, shown_of
from operations.working_days import readable_calendar
from permissions.actor import Authority, System
from permissions.grants import AreaRight, Rights
from tests.factories import holding, make, person
from tests.models.scenes import Town, a_town

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = date(2026, 3, 5)


def may(*granted: tuple[str, str], scope: Scope = Scope.ALL, who: object = None, **levels: Level) -> Authority:
    """A role with actions on registers; ``levels`` are field rules named register__field."""
    rules = {(*key.split("__"), None): level for key, level in levels.items()}
    areas = {area: AreaRight(Clearance.INTERNAL, Clearance.INTERNAL) for area in (Area.CUSTOMERS, Area.GOVERNANCE, Area.ORGANISATION)}
    actions = {pair: frozenset({scope}) for pair in granted}
    return holding(Rights("reader", areas, actions, rules), who=who)  # type: ignore[arg-type]


VIEWS_DAYS = ("calendar_day", Action.VIEW)
VIEWS_FILINGS = ("registration", Action.VIEW)
KEEPS = (VIEWS_DAYS, ("calendar_day", Action.CREATE), ("calendar_day", Action.EDIT))


@pytest.fixture
def town(session: Session) -> Town:
    act(session, System("test"), clock=lambda: NOON)
    create(session, registers["calendar_day"], {"day": DAY, "kind": DayKind.HOLIDAY, "name": "秘密厂庆", "source": "公司通知"})
    return a_town(session)


def calendar_of(session: Session, who: Authority) -> WorkingCalendar:
    with acting(session, who):
        return readable_calendar(session)


def test_a_name_that_may_not_be_read_is_not_in_the_calendar(session: Session, town: Town) -> None:
    assert calendar_of(session, may(VIEWS_DAYS)).day(DAY).name == "秘密厂庆"
    bare = calendar_of(session, may(VIEWS_DAYS, calendar_day__name=Level.HIDDEN))
    assert (bare.day(DAY).name, bare.day(DAY).source, bare.is_working_day(DAY)) == ("", "", False)


@pytest.mark.parametrize("field", ["day", "kind", "periods"])
def test_without_the_days_and_what_they_are_there_is_no_calendar_to_look_at(session: Session, town: Town, field: str) -> None:
    with pytest.raises(Missing):
        calendar_of(session, may(VIEWS_DAYS, **{f"calendar_day__{field}": Level.MASKED}))
    with pytest.raises(Refused):
        calendar_of(session, may(VIEWS_FILINGS))


# ---- the trial -----------------------------------------------------------------------------------------------------


@pytest.fixture
def filings(session: Session, town: Town) -> Town:
    """Two filed after three working days and one open, of two departments."""
    for customer in (town.of_wang, town.of_south):
        made = create(session, registers["registration"], {"customer": customer, "applicant": town.wang, "contacted_on": date(2026, 3, 2)})
        made.filed_on = date(2026, 3, 6)
    create(session, registers["registration"], {"customer": town.of_wang, "applicant": town.wang, "contacted_on": date(2026, 11, 19)})
    session.flush()
    return town


def trial_of(session: Session, who: Authority, days: int = 2) -> YearTrial:
    with acting(session, who):
        return try_registrations(session, 2026, days)


def test_the_trial_counts_by_department_where_the_department_may_be_read(session: Session, filings: Town) -> None:
    """K7.6."""
    seen = (VIEWS_FILINGS, ("customer", Action.VIEW), ("department", Action.VIEW))
    found = trial_of(session, may(*seen))
    assert found.whole == Trial(3, 2, 1)
    assert [(one.department, one.trial) for one in found.departments] == [("北区", Trial(2, 1, 1)), ("南区", Trial(1, 1, 0))]
    assert trial_of(session, may(*seen), 3).whole == Trial(3, 0, 1), "the day off is not counted"
    hidden = trial_of(session, may(*seen, customer__department=Level.HIDDEN))
    assert [(str(one.department) != "北区", one.trial) for one in hidden.departments] == [(True, Trial(3, 2, 1))]


def test_the_trial_counts_no_row_out_of_view(session: Session, filings: Town) -> None:
    own = may(VIEWS_FILINGS, ("customer", Action.VIEW), ("department", Action.VIEW), scope=Scope.DEPARTMENT, who=person(1, filings.south))
    assert trial_of(session, own).whole == Trial(1, 1, 0)


@pytest.mark.parametrize("field", ["contacted_on", "filed_on"])
def test_who_may_not_read_the_dates_tries_nothing(session: Session, filings: Town, field: str) -> None:
    with pytest.raises(Refused):
        trial_of(session, may(VIEWS_FILINGS, **{f"registration__{field}": Level.HIDDEN}))


@pytest.mark.parametrize(("year", "days"), [(2026, -1), (2026, 61), (1800, 2), (9999, 2)])
def test_a_senseless_limit_or_year_is_refused(session: Session, filings: Town, year: int, days: int) -> None:
    with acting(session, may(VIEWS_FILINGS)), pytest.raises(Invalid):
        try_registrations(session, year, days)


# ---- due dates that move -------------------------------------------------------------------------------------------


def test_what_a_reader_sees_of_moved_terms_follows_his_rights(session: Session, filings: Town) -> None:
    """K7.6: also that a term that was kept is not moved any more."""
    weekends = WorkingCalendar()
    assert moved_terms(session, weekends) == ()
    for one in session.scalars(select(Registration).where(Registration.filed_on.is_not(None))):
        one.filed_on = None
    session.flush()
    moved = moved_terms(session, weekends)
    assert len(moved) == 2, "by weekends alone the two of March are due a day earlier"
    for who, rows in (
        (may(VIEWS_FILINGS), 2),
        (may(VIEWS_FILINGS, registration__due_on=Level.HIDDEN), 0),
        (may(VIEWS_DAYS), 0),
        (may(VIEWS_FILINGS, ("customer", Action.VIEW), scope=Scope.DEPARTMENT, who=person(1, filings.south)), 1),
    ):
        with acting(session, who):
            shown = shown_of(session, moved)
        assert (len(shown.rows), shown.hidden) == (rows, 2 - rows)


def test_moving_needs_the_list_that_was_seen(session: Session, filings: Town) -> None:
    create(session, registers["calendar_day"], {"day": date(2026, 11, 23), "kind": DayKind.HOLIDAY, "name": "停电"})
    with acting(session, may(*KEEPS)):
        moved = outdated(session)
        assert [(one.before, one.after) for one in moved] == [(date(2026, 11, 26), date(2026, 11, 27))]
        with pytest.raises(Conflict):
            bring_up_to_date(session, mark_of(()))
        assert bring_up_to_date(session, mark_of(moved)) == 1
        assert outdated(session) == ()
    with acting(session, may(VIEWS_DAYS)), pytest.raises(Refused):
        outdated(session)


def test_many_are_moved_in_portions(session: Session, filings: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("operations.redating.AT_ONCE", 2)
    for _ in range(5):
        make(session, "registration", contacted_on=date(2026, 3, 2))
    moved = moved_terms(session, WorkingCalendar())
    assert redate(session, moved) == len(moved) == 5
    assert moved_terms(session, WorkingCalendar()) == ()


def test_a_notice_needs_the_right_to_create_and_to_change_days(session: Session, filings: Town) -> None:
    sent = ("国庆节：10月1日放假", 2027, "通知")
    for granted in ((VIEWS_DAYS,), KEEPS[:2], (KEEPS[0], KEEPS[2])):
        with acting(session, may(*granted)), pytest.raises(Refused):
            plan_notice(session, *sent)
    with acting(session, may(*KEEPS)):
        plan = plan_notice(session, *sent)
        with pytest.raises(Conflict):
            enter_notice(session, *sent, "")
        assert enter_notice(session, *sent, plan.digest) == (1, 0)
        assert readable_calendar(session).day(date(2027, 10, 1)).source == "通知"
