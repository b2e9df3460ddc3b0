"""Two hundred clients that never finish a request: the server as we run it still answers everybody else."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from time import monotonic, sleep
from typing import Any

import pytest
from waitress.server import create_server

from tests.conftest import Panel
from web.serving import WAITRESS
from web.uploads import UPLOAD_LIMIT

SLOW = 200
HEADER = b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\na="


@contextmanager
def served(panel: Panel, **other: Any) -> Iterator[int]:
    """The panel behind waitress on a free port, with the settings it is really run with."""
    known: dict[int, Any] = {}
    server = create_server(panel.app, host="127.0.0.1", port=0, map=known, **{**WAITRESS, **other})
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:
        for one in list(known.values()):  # the listening socket and every connection: the loop then has nothing to do
            one.close()
        thread.join(10)
        server.task_dispatcher.shutdown()


@contextmanager
def slow_clients(port: int, begin: bytes) -> Iterator[list[socket.socket]]:
    """Connections that have sent the beginning of a request and now send nothing more."""
    with ExitStack() as stack:
        opened = []
        for _ in range(SLOW):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            one.sendall(begin)
            opened.append(one)
        yield opened


def answered(port: int, tries: int = 20) -> list[float]:
    """Seconds each of some normal requests took; those without an answer within two seconds are left out."""
    found = []
    for _ in range(tries):
        began = monotonic()
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/sign-in")
            if connection.getresponse().status == 200:
                found.append(monotonic() - began)
        except OSError:
            return found
        finally:
            connection.close()
    return found


@pytest.mark.parametrize("begin", [HEADER, BODY], ids=["headers", "bodies"])
def test_slow_clients_shut_nobody_out(panel: Panel, begin: bytes) -> None:
    with served(panel) as port, slow_clients(port, begin) as slow:
        for one in slow[:20]:
            one.sendall(b"x")
        times = answered(port)
        assert len(times) == 20
        assert sorted(times)[-2] < 1


def test_with_the_usual_number_of_connections_they_would(panel: Panel) -> None:
    """The mutant: waitress as it comes takes a hundred connections."""
    with served(panel, connection_limit=100) as port, slow_clients(port, HEADER):
        sleep(0.3)
        assert answered(port, tries=1) == []


def test_a_huge_upload_is_refused_before_it_is_sent(panel: Panel) -> None:
    """The server says no when it hears how much is coming, and does not take it to disk first."""
    with served(panel) as port:
        assert 1 <= sent_until_refused(port, 200 * 1024 * 1024) < UPLOAD_LIMIT


def test_without_our_limit_it_would_be_taken(panel: Panel) -> None:
    with served(panel, max_request_body_size=1 << 30) as port:
        assert sent_until_refused(port, 200 * 1024 * 1024, most=400_000) >= 400_000


def test_an_upload_of_unsaid_length_is_cut_off(panel: Panel) -> None:
    with served(panel, max_request_body_size=2_000_000) as port:
        assert sent_until_refused(port, None, most=20_000_000) < 20_000_000


def sent_until_refused(port: int, length: int | None, most: int = 200 * 1024 * 1024) -> int:
    """How many zeros the server took before it answered 413 or hung up."""
    said = f"Content-Length: {length}" if length else "Transfer-Encoding: chunked"
    head = f"POST /import/customer/ HTTP/1.1\r\nHost: 127.0.0.1\r\n{said}\r\n\r\n"
    part = bytes(65_536)
    framed = part if length else b"10000\r\n" + part + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=5) as one:
        one.sendall(head.encode())
        one.settimeout(0.002)
        sent = 0
        while sent < most:
            try:
                answer = one.recv(100)
            except TimeoutError:
                answer = None
            if answer is not None:
                assert answer == b"" or b"413" in answer, answer
                return max(sent, 1)
            try:
                one.settimeout(5)
                one.sendall(framed)
                one.settimeout(0.002)
            except OSError:
                return max(sent, 1)
            sent += len(part)
    return sent
