"""Looking instead of borrowing: granted by relation, for some hours, page by page, each kept and marked; never a file (K7.8, K7.9)."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from domain.errors import Invalid, Missing, Refused
from models.archives.guarding import lift
from models.fence import act, acting
from models.lending.view_grant import ViewGrant, ViewState
from models.organisation.appointment import Post
from models.register import registers
from operations.attachments import store
from operations.lending.viewing_copies import accesses, draw, open_page, pages_of, picture
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

    def ask(self, **more: Any) -> ViewGrant:
        with self.desk.by(self.desk.store.borrower):
            values = {"unit": self.desk.unit, "viewer": self.desk.store.borrower, "purpose": "核对合同"}
            asked: ViewGrant = create(self.session, registers["view_grant"], {**values, **more})
        return asked

    def decide(self, grant: ViewGrant, post: Post | None = Post.GENERAL_MANAGER, who: int = 0) -> ViewGrant:
        with self.by(who or self.desk.boss, post):
            perform(self.session, grant, "approve", {"opinion": "同意"})
        return grant

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
    asked = room.ask()
    with pytest.raises(Refused) as refused:
        room.look(asked)
    assert "待审批" in refused.value.sentence.zh
    grant = room.decide(asked)
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


def test_who_decides_follows_from_whose_archive_it_is(room: Room) -> None:
    """K7.8: the own department's manager; K7.9: the general manager for another's; nobody for himself."""
    own, here = room.ask(), room.desk.store.department
    for who, post, place in ((room.desk.other, Post.DEPARTMENT_MANAGER, None), (room.desk.other, None, None),
                             (room.desk.store.borrower, Post.GENERAL_MANAGER, None)):  # fmt: skip
        with pytest.raises(Refused) as refused, room.by(who, post, place):
            perform(room.session, own, "approve", {"opinion": "同意"})
        assert refused.value.clause == "K7.8"
    with room.by(room.desk.other, Post.DEPARTMENT_MANAGER, here):
        perform(room.session, own, "approve", {"opinion": "同意"})
    foreign = room.ask(viewer=make(room.session, "employee", department=make(room.session, "department").id).id)
    with pytest.raises(Refused) as refused, room.by(room.desk.other, Post.DEPARTMENT_MANAGER, here):
        perform(room.session, foreign, "approve", {"opinion": "同意"})
    assert refused.value.clause == "K7.9"
    assert room.decide(foreign).state is ViewState.GRANTED
    with pytest.raises(Refused), room.by(room.desk.other):
        perform(room.session, room.ask(), "withdraw", {})
    with pytest.raises(Invalid), room.session.begin_nested(), room.by(room.desk.store.archivist):
        update(room.session, own, {"viewer": room.desk.other})


def test_without_a_scan_nothing_is_granted_and_a_scan_stays(room: Room) -> None:
    bare = filed(room.session, room.desk.store)
    with pytest.raises(Refused) as refused:
        room.decide(room.ask(unit=bare))
    assert "没有电子副本" in refused.value.sentence.zh
    note = store(room.session, room.folder, "a.txt", "text/plain", b"x").id
    with room.by(room.desk.store.archivist):
        with pytest.raises(Invalid), room.session.begin_nested():
            create(room.session, registers["digital_copy"], {"unit": bare, "file": note})
        second = create(room.session, registers["digital_copy"], {"unit": room.desk.unit, "file": room.file})
        assert second.edition == 2
        with pytest.raises(Invalid), room.session.begin_nested():
            update(room.session, second, {"file": note})


@pytest.mark.parametrize(
    "statement",
    ["UPDATE page_access SET page = 9", "DELETE FROM page_access",
     "INSERT INTO page_access (grant_id, copy_id, page, opened_at, account_id, address)"
     " SELECT grant_id, copy_id, 1, '2027-01-01 00:00:00', 1, '' FROM page_access"],
)  # fmt: skip
def test_the_log_of_pages_is_only_added_to_and_only_under_a_grant(room: Room, statement: str) -> None:
    """I28: what the database itself refuses, and what the check finds when it could not."""
    room.look(room.decide(room.ask()))
    with pytest.raises(DBAPIError), room.session.begin_nested():
        room.session.connection().execute(text(statement))
    assert not room.desk.breaches()
    lift(room.session.connection())
    room.session.connection().execute(text("UPDATE view_grant SET until_at = decided_at, decided_at = '2020-01-01 00:00:00'"))
    room.session.connection().execute(text("UPDATE page_access SET opened_at = '2027-01-01 00:00:00'"))
    assert "I28" in room.desk.breaches()
