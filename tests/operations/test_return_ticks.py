"""What comes back is counted piece by piece against the edition it was lent with (K3.26)."""

from collections.abc import Mapping

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from domain.errors import DomainError, Invalid, Refused
from models.archives.guarding import lift
from models.lending.loan_line import LoanLine, LoanState
from models.register import registers
from operations.archives import checking
from operations.archives.tick_sheet import Typed
from operations.lending import return_ticking
from operations.lending.deciding import SUGGESTED
from operations.lending.scan_desk import Desk as ScanDesk
from operations.lending.scan_desk import Mode, scan
from operations.moves import perform
from operations.records import create
from tests.operations.test_lending import Desk, a_desk

PAPERS = (("借款合同", 20), ("抵押合同", 16), ("借据", 12))


def listed(desk: Desk, papers: tuple[tuple[str, int], ...] = PAPERS) -> None:
    """An edition of the list of the volume, frozen."""
    with desk.by(desk.store.archivist):
        one = create(desk.session, registers["volume_list"], {"volume": desk.unit})
        for title, pages in papers:
            create(desk.session, registers["volume_piece"], {"volume_list": one.id, "part": "contracts", "title": title, "pages": pages})
        perform(desk.session, one, "freeze_list", {})


def ticked(desk: Desk, line: LoanLine, other: Mapping[int, str] | None = None, who: int | None = None) -> int:
    """Every piece ticked but ``other``, of which another number was counted."""
    counted = other or {}
    typed = [Typed(one.no, one.no not in counted, counted.get(one.no, ""), "") for one in return_ticking.lines(desk.session, line)]
    with desk.by(who or desk.store.archivist):
        return return_ticking.save(desk.session, line, typed)


@pytest.fixture
def desk(session: Session) -> Desk:
    made = a_desk(session)
    listed(made)
    return made


def test_nothing_is_put_back_before_each_piece_was_counted_against_the_edition_lent(desk: Desk) -> None:
    """K3.26: a later edition counts nothing; the sum alone is not enough, and a difference names its piece."""
    line = desk.lent()
    assert (line.list_version, line.pages_out) == (1, 48)
    with pytest.raises(Refused) as out:
        ticked(desk, line)
    assert out.value.sentence is return_ticking.NOT_BACK
    desk.step(line, "hand_back")
    for step in ("check_return", "note_shortage"):
        with pytest.raises(Refused) as uncounted:
            desk.step(line, step, pages_back=48, shortage="无")
        assert (uncounted.value.clause, "还有 3 项" in uncounted.value.sentence.zh) == ("K3.26", True)
    with pytest.raises(Refused) as his:
        ticked(desk, line, who=desk.store.borrower)
    assert his.value.sentence is return_ticking.NOT_HE
    assert ticked(desk, line, {2: "15"}) == 3
    with pytest.raises(Refused) as differs:
        desk.step(line, "check_return", pages_back=48)
    assert "第 2 项「抵押合同」：清单 16，实点 15" in differs.value.sentence.zh
    assert ticked(desk, line) == 1, "a recount stands beside the first count"
    with pytest.raises(Refused):
        desk.step(line, "note_shortage", pages_back=47, shortage="缺 1 页")
    desk.step(line, "check_return", pages_back=48)
    assert line.state is LoanState.COMPLETE
    assert not desk.breaches()


def test_a_shortage_is_the_sum_of_its_sheet_and_the_next_loan_expects_what_is_there(desk: Desk) -> None:
    """K3.26: what was missing already is nobody's fault who borrows it after that."""
    line = desk.lent()
    desk.step(line, "hand_back")
    ticked(desk, line, {3: "9"})
    told, _, _ = SUGGESTED["loan_line", "note_shortage"](desk.session, line)
    assert told == {"pages_back": 45, "shortage": "第 3 项「借据」：清单 12，实点 9"}
    with pytest.raises(Invalid) as wrong:
        desk.step(line, "note_shortage", pages_back=44, shortage="缺 4 页")
    assert "共 45 页" in wrong.value.fields["pages_back"].zh
    desk.step(line, "note_shortage", **told)
    again = desk.lent(desk.approve(desk.slip(borrower=desk.other)))
    assert again.pages_out == 45
    desk.step(again, "hand_back")
    assert [one.expected for one in return_ticking.lines(desk.session, again)] == [20, 16, 9]
    ticked(desk, again)
    desk.step(again, "check_return", pages_back=45)
    with pytest.raises(Refused):
        desk.step(line, "supply", settled_because="补齐")
    assert ticked(desk, line, {3: "11"}) == 1
    desk.step(line, "part_back", pages_back=47, shortage="还缺 1 页")
    assert ticked(desk, line) == 1
    desk.step(line, "supply", settled_because="补齐")
    assert line.state is LoanState.COMPLETE
    assert not desk.breaches()


def test_the_scan_desk_sends_a_unit_with_a_list_to_its_sheet(desk: Desk) -> None:
    """K3.26: the total alone is not typed where a list went out."""
    line = desk.lent()
    desk.step(line, "hand_back")
    number = desk.session.execute(text("SELECT number FROM archive_unit WHERE id = :id"), {"id": desk.unit}).scalar_one()
    with desk.by(desk.store.archivist):
        with pytest.raises(Refused) as sheet:
            scan(desk.session, "page-1", ScanDesk(Mode.CHECK), number)
        assert "第 1 版清单" in sheet.value.sentence.zh
    ticked(desk, line)
    with desk.by(desk.store.archivist):
        after, _said = scan(desk.session, "page-2", ScanDesk(Mode.CHECK), number)
        after, said = scan(desk.session, "page-2", after, "48")
    assert "相符" in said.zh
    assert line.state is LoanState.COMPLETE


FORGED = (
    "UPDATE loan_line SET state = 'complete', pages_back = 48, checked_by_id = issued_by_id WHERE state = 'handed_back'",
    "UPDATE loan_tick SET counted = expected", "DELETE FROM loan_tick",
    "INSERT INTO loan_tick (loan_id, line_no, title, expected, counted, ticked_by_id, ticked_at)"
    " SELECT id, 2, '抵押合同', 16, 16, borrower_id, out_on FROM loan_line",
)  # fmt: skip


@pytest.mark.parametrize("statement", FORGED)
def test_the_database_refuses_a_return_that_nobody_counted(desk: Desk, statement: str) -> None:
    """K3.26: whoever asks, and by whatever statement."""
    line = desk.lent()
    desk.step(line, "hand_back")
    ticked(desk, line, {2: "15"})
    with pytest.raises(Exception, match=r"loan_counted|loan_tick"), desk.session.begin_nested():
        desk.session.connection().execute(text(statement))


def test_the_check_finds_a_return_that_nobody_counted(desk: Desk) -> None:
    """I32: with the guards away."""
    line = desk.lent()
    desk.step(line, "hand_back")
    desk.session.flush()
    lift(desk.session.connection())
    desk.session.connection().execute(text("UPDATE loan_line SET state = 'complete', pages_back = 48, checked_by_id = issued_by_id"))
    assert "I32" in [found.invariant.code for found in checking.check(desk.session.connection()) if found.count]


def test_a_unit_lent_without_a_list_is_counted_as_a_whole(session: Session) -> None:
    """K3.26: as long as nobody has written one."""
    desk = a_desk(session)
    line = desk.lent()
    listed(desk)
    desk.step(line, "hand_back")
    assert return_ticking.lines(session, line) == []
    with pytest.raises(DomainError):
        desk.step(line, "check_return", pages_back=47)
    desk.step(line, "check_return", pages_back=48)
    assert not desk.breaches()
