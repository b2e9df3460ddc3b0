"""Training that the root causes of complaints ask for (A13.2)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.rules.governance import GovernanceRule
from domain.values import OFFICE_ZONE
from models.base import columns_of
from models.complaints.words import CauseKind
from models.governance.training import Training, TrainingTopic
from operations.office_clock import today
from operations.rule_numbers import rule

ASKS_FOR: Mapping[TrainingTopic, frozenset[CauseKind]] = {
    TrainingTopic.COMMUNICATION: frozenset({CauseKind.PEOPLE, CauseKind.TELLING}),
    TrainingTopic.COMPLAINTS: frozenset({CauseKind.STAFFING}),
    TrainingTopic.NEEDS: frozenset({CauseKind.CUSTOMER}),
    TrainingTopic.PRODUCT: frozenset({CauseKind.EQUIPMENT, CauseKind.MATERIAL, CauseKind.SUPPLIER, CauseKind.STORAGE}),
    TrainingTopic.METHOD: frozenset({CauseKind.METHOD}),
    TrainingTopic.OTHER: frozenset({CauseKind.OTHER}),
}
"""Which root causes of complaints a topic answers to."""


def demand(session: Session, topic: TrainingTopic, until: date) -> int:
    """How many complaints of the days of the rule before ``until`` have a root cause that the topic answers to (A13.2)."""
    c = columns_of("complaint")
    since = datetime.combine(until - timedelta(days=rule(session, GovernanceRule.DEMAND_DAYS)), time(0), OFFICE_ZONE)
    counted = select(func.count()).where(c.cause_kind.in_(sorted(ASKS_FOR[topic])), c.received_at >= since)
    return int(session.connection().execute(counted).scalar_one())


def training_entered(session: Session, training: Training) -> set[str]:
    """A13.2: what the complaints ask for, worked out as often as the plan is saved."""
    if training.topic is not None:
        training.demand = demand(session, TrainingTopic(training.topic), today(session))
    return {"demand"}
