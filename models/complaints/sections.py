"""The parts of the page of a complaint: which field stands where, in the order of the handling."""

from domain.terms import Term

SECTIONS: tuple[tuple[Term, tuple[str, ...]], ...] = (
    (Term("登记", "Registration"), (
        "number", "stage", "next_due_at", "received_at", "channel", "customer", "anonymous", "complainant", "phone",
        "address", "complainant_employee", "title", "facts", "demanded", "respondents", "recorder", "registered_at",
        "referred_by", "referred_no", "referred_due_on",
    )),
    (Term("受理和分派", "Acceptance and assignment"), (
        "kind", "severity", "major", "major_because", "confirmation", "accepted_at", "accepted_by", "refusal_code", "refusal_basis", "refusal",
        "refusal_asked_by", "due_on", "nobody_named", "department", "handler", "assigned_at", "assigned_by", "signed_for_at",
        "route_reason", "arrangement", "arranged_at", "returned_because", "extension_reason", "extension_asked_by",
        "extension_granted_by", "extended_at", "extension_told", "requested", "requested_until", "paused_at", "promised_at",
        "promise_reply", "profile", "rules_on", "filed_process",
    )),
    (Term("调查、意见和决定", "Investigation, opinion, decision"), (
        "findings", "cause", "responsibility", "respondents_said", "return_grounds", "outbound_on",
        "outbound_checked", "return_verified", "opinion", "measures", "opinion_by", "opinion_at", "remedy", "remedy_amount",
        "decision", "decided_at", "decided_by", "minutes", "notify_authority", "plan_version", "plan_change",
        "plan_agreed",
    )),
    (Term("执行和反馈", "Execution and answer"), (
        "told", "told_at", "result", "finished_at", "explanation", "answer", "reply_form", "reply_reason", "director_told",
        "answered_at", "answered_by",
        "satisfaction", "customer_says", "called_at", "called_by",
    )),
    (Term("办结和归档", "Closing and archive"), (
        "root_cause", "cause_kind", "prevention", "closed_at", "closed_by", "retention", "volume", "archived_on", "withdrawal",
        "withdrawal_confirmed", "round", "earlier_handlers", "objection_by", "objection", "external_routes",
        "returned_departments", "merged_into", "late_times", "checking", "checker",
    )),
    (Term("回避", "Recusal"), ("kept_away", "before_recusal")),
)
