"""The one declarative base: turns the fields of a register into columns, keys, checks and relationships."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.types import TypeEngine

from domain.kinds import NUMBERS, POINTERS, Kind
from domain.numbering import Series
from models.fields import Field
from models.register import Register, registers
from models.types import Moment, Money, choice_type

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
# SQLite counts rows only in a column that is exactly INTEGER PRIMARY KEY.
RowId = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Shared metadata; plain tables (sessions, journals, jobs) derive from it directly."""

    metadata = MetaData(naming_convention=NAMES)
    if TYPE_CHECKING:
        __table__: ClassVar[Table]  # SQLAlchemy's own annotation allows for views and joins


class Record(Base):
    """A row of a register: id, row version against lost updates, and when it was entered and changed."""

    __abstract__ = True
    register: ClassVar[Register]
    shadows: ClassVar[dict[str, str]]
    """Field key → hidden column with its pinyin."""
    cores: ClassVar[dict[str, str]]
    """Field key → hidden column with the core of a company's name."""
    # A pointer's column is made from its field; where Python reads it, the register names it too: holder_id: Mapped[int].

    id: Mapped[int] = mapped_column(RowId, primary_key=True, sort_order=-10)
    version: Mapped[int] = mapped_column(Integer, nullable=False, sort_order=90)
    created_at: Mapped[datetime] = mapped_column(Moment, server_default=func.now(), sort_order=91)
    updated_at: Mapped[datetime] = mapped_column(Moment, server_default=func.now(), sort_order=92)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # SQLAlchemy hands in the class
        return {"version_id_col": cls.version, "eager_defaults": False}

    def __init_subclass__(cls, **more: Any) -> None:
        if "register" in cls.__dict__:
            _expand(cls)
        super().__init_subclass__(**more)

    def __str__(self) -> str:
        return f"{self.__tablename__} {self.id}"


def snake(name: str) -> str:
    """CustomerContact → customer_contact."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _expand(cls: type[Record]) -> None:
    """Replace each declared Field by what SQLAlchemy maps, and bind the register to the class."""
    table = snake(cls.__name__)
    register = cls.register
    cls.__tablename__ = table
    cls.shadows, cls.cores = {}, {}
    extra: list[Any] = list(getattr(cls, "__table_args__", ()))
    for key, spec in [(key, value) for key, value in vars(cls).items() if isinstance(value, Field)]:
        spec = spec.named(key)
        register.fields[key] = spec
        cls.__annotations__.pop(key, None)
        _add_columns(cls, table, spec, extra)
    # Without AUTOINCREMENT SQLite gives a deleted id again, and the new record would inherit the old one's history.
    cls.__table_args__ = (*extra, {"sqlite_autoincrement": True})
    object.__setattr__(register, "model", cls)
    registers[table] = register


def _add_columns(cls: type[Record], table: str, spec: Field, extra: list[Any]) -> None:
    if spec.kind in POINTERS:
        _add_pointer(cls, table, spec, extra)
    elif spec.kind is Kind.REFERENCES:
        _add_references(cls, table, spec)
    else:
        _add_value(cls, table, spec, extra)


def _add_pointer(cls: type[Record], table: str, spec: Field, extra: list[Any]) -> None:
    key = spec.key
    column = mapped_column(
        RowId,
        ForeignKey(f"{spec.target}.id", ondelete="RESTRICT", use_alter=spec.loops),
        nullable=not spec.required,
        unique=spec.unique or None,
        active_history=True,
    )
    setattr(cls, f"{key}_id", column)
    setattr(cls, key, relationship(_class_name(spec.target), foreign_keys=[column], lazy="raise", viewonly=True))
    if not spec.unique:
        extra.append(Index(f"ix_{table}_{key}", f"{key}_id", "id"))
    if spec.differs_from:
        # People are told at the field; the CHECK is for whoever comes another way.
        other = f"{spec.differs_from}_id"
        extra.append(CheckConstraint(f"{key}_id <> {other}", name=f"{key}_differs"))


def _add_references(cls: type[Record], table: str, spec: Field) -> None:
    link = Table(
        f"{table}_{spec.key}",
        Base.metadata,
        Column("record_id", RowId, ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=True),
        Column("target_id", RowId, ForeignKey(f"{spec.target}.id", ondelete="RESTRICT"), primary_key=True),
        Index(f"ix_{table}_{spec.key}_back", "target_id"),
    )
    several = relationship(
        _class_name(spec.target),
        secondary=link,
        lazy="select",
        order_by=link.c.target_id,
        # Spelled out because a register may point to itself (roles inherit from roles).
        primaryjoin=lambda: cls.id == link.c.record_id,
        secondaryjoin=lambda: registers[spec.target].model.id == link.c.target_id,
    )
    setattr(cls, spec.key, several)


def _add_value(cls: type[Record], table: str, spec: Field, extra: list[Any]) -> None:
    key = spec.key
    # active_history: the audit needs the old value even of an attribute that was never read.
    column = mapped_column(
        _type(spec), nullable=not spec.required, unique=spec.unique or None, active_history=True, **_default(spec)
    )
    setattr(cls, key, column)
    # A whole number is searched for on its own, without the search index, which knows its parts.
    if (cls.register.indexed(spec) or spec.kind in NUMBERS) and not spec.unique:
        extra.append(Index(f"ix_{table}_{key}", key, "id"))
    if spec.minimum is not None:
        extra.append(CheckConstraint(f"{key} >= {int(spec.minimum)}", name=f"{key}_minimum"))
    if spec.pinyin:
        cls.shadows[key] = f"{key}_pinyin"
        setattr(cls, f"{key}_pinyin", mapped_column(Text, nullable=True))
    if spec.company:
        cls.cores[key] = f"{key}_core"
        setattr(cls, f"{key}_core", mapped_column(Text, nullable=True))
        extra.append(Index(f"ix_{table}_{key}_core", f"{key}_core", "id"))


def _class_name(target: str) -> str:
    return "".join(part.capitalize() for part in target.split("_"))


def _default(spec: Field) -> dict[str, Any]:
    if spec.default is None:
        return {}
    if spec.kind is Kind.YES_NO:
        return {"default": spec.default, "server_default": text("true" if spec.default else "false")}
    return {"default": spec.default}


def _type(spec: Field) -> TypeEngine[Any]:
    match spec.kind:
        case Kind.CHOICE:
            assert spec.choices is not None
            return choice_type(spec.choices, name=spec.key, closed=not spec.growing)
        case Kind.DAY:
            return Date()
        case Kind.MOMENT:
            return Moment()
        case Kind.MONEY:
            return Money()
        case Kind.NUMBER:
            return Integer()
        case Kind.YES_NO:
            return Boolean(create_constraint=False)
        case Kind.LONG_TEXT:
            return Text()
        case _:
            return String(spec.length)


class NumberSeries(Base):
    """The last number given per word and year; its row is the lock that keeps numbers gapless."""

    __tablename__ = "number_series"
    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last_no: Mapped[int] = mapped_column(Integer, nullable=False, default=0)


def series_of(spec: Field) -> Series:
    """The series of a serial field."""
    assert spec.series is not None
    return spec.series


def columns_of(table: str) -> Any:
    """The columns of a table, for a question below the fence, asked on the connection and never as the actor."""
    return Base.metadata.tables[table].c
