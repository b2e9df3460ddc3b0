"""Pages of the menu that are not a register: where they lie, what they are called, and the right that opens them."""

from dataclasses import dataclass

from domain.areas import Area
from domain.terms import Term


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the menu of ``area``, for those who may take ``action`` on ``register``."""

    key: str
    area: Area
    title: Term
    endpoint: str
    register: str
    action: str
    minor: bool = False
    """Folded under the others of a long menu, as a minor register is."""


PLACES: list[Place] = [
    Place("poster", Area.COMPLAINTS, Term("投诉海报", "Complaint poster"), "poster.index", "complaint_channel", "view", minor=True),
    Place("complaint_statistics", Area.COMPLAINTS, Term("投诉统计", "Complaint figures"), "complaint_statistics.index", "complaint", "view"),
    Place("customer_merging", Area.CUSTOMERS, Term("客户查重与合并", "Duplicate customers"), "customer_merging.index", "customer", "merge_customers"),
    Place("customer_quality", Area.CUSTOMERS, Term("客户资料质量", "Quality of customer data"), "customer_quality.index", "customer", "view", minor=True),
    Place("limit_trial", Area.CUSTOMERS, Term("报备时限试算", "Filing limits tried"), "limit_trial.index", "registration", "view"),
    Place(
        "complaint_trial", Area.COMPLAINTS, Term("投诉时限试算", "Complaint limits tried"), "complaint_trial.index", "complaint_clock", "view",
        minor=True,
    ),
    Place("volumes", Area.COMPLAINTS, Term("卷宗管理", "Volumes"), "volumes.index", "complaint_volume", "view"),
    Place("verify_print", Area.COMPLAINTS, Term("打印件核验", "Check of prints"), "printing.verify", "printed_form", "view", minor=True),
    Place("ledger_desk", Area.ARCHIVES, Term("出入库柜台", "Ledger desk"), "ledger_desk.index", "archive_unit", "move_unit"),
    Place("scan_desk", Area.LENDING, Term("扫码柜台", "Scan desk"), "scan_desk.index", "borrowing_slip", "check_out"),
    Place("record_prints", Area.LENDING, Term("档案打印件核验", "Check of archive prints"), "record_prints.index", "loan_line", "print", minor=True),
    Place("executive_loans", Area.LENDING, Term("领导免单借阅", "Loans without a slip"), "executive_loans.index", "loan_line", "lend_directly"),
    Place("leavers", Area.LENDING, Term("离调移交清单", "Hand-over of leavers"), "leavers.index", "loan_line", "see_leavers"),
    Place("safes", Area.ARCHIVES, Term("保险柜开关与清点", "Safes"), "safes.index", "safe_session", "view"),
    Place("stocktake_count", Area.ARCHIVES, Term("盘点扫码", "Counting"), "stocktake_count.index", "stocktake", "count_stocktake"),
    Place("archive_book", Area.ARCHIVES, Term("档案登记本", "Registration book"), "archive_book.index", "archive_unit", "see_book"),
    Place("archive_days", Area.ARCHIVES, Term("日结", "Closing the day"), "archive_days.index", "day_close", "view"),
    Place("calendar", Area.GOVERNANCE, Term("年历与放假通知", "Year and notices"), "calendar.index", "calendar_day", "view"),
    Place("clauses", Area.GOVERNANCE, Term("制度条文与体检", "Clauses and how they are kept"), "clauses.index", "rule_value", "view"),
    Place("flows", Area.GOVERNANCE, Term("流程图", "Flow charts"), "flows.index", "rule_value", "view"),
    Place("rules", Area.GOVERNANCE, Term("规定取值", "Rule values"), "rules.index", "rule_value", "view"),
    Place("health", Area.GOVERNANCE, Term("运行状况", "Health"), "health_page.index", "setting", "view"),
    Place("studio", Area.ACCESS, Term("角色工作台", "Role studio"), "studio.index", "policy_draft", "view"),
    Place("papers", Area.ACCESS, Term("角色表与搬运", "Role sheets and carrying"), "papers.index", "policy_draft", "print"),
    Place("explain", Area.ACCESS, Term("权限说明", "Rights explained"), "explain.index", "policy_version", "view"),
    Place("proving", Area.ACCESS, Term("权限自查", "Check of the doors"), "proving.index", "policy_draft", "prove"),
    Place("viewing", Area.ACCESS, Term("以他人视角查看", "View as"), "viewing.index", "account", "view_as"),
    Place("emergency", Area.ACCESS, Term("紧急授权", "Emergency access"), "emergency.index", "role_grant", "emergency"),
    Place(
        "emergency_report", Area.ACCESS, Term("紧急授权日报", "Emergency report"), "emergency.report", "role_grant", "history"
    ),
]
