"""Many readers of different rights at once on one application, while the rights change: nobody gets another's page."""

import gc
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Lock
from time import monotonic, sleep

import pytest
from sqlalchemy import update

import admin_views.screen
from models.access.role import Role
from models.access.rules import FieldRule, LevelName
from models.customers.customer import Customer
from operations.records import create, delete
from permissions.policy import Plan
from tests.client import PageClient
from tests.conftest import Panel

PHONE, SECRET, SHORT = "16088887777", "信用记录四个字", "简称甲乙"
THREADS = 8
ROUNDS = 6


class Switch:
    """A field rule that is put in force and taken away again; ``seen`` tells its state and how often it has changed."""

    def __init__(self, panel: Panel) -> None:
        self.panel, self.lock, self.changes, self.hidden, self.looks = panel, Lock(), 0, False, 0
        with panel.system() as session:
            self.role = session.query(Role.id).filter(Role.code == "clerk").scalar()
            self.parents = session.query(Role.id).filter(Role.code.in_(("employee", "customer_intake"))).all()

    def seen(self) -> tuple[int, bool]:
        with self.lock:
            return self.changes, self.hidden

    def looked(self) -> None:
        """Somebody has looked."""
        with self.lock:
            self.looks += 1

    def rest(self, looks: int = 2 * THREADS) -> None:
        """Leave things as they are until so many have looked: as many again as were under way."""
        until, latest = self.looks + looks, monotonic() + 5
        while self.looks < until and monotonic() < latest:
            sleep(0.01)

    def flip(self) -> None:
        """Hide the short name from clerks, or show it again; while it changes, the count is odd."""
        with self.lock:
            self.changes += 1
        with self.panel.system() as session:
            if self.hidden:
                for rule in session.query(FieldRule).filter(FieldRule.role_id == self.role, FieldRule.field_key == "short_name"):
                    delete(session, rule)
            else:
                fields = {"role": self.role, "register_key": "customer", "field_key": "short_name", "level": LevelName.HIDDEN}
                create(session, FieldRule.register, fields)
        with self.lock:
            self.hidden, self.changes = not self.hidden, self.changes + 1


def customer_of(panel: Panel) -> int:
    key = panel.company.customers[0]
    values = {"contact_phone": PHONE, "credit_record": SECRET, "short_name": SHORT}
    with panel.system() as session:
        # Below the fence, so that no history holds the values: it has a check of its own.
        session.connection().execute(update(Customer.__table__).where(Customer.__table__.c.id == key).values(**values))
    return key


def what_is_shown(client: PageClient, key: int) -> tuple[bool, bool, bool]:
    """(the whole phone number, the credit record, the short name) on the pages of one customer."""
    details = client.http.get(f"/customers/customer/details/?id={key}")
    listed = client.http.get("/customers/customer/?c=name&c=contact_phone")
    assert (details.status_code, listed.status_code) == (200, 200)
    text = details.text + listed.text
    return PHONE in text, SECRET in text, SHORT in text


def look(client: PageClient, code: str, key: int, switch: Switch, stop: Event) -> Counter[str]:
    """Fetch until told to stop; counts the answers that were right, and those that were another's."""
    found: Counter[str] = Counter()
    while not stop.is_set():
        before = switch.seen()
        phone, secret, short = what_is_shown(client, key)
        after = switch.seen()
        right = (phone, secret) == ((True, True) if code == "head" else (False, False))
        if code == "head":
            right = right and short
        elif before == after and before[0] % 2 == 0:
            right = right and short != before[1]
            found[f"clerk, hidden {before[1]}"] += 1
        found["right" if right else "mixed up"] += 1
        switch.looked()
    return found


@contextmanager
def threads(panel: Panel, key: int, switch: Switch) -> Iterator[Counter[str]]:
    """Eight readers, half of them clerks, for as long as the block runs; what they counted is there afterwards."""
    stop, total = Event(), Counter[str]()
    clients = [(panel.as_(code), code) for code in ("clerk", "head") * (THREADS // 2)]
    with ThreadPoolExecutor(THREADS) as pool:
        waiting = [pool.submit(look, client, code, key, switch, stop) for client, code in clients]
        try:
            yield total
        finally:
            stop.set()
        for one in waiting:
            total.update(one.result())


def test_no_thread_gets_the_page_of_another_while_the_rights_change(own_panel: Panel) -> None:
    key, switch = customer_of(own_panel), Switch(own_panel)
    with threads(own_panel, key, switch) as total:
        for _ in range(ROUNDS):
            switch.flip()
            switch.rest()
    assert total["mixed up"] == 0, total
    assert total["right"] > 2 * ROUNDS, total
    assert total["clerk, hidden True"], total
    assert total["clerk, hidden False"], total


def test_a_screen_shared_by_all_would_be_noticed(own_panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: one screen per register for everybody, as Flask-Admin keeps it."""
    shared: dict[str, admin_views.screen.Screen] = {}

    def of_all(plan: object, register: object) -> admin_views.screen.Screen:
        return shared.setdefault(register.key, admin_views.screen.Screen(plan, register))  # type: ignore[attr-defined, arg-type]

    monkeypatch.setattr("admin_views.base.screen_of", of_all)
    key, switch = customer_of(own_panel), Switch(own_panel)
    with threads(own_panel, key, switch) as total:
        switch.rest()
    assert total["mixed up"] > 0, total


def test_the_next_request_after_a_change_is_under_the_new_rights(own_panel: Panel) -> None:
    key, switch, client = customer_of(own_panel), Switch(own_panel), own_panel.as_("clerk")
    assert what_is_shown(client, key) == (False, False, True)
    for hidden in (True, False):
        switch.flip()
        assert what_is_shown(client, key) == (False, False, not hidden)


def test_plans_that_are_not_in_force_any_more_are_let_go(own_panel: Panel) -> None:
    key, switch, client = customer_of(own_panel), Switch(own_panel), own_panel.as_("clerk")
    gc.collect()
    before = sum(isinstance(one, Plan) for one in gc.get_objects())
    for _ in range(4):
        switch.flip()
        what_is_shown(client, key)
    gc.collect()
    assert sum(isinstance(one, Plan) for one in gc.get_objects()) <= before + 1
