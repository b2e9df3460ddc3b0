"""Opening a safe: the one who holds the key and the one who holds the code, both there, both said so (K3.18, K3.20)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.custody import AccountKind
from domain.errors import Invalid, Refused
from domain.rules import ArchiveRule
from domain.terms import Term
from domain.values import OFFICE_ZONE, is_blank, write_moment
from models.archives.safe_role import HALVES, Half, SafeRole
from models.archives.safe_session import SafeSession
from models.base import columns_of
from models.fence import authority_of
from operations.office_clock import today
from operations.rule_numbers import rule

NOT_A_SAFE = Term("请选保险柜。", "Choose a safe.")
BOTH_HALVES = Term(
    "{who} 同期已掌管这只保险柜的另一半；钥匙与密码不得由一人掌管。",
    "{who} already keeps the other half of this safe: never one person for both.",
)
NOT_A_KEEPER = Term(
    "须由现任钥匙掌管人和密码掌管人各一人开柜；请核对「保险柜掌管人」。",
    "One present key holder and one present code holder open it; see “Safe keepers”.",
)
IN_HIS_OWN_NAME = Term("开柜由发起人用本人账号登记。", "Who opens the safe enters it with an account of his own.")
ONLY_THE_SECOND = Term(
    "须由第二人（{who}）用本人账号确认，发起人不能代为确认。",
    "{who}, the second keeper, confirms with an account of his own.",
)
ALREADY_OPEN = Term("这只保险柜已经开启，请先关柜。", "This safe is open already; close it first.")
LATE = Term(
    "开柜已超过 {minutes} 分钟（{since} 起），关柜须写明超时原因。",
    "It has been open for more than {minutes} minutes, since {since}: say why when you close it.",
)
ONLY_KEEPERS_CLOSE = Term("由开柜的两人之一关柜。", "One of the two who opened it closes it.")


def safe_role_entered(session: Session, role: SafeRole) -> set[str]:
    """At every save: a real safe, and nobody keeps both halves at the same time; raises Invalid."""
    if role.safe_id is not None:
        _is_safe(session, role.safe_id)
    if None in (role.safe_id, role.holder_id, role.half, role.from_on):
        return set()
    held = columns_of("safe_role")
    other = select(held.id).where(
        held.safe_id == role.safe_id, held.holder_id == role.holder_id, held.half != role.half, held.id != (role.id or 0),
        or_(held.until_on.is_(None), held.until_on >= role.from_on), held.from_on <= (role.until_on or date.max),
    )  # fmt: skip
    if session.connection().execute(other).first():
        staff = columns_of("employee")
        who = session.connection().execute(select(staff.name).where(staff.id == role.holder_id)).scalar()
        sentence = BOTH_HALVES.format(who=who)
        raise Invalid(sentence, fields={"holder": sentence}, clause="K3.20")
    return set()


def safe_session_entered(session: Session, opening: SafeSession) -> set[str]:
    """At every save: a safe, and the two who open it keep one half each today; raises Invalid."""
    if None in (opening.safe_id, opening.opener_id, opening.second_id) or authority_of(session).is_system:
        return set()
    person = authority_of(session).person
    if opening.id is None and person is not None and person.person_id != opening.opener_id:
        raise Invalid(IN_HIS_OWN_NAME, fields={"opener": IN_HIS_OWN_NAME}, clause="K3.20")
    _is_safe(session, opening.safe_id)
    if not _both_halves(session, opening):
        raise Invalid(NOT_A_KEEPER, fields={"second": NOT_A_KEEPER}, clause="K3.20")
    return set()


def _is_safe(session: Session, account: int) -> None:
    place = columns_of("archive_account")
    kind = session.connection().execute(select(place.kind).where(place.id == account)).scalar()
    if kind is not None and kind != AccountKind.SAFE and not authority_of(session).is_system:
        raise Invalid(NOT_A_SAFE, fields={"safe": NOT_A_SAFE}, clause="K3.20")


def halves_of(session: Session, safe: int, person: int) -> frozenset[Half]:
    """What ``person`` keeps of ``safe`` today."""
    held, day = columns_of("safe_role"), today(session)
    rows = session.connection().execute(
        select(held.half).where(
            held.safe_id == safe,
            held.holder_id == person,
            held.from_on <= day,
            or_(held.until_on.is_(None), held.until_on >= day),
        )
    )
    return frozenset(Half(half) for half in rows.scalars())


def _both_halves(session: Session, opening: SafeSession) -> bool:
    one, two = (halves_of(session, opening.safe_id, who) for who in (opening.opener_id, opening.second_id))
    return len(one) == len(two) == 1 and one | two == frozenset(HALVES)


def second_confirms(session: Session, opening: SafeSession) -> None:
    """Before a safe counts as open: the second keeper says so himself, both still keep their half, and it is shut."""
    person = authority_of(session).person
    if person is not None and person.person_id != opening.second_id:
        staff = columns_of("employee")
        who = session.connection().execute(select(staff.name).where(staff.id == opening.second_id)).scalar()
        raise Refused(ONLY_THE_SECOND, who=who, clause="K3.20")
    if not _both_halves(session, opening):
        raise Refused(NOT_A_KEEPER, clause="K3.20")
    opened = columns_of("safe_session")
    if (
        session.connection()
        .execute(select(opened.id).where(opened.safe_id == opening.safe_id, opened.state == "open"))
        .first()
    ):
        raise Refused(ALREADY_OPEN, clause="K3.20")


def keepers_close(session: Session, opening: SafeSession) -> None:
    """Before a safe counts as shut."""
    person = authority_of(session).person
    if person is not None and person.person_id not in (opening.opener_id, opening.second_id):
        raise Refused(ONLY_KEEPERS_CLOSE, clause="K3.20")


def allowed_until(session: Session, opened_at: datetime) -> datetime:
    """Until when a safe opened at that moment has to be shut again."""
    return opened_at + timedelta(minutes=rule(session, ArchiveRule.SAFE_MINUTES, opened_at.astimezone(OFFICE_ZONE).date()))


def late_said(session: Session, opening: SafeSession, values: Mapping[str, Any]) -> None:
    """Who closes a safe too late says why."""
    until = allowed_until(session, opening.opened_at) if opening.opened_at else None
    if opening.opened_at is not None and until is not None and session.info["clock"]() > until and is_blank(values.get("late_because") or ""):
        minutes = rule(session, ArchiveRule.SAFE_MINUTES, opening.opened_at.astimezone(OFFICE_ZONE).date())
        sentence = LATE.format(minutes=minutes, since=write_moment(opening.opened_at))
        raise Invalid(sentence, fields={"late_because": sentence}, clause="K3.20")


CHOICES = {("safe_session", "close_safe"): (late_said,)}
GUARDS = {
    ("safe_session", "confirm_open"): (second_confirms,),
    ("safe_session", "close_safe"): (keepers_close,),
    ("safe_session", "call_off"): (keepers_close,),
}
