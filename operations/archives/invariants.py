"""The shape of an invariant of the ledger: a number, what it says, and a read-only question whose answers are breaches."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from domain.terms import Term

Question = Callable[[Connection], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Invariant:
    """One of I01–I30 of the design; ``breaches`` yields one short line for each, none when all is well."""

    code: str
    title: Term
    breaches: Question


def asked(sql: str) -> Question:
    """The question whose every row is a breach; its first column says where."""

    def breaches(connection: Connection) -> Iterator[str]:
        for row in connection.execute(text(sql)):
            yield " ".join(str(value) for value in row)

    return breaches
