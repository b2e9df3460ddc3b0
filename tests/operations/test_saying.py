"""What the service desk tells customers: no boast before a superior has said so, and no pressure ever (K8.9, K8.11)."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.fence import acting
from models.service.feedback import Heeded
from models.service.service_request import Served
from operations.service.saying import DECIDED_IN, TOLD
from permissions.actor import System
from tests.factories import make
from tests.operations.service_scenes import FRIDAY, Desk, a_desk

BOAST, PRESSURE, PLAIN = "保证明天解决，包您满意。", "如不接受，我们将报警。", "已联系厂家，周三上午上门，维修费200元。"
STANDS = {"tell_progress": Served.IN_HAND, "answer": Served.IN_HAND, "answer_at_once": Served.RECEIVED, "tell": Heeded.RECEIVED, "post": Heeded.TOLD}


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


@pytest.mark.parametrize(("register", "move"), TOLD, ids=[move for _, move in TOLD])
def test_words_to_a_customer_promise_nothing_undecided_and_press_nobody(desk: Desk, register: str, move: str) -> None:
    """K8.9: what a superior has decided may be said; pressure never."""
    key, decided = TOLD[register, move], DECIDED_IN[register]
    of_the_register = {"feedback": {"kind": "complaint"}, "service_request": {"handler": desk.handler, "received_at": FRIDAY}}[register]
    more: dict[str, Any] = {"state": STANDS[move], **of_the_register}
    told = make(desk.session, register, **more)
    for text in (BOAST, PRESSURE):
        found = desk.refused(desk.handler, told, move, **{key: text})
        assert (found.clause, list(getattr(found, "fields", ()))) == ("K8.9", [key])
    with acting(desk.session, System("test")):
        setattr(told, decided, "同意，周三前办结")
        desk.session.flush()
    assert desk.refused(desk.handler, told, move, **{key: PRESSURE}).clause == "K8.9"
    desk.take(desk.handler, told, move, **{key: BOAST})
    plain = make(desk.session, register, **more)
    desk.take(desk.handler, plain, move, **{key: PLAIN})
    assert getattr(plain, key) == PLAIN
