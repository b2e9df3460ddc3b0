"""Every department files each month by the tenth of the next, signed over by two people, and is reminded (K10.2, K10.8–K10.11, K10.22–K10.26)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from domain.terms import Term
from models.archives.filing_line import FilingLine
from models.archives.filing_scope import FilingScope
from models.archives.monthly_filing import FilingState, MonthlyFiling
from models.archives.unit import ArchiveUnit
from models.fence import act, acting
from models.register import registers
from operations import records, waiting
from operations.archives import classes_reminding, monthly_reminding
from operations.archives.classes_reminding import remind_of_classes
from operations.archives.filing_scopes import KINDS
from operations.archives.monthly import begin_months
from operations.archives.monthly_reminding import remind_of_months
from operations.moves import perform
from permissions.actor import System
from tests.archive_scenes import a_certificate, a_store, a_volume
from tests.factories import everything, holding, make, person

OTHERS = {"K10.13", "K10.14", "K10.15", "K10.16", "K10.17", "K10.18", "K10.19", "K10.20", "K10.21", "K10.22", "K10.7", "K10.8"}


@dataclass
class Month:
    """The filing of October 2026 of one department, as of 3 November, its keeper and the archivist of the house."""

    session: Session
    one: MonthlyFiling
    keeper: int
    archivist: int

    def by(self, who: int) -> Any:
        posts = frozenset({("department_archivist", self.one.department_id)} if who == self.keeper else {("archivist", None)})
        return acting(self.session, holding(everything(), who=person(who, self.one.department_id, posts=posts)))

    def take(self, who: int, name: str, **values: Any) -> None:
        with self.by(who):
            perform(self.session, self.one, name, values)

    def refused(self, clause: str, who: int, name: str, **values: Any) -> DomainError:
        with pytest.raises(DomainError) as refusal:
            self.take(who, name, **values)
        assert refusal.value.clause == clause
        return refusal.value

    def scope(self, code: str) -> int:
        return int(self.session.scalars(select(FilingScope.id).where(FilingScope.code == code)).one())

    def listed(self, code: str = "K10.18", **more: Any) -> FilingLine:
        values = {"filing": self.one.id, "scope": self.scope(code), "title": "购销合同", "copies": 2, "pages": 6, "dated_on": date(2026, 10, 9), **more}
        with self.by(self.keeper):
            made: FilingLine = records.create(self.session, registers["filing_line"], values)
        return made

    def unlisted(self, clause: str, field: str, **more: Any) -> None:
        with pytest.raises(Invalid) as refusal, self.session.begin_nested():
            self.listed(**more)
        assert (refusal.value.clause, list(refusal.value.fields)) == (clause, [field])


@pytest.fixture
def month(session: Session) -> Month:
    act(session, System("test"), clock=lambda: datetime(2026, 11, 3, 4, tzinfo=UTC))
    department = make(session, "department", above=make(session, "department", active=True).id, active=True).id
    assert begin_months(session) >= 1
    assert begin_months(session) == 0, "again at once does nothing more"
    one = session.scalars(select(MonthlyFiling).where(MonthlyFiling.department_id == department)).one()
    return Month(session, one, *(make(session, "employee", department=department).id for _ in range(2)))


def test_a_month_is_listed_signed_over_and_received_by_another(month: Month) -> None:
    """K10.2, K10.10, K10.11, K10.23, K10.25, K10.26."""
    one, session = month.one, month.session
    assert (one.month_on, one.due_on, one.state) == (date(2026, 10, 1), date(2026, 11, 10), FilingState.DUE)
    with month.by(month.keeper):
        assert "hand_over_month" in {task.move.name for task in waiting.tasks(session)}
    month.refused("K10.25", month.keeper, "hand_over_month")
    first, _ = month.listed(), month.listed(title="房屋租赁合同", copies=1, pages=9)
    month.refused("K10.3", month.archivist, "hand_over_month")
    month.refused("K10.2", month.keeper, "nothing_this_month", nothing_because="无")
    month.take(month.keeper, "hand_over_month")
    assert (one.state, one.pieces, one.pages) == (FilingState.HANDED_OVER, 3, 21)
    month.refused("K10.11", month.keeper, "receive_month", pieces_received=3, pages_received=21)
    month.refused("K10.11", month.archivist, "receive_month", pieces_received=3, pages_received=20)
    month.take(month.archivist, "return_month", back_because="缺会议纪要")
    assert one.handed_by_id is None
    month.listed(title="补充协议", copies=1, pages=1)
    month.take(month.keeper, "hand_over_month")
    with month.by(month.archivist):
        assert "receive_month" in {task.move.name for task in waiting.tasks(session)}
    month.take(month.archivist, "receive_month", pieces_received=4, pages_received=22)
    assert (one.state, one.handed_by_id, one.received_by_id) == (FilingState.RECEIVED, month.keeper, month.archivist)
    assert one.content == one.content_received
    month.unlisted("K10.11", "filing")  # nothing is dated back into a month that is closed
    with pytest.raises(Refused) as refusal, month.by(month.keeper):
        records.delete(session, first)
    assert refusal.value.clause == "K10.11"


def test_below_the_forms_what_was_signed_stays_as_it_was_signed(month: Month) -> None:
    """K10.11: two people, one digest."""
    month.listed()
    month.take(month.keeper, "hand_over_month")
    received = "UPDATE monthly_filing SET state = 'received', pieces_received = 2, pages_received = 12,"
    for statement in (
        "UPDATE filing_line SET pages = pages + 1", "DELETE FROM filing_line", "DELETE FROM monthly_filing",
        "INSERT INTO filing_line SELECT * FROM filing_line",
        f"{received} received_by_id = handed_by_id, content_received = content", f"{received} received_by_id = 1, content_received = 'x'",
    ):  # fmt: skip
        with pytest.raises(IntegrityError), month.session.begin_nested():
            month.session.connection().execute(text(statement))
    month.one.content = "0" * 64
    month.session.flush()
    month.refused("K10.11", month.archivist, "receive_month", pieces_received=2, pages_received=12)


def test_nothing_to_file_is_said_with_a_reason_and_signed_by_two_as_well(month: Month) -> None:
    """K10.2."""
    with pytest.raises(Invalid):
        month.take(month.keeper, "nothing_this_month")
    month.take(month.keeper, "nothing_this_month", nothing_because="本月没有形成应归档的资料。")
    month.take(month.archivist, "receive_month", pieces_received=0, pages_received=0)
    assert month.one.state is FilingState.RECEIVED
    with pytest.raises(IntegrityError), month.session.begin_nested():
        month.session.connection().execute(text("UPDATE monthly_filing SET state = 'due'"))


def test_every_kind_of_the_regulation_can_be_filed_and_the_lead_department_keeps(month: Month) -> None:
    """K10.7, K10.8, K10.10, K10.13, K10.14, K10.15, K10.16, K10.17, K10.18, K10.19, K10.20, K10.21, K10.24."""
    assert {one.code.partition("-")[0] for one in KINDS} == OTHERS
    assert set(month.session.scalars(select(FilingScope.code))) == {one.code for one in KINDS}
    month.unlisted("K10.8", "lead", code="K10.8")
    month.unlisted("K10.8", "lead", code="K10.8", lead=make(month.session, "department").id)
    assert month.listed("K10.8", lead=month.one.department_id).id
    month.unlisted("K10.11", "dated_on", dated_on=date(2026, 11, 2))
    own = month.one.department_id
    for year, department in ((2025, own), (2026, make(month.session, "department").id)):
        month.unlisted("K10.26", "case_class", case_class=make(month.session, "case_class", year=year, department=department).id)
    assert month.listed(case_class=make(month.session, "case_class", year=2026, department=own).id).case_class_id
    month.unlisted("K10.26", "case_class")


def test_papers_of_meetings_are_kept_by_the_office(month: Month) -> None:
    """K10.7, K10.8: the department that convenes collects and lists them; their volumes are the office's, where the archivist works."""
    store = a_store(month.session)
    make(month.session, "appointment", holder=store.archivist, post="archivist", from_on=date(2026, 1, 2))
    own = int(make(month.session, "archive_unit", word=store.word, department=month.one.department_id, home=store.shelf).id)
    month.unlisted("K10.8", "volume", code="K10.13-1", volume=own)
    month.unlisted("K10.8", "volume", code="K10.7", volume=own)
    kept = month.listed("K10.13-1", volume=a_volume(month.session, store))
    with pytest.raises(Invalid), month.by(month.keeper), month.session.begin_nested():
        records.update(month.session, kept, {"volume": own})
    assert month.listed("K10.13-1").volume_id is None, "the archivist makes the volume when he has received it"
    assert month.listed("K10.18", volume=own).volume_id == own, "what a department keeps itself lies in its own"


