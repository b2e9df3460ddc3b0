"""The numbers of the customers: terms of filing, and what follows from a customer's class."""

from domain.rules.rule import DAYS, MONTHS, PERCENT, POINTS, TIMES, WORKING_DAYS, YUAN, Rule, RuleCode
from domain.terms import Term


class CustomerRule(RuleCode):
    """What A, Y, K6 and K7 say of customers, and where they are silent, the house."""

    REGISTRATION_DAYS = (
        "registration_days",
        Rule(Term("客户备案时限（自首次接触起）", "Customer filed within, from the first contact"), "K7.6", 5, WORKING_DAYS, 0, 60),
    )
    CHANGE_DAYS = "change_days", Rule(Term("客户变更备案时限（自变更起）", "Change filed within, from the change"), "K7.7", 5, WORKING_DAYS, 0, 60)
    AMOUNT_MIDDLE = (
        "amount_middle",
        Rule(Term("近一年购买金额达到「中」", "Bought in a year: middling from"), "Y3.1", 10_000, YUAN, 0, 1_000_000_000, suggested=True),
    )
    AMOUNT_HIGH = (
        "amount_high",
        Rule(Term("近一年购买金额达到「高」", "Bought in a year: high from"), "Y3.1", 100_000, YUAN, 0, 1_000_000_000, suggested=True),
    )
    DEALS_MIDDLE = "deals_middle", Rule(Term("近一年购买次数达到「中」", "Deals in a year: middling from"), "Y3.1", 3, TIMES, 0, 10_000, suggested=True)
    DEALS_HIGH = "deals_high", Rule(Term("近一年购买次数达到「高」", "Deals in a year: high from"), "Y3.1", 6, TIMES, 0, 10_000, suggested=True)
    LOYAL_MIDDLE = (
        "loyal_middle",
        Rule(Term("首笔交易至今（忠诚度）达到「中」", "Since the first deal: middling from"), "Y3.1", 6, MONTHS, 0, 1_200, suggested=True),
    )
    LOYAL_HIGH = (
        "loyal_high",
        Rule(Term("首笔交易至今（忠诚度）达到「高」", "Since the first deal: high from"), "Y3.1", 24, MONTHS, 0, 1_200, suggested=True),
    )
    RATING_MONTHS = "rating_months", Rule(Term("评级统计的交易期间", "Deals of so many months count for the class"), "Y3.1", 12, MONTHS, 1, 120, suggested=True)
    RATING_HOLD_MONTHS = "rating_hold_months", Rule(Term("人工评级保持", "A class decided by hand holds for"), "Y3.2", 6, MONTHS, 0, 120, suggested=True)
    REASSESS_MONTHS = (
        "reassess_months",
        Rule(Term("潜在客户重新评估", "Potential customers are assessed again after"), "Y3.9", 6, MONTHS, 1, 60, suggested=True),
    )
    REVIEW_DAYS = "review_days", Rule(Term("客户资料核实周期", "Customer data are verified every"), "A3.2", 180, DAYS, 1, 3_650, suggested=True)
    CONTACT_MONTHS_IMPORTANT = (
        "contact_months_important",
        Rule(Term("重要客户联系周期", "Important customers are heard of every"), "A4.4", 1, MONTHS, 1, 60, suggested=True),
    )
    CONTACT_MONTHS_GENERAL = (
        "contact_months_general",
        Rule(Term("一般客户联系周期", "General customers are heard of every"), "A4.4", 3, MONTHS, 1, 60, suggested=True),
    )
    CONTACT_MONTHS_POTENTIAL = (
        "contact_months_potential",
        Rule(Term("潜在客户联系周期", "Potential customers are heard of every"), "A4.4", 6, MONTHS, 1, 60, suggested=True),
    )
    VISIT_MONTHS_IMPORTANT = "visit_months_important", Rule(Term("重要客户拜访周期", "Important customers are visited every"), "Y5.1", 1, MONTHS, 1, 12)
    VISIT_MONTHS_GENERAL = "visit_months_general", Rule(Term("一般客户拜访周期", "General customers are visited every"), "Y5.1", 3, MONTHS, 1, 12)
    DIRECTOR_MONTHS = "director_months", Rule(Term("主任家访周期", "The director visits homes every"), "K6.16", 6, MONTHS, 1, 12)
    ROUND_MONTHS = "round_months", Rule(Term("物管员走访周期", "The area is walked round every"), "K6.17", 3, MONTHS, 1, 12)
    FORUM_MONTHS = "forum_months", Rule(Term("住户座谈会周期", "Residents' forum every"), "K6.18", 6, MONTHS, 1, 12)
    VISIT_REMIND_DAYS = (
        "visit_remind_days",
        Rule(Term("拜访期限提前提醒", "Visits are called to mind before their term"), "Y5.1", 7, DAYS, 0, 60, suggested=True),
    )
    CARE_DAYS = "care_days", Rule(Term("节日和生日关怀提前生成", "Care is planned ahead by"), "Y5.4", 7, DAYS, 0, 60, suggested=True)
    HANDOVER_NOTICE_DAYS = (
        "handover_notice_days",
        Rule(Term("客户经理离职后通知客户", "Customers are told that their manager leaves within"), "K7.13", 3, WORKING_DAYS, 0, 60, suggested=True),
    )
    HANDOVER_CONTACT_DAYS = (
        "handover_contact_days",
        Rule(Term("接任人首次联系客户", "The successor meets them within"), "K7.13", 10, WORKING_DAYS, 0, 60, suggested=True),
    )
    URGED_TIMES = "urged_times", Rule(Term("备案催办计入考核", "Urging counts against the filer from"), "K7.18", 2, TIMES, 1, 20, suggested=True)
    VISITS_IN_TIME = (
        "visits_in_time", Rule(Term("部门考核：按期拜访至少", "Assessment: visits made in time at least"), "K7.15", 100, PERCENT, 0, 100, suggested=True),
    )
    SATISFACTION_LEAST = (
        "satisfaction_least",
        Rule(Term("部门考核：满意度平均至少", "Assessment: mean satisfaction at least"), "K7.15", 4, POINTS, 1, 5, suggested=True),
    )
    CARE_POINTS = (
        "care_points",
        Rule(Term("拜访、满意度每项未达到扣", "Each of visits and satisfaction missed costs"), "K7.15", 1, POINTS, 0, 100, suggested=True),
    )
    UNDO_MERGE_DAYS = "undo_merge_days", Rule(Term("客户合并可撤销", "A merging of customers can be undone within"), "Y1.2", 30, DAYS, 1, 365, suggested=True)
