"""P09–P16: recusal, evidence, investigation, opinion, meeting, the plan, more time, goods that come back."""

from domain.terms import Term
from operations.printing.forms import HANDWRITING, Cells, Form, Grid, Lines, Note, Sign, Signs, Table

HANDLER = Sign(Term("经办人", "Handler"), "handler")
_CASE = ("title", "kind", "severity")

HANDLING_FORMS = (
    Form(
        "P09", Term("回避申报、决定书", "Declaration and decision on recusal"), ("K4.7",),
        (
            Cells(("title", "respondents", "handler", "earlier_handlers"), Term("案件", "Case"), tall=0),
            Table(
                "recusal_declaration", ("number", "person", "reason", "state", "decision", "decided_by", "decided_at"),
                Term("申报和决定", "Declarations and decisions"), (3, 2, 4, 2, 3, 2, 3), 2,
            ),
            Cells(("before_recusal",), Term("回避前办理的事项", "Done before the recusal"), tall=8),
            Lines(Term("替补人和移交事项", "Who steps in, and what is handed over"), 3),
            Signs((
                Sign(Term("决定：投诉办公室负责人", "Decided: head of the complaint office"), room=HANDWRITING),
                Sign(Term("决定：主管领导", "Decided: leader"), room=HANDWRITING),
            )),
            Note(Term("回避前已办理的事项注明「回避前」，其经手的证据另行核实。", "What was done before is marked so; such evidence is verified again.")),
        ),
        "accepted_at", Term("受理", "it is accepted"), bound=False,
    ),
    Form(
        "P10", Term("证据清单和原件保管收据", "List of evidence, receipt of originals"), ("K4.5", "K4.11", "Y6.4"),
        (
            Cells(("title", "handler"), tall=0),
            Table(
                "complaint_evidence",
                ("title", "collected_on", "finding", "verified", "original", "kept_at", "keeper", "brought_by", "returned_on", "returned_to"),
                Term("证据", "Evidence"), (4, 3, 2, 5, 2, 3, 2, 2, 3, 2), 3,
            ),
            Signs((HANDLER, Sign(Term("原件保管人", "Keeper of the originals")), Sign(Term("提供人（收回原件时签）", "Given by (signs when it comes back)")))),
        ),
        "accepted_at", Term("受理", "it is accepted"), landscape=True,
    ),
    Form(
        "P11", Term("投诉调查报告", "Report of the investigation"), ("K4.11", "Y6.4", "K9.15"),
        (
            Cells((*_CASE, "handler", "signed_for_at", "department"), tall=0),
            Cells(("facts", "findings", "cause", "responsibility", "respondents_said"), Term("调查情况", "Findings"), tall=26),
            Table("complaint_evidence", ("title", "collected_on", "finding"), Term("依据的证据", "Evidence relied on"), (5, 3, 2)),
            Signs((HANDLER, Sign(Term("责任部门负责人", "Head of department")))),
        ),
        "findings", Term("提交调查结果", "the findings are submitted"),
    ),
    Form(
        "P12", Term("书面处理意见", "Written opinion"), ("K4.8", "K4.14"),
        (
            Cells((*_CASE, "responsibility"), tall=0),
            Cells(("findings", "cause"), Term("查明的事实", "Facts found"), tall=18),
            Cells(("opinion", "measures", "remedy"), Term("处理意见和措施", "Opinion and measures"), tall=24),
            Cells(("decision",), Term("领导决定", "Decision"), tall=18),
            Signs((
                Sign(Term("专门负责人", "Officer"), "opinion_by", "opinion_at", 6),
                Sign(Term("分管领导", "Leader"), "decided_by", "decided_at", 6),
            )),
        ),
        "opinion_at", Term("提出书面意见", "the opinion is written"),
    ),
    Form(
        "P13", Term("会议通知、纪要和决议", "Notice, minutes and resolution of the meeting"), ("K4.10", "K4.12"),
        (
            Cells(("title", "opinion", "measures"), Term("议题", "Agenda"), tall=14),
            Table(
                "complaint_meeting", ("number", "kind", "planned_at", "members", "present", "recused", "chair", "secretary", "stage"),
                Term("会议、到会和回避", "Meetings, attendance, recusal"), (3, 2, 3, 3, 3, 2, 2, 2, 2),
            ),
            Grid(
                (Term("到会人员", "Present"), Term("表决", "Vote"), Term("签名", "Signature")),
                4, Term("表决签名", "Votes, signed"), (3, 2, 3),
            ),
            Cells(("minutes", "decision", "notify_authority"), Term("纪要和决议", "Minutes and resolution"), tall=24),
            Signs((Sign(Term("主持人", "Chair"), "decided_by", "decided_at"), Sign(Term("记录人", "Secretary")))),
        ),
        "minutes", Term("记录会议决定", "the meeting's decision is recorded"),
    ),
    Form(
        "P14", Term("客户投诉处理单", "Handling slip"), ("T6.2", "Y6.5", "Y6.6"),
        (
            Cells(("complainant", "phone", *_CASE, "due_on", "department", "handler"), Term("案件", "Case"), tall=0),
            Cells(("findings", "cause", "responsibility"), Term("原因和责任", "Cause and responsibility"), tall=8),
            Cells(("measures", "remedy", "remedy_amount", "decision"), Term("处理方案", "Plan"), tall=10),
            Table(
                "complaint_measure", ("content", "responsible", "due_on", "state", "done_on", "proof"), Term("措施", "Measures"), (5, 2, 3, 2, 3, 4),
            ),
            Cells(("told", "told_at", "result", "finished_at"), Term("告知和执行结果", "Told and carried out"), tall=8),
            Signs((
                Sign(Term("经办人", "Handler"), "handler", "finished_at"),
                Sign(Term("批准人", "Approved by"), "decided_by", "decided_at"),
                Sign(Term("责任部门负责人", "Head of department")),
                Sign(Term("客户确认", "Confirmed by the customer")),
            )),
        ),
        "decided_at", Term("签批决定", "it is decided"),
        complete=(("", ("handler", "findings", "cause", "responsibility", "remedy", "decision", "told", "told_at", "result", "finished_at")),),
    ),
    Form(
        "P15", Term("投诉处理延期审批表", "Request for more time"), ("T3.2",),
        (
            Cells((*_CASE, "handler", "accepted_at", "due_on", "extended_at"), tall=0),
            Cells(("extension_reason",), Term("特殊情况和延期理由", "Special situation"), tall=40),
            Signs((
                Sign(Term("申请人", "Asked by"), "extension_asked_by"),
                Sign(Term("批准人", "Granted by"), "extension_granted_by", "extended_at", 8),
            )),
            Note(Term("期限届满前申请，每轮一次为限，延期后的总期限自受理之日起计算。",
                      "Asked before the term ends, once a round; the longer term counts from acceptance.")),
        ),
        "extension_reason", Term("申请延期", "more time is asked for"),
    ),
    Form(
        "P16", Term("退货处理单", "Return of goods"), ("T2.15", "T2.16", "T2.17"),
        (
            Cells(("complainant", "phone", "title", "facts", "findings"), Term("案件", "Case"), tall=16),
            Grid(
                (Term("产品和批号", "Goods and lot"), Term("数量", "Quantity"), Term("出库日期", "Left the store on"), Term("发现日期", "Found on"),
                 Term("相隔天数", "Days between"), Term("销售出库审核表", "Delivery note")),
                3, Term("出库日期核对", "Check of the dates"), (4, 2, 3, 3, 2, 4),
            ),
            Cells(
                ("return_grounds", "return_verified", "outbound_on", "outbound_checked", "remedy", "remedy_amount"),
                Term("退货理由和核实", "Grounds and what was verified"), tall=0,
            ),
            Signs((Sign(Term("质量部核实", "Verified by quality"), room=8), Sign(Term("批准退货", "Return granted"), room=8))),
            Note(Term("出库后规定天数内霉变并核实属实的，无条件退货；客户保管不当的，不属质量事故，不予退货。",
                      "Mould within the stated days of leaving the store, verified: taken back. The customer's own storage: not taken back.")),
        ),
        "accepted_at", Term("受理", "it is accepted"), bound=False,
    ),
)  # fmt: skip