def test_a_confidential_title_is_kept_apart(month: Month) -> None:
    """K10.22: whatever names the line, in lists, searches, references and the log, says only that it is confidential."""
    line = month.listed("K10.22", title="并购方案")
    assert (line.secrecy.value, line.full_title, "并购" in line.title) == ("confidential", "并购方案", False)
    with month.by(month.keeper):
        records.update(month.session, line, {"pages": 8})
        assert line.full_title == "并购方案"
        records.update(month.session, line, {"scope": month.scope("K10.16")})
    assert (line.title, line.full_title, line.secrecy.value) == ("并购方案", None, "internal")


def test_a_confidential_unit_is_named_by_its_cover_alone(month: Month) -> None:
    """K10.22: its certificates too; what becomes internal again has its title back."""
    session, store = month.session, a_store(month.session)
    unit = session.get_one(ArchiveUnit, a_volume(session, store, title="并购底稿", secrecy="confidential"))
    assert (unit.title, unit.full_title) == ("涉密档案", "并购底稿")
    certificate = session.get_one(ArchiveUnit, a_certificate(session, store, unit.id))
    assert (certificate.title, certificate.secrecy.value) == ("涉密档案", "confidential")
    assert certificate.full_title
    records.update(session, unit, {"remark": "移交"})
    assert unit.full_title == "并购底稿"
    records.update(session, unit, {"secrecy": "internal"})
    assert (unit.title, unit.full_title) == ("并购底稿", None)


