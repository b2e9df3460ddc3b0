"""Exports: just the rows and columns somebody may take along, in a file that other programs and our own import read."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook
from sqlalchemy import select

from domain.access import Action, Level, Scope
from domain.areas import Area
from domain.errors import Invalid
from domain.values import OFFICE_ZONE
from models.access.role import Role, RoleGrant
from models.access.rules import ActionRule, AreaRule, ClearanceName, FieldCap, LevelName
from models.complaints.complaint import Complaint
from models.customers.customer import Customer
from models.fence import act
from models.governance.job import JobKind, JobState
from models.register import registers
from operations.export_cells import column, escaped
from operations.export_files import EXCEL_ROWS, FileFormat, refuse_too_many, write_xlsx
from operations.exporting import export, may_fetch
from operations.filtering import Condition
from operations.importing import dry_run, open_for
from operations.importing_cells import plain_cell
from operations.importing_matching import guess
from operations.importing_rows import Effect
from operations.job_running import Runner
from operations.records import create, update
from operations.rights import policy_version
from operations.spreadsheet import inspect
from permissions.actor import Authority
from tests.operations.job_scenes import Office, an_office, cells, everything_in, lines, many_customers

BOTH = tuple(FileFormat)
CANARIES = ("欧阳晓", "1370001")
ALL_COLUMNS = tuple(
    key for key in ("number", "name", "short_name", "customer_class", "customer_type", "company_kind", "credit_code",
    "contact_name", "contact_phone", "contact_email", "address", "department", "manager", "team", "opened_on", "needs",
    "annual_amount", "financial_state", "credit_record", "generated")
)  # fmt: skip
DANGEROUS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a", "'=1", "''=1")
HARMLESS = ("", "a=1", "'a", "''", "1-1", "客户", "'", " =1", "_x000D_")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("exports")) as made:
        yield made


@pytest.fixture
def own_office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path) as made:
        yield made


def export_file(office: Office, code: str, kind: FileFormat, register: str = "customer", **order: Any) -> Path:
    number = office.ask_export(code, register, kind, **order)
    assert office.do(number) is JobState.DONE, office.job(number).outcome
    return office.path(number)


def add_customer(office: Office, **values: Any) -> int:
    usual = {"name": "甲有限公司", "customer_class": "general", "department": office.company.departments["north"]}
    with office.system() as session:
        return create(session, registers["customer"], usual | values).id


def fetches(office: Office, code: str, register: str, mark: str) -> bool:
    """Whether ``code`` may now have a file made under the rights ``mark``."""
    with office.system() as session:
        return may_fetch(session, authority_now(office, code), registers[register], mark)


def authority_now(office: Office, code: str) -> Authority:
    with office.system() as session:
        now = session.info["clock"]()
        found = office.plans.authority(session, office.company.accounts[code], policy_version(session), now)
        assert found is not None
        return found


# ---- which rows and columns ----------------------------------------------------------------------------------------


def test_an_export_has_the_columns_of_the_list_under_chinese_headers(office: Office) -> None:
    header, *rows = office.export("boss")
    assert header == [registers["customer"].fields[key].label.zh for key in registers["customer"].listed]
    assert len(rows) == 16


def test_the_headers_and_words_follow_the_language_of_its_owner(office: Office) -> None:
    header, first, *_ = office.export("boss", columns=("name", "customer_class", "generated"), locale="en")
    assert header == ["Name", "Class", "Generated"]
    assert first[1:] == ["Key", "No"]


def test_the_chosen_columns_come_in_the_chosen_order_and_unknown_ones_not_at_all(office: Office) -> None:
    header, *_ = office.export("boss", columns=("opened_on", "no_such", "name", "name"))
    assert header == ["建档日期", "客户名称"]


def test_the_rows_are_those_of_the_filtered_and_searched_list_in_its_order(office: Office) -> None:
    key = Condition("customer_class", "is", ("key",))
    assert {row[0] for row in office.export("boss", columns=("customer_class",), conditions=(key,))[1:]} == {"重点"}
    found = office.export("boss", columns=("name",), search="扬州")[1:]
    assert [row[0][:2] for row in found] == ["扬州"] * 4
    amounts = [row[0] for row in office.export("boss", columns=("annual_amount",), sort="annual_amount", descending=True)[1:]]
    assert amounts == [f"{1000 * place}.00" for place in range(15, 0, -1)] + [""]
    ascending = office.export("boss", columns=("annual_amount",), sort="annual_amount", descending=False)[1:]
    assert [row[0] for row in ascending] == [f"{1000 * place}.00" for place in range(1, 16)] + [""]


def test_more_rows_than_are_fetched_at_once_all_arrive_once(own_office: Office) -> None:
    many_customers(own_office, 4_500)
    numbers = [row[0] for row in own_office.export("boss", columns=("number",))[1:]]
    assert len(numbers) == len(set(numbers)) == 4_516
    sorted_numbers = [row[0] for row in own_office.export("boss", columns=("number",), sort="number", descending=False)[1:]]
    assert sorted_numbers == sorted(numbers)


@pytest.mark.parametrize("kind", BOTH)
def test_a_clerks_export_holds_no_personal_value_in_clear(office: Office, kind: FileFormat) -> None:
    path = export_file(office, "clerk", kind, columns=ALL_COLUMNS)
    text = everything_in(path)
    assert not [canary for canary in CANARIES if canary in text]
    assert "欧**" in text
    assert "137****0000" in text
    assert "财务状况" not in text  # a trade secret is not even named


def test_a_clerks_export_has_the_rows_of_his_department_only(office: Office) -> None:
    rows = office.export("clerk", columns=("name", "department"))[1:]
    assert len(rows) == 8
    assert {row[1] for row in rows} == {"北区客户部"}


def test_a_manager_exports_his_own_customers_in_clear_and_no_others_although_he_sees_them(office: Office) -> None:
    rows = office.export("manager", columns=("name", "contact_phone"))[1:]
    assert rows == [["杭州物联科技有限公司", "13700010000"]]


def test_rows_of_different_strata_are_masked_each_by_its_own(own_office: Office) -> None:
    grant(own_office, "manager", "reader", Action.EXPORT, reads=ClearanceName.INTERNAL)
    rows = own_office.export("manager", columns=("contact_phone", "manager"))[1:]
    assert [row for row in rows if row[1]] == [["13700010000", "张建国"]]
    assert len(rows) == 16
    assert {row[0][:7] for row in rows if not row[1]} == {"137****"}


def test_the_right_to_view_is_not_a_right_to_take_along(own_office: Office) -> None:
    # One role sees everything but exports nothing, the other exports and sees little.
    grant(own_office, "clerk", "onlooker", Action.VIEW, reads=ClearanceName.SECRET)
    path = export_file(own_office, "clerk", FileFormat.CSV, columns=ALL_COLUMNS)
    assert not [canary for canary in CANARIES if canary in everything_in(path)]
    assert len(lines(path)) == 9


def test_who_may_export_but_not_view_gets_nothing(own_office: Office) -> None:
    grant(own_office, "it", "blind", Action.EXPORT, reads=ClearanceName.SECRET, view=False)
    number = own_office.ask_export("it")
    assert own_office.do(number) is JobState.FAILED
    assert "没有「查看」客户的权限" in own_office.job(number).outcome["zh"]


def grant(office: Office, code: str, role: str, action: Action, *, reads: ClearanceName, view: bool = True) -> None:
    with office.system() as session:
        made = Role(code=role, title=role)
        session.add(made)
        session.flush()
        session.add(AreaRule(role_id=made.id, area=Area.CUSTOMERS, reads=reads, above=LevelName.MASKED))
        for name in {action, Action.VIEW} if view else {action}:
            session.add(ActionRule(role_id=made.id, register_key="customer", action=name.value, scope=Scope.ALL))
        session.add(RoleGrant(role_id=made.id, person_id=office.company.employees[code], reason="test"))


def test_a_cap_on_exporting_a_field_holds_for_everybody(own_office: Office) -> None:
    with own_office.system() as session:
        session.add(FieldCap(register_key="customer", field_key="contact_phone", channel="export", level=LevelName.HIDDEN, reason="test"))
    header, *_ = own_office.export("head", columns=("name", "contact_phone"))
    assert header == ["客户名称"]


def test_with_no_column_left_there_is_a_sentence_and_no_file(office: Office) -> None:
    number = office.ask_export("clerk", columns=("financial_state",))
    assert office.do(number) is JobState.FAILED
    assert office.job(number).outcome["zh"] == "没有您可以导出的列。"
    assert office.files(number) == []


def test_a_filter_somebody_may_not_use_fails_the_export(office: Office) -> None:
    for condition in (Condition("contact_phone", "has", ("137",)), Condition("nonsense", "is", ("1",))):
        number = office.ask_export("clerk", conditions=(condition,))
        assert office.do(number) is JobState.FAILED
        assert "没有「" in office.job(number).outcome["zh"]
    number = office.ask_export("clerk", sort="contact_phone")
    assert office.do(number) is JobState.FAILED


@pytest.mark.parametrize(("level", "shown"), [(LevelName.MASKED, "****"), (LevelName.HIDDEN, "")])
def test_a_reference_shows_no_more_than_the_name_of_what_it_points_to(own_office: Office, level: LevelName, shown: str) -> None:
    with own_office.system() as session:
        session.add(FieldCap(register_key="employee", field_key="name", level=level, reason="test"))
    assert own_office.export("head", columns=("name", "manager"))[1] == ["杭州物联科技有限公司", shown]


# ---- what cells look like ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_gets_a_quote_before_it(text: str) -> None:
    assert escaped(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_left_alone(text: str) -> None:
    assert escaped(text) == text


@pytest.mark.parametrize("text", [text for text in (*DANGEROUS, *HARMLESS) if text.strip()])
def test_our_import_reads_back_what_our_export_escaped(text: str) -> None:
    assert plain_cell(registers["customer"].fields["needs"], escaped(text)) == text


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("name", ["=cmd|'/c calc'!A1", "＋8613", "@here", "-2+3有限公司"])
def test_no_formula_leaves_the_panel(office: Office, kind: FileFormat, name: str) -> None:
    add_customer(office, name=name, contact_name="=B2")
    path = export_file(office, "head", kind, columns=("name", "contact_name"))
    rows = lines(path) if kind is FileFormat.CSV else cells(path)
    assert (f"'{name}", "'=B2") in [tuple(row) for row in rows]
    assert not [cell for row in rows for cell in row if str(cell)[:1] in "=+-@＝＋－＠"]
    if kind is FileFormat.XLSX:
        assert "<f>" not in everything_in(path)


def test_a_masked_value_cannot_be_a_formula_either(office: Office) -> None:
    spec = registers["customer"].fields["contact_name"]
    assert column(spec, Level.MASKED, "zh", typed=False)(["=HYPERLINK()", None, ""]) == ["'=**", None, None]


def test_negative_numbers_stay_numbers() -> None:
    money, number = registers["customer"].fields["annual_amount"], registers["audit_entry"].fields["record_id"]
    assert list(column(money, Level.READ, "zh", typed=False)([Decimal("-12.50"), None])) == [Decimal("-12.50"), None]
    assert str(Decimal("-1250").scaleb(-2)) == "-12.50"
    assert column(money, Level.READ, "zh", typed=True)([Decimal("-12.50")]) == [-12.5]
    assert list(column(number, Level.READ, "zh", typed=False)([-5])) == [-5]


def test_days_before_excels_first_year_and_moments_are_kept() -> None:
    day, moment = registers["customer"].fields["opened_on"], registers["audit_entry"].fields["happened_at"]
    at = datetime(2026, 11, 21, 9, 30, 5, 999, tzinfo=OFFICE_ZONE)
    assert column(day, Level.READ, "zh", typed=True)([date(1850, 1, 2), date(2026, 1, 2)]) == ["1850-01-02", date(2026, 1, 2)]
    assert column(day, Level.READ, "zh", typed=False)([date(1850, 1, 2), None]) == ["1850-01-02", None]
    assert column(moment, Level.READ, "zh", typed=False)([at, None]) == ["2026-11-21 09:30:05", None]
    assert column(moment, Level.READ, "zh", typed=True)([at]) == [datetime(2026, 11, 21, 9, 30, 5)]  # noqa: DTZ001  # Excel has no zones


def test_an_excel_file_has_real_days_and_numbers_and_texts_that_stay_texts(office: Office) -> None:
    add_customer(office, name="类型有限公司", short_name="007", opened_on=date(2026, 2, 3), annual_amount=Decimal("1234.50"))
    keys = ("name", "short_name", "opened_on", "annual_amount", "customer_class")
    rows = cells(export_file(office, "head", FileFormat.XLSX, columns=keys))
    assert ("类型有限公司", "007", datetime(2026, 2, 3), 1234.5, "一般") in rows  # noqa: DTZ001  # Excel has no zones


def test_a_csv_file_opens_in_excel_without_garbled_characters(office: Office) -> None:
    content = export_file(office, "boss", FileFormat.CSV).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content


@pytest.mark.parametrize("kind", BOTH)
def test_an_empty_list_gives_a_file_with_headers_only(office: Office, kind: FileFormat) -> None:
    path = export_file(office, "boss", kind, columns=("name",), search="没有这样的客户")
    rows = lines(path) if kind is FileFormat.CSV else [row for row in cells(path) if any(row)]
    assert [tuple(row) for row in rows] == [("客户名称",)]


@pytest.mark.parametrize("kind", BOTH)
def test_text_that_torments_programs_comes_out_as_it_went_in(office: Office, kind: FileFormat) -> None:
    name, needs = "𠮷野家👨‍👩‍👧\u202e_x000D_", '第一行\n"第二行",<&>\'' + "长" * 3000
    add_customer(office, name=name, needs=needs)
    path = export_file(office, "head", kind, columns=("name", "needs"))
    # calamine knows how Excel writes _x000D_, openpyxl does not.
    rows = lines(path) if kind is FileFormat.CSV else load_workbook(path).get_sheet_by_index(0).to_python()
    assert (name, needs) in [tuple(row) for row in rows]


def test_a_list_longer_than_a_sheet_is_refused_before_anything_is_written() -> None:
    refuse_too_many(FileFormat.XLSX, EXCEL_ROWS)
    refuse_too_many(FileFormat.CSV, EXCEL_ROWS + 1)
    with pytest.raises(Invalid, match="1,048,576 rows"):
        refuse_too_many(FileFormat.XLSX, EXCEL_ROWS + 1)


def test_a_title_excel_does_not_like_makes_no_trouble(tmp_path: Path) -> None:
    spec = registers["customer"].fields["name"]
    path = tmp_path / "a.xlsx"
    write_xlsx(path, "借阅/归还[2026]:全部?*'记录" + "很长" * 20, [spec], ["名称"], iter([["甲"]]))
    with zipfile.ZipFile(path) as packed:
        assert "借阅 归还 2026" in packed.read("xl/workbook.xml").decode()


# ---- reading back --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_importing_ones_own_export_changes_nothing(own_office: Office, kind: FileFormat, locale: str) -> None:
    team = [own_office.company.employees[code] for code in ("clerk", "head")]
    add_customer(own_office, name="=回环有限公司", team=team, needs="'=a\n二", short_name="007", annual_amount=Decimal("0.05"))
    # Who composed a customer is the kernel's to say; such a column goes out and is not taken back.
    keys = [key for key in ALL_COLUMNS if key not in ("number", "manager", "generated")]
    path = export_file(own_office, "head", kind, columns=tuple(keys), locale=locale)
    with own_office.open() as session:
        act(session, authority_now(own_office, "head"))
        register = registers["customer"]
        sheet = open_for(register, inspect(path))
        found = guess(session, register, sheet.headers)
        assert set(found.matching.columns) == set(keys)
        assert found.matching.key == "name"
        preview = dry_run(session, register, sheet, found.matching)
    assert preview.problems == []
    assert preview.counts == {Effect.UNCHANGED: 9}


# ---- ends ----------------------------------------------------------------------------------------------------------


def test_the_audit_knows_who_took_how_many_rows_of_which_columns_along_but_no_values(office: Office) -> None:
    office.export("clerk", columns=("name", "contact_phone"))
    note = office.notes("export")[-1]
    assert (note.actor, note.register_key, note.record_id) == ("王小芳 (clerk)", "customer", None)
    assert note.changes["names"][1] == ["name", "contact_phone"]
    assert note.changes["rows"][1] >= 8
    assert "有限公司" not in str(note.changes)


def test_an_export_that_fails_is_not_noted_as_one(office: Office) -> None:
    before = len(office.notes("export"))
    office.do(office.ask_export("clerk", columns=("financial_state",)))
    assert len(office.notes("export")) == before


def test_the_name_of_the_file_says_what_and_when(office: Office) -> None:
    number = office.ask_export("boss")
    at = datetime(2026, 11, 21, 9, 30, tzinfo=OFFICE_ZONE)
    office.do(number, clock=lambda: at)
    assert office.job(number).result_name == "客户_20261121-0930.csv"


def test_a_file_is_not_handed_out_once_the_rights_have_changed(own_office: Office) -> None:
    number = own_office.ask_export("clerk")
    own_office.do(number)
    mark = own_office.job(number).outcome["rights"]
    assert fetches(own_office, "clerk", "customer", mark)
    assert not fetches(own_office, "clerk2", "customer", mark)
    with own_office.system() as session:
        session.add(FieldCap(register_key="customer", field_key="contact_name", level=LevelName.HIDDEN, reason="test"))
    assert not fetches(own_office, "clerk", "customer", mark)


def test_a_file_with_a_case_is_not_handed_to_whoever_has_to_keep_away_since(office: Office) -> None:
    """K4.7: what he took along before would still tell him who complained."""
    with office.system() as session:
        case = create(session, registers["complaint"], {"channel": "phone", "complainant": "阚梓禾", "title": "渗漏", "facts": "…"}).id
    number = office.ask_export("complaint", "complaint", columns=("number", "title"))
    assert office.do(number) is JobState.DONE, office.job(number).outcome
    mark = office.job(number).outcome["rights"]
    assert "渗漏" in office.path(number).read_text(encoding="utf-8-sig")
    assert fetches(office, "complaint", "complaint", mark)
    with office.system() as session:
        update(session, session.get_one(Complaint, case), {"respondents": [office.company.employees["complaint"]]})
    assert not fetches(office, "complaint", "complaint", mark)
    assert not any("渗漏" in cell for line in office.export("complaint", "complaint") for cell in line)


def test_rows_entered_while_an_export_runs_do_not_get_into_it(own_office: Office) -> None:
    many_customers(own_office, 3_000)
    number = own_office.ask_export("boss", columns=("name",))
    added: list[int] = []

    def interfere(_done: int, _total: int) -> None:
        if not added:
            added.append(add_customer(own_office, name="后来有限公司"))

    def work(session: Any, job: Any, _progress: Any, data_dir: Path) -> Any:
        return export(session, job, interfere, data_dir)

    own_office.do(number, {JobKind.EXPORT: Runner(work, reading=True)})
    assert added
    assert len(lines(own_office.path(number))) == 3_017


def test_memory_does_not_grow_with_the_rows(own_office: Office) -> None:
    many_customers(own_office, 200_000)
    keys = ("number", "name", "customer_class", "contact_name", "contact_phone", "department", "annual_amount", "source")
    number = own_office.ask_export("boss", columns=keys)
    worker = own_office.start_worker(number)
    assert worker.wait(100) == 0
    assert own_office.job(number).outcome["counts"]["rows"] == 200_016
    grown = int((own_office.data_dir / "grown.txt").read_text())
    assert grown < 30, f"{grown} MB"


def test_nothing_of_the_database_changes_by_exporting(office: Office) -> None:
    with office.reader() as session:
        before = list(session.scalars(select(Customer.version).order_by(Customer.id)))
    office.export("boss")
    with office.reader() as session:
        assert list(session.scalars(select(Customer.version).order_by(Customer.id))) == before
