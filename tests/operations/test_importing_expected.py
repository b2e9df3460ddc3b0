"""What the form asks of whoever types, a file is asked for too: of new rows, not of what never was known, and emptied by neither."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from domain.access import Level
from models.customers.customer import Customer
from models.register import registers
from operations.importing_lines import Effect
from operations.importing_matching import OnBad
from tests.company import WHAT_A_FORM_ASKS
from tests.operations.import_scenes import Office, a_workbook, an_office

CUSTOMER = registers["customer"]
GIVEN = {"name": "甲公司", "customer_class": "一般", **WHAT_A_FORM_ASKS, "company_kind": "民营"}


@pytest.fixture
def office(own_engine: Engine, tmp_path: Path) -> Office:
    """A company of its own per test."""
    return an_office(own_engine, tmp_path)


def a_list(*rows: dict[str, str]) -> bytes:
    """A file with the columns of the first row."""
    return a_workbook([CUSTOMER.fields[key].label.zh for key in rows[0]], *(list(row.values()) for row in rows))


def told(office: Office, *rows: dict[str, str], **more: object) -> list[tuple[int, str]]:
    """(row, sentence) of a dry run."""
    return [(one.row, one.sentence.zh) for one in office.dry(a_list(*rows), bare=True, **more).problems]


@pytest.mark.parametrize("key", list(WHAT_A_FORM_ASKS))
def test_a_row_that_lacks_what_the_form_asks_is_refused_by_its_clause(office: Office, key: str) -> None:
    """Y2.1: 联系人, 联系方式, 地址, 经营范围; K7.3: 企业性质, 主管单位; A3.3: 信息来源, 收集依据; in a column with an empty cell, or without any column."""
    spec = CUSTOMER.fields[key]
    sentence = f"请填写「{spec.label.zh}」（{spec.clause}）。"
    assert told(office, GIVEN, {**GIVEN, "name": "乙公司", key: ""}) == [(3, sentence)]
    without = {name: value for name, value in GIVEN.items() if name != key}
    assert told(office, without) == [(2, sentence)]
    assert told(office, GIVEN) == []
    _, outcome = office.run(a_list(GIVEN, {**GIVEN, "name": "乙公司", key: ""}), bare=True, on_bad=OnBad.SKIP)
    assert (outcome.counts["created"], outcome.counts["refused"]) == (1, 1)
    assert office.all(Customer, "name") == [("甲公司",)]


def test_a_value_for_all_rows_will_do(office: Office) -> None:
    """Y2.1."""
    without = {name: value for name, value in GIVEN.items() if name != "business_scope"}
    assert told(office, without, constants={"business_scope": "食品批发"}) == []


def test_a_private_person_has_neither_ownership_nor_a_governing_body(office: Office) -> None:
    """K7.3, Y2.1: nor a line of business."""
    person = {**GIVEN, "customer_type": "个人", "company_kind": "", "governing_body": "", "business_scope": ""}
    assert told(office, person) == []
    assert len(told(office, {**person, "customer_type": "企业"})) == 3
    assert len(told(office, {**person, "customer_type": ""})) == 3, "an enterprise, unless it says otherwise"
    office.run(a_list(person), bare=True)
    assert len(told(office, {"name": "甲公司", "customer_type": "企业"})) == 3, "who becomes an enterprise is asked"


def test_some_columns_are_enough_for_what_is_there_already(office: Office) -> None:
    """Y2.1, K7.3: of a record that has the rest, and of one that never had it; what is known is not emptied."""
    office.run(a_list(GIVEN), bare=True)
    with office.system() as session:
        session.add(Customer(name="老客户", customer_class="general", department_id=office.sales))
        session.commit()
    rows = a_list({"name": "甲公司", "customer_class": "重点"}, {"name": "老客户", "customer_class": "重点"})
    assert office.dry(rows, bare=True).counts == {Effect.UPDATED: 2}
    emptied = told(office, {"name": "甲公司", "address": ""}, {"name": "老客户", "address": ""}, clear_blanks=True)
    assert emptied == [(2, "请填写「详细地址」（Y2.1）。")]


def test_nobody_is_asked_for_what_he_may_not_write(office: Office) -> None:
    """Y2.1: as in the form, which shows him no such field."""
    without = {name: value for name, value in GIVEN.items() if name != "address"}
    clerk = office.may(fields={("customer", "address", None): Level.READ})
    assert office.dry(a_list(without), clerk, bare=True).problems == []
