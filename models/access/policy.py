"""权限方案 — drafts of the policy, who reviewed them, and every published version with its fingerprint."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Base, Record
from models.organisation.employee import Employee
from models.register import Register


class DraftState(StrEnum):
    """Where a draft stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class PolicyText(Base):
    """A whole policy as canonical JSON, kept once per content; ``sha256`` is the digest of that text."""

    __tablename__ = "policy_text"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False)


class PolicyDraft(Record):
    """A change of the policy on its way: written by one, decided by another, bound to the digest he saw."""

    register = Register(
        title=Term("权限草稿", "Policy drafts"),
        area=Area.ACCESS,
        clauses=("A12.1", "K5.5"),
        label="title",
        list=("title", "author", "state", "reviewer", "submitted_at", "decided_at"),
        search=("title",),
        newest="submitted_at",
        owner="author",
        read_only=True,
        acts={
            "write": Term("起草", "write"),
            "review": Term("复核发布", "review and publish"),
            "roll_back": Term("回滚", "roll back"),
            "carry": Term("搬运方案", "carry between sites"),
            "prove": Term("权限自查", "check the doors"),
        },
        menu=False,
    )

    title: Mapped[str] = fields.text("标题", "Title", length=80, required=True)
    reason: Mapped[str | None] = fields.long_text("修改原因", "Reason")
    author_id: Mapped[int]
    author: Mapped[Employee] = fields.person("起草人", "Author", required=True)
    state: Mapped[DraftState] = fields.choice(
        "状态",
        "State",
        {
            DraftState.OPEN: Term("起草中", "Being written"),
            DraftState.SUBMITTED: Term("待复核", "To be reviewed"),
            DraftState.PUBLISHED: Term("已发布", "Published"),
            DraftState.RETURNED: Term("已退回", "Returned"),
            DraftState.WITHDRAWN: Term("已撤回", "Withdrawn"),
        },
        required=True,
        default=DraftState.OPEN,
    )
    base_version: Mapped[int] = fields.number("所依版本", "Base version", required=True)
    content: Mapped[str] = fields.text("内容指纹", "Digest", length=64, required=True, indexed=False)
    reviewer_id: Mapped[int | None]
    reviewer: Mapped[Employee | None] = fields.person("复核人", "Reviewer")
    opinion: Mapped[str | None] = fields.long_text("复核意见", "Opinion")
    submitted_at: Mapped[datetime | None] = fields.moment("送审时间", "Submitted")
    decided_at: Mapped[datetime | None] = fields.moment("复核时间", "Decided")


class PolicyVersion(Record):
    """A published policy; each names the digest of the one before, so that none can be exchanged unseen."""

    register = Register(
        title=Term("权限版本", "Policy versions"),
        area=Area.ACCESS,
        clauses=("A12.1", "Y2.7"),
        label="title",
        list=("number", "title", "published_at", "author", "reviewer"),
        search=("title",),
        newest="number",
        read_only=True,
        menu=False,
    )

    number: Mapped[int] = fields.number("版本号", "Version", required=True, unique=True)
    title: Mapped[str] = fields.text("标题", "Title", length=80, required=True)
    author_id: Mapped[int | None]
    author: Mapped[Employee | None] = fields.person("起草人", "Author")
    reviewer_id: Mapped[int | None]
    reviewer: Mapped[Employee | None] = fields.person("复核人", "Reviewer")
    published_at: Mapped[datetime] = fields.moment("发布时间", "Published", required=True)
    content: Mapped[str] = fields.text("内容指纹", "Digest", length=64, required=True, indexed=False)
    before: Mapped[str | None] = fields.text("前一版链值", "Chain before", length=64, indexed=False)
    chain: Mapped[str] = fields.text("链值", "Chain", length=64, required=True, indexed=False)
