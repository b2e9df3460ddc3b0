"""An office at work: two worker processes, eight readers of the list's first page; requests per second and the pair's memory.

Each worker loads the panel for itself, as under a service manager; readers and workers share the machine's cores.
"""

import http.client
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import waitress

from bench.big import big_app
from bench.caller import Caller
from web.serving import WAITRESS

WORKERS, READERS, SECONDS, WARMING = 2, 8, 15.0, 20
LIST = "/customers/customer/"


def measure(folder: Path, customers: int, password: str) -> dict[str, Any]:
    """Ends by itself after ``SECONDS``, and ends its workers whatever happens."""
    cookie = Caller(big_app(folder, customers), "boss01", password).cookie
    spawn = get_context("spawn")
    with socket.create_server(("127.0.0.1", 0), backlog=128) as door:
        ready = spawn.Semaphore(0)
        workers = [spawn.Process(target=_serve, args=(folder, customers, door, ready), daemon=True) for _ in range(WORKERS)]
        try:
            for worker in workers:
                worker.start()
            if not all(ready.acquire(timeout=120) for _ in workers):
                raise SystemExit("bench: a worker did not start")
            pids, port = [worker.pid for worker in workers if worker.pid], door.getsockname()[1]
            with ThreadPoolExecutor(READERS) as readers:
                # What is asked first builds plans and screens; it is not counted.
                list(readers.map(lambda _: _read(port, cookie, 0.0), range(READERS)))
                before, started = _worked(pids), time.monotonic()
                taken = list(chain.from_iterable(readers.map(lambda _: _read(port, cookie, SECONDS), range(READERS))))
                seconds, worked = time.monotonic() - started, _worked(pids) - before
            memory = [int(Path(f"/proc/{pid}/smaps_rollup").read_text().partition("Pss:")[2].split()[0]) for pid in pids]
        finally:
            for worker in workers:
                worker.terminate()
                worker.join(10)
    return {
        "requests per second": round(len(taken) / seconds, 1),
        "processor ms per request": round(worked / len(taken) * 1000, 1),
        "median ms": round(median(taken) * 1000, 1),
        "95% within ms": round(quantiles(taken, n=20)[-1] * 1000, 1),
        "PSS of the pair MB": round(sum(memory) / 1024),
    }


def _serve(folder: Path, customers: int, door: socket.socket, ready: Any) -> None:
    server = waitress.create_server(big_app(folder, customers), sockets=[door], **WAITRESS)
    ready.release()
    server.run()


def _read(port: int, cookie: str, seconds: float) -> list[float]:
    """Ask again and again on one connection, for ``seconds`` or at least a few times; any other answer ends the bench."""
    connection, taken = http.client.HTTPConnection("127.0.0.1", port, timeout=60), list[float]()
    end = time.monotonic() + seconds
    while (seconds and time.monotonic() < end) or len(taken) < WARMING // READERS:
        started = time.perf_counter()
        connection.request("GET", LIST, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.OK:
            raise SystemExit(f"bench: the list answered {answer.status}")
        taken.append(time.perf_counter() - started)
    return taken


def _worked(pids: list[int]) -> float:
    """Processor seconds of the workers so far; Linux counts hundredths."""
    return sum(sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13])) for pid in pids) / 100
