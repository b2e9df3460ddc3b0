"""Taking a whole import back, without touching what people did since."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete

from domain.access import Action, Level, Scope
from domain.errors import Missing
from models.customers.contact import Contact
from models.customers.customer import Customer, CustomerClass
from models.fence import acting
from models.governance.audit_entry import AuditEntry
from models.governance.job import ImportRow
from models.incentives.wage import Wage
from models.register import registers
from operations import undoing
from operations.importing_lines import Effect, Line
from operations.importing_lookups import Existing
from operations.importing_matching import OnBad
from operations.importing_writes import Writer
from permissions.actor import System
from tests.operations.import_scenes import Office, a_workbook, an_office, customers, refused_file

FIRST = customers(["甲", "一般", "销售部", "13800138000", 100], ["乙", "一般", "客服部", None, None])
SECOND = customers(["甲", "重点", "客服部", None, 250.5], ["丙", "潜在", "销售部", None, None])


@pytest.fixture
def office(own_engine: Engine, tmp_path: Path) -> Office:
    """A company of its own per test."""
    return an_office(own_engine, tmp_path)


def stored(office: Office) -> list[tuple[object, ...]]:
    return office.all(Customer, "name", "customer_class", "department_id", "contact_phone", "annual_amount")


def test_undoing_deletes_what_was_created_and_restores_what_was_changed(office: Office) -> None:
    office.run(FIRST)
    before = stored(office)
    job, _ = office.run(SECOND)
    outcome = office.undo(job)
    assert outcome.counts == {"deleted": 1, "restored": 1, "kept": 0}
    assert stored(office) == before
    assert (office.audited("customer", "delete"), office.audited("customer", "edit")) == (1, 2)


def test_imports_can_be_undone_one_after_the_other(office: Office) -> None:
    first, _ = office.run(FIRST)
    second, _ = office.run(SECOND)
    assert office.undo(second).counts["restored"] == 1
    assert office.undo(first).counts == {"deleted": 2, "restored": 0, "kept": 0}
    assert stored(office) == []


def test_undoing_twice_does_nothing_more(office: Office) -> None:
    job, _ = office.run(FIRST)
    office.undo(job)
    assert office.undo(job).sentence == undoing.NOTHING_LEFT


def test_what_somebody_changed_since_is_kept_and_listed(office: Office) -> None:
    job, _ = office.run(FIRST)
    with office.session() as session:
        session.get_one(Customer, 1).source = "电话"
        session.commit()
    outcome = office.undo(job)
    assert outcome.counts == {"deleted": 1, "restored": 0, "kept": 1}
    assert outcome.file is not None
    assert refused_file(outcome.file) == [["记录序号", "保留原因"], ["1", "导入之后又被修改过"]]
    with office.system() as session:
        assert [row.record_id for row in session.query(ImportRow)] == [1]


def test_what_other_records_point_to_is_kept(office: Office) -> None:
    rows = [[f"公司{n}", "一般", "销售部", None, n] for n in range(40)]
    job, _ = office.run(customers(*rows))
    with office.system() as session:
        session.add(Contact(name="王五", customer_id=17))
        session.commit()
    outcome = office.undo(job)
    assert outcome.counts == {"deleted": 39, "restored": 0, "kept": 1}
    assert outcome.file is not None
    assert refused_file(outcome.file)[1][0] == "17"
    assert (office.all(Customer, "id"), office.audited("customer", "delete")) == ([(17,)], 39)


SEE_AND_IMPORT = {("customer", action): frozenset({Scope.ALL}) for action in (Action.VIEW, Action.IMPORT, Action.EDIT)}


def test_who_may_not_delete_takes_back_what_his_import_created(office: Office) -> None:
    job, _ = office.run(FIRST)
    with office.session() as session:
        session.get_one(Customer, 1).source = "电话"
        session.commit()
    assert office.undo(job, office.may(SEE_AND_IMPORT)).counts == {"deleted": 1, "restored": 0, "kept": 1}
    assert [name for name, *_ in stored(office)] == ["甲"]


def test_taking_back_is_the_systems_work_in_his_name(office: Office) -> None:
    job, _ = office.run(FIRST)
    office.undo(job, office.may(SEE_AND_IMPORT))
    gone = [row[1:4] for row in office.all(AuditEntry, "action", "actor", "actor_id", "reason", "register_key") if (row[0], row[-1]) == ("delete", "customer")]
    assert gone == [("系统（代 张三 (zhang)）", office.account, f"take back what import {job} created")] * 2


def test_who_may_delete_does_it_himself(office: Office) -> None:
    job, _ = office.run(FIRST)
    office.undo(job)
    assert {row[1] for row in office.all(AuditEntry, "action", "actor", "register_key") if (row[0], row[-1]) == ("delete", "customer")} == {"张三 (zhang)"}


def test_who_may_not_import_any_more_takes_nothing_back(office: Office) -> None:
    job, _ = office.run(FIRST)
    some = {("customer", action): frozenset({Scope.ALL}) for action in (Action.VIEW, Action.CREATE, Action.EDIT)}
    assert office.undo(job, office.may(some)).counts == {"deleted": 0, "restored": 0, "kept": 2}


def test_what_he_cannot_see_any_more_is_not_taken_back(office: Office) -> None:
    job, _ = office.run(FIRST)
    some = {**SEE_AND_IMPORT, ("customer", Action.VIEW): frozenset({Scope.DEPARTMENT})}
    assert office.undo(job, office.may(some)).counts == {"deleted": 1, "restored": 0, "kept": 1}
    assert [name for name, *_ in stored(office)] == ["乙"]


def test_taking_back_is_no_way_to_restore_what_one_may_not_edit(office: Office) -> None:
    office.run(FIRST)
    job, _ = office.run(SECOND)
    some = {("customer", action): frozenset({Scope.ALL}) for action in (Action.VIEW, Action.IMPORT)}
    assert office.undo(job, office.may(some)).counts == {"deleted": 1, "restored": 0, "kept": 1}


def test_a_field_one_may_not_write_any_more_is_not_restored(office: Office) -> None:
    office.run(FIRST)
    job, _ = office.run(customers(["甲", "重点", "销售部", None, None], ["乙", "一般", "客服部", None, 5]))
    rights = office.may(fields={("customer", "customer_class", None): Level.READ})
    outcome = office.undo(job, rights)
    assert outcome.counts == {"deleted": 0, "restored": 1, "kept": 1}
    assert outcome.file is not None
    assert "客户类别" in refused_file(outcome.file)[1][1]
    assert office.audited("customer", "edit") == 3


def test_only_records_within_reach_are_undone(office: Office) -> None:
    job, _ = office.run(FIRST)
    some = {
        ("customer", Action.VIEW): frozenset({Scope.ALL}),
        ("customer", Action.DELETE): frozenset({Scope.DEPARTMENT}),
    }
    assert office.undo(job, office.may(some)).counts == {"deleted": 1, "restored": 0, "kept": 1}
    assert [name for name, *_ in stored(office)] == ["乙"]


def test_many_references_come_back(office: Office) -> None:
    headers = ["客户名称", "客户类别", "协同人员"]
    office.run(a_workbook(headers, ["甲", "一般", "张三、李四"]))
    job, _ = office.run(a_workbook(headers, ["甲", "一般", "李四"], ["乙", "一般", "张三"]))
    assert office.undo(job).counts == {"deleted": 1, "restored": 1, "kept": 0}
    with office.system() as session:
        assert {person.id for person in session.get_one(Customer, 1).team} == {office.zhang, office.li}


def test_fields_that_follow_from_others_follow_back(office: Office) -> None:
    office.run(FIRST)
    headers = ["员工", "适用人员类别", "基本工资", "起始日期", "试用期起"]
    job, _ = office.run(a_workbook(headers, ["张三", "客服管理部", 3000, "2026-01-05", "2026-01-05"]), register="wage")
    due = office.all(Wage, "probation_until_on")
    with office.session() as session:
        # No register with such fields has a key yet, so this line is written by hand.
        found = Existing(1, 1, {}, -1, importable=True)
        line = Line(2, [], {"probation_on": date(2026, 2, 5)}, Effect.UPDATED, found, ("probation_on",))
        with acting(session, System("test")):
            session.execute(delete(ImportRow).where(ImportRow.job_id == job))
        Writer(session, registers["wage"], job, (), pytest.fail).write([line], 0, careful=False)
        session.commit()
    assert office.all(Wage, "probation_until_on") != due
    assert office.undo(job, register="wage").counts == {"deleted": 0, "restored": 1, "kept": 0}
    assert office.all(Wage, "probation_until_on") == due


def test_a_tree_is_taken_down_from_the_leaves(office: Office) -> None:
    headers = ["部门代码", "部门名称", "上级部门"]
    job, outcome = office.run(a_workbook(headers, ["A", "总部", None], ["B", "分部", "S"]), register="department")
    assert outcome.counts["created"] == 2
    with office.system() as session:
        from models.organisation.department import Department

        rows = {row.code: row for row in session.query(Department)}
        rows["B"].above_id = rows["A"].id
        session.flush()
        session.query(ImportRow).filter_by(record_id=rows["B"].id).update({"version": rows["B"].version})
        session.commit()
    assert office.undo(job, register="department").counts["deleted"] == 2


def test_somebody_elses_import_is_as_missing_as_none(office: Office) -> None:
    job, _ = office.run(FIRST)
    with office.session() as session:
        for account, number in ((office.account + 1, job), (office.account, job + 99)):
            with pytest.raises(Missing):
                undoing.import_to_undo(session, account, number)
        assert undoing.import_to_undo(session, office.account, job)[1] == 2


def test_a_refused_import_leaves_nothing_to_undo(office: Office) -> None:
    job, _ = office.run(customers(["甲", "一般", "哪儿", None, 1]), on_bad=OnBad.ALL)
    assert office.undo(job).sentence == undoing.NOTHING_LEFT


def test_an_undo_touches_only_its_own_register(office: Office) -> None:
    job, _ = office.run(FIRST)
    other, _ = office.run(a_workbook(["客户", "姓名"], ["甲", "王五"], ["乙", "赵六"]), register="contact")
    assert office.undo(other, register="contact").counts["deleted"] == 2
    assert office.undo(job).counts["deleted"] == 2
    assert stored(office) == []
    assert CustomerClass.KEY not in stored(office)
