"""Opening an account from the server's command line: the only way into a fresh installation, where no account is usable."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import Invalid
from domain.terms import Term
from models.access.account import Account
from models.access.role import Role
from models.organisation.department import Department
from models.register import registers
from operations.passwords import generated_password, set_password
from operations.records import create

NO_SUCH_ROLE = Term("没有「{role}」这个角色，现有：{roles}。", "There is no role “{role}”; there are: {roles}.")
CODE_TAKEN = Term("操作代码「{code}」已被使用（K5.11:一人一码，不重复使用）。", "The code “{code}” is taken (K5.11).")


def open_account(session: Session, code: str, name: str, role: str) -> str:
    """Create a person with an account and one role; returns the password, to be changed at the first sign-in (K5.6).

    ``session`` acts for the system. Raises Invalid for a code that is taken or a role that does not exist.
    """
    roles = {found.code: found for found in session.scalars(select(Role))}
    if role not in roles:
        listed = "、".join(sorted(roles))
        raise Invalid(NO_SUCH_ROLE, role=role, roles=listed, clause="K5.6")
    if session.scalar(select(Account.id).where(Account.code == code)) is not None:
        raise Invalid(CODE_TAKEN, code=code, clause="K5.11")
    department = session.scalars(select(Department).order_by(Department.id).limit(1)).first()
    if department is None:
        department = create(session, registers["department"], {"code": "HQ", "name": "公司总部", "active": True})
    person = create(session, registers["employee"], {"number": code, "name": name, "department": department.id})
    account = create(session, registers["account"], {"code": code, "holder": person.id, "active": True})
    for granted in {role, "employee"} & set(roles):
        values = {"role": roles[granted].id, "person": person.id, "reason": "命令行开户 opened on the server"}
        create(session, registers["role_grant"], values)
    password = generated_password()
    set_password(session, account, password, must_change=True)
    return password
