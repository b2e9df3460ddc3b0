"""P01–P08: from the call to the department — registration, inquiry, receipt, refusal, referral."""

from domain.terms import Term
from operations.printing.forms import HANDWRITING, Cells, Form, Letter, Lines, Note, Sign, Signs

_CALLER = ("complainant", "phone", "address", "customer", "channel", "received_at")
_REFERRED = ("referred_by", "referred_no", "referred_due_on")
RECEIVED_BY = Sign(Term("接待人", "Received by"), "recorder", "received_at")
AFTER_REGISTERING = Term("登记", "it is registered")
CALL_LATER = Term("本表由接待人当场填写，按规定期限登记并答复客户。", "Filled in by whoever received it; registered and answered within the terms.")

INTAKE_FORMS = (
    Form(
        "P01", Term("客户抱怨投诉登记表", "Register form of complaints"), ("T2.3", "T6.2"),
        (
            Cells((*_CALLER, "anonymous", "recorder"), Term("一、投诉人", "1. Complainant")),
            Cells(("title", "facts", "demanded", "respondents"), Term("二、投诉内容", "2. Complaint"), tall=34),
            Cells(("kind", "severity", "major", "accepted_at", "department", "due_on", "confirmation"), Term("三、受理", "3. Acceptance")),
            Signs((RECEIVED_BY, Sign(Term("受理人", "Accepted by"), "accepted_by", "accepted_at"))),
        ),
        "registered_at", AFTER_REGISTERING,
        complete=(
            ("anonymous", ("complainant", "phone", "address")), ("", ("received_at", "recorder", "title", "facts", "demanded")),
            ("refusal", ("kind", "severity", "accepted_at", "confirmation", "department")),
        ),
    ),
    Form(
        "P02", Term("客户投诉表（电话）", "Complaint by telephone"), ("T2.3", "T2.5"),
        (
            Cells(("complainant", "phone", "address", "received_at", "recorder", "customer")),
            Cells(("title", "facts", "demanded"), tall=32),
            Lines(Term("通话记录和答复", "Notes of the call and the answer"), 4),
            Signs((RECEIVED_BY,)),
            Note(CALL_LATER),
        ),
        bound=False,
    ),
    Form(
        "P03", Term("客户咨询登记表", "Register form of inquiries"), ("T2.2", "T2.6"),
        (
            Cells(("complainant", "phone", "customer", "channel", "received_at", "recorder")),
            Cells(("title", "facts", "answer"), tall=32),
            Signs((Sign(Term("答复人", "Answered by"), "answered_by", "answered_at"),)),
        ),
        "answered_at", Term("答复客户", "the customer is answered"), bound=False,
    ),
    Form(
        "P04", Term("投诉或意见反映处理登记表", "Register form of complaints and opinions"), ("K4.4", "K4.8"),
        (
            Cells((*_CALLER, *_REFERRED, "recorder"), Term("投诉人和来源", "Complainant and source")),
            Cells(("title", "facts", "demanded", "respondents"), Term("投诉或反映的事项", "Matter"), tall=14),
            Cells(("findings", "opinion", "decision"), Term("调查、意见和决定", "Findings, opinion, decision"), tall=12),
            Signs((
                Sign(Term("专门负责人意见", "Officer's opinion"), "opinion_by", "opinion_at", 10),
                Sign(Term("分管领导决定", "Leader's decision"), "decided_by", "decided_at", 10),
            )),
        ),
        "registered_at", AFTER_REGISTERING,
    ),
    Form(
        "P06", Term("受理回执", "Receipt"), ("Y6.1", "T2.8"),
        (
            Letter(Term(
                "您于 {received_at} 反映的「{title}」已经收到，登记编号为 {number}。我们将按投诉管理制度规定的期限"
                "办理，并将结果告知您。查询时请报登记编号。",
                "Your complaint “{title}” of {received_at} has been received under number {number}. It is handled within the terms of "
                "the complaint regulation, and you will be told the result. Please quote the number.",
            )),
            Cells(("complainant", "phone", "channel", "received_at", "registered_at", "due_on", "facts", "demanded")),
            Signs((Sign(Term("接待人（盖章）", "Received by (seal)"), "recorder", "registered_at", 8),)),
        ),
        "registered_at", AFTER_REGISTERING, bound=False,
    ),
    Form(
        "P07", Term("不予受理、转出告知书", "Notice of refusal or referral"), ("T2.10", "K4.3"),
        (
            Letter(Term(
                "您于 {received_at} 反映的「{title}」（编号 {number}），经审查不予受理，理由如下。对本告知有异议的，可以提出一次，"
                "也可以向行业主管部门、消费者协会反映，或依法申请仲裁、提起诉讼。",
                "Your complaint “{title}” of {received_at} (number {number}) is not accepted, for the reason below. You may object once, turn to "
                "the authority or the consumers' association, or go to arbitration or court.",
            )),
            Cells(("complainant", "channel", "received_at", "answered_at", "refusal"), tall=50),
            Signs((
                Sign(Term("经办人", "By"), "answered_by", "answered_at"),
                Sign(Term("领导签批", "Leader"), room=HANDWRITING - 10),
                Sign(Term("投诉人签收", "Received by the complainant")),
            )),
        ),
        "refusal", Term("不予受理", "it is refused"),
    ),
    Form(
        "P08", Term("投诉转办单", "Transfer slip"), ("K4.6", "T2.4", "Y6.3"),
        (
            Cells(("kind", "severity", "department", "handler", "assigned_at", "assigned_by", "due_on", "signed_for_at")),
            Cells(("title", "facts", "demanded"), tall=30),
            Lines(Term("转办要求", "Instructions"), 3),
            Signs((
                Sign(Term("转出：分派人", "Transferred by"), "assigned_by", "assigned_at"),
                Sign(Term("签收：经办人", "Signed for by"), "handler", "signed_for_at"),
            )),
            Note(Term("被投诉人不得签收、经办或传阅本单。", "Those complained of neither sign for this, nor handle or pass it on.")),
        ),
        "assigned_at", Term("分派", "it is assigned"),
    ),
)  # fmt: skip
