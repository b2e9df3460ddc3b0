"""The numbers of the service desk: how fast a request is answered and solved by its kind, when reports and findings are due."""

from collections.abc import Mapping

from domain.rules.rule import HOURS, MONTHS, PERCENT, POINTS, WORKING_DAYS, WORKING_HOURS, Rule, RuleCode
from domain.terms import Term


class ServiceRule(RuleCode):
    """What A5–A9, Y4, Y7, K8 and K9 ask in time without always naming the number."""

    INQUIRY_HOURS = "inquiry_hours", Rule(Term("咨询：首次回应", "Inquiry: first word within"), "Y4.3", 4, HOURS, 1, 720, suggested=True)
    SERVICE_HOURS = "service_hours", Rule(Term("服务请求：首次回应", "Service request: first word within"), "A5.2", 24, HOURS, 1, 720, suggested=True)
    ORDER_HOURS = "order_hours", Rule(Term("订单协助：首次回应", "Help with an order: first word within"), "K9.20", 4, HOURS, 1, 720, suggested=True)
    SALES_HOURS = (
        "sales_hours",
        Rule(Term("试机、充卡、资金回收：首次回应", "Trial, top-up, collection: first word within"), "K8.1", 24, HOURS, 1, 720, suggested=True),
    )
    INQUIRY_DAYS = "inquiry_days", Rule(Term("咨询：解决期限", "Inquiry: solved within"), "Y4.1", 1, WORKING_DAYS, 0, 60, suggested=True)
    SERVICE_DAYS = "service_days", Rule(Term("服务请求：解决期限", "Service request: solved within"), "Y4.1", 3, WORKING_DAYS, 0, 60, suggested=True)
    ORDER_DAYS = "order_days", Rule(Term("订单协助：解决期限", "Help with an order: solved within"), "Y4.1", 1, WORKING_DAYS, 0, 60, suggested=True)
    SALES_DAYS = (
        "sales_days",
        Rule(Term("试机、充卡、资金回收：解决期限", "Trial, top-up, collection: solved within"), "Y4.1", 3, WORKING_DAYS, 0, 60, suggested=True),
    )
    FEEDBACK_DAYS = "feedback_days", Rule(Term("客户反馈评估期限", "Feedback evaluated within"), "Y4.6", 5, WORKING_DAYS, 0, 60, suggested=True)
    INCIDENT_HOURS = "incident_hours", Rule(Term("异常上报时限", "Incident reported within"), "K9.19", 2, WORKING_HOURS, 1, 160, suggested=True)
    REPORT_DAYS = (
        "report_days",
        Rule(Term("工作报告提交期限（0 为当天）", "Report submitted within (0: same day)"), "K8.21", 0, WORKING_DAYS, 0, 20, suggested=True),
    )
    PERIOD_REPORT_DAYS = (
        "period_report_days",
        Rule(Term("周、月、季报告留出的统计时间", "Time to count for reports of longer periods"), "A6.3", 3, WORKING_DAYS, 0, 20, suggested=True),
    )
    RECTIFY_DAYS = "rectify_days", Rule(Term("检查问题整改期限", "Findings put right within"), "Y4.7", 5, WORKING_DAYS, 0, 60, suggested=True)
    QUALITY_POINTS = "quality_points", Rule(Term("服务质量问题每次扣分", "Points off for a fault of service"), "Y4.7", 1, POINTS, 0, 100, suggested=True)
    LEAK_POINTS = "leak_points", Rule(Term("泄露客户信息每次扣分", "Points off for a leak of information"), "A7.3", 5, POINTS, 0, 100, suggested=True)
    INSTRUCT_HOURS = (
        "instruct_hours",
        Rule(Term("上级批示时限", "The superior says what to do within"), "K6.4", 4, WORKING_HOURS, 1, 160, suggested=True),
    )
    EVALUATION_DAYS = (
        "evaluation_days",
        Rule(Term("期间结束后完成客户关系评价", "Relation evaluated after the period within"), "A8.1", 15, WORKING_DAYS, 0, 90, suggested=True),
    )
    EVALUATE_MONTHS_IMPORTANT = (
        "evaluate_months_important",
        Rule(Term("重要客户关系评价周期", "Relations with important customers are evaluated every"), "A8.1", 3, MONTHS, 1, 12, suggested=True),
    )
    EVALUATE_MONTHS_GENERAL = (
        "evaluate_months_general",
        Rule(Term("一般客户关系评价周期", "Relations with general customers are evaluated every"), "A8.1", 6, MONTHS, 1, 12, suggested=True),
    )
    RESPONSE_TARGET_HOURS = (
        "response_target_hours",
        Rule(Term("响应速度评 3 分的平均小时", "Speed of response scores 3 at a mean of"), "A8.2", 24, HOURS, 1, 720, suggested=True),
    )
    SPEED_BEST = "speed_best", Rule(Term("响应速度评 5 分：不超过目标的", "Speed scores 5 up to"), "A8.2", 25, PERCENT, 1, 99, suggested=True)
    SPEED_GOOD = "speed_good", Rule(Term("响应速度评 4 分：不超过目标的", "Speed scores 4 up to"), "A8.2", 50, PERCENT, 1, 99, suggested=True)
    SPEED_POOR = "speed_poor", Rule(Term("响应速度评 2 分：不超过目标的", "Speed scores 2 up to"), "A8.2", 200, PERCENT, 101, 1000, suggested=True)
    RISK_HIGH = "risk_high", Rule(Term("高风险：可能性×影响达到", "High risk: likelihood times impact from"), "Y7.3", 12, POINTS, 1, 25, suggested=True)
    RISK_MEDIUM = "risk_medium", Rule(Term("中风险：可能性×影响达到", "Medium risk: likelihood times impact from"), "Y7.3", 6, POINTS, 1, 25, suggested=True)
    FACTORS_HIGH = "factors_high", Rule(Term("高风险：四因素合计达到", "High risk: the four factors together from"), "Y7.4", 16, POINTS, 4, 20, suggested=True)


_R = ServiceRule
RESPONSE: Mapping[str, ServiceRule] = {
    "inquiry": _R.INQUIRY_HOURS, "service": _R.SERVICE_HOURS, "order": _R.ORDER_HOURS, "trial": _R.SALES_HOURS, "top_up": _R.SALES_HOURS,
    "collection": _R.SALES_HOURS,
}  # fmt: skip
SOLUTION: Mapping[str, ServiceRule] = {
    "inquiry": _R.INQUIRY_DAYS, "service": _R.SERVICE_DAYS, "order": _R.ORDER_DAYS, "trial": _R.SALES_DAYS, "top_up": _R.SALES_DAYS,
    "collection": _R.SALES_DAYS,
}  # fmt: skip
"""Y4.1: the service standard of each kind of request."""
