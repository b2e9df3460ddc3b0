"""The separations of duties every company starts with: the three administrators (三员), and who asked does not decide."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access.separation import Separation, SeparationKind
from permissions.separation import Apart, ApartKind

# Data of the company, in the company's language, like the titles of roles.
_OWN = "申请和审批必须是两个人。"
_FILES = "报送由部门提出，由市场推广部备案。"
_ADMINS = "系统、安全、审计三员互相制约，任何人不得兼任。"


def _apart(code: str, title: str, register: str, one: str, other: str, reason: str) -> Apart:
    kind = ApartKind.RECORD if register else ApartKind.STATIC
    return Apart(code, title, kind, register, frozenset(one.split()), frozenset(other.split()), reason)


BASE_APARTS = (
    _apart("admins_system", "三员分立：系统管理员", "", "system_admin", "security_admin audit_admin", _ADMINS),
    _apart("admins_security", "三员分立：安全管理员", "", "security_admin", "audit_admin", _ADMINS),
    _apart("own_view_request", "查阅申请回避", "archive_view_request", "create", "approve reject", _OWN),
    _apart("own_registration", "客户备案回避", "registration", "create resubmit", "file return", _FILES),
    _apart("own_registration_change", "变更备案回避", "registration_change", "create resubmit", "file return", _FILES),
)


def ensure_base_separations(session: Session) -> None:
    """Write the base separations that are not there yet; ``session`` acts for the system."""
    there = set(session.scalars(select(Separation.code)))
    session.add_all(row_of(apart) for apart in BASE_APARTS if apart.code not in there)
    session.flush()


def row_of(apart: Apart) -> Separation:
    """A separation as the table keeps it."""
    return Separation(
        code=apart.code, title=apart.title, kind=SeparationKind(apart.kind.value), register_key=apart.register_key or None,
        side_a=",".join(sorted(apart.side_a)), side_b=",".join(sorted(apart.side_b)), reason=apart.reason,
    )  # fmt: skip
