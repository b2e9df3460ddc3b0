"""Outgoing mail: written in the transaction of the notice it repeats, sent later, each at most once.

A mail says a number, a step and a link: whoever may not sign in learns no more from it than that there is work to do.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.terms import Term
from domain.values import OFFICE_ZONE
from models.governance.outgoing_mail import MailState, OutgoingMail
from models.organisation.employee import Employee
from operations.periodic import Opener

LINK = "mail_link"
"""The option of an engine that says where the panel is to be found; without it the company sends no mail."""
MOST_TRIES = 8
AT_ONCE = 50
GIVEN_UP = timedelta(minutes=10)
"""A mail that has been on its way so long was left by a worker that died."""
_mails: Any = OutgoingMail.__table__
_people: Any = Employee.__table__
_insert: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
BODY = Term("{sentence}\n{link}\n\n（台账自动发送，请勿回复）", "{sentence}\n{link}\n\n(Sent by Taizhang; please do not reply.)")


class TryLater(Exception):
    """The mail was certainly not taken; it may be tried again."""


class Rejected(Exception):
    """The mail was certainly not taken and never will be (no such address)."""


class Unknown(Exception):
    """The connection broke when the mail may have been taken already: sending it again could make it two."""


Send = Callable[[OutgoingMail], None]
"""Hands a mail over; raises TryLater, Rejected or Unknown, with a short reason without addresses."""


def write_mail(session: Session, mark: str, person_id: int, sentence: Term, register: str, area: str, record_id: int | None) -> None:
    """Keep a mail for ``person_id`` if the company sends mail and he has an address; the caller's transaction decides."""
    link = session.get_bind().get_execution_options().get(LINK)
    if not link:
        return
    now: datetime = session.info["clock"]()
    today = now.astimezone(OFFICE_ZONE).date()
    here = or_(_people.c.left_on.is_(None), _people.c.left_on >= today)
    address = session.connection().execute(select(_people.c.email).where(_people.c.id == person_id, here)).scalar()
    if not address:
        return
    place = f"{link.rstrip('/')}/{area}/{register}/" + (f"details/?id={record_id}" if record_id else "")
    values = {
        "mark": mark, "address": address, "subject": sentence.zh[:200], "body": BODY.format(sentence=sentence, link=place).zh[:2000],
        "state": MailState.WAITING, "tries": 0, "created_at": now, "next_try_at": now,
    }  # fmt: skip
    insert = _insert[session.get_bind().dialect.name](_mails)
    session.connection().execute(insert.values(**values).on_conflict_do_nothing(index_elements=["mark"]))


def send_due(opened: Opener, send: Send, clock: Callable[[], datetime]) -> int:
    """Send what is due, one by one, and return how many were taken by the server.

    A mail is marked as on its way, and that is committed, before it is handed over: whatever happens then, nobody
    sends it again without knowing that it was not taken. Twice as long between tries, MOST_TRIES times.
    """
    _give_up_lost(opened, clock())
    sent = 0
    for _ in range(AT_ONCE):
        mail = _next(opened, clock())
        if mail is None:
            break
        try:
            send(mail)
        except TryLater as error:
            again = mail.tries < MOST_TRIES
            wait = timedelta(minutes=2 ** (mail.tries - 1))
            _end(opened, mail.id, MailState.WAITING if again else MailState.FAILED, error, next_try_at=clock() + wait)
        except Rejected as error:
            _end(opened, mail.id, MailState.FAILED, error)
        except Unknown as error:
            _end(opened, mail.id, MailState.UNSURE, error)
        else:
            _end(opened, mail.id, MailState.SENT, None, sent_at=clock())
            sent += 1
    return sent


def _next(opened: Opener, now: datetime) -> OutgoingMail | None:
    with opened() as session:
        due = select(_mails.c.id).where(_mails.c.state == MailState.WAITING, _mails.c.next_try_at <= now)
        key = session.scalar(due.order_by(_mails.c.next_try_at, _mails.c.id).limit(1))
        if key is None:
            return None
        mine = update(_mails).where(_mails.c.id == key, _mails.c.state == MailState.WAITING)
        taken = session.execute(mine.values(state=MailState.SENDING, tries=_mails.c.tries + 1, next_try_at=now + GIVEN_UP))
        if not taken.rowcount:  # type: ignore[attr-defined]  # a CursorResult
            return None
        mail = session.get_one(OutgoingMail, key)
        session.expunge(mail)
    return mail


def _end(opened: Opener, key: int, state: MailState, error: Exception | None, **values: Any) -> None:
    with opened() as session:
        said = str(error)[:200] if error is not None else None
        session.execute(update(_mails).where(_mails.c.id == key).values(state=state, last_error=said, **values))


def _give_up_lost(opened: Opener, now: datetime) -> None:
    with opened() as session:
        lost = update(_mails).where(_mails.c.state == MailState.SENDING, _mails.c.next_try_at <= now)
        session.execute(lost.values(state=MailState.UNSURE, last_error="worker ended"))


def mail_counts(session: Session) -> dict[MailState, int]:
    """How many mails are in each state; ``session`` acts for the system."""
    rows = session.execute(select(_mails.c.state, func.count()).group_by(_mails.c.state))
    return {MailState(state): count for state, count in rows}
