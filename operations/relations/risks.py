"""Customer risks: level by matrix and factors, a leader's approval for a high one, and what an open one blocks (Y7)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from domain.errors import Invalid, Refused
from domain.rules.service import ServiceRule
from domain.terms import Term
from models.base import columns_of
from models.customers.arrangement import CustomerArrangement
from models.customers.customer import CustomerClass
from models.customers.customer_risk import LEADERS, CustomerRisk, Faced, RiskLevel
from models.customers.deal import Deal, DealKind
from models.fence import authority_of
from operations.rule_numbers import rules

LEADER_FIRST = Term("高风险的应对须由领导批准，请由总经理或分管副总「批准高风险应对」。", "The answer to a high risk is approved by a leader.")
NOT_HIGH = Term("不是高风险，请由责任人「执行控制」。", "It is no high risk; the one responsible puts it under control.")
BLOCKED = Term(
    "该客户有未经批准控制的高风险，不能给予特殊条件或签订合同。请先完成风险应对审批。",
    "This customer has an open high risk: no special terms and no contract before its answer is approved.",
)
NOT_TO_POTENTIAL = Term(
    "潜在客户名下没有订单和合同，不能把已登记的交易改到该客户名下；确为该客户首笔交易的，请在其名下新登记。",
    "A potential customer owns no orders: enter a first deal anew instead of moving one there.",
)
LOWERED_BY_LEADER = Term(
    "高风险只能由总经理、分管副总或董事长调低等级或改到其他客户。请由其修改，或先「制定应对策略」报其批准。",
    "A high risk is made less, or another customer's, by a leader only: let him change it, or answer it and have that approved.",
)
KEYS = ("score", "factors", "level")


def risk_entered(session: Session, risk: CustomerRisk) -> set[str]:
    """Y7.3, Y7.4: likelihood times impact, the sum of the four factors, and the level that either of them reaches.

    Y7.6: what is high only a leader makes less than that, or another customer's; raises Invalid.
    """
    numbers, before = rules(session), risk.level
    risk.score = (risk.likelihood or 0) * (risk.impact or 0)
    risk.factors = sum(one or 0 for one in (risk.finance, risk.operation, risk.credit, risk.market))
    high = risk.score >= numbers[ServiceRule.RISK_HIGH] or risk.factors >= numbers[ServiceRule.FACTORS_HIGH]
    medium = risk.score >= numbers[ServiceRule.RISK_MEDIUM]
    risk.level = RiskLevel.HIGH if high else RiskLevel.MEDIUM if medium else RiskLevel.LOW
    if before == RiskLevel.HIGH and risk.id is not None and (risk.level != RiskLevel.HIGH or get_history(risk, "customer_id").has_changes()):
        _by_a_leader(session)
    return set(KEYS)


def _by_a_leader(session: Session) -> None:
    person = authority_of(session).person
    if person is not None and not {post for post, _ in LEADERS} & {post for post, _ in person.posts}:
        raise Invalid(LOWERED_BY_LEADER, clause="Y7.6")


def _not_high(_session: Session, risk: CustomerRisk) -> None:
    if risk.level == RiskLevel.HIGH:
        raise Refused(LEADER_FIRST, clause="Y7.6")


def _high(_session: Session, risk: CustomerRisk) -> None:
    if risk.level != RiskLevel.HIGH:
        raise Refused(NOT_HIGH, clause="Y7.6")


def has_open_high_risk(session: Session, customer_id: int | None) -> bool:
    """Whether no leader has approved the answer to a high risk of the customer. Below the fence: only that there is one is told."""
    risk = columns_of("customer_risk")
    wanted = select(risk.id).where(
        risk.customer_id == customer_id, risk.level == RiskLevel.HIGH, risk.state.in_((Faced.IDENTIFIED, Faced.ANSWERED))
    )  # fmt: skip
    return session.connection().execute(wanted.limit(1)).scalar() is not None


def require_no_high_risk(session: Session, customer_id: int | None) -> None:
    """Y7.6: raises Refused while a high risk of the customer is open; for new credit, special terms and contracts."""
    if has_open_high_risk(session, customer_id):
        raise Refused(BLOCKED, clause="Y7.6")


def deal_entered(session: Session, deal: Deal) -> set[str]:
    """Y7.6: no new contract with a customer whose high risk is open, nor one that was entered as something else."""
    moved = deal.id is not None and not authority_of(session).is_system and get_history(deal, "customer_id").has_changes()
    if moved and _is_potential(session, deal.customer_id):
        raise Invalid(NOT_TO_POTENTIAL, fields={"customer": NOT_TO_POTENTIAL}, clause="Y3.3")
    new = deal.id is None or any(get_history(deal, key).has_changes() for key in ("kind", "customer_id"))
    if new and deal.kind == DealKind.CONTRACT:
        require_no_high_risk(session, deal.customer_id)
    return set()


def _is_potential(session: Session, customer_id: int | None) -> bool:
    customer = columns_of("customer")
    kind = session.connection().execute(select(customer.customer_class).where(customer.id == customer_id)).scalar()
    return bool(kind == CustomerClass.POTENTIAL)


def _customer_settled(session: Session, arrangement: CustomerArrangement) -> None:
    require_no_high_risk(session, arrangement.customer_id)


GUARDS: dict[tuple[str, str], tuple[Callable[[Session, Any], None], ...]] = {
    ("customer_risk", "control_risk"): (_not_high,),
    ("customer_risk", "approve_risk"): (_high,),
    ("customer_arrangement", "approve_terms"): (_customer_settled,),
}
