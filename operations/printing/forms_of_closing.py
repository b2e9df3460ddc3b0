"""P17–P22: the answer, the call, objections, spot-checks, criticism, causes and corrections."""

from domain.terms import Term
from operations.printing.forms import HANDWRITING, Cells, Form, Grid, Letter, Lines, Note, Sign, Signs, Stub, Table

_CASE = ("title", "kind", "handler", "department")
AFTER_ANSWERING = Term("反馈客户", "the customer is answered")
AFTER_CLOSING = Term("办结", "it is closed")

CLOSING_FORMS = (
    Form(
        "P17", Term("客户处理反馈单", "Feedback form"), ("T4.1", "T4.2", "K6.8"),
        (
            Letter(Term(
                "您于 {received_at} 反映的「{title}」（编号 {number}）已经处理完毕，现将结果反馈如下，请您提出意见和建议。",
                "Your complaint “{title}” of {received_at} (number {number}) has been dealt with. Please find the result below and tell us what you think.",
            )),
            Cells(("complainant", "phone", "finished_at", "answered_at", "result", "answer"), tall=30),
            Signs((Sign(Term("反馈人", "Answered by"), "answered_by", "answered_at"), Sign(Term("抄送主任、专门负责人", "Copy to the head and the officer")))),
            Stub(Term("✂  请填写后寄回或拍照发回", "✂  Please fill in and send back")),
            Grid(
                (Term("对处理结果", "The result"), Term("□ 满意　　□ 基本满意　　□ 不满意", "□ satisfied   □ mostly   □ dissatisfied")), 0, None, (1, 3),
            ),
            Lines(Term("意见和建议", "Opinions and suggestions"), 3),
            Signs((Sign(Term("客户", "Customer")),)),
        ),
        "answered_at", AFTER_ANSWERING,
    ),
    Form(
        "P18", Term("满意度回访记录", "Record of the call"), ("T4.2", "K4.21", "Y6.8"),
        (
            Cells(("complainant", "phone", *_CASE, "answered_at", "called_at")),
            Cells(("answer", "satisfaction", "customer_says"), tall=30),
            Grid((Term("次序", "Try"), Term("时间", "When"), Term("方式", "How"), Term("结果", "Result")), 2, Term("联系记录", "Tries"), (1, 3, 2, 5)),
            Signs((Sign(Term("回访人", "Called by"), "called_by", "called_at"),)),
            Note(Term("经办人不得回访自己办理的件；两次未联系上的注明。",
                      "The handler does not call about his own case; two tries without an answer are noted.")),
        ),
        "called_at", Term("回访", "the customer is called"),
    ),
    Form(
        "P19", Term("异议申请、复核表", "Objection and review"), ("K4.22",),
        (
            Cells(("complainant", "phone", *_CASE, "round", "answered_at")),
            Cells(("answer", "customer_says", "returned_because"), Term("原处理结果和异议", "Result and objection"), tall=12),
            Lines(Term("复核情况", "Review"), 3),
            Signs((
                Sign(Term("异议人（投诉人或被投诉人）", "Who objects")),
                Sign(Term("复核人", "Reviewed by"), room=8),
                Sign(Term("上一级领导决定", "Decision one level up"), room=HANDWRITING),
            )),
        ),
        "answered_at", AFTER_ANSWERING, bound=False,
    ),
    Form(
        "P20", Term("抽查计划和抽查验证记录", "Spot-check"), ("T4.3", "K2.19"),
        (
            Cells((*_CASE, "closed_at", "satisfaction"), Term("被抽查案件", "Case"), tall=0),
            Cells(("result", "answer", "customer_says"), Term("登记的结果", "Result as entered"), tall=12),
            Table(
                "spot_check", ("number", "reason", "round", "checker", "drawn_at", "due_at", "state"),
                Term("抽查计划", "Plan of the check"), (3, 2, 1, 2, 3, 3, 2),
            ),
            Table(
                "spot_check", ("heard", "finding", "proof", "verdict", "checked_by", "checked_at"),
                Term("回访客户、对照证据", "Customer called, evidence compared"), (2, 5, 4, 2, 2, 3), 2,
            ),
            Signs((Sign(Term("抽查人", "Checked by")), Sign(Term("投诉办公室负责人", "Head of the complaint office")))),
            Note(Term("抽查人不得是经办人、批准人或其上级。", "Not by the handler, who approved it, or their superiors.")),
        ),
        "closed_at", AFTER_CLOSING, bound=False,
    ),
    Form(
        "P21", Term("通报批评、绩效扣罚单和申诉表", "Criticism, penalty and appeal"), ("T2.18", "K2.19", "K8.17"),
        (
            Cells(("respondents", *_CASE, "responsibility", "findings", "decision"), Term("事实和责任", "Facts and responsibility"), tall=14),
            Grid(
                (Term("被处理人", "Who"), Term("处理（通报批评、扣罚金额或分数）", "Measure"), Term("依据条款", "Clause")), 3,
                Term("处理", "Measures"), (2, 5, 2),
            ),
            Lines(Term("申诉（收到之后在规定期限内提出）", "Appeal (within the stated term)"), 3),
            Signs((Sign(Term("营管办", "Complaint office")), Sign(Term("主管领导", "Leader")), Sign(Term("被处理人签收", "Received by")))),
        ),
        "decided_at", Term("签批决定", "it is decided"), bound=False,
    ),
    Form(
        "P22", Term("原因分析与纠正措施单", "Root cause and corrective action"), ("K9.17", "Y6.8"),
        (
            Cells((*_CASE, "responsibility", "cause_kind", "closed_at"), tall=0),
            Cells(("cause", "root_cause", "prevention"), Term("原因和措施", "Cause and action"), tall=30),
            Grid((Term("措施", "Action"), Term("责任人", "Who"), Term("期限", "Term"), Term("验证", "Verified")), 4, Term("落实", "Carried out"), (5, 2, 2, 3)),
            Signs((Sign(Term("分析人", "By"), "closed_by", "closed_at"), Sign(Term("验证人", "Verified by")))),
        ),
        "closed_at", AFTER_CLOSING,
    ),
)  # fmt: skip
