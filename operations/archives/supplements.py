"""Missing papers: B lists them, A supplies, B verifies; who is neither may waive one for a reason (K3.9)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid, Refused
from domain.terms import Term
from models.archives.transfer_supplement import TransferSupplement
from models.base import columns_of
from models.fence import authority_of
from permissions.actor import Person

ONLY_B = Term("补充资料清单由 B 角填写和核实。", "B lists what is missing and verifies it.")
ONLY_A = Term("由 A 角补齐。", "A supplies it.")
NOT_THEIRS = Term("免补由 A 角、B 角以外的审批人决定。", "Somebody who is neither A nor B waives it.")
STAYS = Term("缺少的资料不能改到别的移交单；请另行登记。", "What is missing stays with its transfer; list it anew.")
TOO_LATE = Term("移交单已了结，不再增补。", "The transfer is over.")


def supplement_entered(session: Session, item: TransferSupplement) -> set[str]:
    """At every save: B says what is missing while the transfer goes on; raises Invalid."""
    person: Person | None = authority_of(session).person
    if person is None or item.transfer_id is None:
        return set()
    if item.id is not None:
        _stays_with_its_transfer(session, item, person)
        return set()
    transfer = _transfer(session, item)
    if transfer.state in ("accepted", "cancelled"):
        raise Invalid(TOO_LATE, fields={"item": TOO_LATE}, clause="K3.9")
    if person.person_id != transfer.b_id:
        raise Invalid(ONLY_B, fields={"item": ONLY_B}, clause="K3.9")
    item.asked_by_id = person.person_id
    return {"asked_by"}


def _stays_with_its_transfer(session: Session, item: TransferSupplement, person: Person) -> None:
    if get_history(item, "transfer_id").has_changes():
        raise Invalid(STAYS, fields={"transfer": STAYS}, clause="K3.9")
    if get_history(item, "item").has_changes() and person.person_id != _transfer(session, item).b_id:
        raise Invalid(ONLY_B, fields={"item": ONLY_B}, clause="K3.9")


def _transfer(session: Session, item: TransferSupplement) -> Any:
    one = columns_of("archive_transfer")
    return session.connection().execute(select(one.a_id, one.b_id, one.state).where(one.id == item.transfer_id)).one()


def _who(session: Session) -> int | None:
    person: Person | None = authority_of(session).person
    return person.person_id if person is not None else None


def by_a(session: Session, item: TransferSupplement) -> None:
    """A supplies."""
    if _who(session) not in (None, _transfer(session, item).a_id):
        raise Refused(ONLY_A, clause="K3.9")


def by_b(session: Session, item: TransferSupplement) -> None:
    """B verifies."""
    if _who(session) not in (None, _transfer(session, item).b_id):
        raise Refused(ONLY_B, clause="K3.9")


def by_another(session: Session, item: TransferSupplement) -> None:
    """Neither A nor B waives."""
    transfer = _transfer(session, item)
    if _who(session) in (transfer.a_id, transfer.b_id):
        raise Refused(NOT_THEIRS, clause="K3.9")


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("transfer_supplement", "supply_item"): (by_a,),
    ("transfer_supplement", "verify_item"): (by_b,),
    ("transfer_supplement", "miss_again"): (by_b,),
    ("transfer_supplement", "waive_item"): (by_another,),
}
