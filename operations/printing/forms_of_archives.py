"""P31–P37: the sheets of the archive itself — transfers, lists, the opening, day close, destruction and release (K3, K10.5, T4.4)."""

from domain.terms import Term
from operations.printing.forms import Cells, Form, Note, Sign, Signs

DAY_CLOSE = Form(
    "P35", Term("档案日结单", "Day close"), ("K3.4", "K10.5"),
    (
        Cells(("head",)),
        Note(Term(
            "右上角二维码即末笔摘要。此后流水账若有改动，摘要必不相同；请两人签名后由档案室保存本单。",
            "The QR is the digest of the last entry. Were the ledger changed afterwards, its digest would be another: sign and keep this sheet.",
        )),
        Signs((Sign(Term("清点人", "Counted by"), "counter", "closed_on"), Sign(Term("监点人", "Witness"), "witness", "closed_on"))),
    ),
    register="day_close", above=("closed_on", "entries", "counted"),
)  # fmt: skip
DESTRUCTION = Form(
    "P36", Term("档案销毁清册", "List of destroyed archives"), ("T4.4", "K3.4"),
    (
        Cells(("reason", "appraisal", "opinion", "wait_until", "counted"), tall=8),
        Signs((
            Sign(Term("提出人", "Proposed by"), "proposer"), Sign(Term("鉴定人", "Appraised by"), "appraised_by", "appraised_at"),
            Sign(Term("批准人", "Approved by"), "approved_by", "approved_at"), Sign(Term("执行人", "Executor"), "executor", "executed_at"),
        )),
    ),
    register="destruction_list", above=("number", "state"),
)  # fmt: skip
RELEASE = Form(
    "P37", Term("权证发还收据", "Receipt for a certificate"), ("K3.4", "K3.20"),
    (
        Cells(("settlement", "settled_on", "receiver", "proof"), tall=0),
        Signs((
            Sign(Term("经办人", "Handed over by"), "released_by", "released_at"), Sign(Term("批准人", "Approved by"), "approved_by", "approved_at"),
            Sign(Term("领取人（已核对身份，原件收讫）", "Received by (identity checked, original received)"), room=12),
        )),
    ),
    register="certificate_release", above=("number", "state"),
)  # fmt: skip
