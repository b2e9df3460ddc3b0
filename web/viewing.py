"""Looking with another's eyes, as a request meets it: the page is computed for him, nothing is written, no file leaves."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask, Response, g, request

from domain.errors import Refused
from domain.terms import Term
from models.engine import LOOKING, only_look
from models.fence import act
from operations.rights import PlanStore
from operations.sign_in import SignedIn
from operations.viewing import ALREADY, eyes, note_refusal, stop
from permissions.actor import Authority
from web.aside import aside
from web.errors import domain_error
from web.extensions import db

WAYS_BACK = frozenset({"viewing.stop", "sign_in.sign_out"})
"""What one does as oneself, although one is looking with another's eyes."""
SHOWN = frozenset({"text/html", "application/json"})
OVER = Term(
    "以他人视角查看已经结束，什么都没有保存。现在是您本人的页面，请重新打开。",
    "Looking with another's eyes is over and nothing was saved. These are your own pages now; open the page again.",
)
NO_FILES = Term(
    "以他人视角查看时不提供下载：附件、导出结果和模板都不给出。请先返回本人。",
    "No file is handed out while you look with another's eyes. Come back to yourself first.",
)
NOT_OWN = Term(
    "会话和密码是本人的事，以他人视角查看时不开放。请先返回本人。",
    "Sessions and passwords are one's own; they are closed while you look with another's eyes.",
)
LOOKS = "look with another's eyes"
Clock = Callable[[], datetime]


def init_app(app: Flask) -> None:
    """Hook into the application."""
    app.after_request(_keep_files)


def look_through(found: SignedIn, who: Authority, plans: PlanStore, clock: Clock) -> None:
    """Compute the rest of the request for whom ``who`` looks at; raises Refused for whatever is not looking.

    When it is over (the right is gone, the viewed has left, the hour has passed), ``who`` is himself again.
    """
    assert found.viewing is not None
    seen = eyes(db.session(), plans, who, found.viewing, found.policy_version, clock())
    if seen is None:
        aside(LOOKS, lambda own: stop(own, who, found.session_id), clock)
        if not _only_reads():
            raise Refused(OVER)
        return
    g.authority = seen
    only_look(db.session())
    act(db.session(), seen, clock=clock)
    endpoint = request.endpoint or ""
    refusal = None if _only_reads() else LOOKING
    refusal = NOT_OWN if endpoint.startswith("me.") else refusal
    refusal = ALREADY if endpoint.startswith("viewing.") else refusal
    if refusal is not None:
        if not _only_reads():
            aside(LOOKS, lambda own: note_refusal(own, seen, endpoint), clock)
        raise Refused(refusal)


def _only_reads() -> bool:
    return request.method in ("GET", "HEAD", "OPTIONS")


def _keep_files(response: Response) -> Response:
    who: Authority | None = g.get("authority")
    if who is None or who.viewer is None or response.status_code >= 300:
        return response
    if response.mimetype in SHOWN and not response.headers.get("Content-Disposition"):
        return response
    response.close()
    return domain_error(Refused(NO_FILES))
