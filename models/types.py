"""Column types that behave the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator


class Money(TypeDecorator[Decimal]):
    """An amount in yuan, kept as whole fen: SQLite has no decimals, and floats lose cents."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        """Yuan to fen."""
        return None if value is None else int(Decimal(value).quantize(Decimal("0.01")) * 100)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Fen to yuan."""
        return None if value is None else Decimal(value).scaleb(-2)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC without zone so that both databases sort it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Any zone to bare UTC; a moment without zone is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bare UTC to aware UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def choice_type(choices: type[StrEnum], name: str, *, closed: bool = True) -> Enum:
    """A column for ``choices`` kept by value, with a named CHECK so that no other word gets in unless it is not ``closed``."""
    return Enum(
        choices,
        name=name,
        native_enum=False,
        create_constraint=closed,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )
