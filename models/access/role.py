"""角色 — what a group of people may do; granted to a person, a department or a post, from when until when."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Sensitive
from models import fields
from models.base import Record
from models.organisation.appointment import POSTS, Post
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class RoleKind(StrEnum):
    """What a role is for."""

    BASE = "base"
    BUSINESS = "business"
    ADMIN = "admin"
    TEMPORARY = "temporary"


class Role(Record):
    """A named set of rights; what its parents may, it may too."""

    register = Register(
        title=Term("角色", "Roles"),
        area=Area.ACCESS,
        steers_access=True,
        read_only=True,  # written by publishing a policy (operations.policies)
        menu=False,
        clauses=("K5.5", "A12.1"),
        label="title",
        sub="code",
        list=("code", "title", "kind", "note"),
        search=("title", "code"),
        import_key="code",
    )

    code: Mapped[str] = fields.text("角色代码", "Code", length=40, required=True, unique=True)
    title: Mapped[str] = fields.text("角色名称", "Title", length=60, required=True)
    kind: Mapped[RoleKind] = fields.choice(
        "类型",
        "Kind",
        {
            RoleKind.BASE: Term("基础", "Base"),
            RoleKind.BUSINESS: Term("业务", "Business"),
            RoleKind.ADMIN: Term("管理", "Administration"),
            RoleKind.TEMPORARY: Term("临时", "Temporary"),
        },
        required=True,
        default=RoleKind.BUSINESS,
    )
    parents: Mapped[list["Role"]] = fields.references("继承自", "Inherits from", "role")
    note: Mapped[str | None] = fields.long_text("说明", "Note")


class RoleGrant(Record):
    """A role given to exactly one of a person, a department or the holders of a post."""

    register = Register(
        title=Term("角色授予", "Role grants"),
        area=Area.ACCESS,
        steers_access=True,
        clauses=("K5.6",),
        sensitive=Sensitive(Term("授予角色", "Grant a role")),
        acts={"emergency": Term("紧急授权", "take in an emergency")},
        label="role",
        list=("role", "person", "department", "post", "from_at", "until_at", "reason"),
        newest="from_at",
    )

    role_id: Mapped[int]
    role: Mapped[Role] = fields.reference("角色", "Role", "role", required=True)
    person_id: Mapped[int | None]
    person: Mapped[Employee | None] = fields.person("授予人员", "Person")
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("授予部门", "Department")
    post: Mapped[Post | None] = fields.choice("授予职务", "Post", POSTS)
    from_at: Mapped[datetime | None] = fields.moment("生效时间", "From")
    until_at: Mapped[datetime | None] = fields.moment("失效时间", "Until")
    reason: Mapped[str] = fields.text("授予原因", "Reason", required=True)
    granted_by_id: Mapped[int | None]
    granted_by: Mapped[Employee | None] = fields.person("授予人", "Granted by", system=True)
    emergency: Mapped[bool] = fields.yes_no("紧急授权", "Emergency", system=True)
