"""Accounts of the demo company: one or two for each base role, who holds which role and why, one password for all."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.account import Account
from models.access.role import Role, RoleGrant
from models.organisation.appointment import Post
from models.organisation.division import Division
from models.organisation.employee import Employee
from operations.demo.company import Company
from operations.passwords import generated_password, set_password

REASON = "演示公司初始授权"
REGION = ("region01", "江苏省扬州市")
"""Who answers for which place, whichever department its customers are of (Y1.1)."""


@dataclass(frozen=True, slots=True)
class Login:
    """Who gets an account, and the role he is there to show."""

    code: str
    unit: str
    place: int
    role: str
    """Shown beside the account: Chinese and English."""
    granted: str = ""
    """The role granted to him in person; empty when his post or department brings it."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to sign in with."""

    code: str
    name: str
    role: str
    password: str


LOGINS = (
    Login("boss01", "HQ", 1, "总经理 General manager"),
    Login("deputy01", "HQ", 2, "副总经理 Deputy general manager"),
    Login("head01", "SA1", 0, "销售一部经理 Department head"),
    Login("head02", "SAL", 0, "营销总监 Head of the sales centre"),
    Login("manager01", "SA1", 2, "客户经理（销售一部） Customer manager"),
    Login("manager02", "SA2", 2, "客户经理（销售二部） Customer manager"),
    Login("region01", "KEY", 2, "客户经理（大客户部，兼片区负责人） Customer manager with a region", "region_reader"),
    Login("clerk01", "SA1", 1, "文员（销售一部） Clerk", "clerk"),
    Login("clerk02", "SA2", 1, "文员（销售二部） Clerk", "clerk"),
    Login("filing01", "MKT", 1, "备案员 Filing clerk"),
    Login("complaint01", "CPL", 1, "投诉专门负责人 Complaint officer"),
    Login("reception01", "GMO", 3, "投诉接待 Complaint reception", "complaint_intake"),
    Login("quality01", "QUA", 1, "投诉经办人（质量部） Complaint handler", "complaint_handler"),
    Login("quality02", "QUA", 2, "投诉经办人（质量部） Complaint handler", "complaint_handler"),
    Login("service01", "SRV", 2, "投诉经办人（客户服务部） Complaint handler", "complaint_handler"),
    Login("svchead01", "SRV", 0, "客户服务部经理 Head answering for processes", "process_head"),
    Login("svcmgr01", "SRV", 5, "客户服务流程管理员 Process manager", "process_manager"),
    Login("svcwrite01", "SRV", 4, "流程编制人 Process writer", "process_writer"),
    Login("service02", "SRV", 3, "投诉经办人（客户服务部） Complaint handler", "complaint_handler"),
    Login("lead01", "SRV", 1, "客服主管 Service lead", "service_lead"),
    Login("checker01", "CPL", 2, "投诉抽查人 Complaint checker", "complaint_checker"),
    Login("archive01", "ARC", 1, "档案管理员 Archivist", "it_participant"),
    Login("archive02", "ARC", 2, "权证管理人员 Certificate keeper", "safe_keeper"),
    Login("count01", "GMO", 1, "盘点员 Stocktaker", "stocktaker"),
    Login("hr01", "HRD", 1, "人事管理员 Personnel officer", "personnel_officer"),
    Login("auditor01", "AUD", 1, "稽核 Auditor", "auditor"),
    Login("staff01", "FIN", 1, "员工 Employee", "destruction_witness"),
    Login("fin01", "FIN", 2, "会计 Accountant", "accountant"),
    Login("pay01", "SAL", 1, "绩效统计员 Performance clerk", "pay_clerk"),
    Login("it01", "ITD", 1, "系统管理员 System administrator", "system_admin"),
    Login("ops01", "ITD", 3, "运维人员 IT operator", "it_operator"),
    Login("ithead01", "ITD", 0, "信息部门负责人 Head of IT", "it_head"),
    Login("sec01", "ITD", 2, "安全管理员 Security administrator", "security_admin"),
    Login("audit01", "AUD", 2, "审计管理员 Audit administrator", "audit_admin"),
)
BY_POST = {
    Post.CHAIRMAN: "supervisor",
    Post.GENERAL_MANAGER: "supervisor",
    Post.DEPUTY_GENERAL_MANAGER: "supervisor",
    Post.DEPARTMENT_MANAGER: "department_head",
    Post.CUSTOMER_MANAGER: "customer_manager",
    Post.ARCHIVIST: "archivist",
    Post.DEPARTMENT_ARCHIVIST: "department_archivist",
    Post.CERTIFICATE_KEEPER: "archivist",
    Post.COMPLAINT_OFFICER: "complaint_officer",
}
# A grant to a department holds for all below it, so the first one reaches everybody.
BY_DEPARTMENT = {"HQ": "employee", "MKT": "filing_clerk", "SRV": "service_agent"}


def grant_roles(session: Session, company: Company) -> None:
    """Grant the base roles to departments, posts and persons, one of them for thirty days only."""
    roles = {role.code: role.id for role in session.scalars(select(Role))}
    for code, role in BY_DEPARTMENT.items():
        session.add(RoleGrant(role_id=roles[role], department_id=company.departments[code], reason=REASON))
    for post, role in BY_POST.items():
        session.add(RoleGrant(role_id=roles[role], post=post, reason=REASON))
    for login in LOGINS:
        if login.granted:
            person = company.people[login.unit][login.place]
            session.add(RoleGrant(role_id=roles[login.granted], person_id=person, reason=REASON))
    code, path = REGION
    seat = next(login for login in LOGINS if login.code == code)
    session.get_one(Employee, company.people[seat.unit][seat.place]).regions = list(session.scalars(select(Division).where(Division.path == path)))
    now = session.info["clock"]()
    session.add(
        RoleGrant(
            role_id=roles["customer_reader"], person_id=company.people["SAL"][1], from_at=now,
            until_at=now + timedelta(days=30), reason="年终客户盘点，限期三十天",
        )
    )  # fmt: skip
    session.flush()


def open_accounts(session: Session, company: Company) -> tuple[DemoAccount, ...]:
    """Open the demo accounts with one freshly made password for all of them, and return it with them."""
    password = generated_password()
    opened = []
    for login in LOGINS:
        person = company.people[login.unit][login.place]
        account = Account(code=login.code, holder_id=person)
        session.add(account)
        session.flush()
        set_password(session, account, password)
        opened.append(DemoAccount(login.code, session.get_one(Employee, person).name, login.role, password))
    return tuple(opened)
