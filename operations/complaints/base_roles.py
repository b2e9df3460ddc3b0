"""The roles that only complaints need, and the steps of a complaint by who takes them."""

from domain.access import Action, Clearance, Scope
from domain.areas import Area
from domain.terms import Term
from operations.declaring_roles import BaseRole, Clears, May

COMPLAINT: tuple[str, ...] = ("complaint", "complaint_evidence", "complaint_message", "complaint_clock", "complaint_breach", "complaint_pause")
COMPLAINT += ("printed_form", "complaint_measure")
ENTERED = ("complaint_evidence", "complaint_measure")
HANDLING = ("sign_for", "arrange", "ask_extension", "pause", "resume", "promise", "keep_promise", "submit", "finish")
OFFICE = (
    "settle", "register", "accept", "propose_refusal", "assign", "arrange", "propose", "refer", "resolve", "inform", "answer", "call", "close",
    "reopen", "archive", "withdraw", "promise", "keep_promise",
    "object", "appeal", "object_refusal", "reopen_closed", "merge", "split", "answer_merged",
)  # fmt: skip
WRITING = "write_to_complainant"
MEETING = ("hold", "conclude", "fail", "cancel")
INTERNAL, PERSONAL = Clearance.INTERNAL, Clearance.PERSONAL

COMPLAINT_ROLES = (
    BaseRole(
        "complaint_intake", Term("投诉接待", "Complaint reception"),
        Term("接待来电来访，登记投诉，能当场解答的即时解答(K4.1、T2.2)。", "Receives and registers complaints, settles some at once."),
        (Clears((Area.COMPLAINTS,), PERSONAL, PERSONAL),),
        (
            May(("complaint",), (Action.VIEW, Action.PRINT, Action.CREATE, Action.EDIT, "settle", "register"), (Scope.OWN,)),
        ),
    ),
    BaseRole(
        "complaint_handler", Term("投诉经办人", "Complaint handler"),
        Term("调查和处理分派给自己的投诉，投诉人信息脱敏(K4.14)。", "Investigates and handles what is assigned to him; masked."),
        (Clears((Area.COMPLAINTS,), INTERNAL, INTERNAL),),
        (
            May(COMPLAINT, (Action.VIEW, Action.PRINT, Action.HISTORY), (Scope.ASSIGNED,)),
            May(ENTERED, (Action.CREATE, Action.EDIT), (Scope.ASSIGNED,)),
            May(("complaint_measure",), ("complete",), (Scope.ASSIGNED,)),
            May(("complaint",), (*HANDLING, WRITING), (Scope.ASSIGNED,)),
        ),
    ),
)  # fmt: skip
