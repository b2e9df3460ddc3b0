"""密码更改登记 — whose password was changed, when, by whom and why; never the password (K5.16)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Base, Record, RowId
from models.organisation.employee import Employee
from models.register import Register


class Changing(StrEnum):
    """Why a password was changed, or has to be."""

    OPENED = "opened"
    OWN = "own"
    DUE = "due"
    LEAK = "leak"
    GIVEN = "given"


CHANGING = {
    Changing.OPENED: Term("开户", "Account opened"),
    Changing.OWN: Term("本人更改", "Changed by its holder"),
    Changing.DUE: Term("到期或被要求更改", "Due or demanded"),
    Changing.LEAK: Term("怀疑泄漏", "Suspected leak"),
    Changing.GIVEN: Term("管理员另设", "Given anew by the administrator"),
}


class Password(StrEnum):
    """Which of the two it is."""

    LOGIN = "login"
    OPERATION = "operation"


PASSWORDS = {Password.LOGIN: Term("登录密码", "Login password"), Password.OPERATION: Term("操作口令", "Operation password")}


class PasswordChange(Record):
    """One change; written by the kernel with the change itself."""

    register = Register(
        title=Term("密码更改登记", "Password changes"),
        area=Area.ACCESS,
        rank=24,
        minor=True,
        read_only=True,
        kept=True,
        clauses=("K5.16",),
        label="code",
        list=("changed_at", "code", "holder", "kind", "why", "changed_by"),
        search=("code",),
        newest="changed_at",
        owner="holder",
    )

    code: Mapped[str] = fields.text("操作代码", "Operator code", length=40, required=True)
    holder_id: Mapped[int]
    holder: Mapped[Employee] = fields.person("使用人", "Holder", required=True)
    kind: Mapped[Password] = fields.choice("种类", "Kind", PASSWORDS, required=True, default=Password.LOGIN)
    why: Mapped[Changing] = fields.choice("原因", "Why", CHANGING, required=True)
    changed_by_id: Mapped[int | None]
    changed_by: Mapped[Employee | None] = fields.person("修改人", "Changed by", help=Term("在服务器上用命令设置的为空。", "Empty: by a command on the server."))
    changed_at: Mapped[datetime] = fields.moment("修改时间", "Changed at", required=True)


class PasswordPast(Base):
    """The hash of a password an account had before, so that it is not taken again."""

    __tablename__ = "password_past"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    account_id: Mapped[int] = mapped_column(RowId, nullable=False, index=True)
    operation: Mapped[bool] = mapped_column(nullable=False, default=False)
    """Of the operation password."""
    password_hash: Mapped[str] = mapped_column(String(200), nullable=False)
