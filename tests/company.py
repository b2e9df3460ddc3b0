"""A small company for tests: three departments, one person per role, accounts with one password, a few customers."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.values import read_day
from doors.company import Company
from models.access.account import Credential
from models.access.role import Role
from models.register import registers
from operations.base_roles import ensure_base_roles
from operations.passwords import hashed, set_password
from operations.records import create

PASSWORD = f"Kettle-{secrets.token_hex(4)}-Lamp"
"""Made for this run; known to the test clients only."""
PROOF = {"operation_password": f"Quilt-{secrets.token_hex(4)}-Harbour"}
"""What is sent beside a sensitive act by those who have set an operation password (K5.14)."""
_HASH = hashed(PROOF["operation_password"])
HAVE_A_SECOND = frozenset({"head", "head2", "security", "audit"})

PEOPLE = (
    # code, department, role, post
    ("clerk", "north", "clerk", None),
    ("clerk2", "south", "clerk", None),
    ("manager", "north", "customer_manager", "customer_manager"),
    ("head", "north", "department_head", "department_manager"),
    ("head2", "south", "department_head", "department_manager"),
    ("boss", "company", "supervisor", "general_manager"),
    ("filing", "company", "filing_clerk", None),
    ("complaint", "north", "complaint_officer", None),
    ("archivist", "company", "archivist", None),
    ("auditor", "company", "auditor", None),
    ("staff", "south", "employee", None),
    ("it", "company", "system_admin", None),
    ("security", "company", "security_admin", None),
    ("audit", "company", "audit_admin", None),
)
NAMES = ("王小芳", "李海", "张建国", "陈明", "周丽", "吴总", "郑雅", "冯强", "褚静", "卫东", "蒋员", "沈信", "韩安", "杨审")

WHAT_Y2_1_ASKS = {"contact_name": "欧阳晓", "contact_phone": "13700012345", "address": "人民路1号", "business_scope": "食品批发"}
"""What a form asks of whoever enters a customer, beside its name."""
WHAT_A3_3_ASKS = {"source": "展会", "lawful_basis": "本人同意"}
"""What it asks of whoever enters the data of a person."""
WHAT_A_FORM_ASKS = {**WHAT_Y2_1_ASKS, **WHAT_A3_3_ASKS, "company_kind": "private", "governing_body": "无"}
"""What it asks of whoever enters an enterprise (K7.3)."""


def build(session: Session) -> Company:
    """Build the company as the system, through the operations."""
    ensure_base_roles(session)
    departments: dict[str, int] = {}
    for code, title, above in (("company", "台州总公司", None), ("north", "北区客户部", "company"), ("south", "南区客户部", "company")):
        values = {"code": code, "name": title, "active": True, "above": departments.get(above or "")}
        departments[code] = create(session, registers["department"], values).id
    employees, accounts = _people(session, departments)
    return Company(departments, employees, accounts, _customers(session, departments, employees["manager"]))


def set_second(session: Session, account: int) -> None:
    """Let an account have set the operation password that ``PROOF`` sends."""
    session.get_one(Credential, account).operation_hash = _HASH


def _people(session: Session, departments: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    roles = {role.code: role.id for role in session.scalars(select(Role))}
    employees: dict[str, int] = {}
    accounts: dict[str, int] = {}
    for position, (code, department, role, post) in enumerate(PEOPLE):
        person = create(
            session,
            registers["employee"],
            {"number": f"E{position:03d}", "name": NAMES[position], "department": departments[department], "phone": f"1390000{position:04d}"},
        )
        employees[code] = person.id
        account = create(session, registers["account"], {"code": code, "holder": person.id, "active": True})
        set_password(session, account, PASSWORD)
        if code in HAVE_A_SECOND:
            set_second(session, account.id)
        accounts[code] = account.id
        for granted in {role, "employee"}:
            create(session, registers["role_grant"], {"role": roles[granted], "person": person.id, "reason": "test"})
        if post:
            create(
                session,
                registers["appointment"],
                {"holder": person.id, "post": post, "department": departments[department], "from_on": read_day("2020-01-01")},
            )
    return employees, accounts


def _customers(session: Session, departments: dict[str, int], manager: int) -> tuple[int, ...]:
    cities, trades = ("杭州", "宁波", "温州", "扬州"), ("物联科技", "食品贸易", "建筑工程", "酒业")
    return tuple(
        create(
            session,
            registers["customer"],
            {
                "name": f"{city}{trade}有限公司",
                "customer_class": "key" if position % 3 == 0 else "general",
                "department": departments["north" if position % 2 == 0 else "south"],
                "manager": manager if position == 0 else None,
                "contact_name": "欧阳晓",
                "contact_phone": f"1370001{position:04d}",
                "annual_amount": 1000 * position or None,
                "opened_on": read_day(f"2026-0{1 + position % 9}-15"),
            },
        ).id
        for position, (city, trade) in enumerate((city, trade) for city in cities for trade in trades)
    )
