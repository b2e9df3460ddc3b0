"""An Excel ledger as offices keep it becomes opening entries: every contradiction is told, two sign, nothing is lost silently (K10.5)."""

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from domain.access import Channel, Level
from domain.errors import Invalid, Refused
from models.archives.opening_ledger import OpeningLedger, OpeningState
from models.archives.opening_line import OpeningLine
from models.fence import act, acting
from models.lending.loan_line import LoanLine
from models.register import registers
from operations.archives import checking
from operations.archives.opening import reading_of
from operations.archives.reconciling import reconcile
from operations.calendar_filling import fill_calendar
from operations.moves import perform
from operations.printing.opening_sheet import NOT_READ
from operations.printing.record_forms import print_record, printed_records
from operations.records import create, update
from permissions.actor import System
from tests.factories import everything, holding, make, person
from tests.operations.import_scenes import Office, a_workbook, an_office

DAY = datetime(2026, 11, 20, 4, tzinfo=UTC)
HEADERS = (
    ["鸿达公司档案室台账（2019—2021）"],
    ["序号", "档号", "题名", "存放位置", "页数", "借阅情况", "", "", "备注"],
    ["", "", "", "", "", "借阅人", "借出日期", "应还日期", ""],
)
MERGED = ("A1:I1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:H2", "I2:I3")
ROWS = (
    [4, "2019鸿借字第001号", "甲公司借款案卷", "一架一层", 48, "", "", "", ""],
    [5, "２０１９年鸿借字第００２号", "乙公司借款案卷", "一架一层", "36页", "张三", "2026年11月2日", date(2026, 11, 27), ""],
    [6, "鸿借字〔2019〕4号", "丙公司借款案卷", "A-01", "20", "李四", 46330, "", "封面破损"],
    [7, "2019鸿借字第005号", "丁公司借款案卷", "一架一层", "", "张三", "2026-11-03", "", ""],
    [8, "2019鸿借字第005号", "丁公司借款案卷", "一架一层", "", "李四", "2026-11-09", "", ""],
    [9, "2019鸿借字第006号", "戊公司借款案卷", "二楼", "三十", "王五", "去年", "2019-13-40", ""],
    [10, "", "没有档号的一册", "一架一层", "", "张三、李四", "", "", ""],
    [11, "2019鸿借字第007号", "己公司借款案卷", "一架一层", 12, "下落不明", "", "", ""],
    [12, "2020鸿借字第002号", "庚公司借款案卷", "一架一层", 30, "市中级法院", "", "", ""],
    [13, "2020年外借字3号", "", "一架一层", 5, "", "2026-11-30", "", ""],
)


@pytest.fixture
def office(own_engine: Engine, tmp_path: Path) -> Office:
    made = an_office(own_engine, tmp_path)
    with made.system() as session:
        fill_calendar(session)
        make(session, "number_word", word="鸿借字", title="借款")
        make(session, "archive_account", code="A-01", name="一架一层", kind="shelf")
        make(session, "archive_account", kind="desk")
        make(session, "archive_account", code="F-01", name="市中级法院", kind="external")
        session.commit()
    return made


def read_in(office: Office) -> int:
    """The old ledger as imported; the id of its opening."""
    with office.system() as session:
        opening = make(session, "opening_ledger", source="档案室台账.xlsx", as_of_on=date(2026, 11, 20), department=office.sales).id
        number = session.connection().execute(text("SELECT number FROM opening_ledger")).scalar_one()
        session.commit()
    office.run(a_workbook(*HEADERS, *ROWS, merged=MERGED), register="opening_line", constants={"opening": number})
    return int(opening)


def told(office: Office, opening: int) -> dict[int, list[str]]:
    with office.system() as session:
        read = reading_of(session, session.get_one(OpeningLedger, opening))
        return {one.row: [sentence.zh for _, sentence in one.wrong] for one in read.lines if one.wrong and not one.set_aside}


def move(office: Office, opening: int, who: int, name: str, **values: Any) -> None:
    with office.system() as session:
        act(session, System("test"), clock=lambda: DAY)
        with acting(session, holding(everything(), who=person(who, office.sales))):
            perform(session, session.get_one(OpeningLedger, opening), name, values)
        session.commit()


def correct(office: Office, opening: int, row: int, **values: Any) -> None:
    with office.system() as session:
        line = session.scalars(select(OpeningLine).where(OpeningLine.opening_id == opening, OpeningLine.line_no == row)).one()
        with acting(session, holding(everything(), who=person(office.li, office.sales))):
            update(session, line, values)
        session.commit()


