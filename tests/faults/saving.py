"""A process that saves without end until it is killed: `python -m tests.faults.saving FOLDER ADDRESS PASSWORD COUNTED_FROM`.

Each line it prints is a customer whose saving was confirmed: ``saved NAME`` or ``changed NAME``.
"""

import sys
import threading
from itertools import count
from pathlib import Path

from app import create_app
from tests import client as clients
from tests.company import WHAT_A_FORM_ASKS
from web.settings import Settings

WRITERS = 2


def main(folder: str, address: str, password: str, begin: str) -> None:
    """Serve the panel in this process and let two clerks save through it."""
    settings = Settings(Path(folder), address, "k" * 64, 0, production=False)
    app = create_app(settings, TESTING=True)
    numbers, lock = count(int(begin)), threading.Lock()

    def save() -> None:
        browser = clients.PageClient(app).sign_in("head", password)
        token = clients.token_of(browser.http.get("/me/"))
        while True:
            with lock:
                number = next(numbers)
            name = f"K{number:06d}"
            sent = {"name": name, "customer_class": "general", "customer_type": "enterprise", **WHAT_A_FORM_ASKS}
            answer = browser.http.post("/customers/customer/new/", data={**sent, "csrf_token": token})
            assert answer.status_code == 303, answer.status_code
            say(f"saved {name}")
            path = answer.headers["Location"].replace("details", "edit")
            answer = browser.http.post(path, data={"short_name": f"S{name}", "version": "1", "csrf_token": token})
            assert answer.status_code == 303, answer.status_code
            say(f"changed {name}")

    threads = [threading.Thread(target=save, daemon=True) for _ in range(WRITERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def say(line: str) -> None:
    """One write, so that a kill never leaves half a line between two."""
    sys.stdout.buffer.write(f"{line}\n".encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
