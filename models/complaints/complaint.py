"""投诉 — a complaint from the first call to the archive; those complained of never meet it (T2–T4, K4, Y6)."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from domain.access import Clearance
from domain.areas import Area
from domain.complaint_clocks import PROFILES, Profile
from domain.masking import Mask
from domain.numbering import Series
from domain.returns import Grounds
from domain.terms import Term
from models import fields
from models.base import Record
from models.complaints import words
from models.complaints.sections import SECTIONS
from models.complaints.stages import STAGES, TONES, WORKFLOW, Stage
from models.customers.customer import Customer
from models.filings.process_filing import ProcessFiling
from models.organisation.department import Department
from models.organisation.employee import Employee
from models.register import Register


class Complaint(Record):
    """《客户抱怨投诉登记表》 and 《客户投诉处理单》: one case, whose fields the moves fill one after the other."""

    register = Register(
        title=Term("投诉", "Complaints"),
        area=Area.COMPLAINTS,
        rank=10,
        clauses=("T2.3", "T6.2", "K4.4", "Y6.2"),
        label="number",
        sub="title",
        list=("number", "title", "channel", "kind", "stage", "next_due_at", "received_at", "department", "handler", "satisfaction"),
        search=("number", "title", "facts"),
        filters=(
            "stage", "kind", "channel", "severity", "major", "next_due_at", "received_at", "department", "handler",
            "customer", "satisfaction", "round", "late_times", "referred_due_on", "paused_at", "promised_at",
            "responsibility", "accepted_at", "extended_at", "finished_at", "called_at", "closed_at", "checking",
        ),
        newest="received_at",
        sections=SECTIONS,
        owner="recorder",
        draft_only="K4.3",
        corrected_by="correction_order",
        fixed=("received_at", "channel", "referred_by", "referred_no", "referred_due_on", "facts", "demanded"),
        department="department",
        region="customer",
        assigned=("handler", "checker"),
        recused="kept_away",
        workflow=WORKFLOW,
        acts={"write_to_complainant": Term("与投诉人往来", "Write to the complainant")},
    )  # fmt: skip

    # What a handler has open, and his list: of a million cases fifty thousand are his, and a thousand of these are open.
    __table_args__ = (
        Index("ix_complaint_handler_stage", "handler_id", "stage", "received_at", "id"),
        Index("ix_complaint_handler_received", "handler_id", "received_at", "id"),
    )

    number: Mapped[str] = fields.serial("编号", "Number", Series("complaint", "诉〔{year}〕{no:03d}"), clause="K4.4")
    stage: Mapped[Stage] = fields.choice("状态", "Stage", STAGES, tones=TONES, required=True, default=Stage.RECEIVED, system=True, growing=True)
    next_due_at: Mapped[datetime | None] = fields.moment(
        "当前期限", "Due now", system=True, deadline=True, clause="T3.1",
        help=Term("正在计时的一项；办结后为空。", "What runs at present; empty once nothing does."),
    )  # fmt: skip

    received_at: Mapped[datetime | None] = fields.moment(
        "接到时间", "Received at", clause="Y6.2", help=Term("留空即为现在；24 小时内登记并答复。", "Empty means now; registered and answered within 24 hours.")
    )
    channel: Mapped[words.Channel] = fields.choice("渠道", "Channel", words.CHANNELS, required=True, clause="T2.9")
    customer_id: Mapped[int | None]
    customer: Mapped[Customer | None] = fields.reference("客户", "Customer", "customer")
    anonymous: Mapped[bool] = fields.yes_no("匿名", "Anonymous")
    complainant: Mapped[str | None] = fields.text(
        "投诉人", "Complainant", length=60, clearance=Clearance.PERSONAL, mask=Mask.NAME, clause="T2.3",
        help=Term("匿名的可以不填；其余登记前必填。", "May be empty when anonymous, else needed before registering."),
    )  # fmt: skip
    phone: Mapped[str | None] = fields.phone("投诉人电话", "Complainant's phone", clause="T2.3")
    address: Mapped[str | None] = fields.text("投诉人地址", "Complainant's address", clearance=Clearance.PERSONAL, mask=Mask.ADDRESS, clause="T2.3")
    complainant_employee_id: Mapped[int | None]
    complainant_employee: Mapped[Employee | None] = fields.person(
        "投诉人是员工的", "Complainant on the staff", clearance=Clearance.PERSONAL, clause="K4.7",
        help=Term("本公司员工投诉时填写；本人不得办理自己的投诉。", "If he works here: nobody takes part in his own complaint."),
    )  # fmt: skip
    title: Mapped[str] = fields.text("投诉事项", "Subject", length=120, required=True, clause="Y6.2")
    facts: Mapped[str] = fields.long_text("投诉内容", "Facts", required=True, clause="T2.3")
    demanded: Mapped[str | None] = fields.long_text("客户要求", "Demanded", length=2000, clause="T5.2")
    respondents: Mapped[list[Employee]] = fields.references(
        "被投诉人", "Complained of", "employee", clause="K4.7",
        help=Term("被投诉人应当回避：看不到此件，也不能经办。", "They neither see the case nor take part in it."),
    )  # fmt: skip
    recorder_id: Mapped[int | None]
    recorder: Mapped[Employee | None] = fields.person("接待人", "Received by", clause="K4.1")
    registered_at: Mapped[datetime | None] = fields.moment("登记时间", "Registered at", system=True)
    referred_by: Mapped[str | None] = fields.text("转来机关", "Referring authority", clause="K4.3")
    referred_no: Mapped[str | None] = fields.text("转办文号", "Authority's document", length=60, clause="K4.3")
    referred_due_on: Mapped[date | None] = fields.day("机关要求期限", "Authority's term", clause="K4.3")

    kind: Mapped[words.Kind | None] = fields.choice("投诉类别", "Class", words.KINDS, system=True, clause="T2.10")
    severity: Mapped[words.Severity | None] = fields.choice(
        "严重程度", "Severity", words.SEVERITIES, tones=words.SEVERITY_TONES, system=True
    )
    major: Mapped[bool] = fields.yes_no("重大", "Major", system=True, clause="K4.10")
    major_because: Mapped[str | None] = fields.long_text("定为重大的理由", "Why it is major", length=400, system=True, clause="K4.10")
    nobody_named: Mapped[str | None] = fields.text("被投诉人不明的说明", "Why nobody is named", length=400, system=True, clause="K4.7")
    confirmation: Mapped[str | None] = fields.long_text("确认答复", "Confirmation", length=2000, system=True, clause="T2.8")
    accepted_at: Mapped[datetime | None] = fields.moment("受理时间", "Accepted at", system=True)
    accepted_by: Mapped[Employee | None] = fields.person("受理人", "Accepted by", system=True)
    refusal: Mapped[str | None] = fields.long_text("不予受理的理由", "Why refused", length=2000, system=True)
    refusal_code: Mapped[words.RefusalCode | None] = fields.choice("不予受理原因", "Reason of refusal", words.REFUSAL_CODES, system=True)
    refusal_basis: Mapped[str | None] = fields.text("不予受理依据", "Basis of refusal", system=True)
    refusal_asked_by_id: Mapped[int | None]
    refusal_asked_by: Mapped[Employee | None] = fields.person("拟不予受理人", "Refusal proposed by", system=True)
    due_on: Mapped[date | None] = fields.day("办理期限", "Term", system=True, clause="T3.1")
    department_id: Mapped[int | None]
    department: Mapped[Department | None] = fields.department("经办部门", "Department in charge", system=True, clause="T2.11")
    handler_id: Mapped[int | None]
    handler: Mapped[Employee | None] = fields.person("经办人", "Handler", system=True, clause="K4.6", apart=True)
    route_reason: Mapped[str | None] = fields.text(
        "另派理由", "Why elsewhere", length=400, system=True, clause="K9.12",
        help=Term("与建议的去向不同时必填。", "Needed where it goes elsewhere than suggested."),
    )  # fmt: skip
    assigned_at: Mapped[datetime | None] = fields.moment("分派时间", "Assigned at", system=True)
    assigned_by_id: Mapped[int | None]
    assigned_by: Mapped[Employee | None] = fields.person("分派人", "Assigned by", system=True)
    signed_for_at: Mapped[datetime | None] = fields.moment("签收时间", "Signed for at", system=True, clause="Y6.3")
    arrangement: Mapped[str | None] = fields.long_text(
        "办理安排告知", "How the handling is arranged", length=2000, system=True, clause="K4.13",
        help=Term("告知投诉人由谁、怎样、何时办理；决定前不作承诺。", "Who handles it, how and when; nothing is promised."),
    )  # fmt: skip
    arranged_at: Mapped[datetime | None] = fields.moment("安排告知时间", "Arrangement told at", system=True)
    returned_because: Mapped[str | None] = fields.long_text("退回或重办原因", "Why returned", length=2000, system=True)
    extension_reason: Mapped[str | None] = fields.long_text("延期理由", "Why more time", length=1000, system=True, clause="T3.2")
    extension_asked_by_id: Mapped[int | None]
    extension_asked_by: Mapped[Employee | None] = fields.person("延期申请人", "More time asked by", system=True)
    extension_granted_by_id: Mapped[int | None]
    extension_granted_by: Mapped[Employee | None] = fields.person("延期批准人", "More time granted by", system=True)
    extended_at: Mapped[datetime | None] = fields.moment("延期批准时间", "More time granted at", system=True)
    extension_told: Mapped[str | None] = fields.long_text(
        "延期如何告知客户", "How the customer was told of it", length=1000, system=True, clause="T3.2"
    )
    requested: Mapped[str | None] = fields.long_text("请客户补充的材料", "What the customer is asked for", length=1000, system=True, clause="K4.11")
    requested_until: Mapped[date | None] = fields.day("请在此前补充", "To be sent by", system=True)
    paused_at: Mapped[datetime | None] = fields.moment(
        "等待材料自", "Waiting since", system=True, help=Term("等待期间净计时暂停，总计时不停。", "Net time stands still meanwhile; gross time does not.")
    )
    promised_at: Mapped[datetime | None] = fields.moment("约定答复时间", "Reply appointed for", system=True, clause="K6.13")
    promise_reply: Mapped[str | None] = fields.long_text("按约答复", "What was replied", length=2000, system=True, clause="K6.13")
    profile: Mapped[Profile | None] = fields.choice(
        "适用制度", "Regulations", PROFILES, system=True, growing=True,
        help=Term("接到时公司采用的制度，办理中不变。", "Those the company used when it came; they stay."),
    )  # fmt: skip
    rules_on: Mapped[date | None] = fields.day(
        "规则日期", "Rules as of", system=True, help=Term("期限按这一天有效的规则计算。", "Terms are counted by the rules of that day.")
    )
    filed_process_id: Mapped[int | None]
    filed_process: Mapped[ProcessFiling | None] = fields.reference(
        "执行的报备流程", "Filed process", "process_filing", system=True, clause="R4.5",
        help=Term("接到时实施中的版本；以后的新版不影响本件。", "The edition in force when it came; a later one does not touch it."),
    )  # fmt: skip

    findings: Mapped[str | None] = fields.long_text("调查结果", "Findings", system=True, clause="K4.11")
    cause: Mapped[str | None] = fields.long_text("真实原因", "True cause", length=2000, system=True, clause="Y6.3")
    responsibility: Mapped[words.Responsibility | None] = fields.choice(
        "责任", "Responsibility", words.RESPONSIBILITIES, system=True, clause="Y6.4"
    )
    respondents_said: Mapped[str | None] = fields.long_text(
        "被投诉人陈述", "What they said", length=4000, system=True,
        help=Term("没有被投诉人或拒绝陈述的，也请写明。", "Say so as well if there is nobody or he refuses."),
    )  # fmt: skip
    return_grounds: Mapped[Grounds | None] = fields.choice(
        "退货原因", "Grounds for a return", words.RETURN_GROUNDS, system=True, clause="T2.15",
        help=Term("要求退货的必填。", "Needed where the goods are to go back."),
    )  # fmt: skip
    outbound_on: Mapped[date | None] = fields.day("出库日期", "Left the warehouse on", system=True, clause="T2.17")
    outbound_checked: Mapped[bool] = fields.yes_no("已核对《销售出库审核表》", "Checked against the outbound form", system=True, clause="T2.17")
    return_verified: Mapped[bool] = fields.yes_no("质量部核实属实", "Verified by quality control", system=True, clause="T2.15")
    opinion: Mapped[str | None] = fields.long_text("书面处理意见", "Written opinion", system=True, clause="K4.8")
    measures: Mapped[str | None] = fields.long_text(
        "处理方案", "Plan", length=4000, system=True, clause="Y6.5",
        help=Term("提出意见时各项措施的原文；落实情况见「处理措施」。", "The measures as they were when proposed; how far they are is told there."),
    )  # fmt: skip
    opinion_by_id: Mapped[int | None]
    opinion_by: Mapped[Employee | None] = fields.person("意见人", "Opinion by", system=True)
    opinion_at: Mapped[datetime | None] = fields.moment("意见时间", "Opinion at", system=True)
    remedy: Mapped[words.Remedy | None] = fields.choice("处理方式", "Remedy", words.REMEDIES, system=True, clause="T5.2")
    remedy_amount: Mapped[Decimal | None] = fields.money(
        "金额", "Amount", system=True, minimum=0, help=Term("退货、换货、赔偿的金额。", "Of a return, an exchange, a compensation.")
    )
    decision: Mapped[str | None] = fields.long_text("领导决定", "Decision", length=4000, system=True, clause="K4.8")
    decided_at: Mapped[datetime | None] = fields.moment("决定时间", "Decided at", system=True)
    decided_by_id: Mapped[int | None]
    decided_by: Mapped[Employee | None] = fields.person("决定人", "Decided by", system=True)
    minutes: Mapped[str | None] = fields.long_text("会议纪要", "Minutes", system=True, clause="K4.10")
    notify_authority: Mapped[bool] = fields.yes_no("向主管部门通报", "Notify the authority", system=True, clause="K4.12")

    plan_version: Mapped[int] = fields.number("方案版次", "Version of the plan", required=True, default=1, minimum=1, system=True)
    plan_change: Mapped[str | None] = fields.long_text("方案变更内容", "What changes in the plan", length=2000, system=True, clause="Y6.6")
    plan_agreed: Mapped[words.PlanAgreed | None] = fields.choice(
        "客户对变更的意见", "The customer on the change", words.PLAN_AGREED, system=True, clause="Y6.6"
    )

    told: Mapped[str | None] = fields.long_text("告知内容", "What was told", length=4000, system=True, clause="Y6.6")
    told_at: Mapped[datetime | None] = fields.moment("告知时间", "Told at", system=True)
    result: Mapped[str | None] = fields.long_text("处理结果", "Result", length=4000, system=True, clause="T4.1")
    finished_at: Mapped[datetime | None] = fields.moment("处理完毕时间", "Finished at", system=True)
    explanation: Mapped[str | None] = fields.long_text(
        "事实说明", "Explanation", length=4000, system=True, clause="T2.20",
        help=Term("客户误解的必填：说明事实，消除误解。", "Needed for a misunderstanding: the facts that remove it."),
    )  # fmt: skip
    answer: Mapped[str | None] = fields.long_text("答复客户", "Answer", length=4000, system=True, clause="T4.1")
    reply_form: Mapped[words.ReplyForm | None] = fields.choice(
        "答复方式", "Answered how", words.REPLY_FORMS, system=True, growing=True, clause="K4.19",
        help=Term("原则上书面答复；律所用其他方式的请写理由。", "In writing as a rule; a law firm gives a reason for any other way."),
    )  # fmt: skip
    reply_reason: Mapped[str | None] = fields.long_text("未用书面答复的理由", "Why not in writing", length=1000, system=True, clause="K4.19")
    director_told: Mapped[str | None] = fields.long_text(
        "向主任的答复", "What the director was told", length=2000, system=True, clause="K6.8",
        help=Term("物业投诉的结果答复住户和主任。", "In property management the result goes to the resident and to the director."),
    )  # fmt: skip
    answered_at: Mapped[datetime | None] = fields.moment("答复时间", "Answered at", system=True)
    answered_by: Mapped[Employee | None] = fields.person("答复人", "Answered by", system=True)
    satisfaction: Mapped[words.Satisfaction | None] = fields.choice(
        "满意度", "Satisfaction", words.SATISFACTIONS, tones=words.SATISFACTION_TONES, system=True, clause="T4.2"
    )
    customer_says: Mapped[str | None] = fields.long_text("客户意见", "Customer's opinion", length=2000, system=True, clause="T4.2")
    called_at: Mapped[datetime | None] = fields.moment("回访时间", "Called at", system=True)
    called_by: Mapped[Employee | None] = fields.person("回访人", "Called by", system=True)

    root_cause: Mapped[str | None] = fields.long_text("根本原因", "Root cause", length=2000, system=True)
    cause_kind: Mapped[words.CauseKind | None] = fields.choice(
        "原因类别", "Kind of cause", words.CAUSE_KINDS, system=True, growing=True, clause="K9.17"
    )
    prevention: Mapped[str | None] = fields.long_text("纠正措施", "Prevention", length=2000, system=True)
    closed_at: Mapped[datetime | None] = fields.moment("办结时间", "Closed at", system=True)
    closed_by: Mapped[Employee | None] = fields.person("办结人", "Closed by", system=True)
    retention: Mapped[words.Retention | None] = fields.choice("保存期", "Kept", words.RETENTIONS, system=True, clause="T4.4")
    volume: Mapped[str | None] = fields.text("卷号", "Volume", length=40, system=True, clause="K4.20")
    archived_on: Mapped[date | None] = fields.day("归档日期", "Archived on", system=True)
    withdrawal: Mapped[str | None] = fields.long_text("撤诉凭据", "Proof of withdrawal", length=2000, system=True)
    withdrawal_confirmed: Mapped[words.Confirmed | None] = fields.choice("撤诉确认", "Withdrawal confirmed", words.CONFIRMATIONS, system=True)
    objection_by: Mapped[words.Side | None] = fields.choice("异议人", "Who objects", words.SIDES, system=True, clause="K4.22")
    objection: Mapped[str | None] = fields.long_text("异议内容", "Objection", length=4000, system=True, clause="K4.22")
    external_routes: Mapped[str | None] = fields.long_text(
        "已告知的外部途径", "External routes told", length=2000, system=True, clause="K4.22",
        help=Term("主管部门、消费者协会、仲裁、诉讼等，写明如何提出。", "Authority, consumers' association, arbitration, court, and how."),
    )  # fmt: skip
    returned_departments: Mapped[list[Department]] = fields.references("退回过的部门", "Returned by", "department", system=True, clause="K6.7")
    merged_into_id: Mapped[int | None]
    merged_into: Mapped["Complaint | None"] = fields.reference("并入", "Merged into", "complaint", system=True)
    round: Mapped[int] = fields.number("轮次", "Round", required=True, default=1, minimum=1, system=True, clause="K4.22")
    earlier_handlers: Mapped[list[Employee]] = fields.references("前轮经办人", "Earlier handlers", "employee", system=True, clause="K4.22")
    kept_away: Mapped[list[Employee]] = fields.references(
        "应当回避的人", "Kept away", "employee", system=True, clause="K4.7",
        help=Term("被投诉人及其亲属、直接上级，申报回避的人，投诉人本人。", "Respondents, relatives, superiors, declared conflicts."),
    )  # fmt: skip
    before_recusal: Mapped[str | None] = fields.long_text(
        "回避前签署", "Signed before recusal", length=4000, system=True, clause="K4.7",
        help=Term("后来应当回避的人在回避前办理的步骤。", "Steps of those who had to keep away later."),
    )  # fmt: skip
    late_times: Mapped[int] = fields.number(
        "逾期次数", "Times late", required=True, default=0, minimum=0, system=True, clause="T3.1",
        help=Term("超过期限的时限数，只增不减。", "Terms that were not kept; never goes down."),
    )  # fmt: skip
    checking: Mapped[bool] = fields.yes_no("抽查中", "Being checked", system=True, clause="T4.3")
    checker_id: Mapped[int | None]
    checker: Mapped[Employee | None] = fields.person("抽查人", "Checker", system=True, clause="T4.3", apart=True)
