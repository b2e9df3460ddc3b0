"""The numbers of filed processes: how soon what deviates is put right."""

from domain.rules.rule import WORKING_DAYS, Rule, RuleCode
from domain.terms import Term


class FilingRule(RuleCode):
    """What R says of filed processes, and where it is silent, the house."""

    CORRECT_DAYS = (
        "process_correct_days",
        Rule(Term("流程偏差纠正时限", "Deviations from a process corrected within"), "R4.6", 5, WORKING_DAYS, 1, 60, suggested=True),
    )
