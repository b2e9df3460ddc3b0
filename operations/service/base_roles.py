"""The roles of the service desk, and what others do for it: the front desk, those who handle a request, heads and leaders (A5, A6)."""

from domain.access import Action, Clearance, Scope
from domain.areas import Area
from domain.terms import Term
from models.access.role import RoleKind
from operations.declaring_roles import ALL, KEEP, LOOK, BaseRole, Clears, May
from operations.filings.base_roles import KEEPS_TO, READS_THEM

INTERNAL, PERSONAL = Clearance.INTERNAL, Clearance.PERSONAL
OWN, ASSIGNED, SUBTREE = (Scope.OWN,), (Scope.ASSIGNED,), (Scope.SUBTREE,)
SEES = (Action.VIEW, Action.PRINT)
AT_THE_DESK = ("transfer", "pass_further", "answer_at_once", "escalate", "close", "take_up_again")
FEEDBACK = ("relay", "tell", "post", "conclude")

SERVICE_HANDLER = BaseRole(
    "service_handler", Term("服务办理人", "Service handler"),
    Term("签收和办理转给自己的工单、反馈，提交本人的工作报告(A5.2、K8.5)。", "Handles requests and feedback passed on to him; reports on his work."),
    (Clears((Area.SERVICE,), INTERNAL, INTERNAL), READS_THEM),
    (
        KEEPS_TO,
        May(("service_request",), (*SEES, "sign_request", "tell_progress", "answer", "escalate", "pass_further"), ASSIGNED),
        May(("feedback",), (*SEES, "sign_feedback", "evaluate"), ASSIGNED),
        May(("contact_log",), (*SEES, Action.CREATE, Action.EDIT), OWN),
        May(("common_question", "service_channel"), (Action.VIEW,), ALL),
        May(("service_incident",), (*SEES, Action.CREATE, Action.EDIT, "report_incident"), OWN),
        May(("service_incident",), (*SEES, "act_on_incident", "close_incident"), ASSIGNED),
        May(("work_report",), (*SEES, "submit_report"), OWN),
        May(("work_report",), (*SEES, "read_report", "return_report"), ASSIGNED),
        May(("report_duty",), (Action.VIEW,), ASSIGNED),
        May(("quality_check",), (*SEES, "put_right"), ASSIGNED),
        May(("service_plan",), (*SEES, Action.CREATE, Action.EDIT, "report_progress", "conclude_plan"), OWN),
    ),
    kind=RoleKind.BASE,
)  # fmt: skip
FRONT_DESK = (
    May(("service_request",), (*SEES, Action.CREATE, Action.EDIT, *AT_THE_DESK), OWN),
    May(("contact_log",), (*SEES, Action.CREATE, Action.EDIT), OWN),
    May(("common_question", "service_channel"), (Action.VIEW,), ALL),
)
"""A5.1: the front desk records a need at once and passes it on."""
HEADS = (
    May(("service_request",), (*LOOK, "transfer", "pass_further", "instruct"), SUBTREE),
    May(("feedback",), (*LOOK, "adopt", "decline"), SUBTREE),
    May(("service_plan",), (*LOOK, "approve_plan"), SUBTREE),
    May(("staff_proposal",), (*SEES, Action.CREATE, Action.EDIT), OWN),
    May(("complaint_escalation",), (*SEES, Action.CREATE, "instruct"), (Scope.SUBTREE, Scope.ASSIGNED)),
)
LEADERS = (
    May(("feedback",), ("adopt", "decline"), ALL),
    May(("service_incident",), ("act_on_incident", "close_incident"), ALL),
    May(("work_report",), ("read_report", "return_report"), ASSIGNED),
    May(("service_plan",), ("approve_plan",), ALL),
    May(("staff_proposal",), ("agree_proposal", "refuse_proposal"), ALL),
    May(("complaint_escalation",), ("instruct",), ALL),
)

SERVICE_ROLES = (
    BaseRole(
        "service_agent", Term("客服专员", "Service agent"),
        Term("接待咨询和服务请求，收集客户反馈，记录联系(A5、A6.2、K8.2)。", "Receives requests, collects feedback, notes every contact."),
        (Clears((Area.SERVICE,), PERSONAL, PERSONAL),),
        (
            *FRONT_DESK,
            May(("service_request", "contact_log"), LOOK, ALL),
            May(("service_request",), ("transfer", "pass_further", "answer_at_once", "escalate"), ALL),
            May(("feedback",), KEEP, ALL),
            May(("feedback",), FEEDBACK, ALL),
            May(("common_question",), (*KEEP, "withdraw_answer"), ALL),
            May(("service_channel",), KEEP, ALL),
        ),
        parents=("employee", "service_handler"),
    ),
    BaseRole(
        "service_lead", Term("客服主管", "Service lead"),
        Term("管理服务台：工单、反馈、渠道、报告职责，发布常见问题(K9.5、K9.6、K9.10)。", "Runs the service desk: requests, duties to report, questions."),
        (Clears((Area.SERVICE,), PERSONAL, PERSONAL),),
        (
            May(("work_report",), LOOK, ALL),
            May(("service_request", "contact_log", "feedback", "common_question", "service_channel", "service_incident", "report_duty"), KEEP, ALL),
            May(("quality_check", "service_plan"), KEEP, ALL),
            May(("quality_check",), ("pass_check", "verify_righted", "not_righted"), ALL),
            May(("service_plan",), ("report_progress", "conclude_plan"), ALL),
            May(("staff_proposal",), (*SEES, Action.CREATE, Action.EDIT), OWN),
            May(("service_request",), (*AT_THE_DESK, "instruct"), ALL),
            May(("feedback",), FEEDBACK, ALL),
            May(("common_question",), ("publish_answer", "withdraw_answer"), ALL),
            May(("service_incident",), ("report_incident", "act_on_incident", "close_incident"), ALL),
        ),
        parents=("employee", "service_agent"),
    ),
)  # fmt: skip
