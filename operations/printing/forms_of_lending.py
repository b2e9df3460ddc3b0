"""P27–P30: the slip, the receipt, the overdue notice and the cover of a volume (K3.23–K3.26, K3.2)."""

from domain.terms import Term
from operations.printing.forms import Cells, Form, Letter, Lines, Note, Sign, Signs, Table

KEEP_WHOLE = Note(Term(
    "借阅期间须妥善保管，不得转借、拆页、涂改；到期归还时由档案管理员逐页核对后归位。",
    "Keep it whole: do not lend it on, take it apart or write in it. When it comes back, the archivist counts its pages and puts it away.",
))  # fmt: skip
SLIP = Form(
    "P27", Term("档案资料出借单", "Borrowing slip"), ("K3.23", "K3.24"),
    (
        Cells(("borrower", "department", "reason", "due_on", "valid_until_on", "revision", "opinion"), tall=12),
        Signs((
            Sign(Term("借阅人", "Borrower"), "borrower", "submitted_at"), Sign(Term("审批人", "Decided by"), "decided_by", "decided_at", room=12),
            Sign(Term("经办档案员", "Issued by"), "issued_by", "issued_at"), Sign(Term("归还核对人", "Checked on return by")),
        )),
        KEEP_WHOLE,
    ),
    register="borrowing_slip", above=("number", "state"),
)  # fmt: skip
RECEIPT = Form(
    "P28", Term("档案借阅收据", "Loan receipt"), ("K3.24",),
    (
        Letter(Term(
            "兹收到档案室按出借单 {number} 借出的下列档案，用于「{reason}」，承诺于 {due_on} 前完整归还。",
            "Received from the archive on slip {number}, for “{reason}”, what is listed below; it will be returned whole by {due_on}.",
        )),
        Table("loan_line", ("unit", "out_on", "pages_out", "due_on", "state"), Term("借出档案", "Lent"), (6, 3, 2, 3, 3)),
        Signs((Sign(Term("借阅人签收", "Received by"), "borrower", "issued_at"), Sign(Term("经办档案员", "Issued by"), "issued_by", "issued_at"))),
        KEEP_WHOLE,
    ),
    "issued_at", Term("办理借出", "it is checked out"), register="borrowing_slip", above=("number", "state"),
)  # fmt: skip
LINE_RECEIPT = Form(
    "P28", Term("档案借阅收据", "Loan receipt"), ("K3.22", "K3.24"),
    (
        Letter(Term(
            "兹收到档案室借出的档案「{unit}」，承诺于 {due_on} 前完整归还。", "Received from the archive: “{unit}”; it will be returned whole by {due_on}."
        )),
        Cells(("borrower", "department", "out_on", "due_on", "pages_out", "slip", "post"), tall=0),
        Signs((Sign(Term("借阅人签收", "Received by"), "borrower", "out_on"), Sign(Term("经办档案员", "Issued by"), "issued_by", "out_on"))),
        KEEP_WHOLE,
    ),
    register="loan_line", above=("out_entry", "state"),
)  # fmt: skip
OVERDUE = Form(
    "P29", Term("档案逾期催还通知", "Overdue notice"), ("K3.25",),
    (
        Letter(Term(
            "{borrower}：\n您于 {out_on} 借阅的档案「{unit}」，应于 {due_on} 归还，至今未还。请在收到本通知当日送还档案室；"
            "确需继续使用的，须持原件到档案室办理续借。逾期未还期间，档案室不再向您出借档案。",
            "{borrower},\n“{unit}”, lent to you on {out_on}, was due on {due_on} and is not back. Return it on the day you receive this; if you still "
            "need it, bring it and have the loan renewed. Until then nothing more is lent to you.",
        )),
        Cells(("unit", "borrower", "department", "out_on", "due_on", "pages_out", "slip"), tall=0),
        Lines(Term("借阅人说明", "What the borrower says"), 3),
        Signs((Sign(Term("档案管理员", "Archivist")), Sign(Term("借阅人签收", "Received by")))),
    ),
    register="loan_line", above=("out_entry", "state"),
)  # fmt: skip
COVER = Form(
    "P30", Term("案卷封面", "Volume cover"), ("K3.2", "K3.16", "K10.22"), (), register="archive_unit",
    above=("number", "title", "department", "customer", "case_class", "pages", "secrecy", "home"),
)  # fmt: skip
