"""The weekly list reads the whole journal, compares departments, and is for those who see all of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from domain.access import Action, Clearance, Scope
from domain.areas import Area
from domain.errors import Missing, Refused
from domain.revealing import WEEK
from models.access.reveal import Reveal, RevealKind
from models.fence import act, acting
from operations.unusual_reveals import Unusual, unusual_reveals
from permissions.actor import Authority, System
from permissions.grants import AreaRight, Rights
from tests.factories import holding, make
from tests.models.scenes import Town, a_town

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)  # a Friday in Shanghai


@pytest.fixture
def town(session: Session) -> Town:
    act(session, System("test"), clock=lambda: NOON)
    return a_town(session)


def watcher(scope: Scope = Scope.ALL, action: str = Action.VIEW) -> Authority:
    area = AreaRight(Clearance.OPEN)
    return holding(Rights("watch", {Area.ACCESS: area}, {("reveal", action): frozenset({scope})}))


def look(session: Session, person: int, key: int | None, at: datetime = NOON, register: str = "customer") -> None:
    values = {"register_title": "x", "field_title": "x", "field_key": "x", "reason": "test", "account_id": 1}
    session.add(Reveal(seen_at=at, person_id=person, kind=RevealKind.SHOWN, register_key=register, record_id=key, **values))
    session.flush()


def listed(session: Session, who: Authority | None = None) -> list[Unusual]:
    with acting(session, who or watcher()):
        return unusual_reveals(session)


def why(session: Session) -> dict[str, list[str]]:
    return {one.name: [term.zh for term in one.why] for one in listed(session)}


def test_records_of_another_department_are_found_through_their_customer_too(session: Session, town: Town) -> None:
    """A7.1: need to know; Y2.7: only authorised people view."""
    near = make(session, "contact", customer=town.of_north).id
    far = make(session, "contact", customer=town.of_south).id
    look(session, town.wang, town.of_north)
    look(session, town.wang, near, register="contact")
    assert listed(session) == []
    look(session, town.wang, town.of_south)
    look(session, town.wang, far, register="contact")
    look(session, town.wang, 999_999)  # deleted since: nobody knows any more whose it was
    assert [one.name for one in listed(session)] == ["王小芳"]
    assert why(session)["王小芳"][-1] == f"2 次查看的是其他部门的记录：客户第 {town.of_south} 号、联系人第 {far} 号。"


def test_what_is_below_ones_own_department_is_ones_own(session: Session, town: Town) -> None:
    head = make(session, "employee", name="总部的人", department=town.office).id
    look(session, head, town.of_south)
    assert listed(session) == []


def test_the_week_ends_now_and_the_weeks_before_are_compared(session: Session, town: Town) -> None:
    for n in range(21):
        look(session, town.li, town.of_south, NOON - WEEK - timedelta(minutes=n))
        look(session, town.wang, town.of_wang, NOON - timedelta(minutes=n))
    found = listed(session)
    assert [(one.name, one.department, one.count) for one in found] == [("王小芳", "北区", 21)]
    assert [term.zh[:10] for term in found[0].why] == ["本周 21 次，超过", "本周 21 次，超过"]


def test_a_search_that_found_nothing_counts_and_belongs_nowhere(session: Session, town: Town) -> None:
    for n in range(5):
        look(session, town.wang, None, NOON - timedelta(minutes=n))
    assert why(session) == {"王小芳": ["本周 5 次，超过本人前 8 周平均（每周 0.0 次）的 3 倍。"]}


def test_it_is_for_those_who_read_the_whole_journal(session: Session, town: Town) -> None:
    look(session, town.wang, town.of_south)
    with pytest.raises(Refused):
        listed(session, holding(Rights("none")))
    with pytest.raises(Missing):
        listed(session, watcher(Scope.OWN))
