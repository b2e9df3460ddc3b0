"""Somebody who may do everything, so that a bad request gets past the rights to the code behind them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from domain.access import Action, Scope
from models.access.role import Role
from models.access.rules import ActionRule, AreaRule, ClearanceName
from models.register import registers
from operations.passwords import set_password
from operations.records import create
from permissions.grants import ANY
from tests.company import PASSWORD
from tests.conftest import Panel, running_panel
from tests.factories import make

EMPTY = frozenset({"audit_entry", "setting", "field_cap"})
"""Registers without a record made up here: it would be the kernel's, or narrow what everybody sees."""
_CHINESE = re.compile(r"[㐀-鿿]")
WRONG = re.compile(r"Traceback|sqlalchemy|sqlite3|psycopg|SELECT .* FROM|werkzeug\.", re.I | re.S)


@contextmanager
def panel_of_one_who_may_do_everything(folder: Path) -> Iterator[Panel]:
    """A panel with the account ``omni`` and one full record in every register."""
    with running_panel(folder) as panel:
        with panel.system() as session:
            _hire(session, panel)
            for key, register in registers.items():
                if key not in EMPTY:
                    make(session, register.key, full=True)
        yield panel


def _hire(session: Session, panel: Panel) -> None:
    role = Role(code="omni", title="omni")
    session.add(role)
    session.flush()
    session.add(AreaRule(role_id=role.id, reads=ClearanceName.SECRET, writes=ClearanceName.SECRET))
    moves = {move.name for register in registers.values() if register.workflow for move in register.workflow.moves}
    for action in {*map(str, Action), *moves}:
        session.add(ActionRule(role_id=role.id, register_key=ANY, action=action, scope=Scope.ALL))
    place = panel.company.departments["north"]
    person = create(session, registers["employee"], {"number": "OMNI", "name": "全能", "department": place})
    account = create(session, registers["account"], {"code": "omni", "holder": person.id, "active": True})
    set_password(session, account, PASSWORD)
    create(session, registers["role_grant"], {"role": role.id, "person": person.id, "reason": "test"})
    panel.company.employees["omni"], panel.company.accounts["omni"] = person.id, account.id


def fine(response: TestResponse, what: Any = "") -> TestResponse:
    """Never an error of ours, never its inner words; a refusal is a sentence in Chinese."""
    text = response.text if response.mimetype in ("text/html", "application/json") else ""
    assert response.status_code < 500, (what or response.request.url, response.status_code)
    assert not WRONG.search(text), what or response.request.url
    if response.status_code >= 400:
        # JSON says the same in escapes.
        assert _CHINESE.search(text) or "\\u" in text, (what or response.request.url, text[:200])
    response.close()
    return response
