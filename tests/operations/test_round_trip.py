"""What the panel exports, the panel reads back as it was: nothing changes, whatever stands in the fields."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from models.customers.contact import Contact
from models.customers.customer import CompanyKind, Customer, CustomerClass
from models.organisation.employee import Employee
from models.register import registers
from operations.export_files import FileFormat
from tests.operations.import_scenes import Office, an_office

ODD = (
    "普通公司", "=SUM(A1:A9)", "+86 公司", "-减号", "@小老鼠", "'引号", "'=两个", "''=三个", "＝全角", "#N/A 公司", "𠮷祥", "a,b;c|d", '说"好"', "1e5", "TRUE",
    "0012", "2026-11-21", "12%", "null", "None",
)  # fmt: skip


@pytest.fixture
def office(own_engine: Engine, tmp_path: Path) -> Office:
    """A company with customers whose fields are full of odd things."""
    made = an_office(own_engine, tmp_path)
    with made.system() as session:
        people = [session.get_one(Employee, made.zhang), session.get_one(Employee, made.li)]
        for number, name in enumerate(ODD):
            customer = Customer(
                name=name, short_name=name, customer_class=CustomerClass.KEY if number % 2 else CustomerClass.TARGET,
                company_kind=CompanyKind.STATE, governing_body=name, address="人民路1号", source=name, lawful_basis="合同",
                credit_code="91110000600037341L", stock_code=f"{number:06d}",
                listed_on=date(1850 + number * 10, 2, 3), business_scope=f"第一行\n{name}\n第三行",
                contact_name=name, contact_phone="010-62345678" if number % 2 else "13800138000", contact_email="a@b.cn",
                department_id=made.sales, manager_id=made.li if number % 2 else None,
                generated=bool(number % 3), annual_amount=Decimal(number * 1234567) / 100 if number else None,
            )  # fmt: skip
            customer.team = people[: number % 3]
            session.add(customer)
        session.flush()
        session.add(Contact(name="王五", customer_id=1, phone="95588"))
        session.commit()
    return made


@pytest.mark.parametrize("kind", list(FileFormat))
def test_an_export_of_everything_reads_back_unchanged(office: Office, kind: FileFormat) -> None:
    # What only the kernel and the demo write goes out and is not taken back; the number is the key.
    kept = [key for key, spec in registers["customer"].fields.items() if not spec.system or key == "number"]
    content = office.export(kind, kept)
    _, outcome = office.run(content)
    assert outcome.counts == {"created": 0, "updated": 0, "unchanged": len(ODD), "refused": 0}


@pytest.mark.parametrize("kind", list(FileFormat))
def test_an_export_into_an_empty_register_makes_the_same_records(office: Office, kind: FileFormat) -> None:
    plain = [key for key, spec in registers["customer"].fields.items() if not spec.system]
    columns = [key for key in plain if not registers["customer"].fields[key].target]
    before = office.all(Customer, *columns)
    content = office.export(kind, plain)
    with office.system() as session:
        session.delete(session.get_one(Contact, 1))
        session.flush()
        for record in session.query(Customer):
            session.delete(record)
        session.commit()
    _, outcome = office.run(content)
    assert outcome.counts["created"] == len(ODD)
    assert office.all(Customer, *columns) == before
