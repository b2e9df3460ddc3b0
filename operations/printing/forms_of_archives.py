"""P31–P37, P40, P41: the sheets of the archive itself — transfers, lists, the opening, days, destruction, release, stocktakes (K3, K10.5, T4.4)."""

from domain.terms import Term
from operations.printing.forms import Cells, Form, Grid, Note, Sign, Signs

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
_CODE_OF_CONTENT = Note(Term(
    "右上角二维码即三方所签内容的校验码，三份相同；内容改动后须重新签字、重新打印。",
    "The QR is the code of the content the three sign, the same on all copies; once that changes it is signed and printed anew.",
))  # fmt: skip
TRANSFER_LIST = Form(
    "P31", Term("项目档案移交清单", "List of papers handed over"), ("K3.7", "K3.14"),
    (Cells(("title", "customer", "department", "word", "paid_on", "volume", "a", "b", "archivist", "place"), tall=0), _CODE_OF_CONTENT),
    register="archive_transfer", above=("number", "state"),
)  # fmt: skip
CERTIFICATE_LIST = Form(
    "P32", Term("权证移交清单", "List of certificates handed over"), ("K3.19", "K3.18"),
    (Cells(("title", "customer", "department", "paid_on", "volume", "a", "b", "archivist", "place"), tall=0), _CODE_OF_CONTENT),
    register="archive_transfer", above=("number", "state"),
)  # fmt: skip
VOLUME_LIST = Form(
    "P33", Term("卷内目录", "List in the volume"), ("K3.6", "K3.10"), (Cells(("name", "volume", "department"), tall=0),),
    "frozen_at", Term("定稿", "it is frozen"), register="volume_list", above=("edition", "total_pages"),
)  # fmt: skip
VOLUME_LIST_END = Form(
    "P33", VOLUME_LIST.title, (),
    (
        Signs((Sign(Term("整理人", "Prepared by"), "prepared_by"), Sign(Term("定稿人", "Frozen by"), "frozen_by", "frozen_at"))),
        Note(Term("右上角二维码即本版的内容校验码；改动须另编一版。", "The QR is the digest of this edition; a change makes another.")),
    ),
    register="volume_list", above=(),
)  # fmt: skip
RECONCILIATION = Form(
    "P34", Term("期初对账表", "Reconciliation of the opening ledger"), ("K10.5", "K3.2"),
    (
        Signs((Sign(Term("编制人", "Prepared by"), "prepared_by", "prepared_at"), Sign(Term("复核人", "Checked by"), "booked_by", "booked_at"))),
        Note(Term("两人签的是右上角二维码所载内容：基准日、部门和每一行台账。", "Both sign what the QR stands for: the day, the department, every line.")),
    ),
    register="opening_ledger", above=("number", "source", "as_of_on", "state"), landscape=True,
)  # fmt: skip
STOCKTAKE_SHEET = Form(
    "P40", Term("档案盘点表", "Counting sheet"), ("K10.5",),
    (
        Cells(("purpose", "case_class", "year", "frozen_at"), tall=0),
        Note(Term(
            "先扫或填位置码，再逐件扫或填标签码；空架写 0，没有标签或标签不清的写在备注，一件只记一次。",
            "The place first, then each label that lies there; 0 for an empty shelf; what bears no label goes into the remarks.",
        )),
        Grid((Term("位置码", "Place"), Term("标签码", "Label"), Term("备注", "Remark")), 24, Term("手工记录", "By hand"), (3, 5, 4)),
        Signs((Sign(Term("盘点人", "Counted by")), Sign(Term("发起人", "Opened by"), "opener"))),
    ),
    register="stocktake", above=("number", "state"),
)  # fmt: skip
STOCKTAKE_REPORT = Form(
    "P41", Term("档案盘点报告", "Report of a stocktake"), ("K10.5", "K3.2"),
    (
        Cells(("purpose", "places", "frozen_at", "frozen_entry", "counted_at", "counted_entry", "recount_because", "opinion"), tall=8),
        Signs((
            Sign(Term("发起人", "Opened by"), "opener", "frozen_at"), Sign(Term("对账人", "Reconciled by"), "reconciled_by", "reconciled_at"),
            Sign(Term("批准人", "Approved by"), "decided_by", "decided_at", room=12),
        )),
        Note(Term(
            "「应在」按冻结时的流水账计算；盘点期间已动的有流水号为证，不算差异。须记账的处理，按本盘点号记入流水账。",
            "What was expected follows from the journal when it was frozen; what moved meanwhile has its entries and is no difference;"
            " what is booked names this stocktake.",
        )),
    ),
    "counted_at", Term("结束盘点", "the count ends"), register="stocktake", above=("number", "state"),
)  # fmt: skip
