"""计算依据 — one figure of somebody's pay: what went in, by which rule of which day, what came out, and who pays it (K2.22)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Mapped

from domain.areas import Area
from domain.terms import Term
from models import fields
from models.base import Record
from models.incentives.incentive_scheme import PAYERS, Payer
from models.incentives.pay_line import PayLine
from models.register import Register


class Figure(StrEnum):
    """Which part of the pay it is."""

    BASE = "base"
    POINTS = "points"
    QUARTER = "quarter"
    PARTS = "parts"
    REWARD = "reward"
    EXTERNAL = "external"
    QUALITY = "quality"
    LATE = "late"
    FINE = "fine"
    DEPARTMENT = "department"


class PayStep(Record):
    """One row of a derivation sheet; the figures of a person add up to his gross."""

    register = Register(
        title=Term("计算依据", "Derivation"),
        area=Area.INCENTIVES,
        rank=24,
        minor=True,
        read_only=True,
        kept=True,
        clauses=("K2.22", "K2.3", "K2.5", "K2.8", "K2.16", "K8.20"),
        label="inputs",
        list=("pay_line", "figure", "about_on", "inputs", "rules", "result", "payer"),
        parent="pay_line",
        ascending=True,
    )

    pay_line_id: Mapped[int]
    pay_line: Mapped[PayLine] = fields.reference("工资明细", "Pay", "pay_line", required=True)
    figure: Mapped[Figure] = fields.choice(
        "项目",
        "Figure",
        {
            Figure.BASE: Term("基本工资", "Base wage"),
            Figure.POINTS: Term("月度绩效", "Monthly points"),
            Figure.QUARTER: Term("季度评优", "Quarterly award"),
            Figure.PARTS: Term("备品备件提成", "Commission on parts"),
            Figure.REWARD: Term("奖励", "Reward"),
            Figure.EXTERNAL: Term("按其他制度发放", "By another scheme"),
            Figure.QUALITY: Term("项目质量奖", "Project quality"),
            Figure.LATE: Term("迟到扣款", "Late"),
            Figure.FINE: Term("扣罚", "Fine"),
            Figure.DEPARTMENT: Term("部门考核扣减", "Department's result"),
        },
        required=True,
        growing=True,
    )
    about_on: Mapped[date | None] = fields.month(
        "所属月份", "For the month", indexed=False, clause="K2.3", help=Term("空的即为工资所在月份。", "Empty: the month of the pay itself.")
    )
    inputs: Mapped[str] = fields.text("计算过程", "How it was computed", length=400, required=True, indexed=False)
    rules: Mapped[str | None] = fields.text("依据的制度参数", "By these rules", length=400, indexed=False)
    result: Mapped[Decimal] = fields.money("结果", "Result", required=True, indexed=False)
    payer: Mapped[Payer] = fields.choice(
        "发放单位", "Paid by", PAYERS, required=True, default=Payer.COMPANY, clause="K2.22"
    )
