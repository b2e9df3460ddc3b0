"""Looking instead of borrowing: opened by a slip, for some hours, page by page, each kept and marked; never a file (K7.8, K7.9)."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from domain.errors import Invalid, Missing, Refused
from models.archives.guarding import lift
from models.fence import act, acting
from models.lending.slip import BorrowingSlip, LoanMode
from models.lending.view_grant import ViewGrant, ViewState
from models.organisation.appointment import Post
from models.register import registers
from operations.attachments import store
from operations.lending.viewing_copies import NOT_APPROVED, accesses, draw, open_page, pages_of, picture
from operations.moves import perform
from operations.records import create, update
from permissions.actor import System
from tests.archive_scenes import filed
from tests.factories import everything, holding, make, person
from tests.lending_scenes import a_lending_desk
from tests.operations.test_lending import NOON, Desk


def a_pdf(pages: int) -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(210, 297)
    writer.write(made)
    return made.getvalue()


class Room:
    """A unit with a scan of three pages, and who asks to look at it."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.session, self.folder = desk, desk.session, folder
        self.file = store(self.session, folder, "scan.pdf", "application/pdf", a_pdf(3)).id
        make(self.session, "digital_copy", unit=desk.unit, file=self.file)

    def ask(self, **more: Any) -> BorrowingSlip:
        """A slip to view, submitted."""
        return self.desk.slip(mode=LoanMode.VIEW, reason="核对合同", **more)

    def decide(self, slip: BorrowingSlip) -> ViewGrant:
        """Approved by the general manager, and what that opens."""
        self.desk.approve(slip)
        return self.session.scalars(select(ViewGrant).where(ViewGrant.slip_id == slip.id)).one()

    def by(self, who: int, post: Post | None = None, place: int | None = None) -> Any:
        """That person acts, with every right and one post."""
        posts = frozenset({(post.value, place)}) if post else frozenset()
        return acting(self.session, holding(everything(), who=person(who, self.desk.store.department, posts=posts)))

    def look(self, grant: ViewGrant, page: int = 1, who: int = 0) -> int:
        with self.by(who or self.desk.store.borrower):
            return open_page(self.session, self.folder, grant.id, page)


@pytest.fixture
def room(session: Session, tmp_path: Path) -> Room:
    act(session, System("test"), clock=lambda: NOON)
    return Room(a_lending_desk(session), tmp_path)


def later(room: Room, **more: float) -> None:
    act(room.session, System("test"), clock=lambda: NOON + timedelta(**more))


def test_a_page_is_opened_kept_and_marked_while_the_grant_runs(room: Room) -> None:
    grant = room.decide(room.ask())
    assert (grant.state, grant.until_at) == (ViewState.GRANTED, NOON + timedelta(hours=24))
    access = room.look(grant, 2)
    with room.by(room.desk.store.borrower):
        shown = picture(room.session, room.folder, grant.id, access)
    assert shown[:4] == b"\x89PNG"
    assert accesses(room.session, grant.id, 10) == [(2, NOON)]
    for page in (0, 4):
        with pytest.raises(Refused) as refused:
            room.look(grant, page)
        assert "共 3 页" in refused.value.sentence.zh
    later(room, minutes=11)
    with pytest.raises(Missing), room.by(room.desk.store.borrower):
        picture(room.session, room.folder, grant.id, access)
    assert not room.desk.breaches()


def test_the_mark_says_who_and_when(room: Room) -> None:
    """Two viewers' pictures of the same page differ by nothing but their marks."""
    path = next((room.folder / "attachments").iterdir())
    assert pages_of(path) == 3
    assert draw(path, 1, "甲 10:00") != draw(path, 1, "乙 10:00") != draw(path, 1, "乙 10:01")
    (room.folder / "broken").write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(Invalid):
        pages_of(room.folder / "broken")


def test_nobody_looks_without_a_grant_of_his_own_in_force(room: Room) -> None:
    grant = room.decide(room.ask())
    with pytest.raises(Missing):
        room.look(grant, who=room.desk.other)
    later(room, hours=25)
    with pytest.raises(Refused) as refused:
        room.look(grant)
    assert "截止" in refused.value.sentence.zh
    later(room, hours=1)
    with room.by(room.desk.store.archivist):
        perform(room.session, grant, "end_view", {})
    assert grant.until_at == NOON + timedelta(hours=1)
    with pytest.raises(Refused):
        room.look(grant)


