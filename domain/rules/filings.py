"""The numbers of filed processes: how soon what deviates is put right."""

from domain.rules.rule import POINTS, WORKING_DAYS, Rule, RuleCode
from domain.terms import Term


class FilingRule(RuleCode):
    """What R says of filed processes, and where it is silent, the house."""

    CORRECT_DAYS = (
        "process_correct_days",
        Rule(Term("流程偏差纠正时限", "Deviations from a process corrected within"), "R4.6", 5, WORKING_DAYS, 1, 60, suggested=True),
    )
    VIOLATION_POINTS = (
        "process_violation_points", Rule(Term("违反流程每次扣分", "Points off for a violation of a process"), "R6.3", 1, POINTS, 0, 100, suggested=True),
    )  # fmt: skip
