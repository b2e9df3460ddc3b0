"""Handing mails to an SMTP server, and telling apart what it certainly refused from what it may have taken."""

import hashlib
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

from models.governance.outgoing_mail import OutgoingMail
from operations.outbox import Rejected, TryLater, Unknown

TIMEOUT = 20
PERMANENT = 500


@dataclass(frozen=True, slots=True)
class Post:
    """Where mails go: ``smtp://host:port?starttls=1`` or ``smtps://…`` (user and password before the host), and who sends them."""

    url: str
    sender: str

    def sender_to(self) -> Callable[[OutgoingMail], None]:
        """What operations.outbox.send_due hands each mail to."""
        return self._send

    def _send(self, mail: OutgoingMail) -> None:
        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise TryLater(f"connect: {type(error).__name__}") from error
        try:
            server.send_message(_message(mail, self.sender), self.sender, [mail.address])
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise (Rejected if code >= PERMANENT else TryLater)(f"recipient: {code}") from error
        except smtplib.SMTPResponseException as error:
            raise (Rejected if error.smtp_code >= PERMANENT else TryLater)(f"answer: {error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unknown(f"broken off: {type(error).__name__}") from error
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, options = parts.hostname or "localhost", parse_qs(parts.query)
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
        if options.get("starttls"):
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


def _message(mail: OutgoingMail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.address, mail.subject
    message["Date"] = format_datetime(mail.created_at)
    # The same for the same mail, so that a mailbox knows a second one should there ever be one.
    message["Message-ID"] = f"<{hashlib.sha256(mail.mark.encode()).hexdigest()[:32]}@taizhang>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message