def corrected(office: Office) -> int:
    """The old ledger with each contradiction dealt with; held by others than those who sign."""
    opening = read_in(office)
    correct(office, opening, 7, set_aside=True, set_aside_because="实物在李四处，以第 8 行为准")
    correct(office, opening, 9, place="A-01", holder="", borrowed="", due="", written_pages="30")
    correct(office, opening, 10, set_aside=True, set_aside_because="空白卷皮，无内容")
    correct(office, opening, 13, set_aside=True, set_aside_because="重复登记的目录页")
    return opening


def test_every_line_is_kept_and_every_contradiction_told(office: Office) -> None:
    opening = read_in(office)
    assert len(office.all(OpeningLine, "id")) == len(ROWS)
    wrong = told(office, opening)
    assert wrong.keys() == {7, 8, 9, 10, 13}
    assert wrong[7] == ["与第 8 行档号相同，借阅人却不同（李四、张三）。"]
    assert wrong[8] == ["与第 7 行档号相同，借阅人却不同（张三、李四）。"]
    assert wrong[9] == [
        "没有位置「二楼」，请填位置码或位置名称。", "没有员工「王五」。", "日期「去年」无法识别。", "日期「2019-13-40」无法识别。", "页数「三十」不是数字。",
    ]  # fmt: skip
    assert wrong[10] == ["没有档号。", "写了不止一位借阅人「张三、李四」。"]
    assert wrong[13] == ["字号「外借字」没有登记，请先在「档号字号」中登记。", "没有题名。", "有借出日期而没有借阅人。", "借出日期 2026-11-30 晚于基准日。"]
    with pytest.raises(Refused) as refused:
        move(office, opening, office.li, "sign_opening")
    assert "13 处矛盾" in refused.value.sentence.zh
    assert refused.value.clause == "K10.5"


OPENED = "SELECT u.number, c.to_kind FROM archive_unit u JOIN custody_entry c ON c.unit_id = u.id WHERE c.reason = 'open'"
WHERE_THEY_ARE = {
    "2019鸿借字第001号": "shelf", "2019鸿借字第002号": "person", "2019鸿借字第004号": "person", "2019鸿借字第005号": "person",
    "2019鸿借字第006号": "shelf", "2019鸿借字第007号": "missing", "2020鸿借字第002号": "external",
}  # fmt: skip


def reconciled(session: Session, opening: OpeningLedger) -> None:
    """K10.5: file and ledger side by side, every contradiction with its treatment, and a sheet that bears what was signed."""
    assert opening.state is OpeningState.BOOKED
    found = reconcile(session, opening)
    assert (found.lines, found.aside, found.booked) == (10, 3, 7)
    assert {one.name: (one.lines, one.aside, one.booked) for one in found.accounts} == {
        "市中级法院": (1, 0, 1), "下落不明": (1, 0, 1), "张三": (2, 1, 1), "李四": (2, 0, 2), "一架一层": (4, 2, 2),
    }  # fmt: skip
    assert {one.name: one.booked for one in found.series} == {"2019鸿借字": 6, "2020鸿借字": 1, "（看不出档号）": 0}
    assert found.void == ("2019鸿借字第003号", "2020鸿借字第001号")
    done = [(one.row, one.field.zh, one.done.zh) for one in found.treatments]
    assert len(done) == 13
    assert done[:3] == [(7, "档号", "不入账：实物在李四处，以第 8 行为准"), (8, "档号", "随其他行的处理消除"), (9, "存放位置", "更正为「A-01」")]
    with acting(session, holding(everything(), who=person(opening.prepared_by_id or 0))):
        data = print_record(session, opening, "P34", "zh", company="鸿达", printed="")
        said = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))
        assert opening.content
        assert opening.content in said
        assert "更正为「A-01」" in said
        assert [one.current for one in printed_records(session, opening.content)] == [True]
    capped = {("opening_line", registers["opening_line"].fields["holder"].stable_key, Channel.PRINT): Level.MASKED}
    with acting(session, holding(everything(), caps=capped)), pytest.raises(Refused) as masked:
        print_record(session, opening, "P34", "zh", company="鸿达", printed="")
    assert masked.value.sentence is NOT_READ


