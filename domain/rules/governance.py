"""The numbers of governance: when a regulation is read and reviewed (A11, A13.2, A14.3)."""

from domain.rules.rule import DAYS, MONTHS, WORKING_DAYS, Rule, RuleCode
from domain.terms import Term


class GovernanceRule(RuleCode):
    """Which number of governance is meant."""

    REVIEW_MONTHS = (
        "review_months",
        Rule(Term("制度评审周期", "A regulation is reviewed after"), "A11.1", 12, MONTHS, 1, 120, suggested=True),
    )
    READ_DAYS = (
        "read_days",
        Rule(
            Term("制度发布后阅知期限", "A published version is read within"),
            "A14.3",
            5,
            WORKING_DAYS,
            1,
            60,
            suggested=True,
        ),
    )
    DEMAND_DAYS = (
        "demand_days",
        Rule(
            Term("培训需求统计最近投诉", "Demand for training counts complaints of the last"),
            "A13.2",
            180,
            DAYS,
            1,
            3650,
            suggested=True,
        ),
    )
