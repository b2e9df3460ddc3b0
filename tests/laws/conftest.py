"""A panel with one full record in every register, and somebody who may do everything."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.access import Scope
from domain.kinds import TEXTS
from models import all as models_all
from models.access.role import Role, RoleGrant, RoleKind
from models.access.rules import ActionRule, AreaRule, ClearanceName
from models.register import Register, registers
from operations.passwords import set_password
from tests.client import PageClient
from tests.company import PASSWORD, set_second
from tests.conftest import Panel, running_panel
from tests.factories import JOURNALS, REASON, make


@dataclass
class Office:
    """The panel, a signed-in client of somebody who may do everything, and the id of a full record per register."""

    panel: Panel
    client: PageClient
    records: dict[str, int]
    data: tuple[str, ...]
    """What the records say, longest first: not our words, whatever language they are in."""


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all laws that look at pages."""
    with running_panel(tmp_path_factory.mktemp("office")) as panel:
        with panel.system() as session:
            role = Role(code="everything", title="全部", kind=RoleKind.TEMPORARY)
            session.add(role)
            session.flush()
            session.add(AreaRule(role_id=role.id, reads=ClearanceName.SECRET, writes=ClearanceName.SECRET))
            session.add(ActionRule(role_id=role.id, register_key="*", action="*", scope=Scope.ALL))
            account = make(session, "account", code="keeper", active=True)
            set_password(session, account, PASSWORD)
            set_second(session, account.id)
            session.add(RoleGrant(role_id=role.id, person_id=account.holder_id, reason="test"))
            records = {key: make(session, key, full=True).id for key in models_all.load() if key not in JOURNALS}
            data = stored_texts(session)
        yield Office(panel, panel.as_("keeper"), records | dict.fromkeys(JOURNALS, 1), data)


def stored_texts(session: Session) -> tuple[str, ...]:
    """Every text in every register."""
    texts = {REASON}
    for register in models_all.load().values():
        for key, spec in register.fields.items():
            if spec.kind in TEXTS:
                texts.update(session.scalars(select(getattr(register.model, key)).distinct()))
    return tuple(sorted((text for text in texts if text), key=len, reverse=True))


@pytest.fixture(params=list(models_all.load()))
def register(request: pytest.FixtureRequest) -> Register:
    """Each register in turn."""
    return registers[request.param]
