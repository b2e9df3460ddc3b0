"""常见问题 — the knowledge base of the service desk, fed from answered requests (K9.13)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register
from models.service.service_request import ServiceRequest
from models.service.words import REQUEST_KINDS, RequestKind


class Told(StrEnum):
    """Whether the desk uses it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


_S = Told


class CommonQuestion(Record):
    """One question and what we answer; somebody else than its author publishes it."""

    register = Register(
        title=Term("常见问题", "Common questions"),
        area=Area.SERVICE,
        rank=15,
        clauses=("K9.13",),
        label="question",
        list=("question", "kind", "state", "author", "published_at", "request"),
        search=("question", "answer"),
        filters=("kind", "state", "published_at"),
        owner="author",
        workflow=Workflow(
            "state",
            _S.DRAFT,
            (
                Move("publish_answer", _S.DRAFT, _S.PUBLISHED, Term("发布", "Publish"), "K9.13", stamps=("published_at", "published_by"),
                     apart_from=("author",), waits=True),
                Move("withdraw_answer", _S.PUBLISHED, _S.WITHDRAWN, Term("停用", "Withdraw"), "K9.13", also=(_S.DRAFT,)),
            ),
        ),
    )  # fmt: skip

    question: Mapped[str] = fields.text("问题", "Question", length=200, required=True)
    kind: Mapped[RequestKind] = fields.choice("类别", "Kind", REQUEST_KINDS, required=True, growing=True)
    answer: Mapped[str] = fields.long_text("答案", "Answer", length=4000, required=True)
    request_id: Mapped[int | None]
    request: Mapped[ServiceRequest | None] = fields.reference("来源工单", "From the request", "service_request")
    author_id: Mapped[int | None]
    author: Mapped[Employee | None] = fields.person("整理人", "Written by")
    state: Mapped[Told] = fields.choice(
        "状态", "State", {_S.DRAFT: Term("待发布", "Draft"), _S.PUBLISHED: Term("已发布", "Published"), _S.WITHDRAWN: Term("已停用", "Withdrawn")},
        required=True, default=_S.DRAFT, system=True, growing=True, tones={_S.DRAFT: "soon", _S.PUBLISHED: "done", _S.WITHDRAWN: "stopped"},
    )  # fmt: skip
    published_at: Mapped[datetime | None] = fields.moment("发布时间", "Published at", system=True)
    published_by: Mapped[Employee | None] = fields.person("发布人", "Published by", system=True)
