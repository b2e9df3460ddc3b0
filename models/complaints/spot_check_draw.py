"""抽查计划 — the month's draw of closed cases to be checked: by which rules and which seed, so that anybody can repeat it (T4.3)."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.numbering import Series
from domain.terms import Term
from models import fields
from models.base import Record
from models.organisation.employee import Employee
from models.register import Register


class SpotCheckDraw(Record):
    """One month is drawn once. It names no case and counts none: what somebody keeps away from shows in no total either (K4.7)."""

    register = Register(
        title=Term("抽查计划", "Spot-check draws"),
        area=Area.COMPLAINTS,
        rank=62,
        clauses=("T4.3", "K2.19"),
        label="number",
        list=("number", "month_on", "seed", "percent", "least", "whole", "drawn_by", "drawn_at"),
        filters=("month_on", "drawn_at", "drawn_by"),
        newest="drawn_at",
        owner="drawn_by",
    )

    number: Mapped[str] = fields.serial("编号", "Number", Series("spot_check_draw", "抽〔{year}〕{no:03d}"))
    month_on: Mapped[date] = fields.month(
        "抽查月份", "Month", required=True, clause="T4.3",
        help=Term("填该月任何一天；抽取该月办结的投诉，一个月只抽一次。", "Any day of it. Cases closed in that month are drawn, once."),
    )  # fmt: skip
    seed: Mapped[str | None] = fields.text(
        "种子", "Seed", length=64,
        help=Term("留空由系统随机产生。公开种子，任何人都能重做同一次抽取。", "Made by chance when left empty. Whoever knows it repeats the draw."),
    )  # fmt: skip
    checkers: Mapped[list[Employee]] = fields.references(
        "抽查人", "Checkers", "employee", clause="T4.3",
        help=Term("逐件分给其中没有经办、没有批准也不回避的人；没有合适的人时另行指派。", "Each case goes to one with no part in it; else one is appointed."),
    )  # fmt: skip
    note: Mapped[str | None] = fields.long_text("说明", "Note", length=1000)
    percent: Mapped[int] = fields.number("抽查比例", "Percent", required=True, default=0, minimum=0, system=True, indexed=False, clause="T4.3")
    least: Mapped[int] = fields.number("每部门至少", "At the least", required=True, default=0, minimum=0, system=True, indexed=False)
    whole: Mapped[bool] = fields.yes_no("严重和重大全查", "All serious and major ones", system=True, indexed=False, clause="T4.3")
    rules_on: Mapped[date | None] = fields.day("规则日期", "Rules as of", system=True, indexed=False)
    digest: Mapped[str | None] = fields.text(
        "总体摘要", "Digest of the population", length=64, system=True,
        help=Term("办结案件清单的校验值；重做时相同，即总体未变。", "SHA-256 of the list of cases: the same when the draw is repeated on the same list."),
    )  # fmt: skip
    drawn_by: Mapped[Employee | None] = fields.person("抽取人", "Drawn by", system=True)
    drawn_at: Mapped[datetime | None] = fields.moment("抽取时间", "Drawn at", system=True)
