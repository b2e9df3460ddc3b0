"""The roles every company starts with: tables of who may read, write and move what, written once, then IT's."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Action, Clearance, Level, Scope
from domain.areas import Area
from domain.terms import Term
from models.access.role import Role, RoleKind
from models.access.rules import AboveName, ActionRule, AreaRule, ClearanceName, FieldRule, LevelName
from models.base import Record
from models.fence import acting
from operations.admin_base_roles import ADMIN_ROLES
from operations.archives.base_roles import ARCHIVE_ROLES, BORROWER, LONGER, TRANSFEROR
from operations.base_separations import ensure_base_separations
from operations.complaints.base_roles import (
    ASKS,
    CHECKS,
    COMPLAINT,
    COMPLAINT_INTAKE,
    COMPLAINT_ROLES,
    DECIDES,
    DECLARATION,
    DECLARES,
    ENTERED,
    HANDLING,
    HEARD,
    HEARD_SEES,
    HEARING,
    MEETS,
    OFFICE,
    WRITING,
)
from operations.customers import base_roles as sales
from operations.declaring_roles import ALL, KEEP, LOOK, BaseRole, Clears, Except, May
from operations.filings.base_roles import CORRECTS, FILING_ROLES, KEEPS_TO, READS_THEM
from operations.incentives import base_roles as incentives
from operations.it_operations.base_roles import IT_ROLES
from operations.policies import publish_as_it_is
from operations.relations.base_roles import HEADS as RELATION_HEADS
from operations.relations.base_roles import LEADERS as RELATION_LEADERS
from operations.relations.base_roles import MANAGERS as RELATION_MANAGERS
from operations.service.base_roles import HEADS as SERVICE_HEADS
from operations.service.base_roles import LEADERS as SERVICE_LEADERS
from operations.service.base_roles import SERVICE_HANDLER, SERVICE_ROLES
from permissions.actor import System
from permissions.grants import ANY

OPEN, INTERNAL, PERSONAL, SECRET = Clearance
FILINGS = ("registration", "registration_change")
ARCHIVE = ("customer", "contact", "major_event", "correspondence", *FILINGS)
PEOPLE = ("department", "employee", "appointment", "charge", "delegation")
BUSINESS = tuple(area for area in Area if area not in (Area.GOVERNANCE, Area.ORGANISATION, Area.ACCESS))

BASE_ROLES = (
    BaseRole(
        "employee", Term("员工", "Employee"),
        Term("人人都有：查看部门和同事，提出自己的查阅申请。", "For everyone: departments, colleagues, own requests."),
        (Clears((Area.ORGANISATION,), INTERNAL), Clears((Area.COMPLAINTS,), OPEN, above=Level.HIDDEN),
         Clears((Area.CUSTOMERS, Area.FILINGS, Area.GOVERNANCE, Area.INCENTIVES, Area.WORKPLACE), OPEN, OPEN, Level.HIDDEN)),
        (
            # Labels of references are shown only where the record behind them may be viewed.
            May(("department", "employee", "division", "calendar_day", "rule_value"), (Action.VIEW,), ALL),
            May(("archive_view_request",), (Action.VIEW, Action.PRINT, Action.CREATE, "withdraw"), (Scope.OWN,)),
            May(("criticism",), (Action.VIEW, Action.PRINT, "appeal"), (Scope.OWN,)),  # K4.22: his own sheet, never the case
            May(("attachment",), (Action.VIEW,), (Scope.OWN,)),
            May(HEARING, HEARD, (Scope.OWN,)), CORRECTS, *incentives.EVERYBODY,
        ),
        kind=RoleKind.BASE, parents=(),
        exceptions=HEARD_SEES,
    ),
    BaseRole(
        "customer_reader", Term("客户查阅", "Customer reader"),
        Term("查看本部门客户，个人信息脱敏。", "Views the department's customers, personal data masked."),
        (Clears((Area.CUSTOMERS,), INTERNAL),),
        (May(ARCHIVE, (Action.VIEW,), (Scope.DEPARTMENT,)), *sales.READS),
        kind=RoleKind.BASE,
    ),
    BaseRole(
        "customer_intake", Term("客户录入", "Customer intake"),
        Term("新建时可填个人信息，存后即脱敏(Y2.4)。", "Types personal data once and never sees it again."),
        (Clears((Area.CUSTOMERS,), PERSONAL, PERSONAL),),
        (May(("customer", "contact"), (Action.CREATE, Action.IMPORT), (Scope.DEPARTMENT,)),),
        kind=RoleKind.BASE,
    ),
    sales.REGION_READER,
    BORROWER,
    TRANSFEROR,
    SERVICE_HANDLER,
    COMPLAINT_INTAKE,
    BaseRole(
        "clerk", Term("文员", "Clerk"),
        Term("维护本部门客户档案，个人信息脱敏(Y2.4)。", "Keeps the department's archives, personal data masked."),
        (Clears((Area.CUSTOMERS,), INTERNAL, INTERNAL),),
        (
            May(ARCHIVE, (*KEEP, Action.IMPORT), (Scope.DEPARTMENT,)),
            May(FILINGS, ("resubmit",), (Scope.DEPARTMENT,)), *sales.KEEPS_DATA,
        ),
        parents=("employee", "customer_intake", "borrower", "transferor", "service_handler"),
    ),
    BaseRole(
        "customer_manager", Term("客户经理", "Customer manager"),
        Term(
            "负责和协同的客户可读写个人信息，本部门其他客户脱敏(Y3.4)。",
            "Own and assigned customers with personal data; the department's others masked.",
        ),
        (Clears((Area.CUSTOMERS,), PERSONAL, PERSONAL),),
        (
            *RELATION_MANAGERS,
            May(ARCHIVE, KEEP, (Scope.OWN, Scope.ASSIGNED)),
            May(("role_grant",), ("emergency",), (Scope.OWN,)),
            May(FILINGS, ("resubmit",), (Scope.OWN, Scope.ASSIGNED)), *sales.SELLS,
            # Stands in for a colleague: with a reason, and in the journal. Heads see all of it anyway.
            May(("customer", "contact"), (Action.REVEAL,), (Scope.OWN, Scope.ASSIGNED, Scope.DEPARTMENT)),
        ),
        parents=("employee", "customer_reader", "borrower", "transferor", "service_handler"),
    ),
    BaseRole(
        "department_head", Term("部门负责人", "Department head"),
        Term(
            "本部门及下级的全部客户资料，审批查阅申请(K7.8)。",
            "All customer data of the department and below; decides on requests to view.",
        ),
        (
            Clears((Area.CUSTOMERS,), SECRET, SECRET), Clears((Area.ORGANISATION,), PERSONAL), Clears((Area.COMPLAINTS,), INTERNAL, INTERNAL),
            Clears((Area.ARCHIVES, Area.LENDING), OPEN), Clears((Area.SERVICE,), SECRET, INTERNAL),
            Clears((Area.INCENTIVES, Area.WORKPLACE, Area.GOVERNANCE), OPEN, OPEN),
        ),
        (
            *SERVICE_HEADS, *RELATION_HEADS,
            # Told of what his department keeps too long, he must be able to see it (K3.25).
            May(("archive_unit", "borrowing_slip", "loan_line"), (Action.VIEW, Action.PRINT), (Scope.SUBTREE,)),
            May(("view_grant",), (Action.VIEW, "end_view"), (Scope.SUBTREE,)),  # K7.8
            May(COMPLAINT, LOOK, (Scope.SUBTREE, Scope.ASSIGNED)),
            May(("improvement",), (Action.VIEW, Action.PRINT), (Scope.ASSIGNED,)),
            May(("complaint",), (*HANDLING, "return"), (Scope.SUBTREE, Scope.ASSIGNED)),
            May(ENTERED, (Action.CREATE, Action.EDIT), (Scope.SUBTREE, Scope.ASSIGNED)),
            May(("complaint_measure",), ("complete",), (Scope.SUBTREE, Scope.ASSIGNED)),
            May(DECLARATION, DECLARES, (Scope.SUBTREE, Scope.ASSIGNED)),
            May(HEARING, ASKS, (Scope.SUBTREE, Scope.ASSIGNED)),
            May(ARCHIVE, (*KEEP, Action.IMPORT, Action.DELETE), (Scope.SUBTREE,)),
            May(("customer",), ("merge_customers",), (Scope.SUBTREE,)),
            May(("customer_merge",), (*LOOK, "undo_merge"), (Scope.SUBTREE,)),
            # Not "file": what a department reports, 市场推广部 files (K7.6).
            May(FILINGS, ("resubmit",), (Scope.SUBTREE,)), *sales.LEADS,
            May(("archive_view_request",), (*LOOK, Action.APPROVE, "reject"), (Scope.SUBTREE,)),
            May(("borrowing_slip",), (*LOOK, Action.APPROVE, "reject"), (Scope.SUBTREE,)),  # K7.8: to view the department's own files
            May(("role_grant",), ("emergency",), (Scope.OWN,)),
            May(("employee",), (Action.VIEW, Action.PRINT), (Scope.SUBTREE,)),
            May(("archive_transfer",), LONGER, (Scope.SUBTREE,)),
            May(("monthly_filing", "filing_line", "case_class"), LOOK, (Scope.SUBTREE,)),
            May(("transfer_supplement",), (*LOOK, "waive_item"), (Scope.SUBTREE,)), *incentives.HEADS,
        ),
        parents=("employee", "service_handler", "complaint_intake"),
    ),
    BaseRole(
        "supervisor", Term("主管领导", "Supervisor"),
        Term(
            "查看全部业务资料，审批跨部门查阅(K7.9)；不修改。",
            "Reads all business data, decides across departments, changes nothing.",
        ),
        (Clears(BUSINESS, SECRET), Clears((Area.ORGANISATION,), PERSONAL), Clears((Area.GOVERNANCE,), OPEN, OPEN), Clears((Area.ACCESS,), OPEN)),
        (
            May(("role",), (Action.VIEW,), ALL), May(("admin_authorisation",), (*LOOK, "authorise_admin", "refuse_admin"), ALL),  # K5.6
            May(tuple(f"{area}.*" for area in BUSINESS), (*LOOK, Action.APPROVE, "reject"), ALL),
            May(PEOPLE, LOOK, ALL),
            May(("complaint",), ("refuse", "decide", "send_back", "declare_major", "refer", "resolve", "grant_extension", "change_plan", "refer_change"), ALL),
            May(("complaint_measure",), ("waive",), ALL), *sales.SUPERVISES,
            *SERVICE_LEADERS, *RELATION_LEADERS,
            May(("loan_line",), ("renew", "recall", "write_off"), ALL),
            *MEETS, May(("correction_order",), ("authorise", "reject", "verify"), ALL), May(("archive_unit",), ("see_book",), ALL),
            May(("complaint_volume",), ("destroy", "keep_on"), ALL),
            May(("criticism",), ("issue", "uphold", "revoke"), ALL),
            May(DECLARATION, (Action.CREATE, *DECIDES), ALL),
            *incentives.LEADERS, May(("rule_value",), (*LOOK, "set_rule"), ALL),  # who leads sets the numbers, with the resolution they rest on
        ),
        exceptions=tuple(Except("recusal_declaration", key, Level.WRITE) for key in ("complaint", "person", "reason")),
    ),
    BaseRole(
        "filing_clerk", Term("市场推广部备案员", "Filing clerk"),
        Term("办理客户备案和变更备案(K7.6、K7.7)。", "Files registrations and changes, or returns them."),
        (Clears((Area.CUSTOMERS,), INTERNAL, INTERNAL),),
        (
            May(FILINGS, (*LOOK, "file", "return"), ALL), *sales.PROMOTES,
            May(("customer", "contact", "major_event"), (Action.VIEW,), ALL),
        ),
    ),
    *COMPLAINT_ROLES,
    *SERVICE_ROLES,
    BaseRole(
        "complaint_officer", Term("投诉专门负责人", "Complaint officer"),
        Term("受理投诉，因回复需要可见联系方式(K4.1)。", "Takes up complaints; sees how to reach the customer."),
        (Clears((Area.COMPLAINTS,), PERSONAL, PERSONAL), Clears((Area.CUSTOMERS,), PERSONAL, INTERNAL), READS_THEM),
        (
            KEEPS_TO,
            May((f"{Area.COMPLAINTS}.*",), KEEP, ALL),
            May(("complaint",), (*OFFICE, WRITING), ALL),
            May(("complaint_measure",), ("complete",), ALL),
            *MEETS, May(("correction_order",), ("carry_out", "verify"), ALL), May(("complaint_escalation",), ("make_plan",), ALL),
            May(("complaint_volume",), ("agree_destruction", "keep_on", "freeze", "thaw"), ALL),
            CHECKS,
            May(DECLARATION, DECIDES, ALL),
            May(HEARING, ("decline", "lapse", "tell"), ALL),
            May(("kinship",), KEEP, ALL),
            May(("customer", "contact", "major_event"), (Action.VIEW,), ALL),
            May(("correspondence",), KEEP, ALL),
            May(("role_grant",), ("emergency",), (Scope.OWN,)),
        ),
        exceptions=(
            Except("contact", "birthday_on", Level.HIDDEN),  # no answer needs it
            *(Except("kinship", key, Level.WRITE) for key in ("employee", "other", "kind", "declared_on", "note")),  # K4.7: who keeps away
        ),
    ),
    *ARCHIVE_ROLES,
    *IT_ROLES,
    *FILING_ROLES,
    *incentives.INCENTIVE_ROLES,
    BaseRole(
        "personnel_officer", Term("人事管理员", "Personnel officer"),
        Term("维护部门、员工、任职、分工、授权代理和工作日历。", "Departments, employees, posts, charges, delegations, working calendar."),
        (Clears((Area.ORGANISATION,), SECRET, SECRET), Clears((Area.GOVERNANCE, Area.INCENTIVES, Area.WORKPLACE), OPEN, OPEN)),
        (
            May(PEOPLE, (*KEEP, Action.IMPORT), ALL),
            May(("kinship",), (*KEEP, Action.DELETE), ALL),
            May(("calendar_day",), (*KEEP, Action.IMPORT, Action.DELETE), ALL),
            *incentives.PERSONNEL, May(("loan_line",), ("see_leavers",), ALL),  # K10.4: who leaves hands over first
        ),
    ),
    BaseRole(
        "auditor", Term("稽核", "Auditor"),
        Term("查看全部资料和历史，不修改；个人信息脱敏。", "Reads all with its history, writes nothing; masked."),
        (Clears((None,), INTERNAL),),
        (May((ANY,), LOOK, ALL), May(("account",), ("view_as",), ALL)),
        parents=(),  # an employee may ask to view an archive; an auditor as such writes nothing at all
    ),
    BaseRole(
        "emergency_reader", Term("紧急查阅", "Emergency reader"),
        Term(
            "紧急时自取，限时一至八小时：查看全部客户资料和联系方式，不导出不修改；次日报告。",
            "Taken in an emergency for one to eight hours: reads all customers with telephone numbers; reported next day.",
        ),
        (Clears((Area.CUSTOMERS,), PERSONAL),),
        (May(("customer", "contact", "major_event", "correspondence"), (Action.VIEW,), ALL),),
        kind=RoleKind.TEMPORARY,
    ),
    *ADMIN_ROLES,
)  # fmt: skip


def ensure_base_roles(session: Session) -> tuple[str, ...]:
    """Write the base roles that are not there yet and return their codes.

    A role that exists is left as it is: IT may have narrowed it, and a new start must not widen it again.
    """
    with acting(session, System("基础角色 base roles")):
        there = {role.code: role for role in session.scalars(select(Role))}
        new = [declared for declared in BASE_ROLES if declared.code not in there]
        for declared in new:
            role = Role(
                code=declared.code, title=declared.title.zh, kind=declared.kind,
                note=f"{declared.note.zh}\n{declared.title.en}: {declared.note.en}",
                parents=[there[code] for code in declared.parents],
            )  # fmt: skip
            there[declared.code] = role
            session.add(role)
            session.flush()  # parents stand before their children, and the audit names them by id
            session.add_all(_rules(declared, role.id))
        if new:
            ensure_base_separations(session)
            publish_as_it_is(session)
    return tuple(declared.code for declared in new)


def _rules(declared: BaseRole, role: int) -> Iterator[Record]:
    for clears in declared.clears:
        for area in clears.areas:
            yield AreaRule(
                role_id=role, area=area, reads=ClearanceName[clears.reads.name], above=AboveName[clears.above.name],
                writes=ClearanceName[clears.writes.name] if clears.writes is not None else None,
            )  # fmt: skip
    for may in declared.may:
        for register in may.registers:
            for action in may.actions:
                for scope in may.scopes:
                    yield ActionRule(role_id=role, register_key=register, action=str(action), scope=scope)
    for exception in declared.exceptions:
        yield FieldRule(
            role_id=role, register_key=exception.register, field_key=exception.field,
            level=LevelName[exception.level.name],
        )  # fmt: skip
