"""The list in a volume: editions, what freezing counts and digests, and what nobody changes afterwards (K3.6, K3.10, K3.11, I17)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.errors import Conflict, DomainError, Invalid, Refused
from models.archives import guarding
from models.archives.unit import ArchiveUnit
from models.archives.volume_list import ListState, VolumeList
from models.archives.volume_piece import Part, VolumePiece
from models.fence import act, acting
from models.register import registers
from operations import records
from operations.archives import checking, lists
from operations.moves import perform
from permissions.actor import System
from tests.archive_scenes import Store, a_certificate, a_store, filed
from tests.factories import everything, holding, person

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
PAPERS = ((Part.CUSTOMER, "营业执照", 1), (Part.APPROVAL, "立项审批表", 3), (Part.CONTRACTS, "借款合同", 12), (Part.APPROVAL, "评审会决议", 2))
Act = Callable[[Session, VolumeList, VolumePiece], Any]


@pytest.fixture
def store(session: Session) -> Store:
    act(session, System("test"), clock=lambda: NOON)
    return a_store(session)


def by(session: Session, store: Store) -> Any:
    return acting(session, holding(everything(), who=person(store.archivist, store.department)))


def a_list(session: Session, volume: int) -> VolumeList:
    made: VolumeList = records.create(session, registers["volume_list"], {"volume": volume})
    return made


def add(session: Session, one: VolumeList, part: Part, title: str, pages: int, **more: Any) -> VolumePiece:
    values = {"volume_list": one.id, "part": part, "title": title, "pages": pages, **more}
    made: VolumePiece = records.create(session, registers["volume_piece"], values)
    return made


def frozen(session: Session, store: Store, volume: int) -> VolumeList:
    with by(session, store):
        one = a_list(session, volume)
        for paper in PAPERS:
            add(session, one, *paper)
        perform(session, one, "freeze_list", {})
    return one


def pieces(session: Session, one: VolumeList) -> list[VolumePiece]:
    wanted = select(VolumePiece).where(VolumePiece.volume_list_id == one.id).order_by(VolumePiece.line_no)
    return list(session.scalars(wanted))


def breaches(session: Session) -> dict[str, tuple[str, ...]]:
    return {found.invariant.code: found.first for found in checking.check(session.connection()) if found.count}


def test_freezing_orders_the_parts_counts_the_pages_and_tells_the_volume(session: Session, store: Store) -> None:
    """K3.6, K3.10."""
    volume = filed(session, store)
    one = frozen(session, store, volume)
    order = [(piece.line_no, piece.title) for piece in pieces(session, one)]
    assert order == [(1, "立项审批表"), (2, "评审会决议"), (3, "借款合同"), (4, "营业执照")]
    assert (one.state, one.edition, one.total_pages, len(one.content or "")) == (ListState.FROZEN, 1, 18, 64)
    assert session.get_one(ArchiveUnit, volume).pages == 18
    assert one.department_id == store.department
    assert not breaches(session)


def test_the_next_edition_begins_as_a_copy_and_says_the_pages_from_then_on(session: Session, store: Store) -> None:
    volume = filed(session, store)
    first = frozen(session, store, volume)
    with by(session, store):
        second = a_list(session, volume)
        assert [piece.title for piece in pieces(session, second)] == [piece.title for piece in pieces(session, first)]
        with pytest.raises(Invalid) as refused, session.begin_nested():
            a_list(session, volume)
        assert "volume" in refused.value.fields
        session.refresh(second)
        add(session, second, Part.SURVEY, "现场照片", 4, annex=True)
        assert session.get_one(ArchiveUnit, volume).pages == 18
        perform(session, second, "freeze_list", {})
    assert (second.edition, second.total_pages, session.get_one(ArchiveUnit, volume).pages) == (2, 22, 22)
    assert first.content != second.content
    assert lists.editions_of(session, [volume]) == {volume: 2}
    assert not breaches(session)


def test_what_a_list_and_a_piece_must_be(session: Session, store: Store) -> None:
    """K3.6, K3.11."""
    volume = filed(session, store)
    certificate = a_certificate(session, store, volume)
    with by(session, store):
        for values in ({"volume": certificate}, {}):
            with pytest.raises(Invalid) as refused, session.begin_nested():
                records.create(session, registers["volume_list"], values)
            assert "volume" in refused.value.fields
        one = a_list(session, volume)
        with pytest.raises(Refused), session.begin_nested():
            perform(session, one, "freeze_list", {})
        first = add(session, one, Part.SURVEY, "调查报告", 30)
        for more, field in (({"annex": True, "code": "3-1"}, "code"), ({"line_no": first.line_no}, "line_no"), ({"line_no": 10_000}, "line_no")):
            with pytest.raises(Invalid) as refused, session.begin_nested():
                add(session, one, Part.SURVEY, "合同副本", 2, **more)
            assert field in refused.value.fields
        with pytest.raises(DomainError), session.begin_nested():
            add(session, one, Part.SURVEY, "空白", 0)


def test_what_is_frozen_is_changed_by_nobody(session: Session, store: Store) -> None:
    volume = filed(session, store)
    one = frozen(session, store, volume)
    piece = pieces(session, one)[0]
    changes: tuple[Callable[[], Any], ...] = (
        lambda: records.update(session, piece, {"pages": 99}),
        lambda: records.delete(session, piece),
        lambda: add(session, one, Part.SURVEY, "后补", 1),
        lambda: perform(session, one, "freeze_list", {}),
        lambda: records.update(session, session.get_one(ArchiveUnit, volume), {"pages": 99}),
    )
    for change in changes:
        with pytest.raises((DomainError, IntegrityError)) as refused, session.begin_nested(), by(session, store):
            change()
        assert isinstance(refused.value, (Refused, Invalid, Conflict, IntegrityError))
        session.expire_all()
    assert session.get_one(ArchiveUnit, volume).pages == 18
    assert not breaches(session)


FORGED = (
    "UPDATE volume_piece SET pages = 99 WHERE volume_list_id = {list}",
    "DELETE FROM volume_piece WHERE volume_list_id = {list}",
    "INSERT INTO volume_piece (volume_list_id, line_no, part, title, pages, version) VALUES ({list}, 77, 'survey', '后补', 1, 1)",
    "UPDATE volume_list SET state = 'draft' WHERE id = {list}",
    "UPDATE volume_list SET total_pages = 5 WHERE id = {list}",
    "UPDATE volume_list SET content = 'x' WHERE id = {list}",
    "UPDATE volume_list SET volume_id = {other} WHERE id = {list}",
    "DELETE FROM volume_list WHERE id = {list}",
    "UPDATE volume_list SET state = 'frozen', total_pages = 1, content = 'x' WHERE id = {draft}",
    "INSERT INTO volume_list (volume_id, edition, state, version) VALUES ({other}, 7, 'frozen', 1)",
)


@pytest.mark.parametrize("statement", FORGED)
def test_the_database_refuses_it_too(session: Session, store: Store, statement: str) -> None:
    volume, other = filed(session, store), filed(session, store)
    one = frozen(session, store, volume)
    with by(session, store):
        draft = a_list(session, volume)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.connection().execute(text(statement.format(list=one.id, other=other, draft=draft.id)))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("UPDATE volume_piece SET pages = pages + 1 WHERE line_no = 1", "content"),
        ("UPDATE volume_piece SET title = '换了' WHERE line_no = 1", "content"),
        ("UPDATE archive_unit SET pages = 5", "unit"),
        ("UPDATE volume_list SET total_pages = 5", "list"),
    ],
)
def test_the_check_finds_what_was_changed_behind_the_guards(session: Session, store: Store, fault: str, said: str) -> None:
    """I17."""
    frozen(session, store, filed(session, store))
    guarding.lift(session.connection())
    session.connection().execute(text(fault))
    assert said in " ".join(breaches(session)["I17"])


def numbers(session: Session, one: VolumeList) -> dict[str, str]:
    found = lists.contract_numbers(session, one.id)
    return {piece.title: found[piece.id] for piece in pieces(session, one) if piece.id in found}


def test_contracts_in_a_volume_are_numbered_after_it_and_keep_their_number(session: Session, store: Store) -> None:
    """K3.16: those that are no annex, in their order and without a gap, when the list is frozen; later editions go on counting."""
    volume = filed(session, store)
    number = session.get_one(ArchiveUnit, volume).number
    with by(session, store):
        one = a_list(session, volume)
        for paper in (*PAPERS, (Part.CONTRACTS, "抵押合同", 8)):
            add(session, one, *paper)
        add(session, one, Part.CONTRACTS, "客户留存副本", 8, annex=True)
        assert numbers(session, one) == {}
        perform(session, one, "freeze_list", {})
    assert numbers(session, one) == {"借款合同": f"{number}-01", "抵押合同": f"{number}-02"}
    with by(session, store):
        second = a_list(session, volume)
        lent = next(piece for piece in pieces(session, second) if piece.title == "借款合同")
        records.update(session, lent, {"part": Part.CUSTOMER})
        add(session, second, Part.CONTRACTS, "保证合同", 3, line_no=50)
        add(session, second, Part.CONTRACTS, "补充协议", 3, line_no=40)
        perform(session, second, "freeze_list", {})
    assert numbers(session, second) == {"抵押合同": f"{number}-02", "补充协议": f"{number}-03", "保证合同": f"{number}-04"}
    assert not breaches(session)
