"""The numbers of the regulations, each once with its clause: what a company may set otherwise, from a day on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.terms import Term

HOURS = Term("小时", "hours")
MINUTES = Term("分钟", "minutes")
WORKING_HOURS = Term("工作小时", "working hours")
DAYS = Term("天", "days")
YEARS = Term("年", "years")
MONTHS = Term("个月", "months")
WORKING_DAYS = Term("个工作日", "working days")
DAY_OF_MONTH = Term("日（次月）", "of the next month")
PERCENT = Term("%", "%")
CASES = Term("件", "cases")
UNITS = Term("件", "units")
PEOPLE = Term("人", "people")
TIMES = Term("次", "times")
LEVELS = Term("级", "levels")
YUAN = Term("元", "yuan")
SECONDS = Term("秒", "seconds")
YES_OR_NO = Term("（1 是，0 否）", "(1 yes, 0 no)")


class RuleCode(StrEnum):
    """Which number is meant."""

    LOAN_DAYS = "loan_days"
    SLIP_DAYS = "slip_days"
    LOANS_MOST = "loans_most"
    REMIND_DAYS = "remind_days"
    VIEW_HOURS = "view_hours"
    OVERDUE_MANAGER_DAYS = "overdue_manager_days"
    OVERDUE_DEPUTY_DAYS = "overdue_deputy_days"
    RESERVED_DAYS = "reserved_days"
    SAFE_MINUTES = "safe_minutes"
    DESTRUCTION_DAYS = "destruction_days"
    STOCKTAKE_MONTHS = "stocktake_months"
    DESTRUCTION_SUPERVISORS = "destruction_supervisors"
    TRANSFER_A_DAYS = "transfer_a_days"
    TRANSFER_B_DAYS = "transfer_b_days"
    REGISTER_HOURS = "register_hours"
    ANSWER_HOURS = "answer_hours"
    HANDLING_DAYS = "handling_days"
    EXTENDED_DAYS = "extended_days"
    FEEDBACK_HOURS = "feedback_hours"
    CALL_DAYS = "call_days"
    FILING_DAY = "filing_day"
    FILING_REMIND_DAYS = "filing_remind_days"
    FILING_DEPUTY_DAYS = "filing_deputy_days"
    CLASS_DAYS = "class_days"
    RETENTION_YEARS = "retention_years"
    LONG_TERM_AMOUNT = "long_term_amount"
    SURVEY_DAYS = "survey_days"
    PUBLIC_SECONDS = "public_seconds"
    PUBLIC_PER_DAY = "public_per_day"
    PUBLIC_PER_DAY_ALL = "public_per_day_all"
    PUBLIC_MESSAGES = "public_messages"
    PUBLIC_TRIES = "public_tries"
    PUBLIC_TRIES_ALL = "public_tries_all"
    ASSIGN_HOURS = "assign_hours"
    SIGN_HOURS = "sign_hours"
    MEETING_DAYS = "meeting_days"
    SPOT_CHECK_DAYS = "spot_check_days"
    K4_REGISTER_DAYS = "k4_register_days"
    K4_ANSWER_DAYS = "k4_answer_days"
    K6_REGISTER_HOURS = "k6_register_hours"
    K6_ANSWER_DAYS = "k6_answer_days"
    K6_VERIFY_DAYS = "k6_verify_days"
    Y_REGISTER_HOURS = "y_register_hours"
    Y_ANSWER_HOURS = "y_answer_hours"
    Y_HANDLING_DAYS = "y_handling_days"
    PENALTY_LEAST = "penalty_least"
    PENALTY_MOST = "penalty_most"
    APPEAL_DAYS = "appeal_days"
    RETURN_DAYS = "return_days"
    LIMIT_MANAGER = "limit_manager"
    LIMIT_DEPUTY = "limit_deputy"
    LIMIT_GENERAL = "limit_general"
    LIMIT_CHAIRMAN = "limit_chairman"
    MAJOR_AMOUNT = "major_amount"
    WARN_EARLY = "warn_early"
    WARN_NEAR = "warn_near"
    WARN_LONG_OVER = "warn_long_over"
    UNASSIGNED_HOURS = "unassigned_hours"
    NO_PROGRESS_DAYS = "no_progress_days"
    OBJECTION_DAYS = "objection_days"
    MOST_ROUNDS = "most_rounds"
    DECIDER_LEVELS_UP = "decider_levels_up"
    REOPEN_DAYS = "reopen_days"
    RETURNS_PER_DEPARTMENT = "returns_per_department"
    MEETING_QUORUM = "meeting_quorum"
    MEETING_MAJORITY = "meeting_majority"
    AUTHORITY_NOTICE_DAYS = "authority_notice_days"
    VALID_PERCENT = "valid_percent"
    SPOT_CHECK_PERCENT = "spot_check_percent"
    SPOT_CHECK_LEAST = "spot_check_least"
    SPOT_CHECK_WHOLE = "spot_check_whole"
    SUPERIORS_KEEP_AWAY = "superiors_keep_away"
    DUPLICATE_DAYS = "duplicate_days"
    DUPLICATE_PERCENT = "duplicate_percent"
    CORRECTION_DAYS = "correction_days"


@dataclass(frozen=True, slots=True)
class Rule:
    """One number: its clause, what the regulation (or, where it is silent, the house) says, and the sensible bounds."""

    title: Term
    clause: str
    default: int
    unit: Term
    least: int = 0
    most: int = 1_000_000
    suggested: bool = False
    """The regulation names no number here; the default is the house's own."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a company has set: from ``valid_from`` on, until a later value."""

    code: str
    amount: int
    valid_from: date


