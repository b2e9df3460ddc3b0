"""制度版本 — drafted, discussed, deliberated, published; the one before is archived (A11.1, A14.1, A14.2)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.rules.governance import GovernanceRule
from domain.terms import Term
from domain.workflow import Move, Workflow
from models import fields
from models.base import Record
from models.fields import Within
from models.governance.attachment import Attachment
from models.governance.regulation import Regulation
from models.organisation.appointment import Post
from models.organisation.employee import Employee
from models.register import Register


class VersionState(StrEnum):
    """How far a version is."""

    DRAFT = "draft"
    DISCUSSION = "discussion"
    DELIBERATION = "deliberation"
    PUBLISHED = "published"
    ARCHIVED = "archived"


_S = VersionState


class RegulationVersion(Record):
    """One version; published only after a deliberation that was held and agreed."""

    register = Register(
        title=Term("制度版本", "Versions of regulations"),
        area=Area.GOVERNANCE,
        rank=6,
        kept=True,
        draft_only="A14.2",
        clauses=("A11.1", "A14.1", "A14.2", "A14.3", "K7.19", "R7.1"),
        list=("name", "regulation", "state", "effective_on", "review_on", "drafter", "published_by"),
        search=("name", "changes"),
        newest="effective_on",
        beside=("regulation",),
        workflow=Workflow(
            "state",
            _S.DRAFT,
            (
                Move("to_discussion", _S.DRAFT, _S.DISCUSSION, Term("提交讨论", "Discuss"), "A14.2"),
                Move("to_deliberation", _S.DISCUSSION, _S.DELIBERATION, Term("提交审议", "Deliberate"), "A14.2"),
                Move(
                    "back_to_draft",
                    _S.DISCUSSION,
                    _S.DRAFT,
                    Term("退回修改", "Back to the draft"),
                    "A14.2",
                    also=(_S.DELIBERATION,),
                    needs=("back_because",),
                ),
                Move(
                    "publish_version",
                    _S.DELIBERATION,
                    _S.PUBLISHED,
                    Term("批准发布", "Publish"),
                    "A14.2",
                    offers=("effective_on",),
                    stamps=("published_by", "published_at"),
                    apart_from=("drafter",),
                    posts=((Post.GENERAL_MANAGER, ""),),
                    waits=True,
                ),
                Move(
                    "review",
                    _S.PUBLISHED,
                    _S.PUBLISHED,
                    Term("已评审，继续有效", "Reviewed"),
                    "A11.1",
                    needs=("review_result",),
                    stamps=("reviewed_on",),
                    stays=True,
                ),
                Move(
                    "archive_version", _S.PUBLISHED, _S.ARCHIVED, Term("归档旧版", "Archive"), "A11.1", destructive=True
                ),
            ),
        ),
    )
    __table_args__ = (UniqueConstraint("regulation_id", "edition"),)

    name: Mapped[str | None] = fields.text("名称", "Name", system=True)
    regulation_id: Mapped[int]
    regulation: Mapped[Regulation] = fields.reference("制度", "Regulation", "regulation", required=True)
    edition: Mapped[str] = fields.text("版本号", "Edition", length=20, required=True)
    evaluation: Mapped[str] = fields.long_text(
        "修订依据（公司和行业情况评估）",
        "Why revised (company and industry)",
        length=4000,
        required=True,
        clause="A14.1",
    )
    changes: Mapped[str | None] = fields.text("主要变化", "What changes", length=400)
    content: Mapped[str] = fields.long_text("正文", "Text", required=True)
    file_id: Mapped[int | None]
    file: Mapped[Attachment | None] = fields.attachment("文件", "File")
    drafter_id: Mapped[int | None]
    drafter: Mapped[Employee | None] = fields.person("起草人", "Drafted by", system=True)
    state: Mapped[VersionState] = fields.choice(
        "状态",
        "State",
        {
            _S.DRAFT: Term("起草", "Draft"),
            _S.DISCUSSION: Term("讨论", "Discussion"),
            _S.DELIBERATION: Term("审议", "Deliberation"),
            _S.PUBLISHED: Term("已发布", "Published"),
            _S.ARCHIVED: Term("已归档", "Archived"),
        },
        required=True,
        default=_S.DRAFT,
        system=True,
        tones={
            _S.DRAFT: "soon",
            _S.DISCUSSION: "soon",
            _S.DELIBERATION: "soon",
            _S.PUBLISHED: "done",
            _S.ARCHIVED: "stopped",
        },
    )
    back_because: Mapped[str | None] = fields.long_text("退回原因", "Why sent back", length=1000, system=True)
    effective_on: Mapped[date | None] = fields.day(
        "生效日期", "In force from", help=Term("空着为发布当日。", "Empty: the day it is published."), clause="A11.1"
    )
    review_on: Mapped[date | None] = fields.day(
        "下次评审",
        "Next review",
        clause="A11.1",
        within=Within(
            "effective_on", GovernanceRule.REVIEW_MONTHS, done="reviewed_on", told=("drafter", "published_by")
        ),
    )
    reviewed_on: Mapped[date | None] = fields.day("评审日期", "Reviewed on", system=True, clause="A11.1")
    review_result: Mapped[str | None] = fields.long_text("评审结论", "Result of the review", length=2000, system=True)
    published_by_id: Mapped[int | None]
    published_by: Mapped[Employee | None] = fields.person("批准人", "Published by", system=True)
    published_at: Mapped[datetime | None] = fields.moment("发布时间", "Published at", system=True, indexed=False)