def test_departments_without_classes_are_told_and_listed(month: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    """K10.24: for this year at any time, for the next one in December; once a month."""
    session, told = month.session, list[tuple[int, str]]()
    make(session, "case_class", year=2026, department=month.one.department_id)

    class Few:
        def __init__(self, _session: Session) -> None: ...

        def in_post(self, post: str, department: int) -> tuple[int, ...]:
            return (month.keeper,) if post == "department_archivist" and department == month.one.department_id else ()

        def with_right(self, _register: str, _action: str) -> tuple[int, ...]:
            return (month.archivist,)

    def note(_session: Session, who: int, _code: str, _register: object, said: Term, **_: Any) -> bool:
        told.append((who, said.zh))
        return True

    monkeypatch.setattr(classes_reminding, "Staff", Few)
    monkeypatch.setattr(classes_reminding, "notify_of_register", note)
    for day, expected in ((date(2026, 11, 20), []), (date(2026, 12, 2), ["2027 年案卷类目"])):
        act(session, System("test"), clock=lambda day=day: datetime.combine(day, time(4), UTC))  # type: ignore[misc]
        told.clear()
        remind_of_classes(session)
        mine = [said for who, said in told if who == month.keeper]
        assert len(mine) == len(expected)
        assert all(part in said for part, said in zip(expected, mine, strict=True))
    assert any("2027 年案卷类目：" in said for who, said in told if who == month.archivist)


def test_who_is_late_is_reminded_and_those_above_him_after_that(month: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    """K10.1, K10.3, K10.11."""
    session, told = month.session, list[tuple[int, str]]()
    head, deputy = (make(session, "employee").id for _ in range(2))
    make(session, "charge", deputy=deputy, department=month.one.department_id, from_on=date(2020, 1, 1), until_on=None)
    keepers = [month.keeper]

    class Few:
        def __init__(self, _session: Session) -> None: ...

        def in_post(self, post: str, department: int) -> tuple[int, ...]:
            return tuple(keepers) if post == "department_archivist" else (head,)

        def for_record(self, _record: object, _action: str) -> tuple[int, ...]:
            return (month.archivist,)

    def note(_session: Session, who: int, code: str, one: MonthlyFiling, *_: Any, **__: Any) -> bool:
        if one.id == month.one.id:
            told.append((who, code))
        return True

    monkeypatch.setattr(monthly_reminding, "Staff", Few)
    monkeypatch.setattr(monthly_reminding, "notify", note)
    session.execute(text("UPDATE monthly_filing SET due_on = '2030-01-01' WHERE id <> :own"), {"own": month.one.id})
    seen = {}
    for day in (6, 8, 12, 14):
        act(session, System("test"), clock=lambda day=day: datetime(2026, 11, day, 4, tzinfo=UTC))  # type: ignore[misc]
        told.clear()
        remind_of_months(session)
        seen[day] = [(who, code.partition(".")[2]) for who, code in told]
    assert seen == {
        6: [], 8: [(month.keeper, "near")], 12: [(month.keeper, "over"), (head, "over"), (month.archivist, "over")], 14: [(deputy, "deputy")],
    }  # fmt: skip
    keepers.clear()
    told.clear()
    remind_of_months(session)
    assert (head, "filing.no_keeper") in told
    act(session, System("test"), clock=lambda: datetime(2027, 1, 2, 4, tzinfo=UTC))
    assert begin_months(session) % 2 == 0, "what a pause has left out is made up for"
    assert set(session.scalars(select(MonthlyFiling.month_on))) == {date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)}


def test_a_pause_of_more_than_a_year_leaves_out_no_month(month: Month) -> None:
    """K10.11."""
    session = month.session
    act(session, System("test"), clock=lambda: datetime(2028, 5, 2, 4, tzinfo=UTC))
    while begin_months(session):
        pass
    assert len(set(session.scalars(select(MonthlyFiling.month_on)))) == 19, "October 2026 to April 2028"
