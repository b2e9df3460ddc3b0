"""权限规则 — the rights of a role: clearance per area, actions on registers, exceptions per field, caps above all roles."""

from enum import StrEnum

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.access import Channel, Clearance, Level, Scope
from domain.areas import Area
from domain.terms import Term
from models import fields
from models.access.role import Role
from models.base import Base, Record
from models.register import Register


class ClearanceName(StrEnum):
    """A clearance as kept in a rule."""

    OPEN = "open"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SECRET = "secret"  # noqa: S105  # a clearance, not a password


class LevelName(StrEnum):
    """A level as kept in a rule."""

    HIDDEN = "hidden"
    MASKED = "masked"
    READ = "read"
    WRITE = "write"


class AboveName(StrEnum):
    """What a role sees of the fields just above its clearance, as kept in a rule."""

    HIDDEN = "hidden"
    MASKED = "masked"


AREAS = {area: area.title for area in Area}
CLEARANCES = {name: Clearance[name.name].title for name in ClearanceName}
LEVELS = {name: Level[name.name].title for name in LevelName}
ABOVE = {name: Level[name.name].title for name in AboveName}
CHANNELS = {channel: channel.title for channel in Channel}
SCOPES = {scope: scope.title for scope in Scope}
_EVERY_AREA = Term("留空表示所有业务。", "Empty means every area.")
_EVERY_CHANNEL = Term("列表、详情、导出等；留空表示所有途径。", "list, details, export …; empty means every channel.")


class AreaRule(Record):
    """Up to which clearance a role reads and writes in an area, and what it sees of the fields just above."""

    register = Register(
        title=Term("业务密级", "Area clearances"),
        area=Area.ACCESS,
        steers_access=True,
        read_only=True,  # written by publishing a policy (operations.policies)
        menu=False,
        clauses=("A7.1", "A7.2"),
        label="role",
        list=("role", "area", "reads", "writes", "above"),
    )

    role_id: Mapped[int]
    role: Mapped[Role] = fields.reference("角色", "Role", "role", required=True)
    area: Mapped[Area | None] = fields.choice("业务", "Area", AREAS, growing=True, help=_EVERY_AREA)
    reads: Mapped[ClearanceName] = fields.choice("可读密级", "Reads up to", CLEARANCES, required=True)
    writes: Mapped[ClearanceName | None] = fields.choice("可写密级", "Writes up to", CLEARANCES)
    above: Mapped[AboveName] = fields.choice(
        "高一级字段", "Just above", ABOVE, required=True, default=AboveName.HIDDEN
    )


class ActionRule(Record):
    """An action a role may take on a register, and on which rows."""

    register = Register(
        title=Term("操作权限", "Action rules"),
        area=Area.ACCESS,
        steers_access=True,
        read_only=True,  # written by publishing a policy (operations.policies)
        menu=False,
        clauses=("A12.1", "Y2.7"),
        label="role",
        list=("role", "register_key", "action", "scope"),
        search=("register_key",),
    )

    role_id: Mapped[int]
    role: Mapped[Role] = fields.reference("角色", "Role", "role", required=True)
    register_key: Mapped[str] = fields.text("登记簿", "Register", length=60, required=True)
    action: Mapped[str] = fields.text("操作", "Action", length=40, required=True)
    scope: Mapped[Scope] = fields.choice("数据范围", "Rows", SCOPES, required=True)


class FieldRule(Record):
    """An exception for one field of a register."""

    register = Register(
        title=Term("字段权限", "Field rules"),
        area=Area.ACCESS,
        steers_access=True,
        read_only=True,  # written by publishing a policy (operations.policies)
        menu=False,
        clauses=("A7.1", "A7.2"),
        label="role",
        list=("role", "register_key", "field_key", "level", "channel"),
        search=("register_key", "field_key"),
    )

    role_id: Mapped[int]
    role: Mapped[Role] = fields.reference("角色", "Role", "role", required=True)
    register_key: Mapped[str] = fields.text("登记簿", "Register", length=60, required=True)
    field_key: Mapped[str] = fields.text("字段", "Field", length=60, required=True)
    level: Mapped[LevelName] = fields.choice("权限", "Level", LEVELS, required=True)
    channel: Mapped[Channel | None] = fields.choice("途径", "Channel", CHANNELS, help=_EVERY_CHANNEL)


class FieldCap(Record):
    """A ceiling above every role: nobody sees or writes more than this."""

    register = Register(
        title=Term("字段上限", "Field caps"),
        area=Area.ACCESS,
        steers_access=True,
        read_only=True,  # written by publishing a policy (operations.policies)
        menu=False,
        clauses=("A7.1",),
        label="register_key",
        list=("register_key", "field_key", "level", "channel", "reason"),
    )

    register_key: Mapped[str] = fields.text("登记簿", "Register", length=60, required=True)
    field_key: Mapped[str] = fields.text("字段", "Field", length=60, required=True)
    level: Mapped[LevelName] = fields.choice("至多", "At most", LEVELS, required=True)
    channel: Mapped[Channel | None] = fields.choice("途径", "Channel", CHANNELS, help=_EVERY_CHANNEL)
    reason: Mapped[str] = fields.text("原因", "Reason", required=True)


class PolicyState(Base):
    """The number of the policy in force; raised by every change of a rule, read once per request."""

    __tablename__ = "policy_state"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False)
