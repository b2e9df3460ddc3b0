"""Outgoing mail against a real server: written with the notice or not at all, sent once, tried again only when it was not taken."""

from datetime import datetime, timedelta
from email.header import decode_header, make_header
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from domain.terms import Term
from models.engine import FencedSession
from models.fence import act
from models.governance.outgoing_mail import MailState, OutgoingMail
from operations.notices import notify
from operations.outbox import GIVEN_UP, LINK, MOST_TRIES, mail_counts, send_due
from operations.smtp import Post
from permissions.actor import System
from tests.factories import make
from tests.operations.post_office import PostOffice, post_office
from tests.operations.test_periodic import MONDAY, opener
from web.settings import BadSettings, Settings

SAID = Term("诉〔2026〕001 已分派给您，请签收。", "诉〔2026〕001 has been assigned to you.")


@pytest.fixture
def mailing(own_engine: Engine) -> Engine:
    """A company that sends mail."""
    own_engine.update_execution_options(**{LINK: "https://ledger.example/"})
    return own_engine


def somebody(session: Session, **more: Any) -> int:
    return int(make(session, "employee", **{"email": "zhang@example.com", **more}).id)


def told(engine: Engine, *, once: str = "1", **more: Any) -> int:
    """A complaint somebody is told about; returns its id."""
    with opener(engine)() as session:
        case = make(session, "complaint", complainant="欧阳晓", title="酒有异味", respondents=[])
        assert notify(session, somebody(session, **more), "due", case, SAID, once=once)
        return int(case.id)


def mails(engine: Engine) -> list[OutgoingMail]:
    with opener(engine)() as session:
        found = list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))
        session.expunge_all()
    return found


def send(engine: Engine, office: PostOffice, at: datetime = MONDAY) -> int:
    return send_due(opener(engine, at), Post(f"smtp://127.0.0.1:{office.port}", "ledger@example.com").sender_to(), lambda: at)


def test_a_notice_is_mailed_once_with_number_step_and_link_and_nothing_else(mailing: Engine) -> None:
    case = told(mailing)
    with post_office() as office:
        assert send(mailing, office) == 1
        assert send(mailing, office, MONDAY + timedelta(days=7)) == 0
    (mail,) = office.mails
    assert (mail["To"], mail["From"]) == ("zhang@example.com", "ledger@example.com")
    assert str(make_header(decode_header(mail["Subject"]))) == SAID.zh
    body = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert f"https://ledger.example/complaints/complaint/details/?id={case}" in body
    assert SAID.zh in body
    assert not any(word in mail.as_string() + body for word in ("欧阳", "酒有异味"))
    assert mails(mailing)[0].state is MailState.SENT


def test_no_mail_is_written_when_the_company_sends_none_or_there_is_nobody_to_write_to(own_engine: Engine) -> None:
    told(own_engine)
    assert mails(own_engine) == []
    own_engine.update_execution_options(**{LINK: "https://ledger.example/"})
    told(own_engine, email=None)
    told(own_engine, left_on=(MONDAY - timedelta(days=2)).date())
    assert mails(own_engine) == []


def test_notice_and_mail_stand_and_fall_together(mailing: Engine) -> None:
    with FencedSession(mailing) as session:
        act(session, System("test"), clock=lambda: MONDAY)
        case = make(session, "complaint", respondents=[])
        notify(session, somebody(session), "due", case, SAID, once="1")
        assert session.scalar(select(OutgoingMail.id)) is not None
        session.rollback()
    assert mails(mailing) == []


def test_what_was_not_taken_is_tried_again_ever_later_and_then_given_up(mailing: Engine) -> None:
    told(mailing)
    at, waits = MONDAY, []
    with post_office() as office:
        office.answers = ["451 later"] * MOST_TRIES
        for _ in range(MOST_TRIES):
            assert send(mailing, office, at) == 0
            (mail,) = mails(mailing)
            waits.append(int((mail.next_try_at - at).total_seconds() / 60))
            assert send(mailing, office, mail.next_try_at - timedelta(seconds=1)) == 0
            at = mail.next_try_at
        assert waits == [1, 2, 4, 8, 16, 32, 64, 128]
        assert (mail.state, mail.tries, mail.last_error) == (MailState.FAILED, MOST_TRIES, "recipient: 451")
        assert send(mailing, office, at + timedelta(days=7)) == 0
    assert office.mails == []


def test_a_server_that_is_away_is_asked_again_and_an_unknown_address_is_not(mailing: Engine) -> None:
    told(mailing)
    with post_office() as office:
        gone = office.port
    assert send(mailing, PostOffice(gone)) == 0
    assert mails(mailing)[0].state is MailState.WAITING
    with post_office() as office:
        office.answers = ["550 unknown"]
        assert send(mailing, office, MONDAY + timedelta(hours=1)) == 0
        assert mails(mailing)[0].state is MailState.FAILED


def test_when_the_line_breaks_after_the_mail_was_handed_over_it_is_not_sent_twice(mailing: Engine) -> None:
    told(mailing)
    with post_office() as office:
        office.answers = ["break"]
        assert send(mailing, office) == 0
        assert send(mailing, office, MONDAY + timedelta(days=7)) == 0
        assert len(office.mails) == 1
    assert mails(mailing)[0].state is MailState.UNSURE


def test_a_worker_that_dies_on_the_way_leaves_a_mail_that_nobody_repeats(mailing: Engine) -> None:
    told(mailing)

    def dies(_mail: OutgoingMail) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_due(opener(mailing), dies, lambda: MONDAY)
    assert mails(mailing)[0].state is MailState.SENDING
    with post_office() as office:
        assert send(mailing, office, MONDAY + GIVEN_UP) == 0
        assert office.mails == []
    with opener(mailing)() as session:
        assert mail_counts(session) == {MailState.UNSURE: 1}


def test_the_environment_says_how_mail_is_sent_whole_or_not_at_all(tmp_path: Any) -> None:
    base = {"TAIZHANG_DATA_DIR": str(tmp_path)}
    assert Settings.from_environment(base).mail is None
    whole = {**base, "TAIZHANG_SMTP_URL": "smtp://mail.example", "TAIZHANG_MAIL_FROM": "a@example.com", "TAIZHANG_PUBLIC_URL": "https://x.example"}
    assert Settings.from_environment(whole).mail == Post("smtp://mail.example", "a@example.com")
    for name in ("TAIZHANG_MAIL_FROM", "TAIZHANG_PUBLIC_URL"):
        with pytest.raises(BadSettings):
            Settings.from_environment({**whole, name: ""})
    with pytest.raises(BadSettings):
        Settings.from_environment({**whole, "TAIZHANG_SMTP_URL": "mail.example"})


