"""How long the clocks of a case run: by the profile and the rules it has been on since it came, whatever holds now."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.clocks import Target, Unit
from domain.complaint_clocks import TIMINGS, Profile, kind_of
from domain.rules import ComplaintRule
from domain.values import OFFICE_ZONE
from models.governance.setting import Setting, SettingName
from operations.rule_numbers import rules
from operations.working_days import working_calendar

USUAL = Profile.T2


def company_profile(session: Session) -> Profile:
    """The regulations the company handles new complaints by; T2 unless the setting names another."""
    stored = select(Setting.value).where(Setting.name == SettingName.COMPLAINT_PROFILE)
    named = (session.connection().execute(stored).scalar() or "").strip()
    return Profile(named) if named in set(Profile) else USUAL


def target_of(session: Session, case: Any, code: str) -> Target | None:
    """The term of the clock ``code`` for ``case`` (a complaint or a row of its table); None where it does not run."""
    timing = TIMINGS[case.profile or USUAL].get(kind_of(code))
    if timing is None:
        return None
    if timing.unit is Unit.MOMENT:
        return _agreed(session, case, code)
    assert timing.rule is not None, "only what was agreed upon needs no number"
    return Target(timing.unit, rules(session, case.rules_on)[timing.rule], timing.net)


def extended_target(session: Session, case: Any) -> Target:
    """T3.2: the term of an extended case, from acceptance, gross or net as its profile says."""
    timing = TIMINGS[case.profile or USUAL]["C5"]
    return Target(timing.unit, rules(session, case.rules_on)[ComplaintRule.EXTENDED_DAYS], timing.net)


def _agreed(session: Session, case: Any, code: str) -> Target | None:
    """K6.13: as promised; K4.3: until the authority's day is over."""
    at: datetime | None = case.promised_at if code == "C10" else None
    if code == "C13" and case.referred_due_on is not None:
        at = working_calendar(session).closing(case.referred_due_on)
    return Target(Unit.MOMENT, at=at) if at is not None else None


def office_day(moment: datetime) -> date:
    """The day at the office."""
    return moment.astimezone(OFFICE_ZONE).date()