def missing(office: Office, opening: int) -> list[tuple[int, int]]:
    with office.system() as session:
        return [(year, no) for (_, year, no), _ in reading_of(session, session.get_one(OpeningLedger, opening)).gaps]


def test_it_is_booked_as_a_whole_with_two_signatures(office: Office) -> None:
    """K10.5."""
    opening = corrected(office)
    with office.system() as session:
        third = make(session, "employee", department=office.sales).id
        session.commit()
    assert not told(office, opening)
    assert missing(office, opening) == [(2019, 3), (2020, 1)]
    move(office, opening, third, "sign_opening")
    with pytest.raises(Invalid):
        correct(office, opening, 4, title="改了题名")
    with pytest.raises(Refused) as alone:
        move(office, opening, third, "book")
    assert "另一人" in alone.value.sentence.zh
    with pytest.raises(Refused) as own:
        move(office, opening, office.zhang, "book")
    assert "名下有在借档案" in own.value.sentence.zh
    with office.system() as session:
        fourth = make(session, "employee", department=office.sales).id
        session.commit()
    move(office, opening, fourth, "book")
    with office.system() as session:
        read = session.connection().execute
        assert {row.number: row.to_kind for row in read(text(OPENED))} == WHERE_THEY_ARE
        loans = session.scalars(select(LoanLine).order_by(LoanLine.unit_id)).all()
        assert [(one.borrower_id, one.out_on, one.due_on) for one in loans] == [
            (office.zhang, date(2026, 11, 2), date(2026, 11, 27)), (office.li, date(2026, 11, 4), loans[1].due_on),
            (office.li, date(2026, 11, 9), loans[2].due_on),
        ]  # fmt: skip
        assert [tuple(row) for row in read(text("SELECT year, no FROM number_void ORDER BY year"))] == [(2019, 3), (2020, 1)]
        assert read(text("SELECT count(*) FROM opening_line WHERE unit_id IS NULL AND NOT set_aside")).scalar_one() == 0
        reconciled(session, session.get_one(OpeningLedger, opening))
        assert [found.invariant.code for found in checking.check(session.connection()) if found.count] == []
        act(session, System("test"), clock=lambda: DAY)
        with acting(session, holding(everything(), who=person(third, office.sales))):
            perform(session, loans[0], "hand_back", {})
            perform(session, loans[0], "check_return", {"pages_back": 36})
        unit = make(session, "archive_unit", word=1, department=office.sales, home=1)
        assert unit.number == "2026鸿借字第001号"


def test_a_second_ledger_meets_what_the_first_has_booked(office: Office) -> None:
    opening = corrected(office)
    with office.system() as session:
        one, two = (make(session, "employee", department=office.sales).id for _ in range(2))
        session.commit()
    move(office, opening, one, "sign_opening")
    with office.system() as session:  # behind the signature's back
        session.connection().execute(text("UPDATE opening_line SET title = '改过' WHERE line_no = 4"))
        session.commit()
    with pytest.raises(Refused) as changed:
        move(office, opening, two, "book")
    assert "不一致" in changed.value.sentence.zh
    move(office, opening, two, "check_again", returned_because="题名有误")
    move(office, opening, one, "sign_opening")
    move(office, opening, two, "book")
    with office.system() as session:
        again = make(session, "opening_ledger", as_of_on=date(2026, 11, 20), department=office.sales).id
        for number in ("2019鸿借字第001号", "2019鸿借字第003号", "2027鸿借字第001号"):
            make(session, "opening_line", opening=again, written_number=number, title="甲", place="A-01")
        session.commit()
    assert [sentence for one in told(office, again).values() for sentence in one] == [
        "档号 2019鸿借字第001号 已在档案台账。", "档号 2019鸿借字第003号 已作废。", "档号的年度 2027 晚于基准日。",
    ]  # fmt: skip


def test_a_line_is_set_aside_for_a_reason_and_an_empty_ledger_is_not_signed(office: Office) -> None:
    with office.system() as session:
        opening = make(session, "opening_ledger", as_of_on=date(2026, 11, 20), department=office.sales).id
        session.commit()
    with pytest.raises(Refused) as empty:
        move(office, opening, office.li, "sign_opening")
    assert "还没有台账行" in empty.value.sentence.zh
    with office.system() as session, acting(session, holding(everything(), who=person(office.li, office.sales))), pytest.raises(Invalid) as refused:
        create(session, registers["opening_line"], {"opening": opening, "set_aside": True})
    assert "set_aside_because" in refused.value.fields
