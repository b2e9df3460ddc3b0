"""What the roles may in incentives and at the workplace: own lines and claims, verifying, four hands of a pay month (K1, K2, K8.16–K8.20)."""

from domain.access import Action, Clearance, Scope
from domain.areas import Area
from domain.terms import Term
from operations.declaring_roles import ALL, KEEP, LOOK, BaseRole, Clears, May
from operations.governance import base_roles as governance

OWN, BELOW = (Scope.OWN,), (Scope.SUBTREE,)
OPEN, INTERNAL = Clearance.OPEN, Clearance.INTERNAL
SEES: tuple[str, ...] = (Action.VIEW, Action.PRINT)
REVIEWS = ("quarter_review",)
CLAIMS = ("service_trip", "parts_deal", "reward_claim")
PAY = ("pay_line", "pay_step")

EVERYBODY = (
    May(("performance_entry",), (*SEES, "object"), OWN),
    May(CLAIMS, (*SEES, Action.CREATE), OWN),
    May(("attendance", "equipment_fault"), (*SEES, Action.CREATE), OWN),
    May((*PAY, *REVIEWS, "wage"), SEES, OWN),
    *governance.EVERYBODY,
)
HEADS = (
    May(("performance_entry", "attendance", *CLAIMS), LOOK, BELOW),
    May(REVIEWS, KEEP, BELOW),
    May(("service_trip",), ("waive_signature", "verify_trip", "void_trip"), BELOW),
    May(("reward_claim",), ("verify_claim", "reject_claim"), BELOW),
    May(("site_finding", "daily_check"), KEEP, BELOW),
    May(("site_finding",), ("correct",), BELOW),
    May(("equipment_fault",), (*LOOK, "accept_fault", "return_fault", "repair"), BELOW),
    May(("governance_inspection",), LOOK, BELOW),
    *governance.HEADS,
)
LEADERS = (
    May(("performance_entry",), ("uphold", "revoke"), ALL),
    May(("reward_claim",), ("approve_claim", "reject_claim"), ALL),
    May(("parts_deal",), ("allocate", "approve_deal", "return_deal"), ALL),
    May(("pay_month",), ("close_month", "return_month_pay"), ALL),
    *governance.LEADERS,
)
PERSONNEL = (
    May(("performance_entry",), (*LOOK, "uphold", "revoke"), ALL),
    May(("wage", "incentive_scheme"), KEEP, ALL),
    May(REVIEWS, (*LOOK, "confirm_review", "return_review"), ALL),
    May(("attendance",), (*KEEP, Action.IMPORT), ALL),
    May(("pay_month", *PAY), LOOK, ALL),
    May(("pay_month",), ("verify_personnel", "return_month_pay"), ALL),
    May(("equipment_fault",), (*LOOK, "accept_fault", "return_fault", "repair"), ALL),
    *governance.PERSONNEL,
)
ACCOUNTS = (
    May(("pay_month", "parts_deal", *PAY), LOOK, ALL),
    May(("pay_month",), ("verify_finance", "return_month_pay"), ALL),
    May(("pay_line",), ("enter_tax",), ALL),
)
INCENTIVE_ROLES = (
    BaseRole(
        "pay_clerk",
        Term("客服专员（绩效统计）", "Performance clerk"),
        Term("统计出差点数、备件销售、奖励和考勤，归集工资月份(K2.10、K2.21)。", "Keeps trips, sales, claims and attendance; collects the pay of a month."),
        (Clears((Area.INCENTIVES,), OPEN, OPEN),),
        (
            May((*CLAIMS, "incentive_scheme"), KEEP, ALL),
            May(("attendance",), (*KEEP, Action.IMPORT), ALL),
            May(("parts_deal",), ("summarise",), ALL),
            May(("reward_claim",), ("verify_claim",), ALL),
            May(("pay_month",), (*LOOK, "collect"), ALL),
            May((*PAY, *REVIEWS, "performance_entry", "wage"), LOOK, ALL),
        ),
    ),
)
