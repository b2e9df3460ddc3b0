"""操作代码 — one account per person (K5.11); the password lives elsewhere and is in no register."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Base, Record, RowId
from models.organisation.employee import Employee
from models.register import Register
from models.types import Moment


class Account(Record):
    """A code to sign in with."""

    register = Register(
        title=Term("操作代码", "Accounts"),
        area=Area.ACCESS,
        rank=10,
        steers_access=True,
        clauses=("K5.5", "K5.11"),
        acts={"view_as": Term("以他人视角查看", "view as")},
        label="code",
        list=("code", "holder", "active", "ends_on", "last_signed_in_at"),
        search=("code",),
        owner="holder",
    )

    code: Mapped[str] = fields.text("操作代码", "Operator code", length=40, required=True, unique=True)
    holder_id: Mapped[int]
    holder: Mapped[Employee] = fields.person("使用人", "Holder", required=True, unique=True, clause="K5.11")
    active: Mapped[bool] = fields.yes_no("启用", "Active", default=True)
    ends_on: Mapped[date | None] = fields.day("停用日期", "Ends on", help=Term("当日起不能登录。", "No sign-in from that day."))
    last_signed_in_at: Mapped[datetime | None] = fields.moment("最近登录", "Last sign-in", system=True)


class Credential(Base):
    """The password hash of an account and the counters of wrong tries."""

    __tablename__ = "credential"
    account_id: Mapped[int] = mapped_column(RowId, primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200), nullable=False)
    operation_hash: Mapped[str | None] = mapped_column(String(200))
    """Of the operation password, which its holder alone sets (K5.14); None until he has."""
    operation_changed_at: Mapped[datetime | None] = mapped_column(Moment)
    must_change: Mapped[bool] = mapped_column(nullable=False, default=False)
    changed_at: Mapped[datetime] = mapped_column(Moment, nullable=False)


class SignInAttempt(Base):
    """Wrong tries per code or address, whether or not such an account exists."""

    __tablename__ = "sign_in_attempt"
    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    first_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)


class SignInSession(Base):
    """A signed-in browser: only the hash of its token is kept, and signing out ends the row."""

    __tablename__ = "sign_in_session"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    account_id: Mapped[int] = mapped_column(RowId, nullable=False, index=True)
    started_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    seen_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(String(60), nullable=False)
    device: Mapped[str] = mapped_column(String(200), nullable=False)
    viewing: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Whose pages this session looks at, read-only; None when it is the holder's own."""
