"""The numbers of archives, lending and monthly filing."""

from domain.rules.rule import DAY_OF_MONTH, DAYS, HOURS, MINUTES, MONTHS, PEOPLE, UNITS, WORKING_DAYS, Rule, RuleCode
from domain.terms import Term


class ArchiveRule(RuleCode):
    """What K3, K7, K10 and T4.4 say of archives, and where they are silent, the house."""

    LOAN_DAYS = "loan_days", Rule(Term("档案借阅最长期限", "A loan lasts at most"), "K3.25", 30, DAYS, 1, 365, suggested=True)
    SLIP_DAYS = "slip_days", Rule(Term("出借单批准有效期", "A slip's approval is valid for"), "K3.24", 3, WORKING_DAYS, 1, 60, suggested=True)
    LOANS_MOST = "loans_most", Rule(Term("一人同时最多借阅", "Units out to one person at most"), "K3.24", 20, UNITS, 1, 1_000, suggested=True)
    VIEW_HOURS = "view_hours", Rule(Term("电子调阅有效", "A scan may be looked at for"), "K7.8", 24, HOURS, 1, 720, suggested=True)
    REMIND_DAYS = "remind_days", Rule(Term("档案归还前提醒", "Borrower reminded before the term ends"), "K3.25", 3, DAYS, 0, 60, suggested=True)
    OVERDUE_MANAGER_DAYS = (
        "overdue_manager_days",
        Rule(Term("档案逾期后报部门经理", "Overdue told to the department's manager after"), "K3.25", 3, DAYS, 1, 365, suggested=True),
    )
    OVERDUE_DEPUTY_DAYS = (
        "overdue_deputy_days",
        Rule(Term("档案逾期后报主管副总", "Overdue told to the deputy in charge after"), "K3.25", 7, DAYS, 1, 365, suggested=True),
    )
    RESERVED_DAYS = "reserved_days", Rule(Term("预约档案到架后保留", "A reserved unit is kept for"), "K3.24", 2, WORKING_DAYS, 1, 60, suggested=True)
    SAFE_MINUTES = "safe_minutes", Rule(Term("一次开柜最长", "A safe stays open at most"), "K3.20", 30, MINUTES, 1, 480, suggested=True)
    DESTRUCTION_DAYS = "destruction_days", Rule(Term("销毁批准后的等待期", "An approved destruction waits"), "T4.4", 7, DAYS, 0, 365, suggested=True)
    DESTRUCTION_SUPERVISORS = (
        "destruction_supervisors",
        Rule(Term("监销人至少", "Supervisors of a destruction at least"), "T4.4", 2, PEOPLE, 2, 9, suggested=True),
    )
    STOCKTAKE_MONTHS = (
        "stocktake_months",
        Rule(Term("每个架位至少盘点一次，每隔", "Every shelf is counted at least once in"), "K10.5", 12, MONTHS, 1, 120, suggested=True),
    )
    TRANSFER_A_DAYS = "transfer_a_days", Rule(Term("A 角整理移交期限（自放款起）", "A hands over within, from the payment"), "K3.12", 3, WORKING_DAYS, 0, 60)
    TRANSFER_B_DAYS = "transfer_b_days", Rule(Term("B 角核对移交期限（自接收起）", "B hands over within, from receipt"), "K3.12", 2, WORKING_DAYS, 0, 60)
    FILING_DAY = "filing_day", Rule(Term("归档期限", "Filed by the day"), "K10.11", 10, DAY_OF_MONTH, 1, 28)
    FILING_REMIND_DAYS = (
        "filing_remind_days",
        Rule(Term("归档期限前提醒", "Keepers reminded before the term of filing"), "K10.11", 3, DAYS, 0, 20, suggested=True),
    )
    FILING_DEPUTY_DAYS = (
        "filing_deputy_days",
        Rule(Term("归档逾期后报主管副总", "Late filing told to the deputy in charge after"), "K10.11", 3, DAYS, 1, 60, suggested=True),
    )
    CLASS_DAYS = "class_days", Rule(Term("次年案卷类目提前编制", "Classes of the next year made ahead by"), "K10.24", 30, DAYS, 0, 180, suggested=True)
    PAPERS_LATE_DAYS = (
        "papers_late_days",
        Rule(Term("临时借用逾期后报登记人", "Late papers told to their keeper after"), "K10.12", 5, WORKING_DAYS, 1, 60, suggested=True),
    )