_R = RuleCode
RULES: Mapping[RuleCode, Rule] = {
    _R.LOAN_DAYS: Rule(Term("档案借阅最长期限", "A loan lasts at most"), "K3.25", 30, DAYS, 1, 365, suggested=True),
    _R.SLIP_DAYS: Rule(Term("出借单批准有效期", "A slip's approval is valid for"), "K3.24", 3, WORKING_DAYS, 1, 60, suggested=True),
    _R.LOANS_MOST: Rule(Term("一人同时最多借阅", "Units out to one person at most"), "K3.24", 20, UNITS, 1, 1_000, suggested=True),
    _R.VIEW_HOURS: Rule(Term("电子调阅有效", "A scan may be looked at for"), "K7.8", 24, HOURS, 1, 720, suggested=True),
    _R.REMIND_DAYS: Rule(Term("档案归还前提醒", "Borrower reminded before the term ends"), "K3.25", 3, DAYS, 0, 60, suggested=True),
    _R.OVERDUE_MANAGER_DAYS: Rule(Term("档案逾期后报部门经理", "Overdue told to the department's manager after"), "K3.25", 3, DAYS, 1, 365, suggested=True),
    _R.OVERDUE_DEPUTY_DAYS: Rule(Term("档案逾期后报主管副总", "Overdue told to the deputy in charge after"), "K3.25", 7, DAYS, 1, 365, suggested=True),
    _R.RESERVED_DAYS: Rule(Term("预约档案到架后保留", "A reserved unit is kept for"), "K3.24", 2, WORKING_DAYS, 1, 60, suggested=True),
    _R.SAFE_MINUTES: Rule(Term("一次开柜最长", "A safe stays open at most"), "K3.20", 30, MINUTES, 1, 480, suggested=True),
    _R.DESTRUCTION_DAYS: Rule(Term("销毁批准后的等待期", "An approved destruction waits"), "T4.4", 7, DAYS, 0, 365, suggested=True),
    _R.DESTRUCTION_SUPERVISORS: Rule(Term("监销人至少", "Supervisors of a destruction at least"), "T4.4", 2, PEOPLE, 2, 9, suggested=True),
    _R.STOCKTAKE_MONTHS: Rule(Term("每个架位至少盘点一次，每隔", "Every shelf is counted at least once in"), "K10.5", 12, MONTHS, 1, 120, suggested=True),
    _R.TRANSFER_A_DAYS: Rule(Term("A 角整理移交期限（自放款起）", "A hands over within, from the payment"), "K3.12", 3, WORKING_DAYS, 0, 60),
    _R.TRANSFER_B_DAYS: Rule(Term("B 角核对移交期限（自接收起）", "B hands over within, from receipt"), "K3.12", 2, WORKING_DAYS, 0, 60),
    _R.REGISTER_HOURS: Rule(Term("投诉登记时限", "Complaint registered within"), "T2.8", 24, HOURS, 1, 720),
    _R.ANSWER_HOURS: Rule(Term("首次答复时限", "First answer within"), "T2.5", 24, HOURS, 1, 720),
    _R.HANDLING_DAYS: Rule(Term("投诉办理期限", "Complaint handled within"), "T3.1", 3, WORKING_DAYS, 0, 60),
    _R.EXTENDED_DAYS: Rule(Term("延期后的办理期限（自受理起）", "Handled within when extended, from acceptance"), "T3.2", 7, WORKING_DAYS, 0, 60),
    _R.FEEDBACK_HOURS: Rule(Term("处理完毕后反馈时限", "Customer answered after handling within"), "T4.1", 24, HOURS, 1, 720),
    _R.CALL_DAYS: Rule(Term("满意度回访期限", "Customer called back within"), "T4.2", 3, WORKING_DAYS, 0, 60, suggested=True),
    _R.FILING_DAY: Rule(Term("归档期限", "Filed by the day"), "K10.11", 10, DAY_OF_MONTH, 1, 28),
    _R.FILING_REMIND_DAYS: Rule(Term("归档期限前提醒", "Keepers reminded before the term of filing"), "K10.11", 3, DAYS, 0, 20, suggested=True),
    _R.FILING_DEPUTY_DAYS: Rule(Term("归档逾期后报主管副总", "Late filing told to the deputy in charge after"), "K10.11", 3, DAYS, 1, 60, suggested=True),
    _R.CLASS_DAYS: Rule(Term("次年案卷类目提前编制", "Classes of the next year made ahead by"), "K10.24", 30, DAYS, 0, 180, suggested=True),
    _R.RETENTION_YEARS: Rule(Term("投诉资料保存期", "Complaint volumes kept for"), "T4.4", 1, YEARS, 1, 100),
    _R.LONG_TERM_AMOUNT: Rule(Term("长期保存的处理金额", "Kept long-term from an amount of"), "T4.4", 5_000, YUAN, 1, suggested=True),
    _R.SURVEY_DAYS: Rule(Term("评价链接有效期", "Link for the customer's opinion valid for"), "T4.2", 15, DAYS, 1, 365, suggested=True),
    _R.PUBLIC_SECONDS: Rule(Term("网上投诉最短填写时间", "An online complaint takes at least"), "Y6.1", 3, SECONDS, 0, 60, suggested=True),
    _R.PUBLIC_PER_DAY: Rule(
        Term("同一地址每日网上投诉", "Online complaints a day from one address"), "Y6.1", 10, TIMES, 1, 10_000, suggested=True
    ),
    _R.PUBLIC_PER_DAY_ALL: Rule(Term("全部网上投诉每日", "Online complaints a day from everybody"), "Y6.1", 1_000, TIMES, 1, suggested=True),
    _R.PUBLIC_MESSAGES: Rule(
        Term("同一投诉每日网上留言", "Messages a day about one complaint"), "Y6.1", 20, TIMES, 1, 10_000, suggested=True
    ),
    _R.PUBLIC_TRIES: Rule(
        Term("同一地址一刻钟内查询码错误", "Wrong receipt codes in a quarter of an hour from one address"), "Y6.1", 20, TIMES, 1, 10_000,
        suggested=True,
    ),
    _R.PUBLIC_TRIES_ALL: Rule(
        Term("全部地址一刻钟内查询码错误", "Wrong receipt codes in a quarter of an hour from everybody"), "Y6.1", 1_000, TIMES, 10,
        suggested=True,
    ),
    _R.ASSIGN_HOURS: Rule(Term("投诉分派时限", "Complaint assigned within"), "T2.4", 2, WORKING_HOURS, 1, 160, suggested=True),
    _R.SIGN_HOURS: Rule(Term("部门签收时限", "Department signs within"), "Y6.3", 4, WORKING_HOURS, 1, 160, suggested=True),
    _R.MEETING_DAYS: Rule(Term("会议审议期限", "Meeting held within"), "K4.10", 2, WORKING_DAYS, 0, 60, suggested=True),
    _R.SPOT_CHECK_DAYS: Rule(Term("抽查验证期限", "Spot-check finished within"), "T4.3", 5, WORKING_DAYS, 0, 60, suggested=True),
    _R.K4_REGISTER_DAYS: Rule(Term("律所：投诉登记期限", "Law firm: registered within"), "K4.4", 1, WORKING_DAYS, 0, 60, suggested=True),
    _R.K4_ANSWER_DAYS: Rule(Term("律所：首次联系期限", "Law firm: first contact within"), "K4.13", 1, WORKING_DAYS, 0, 60, suggested=True),
    _R.K6_REGISTER_HOURS: Rule(Term("物业：登记时限", "Property: recorded within"), "K6.3", 1, WORKING_HOURS, 1, 160, suggested=True),
    _R.K6_ANSWER_DAYS: Rule(Term("物业：首次答复期限（0 为当天）", "Property: answered within (0: same day)"), "K6.13", 0, WORKING_DAYS, 0, 60, suggested=True),
    _R.K6_VERIFY_DAYS: Rule(Term("物业：调查核实期限（0 为当天）", "Property: verified within (0: same day)"), "K6.3", 0, WORKING_DAYS, 0, 60),
    _R.Y_REGISTER_HOURS: Rule(Term("通用：登记转交时限", "General: registered and passed on within"), "Y4.4", 24, HOURS, 1, 720, suggested=True),
    _R.Y_ANSWER_HOURS: Rule(Term("通用：首次答复时限", "General: first answer within"), "Y4.3", 24, HOURS, 1, 720, suggested=True),
    _R.Y_HANDLING_DAYS: Rule(Term("通用：办理期限", "General: handled within"), "Y4.5", 3, WORKING_DAYS, 0, 60, suggested=True),
    _R.PENALTY_LEAST: Rule(Term("每件投诉扣罚下限", "Penalty for a complaint at least"), "K8.17", 10, YUAN, 0, 100_000),
    _R.PENALTY_MOST: Rule(Term("每件投诉扣罚上限", "Penalty for a complaint at most"), "K2.19", 200, YUAN, 0, 100_000),
    _R.APPEAL_DAYS: Rule(Term("通报批评申诉期", "Appeal against a criticism within"), "K2.19", 5, WORKING_DAYS, 1, 60, suggested=True),
    _R.RETURN_DAYS: Rule(Term("出库后霉变无条件退货", "Unconditional return of mould after leaving the warehouse within"), "T2.17", 15, DAYS, 0, 365),
    _R.LIMIT_MANAGER: Rule(Term("部门经理投诉处理金额权限", "Department manager may grant"), "K4.8", 500, YUAN, suggested=True),
    _R.LIMIT_DEPUTY: Rule(Term("副总经理投诉处理金额权限", "Deputy general manager may grant"), "K4.8", 5_000, YUAN, suggested=True),
    _R.LIMIT_GENERAL: Rule(Term("总经理投诉处理金额权限", "General manager may grant"), "K4.8", 50_000, YUAN, suggested=True),
    _R.LIMIT_CHAIRMAN: Rule(Term("董事长投诉处理金额权限", "Chairman may grant"), "K4.8", 1_000_000, YUAN, suggested=True),
    _R.MAJOR_AMOUNT: Rule(Term("按重大投诉上会的金额", "Amount that goes to the meeting"), "K4.10", 5_000, YUAN, 1, suggested=True),
    _R.WARN_EARLY: Rule(Term("期限首次提醒（占期限）", "First warning of a term at"), "Y6.7", 50, PERCENT, 1, 99, suggested=True),
    _R.WARN_NEAR: Rule(Term("期限再次提醒（占期限）", "Second warning of a term at"), "Y6.7", 75, PERCENT, 1, 99, suggested=True),
    _R.WARN_LONG_OVER: Rule(Term("逾期升级提醒（占期限）", "Escalated when a term is over by"), "Y6.7", 200, PERCENT, 101, 1_000, suggested=True),
    _R.UNASSIGNED_HOURS: Rule(Term("未分派提醒", "Warned that nobody is assigned after"), "A6.4", 2, WORKING_HOURS, 1, 160, suggested=True),
    _R.NO_PROGRESS_DAYS: Rule(Term("无进展提醒", "Warned of no progress after"), "Y6.7", 2, WORKING_DAYS, 1, 60, suggested=True),
    _R.OBJECTION_DAYS: Rule(Term("答复后提出异议", "Objection after the answer within"), "K4.22", 10, WORKING_DAYS, 0, 250, suggested=True),
    _R.MOST_ROUNDS: Rule(Term("投诉最多办理轮次", "Rounds of a complaint at most"), "K4.22", 2, TIMES, 1, 9, suggested=True),
    _R.DECIDER_LEVELS_UP: Rule(Term("新一轮决定人比上一轮高", "Who decides anew stands above the one before by"), "K4.22", 1, LEVELS, 0, 4, suggested=True),
    _R.REOPEN_DAYS: Rule(Term("办结后可重新打开", "A closed case is opened again within"), "K4.22", 30, DAYS, 0, 3_650, suggested=True),
    _R.RETURNS_PER_DEPARTMENT: Rule(Term("同一部门可退回", "A department may return a case"), "K6.7", 1, TIMES, 0, 1, suggested=True),
    _R.MEETING_QUORUM: Rule(Term("审议会到会人数超过（除去回避人员）", "Meeting: there must be more than"), "K4.10", 50, PERCENT, 0, 99, suggested=True),
    _R.MEETING_MAJORITY: Rule(Term("审议会同意人数超过（到会人员）", "Meeting: must agree more than"), "K4.12", 50, PERCENT, 0, 99, suggested=True),
    _R.AUTHORITY_NOTICE_DAYS: Rule(
        Term("决议后向主管部门通报", "Authority notified after the resolution within"), "K4.12", 5, WORKING_DAYS, 0, 60, suggested=True
    ),
    _R.VALID_PERCENT: Rule(Term("有效投诉率低于", "Valid complaints below"), "K6.15", 1, PERCENT, 1, 100),
    _R.SPOT_CHECK_PERCENT: Rule(Term("抽查比例", "Share of cases checked"), "T4.3", 10, PERCENT, 1, 100, suggested=True),
    _R.SPOT_CHECK_LEAST: Rule(Term("每部门每月至少抽查", "Checked for each department and month at least"), "T4.3", 1, CASES, 0, 1_000, suggested=True),
    _R.SPOT_CHECK_WHOLE: Rule(Term("严重和重大投诉全部抽查", "All serious and major cases are checked"), "T4.3", 1, YES_OR_NO, 0, 1, suggested=True),
    _R.SUPERIORS_KEEP_AWAY: Rule(
        Term("被投诉人的直接上级回避", "Direct superiors of respondents keep away"), "K4.7", 1, YES_OR_NO, 0, 1, suggested=True
    ),
    _R.DUPLICATE_DAYS: Rule(Term("查重时前后", "Looked for duplicates before and after"), "T2.3", 30, DAYS, 1, 365, suggested=True),
    _R.DUPLICATE_PERCENT: Rule(Term("内容相似度达到即提示重复", "Hinted as a duplicate when texts are alike by"), "T2.3", 60, PERCENT, 20, 100, suggested=True),
    _R.CORRECTION_DAYS: Rule(Term("更正单办理期限", "Correction order carried out within"), "K5.8", 3, WORKING_DAYS, 0, 60, suggested=True),
}  # fmt: skip
"""In the order in which the page of rules lists them."""


def value_on(code: RuleCode, on: date, values: Iterable[Value]) -> int:
    """The number in force on a day: the latest value from that day or before, else what the regulation says."""
    set_before = [one for one in values if one.code == code and one.valid_from <= on]
    return max(set_before, key=lambda one: one.valid_from).amount if set_before else RULES[code].default
