"""The scan desk: three scans lend, one takes back, two put back; every wrong one is refused and changes nothing (K3.24–K3.26)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.custody import AccountKind, Reason
from domain.errors import DomainError
from models.archives.unit import ArchiveUnit
from models.fence import act
from models.lending.loan_line import LoanLine, LoanState
from models.lending.slip import SlipState
from operations.archives.codes import Letter, cleaned, named_by, short_code
from operations.archives.desk import code_of, unit_by_code
from operations.archives.ledger import Movement, places, record
from operations.calendar_filling import fill_calendar
from operations.lending.scan_desk import Desk, Mode, scan
from permissions.actor import System
from tests.archive_scenes import a_store, a_volume, filed
from tests.factories import make
from tests.operations.test_lending import NOON
from tests.operations.test_lending import Desk as Lending


class Scanner:
    """A scanner at the desk: each scan goes on from where the last one left it."""

    def __init__(self, lending: Lending) -> None:
        self.lending, self.session, self.stands, self.key = lending, lending.session, Desk(), 0

    def __call__(self, *codes: str) -> str:
        said = ""
        for code in codes:
            self.key += 1
            said = self.once(f"page {self.key}", code)
        return said

    def once(self, key: str, code: str) -> str:
        with self.lending.by(self.lending.store.archivist):
            self.stands, said = scan(self.session, key, self.stands, code)
        return said.zh

    def refuses(self, code: str) -> tuple[str, str]:
        """What is said, and the clause; the desk stands where it stood."""
        before, lines = self.stands, self.lines()
        with pytest.raises(DomainError) as refused, self.session.begin_nested():
            self(code)
        assert (self.stands, self.lines()) == (before, lines)
        return refused.value.sentence.zh, refused.value.clause

    def label(self, unit: int) -> str:
        row = self.session.execute(select(ArchiveUnit.number, ArchiveUnit.part_no).where(ArchiveUnit.id == unit)).one()
        return code_of(*row)

    def lines(self) -> list[tuple[int, Any]]:
        return [(line.unit_id, line.state) for line in self.session.scalars(select(LoanLine).order_by(LoanLine.id))]

    def at(self, unit: int) -> AccountKind:
        return places(self.session.connection(), [unit])[unit].kind


@pytest.fixture
def scanner(session: Session) -> Scanner:
    act(session, System("test"), clock=lambda: NOON)
    fill_calendar(session)
    store = a_store(session)
    boss, deputy, other = (make(session, "employee", department=store.department).id for _ in range(3))
    make(session, "appointment", holder=boss, post="general_manager", from_on=NOON.date(), until_on=None)
    return Scanner(Lending(session, store, boss, deputy, other, filed(session, store, pages=48)))


def test_two_scans_lend_one_takes_back_and_two_put_back(scanner: Scanner) -> None:
    """K3.24, K3.25, K3.26: out against the slip only, back over the desk, on the shelf when its pages are all there."""
    lending = scanner.lending
    slip = lending.approve(lending.slip())
    assert "请逐件扫描" in scanner(slip.number)
    assert scanner(scanner.label(lending.unit)).startswith("已借出")
    assert (slip.state, scanner.at(lending.unit)) == (SlipState.LENT, AccountKind.PERSON)
    assert scanner.stands.slip is None
    assert len(scanner.stands.done) == 1
    scanner("CMD-BACK", scanner.label(lending.unit))
    assert scanner.at(lending.unit) is AccountKind.DESK
    assert "实点页数" in scanner("cmd-check", scanner.label(lending.unit))
    said, clause = scanner.refuses("49")
    assert ("页（份）数不符" in said, clause) == (True, "K3.26")
    scanner("48")
    assert scanner.at(lending.unit) is AccountKind.SHELF
    assert not lending.breaches()


def test_a_pile_goes_out_on_one_slip_and_comes_back_one_after_the_other(scanner: Scanner) -> None:
    lending = scanner.lending
    units = [lending.unit, *(filed(lending.session, lending.store, pages=3) for _ in range(2))]
    slip = lending.approve(lending.slip(units=units))
    codes = [scanner.label(unit) for unit in units]
    assert "还差 1 件" in scanner(short_code(Letter.SLIP, slip.id), codes[2], codes[0])
    assert "已经扫过" in scanner(codes[0])
    said, _ = scanner.refuses("CMD-DONE")
    assert codes[1] in said, "what is not there is named, and nothing is lent"
    other = lending.approve(lending.slip(units=units))
    assert "还差 1 件" in scanner.refuses(other.number)[0]
    assert "还差 1 件" in scanner.refuses("CMD-BACK")[0]
    assert "3 件" in scanner(short_code(Letter.UNIT, units[1]))
    scanner("CMD-BACK", *codes)
    assert {scanner.at(unit) for unit in units} == {AccountKind.DESK}
    assert [lending.session.get_one(LoanLine, key).unit_id for key in scanner.stands.done[:3]] == units[::-1]


def test_a_scanner_that_bounces_does_nothing_twice(scanner: Scanner) -> None:
    """The same code on the same page is one command, whatever the desk has come to meanwhile."""
    lending = scanner.lending
    slip, label = lending.approve(lending.slip()), scanner.label(lending.unit)
    assert scanner.once("a", slip.number) == scanner.once("a", slip.number)
    said = scanner.once("b", label)
    assert scanner.once("b", label) == said
    assert scanner.lines() == [(lending.unit, LoanState.OUT)]
    assert "先扫出借单" in scanner.refuses(label)[0], "lent just now: a late second scan takes nothing back"
    scanner("CMD-BACK")
    assert scanner.once("c", label) == scanner.once("c", label)
    assert lending.session.scalar(select(func.count()).select_from(LoanLine)) == 1
    assert "没有借出" in scanner.refuses(label)[0]


def test_what_is_wrong_is_told_with_its_clause(scanner: Scanner) -> None:
    lending = scanner.lending
    elsewhere, unfiled = filed(lending.session, lending.store), a_volume(lending.session, lending.store)
    slip, label = lending.approve(lending.slip()), scanner.label(lending.unit)
    assert scanner.refuses("  ") == ("没有读到条码，请再扫一次。", "K3.24")
    assert "没有「9787」这个条码" in scanner.refuses("9787")[0]
    assert scanner.refuses(label)[1] == "K3.24"
    assert "还没有扫出借单" in scanner.refuses("CMD-DONE")[0]
    assert "待审批" in scanner.refuses(lending.slip(units=[elsewhere]).number)[0]
    scanner(slip.number)
    assert "不在出借单" in scanner.refuses(scanner.label(elsewhere))[0]
    scanner("CMD-DROP", "CMD-BACK")
    assert "没有借出，现在" in scanner.refuses(label)[0]
    assert "未入库" in scanner.refuses(scanner.label(unfiled))[0]
    scanner("CMD-CHECK")
    assert "没有待核对的归还" in scanner.refuses(label)[0]
    assert "先扫要核对的档案" in scanner.refuses("48")[0]


def test_a_slip_whose_unit_is_gone_or_whose_approval_is_over_is_not_opened(scanner: Scanner) -> None:
    lending = scanner.lending
    lost = filed(lending.session, lending.store)
    first, second = lending.approve(lending.slip(units=[lost])), lending.approve(lending.slip())
    missing = make(lending.session, "archive_account", kind=AccountKind.EXTERNAL).id
    record(lending.session, lending.store.archivist, [Movement(lost, missing, Reason.SEND_OUT, "调卷函")])
    assert "外部机构" in scanner.refuses(first.number)[0]
    scanner(second.number)
    act(lending.session, System("test"), clock=lambda: NOON + timedelta(days=6))
    assert "过期" in scanner.refuses(scanner.label(lending.unit))[0], "also when it ran out while the slip lay on the desk"
    scanner("CMD-DROP")
    assert "过期" in scanner.refuses(second.number)[0]


def test_what_an_input_method_does_to_a_code_is_undone(scanner: Scanner) -> None:
    label = scanner.label(scanner.lending.unit)
    wide = "".join(chr(ord(one) + 0xFEE0) if one.isascii() and one.isdigit() else one for one in label)
    assert cleaned(f" {wide}\n") == label
    assert unit_by_code(scanner.session, wide) == unit_by_code(scanner.session, f"u{scanner.lending.unit}") == scanner.lending.unit
    assert [named_by(text, Letter.UNIT) for text in ("U12", "S12", "U1x", "2026")] == [12, None, None, None]
    assert scanner.stands == Desk(Mode.LEND)
