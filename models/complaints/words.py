"""What can be chosen in a complaint: channels, the four classes of the regulation, severity, responsibility, retention."""

from enum import StrEnum

from domain.returns import Grounds
from domain.terms import Term


class Channel(StrEnum):
    """T2.2, T2.7, T2.9, K4.3: how it came."""

    PHONE = "phone"
    WRITTEN = "written"
    VISIT = "visit"
    REFERRED = "referred"
    ONLINE = "online"


class Kind(StrEnum):
    """T2.10: the four classes."""

    QUALITY = "quality"
    RETURN = "return"
    CONDUCT = "conduct"
    MISUNDERSTANDING = "misunderstanding"


class Severity(StrEnum):
    """How much harm is done or may be done."""

    MINOR = "minor"
    NORMAL = "normal"
    SERIOUS = "serious"


class Responsibility(StrEnum):
    """Y6.4: whose fault it was."""

    COMPANY = "company"
    EMPLOYEE = "employee"
    CUSTOMER = "customer"
    OTHERS = "others"
    NOBODY = "nobody"


class CauseKind(StrEnum):
    """K9.17: where a root cause lies, in the terms of quality management (人、机、料、法、环), so that causes can be counted."""

    PEOPLE = "people"
    EQUIPMENT = "equipment"
    MATERIAL = "material"
    SUPPLIER = "supplier"
    METHOD = "method"
    STORAGE = "storage"
    TELLING = "telling"
    STAFFING = "staffing"
    CUSTOMER = "customer"
    OTHER = "other"


class Satisfaction(StrEnum):
    """T4.2, Y6.8: what the customer says of the result."""

    SATISFIED = "satisfied"
    ACCEPTED = "accepted"
    DISSATISFIED = "dissatisfied"
    UNREACHED = "unreached"


class Remedy(StrEnum):
    """T5.2: what the customer is given, to be compared with what he wanted."""

    EXPLANATION = "explanation"
    APOLOGY = "apology"
    RETURN = "return"
    EXCHANGE = "exchange"
    COMPENSATION = "compensation"
    NONE = "none"


class PlanAgreed(StrEnum):
    """What the customer says of a changed plan."""

    AGREED = "agreed"
    TOLD = "told"


class ReplyForm(StrEnum):
    """K4.19: how the result is told; in writing unless there is a reason."""

    WRITTEN = "written"
    ORAL = "oral"
    PHONE = "phone"


class Retention(StrEnum):
    """T4.4: one year, the important ones long-term."""

    ONE_YEAR = "one_year"
    LONG_TERM = "long_term"


class Finding(StrEnum):
    """K4.11: what the check of one piece of evidence has shown."""

    TRUE = "true"
    PARTLY = "partly"
    UNTRUE = "untrue"
    UNKNOWN = "unknown"


class RefusalCode(StrEnum):
    """T2.10: why a complaint is not taken up."""

    NOT_OURS = "not_ours"
    COURT = "court"
    AUTHORITY = "authority"
    REPEATED = "repeated"
    OTHER = "other"


class Confirmed(StrEnum):
    """How a customer has confirmed that he withdraws."""

    WRITTEN = "written"
    RECORDED = "recorded"
    IN_PERSON = "in_person"


class Side(StrEnum):
    """K4.22: who objects."""

    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"


