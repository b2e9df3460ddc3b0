"""The desk: a pile goes somewhere as a whole, once, by somebody who may, with a sentence for each line that will not go."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from domain.access import Scope
from domain.custody import AccountKind
from domain.errors import Invalid, Refused
from models.archives.monthly_filing import FilingState
from models.fence import acting
from models.register import registers
from operations.archives import checking
from operations.archives.desk import Pile, carry, code_of
from operations.archives.ledger import places
from operations.moves import perform
from operations.records import create
from permissions.actor import Authority
from tests.archive_scenes import Store, a_certificate, a_store, a_volume, an_exception, filed
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


def document(session: Session, *units: int, by_another: bool = True) -> str:
    """The number of an exception that names ``units``, and on which another has decided."""
    return an_exception(session, *(code(session, unit) for unit in units), decided=by_another)


def send(session: Session, store: Store, pile: Pile, key: str = "k") -> dict[str, object]:
    with acting(session, archivist(store)):
        return carry(session, key, pile)


def test_a_pile_is_filed_once_however_often_the_form_is_sent(session: Session, store: Store) -> None:
    units = [a_volume(session, store), a_volume(session, store)]
    pile = Pile("file", place(session, store.shelf), tuple(code(session, unit) for unit in units), document(session, *units))
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
    usual = {"reason": "file", "place": place(session, store.shelf), "codes": (code(session, unit),), "document": document(session, unit)}
    with pytest.raises(Invalid) as refused, session.begin_nested():
        send(session, store, Pile(**{**usual, **change}))  # type: ignore[arg-type]  # one of them is what is tried
    assert says in refused.value.fields[field].zh
    assert not places(session.connection(), [unit])


def test_what_comes_new_rests_on_a_document_that_names_it(session: Session, store: Store) -> None:
    """K3.14: words do not do, nor what nobody else has decided, nor what names another; a month's filing that was received does."""
    unit, other = a_volume(session, store), a_volume(session, store)
    certificate = a_certificate(session, store, unit)
    one = code(session, unit)
    month = make(session, "monthly_filing", name="2026 年 9 月归档")
    make(session, "filing_line", filing=month.id, volume=other)

    def refused(document: str, what: str = one) -> bool:
        with pytest.raises(Invalid) as found, session.begin_nested():
            send(session, store, Pile("file", place(session, store.shelf), (what,), document))
        return found.value.clause == "K3.14" and "载明这件档案" in found.value.fields["codes"].zh

    given = ("移交清单 1", document(session, unit, by_another=False), document(session, other), document(session, certificate), month.name)
    assert all(refused(document) for document in given)
    assert refused(month.name, code(session, other)), "not received yet"
    signed = {"pieces": 1, "pages": 1, "content": "x"}
    for state, values in (
        (FilingState.HANDED_OVER, {"handed_by_id": store.keeper, **signed}),
        (FilingState.RECEIVED, {"received_by_id": store.archivist, **{f"{key}_received": value for key, value in signed.items()}}),
    ):
        for key, value in {"state": state, **values}.items():
            setattr(month, key, value)
        session.flush()
    assert refused(month.name)
    send(session, store, Pile("file", place(session, store.shelf), (code(session, other),), month.name))
    send(session, store, Pile("file", place(session, store.shelf), (one,), document(session, unit)), "k2")
    assert {found.account for found in places(session.connection(), [unit, other]).values()} == {store.shelf}


def test_the_line_that_will_not_go_is_named_and_the_others_stay(session: Session, store: Store) -> None:
    there, new = filed(session, store), a_volume(session, store)
    pile = Pile("file", place(session, store.shelf), (code(session, new), code(session, there)), document(session, new, there))
    with pytest.raises(Invalid) as refused, session.begin_nested():
        send(session, store, pile)
    assert refused.value.fields["codes"].zh.startswith("第 2 行")
    assert not places(session.connection(), [new])
    twice = Pile("file", place(session, store.shelf), (code(session, new),) * 2, document(session, new))
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
        send(session, store, Pile("file", place(session, store.safe), (code(session, certificate),), document(session, certificate)))
    assert "先开柜" in refused.value.fields["codes"].zh


def test_who_may_not_move_or_sees_only_others_is_refused(session: Session, store: Store) -> None:
    unit = filed(session, store)
    pile = Pile("relocate", place(session, store.other_shelf), (code(session, unit),), "移位 1")
    with pytest.raises(Refused), acting(session, holding(who=person(store.archivist))):
        carry(session, "k", pile)
    elsewhere = make(session, "department").id
    with pytest.raises(Invalid), acting(session, holding(everything(Scope.DEPARTMENT), who=person(store.archivist, elsewhere))):
        carry(session, "k", pile)


def test_a_void_number_is_never_filed_and_what_was_filed_is_not_made_void(session: Session, store: Store) -> None:
    """K3.16."""
    units = [a_volume(session, store), filed(session, store)]
    numbers = [session.connection().execute(text("SELECT year, no FROM archive_unit WHERE id = :id"), {"id": unit}).one() for unit in units]

    def void(year: int, no: int) -> None:
        with acting(session, archivist(store)), session.begin_nested():
            values = {"word": store.word, "year": year, "no": no, "reason": "登记错误", "approved_by": store.keeper}
            create(session, registers["number_void"], values)

    for year, no, says in ((*numbers[1], "已经入库"), (numbers[0].year, 99, "还没有编出")):
        with pytest.raises(Invalid) as refused:
            void(year, no)
        assert says in refused.value.fields["no"].zh
    void(*numbers[0])
    with pytest.raises(Invalid) as refused:
        send(session, store, Pile("file", place(session, store.shelf), (code(session, units[0]),), document(session, units[0])))
    assert "已作废" in refused.value.fields["codes"].zh
    assert not [found.invariant.code for found in checking.check(session.connection()) if found.count]


def test_a_safe_is_opened_in_ones_own_name_by_both_halves(session: Session, store: Store) -> None:
    """K3.20: the opener enters it himself, the second confirms himself, and each keeps one half."""

    def ask(who: int, second: int) -> Any:
        with acting(session, holding(everything(), who=person(who, store.department))), session.begin_nested():
            return create(session, registers["safe_session"], {"safe": store.safe, "opener": store.archivist, "second": second, "purpose": "入柜"})

    for who, second in ((store.keeper, store.keeper), (store.archivist, store.borrower)):
        with pytest.raises(Invalid):
            ask(who, second)
    opening = ask(store.archivist, store.keeper)
    with pytest.raises(Refused), acting(session, archivist(store)):
        perform(session, opening, "confirm_open", {})
    with acting(session, holding(everything(), who=person(store.keeper, store.department))):
        perform(session, opening, "confirm_open", {})
    assert opening.state == "open"
