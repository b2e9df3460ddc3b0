"""The numbers of the workplace: terms, minutes and points of what is found on the spot (K1, K8.8)."""

from domain.rules.rule import DAYS, MINUTE_OF_DAY, MINUTES, POINTS, Rule, RuleCode
from domain.terms import Term


class WorkplaceRule(RuleCode):
    """Which number of the workplace is meant."""

    CORRECT_DAYS = "correct_days", Rule(Term("现场问题纠正期限", "What is found on the spot is put right within"), "K1.2", 1, DAYS, 0, 60, suggested=True)
    CHECK_MINUTE = "check_minute", Rule(Term("每日摆放检查最迟", "Daily check done by"), "K1.8", 510, MINUTE_OF_DAY, 0, 1439)
    CHECKING_DAYS = "checking_days", Rule(Term("近期做过检查的部门才提醒", "Reminded: who checked within"), "K1.8", 31, DAYS, 1, 366, suggested=True)
    FAULT_DAYS = "fault_days", Rule(Term("设备故障上报期限（0 为当天）", "A fault is reported within (0: the same day)"), "K1.9", 0, DAYS, 0, 30)
    CALL_MINUTES = "call_minutes", Rule(Term("私人电话不超过", "A private call takes at most"), "K8.8", 3, MINUTES, 0, 60)
    FINDING_POINTS = "finding_points", Rule(Term("一项违规扣分", "A finding costs"), "K1.7", 1, POINTS, 0, 100, suggested=True)