REFUSAL_CODES = {
    RefusalCode.NOT_OURS: Term("不属本公司职责，已告知去向", "Not ours; told where to go"),
    RefusalCode.COURT: Term("已进入诉讼或仲裁", "Before a court or arbitration"),
    RefusalCode.AUTHORITY: Term("主管部门已受理", "Taken up by the authority"),
    RefusalCode.REPEATED: Term("已办结的重复投诉，没有新事实", "Repeated after closing, without new facts"),
    RefusalCode.OTHER: Term("其他（见依据）", "Other (see the basis)"),
}
CONFIRMATIONS = {
    Confirmed.WRITTEN: Term("书面", "In writing"),
    Confirmed.RECORDED: Term("电话录音", "Recorded call"),
    Confirmed.IN_PERSON: Term("当面签字", "Signed in person"),
}
SIDES = {Side.COMPLAINANT: Term("投诉人", "The complainant"), Side.RESPONDENT: Term("被投诉人", "The one complained of")}
CHANNELS = {
    Channel.PHONE: Term("电话", "Telephone"),
    Channel.WRITTEN: Term("书面", "In writing"),
    Channel.VISIT: Term("当面口头", "In person"),
    Channel.REFERRED: Term("上级转来", "Referred by an authority"),
    Channel.ONLINE: Term("网上", "Online"),
}
KINDS = {
    Kind.QUALITY: Term("产品质量（口感、风味、包装）", "Quality (taste, flavour, packaging)"),
    Kind.RETURN: Term("产品退货", "Return of goods"),
    Kind.CONDUCT: Term("售后服务、失职、态度", "Service, neglect, conduct"),
    Kind.MISUNDERSTANDING: Term("客户误解", "Misunderstanding"),
}
SEVERITIES = {
    Severity.MINOR: Term("轻微", "Minor"),
    Severity.NORMAL: Term("一般", "Normal"),
    Severity.SERIOUS: Term("严重", "Serious"),
}
SEVERITY_TONES = {Severity.MINOR: "calm", Severity.NORMAL: "soon", Severity.SERIOUS: "late"}
RESPONSIBILITIES = {
    Responsibility.COMPANY: Term("公司", "The company"),
    Responsibility.EMPLOYEE: Term("员工", "An employee"),
    Responsibility.CUSTOMER: Term("客户", "The customer"),
    Responsibility.OTHERS: Term("第三方", "Others"),
    Responsibility.NOBODY: Term("误解，无责任方", "Nobody: a misunderstanding"),
}
CAUSE_KINDS = {
    CauseKind.PEOPLE: Term("人员操作和培训", "People and training"),
    CauseKind.EQUIPMENT: Term("设备设施", "Equipment"),
    CauseKind.MATERIAL: Term("物料和设计", "Material and design"),
    CauseKind.SUPPLIER: Term("供应商", "Supplier"),
    CauseKind.METHOD: Term("规程和流程", "Rules and process"),
    CauseKind.STORAGE: Term("包装、仓储和运输", "Packing, storage, transport"),
    CauseKind.TELLING: Term("信息告知", "What customers are told"),
    CauseKind.STAFFING: Term("人手和排班", "Staffing"),
    CauseKind.CUSTOMER: Term("客户使用", "Use by the customer"),
    CauseKind.OTHER: Term("其他", "Other"),
}
SATISFACTIONS = {
    Satisfaction.SATISFIED: Term("满意", "Satisfied"),
    Satisfaction.ACCEPTED: Term("基本满意", "Mostly satisfied"),
    Satisfaction.DISSATISFIED: Term("不满意", "Dissatisfied"),
    Satisfaction.UNREACHED: Term("两次未联系上", "Not reached in two tries"),
}
SATISFACTION_TONES = {
    Satisfaction.SATISFIED: "done", Satisfaction.ACCEPTED: "done", Satisfaction.DISSATISFIED: "late", Satisfaction.UNREACHED: "calm",
}  # fmt: skip
REMEDIES = {
    Remedy.EXPLANATION: Term("说明解释", "Explanation"),
    Remedy.APOLOGY: Term("道歉", "Apology"),
    Remedy.RETURN: Term("退货", "Return of the goods"),
    Remedy.EXCHANGE: Term("换货", "Exchange"),
    Remedy.COMPENSATION: Term("赔偿", "Compensation"),
    Remedy.NONE: Term("无", "None"),
}
PLAN_AGREED = {PlanAgreed.AGREED: Term("客户同意", "The customer agrees"), PlanAgreed.TOLD: Term("已告知客户", "The customer was told")}
RETURN_GROUNDS = {
    Grounds.SEDIMENT: Term("沉淀或较大悬浮物", "Sediment or floating matter"),
    Grounds.MOULD: Term("霉变", "Mould"),
    Grounds.STORAGE: Term("包装发霉、瓶盖扭断、渗漏等客户保管不当", "Packaging mouldy, cap broken, leaking: the customer's storage"),
}
REPLY_FORMS = {
    ReplyForm.WRITTEN: Term("书面", "In writing"), ReplyForm.ORAL: Term("当面", "In person"), ReplyForm.PHONE: Term("电话", "By telephone"),
}  # fmt: skip
RETENTIONS = {Retention.ONE_YEAR: Term("一年", "One year"), Retention.LONG_TERM: Term("长期", "Long-term")}
FINDINGS = {
    Finding.TRUE: Term("属实", "True"),
    Finding.PARTLY: Term("部分属实", "Partly true"),
    Finding.UNTRUE: Term("不属实", "Untrue"),
    Finding.UNKNOWN: Term("无法核实", "Cannot be verified"),
}
