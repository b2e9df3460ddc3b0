"""归档范围 — which kinds of papers are filed, by which article, who keeps them, and which are confidential (K10.7, K10.8, K10.13–K10.22)."""

from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.archives.retention_period import RetentionPeriod
from models.base import Record
from models.register import Register


class KeptBy(StrEnum):
    """Which department files papers of a kind."""

    DEPARTMENT = "department"
    LEAD = "lead"
    OFFICE = "office"


KEEPERS = {
    KeptBy.DEPARTMENT: Term("形成资料的部门", "The department they arise in"),
    KeptBy.LEAD: Term("主办部门", "The department that leads the work"),
    KeptBy.OFFICE: Term("总经理办公室", "The general manager's office"),
}


class FilingScope(Record):
    """One kind of papers; months and volumes choose among those in use."""

    register = Register(
        title=Term("归档范围", "Filing scope"),
        area=Area.ARCHIVES,
        rank=51,
        minor=True,
        kept=True,
        clauses=(
            "K10.7",
            "K10.8",
            "K10.13",
            "K10.14",
            "K10.15",
            "K10.16",
            "K10.17",
            "K10.18",
            "K10.19",
            "K10.20",
            "K10.21",
            "K10.22",
        ),
        label="title",
        sub="article",
        list=("code", "title", "article", "kept_by", "retention", "confidential", "in_use"),
        filters=("kept_by", "confidential", "in_use", "retention"),
        search=("code", "title"),
        import_key="code",
    )

    code: Mapped[str] = fields.text("代码", "Code", length=20, required=True, unique=True)
    title: Mapped[str] = fields.text("资料种类", "Kind of papers", length=160, required=True)
    article: Mapped[str | None] = fields.text("条款", "Article", length=40, indexed=False)
    kept_by: Mapped[KeptBy] = fields.choice(
        "保管部门", "Kept by", KEEPERS, required=True, default=KeptBy.DEPARTMENT, clause="K10.8"
    )
    retention_id: Mapped[int | None]
    retention: Mapped[RetentionPeriod | None] = fields.reference(
        "保管期限", "Kept for", "retention_period", clause="K10.5"
    )
    confidential: Mapped[bool] = fields.yes_no(
        "涉密", "Confidential", default=False, clause="K10.22",
        help=Term("涉密资料的题名另存，只有掌管档案的人能看到。", "Titles of confidential papers are kept apart; only keepers of archives read them."),
    )  # fmt: skip
    in_use: Mapped[bool] = fields.yes_no("使用中", "In use", default=True)
