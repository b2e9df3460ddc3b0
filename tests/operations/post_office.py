"""A small SMTP server on a socket of this machine: it takes mails, or does to them what it is told."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class PostOffice:
    """What came in; ``answers`` is said to the next recipients, 'break' hangs up after the mail was handed over."""

    port: int = 0
    mails: list[Message] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def serve(self, listening: socket.socket) -> None:
        """Until the socket is closed."""
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as file:
                self._talk(file)

    def _talk(self, file: object) -> None:
        def say(line: str) -> None:
            file.write(f"{line}\r\n".encode())  # type: ignore[attr-defined]
            file.flush()  # type: ignore[attr-defined]

        say("220 here")
        for raw in file:  # type: ignore[attr-defined]
            word = raw.decode().strip().upper()
            if word.startswith("RCPT"):
                answer = self.answers.pop(0) if self.answers else "250 ok"
                if answer != "break":
                    say(answer)
                    continue
                self.answers.insert(0, answer)
                say("250 ok")
            elif word == "DATA":
                say("354 go on")
                lines = []
                while (line := file.readline()) not in (b".\r\n", b""):  # type: ignore[attr-defined]
                    lines.append(line)
                self.mails.append(message_from_bytes(b"".join(lines)))
                if self.answers and self.answers[0] == "break":
                    self.answers.pop(0)
                    return
                say("250 taken")
            elif word == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """One that is open for the length of the block."""
    listening = socket.create_server(("127.0.0.1", 0))
    office = PostOffice(listening.getsockname()[1])
    thread = threading.Thread(target=office.serve, args=(listening,), daemon=True)
    thread.start()
    try:
        yield office
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)
