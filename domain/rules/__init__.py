"""The numbers of the regulations, each once with its clause: what a company may set otherwise, from a day on."""

from collections.abc import Mapping

from domain.rules.archives import ArchiveRule
from domain.rules.complaints import ComplaintRule
from domain.rules.customers import CustomerRule
from domain.rules.filings import FilingRule
from domain.rules.governance import GovernanceRule
from domain.rules.incentives import IncentiveRule
from domain.rules.it_operations import ItRule
from domain.rules.public import PublicRule
from domain.rules.rule import Rule, RuleCode, Value, value_on
from domain.rules.service import ServiceRule
from domain.rules.workplace import WorkplaceRule

__all__ = [
    "CODES", "ArchiveRule", "ComplaintRule", "CustomerRule", "FilingRule", "IncentiveRule", "ItRule", "PublicRule", "Rule", "RuleCode", "ServiceRule", "Value",
    "value_on",
]  # fmt: skip

AREAS: tuple[type[RuleCode], ...] = (
    CustomerRule,
    ComplaintRule,
    PublicRule,
    ArchiveRule,
    IncentiveRule,
    ServiceRule,
    ItRule,
    FilingRule,
    WorkplaceRule,
    GovernanceRule,
)

CODES: Mapping[str, RuleCode] = {code.value: code for area in AREAS for code in area}
"""In the order in which the page of rules lists them."""