def test_the_slip_is_the_one_approval(room: Room) -> None:
    """K7.8, K7.9: who may let the borrower view is decided on the slip; taken back or changed, the scan shuts with it; lending opens none."""
    slip, here = room.ask(), room.desk.store.department
    make(room.session, "appointment", holder=room.desk.other, post=Post.DEPARTMENT_MANAGER, department=here, from_on=date(2020, 1, 1), until_on=None)
    with pytest.raises(Refused) as refused, room.by(room.desk.other, Post.DEPARTMENT_MANAGER, None):
        perform(room.session, slip, "approve", {"opinion": "同意"})
    assert refused.value.clause == "K7.9"
    assert room.session.scalars(select(ViewGrant)).all() == []
    with room.by(room.desk.other, Post.DEPARTMENT_MANAGER, here):
        perform(room.session, slip, "approve", {"opinion": "同意"})
    grant = room.session.scalars(select(ViewGrant)).one()
    assert (grant.slip_id, grant.viewer_id, grant.decided_by_id) == (slip.id, slip.borrower_id, room.desk.other)
    assert (grant.state, grant.until_at) == (ViewState.GRANTED, NOON + timedelta(hours=24))
    room.look(grant)
    assert not room.desk.breaches()
    with room.by(room.desk.store.borrower):
        perform(room.session, slip, "revise", {})
    assert (grant.state, grant.until_at) == (ViewState.ENDED, NOON)
    with pytest.raises(Refused):
        room.look(grant)
    assert not room.desk.breaches()
    with room.by(room.desk.store.borrower):
        perform(room.session, slip, "submit", {})
    second = room.session.scalars(select(ViewGrant).where(ViewGrant.slip_id == room.desk.approve(slip).id, ViewGrant.state == ViewState.GRANTED)).one()
    slip.reason = "换了事由"
    room.session.flush()
    with pytest.raises(Refused) as changed:
        room.look(second)
    assert changed.value.sentence is NOT_APPROVED
    room.desk.approve(room.desk.slip(units=[filed(room.session, room.desk.store)]))
    assert len(room.session.scalars(select(ViewGrant)).all()) == 2, "a slip to lend opens no scan"
    with pytest.raises(Refused), room.by(room.desk.boss):
        create(room.session, registers["view_grant"], {"unit": room.desk.unit, "viewer": room.desk.boss, "purpose": "看看"})


def test_without_a_scan_nothing_is_shown_and_a_scan_stays(room: Room) -> None:
    bare = filed(room.session, room.desk.store)
    grant = room.decide(room.ask(units=[bare]))
    with pytest.raises(Refused) as refused:
        room.look(grant)
    assert "没有电子副本" in refused.value.sentence.zh
    note = store(room.session, room.folder, "a.txt", "text/plain", b"x").id
    with room.by(room.desk.store.archivist):
        with pytest.raises(Invalid), room.session.begin_nested():
            create(room.session, registers["digital_copy"], {"unit": bare, "file": note})
        second = create(room.session, registers["digital_copy"], {"unit": room.desk.unit, "file": room.file})
        assert second.edition == 2
        with pytest.raises(Invalid), room.session.begin_nested():
            update(room.session, second, {"file": note})
        create(room.session, registers["digital_copy"], {"unit": bare, "file": room.file})
    assert room.look(grant), "scanned later, it is open all the same"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE page_access SET page = 9", "DELETE FROM page_access",
     "INSERT INTO page_access (grant_id, copy_id, page, opened_at, account_id, address)"
     " SELECT g.id, p.copy_id, 1, p.opened_at, 1, '' FROM page_access p, view_grant g WHERE g.slip_id IS NULL",
     "INSERT INTO page_access (grant_id, copy_id, page, opened_at, account_id, address)"
     " SELECT grant_id, copy_id, 1, '2027-01-01 00:00:00', 1, '' FROM page_access"],
)  # fmt: skip
def test_the_log_of_pages_is_only_added_to_and_only_under_a_grant(room: Room, statement: str) -> None:
    """I28: what the database itself refuses, and what the check finds when it could not."""
    room.look(room.decide(room.ask()))
    stray = {"unit": room.desk.unit, "viewer": room.desk.store.borrower, "decided_by": room.desk.boss, "decided_at": NOON, "until_at": NOON, "slip": None}
    room.session.connection().execute(text("UPDATE view_grant SET state = 'ended' WHERE id = :id"), {"id": make(room.session, "view_grant", **stray).id})
    with pytest.raises(DBAPIError), room.session.begin_nested():
        room.session.connection().execute(text(statement))
    assert not room.desk.breaches()
    lift(room.session.connection())
    room.session.connection().execute(text("UPDATE view_grant SET until_at = decided_at, decided_at = '2020-01-01 00:00:00'"))
    room.session.connection().execute(text("UPDATE page_access SET opened_at = '2027-01-01 00:00:00'"))
    assert "I28" in room.desk.breaches()


@pytest.mark.parametrize("fault", ["state = 'rejected'", "mode = 'original'", "decided_by_id = NULL", "borrower_id = {other}"])
def test_the_check_finds_a_grant_that_no_slip_approved(room: Room, fault: str) -> None:
    """I28."""
    room.decide(room.ask())
    assert not room.desk.breaches()
    lift(room.session.connection())
    room.session.connection().execute(text(f"UPDATE borrowing_slip SET {fault.format(other=room.desk.other)}"))  # noqa: S608 - of this file
    assert "I28" in room.desk.breaches()
