"""回复模板 — sentences for what a customer is told; which of them are offered follows from the case (K8.11, K8.15)."""

from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.register import Register


class ReplyKind(StrEnum):
    """What is said."""

    CONFIRMATION = "confirmation"
    EXPLANATION = "explanation"
    APOLOGY = "apology"
    RESULT = "result"


class ReplyTemplate(Record):
    """One text; {编号}, {事项}, {期限} and {部门} are filled in from the case."""

    register = Register(
        title=Term("回复模板", "Reply templates"),
        area=Area.COMPLAINTS,
        rank=85,
        minor=True,
        clauses=("K8.11", "K8.15"),
        label="title",
        list=("title", "kind", "text", "active"),
        search=("title",),
    )

    title: Mapped[str] = fields.text("名称", "Name", length=60, required=True, unique=True)
    kind: Mapped[ReplyKind] = fields.choice(
        "种类",
        "Kind",
        {
            ReplyKind.CONFIRMATION: Term("确认", "Confirmation"),
            ReplyKind.EXPLANATION: Term("说明", "Explanation"),
            ReplyKind.APOLOGY: Term("道歉", "Apology"),
            ReplyKind.RESULT: Term("结果", "Result"),
        },
        required=True,
    )
    text: Mapped[str] = fields.long_text(
        "正文", "Text", length=2000, required=True,
        help=Term("大括号里可写编号、事项、期限、部门四个词，采用时按本件填入。", "Four words in braces are filled in from the case."),
    )  # fmt: skip
    active: Mapped[bool] = fields.yes_no("在用", "Active", default=True)
