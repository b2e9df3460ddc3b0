"""The numbers of the incentives: points, awards, commissions, fines (K1.13, K2, K8.16–K8.20, R6.2)."""

from domain.rules.rule import MONTHS, PEOPLE, PERCENT, POINTS, TIMES, WORKING_DAYS, YES_OR_NO, YUAN, Rule, RuleCode
from domain.terms import Term


class IncentiveRule(RuleCode):
    """Which number of the incentives is meant."""

    OBJECTION_DAYS = (
        "performance_objection_days",
        Rule(
            Term("绩效记入后可申诉", "A line of the performance ledger may be objected to within"),
            "K1.13",
            5,
            WORKING_DAYS,
            1,
            60,
            suggested=True,
        ),
    )
    POINTS_BASE = (
        "points_base",
        Rule(Term("每月服务点数基数", "Points a month before they are paid"), "K2.3", 17, POINTS, 0, 1_000),
    )
    POINT_YUAN = "point_yuan", Rule(Term("超出基数每点", "Each point above the base"), "K2.3", 270, YUAN)
    ACCIDENT_POINTS = (
        "accident_points",
        Rule(Term("安全事故扣罚点数", "An accident costs"), "K2.4", 2, POINTS, 0, 1_000),
    )
    FIRST_RANKS = (
        "first_ranks",
        Rule(Term("季度评优一等至第", "First class of the quarter down to rank"), "K2.5", 3, PEOPLE, 0, 1_000),
    )
    FIRST_AWARD = "first_award", Rule(Term("季度评优一等奖励", "First class of the quarter"), "K2.5", 1500, YUAN)
    NEXT_RANKS = (
        "next_ranks",
        Rule(Term("季度评优二等至第", "Second class of the quarter down to rank"), "K2.5", 8, PEOPLE, 0, 1_000),
    )
    NEXT_AWARD = "next_award", Rule(Term("季度评优二等奖励", "Second class of the quarter"), "K2.5", 1000, YUAN)
    RANKED_TOGETHER = (
        "ranked_together",
        Rule(Term("季度评优：服务工程师和客服管理部一起排名", "The quarter: engineers and service management in one ranking"), "K2.5", 1, YES_OR_NO, 0, 1),
    )
    DAY_FEE = (
        "parts_day_fee",
        Rule(Term("备件报价服务费（每人天）至少", "Fee per man-day in a quotation at least"), "K2.8", 1100, YUAN),
    )
    LOW_MARGIN = (
        "parts_low_margin",
        Rule(Term("备件提成第一档毛利至少", "Margin for the first commission"), "K2.8", 35, PERCENT, 0, 100),
    )
    LOW_RATE = "parts_low_rate", Rule(Term("备件提成第一档", "First commission on parts"), "K2.8", 3, PERCENT, 0, 100)
    HIGH_MARGIN = (
        "parts_high_margin",
        Rule(Term("备件提成第二档毛利至少", "Margin for the second commission"), "K2.9", 50, PERCENT, 0, 100),
    )
    HIGH_RATE = (
        "parts_high_rate",
        Rule(Term("备件提成第二档", "Second commission on parts"), "K2.9", 5, PERCENT, 0, 100),
    )
    PERSON_SHARE = (
        "parts_person_share",
        Rule(Term("备件提成个人部分", "The person's share of a commission"), "K2.11", 80, PERCENT, 0, 100),
    )
    SALARY_AFTER = (
        "salary_after",
        Rule(Term("一个月的工资在其后第几个月发放", "The pay of a month is paid out so many months after it"), "K2.12", 1, MONTHS, 0, 3, suggested=True),
    )
    REWARD_LEAST = "reward_least", Rule(Term("表扬和节约奖励至少", "A reward is at least"), "K2.14", 200, YUAN)
    REWARD_MOST = "reward_most", Rule(Term("表扬和节约奖励至多", "A reward is at most"), "K2.14", 500, YUAN)
    QUALITY_YUAN = (
        "quality_yuan",
        Rule(Term("项目质量奖（每个项目）", "A project without second service"), "K2.16", 30, YUAN),
    )
    QUALITY_MONTHS = (
        "quality_months",
        Rule(Term("项目质量考察期", "A project is watched for"), "K2.16", 6, MONTHS, 1, 60),
    )
    UNSIGNED_FINE = (
        "unsigned_fine",
        Rule(Term("服务记录单未签罚款（每次）", "A service record not signed costs"), "K2.18", 100, YUAN),
    )
    PROBATION_MONTHS = "probation_months", Rule(Term("试用期", "Probation"), "K8.16", 3, MONTHS, 0, 12)
    LATE_PERCENT = (
        "late_percent",
        Rule(Term("迟到扣基本工资（每次）", "Late: of the base wage, each time"), "K8.20", 1, PERCENT, 0, 100),
    )
    LATE_TIMES = (
        "late_times",
        Rule(
            Term("当月迟到从第几次起按高比例", "Late so often in a month costs more each time"),
            "K8.20",
            3,
            TIMES,
            1,
            31,
        ),
    )
    LATE_MANY_PERCENT = (
        "late_many_percent",
        Rule(
            Term("迟到达到次数后扣基本工资（每次）", "Late so often: of the base wage, each time"),
            "K8.20",
            5,
            PERCENT,
            0,
            100,
        ),
    )
    DEPARTMENT_LEAST = (
        "department_least",
        Rule(
            Term("部门考核得分不低于", "A department's score is at least"), "R6.2", 60, POINTS, 0, 100, suggested=True
        ),
    )
    DEPARTMENT_CUT = (
        "department_cut",
        Rule(
            Term("部门考核不达标扣减奖金", "Its people's bonus is cut by"), "R6.2", 10, PERCENT, 0, 100, suggested=True
        ),
    )
