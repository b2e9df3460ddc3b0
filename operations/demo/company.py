"""The made-up company: departments in three levels, some sixty people, their posts and who stands in for whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from models.bulk import insert_rows
from models.governance.setting import Setting, SettingName
from models.organisation.appointment import Appointment, Post
from models.organisation.charge import Charge
from models.organisation.delegation import Delegation
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.search import shadow
from operations.demo.people import identity, mobile, person_name

COMPANY = "扬州台章实业有限公司（演示）"
FOUNDED = date(2012, 3, 1)


@dataclass(frozen=True, slots=True)
class Unit:
    """A department with the positions of its people, the head first."""

    code: str
    name: str
    above: str
    positions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """A post of the person who sits at ``place`` in a unit."""

    post: Post
    unit: str
    place: int


@dataclass(frozen=True, slots=True)
class Company:
    """Ids of what was built: unit code → department, unit code → its people in order."""

    departments: Mapping[str, int]
    people: Mapping[str, tuple[int, ...]]


def _sales(managers: int) -> tuple[str, ...]:
    return ("部门经理", "客户信息专员", *("客户经理",) * managers, "业务助理")


UNITS = (
    Unit("HQ", "公司总部", "", ("董事长", "总经理", "副总经理", "副总经理", "副总经理")),
    Unit("GMO", "总经理办公室", "HQ", ("主任", "行政助理", "秘书", "前台接待")),
    Unit("ARC", "档案室", "GMO", ("档案室主任", "档案管理员", "权证管理人员")),
    Unit("MKT", "市场推广部", "HQ", ("部门经理", "备案员", "备案员", "市场专员", "策划专员")),
    Unit("SAL", "营销中心", "HQ", ("营销总监", "综合管理员")),
    Unit("SA1", "销售一部", "SAL", _sales(5)),
    Unit("SA2", "销售二部", "SAL", _sales(5)),
    Unit("KEY", "大客户部", "SAL", _sales(4)),
    Unit("SRV", "客户服务部", "HQ", ("部门经理", "客服主管", "客服专员", "客服专员", "售后工程师", "售后工程师")),
    Unit("CPL", "投诉受理组", "SRV", ("组长", "投诉专员", "投诉专员")),
    Unit("QUA", "质量部", "HQ", ("部门经理", "质量工程师", "检验员")),
    Unit("FIN", "财务部", "HQ", ("部门经理", "会计", "出纳")),
    Unit("HRD", "人力资源部", "HQ", ("部门经理", "人事专员", "培训专员")),
    Unit("ITD", "信息技术部", "HQ", ("部门经理", "系统管理员", "安全管理员", "运维工程师")),
    Unit("AUD", "稽核部", "HQ", ("部门经理", "稽核专员", "审计专员")),
)
SEATS = (
    Seat(Post.CHAIRMAN, "HQ", 0),
    Seat(Post.GENERAL_MANAGER, "HQ", 1),
    *(Seat(Post.DEPUTY_GENERAL_MANAGER, "HQ", place) for place in (2, 3, 4)),
    *(Seat(Post.DEPARTMENT_MANAGER, unit.code, 0) for unit in UNITS if unit.code != "HQ"),
    Seat(Post.ARCHIVIST, "ARC", 1),
    Seat(Post.CERTIFICATE_KEEPER, "ARC", 2),
    Seat(Post.COMPLAINT_OFFICER, "CPL", 1),
    *(Seat(Post.DEPARTMENT_ARCHIVIST, code, 1) for code in ("SA1", "SA2", "KEY", "SRV")),
    *(Seat(Post.CUSTOMER_MANAGER, code, place) for code in ("SA1", "SA2", "KEY") for place in (2, 3, 4, 5)),
    *(Seat(Post.CUSTOMER_MANAGER, code, 6) for code in ("SA1", "SA2")),
)
STEWARDS = ("SA1", "SA2", "KEY")
# Which departments each deputy general manager is in charge of; audit answers to the chairman alone.
CHARGES = {2: ("SAL", "SA1", "SA2", "KEY", "MKT"), 3: ("SRV", "CPL", "QUA"), 4: ("GMO", "ARC", "FIN", "HRD", "ITD")}
SETTINGS = {SettingName.COMPANY_NAME: COMPANY, SettingName.CUSTOMER_CLASSES: "K7.1"}


def build_company(session: Session, draw: Random, today: date) -> Company:
    """Write departments, people, posts, charges, delegations and settings; the system must act."""
    departments: dict[str, int] = {}
    for unit in UNITS:
        department = Department(code=unit.code, name=unit.name, above_id=departments.get(unit.above))
        session.add(department)
        session.flush()
        departments[unit.code] = department.id
    ids = iter(insert_rows(session, Employee, list(_employees(departments, draw))))
    company = Company(departments, {unit.code: tuple(next(ids) for _ in unit.positions) for unit in UNITS})
    _name_heads(session, company)
    _fill_posts(session, company, draw, today)
    _delegate(session, company, today)
    session.add_all(Setting(name=name, value=value) for name, value in SETTINGS.items())
    session.flush()
    return company


def _employees(departments: Mapping[str, int], draw: Random) -> Iterator[dict[str, Any]]:
    number = 0
    for unit in UNITS:
        for place, position in enumerate(unit.positions):
            number += 1
            name = person_name(draw)
            initials = (shadow(name, person=True) or "").partition("|")[0]
            yield {
                "number": f"T{number:04d}", "name": name, "department_id": departments[unit.code], "position": position,
                "phone": mobile(number * 1_009), "email": f"{initials}{number}@example.com",
                "id_card": identity(draw, 1968, 2001),
                "joined_on": FOUNDED + timedelta(days=0 if place == 0 else int(draw.random() * 4_700)),
            }  # fmt: skip


def _name_heads(session: Session, company: Company) -> None:
    above = {unit.code: unit.above for unit in UNITS}
    deputies = {code: company.people["HQ"][place] for place, codes in CHARGES.items() for code in codes}
    for code, people in company.people.items():
        department = session.get_one(Department, company.departments[code])
        department.manager_id = people[1] if code == "HQ" else people[0]
        if code in STEWARDS:
            department.data_steward_id = people[1]
        for place, person in enumerate(people):
            employee = session.get_one(Employee, person)
            if code == "HQ":
                employee.superior_id = people[0 if place < 2 else 1] if place else None
            elif place:
                employee.superior_id = people[0]
            else:
                over = company.people[above[code]][0] if above[code] != "HQ" else company.people["HQ"][1]
                employee.superior_id = deputies.get(code, over) if above[code] == "HQ" else over
    session.flush()


def _fill_posts(session: Session, company: Company, draw: Random, today: date) -> None:
    for number, seat in enumerate(SEATS, start=1):
        started = date(2019 + number % 5, 1 + number % 12, 1)
        session.add(
            Appointment(
                holder_id=company.people[seat.unit][seat.place], post=seat.post, from_on=started,
                department_id=company.departments[seat.unit], document=f"台章任〔{started.year}〕{number:02d}号",
            )
        )  # fmt: skip
    # One who held a post before: what is past must not give any right today.
    session.add(
        Appointment(
            holder_id=company.people["SA1"][-1], post=Post.DEPARTMENT_MANAGER, department_id=company.departments["SA1"],
            from_on=date(2015, 1, 1), until_on=date(2018, 12, 31), document="台章任〔2015〕03号",
        )
    )  # fmt: skip
    for place, codes in CHARGES.items():
        for code in codes:
            deputy = company.people["HQ"][place]
            session.add(
                Charge(department_id=company.departments[code], deputy_id=deputy, from_on=date(today.year, 1, 1))
            )
    session.flush()


def _delegate(session: Session, company: Company, today: date) -> None:
    people = company.people
    cases = (
        (people["HQ"][1], people["HQ"][2], -2, 5, "出差参加行业展会"),
        (people["SA1"][0], people["SA1"][2], -60, -50, "年休假"),
        # His deputy decides on requests himself: through one who only asks, both would come into one hand.
        (people["SRV"][0], people["CPL"][0], 10, 24, "外出培训"),
    )
    for principal, deputy, starts, ends, reason in cases:
        session.add(
            Delegation(
                principal_id=principal, deputy_id=deputy, reason=reason,
                from_on=today + timedelta(days=starts), until_on=today + timedelta(days=ends),
            )
        )  # fmt: skip
