"""What the roles of customers may do about evaluation, churn, risk and sharing (A8, A9, Y2.9, Y2.10, Y7)."""

from domain.access import Action, Scope
from operations.declaring_roles import ALL, KEEP, LOOK, May

GUARDED = ("customer_survey", "relation_evaluation", "churn_case", "customer_risk")
CHURN = ("plan_win_back", "contact_lost", "win_back", "confirm_lost")
RISK = ("answer_risk", "control_risk", "reassess")
_MINE, _BELOW = (Scope.OWN, Scope.ASSIGNED), (Scope.SUBTREE,)


def _works(scopes: tuple[Scope, ...]) -> tuple[May, ...]:
    return (
        May(GUARDED, KEEP, scopes),
        May(("relation_evaluation",), ("conclude_evaluation",), scopes),
        May(("churn_case",), CHURN, scopes),
        May(("customer_risk",), RISK, scopes),
    )


MANAGERS = (
    *_works(_MINE),
    May(("sharing_request",), (Action.VIEW, Action.PRINT, Action.CREATE, Action.EDIT, "revoke_sharing"), (Scope.OWN,)),
    May(("confidentiality_agreement",), (Action.VIEW, Action.PRINT, Action.CREATE, Action.EDIT), (Scope.OWN,)),
)
"""For his own customers; he asks to share, and keeps the agreements he has signed."""
HEADS = (
    *_works(_BELOW),
    May(("customer_risk",), ("close_risk",), _BELOW),
    May(("sharing_request",), (*LOOK, "agree_sharing", "refuse_sharing", "revoke_sharing"), _BELOW),
    May(("confidentiality_agreement",), KEEP, _BELOW),
    May(("improvement",), (Action.VIEW, Action.CREATE, Action.EDIT), (Scope.OWN,)),
)
LEADERS = (
    May(("customer_risk",), ("approve_risk", "close_risk"), ALL),
    May(("sharing_request",), ("approve_sharing", "refuse_sharing", "revoke_sharing"), ALL),
)
