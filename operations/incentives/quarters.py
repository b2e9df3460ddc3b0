"""The ranking of a quarter: who is assessed by his score, who is not by his points of service, and the ledger of both (K2.5)."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from domain import pay
from domain.months import quarter_start
from domain.rules.incentives import IncentiveRule as R
from models.base import columns_of
from models.incentives.pay_step import Figure
from models.incentives.quarter_review import ReviewState
from models.incentives.wage import PayGroup
from operations.incentives.performance import stands
from operations.incentives.points import COUNTED, points_between
from operations.incentives.sheets import Month, Step
from operations.office_clock import today

VALID = (ReviewState.CONFIRMED, ReviewState.COUNTED)


def award_quarter(month: Month, numbers: Mapping[Any, int], groups: Mapping[int, str]) -> None:
    """Engineers and service management in one ranking or, by a rule, in one each; ``groups`` is that of each person with a wage."""
    rankings: dict[Any, dict[int, tuple[Decimal, str]]] = defaultdict(dict)
    for person, (score, measure) in _scores(month).items():
        group = groups.get(person, PayGroup.OTHER)
        if group != PayGroup.OTHER and score > 0:
            rankings["" if numbers[R.RANKED_TOGETHER] else group][person] = (score, measure)
    first, then = (numbers[R.FIRST_RANKS], numbers[R.FIRST_AWARD]), (numbers[R.NEXT_RANKS], numbers[R.NEXT_AWARD])
    used = month.said(numbers, R.FIRST_RANKS, R.FIRST_AWARD, R.NEXT_RANKS, R.NEXT_AWARD)
    for ranking in rankings.values():
        for person, rank in pay.ranks({who: score for who, (score, _) in ranking.items()}).items():
            if award := pay.rank_award(rank, first, then):
                score, measure = ranking[person]
                text = f"季度得分 {score}（{measure}），在 {len(ranking)} 人中第 {rank} 名，奖励 {award} 元"
                month.steps[person].append(Step(Figure.QUARTER, text, award, used))


def _scores(month: Month) -> dict[int, tuple[Decimal, str]]:
    """The score of each person and how it was measured: his confirmed score or else his points of service, and what stands in the ledger."""
    since, e, c = quarter_start(month.first), columns_of("performance_entry"), columns_of("quarter_review")
    found = {person: (number, "服务点数") for person, number in points_between(month, since, month.last).items()}
    assessed = select(c.person_id, c.score).where(c.quarter_on == since, c.state.in_(VALID))
    found |= {person: (score, "考核分") for person, score in month.rows(assessed)}
    noted = select(e.person_id, func.sum(e.points)).where(
        e.clause.not_in(COUNTED), e.happened_on.between(since, month.last), stands(today(month.session))
    )
    for person, number in month.rows(noted.group_by(e.person_id)):
        score, measure = found.get(person, (pay.NOTHING, "考核台账"))
        found[person] = (score + number, measure)
    return found
