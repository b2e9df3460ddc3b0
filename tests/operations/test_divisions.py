"""The divisions: from the official list, once, and deeper when asked."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.governance.audit_entry import AuditEntry
from models.organisation.division import Division, DivisionLevel
from operations.divisions import load_divisions


def test_places_are_loaded_once_and_deeper_levels_may_follow(session: Session) -> None:
    assert load_divisions(session, down_to=DivisionLevel.CITY) == 33 + 333
    assert load_divisions(session, down_to=DivisionLevel.CITY) == 0
    assert load_divisions(session, down_to=DivisionLevel.COUNTY) == 2_845
    place = session.scalars(select(Division).where(Division.code == "321002")).one()
    assert place.path == "江苏省扬州市广陵区"
    assert session.get_one(Division, place.above_id).name == "扬州市"


def test_a_district_of_a_municipality_lies_right_below_it(session: Session) -> None:
    load_divisions(session, down_to=DivisionLevel.COUNTY)
    place = session.scalars(select(Division).where(Division.code == "110101")).one()
    assert place.path == "北京市东城区"
    assert session.get_one(Division, place.above_id).level is DivisionLevel.PROVINCE


def test_loading_leaves_one_line_of_audit_and_not_one_for_each_place(session: Session) -> None:
    load_divisions(session, down_to=DivisionLevel.CITY)
    lines = select(func.count()).select_from(AuditEntry).where(AuditEntry.register_key == "division")
    assert session.scalar(lines) == 1
