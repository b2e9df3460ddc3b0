"""What can be chosen at the service desk: kinds of requests and feedback, channels, how satisfied a customer is."""

from enum import StrEnum

from domain.terms import Term


class RequestKind(StrEnum):
    """What a customer wants that is no complaint."""

    INQUIRY = "inquiry"
    SERVICE = "service"
    ORDER = "order"
    TRIAL = "trial"
    TOP_UP = "top_up"
    COLLECTION = "collection"


REQUEST_KINDS = {
    RequestKind.INQUIRY: Term("咨询", "Inquiry"),
    RequestKind.SERVICE: Term("服务请求", "Service request"),
    RequestKind.ORDER: Term("订单协助", "Help with an order"),
    RequestKind.TRIAL: Term("试机", "Trial of a machine"),
    RequestKind.TOP_UP: Term("充卡", "Top-up"),
    RequestKind.COLLECTION: Term("资金回收", "Collection of payments"),
}


class Channel(StrEnum):
    """Y4.3, K9.1: how a customer reaches us."""

    PHONE = "phone"
    EMAIL = "email"
    ONLINE = "online"
    VISIT = "visit"
    WRITTEN = "written"


CHANNELS = {
    Channel.PHONE: Term("电话", "Telephone"),
    Channel.EMAIL: Term("电子邮件", "E-mail"),
    Channel.ONLINE: Term("在线客服", "Online service"),
    Channel.VISIT: Term("来访", "Visit"),
    Channel.WRITTEN: Term("书面", "In writing"),
}


class Satisfaction(StrEnum):
    """A5.6: what the customer says when a request is closed."""

    SATISFIED = "satisfied"
    ACCEPTED = "accepted"
    DISSATISFIED = "dissatisfied"
    UNREACHED = "unreached"


SATISFACTIONS = {
    Satisfaction.SATISFIED: Term("满意", "Satisfied"),
    Satisfaction.ACCEPTED: Term("基本满意", "Content"),
    Satisfaction.DISSATISFIED: Term("不满意", "Dissatisfied"),
    Satisfaction.UNREACHED: Term("未联系上", "Not reached"),
}
SATISFACTION_TONES = {
    Satisfaction.SATISFIED: "done", Satisfaction.ACCEPTED: "calm", Satisfaction.DISSATISFIED: "late", Satisfaction.UNREACHED: "soon",
}  # fmt: skip


class FeedbackKind(StrEnum):
    """A6.1, K9.14, K8.12: what a customer, or the market, tells us."""

    OPINION = "opinion"
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"
    DISPUTE = "dispute"
    REPORT = "report"
    COMMENDATION = "commendation"
    MARKET = "market"


FEEDBACK_KINDS = {
    FeedbackKind.OPINION: Term("意见", "Opinion"),
    FeedbackKind.SUGGESTION: Term("建议", "Suggestion"),
    FeedbackKind.COMPLAINT: Term("投诉", "Complaint"),
    FeedbackKind.DISPUTE: Term("纠纷", "Dispute"),
    FeedbackKind.REPORT: Term("举报", "Report of misconduct"),
    FeedbackKind.COMMENDATION: Term("表扬", "Commendation"),
    FeedbackKind.MARKET: Term("市场信息", "Market information"),
}
FOR_THE_COMPLAINT_DESK = (FeedbackKind.COMPLAINT, FeedbackKind.DISPUTE, FeedbackKind.REPORT)
"""K9.14: these go on as a case of their own."""
