"""What belongs to the story of a case or a customer: which moments of which registers, what each is called, its words and who did it."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.terms import Term


@dataclass(frozen=True, slots=True)
class Source:
    """The field ``at`` of a register says when ``what`` happened to the record that ``link`` names."""

    register: str
    link: str
    at: str
    what: Term
    text: str = ""
    """The field with its words; empty where the fact says enough."""
    who: str = ""


def _case(register: str, at: str, zh: str, en: str, text: str = "", who: str = "") -> Source:
    return Source(register, "complaint", at, Term(zh, en), text, who)


def _customer(register: str, at: str, zh: str, en: str, text: str = "", who: str = "") -> Source:
    return Source(register, "customer", at, Term(zh, en), text, who)


TIMELINES: Mapping[str, tuple[Source, ...]] = {
    "complaint": (
        _case("complaint_clock", "started_at", "开始计时", "Clock started", "code"),
        _case("complaint_clock", "stopped_at", "停止计时", "Clock stopped", "code"),
        _case("complaint_breach", "due_at", "逾期", "Term not kept", "code"),
        _case("complaint_pause", "since_at", "等待客户材料", "Waiting for the customer"),
        _case("complaint_message", "sent_at", "与投诉人往来", "Message", "text"),
        _case("complaint_evidence", "collected_on", "取得证据", "Evidence", "title", "entered_by"),
        _case("complaint_measure", "created_at", "定下措施", "Measure planned", "content", "responsible"),
        _case("complaint_measure", "done_on", "措施落实", "Measure carried out", "content", "responsible"),
        _case("complaint_measure", "waived_at", "措施免予", "Measure waived", "content", "waived_by"),
        _case("complaint_hearing", "created_at", "请当事人陈述", "Hearing asked for", "number"),
        _case("complaint_hearing", "answered_at", "当事人已陈述", "Hearing answered", "number"),
        _case("complaint_meeting", "planned_at", "审议会召开时间", "Meeting planned for", "number"),
        _case("complaint_meeting", "held_at", "审议会开始", "Meeting opened", "number", "chair"),
        _case("complaint_meeting", "ended_at", "审议会结束", "Meeting ended", "number", "secretary"),
        _case("recusal_declaration", "decided_at", "回避申报已决定", "Recusal decided", "number", "decided_by"),
        _case("correction_order", "created_at", "提出更正", "Correction ordered", "what", "issued_by"),
        _case("correction_order", "carried_at", "数据已更正", "Corrected", "what", "carried_by"),
        _case("authority_notice", "sent_on", "向主管部门通报", "Authority notified", "authority"),
        _case("printed_form", "printed_at", "打印表单", "Form printed", "form", "printed_by"),
        _case("complaint_volume", "archived_on", "立卷归档", "Bound and archived", "number", "archived_by"),
    ),
    "customer": (
        _customer("complaint", "received_at", "投诉", "Complaint", "title"),
        _customer("complaint", "closed_at", "投诉办结", "Complaint closed", "number"),
        _customer("correspondence", "exchanged_on", "来往函件", "Letter", "subject", "handler"),
        _customer("major_event", "happened_on", "重大事项", "Major event", "title", "recorder"),
        _customer("registration", "contacted_on", "首次接触", "First contact", "", "applicant"),
        _customer("registration", "filed_on", "完成备案", "Filed", "", "filed_by"),
        _customer("registration_change", "changed_on", "资料变更", "Change", "change", "applicant"),
        _customer("customer_touch", "touched_on", "联系", "Contacted", "subject", "person"),
        _customer("customer_visit", "visited_on", "拜访", "Visited", "opinions", "visitor"),
        _customer("visit_item", "solved_on", "拜访事项已解决", "Item of a visit solved", "subject"),
        _customer("customer_care", "done_on", "问候和关怀", "Care", "occasion", "person"),
        _customer("programme_guest", "supplied_on", "列入活动名单", "Invited", "guest"),
        _customer("customer_rating", "rated_on", "客户评级", "Rated", "reason", "rater"),
        _customer("deal", "dealt_on", "交易", "Deal", "subject", "handler"),
        _customer("customer_arrangement", "approved_on", "优惠与合作获批", "Terms approved", "title", "approved_by"),
        _customer("customer_expense", "spent_on", "客户费用", "Expense", "purpose", "applicant"),
        _customer("customer_handover", "noticed_on", "通知客户更换客户经理", "Told of the new manager", "reason", "successor"),
        _customer("customer_handover", "first_contact_on", "接任人首次联系", "First contact of the successor", "", "successor"),
        _customer("service_request", "received_at", "服务请求", "Service asked for", "title", "recorder"),
        _customer("contact_log", "happened_at", "来电来访", "Call or visit", "subject", "agent"),
        _customer("feedback", "received_at", "客户反馈", "Feedback", "title", "recorder"),
        _customer("customer_survey", "asked_on", "满意度调查", "Survey", "says", "asker"),
        _customer("relation_evaluation", "until_on", "关系评价", "Relation evaluated", "conclusion", "evaluator"),
        _customer("churn_case", "noticed_on", "发现流失", "Loss noticed", "analysis", "responsible"),
        _customer("churn_case", "closed_on", "流失处理结束", "Loss closed", "outcome", "closed_by"),
        _customer("customer_risk", "identified_on", "识别风险", "Risk identified", "details", "responsible"),
        _customer("sharing_request", "approved_at", "信息共享获批", "Sharing approved", "purpose", "approved_by"),
        _customer("archive_view_request", "created_at", "申请查阅档案", "Asked to view the archive", "purpose", "applicant"),
        _customer("archive_view_request", "decided_at", "查阅申请已审批", "Request to view decided", "opinion", "decided_by"),
    ),
}
"""By register, in the order in which they stand when they happened at the same moment."""
