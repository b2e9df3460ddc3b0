"""What evaluation, churn, risk and sharing add to the kernel's tables of terms and guards."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from operations.relations import agreements, evaluating, risks

UPKEEP: dict[str, Callable[[Session, Any], set[str]]] = {
    "relation_evaluation": evaluating.evaluation_entered,
    "customer_survey": evaluating.survey_entered, "customer_risk": risks.risk_entered, "deal": risks.deal_entered,
    "sharing_request": agreements.sharing_entered,
}  # fmt: skip
REMOVED: dict[str, Callable[[Session, Any], None]] = {"customer_survey": evaluating.survey_removed}
GUARDS: dict[tuple[str, str], tuple[Callable[[Session, Any], None], ...]] = {**evaluating.GUARDS, **risks.GUARDS, **agreements.GUARDS}
