"""The roles that only complaints need, and the steps of a complaint by who takes them."""

from domain.access import Action, Clearance, Level, Scope
from domain.areas import Area
from domain.terms import Term
from operations.declaring_roles import BaseRole, Clears, Except, May
from operations.filings.base_roles import KEEPS_TO, READS_THEM
from operations.service.base_roles import FRONT_DESK

COMPLAINT: tuple[str, ...] = ("complaint", "complaint_evidence", "complaint_message", "complaint_clock", "complaint_breach", "complaint_pause")
COMPLAINT += ("printed_form", "complaint_measure", "complaint_hearing", "spot_check")
ENTERED = ("complaint_evidence", "complaint_measure")
DECLARATION = ("recusal_declaration",)
"""Whoever sees a case may say that he should keep away from it; the office and the leader decide (K4.7)."""
DECLARES, DECIDES = (Action.VIEW, Action.PRINT, Action.CREATE), ("recuse", "keep_on")
HEARING = ("complaint_hearing",)
ASKS, HEARD = (Action.CREATE, "decline", "lapse"), (Action.VIEW, Action.PRINT, "answer", "object")
"""Who handles a case asks those complained of; each of them sees his own hearing and answers (K4.11, K4.22)."""
_READ = (
    "number", "respondent", "alleged", "due_on", "state", "answer", "answered_at", "decision_told", "told_at", "objection", "objected_at",
)
HEARD_SEES = (
    Except("complaint_hearing", "complaint", Level.HIDDEN),  # which case it is would tell more than he is asked about
    *(Except("complaint_hearing", key, Level.READ) for key in _READ),
)
HANDLING = ("sign_for", "arrange", "ask_extension", "pause", "resume", "promise", "keep_promise", "submit", "finish")
OFFICE = (
    "settle", "register", "accept", "propose_refusal", "assign", "arrange", "propose", "declare_major", "refer", "resolve", "inform", "answer", "call", "close",
    "reopen", "archive", "withdraw", "recuse", "promise", "keep_promise",
    "object", "appeal", "object_refusal", "reopen_closed", "merge", "split", "answer_merged",
)  # fmt: skip
WRITING = "write_to_complainant"
CHECKS = May(("spot_check",), ("appoint", "verify"), (Scope.ALL,))
"""T4.3: the office appoints who checks a closed case; the guards say who may not, and let nobody else do it."""
MEETS = (
    May(("complaint_meeting",), ("hold", "conclude", "fail", "cancel"), (Scope.ALL,)),
    May(("meeting_vote",), ("confirm",), (Scope.ALL,)),
)
INTERNAL, PERSONAL = Clearance.INTERNAL, Clearance.PERSONAL

COMPLAINT_INTAKE = BaseRole(
    "complaint_intake", Term("投诉接待", "Complaint reception"),
    Term("接待来电、来访和来函，登记投诉，能当场解答的即时解答(K4.1、K4.2、K6.2、T2.2)。", "Receives and registers complaints, settles some at once."),
    (Clears((Area.COMPLAINTS, Area.SERVICE), PERSONAL, PERSONAL), READS_THEM),
    (
        *FRONT_DESK, KEEPS_TO,
        May(("complaint",), (Action.VIEW, Action.PRINT, Action.CREATE, Action.EDIT, "settle", "register"), (Scope.OWN,)),
        May(DECLARATION, DECLARES, (Scope.OWN,)),
        May(("duty_shift",), (Action.VIEW, Action.PRINT), (Scope.ALL,)),
    ),
)  # fmt: skip
"""K4.2, K6.2: the front desk, and every manager who meets a visitor, receives and registers."""

COMPLAINT_ROLES = (
    BaseRole(
        "complaint_handler", Term("投诉经办人", "Complaint handler"),
        Term("调查和处理分派给自己的投诉，投诉人信息脱敏(K4.14)。", "Investigates and handles what is assigned to him; masked."),
        (Clears((Area.COMPLAINTS,), INTERNAL, INTERNAL),),
        (
            May(COMPLAINT, (Action.VIEW, Action.PRINT, Action.HISTORY), (Scope.ASSIGNED,)),
            May(("reply_template",), (Action.VIEW,), (Scope.ALL,)),
            May(ENTERED, (Action.CREATE, Action.EDIT), (Scope.ASSIGNED,)),
            May(("complaint_measure",), ("complete",), (Scope.ASSIGNED,)),
            May(("complaint",), (*HANDLING, WRITING), (Scope.ASSIGNED,)),
            May(DECLARATION, DECLARES, (Scope.ASSIGNED,)),
            May(HEARING, ASKS, (Scope.ASSIGNED,)),
            May(("complaint_escalation",), (Action.VIEW, Action.PRINT, Action.CREATE, "make_plan"), (Scope.ASSIGNED,)),
        ),
        parents=("employee", "service_handler"),
    ),
    BaseRole(
        "complaint_checker", Term("投诉抽查人", "Complaint checker"),
        Term("抽查指派给自己的已办结投诉，可见联系方式以便核实(T4.3)。", "Checks the closed cases he was appointed to; sees how to reach the customer."),
        (Clears((Area.COMPLAINTS,), PERSONAL, INTERNAL), READS_THEM),
        (
            KEEPS_TO, May(COMPLAINT, (Action.VIEW, Action.PRINT, Action.HISTORY), (Scope.ASSIGNED,)),
            May(("spot_check_draw",), (Action.VIEW,), (Scope.ALL,)),
            May(CHECKS.registers, ("verify",), (Scope.ASSIGNED,)),
            May(DECLARATION, DECLARES, (Scope.ASSIGNED,)),
        ),
    ),
)  # fmt: skip
