"""Giving a certificate back to its owner: settled, approved by another, out of the open safe, against a receipt (K3.4, K3.20)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.custody import AccountKind, Reason
from domain.errors import Invalid, Refused
from domain.terms import Term
from domain.workflow import Move
from models.archives.account import KINDS
from models.archives.certificate_release import CertificateRelease, ReleaseState
from models.base import columns_of
from models.fence import authority_of
from operations.archives.holds import held
from operations.archives.ledger import Movement, account_of, places, record
from operations.lending.loans import actor_of
from operations.office_clock import today

NOT_SETTLED = Term("结清日期晚于今天，尚未结清不能发还。", "It is settled in the future; nothing is released before.")
ASKED_TWICE = Term("这件权证已有发还申请（{number}）。", "A release of this certificate is under way ({number}).")
CERTIFICATE_STAYS = Term("发还的权证不能改换：请取消后重新申请。", "The certificate of a release stays: cancel it and ask again.")
OWN = Term("申请人不能批准自己的发还申请。", "Nobody approves a release he asked for.")
HELD = Term(
    "这件权证正在保全，解除前不发还。请在「查封保全」查看，找登记人办理解除。", "It is under a hold (see “Legal holds”) and not released before that is lifted."
)
NOT_IN_SAFE = Term("权证现在「{kind}」，在柜的才能发还。", "The certificate is “{kind}”; only what is in its safe is released.")


def release_entered(session: Session, release: CertificateRelease) -> set[str]:
    """At every save by a person: settled by now, one request at a time, for one certificate; raises Invalid."""
    if authority_of(session).is_system or release.certificate_id is None:
        return set()
    if release.id is not None and get_history(release, "certificate_id").deleted:
        raise Invalid(CERTIFICATE_STAYS, fields={"certificate": CERTIFICATE_STAYS}, clause="K3.20")
    if release.settled_on is not None and release.settled_on > today(session):
        raise Invalid(NOT_SETTLED, fields={"settled_on": NOT_SETTLED}, clause="K3.20")
    other = columns_of("certificate_release")
    number = session.connection().execute(
        select(other.number).where(
            other.certificate_id == release.certificate_id, other.state != ReleaseState.CANCELLED, other.id != (release.id or 0)
        )
    ).scalar()  # fmt: skip
    if number is not None:
        sentence = ASKED_TWICE.format(number=number)
        raise Invalid(sentence, fields={"certificate": sentence}, clause="K3.20")
    return set()


def _unit(session: Session, release: CertificateRelease) -> tuple[int, str]:
    certificate, unit = columns_of("certificate"), columns_of("archive_unit")
    query = select(unit.id, unit.number).join_from(unit.id.table, certificate.id.table, certificate.unit_id == unit.id)
    row = session.connection().execute(query.where(certificate.id == release.certificate_id)).one()
    return row.id, row.number


def in_the_safe(session: Session, release: CertificateRelease) -> None:
    """Before it is approved or handed over: it lies in a safe, and no hold is on it."""
    unit, _number = _unit(session, release)
    if unit in held(session.connection(), [unit]):
        raise Refused(HELD, clause="T4.4")
    place = places(session.connection(), [unit]).get(unit)
    if place is None or place.kind is not AccountKind.SAFE:
        raise Refused(NOT_IN_SAFE, kind=KINDS[place.kind if place else AccountKind.ORIGIN], clause="K3.20")


def by_another(session: Session, release: CertificateRelease) -> None:
    """Before it is approved."""
    person = authority_of(session).person
    if person is not None and person.person_id == release.asker_id:
        raise Refused(OWN, clause="K3.4")


def release_moved(session: Session, release: CertificateRelease, move: Move) -> None:
    """Handing over writes the journal, with the other keeper of the open safe as witness."""
    if move.name != "release":
        return
    unit, _number = _unit(session, release)
    actor, opening = actor_of(session), columns_of("safe_session")
    place = places(session.connection(), [unit])[unit]
    pair = session.connection().execute(
        select(opening.opener_id, opening.second_id).where(opening.safe_id == place.account, opening.state == "open")
    ).first()  # fmt: skip
    witness = next((one for one in pair if one != actor), None) if pair else None
    out = Movement(unit, account_of(session, AccountKind.RELEASED), Reason.RELEASE, release.number, witness=witness, note=f"领取人：{release.receiver}"[:500])
    record(session, actor, [out])


GUARDS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("certificate_release", "approve"): (by_another, in_the_safe),
    ("certificate_release", "release"): (in_the_safe,),
}
