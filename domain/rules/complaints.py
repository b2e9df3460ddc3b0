"""The numbers of complaints: terms, limits of money, warnings, meetings and spot-checks."""

from domain.rules.rule import (
    CASES,
    DAYS,
    HOURS,
    LEVELS,
    PERCENT,
    TIMES,
    WORKING_DAYS,
    WORKING_HOURS,
    YEARS,
    YES_OR_NO,
    YUAN,
    Rule,
    RuleCode,
)
from domain.terms import Term


class ComplaintRule(RuleCode):
    """What K4, K6, T and Y say of complaints, and where they are silent, the house."""

    REGISTER_HOURS = "register_hours", Rule(Term("投诉登记时限", "Complaint registered within"), "T2.8", 24, HOURS, 1, 720)
    ANSWER_HOURS = "answer_hours", Rule(Term("首次答复时限", "First answer within"), "T2.5", 24, HOURS, 1, 720)
    HANDLING_DAYS = "handling_days", Rule(Term("投诉办理期限", "Complaint handled within"), "T3.1", 3, WORKING_DAYS, 0, 60)
    EXTENDED_DAYS = "extended_days", Rule(Term("延期后的办理期限（自受理起）", "Handled within when extended, from acceptance"), "T3.2", 7, WORKING_DAYS, 0, 7)
    FEEDBACK_HOURS = "feedback_hours", Rule(Term("处理完毕后反馈时限", "Customer answered after handling within"), "T4.1", 24, HOURS, 1, 720)
    CALL_DAYS = "call_days", Rule(Term("满意度回访期限", "Customer called back within"), "T4.2", 3, WORKING_DAYS, 0, 60, suggested=True)
    RETENTION_YEARS = "retention_years", Rule(Term("投诉资料保存期", "Complaint volumes kept for"), "T4.4", 1, YEARS, 1, 100)
    LONG_TERM_AMOUNT = "long_term_amount", Rule(Term("长期保存的处理金额", "Kept long-term from an amount of"), "T4.4", 5_000, YUAN, 1, suggested=True)
    SURVEY_DAYS = "survey_days", Rule(Term("评价链接有效期", "Link for the customer's opinion valid for"), "T4.2", 15, DAYS, 1, 365, suggested=True)
    ASSIGN_HOURS = "assign_hours", Rule(Term("投诉分派时限", "Complaint assigned within"), "T2.4", 2, WORKING_HOURS, 1, 160, suggested=True)
    SIGN_HOURS = "sign_hours", Rule(Term("部门签收时限", "Department signs within"), "Y6.3", 4, WORKING_HOURS, 1, 160, suggested=True)
    MEETING_DAYS = "meeting_days", Rule(Term("会议审议期限", "Meeting held within"), "K4.10", 2, WORKING_DAYS, 0, 60, suggested=True)
    SPOT_CHECK_DAYS = "spot_check_days", Rule(Term("抽查验证期限", "Spot-check finished within"), "T4.3", 5, WORKING_DAYS, 0, 60, suggested=True)
    K4_REGISTER_DAYS = "k4_register_days", Rule(Term("律所：投诉登记期限", "Law firm: registered within"), "K4.4", 1, WORKING_DAYS, 0, 60, suggested=True)
    K4_ANSWER_DAYS = "k4_answer_days", Rule(Term("律所：首次联系期限", "Law firm: first contact within"), "K4.13", 1, WORKING_DAYS, 0, 60, suggested=True)
    K6_REGISTER_HOURS = "k6_register_hours", Rule(Term("物业：登记时限", "Property: recorded within"), "K6.3", 1, WORKING_HOURS, 1, 160, suggested=True)
    K6_ANSWER_DAYS = (
        "k6_answer_days",
        Rule(Term("物业：首次答复期限（0 为当天）", "Property: answered within (0: same day)"), "K6.13", 0, WORKING_DAYS, 0, 60, suggested=True),
    )
    K6_VERIFY_DAYS = "k6_verify_days", Rule(Term("物业：调查核实期限（0 为当天）", "Property: verified within (0: same day)"), "K6.3", 0, WORKING_DAYS, 0, 60)
    Y_REGISTER_HOURS = (
        "y_register_hours",
        Rule(Term("通用：登记转交时限", "General: registered and passed on within"), "Y4.4", 24, HOURS, 1, 720, suggested=True),
    )
    Y_ANSWER_HOURS = "y_answer_hours", Rule(Term("通用：首次答复时限", "General: first answer within"), "Y4.3", 24, HOURS, 1, 720, suggested=True)
    Y_HANDLING_DAYS = "y_handling_days", Rule(Term("通用：办理期限", "General: handled within"), "Y4.5", 3, WORKING_DAYS, 0, 60, suggested=True)
    PENALTY_LEAST = "penalty_least", Rule(Term("每件投诉扣罚下限", "Penalty for a complaint at least"), "K8.17", 10, YUAN, 0, 100_000)
    PENALTY_MOST = "penalty_most", Rule(Term("每件投诉扣罚上限", "Penalty for a complaint at most"), "K2.19", 200, YUAN, 0, 100_000)
    APPEAL_DAYS = "appeal_days", Rule(Term("通报批评申诉期", "Appeal against a criticism within"), "K2.19", 5, WORKING_DAYS, 1, 60, suggested=True)
    RETURN_DAYS = (
        "return_days",
        Rule(Term("出库后霉变无条件退货", "Unconditional return of mould after leaving the warehouse within"), "T2.17", 15, DAYS, 0, 365),
    )
    LIMIT_MANAGER = "limit_manager", Rule(Term("部门经理投诉处理金额权限", "Department manager may grant"), "K4.8", 500, YUAN, suggested=True)
    LIMIT_DEPUTY = "limit_deputy", Rule(Term("副总经理投诉处理金额权限", "Deputy general manager may grant"), "K4.8", 5_000, YUAN, suggested=True)
    LIMIT_GENERAL = "limit_general", Rule(Term("总经理投诉处理金额权限", "General manager may grant"), "K4.8", 50_000, YUAN, suggested=True)
    LIMIT_CHAIRMAN = "limit_chairman", Rule(Term("董事长投诉处理金额权限", "Chairman may grant"), "K4.8", 1_000_000, YUAN, suggested=True)
    MAJOR_AMOUNT = "major_amount", Rule(Term("按重大投诉上会的金额", "Amount that goes to the meeting"), "K4.10", 5_000, YUAN, 1, suggested=True)
    WARN_EARLY = "warn_early", Rule(Term("期限首次提醒（占期限）", "First warning of a term at"), "Y6.7", 50, PERCENT, 1, 99, suggested=True)
    WARN_NEAR = "warn_near", Rule(Term("期限再次提醒（占期限）", "Second warning of a term at"), "Y6.7", 75, PERCENT, 1, 99, suggested=True)
    WARN_LONG_OVER = (
        "warn_long_over",
        Rule(Term("逾期升级提醒（占期限）", "Escalated when a term is over by"), "Y6.7", 200, PERCENT, 101, 1_000, suggested=True),
    )
    UNASSIGNED_HOURS = "unassigned_hours", Rule(Term("未分派提醒", "Warned that nobody is assigned after"), "A6.4", 2, WORKING_HOURS, 1, 160, suggested=True)
    NO_PROGRESS_DAYS = "no_progress_days", Rule(Term("无进展提醒", "Warned of no progress after"), "Y6.7", 2, WORKING_DAYS, 1, 60, suggested=True)
    OBJECTION_DAYS = "objection_days", Rule(Term("答复后提出异议", "Objection after the answer within"), "K4.22", 10, WORKING_DAYS, 0, 250, suggested=True)
    MOST_ROUNDS = "most_rounds", Rule(Term("投诉最多办理轮次", "Rounds of a complaint at most"), "K4.22", 2, TIMES, 1, 9, suggested=True)
    DECIDER_LEVELS_UP = (
        "decider_levels_up",
        Rule(Term("新一轮决定人比上一轮高", "Who decides anew stands above the one before by"), "K4.22", 1, LEVELS, 0, 4, suggested=True),
    )
    REOPEN_DAYS = "reopen_days", Rule(Term("办结后可重新打开", "A closed case is opened again within"), "K4.22", 30, DAYS, 0, 3_650, suggested=True)
    RETURNS_PER_DEPARTMENT = "returns_per_department", Rule(Term("同一部门可退回", "A department may return a case"), "K6.7", 1, TIMES, 0, 1, suggested=True)
    MEETING_QUORUM = (
        "meeting_quorum",
        Rule(Term("审议会到会人数超过（除去回避人员）", "Meeting: there must be more than"), "K4.10", 50, PERCENT, 0, 99, suggested=True),
    )
    MEETING_MAJORITY = (
        "meeting_majority",
        Rule(Term("审议会同意人数超过（到会人员）", "Meeting: must agree more than"), "K4.12", 50, PERCENT, 0, 99, suggested=True),
    )
    AUTHORITY_NOTICE_DAYS = (
        "authority_notice_days",
        Rule(Term("决议后向主管部门通报", "Authority notified after the resolution within"), "K4.12", 5, WORKING_DAYS, 0, 60, suggested=True),
    )
    VALID_PERCENT = "valid_percent", Rule(Term("有效投诉率低于", "Valid complaints below"), "K6.15", 1, PERCENT, 1, 100)
    SPOT_CHECK_PERCENT = "spot_check_percent", Rule(Term("抽查比例", "Share of cases checked"), "T4.3", 10, PERCENT, 1, 100, suggested=True)
    SPOT_CHECK_LEAST = (
        "spot_check_least",
        Rule(Term("每部门每月至少抽查", "Checked for each department and month at least"), "T4.3", 1, CASES, 0, 1_000, suggested=True),
    )
    SPOT_CHECK_WHOLE = (
        "spot_check_whole",
        Rule(Term("严重和重大投诉全部抽查", "All serious and major cases are checked"), "T4.3", 1, YES_OR_NO, 0, 1, suggested=True),
    )
    SUPERIORS_KEEP_AWAY = (
        "superiors_keep_away",
        Rule(Term("被投诉人的直接上级回避", "Direct superiors of respondents keep away"), "K4.7", 1, YES_OR_NO, 0, 1, suggested=True),
    )
    DUPLICATE_DAYS = "duplicate_days", Rule(Term("查重时前后", "Looked for duplicates before and after"), "T2.3", 30, DAYS, 1, 365, suggested=True)
    DUPLICATE_PERCENT = (
        "duplicate_percent",
        Rule(Term("内容相似度达到即提示重复", "Hinted as a duplicate when texts are alike by"), "T2.3", 60, PERCENT, 20, 100, suggested=True),
    )
    CORRECTION_DAYS = "correction_days", Rule(Term("更正单办理期限", "Correction order carried out within"), "K5.8", 3, WORKING_DAYS, 0, 60, suggested=True)
