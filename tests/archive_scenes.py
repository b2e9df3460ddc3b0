"""A small archive for tests: shelves, a safe with its two keepers, a desk, a court, and units under one number word."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from domain.custody import AccountKind, Reason
from models.archives.safe_session import SafeState
from models.governance.exception_request import ExceptionState
from operations.archives.ledger import Movement, record
from tests.factories import make


@dataclass(frozen=True)
class Store:
    """Ids of everything there is."""

    department: int
    archivist: int
    keeper: int
    borrower: int
    word: int
    shelf: int
    other_shelf: int
    safe: int
    desk: int
    court: int


def a_store(session: Session) -> Store:
    """The places and people of an archive."""
    department = make(session, "department").id
    people = [make(session, "employee", department=department).id for _ in range(3)]
    kinds = (AccountKind.SHELF, AccountKind.SHELF, AccountKind.SAFE, AccountKind.DESK, AccountKind.EXTERNAL)
    places = [make(session, "archive_account", kind=kind).id for kind in kinds]
    for holder, half in zip(people, ("key", "code"), strict=False):
        make(session, "safe_role", safe=places[2], holder=holder, half=half, from_on=date(2020, 1, 1), until_on=None)
    return Store(department, *people, make(session, "number_word").id, *places)


def a_volume(session: Session, store: Store, **more: Any) -> int:
    """A volume with its number, not yet filed."""
    return int(make(session, "archive_unit", word=store.word, department=store.department, home=store.shelf, **more).id)


def a_certificate(session: Session, store: Store, volume: int) -> int:
    """A certificate under the number of ``volume``, not yet in the safe."""
    return int(make(session, "certificate", volume=volume, home=store.safe).unit_id)


def filed(session: Session, store: Store, **more: Any) -> int:
    """A volume on its shelf."""
    unit = a_volume(session, store, **more)
    record(session, store.archivist, [Movement(unit, store.shelf, Reason.FILE, "移交清单 1")])
    return unit


def opened(session: Session, store: Store) -> Any:
    """The safe, opened by its two keepers."""
    opening = make(session, "safe_session", safe=store.safe, opener=store.archivist, second=store.keeper)
    opening.state, opening.opened_at = SafeState.OPEN, session.info["clock"]()
    session.flush()
    return opening


def shut(session: Session, store: Store, opening: Any) -> None:
    """The safe is closed again by one of the two: what stays open is told by the check."""
    opening.state, opening.closed_at, opening.closed_by_id = SafeState.CLOSED, session.info["clock"](), store.keeper
    session.flush()


def an_exception(session: Session, *labels: str, decided: bool = True) -> str:
    """The number of an exception that names units by their labels, and on which somebody has ``decided``: a document to file them by (K3.14)."""
    report = make(session, "exception_request", situation="补入库：" + "、".join(labels))
    if decided:
        report.state = ExceptionState.SOLVED
        session.flush()
    return str(report.number)
