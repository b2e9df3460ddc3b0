"""What the roles may with regulations, meetings, training, inspections and reports (A10–A15)."""

from domain.access import Action, Scope
from operations.declaring_roles import ALL, KEEP, LOOK, May

OWN, BELOW = (Scope.OWN,), (Scope.SUBTREE,)
SEES: tuple[str, ...] = (Action.VIEW, Action.PRINT)
MEETINGS = ("governance_meeting", "meeting_action")
ALL_OF_IT = (
    "regulation", "regulation_version", "regulation_reading", *MEETINGS, "training", "training_attendance", "governance_inspection", "exception_request",
)  # fmt: skip

EVERYBODY = (
    May(("regulation", "regulation_version"), SEES, ALL),
    May(("training",), (Action.VIEW,), ALL),
    May(("training_attendance",), SEES, OWN),
    May(("regulation_reading",), (*SEES, "acknowledge"), OWN),
    May(("meeting_action",), (*SEES, "complete_action"), OWN),
    May(("exception_request",), (*SEES, Action.CREATE), OWN),
    May(("governance_meeting",), SEES, (Scope.ASSIGNED,)),
)
HEADS = (
    May(("regulation_reading", "exception_request"), LOOK, BELOW),
    May(MEETINGS, KEEP, BELOW),
    May(("governance_meeting",), ("hold_meeting", "call_off_meeting"), BELOW),
)
LEADERS = (
    May(ALL_OF_IT, LOOK, ALL),
    May(("governance_inspection", *MEETINGS), (Action.CREATE, Action.EDIT), ALL),
    May(("governance_meeting",), ("hold_meeting", "call_off_meeting"), ALL),
    May(("regulation_version",), ("publish_version", "back_to_draft", "review", "archive_version"), ALL),
    May(("exception_request",), ("solve", "refuse_exception"), ALL),
)
PERSONNEL = (
    May(ALL_OF_IT, LOOK, ALL),
    May(("regulation", "regulation_version", *MEETINGS, "training", "training_attendance"), (Action.CREATE, Action.EDIT), ALL),
    May(("regulation_version",), ("to_discussion", "to_deliberation", "back_to_draft", "review"), ALL),
    May(("governance_meeting",), ("hold_meeting", "call_off_meeting"), ALL),
    May(("training",), ("hold_training", "call_off_training"), ALL),
)
