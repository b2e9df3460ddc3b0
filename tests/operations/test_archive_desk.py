"""The desk: a pile goes somewhere as a whole, once, by somebody who may, with a sentence for each line that will not go."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from domain.access import Scope
from domain.custody import AccountKind
from domain.errors import Invalid, Refused
from models.fence import acting
from operations.archives.desk import Pile, carry, code_of
from operations.archives.ledger import places
from permissions.actor import Authority
from tests.archive_scenes import Store, a_certificate, a_store, a_volume, filed
from tests.factories import everything, holding, make, person


@pytest.fixture
def store(session: Session) -> Store:
    return a_store(session)


def archivist(store: Store) -> Authority:
    return holding(everything(), who=person(store.archivist, store.department))


def code(session: Session, unit: int) -> str:
    row = session.connection().execute(text("SELECT number, part_no FROM archive_unit WHERE id = :id"), {"id": unit}).one()
    return code_of(row.number, row.part_no)


def place(session: Session, account: int) -> str:
    return str(session.connection().execute(text("SELECT code FROM archive_account WHERE id = :id"), {"id": account}).scalar_one())


def send(session: Session, store: Store, pile: Pile, key: str = "k") -> dict[str, object]:
    with acting(session, archivist(store)):
        return carry(session, key, pile)


def test_a_pile_is_filed_once_however_often_the_form_is_sent(session: Session, store: Store) -> None:
    units = [a_volume(session, store), a_volume(session, store)]
    pile = Pile("file", place(session, store.shelf), tuple(code(session, unit) for unit in units), "移交清单 1")
    assert send(session, store, pile) == send(session, store, pile)
    assert {found.account for found in places(session.connection(), units).values()} == {store.shelf}
    assert session.connection().execute(text("SELECT count(*) FROM custody_entry")).scalar_one() == 2
    with pytest.raises(Invalid) as refused:
        send(session, store, pile, "another form")
    assert "已经在" in refused.value.fields["codes"].zh


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"codes": ("没有这个码",)}, "codes", "没有这件档案"),
        ({"codes": ()}, "codes", "至少一件"),
        ({"place": "没有"}, "place", "没有位置码"),
        ({"document": " "}, "document", "凭证"),
        ({"reason": "check_out"}, "reason", "不在柜台直接办理"),
        ({"reason": "gift"}, "reason", "不在柜台直接办理"),
    ],
)
def test_what_does_not_go_is_told_at_its_field(session: Session, store: Store, change: dict[str, object], field: str, says: str) -> None:
    unit = a_volume(session, store)
    usual = {"reason": "file", "place": place(session, store.shelf), "codes": (code(session, unit),), "document": "移交清单 1"}
    with pytest.raises(Invalid) as refused, session.begin_nested():
        send(session, store, Pile(**{**usual, **change}))  # type: ignore[arg-type]  # one of them is what is tried
    assert says in refused.value.fields[field].zh
    assert not places(session.connection(), [unit])


def test_the_line_that_will_not_go_is_named_and_the_others_stay(session: Session, store: Store) -> None:
    there, new = filed(session, store), a_volume(session, store)
    pile = Pile("file", place(session, store.shelf), (code(session, new), code(session, there)), "移交清单 1")
    with pytest.raises(Invalid) as refused, session.begin_nested():
        send(session, store, pile)
    assert refused.value.fields["codes"].zh.startswith("第 2 行")
    assert not places(session.connection(), [new])
    twice = Pile("file", place(session, store.shelf), (code(session, new),) * 2, "移交清单 1")
    with pytest.raises(Invalid) as refused:
        send(session, store, twice)
    assert "扫描了两次" in refused.value.fields["codes"].zh


def test_what_is_missing_needs_no_place_and_a_certificate_has_a_code_of_its_own(session: Session, store: Store) -> None:
    unit = filed(session, store)
    certificate = a_certificate(session, store, unit)
    assert code(session, certificate) == f"{code(session, unit)}-1"
    send(session, store, Pile("miss", "", (code(session, unit),), "报告 1"))
    assert places(session.connection(), [unit])[unit].kind is AccountKind.MISSING
    with pytest.raises(Invalid) as refused:
        send(session, store, Pile("file", place(session, store.safe), (code(session, certificate),), "移交 1"))
    assert "先开柜" in refused.value.fields["codes"].zh


def test_who_may_not_move_or_sees_only_others_is_refused(session: Session, store: Store) -> None:
    unit = filed(session, store)
    pile = Pile("relocate", place(session, store.other_shelf), (code(session, unit),), "移位 1")
    with pytest.raises(Refused), acting(session, holding(who=person(store.archivist))):
        carry(session, "k", pile)
    elsewhere = make(session, "department").id
    with pytest.raises(Invalid), acting(session, holding(everything(Scope.DEPARTMENT), who=person(store.archivist, elsewhere))):
        carry(session, "k", pile)
