"""Appointments: nobody changes his own, and who keeps the archive is appointed by the general manager (K3.3, K5.6)."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid
from domain.terms import Term
from domain.values import is_blank
from models.base import columns_of
from models.fence import authority_of
from models.organisation.appointment import Appointment, Post
from operations.granting import check_own_place

DOCUMENT = Term("档案管理员由总经理任命，请填写任命文号。", "The general manager appoints the archivist: name the document.")
BY_THE_MANAGER = Term(
    "档案管理员由总经理任命，请填写任命人，且其在任职日期当日须任总经理。", "Name who appointed the archivist: the general manager of that day."
)
NOT_HIMSELF = Term("任命人不能是任职人本人。", "Nobody appoints himself.")
_ASKED = ("post", "document", "appointed_by_id", "from_on", "holder_id")


def appointment_entered(session: Session, one: Appointment) -> set[str]:
    """At every save by a person; raises Invalid."""
    kept = check_own_place(session, one)
    if authority_of(session).is_system or one.post != Post.ARCHIVIST or not any(get_history(one, key).has_changes() for key in _ASKED):
        return kept
    if is_blank(one.document or ""):
        _invalid("document", DOCUMENT)
    if one.appointed_by_id is not None and one.appointed_by_id == one.holder_id:
        _invalid("appointed_by", NOT_HIMSELF)
    if one.from_on is not None and not _managed_then(session, one):
        _invalid("appointed_by", BY_THE_MANAGER)
    return kept


def _managed_then(session: Session, one: Any) -> bool:
    post = columns_of("appointment")
    held = select(post.id).where(
        post.post == Post.GENERAL_MANAGER, post.holder_id == one.appointed_by_id, post.from_on <= one.from_on,
        or_(post.until_on.is_(None), post.until_on >= one.from_on),
    )  # fmt: skip
    return one.appointed_by_id is not None and session.connection().execute(held.limit(1)).first() is not None


def _invalid(field: str, sentence: Term) -> None:
    raise Invalid(sentence, fields={field: sentence}, clause="K3.3")
