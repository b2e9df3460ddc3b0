"""The three administrators (三员): accounts and settings, roles and rules, the log; none of them has business data (K5.5, K5.7, Y2.6)."""

from domain.access import Action, Clearance
from domain.areas import Area
from domain.terms import Term
from models.access.role import RoleKind
from operations.declaring_roles import ALL, KEEP, LOOK, BaseRole, Clears, May

OPEN = Clearance.OPEN
RULES = ("role", "area_rule", "action_rule", "field_rule", "field_cap", "separation")
POLICIES = ("policy_draft", "policy_version")

ADMIN_ROLES: tuple[BaseRole, ...] = (
    BaseRole(
        "system_admin", Term("系统管理员", "System administrator"),
        Term("维护操作代码、设置、行政区划(K5.7)；无业务数据。", "Accounts, settings and divisions; no business data."),
        (Clears((Area.ACCESS, Area.GOVERNANCE, Area.ORGANISATION), OPEN, OPEN),),
        (
            May(("account", "setting"), KEEP, ALL),
            May(("code_cancellation",), (*LOOK, "cancel_code"), ALL),
            May(("password_change",), LOOK, ALL),
            May(("division",), (*KEEP, Action.IMPORT), ALL),
        ),
        kind=RoleKind.ADMIN,
    ),
    BaseRole(
        "security_admin", Term("安全管理员", "Security administrator"),
        Term("维护角色、授权和规则(K5.5)；无业务数据。", "Roles, grants and rules; no business data."),
        (Clears((Area.ACCESS, Area.ORGANISATION), OPEN, OPEN),),
        (
            May(("role_grant",), (*KEEP, Action.DELETE), ALL),
            May(("admin_authorisation",), KEEP, ALL),
            May((*RULES, *POLICIES), LOOK, ALL),
            May(("policy_draft",), ("write", "review", "roll_back", "carry", "prove"), ALL),
            May(("account", "appointment", "charge", "delegation", "reveal"), (Action.VIEW,), ALL),
            May(("account",), ("view_as",), ALL),
        ),
        kind=RoleKind.ADMIN,
    ),
    BaseRole(
        "audit_admin", Term("审计管理员", "Audit administrator"),
        Term("只读操作日志(Y2.6)，复核权限方案；无业务数据。", "Reads the audit log, reviews policies; no business data."),
        (Clears((Area.GOVERNANCE, Area.ACCESS), OPEN),),
        (
            May(("audit_entry", *RULES, *POLICIES, "role_grant", "admin_authorisation"), LOOK, ALL),
            May(("policy_draft",), ("review",), ALL),
            May(("reveal",), (Action.VIEW, Action.EXPORT, Action.PRINT), ALL),
        ),
        kind=RoleKind.ADMIN,
    ),
)  # fmt: skip
