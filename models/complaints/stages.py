"""The stages of a complaint and the moves between them: a table from which buttons, forms, tests and docs are read."""

from enum import StrEnum

from domain.complaint_clocks import ALL as EVERY_CLOCK
from domain.terms import Term
from domain.workflow import Move, Workflow


class Stage(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    REGISTERED = "registered"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    INVESTIGATING = "investigating"
    INVESTIGATED = "investigated"
    PROPOSED = "proposed"
    MEETING = "meeting"
    DECIDED = "decided"
    EXECUTING = "executing"
    FINISHED = "finished"
    ANSWERED = "answered"
    CALLED = "called"
    CLOSED = "closed"
    ARCHIVED = "archived"
    SETTLED = "settled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DESTROYED = "destroyed"
    MERGED = "merged"


STAGES = {
    Stage.RECEIVED: Term("已接收·待登记", "Received"),
    Stage.REGISTERED: Term("已登记·待受理", "Registered"),
    Stage.ACCEPTED: Term("已受理·待分派", "Accepted"),
    Stage.ASSIGNED: Term("已分派·待签收", "Assigned"),
    Stage.INVESTIGATING: Term("调查中", "Under investigation"),
    Stage.INVESTIGATED: Term("已调查·待拟意见", "Investigated"),
    Stage.PROPOSED: Term("待签批", "Opinion written"),
    Stage.MEETING: Term("待会议审议", "Before the meeting"),
    Stage.DECIDED: Term("已决定·待告知", "Decided"),
    Stage.EXECUTING: Term("执行中", "Being carried out"),
    Stage.FINISHED: Term("处理完毕·待反馈", "Carried out"),
    Stage.ANSWERED: Term("已反馈·待回访", "Answered"),
    Stage.CALLED: Term("已回访·待办结", "Called back"),
    Stage.CLOSED: Term("已办结·待归档", "Closed"),
    Stage.ARCHIVED: Term("已归档", "Archived"),
    Stage.SETTLED: Term("已即时解答", "Settled at once"),
    Stage.REFUSED: Term("不予受理", "Refused"),
    Stage.WITHDRAWN: Term("已撤诉", "Withdrawn"),
    Stage.DESTROYED: Term("已销毁", "Destroyed"),
    Stage.MERGED: Term("已并案", "Merged"),
}
TONES = {
    **dict.fromkeys((Stage.RECEIVED, Stage.REGISTERED, Stage.ACCEPTED, Stage.ASSIGNED), "soon"),
    **dict.fromkeys((Stage.PROPOSED, Stage.MEETING, Stage.FINISHED, Stage.ANSWERED), "soon"),
    **dict.fromkeys((Stage.CLOSED, Stage.ARCHIVED, Stage.SETTLED), "done"),
    **dict.fromkeys((Stage.REFUSED, Stage.WITHDRAWN, Stage.DESTROYED, Stage.MERGED), "stopped"),
}
IN_HAND = (Stage.ACCEPTED, Stage.ASSIGNED, Stage.INVESTIGATING, Stage.INVESTIGATED, Stage.PROPOSED, Stage.DECIDED, Stage.EXECUTING)
"""Accepted and not finished: the term of three working days runs (T3.1)."""
_TERM_RUNS = tuple(stage for stage in (*IN_HAND, Stage.MEETING) if stage is not Stage.INVESTIGATING)
_AFTERWARDS = (Stage.MEETING, Stage.FINISHED, Stage.ANSWERED, Stage.CALLED, Stage.CLOSED)
ENDED = frozenset({Stage.DESTROYED, Stage.SETTLED, Stage.REFUSED, Stage.WITHDRAWN})
OVER = ENDED | {Stage.CLOSED, Stage.ARCHIVED}
"""Nothing is asked of its evidence any more: originals go back (K4.5)."""

_S = Stage
WORKFLOW = Workflow(
    "stage",
    Stage.RECEIVED,
    (
        Move(
            "settle", _S.RECEIVED, _S.SETTLED, Term("即时解答", "Settle at once"), "T2.2",
            needs=("kind", "answer"), stamps=("answered_at", "answered_by"), stops=EVERY_CLOCK, starts=("C9",),
        ),
        Move(
            "register", _S.RECEIVED, _S.REGISTERED, Term("登记", "Register"), "T2.3",
            stamps=("registered_at",), stops=("C1",), starts=("C3",),
        ),
        Move(
            "accept", _S.REGISTERED, _S.ACCEPTED, Term("受理", "Accept"), "T2.10",
            needs=("kind", "severity", "major", "confirmation"), stamps=("accepted_at", "accepted_by"),
            offers=("nobody_named",), stops=("C2",), starts=("C5",),
        ),
        Move(
            "propose_refusal", _S.REGISTERED, _S.REGISTERED, Term("拟不予受理", "Propose to refuse"), "T2.10",
            needs=("refusal_code", "refusal_basis", "refusal"), stamps=("refusal_asked_by",), stays=True,
        ),
        Move(
            "refuse", _S.REGISTERED, _S.REFUSED, Term("会签不予受理", "Co-sign the refusal"), "T2.10",
            stamps=("answered_at", "answered_by"), destructive=True, stops=EVERY_CLOCK, starts=("C9",),
        ),
        Move(
            "assign", _S.ACCEPTED, _S.ASSIGNED, Term("分派", "Assign"), "K4.6",
            needs=("department", "handler"), stamps=("assigned_at", "assigned_by"), offers=("route_reason",),
            stops=("C3",), starts=("C4",),
        ),
        Move(
            "sign_for", _S.ASSIGNED, _S.INVESTIGATING, Term("签收", "Sign for it"), "Y6.3",
            stamps=("signed_for_at",), stops=("C4",),
        ),
        Move(
            "return", _S.ASSIGNED, _S.ACCEPTED, Term("退回", "Return"), "K6.7",
            needs=("returned_because",), stops=("C4",), starts=("C3",),
        ),
        Move(
            "arrange", _S.INVESTIGATING, _S.INVESTIGATING, Term("告知办理安排", "Tell how it is handled"), "K4.13",
            needs=("arrangement",), stamps=("arranged_at",), stays=True,
        ),
        Move(
            "ask_extension", _S.INVESTIGATING, _S.INVESTIGATING, Term("申请延期", "Ask for more time"), "T3.2",
            needs=("extension_reason",), stamps=("extension_asked_by",), stays=True, also=_TERM_RUNS,
        ),
        Move(
            "grant_extension", _S.INVESTIGATING, _S.INVESTIGATING, Term("批准延期", "Grant more time"), "T3.2",
            needs=("extension_told",), stamps=("extension_granted_by", "extended_at"), stays=True, also=_TERM_RUNS,
        ),
        Move(
            "pause", _S.INVESTIGATING, _S.INVESTIGATING, Term("请客户补材料", "Ask the customer for more"), "K4.11",
            needs=("requested", "requested_until"), stamps=("paused_at",), stays=True, pauses=("C5",),
        ),
        Move("resume", _S.INVESTIGATING, _S.INVESTIGATING, Term("材料已补", "It has come"), "K4.11", stays=True, resumes=("C5",)),
        Move(
            "promise", _S.REGISTERED, _S.REGISTERED, Term("约定答复时间", "Appoint a reply"), "K6.13",
            needs=("promised_at",), stays=True, also=IN_HAND, starts=("C10",),
        ),
        Move(
            "keep_promise", _S.REGISTERED, _S.REGISTERED, Term("已按约答复", "Reply as appointed"), "K6.13",
            needs=("promise_reply",), stays=True, also=(*IN_HAND, *_AFTERWARDS), stops=("C10",),
        ),
        Move(
            "submit", _S.INVESTIGATING, _S.INVESTIGATED, Term("提交调查结果", "Submit the findings"), "K4.11",
            needs=("findings", "cause", "responsibility", "respondents_said"), stops=("C6",),
            offers=("return_grounds", "outbound_on", "outbound_checked", "return_verified"),
        ),
        Move(
            "propose", _S.INVESTIGATED, _S.PROPOSED, Term("提出书面意见", "Write the opinion"), "K4.8",
            needs=("opinion", "remedy"), stamps=("opinion_by", "opinion_at"), offers=("remedy_amount",),
        ),
        Move(
            "send_back", _S.PROPOSED, _S.INVESTIGATING, Term("退回补查", "Send back"), "K4.11",
            needs=("returned_because",), also=(_S.MEETING,), stops=("C11",),
        ),
        Move(
            "declare_major", _S.ACCEPTED, _S.ACCEPTED, Term("定为重大", "Declare it major"), "K4.10",
            needs=("major_because",), stays=True, also=IN_HAND[1:],
        ),
        Move("refer", _S.PROPOSED, _S.MEETING, Term("提交会议", "Refer to the meeting"), "K4.10", starts=("C11",)),
        Move(
            "decide", _S.PROPOSED, _S.DECIDED, Term("签批决定", "Decide"), "K4.8",
            needs=("decision", "remedy"), stamps=("decided_at", "decided_by"), offers=("remedy_amount",),
        ),
        Move(
            "resolve", _S.MEETING, _S.DECIDED, Term("记录会议决定", "Record the meeting's decision"), "K4.12",
            stamps=("decided_at", "decided_by"), stops=("C11",),
        ),
        Move(
            "inform", _S.DECIDED, _S.EXECUTING, Term("告知客户方案", "Tell the customer the plan"), "Y6.6",
            needs=("told",), stamps=("told_at",),
        ),
        Move(
            "change_plan", _S.EXECUTING, _S.DECIDED, Term("方案变更", "Change the plan"), "Y6.6",
            needs=("plan_change", "plan_agreed"),
        ),
        Move(
            "refer_change", _S.EXECUTING, _S.MEETING, Term("方案变更提交会议", "Refer the change to the meeting"), "K4.10",
            needs=("plan_change", "plan_agreed"), starts=("C11",),
        ),
        Move(
            "finish", _S.EXECUTING, _S.FINISHED, Term("处理完毕", "Finish"), "T4.1",
            needs=("result",), stamps=("finished_at",), stops=("C5", "C12"), starts=("C7",),
        ),
        Move(
            "answer", _S.FINISHED, _S.ANSWERED, Term("反馈客户", "Answer the customer"), "T4.1",
            needs=("answer",), stamps=("answered_at", "answered_by"), stops=("C7", "C13"), starts=("C8",),
            offers=("explanation", "reply_form", "reply_reason", "director_told"),
        ),
        Move(
            "call", _S.ANSWERED, _S.CALLED, Term("回访", "Call back"), "T4.2",
            needs=("satisfaction", "customer_says"), stamps=("called_at", "called_by"),
            stops=("C8",),
        ),
        Move(
            "close", _S.CALLED, _S.CLOSED, Term("办结", "Close"), "Y6.8",
            needs=("root_cause", "cause_kind", "prevention"), stamps=("closed_at", "closed_by"),
            starts=("C9",),
        ),
        Move(
            "reopen", _S.CALLED, _S.ACCEPTED, Term("重新处理", "Take up again"), "K4.22",
            needs=("returned_because",), starts=("C3", "C5"),
        ),
        Move(
            "object", _S.ANSWERED, _S.ACCEPTED, Term("提出异议", "Object"), "K4.22",
            needs=("objection_by", "objection"), also=(_S.CALLED, _S.CLOSED, _S.ARCHIVED), stops=("C8", "C9"), starts=("C3", "C5"),
        ),
        Move(
            "appeal", _S.ANSWERED, _S.MEETING, Term("提请会议复议", "Have the meeting reconsider"), "K4.22",
            needs=("objection_by", "objection", "external_routes"), also=(_S.CALLED, _S.CLOSED, _S.ARCHIVED),
            stops=("C8", "C9"), starts=("C5", "C11"),
        ),
        Move(
            "object_refusal", _S.REFUSED, _S.ACCEPTED, Term("对不予受理提出异议", "Object to the refusal"), "K4.22",
            needs=("objection", "kind", "severity", "major", "confirmation"), stamps=("accepted_at", "accepted_by"),
            also=(_S.ARCHIVED,), stops=("C9",), starts=("C3", "C5"),
        ),
        Move(
            "reopen_closed", _S.CLOSED, _S.ACCEPTED, Term("重新打开", "Open again"), "K4.22",
            needs=("returned_because",), stops=("C9",), starts=("C3", "C5"),
        ),
        # Taken by the panel alone, when somebody who had no part in the case has found it closed without being done.
        Move(
            "fail_check", _S.CLOSED, _S.ACCEPTED, Term("抽查不合格重办", "Take up after a failed check"), "T4.3",
            needs=("returned_because",), also=(_S.ARCHIVED,), stops=("C9",), starts=("C3", "C5"),
        ),
        Move(
            "merge", _S.REGISTERED, _S.MERGED, Term("并案", "Merge"), "K4.4",
            needs=("merged_into",), also=(_S.ACCEPTED, _S.INVESTIGATING),
        ),
        Move("split", _S.MERGED, _S.ACCEPTED, Term("拆分", "Split off"), "K4.4", needs=("returned_because",), starts=("C3", "C5")),
        Move(
            "answer_merged", _S.MERGED, _S.MERGED, Term("答复并案投诉人", "Answer this complainant"), "T4.1",
            needs=("answer",), stamps=("answered_at", "answered_by"), stops=EVERY_CLOCK,
        ),
        Move(
            "recuse", _S.ASSIGNED, _S.ACCEPTED, Term("回避改派", "Take back for recusal"), "K4.7", needs=("returned_because",),
            stops=("C4", "C11"), starts=("C3",),
            also=(_S.INVESTIGATING, _S.INVESTIGATED, _S.PROPOSED, _S.MEETING, _S.DECIDED, _S.EXECUTING),
        ),
        Move(
            "archive", _S.CLOSED, _S.ARCHIVED, Term("归档", "Archive"), "T4.4",
            needs=("retention",), stamps=("archived_on",), stops=EVERY_CLOCK, also=(_S.SETTLED, _S.REFUSED, _S.WITHDRAWN),
        ),
        # Taken by the panel alone, when the volume of the case is destroyed under two signatures.
        Move("erase", _S.ARCHIVED, _S.DESTROYED, Term("销毁脱敏", "Erase"), "T4.4", destructive=True),
        Move(
            "withdraw", _S.REGISTERED, _S.WITHDRAWN, Term("撤诉", "Withdraw"), "K4.4",
            needs=("withdrawal", "withdrawal_confirmed"), destructive=True, also=IN_HAND, stops=EVERY_CLOCK, starts=("C9",),
        ),
    ),
    begins=("C1", "C2", "C6", "C13"),
)  # fmt: skip
